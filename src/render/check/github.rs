//! Findings as annotations of a pull request: the commands that a workflow of GitHub Actions prints.

use crate::render::text::clean;
use crate::store::diagnostics::{Finding, Level};
use std::fmt::Write as _;

/// A command a finding, a line each; `before` stands in front of every path.
pub fn github(findings: &[Finding], before: &str) -> String {
    findings
        .iter()
        .map(|finding| one(finding, before))
        .collect()
}

fn one(finding: &Finding, before: &str) -> String {
    let word = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut line = format!(
        "::{word} file={}",
        property(&format!("{before}{}", finding.path))
    );
    // Writing to a string cannot fail.
    if let Some(span) = &finding.span {
        let end = span.column + span.length;
        let _ = write!(
            line,
            ",line={},col={},endColumn={end}",
            span.line, span.column
        );
    }
    let _ = write!(
        line,
        ",title={}::{}",
        property(finding.rule),
        data(&finding.message)
    );
    if let Some(help) = finding.advice() {
        let _ = write!(line, "%0A{}", data(&help));
    }
    line + "\n"
}

/// A message: a line break would end the command.
fn data(text: &str) -> String {
    clean(text).replace('%', "%25")
}

/// A value between commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::diagnostics::Span;

    #[test]
    fn nothing_in_a_file_ends_a_command_or_begins_another() {
        let text = "a = 50 % of\r\n::error::x";
        let finding = Finding::error("bad-value", "2026-Q3/a,b:c.toml", text)
            .at(Span::of("x = 1", 0..1))
            .help("50 %\n::warning::y");
        let expected = "::error file=goals/2026-Q3/a%2Cb%3Ac.toml,line=1,col=1,endColumn=2,\
                        title=bad-value::a = 50 %25 of ::error::x%0A50 %25 ::warning::y\n";
        assert_eq!(github(&[finding], "goals/"), expected);
        let folder = Finding::error("bad-name", "2026-Q3/A", "no");
        let expected = "::error file=2026-Q3/A,title=bad-name::no\n";
        assert_eq!(github(&[folder], ""), expected);
    }
}
