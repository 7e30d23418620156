//! What is wrong with a file, and where: the findings that `check` prints and that readers list as
//! unreadable.

use super::fix::Fix;
use std::ops::Range;

/// How much of a file's text is ever echoed, in characters.
pub const EXCERPT: usize = 200;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Makes a file unusable or a number wrong.
    Error,
    /// Practice.
    Warning,
    /// Shown only when asked for.
    Note,
}

impl Level {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it breaks, such as `unknown-key`.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The file or folder, relative to the workspace's root, `/` between parts.
    pub path: String,
    /// Where in the file; none means the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The next step, where there is one to name.
    pub help: Option<String>,
    /// What should stand there instead, where that is certain.
    pub fix: Option<Fix>,
}

impl Finding {
    /// An error about a file or folder as a whole.
    pub fn error(rule: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: Level::Error,
            path: path.into(),
            span: None,
            message: message.into(),
            help: None,
            fix: None,
        }
    }

    /// The same finding with its place in the file.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same finding with advice on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding with what should stand there instead.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// What to do, with the replacement where there is one that is not named yet.
    pub fn advice(&self) -> Option<String> {
        let replacement = self.fix.as_ref().map(|fix| format!("`{}`", fix.new));
        match (&self.help, replacement) {
            (None, Some(new)) => Some(format!("write {new}")),
            (Some(help), Some(new)) if !help.contains(&new) => Some(format!("{help}: {new}")),
            (help, _) => help.clone(),
        }
    }

    /// The same finding without its fix, which becomes advice, and with what is `said` of that.
    #[must_use]
    pub fn without_fix(mut self, said: &str) -> Self {
        self.help = match self.advice() {
            Some(advice) if advice.ends_with('?') => Some(format!("{advice} {said}")),
            Some(advice) => Some(format!("{advice}; {said}")),
            None => Some(said.to_owned()),
        };
        self.fix = None;
        self
    }

    /// The line, from 1; none where the file as a whole is meant.
    pub fn line(&self) -> Option<usize> {
        self.span.as_ref().map(|s| s.line)
    }

    /// Whether it speaks of the file as a whole: what a file lacks is placed at its start, and marks
    /// nothing there.
    pub fn is_of_whole_file(&self) -> bool {
        let start = |s: &Span| (s.line, s.column, s.length) == (1, 1, 1);
        self.span.as_ref().is_none_or(start)
    }

    /// The order in which findings are listed: by file, then by place.
    pub fn order(&self) -> (&str, usize, usize, &'static str) {
        let (line, column) = self.span.as_ref().map_or((0, 0), |s| (s.line, s.column));
        (&self.path, line, column, self.rule)
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if let Some(span) = &self.span {
            write!(f, ":{}:{}", span.line, span.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A place in a file's text, with the part of the line that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, counted in characters.
    pub column: usize,
    /// How many characters are meant; never beyond the line's end, 1 at least.
    pub length: usize,
    /// The line, or at most [`EXCERPT`] characters of it around the column.
    pub text: String,
    /// How many characters of the line come before `text`.
    pub offset: usize,
}

impl Span {
    /// The place of a range of bytes in `text`. A byte order mark at the start is no column.
    pub fn of(text: &str, range: Range<usize>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let start = floor_boundary(text, range.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let full_line = text[line_start..line_end].trim_end_matches('\r');
        let before = text[line_start..start].chars().count();
        let end = floor_boundary(text, range.end.max(start)).min(line_start + full_line.len());
        let meant = text.get(start..end).map_or(0, |t| t.chars().count());
        let (excerpt, offset) = around(full_line, before);
        Self {
            line: text[..line_start].bytes().filter(|&b| b == b'\n').count() + 1,
            column: before + 1,
            length: meant.max(1),
            text: excerpt,
            offset,
        }
    }
}

/// At most [`EXCERPT`] characters of `line` around the character `column` (from 0), and how many
/// were cut from its front.
fn around(line: &str, column: usize) -> (String, usize) {
    let total = line.chars().count();
    if total <= EXCERPT {
        return (line.to_owned(), 0);
    }
    let offset = column.saturating_sub(EXCERPT / 2).min(total - EXCERPT);
    (line.chars().skip(offset).take(EXCERPT).collect(), offset)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `text` cut to [`EXCERPT`] characters, with an ellipsis where something is missing.
pub(crate) fn clip(text: &str) -> String {
    if text.chars().count() <= EXCERPT {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(EXCERPT - 1).collect();
    cut.push('…');
    cut
}

/// The word of `known` that `text` is probably meant to be.
pub(crate) fn did_you_mean<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    if text.len() > 100 {
        return None;
    }
    let lower = text.to_lowercase();
    let distance = |word: &str| strsim::osa_distance(&lower, word);
    let best = known.iter().copied().min_by_key(|word| distance(word))?;
    let allowed = 2.min(best.chars().count().saturating_sub(1));
    (distance(best) <= allowed).then_some(best)
}

/// The word of `known` that `text` surely is: the only one a slip away, or the same in another case.
pub(crate) fn surely<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let meant = did_you_mean(text, known)?;
    let lower = text.to_lowercase();
    let distance = |word: &str| strsim::osa_distance(&lower, word);
    let least = distance(meant);
    let others = known.iter().filter(|word| **word != meant);
    let alone = others.map(|word| distance(word)).all(|other| other > least);
    // Two slips in a short word may be another word.
    (alone && (least < 2 || meant.len() > 5)).then_some(meant)
}

/// `words` as code, with commas.
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let span = Span::of("a = 1\nü = \"ß\"x\n", 11..16);
        assert_eq!((span.line, span.column, span.length), (2, 5, 4));
        assert_eq!(span.text, "ü = \"ß\"x");
    }

    #[test]
    fn a_long_line_is_cut_around_the_column() {
        let line = "x".repeat(5_000);
        let span = Span::of(&line, 3_000..3_001);
        assert_eq!(span.column, 3_001);
        assert_eq!(span.text.chars().count(), EXCERPT);
        assert_eq!(span.offset, 2_900);
        assert_eq!(Span::of(&line, 5_000..5_000).offset, 4_800);
    }

    #[test]
    fn a_span_beyond_the_text_is_its_end() {
        let span = Span::of("ab\r\ncd", 90..95);
        assert_eq!((span.line, span.column, span.length), (2, 3, 1));
        let multi = Span::of("a = [\r\n1]", 4..9);
        assert_eq!((multi.line, multi.column, multi.length), (1, 5, 1));
    }

    #[test]
    fn suggestions_are_near() {
        assert_eq!(did_you_mean("onwer", &["owner", "why"]), Some("owner"));
        assert_eq!(did_you_mean("zz", &["owner", "why"]), None);
    }

    #[test]
    fn what_is_sure_is_nearer_than_what_is_near() {
        assert_eq!(surely("Onwer", &["owner", "why"]), Some("owner"));
        assert_eq!(surely("basline_", &["baseline"]), Some("baseline"));
        assert_eq!(surely("ky", &["by", "kr"]), None);
        assert_eq!(surely("name", &["date"]), None);
    }
}
