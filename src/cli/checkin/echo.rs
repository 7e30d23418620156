//! What a check-in changed, before it is written and after.

use super::Prepared;
use super::ask::Draft;
use super::goal::Goal;
use crate::cli::Format;
use crate::cli::reading::overlapping;
use crate::method::Evaluator;
use crate::model::{Aggregate, CheckIn, CycleFolder, CycleId, KpiTarget, Quantity, Workspace};
use crate::render::echo::{ValueChange, value_change};
use crate::render::json::{self, ChangeView, Number};
use crate::render::{Theme, numbers};
use crate::store::load::Store;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;

/// Above this many check-ins in a cycle's folder the values before are not looked up: a check-in
/// takes as long in a large company as in a small one.
pub(super) const FEW: usize = 1000;

/// Above this many updates at once neither.
const MANY: usize = 200;

/// One line a goal.
pub(super) fn changes(store: &Store, prepared: &[Prepared], today: NaiveDate) -> Vec<ValueChange> {
    let mut around = Around {
        store,
        known: BTreeMap::new(),
    };
    // An import is not looked through line by line: its values before are not shown.
    let all: usize = prepared.iter().map(|file| file.drafts.len()).sum();
    if all > MANY {
        let cycles = prepared.iter().flat_map(|file| &file.drafts);
        let cycles = cycles
            .filter_map(|draft| draft.goal.id())
            .map(|id| id.cycle);
        let homes = prepared.iter().map(|file| file.checkin.cycle);
        around.known = cycles.chain(homes).map(|cycle| (cycle, None)).collect();
    }
    let mut changes = Vec::new();
    for file in prepared {
        for draft in &file.drafts {
            changes.push(change(&mut around, file, draft, today));
        }
    }
    changes
}

fn change(
    around: &mut Around<'_>,
    file: &Prepared,
    draft: &Draft,
    today: NaiveDate,
) -> ValueChange {
    let goal = &draft.goal;
    let mut change = ValueChange {
        id: goal.id().map_or_else(
            || goal.name(),
            |id| id.relative_to(file.checkin.cycle).to_string(),
        ),
        after: draft.value.map(Quantity::get),
        unit: goal.unit().map(str::to_owned),
        decimals: goal.kpi().and_then(|k| k.decimals),
        said: said(draft, today),
        path: file.path.clone(),
        ..ValueChange::default()
    };
    let aggregate = goal.kpi().map(|k| k.aggregate);
    let total = aggregate == Some(Aggregate::Sum);
    let cycle = goal.id().map_or(file.checkin.cycle, |id| id.cycle);
    let Some(mut workspace) = around.workspace(goal, cycle) else {
        change.added = draft
            .value
            .filter(|_| total)
            .map(|value| (value.get(), None));
        return change;
    };
    let before = Figures::of(&workspace, draft, cycle);
    add(&mut workspace, file.checkin.clone());
    let after = Figures::of(&workspace, draft, cycle);
    if let Some(value) = draft.value.map(Quantity::get) {
        change.before = before.value.or(total.then_some(0.0));
        change.after = after.value.or(change.after);
        match aggregate {
            Some(Aggregate::Sum) => {
                let grew = change
                    .before
                    .zip(change.after)
                    .map(|(before, after)| after - before);
                change.added = grew
                    .filter(|grew| (grew - value).abs() <= 1e-9)
                    .map(|grew| (grew, after.target));
                if change.added.is_none() {
                    change
                        .said
                        .push("in place of what you reported before".to_owned());
                }
            }
            Some(how @ (Aggregate::Mean | Aggregate::Min | Aggregate::Max)) => {
                let read = numbers::with_unit(value, change.decimals, change.unit.as_deref());
                change.said.push(format!("{} with {read}", how.word()));
            }
            Some(Aggregate::Last) | None => {}
        }
    }
    change.score = after.score.map(|now| (before.score, now));
    change
}

fn said(draft: &Draft, today: NaiveDate) -> Vec<String> {
    let mut said = Vec::new();
    if draft.date != today {
        said.push(format!("on {}", draft.date));
    }
    if !draft.done.is_empty() {
        said.push(format!("done {}", draft.done.join(", ")));
    }
    if draft.unchanged {
        said.push("unchanged".to_owned());
    }
    if let Some(confidence) = draft.confidence {
        said.push(format!("confidence {}", numbers::two(confidence.get())));
    }
    let words = [("note", &draft.note), ("blocker", &draft.blocker)];
    said.extend(
        words
            .into_iter()
            .filter(|(_, text)| text.is_some())
            .map(|(w, _)| w.to_owned()),
    );
    said
}

/// The check-ins around cycles, each read once however many goals are reported.
struct Around<'a> {
    store: &'a Store,
    /// None where there are too many to read.
    known: BTreeMap<CycleId, Option<Workspace>>,
}

impl Around<'_> {
    /// Just the goal and the check-ins around it; none where there are too many to read.
    fn workspace(&mut self, goal: &Goal, cycle: CycleId) -> Option<Workspace> {
        let store = self.store;
        let known = self.known.entry(cycle);
        let mut workspace = known.or_insert_with(|| checkins(store, cycle)).clone()?;
        if let Some(kpi) = goal.kpi() {
            workspace.kpis.insert(kpi.id.clone(), kpi.clone());
        }
        if let Some(objective) = goal.objective() {
            let folder = workspace.cycles.entry(objective.id.cycle).or_default();
            let path = objective.id.objective.clone();
            folder.objectives.insert(path, objective.clone());
        }
        Some(workspace)
    }
}

fn checkins(store: &Store, cycle: CycleId) -> Option<Workspace> {
    let mut workspace = Workspace {
        settings: store.settings().clone(),
        ..Workspace::default()
    };
    for (folder, _) in overlapping(store, &[cycle]) {
        let (checkins, _) = store.few_checkins(folder, FEW)?;
        let folder = workspace.cycles.entry(folder).or_default();
        folder.checkins = checkins;
    }
    Some(workspace)
}

fn add(workspace: &mut Workspace, checkin: CheckIn) {
    let folder: &mut CycleFolder = workspace.cycles.entry(checkin.cycle).or_default();
    folder.checkins.push(checkin);
}

#[derive(Default)]
struct Figures {
    value: Option<f64>,
    target: Option<f64>,
    score: Option<f64>,
}

impl Figures {
    /// The goal's figures on the day that is reported.
    fn of(workspace: &Workspace, draft: &Draft, cycle: CycleId) -> Self {
        let evaluator = Evaluator::new(workspace, draft.date);
        let Some(id) = draft.goal.id() else {
            return Self::of_kpi(&evaluator, draft, cycle);
        };
        let objective = workspace
            .objective(&id)
            .and_then(|o| evaluator.objective(o));
        let Some(objective) = objective else {
            return Self::default();
        };
        let mut parts = objective.key_results.iter();
        let own = parts.find(|kr| kr.id == id).map(|kr| &kr.figures);
        let figures = own.or(objective.figures.as_ref());
        figures.map_or_else(Self::default, |f| Self {
            value: f.value,
            target: f.target.or(f.at_most).or(f.at_least),
            score: f.score,
        })
    }

    fn of_kpi(evaluator: &Evaluator<'_>, draft: &Draft, cycle: CycleId) -> Self {
        let kpi = draft.goal.kpi();
        let kpi = kpi.and_then(|kpi| evaluator.workspace().kpis.get(&kpi.id));
        kpi.map_or_else(Self::default, |kpi| {
            let state = evaluator.kpi(kpi, cycle);
            Self {
                value: state.value,
                target: match state.target {
                    Some(KpiTarget::Value(target)) => Some(target.get()),
                    Some(KpiTarget::Band(_)) | None => None,
                },
                score: None,
            }
        })
    }
}

/// The echo in a format.
pub(super) fn text(changes: &[ValueChange], format: Format, theme: Theme) -> String {
    match format {
        Format::Json => json::changes(&changes.iter().map(view).collect::<Vec<_>>()),
        Format::Table | Format::Csv | Format::Markdown | Format::Ics | Format::Dot => {
            let lines = changes.iter().map(|c| value_change(c, theme) + "\n");
            lines.collect()
        }
    }
}

fn view(change: &ValueChange) -> ChangeView {
    let number = |value: Option<f64>| json!(value.map(Number));
    ChangeView {
        id: change.id.clone(),
        before: number(change.before),
        after: number(change.after),
        path: change.path.clone(),
    }
}
