//! Edits of a TOML text that keep every byte they need not change: comments, order, quoting, blank
//! lines, line endings and byte order marks. Each result is parsed again and compared with what was
//! meant before it counts.

mod placing;

pub use super::edit_error::EditError;

use super::compose;
use super::find::{self, Found, find};
use super::outline::{Node, Outline};
use super::splice::{
    after_line, as_array_table, as_inline, in_quotes_of, inline_range, into_inline, line_start,
};
use super::verify::{self, Values};
use std::ops::Range;

/// A TOML text under edit.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    values: Values,
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

    /// The value at `path`.
    pub(super) fn value(&self, path: &[&str]) -> Option<&toml::Value> {
        verify::get(&self.values, path)
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
        let outline = Outline::of(&self.text);
        let text = match find(&outline, path) {
            Found::Entry { entry, .. } => self.spliced(entry.value.clone(), &value),
            Found::Table => return Err(EditError::is_table(path)),
            Found::Blocked { depth } => return Err(EditError::not_a_table(&path[..depth])),
            Found::Inline { holder, depth } => {
                let (at, addition) = into_inline(&self.text, holder, &path[depth..], &value);
                self.spliced(at..at, &addition)
            }
            Found::Nothing if path.is_empty() => return Err(EditError::unsafe_at(path)),
            Found::Nothing => self.with_new_key(&outline, path, &value),
        };
        let expected =
            verify::with(&self.values, path, meant).ok_or_else(|| EditError::unsafe_at(path))?;
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Takes the key at `path` away with its line. A comment on it stays, on a line of its own.
    ///
    /// # Errors
    /// Refuses tables, and paths where nothing is.
    pub fn remove(&mut self, path: &[&str]) -> Result<(), EditError> {
        let outline = Outline::of(&self.text);
        let text = match find(&outline, path) {
            Found::Entry { entry, inline } => match inline {
                Some(siblings) => self.spliced(inline_range(&self.text, entry, siblings), ""),
                None => self.without_lines(&outline, entry.start(), entry.value.end),
            },
            Found::Table => return Err(EditError::is_table(path)),
            Found::Inline { .. } | Found::Blocked { .. } | Found::Nothing => {
                return Err(EditError::missing(path));
            }
        };
        let expected = verify::without(&self.values, path);
        self.take(text, path, |new| {
            expected.iter().any(|e| verify::same(new, e))
        })
    }

    /// Takes the header of the empty table at `path` away, with its line; a comment on it stays.
    ///
    /// # Errors
    /// Refuses where there is no such header, or something below it.
    pub fn remove_header(&mut self, path: &[&str]) -> Result<(), EditError> {
        let outline = Outline::of(&self.text);
        let mut tables = outline.tables.iter().filter(|t| !t.array && t.is(path));
        let header = tables.find_map(|table| table.header.clone());
        let header = header.ok_or_else(|| EditError::missing(path))?;
        let text = self.without_lines(&outline, header.start, header.end);
        let expected = verify::without(&self.values, path);
        self.take(text, path, |new| {
            expected.iter().any(|e| verify::same(new, e))
        })
    }

    /// Puts the text `new` in the place of the text `old` at `path`, or of the element `index` of the
    /// array there. It stays in single quotes where it is in those.
    ///
    /// # Errors
    /// Refuses where something else than `old` is there.
    pub fn replace(
        &mut self,
        path: &[&str],
        index: Option<usize>,
        old: &str,
        new: &str,
    ) -> Result<(), EditError> {
        let missing = || EditError::missing(path);
        let expected = verify::replaced(&self.values, path, index, old, new);
        let expected = expected.ok_or_else(missing)?;
        let outline = Outline::of(&self.text);
        let Found::Entry { entry, .. } = find(&outline, path) else {
            return Err(missing());
        };
        let span = match (index, &entry.node) {
            (None, _) => entry.value.clone(),
            (Some(index), Node::Array(elements)) => {
                elements.get(index).cloned().ok_or_else(missing)?
            }
            (Some(_), Node::Scalar | Node::Inline(_)) => return Err(missing()),
        };
        let written = in_quotes_of(&self.text[span.clone()], new);
        let text = self.spliced(span, &written);
        self.take(text, path, |new| verify::same(new, &expected))
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
                    return Err(EditError::unsafe_at(path));
                };
                self.with_element(&entry.value, elements, &value)
            }
            Found::Table if outline.tables.iter().any(|t| t.array && t.is(path)) => {
                let block = as_array_table(path, &value).ok_or_else(bad)?;
                self.with_block(&self.in_own_lines(&block))
            }
            Found::Inline { .. } | Found::Nothing => {
                let array = if matches!(find(&outline, path), Found::Inline { .. }) {
                    format!("[{value}]")
                } else {
                    format!("[\n  {value},\n]")
                };
                return self.set(path, &array);
            }
            Found::Table => return Err(EditError::is_table(path)),
            Found::Blocked { depth } => return Err(EditError::not_a_table(&path[..depth])),
        };
        let expected = verify::with_pushed(&self.values, path, meant)
            .ok_or_else(|| EditError::unsafe_at(path))?;
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Gives the last part of `path` another name wherever it is written: in headers, dotted keys
    /// and inline tables. The value stays.
    ///
    /// # Errors
    /// Refuses a name that is taken, and paths where nothing is.
    pub fn rename(&mut self, path: &[&str], name: &str) -> Result<(), EditError> {
        let expected =
            verify::renamed(&self.values, path, name).ok_or_else(|| EditError::missing(path))?;
        let outline = Outline::of(&self.text);
        let mut text = self.text.clone();
        for span in find::names_of(&outline, path).into_iter().rev() {
            text.replace_range(span, &compose::key(name));
        }
        self.take(text, path, |new| verify::same(new, &expected))
    }

    /// Adds a composed block, such as a key result's table, to the end with a blank line before it,
    /// or to the inline table that it belongs into.
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
        let tables = Outline::of(&block).tables;
        if let [root, table] = &tables[..]
            && root.entries.is_empty()
        {
            let path: Vec<&str> = table.keys.iter().map(|key| key.name.as_str()).collect();
            if let Found::Inline { .. } = find(&Outline::of(&self.text), &path) {
                return self.set(&path, &as_inline(&block, &table.entries));
            }
        }
        let text = self.with_block(&block);
        self.take(text, &[], |new| verify::same(new, &expected))
    }

    fn take(
        &mut self,
        text: String,
        path: &[&str],
        as_meant: impl FnOnce(&Values) -> bool,
    ) -> Result<(), EditError> {
        let values = verify::parse(&text).map_err(|_| EditError::unsafe_at(path))?;
        if !as_meant(&values) {
            return Err(EditError::unsafe_at(path));
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

    /// Without the lines from `start` to `end`, but with the comments on them.
    fn without_lines(&self, outline: &Outline, start: usize, end: usize) -> String {
        let lines = line_start(&self.text, start)..after_line(&self.text, end);
        let indent = &self.text[lines.start..start];
        let own = |comment: &&Range<usize>| lines.contains(&comment.start);
        let comments = outline.comments.iter().filter(own);
        let comments: Vec<String> = comments
            .map(|comment| format!("{indent}{}", &self.text[comment.clone()]))
            .collect();
        if comments.is_empty() {
            return self.spliced(self.whole_lines(lines), "");
        }
        let kept = self.text[..lines.end].trim_end_matches(['\r', '\n']).len();
        self.spliced(lines.start..kept, &comments.join(self.line_ending()))
    }

    /// These lines. A text that ends without a line break still does once they are gone.
    fn whole_lines(&self, Range { start, end }: Range<usize>) -> Range<usize> {
        if end < self.text.len() || self.text.ends_with('\n') {
            return start..end;
        }
        let before = &self.text[..start];
        let kept = before.strip_suffix('\n').unwrap_or(before);
        kept.strip_suffix('\r').unwrap_or(kept).len()..end
    }

    fn line_ending(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            Some(_) | None => "\n",
        }
    }

    /// `addition` with the line endings of this text; with its own where this text has a single line.
    fn in_own_lines(&self, addition: &str) -> String {
        if !self.text.contains('\n') {
            return addition.to_owned();
        }
        let plain = addition.replace("\r\n", "\n");
        match self.line_ending() {
            "\n" => plain,
            ending => plain.replace('\n', ending),
        }
    }
}
