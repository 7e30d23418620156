//! Findings as compilers show them: what is wrong, where, the line with a caret, what to do.

mod github;

pub use github::github;

use super::Theme;
use super::text::{clean, count, list};
use crate::many;
use crate::store::diagnostics::{Finding, Level, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Findings one below the other with the lines that they are about: errors, then warnings, then
/// notes, else in the given order; as wide as the terminal. Empty where there are none, else it ends
/// with a line break.
pub fn findings(findings: &[Finding], theme: Theme) -> String {
    let mut renderer = match theme.color {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    if let Some(width) = theme.width {
        renderer = renderer.term_width(width);
    }
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| finding.level);
    let blocks = many::each(&ordered, |finding, _| block(finding, &renderer, theme));
    blocks.collect::<Vec<_>>().join("\n")
}

fn block(finding: &Finding, renderer: &Renderer, theme: Theme) -> String {
    let ascii = theme.ascii;
    let message = words(&finding.message, ascii);
    let help = finding
        .advice()
        .map(|help| words(&help, ascii).into_owned());
    let group = group(finding, message, help.map(Cow::Owned));
    let mut block = String::new();
    for (index, line) in renderer.render(&[group]).lines().enumerate() {
        if !is_second_origin(line) {
            block += &broken(line, index == 0, theme.width);
        }
    }
    block
}

/// A sentence about a finding, safe to print.
fn words(text: &str, ascii: bool) -> Cow<'_, str> {
    match clean(text) {
        text if ascii && text.contains('…') => text.replace('…', "...").into(),
        text => text,
    }
}

/// A rendered line with its line break; sentences, which are the `title` and the help, are broken
/// between words where they are wider than `width`.
fn broken(line: &str, title: bool, width: Option<usize>) -> String {
    let shown = strip_str(line).to_string();
    let indent = match (title, shown.find("= help: ")) {
        (true, _) => "  ".to_owned(),
        (false, Some(at)) if shown[..at].trim().is_empty() => " ".repeat(at + 2),
        (false, _) => return format!("{line}\n"),
    };
    let Some(width) = width else {
        return format!("{line}\n");
    };
    let options = textwrap::Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(line, options) + "\n"
}

/// Whether a line is where the renderer would name the file of the snippet once more.
fn is_second_origin(line: &str) -> bool {
    line.contains(":::") && strip_str(line).to_string().trim() == ":::"
}

/// What was mended, a line each: `2026-Q3/a.toml:2:1  onwer → owner`. Empty where nothing was.
pub fn fixed(findings: &[Finding], theme: Theme) -> String {
    let arrow = theme.pick("→", "->");
    let line = |finding: &Finding| {
        let fix = finding.fix.as_ref()?;
        let (old, new) = (clean(&fix.old), clean(&fix.new));
        let place = match &finding.span {
            Some(span) => format!("{}:{}:{}  ", clean(&finding.path), span.line, span.column),
            None => String::new(),
        };
        Some(format!("{place}{old} {arrow} {new}\n"))
    };
    findings.iter().filter_map(line).collect()
}

/// What to do next with what was found.
pub fn next(findings: &[Finding]) -> String {
    let Some(first) = findings.first() else {
        return String::new();
    };
    format!("why, and what to do: okr explain {}\n", first.rule)
}

/// How much of what was found mends itself; empty where nothing does.
pub fn mendable(findings: &[Finding]) -> String {
    let certain = findings.iter().filter(|f| f.fix.is_some()).count();
    match certain {
        0 => String::new(),
        1 if findings.len() == 1 => "to mend it: okr check --fix\n".to_owned(),
        _ => format!("to mend {certain} of them: okr check --fix\n"),
    }
}

/// How many there are: `2 errors and 1 warning in 2 files`.
pub fn summary(findings: &[Finding]) -> String {
    let levels = [Level::Error, Level::Warning, Level::Note];
    let counts = levels.iter().filter_map(|&level| {
        let number = findings.iter().filter(|f| f.level == level).count();
        (number > 0).then(|| count(number, level.word()))
    });
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() {
        return "no findings".to_owned();
    }
    let files: BTreeSet<&str> = findings.iter().map(|f| f.path.as_str()).collect();
    format!("{} in {}", list(&counts), count(files.len(), "file"))
}

fn group<'a>(finding: &'a Finding, message: Cow<'a, str>, help: Option<Cow<'a, str>>) -> Group<'a> {
    let level = match finding.level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    };
    let title = level.primary_title(message).id(finding.rule);
    let path = Origin::path(clean(&finding.path));
    let mut group = match &finding.span {
        // Apart from the snippet, which would count the columns of the text as it is shown.
        Some(span) => title
            .element(path.line(span.line).char_column(span.column))
            .element(snippet(span)),
        None => title.element(path),
    };
    if let Some(help) = help {
        group = group.element(annotate_snippets::Level::HELP.message(help));
    }
    group
}

/// The line as it is safe to show, with the caret where the meant part came to stand.
fn snippet(span: &Span) -> Snippet<'static, Annotation<'static>> {
    let before = (span.column - 1).saturating_sub(span.offset);
    let part = |from: usize, count: usize| -> String {
        let raw: String = span.text.chars().skip(from).take(count).collect();
        clean(&raw).into_owned()
    };
    let mut shown = match span.offset {
        0 => String::new(),
        _ => "...".to_owned(),
    };
    shown += &part(0, before);
    let start = shown.len();
    shown += &part(before, span.length);
    let end = shown.len();
    shown += &part(before + span.length, usize::MAX);
    Snippet::source(shown)
        .line_start(span.line)
        .annotation(AnnotationKind::Primary.span(start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(text: &str, range: std::ops::Range<usize>) -> Finding {
        Finding::error("unknown-key", "2026-Q3/a.toml", "`x` is not a key here")
            .at(Span::of(text, range))
            .help("did you mean `y`?")
    }

    fn shown(finding: &Finding) -> String {
        findings(std::slice::from_ref(finding), Theme::PLAIN)
    }

    /// The excerpt and the carets below it.
    fn excerpt(finding: &Finding) -> String {
        let shown = shown(finding);
        let lines: Vec<&str> = shown.lines().skip(3).take(2).collect();
        lines.join("\n")
    }

    #[test]
    fn as_a_compiler_shows_it() {
        let expected = "\
error[unknown-key]: `x` is not a key here
 --> 2026-Q3/a.toml:2:5
  |
2 | ü = \"ß\"x
  |     ^^^^
  |
  = help: did you mean `y`?
";
        let finding = finding("a = 1\nü = \"ß\"x\n", 11..16);
        assert_eq!(shown(&finding), expected);
        let color = Theme {
            color: true,
            ..Theme::PLAIN
        };
        let colored = findings(&[finding], color);
        assert_eq!(strip_str(&colored).to_string(), expected);
        assert!(colored.contains("\u{1b}["));
    }

    #[test]
    fn a_narrow_terminal_breaks_sentences_between_words() {
        let finding = finding("ü = \"ß\"x\n", 5..9).help("known here: `owner`, `why` and `tags`");
        let narrow = |color| Theme {
            color,
            width: Some(30),
            ..Theme::PLAIN
        };
        let expected = "\
error[unknown-key]: `x` is not
  a key here
 --> 2026-Q3/a.toml:1:5
  |
1 | ü = \"ß\"x
  |     ^^^
  |
  = help: known here: `owner`,
    `why` and `tags`
";
        let finding = std::slice::from_ref(&finding);
        assert_eq!(findings(finding, narrow(false)), expected);
        let colored = findings(finding, narrow(true));
        assert_eq!(strip_str(&colored).to_string(), expected);
    }

    #[test]
    fn the_caret_stands_where_the_meant_part_is_shown() {
        let escaped = finding("x\u{1b}[31m\u{202e} = bad\n", 12..15);
        let carets = "1 | x^[[31m<U+202E> = bad\n  |                   ^^^";
        assert_eq!(excerpt(&escaped), carets);
        assert!(shown(&escaped).contains("a.toml:1:11\n"));
        let wide = finding("名前 = 世界 x\n", 9..15);
        assert_eq!(excerpt(&wide), "1 | 名前 = 世界 x\n  |        ^^^^");
        assert_eq!(excerpt(&finding("", 0..0)), "1 |\n  | ^");
        assert_eq!(excerpt(&finding("abc\ndef", 7..7)), "2 | def\n  |    ^");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let long = format!("k = {} bad {}", "1".repeat(500), "2".repeat(500));
        let finding = finding(&long, 505..508);
        let excerpt = excerpt(&finding);
        let (line, carets) = excerpt.split_once('\n').unwrap();
        assert!(
            line.starts_with("1 | ...1") && line.ends_with("2..."),
            "{line}"
        );
        assert_eq!(line.find("bad"), carets.find("^^^"));
        assert!(shown(&finding).contains("a.toml:1:506\n"));
    }

    #[test]
    fn nothing_from_a_file_reaches_the_terminal_raw() {
        let folder = Finding::error("bad-name", "2026-Q3/A\u{202e}", "`A\u{1b}` is …");
        let folder = folder.help("two\nlines\u{9b}");
        let expected = "error[bad-name]: `A^[` is ...\n--> 2026-Q3/A<U+202E>\n \
                        = help: two lines<U+009B>\n";
        let ascii = Theme {
            ascii: true,
            ..Theme::PLAIN
        };
        assert_eq!(findings(std::slice::from_ref(&folder), ascii), expected);
    }

    #[test]
    fn errors_first_and_a_summary_last() {
        let mut warning = finding("abc", 0..1);
        warning.level = Level::Warning;
        let other = Finding::error("bad-name", "2026-Q3/A", "`A` is not a name");
        let all = [warning, finding("abc", 0..1), other];
        let text = findings(&all, Theme::PLAIN);
        let titles = text.lines().filter(|l| l.contains("]: "));
        let titles: Vec<&str> = titles.map(|l| l.split(':').next().unwrap()).collect();
        assert_eq!(
            titles,
            [
                "error[unknown-key]",
                "error[bad-name]",
                "warning[unknown-key]"
            ]
        );
        assert_eq!(summary(&all), "2 errors and 1 warning in 2 files");
        assert_eq!(findings(&[], Theme::PLAIN), "");
    }
}
