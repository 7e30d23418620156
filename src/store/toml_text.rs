//! The smallest pieces of TOML text: numbers, strings, keys, dates and lists, as people write them.

use chrono::NaiveDate;
use std::fmt::Write;

/// A number in its shortest form that reads back: `75`, `0.7`. Takes finite numbers.
pub fn number(value: f64) -> String {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    let value = value + 0.0;
    if value.fract() == 0.0 && value.abs() > LARGEST {
        return format!("{value:e}");
    }
    format!("{value}")
}

/// A one-line string in double quotes.
pub fn string(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 2);
    made.push('"');
    for c in text.chars() {
        match c {
            '"' => made.push_str("\\\""),
            '\\' => made.push_str("\\\\"),
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\t' => made.push_str("\\t"),
            c => push_visible(&mut made, c),
        }
    }
    made.push('"');
    made
}

/// A string that spans lines where its text does (for the value of a key, not inside of a list or an
/// inline table).
pub fn text(text: &str) -> String {
    if !text.contains('\n') {
        return string(text);
    }
    let mut made = String::with_capacity(text.len() + 8);
    made.push_str("\"\"\"\n");
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            // The third quote in a row would end the string.
            '"' if quotes % 3 == 0 => made.push_str("\\\""),
            '"' | '\n' | '\t' => made.push(c),
            '\\' => made.push_str("\\\\"),
            '\r' => made.push_str("\\r"),
            c => push_visible(&mut made, c),
        }
    }
    if text.ends_with('"') && quotes % 3 != 0 {
        made.pop();
        made.push_str("\\\"");
    }
    made.push_str("\"\"\"");
    made
}

/// Control characters and those that turn the reading direction are escaped: a file must be safe to
/// print and read as it looks.
fn push_visible(made: &mut String, c: char) {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || turns || c == '\u{feff}' {
        // Writing to a string cannot fail.
        let _ = write!(made, "\\u{:04X}", c as u32);
    } else {
        made.push(c);
    }
}

/// A key: bare where TOML allows it, else quoted.
pub fn key(name: &str) -> String {
    let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !name.is_empty() && name.bytes().all(bare) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// A date.
pub fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// A list of strings on one line.
pub fn strings<S: ToString>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|i| string(&i.to_string())).collect();
    format!("[{}]", items.join(", "))
}

/// A list with one element a line; the elements are TOML already.
pub fn lines(items: &[String]) -> String {
    let mut made = "[\n".to_owned();
    for item in items {
        made += "  ";
        made += item;
        made += ",\n";
    }
    made + "]"
}

/// Keys and values, in the order they are added; absent values leave no trace.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(super) fn put(&mut self, name: &str, value: impl Into<Option<String>>) -> &mut Self {
        if let Some(value) = value.into() {
            self.0.push((key(name), value));
        }
        self
    }

    /// A list, unless it is empty.
    pub(super) fn list<S: ToString>(&mut self, name: &str, items: &[S]) -> &mut Self {
        self.put(name, (!items.is_empty()).then(|| strings(items)))
    }

    /// A list with one element a line, unless it is empty.
    pub(super) fn rows(&mut self, name: &str, items: &[String]) -> &mut Self {
        self.put(name, (!items.is_empty()).then(|| lines(items)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As lines of a table.
    pub(super) fn block(&self) -> String {
        let line = |(key, value): &(String, String)| format!("{key} = {value}\n");
        self.0.iter().map(line).collect()
    }

    /// As an inline table.
    pub(super) fn inline(&self) -> String {
        if self.is_empty() {
            return "{}".to_owned();
        }
        let pairs = self.0.iter().map(|(key, value)| format!("{key} = {value}"));
        format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
    }
}
