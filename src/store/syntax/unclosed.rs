//! The list or table that is never closed. The parser goes on reading it to the end of the file, and
//! blames every line below.

use std::ops::Range;

/// A list or table without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// Its opening sign.
    pub(super) at: Range<usize>,
    /// Whether it is a list.
    pub(super) is_list: bool,
}

/// The first list or table of `text` that something shows not to end: a heading or a key where only a
/// further element could stand, the wrong closing sign, or the end of the file.
pub(super) fn find(text: &str) -> Option<Unclosed> {
    let bytes = text.as_bytes();
    let unclosed = |at: usize| Unclosed {
        at: at..at + 1,
        is_list: bytes[at] == b'[',
    };
    let mut open: Vec<usize> = Vec::new();
    // The last byte that is neither a blank nor in a comment.
    let mut last = b'\n';
    let mut begins_line = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if begins_line {
            begins_line = false;
            let line = text[at..].lines().next().unwrap_or_default();
            match open.last() {
                None if line.trim_start().starts_with('[') => {
                    at += line.len();
                    continue;
                }
                Some(&opened) if ends_before(text, opened, last, line) => {
                    return Some(unclosed(opened));
                }
                None | Some(_) => {}
            }
        }
        let mut next = at + 1;
        match byte {
            b'\n' => begins_line = true,
            b'#' => next = text[at..].find('\n').map_or(text.len(), |end| at + end),
            b'"' | b'\'' => next = end_of_text(bytes, at)?,
            b'[' | b'{' if last == b'=' || !open.is_empty() => open.push(at),
            b']' | b'}' => match open.pop() {
                Some(opened) if (bytes[opened] == b'[') != (byte == b']') => {
                    return Some(unclosed(opened));
                }
                Some(_) | None => {}
            },
            _ => {}
        }
        if !byte.is_ascii_whitespace() && byte != b'#' {
            last = byte;
        }
        at = next;
    }
    open.last().copied().map(unclosed)
}

/// Whether `line` shows that what was opened before it should have ended.
fn ends_before(text: &str, opened: usize, last: u8, line: &str) -> bool {
    let is_list = text.as_bytes()[opened] == b'[';
    // A table may hold further keys, behind a comma.
    let may_go_on = !is_list && matches!(last, b',' | b'{');
    is_heading(line) || is_pair(line) && !may_go_on
}

/// Where the text that begins at `at` ends; none where it does not, which is a fault of its own.
fn end_of_text(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = bytes[at];
    let triple = [quote; 3];
    let is_long = bytes[at..].starts_with(&triple);
    let mut next = at + if is_long { 3 } else { 1 };
    loop {
        match *bytes.get(next)? {
            b'\\' if quote == b'"' => next += 2,
            b'\n' if !is_long => return None,
            byte if byte == quote && !is_long => return Some(next + 1),
            byte if byte == quote && bytes[next..].starts_with(&triple) => {
                let more = bytes[next + 3..].iter().take(2);
                return Some(next + 3 + more.take_while(|b| **b == quote).count());
            }
            _ => next += 1,
        }
    }
}

/// Whether a line is a heading such as `[key_results.retention]`, and no list in a list.
fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let name = line.trim_start_matches('[');
    let Some((name, rest)) = name.split_once(']') else {
        return false;
    };
    let rest = rest.trim_start_matches(']').trim_start();
    let first = name.split('.').next().unwrap_or_default().trim();
    let is_word = first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    line.starts_with('[')
        && is_word
        && !["true", "false", "inf", "nan"].contains(&name.trim())
        && is_key(name)
        && (rest.is_empty() || rest.starts_with('#'))
}

/// Whether a line begins with a key and its `=`.
pub(super) fn is_pair(line: &str) -> bool {
    let pair = line.split_once('=');
    pair.is_some_and(|(key, _)| is_key(key))
}

fn is_key(key: &str) -> bool {
    let is_bare = |part: &str| {
        let part = part.trim();
        let inner = part.strip_prefix('"').and_then(|p| p.strip_suffix('"'));
        let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        match inner {
            Some(inner) => !inner.contains('"'),
            None => !part.is_empty() && part.bytes().all(bare),
        }
    };
    key.split('.').all(is_bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<usize> {
        find(text).map(|found| found.at.start)
    }

    #[test]
    fn what_does_not_end_is_found_where_it_begins() {
        for (text, place) in [
            ("a = [\"x\"", 4),
            ("a = [\"x\"\nb = 2\nc = 3", 4),
            ("a = [\n  { b = 1 },\n[key_results.k]\nc = 1", 4),
            ("a = [\n  { b = 1 }, # ]\n\n[[update]]\nc = 1", 4),
            ("a = [\n  { b = 1,\n]\nc = 2", 8),
            ("a = { b = 1\nc = 2", 4),
            ("a = { b = 1,\n[c]\n", 4),
            ("a = [\"]\", '[', \"\"\"\n]\"\"\"\nb = 2", 4),
            ("[x]\nok = [1]\na = [1\n\"b\".c = 2", 17),
        ] {
            assert_eq!(at(text), Some(place), "{text}");
        }
    }

    #[test]
    fn what_ends_is_left_alone() {
        for text in [
            "",
            "a = [1, 2]\n[b]\nc = { d = 1 }",
            "a = [\n  1,\n  # b = 2\n  \"c = 3\",\n]",
            "a = [\n  [1],\n  [true],\n]",
            "a = {\n  b = 1,\n  c = 2\n}",
            "a = Grow [fast\nb = 1",
            "[a\nb = 1",
            "a = ]\nb = }",
            "a = \"b",
            "a = ['it's']\nb = 2",
            "a = \"\"\"\n[b",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
    }
}
