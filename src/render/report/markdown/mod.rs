//! The report in Markdown, for a pull request or a wiki: what changes in a week changes few lines, so
//! that a report in git can be compared with the last one.

mod goals;
mod kpis;

use super::super::numbers::{score, signed};
use super::super::text::{clean, clean_lines};
use super::super::{Theme, due, goal, log};
use super::Report;
use crate::render::grid::escape_markdown;

const THEME: Theme = Theme::PLAIN;

/// How many values a sparkline has at most.
const SPARK: usize = 12;

/// The report.
pub fn markdown(report: &Report<'_, '_>) -> String {
    let mut out = head(report);
    out.push_str(&unreadable(report));
    log::section(&mut out, 2, "Objectives", goals::goals(report));
    log::section(&mut out, 2, "Teams", goals::teams(report));
    if report.has_news() {
        out.push_str(&changes(report));
    }
    if !report.late.people.is_empty() {
        let list = due::list_of(&report.late).markdown_lines();
        log::section(&mut out, 2, "Overdue", list);
    }
    log::section(&mut out, 2, "KPIs", kpis::kpis(report));
    out
}

fn changes(report: &Report<'_, '_>) -> String {
    let mut out = format!("\n## What changed since {}\n", report.since.day);
    let before = out.len();
    log::news(&mut out, 3, &report.agenda);
    if out.len() == before {
        out.push_str("\nNothing.\n");
    }
    let stuck = log::stuck(&report.agenda, report.settings, report.cycle.as_of, true);
    log::section(&mut out, 2, "What is stuck", stuck);
    out
}

fn head(report: &Report<'_, '_>) -> String {
    let (cycle, headline) = (report.cycle, &report.headline);
    let name = report.settings.name.as_deref();
    let title = [name, report.team].into_iter().flatten();
    let title: String = title
        .map(|part| format!("{} · ", escape_markdown(&clean(part))))
        .collect();
    let mut out = format!("# {title}{}\n", cycle.cycle);
    if let Some(mission) = &report.settings.mission {
        let mission = escape_markdown(clean_lines(mission).trim());
        out.push_str(&format!("\n> {mission}\n"));
    }
    let change = report.score_change();
    let change = change.map(|by| format!(", {} since {}", signed(by), report.since.day));
    let mut facts = vec![
        format!("{} – {}", cycle.start, cycle.end),
        format!("as of {}", cycle.as_of),
        match cycle.closed {
            true => "closed".to_owned(),
            false => format!("{:.0} % of the time over", cycle.elapsed * 100.0),
        },
        format!(
            "score **{}**{}",
            score(headline.score, THEME.dash()),
            change.unwrap_or_default()
        ),
    ];
    let expected = headline.expected.filter(|_| !report.has_ended());
    facts.extend(expected.map(|expected| format!("{} expected by now", score(Some(expected), ""))));
    facts.push(goal::status(headline.status, THEME));
    out.push_str(&format!("\n{}\n", facts.join(" · ")));
    out
}

fn unreadable(report: &Report<'_, '_>) -> String {
    let files = report.unreadable.iter().map(|file| {
        let line = file.line.map(|line| format!(":{line}"));
        let place = format!("{}{}", clean(&file.path), line.unwrap_or_default());
        let said = escape_markdown(&clean(&file.message));
        log::bullet(0, &format!("{}: {said}", escape_markdown(&place)))
    });
    let files: String = files.collect();
    match files.is_empty() {
        true => files,
        false => format!("\n**These files cannot be read and are missing here:**\n\n{files}"),
    }
}

/// A goal that changed, as the mark beside it says.
fn mark(report: &Report<'_, '_>, id: &crate::model::GoalId) -> String {
    report.since.mark(id, THEME).text
}

/// A sparkline of values; nothing of fewer than two.
fn spark(points: &[crate::method::Point]) -> String {
    let values: Vec<_> = points.iter().map(|(_, value)| Some(*value)).collect();
    match values.len() {
        0 | 1 => String::new(),
        _ => super::super::spark::spark(&values, SPARK, THEME),
    }
}
