//! Finds the keys of a path in a TOML text.

use super::outline::{Entry, Node, Outline, Table};
use std::ops::Range;

/// What lies at a path.
pub(super) enum Found<'o> {
    /// An entry; the inline table that holds it, where it is in one.
    Entry {
        entry: &'o Entry,
        inline: Option<&'o [Entry]>,
    },
    /// A table, by header or by dotted keys.
    Table,
    /// Nothing, but the deepest inline table on the way, with how many parts lead to it.
    Inline { holder: &'o Entry, depth: usize },
    /// Nothing, and something on the way that holds no keys, with how many parts lead to it.
    Blocked { depth: usize },
    /// Nothing.
    Nothing,
}

/// What lies at `path`.
pub(super) fn find<'o>(outline: &'o Outline, path: &[&str]) -> Found<'o> {
    let mut is_table = false;
    for table in &outline.tables {
        let own = table.keys.len();
        is_table |= own >= path.len() && table_lies_at_or_below(table, path);
        if !table.leads_to(path) || own == path.len() {
            continue;
        }
        if table.array {
            return Found::Blocked { depth: own };
        }
        match find_among(&table.entries, path, own, None) {
            Found::Nothing => {}
            Found::Table => is_table = true,
            found => return found,
        }
    }
    if is_table {
        Found::Table
    } else {
        Found::Nothing
    }
}

fn table_lies_at_or_below(table: &Table, path: &[&str]) -> bool {
    let names = table.keys[..path.len()].iter().map(|k| k.name.as_str());
    names.eq(path.iter().copied())
}

fn find_among<'o>(
    entries: &'o [Entry],
    path: &[&str],
    depth: usize,
    inline: Option<&'o [Entry]>,
) -> Found<'o> {
    let rest = &path[depth..];
    let mut found = Found::Nothing;
    for entry in entries {
        if entry.is(rest) {
            return Found::Entry { entry, inline };
        }
        if entry.lies_below(rest) {
            found = Found::Table;
        }
        if !entry.leads_to(rest) {
            continue;
        }
        let deeper = depth + entry.keys.len();
        let Node::Inline(inner) = &entry.node else {
            return Found::Blocked { depth: deeper };
        };
        return match find_among(inner, path, deeper, Some(inner)) {
            Found::Nothing => Found::Inline {
                holder: entry,
                depth: deeper,
            },
            found => found,
        };
    }
    found
}

/// The table whose dotted keys make up the deepest part of the way to `path`, and the last of them.
pub(super) fn dotted_home<'o>(
    outline: &'o Outline,
    path: &[&str],
) -> Option<(&'o Table, &'o Entry)> {
    for depth in (1..path.len()).rev() {
        for table in outline.tables.iter().filter(|t| !t.array) {
            if table.keys.len() >= depth || !table.leads_to(path) {
                continue;
            }
            let prefix = &path[table.keys.len()..depth];
            let below = table.entries.iter().rev().find(|e| e.lies_below(prefix));
            if let Some(last) = below {
                return Some((table, last));
            }
        }
    }
    None
}

/// Every place where the last part of `path` is written.
pub(super) fn names_of(outline: &Outline, path: &[&str]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    for table in &outline.tables {
        collect_names(table, path, &mut spans);
    }
    spans.sort_by_key(|span| span.start);
    spans
}

fn collect_names(table: &Table, path: &[&str], spans: &mut Vec<Range<usize>>) {
    if table.keys.len() >= path.len() {
        if table_lies_at_or_below(table, path) {
            spans.push(table.keys[path.len() - 1].span.clone());
        }
    } else if table.leads_to(path) {
        collect_entry_names(&table.entries, &path[table.keys.len()..], spans);
    }
}

fn collect_entry_names(entries: &[Entry], rest: &[&str], spans: &mut Vec<Range<usize>>) {
    for entry in entries {
        if entry.is(rest) || entry.lies_below(rest) {
            spans.push(entry.keys[rest.len() - 1].span.clone());
        } else if entry.leads_to(rest)
            && let Node::Inline(inner) = &entry.node
        {
            collect_entry_names(inner, &rest[entry.keys.len()..], spans);
        }
    }
}
