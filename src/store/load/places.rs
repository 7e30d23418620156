//! Many places at once: each file is read and parsed once, however many of its values are meant.

use super::Store;
use crate::many;
use crate::model::{Document, Place, Step};
use crate::store::diagnostics::{Finding, Span};
use crate::store::fix::Fix;
use crate::store::raw::Refusal;
use crate::store::{locate, paths, verify};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

impl Store {
    /// The fix that puts `new` at a place, as its key or as its text; none where neither is there.
    ///
    /// # Errors
    /// The system refuses to read the file.
    pub fn fix_at(
        &self,
        place: &Place,
        on_key: bool,
        new: &str,
    ) -> Result<Option<Fix>, Box<Finding>> {
        let steps = place.steps.clone();
        if on_key {
            return Ok(match steps.last() {
                Some(Step::Key(key)) => Some(Fix::key(steps.clone(), key, new)),
                Some(Step::Index(_)) | None => None,
            });
        }
        let path = paths::of(&place.document);
        match self.bytes(&path) {
            Ok(bytes) => Ok(Self::text_fix(&bytes, steps, new)),
            Err(Refusal::Absent) => Ok(None),
            Err(refusal) => Err(Box::new(refusal.finding(&path))),
        }
    }

    fn text_fix(bytes: &[u8], steps: Vec<Step>, new: &str) -> Option<Fix> {
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = DeTable::parse(text).ok()?;
        let found = locate::find(root.get_ref(), &steps)?;
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
        let files: Vec<(&Document, Vec<usize>)> = files.into_iter().collect();
        let mut located = vec![None; places.len()];
        let each = |(document, indices): &(&Document, Vec<usize>), _: &mut Vec<u8>| {
            self.locate_in(
                document,
                indices.iter().map(|&index| (index, places[index])),
            )
        };
        for (index, found) in many::each(&files, each).flatten() {
            located[index] = Some(found);
        }
        located
    }

    /// Those of one file; none where it cannot be read.
    fn locate_in<'p>(
        &self,
        document: &Document,
        places: impl Iterator<Item = (usize, (&'p Place, bool))>,
    ) -> Vec<(usize, (String, Span))> {
        let path = paths::of(document);
        let Ok(bytes) = self.bytes(&path) else {
            return Vec::new();
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Vec::new();
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Ok(root) = DeTable::parse(text) else {
            return Vec::new();
        };
        let lines = line_starts(text);
        let located = places.map(|(index, (place, on_key))| {
            let found = locate::find(root.get_ref(), &place.steps);
            let range = found.map_or(0..0, |e| if on_key { e.key } else { e.value });
            (index, (path.clone(), span(text, &lines, range)))
        });
        located.collect()
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
