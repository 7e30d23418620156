//! What happened since a check-in period before: what moved, what is stuck, what is in the way.

use super::Page;
use super::parts::{goal_link, kpi_link, kpi_tone, lines, quote, status, text};
use crate::method::log::{Item, KpiMove, LoggedUpdate, Words};
use crate::method::{GoalChange, Shown};
use crate::render::Theme;
use crate::render::changes::sentence;
use crate::render::log::{self, milestones, movement, silence};
use crate::render::numbers::{number, with_unit};
use crate::render::text::count;
use maud::{Markup, html};

/// How many things of a list stand open.
const OPEN: usize = 6;

pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let report = page.report;
    if !report.has_news() {
        return None;
    }
    let agenda = &report.agenda;
    let mut moved: Vec<_> = agenda.moved.iter().map(|item| moved(page, item)).collect();
    moved.extend(agenda.kpis.iter().map(|step| kpi_moved(page, step)));
    let decided = agenda.decided.iter().map(|change| decided(page, change));
    let wins = agenda.wins.iter().map(|win| quote(win, page));
    let stuck = agenda.stuck.iter().map(|item| stuck(page, item));
    let blockers = blockers(page);
    Some(html! {
        @if report.many {
            p.none { "Of " (count(report.goals.len(), "objective")) ", changes are told here of the company's own." }
        }
        div.cols {
            (list("What moved", moved, "Nothing moved."))
            (list("Needs attention", stuck.collect(), "Nothing is off track, at risk or silent."))
            (list("Blockers", blockers, "Nobody reports that anything is in the way."))
            (list("Wins", wins.collect(), ""))
            (list("Changes of plan", decided.collect(), ""))
            (list("Plans", agenda.plans.iter().map(|plan| quote(plan, page)).collect(), ""))
        }
    })
}

/// A list whose first things stand open; a sentence where there are none, or nothing at all.
fn list(title: &str, mut items: Vec<Markup>, none: &str) -> Markup {
    let rest = items.split_off(items.len().min(OPEN));
    html! {
        @if !items.is_empty() || !none.is_empty() {
            div.l {
                h3 { (title) @if !items.is_empty() { " " span.ct { (items.len() + rest.len()) } } }
                @if items.is_empty() { p.none { (none) } }
                @else { ul { @for item in items { li { (item) } } } }
                @if !rest.is_empty() {
                    details {
                        summary { "and " (rest.len()) " more" }
                        ul { @for item in rest { li { (item) } } }
                    }
                }
            }
        }
    }
}

fn heading(page: &Page<'_>, goal: Shown<'_, '_>) -> Markup {
    goal_link(&goal.id(), &log::name(goal), page)
}

fn moved(page: &Page<'_>, item: &Item<'_, '_>) -> Markup {
    html! {
        b { (heading(page, item.goal)) } " " (text(&movement(item).join(", ")))
        (told(page, item))
    }
}

fn stuck(page: &Page<'_>, item: &Item<'_, '_>) -> Markup {
    let report = page.report;
    let outlook = item.goal.outlook();
    let mut parts: Vec<String> = item
        .goal
        .owner()
        .map(|owner| report.person(owner))
        .into_iter()
        .collect();
    parts.extend(
        movement(item)
            .into_iter()
            .map(|part| text(&part).into_owned()),
    );
    parts.extend(silence(item.goal, report.settings, report.cycle.as_of));
    html! {
        (status(outlook.status, &outlook.flags)) " " b { (heading(page, item.goal)) }
        " " span.m { (parts.join(" · ")) }
        (told(page, item))
    }
}

/// Milestones and notes of these days, newest first.
fn told(page: &Page<'_>, item: &Item<'_, '_>) -> Markup {
    html! {
        @for update in item.done() {
            @let done = format!("Done: {}", milestones(update).join(", "));
            (quote(&Words::of(update, &done), page))
        }
        @for update in &item.said {
            @if let Some(note) = &update.update().note { (quote(&Words::of(update, note), page)) }
        }
    }
}

fn kpi_moved(page: &Page<'_>, step: &KpiMove<'_>) -> Markup {
    let kpi = step.kpi;
    let dash = Theme::PLAIN.dash();
    let before = step
        .before
        .map_or_else(|| dash.to_owned(), |v| number(v, kpi.decimals));
    let amount = |v| with_unit(v, kpi.decimals, kpi.unit.as_deref());
    let after = step.after.map_or_else(|| dash.to_owned(), amount);
    html! {
        b { (kpi_link(kpi, page)) } " " (before) " → " (after) ", "
        (super::parts::chip(kpi_tone(step.status), step.status.word()))
    }
}

/// Everything that is said to be in the way: of goals that are stuck, of others, of everything.
fn blockers(page: &Page<'_>) -> Vec<Markup> {
    let agenda = &page.report.agenda;
    let stuck = agenda.stuck.iter().flat_map(|item| {
        let goal = item.goal;
        item.blockers.iter().map(move |words| {
            html! {
                b { (heading(page, goal)) } " " (quote(words, page))
            }
        })
    });
    let others = agenda.blockers.iter().map(|(of, words)| {
        html! {
            @if let Some(of) = of { b { (of_update(page, of)) } " " }
            (quote(words, page))
        }
    });
    stuck.chain(others).collect()
}

fn of_update(page: &Page<'_>, update: &LoggedUpdate<'_>) -> Markup {
    let title = log::title(update, page.report.cycle.as_of);
    match (&update.goal, update.kpi) {
        (Some(goal), _) => goal_link(goal, &title, page),
        (None, Some(kpi)) => kpi_link(kpi, page),
        (None, None) => html! { (text(&title)) },
    }
}

fn decided(page: &Page<'_>, change: &GoalChange<'_, '_>) -> Markup {
    let told = sentence(change, Theme::PLAIN);
    html! { b { (heading(page, change.goal)) } " " (lines(&told)) }
}
