//! Cells: what stands in one, written so that nothing is lost on the way through a spreadsheet.
//!
//! - Lists stand in one cell, `; ` between their items; a `;` or `\` within an item has a `\` before
//!   it.
//! - Characters that do not show as what they are (control characters but line breaks, and those that
//!   turn the reading direction) are written `\u{202E}`; a text without any character is `\u{}`.

use crate::model::is_unsafe;
use crate::render::json;
use crate::render::numbers::{exact, figure};
use serde::{Serialize, Serializer};
use std::fmt::Write as _;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, a name, a date.
    Text(String),
    /// A number.
    Number(f64),
    /// A number that is worked out.
    Figure(f64),
    /// A flag, set or not.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

impl Cell {
    /// As CSV holds it, before a spreadsheet is kept from taking it for a formula.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => escaped(text),
            Self::Number(number) => exact(*number),
            Self::Figure(number) => figure(*number),
            Self::Flag(true) => "true".to_owned(),
            Self::Flag(false) => String::new(),
            Self::List(items) => escaped(&joined(items)),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) | Self::Figure(number) => {
                json::Number(*number).serialize(serializer)
            }
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => items.serialize(serializer),
        }
    }
}

/// Begins the number of a character that does not show.
const NUMBERED: &str = "\\u{";

/// A text whose every character shows.
fn escaped(text: &str) -> String {
    if text.is_empty() {
        return "\\u{}".to_owned();
    }
    // A cell of nothing but blanks would count as empty.
    let blank = text.trim().is_empty();
    let hidden = |c: char| blank || (is_unsafe(c) && c != '\n');
    if !text.contains(NUMBERED) && !text.contains(hidden) {
        return text.to_owned();
    }
    let mut made = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if hidden(c) || text[at..].starts_with(NUMBERED) {
            // Writing to a string cannot fail.
            let _ = write!(made, "{NUMBERED}{:X}}}", u32::from(c));
        } else {
            made.push(c);
        }
    }
    made
}

/// The text that [`escaped`] has written. What looks like the number of a character and is none stays.
pub fn unescaped(written: &str) -> String {
    let mut made = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, behind)) = rest.split_once(NUMBERED) {
        made.push_str(before);
        match behind.split_once('}') {
            Some(("", after)) => rest = after,
            Some((number, after)) => match character(number) {
                Some(c) => {
                    made.push(c);
                    rest = after;
                }
                None => {
                    made.push_str(NUMBERED);
                    rest = behind;
                }
            },
            None => {
                made.push_str(NUMBERED);
                rest = behind;
            }
        }
    }
    made + rest
}

fn character(number: &str) -> Option<char> {
    let digits = number.len() <= 6 && number.bytes().all(|b| b.is_ascii_hexdigit());
    let code = u32::from_str_radix(number, 16).ok().filter(|_| digits);
    code.and_then(char::from_u32)
}

fn joined(items: &[String]) -> String {
    let mut made = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            made.push_str("; ");
        }
        for c in item.chars() {
            if matches!(c, ';' | '\\') {
                made.push('\\');
            }
            made.push(c);
        }
    }
    made
}

/// The items that were joined; the one blank behind a `;` is not a part of them.
pub fn split(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let taken = match c {
            ';' => {
                letters.next_if_eq(&' ');
                items.push(String::new());
                continue;
            }
            '\\' => letters.next_if(|c| matches!(c, ';' | '\\')).unwrap_or('\\'),
            c => c,
        };
        if let Some(item) = items.last_mut() {
            item.push(taken);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_as_people_would_write_them() {
        for (cell, written) in [
            (Cell::Text("Grow; fast".to_owned()), "Grow; fast"),
            (Cell::Text("C:\\users".to_owned()), "C:\\users"),
            (Cell::Text("two\nlines".to_owned()), "two\nlines"),
            (Cell::Text("a\u{202e}b\r".to_owned()), "a\\u{202E}b\\u{D}"),
            (Cell::Text(String::new()), "\\u{}"),
            (Cell::Number(76.0), "76"),
            (Cell::Flag(true), "true"),
            (Cell::Flag(false), ""),
            (Cell::Figure(0.1 + 0.2), "0.3"),
            (
                Cell::List(vec!["a; b".to_owned(), "c".to_owned()]),
                "a\\; b; c",
            ),
        ] {
            assert_eq!(cell.written(), written);
        }
        assert_eq!(split("web; mobile;tv"), ["web", "mobile", "tv"]);
        assert_eq!(
            unescaped("\\u{zz} \\u{110000} \\u{41"),
            "\\u{zz} \\u{110000} \\u{41"
        );
    }

    proptest! {
        #[test]
        fn every_text_reads_back(any in any::<String>(), tricky in "[\\\\u{}0-9A-F; \n\r\t]{0,16}") {
            for text in [any, tricky] {
                let written = Cell::Text(text.clone()).written();
                prop_assert!(!written.chars().any(|c| is_unsafe(c) && c != '\n'), "{written:?}");
                prop_assert_eq!(unescaped(&written), text);
            }
        }

        #[test]
        fn every_list_reads_back(items in prop::collection::vec("[;\\\\ au{}\n\u{202e}]{0,6}", 1..5)) {
            let written = Cell::List(items.clone()).written();
            prop_assert_eq!(split(&unescaped(&written)), items);
        }
    }
}
