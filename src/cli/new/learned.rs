//! What a team has learned before: its last reviews, for those who plan.

use super::world::World;
use crate::model::{Objective, Review};
use crate::render::numbers::two;
use crate::store::load::Depth;

/// How many cycles are looked back.
const CYCLES: usize = 4;
/// How many reviews are told, and how many characters of each.
const REVIEWS: usize = 2;
const LENGTH: usize = 160;

/// A line for each of the last reviews of a team (none: the company) that hold words, of the newest
/// cycle before the one that is planned that has any.
pub(super) fn learned(world: &World<'_>, team: Option<&str>) -> Vec<String> {
    let calendar = world.workspace.calendar();
    let mut before = world.store.cycle_folders();
    before.retain(|&cycle| {
        let over = calendar.end(cycle) < calendar.start(world.cycle);
        over && cycle.kind() == world.cycle.kind()
    });
    for &cycle in before.iter().rev().take(CYCLES) {
        let loaded = world.store.read_cycles(&[(cycle, Depth::Definitions)]);
        let theirs = loaded.workspace.objectives();
        let theirs = theirs.filter(|o| o.id.objective.team() == team);
        let lines: Vec<_> = theirs.filter_map(line).take(REVIEWS).collect();
        if !lines.is_empty() {
            return lines;
        }
    }
    Vec::new()
}

/// `learned in 2026-Q2 (customer-success/loyal, self-grade 0.60): Ask legal in the first month`.
fn line(objective: &Objective) -> Option<String> {
    let review = objective.review.as_ref()?;
    let (what, words) = match review {
        Review {
            learned: Some(learned),
            ..
        } => ("learned", learned),
        Review {
            did_not_work: Some(words),
            ..
        } => ("did not work", words),
        Review { .. } => return None,
    };
    let grade = review.grade.map(|g| format!(", self-grade {}", two(g)));
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut words = words.join(" ");
    if let Some((end, _)) = words.char_indices().nth(LENGTH) {
        words.truncate(end);
        words.push('…');
    }
    let id = &objective.id;
    let grade = grade.unwrap_or_default();
    Some(format!(
        "{what} in {} ({}{grade}): {words}",
        id.cycle,
        id.local()
    ))
}
