//! Many places at once: each file is read and parsed once, however many of its values are meant.

use super::Store;
use crate::model::{Document, Place, Step};
use crate::store::diagnostics::Span;
use crate::store::fix::Fix;
use crate::store::{locate, paths, verify};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

impl Store {
    /// The fix that puts `new` at a place, as its key or as its text; none where neither is there.
    pub fn fix_at(&self, place: &Place, on_key: bool, new: &str) -> Option<Fix> {
        let steps = place.steps.clone();
        if on_key {
            return match steps.last()? {
                Step::Key(key) => Some(Fix::key(steps.clone(), key, new)),
                Step::Index(_) => None,
            };
        }
        let bytes = self.bytes(&paths::of(&place.document)).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = DeTable::parse(text).ok()?;
        let found = locate::find(root.get_ref(), &place.steps)?;
        let old = verify::parse_value(text.get(found.value)?)?;
        Some(Fix::value(steps, old.as_str()?, new))
    }

    /// As [`locate`](Self::locate), or of the key instead of the value where the flag is set, of many
    /// places; in their order.
    pub fn locate_all(&self, places: &[(&Place, bool)]) -> Vec<Option<(String, Span)>> {
        let mut files: BTreeMap<&Document, Vec<usize>> = BTreeMap::new();
        for (index, (place, _)) in places.iter().enumerate() {
            files.entry(&place.document).or_default().push(index);
        }
        let mut located = vec![None; places.len()];
        for (document, indices) in files {
            let path = paths::of(document);
            let Ok(bytes) = self.bytes(&path) else {
                continue;
            };
            let Ok(text) = std::str::from_utf8(&bytes) else {
                continue;
            };
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let Ok(root) = DeTable::parse(text) else {
                continue;
            };
            let lines = line_starts(text);
            for index in indices {
                let (place, on_key) = places[index];
                let found = locate::find(root.get_ref(), &place.steps);
                let range = found.map_or(0..0, |e| if on_key { e.key } else { e.value });
                located[index] = Some((path.clone(), span(text, &lines, range)));
            }
        }
        located
    }
}

/// Where each line of `text` begins, in bytes.
fn line_starts(text: &str) -> Vec<usize> {
    let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after_breaks).collect()
}

/// As [`Span::of`], without going through the lines before.
fn span(text: &str, lines: &[usize], range: Range<usize>) -> Span {
    let before = lines.partition_point(|&start| start <= range.start) - 1;
    let start = lines[before];
    let end = lines.get(before + 1).copied().unwrap_or(text.len());
    let mut span = Span::of(&text[start..end], range.start - start..range.end - start);
    span.line += before;
    span
}
