//! What people write where TOML wants something else, told from what the parser says: a date as one
//! says it, a percent sign, a decimal comma, quotes of a word processor.

use super::unclosed::is_pair;
use chrono::{Month, NaiveDate};
use std::ops::Range;

/// A slip, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slip {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) said: String,
    /// What to write instead.
    pub(super) help: String,
}

fn slip(range: Range<usize>, said: impl Into<String>, help: impl Into<String>) -> Option<Slip> {
    Some(Slip {
        range,
        said: said.into(),
        help: help.into(),
    })
}

/// The slip behind the parser's `message` at `range`; none where it is none of those known here.
pub(super) fn find(text: &str, range: &Range<usize>, message: &str) -> Option<Slip> {
    let rest = text.get(range.start..)?;
    if let Some(found) = unseen(text, range) {
        return Some(found);
    }
    let starts = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
    if starts(&[
        "key with no value",
        "missing assignment",
        "invalid unquoted key",
    ]) {
        return around_key(rest, range);
    }
    if starts(&["unexpected key or value", "unexpected content"])
        && let Some(found) = behind(text, range)
    {
        return Some(found);
    }
    if starts(&[
        "unexpected",
        "string values",
        "invalid",
        "missing opening quote",
    ]) {
        let at = written(text, range);
        let written = text.get(at.clone())?;
        let counted = || counted(written, at.clone()).filter(|_| starts(&["string values"]));
        return value(written, at.clone(), range).or_else(counted);
    }
    None
}

/// A space that is none, or a character that cannot be seen.
fn unseen(text: &str, range: &Range<usize>) -> Option<Slip> {
    let first = text.get(range.start..)?.chars().next()?;
    let meant = text.get(range.clone())?;
    let last = meant.chars().next_back();
    let (found, start) = match (name_of(first), last.and_then(name_of)) {
        (Some(_), _) => (first, range.start),
        (None, Some(_)) => (last?, range.end - last?.len_utf8()),
        (None, None) => return None,
    };
    let (name, help) = name_of(found)?;
    let said = format!("there is {name}, U+{:04X}", u32::from(found));
    slip(start..start + found.len_utf8(), said, help)
}

fn name_of(found: char) -> Option<(&'static str, &'static str)> {
    let space = "put a plain space in its place";
    match found {
        '\u{a0}' | '\u{202f}' => Some(("a non-breaking space", space)),
        c if c.is_whitespace() && !c.is_ascii() => Some(("a space of another kind", space)),
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {
            Some(("a character that cannot be seen", "take it out"))
        }
        _ => None,
    }
}

/// Slips between a key and its value.
fn around_key(rest: &str, range: &Range<usize>) -> Option<Slip> {
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let at = range.start + blanks;
    let next = &rest[blanks..];
    let first = next.chars().next()?;
    if first == ':' {
        let said = "`:` does not give a key its value";
        return slip(at..at + 1, said, "write `=` in its place");
    }
    if next.starts_with("//") {
        return slip(at..at + 2, NO_COMMENT, COMMENT);
    }
    if QUOTES.contains(&first) {
        let help = "a key needs no quotes, or straight ones";
        return slip(at..at + first.len_utf8(), CURLY, help);
    }
    None
}

const NO_COMMENT: &str = "`//` does not begin a comment";
const COMMENT: &str = "a comment begins with `#`";
const CURLY: &str = "these quotes do not mark a text";
/// The quotes that word processors and other languages use.
const QUOTES: [char; 10] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹'];

/// Slips behind a value.
fn behind(text: &str, range: &Range<usize>) -> Option<Slip> {
    let at = range.start;
    let rest = text.get(at..)?;
    let line = rest.lines().next().unwrap_or_default();
    let here = |length: usize| at..at + length;
    if line.trim_end() == ";" || line.starts_with("; #") {
        return slip(here(1), "`;` does not end a line here", "take it out");
    }
    if line.trim_end() == "," {
        let said = "nothing more can stand in this line";
        return slip(here(1), said, "take the `,` out");
    }
    if line.starts_with("//") {
        return slip(here(2), NO_COMMENT, COMMENT);
    }
    let quote = text.get(..at)?.chars().next_back()?;
    let goes_on = line.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == quote);
    let help = match quote {
        '\'' if goes_on => "put the text between double quotes",
        '"' if goes_on => "write `\\\"` for a quote within a text",
        _ => return None,
    };
    slip(at - 1..at, "this quote ends the text", help)
}

/// The value around `range` as it is written, without a comment.
fn written(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n');
    let end = end.map_or(text.len(), |at| range.start + at);
    let line = &text[start..end];
    let equals = line.find('=').filter(|_| is_pair(line));
    let value = equals.map(|at| (start + at + 1, line[at + 1..].trim_start()));
    let alone =
        value.filter(|(from, value)| *from <= range.start && !value.starts_with(['[', '{']));
    let (from, to) = match alone {
        Some((from, _)) => (from, end),
        None => {
            let before = &text[start..range.start];
            let from = before.rfind(['=', ',', '[', '{']).map_or(0, |at| at + 1);
            let behind = text[range.start..end].find([',', ']', '}']);
            (start + from, behind.map_or(end, |at| range.start + at))
        }
    };
    let value = &text[from..to];
    let value = match value.find('#') {
        Some(comment) if !value.trim_start().starts_with(['"', '\'']) => &value[..comment],
        Some(_) | None => value,
    };
    let from = from + (value.len() - value.trim_start().len());
    from..from + value.trim().len()
}

/// Slips in a value as a whole.
fn value(written: &str, at: Range<usize>, told: &Range<usize>) -> Option<Slip> {
    let lower = written.to_lowercase();
    if let Some(bare) = written.strip_suffix(';').filter(|v| !v.is_empty()) {
        let end = at.start + bare.len();
        return slip(end..end + 1, "`;` does not end a line here", "take it out");
    }
    if written.starts_with(['"', '\'']) {
        return None;
    }
    if written.starts_with(QUOTES) {
        let inner = written.trim_matches(QUOTES);
        let help = match inner.contains(['"', '\\']) || inner.is_empty() {
            true => "write straight quotes, `\"`".to_owned(),
            false => format!("write straight quotes: \"{inner}\""),
        };
        return slip(at, CURLY, help);
    }
    let no_value = || format!("`{written}` is not a value");
    match lower.as_str() {
        "true" | "false" if written != lower => {
            return slip(at, no_value(), format!("write `{lower}`"));
        }
        "yes" | "on" | "y" => {
            return slip(
                at,
                no_value(),
                "write `true`; a text needs quotes around it",
            );
        }
        "no" | "off" | "n" => {
            return slip(
                at,
                no_value(),
                "write `false`; a text needs quotes around it",
            );
        }
        "null" | "none" | "nil" => {
            return slip(
                at,
                no_value(),
                "leave the key out where there is nothing to say",
            );
        }
        _ => {}
    }
    if let Some(date) = date(written) {
        let help = match date {
            Some(date) => format!("write {date}"),
            None => "write it like 2026-07-14".to_owned(),
        };
        return slip(at, "a date is not written like this", help);
    }
    number(written, at, told)
}

/// A date as people say it, and the day that it surely is; none where it is no date, or one that the
/// parser knows as such.
fn date(written: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<&str> = written.split(['.', '/', '-']).map(str::trim).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    if let [a, b, c] = parts[..] {
        let lengths = (a.len(), b.len(), c.len());
        let (a, b, c) = (number(a)?, number(b)?, number(c)?);
        let day = |y: u32, m: u32, d: u32| NaiveDate::from_ymd_opt(i32::try_from(y).ok()?, m, d);
        return match lengths {
            (4, 2, 2) if written.contains('-') && !written.contains(['.', '/']) => None,
            (4, 1..=2, 1..=2) => Some(day(a, b, c)),
            // A point stands behind the day; elsewhere only a number over 12 is surely one.
            (1..=2, 1..=2, 4) if written.contains('.') || a > 12 => Some(day(c, b, a)),
            (1..=2, 1..=2, 4) if b > 12 => Some(day(c, a, b)),
            (1..=2, 1..=2, 4) => Some(None),
            _ => None,
        };
    }
    let words: Vec<&str> = written
        .split([' ', ',', '.'])
        .filter(|w| !w.is_empty())
        .collect();
    let month = words.iter().find_map(|w| {
        let is_word = w.len() >= 3 && w.bytes().all(|b| b.is_ascii_alphabetic());
        w.parse::<Month>().ok().filter(|_| is_word)
    })?;
    let numbers: Vec<u32> = words.iter().filter_map(|w| number(w)).collect();
    if words.len() != numbers.len() + 1 {
        return None;
    }
    let month = month.number_from_month();
    match numbers[..] {
        [day] if (1..=31).contains(&day) => Some(None),
        [day, year] if year >= 1000 => Some(NaiveDate::from_ymd_opt(
            i32::try_from(year).ok()?,
            month,
            day,
        )),
        _ => None,
    }
}

/// A number with what does not belong to it.
fn number(written: &str, at: Range<usize>, told: &Range<usize>) -> Option<Slip> {
    if let Some(percent) = written.strip_suffix('%') {
        let percent = percent.trim_end();
        let plain = plain(percent).unwrap_or_else(|| percent.to_owned());
        plain.parse::<f64>().ok()?;
        let said = "a `%` does not stand in a number";
        let help = match plain.starts_with(['+', '-']) {
            true => format!("a change from the baseline is a text: \"{plain}%\""),
            false => format!("write {plain}; `unit` says that it is a percentage"),
        };
        return slip(at, said, help);
    }
    if let Some(plain) = plain(written) {
        let comma = written
            .split_once(',')
            .filter(|_| written.matches(',').count() == 1);
        let help = match comma {
            Some((whole, part)) if part.len() == 3 && whole.bytes().all(|b| b.is_ascii_digit()) => {
                format!("write {whole}{part}, or {whole}.{part} where it is a decimal comma")
            }
            _ => format!("write {plain}"),
        };
        let said = if comma.is_some() {
            "a number holds no comma"
        } else {
            "the digits of a number stand together"
        };
        let place = if told.is_empty() { told.clone() } else { at };
        return slip(place, said, help);
    }
    None
}

/// A number with its unit.
fn counted(written: &str, at: Range<usize>) -> Option<Slip> {
    let is_counted = written.len() < 30
        && written.starts_with(|c: char| c.is_ascii_digit() || "$€£".contains(c))
        && written.split_whitespace().count() <= 2
        && !written.contains(['"', '\'', '=', '\\']);
    let help = format!("such as \"{written}\"; a number stands alone, and its unit in `unit`");
    is_counted
        .then(|| slip(at, "a text needs quotes around it", help))
        .flatten()
}

/// `1,000`, `73,5`, `1.000,5`, `1 000` and `1'000` as files write them.
fn plain(written: &str) -> Option<String> {
    let body = written.strip_prefix(['+', '-']).unwrap_or(written);
    let sign = &written[..written.len() - body.len()];
    let marks: Vec<char> = body.chars().filter(|c| !c.is_ascii_digit()).collect();
    let last = *marks.last()?;
    let is_mark = |c: &char| matches!(c, ',' | '.' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}');
    if !marks.iter().all(is_mark) || !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // The last mark is a decimal one where it is a comma or a point that stands once.
    let once = marks.iter().filter(|c| **c == last).count() == 1;
    let (whole, part) = match body.rsplit_once(last) {
        Some((whole, part)) if once && matches!(last, ',' | '.') => (whole, part),
        _ => (body, ""),
    };
    let groups: Vec<&str> = whole.split(|c: char| !c.is_ascii_digit()).collect();
    let (first, others) = groups.split_first()?;
    let grouped = (1..=3).contains(&first.len()) && others.iter().all(|g| g.len() == 3);
    // `4.5` is a number already.
    let is_number = others.is_empty() && (last == '.' || part.is_empty());
    if is_number || !(grouped || others.is_empty()) || body.ends_with(last) {
        return None;
    }
    let digits: String = groups.concat();
    // `1,000` are a thousand, more often than not.
    let thousands = others.is_empty() && last == ',' && part.len() == 3 && first.len() <= 3;
    Some(match part {
        "" => format!("{sign}{digits}"),
        part if thousands => format!("{sign}{digits}{part}"),
        part => format!("{sign}{digits}.{part}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_plainly() {
        for (written, file) in [
            ("73,5", "73.5"),
            ("-73,5", "-73.5"),
            ("1,000", "1000"),
            ("1.000,5", "1000.5"),
            ("1,000,000.5", "1000000.5"),
            ("1.000.000", "1000000"),
            ("1 000", "1000"),
            ("1'000", "1000"),
        ] {
            assert_eq!(plain(written).as_deref(), Some(file), "{written}");
        }
        for written in ["4.5", "1000", "5 days", "1 2", "a", "", ",5", "5,", "1..2"] {
            assert_eq!(plain(written), None, "{written}");
        }
    }

    #[test]
    fn dates_are_known_however_they_are_said() {
        let day = NaiveDate::from_ymd_opt(2026, 10, 31);
        for written in [
            "31.10.2026",
            "31/10/2026",
            "10/31/2026",
            "2026/10/31",
            "2026.10.31",
            "31 Oct 2026",
            "October 31, 2026",
        ] {
            assert_eq!(date(written), Some(day), "{written}");
        }
        assert_eq!(date("2026-9-1"), Some(NaiveDate::from_ymd_opt(2026, 9, 1)));
        for written in ["Oct 31", "9/10/2026", "31.2.2026"] {
            assert_eq!(date(written), Some(None), "{written}");
        }
        for written in [
            "2026-02-30",
            "1.000.000",
            "May",
            "Maria",
            "1.2.3",
            "Oct 31 at noon",
            "",
        ] {
            assert_eq!(date(written), None, "{written}");
        }
    }
}
