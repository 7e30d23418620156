//! Comments that silence a rule where they stand: `# okr: allow(rule, other-rule)`.

use super::diagnostics::{Span, did_you_mean};
use super::fix::Fix;
use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// What such a comment begins with after its sign.
const MARK: &str = "okr:";

/// A rule that a comment names, or a comment that meant to name one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The file, relative to the workspace's root.
    pub path: String,
    /// The line for which the comment speaks, from 1.
    pub line: usize,
    /// Whether it speaks for the file as a whole too: above its first key, or in that line.
    pub heads: bool,
    /// The rule, as it is written; none where no rule can be made out.
    pub rule: Option<String>,
    /// Where it is written.
    pub span: Span,
    /// The bytes of its name in the text without its byte order mark.
    range: Range<usize>,
}

impl Allowance {
    /// The fix that puts another name there.
    pub fn fix(&self, rule: &str) -> Fix {
        let old = self.rule.as_deref().unwrap_or_default();
        Fix::bytes(self.range.clone(), old, rule)
    }
}

/// Every rule that comments in `bytes` name; none in what is not UTF-8. A comment speaks for its line,
/// or for the next line that holds more where it has a line of its own. Behind a text of many lines it
/// speaks for the one in which that begins. What the file lacks has no line: every comment up to the
/// line of the first key speaks for that as well.
pub(crate) fn allowances(path: &str, bytes: &[u8]) -> Vec<Allowance> {
    if !has_mark(bytes) {
        return Vec::new();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // Where the text of many lines begins that ends in this line.
    let mut long = None;
    let first = first_line(text);
    for token in Source::new(text).lex() {
        let (start, end) = (token.span().start(), token.span().end());
        match token.kind() {
            TokenKind::MlBasicString | TokenKind::MlLiteralString => long = Some(start),
            TokenKind::Newline => long = None,
            TokenKind::Comment => {
                let comment = &text[start..end];
                let ranges = names(comment);
                let slip = slip(comment).filter(|_| ranges.is_empty());
                let line = line_meant(text, long.unwrap_or(start));
                let is_slip = slip.is_some();
                found.extend(ranges.into_iter().chain(slip).map(|range| {
                    let range = start + range.start..start + range.end;
                    Allowance {
                        path: path.to_owned(),
                        line,
                        heads: line <= first,
                        rule: (!is_slip).then(|| text[range.clone()].to_owned()),
                        span: Span::of(text, range.clone()),
                        range,
                    }
                }));
            }
            // Nothing else can end in this line and begin in another.
            _ => {}
        }
    }
    found
}

/// Whether a comment may name rules: its sign in any case, for a slip in that is told.
fn has_mark(bytes: &[u8]) -> bool {
    let word = &MARK.as_bytes()[..MARK.len() - 1];
    let before = |at: usize| bytes.get(at.checked_sub(word.len())?..at);
    let mut ends = memchr::memchr_iter(b':', bytes);
    ends.any(|at| before(at).is_some_and(|said| said.eq_ignore_ascii_case(word)))
}

/// The line of the first key, from 1; the last one where there is none.
fn first_line(text: &str) -> usize {
    let is_key = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines().take_while(|line| !is_key(line)).count() + 1
}

/// Where a comment seems to allow something without naming a rule.
fn slip(comment: &str) -> Option<Range<usize>> {
    let said = comment.trim_start_matches('#').trim_start();
    let (mark, rest) = said.split_at_checked(MARK.len())?;
    if !mark.eq_ignore_ascii_case(MARK) {
        return None;
    }
    let rest = rest.trim_start();
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    did_you_mean(&word, &["allow", "deny"])?;
    Some(comment.len() - said.len()..comment.trim_end().len())
}

/// Where a comment names rules.
fn names(comment: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = comment[from..].find(MARK).map(|at| from + at) {
        from = at + MARK.len();
        let is_first = comment[..at].trim_end().ends_with('#');
        let list = comment[from..].trim_start().strip_prefix("allow");
        let list = list.and_then(|rest| rest.trim_start().strip_prefix('('));
        let Some((list, _)) = list.and_then(|rest| rest.split_once(')')) else {
            continue;
        };
        if !is_first {
            continue;
        }
        // `list` is a part of `comment`.
        let mut start = list.as_ptr() as usize - comment.as_ptr() as usize;
        for part in list.split(',') {
            let name = part.trim();
            let blanks = part.len() - part.trim_start().len();
            if !name.is_empty() {
                found.push(start + blanks..start + blanks + name.len());
            }
            start += part.len() + 1;
        }
    }
    found
}

/// The line for which a comment at `at` speaks.
fn line_meant(text: &str, at: usize) -> usize {
    let line = text[..at].bytes().filter(|&b| b == b'\n').count() + 1;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    if !text[start..at].trim().is_empty() {
        return line;
    }
    let below = text[at..].lines().skip(1);
    let comments = below.take_while(|line| line.trim_start().starts_with('#'));
    line + 1 + comments.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let found = allowances("a.toml", text.as_bytes());
        let one = |a: &Allowance| {
            let (line, column) = (a.span.line, a.span.column);
            let rule = a.rule.as_deref().unwrap_or("?");
            format!("{}: {rule} at {line}:{column}", a.line)
        };
        found.iter().map(one).collect()
    }

    #[test]
    fn at_the_end_of_a_line_and_above_one() {
        assert_eq!(said("a = 1 # okr: allow(x-y)\n"), ["1: x-y at 1:20"]);
        assert_eq!(said("a = 1\n# okr: allow(x)\nb = 2"), ["3: x at 2:14"]);
        let stacked = "\u{feff}# okr: allow(x, y)\r\n# because\r\n#okr:allow( z )\r\nb = 2\r\n";
        let expected = ["4: x at 1:14", "4: y at 1:17", "4: z at 3:13"];
        assert_eq!(said(stacked), expected);
        assert_eq!(said("a = 1 # mine # okr: allow(x)"), ["1: x at 1:27"]);
    }

    #[test]
    fn up_to_the_first_key_for_the_whole_file() {
        let heads = |text: &str| -> Vec<bool> {
            let found = allowances("a.toml", text.as_bytes());
            found.iter().map(|said| said.heads).collect()
        };
        let text =
            "# okr: allow(a)\n\n# okr: allow(b)\n# c\nd = 1 # okr: allow(e)\n# okr: allow(f)\n";
        assert_eq!(heads(text), [true, true, true, false]);
        assert_eq!(heads("# okr: allow(a)\n"), [true]);
        assert_eq!(heads("\u{feff}\r\n# okr: allow(a)\r\n[b]\r\n"), [true]);
    }

    #[test]
    fn what_only_looks_like_one() {
        let texts = [
            "a = \"# okr: allow(x)\"",
            "a = \"\"\"\n# okr: allow(x)\n\"\"\"",
            "a = 1 # see okr: allow(x)",
            "a = 1 # okr: see the manual",
        ];
        for text in texts {
            assert_eq!(said(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn slips_in_the_comment_itself() {
        let texts = [
            "a = 1 # okr: allow x",
            "a = 1 # okr: alow(x)",
            "a = 1 # okr: Allow(x)",
            "a = 1 # OKR: Allow(x)",
            "a = 1 # Okr: allow(x)",
            "a = 1 # okr: allow(x",
            "a = 1 # okr: deny(x)",
            "a = 1 # okr: allow()",
        ];
        for text in texts {
            assert_eq!(said(text), ["1: ? at 1:9"], "{text}");
        }
    }

    #[test]
    fn behind_a_text_of_many_lines() {
        let text = "b = 1\na = \"\"\"\nx\n\"\"\" # okr: allow(x)\nc = 1 # okr: allow(y)\n";
        assert_eq!(said(text), ["2: x at 4:18", "5: y at 5:20"]);
    }
}
