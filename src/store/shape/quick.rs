//! Reads a check-in that is written as `okr` writes it, in a fraction of the time that a whole TOML
//! parser takes: check-ins are the one kind of file that a workspace has thousands of.
//!
//! Anything that is not plain (a comment behind a value, a rare escape, a mistake) is left to the
//! parser, so this never decides what is right or wrong. A test holds both to the same answer.

use super::checkin::{CheckInShape, UpdateShape};
use super::scalars::{Day, Number};
use chrono::{Datelike, NaiveDate};
use memchr::memchr;

/// The shape of a plain check-in; none where the parser has to look. Where the `words` (plan, note,
/// blocker) are not wanted they are empty.
pub(crate) fn checkin(text: &str, words: bool) -> Option<CheckInShape> {
    // Without leaving early it looks at many bytes at a time.
    let odd = |b: u8| b.is_ascii_control() && b != b'\n';
    if text.bytes().fold(false, |found, b| found | odd(b)) {
        return None;
    }
    let mut shape = CheckInShape::default();
    let mut updates: Vec<UpdateShape> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = first_line(rest);
        if line.is_empty() || line.starts_with('#') {
            rest = after(rest, line.len())?;
            continue;
        }
        if line == "[[update]]" {
            updates.push(UpdateShape::default());
            rest = after(rest, line.len())?;
            continue;
        }
        let (key, value) = line.split_at(memchr(b'=', line.as_bytes())?);
        let (key, value) = (key.strip_suffix(' ')?, value.strip_prefix("= ")?);
        let at = line.len() - value.len();
        let value = if value == LONG {
            long(&rest[at..])?
        } else {
            value
        };
        rest = after(rest, at + value.len())?;
        match updates.last_mut() {
            None => top(&mut shape, key, value, words)?,
            Some(update) => within(update, key, value, words)?,
        }
    }
    shape.update = (!updates.is_empty()).then_some(updates);
    Some(shape)
}

/// What a text that spans lines begins and ends with.
const LONG: &str = "\"\"\"";

fn first_line(text: &str) -> &str {
    memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end])
}

/// What follows the line that ends at `at`; none where something else stands behind it.
fn after(text: &str, at: usize) -> Option<&str> {
    match text.get(at..)? {
        "" => Some(""),
        rest => rest.strip_prefix('\n'),
    }
}

/// The text that spans lines with which `rest` begins, quotes included.
fn long(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix(LONG)?;
    rest.get(..LONG.len() + inner.find(LONG)? + LONG.len())
}

fn top(shape: &mut CheckInShape, key: &str, value: &str, words: bool) -> Option<()> {
    match key {
        "date" => set(&mut shape.date, day(value)),
        "by" => set(&mut shape.by, string(value)),
        "plan" => set(&mut shape.plan, said(value, words)),
        "blockers" => set(&mut shape.blockers, strings(value)),
        "wins" => set(&mut shape.wins, strings(value)),
        _ => None,
    }
}

fn within(update: &mut UpdateShape, key: &str, value: &str, words: bool) -> Option<()> {
    match key {
        "kr" => set(&mut update.kr, string(value)),
        "kpi" => set(&mut update.kpi, string(value)),
        "date" => set(&mut update.date, day(value)),
        "value" => set(&mut update.value, number(value)),
        "done" => set(&mut update.done, strings(value)),
        "confidence" => set(&mut update.confidence, number(value)),
        "note" => set(&mut update.note, said(value, words)),
        "blocker" => set(&mut update.blocker, said(value, words)),
        "unchanged" => set(&mut update.unchanged, truth(value)),
        _ => None,
    }
}

/// Sets what is not set yet: a key that is given twice is the parser's to report.
fn set<T>(field: &mut Option<T>, value: Option<T>) -> Option<()> {
    if field.is_some() {
        return None;
    }
    *field = Some(value?);
    Some(())
}

/// A text; an empty one where it is not wanted and easily seen to be one.
fn said(value: &str, wanted: bool) -> Option<String> {
    let plain = |inner: &str| {
        !inner
            .bytes()
            .fold(false, |f, b| f | (b == b'"') | (b == b'\\'))
    };
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    if !wanted && inner.is_some_and(plain) {
        return Some(String::new());
    }
    string(value)
}

fn string(value: &str) -> Option<String> {
    if let Some(inner) = value.strip_prefix("\"\"\"\n") {
        return unescaped(inner.strip_suffix(LONG)?, true);
    }
    unescaped(value.strip_prefix('"')?.strip_suffix('"')?, false)
}

/// The text between quotes, in which others may stand where it is long.
fn unescaped(inner: &str, quotes: bool) -> Option<String> {
    let special = |b: u8| b == b'\\' || (b == b'"' && !quotes);
    if !inner.bytes().fold(false, |found, b| found | special(b)) {
        return Some(inner.to_owned());
    }
    let mut made = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        made.push(match c {
            '\\' => match rest.next()? {
                c @ ('"' | '\\') => c,
                'n' => '\n',
                't' => '\t',
                _ => return None,
            },
            '"' if !quotes => return None,
            c => c,
        });
    }
    Some(made)
}

fn strings(value: &str) -> Option<Vec<String>> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    if inner.is_empty() {
        return Some(Vec::new());
    }
    inner.split(", ").map(string).collect()
}

fn number(value: &str) -> Option<Number> {
    // Fifteen digits are exact in any case; whatever else TOML allows is the parser's.
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = all(whole) && all(fraction) && (whole == "0" || !whole.starts_with('0'));
    if !plain || digits.len() > 15 {
        return None;
    }
    Number::new(value.parse().ok()?).ok()
}

fn day(value: &str) -> Option<Day> {
    let bytes = value.as_bytes();
    let digit = |i: usize| bytes[i].is_ascii_digit();
    let shaped = bytes.len() == 10
        && [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit)
        && bytes[4] == b'-'
        && bytes[7] == b'-';
    if !shaped {
        return None;
    }
    let part = |from: usize, to: usize| value.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(0, 4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(5, 7)?, part(8, 10)?)?;
    (date.year() >= 1).then(|| Day::of(date))
}

fn truth(value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: &str = "date = 2026-07-14\nby = \"maria\"\nplan = \"Größer # 1\"\n\
        blockers = [\"a\", \"b\"]\nwins = []\n\n# a comment\n[[update]]\nkr = \"a.b\"\n\
        value = -73.4\nconfidence = 0.7\ndone = [\"x\"]\n[[update]]\nkpi = \"kpis/a\"\n\
        unchanged = true\ndate = 2024-02-29\nnote = \"\"\nblocker = \"x = 1\"\n\
        [[update]]\nkr = \"a.c\"\nnote = \"\"\"\nSaid \"yes\".\n\n[[update]]\nby = \\\\ \\\".\"\"\"\n\
        blocker = \"a \\\"b\\\" \\\\\"\n";

    #[test]
    fn a_plain_check_in_is_read() {
        let quick = checkin(PLAIN, true).unwrap();
        assert_eq!(toml::from_str::<CheckInShape>(PLAIN).unwrap(), quick);
    }

    fn lines() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            Just("date"),
            Just("by"),
            Just("plan"),
            Just("blockers"),
            Just("wins"),
            Just("kr"),
            Just("kpi"),
            Just("value"),
            Just("done"),
            Just("confidence"),
            Just("unchanged"),
            Just("note"),
            Just("x"),
            Just("\"by\""),
            Just(" by"),
        ];
        let value = prop_oneof![
            Just("\"a\"".to_owned()),
            Just("\"a\\n\"".to_owned()),
            Just("\"\"\"a\"\"\"".to_owned()),
            Just("\"\"\"\na\nb\"\"\"".to_owned()),
            Just("\"\"\"\n\"\"\"".to_owned()),
            Just("\"\"\"\na\\\"\"\"\"".to_owned()),
            Just("\"\"\"\na\"\"\"\"\"".to_owned()),
            Just("\"\"\"\na\"\"\" # c".to_owned()),
            "\"\"\"\n[a\\\\nut\"\n]{0,8}\"{2,4}",
            "\"[a\\\\nut\"]{0,6}\"",
            "\\[\"[a\\\\n\", ]{0,8}\"\\]",
            Just("\"\"".to_owned()),
            Just("\"".to_owned()),
            Just("'a'".to_owned()),
            Just("[\"a\", \"b, c\"]".to_owned()),
            Just("[\"a\",]".to_owned()),
            Just("[]".to_owned()),
            Just("[\"a\", \"b\"] # c".to_owned()),
            Just("2026-07-14".to_owned()),
            Just("2026-02-30".to_owned()),
            Just("0000-01-01".to_owned()),
            Just("true".to_owned()),
            Just("-0".to_owned()),
            Just("01".to_owned()),
            Just("1.".to_owned()),
            Just(".5".to_owned()),
            Just("+1".to_owned()),
            Just("1_000".to_owned()),
            Just("1e3".to_owned()),
            Just("9007199254740993".to_owned()),
            Just("nan".to_owned()),
            "-?[0-9]{1,17}(\\.[0-9]{1,17})?",
            "\"[a-z\\\\\"\\t\u{1}-\u{1f}ü]{0,6}\"",
        ];
        let line = prop_oneof![
            8 => (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
            2 => Just("[[update]]".to_owned()),
            1 => prop_oneof![
                Just(String::new()), Just("# ü".to_owned()), Just("[update]".to_owned()),
                Just("by=\"a\"".to_owned()), Just("[[update]] ".to_owned()), Just("# \u{7f}".to_owned()),
            ],
        ];
        proptest::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

        #[test]
        fn the_parser_would_have_said_the_same(text in lines()) {
            if let Some(quick) = checkin(&text, true) {
                prop_assert_eq!(toml::from_str::<CheckInShape>(&text), Ok(quick));
            }
            prop_assert_eq!(checkin(&text, true).is_some(), checkin(&text, false).is_some());
        }
    }
}
