//! The KPIs, each with its chart and what is to be read in it.

use super::Page;
use super::parts::{chip, goal_link, kpi_anchor, kpi_tone, quote, text};
use crate::method::{KpiState, Rule};
use crate::model::{Aggregate, KpiTarget};
use crate::render::numbers::with_unit;
use crate::render::report::Charted;
use crate::render::status::{MANY, age};
use crate::render::svg::{
    Level, LineChart, Pace, Size, Sparkline, Target, Words, line_chart, sparkline,
};
use crate::render::{Theme, goal, signal};
use chrono::NaiveDate;
use maud::{Markup, html};

/// How many objectives that push a KPI are named.
const NAMED: usize = 8;

pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let kpis = &page.report.kpis;
    let many = kpis.len() > MANY;
    let cards = html! {
        div.ks { @for kpi in kpis { (card(page, kpi, many)) } }
    };
    (!kpis.is_empty()).then_some(cards)
}

fn card(page: &Page<'_>, kpi: &Charted<'_>, many: bool) -> Markup {
    let state = &kpi.state;
    let said = kpi.state.kpi;
    html! {
        article.k id=(kpi_anchor(&said.id)) {
            h3 { (text(&said.name)) }
            p.kv {
                b { (value(state)) } " "
                (chip(kpi_tone(state.status), state.status.word()))
                @if state.overdue { " " span.fl { "overdue" } }
            }
            ul.fa {
                @if let Some(target) = target(page, state) { li { (target) } }
                @if let Some(short) = state.shortfall { li { (goal::shortfall(short)) } }
                @if !state.chart.points.is_empty() { li { (signal::sentence(&state.chart, page.report.cycle.as_of)) } }
            }
            (charts(page, kpi, many))
            ul.fa {
                @if let Some(forecast) = &state.forecast {
                    li { "Forecast: " (goal::ahead(forecast, page.report.cycle.end, |value| amount(state, value))) }
                }
                li { (pushed(page, state)) }
                li { (read(page, state)) }
                @if let Some(note) = &kpi.note { li { (quote(note, page)) } }
            }
        }
    }
}

fn amount(state: &KpiState<'_>, value: f64) -> String {
    with_unit(value, state.kpi.decimals, state.kpi.unit.as_deref())
}

fn value(state: &KpiState<'_>) -> String {
    match state.value {
        Some(value) => amount(state, value) + goal::combined(state.kpi.aggregate),
        None => Theme::PLAIN.dash().to_owned(),
    }
}

/// `Target 75.0 %`, and for which cycle that was set where it is another.
fn target(page: &Page<'_>, state: &KpiState<'_>) -> Option<String> {
    let target = goal::kpi_target(state.target?, state.kpi, Theme::PLAIN);
    let from = state
        .target_from
        .filter(|from| *from != Some(page.report.cycle.cycle));
    let from = from.map(|from| format!(", set for {}", goal::target_key(from)));
    Some(format!("Target {target}{}", from.unwrap_or_default()))
}

/// The objectives that want to move it, each leading to its key result.
fn pushed(page: &Page<'_>, state: &KpiState<'_>) -> Markup {
    let followers = page
        .followers
        .get(&state.kpi.id)
        .map_or(&[][..], Vec::as_slice);
    html! {
        @if followers.is_empty() {
            "monitored only"
        } @else {
            "pushed by "
            @for (i, (objective, key_result)) in followers.iter().take(NAMED).enumerate() {
                @if i > 0 { ", " }
                (goal_link(&key_result.id, &objective.terms.title, page))
            }
            @if followers.len() > NAMED { " and " (followers.len() - NAMED) " more" }
        }
    }
}

/// When it was read last, and by whom it is answered for.
fn read(page: &Page<'_>, state: &KpiState<'_>) -> String {
    let read = match state.last_reading {
        Some(day) => format!("Read on {day} ({})", ago(day, page.report.cycle.as_of)),
        None => "Never read".to_owned(),
    };
    let owner = state
        .owner
        .map(|owner| format!(" · {}", page.report.person(owner)));
    read + &owner.unwrap_or_default()
}

fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match age(day, today) {
        now if now == "today" => now,
        days => format!("{days} ago"),
    }
}

/// How it behaves, and of a total also how it grows. Where there are very many, a line at a glance for
/// those that are neither watched by everyone nor pushed by an objective of the company.
fn charts(page: &Page<'_>, kpi: &Charted<'_>, many: bool) -> Markup {
    let state = &kpi.state;
    if many && !state.kpi.health && !is_the_companys(page, state) {
        return sparkline(&Sparkline {
            points: &state.chart.points,
            days: None,
            target: None,
            label: "",
        });
    }
    let total = state.kpi.aggregate == Aggregate::Sum;
    html! {
        @if total || state.chart.limits.is_none() { (course(page, kpi)) }
        @if state.chart.limits.is_some() { (behaviour(page, state)) }
    }
}

fn is_the_companys(page: &Page<'_>, state: &KpiState<'_>) -> bool {
    let followers = page.followers.get(&state.kpi.id).into_iter().flatten();
    let mut teams = followers.map(|(objective, _)| objective.objective.id.objective.team());
    teams.any(|team| team.is_none())
}

fn behaviour(page: &Page<'_>, state: &KpiState<'_>) -> Markup {
    let chart = &state.chart;
    let Some((first, _)) = chart.points.first() else {
        return Markup::default();
    };
    let signals = signals(state);
    let said = signal::sentence(chart, page.report.cycle.as_of);
    let id = format!("x-{}", state.kpi.id.short());
    let title = format!("{}: process behaviour", state.kpi.name);
    // Of a total the target is for the whole cycle, the readings are not.
    let target = state
        .target
        .filter(|_| state.kpi.aggregate != Aggregate::Sum);
    line_chart(&LineChart {
        limits: chart.limits,
        signals: &signals,
        points: &chart.points,
        target: target.map(drawn),
        ..blank(state, &id, &title, &said, (*first, page.report.cycle.as_of))
    })
}

/// The days that a signal includes.
fn signals(state: &KpiState<'_>) -> Vec<(NaiveDate, Rule)> {
    let all = state.chart.signals.iter().flat_map(|signal| {
        let days = state.chart.points.iter().map(|(day, _)| *day);
        let within = days.filter(|day| (signal.since..=signal.date).contains(day));
        within.map(|day| (day, signal.rule))
    });
    all.collect()
}

fn course(page: &Page<'_>, kpi: &Charted<'_>) -> Markup {
    let (state, cycle) = (&kpi.state, page.report.cycle);
    if kpi.course.points.is_empty() {
        return Markup::default();
    }
    let id = format!("c-{}", state.kpi.id.short());
    let what = match state.kpi.aggregate {
        Aggregate::Sum => "total so far",
        Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => "readings",
    };
    let title = format!("{}: {what}", state.kpi.name);
    let way = &kpi.course.asked;
    line_chart(&LineChart {
        points: &kpi.course.points,
        target: state.target.map(drawn),
        pace: (way.len() > 1).then_some(Pace {
            label: "due",
            points: way,
        }),
        today: Some(cycle.as_of).filter(|day| *day <= cycle.end),
        ..blank(state, &id, &title, "", (cycle.start, cycle.end))
    })
}

fn blank<'a>(
    state: &'a KpiState<'_>,
    id: &'a str,
    title: &'a str,
    description: &'a str,
    days: (NaiveDate, NaiveDate),
) -> LineChart<'a> {
    LineChart {
        id,
        title,
        description,
        size: Size::CARD,
        days,
        unit: state.kpi.unit.as_deref().unwrap_or_default(),
        decimals: state.kpi.decimals,
        points: &[],
        target: None,
        levels: &[],
        pace: None,
        limits: None,
        signals: &[],
        today: None,
        words: Words::ENGLISH,
    }
}

fn drawn(target: KpiTarget) -> Target<'static> {
    let level = |label, value| Level { label, value };
    match target {
        KpiTarget::Value(value) => Target::Line(level("target", value.get())),
        KpiTarget::Band(band) => Target::Band {
            at_least: band.at_least().map(|least| level("at least", least)),
            at_most: band.at_most().map(|most| level("at most", most)),
        },
    }
}
