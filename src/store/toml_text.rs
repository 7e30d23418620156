//! The smallest pieces of TOML text: numbers, strings, keys, dates and lists, as people write them.

use crate::model::{Quantity, is_unsafe};
use chrono::NaiveDate;
use std::fmt::Write;

/// A number in its shortest form that reads back: `75`, `0.7`. Takes finite numbers.
pub fn number(value: f64) -> String {
    let value = value + 0.0;
    if value.fract() == 0.0 && value.abs() > Quantity::LARGEST {
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
    if is_unsafe(c) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(value: &str) -> toml::Value {
        let table: toml::Table = toml::from_str(&format!("x = {value}")).unwrap();
        table["x"].clone()
    }

    #[test]
    fn numbers_are_as_people_write_them() {
        for (value, text) in [
            (75.0, "75"),
            (-0.0, "0"),
            (0.7, "0.7"),
            (-3.25, "-3.25"),
            (1e6, "1000000"),
            (1e-7, "0.0000001"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (1e300, "1e300"),
            (1.5e300, "1.5e300"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn strings_are_plain_and_safe_to_print() {
        assert_eq!(string("a \"b\" \\ ä"), r#""a \"b\" \\ ä""#);
        assert_eq!(
            string("a\nb\t\u{1b}[31m\u{202e}"),
            r#""a\nb\t\u001B[31m\u202E""#
        );
        assert_eq!(text("a\n\nb\\"), "\"\"\"\na\n\nb\\\\\"\"\"");
        assert_eq!(text("\"\"\"\n\""), "\"\"\"\n\"\"\\\"\n\\\"\"\"\"");
        assert_eq!(key("2026-Q3"), "2026-Q3");
        assert_eq!(key("a/b.c"), "\"a/b.c\"");
        assert_eq!(key(""), "\"\"");
    }

    proptest! {
        #[test]
        fn every_text_reads_back(any in any::<String>(), tricky in "[\"\\\\\n\r\t a'#\u{0}\u{85}\u{7f}]{0,12}") {
            for value in [any, tricky] {
                for written in [string(&value), text(&value)] {
                    let back = read(&written);
                    prop_assert_eq!(back.as_str(), Some(value.as_str()), "{}", written);
                }
                let table: toml::Table = toml::from_str(&format!("{} = 1", key(&value))).unwrap();
                prop_assert!(table.contains_key(&value));
            }
        }

        #[test]
        fn every_number_reads_back(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
            let back = match read(&number(value)) {
                toml::Value::Integer(whole) => whole as f64,
                other => other.as_float().unwrap(),
            };
            prop_assert_eq!(back, value);
        }
    }
}
