//! Where the keys and values of a TOML text lie, in bytes: what an edit that keeps every other byte
//! needs to know.

use std::ops::Range;
use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

/// What a text is made of.
#[derive(Debug)]
pub(super) struct Outline {
    /// The tables in their order; the first is the root.
    pub(super) tables: Vec<Table>,
    /// From the sign of each comment to the end of its line, which is left out.
    pub(super) comments: Vec<Range<usize>>,
}

/// A table with a header, or the root.
#[derive(Debug)]
pub(super) struct Table {
    /// The header's keys; empty for the root.
    pub(super) keys: Vec<Key>,
    /// From `[` to `]`; none for the root.
    pub(super) header: Option<Range<usize>>,
    /// Whether it is an element of an array: `[[update]]`.
    pub(super) array: bool,
    /// Its own keys.
    pub(super) entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct Entry {
    /// One key, or several between dots.
    pub(super) keys: Vec<Key>,
    /// From the first byte of the value to the one after its last.
    pub(super) value: Range<usize>,
    /// What lies in the value.
    pub(super) node: Node,
}

/// One part of a dotted key.
#[derive(Debug)]
pub(super) struct Key {
    /// Its meaning, without quotes.
    pub(super) name: String,
    /// Its place, quotes included.
    pub(super) span: Range<usize>,
}

/// What lies in a value.
#[derive(Debug)]
pub(super) enum Node {
    /// A string, number, date or truth value.
    Scalar,
    /// The places of an array's elements.
    Array(Vec<Range<usize>>),
    /// The keys of an inline table.
    Inline(Vec<Entry>),
}

impl Table {
    /// Whether its header says `path`.
    pub(super) fn is(&self, path: &[&str]) -> bool {
        matches(&self.keys, path)
    }

    /// Whether its header is `path` or lies above it.
    pub(super) fn leads_to(&self, path: &[&str]) -> bool {
        path.len() >= self.keys.len() && self.is(&path[..self.keys.len()])
    }
}

impl Entry {
    /// Where the key begins.
    pub(super) fn start(&self) -> usize {
        self.keys[0].span.start
    }

    /// Whether its keys are `path`.
    pub(super) fn is(&self, path: &[&str]) -> bool {
        matches(&self.keys, path)
    }

    /// Whether its keys are `path` or lie above it.
    pub(super) fn leads_to(&self, path: &[&str]) -> bool {
        path.len() >= self.keys.len() && self.is(&path[..self.keys.len()])
    }

    /// Whether its keys lie below `path`.
    pub(super) fn lies_below(&self, path: &[&str]) -> bool {
        self.keys.len() > path.len() && matches(&self.keys[..path.len()], path)
    }
}

fn matches(keys: &[Key], path: &[&str]) -> bool {
    keys.len() == path.len() && keys.iter().zip(path).all(|(k, p)| k.name == *p)
}

impl Outline {
    /// The outline of `text`, which must be valid TOML.
    pub(super) fn of(text: &str) -> Self {
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let source = Source::new(&text[bom..]);
        let tokens = source.lex().into_vec();
        let mut events: Vec<Event> = Vec::new();
        parse_document(&tokens, &mut events, &mut ());
        let comments = events.iter().filter(|e| e.kind() == EventKind::Comment);
        let comments = comments.map(|e| e.span().start() + bom..e.span().end() + bom);
        let comments = comments.collect();
        events.retain(|e| is_structure(e.kind()));
        let walk = Walk {
            text,
            bom,
            events: events.into_iter().peekable(),
        };
        Self {
            tables: walk.tables(),
            comments,
        }
    }
}

fn is_structure(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Whitespace | EventKind::Comment | EventKind::Newline | EventKind::KeySep
    )
}

struct Walk<'t> {
    text: &'t str,
    bom: usize,
    events: std::iter::Peekable<std::vec::IntoIter<Event>>,
}

impl Walk<'_> {
    fn tables(mut self) -> Vec<Table> {
        let root = Table {
            keys: Vec::new(),
            header: None,
            array: false,
            entries: Vec::new(),
        };
        let mut tables = vec![root];
        while let Some(event) = self.events.peek().copied() {
            match event.kind() {
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    tables.push(self.header());
                }
                EventKind::SimpleKey => {
                    let entry = self.entry();
                    let last = tables.len() - 1;
                    tables[last].entries.push(entry);
                }
                _ => {
                    self.events.next();
                }
            }
        }
        tables
    }

    fn header(&mut self) -> Table {
        let open = self.events.next();
        let array = open.is_some_and(|e| e.kind() == EventKind::ArrayTableOpen);
        let start = open.map_or(0, |e| self.range(e).start);
        let keys = self.keys();
        let end = self.events.next().map_or(start, |e| self.range(e).end);
        Table {
            keys,
            header: Some(start..end),
            array,
            entries: Vec::new(),
        }
    }

    fn entry(&mut self) -> Entry {
        let keys = self.keys();
        self.next_if(EventKind::KeyValSep);
        let (value, node) = self.value();
        Entry { keys, value, node }
    }

    fn keys(&mut self) -> Vec<Key> {
        let mut keys = Vec::new();
        while let Some(event) = self.next_if(EventKind::SimpleKey) {
            let span = self.range(event);
            let raw = toml_parser::Raw::new_unchecked(
                &self.text[span.clone()],
                event.encoding(),
                event.span(),
            );
            let mut name = String::new();
            raw.decode_key(&mut name, &mut ());
            keys.push(Key { name, span });
        }
        keys
    }

    fn value(&mut self) -> (Range<usize>, Node) {
        let Some(event) = self.events.next() else {
            return (self.text.len()..self.text.len(), Node::Scalar);
        };
        let start = self.range(event).start;
        match event.kind() {
            EventKind::InlineTableOpen => {
                let mut entries = Vec::new();
                while self.peek_is(EventKind::SimpleKey) {
                    entries.push(self.entry());
                    self.next_if(EventKind::ValueSep);
                }
                (start..self.close(start), Node::Inline(entries))
            }
            EventKind::ArrayOpen => {
                let mut elements = Vec::new();
                while !self.peek_is(EventKind::ArrayClose) && self.events.peek().is_some() {
                    elements.push(self.value().0);
                    self.next_if(EventKind::ValueSep);
                }
                (start..self.close(start), Node::Array(elements))
            }
            _ => (self.range(event), Node::Scalar),
        }
    }

    fn close(&mut self, start: usize) -> usize {
        self.events.next().map_or(start, |e| self.range(e).end)
    }

    fn peek_is(&mut self, kind: EventKind) -> bool {
        self.events.peek().is_some_and(|e| e.kind() == kind)
    }

    fn next_if(&mut self, kind: EventKind) -> Option<Event> {
        self.events.next_if(|e| e.kind() == kind)
    }

    fn range(&self, event: Event) -> Range<usize> {
        event.span().start() + self.bom..event.span().end() + self.bom
    }
}
