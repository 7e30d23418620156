//! Small things that stand all over the page.

use super::Page;
use crate::method::log::Words;
use crate::method::{Flag, KpiStatus, Status};
use crate::model::{CycleId, GoalId, Kpi, KpiId};
use crate::render::svg::{Bar, Tone, bar};
use crate::render::text::{clean, clean_lines};
use maud::{Markup, html};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Text of a file on one line, with nothing in it that hides or turns round what is read.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    clean(text)
}

/// Text of a file with its lines.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    clean_lines(text.trim())
}

/// Where a link to a goal leads: a key result that is told in a line has no place of its own.
fn place(id: &GoalId, page: &Page<'_>) -> String {
    match page.report.many && id.objective.team().is_some() {
        true => anchor(&id.objective_id()),
        false => anchor(id),
    }
}

/// The name of a goal's place on the page.
pub(super) fn anchor(id: &GoalId) -> String {
    format!("g-{}", id.local())
}

/// The same of a KPI.
pub(super) fn kpi_anchor(id: &KpiId) -> String {
    format!("k-{}", id.short())
}

pub(super) fn tone(status: Status) -> Tone {
    match status {
        Status::OnTrack => Tone::Good,
        Status::AtRisk => Tone::Warn,
        Status::OffTrack | Status::Missed => Tone::Bad,
        Status::Done => Tone::Done,
        Status::Unjudged | Status::Dropped => Tone::Quiet,
    }
}

pub(super) fn kpi_tone(status: KpiStatus) -> Tone {
    match status {
        KpiStatus::Green => Tone::Done,
        KpiStatus::Amber => Tone::Warn,
        KpiStatus::Red => Tone::Bad,
        KpiStatus::NoTarget | KpiStatus::NoReading => Tone::Quiet,
    }
}

/// A word; the style puts a shape before it and gives it a colour, which both repeat it.
pub(super) fn chip(tone: Tone, word: &str) -> Markup {
    html! { span class={ "c " (tone.class()) } { (word) } }
}

/// A status, and what else there is to say.
pub(super) fn status(status: Status, flags: &BTreeSet<Flag>) -> Markup {
    html! {
        (chip(tone(status), status.word()))
        @for flag in flags { " " span.fl { (flag.word()) } }
    }
}

/// A score as a bar with a mark where it should be; the number stands beside it.
pub(super) fn score_bar(score: Option<f64>, expected: Option<f64>, status: Status) -> Markup {
    bar(&Bar {
        share: score,
        pace: expected,
        tone: tone(status),
        label: "",
    })
}

/// What somebody said, who and when.
pub(super) fn quote(words: &Words<'_>, page: &Page<'_>) -> Markup {
    html! {
        span.q {
            (lines(words.text)) " "
            cite { (page.report.person(words.by)) ", " (words.date.to_string()) }
        }
    }
}

/// A goal's title, which leads to it where it is on the page; else its cycle is told where that is another.
pub(super) fn goal_link(id: &GoalId, title: &str, page: &Page<'_>) -> Markup {
    html! {
        @if page.shows(id) {
            a href={ "#" (place(id, page)) } { (text(title)) }
        } @else {
            (text(title)) (elsewhere(id.cycle, page))
        }
    }
}

fn elsewhere(cycle: CycleId, page: &Page<'_>) -> Markup {
    html! {
        @if cycle != page.report.cycle.cycle { " (" (cycle.to_string()) ")" }
    }
}

/// A KPI's name, which leads to it where it is on the page.
pub(super) fn kpi_link(kpi: &Kpi, page: &Page<'_>) -> Markup {
    html! {
        @if page.charts(&kpi.id) {
            a href={ "#" (kpi_anchor(&kpi.id)) } { (text(&kpi.name)) }
        } @else {
            (text(&kpi.name))
        }
    }
}
