//! The goal that is looked at.

use crate::method::ledger::Entry;
use crate::method::{Evaluator, Figures, KeyResultState, Kind, ObjectiveState, Outlook};
use crate::model::{GoalId, Kpi, Name};
use chrono::NaiveDate;

pub(super) struct Subject<'a, 'w> {
    pub(super) evaluator: &'a Evaluator<'w>,
    pub(super) objective: &'a ObjectiveState<'w>,
    /// The key result, where the goal is one.
    pub(super) key_result: Option<&'a KeyResultState<'w>>,
}

impl<'a, 'w> Subject<'a, 'w> {
    pub(super) fn goal(&self) -> &'a GoalId {
        match self.key_result {
            Some(kr) => &kr.id,
            None => &self.objective.objective.id,
        }
    }

    /// Its id as people type it.
    pub(super) fn id(&self) -> String {
        self.goal().local()
    }

    /// How it is planned anew, in as far as it can be: of an objective its first key result.
    pub(super) fn amending(&self) -> String {
        let first = self.parts().next();
        let (id, figures) = match (self.figures(), first) {
            (Some(figures), _) => (self.id(), Some(figures)),
            (None, Some(kr)) => (kr.id.local(), Some(&kr.figures)),
            (None, None) => (self.id(), None),
        };
        let flag = match figures.map(|f| (f.kind, f.at_least)) {
            Some((Kind::Metric, _)) => "--target",
            Some((Kind::Bounds, Some(_))) => "--at-least",
            Some((Kind::Bounds, None)) => "--at-most",
            Some((Kind::Effort, _)) => "--due",
            Some((Kind::Rollup, _)) | None => return format!("okr edit {id}"),
        };
        format!("okr amend {id} {flag} … --reason …")
    }

    pub(super) fn owner(&self) -> Option<&'w Name> {
        match self.key_result {
            Some(kr) => kr.owner,
            None => self.objective.terms.owner.as_ref(),
        }
    }

    pub(super) fn outlook(&self) -> &'a Outlook {
        match self.key_result {
            Some(kr) => &kr.outlook,
            None => &self.objective.outlook,
        }
    }

    /// The figures of a key result, or of an objective measured itself.
    pub(super) fn figures(&self) -> Option<&'a Figures<'w>> {
        match self.key_result {
            Some(kr) => Some(&kr.figures),
            None => self.objective.figures.as_ref(),
        }
    }

    /// The KPI that it follows.
    pub(super) fn kpi(&self) -> Option<&'w Kpi> {
        match self.key_result {
            Some(kr) => kr.kpi,
            None => self.objective.kpi,
        }
    }

    /// The key results of an objective that were not given up; none of a key result.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'a KeyResultState<'w>> {
        let all = match self.key_result {
            Some(_) => &[],
            None => self.objective.key_results.as_slice(),
        };
        all.iter().filter(|kr| !kr.dropped)
    }

    /// What was said of it, and, of an objective, of its key results.
    pub(super) fn said(&self) -> impl Iterator<Item = &'a Entry<'w>> {
        let ledger = self.evaluator.ledger();
        let own = ledger.of_goal(self.goal()).iter();
        own.chain(self.parts().flat_map(|kr| ledger.of_goal(&kr.id)))
    }

    /// The last day on which anything was said of it or read.
    pub(super) fn last_update(&self) -> Option<NaiveDate> {
        let own = self.key_result.and_then(|kr| kr.last_update);
        let said = self.said().map(|entry| entry.date).max();
        let read = self.figures().and_then(|f| f.series.readings.last());
        let parts = self.parts().filter_map(|kr| kr.last_update).max();
        [own, said, read.map(|r| r.date), parts]
            .into_iter()
            .flatten()
            .max()
    }
}
