//! The files that a rollover writes: KPIs first, then objectives that stand, then new ones, so that
//! running it again completes what was cut short.

use crate::cli::desk::Desk;
use crate::cli::exit::Failure;
use crate::method::carry::{CarryPlan, NewAim, NewBaseline, Refresh};
use crate::render::json::FileView;
use crate::store::edit::Document;
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet};
use crate::store::{compose, paths};
use std::collections::BTreeSet;

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
    for kpi in &plan.withdrawn {
        let cycle = plan.to.to_string();
        let kept = plan.targets.iter().any(|(other, _)| other == kpi);
        kpis.edit(&paths::kpi(kpi), |d| {
            if kept || !d.contains(&["targets", &cycle]) {
                return Ok(());
            }
            d.remove(&["targets", &cycle])
        })?;
    }
    let mut objectives = Desk::new(store);
    for (objective, key_result) in &plan.additions {
        let block = compose::key_result(key_result);
        objectives.edit(&paths::objective(objective), |d| d.append_block(&block))?;
    }
    for refresh in &plan.refreshed {
        bring_up_to_date(&mut objectives, refresh)?;
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

/// Baseline, actual and, where nobody changed it, the target of a goal that was carried before.
fn bring_up_to_date(desk: &mut Desk<'_>, refresh: &Refresh) -> Result<(), Failure> {
    let path = paths::objective(&refresh.goal);
    let key = refresh.goal.key.as_ref().map(crate::model::Name::as_str);
    desk.edit(&path, |document| {
        let prefix: Vec<&str> = key.map_or_else(Vec::new, |key| vec!["key_results", key]);
        let at = |rest: &[&'static str]| {
            let mut steps = prefix.clone();
            steps.extend(rest);
            steps
        };
        let set = |document: &mut Document, steps: &[&'static str], value: Option<f64>| match value
        {
            Some(value) => document.set(&at(steps), &compose::number(value)),
            None if document.contains(&at(steps)) => document.remove(&at(steps)),
            None => Ok(()),
        };
        set(document, &["carried", "actual"], refresh.actual)?;
        match refresh.baseline {
            NewBaseline::At(start) => set(document, &["baseline"], Some(start))?,
            NewBaseline::Without => set(document, &["baseline"], None)?,
            NewBaseline::Stays => {}
        }
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

/// What happens to each file; those of goals that stay as they are, too.
fn views(changes: &[Change], plan: &CarryPlan) -> Vec<FileView> {
    let mut files: Vec<FileView> = changes
        .iter()
        .map(|change| FileView {
            path: change.path.clone(),
            action: change.action(),
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
