//! One objective that takes chosen KPIs in, instead of a successor for each old objective: the guide's
//! "new or adapted OKR stack".

use super::goal::Goal;
use super::{CarryOptions, CarryPlan, Note, Stack};
use crate::method::{Evaluator, ObjectiveState};
use crate::model::{Ambition, GoalId, KpiId, Name, Objective, ObjectiveTerms, Weight};
use chrono::NaiveDate;

/// Why an objective cannot take goals in.
#[derive(Debug, Clone, PartialEq)]
pub enum StackError {
    /// It does not exist and has no title.
    Untitled(GoalId),
    /// It was given up.
    Dropped(GoalId, NaiveDate),
    /// It is measured itself and has no key results.
    Measured(GoalId, KpiId),
    /// Another objective has its id.
    Taken {
        /// The id.
        id: GoalId,
        /// The title of the one that exists.
        title: String,
        /// The title that was asked for.
        asked: String,
    },
    /// The goals are of several objectives, and none of them was named.
    OfMany(Vec<GoalId>),
    /// Two of its key results would follow one KPI.
    OneKpiTwice {
        /// The KPI.
        kpi: KpiId,
        /// The goals of the old cycle.
        goals: [GoalId; 2],
    },
}

/// The objective that takes goals in.
pub(super) struct Home {
    /// Its id, under its present name.
    pub(super) id: GoalId,
    /// Who answers for it.
    pub(super) owner: Option<Name>,
    /// As it is written where it does not exist yet, still without key results.
    pub(super) new: Option<Objective>,
}

/// The objective of that name, where there is one.
fn standing<'w>(stack: &Stack, evaluator: &Evaluator<'w>) -> Option<&'w Objective> {
    let id = evaluator.ledger().resolve(&stack.id)?;
    evaluator.workspace().objective(&id)
}

/// Whether the goals that were chosen can be carried into one objective.
pub(super) fn check(
    plan: &CarryPlan,
    options: &CarryOptions,
    goals: &[Goal<'_>],
    evaluator: &Evaluator<'_>,
) -> Result<(), StackError> {
    let Some(stack) = &options.into else {
        return Ok(());
    };
    let standing = standing(stack, evaluator);
    if let Some(objective) = standing {
        takes_in(objective, stack, plan)?;
    }
    let objectives = distinct(goals);
    if options.chosen.is_empty() && objectives.len() > 1 {
        let ids = objectives.iter().map(|o| o.objective.id.clone());
        return Err(StackError::OfMany(ids.collect()));
    }
    for (place, goal) in goals.iter().enumerate() {
        let same = |other: &&Goal<'_>| goal.kpi.is_some() && other.kpi == goal.kpi;
        if let (Some(kpi), Some(other)) = (goal.kpi, goals[..place].iter().find(same)) {
            return Err(StackError::OneKpiTwice {
                kpi: kpi.id.clone(),
                goals: [other.from.clone(), goal.from.clone()],
            });
        }
    }
    match (standing, &stack.title) {
        (None, None) => Err(StackError::Untitled(stack.id.clone())),
        (Some(_), _) | (_, Some(_)) => Ok(()),
    }
}

/// An objective that exists takes goals in unless another one was meant: one of another title, into
/// which nothing was carried yet.
fn takes_in(objective: &Objective, stack: &Stack, plan: &CarryPlan) -> Result<(), StackError> {
    let id = || objective.id.clone();
    if let Some(dropped) = &objective.dropped {
        return Err(StackError::Dropped(id(), dropped.on));
    }
    if let Some(follow) = &objective.terms.measure {
        return Err(StackError::Measured(id(), follow.kpi.clone()));
    }
    let mut carried = objective
        .key_results
        .iter()
        .filter_map(|kr| kr.carried.as_ref());
    let known = carried.any(|carried| carried.from.cycle == plan.from);
    match &stack.title {
        Some(asked) if *asked != objective.terms.title && !known => Err(StackError::Taken {
            id: id(),
            title: objective.terms.title.clone(),
            asked: asked.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

/// The old objectives of goals, each once.
fn distinct<'a, 'w>(goals: &'a [Goal<'w>]) -> Vec<&'a ObjectiveState<'w>> {
    let mut objectives: Vec<&ObjectiveState<'_>> = Vec::new();
    for goal in goals {
        let id = &goal.objective.objective.id;
        if !objectives.iter().any(|known| known.objective.id == *id) {
            objectives.push(&goal.objective);
        }
    }
    objectives
}

impl Home {
    /// The objective that takes the goals in; none where they go where they belong.
    pub(super) fn of(
        options: &CarryOptions,
        goals: &[Goal<'_>],
        evaluator: &Evaluator<'_>,
        plan: &mut CarryPlan,
    ) -> Option<Self> {
        let stack = options.into.as_ref()?;
        if let Some(objective) = standing(stack, evaluator) {
            return Some(Self {
                id: objective.id.clone(),
                owner: objective.terms.owner.clone(),
                new: None,
            });
        }
        let new = (!goals.is_empty()).then(|| founded(stack, &distinct(goals), plan));
        Some(Self {
            id: stack.id.clone(),
            owner: new.as_ref().and_then(|new| new.terms.owner.clone()),
            new,
        })
    }
}

/// A new objective with what the old ones agree on. Why it matters and how it is reached are for people
/// to say anew.
fn founded(stack: &Stack, old: &[&ObjectiveState<'_>], plan: &mut CarryPlan) -> Objective {
    let owner = agreed(old.iter().map(|o| &o.terms.owner));
    let supports = agreed(old.iter().map(|o| &o.terms.supports));
    if owner.is_none() {
        plan.notes.push(Note::OwnersDiffer(stack.id.clone()));
    }
    if supports.is_none() {
        plan.notes.push(Note::SupportsDiffer(stack.id.clone()));
    }
    let owner = owner.flatten();
    let mut contributors = union(old.iter().flat_map(|o| &o.objective.contributors));
    contributors.retain(|name| Some(name) != owner.as_ref());
    Objective {
        id: stack.id.clone(),
        terms: ObjectiveTerms {
            title: stack.title.clone().unwrap_or_default(),
            owner,
            weight: Weight::default(),
            ambition: agreed(old.iter().map(|o| &o.terms.ambition))
                .unwrap_or(Ambition::Aspirational),
            supports: supports.flatten(),
            measure: None,
        },
        amended: Vec::new(),
        why: None,
        contributors,
        guardrails: union(old.iter().flat_map(|o| &o.objective.guardrails)),
        tags: union(old.iter().flat_map(|o| &o.objective.tags)),
        initiatives: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
        review: None,
        key_results: Vec::new(),
    }
}

/// The value that all have; none where they differ.
fn agreed<'a, T: Clone + PartialEq + 'a>(mut values: impl Iterator<Item = &'a T>) -> Option<T> {
    let first = values.next()?;
    values.all(|other| other == first).then(|| first.clone())
}

/// Everything that any has, in order, once.
fn union<'a, T: Clone + PartialEq + 'a>(values: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for value in values {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    all
}
