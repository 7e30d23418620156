//! Alignment: every goal above the goals that support it, with how those do beside how it does itself.
//! A parent that does well while its supporters fail, or the reverse, is the finding.

use super::Evaluator;
use super::measure::Kind;
use super::outlook::{rolled_up, rollup};
use super::states::{ObjectiveState, Supporter};
use super::status::{Status, pace, success_level, verdict};
use crate::model::{Ambition, CycleId, GoalId, Name, Objective};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What is looked at of a cycle's alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top {
    /// Everything.
    Company,
    /// A team's objectives, its sub-teams' included.
    Team(String),
    /// An objective, or one of its key results.
    Goal(GoalId),
}

/// A cycle's objectives, each right after the one that it supports.
#[derive(Debug, Clone)]
pub struct Tree<'w> {
    /// Depth first, by id; those that support one key result come together, in the file's order of
    /// the key results, after those that support the objective as a whole.
    pub nodes: Vec<Node<'w>>,
}

/// An objective in the tree.
#[derive(Debug, Clone)]
pub struct Node<'w> {
    /// The objective.
    pub state: Arc<ObjectiveState<'w>>,
    /// How many objectives stand above it here.
    pub depth: usize,
    /// Where it supports a key result of the one above it: the place among its key results.
    pub via: Option<usize>,
    /// Whether it is in the mean of what it supports: neither dropped nor of a cycle that has not
    /// begun. Without a score it weighs nothing there.
    pub counted: bool,
    /// How many objectives stand below it, at any depth.
    pub below: usize,
    /// How those do that support it or one of its key results; none where none counts.
    pub support: Option<Support>,
    /// Its key results that are supported, by their place, each with how its supporters do.
    pub key_results: Vec<(usize, Option<Support>)>,
}

/// How the supporters of a goal do: what a rollup of those in the tree would say, and of a rollup what it
/// says itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// How many count.
    pub objectives: usize,
    /// The mean of their scores by weight, 0 to 1.
    pub score: Option<f64>,
    /// The mean of their expected scores.
    pub expected: Option<f64>,
    /// The word for their pace under the ambition of what they support.
    pub status: Status,
    /// Own score minus the supporters'. None for a rollup, which is the mean of its own.
    pub gap: Option<f64>,
    /// Where the two contradict each other.
    pub disagreement: Option<Disagreement>,
}

/// How a goal and its supporters contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// The goal is on track or done, its supporters are off track or missed.
    SupportersBehind,
    /// The reverse.
    SupportersAhead,
}

impl Disagreement {
    /// The word for it in documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::SupportersBehind => "supporters-behind",
            Self::SupportersAhead => "supporters-ahead",
        }
    }

    fn between(own: Status, supporters: Status) -> Option<Self> {
        let well = |status| matches!(status, Status::OnTrack | Status::Done);
        let fails = |status| matches!(status, Status::OffTrack | Status::Missed);
        if well(own) && fails(supporters) {
            return Some(Self::SupportersBehind);
        }
        (fails(own) && well(supporters)).then_some(Self::SupportersAhead)
    }
}

/// The objective above another one and, where one is meant, the key result.
type Above<'w> = (&'w GoalId, GoalId);

/// An objective right below another one, and the key of the key result that it supports, where it is one.
type Below<'w> = (&'w Objective, Option<Name>);

/// Who stands above and below whom.
struct Order<'w> {
    above: HashMap<&'w GoalId, Above<'w>>,
    /// What is shown, by id.
    members: BTreeMap<&'w GoalId, &'w Objective>,
    /// What stands right below, also where it is not shown, by id.
    below: HashMap<&'w GoalId, Vec<Below<'w>>>,
    tops: Vec<&'w GoalId>,
}

impl<'w> Evaluator<'w> {
    /// The alignment of a cycle: its objectives and those of the cycles within it, below the goals of
    /// cycles around it that they support. What supports nothing, or nothing that can be above it, is at
    /// the top. An alignment that runs in a circle is cut above its smallest id.
    pub fn tree(&self, cycle: CycleId, top: &Top) -> Tree<'w> {
        let order = self.order(cycle);
        // On all cores what can be; the rest follows one by one.
        for cycle in order
            .members
            .keys()
            .map(|id| id.cycle)
            .collect::<BTreeSet<_>>()
        {
            self.cycle(cycle);
        }
        let mut nodes = Vec::with_capacity(order.members.len());
        for id in order.chosen(top) {
            self.descend(&order, id, top, &mut nodes);
        }
        self.judge(&order, &mut nodes);
        Tree { nodes }
    }

    fn order(&self, cycle: CycleId) -> Order<'w> {
        let calendar = self.workspace().calendar();
        let all = self.workspace().objectives();
        let all = all.filter(|objective| objective.exists_on(self.day()));
        let known: HashMap<&GoalId, &Objective> = all.map(|o| (&o.id, o)).collect();
        let above: HashMap<_, _> = known
            .values()
            .filter_map(|o| Some((&o.id, self.above(o, &known)?)))
            .collect();
        let mut members = BTreeMap::new();
        let shown = known.keys().filter(|id| calendar.encloses(cycle, id.cycle));
        for &id in shown {
            let mut next = Some(id);
            while let Some(id) = next {
                if members.insert(id, known[id]).is_some() {
                    break;
                }
                next = above.get(id).map(|(id, _)| *id);
            }
        }
        Order::new(above, members, &known)
    }

    /// The objective that another one stands below.
    fn above(
        &self,
        objective: &'w Objective,
        known: &HashMap<&'w GoalId, &'w Objective>,
    ) -> Option<Above<'w>> {
        let written = objective.terms_on(self.day()).supports.as_ref()?;
        let goal = written.resolve(objective.id.cycle);
        let goal = self.ledger().resolve(&goal)?;
        let calendar = self.workspace().calendar();
        let (&above, _) = known.get_key_value(&goal.objective_id())?;
        let upward = calendar.encloses(above.cycle, objective.id.cycle) && *above != objective.id;
        upward.then_some((above, goal))
    }

    /// Adds an objective and everything below it.
    fn descend(&self, order: &Order<'w>, id: &'w GoalId, top: &Top, nodes: &mut Vec<Node<'w>>) {
        let mut open = vec![(id, 0, None)];
        while let Some((id, depth, via)) = open.pop() {
            let Some(state) = self.objective(order.members[id]) else {
                continue;
            };
            let mut below = order.supporters(&state);
            if let (0, Top::Goal(GoalId { key: Some(key), .. })) = (depth, top) {
                let key_results = &state.key_results;
                below.retain(|(via, _)| {
                    via.is_some_and(|at| key_results[at].key_result.key == *key)
                });
            }
            let below = below.into_iter().rev();
            open.extend(below.map(|(via, id)| (id, depth + 1, via)));
            nodes.push(Node {
                counted: self.counts(state.objective),
                state,
                depth,
                via,
                below: 0,
                support: None,
                key_results: Vec::new(),
            });
        }
    }

    /// Fills in how the supporters do, from the bottom up.
    fn judge(&self, order: &Order<'w>, nodes: &mut [Node<'w>]) {
        // The nodes right below the one that comes next, by depth, the nearest last.
        let mut pending: Vec<Vec<usize>> = Vec::new();
        for place in (0..nodes.len()).rev() {
            let depth = nodes[place].depth;
            pending.resize_with(pending.len().max(depth + 2), Vec::new);
            let mut below = std::mem::take(&mut pending[depth + 1]);
            below.reverse();
            pending[depth].push(place);
            nodes[place].below = below.iter().map(|&b| nodes[b].below + 1).sum();
            let mut supported: Vec<usize> = below.iter().filter_map(|&b| nodes[b].via).collect();
            supported.dedup();
            let goal = &nodes[place].state;
            let support = self.support_of(order, goal, None);
            let key_results = supported.into_iter();
            let key_results = key_results.map(|at| (at, self.support_of(order, goal, Some(at))));
            let key_results = key_results.collect();
            (nodes[place].support, nodes[place].key_results) = (support, key_results);
        }
    }

    /// How the supporters of an objective, or of one of its key results, do: all that there are, whatever
    /// cycle is shown.
    fn support_of(
        &self,
        order: &Order<'w>,
        goal: &ObjectiveState<'w>,
        key_result: Option<usize>,
    ) -> Option<Support> {
        let kr = key_result.map(|at| &goal.key_results[at]);
        let is_rollup = kr.is_some_and(|kr| kr.figures.kind == Kind::Rollup);
        let counted: Vec<_> = match kr.filter(|_| is_rollup) {
            Some(kr) => kr.supporters.clone(),
            None => {
                let all = order.all_supporters(goal, key_result);
                let counted = all.filter(|o| self.counts(o));
                let states = counted.filter_map(|o| self.objective(o));
                states.map(|state| Supporter::new(&state)).collect()
            }
        };
        if counted.is_empty() {
            return None;
        }
        let (own, status) = match kr {
            None => (goal.score, goal.outlook.status),
            Some(kr) => (kr.figures.score, kr.outlook.status),
        };
        let score = rollup(&counted).score;
        let (expected, behind) = rolled_up(&counted);
        let theirs = self.pace_of(goal, score, behind);
        let told_apart = !is_rollup && !goal.dropped;
        Some(Support {
            objectives: counted.len(),
            score,
            expected,
            status: theirs,
            gap: own
                .zip(score)
                .map(|(own, theirs)| own - theirs)
                .filter(|_| told_apart),
            disagreement: Disagreement::between(status, theirs).filter(|_| told_apart),
        })
    }

    /// The word that a rollup in an objective would have. Source: the method, "Status".
    fn pace_of(
        &self,
        goal: &ObjectiveState<'_>,
        score: Option<f64>,
        behind: Option<f64>,
    ) -> Status {
        let ambition: Ambition = goal.terms.ambition;
        let span = self.span(goal.objective.id.cycle);
        match (success_level(ambition), behind) {
            (Some(success), _) if span.ended() => verdict(score, success),
            (Some(_), Some(behind)) => pace(behind, span.elapsed()),
            (None, _) | (Some(_), None) => Status::Unjudged,
        }
    }
}

impl<'w> Order<'w> {
    fn new(
        above: HashMap<&'w GoalId, Above<'w>>,
        members: BTreeMap<&'w GoalId, &'w Objective>,
        known: &HashMap<&'w GoalId, &'w Objective>,
    ) -> Self {
        let mut order = Self {
            above,
            members,
            below: HashMap::new(),
            tops: Vec::new(),
        };
        for id in order.cuts() {
            order.above.remove(id);
        }
        let tops = order.members.keys().copied();
        order.tops = tops.filter(|id| !order.above.contains_key(id)).collect();
        for (id, (above, goal)) in &order.above {
            let below = order.below.entry(above).or_default();
            below.push((known[id], goal.key.clone()));
        }
        for below in order.below.values_mut() {
            below.sort_by_key(|(o, _)| &o.id);
        }
        order
    }

    /// The smallest member of each circle.
    fn cuts(&self) -> Vec<&'w GoalId> {
        let mut cuts = Vec::new();
        // Under which start each was passed on the way up.
        let mut passed: HashMap<&GoalId, &GoalId> = HashMap::new();
        for &start in self.members.keys() {
            let mut id = start;
            while !passed.contains_key(id) {
                passed.insert(id, start);
                let Some((above, _)) = self.above.get(id) else {
                    break;
                };
                id = above;
                if passed.get(id) == Some(&start) {
                    cuts.extend(self.circle(id).min());
                }
            }
        }
        cuts
    }

    /// The members of the circle that `id` is in.
    fn circle(&self, id: &'w GoalId) -> impl Iterator<Item = &'w GoalId> {
        let next = move |at: &&'w GoalId| {
            let (above, _) = self.above.get(at)?;
            (*above != id).then_some(*above)
        };
        std::iter::successors(Some(id), next)
    }

    /// What stands at the top of what is looked at.
    fn chosen(&self, top: &Top) -> Vec<&'w GoalId> {
        match top {
            Top::Company => self.tops.clone(),
            Top::Team(team) => {
                let own = |id: &GoalId| id.objective.is_in(team);
                let members = self.members.keys().copied();
                let members = members.filter(|id| own(id));
                members.filter(|id| !self.ways_up(id).any(own)).collect()
            }
            Top::Goal(goal) => {
                let found = self.members.get_key_value(&goal.objective_id());
                found.map(|(id, _)| *id).into_iter().collect()
            }
        }
    }

    /// The objectives above one, the nearest first.
    fn ways_up(&self, id: &GoalId) -> impl Iterator<Item = &'w GoalId> {
        let next = |id: &GoalId| self.above.get(id).map(|(above, _)| *above);
        std::iter::successors(next(id), move |id| next(id))
    }

    /// What is shown right below an objective, in the order of its key results, each with the place of
    /// the one that it supports.
    fn supporters(&self, state: &ObjectiveState<'_>) -> Vec<(Option<usize>, &'w GoalId)> {
        let below = self.below.get(&state.objective.id).into_iter().flatten();
        let shown = below.filter(|(o, _)| self.members.contains_key(&o.id));
        let place = |key: &Option<Name>| {
            let mut key_results = state.key_results.iter();
            key_results.position(|kr| Some(&kr.key_result.key) == key.as_ref())
        };
        let mut shown: Vec<_> = shown.map(|(o, key)| (place(key), &o.id)).collect();
        shown.sort();
        shown
    }

    /// What supports an objective, or one of its key results.
    fn all_supporters(
        &self,
        state: &ObjectiveState<'_>,
        key_result: Option<usize>,
    ) -> impl Iterator<Item = &'w Objective> {
        let key = key_result.map(|at| &state.key_results[at].key_result.key);
        let below = self.below.get(&state.objective.id).into_iter().flatten();
        let meant = below.filter(move |(_, own)| key.is_none() || own.as_ref() == key);
        meant.map(|(o, _)| *o)
    }
}
