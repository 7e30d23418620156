//! What closing a cycle did, or what stands in its way.

use super::numbers::score;
use super::text::{clean, count};
use super::{Theme, json};
use crate::method::close::{LastWord, Missing};
use crate::model::{Closed, CycleId};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A cycle whose scores were frozen, or are so no more.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// The cycle.
    pub cycle: CycleId,
    /// Whether it is closed now.
    pub is_closed: bool,
    /// The company's score, 0 to 1.
    pub score: Option<f64>,
    /// What is or was frozen, where that can be read.
    pub closed: Option<Closed>,
    /// The file, relative to the workspace's root.
    pub path: String,
}

impl Frozen {
    /// What to do next.
    pub fn next(&self) -> String {
        let cycle = self.cycle;
        match self.is_closed {
            true => format!(
                "reports quote these scores from now on; okr close {cycle} --undo opens it again\n"
            ),
            false => {
                format!("its scores are computed again; okr close {cycle} freezes them anew\n")
            }
        }
    }

    /// `12 objectives and 31 key results`.
    fn counts(&self) -> Option<String> {
        let scores = &self.closed.as_ref()?.scores;
        let key_results = scores.keys().filter(|goal| goal.key.is_some()).count();
        let objectives = count(scores.len() - key_results, "objective");
        Some(format!(
            "{objectives} and {}",
            count(key_results, "key result")
        ))
    }
}

/// One line: `2026-Q3 is closed  score 0.62  4 objectives and 11 key results  2026-Q3/closed.toml`.
pub fn line(frozen: &Frozen, theme: Theme) -> String {
    let mut parts = Vec::new();
    match (frozen.is_closed, &frozen.closed) {
        (true, closed) => {
            parts.push(format!("{} is closed", frozen.cycle));
            parts.push(format!("score {}", score(frozen.score, theme.dash())));
            parts.extend(frozen.counts());
            let forced = closed.as_ref().and_then(|closed| closed.forced.as_deref());
            parts.extend(forced.map(|forced| format!("forced: {}", clean(forced))));
        }
        (false, closed) => {
            parts.push(format!("{} is open again", frozen.cycle));
            parts.extend(closed.as_ref().map(|closed| {
                let by = closed.by.as_ref().map(|by| format!(" by {by}"));
                format!("was closed on {}{}", closed.on, by.unwrap_or_default())
            }));
            parts.extend(frozen.counts());
            parts.push("deleted:".to_owned());
        }
    }
    parts.push(frozen.path.clone());
    parts.join("  ").replace("deleted:  ", "deleted: ") + "\n"
}

/// Why a cycle cannot be closed, and what each missing thing wants; ids of other cycles than `here`
/// with theirs.
pub fn incomplete(missing: &[Missing<'_>], cycle: CycleId, here: CycleId) -> (String, String) {
    let is = if missing.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{cycle} cannot be closed: {} {is} missing",
        counts(missing).join(" and ")
    );
    let help = format!(
        "{}\n  or close it all the same: okr close {cycle} --force --reason \"…\"",
        steps(missing, here).join("\n  ")
    );
    (message, help)
}

/// `2 reviews`, `1 final reading`: what there is of either.
pub fn counts(missing: &[Missing<'_>]) -> Vec<String> {
    let is_review = |m: &&Missing<'_>| matches!(m.what, LastWord::Review(_));
    let reviews = missing.iter().filter(is_review).count();
    let readings = missing.len() - reviews;
    let mut parts = Vec::new();
    if reviews > 0 {
        parts.push(count(reviews, "review"));
    }
    if readings > 0 {
        parts.push(count(readings, "final reading"));
    }
    parts
}

/// What each missing thing wants, as a command to type and whose it is; ids of other cycles than
/// `here` with theirs.
pub fn steps(missing: &[Missing<'_>], here: CycleId) -> Vec<String> {
    missing.iter().map(|missing| step(missing, here)).collect()
}

/// `okr checkin kpis/nps …  (maria, last update 2026-08-29)`.
fn step(missing: &Missing<'_>, here: CycleId) -> String {
    let (command, seen) = match &missing.what {
        LastWord::Review(objective) => {
            let id = objective.id.relative_to(here);
            (format!("okr review {id}"), None)
        }
        LastWord::KeyResult(goal) => {
            let id = goal.relative_to(here);
            (format!("okr checkin {id} …"), Some(seen(missing.last)))
        }
        // A KPI belongs to no cycle: without a date it would be read for today's.
        LastWord::Kpi(kpi, end) => (
            format!("okr checkin {} … --date {end}", kpi.id),
            Some(seen(missing.last)),
        ),
    };
    let owner = missing.owner.map(ToString::to_string);
    let known: Vec<String> = owner.into_iter().chain(seen).collect();
    match known.is_empty() {
        true => command,
        false => format!("{command}  ({})", known.join(", ")),
    }
}

fn seen(last: Option<NaiveDate>) -> String {
    match last {
        Some(last) => format!("last update {last}"),
        None => "no update".to_owned(),
    }
}

#[derive(Serialize)]
struct ClosedView<'a> {
    cycle: Option<String>,
    closed: bool,
    on: Option<String>,
    by: Option<&'a str>,
    forced: Option<&'a str>,
    score: Option<json::Number>,
    scores: BTreeMap<String, json::Number>,
    path: Option<&'a str>,
}

/// `okr close --format json`; none where there was nothing to close.
pub fn json(frozen: Option<&Frozen>) -> String {
    let closed = frozen.and_then(|frozen| frozen.closed.as_ref());
    let scores = closed.iter().flat_map(|closed| &closed.scores);
    let scores = scores.map(|(goal, score)| (goal.local(), json::Number(*score)));
    json::document(&ClosedView {
        cycle: frozen.map(|frozen| frozen.cycle.to_string()),
        closed: frozen.is_some_and(|frozen| frozen.is_closed),
        on: closed.map(|closed| closed.on.to_string()),
        by: closed.and_then(|closed| Some(closed.by.as_ref()?.as_str())),
        forced: closed.and_then(|closed| closed.forced.as_deref()),
        score: frozen.and_then(|frozen| frozen.score).map(json::Number),
        scores: scores.collect(),
        path: frozen.map(|frozen| frozen.path.as_str()),
    })
}
