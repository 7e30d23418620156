//! Check-ins as people read them, newest first.

mod agenda;
mod csv;
mod lines;
mod words;

pub use agenda::{Meeting, bullet, markdown, movement, name, news, quote, section, silence, stuck};
pub use csv::csv;
pub use words::{change, id, milestones, title};

use super::text::{clean, clean_lines, count};
use super::{Style, Theme, echo, numbers};
use crate::method::log::{Logged, LoggedUpdate};
use crate::model::{Aggregate, CycleId, Name};
use chrono::NaiveDate;
use lines::Lines;

/// What is shown of the log.
pub struct View<'a, 'w> {
    /// The check-ins, newest first.
    pub logged: &'a [Logged<'w>],
    /// The cycle looked at.
    pub cycle: CycleId,
    /// The first and the last day.
    pub days: (NaiveDate, NaiveDate),
    /// Whether the first one is the cycle's.
    pub whole: bool,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// What was asked about.
    pub about: Option<String>,
    /// Who was asked for.
    pub by: Option<&'a Name>,
    /// Only open blockers, only newest plans, or both.
    pub only: (bool, bool),
    /// How many check-ins the days have in all.
    pub all: usize,
}

/// `okr log` for a terminal.
pub fn table(view: &View<'_, '_>, theme: Theme) -> String {
    let mut lines = Lines::new(theme);
    lines.text(0, Style::Bold, &headline(view, theme));
    if view.logged.is_empty() {
        lines.blank();
        lines.text(0, Style::Plain, &nothing(view));
    }
    for logged in view.logged {
        lines.blank();
        checkin(&mut lines, logged, view.as_of, theme);
    }
    lines.finish()
}

/// `30 check-ins · 2026-Q3 · 2026-07-01 – 2026-08-14`.
fn headline(view: &View<'_, '_>, theme: Theme) -> String {
    let mut parts = vec![tally(view)];
    parts.extend(view.about.clone());
    parts.extend(view.by.map(|by| format!("by {by}")));
    if view.about.is_none() && view.whole {
        parts.push(view.cycle.to_string());
    }
    let (since, until) = view.days;
    parts.push(format!("{since} {} {until}", theme.pick("–", "to")));
    parts.join(theme.pick(" · ", " | "))
}

fn tally(view: &View<'_, '_>) -> String {
    let blockers = || {
        let each = view.logged.iter();
        let each = each.map(|l| {
            let own = l.updates.iter().filter(|u| u.update().blocker.is_some());
            l.blockers.len() + own.count()
        });
        count(each.sum(), "open blocker")
    };
    let plans = || {
        let with = view.logged.iter().filter(|l| l.plan.is_some());
        count(with.count(), "plan")
    };
    match view.only {
        (true, true) => format!("{}, {}", blockers(), plans()),
        (true, false) => blockers(),
        (false, true) => plans(),
        (false, false) => count(view.logged.len(), "check-in"),
    }
}

fn nothing(view: &View<'_, '_>) -> String {
    let all = count(view.all, "check-in");
    match (view.all, view.only) {
        (0, _) => "No check-ins here yet: `okr checkin` writes one.".to_owned(),
        (_, (true, false)) => format!("Nothing is in the way, say {all}."),
        (_, (false, true)) => format!("Nobody wrote a plan; these days have {all}."),
        (..) => format!("Nothing here matches; these days have {all}."),
    }
}

fn checkin(lines: &mut Lines, logged: &Logged<'_>, as_of: NaiveDate, theme: Theme) {
    let checkin = logged.checkin;
    let age = super::status::age(checkin.date, as_of);
    let head = format!("{}  {}", checkin.date, checkin.by);
    lines.pair(0, (Style::Bold, &head), (Style::Dim, &age));
    for update in &logged.updates {
        said(lines, update, as_of, theme);
    }
    for win in logged.wins {
        lines.labelled(2, "win", Style::Green, &clean_lines(win));
    }
    for blocker in logged.blockers {
        lines.labelled(2, "blocker", Style::Red, &clean_lines(blocker));
    }
    if let Some(plan) = logged.plan {
        lines.labelled(2, "plan", Style::Bold, &clean_lines(plan));
    }
}

fn said(lines: &mut Lines, logged: &LoggedUpdate<'_>, as_of: NaiveDate, theme: Theme) {
    let update = logged.update();
    let (title, id) = (title(logged, as_of), id(logged));
    lines.pair(2, (Style::Plain, &clean(&title)), (Style::Dim, &id));
    let figures = figures(logged, theme);
    if !figures.is_empty() {
        lines.text(4, Style::Plain, &figures.join(theme.pick(" · ", " | ")));
    }
    if !update.done.is_empty() {
        let done = words::milestones(logged).join(", ");
        lines.labelled(4, "done", Style::Green, &clean(&done));
    }
    if let Some(note) = &update.note {
        lines.text(4, Style::Plain, clean_lines(note).trim_end());
    }
    if let Some(blocker) = &update.blocker {
        lines.labelled(4, "blocker", Style::Red, &clean_lines(blocker));
    }
}

/// What an update says in numbers: the value before and after, the confidence and its change.
pub fn figures(logged: &LoggedUpdate<'_>, theme: Theme) -> Vec<String> {
    let update = logged.update();
    let mut parts = Vec::new();
    let change = change(logged);
    parts.extend(echo::values(&change, theme));
    if let Some(value) = update.value {
        let with = |how: &str| {
            let unit = change.unit.as_deref();
            let read = numbers::with_unit(value.get(), change.decimals, unit);
            format!("{how} with {read}")
        };
        match logged.kpi.map(|kpi| kpi.aggregate) {
            Some(Aggregate::Sum) if change.added.is_none() => {
                parts.push("in place of an earlier figure".to_owned());
            }
            Some(how @ (Aggregate::Mean | Aggregate::Min | Aggregate::Max)) => {
                parts.push(with(how.word()));
            }
            Some(Aggregate::Last | Aggregate::Sum) | None => {}
        }
    }
    if update.unchanged {
        let at = logged.after.map(|value| {
            let unit = change.unit.as_deref();
            format!(" at {}", numbers::with_unit(value, change.decimals, unit))
        });
        parts.push(format!("unchanged{}", at.unwrap_or_default()));
    }
    if let Some(confidence) = update.confidence {
        parts.push(confident(confidence.get(), logged.confidence_before));
    }
    if logged.entry.date != logged.entry.checkin.date {
        parts.push(format!("on {}", logged.entry.date));
    }
    parts
}

/// `confidence 0.30 (-0.20)`.
fn confident(now: f64, before: Option<f64>) -> String {
    let change = before.map(|before| now - before);
    let change = change.filter(|change| change.abs() >= 0.005);
    let change = change.map(|change| format!(" ({})", numbers::signed(change)));
    format!(
        "confidence {}{}",
        numbers::two(now),
        change.unwrap_or_default()
    )
}
