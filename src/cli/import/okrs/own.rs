//! The rows that `okr export okrs` writes, as the definitions that they were.

use super::definitions::Definitions;
use super::own_left;
use super::own_parts::{aim, carried, dropped, measure};
use crate::cli::exit::Failure;
use crate::cli::import::cells::{Cells, word};
use crate::cli::import::faults::Faults;
use crate::cli::import::record::{Record, Records};
use crate::model::{
    Ambition, Amendment, Closed, CycleId, Follow, GoalId, GoalRef, Initiative, Invalid, KeyResult,
    KpiAmendment, KpiId, Measure, Milestone, Name, Objective, ObjectivePath, ObjectiveTerms,
    Review, Terms,
};
use crate::render::exchange::RowKind;
use crate::render::exchange::imported::Leftover;
use crate::store::amend;
use std::cell::RefCell;
use std::fmt::Display;

/// Reads the whole table; gives also what of it has no place.
///
/// # Errors
/// Names every faulty cell, or the first of them.
pub(super) fn read(records: &Records) -> Result<(Definitions, Leftover), Failure> {
    let faults = RefCell::new(Faults::default());
    let mut made = Definitions::default();
    let mut left = Leftover::default();
    let kinds = records.rows.iter().map(|record| kind_of(record, &faults));
    let kinds: Vec<Option<RowKind>> = kinds.collect();
    for kind in RowKind::ALL {
        let of_kind = records.rows.iter().zip(&kinds);
        for (record, _) in of_kind.filter(|(_, known)| **known == Some(kind)) {
            let cells = Cells::new(record, &faults);
            if row(kind, &cells, &mut made).is_some() {
                own_left::unread(kind, &cells, &mut left);
            }
        }
    }
    faults.into_inner().finish(&records.name)?;
    Ok((made, left))
}

fn kind_of(record: &Record, faults: &RefCell<Faults>) -> Option<RowKind> {
    let kind = record.plain("type");
    let read = word(&kind, &RowKind::ALL, RowKind::word);
    let noted = |why| faults.borrow_mut().cell(record.row, "type", &why);
    read.map_err(noted).ok()
}

/// What cannot be read is noted; what is left of the row counts for nothing then.
fn row(kind: RowKind, cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    match kind {
        RowKind::Kpi => add_kpi(cells, made),
        RowKind::Objective => add_objective(cells, made),
        RowKind::Closed => add_closed(cells, made),
        RowKind::KeyResult => add_key_result(cells, made),
        RowKind::Milestone => milestone(cells, made),
        RowKind::Target => add_target(cells, made),
        RowKind::FinalScore => add_final_score(cells, made),
        RowKind::Initiative => add_initiative(cells, made),
        RowKind::Amendment => amendment(cells, made),
        RowKind::Review => add_review(cells, made),
    }
}

fn add_kpi(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let kpi = super::own_kpi::kpi(cells)?;
    if made.kpi(&kpi.id).is_some() {
        return twice(cells, &kpi.id);
    }
    made.kpis.push((cells.record.row, kpi));
    Some(())
}

fn add_objective(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let objective = objective(cells)?;
    if made.objective(&objective.id).is_some() {
        return twice(cells, &objective.id);
    }
    made.add(cells.record.row, objective);
    Some(())
}

fn add_closed(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let cycle = cycle(cells)?;
    let closed = closed(cells)?;
    made.closed.push((cells.record.row, cycle, closed));
    Some(())
}

fn add_key_result(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let id = goal(cells)?;
    let made_here = key_result(cells, &id)?;
    let of = holder(cells, made, &id)?;
    if of.key_result(&made_here.key).is_some() {
        return twice(cells, &id);
    }
    of.key_results.push(made_here);
    Some(())
}

fn add_target(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let id = cells.need("id", KpiId::new)?;
    let (cycle, target) = super::own_kpi::target(cells)?;
    let Some(kpi) = made.kpi(&id) else {
        return missing(cells, &id.to_string());
    };
    let (previous, of) = match cycle {
        Some(cycle) => (
            kpi.targets.by_cycle.insert(cycle, target),
            cycle.to_string(),
        ),
        None => (kpi.targets.always.replace(target), "always".to_owned()),
    };
    match previous {
        Some(_) => twice(cells, &format!("the target of {id} for {of}")),
        None => Some(()),
    }
}

fn add_final_score(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let id = goal(cells)?;
    let score = cells.number("final_score")?;
    let mut closed = made.closed.iter_mut();
    let Some((_, _, closed)) = closed.find(|(_, cycle, _)| *cycle == id.cycle) else {
        return missing(cells, &format!("the closed cycle {}", id.cycle));
    };
    match closed.scores.insert(id.clone(), score) {
        Some(_) => twice(cells, &format!("the final score of {id}")),
        None => Some(()),
    }
}

fn add_initiative(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let id = goal(cells)?;
    let initiative = Initiative {
        title: cells.text("title").unwrap_or_default(),
        url: cells.text("url"),
        done: cells.yes("done"),
    };
    holder(cells, made, &id)?.initiatives.push(initiative);
    Some(())
}

fn add_review(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let id = goal(cells)?;
    let review = review(cells);
    match holder(cells, made, &id)?.review.replace(review) {
        Some(_) => twice(cells, &format!("the review of {}", id.objective_id())),
        None => Some(()),
    }
}

/// Of two rows for one thing, one would be lost.
fn twice<T>(cells: &Cells<'_>, id: &impl Display) -> Option<T> {
    cells.row_fault(&format!("{id} stands in another row already"));
    None
}

fn missing<T>(cells: &Cells<'_>, what: &str) -> Option<T> {
    cells.row_fault(&format!("it is of {what}, which has no row of its own"));
    None
}

pub(super) fn cycle(cells: &Cells<'_>) -> Option<CycleId> {
    cells.need("cycle", |text| {
        CycleId::parse_any_case(text).ok_or_else(|| {
            let shown = crate::cli::args::shown(text);
            Invalid::new(format!("{shown} is no cycle")).help("write it like 2026-Q3")
        })
    })
}

/// The goal that a row is or belongs to.
fn goal(cells: &Cells<'_>) -> Option<GoalId> {
    let cycle = cycle(cells);
    let id = cells.need("id", GoalRef::new);
    Some(id?.resolve(cycle?))
}

/// The objective that holds a goal.
fn holder<'m>(
    cells: &Cells<'_>,
    made: &'m mut Definitions,
    id: &GoalId,
) -> Option<&'m mut Objective> {
    let id = id.objective_id();
    match made.objective(&id) {
        Some(objective) => Some(objective),
        None => missing(cells, &id.to_string()),
    }
}

fn objective(cells: &Cells<'_>) -> Option<Objective> {
    let id = goal(cells);
    let title = cells.need("title", |text| Ok(text.to_owned()));
    title.as_ref()?;
    let ambitions = [
        Ambition::Aspirational,
        Ambition::Committed,
        Ambition::Learning,
    ];
    let ambition = cells.read("ambition", |text| word(text, &ambitions, Ambition::word));
    let follow = cells.read("kpi", KpiId::new).map(|kpi| Follow {
        kpi,
        baseline: cells.quantity("baseline"),
        aim: aim(cells),
    });
    Some(Objective {
        id: id.filter(|id| id.key.is_none())?,
        terms: ObjectiveTerms {
            title: cells.text("title")?,
            owner: cells.read("owner", Name::new),
            weight: cells.weight(),
            ambition: ambition.unwrap_or(Ambition::Aspirational),
            supports: cells.read("supports", GoalRef::new),
            measure: follow,
        },
        amended: Vec::new(),
        why: cells.text("why"),
        contributors: cells.each("contributors", Name::new),
        guardrails: cells.each("guardrails", KpiId::new),
        tags: cells.list("tags"),
        initiatives: Vec::new(),
        added: cells.day("added"),
        dropped: dropped(cells),
        formerly: cells.each("formerly", ObjectivePath::new),
        carried: carried(cells),
        review: None,
        key_results: Vec::new(),
    })
}

fn key_result(cells: &Cells<'_>, id: &GoalId) -> Option<KeyResult> {
    let Some(key) = id.key.clone() else {
        let why = Invalid::new("names no key result").help("write it like grow.arr");
        cells.fault("id", &why);
        return None;
    };
    Some(KeyResult {
        key,
        terms: Terms {
            title: cells.text("title"),
            owner: cells.read("owner", Name::new),
            weight: cells.weight(),
            measure: measure(cells)?,
        },
        amended: Vec::new(),
        added: cells.day("added"),
        dropped: dropped(cells),
        formerly: cells.each("formerly", Name::new),
        carried: carried(cells),
    })
}

fn milestone(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let cycle = cycle(cells)?;
    let (id, step) = cells.need("id", |text| {
        let (goal, step) = text.rsplit_once('+').ok_or_else(|| {
            Invalid::new("names no milestone").help("write it like plan.rollout+template")
        })?;
        Ok((GoalRef::new(goal)?.resolve(cycle), step.to_owned()))
    })?;
    let milestone = Milestone {
        id: step,
        title: cells.text("title").unwrap_or_default(),
        weight: cells.weight(),
        due: cells.day("due"),
    };
    let objective = holder(cells, made, &id)?;
    let found = objective.key_results.iter_mut();
    let mut found = found.filter(|kr| Some(&kr.key) == id.key.as_ref());
    match found.next().map(|kr| &mut kr.terms.measure) {
        Some(Measure::Effort(effort)) => effort.milestones.push(milestone),
        Some(_) => cells.row_fault(&format!("{id} is no effort, and has no milestones")),
        None => return missing(cells, &id.to_string()),
    }
    Some(())
}

/// A former value by its key, as TOML.
fn was(text: &str) -> Result<(String, String), Invalid> {
    let (key, told) = text.split_once(" = ").ok_or_else(|| {
        let shown = crate::cli::args::shown(text);
        Invalid::new(format!("{shown} is no key and its value")).help("such as target = 75")
    })?;
    let key = key.trim();
    Ok((key.to_owned(), amend::as_toml(key, told)?))
}

fn amendment(cells: &Cells<'_>, made: &mut Definitions) -> Option<()> {
    let Some(on) = cells.day("date") else {
        cells.row_fault("an amendment needs a date");
        return None;
    };
    let items = cells.list("was");
    let was = items
        .iter()
        .map(|item| was(item))
        .collect::<Result<Vec<_>, _>>();
    let was = was.map_err(|why| cells.fault("was", &why)).ok()?;
    let reason = cells.text("reason");
    let is_kpi = cells.text("id").is_some_and(|id| id.starts_with("kpis/"));
    if is_kpi {
        let id = cells.need("id", KpiId::new)?;
        let Some(kpi) = made.kpi(&id) else {
            return missing(cells, &id.to_string());
        };
        kpi.amended.push(KpiAmendment {
            on,
            was,
            reason,
            before: kpi.targets.clone(),
            owner_before: kpi.owner.clone(),
        });
        return Some(());
    }
    let id = goal(cells)?;
    let objective = holder(cells, made, &id)?;
    let Some(key) = &id.key else {
        let before = objective.terms.clone();
        objective.amended.push(change(on, was, reason, before));
        return Some(());
    };
    let Some(kr) = objective.key_results.iter_mut().find(|kr| kr.key == *key) else {
        return missing(cells, &id.to_string());
    };
    kr.amended.push(change(on, was, reason, kr.terms.clone()));
    Some(())
}

/// What was agreed before follows from what changed, once the file is read.
fn change<T>(
    on: chrono::NaiveDate,
    was: Vec<(String, String)>,
    reason: Option<String>,
    before: T,
) -> Amendment<T> {
    Amendment {
        on,
        was,
        reason,
        before,
    }
}

fn review(cells: &Cells<'_>) -> Review {
    Review {
        on: cells.day("date"),
        by: cells.read("by", Name::new),
        grade: cells.number("grade"),
        worked: cells.text("worked"),
        did_not_work: cells.text("did_not_work"),
        learned: cells.text("learned"),
    }
}

fn closed(cells: &Cells<'_>) -> Option<Closed> {
    let Some(on) = cells.day("date") else {
        cells.row_fault("a closed cycle needs a date");
        return None;
    };
    Some(Closed {
        on,
        by: cells.read("by", Name::new),
        forced: cells.text("reason"),
        scores: std::collections::BTreeMap::new(),
    })
}
