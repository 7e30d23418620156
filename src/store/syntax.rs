//! What the parser says of a text that is not TOML, in plain words.

mod dotted;
mod slips;
mod unclosed;

use super::diagnostics::{Finding, Span, clip};
use chrono::Month;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, Error};

/// Texts over this size are looked through only to the first error.
pub(crate) const LARGE: usize = 1 << 20;
/// Nor is every fault of a text over this size told.
const LONG: usize = LARGE / 8;

/// How many findings a file is given at most: each is looked for anew.
pub(crate) fn most(text: &str) -> usize {
    match text.len() > LONG {
        true => 100,
        false => 500,
    }
}

/// The first findings of a file, in order; the last of them says so where there `are_more`.
pub(crate) fn first(mut findings: Vec<Finding>, most: usize, are_more: bool) -> Vec<Finding> {
    let are_more = are_more || findings.len() > most;
    findings.truncate(most);
    if let (Some(last), true) = (findings.last_mut(), are_more) {
        last.message += "; more errors of this file are told once these are mended";
    }
    findings
}

const DUPLICATE: &str = "duplicate key";

/// The table as far as it can be read, and everything that is wrong with the syntax, in order, one
/// finding a line; one more than there may [`most`] be.
pub(crate) fn parse<'i>(path: &str, text: &'i str) -> (Spanned<DeTable<'i>>, Vec<Finding>) {
    let (root, mut errors) = if text.len() > LARGE {
        match DeTable::parse(text) {
            Ok(root) => (root, Vec::new()),
            Err(error) => (Spanned::new(0..0, DeTable::new()), vec![error]),
        }
    } else {
        DeTable::parse_recoverable(text)
    };
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut findings: Vec<Finding> = Vec::new();
    let mut lines = BTreeSet::new();
    // What stands below a heading that is given twice is not said again.
    let mut twice = 0..0;
    let open = if errors.is_empty() {
        None
    } else {
        unclosed::find(text)
    };
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        if findings.len() > most(text) {
            break;
        }
        // What the parser says from there on is about what it took for a part of the list.
        if let Some(open) = open.as_ref().filter(|open| open.at.start <= at) {
            findings.push(endless(path, text, open));
            break;
        }
        if twice.contains(&at) && error.message() == DUPLICATE {
            continue;
        }
        let finding = explain(path, text, error);
        if finding.rule == "duplicate-key" && finding.span.as_ref().is_some_and(is_heading) {
            let end = text[at..]
                .find("\n[")
                .map_or(text.len(), |next| at + next + 1);
            twice = at + 1..end;
        }
        if lines.insert(finding.line()) {
            findings.push(finding);
        }
    }
    (root, findings)
}

/// A list or table that does not end.
fn endless(path: &str, text: &str, open: &unclosed::Unclosed) -> Finding {
    let (said, help) = if open.is_list {
        ("this list does not end", "close it with `]`")
    } else {
        ("this table does not end", "close it with `}`")
    };
    let finding = Finding::error("syntax", path, said);
    finding.at(Span::of(text, open.at.clone())).help(help)
}

fn is_heading(span: &Span) -> bool {
    span.text.trim_start().starts_with('[')
}

fn explain(path: &str, text: &str, error: &Error) -> Finding {
    let mut range = error.span().unwrap_or(0..0);
    if error.message().starts_with("carriage return") {
        // The parser points behind it.
        let back = text
            .get(..range.start)
            .is_some_and(|before| before.ends_with('\r'));
        range.start -= usize::from(back);
    }
    if let Some(begin) = beginning(text, range.start, error.message()) {
        range = begin..begin + 1;
    }
    let span = Span::of(text, range.clone());
    let meant = text.get(range.clone()).unwrap_or_default();
    if error.message() == DUPLICATE {
        return duplicate(path, text, meant, range, span);
    }
    if characters(text, &range).is_none()
        && let Some(slip) = slips::find(text, &range, error.message())
    {
        let finding = Finding::error("syntax", path, clip(&slip.said));
        return finding
            .at(Span::of(text, slip.range))
            .help(clip(&slip.help));
    }
    if let Some((said, help)) = dotted::words(text, &range, error.message()) {
        let finding = Finding::error("syntax", path, clip(&said)).at(span);
        return finding.help(clip(&help));
    }
    let (message, help) = words(text, meant, &range, error.message());
    let mut finding = Finding::error("syntax", path, clip(&message)).at(span);
    finding.help = help.map(str::to_owned);
    finding
}

/// Where the text begins that does not end at `end`, or the escape that is none: the parser points
/// to where it gave up, which may be the end of the file.
fn beginning(text: &str, end: usize, message: &str) -> Option<usize> {
    let before = text.get(..end)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let of_line = |sign: char| {
        let found = before[line..].rmatch_indices(sign);
        let mut bare = found.filter(|(at, _)| !before[line..line + at].ends_with('\\'));
        bare.next().map(|(at, _)| line + at)
    };
    let is = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
    let rest = &text[end..];
    let gave_up = rest.is_empty() || rest.starts_with('\n') || rest.starts_with("\r\n");
    if is(&ESCAPES) {
        let up_to = text.get(..end + 1).unwrap_or(before);
        up_to[line..].rfind('\\').map(|at| line + at)
    } else if !gave_up {
        None
    } else if is(&["invalid basic string"]) {
        of_line('"')
    } else if is(&["invalid literal string"]) {
        of_line('\'')
    } else if is(&["invalid multi-line basic string"]) {
        before.rfind("\"\"\"")
    } else if is(&["invalid multi-line literal string"]) {
        before.rfind("'''")
    } else {
        None
    }
}

fn duplicate(path: &str, text: &str, key: &str, range: Range<usize>, span: Span) -> Finding {
    let first = first_line_of(text, key.trim_matches(['"', '\'']), range.start);
    let first = first.filter(|line| *line < span.line);
    let key = clip(key);
    let message = match first {
        Some(line) => format!("`{key}` is given twice, first in line {line}"),
        None => format!("`{key}` is given twice"),
    };
    let help = match is_heading(&span) {
        true => "keep one of them, with what stands under both",
        false => "keep one of them",
    };
    Finding::error("duplicate-key", path, message)
        .at(span)
        .help(help)
}

/// The line in which `key` is first given in the table that `before` lies in.
fn first_line_of(text: &str, key: &str, before: usize) -> Option<usize> {
    let text = text.get(..before)?;
    let number = text.bytes().filter(|&b| b == b'\n').count();
    let line_start = text.rfind('\n').map_or(0, |at| at + 1);
    let in_header = text[line_start..].trim_start().starts_with('[');
    let is = |word: &str| word.trim().trim_matches(['"', '\'']) == key;
    let is_top = !text[line_start..]
        .split(']')
        .next()
        .unwrap_or_default()
        .contains('.');
    let mut found = None;
    let mut at_top = true;
    for (index, line) in text[..line_start].lines().enumerate().take(number) {
        let line = line.trim_start();
        if line.starts_with('[') {
            at_top = false;
            let name = line
                .trim_start_matches('[')
                .split(']')
                .next()
                .unwrap_or_default();
            let last = name.rsplit('.').next().unwrap_or_default();
            if in_header && is(last) {
                found = found.or(Some(index + 1));
            } else if !in_header {
                found = None;
            }
        } else if (!in_header || (at_top && is_top))
            && found.is_none()
            && let Some((word, _)) = line.split_once(['=', '.'])
            && is(word)
        {
            found = Some(index + 1);
        }
    }
    found
}

/// How the parser begins where a text stands without quotes, or where nothing stands at all.
const UNQUOTED: &str = "string values must be quoted";

/// How the parser begins where a `\\` is followed by what it does not know.
const ESCAPES: [&str; 3] = ["missing escaped value", "invalid value", "too few unicode"];

/// How the parser's messages begin, what they say in plain words, and what to do. The first that
/// fits counts.
const PLAIN: [(&[&str], &str, Option<&str>); 17] = [
    (
        &["invalid basic string", "invalid literal string"],
        "this text does not end",
        Some("close it with the quote that it begins with"),
    ),
    (
        &["invalid multi-line"],
        "this text does not end",
        Some("close it with the three quotes that it begins with"),
    ),
    (
        &["unclosed array table", "unclosed table"],
        "this heading does not end",
        Some("close it with as many `]` as it begins with `[`"),
    ),
    (
        &["unclosed array"],
        "this list does not end",
        Some("close it with `]`"),
    ),
    (
        &["unclosed inline table"],
        "this table does not end",
        Some("close it with `}`"),
    ),
    (
        &["key with no value", "missing value", "string values"],
        "there is no value after this key",
        Some("write `key = value`, or take the line out"),
    ),
    (
        &["missing assignment"],
        "there is no `=` after this key",
        Some("write `key = value`"),
    ),
    (
        &["missing key for inline table"],
        "there is no key here",
        Some("write `key = value`, or take the comma out"),
    ),
    (&["missing comma"], "a comma is missing", None),
    (&["extra comma"], "there is a comma too many", None),
    (
        &["unexpected leading zero"],
        "a number does not begin with 0",
        Some("leave the zero out"),
    ),
    (
        &["extra `=`", "unexpected `=`"],
        "there is a `=` too many",
        None,
    ),
    (
        &["invalid unquoted key", "unquoted keys cannot be empty"],
        "this cannot be a key",
        Some("a key is made of a-z, A-Z, 0-9, - and _, else it needs quotes"),
    ),
    (
        &["`_` may only go between digits"],
        "in a number `_` may only stand between digits",
        None,
    ),
    (
        &ESCAPES,
        "`\\` does not begin anything known here",
        Some("write `\\\\` for the character itself, or use single quotes"),
    ),
    (
        &["invalid"],
        "this is not a value",
        Some("a text needs quotes, a number is written like 1000.5"),
    ),
    (
        &["unexpected content", "unexpected key or value"],
        "nothing more can stand in this line",
        Some("begin a new line"),
    ),
];

/// The parser's jargon in plain words, with what to do.
fn words(
    text: &str,
    meant: &str,
    range: &Range<usize>,
    message: &str,
) -> (String, Option<&'static str>) {
    if let Some(found) = characters(text, range) {
        return found;
    }
    if message.contains("recursion") || message.contains("recurse") {
        return ("lists and tables are nested too deep".to_owned(), None);
    }
    if let Some(found) = dates(meant, message) {
        return found;
    }
    let quotes_missing = message.starts_with(UNQUOTED) && !meant.trim().is_empty();
    if quotes_missing {
        let said = "a text needs quotes around it".to_owned();
        return (said, Some("such as \"maria\""));
    }
    let known = |starts: &[&str]| starts.iter().any(|start| message.starts_with(start));
    match PLAIN.iter().find(|(starts, ..)| known(starts)) {
        Some(&(_, said, help)) => (said.to_owned(), help),
        None => (format!("this is not TOML: {message}"), None),
    }
}

/// Characters that no TOML file holds.
fn characters(text: &str, range: &Range<usize>) -> Option<(String, Option<&'static str>)> {
    let meant = text.get(range.start..)?.chars().next()?;
    let found = match meant {
        '\r' if !text[range.start..].starts_with("\r\n") => {
            let help = "end lines with a line feed, with or without a carriage return before it";
            ("a carriage return stands alone".to_owned(), Some(help))
        }
        '\0' => ("there is a NUL character".to_owned(), Some("take it out")),
        c if c.is_control() && !c.is_whitespace() => {
            let code = format!("there is a control character, U+{:04X}", u32::from(c));
            (code, Some("take it out"))
        }
        _ => return None,
    };
    Some(found)
}

fn dates(meant: &str, message: &str) -> Option<(String, Option<&'static str>)> {
    let of_date = ["invalid date", "invalid time", "invalid offset"];
    if !of_date.iter().any(|start| message.starts_with(start)) {
        return None;
    }
    let parts: Vec<&str> = meant.get(..10)?.split('-').collect();
    let [_, month, day] = parts[..] else {
        return Some((
            "this is not a date".to_owned(),
            Some("write it like 2026-07-14"),
        ));
    };
    let (month, day) = (month.parse::<usize>().ok()?, day.parse::<u32>().ok()?);
    let named = u8::try_from(month)
        .ok()
        .and_then(|m| Month::try_from(m).ok());
    let said = match named {
        Some(named) => format!("there is no {day} {}", named.name()),
        None => format!("there is no month {month}"),
    };
    Some((said, Some("write dates like 2026-07-14")))
}
