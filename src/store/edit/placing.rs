//! Where in a text a new key, block or element goes.

use super::Document;
use crate::store::find::dotted_home;
use crate::store::outline::{Entry, Outline, Table};
use crate::store::splice::{after_line, dotted, end_of_head, line_start};
use std::ops::Range;

/// The format's order of the keys at the top of objectives and KPIs.
const TOP: &[&str] = &[
    "objective",
    "name",
    "why",
    "measure",
    "unit",
    "direction",
    "frequency",
    "source",
    "owner",
    "contributors",
    "supports",
    "ambition",
    "guardrails",
    "weight",
    "tags",
    "kpi",
    "baseline",
    "commit",
    "target",
    "stretch",
    "at_least",
    "at_most",
    "initiatives",
    "indicator",
    "aggregate",
    "decimals",
    "category",
    "health",
    "drives",
    "benchmark",
    "chart_from",
    "added",
    "dropped",
    "amended",
    "formerly",
    "carried",
    "retired",
];

/// The same of a key result.
const KEY_RESULT: &[&str] = &[
    "title",
    "kind",
    "kpi",
    "unit",
    "baseline",
    "commit",
    "target",
    "stretch",
    "at_least",
    "at_most",
    "owner",
    "weight",
    "due",
    "milestones",
    "added",
    "dropped",
    "amended",
    "formerly",
    "carried",
];

/// The entry that a new key goes below: the last of those before it in the format's order, else the
/// last of all.
fn neighbour<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Entry> {
    let order: &[&str] = match path {
        [_] => TOP,
        ["key_results", _, _] => KEY_RESULT,
        _ => &[],
    };
    let rank = |key: &str| order.iter().position(|known| *known == key);
    let own = path.last().and_then(|key| rank(key));
    let before = |entry: &&Entry| {
        let other = entry.keys.first().and_then(|key| rank(&key.name));
        other.is_some() && other < own
    };
    let before = table.entries.iter().rfind(before);
    before.or(table.entries.last())
}

impl Document {
    pub(super) fn with_new_key(&self, outline: &Outline, path: &[&str], value: &str) -> String {
        let (table, rest) = match dotted_home(outline, path) {
            Some((table, last)) => {
                let keys = &path[table.keys.len()..];
                return self.with_line_after(last.start(), last.value.end, keys, value);
            }
            None => (
                outline
                    .tables
                    .iter()
                    .find(|t| !t.array && t.is(&path[..path.len() - 1])),
                &path[path.len() - 1..],
            ),
        };
        let Some(table) = table else {
            let header = dotted(&path[..path.len() - 1]);
            let ending = self.line_ending();
            let line = format!("{} = {value}", dotted(rest));
            return self.with_block(&format!("[{header}]{ending}{line}{ending}"));
        };
        match (neighbour(table, path), &table.header) {
            (Some(last), _) => self.with_line_after(last.start(), last.value.end, rest, value),
            (None, Some(header)) => self.with_line_after(header.start, header.end, rest, value),
            (None, None) => self.with_first_key(outline, rest, value),
        }
    }

    /// A new line below the one where `end` lies, indented like the one where `start` lies.
    fn with_line_after(&self, start: usize, end: usize, keys: &[&str], value: &str) -> String {
        let indent = &self.text[line_start(&self.text, start)..start];
        let line = format!("{indent}{} = {value}", dotted(keys));
        let at = after_line(&self.text, end);
        let ending = self.line_ending();
        if self.text[..at].ends_with('\n') {
            self.spliced(at..at, &format!("{line}{ending}"))
        } else {
            self.spliced(at..at, &format!("{ending}{line}"))
        }
    }

    /// The first root key: after the comments that head the file, before the first table.
    fn with_first_key(&self, outline: &Outline, keys: &[&str], value: &str) -> String {
        let ending = self.line_ending();
        let line = format!("{} = {value}{ending}", dotted(keys));
        let header = outline.tables.get(1).and_then(|t| t.header.as_ref());
        let Some(header) = header else {
            let gap = if self.text.is_empty() || self.text.ends_with('\n') {
                ""
            } else {
                ending
            };
            let gap = if self.text == "\u{feff}" { "" } else { gap };
            return format!("{}{gap}{line}", self.text);
        };
        let at = end_of_head(&self.text, line_start(&self.text, header.start));
        self.spliced(at..at, &format!("{line}{ending}"))
    }

    pub(super) fn with_block(&self, block: &str) -> String {
        let ending = self.line_ending();
        let mut text = self.text.clone();
        if text.trim_start_matches('\u{feff}').is_empty() {
            return text + block;
        }
        if !text.ends_with('\n') {
            text.push_str(ending);
        }
        let last_line = text.trim_end_matches(['\n', '\r']).len();
        if text[last_line..].matches('\n').count() < 2 {
            text.push_str(ending);
        }
        text + block
    }

    pub(super) fn with_element(
        &self,
        array: &Range<usize>,
        elements: &[Range<usize>],
        value: &str,
    ) -> String {
        let Some(last) = elements.last() else {
            let at = array.start + 1;
            return self.spliced(at..at, value);
        };
        let line_end = after_line(&self.text, last.end);
        if line_end >= array.end {
            return self.spliced(last.end..last.end, &format!(", {value}"));
        }
        let indent = &self.text[line_start(&self.text, last.start)..last.start];
        if !indent.trim_matches([' ', '\t']).is_empty() {
            return self.spliced(last.end..last.end, &format!(", {value}"));
        }
        let has_comma = self.text[last.end..line_end]
            .trim_start_matches([' ', '\t'])
            .starts_with(',');
        let ending = self.line_ending();
        if has_comma {
            return self.spliced(line_end..line_end, &format!("{indent}{value},{ending}"));
        }
        let line = format!("{indent}{value}{ending}");
        let mut text = self.spliced(line_end..line_end, &line);
        text.insert(last.end, ',');
        text
    }
}
