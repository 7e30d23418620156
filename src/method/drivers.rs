//! What moves what: the KPIs from leading to lagging, as their `drives` say.

use super::Evaluator;
use super::health::KpiState;
use crate::model::{CycleId, Indicator, Kpi, KpiId};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the driver tree, which is walked from the top: each line's drivers stand above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Driven<'w> {
    /// How many KPIs lead to it on this way; 0 for those that nothing drives.
    pub depth: usize,
    /// Its id; as written where there is no such KPI.
    pub id: &'w str,
    /// The KPI that drives it on this way.
    pub by: Option<&'w str>,
    /// Why the branch ends here although more is written.
    pub end: Option<BranchEnd>,
}

/// Why a branch of the driver tree ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchEnd {
    /// What it drives stands further up.
    Above,
    /// It drives itself in the end.
    Circle,
    /// There is no such KPI.
    Missing,
    /// It was given up.
    Retired,
}

impl BranchEnd {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Circle => "circle",
            Self::Missing => "missing",
            Self::Retired => "retired",
        }
    }
}

/// The driver tree of some KPIs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drivers<'w> {
    /// The chosen KPIs with all that leads to them and all that they lead to, depth first.
    pub tree: Vec<Driven<'w>>,
    /// Those of the chosen that drive nothing and that nothing drives, by id.
    pub alone: Vec<&'w str>,
    /// Lagging KPIs that objectives follow and that no leading one drives, not even from afar.
    pub unled: Vec<&'w str>,
}

/// Who drives whom.
struct Graph<'w> {
    live: BTreeMap<&'w str, &'w Kpi>,
    drives: BTreeMap<&'w str, Vec<&'w str>>,
    driven_by: BTreeMap<&'w str, Vec<&'w str>>,
}

impl<'w> Graph<'w> {
    fn new(evaluator: &Evaluator<'w>, states: &[KpiState<'w>]) -> Self {
        let mut graph = Self {
            live: states.iter().map(|s| (s.kpi.id.as_str(), s.kpi)).collect(),
            drives: BTreeMap::new(),
            driven_by: BTreeMap::new(),
        };
        for state in states {
            let from = state.kpi.id.as_str();
            for id in &state.kpi.drives {
                let to = evaluator.ledger().kpi_id(id);
                graph.drives.entry(from).or_default().push(to);
                graph.driven_by.entry(to).or_default().push(from);
            }
        }
        graph
    }

    /// Everything that is reached from `from`, itself included.
    fn reached(
        edges: &BTreeMap<&'w str, Vec<&'w str>>,
        from: impl IntoIterator<Item = &'w str>,
    ) -> BTreeSet<&'w str> {
        let mut waiting: Vec<_> = from.into_iter().collect();
        let mut found = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if found.insert(id) {
                waiting.extend(edges.get(id).into_iter().flatten());
            }
        }
        found
    }

    fn is_led(&self, id: &'w str) -> bool {
        let mut above = Self::reached(&self.driven_by, [id]).into_iter();
        above.any(|id| self.live.get(id).and_then(|kpi| kpi.indicator) == Some(Indicator::Leading))
    }
}

/// Walks a graph depth first.
struct Walk<'a, 'w> {
    graph: &'a Graph<'w>,
    kept: &'a BTreeSet<&'w str>,
    retired: &'a BTreeSet<&'w str>,
    shown: BTreeSet<&'w str>,
    tree: Vec<Driven<'w>>,
}

impl<'w> Walk<'_, 'w> {
    fn from(&mut self, root: &'w str) {
        let mut way: Vec<&str> = Vec::new();
        let mut waiting = vec![(root, 0, None)];
        while let Some((id, depth, by)) = waiting.pop() {
            way.truncate(depth);
            let next = self.next(id);
            let end = if !self.graph.live.contains_key(id) {
                Some(match self.retired.contains(id) {
                    true => BranchEnd::Retired,
                    false => BranchEnd::Missing,
                })
            } else if way.contains(&id) {
                Some(BranchEnd::Circle)
            } else {
                let again = !self.shown.insert(id) && !next.is_empty();
                again.then_some(BranchEnd::Above)
            };
            self.tree.push(Driven { depth, id, by, end });
            if end.is_none() {
                way.push(id);
                let below = next.into_iter().rev();
                waiting.extend(below.map(|to| (to, depth + 1, Some(id))));
            }
        }
    }

    fn next(&self, id: &str) -> Vec<&'w str> {
        let all = self.graph.drives.get(id).into_iter().flatten().copied();
        all.filter(|to| self.kept.contains(to)).collect()
    }
}

impl<'w> Evaluator<'w> {
    /// The driver tree of those of all KPIs (`states`) that are `chosen`.
    pub fn drivers(
        &self,
        states: &[KpiState<'w>],
        chosen: &BTreeSet<KpiId>,
        cycle: CycleId,
    ) -> Drivers<'w> {
        let graph = Graph::new(self, states);
        let chosen = graph.live.values().filter(|kpi| chosen.contains(&kpi.id));
        let chosen: Vec<&str> = chosen.map(|kpi| kpi.id.as_str()).collect();
        let mut kept = Graph::reached(&graph.driven_by, chosen.iter().copied());
        kept.extend(Graph::reached(&graph.drives, chosen.iter().copied()));
        let driven = |id: &&str| graph.driven_by.contains_key(id);
        let lonely = |id: &&str| !driven(id) && !graph.drives.contains_key(id);
        let retired = self.workspace().kpis.values();
        let retired = retired.filter(|kpi| kpi.retired_on(self.day()));
        let retired: BTreeSet<&str> = retired.map(|kpi| kpi.id.as_str()).collect();
        let mut walk = Walk {
            graph: &graph,
            kept: &kept,
            retired: &retired,
            shown: BTreeSet::new(),
            tree: Vec::new(),
        };
        let linked = || {
            kept.iter()
                .filter(|id| !lonely(id) && graph.live.contains_key(**id))
        };
        for root in linked().filter(|id| !driven(id)) {
            walk.from(root);
        }
        // What is left is driven in a circle: it begins anywhere.
        for root in linked() {
            if !walk.shown.contains(root) {
                walk.from(root);
            }
        }
        let followed = self.followed(cycle);
        let lagging = |id: &&&str| {
            let kpi = graph.live.get(**id);
            kpi.is_some_and(|kpi| kpi.indicator == Some(Indicator::Lagging))
        };
        let unled = kept
            .iter()
            .filter(lagging)
            .filter(|id| followed.contains(**id));
        let unled = unled.filter(|id| !graph.is_led(id)).copied().collect();
        Drivers {
            alone: chosen.iter().filter(|id| lonely(id)).copied().collect(),
            tree: walk.tree,
            unled,
        }
    }
}
