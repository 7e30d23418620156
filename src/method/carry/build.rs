//! Puts a plan together, goal by goal.

use super::definition::{measure, quantity, successor, terms};
use super::goal::{Goal, GoalPlan, Wanted};
use super::lineage::Lineage;
use super::stack::Home;
use super::target::ProposedAim;
use super::{CarryPlan, Note};
use crate::method::Evaluator;
use crate::model::{Aggregate, Carried, GoalId, GoalRef, KeyResult, Measure, Name};
use std::collections::BTreeSet;

/// A plan that is being put together, goal by goal.
pub(super) struct Builder<'a, 'w> {
    pub(super) plan: CarryPlan,
    pub(super) wanted: &'a Wanted,
    pub(super) evaluator: &'a Evaluator<'w>,
    pub(super) lineage: Lineage,
    /// The objective that takes all goals in, where one does.
    pub(super) home: Option<Home>,
}

impl Builder<'_, '_> {
    /// Adds one goal: to an objective of the new cycle, to one that the plan creates, or to a new one.
    pub(super) fn add(&mut self, goal: &Goal<'_>) {
        let home = self.home(goal);
        let existing = self.evaluator.workspace().objective(&home);
        let to = match (self.key(goal), existing) {
            (Some(key), _) => self.free_key(goal, &home, &key),
            (None, Some(objective)) => Err(objective.id.clone()),
            (None, None) => Ok(home),
        };
        let from = goal.from.clone();
        let to = match to {
            Ok(to) => to,
            Err(to) => {
                self.plan.notes.push(Note::AlreadyThere { from, to });
                return;
            }
        };
        add_notes(&mut self.plan, goal, &to);
        let (measure, entry) = measure(goal, self.wanted, self.evaluator, self.plan.to);
        self.plan.targets.extend(entry);
        if !matches!(goal.plan, GoalPlan::AsIs(Measure::Rollup)) {
            self.plan.carried.push(goal.row(to.clone()));
        }
        self.lineage.learn(from.clone(), to.clone());
        let carried = Carried {
            from,
            actual: goal.actual.and_then(quantity),
            target: goal.old_target.and_then(quantity),
        };
        self.place(goal, to, measure, carried);
    }

    /// The whole plan, once all goals are in it.
    pub(super) fn finish(mut self) -> CarryPlan {
        self.supports();
        if let Some(home) = &self.home {
            let kept = self.plan.kept.iter().map(|k| (&k.from, &k.to));
            let stale = self.plan.stale.iter().map(|s| (&s.from, &s.to));
            let elsewhere = kept
                .chain(stale)
                .filter(|(_, to)| to.objective_id() != home.id);
            let elsewhere = elsewhere.map(|(from, to)| Note::Elsewhere {
                from: from.clone(),
                to: to.clone(),
            });
            let elsewhere: Vec<_> = elsewhere.collect();
            self.plan.notes.extend(elsewhere);
        }
        self.plan.targets.sort_by(|a, b| a.0.cmp(&b.0));
        self.plan.targets.dedup_by(|a, b| a.0 == b.0);
        self.plan
    }

    /// The objective of the new cycle that a goal goes to: the one that takes all in, else where its
    /// siblings went, else the one of the same path.
    fn home(&self, goal: &Goal<'_>) -> GoalId {
        if let Some(home) = &self.home {
            return home.id.clone();
        }
        let old = goal.objective.objective;
        let mut siblings = old.key_results.iter();
        let went = siblings.find_map(|kr| self.lineage.of(&old.key_result_id(&kr.key)));
        if let Some(sibling) = went {
            return sibling.objective_id();
        }
        let same = GoalId {
            cycle: self.plan.to,
            objective: old.id.objective.clone(),
            key: None,
        };
        self.evaluator.ledger().resolve(&same).unwrap_or(same)
    }

    /// The key that it would have: its own; an objective that is measured itself becomes a key result of
    /// one that takes it in, under its own name.
    fn key(&self, goal: &Goal<'_>) -> Option<Name> {
        let name = || Name::new(goal.objective.objective.id.objective.name()).ok();
        let own = goal.key_result.cloned();
        own.or_else(|| self.home.as_ref().and_then(|_| name()))
    }

    /// The id for a new key result. Where people have already written one of that key for the same KPI,
    /// that stands in its place; in an objective that takes goals in, one of any key.
    fn free_key(&mut self, goal: &Goal<'_>, home: &GoalId, key: &Name) -> Result<GoalId, GoalId> {
        let planned = self.plan.objectives.iter().find(|o| o.id == *home);
        let objective = self.evaluator.workspace().objective(home).or(planned);
        let added = self.plan.additions.iter();
        let added = added.filter(|(id, _)| id == home).map(|(_, kr)| kr);
        let others = objective.into_iter().flat_map(|o| &o.key_results);
        let others: Vec<&KeyResult> = others.chain(added).collect();
        let named = |key: &Name| GoalId {
            key: Some(key.clone()),
            ..home.clone()
        };
        let same_kpi = |other: &&&KeyResult| {
            other.terms.measure.follow().map(|f| &f.kpi) == goal.kpi.map(|k| &k.id)
        };
        let twin = others
            .iter()
            .filter(same_kpi)
            .find(|other| other.key == *key || self.home.is_some() && goal.kpi.is_some());
        if let Some(twin) = twin {
            return Err(named(&twin.key));
        }
        let taken = |key: &Name| others.iter().any(|other| other.key == *key);
        if !taken(key) {
            return Ok(named(key));
        }
        let mut numbered = (2..).filter_map(|n| key.numbered(n));
        let free = numbered.find(|key| !taken(key));
        let to = named(&free.unwrap_or_else(|| key.clone()));
        self.plan.notes.push(Note::KeyTaken {
            from: goal.from.clone(),
            to: to.clone(),
        });
        Ok(to)
    }

    fn place(&mut self, goal: &Goal<'_>, to: GoalId, measure: Measure, carried: Carried) {
        let home = to.objective_id();
        let Some(key) = to.key.clone() else {
            let mut objective = successor(goal, home);
            objective.terms.measure = measure.follow().cloned();
            objective.carried = Some(carried);
            self.plan.objectives.push(objective);
            return;
        };
        let mut terms = terms(&mut self.plan, goal, &to, measure);
        if let Some(home) = &self.home {
            // Nobody loses a key result to the owner of another objective.
            let owner = terms.owner.or_else(|| goal.objective.terms.owner.clone());
            terms.owner = owner.filter(|owner| Some(owner) != home.owner.as_ref());
        }
        let key_result = KeyResult {
            key,
            terms,
            amended: Vec::new(),
            added: None,
            dropped: None,
            formerly: Vec::new(),
            carried: Some(carried),
        };
        if self.evaluator.workspace().objective(&home).is_some() {
            self.plan.additions.push((home, key_result));
        } else if let Some(new) = self.plan.objectives.iter_mut().find(|o| o.id == home) {
            new.key_results.push(key_result);
        } else {
            let founded = self.home.as_ref().and_then(|home| home.new.clone());
            let mut objective = founded.unwrap_or_else(|| successor(goal, home));
            objective.key_results.push(key_result);
            self.plan.objectives.push(objective);
        }
    }

    /// Keeps what a new objective supports where it is in the new cycle or around it, under the name
    /// that it went on by; else leaves it out and says so.
    fn supports(&mut self) {
        let known: BTreeSet<GoalId> = self.planned().collect();
        let mut objectives = std::mem::take(&mut self.plan.objectives);
        for objective in &mut objectives {
            let Some(above) = objective.terms.supports.take() else {
                continue;
            };
            let moved = self.moved(&above, &known);
            let other = moved.filter(|m| m.resolve(self.plan.to).objective_id() != objective.id);
            if other.is_none() {
                let old = above.resolve(self.plan.from).objective_id();
                let mut unchosen = self.plan.unchosen.iter();
                let (id, above) = (objective.id.clone(), above.to_string());
                let note = match unchosen.any(|u| u.id.objective_id() == old) {
                    true => Note::SupportsUnchosen(id, above),
                    false => Note::SupportsLeftOut(id, above),
                };
                self.plan.notes.push(note);
            }
            objective.terms.supports = other;
        }
        self.plan.objectives = objectives;
    }

    /// The goals that the plan writes.
    fn planned(&self) -> impl Iterator<Item = GoalId> {
        let of_new = self.plan.objectives.iter().flat_map(|o| {
            let parts = o.key_results.iter().map(|kr| o.key_result_id(&kr.key));
            std::iter::once(o.id.clone()).chain(parts)
        });
        let additions = self.plan.additions.iter();
        of_new.chain(additions.map(|(objective, kr)| GoalId {
            key: Some(kr.key.clone()),
            ..objective.clone()
        }))
    }

    /// What a goal of the old cycle supported, as a reference from the new one; none where it is not
    /// there.
    fn moved(&self, above: &GoalRef, planned: &BTreeSet<GoalId>) -> Option<GoalRef> {
        let (from, to) = (self.plan.from, self.plan.to);
        let cycle = above.cycle.filter(|&c| c != from);
        let moved = GoalRef {
            cycle,
            ..above.clone()
        };
        let goal = moved.resolve(to);
        let calendar = self.evaluator.workspace().calendar();
        let around = cycle.is_none_or(|c| calendar.encloses(c, to));
        let exists = planned.contains(&goal) || self.evaluator.ledger().resolve(&goal).is_some();
        if around && exists {
            return Some(moved);
        }
        let went = self.lineage.of(&above.resolve(from))?;
        Some(went.relative_to(to))
    }
}

fn add_notes(plan: &mut CarryPlan, goal: &Goal<'_>, to: &GoalId) {
    let GoalPlan::Kpi { step, .. } = &goal.plan else {
        plan.notes.extend(posts_note(goal, to));
        return;
    };
    let proposal = &step.proposal;
    let notes = &mut plan.notes;
    if goal.actual.is_none() {
        let is_total = goal.kpi.is_some_and(|kpi| kpi.aggregate == Aggregate::Sum);
        notes.push(Note::NoActual {
            goal: to.clone(),
            has_baseline: proposal.baseline.is_some() && !is_total,
        });
    }
    if proposal.annual_reached {
        notes.push(Note::AnnualReached(to.clone()));
    }
    if let Some(relative) = proposal.relative_to_0 {
        notes.push(Note::NotRelative {
            from: goal.from.clone(),
            goal: to.clone(),
            relative,
        });
    }
    match proposal.aim {
        ProposedAim::Hold(target) => notes.push(Note::Hold {
            goal: to.clone(),
            actual: proposal.baseline.unwrap_or(target),
            target,
        }),
        ProposedAim::OwnBand(band) => {
            let bound = band.at_least().or(band.at_most());
            let pair = bound.zip(proposal.held_short_of);
            notes.extend(pair.map(|(bound, (year, annual))| Note::HeldShort {
                goal: to.clone(),
                bound,
                year,
                annual,
            }));
        }
        ProposedAim::Nothing => notes.push(Note::NoTarget(to.clone())),
        ProposedAim::Reach(_) => notes.extend(proposal.no_annual_target.map(|year| {
            let goal = to.clone();
            Note::NoAnnualTarget { goal, year }
        })),
        ProposedAim::Relative(..) | ProposedAim::KpiBand(_) | ProposedAim::Standing(_) => {}
    }
    notes.extend(posts_note(goal, to));
}

/// What became of commit and stretch, where there were any.
fn posts_note(goal: &Goal<'_>, to: &GoalId) -> Option<Note> {
    let beyond = || {
        let (target, stretch) = (goal.old_target?, goal.plain_target()?);
        (target != stretch).then_some(Note::ToStretch {
            goal: to.clone(),
            actual: goal.actual?,
            target,
            stretch,
        })
    };
    goal.had_posts()
        .then(|| beyond().unwrap_or_else(|| Note::PostsLeftOut(to.clone())))
}
