//! Where in a TOML text something is put or taken away, and what.

use super::compose;
use super::outline::{Entry, Node, Outline};
use std::ops::Range;

/// Where in an inline table a new key goes, and the text to put there.
pub(super) fn into_inline(
    text: &str,
    holder: &Entry,
    keys: &[&str],
    value: &str,
) -> (usize, String) {
    let line = format!("{} = {value}", dotted(keys));
    if let Node::Inline(entries) = &holder.node
        && let Some(last) = entries.last()
    {
        return (last.value.end, format!(", {line}"));
    }
    let at = holder.value.start + 1;
    let tail = if text[at..].starts_with('}') { " " } else { "" };
    (at, format!(" {line}{tail}"))
}

/// What goes when `entry` leaves an inline table: itself and one comma.
pub(super) fn inline_range(text: &str, entry: &Entry, siblings: &[Entry]) -> Range<usize> {
    let at = siblings.iter().position(|e| e.start() == entry.start());
    let at = at.unwrap_or_default();
    if let Some(next) = siblings.get(at + 1) {
        return entry.start()..next.start();
    }
    if at > 0 {
        return siblings[at - 1].value.end..entry.value.end;
    }
    let blanks = text[entry.value.end..]
        .bytes()
        .take_while(|b| matches!(b, b' ' | b'\t'));
    entry.start()..entry.value.end + blanks.count()
}

/// `new` as a text in the place of `old`: in single quotes where that is.
pub(super) fn in_quotes_of(old: &str, new: &str) -> String {
    let single = old.starts_with('\'') && !new.contains(['\'', '\n']);
    match single {
        true => format!("'{new}'"),
        false => compose::string(new),
    }
}

/// An inline table's text as an element of `[[path]]`.
pub(super) fn as_array_table(path: &[&str], value: &str) -> Option<String> {
    let text = format!("x = {value}");
    let outline = Outline::of(&text);
    let Node::Inline(entries) = &outline.tables[0].entries.first()?.node else {
        return None;
    };
    let mut block = format!("[[{}]]\n", dotted(path));
    for entry in entries {
        block += &text[entry.start()..entry.value.end];
        block.push('\n');
    }
    Some(block)
}

/// The keys of a table of `text` as an inline table, its arrays on one line each.
pub(super) fn as_inline(text: &str, entries: &[Entry]) -> String {
    let pair = |entry: &Entry| {
        let key = &text[entry.start()..entry.value.start];
        match &entry.node {
            Node::Array(elements) => {
                let elements = elements.iter().map(|element| &text[element.clone()]);
                format!("{key}[{}]", elements.collect::<Vec<_>>().join(", "))
            }
            Node::Scalar | Node::Inline(_) => format!("{key}{}", &text[entry.value.clone()]),
        }
    };
    let pairs: Vec<String> = entries.iter().map(pair).collect();
    format!("{{ {} }}", pairs.join(", "))
}

pub(super) fn dotted(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|k| compose::key(k)).collect();
    keys.join(".")
}

/// Where the line that holds `at` begins, a byte order mark left out.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if start == 0 && text.starts_with('\u{feff}') {
        3
    } else {
        start
    }
}

/// Where the line that holds `at` ends, its line ending included.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

/// Where the comments that head a file end: those that a blank line parts from what follows.
pub(super) fn end_of_head(text: &str, before: usize) -> usize {
    let start = line_start(text, 0);
    let mut end = start;
    let mut at = start;
    while at < before {
        let next = after_line(text, at);
        if text[at..next].trim().is_empty() {
            end = next;
        }
        at = next;
    }
    end
}
