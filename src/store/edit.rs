//! Edits of a TOML text that keep every byte they need not change: comments, order, quoting, blank
//! lines, line endings and byte order marks. Each result is parsed again and compared with what was
//! meant before it counts.

use super::compose;
use super::outline::{Entry, Node, Outline, Table};
use super::verify::{self, Values};
use std::fmt;
use std::ops::Range;

/// A TOML text under edit.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    values: Values,
}

/// Why an edit was not made; the text is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The text is not TOML.
    Unreadable {
        /// What the parser says.
        message: String,
    },
    /// What should be written is not TOML.
    BadValue {
        /// The text that should be written.
        text: String,
    },
    /// A part of the path holds something that has no keys.
    NotATable {
        /// The part of the path, dots between.
        path: String,
    },
    /// The path is a table, where a single value was expected.
    IsTable {
        /// The path, dots between.
        path: String,
    },
    /// There is nothing at the path.
    Missing {
        /// The path, dots between.
        path: String,
    },
    /// The edit would have changed more than it should; it was not made.
    Unsafe {
        /// The path, dots between.
        path: String,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { message } => write!(f, "not valid TOML: {message}"),
            Self::BadValue { text } => write!(f, "`{text}` is not a TOML value"),
            Self::NotATable { path } => write!(f, "`{path}` is not a table, so it holds no keys"),
            Self::IsTable { path } => write!(f, "`{path}` is a table, not a single value"),
            Self::Missing { path } => write!(f, "there is no `{path}`"),
            Self::Unsafe { path } => write!(
                f,
                "`{path}` cannot be changed without touching something else: edit the file by hand"
            ),
        }
    }
}

impl std::error::Error for EditError {}

/// What lies at a path.
enum Found<'o> {
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

impl Document {
    /// Takes a text for editing.
    ///
    /// # Errors
    /// Refuses what is not TOML.
    pub fn new(text: impl Into<String>) -> Result<Self, EditError> {
        let text = text.into();
        let values = verify::parse(&text).map_err(|message| EditError::Unreadable { message })?;
        Ok(Self { text, values })
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as it is now, by value.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Whether there is anything at `path`.
    pub fn contains(&self, path: &[&str]) -> bool {
        verify::get(&self.values, path).is_some()
    }

    /// The text of the value at `path` as it is written; none for tables and where nothing is.
    pub fn written(&self, path: &[&str]) -> Option<&str> {
        let outline = Outline::of(&self.text);
        match find(&outline, path) {
            Found::Entry { entry, .. } => Some(&self.text[entry.value.clone()]),
            Found::Table | Found::Inline { .. } | Found::Blocked { .. } | Found::Nothing => None,
        }
    }

    /// Gives the key at `path` the value `value` (TOML as written): replaces the present one, or
    /// adds the key to its table, or the table to the text.
    ///
    /// # Errors
    /// Refuses a value that is not TOML, and a path that leads through or to something else than
    /// tables.
    pub fn set(&mut self, path: &[&str], value: &str) -> Result<(), EditError> {
        let value = self.in_own_lines(value);
        let meant = verify::parse_value(&value).ok_or_else(|| EditError::BadValue {
            text: value.clone(),
        })?;
        let expected = verify::with(&self.values, path, meant).ok_or_else(|| unsafe_at(path))?;
        let outline = Outline::of(&self.text);
        let text = match find(&outline, path) {
            Found::Entry { entry, .. } => self.spliced(entry.value.clone(), &value),
            Found::Table => {
                return Err(EditError::IsTable {
                    path: path.join("."),
                });
            }
            Found::Blocked { depth } => {
                let path = path[..depth].join(".");
                return Err(EditError::NotATable { path });
            }
            Found::Inline { holder, depth } => {
                let (at, addition) = into_inline(&self.text, holder, &path[depth..], &value);
                self.spliced(at..at, &addition)
            }
            Found::Nothing => self.with_new_key(&outline, path, &value),
        };
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Takes the key at `path` away, with its line and the comment on it.
    ///
    /// # Errors
    /// Refuses tables, and paths where nothing is.
    pub fn remove(&mut self, path: &[&str]) -> Result<(), EditError> {
        let outline = Outline::of(&self.text);
        let text = match find(&outline, path) {
            Found::Entry { entry, inline } => {
                let range = match inline {
                    Some(siblings) => inline_range(&self.text, entry, siblings),
                    None => {
                        line_start(&self.text, entry.start())
                            ..after_line(&self.text, entry.value.end)
                    }
                };
                self.spliced(range, "")
            }
            Found::Table => {
                return Err(EditError::IsTable {
                    path: path.join("."),
                });
            }
            Found::Inline { .. } | Found::Blocked { .. } | Found::Nothing => {
                return Err(EditError::Missing {
                    path: path.join("."),
                });
            }
        };
        let expected = verify::without(&self.values, path);
        self.take(text, path, |new| {
            expected.iter().any(|e| verify::same(new, e))
        })
    }

    /// Adds `value` to the end of the array at `path`, which is made where there is none.
    ///
    /// # Errors
    /// Refuses a value that is not TOML, and a path to something else than an array.
    pub fn push(&mut self, path: &[&str], value: &str) -> Result<(), EditError> {
        let value = self.in_own_lines(value);
        let bad = || EditError::BadValue {
            text: value.clone(),
        };
        let meant = verify::parse_value(&value).ok_or_else(bad)?;
        let outline = Outline::of(&self.text);
        let text = match find(&outline, path) {
            Found::Entry { entry, .. } => {
                let Node::Array(elements) = &entry.node else {
                    return Err(unsafe_at(path));
                };
                self.with_element(&entry.value, elements, &value)
            }
            Found::Table if outline.tables.iter().any(|t| t.array && t.is(path)) => {
                let block = as_array_table(path, &value).ok_or_else(bad)?;
                self.with_block(&block)
            }
            Found::Inline { .. } | Found::Nothing => {
                let array = if matches!(find(&outline, path), Found::Inline { .. }) {
                    format!("[{value}]")
                } else {
                    format!("[\n  {value},\n]")
                };
                return self.set(path, &array);
            }
            Found::Table => {
                return Err(EditError::IsTable {
                    path: path.join("."),
                });
            }
            Found::Blocked { depth } => {
                let path = path[..depth].join(".");
                return Err(EditError::NotATable { path });
            }
        };
        let expected =
            verify::with_pushed(&self.values, path, meant).ok_or_else(|| unsafe_at(path))?;
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Gives the last part of `path` another name wherever it is written: in headers, dotted keys
    /// and inline tables. The value stays.
    ///
    /// # Errors
    /// Refuses a name that is taken, and paths where nothing is.
    pub fn rename(&mut self, path: &[&str], name: &str) -> Result<(), EditError> {
        let expected =
            verify::renamed(&self.values, path, name).ok_or_else(|| EditError::Missing {
                path: path.join("."),
            })?;
        let outline = Outline::of(&self.text);
        let mut spans = Vec::new();
        for table in &outline.tables {
            collect_names(table, path, &mut spans);
        }
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        let mut text = self.text.clone();
        for span in spans.into_iter().rev() {
            text.replace_range(span, &compose::key(name));
        }
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Adds a composed block, such as a key result's table, to the end with a blank line before it.
    ///
    /// # Errors
    /// Refuses a block that is not TOML or speaks of what is there already.
    pub fn append_block(&mut self, block: &str) -> Result<(), EditError> {
        let block = self.in_own_lines(block.trim_start_matches(['\n', '\r']));
        let bad = || EditError::BadValue {
            text: block.clone(),
        };
        let addition = verify::parse(&block).map_err(|_| bad())?;
        let expected = verify::merged(&self.values, &addition).ok_or_else(bad)?;
        let text = self.with_block(&block);
        self.take(text, &[], |new| verify::same(new, &expected))
    }

    fn take(
        &mut self,
        text: String,
        path: &[&str],
        as_meant: impl FnOnce(&Values) -> bool,
    ) -> Result<(), EditError> {
        let values = verify::parse(&text).map_err(|_| unsafe_at(path))?;
        if !as_meant(&values) {
            return Err(unsafe_at(path));
        }
        self.text = text;
        self.values = values;
        Ok(())
    }

    fn spliced(&self, range: Range<usize>, with: &str) -> String {
        let mut text = self.text.clone();
        text.replace_range(range, with);
        text
    }

    fn line_ending(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            Some(_) | None => "\n",
        }
    }

    /// `addition` with the line endings of this text.
    fn in_own_lines(&self, addition: &str) -> String {
        let plain = addition.replace("\r\n", "\n");
        match self.line_ending() {
            "\n" => plain,
            ending => plain.replace('\n', ending),
        }
    }

    fn with_new_key(&self, outline: &Outline, path: &[&str], value: &str) -> String {
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
        match (table.entries.last(), &table.header) {
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

    fn with_block(&self, block: &str) -> String {
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

    fn with_element(&self, array: &Range<usize>, elements: &[Range<usize>], value: &str) -> String {
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

fn unsafe_at(path: &[&str]) -> EditError {
    EditError::Unsafe {
        path: path.join("."),
    }
}

fn find<'o>(outline: &'o Outline, path: &[&str]) -> Found<'o> {
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
        match find_entry(&table.entries, path, own) {
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

fn find_entry<'o>(entries: &'o [Entry], path: &[&str], depth: usize) -> Found<'o> {
    find_among(entries, path, depth, None)
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
fn dotted_home<'o>(outline: &'o Outline, path: &[&str]) -> Option<(&'o Table, &'o Entry)> {
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

/// Where in an inline table a new key goes, and the text to put there.
fn into_inline(text: &str, holder: &Entry, keys: &[&str], value: &str) -> (usize, String) {
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
fn inline_range(text: &str, entry: &Entry, siblings: &[Entry]) -> Range<usize> {
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

/// An inline table's text as an element of `[[path]]`.
fn as_array_table(path: &[&str], value: &str) -> Option<String> {
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

fn dotted(keys: &[&str]) -> String {
    let keys: Vec<String> = keys.iter().map(|k| compose::key(k)).collect();
    keys.join(".")
}

/// Where the line that holds `at` begins, a byte order mark left out.
fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    if start == 0 && text.starts_with('\u{feff}') {
        3
    } else {
        start
    }
}

/// Where the line that holds `at` ends, its line ending included.
fn after_line(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

/// Where the comments that head a file end: those that a blank line parts from what follows.
fn end_of_head(text: &str, before: usize) -> usize {
    let start = line_start(text, 0.min(before));
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
