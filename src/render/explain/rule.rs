//! What a rule of `okr check` asks for and why, with an example of both.

use crate::method::advice::{AdviceLevel, Example, Rule};
use crate::render::check;
use crate::render::grid::{Cell, Column, Grid, fitted};
use crate::render::json::{self, FindingView};
use crate::render::{Style, Theme};
use crate::store::diagnostics::Finding;
use serde::Serialize;

/// All rules, one a line, the name first.
pub fn list(rules: &[&Rule], theme: Theme) -> String {
    let columns = vec![
        Column::fixed("rule"),
        Column::expendable("level", 1),
        Column::fixed("asks that").wrapping(),
    ];
    let mut grid = Grid::new(columns);
    for rule in rules {
        let style = match rule.level {
            AdviceLevel::Error => Style::Red,
            AdviceLevel::Warning => Style::Amber,
            AdviceLevel::Note => Style::Dim,
        };
        grid.row(vec![
            rule.name.into(),
            Cell::new(rule.level.word(), style),
            rule.asks.into(),
        ]);
    }
    grid.draw(theme)
}

/// One rule in full; `found` is what is found in its bad example.
pub fn text(rule: &Rule, found: &[Finding], theme: Theme) -> String {
    let head = theme.paint(Style::Bold, rule.name);
    let mut out = format!("{head}  {}\n", rule.level.word());
    let paragraph = |text: &str| fitted(text, theme) + "\n";
    out += &paragraph(rule.asks);
    out += &format!("\n{}", paragraph(rule.reason));
    out += &format!("\nInstead of this, on {},\n\n", rule.bad.day);
    out += &files(&rule.bad);
    let inner = Theme {
        width: theme.width.map(|width| width.saturating_sub(2)),
        ..theme
    };
    out += &indented(&check::findings(found, inner), "  ");
    out += "\nwrite\n\n";
    out += &files(&rule.good);
    let topic = rule.source.starts_with("okr help ");
    let says = if topic {
        "More"
    } else {
        "What practitioners say"
    };
    out += &format!("{says}\n{}", paragraph(rule.source));
    out + "\n" + &allowing(rule, theme)
}

/// An example's files, each under its path.
fn files(example: &Example) -> String {
    let one = |(path, text): &(&str, &str)| {
        let text = indented(&text.replace('\r', ""), "    ");
        format!("  {path}\n{text}\n")
    };
    example.files.iter().map(one).collect()
}

fn indented(text: &str, by: &str) -> String {
    let line = |line: &str| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("{by}{line}\n"),
    };
    text.lines().map(line).collect()
}

/// How it is allowed or denied.
fn allowing(rule: &Rule, theme: Theme) -> String {
    let name = rule.name;
    match rule.level {
        AdviceLevel::Error => "It is an error, which cannot be allowed.\n".to_owned(),
        AdviceLevel::Warning | AdviceLevel::Note => {
            let here = "To allow it in one line, end that line with this, or write it above:";
            let everywhere = "To allow it everywhere, or to make it an error, in okr.toml:";
            format!(
                "{}\n  # okr: allow({name})\n{}\n  \
                 [check]\n  allow = [\"{name}\"]\n  deny = [\"{name}\"]\n",
                fitted(here, theme),
                fitted(everywhere, theme)
            )
        }
    }
}

#[derive(Serialize)]
struct ListView<'a> {
    rules: Vec<LineView<'a>>,
}

#[derive(Serialize)]
struct LineView<'a> {
    name: &'a str,
    level: &'static str,
    asks: &'a str,
}

fn line<'a>(rule: &'a Rule) -> LineView<'a> {
    LineView {
        name: rule.name,
        level: rule.level.word(),
        asks: rule.asks,
    }
}

/// `okr explain --list --format json`.
pub fn list_json(rules: &[&Rule]) -> String {
    json::document(&ListView {
        rules: rules.iter().map(|rule| line(rule)).collect(),
    })
}

#[derive(Serialize)]
struct RuleView<'a> {
    rule: &'a str,
    level: &'static str,
    asks: &'a str,
    reason: &'a str,
    source: &'a str,
    can_be_allowed: bool,
    bad: ExampleView<'a>,
    good: ExampleView<'a>,
    findings: &'a [FindingView<'a>],
}

#[derive(Serialize)]
struct ExampleView<'a> {
    day: &'a str,
    files: Vec<FileView<'a>>,
}

#[derive(Serialize)]
struct FileView<'a> {
    path: &'a str,
    text: &'a str,
}

fn example<'a>(example: &'a Example) -> ExampleView<'a> {
    let file = |&(path, text): &(&'a str, &'a str)| FileView { path, text };
    ExampleView {
        day: example.day,
        files: example.files.iter().map(file).collect(),
    }
}

/// `okr explain RULE --format json`.
pub fn json(rule: &Rule, findings: &[FindingView<'_>]) -> String {
    json::document(&RuleView {
        rule: rule.name,
        level: rule.level.word(),
        asks: rule.asks,
        reason: rule.reason,
        source: rule.source,
        can_be_allowed: rule.level != AdviceLevel::Error,
        bad: example(&rule.bad),
        good: example(&rule.good),
        findings,
    })
}
