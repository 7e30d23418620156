//! Gives the goals of another tool their places: an id, a cycle, people, what they support. What has
//! no place is noted.

use super::amounts::{self, Amounts};
use super::people::People;
use super::plan::{Goal, Kind, Plan, Planned, Said, World};
use crate::cli::args::number;
use crate::model::{
    Ambition, Calendar, CycleId, GoalId, KeyResult, Name, Objective, ObjectivePath, ObjectiveTerms,
    Terms, Update, Weight, slug,
};
use crate::render::text::list;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Finds the places.
struct Placing<'w> {
    plan: Plan,
    calendar: Calendar,
    today: NaiveDate,
    people: People<'w>,
    /// The id of each goal that has a place.
    ids: Vec<Option<GoalId>>,
    planned: Planned,
    /// Where each objective stands in the list of those that are planned.
    at: HashMap<GoalId, usize>,
    /// Cycles that have ended, so that their values are dated back.
    ended: BTreeSet<CycleId>,
}

impl Plan {
    /// Gives each goal its place.
    pub(super) fn finish(mut self, world: &World<'_>) -> Planned {
        let settings = world.store.settings();
        let assumed = std::mem::take(&mut self.assumed);
        let left = std::mem::take(&mut self.left);
        let mut placing = Placing {
            ids: vec![None; self.goals.len()],
            plan: self,
            calendar: settings.calendar,
            today: world.context.today,
            people: People::new(settings),
            planned: Planned {
                left,
                assumed,
                ..Planned::default()
            },
            at: HashMap::new(),
            ended: BTreeSet::new(),
        };
        placing.name_objectives();
        placing.name_key_results();
        let supported = placing.place_objectives();
        placing.place_key_results(&supported);
        placing.finish()
    }
}

impl Placing<'_> {
    fn goals(&self, kind: Kind) -> Vec<usize> {
        let all = self.plan.goals.iter().enumerate();
        let of_kind = all.filter(|(_, goal)| goal.kind == kind);
        of_kind.map(|(at, _)| at).collect()
    }

    /// The goals above one, the nearest first. Nothing is above itself.
    fn above(&self, at: usize) -> Vec<usize> {
        let parent = |at: &usize| self.plan.goals[*at].parent;
        let above = std::iter::successors(parent(&at), parent);
        above.take(self.plan.goals.len()).collect()
    }

    fn cycle_of(&self, at: usize) -> Option<CycleId> {
        let own = self.plan.goals[at].cycle;
        let mut above = self.above(at).into_iter();
        own.or_else(|| above.find_map(|at| self.plan.goals[at].cycle))
            .or(self.plan.usual)
    }

    fn lacks(&mut self, at: usize, why: &str) {
        let goal = &self.plan.goals[at];
        self.planned
            .left
            .add(Some(goal.row), None, &goal.title, why);
    }

    fn name_objectives(&mut self) {
        let mut taken: HashSet<GoalId> = HashSet::new();
        for at in self.goals(Kind::Objective) {
            let Some(cycle) = self.cycle_of(at) else {
                self.lacks(at, "it is of no cycle: --cycle names one");
                continue;
            };
            let goal = &self.plan.goals[at];
            let id = names(&goal.title, "objective").find_map(|name| {
                let path = match &goal.team {
                    Some(team) => format!("{team}/{name}"),
                    None => name.to_string(),
                };
                let id = GoalId {
                    cycle,
                    objective: ObjectivePath::new(&path).ok()?,
                    key: None,
                };
                (!taken.contains(&id)).then_some(id)
            });
            taken.extend(id.clone());
            self.ids[at] = id;
        }
    }

    fn name_key_results(&mut self) {
        let mut taken: HashSet<GoalId> = HashSet::new();
        for at in self.goals(Kind::KeyResult) {
            let above = self.above(at);
            let is_objective = |at: &&usize| self.plan.goals[**at].kind == Kind::Objective;
            let Some(&holder) = above.iter().find(is_objective) else {
                self.lacks(at, "no objective is above it");
                continue;
            };
            let Some(of) = self.ids[holder].clone() else {
                self.lacks(at, "its objective is left out");
                continue;
            };
            if above.first() != Some(&holder) {
                let title = &self.plan.goals[at].title;
                let row = self.plan.goals[at].row;
                self.planned.assumed.push(format!(
                    "row {row}: `{title}` lies below a key result, and is one of {of} now"
                ));
            }
            let ids = names(&self.plan.goals[at].title, "key-result").map(|name| GoalId {
                key: Some(name),
                ..of.clone()
            });
            let mut ids = ids.filter(|id| !taken.contains(id));
            let id = ids.next();
            drop(ids);
            taken.extend(id.clone());
            self.ids[at] = id;
        }
    }

    /// Makes the objectives; gives the goals that others support.
    fn place_objectives(&mut self) -> HashSet<GoalId> {
        let mut supported = HashSet::new();
        for at in self.goals(Kind::Objective) {
            let Some(id) = self.ids[at].clone() else {
                continue;
            };
            let supports = self.supported_by(at, id.cycle);
            supported.extend(supports.clone());
            let goal = self.plan.goals[at].clone();
            self.leave_numbers(&goal);
            let place = (goal.row, goal.owners.column.as_str());
            let mut people = self
                .people
                .in_cell(&goal.owners.text, place, &mut self.planned.left);
            let owner = (!people.is_empty()).then(|| people.remove(0));
            let objective = Objective {
                terms: ObjectiveTerms {
                    title: goal.title.clone(),
                    owner,
                    weight: self.weight(&goal),
                    ambition: goal.ambition.unwrap_or(Ambition::Aspirational),
                    supports: supports.map(|above| above.relative_to(id.cycle)),
                    measure: None,
                },
                id: id.clone(),
                amended: Vec::new(),
                why: (!goal.note.text.is_empty()).then(|| goal.note.text.clone()),
                contributors: people,
                guardrails: Vec::new(),
                tags: goal.tags.clone(),
                initiatives: Vec::new(),
                added: None,
                dropped: None,
                formerly: Vec::new(),
                carried: None,
                review: None,
                key_results: Vec::new(),
            };
            self.at.insert(id, self.planned.objectives.len());
            self.planned.objectives.push((goal.row, objective));
        }
        supported
    }

    /// The nearest goal above an objective that has a place, where its cycle holds the objective's.
    fn supported_by(&mut self, at: usize, cycle: CycleId) -> Option<GoalId> {
        let mut above = self.above(at).into_iter();
        let id = above.find_map(|at| self.ids[at].clone())?;
        if self.calendar.encloses(id.cycle, cycle) {
            return Some(id);
        }
        let goal = &self.plan.goals[at];
        let why = format!("it cannot support {id}: {} does not hold {cycle}", id.cycle);
        self.planned
            .left
            .add(Some(goal.row), None, &goal.title, &why);
        None
    }

    /// What an objective has no keys for.
    fn leave_numbers(&mut self, goal: &Goal) {
        const WHY: &str = "an objective is scored by its key results";
        for cell in [&goal.baseline, &goal.value, &goal.target, &goal.unit] {
            if !cell.text.is_empty() {
                let column = Some(cell.column.as_str());
                self.planned
                    .left
                    .add(Some(goal.row), column, &cell.text, WHY);
            }
        }
        self.leave_status(goal);
    }

    fn leave_status(&mut self, goal: &Goal) {
        if !goal.status.text.is_empty() {
            let (column, status) = (&goal.status.column, goal.status.text.to_lowercase());
            let why = "okr works a status out itself";
            self.planned
                .left
                .add(Some(goal.row), Some(column), &status, why);
        }
    }

    fn weight(&mut self, goal: &Goal) -> Weight {
        let cell = &goal.weight;
        if cell.text.is_empty() {
            return Weight::default();
        }
        let weight = number::number(&cell.text, Some("%")).and_then(Weight::new);
        weight.unwrap_or_else(|_| {
            let column = Some(cell.column.as_str());
            let left = &mut self.planned.left;
            left.add(Some(goal.row), column, &cell.text, "is no weight");
            Weight::default()
        })
    }

    fn place_key_results(&mut self, supported: &HashSet<GoalId>) {
        for at in self.goals(Kind::KeyResult) {
            let Some(id) = self.ids[at].clone() else {
                continue;
            };
            let Some(key) = id.key.clone() else {
                continue;
            };
            let goal = self.plan.goals[at].clone();
            self.leave_status(&goal);
            if goal.cycle.is_some_and(|cycle| cycle != id.cycle) {
                let why = format!("a key result is of its objective's cycle, {}", id.cycle);
                let (column, text) = (Some(goal.period.column.as_str()), &goal.period.text);
                self.planned.left.add(Some(goal.row), column, text, &why);
            }
            if !goal.tags.is_empty() {
                let why = "a key result has no tags: its objective has";
                let tags = goal.tags.join(", ");
                self.planned.left.add(Some(goal.row), None, &tags, why);
            }
            let left = &mut self.planned.left;
            let amounts = amounts::read(&goal, supported.contains(&id), left);
            let place = (goal.row, goal.owners.column.as_str());
            let people = self.people.in_cell(&goal.owners.text, place, left);
            let weight = self.weight(&goal);
            if people.len() > 1 {
                let others: Vec<_> = people[1..].iter().map(Name::as_str).collect();
                self.planned.assumed.push(format!(
                    "row {}: {} of `{}` helps with its objective: a key result has one owner",
                    goal.row,
                    list(&others),
                    goal.title
                ));
            }
            self.report(&goal, &id, &amounts);
            let terms = Terms {
                title: Some(goal.title),
                owner: None,
                weight,
                measure: amounts.measure,
            };
            if let Some(&holder) = self.at.get(&id.objective_id()) {
                let (_, objective) = &mut self.planned.objectives[holder];
                add(objective, key, terms, people);
            }
        }
    }

    /// The current value, as a reading of today or of the last day of a cycle that has ended.
    fn report(&mut self, goal: &Goal, id: &GoalId, amounts: &Amounts) {
        let note = Some(goal.note.text.as_str()).filter(|note| !note.is_empty());
        if amounts.value.is_none() && note.is_none() {
            return;
        }
        let (start, end) = (self.calendar.start(id.cycle), self.calendar.end(id.cycle));
        if self.today < start {
            let why = format!(
                "nothing can be reported of {}, which begins on {start}",
                id.cycle
            );
            let cells = [
                (&goal.value, amounts.value.is_some()),
                (&goal.note, note.is_some()),
            ];
            for (cell, _) in cells.into_iter().filter(|(_, said)| *said) {
                let column = Some(cell.column.as_str());
                self.planned
                    .left
                    .add(Some(goal.row), column, &cell.text, &why);
            }
            return;
        }
        if self.today > end && amounts.value.is_some() {
            self.ended.insert(id.cycle);
        }
        self.planned.updates.push(Said {
            day: self.today.min(end),
            goal: id.clone(),
            update: Update {
                goal: None,
                kpi: None,
                date: None,
                value: amounts.value,
                done: Vec::new(),
                confidence: None,
                note: note.map(str::to_owned),
                blocker: None,
                unchanged: false,
            },
        });
    }

    fn finish(self) -> Planned {
        let Self {
            mut planned,
            calendar,
            people,
            ended,
            ..
        } = self;
        planned.assumed.extend(people.told());
        planned.assumed.extend(ended.into_iter().map(|cycle| {
            let end = calendar.end(cycle);
            format!("{cycle} has ended: its values are dated to {end}, its last day")
        }));
        planned
    }
}

/// Adds a key result: the first of its people answers for it, the others help with the objective.
fn add(objective: &mut Objective, key: Name, mut terms: Terms, people: Vec<Name>) {
    let mut people = people.into_iter();
    let owner = people.next();
    if objective.terms.owner.is_none() {
        objective.terms.owner.clone_from(&owner);
    }
    terms.owner = owner.filter(|owner| objective.terms.owner.as_ref() != Some(owner));
    for person in people {
        let known = objective.contributors.contains(&person);
        if !known && objective.terms.owner.as_ref() != Some(&person) {
            objective.contributors.push(person);
        }
    }
    objective.key_results.push(KeyResult {
        key,
        terms,
        amended: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
    });
}

/// Names made from a title, a number behind all but the first; `fallback` where it makes none.
fn names<'t>(title: &'t str, fallback: &'t str) -> impl Iterator<Item = Name> + use<'t> {
    let base = slug(title).or_else(|| Name::new(fallback).ok());
    let numbered = base.clone().into_iter();
    let numbered = numbered.flat_map(|base| (2..).filter_map(move |n| base.numbered(n)));
    base.into_iter().chain(numbered)
}
