//! How the cycle ended: the reviews, and what the next one makes of its goals.

use super::Page;
use super::parts::{anchor, chip, lines, text, tone};
use crate::model::{GoalId, Review};
use crate::render::goal;
use crate::render::numbers::{score, two};
use crate::render::report::{Goal, Successor};
use maud::{Markup, html};

/// Nothing before there is something to look back on.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let report = page.report;
    let goals = report.goals.iter();
    let told: Vec<_> = goals.filter(|goal| has_more(page, goal)).collect();
    if told.is_empty() {
        return None;
    }
    Some(html! { @for goal in told { (look_back(page, goal)) } })
}

fn has_more(page: &Page<'_>, goal: &Goal<'_, '_>) -> bool {
    let id = &goal.state.objective.id;
    goal.state.review.is_some() || page.report.next.contains_key(id)
}

fn look_back(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let state = goal.state;
    let id = &state.objective.id;
    html! {
        article.r id={ "r-" (id.local()) } {
            h3 { a href={ "#" (anchor(id)) } { (text(&state.terms.title)) } }
            p.kv {
                "Score " b { (score(state.score, "–")) } " "
                (chip(tone(state.outlook.status), state.outlook.status.word()))
                @if let Some(grade) = state.review.and_then(|review| review.grade) {
                    " · self-grade " b { (two(grade)) }
                }
            }
            @if let Some(review) = state.review { (said(page, review)) }
            (goes_on(page, goal))
        }
    }
}

fn said(page: &Page<'_>, review: &Review) -> Markup {
    let by = review.by.as_ref().map(|by| page.report.person(by));
    let on = review.on.map(|on| on.to_string());
    let who: Vec<_> = by.into_iter().chain(on).collect();
    html! {
        dl {
            @for (name, words) in [
                ("What worked", &review.worked),
                ("What did not", &review.did_not_work),
                ("What we learned", &review.learned),
            ] {
                @if let Some(words) = words { div { dt { (name) } dd { (lines(words)) } } }
            }
        }
        @if !who.is_empty() { p.m { (who.join(", ")) } }
    }
}

/// The goals of the next cycle that go on from it and from its key results.
fn goes_on(page: &Page<'_>, goal: &Goal<'_, '_>) -> Markup {
    let next = &page.report.next;
    let of = |id: &GoalId| next.get(id).map_or(&[][..], Vec::as_slice);
    let own = of(&goal.state.objective.id);
    let parts = goal.key_results.iter();
    let parts: Vec<_> = parts
        .map(|kr| (kr.state, of(&kr.state.id)))
        .filter(|(_, to)| !to.is_empty())
        .collect();
    html! {
        @if !own.is_empty() {
            p.lab { "Goes on" }
            ul.ini {
                @for to in own { li { "→ " (successor(to)) } }
                @for (from, to) in parts {
                    li { (text(&goal::short_title(from))) @for to in to { " → " (successor(to)) } }
                }
            }
        }
    }
}

/// `Client retention rate from 75 to 80 % (2026-Q4)`.
fn successor(to: &Successor<'_>) -> Markup {
    let title = match to.objective.key_result(&to.id) {
        Some(kr) => goal::title(kr),
        None => to.objective.terms.title.clone(),
    };
    html! { (text(&title)) " (" (to.id.cycle.to_string()) ")" }
}
