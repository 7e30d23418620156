//! The agenda of a weekly meeting: what moved, what is stuck and why, what was won, what comes next.

use super::{Logged, LoggedUpdate};
use crate::method::changes::{Figure, GoalChange, Move, Shown};
use crate::method::health::KpiStatus;
use crate::method::outlook::Outlook;
use crate::method::states::ObjectiveState;
use crate::method::status::{Flag, Status};
use crate::model::{GoalId, Kpi, Name};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everything that a meeting talks about, apart from the scores themselves.
#[derive(Debug, Clone, Default)]
pub struct Agenda<'a, 'w> {
    /// Goals that are on their way and of which there is news, in the order of the goals.
    pub moved: Vec<Item<'a, 'w>>,
    /// KPIs that no goal follows.
    pub kpis: Vec<KpiMove<'w>>,
    /// Goals that are off track, at risk, late or silent, the worst first.
    pub stuck: Vec<Item<'a, 'w>>,
    /// What else is in the way, with the goal where it is of one; newest first.
    pub blockers: Vec<(Option<LoggedUpdate<'w>>, Words<'w>)>,
    /// What went well, newest first.
    pub wins: Vec<Words<'w>>,
    /// Each person's newest plan, by name.
    pub plans: Vec<Words<'w>>,
    /// What people changed of the plan itself.
    pub decided: Vec<GoalChange<'a, 'w>>,
}

/// A goal that is talked about.
#[derive(Debug, Clone)]
pub struct Item<'a, 'w> {
    /// The key result, or objective that is measured itself.
    pub goal: Shown<'a, 'w>,
    /// Its value on the earlier day and now, where that differs.
    pub value: Option<(Option<f64>, Option<f64>)>,
    /// By how much the score rose.
    pub score_change: Option<f64>,
    /// Its confidence on the earlier day and now, where that differs.
    pub confidence: Option<(Option<f64>, Option<f64>)>,
    /// Its status on the earlier day, where that was another.
    pub status_before: Option<Status>,
    /// What people reported in these days, newest first.
    pub said: Vec<LoggedUpdate<'w>>,
    /// What is in its way.
    pub blockers: Vec<Words<'w>>,
}

/// A KPI that was read.
#[derive(Debug, Clone)]
pub struct KpiMove<'w> {
    /// The KPI.
    pub kpi: &'w Kpi,
    /// Its value before the first reading of these days.
    pub before: Option<f64>,
    /// Its value with the last.
    pub after: Option<f64>,
    /// How healthy it is.
    pub status: KpiStatus,
}

/// Something that a person said.
#[derive(Debug, Clone, Copy)]
pub struct Words<'w> {
    /// Who.
    pub by: &'w Name,
    /// When.
    pub date: NaiveDate,
    /// What.
    pub text: &'w str,
}

impl Agenda<'_, '_> {
    /// Leaves out what is said of other goals.
    pub fn only(&mut self, goal: &GoalId) {
        self.moved.retain(|item| item.goal.id() == *goal);
        self.stuck.retain(|item| item.goal.id() == *goal);
        self.decided.retain(|change| change.id == *goal);
    }
}

impl<'w> Words<'w> {
    /// Words of a check-in.
    pub fn new(logged: &Logged<'w>, text: &'w str) -> Self {
        Self {
            by: &logged.checkin.by,
            date: logged.checkin.date,
            text,
        }
    }

    /// Words of an update.
    pub fn of(logged: &LoggedUpdate<'w>, text: &'w str) -> Self {
        Self {
            by: &logged.entry.checkin.by,
            date: logged.entry.checkin.date,
            text,
        }
    }
}

impl<'a, 'w> Shown<'a, 'w> {
    /// Its id.
    pub fn id(self) -> GoalId {
        match self {
            Self::Objective(state) => state.objective.id.clone(),
            Self::KeyResult(state) => state.id.clone(),
        }
    }

    /// Its pace.
    pub fn outlook(self) -> &'a Outlook {
        match self {
            Self::Objective(state) => &state.outlook,
            Self::KeyResult(state) => &state.outlook,
        }
    }

    /// Who answers for it.
    pub fn owner(self) -> Option<&'w Name> {
        match self {
            Self::Objective(state) => state.terms.owner.as_ref(),
            Self::KeyResult(state) => state.owner,
        }
    }
}

/// Puts an agenda together: of `shown`, what changed (`changes`), what was said in the same days
/// (`said`), and of the whole time the open blockers and newest plans (`open`), both newest first.
/// `health` tells how a KPI is.
pub fn agenda<'a, 'w>(
    shown: &[&'a ObjectiveState<'w>],
    changes: Vec<GoalChange<'a, 'w>>,
    said: &[Logged<'w>],
    open: &[Logged<'w>],
    health: &dyn Fn(&'w Kpi) -> KpiStatus,
) -> Agenda<'a, 'w> {
    let mut agenda = Agenda::default();
    let (mut news, mut blockers) = (by_goal(said), open_by_goal(open));
    for goal in shown.iter().flat_map(|o| measured(o)) {
        let id = goal.id();
        let change = changes.iter().find(|change| change.id == id);
        let said = news.remove(&id).unwrap_or_default();
        let mut item = Item::new(goal, change, said);
        if is_stuck(goal) {
            let own = blockers.remove(&id).unwrap_or_default();
            item.blockers = own.iter().filter_map(blocker).collect();
            agenda.stuck.push(item);
        } else if item.is_news() {
            agenda.moved.push(item);
        }
    }
    agenda.stuck.sort_by_key(|item| urgency(item.goal));
    agenda.kpis = kpi_moves(shown, said, health);
    agenda.blockers = open.iter().flat_map(|l| in_the_way(l, &blockers)).collect();
    let plans = open.iter().filter_map(|l| Some(Words::new(l, l.plan?)));
    agenda.plans = plans.collect();
    agenda.plans.sort_by_key(|plan| plan.by);
    let wins = said.iter().flat_map(|logged| {
        let wins = logged.wins.iter();
        wins.map(|text| Words::new(logged, text))
    });
    agenda.wins = wins.collect();
    agenda.decided = changes.into_iter().filter_map(decided).collect();
    agenda
}

/// What is measured of an objective: its live key results, or itself.
fn measured<'a, 'w>(state: &'a ObjectiveState<'w>) -> Vec<Shown<'a, 'w>> {
    if state.dropped {
        return Vec::new();
    }
    if state.figures.is_some() {
        return vec![Shown::Objective(state)];
    }
    let live = state.key_results.iter().filter(|kr| !kr.dropped);
    live.map(Shown::KeyResult).collect()
}

fn by_goal<'w>(said: &[Logged<'w>]) -> HashMap<GoalId, Vec<LoggedUpdate<'w>>> {
    let mut goals: HashMap<_, Vec<_>> = HashMap::new();
    for update in said.iter().flat_map(|logged| &logged.updates) {
        if let Some(id) = &update.goal {
            goals.entry(id.clone()).or_default().push(update.clone());
        }
    }
    goals
}

fn open_by_goal<'w>(open: &[Logged<'w>]) -> HashMap<GoalId, Vec<LoggedUpdate<'w>>> {
    let mut goals = by_goal(open);
    goals.retain(|_, updates| {
        updates.retain(|update| update.update().blocker.is_some());
        !updates.is_empty()
    });
    goals
}

/// What a check-in says is in the way: of everything, and of those goals that are in `left`.
fn in_the_way<'w>(
    logged: &Logged<'w>,
    left: &HashMap<GoalId, Vec<LoggedUpdate<'w>>>,
) -> Vec<(Option<LoggedUpdate<'w>>, Words<'w>)> {
    let own = logged.blockers.iter();
    let own = own.map(|text| (None, Words::new(logged, text)));
    let updates = logged.updates.iter().filter(|update| {
        let goal = update.goal.as_ref();
        goal.is_none_or(|id| left.contains_key(id))
    });
    let of_goals = updates.filter_map(|update| Some((Some(update.clone()), blocker(update)?)));
    own.chain(of_goals).collect()
}

fn blocker<'w>(update: &LoggedUpdate<'w>) -> Option<Words<'w>> {
    let text = update.update().blocker.as_deref()?;
    Some(Words::of(update, text))
}

fn is_stuck(goal: Shown<'_, '_>) -> bool {
    urgency(goal) < CALM
}

const CALM: u8 = 3;

/// The worst first: off track or missed, at risk, late or silent.
fn urgency(goal: Shown<'_, '_>) -> u8 {
    let outlook = goal.outlook();
    let late = [Flag::Stale, Flag::Overdue];
    match outlook.status {
        Status::OffTrack | Status::Missed => 0,
        Status::AtRisk => 1,
        Status::OnTrack | Status::Unjudged if late.iter().any(|f| outlook.flags.contains(f)) => 2,
        Status::OnTrack | Status::Unjudged | Status::Done | Status::Dropped => CALM,
    }
}

impl<'a, 'w> Item<'a, 'w> {
    fn new(
        goal: Shown<'a, 'w>,
        change: Option<&GoalChange<'a, 'w>>,
        said: Vec<LoggedUpdate<'w>>,
    ) -> Self {
        let moves = change.map_or(&[][..], |change| &change.moves);
        let figure = |wanted: Figure| {
            moves.iter().find_map(|step| match step {
                Move::Figure {
                    what,
                    before,
                    after,
                } if *what == wanted => Some((*before, *after)),
                Move::Figure { .. }
                | Move::Added
                | Move::Dropped
                | Move::Status { .. }
                | Move::Flags { .. }
                | Move::Words { .. } => None,
            })
        };
        let status = moves.iter().find_map(|step| match step {
            Move::Status { before, .. } => Some(*before),
            Move::Added
            | Move::Dropped
            | Move::Figure { .. }
            | Move::Flags { .. }
            | Move::Words { .. } => None,
        });
        Self {
            goal,
            value: figure(Figure::Value),
            score_change: change.and_then(GoalChange::score_change),
            confidence: figure(Figure::Confidence),
            status_before: status,
            said,
            blockers: Vec::new(),
        }
    }

    /// Milestones that were reported as reached in these days.
    pub fn done(&self) -> impl Iterator<Item = &LoggedUpdate<'w>> {
        self.said.iter().filter(|u| !u.update().done.is_empty())
    }

    fn is_news(&self) -> bool {
        let told = self.said.iter().any(|u| u.update().note.is_some());
        let changed = self.value.is_some() || self.confidence.is_some();
        changed || told || self.status_before.is_some() || self.done().next().is_some()
    }
}

/// The KPIs that were read for themselves and are followed by none of the goals, by id.
fn kpi_moves<'w>(
    shown: &[&ObjectiveState<'w>],
    said: &[Logged<'w>],
    health: &dyn Fn(&'w Kpi) -> KpiStatus,
) -> Vec<KpiMove<'w>> {
    let parts = shown.iter().flat_map(|o| {
        let parts = o.key_results.iter().filter_map(|kr| kr.kpi);
        parts.chain(o.kpi)
    });
    let followed: BTreeSet<_> = parts.map(|kpi| &kpi.id).collect();
    let mut moves: BTreeMap<_, KpiMove<'w>> = BTreeMap::new();
    for update in said.iter().rev().flat_map(|logged| &logged.updates) {
        let Some(kpi) = update.kpi.filter(|kpi| !followed.contains(&kpi.id)) else {
            continue;
        };
        if update.update().value.is_some() && update.goal.is_none() {
            let first = || KpiMove {
                kpi,
                before: update.before,
                after: None,
                status: health(kpi),
            };
            moves.entry(&kpi.id).or_insert_with(first).after = update.after;
        }
    }
    moves.into_values().collect()
}

/// What of a change people decided: what came, went, or is asked in another way.
fn decided<'a, 'w>(mut change: GoalChange<'a, 'w>) -> Option<GoalChange<'a, 'w>> {
    change.moves.retain(|step| match step {
        Move::Added | Move::Dropped | Move::Words { .. } => true,
        Move::Figure { what, before, .. } => match what {
            Figure::Score | Figure::Value | Figure::Confidence => false,
            // The first reading becomes the baseline by itself.
            Figure::Baseline => before.is_some(),
            Figure::Target
            | Figure::Commit
            | Figure::Stretch
            | Figure::AtLeast
            | Figure::AtMost
            | Figure::Weight => true,
        },
        Move::Status { .. } | Move::Flags { .. } => false,
    });
    (!change.moves.is_empty()).then_some(change)
}
