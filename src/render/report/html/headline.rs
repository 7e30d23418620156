//! The top of the page: whose it is, of which days, and how it stands.

use super::Page;
use super::parts::{chip, score_bar, text, tone};
use crate::method::{Status, success_level};
use crate::model::Ambition;
use crate::render::numbers::{score, signed, two};
use crate::render::svg::{LineChart, Pace, Size, Words, line_chart};
use crate::render::text::count;
use maud::{Markup, html};

/// What the page is called: `Acme · product · 2026-Q3`.
pub(super) fn name(page: &Page<'_>) -> String {
    let report = page.report;
    let company = report.settings.name.as_deref().map(text);
    let team = report.team.map(text);
    let parts = company.into_iter().chain(team);
    let parts: Vec<_> = parts.map(std::borrow::Cow::into_owned).collect();
    let cycle = report.cycle.cycle.to_string();
    parts
        .into_iter()
        .chain([cycle])
        .collect::<Vec<_>>()
        .join(" · ")
}

pub(super) fn header(page: &Page<'_>) -> Markup {
    let report = page.report;
    let cycle = report.cycle;
    html! {
        header {
            @if let Some(name) = &report.settings.name { p.co { (text(name)) } }
            h1 {
                @if let Some(team) = report.team { (text(team)) " · " }
                (cycle.cycle.to_string())
            }
            @if let Some(mission) = &report.settings.mission { p.mi { (text(mission)) } }
            p.da {
                (day(cycle.start)) " – " (day(cycle.end))
                " · as of " (day(cycle.as_of))
                @if cycle.closed { " · closed" }
            }
        }
    }
}

fn day(day: chrono::NaiveDate) -> Markup {
    html! { time { (day.to_string()) } }
}

/// The score and the pace, as a number, in words and over time.
pub(super) fn standing(page: &Page<'_>) -> Markup {
    let report = page.report;
    let headline = report.headline;
    html! {
        section.hero aria-label="How it stands" {
            div.now {
                p.big {
                    span.num { (score(headline.score, "–")) }
                    " " (chip(tone(headline.status), headline.status.word()))
                }
                (score_bar(headline.score, headline.expected, headline.status))
                p.say { (sentence(page)) }
                (tally(page))
            }
            (course(page))
        }
    }
}

/// `The company's score is 0.36, where 0.35 is expected; +0.04 since 2026-08-07; 48 % of the time over.`
fn sentence(page: &Page<'_>) -> String {
    let report = page.report;
    let headline = report.headline;
    let whose = if report.team.is_some() {
        "The team's"
    } else {
        "The company's"
    };
    let Some(now) = headline.score else {
        return format!("{whose} goals have no score yet.");
    };
    let mut parts = vec![format!("{whose} score is {}", two(now))];
    if let Some(expected) = headline.expected {
        let word = if report.has_ended() { "was" } else { "is" };
        parts[0].push_str(&format!(", where {} {word} expected", two(expected)));
    }
    let change = report.score_change();
    parts.extend(change.map(|by| format!("{} since {}", signed(by), report.since.day)));
    if !report.has_ended() {
        let over = report.cycle.elapsed * 100.0;
        parts.push(format!("{over:.0} % of the time over"));
    }
    parts.join("; ") + "."
}

/// How many objectives have which status; each leads to them.
fn tally(page: &Page<'_>) -> Markup {
    let goals = &page.report.goals;
    let of = |status: Status| {
        let with = goals.iter().filter(|g| g.state.outlook.status == status);
        with.count()
    };
    html! {
        ul.tally aria-label={ (count(goals.len(), "objective")) " by status" } {
            @for status in Status::ALL {
                @let number = of(status);
                @if number > 0 {
                    li { a href="#goals" data-s=(status.word()) {
                        b { (number) } " " (chip(tone(status), status.word()))
                    } }
                }
            }
        }
    }
}

/// The score week by week beside what was expected.
fn course(page: &Page<'_>) -> Markup {
    let report = page.report;
    let cycle = report.cycle;
    if report.course.points.len() < 2 {
        return Markup::default();
    }
    let description = sentence(page);
    html! {
        div.course {
            (line_chart(&LineChart {
                id: "score",
                title: "Score week by week",
                description: &description,
                size: Size::CARD,
                days: (cycle.start, cycle.end),
                unit: "",
                decimals: Some(2),
                points: &report.course.points,
                target: None,
                levels: &[],
                pace: Some(Pace { label: "pace", points: &report.course.asked }),
                limits: None,
                signals: &[],
                today: Some(cycle.as_of).filter(|day| *day <= cycle.end),
                words: Words::ENGLISH,
            }))
        }
    }
}

pub(super) fn footer(page: &Page<'_>) -> Markup {
    let report = page.report;
    let success = |ambition| score(success_level(ambition), "");
    html! {
        footer {
            p { "A score runs from 0 to 1. The mark on a bar is where it should be on this day: an aspirational \
                goal is a success at " (success(Ambition::Aspirational)) ", a committed one at "
                (success(Ambition::Committed)) ". Words with a shape say how a goal keeps pace; colour only \
                repeats them." }
            p { "Made with okr from plain files, as of " (report.cycle.as_of.to_string()) "." }
        }
    }
}
