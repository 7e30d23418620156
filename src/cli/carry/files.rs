//! The files that a rollover writes: KPIs first, then objectives that stand, then new ones, so that
//! running it again completes what was cut short.

use crate::cli::exit::{Code, Failure};
use crate::method::carry::{CarryPlan, NewAim, Refresh};
use crate::render::json::FileView;
use crate::store::edit::Document;
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet, read_for_edit};
use crate::store::{compose, paths};
use std::collections::{BTreeMap, BTreeSet};

/// A definition that is being edited.
struct Editing {
    before: String,
    document: Document,
}

/// Definitions that are being edited, by path.
struct Desk<'a> {
    store: &'a Store,
    open: BTreeMap<String, Editing>,
}

/// The changes in the order in which they are written, and what happens to each file.
pub(super) fn changes(
    store: &Store,
    plan: &CarryPlan,
) -> Result<(ChangeSet, Vec<FileView>), Failure> {
    let mut kpis = Desk::new(store);
    for (kpi, target) in &plan.targets {
        let path = paths::kpi(kpi);
        let cycle = plan.to.to_string();
        kpis.edit(&path, |d| {
            d.set(&["targets", &cycle], &compose::kpi_target(*target))
        })?;
    }
    let mut objectives = Desk::new(store);
    for (objective, key_result) in &plan.additions {
        let block = compose::key_result(key_result);
        objectives.edit(&paths::objective(objective), |d| d.append_block(&block))?;
    }
    for refresh in &plan.refreshed {
        objectives.refresh(refresh)?;
    }
    let mut changes = kpis.finish();
    changes.extend(objectives.finish());
    for objective in &plan.objectives {
        let path = paths::objective(&objective.id);
        changes.push(Change::create(path, compose::objective(objective)));
    }
    let files = views(&changes, plan);
    Ok((ChangeSet(changes), files))
}

impl<'a> Desk<'a> {
    fn new(store: &'a Store) -> Self {
        Self {
            store,
            open: BTreeMap::new(),
        }
    }

    fn edit<E: std::fmt::Display>(
        &mut self,
        path: &str,
        change: impl FnOnce(&mut Document) -> Result<(), E>,
    ) -> Result<(), Failure> {
        let refused =
            |message: String| Failure::new(Code::Invalid, "invalid", format!("{path}: {message}"));
        if !self.open.contains_key(path) {
            let before = read_for_edit(self.store.root(), path)?;
            let before = before.ok_or_else(|| Failure::not_found(format!("there is no {path}")))?;
            let document = Document::new(before.clone()).map_err(|e| refused(e.to_string()))?;
            self.open
                .insert(path.to_owned(), Editing { before, document });
        }
        match self.open.get_mut(path) {
            Some(editing) => change(&mut editing.document).map_err(|e| refused(e.to_string())),
            None => Ok(()),
        }
    }

    /// Baseline, actual and, where nobody changed it, the target of a goal that was carried before.
    fn refresh(&mut self, refresh: &Refresh) -> Result<(), Failure> {
        let path = paths::objective(&refresh.goal);
        let key = refresh.goal.key.as_ref().map(crate::model::Name::as_str);
        self.edit(&path, |document| {
            let prefix: Vec<&str> = key.map_or_else(Vec::new, |key| vec!["key_results", key]);
            let at = |rest: &[&'static str]| {
                let mut steps = prefix.clone();
                steps.extend(rest);
                steps
            };
            let set =
                |document: &mut Document, steps: &[&'static str], value: Option<f64>| match value {
                    Some(value) => document.set(&at(steps), &compose::number(value)),
                    None if document.contains(&at(steps)) => document.remove(&at(steps)),
                    None => Ok(()),
                };
            set(document, &["carried", "actual"], refresh.actual)?;
            set(document, &["baseline"], refresh.baseline)?;
            match refresh.aim {
                Some(NewAim::Own(target)) => set(document, &["target"], Some(target))?,
                Some(NewAim::Hold(_) | NewAim::OfKpi) => set(document, &["target"], None)?,
                None => return Ok(()),
            }
            let (low, high) = match refresh.aim {
                Some(NewAim::Hold(band)) => (band.at_least(), band.at_most()),
                Some(NewAim::Own(_) | NewAim::OfKpi) | None => (None, None),
            };
            set(document, &["at_least"], low)?;
            set(document, &["at_most"], high)
        })
    }

    fn finish(self) -> Vec<Change> {
        let changed = self.open.into_iter().map(|(path, editing)| {
            Change::edit(path, editing.before, editing.document.into_text())
        });
        changed.collect()
    }
}

/// What happens to each file; those of goals that stay as they are, too.
fn views(changes: &[Change], plan: &CarryPlan) -> Vec<FileView> {
    let mut files: Vec<FileView> = changes
        .iter()
        .map(|change| FileView {
            path: change.path.clone(),
            action: match (&change.before, &change.after) {
                (None, _) => "create",
                (before, after) if before == after => "same",
                _ => "edit",
            },
        })
        .collect();
    let known: BTreeSet<String> = files.iter().map(|f| f.path.clone()).collect();
    let kept = plan
        .kept
        .iter()
        .map(|k| &k.to)
        .chain(plan.stale.iter().map(|s| &s.to));
    let same: BTreeSet<String> = kept.map(paths::objective).collect();
    for path in same.difference(&known) {
        files.push(FileView {
            path: path.clone(),
            action: "same",
        });
    }
    files
}
