//! What changed between two days: scores, values, statuses and flags, and what people decided.

use super::states::{CycleState, KeyResultState, ObjectiveState};
use super::status::{Flag, Status};
use super::{measure::Figures, score::TOLERANCE};
use crate::model::{Amendment, Dropped, GoalId, Kpi, Name};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// A goal of which something changed.
#[derive(Debug, Clone)]
pub struct GoalChange<'a, 'w> {
    /// Its id.
    pub id: GoalId,
    /// What it is now.
    pub goal: Shown<'a, 'w>,
    /// What changed, at least one thing, in a fixed order.
    pub moves: Vec<Move>,
    /// Why people changed the plan, oldest first.
    pub reasons: Vec<&'w str>,
}

/// A goal as it is on the later day.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a, 'w> {
    /// An objective.
    Objective(&'a ObjectiveState<'w>),
    /// One of its key results.
    KeyResult(&'a KeyResultState<'w>),
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// It came.
    Added,
    /// It was given up, or its objective was.
    Dropped,
    /// A figure moved.
    Figure {
        /// Which.
        what: Figure,
        /// On the earlier day.
        before: Option<f64>,
        /// On the later day.
        after: Option<f64>,
    },
    /// The word for its pace.
    Status {
        /// On the earlier day.
        before: Status,
        /// On the later day.
        after: Status,
    },
    /// What else there is to say.
    Flags {
        /// On the earlier day.
        before: BTreeSet<Flag>,
        /// On the later day.
        after: BTreeSet<Flag>,
    },
    /// Something that is told in words.
    Words {
        /// Which.
        what: Wording,
        /// On the earlier day.
        before: Option<String>,
        /// On the later day.
        after: Option<String>,
    },
}

/// Figures that may move, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// 0 to 1.
    Score,
    /// In the goal's unit.
    Value,
    /// 0 to 1.
    Confidence,
    /// In the goal's unit, as are the next.
    Target,
    /// Where it started.
    Baseline,
    /// Scores 0.3.
    Commit,
    /// Scores 1.
    Stretch,
    /// Lower bound.
    AtLeast,
    /// Upper bound.
    AtMost,
    /// Among its siblings.
    Weight,
}

/// What is agreed in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// What it is called.
    Title,
    /// Who answers for it.
    Owner,
    /// When an effort should be complete.
    Due,
    /// The goal above.
    Supports,
}

impl Figure {
    /// The word for it in output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::Value => "value",
            Self::Confidence => "confidence",
            Self::Target => "target",
            Self::Baseline => "baseline",
            Self::Commit => "commit",
            Self::Stretch => "stretch",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Weight => "weight",
        }
    }
}

impl Wording {
    /// The word for it in output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Supports => "supports",
        }
    }
}

impl Move {
    /// The word for what changed in output.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Figure { what, .. } => what.word(),
            Self::Status { .. } => "status",
            Self::Flags { .. } => "flags",
            Self::Words { what, .. } => what.word(),
        }
    }
}

impl GoalChange<'_, '_> {
    /// By how much its score rose (or, negative, fell), where it had one on both days.
    pub fn score_change(&self) -> Option<f64> {
        self.moves.iter().find_map(|change| match change {
            Move::Figure {
                what: Figure::Score,
                before,
                after,
            } => Some((*after)? - (*before)?),
            Move::Added
            | Move::Dropped
            | Move::Figure { .. }
            | Move::Status { .. }
            | Move::Flags { .. }
            | Move::Words { .. } => None,
        })
    }
}

/// What changed of `shown`, the goals of a cycle on the day `until`, since `before`, the same cycle on
/// an earlier day. In the order of `shown`, each objective before its key results.
pub fn changes<'a, 'w>(
    before: &CycleState<'w>,
    shown: &[&'a ObjectiveState<'w>],
    until: NaiveDate,
) -> Vec<GoalChange<'a, 'w>> {
    let known = before.objectives.iter();
    let known: HashMap<_, _> = known.map(|o| (&o.objective.id, o.as_ref())).collect();
    let days = Days {
        since: before.as_of,
        until,
    };
    let mut all = Vec::new();
    for &now in shown {
        let then = known.get(&now.objective.id).copied();
        let moves = of_objective(then, now);
        let gone = now.objective.dropped.as_ref();
        all.push(GoalChange {
            id: now.objective.id.clone(),
            goal: Shown::Objective(now),
            reasons: days.reasons(&moves, gone, &now.objective.amended, now.kpi),
            moves,
        });
        let parts = then.map_or(&[][..], |then| &then.key_results);
        for kr in &now.key_results {
            let moves = of_key_result(parts.iter().find(|then| then.id == kr.id), kr);
            let gone = kr.key_result.dropped.as_ref().or(gone);
            all.push(GoalChange {
                id: kr.id.clone(),
                goal: Shown::KeyResult(kr),
                reasons: days.reasons(&moves, gone, &kr.key_result.amended, kr.kpi),
                moves,
            });
        }
    }
    all.retain(|change| !change.moves.is_empty());
    all
}

/// The days after `since`, up to `until`.
#[derive(Clone, Copy)]
struct Days {
    since: NaiveDate,
    until: NaiveDate,
}

impl Days {
    fn holds(self, day: NaiveDate) -> bool {
        self.since < day && day <= self.until
    }

    /// Why a goal changed that was `dropped` and `amended` so and follows `kpi`.
    fn reasons<'w, T>(
        self,
        moves: &[Move],
        dropped: Option<&'w Dropped>,
        amended: &'w [Amendment<T>],
        kpi: Option<&'w Kpi>,
    ) -> Vec<&'w str> {
        if moves.contains(&Move::Added) {
            return Vec::new();
        }
        if moves.contains(&Move::Dropped) {
            let reason = dropped.and_then(|gone| gone.reason.as_deref());
            return reason.into_iter().collect();
        }
        let own = amended.iter().filter(|a| self.holds(a.on));
        // The target of a KPI is its followers', where they have none of their own.
        let target = |change: &Move| change.word() == Figure::Target.word();
        let kpi = kpi.filter(|_| moves.iter().any(target));
        let of_kpi = kpi.into_iter().flat_map(|kpi| &kpi.amended);
        let of_kpi = of_kpi.filter(|a| self.holds(a.on));
        let own = own.filter_map(|a| a.reason.as_deref());
        own.chain(of_kpi.filter_map(|a| a.reason.as_deref()))
            .collect()
    }
}

fn of_objective(then: Option<&ObjectiveState<'_>>, now: &ObjectiveState<'_>) -> Vec<Move> {
    let Some(then) = then else {
        return vec![Move::Added];
    };
    if now.dropped {
        return gone(then.dropped);
    }
    let mut moves = Vec::new();
    figure(&mut moves, Figure::Score, then.score, now.score);
    if let (Some(then), Some(now)) = (&then.figures, &now.figures) {
        figures(&mut moves, then, now);
    }
    let weight = |o: &ObjectiveState<'_>| Some(o.terms.weight.get());
    figure(&mut moves, Figure::Weight, weight(then), weight(now));
    outlook(
        &mut moves,
        (then.outlook.status, &then.outlook.flags),
        (now.outlook.status, &now.outlook.flags),
    );
    let title = |o: &ObjectiveState<'_>| Some(o.terms.title.clone());
    words(&mut moves, Wording::Title, title(then), title(now));
    let owner = |o: &ObjectiveState<'_>| o.terms.owner.as_ref().map(Name::to_string);
    words(&mut moves, Wording::Owner, owner(then), owner(now));
    let above = |o: &ObjectiveState<'_>| o.terms.supports.as_ref().map(ToString::to_string);
    words(&mut moves, Wording::Supports, above(then), above(now));
    moves
}

fn of_key_result(then: Option<&KeyResultState<'_>>, now: &KeyResultState<'_>) -> Vec<Move> {
    let Some(then) = then else {
        return vec![Move::Added];
    };
    if now.dropped {
        return gone(then.dropped);
    }
    let mut moves = Vec::new();
    let (was, is) = (&then.figures, &now.figures);
    figure(&mut moves, Figure::Score, was.score, is.score);
    let (latest, confident) = (then.confidence.latest, now.confidence.latest);
    figure(&mut moves, Figure::Confidence, latest, confident);
    figures(&mut moves, was, is);
    let weight = |kr: &KeyResultState<'_>| Some(kr.terms.weight.get());
    figure(&mut moves, Figure::Weight, weight(then), weight(now));
    outlook(
        &mut moves,
        (then.outlook.status, &then.outlook.flags),
        (now.outlook.status, &now.outlook.flags),
    );
    let title = |kr: &KeyResultState<'_>| kr.terms.title.clone();
    words(&mut moves, Wording::Title, title(then), title(now));
    let owner = |kr: &KeyResultState<'_>| kr.owner.map(Name::to_string);
    words(&mut moves, Wording::Owner, owner(then), owner(now));
    words(&mut moves, Wording::Due, due(then), due(now));
    moves
}

fn due(state: &KeyResultState<'_>) -> Option<String> {
    let due = state.terms.measure.effort()?.due?;
    Some(due.to_string())
}

/// What is told of a goal that is given up: once, that it is.
fn gone(already: bool) -> Vec<Move> {
    if already {
        Vec::new()
    } else {
        vec![Move::Dropped]
    }
}

fn figures(moves: &mut Vec<Move>, then: &Figures<'_>, now: &Figures<'_>) {
    figure(moves, Figure::Value, then.value, now.value);
    figure(moves, Figure::Target, then.target, now.target);
    figure(moves, Figure::Baseline, then.baseline, now.baseline);
    figure(moves, Figure::Commit, then.commit, now.commit);
    figure(moves, Figure::Stretch, then.stretch, now.stretch);
    figure(moves, Figure::AtLeast, then.at_least, now.at_least);
    figure(moves, Figure::AtMost, then.at_most, now.at_most);
}

fn figure(moves: &mut Vec<Move>, what: Figure, before: Option<f64>, after: Option<f64>) {
    let same = match (before, after) {
        (Some(before), Some(after)) => (before - after).abs() <= TOLERANCE,
        (before, after) => before == after,
    };
    if !same {
        moves.push(Move::Figure {
            what,
            before,
            after,
        });
    }
}

fn outlook(
    moves: &mut Vec<Move>,
    (before, flags): (Status, &BTreeSet<Flag>),
    (after, flags_now): (Status, &BTreeSet<Flag>),
) {
    if before != after {
        moves.push(Move::Status { before, after });
    }
    if flags != flags_now {
        moves.push(Move::Flags {
            before: flags.clone(),
            after: flags_now.clone(),
        });
    }
}

fn words(moves: &mut Vec<Move>, what: Wording, before: Option<String>, after: Option<String>) {
    if before != after {
        moves.push(Move::Words {
            what,
            before,
            after,
        });
    }
}
