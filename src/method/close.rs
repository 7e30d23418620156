//! The end of a cycle: what is missing before its scores are frozen, the scores, and what differs
//! from them since.
//!
//! A final reading is missing of
//! - a key result that is neither done, dropped, a rollup nor follows a KPI, where its last update
//!   (else the cycle's start, or the day it was added) lies more than a check-in period before the
//!   cycle's end;
//! - a KPI that a goal of the cycle follows, where its last reading lies more than a period of its
//!   frequency before that, or none was read for so long; one that was not read in the cycle at all
//!   also where a whole period fits in. Without a frequency the check-in period stands in for it.

use super::Evaluator;
use super::due::DueGoal;
use super::states::ObjectiveState;
use super::status::Status;
use crate::model::{
    CheckIn, CycleFolder, CycleId, GoalId, Kpi, KpiId, Name, Objective, Update, Workspace,
};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something without which a cycle is not complete.
#[derive(Debug, Clone)]
pub struct Missing<'w> {
    /// What it is.
    pub what: LastWord<'w>,
    /// Whose it is; none where nobody owns it.
    pub owner: Option<&'w Name>,
    /// The day of the last update or reading in the cycle; none before the first, and for a review.
    pub last: Option<NaiveDate>,
}

/// What somebody has to say before a cycle is closed.
#[derive(Debug, Clone)]
pub enum LastWord<'w> {
    /// A look back on an objective.
    Review(&'w Objective),
    /// Where a key result ended.
    KeyResult(GoalId),
    /// Where a KPI ended, on the cycle's last day: it belongs to no cycle itself.
    Kpi(&'w Kpi, NaiveDate),
}

impl LastWord<'_> {
    /// Its word in documents.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Review(_) => "review",
            Self::KeyResult(_) => "key-result",
            Self::Kpi(..) => "kpi",
        }
    }
}

/// What a cycle that has ended still misses on `day`: reviews by objective, then final readings.
/// `workspace` holds the cycle and all that shares a day with it, from [`read_since`] on also what was
/// read before.
pub fn missing(workspace: &Workspace, cycle: CycleId, day: NaiveDate) -> Vec<Missing<'_>> {
    let now = Evaluator::new(workspace, day);
    let reviews = now.missing_reviews(cycle).into_iter();
    let reviews = reviews.filter_map(|due| match due.goal {
        DueGoal::Review(objective, _) => Some(Missing {
            what: LastWord::Review(objective),
            owner: due.owner,
            last: None,
        }),
        DueGoal::KeyResult(_) | DueGoal::Kpi(_) => None,
    });
    let mut missing: Vec<_> = reviews.collect();
    // On its last day a cycle still runs: `done` means that the target is reached.
    let last_day = Evaluator::new(workspace, workspace.calendar().end(cycle));
    missing.extend(last_day.missing_readings(cycle));
    missing
}

/// The first day from which readings must be known to tell what a cycle misses, where that lies before
/// the cycle: one of its goals follows a KPI that was not read in it, and need not be read in every one.
/// No frequency is longer than a year.
pub fn read_since(workspace: &Workspace, cycle: CycleId) -> Option<NaiveDate> {
    let calendar = workspace.calendar();
    let (start, end) = (calendar.start(cycle), calendar.end(cycle));
    let before = start.pred_opt()?;
    let is_rare = |kpi: &&Kpi| kpi.frequency.is_some_and(|f| f.after(before, 1) > end);
    let mut rare = workspace.kpis.values().filter(is_rare).peekable();
    rare.peek()?;
    let evaluator = Evaluator::new(workspace, end);
    let followed = evaluator.followed(cycle);
    let is_unread = |kpi: &Kpi| evaluator.kpi_value(kpi, cycle).is_none();
    rare.any(|kpi| followed.contains(kpi.id.as_str()) && is_unread(kpi))
        .then(|| end - Days::new(366))
}

/// The scores that are to be frozen: of every objective and key result of a cycle that has one.
pub fn scores(evaluator: &Evaluator<'_>, cycle: CycleId) -> BTreeMap<GoalId, f64> {
    let mut scores = BTreeMap::new();
    for objective in &evaluator.cycle(cycle).objectives {
        let own = objective.score.map(|s| (objective.objective.id.clone(), s));
        scores.extend(own);
        let key_results = objective.key_results.iter();
        scores.extend(key_results.filter_map(|kr| Some((kr.id.clone(), kr.figures.score?))));
    }
    scores
}

impl<'w> Evaluator<'w> {
    /// The final readings that a cycle misses, as of its last day.
    fn missing_readings(&self, cycle: CycleId) -> Vec<Missing<'w>> {
        let span = self.span(cycle);
        let mut missing = Vec::new();
        let mut kpis: BTreeMap<&KpiId, &'w Kpi> = BTreeMap::new();
        for due in self.open_key_results(cycle) {
            let DueGoal::KeyResult(state) = due.goal else {
                continue;
            };
            match state.kpi {
                Some(kpi) => {
                    kpis.insert(&kpi.id, kpi);
                }
                None if due.since < span.end => missing.push(Missing {
                    what: LastWord::KeyResult(state.id.clone()),
                    owner: due.owner,
                    last: due.last,
                }),
                None => {}
            }
        }
        let state = self.cycle(cycle);
        let measured = state.objectives.iter().filter(|o| is_open(o));
        kpis.extend(measured.filter_map(|o| Some((&o.kpi?.id, o.kpi?))));
        let kpis = kpis.into_values().filter(|kpi| !kpi.retired_on(span.end));
        missing.extend(kpis.filter_map(|kpi| self.missing_kpi_reading(kpi, cycle)));
        missing
    }

    fn missing_kpi_reading(&self, kpi: &'w Kpi, cycle: CycleId) -> Option<Missing<'w>> {
        let span = self.span(cycle);
        let ever = self.kpi(kpi, cycle).last_reading;
        let last = ever.filter(|&last| last >= span.start);
        let after = |day| match kpi.frequency {
            Some(frequency) => frequency.after(day, 1),
            None => self.settings().checkin_frequency.after(day, 1),
        };
        let is_missing = match last {
            Some(last) => after(last) < span.end,
            None => {
                let fits_in = after(span.start.pred_opt()?) <= span.end;
                fits_in || ever.is_none_or(|ever| after(ever) < span.end)
            }
        };
        is_missing.then_some(Missing {
            what: LastWord::Kpi(kpi, span.end),
            owner: kpi.owner_on(span.end),
            last,
        })
    }
}

/// Whether an objective that is measured itself is neither done nor dropped.
fn is_open(objective: &ObjectiveState<'_>) -> bool {
    objective.figures.is_some() && !objective.dropped && objective.outlook.status != Status::Done
}

/// A score of a closed cycle that would be another one today.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The goal.
    pub goal: GoalId,
    /// The goal as `closed.toml` calls it.
    pub written: GoalId,
    /// As it was frozen; none where it had no score.
    pub frozen: Option<f64>,
    /// As it is computed; none where it has no score any more.
    pub now: Option<f64>,
    /// The updates that came too late, where taking them away gives the frozen score again: each
    /// check-in with the place of the update in it.
    pub late: Vec<Said>,
}

/// A goal of a closed cycle whose frozen score would be another one today.
#[derive(Debug, Clone)]
pub struct Today<'w> {
    /// Its objective as it is computed.
    pub objective: Arc<ObjectiveState<'w>>,
    /// When the cycle was closed.
    pub closed_on: NaiveDate,
    /// The name under which the goal's score was frozen, if it had one.
    pub name: Option<&'w GoalId>,
}

/// What a goal of a closed cycle would be today; none where that is what was frozen.
pub fn today<'w>(evaluator: &Evaluator<'w>, goal: &GoalId) -> Option<Today<'w>> {
    let (closed, name) = evaluator.closing(goal)?;
    let workspace = evaluator.workspace();
    let live = Evaluator::live(workspace, evaluator.day());
    let objective = live.objective(workspace.objective(goal)?)?;
    let frozen = name.and_then(|name| closed.scores.get(name).copied());
    let now = match &goal.key {
        Some(_) => objective.key_result(goal)?.figures.score,
        None => objective.score,
    };
    (!is_same(frozen, now)).then_some(Today {
        objective,
        closed_on: closed.on,
        name,
    })
}

/// How many of a goal's last updates may have come too late, as far as they are looked for.
const LATE: usize = 20;

/// Among how many of the last recorded any two are looked for.
const LATE_PAIRED: usize = 8;

/// What differs from the frozen scores of closed cycles, by goal.
pub fn differences(workspace: &Workspace) -> Vec<Difference> {
    let closed = || {
        let folders = workspace.cycles.iter();
        folders.filter_map(|(&cycle, folder)| Some((cycle, folder.closed.as_ref()?)))
    };
    let days = closed().map(|(cycle, closed)| closed.on.max(workspace.calendar().end(cycle)));
    let Some(day) = days.max() else {
        return Vec::new();
    };
    let live = Evaluator::live(workspace, day);
    let mut differences = Vec::new();
    for (cycle, closed) in closed() {
        let now = scores(&live, cycle);
        let frozen = closed.scores.iter().filter_map(|(written, &score)| {
            let goal = live.ledger().resolve(written)?;
            Some((goal, (written, score)))
        });
        let frozen: BTreeMap<GoalId, (&GoalId, f64)> = frozen.collect();
        let goals: BTreeSet<&GoalId> = frozen.keys().chain(now.keys()).collect();
        for goal in goals {
            let (written, frozen) = frozen.get(goal).copied().unzip();
            let now = now.get(goal).copied();
            if is_same(frozen, now) {
                continue;
            }
            differences.push(Difference {
                goal: goal.clone(),
                written: written.unwrap_or(goal).clone(),
                frozen,
                now,
                late: late(&live, goal, frozen),
            });
        }
    }
    differences
}

/// Whether two figures are the same to 1e-9, or neither is there.
pub(super) fn is_same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// The updates of a goal without which it has its frozen score again: one of the last, else all from
/// one of them on, in the order of the files' names, which is that of recording, or by the day that they
/// speak of, else two of the last; none where that cannot be told.
fn late(live: &Evaluator<'_>, goal: &GoalId, frozen: Option<f64>) -> Vec<Said> {
    let by_day = said(live, goal);
    let mut by_name = by_day.clone();
    by_name.sort_by(|(_, a, i), (_, b, j)| (a, i).cmp(&(b, j)));
    let last = |said: &[Said], most: usize| said[said.len().saturating_sub(most)..].to_vec();
    let (by_day, by_name) = (last(&by_day, LATE), last(&by_name, LATE));
    let pairs = last(&by_name, LATE_PAIRED);
    let single = by_day.iter().rev().map(|one| vec![one.clone()]);
    let tails = [&by_name, &by_day].into_iter();
    let tails = tails.flat_map(|said| (0..said.len()).rev().map(|from| said[from..].to_vec()));
    let pairs = (1..pairs.len()).rev().flat_map(|second| {
        let firsts = (0..second).rev();
        let pair = |first: usize| vec![pairs[first].clone(), pairs[second].clone()];
        firsts.map(pair).collect::<Vec<_>>()
    });
    let mut tries = single.chain(tails).chain(pairs);
    let found = tries.find(|late| is_same(score_without(live, goal, late), frozen));
    found.unwrap_or_default()
}

/// An update: its check-in's folder and file, and its place in that.
type Said = (CycleId, String, usize);

/// What was said of a goal and of the KPI that it follows within its cycle, in the order of the days.
fn said(live: &Evaluator<'_>, goal: &GoalId) -> Vec<Said> {
    let kpi = live.find(goal).and_then(|(objective, key_result)| {
        let follow = match key_result {
            Some(key_result) => key_result.terms.measure.follow()?,
            None => objective.terms.measure.as_ref()?,
        };
        live.workspace().kpis.get(live.ledger().kpi_id(&follow.kpi))
    });
    let of_kpi = kpi.map_or(&[][..], |kpi| live.ledger().of_kpi(kpi.id.as_str()));
    let entries = live.ledger().of_goal(goal).iter().chain(of_kpi);
    let span = live.span(goal.cycle);
    let mut entries: Vec<_> = entries
        .filter(|entry| span.start <= entry.date && entry.date <= span.end)
        .collect();
    entries.sort_by_key(|entry| entry.rank());
    entries.dedup_by_key(|entry| entry.rank());
    let place = |entry: &super::Entry<'_>| {
        let checkin = entry.checkin;
        (checkin.cycle, checkin.file.clone(), entry.index)
    };
    entries.into_iter().map(place).collect()
}

/// A goal's score without some updates.
fn score_without(live: &Evaluator<'_>, goal: &GoalId, late: &[Said]) -> Option<f64> {
    let workspace = live.workspace();
    let calendar = workspace.calendar();
    let near = workspace.cycles.iter();
    let near = near.filter(|(cycle, _)| calendar.overlap(**cycle, goal.cycle));
    let folder = |(&cycle, folder): (&CycleId, &CycleFolder)| {
        let checkins = folder.checkins.iter().map(|checkin| CheckIn {
            updates: without(checkin, late),
            ..checkin.clone()
        });
        let folder = CycleFolder {
            objectives: folder.objectives.clone(),
            checkins: checkins.collect(),
            closed: None,
        };
        (cycle, folder)
    };
    let without = Workspace {
        settings: workspace.settings.clone(),
        kpis: workspace.kpis.clone(),
        cycles: near.map(folder).collect(),
        charted: BTreeSet::new(),
    };
    let evaluator = Evaluator::live(&without, live.day());
    scores(&evaluator, goal.cycle).get(goal).copied()
}

fn without(checkin: &CheckIn, late: &[Said]) -> Vec<Update> {
    let is_late = |index: usize| {
        let here = |(cycle, file, at): &Said| {
            *at == index && *cycle == checkin.cycle && *file == checkin.file
        };
        late.iter().any(here)
    };
    let updates = checkin.updates.iter().enumerate();
    let kept = updates.filter(|(index, _)| !is_late(*index));
    kept.map(|(_, update)| update.clone()).collect()
}
