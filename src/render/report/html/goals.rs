//! The objectives, each above those that support it.

use super::super::link;
use super::Page;
use super::key_results::table;
use super::parts::{
    anchor, chip, goal_link, kpi_link, kpi_tone, quote, score_bar, status, text, tone,
};
use crate::method::{Disagreement, Status, Support, TeamState};
use crate::model::{Initiative, Name};
use crate::render::numbers::{score, with_unit};
use crate::render::report::Goal;
use crate::render::status::{MANY, nothing, reached};
use crate::render::svg::{Sparkline, sparkline};
use crate::render::text::count;
use crate::render::{Theme, goal};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// How far to the right what supports something is set at most.
const DEEPEST: usize = 3;

pub(super) fn section(page: &Page<'_>) -> Markup {
    let report = page.report;
    if report.goals.is_empty() {
        return html! { p.none { (empty(page)) } };
    }
    let mut team = None;
    html! {
        @if report.teams.len() > 1 { (teams(page)) }
        @if report.many {
            p.none { "Team by team, notes and charts are on each team's own page: okr report --team TEAM." }
        }
        (filters(page))
        @for goal in &report.goals {
            @let own = goal.state.objective.id.objective.team();
            @if goal.depth == 0 && own != team {
                ({ team = own; Markup::default() })
                @if let Some(team) = own { p.gr { (text(team)) } }
            }
            (objective(page, goal))
        }
    }
}

/// Why there is nothing to see.
fn empty(page: &Page<'_>) -> String {
    let report = page.report;
    match report.team {
        Some(team) if !report.cycle.objectives.is_empty() => {
            format!("{team} has no objectives in {}.", report.cycle.cycle)
        }
        Some(_) | None => nothing(report.cycle, None).replace('`', ""),
    }
}

/// What a script shows; without one everything is shown.
fn filters(page: &Page<'_>) -> Markup {
    let goals = || page.report.goals.iter();
    let teams = goals().filter_map(|goal| goal.state.objective.id.objective.team());
    let teams: BTreeSet<&str> = teams.flat_map(with_outer).collect();
    let owners: BTreeSet<(String, &str)> = goals()
        .flat_map(owners)
        .map(|owner| (page.report.person(owner), owner.as_str()))
        .collect();
    let met: BTreeSet<&str> = goals().flat_map(statuses).collect();
    let words = Status::ALL.map(Status::word).into_iter();
    let words = words.filter(|word| met.contains(word));
    html! {
        div.fi id="filters" hidden {
            (filter("Team", "t", teams.into_iter().map(|team| (team.to_owned(), team))))
            (filter("Owner", "o", owners.into_iter()))
            (filter("Status", "s", words.map(|word| (word.to_owned(), word))))
            button type="button" { "Show all" }
            output aria-live="polite" {}
        }
    }
}

fn filter<'a>(label: &str, key: &str, options: impl Iterator<Item = (String, &'a str)>) -> Markup {
    html! {
        label {
            (label) " "
            select data-k=(key) {
                option value="" { "all" }
                @for (name, value) in options { option value=(value) { (text(&name)) } }
            }
        }
    }
}

/// A team and the teams that it lies in.
fn with_outer(team: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(team), |team| Some(team.rsplit_once('/')?.0))
}

fn teams(page: &Page<'_>) -> Markup {
    let report = page.report;
    let few = report.teams.len() <= MANY;
    html! {
        details.teams open[few] {
            summary { "Teams" }
            table {
                caption.vh { "Teams and their scores" }
                thead { tr {
                    th scope="col" { "Team" }
                    th scope="col" { "Objectives" }
                    th scope="col" { "Score" }
                    th scope="col" { "At risk" }
                    th scope="col" { "Off track" }
                    th scope="col" { "Stale" }
                } }
                tbody { @for team in &report.teams { (team_row(page, team)) } }
            }
        }
    }
}

fn team_row(page: &Page<'_>, team: &TeamState) -> Markup {
    let headline = page.report.cycle.team_headline(&team.team);
    html! {
        tr {
            th scope="row" { a href="#goals" data-t=(team.team) { (text(&team.team)) } }
            td.n { (team.objectives) }
            td.sc { b { (score(team.score, "–")) } (score_bar(team.score, headline.expected, headline.status)) }
            td.n { (team.at_risk) }
            td.n { (team.off_track) }
            td.n { (team.stale) }
        }
    }
}

fn objective(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let state = goal.state;
    let team = state.objective.id.objective.team();
    // Thousands of objectives in full would be a page that no browser opens at once.
    let full = !page.report.many || team.is_none();
    html! {
        details class={ "o d" (goal.depth.min(DEEPEST)) } id=(anchor(&state.objective.id)) open[full]
            data-t=(team.unwrap_or_default()) data-o=(joined(owners(goal).map(Name::as_str)))
            data-s=(joined(statuses(goal))) {
            summary {
                h3 { (text(&state.terms.title)) }
                span.m { (about(page, goal)) }
                span.st { (status(state.outlook.status, &state.outlook.flags)) }
                span.sc { b { (score(state.score, "–")) }
                    (score_bar(state.score, state.outlook.expected, state.outlook.status)) }
                @if full { span.tr { (trend(page, goal)) } }
            }
            @if full { (body(page, goal)) } @else { (brief(page, goal)) }
        }
    }
}

/// The key results in a line each.
fn brief(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    html! {
        ul.ob {
            @if let Some(above) = &goal.above {
                li { "Supports " (goal_link(&above.id, &above.title, page)) }
            }
            @for part in &goal.key_results {
                @let state = part.state;
                li {
                    (text(&goal::short_title(state))) " "
                    b { (reached(state, Theme::PLAIN)) } " "
                    (score(state.figures.score, "–")) " "
                    (status(state.outlook.status, &state.outlook.flags))
                }
            }
        }
    }
}

/// Everybody who owns it or one of its key results, for the filter.
fn owners<'a>(goal: &'a Goal<'_, '_>) -> impl Iterator<Item = &'a Name> {
    let parts = goal.key_results.iter().filter_map(|kr| kr.state.owner);
    goal.state.terms.owner.as_ref().into_iter().chain(parts)
}

/// Its status and those of its key results, for the filter.
fn statuses<'a>(goal: &'a Goal<'_, '_>) -> impl Iterator<Item = &'static str> + use<'a> {
    let parts = goal
        .key_results
        .iter()
        .map(|kr| kr.state.outlook.status.word());
    parts.chain([goal.state.outlook.status.word()])
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: BTreeSet<&str> = words.collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Whose it is: owner, team, ambition.
fn about(page: &Page<'_>, goal: &Goal<'_, '_>) -> String {
    let state = goal.state;
    let owner = state
        .terms
        .owner
        .as_ref()
        .map(|owner| page.report.person(owner));
    let team = state.objective.id.objective.team();
    let team = team.map(|team| text(team).into_owned());
    let ambition = state.terms.ambition.word().to_owned();
    let parts = owner.into_iter().chain(team).chain([ambition]);
    parts.collect::<Vec<_>>().join(" · ")
}

fn trend(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let cycle = page.report.cycle;
    if goal.course.points.len() < 2 {
        return Markup::default();
    }
    sparkline(&Sparkline {
        points: &goal.course.points,
        days: Some((cycle.start, cycle.end)),
        target: None,
        label: "",
    })
}

fn body(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let (state, objective) = (goal.state, goal.state.objective);
    html! {
        div.ob {
            @if let Some(why) = &objective.why { p.why { (text(why)) } }
            (facts(page, goal))
            @if !goal.key_results.is_empty() { (table(page, goal)) }
            @if !objective.initiatives.is_empty() {
                p.lab { "Initiatives" }
                ul.ini { @for initiative in &objective.initiatives { (of_initiative(initiative)) } }
            }
            @if let Some(dropped) = objective.dropped.as_ref().filter(|_| state.dropped) {
                p { "Dropped on " (dropped.on.to_string())
                    @if let Some(reason) = &dropped.reason { ": " (text(reason)) } }
            }
        }
    }
}

/// What it is measured by, supports and must not harm.
fn facts(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let state = goal.state;
    html! {
        ul.fa {
            @if let Some(above) = &goal.above {
                li { "Supports " (goal_link(&above.id, &above.title, page)) }
            }
            @if let Some(support) = &goal.node.support { li { (supporters(support)) } }
            (measured(page, goal))
            @if !state.guardrails.is_empty() {
                li { "Must not harm "
                    @for (i, (kpi, health)) in state.guardrails.iter().enumerate() {
                        @if i > 0 { ", " }
                        (kpi_link(kpi, page)) " " (chip(kpi_tone(*health), health.word()))
                    }
                }
            }
            @if !state.objective.contributors.is_empty() {
                li { "With " (people(page, &state.objective.contributors)) }
            }
            @if state.review.is_some() { li { a href={ "#r-" (state.objective.id.local()) } { "Looking back" } } }
        }
    }
}

fn people(page: &Page<'_>, handles: &[Name]) -> String {
    let names: Vec<_> = handles
        .iter()
        .map(|handle| page.report.person(handle))
        .collect();
    crate::render::text::list(&names)
}

/// How those do that support it, and where that is another story.
fn supporters(support: &Support) -> Markup {
    html! {
        "Supported by " (count(support.objectives, "objective"))
        @if support.score.is_some() {
            ": score " (score(support.score, "–")) " " (chip(tone(support.status), support.status.word()))
        }
        @match support.disagreement {
            Some(Disagreement::SupportersBehind) => { ", " b { "behind what they support" } }
            Some(Disagreement::SupportersAhead) => { ", " b { "ahead of what they support" } }
            None => {}
        }
    }
}

/// The figures of an objective that is measured itself.
fn measured(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let state = goal.state;
    let (Some(figures), Some(kpi)) = (&state.figures, state.kpi) else {
        return Markup::default();
    };
    let amount = |value: f64| with_unit(value, kpi.decimals, kpi.unit.as_deref());
    html! {
        li {
            "Measured by " (kpi_link(kpi, page))
            @if let Some(value) = figures.value { ": " b { (amount(value)) } }
            @if let Some(target) = figures.target { ", target " (amount(target)) }
            @if let Some(least) = figures.at_least { ", at least " (amount(least)) }
            @if let Some(most) = figures.at_most { ", at most " (amount(most)) }
        }
        @if let Some(note) = &goal.note { li { (quote(note, page)) } }
    }
}

fn of_initiative(initiative: &Initiative) -> Markup {
    let url = initiative.url.as_deref();
    html! {
        li {
            @if initiative.done { span.ok { "✔" } span.vh { "done: " } } @else { span.to { "○" } span.vh { "to do: " } }
            " "
            @match url.and_then(link::address) {
                Some(url) => { a href=(url) rel="noopener noreferrer" { (text(&initiative.title)) } }
                None => {
                    (text(&initiative.title))
                    @if let Some(url) = url { " " code { (text(url)) } }
                }
            }
        }
    }
}
