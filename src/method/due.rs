//! What is due: what waits for a person's next check-in, and what is overdue and whose.
//!
//! Three things come due, each on a day of its own:
//! - a key result one check-in period after its last update by anyone (a reading of the KPI that it
//!   follows is one), else after the cycle's start or the day it was `added`; never one that is done,
//!   dropped or a rollup, nor one of a closed cycle;
//! - a KPI one period of its frequency after its last reading. One that was never read is late at
//!   once, and counted from the cycle's first day, as nobody knows when it came;
//! - the review of an objective on its cycle's last day; not where it has one or was dropped, nor in
//!   a closed cycle.
//!
//! A thing that is due waits for the next check-in; once `grace_days` have passed it is overdue. An
//! effort past its `due` is late in itself, which the flag `overdue` tells, and no check-in that is due.

use super::Evaluator;
use super::evaluate::since;
use super::health::KpiState;
use super::measure::Kind;
use super::states::KeyResultState;
use super::status::Status;
use crate::model::{CycleId, KpiId, Name, Objective, ObjectiveTerms};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Something that somebody is expected to report.
#[derive(Debug, Clone)]
pub struct Due<'w> {
    /// What it is.
    pub goal: DueGoal<'w>,
    /// Whose it is.
    pub owner: Option<&'w Name>,
    /// The day of the last update by anyone, or of the last reading; none before the first, and for
    /// a review.
    pub last: Option<NaiveDate>,
    /// The day on which it was (or will be) due.
    pub since: NaiveDate,
    /// Days from `since` to the day looked at, grace not taken off; 0 where it is not late yet.
    pub days_late: u64,
}

/// What is due, as it is on the day looked at.
#[derive(Debug, Clone)]
pub enum DueGoal<'w> {
    /// A key result's check-in.
    KeyResult(Box<KeyResultState<'w>>),
    /// A KPI's reading.
    Kpi(Box<KpiState<'w>>),
    /// An objective's review, with what was agreed of it on the day.
    Review(&'w Objective, &'w ObjectiveTerms),
}

impl Due<'_> {
    /// Whether it waits for the next check-in on a day.
    pub fn waits(&self, day: NaiveDate) -> bool {
        self.last.is_none() || day >= self.since
    }
}

impl DueGoal<'_> {
    /// The id as it is typed and listed for people who look at the cycle `home`: with the cycle in
    /// front where that is another.
    pub fn id(&self, home: CycleId) -> String {
        match self {
            Self::KeyResult(state) => state.id.relative_to(home).to_string(),
            Self::Kpi(state) => state.kpi.id.to_string(),
            Self::Review(objective, _) => objective.id.relative_to(home).to_string(),
        }
    }

    /// Its word in tables and documents.
    pub fn word(&self) -> &'static str {
        match self {
            Self::KeyResult(_) => "key-result",
            Self::Kpi(_) => "kpi",
            Self::Review(..) => "review",
        }
    }

    /// Whether it lies in a team's folder or below it.
    pub fn is_in(&self, team: &str) -> bool {
        match self {
            Self::KeyResult(state) => state.id.objective.is_in(team),
            Self::Kpi(state) => state.kpi.id.is_in(team),
            Self::Review(objective, _) => objective.id.objective.is_in(team),
        }
    }

    /// The KPI whose reading would do.
    fn kpi(&self) -> Option<&KpiId> {
        match self {
            Self::KeyResult(state) => state.kpi.map(|kpi| &kpi.id),
            Self::Kpi(state) => Some(&state.kpi.id),
            Self::Review(..) => None,
        }
    }
}

/// What is due by person, who is latest first and each one's latest things first, no owner last.
pub fn by_person<'w>(due: Vec<Due<'w>>) -> Vec<(Option<&'w Name>, Vec<Due<'w>>)> {
    let mut people: BTreeMap<Option<&Name>, Vec<Due<'w>>> = BTreeMap::new();
    for item in due {
        people.entry(item.owner).or_default().push(item);
    }
    let mut people: Vec<_> = people.into_iter().collect();
    for (_, items) in &mut people {
        items.sort_by_key(|item| Reverse(item.days_late));
    }
    let latest = |items: &[Due<'_>]| items.first().map(|item| item.days_late);
    people.sort_by_key(|(owner, items)| (owner.is_none(), Reverse(latest(items))));
    people
}

impl<'w> Evaluator<'w> {
    /// What waits for a person's next check-in: key results of `cycle` and of the cycles that are
    /// [running](Self::takes_checkins) beside it that nobody has updated for a check-in period (or in
    /// their cycle at all), then KPIs that were not read for their frequency, where none of those key
    /// results brings the reading anyway. A cycle that ended a few days ago is one of those beside it: what
    /// nobody has updated for so long wants a last word.
    pub fn due(&self, cycle: CycleId, person: &Name) -> Vec<Due<'w>> {
        self.reportable(cycle, |due| {
            due.owner == Some(person) && due.waits(self.day())
        })
    }

    /// Everything that is `wanted` and can be reported, due or not, of the cycles that
    /// [`due`](Self::due) looks at: key results, then KPIs whose reading none of those brings anyway.
    pub fn reportable(&self, cycle: CycleId, wanted: impl Fn(&Due<'w>) -> bool) -> Vec<Due<'w>> {
        let beside = self.workspace().cycles.keys().copied();
        let beside = beside.filter(|&other| other != cycle && self.takes_checkins(other));
        let cycles = std::iter::once(cycle).chain(beside);
        let key_results = cycles.flat_map(|cycle| self.open_key_results(cycle));
        let mut found: Vec<_> = key_results.filter(&wanted).collect();
        let asked: Vec<_> = found
            .iter()
            .filter_map(|due| due.goal.kpi().cloned())
            .collect();
        let kpis = self.readings(cycle).into_iter();
        found.extend(kpis.filter(|due| {
            let other = due.goal.kpi().is_some_and(|kpi| !asked.contains(kpi));
            other && wanted(due)
        }));
        found
    }

    /// Whether check-ins on a cycle's goals are taken on the day without naming the cycle: from its
    /// first day until `grace_days` after its last.
    pub fn takes_checkins(&self, cycle: CycleId) -> bool {
        let span = self.span(cycle);
        span.start <= self.day() && self.day() <= self.settings().overdue_after(span.end)
    }

    /// Key results and reviews of a cycle that are overdue on the day looked at, everyone's, by id.
    /// Key results only while check-ins on them are still taken: until `grace_days` after the
    /// cycle's end. Reviews only from then on.
    pub fn overdue(&self, cycle: CycleId) -> Vec<Due<'w>> {
        let all = if self.takes_checkins(cycle) {
            self.open_key_results(cycle)
        } else {
            self.missing_reviews(cycle)
        };
        let late = |due: &Due<'_>| self.day() > self.settings().overdue_after(due.since);
        all.into_iter().filter(late).collect()
    }

    /// KPIs whose reading is overdue on the day looked at, everyone's, by id.
    pub fn overdue_kpis(&self, cycle: CycleId) -> Vec<Due<'w>> {
        let late = |due: &Due<'_>| matches!(&due.goal, DueGoal::Kpi(state) if state.overdue);
        self.readings(cycle).into_iter().filter(late).collect()
    }

    /// The key results of a cycle that can still be checked in, each with the day it is due.
    pub(super) fn open_key_results(&self, cycle: CycleId) -> Vec<Due<'w>> {
        let state = self.cycle(cycle);
        if state.closed {
            return Vec::new();
        }
        let span = self.span(cycle);
        let mut due = Vec::new();
        for objective in &state.objectives {
            for kr in objective.key_results.iter().filter(|kr| is_open(kr)) {
                let came = since(objective.objective, kr.key_result.added, span);
                let from = kr.last_update.unwrap_or(came);
                let goal = DueGoal::KeyResult(Box::new(kr.clone()));
                let on = self.settings().checkin_frequency.after(from, 1);
                due.push(self.due_on(on, goal, kr.owner, kr.last_update));
            }
        }
        due
    }

    /// The KPIs that somebody reads, each with the day the next reading is due. Without a frequency
    /// only the first one is.
    fn readings(&self, cycle: CycleId) -> Vec<Due<'w>> {
        let start = self.span(cycle).start.min(self.day());
        let mut due = Vec::new();
        for kpi in self.kpis(cycle) {
            let (owner, last) = (kpi.owner, kpi.last_reading);
            let on = match (last, kpi.kpi.frequency) {
                (None, _) => start,
                (Some(last), Some(frequency)) => frequency.after(last, 1),
                // Nobody waits for the next one.
                (Some(_), None) => NaiveDate::MAX,
            };
            due.push(self.due_on(on, DueGoal::Kpi(Box::new(kpi)), owner, last));
        }
        due
    }

    /// The objectives of a cycle that nobody has looked back on.
    pub(super) fn missing_reviews(&self, cycle: CycleId) -> Vec<Due<'w>> {
        if self.frozen(cycle).is_some() {
            return Vec::new();
        }
        let (day, end) = (self.day(), self.span(cycle).end);
        let objectives = self.folder(cycle).into_iter();
        let objectives = objectives.flat_map(|folder| folder.objectives.values());
        let live = objectives.filter(|o| o.exists_on(day) && !o.dropped_on(day));
        let missing = live.filter(|o| o.review_on(day).is_none());
        let due = missing.map(|objective| {
            let terms = objective.terms_on(day);
            let goal = DueGoal::Review(objective, terms);
            self.due_on(end, goal, terms.owner.as_ref(), None)
        });
        due.collect()
    }

    fn due_on(
        &self,
        since: NaiveDate,
        goal: DueGoal<'w>,
        owner: Option<&'w Name>,
        last: Option<NaiveDate>,
    ) -> Due<'w> {
        let late = (self.day() - since).num_days();
        Due {
            goal,
            owner,
            last,
            since,
            days_late: late.try_into().unwrap_or(0),
        }
    }
}

/// Whether anything is left to report.
fn is_open(kr: &KeyResultState<'_>) -> bool {
    !kr.dropped && kr.outlook.status != Status::Done && kr.figures.kind != Kind::Rollup
}
