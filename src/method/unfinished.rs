//! What is left to do of a cycle that has ended: look back on it, close it, carry its KPIs on.

use super::Evaluator;
use super::close::{Missing, missing};
use crate::model::{Calendar, Carried, CycleFolder, CycleId, Objective};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// How many days after its end a cycle is spoken of where another one is looked at.
const REMEMBERED: u64 = 21;

/// What is left to do of a cycle that has ended.
#[derive(Debug, Clone)]
pub struct Unfinished<'w> {
    /// The cycle.
    pub cycle: CycleId,
    /// Reviews and final readings, where it is not closed.
    pub missing: Vec<Missing<'w>>,
    /// Whether its scores are still computed.
    pub is_open: bool,
    /// The KPIs that nobody follows in the next cycle, where nothing was carried into that and it has
    /// not ended either.
    pub left_behind: BTreeSet<&'w str>,
}

/// How a cycle stands, for a list of them.
#[derive(Debug, Clone)]
pub struct CycleSummary<'w> {
    /// The cycle, its objectives included.
    pub state: super::CycleState<'w>,
    /// Its objectives that were not dropped.
    pub objectives: usize,
    /// Those of them that somebody has looked back on.
    pub reviewed: usize,
    /// What is left to do, where it has ended and anything is.
    pub unfinished: Option<Unfinished<'w>>,
}

/// Whether a cycle has ended so short a time ago that what is left to do of it is said where people look
/// at another one.
pub fn is_remembered(calendar: Calendar, cycle: CycleId, day: NaiveDate) -> bool {
    let end = calendar.end(cycle);
    end < day && day <= end + Days::new(REMEMBERED)
}

impl<'w> Evaluator<'w> {
    /// How a cycle stands. Of the next one, definitions must have been read.
    pub fn summary(&self, cycle: CycleId) -> CycleSummary<'w> {
        let objectives: Vec<_> = self.live_objectives(cycle).collect();
        CycleSummary {
            state: self.cycle(cycle),
            objectives: objectives.len(),
            reviewed: objectives.iter().filter(|o| o.review.is_some()).count(),
            unfinished: self.unfinished(cycle),
        }
    }

    /// What is left to do of a cycle; none where it still runs, has no objectives, or all is done. Of the
    /// next one, definitions must have been read.
    pub fn unfinished(&self, cycle: CycleId) -> Option<Unfinished<'w>> {
        if !self.span(cycle).ended() || self.live_objectives(cycle).next().is_none() {
            return None;
        }
        let is_open = self.frozen(cycle).is_none();
        let missing = match is_open {
            true => missing(self.workspace(), cycle, self.day()),
            false => Vec::new(),
        };
        let left_behind = self.left_behind(cycle);
        (is_open || !left_behind.is_empty()).then_some(Unfinished {
            cycle,
            missing,
            is_open,
            left_behind,
        })
    }

    fn left_behind(&self, cycle: CycleId) -> BTreeSet<&'w str> {
        let next = cycle.next();
        let mut carried = self.folder(next).into_iter().flat_map(objectives);
        if self.span(next).ended() || carried.any(|o| is_carried(o, cycle)) {
            return BTreeSet::new();
        }
        let mut kpis = self.followed(cycle);
        kpis.retain(|kpi| {
            let kpi = self.workspace().kpis.get(*kpi);
            kpi.is_some_and(|kpi| !kpi.retired_on(self.day()))
        });
        &kpis - &self.followed(next)
    }
}

fn objectives(folder: &CycleFolder) -> impl Iterator<Item = &Objective> {
    folder.objectives.values()
}

/// Whether an objective, or a key result of it, goes on from the cycle `from`.
fn is_carried(objective: &Objective, from: CycleId) -> bool {
    let own = objective.carried.iter();
    let theirs = objective
        .key_results
        .iter()
        .filter_map(|kr| kr.carried.as_ref());
    own.chain(theirs).any(|c: &Carried| c.from.cycle == from)
}
