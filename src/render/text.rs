//! Text for people: what files say is never let loose on the terminal, and lists read as sentences.

use crate::model::is_unsafe;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Text from a file made safe to print on one line: control characters as `^[`, C1 controls and
/// bidirectional overrides as `<U+202E>`, line breaks as spaces.
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, false)
}

/// The same for text of several lines, whose line breaks stay.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

fn cleaned(text: &str, lines: bool) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) && !(lines && c == '\n')) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' if lines => safe.push('\n'),
            '\n' | '\t' => safe.push(' '),
            '\r' => {}
            '\u{0}'..='\u{1f}' => {
                safe.push('^');
                safe.push(char::from(c as u8 + 0x40));
            }
            '\u{7f}' => safe.push_str("^?"),
            c if is_unsafe(c) => {
                let _ = write!(safe, "<U+{:04X}>", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// How large a file of so many bytes is: `84 KB`.
pub fn kilobytes(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1024))
}

/// `1 objective`, `3 objectives`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{number} {stem}ies"),
        Some(_) | None => format!("{number} {noun}s"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_file_reaches_the_terminal_raw() {
        assert_eq!(clean("\x1b[31mred\x07"), "^[[31mred^G");
        assert_eq!(clean("a\u{202e}b\u{9b}c\u{7f}"), "a<U+202E>b<U+009B>c^?");
        assert_eq!(clean("two\r\nlines"), "two lines");
        assert_eq!(clean_lines("two\nlines\x1b"), "two\nlines^[");
        assert!(matches!(clean("plain ä"), Cow::Borrowed(_)));
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(count(1, "KPI"), "1 KPI");
        assert_eq!(count(2, "company"), "2 companies");
        assert_eq!(count(2, "day"), "2 days");
    }
}
