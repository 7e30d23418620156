//! KPIs on a day, and the goals that follow them.

use super::Evaluator;
use crate::method::health::KpiState;
use crate::model::{Band, CycleId, Kpi, KpiTarget, Objective};
use std::collections::{BTreeMap, BTreeSet};

impl<'w> Evaluator<'w> {
    /// All KPIs that are not retired, in a cycle, by id.
    pub fn kpis(&self, cycle: CycleId) -> Vec<KpiState<'w>> {
        let mut followers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (kpi, goal) in self.live_follows(cycle) {
            followers.entry(kpi).or_default().push(goal);
        }
        let span = self.span(cycle);
        let live = self.workspace.kpis.values();
        live.filter(|kpi| !kpi.retired_on(self.day))
            .map(|kpi| {
                let mut state = self.reader().state(kpi, span);
                state.followed_by = followers.remove(kpi.id.as_str()).unwrap_or_default();
                state
            })
            .collect()
    }

    /// One KPI in a cycle.
    pub fn kpi(&self, kpi: &'w Kpi, cycle: CycleId) -> KpiState<'w> {
        let mut state = self.reader().state(kpi, self.span(cycle));
        let follows = self.live_follows(cycle).into_iter();
        let of_this = follows.filter(|(id, _)| *id == kpi.id.as_str());
        state.followed_by = of_this.map(|(_, goal)| goal).collect();
        state
    }

    /// The KPIs that live objectives or key results of a cycle follow, by their present ids.
    pub(in crate::method) fn followed(&self, cycle: CycleId) -> BTreeSet<&'w str> {
        let live = self.live_objectives(cycle);
        let own = live.filter_map(|o| o.terms_on(self.day).measure.as_ref());
        let own = own.map(|follow| self.ledger.kpi_id(&follow.kpi));
        own.chain(self.live_follows(cycle).into_iter().map(|(kpi, _)| kpi))
            .collect()
    }

    /// The objectives of a cycle that have come and are not dropped.
    pub(in crate::method) fn live_objectives(
        &self,
        cycle: CycleId,
    ) -> impl Iterator<Item = &'w Objective> {
        let folder = self.folder(cycle).into_iter();
        let objectives = folder.flat_map(|f| f.objectives.values());
        objectives.filter(|o| o.exists_on(self.day) && !o.dropped_on(self.day))
    }

    /// Each live key result of a cycle that follows a KPI, with that KPI's id, in order of its own id.
    fn live_follows(&self, cycle: CycleId) -> Vec<(&'w str, String)> {
        let mut follows = Vec::new();
        for objective in self.live_objectives(cycle) {
            for kr in objective.key_results_on(self.day) {
                let follow = kr.terms_on(self.day).measure.follow();
                if let (false, Some(follow)) = (kr.dropped_on(self.day), follow) {
                    let id = objective.key_result_id(&kr.key).local();
                    follows.push((self.ledger.kpi_id(&follow.kpi), id));
                }
            }
        }
        follows
    }

    /// The value of a KPI in a cycle, under its aggregate.
    pub fn kpi_value(&self, kpi: &Kpi, cycle: CycleId) -> Option<f64> {
        self.reader().value(kpi, self.span(cycle))
    }

    /// The band in force for a KPI that is kept in one.
    pub fn kpi_band(&self, kpi: &Kpi, cycle: CycleId) -> Option<Band> {
        match self.reader().target(kpi, self.span(cycle))?.target {
            KpiTarget::Band(band) => Some(band),
            KpiTarget::Value(_) => None,
        }
    }
}
