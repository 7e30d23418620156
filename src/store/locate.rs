//! From a way to a value to its place in the file's text.

use super::diagnostics::Span;
use crate::model::Step;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where an entry stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its key; an element of a list has its own value here.
    pub(crate) key: Range<usize>,
    /// Its value; for a table its header.
    pub(crate) value: Range<usize>,
    /// How many of the steps led there.
    pub(crate) depth: usize,
}

/// The place of the value at `steps`, or of the longest part of the way that exists; the file's
/// start where nothing does. None for a text that is not TOML.
pub fn locate(text: &str, steps: &[Step]) -> Option<Span> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = DeTable::parse(text).ok()?;
    let range = find(root.get_ref(), steps).map_or(0..0, |entry| entry.value);
    Some(Span::of(text, range))
}

/// The place of the value at `steps`; none where there is no such value.
pub fn locate_exactly(text: &str, steps: &[Step]) -> Option<Span> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = DeTable::parse(text).ok()?;
    let entry = find(root.get_ref(), steps)?;
    (entry.depth == steps.len()).then(|| Span::of(text, entry.value))
}

/// The entry at `steps`, or the last one on the way that exists.
pub(crate) fn find(root: &DeTable<'_>, steps: &[Step]) -> Option<Entry> {
    let (first, rest) = steps.split_first()?;
    let Step::Key(key) = first else { return None };
    let (key, value) = entry(root, key)?;
    let found = Entry {
        key: key.span(),
        value: value.span(),
        depth: 1,
    };
    Some(descend(value, rest, found))
}

fn descend(value: &Spanned<DeValue<'_>>, steps: &[Step], found: Entry) -> Entry {
    let Some((first, rest)) = steps.split_first() else {
        return found;
    };
    let depth = found.depth + 1;
    match (value.get_ref(), first) {
        (DeValue::Table(table), Step::Key(key)) => match entry(table, key) {
            Some((key, value)) => {
                let found = Entry {
                    key: key.span(),
                    value: value.span(),
                    depth,
                };
                descend(value, rest, found)
            }
            None => found,
        },
        (DeValue::Array(array), Step::Index(index)) => match array.get(*index) {
            Some(value) => {
                let found = Entry {
                    key: value.span(),
                    value: value.span(),
                    depth,
                };
                descend(value, rest, found)
            }
            None => found,
        },
        _ => found,
    }
}

type EntryOf<'t, 'i> = (
    &'t Spanned<toml::de::DeString<'i>>,
    &'t Spanned<DeValue<'i>>,
);

fn entry<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<EntryOf<'t, 'i>> {
    table.iter().find(|(k, _)| k.get_ref() == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "objective = \"Grow\"\n\n[key_results.churn]\ntarget = 5\n\
        amended = [\n  { on = 2026-08-03, was = { target = 7 } },\n]\n\n[[update]]\nvalue = 1\n\
        [[update]]\nvalue = 2\n";

    fn at(steps: &[Step]) -> (usize, usize, usize) {
        let span = locate(TEXT, steps).unwrap();
        (span.line, span.column, span.length)
    }

    #[test]
    fn values_tables_and_elements() {
        assert_eq!(at(&["objective".into()]), (1, 13, 6));
        assert_eq!(at(&["key_results".into(), "churn".into()]), (3, 1, 19));
        assert_eq!(
            at(&["key_results".into(), "churn".into(), "target".into()]),
            (4, 10, 1)
        );
        let was: [Step; 6] = [
            "key_results".into(),
            "churn".into(),
            "amended".into(),
            0.into(),
            "was".into(),
            "target".into(),
        ];
        assert_eq!(at(&was), (6, 39, 1));
        assert_eq!(at(&["update".into(), 1.into(), "value".into()]), (12, 9, 1));
        assert_eq!(at(&["update".into(), 1.into()]), (11, 1, 10));
    }

    #[test]
    fn what_is_not_there_is_where_it_should_be() {
        assert_eq!(
            at(&["key_results".into(), "churn".into(), "owner".into()]),
            (3, 1, 19)
        );
        assert_eq!(at(&["nothing".into()]), (1, 1, 1));
        assert_eq!(at(&[]), (1, 1, 1));
        assert_eq!(locate("= 1", &[]), None);
    }
}
