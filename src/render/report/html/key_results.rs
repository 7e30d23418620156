//! The key results of an objective as a table.

use super::Page;
use super::parts::{anchor, kpi_anchor, quote, score_bar, status, text};
use crate::method::{KeyResultState, Kind};
use crate::render::numbers::{score, with_unit};
use crate::render::report::{Goal, Part};
use crate::render::status::{confidence, reached};
use crate::render::svg::{Sparkline, sparkline};
use crate::render::{Theme, goal};
use maud::{Markup, html};

pub(super) fn table(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    html! {
        table.kr {
            caption.vh { "Key results" }
            thead { tr {
                th scope="col" { "Key result" }
                th scope="col" { "Value" }
                th scope="col" { "Score" }
                th scope="col" { "Trend" }
                th scope="col" { "Confidence" }
                th scope="col" { "Status" }
            } }
            tbody { @for part in &goal.key_results { (row(page, goal, part)) } }
        }
    }
}

fn row(page: &Page<'_>, above: &Goal<'_, '_>, part: &Part<'_, '_>) -> Markup {
    let state = part.state;
    let outlook = &state.outlook;
    html! {
        tr id=(anchor(&state.id)) {
            th scope="row" {
                (text(&goal::short_title(state)))
                (beside(page, above, state))
                (milestones(state))
                @if let Some(note) = &part.note { (quote(note, page)) }
                @if let Some(ahead) = ahead(page, part) { span.q { (ahead) } }
            }
            td.v { (reached(state, Theme::PLAIN)) }
            td.sc { b { (score(state.figures.score, "–")) }
                (score_bar(state.figures.score, outlook.expected, outlook.status)) }
            td.tr { (trend(page, part)) }
            td.cf { (confidence(state)) }
            td.st { (status(outlook.status, &outlook.flags)) }
        }
    }
}

/// The KPI that it follows, and its owner where that is another than the objective's.
fn beside(page: &Page<'_>, above: &Goal<'_, '_>, state: &KeyResultState<'_>) -> Markup {
    let owner = state
        .owner
        .filter(|&o| Some(o) != above.state.terms.owner.as_ref());
    let kpi = state.kpi.filter(|kpi| page.charts(&kpi.id));
    html! {
        @if kpi.is_some() || owner.is_some() {
            span.m {
                @if let Some(owner) = owner { (page.report.person(owner)) }
                @if owner.is_some() && kpi.is_some() { " · " }
                @if let Some(kpi) = kpi {
                    a href={ "#" (kpi_anchor(&kpi.id)) } aria-label={ "KPI " (text(&kpi.name)) } { "KPI" }
                }
            }
        }
    }
}

fn milestones(state: &KeyResultState<'_>) -> Markup {
    let all = state.terms.measure.milestones();
    html! {
        @if !all.is_empty() {
            ul.ini {
                @for milestone in all {
                    li {
                        @if state.figures.done.contains(milestone.id.as_str()) {
                            span.ok { "✔" } span.vh { "done: " }
                        } @else {
                            span.to { "○" } span.vh { "to do: " }
                        }
                        " " (text(&milestone.title))
                        @if let Some(due) = milestone.due { span.m { "due " (due.to_string()) } }
                    }
                }
            }
        }
    }
}

/// Where a straight line leads, while that can still change.
fn ahead(page: &Page<'_>, part: &Part<'_, '_>) -> Option<String> {
    // A KPI's card has its own.
    let told = part.state.kpi.is_some_and(|kpi| page.charts(&kpi.id));
    let forecast = part.forecast.as_ref().filter(|_| !told)?;
    let (unit, decimals) = (goal::unit(part.state), goal::decimals(part.state));
    let amount = |value: f64| with_unit(value, decimals, unit);
    let ahead = goal::ahead(forecast, page.report.cycle.end, amount);
    Some(format!("Forecast: {ahead}"))
}

fn trend(page: &Page<'_>, part: &Part<'_, '_>) -> Markup {
    let cycle = page.report.cycle;
    if part.course.points.len() < 2 {
        return Markup::default();
    }
    let figures = &part.state.figures;
    let target = match figures.kind {
        Kind::Metric => figures.target,
        Kind::Bounds | Kind::Effort | Kind::Rollup => None,
    };
    sparkline(&Sparkline {
        points: &part.course.points,
        days: Some((cycle.start, cycle.end)),
        target,
        label: "",
    })
}
