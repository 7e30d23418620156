//! Where definitions name other goals.

use super::moves::Moves;
use crate::model::{Kpi, KpiId, Objective};
use crate::store::paths;

/// A reference that gets another text.
#[derive(Debug)]
pub(super) struct Reference {
    /// The goal that it belongs to.
    pub(super) holder: String,
    /// The file that holds it, before anything moves.
    pub(super) file: String,
    /// The keys that lead to it.
    pub(super) keys: Vec<String>,
    /// Its place in the list there, where it is in one.
    pub(super) index: Option<usize>,
    /// What it says.
    pub(super) before: String,
    /// What it will say.
    pub(super) after: String,
}

/// What an objective says of goals and KPIs that get another name. `amended` and `carried` tell what
/// was, and stay: old names still count.
pub(super) fn of_objective(objective: &Objective, moves: &Moves) -> Vec<Reference> {
    let home = objective.id.cycle;
    let reference =
        |holder: String, keys: &[&str], index, before: String, after: String| Reference {
            holder,
            file: paths::objective(&objective.id),
            keys: keys.iter().map(|&key| key.to_owned()).collect(),
            index,
            before,
            after,
        };
    let own = objective.id.local();
    let mut found = Vec::new();
    if let Some(written) = &objective.terms.supports
        && let Some(now) = moves.goal(&written.resolve(home))
    {
        let mut after = now.relative_to(home);
        after.cycle = written.cycle;
        let (before, after) = (written.to_string(), after.to_string());
        found.push(reference(own.clone(), &["supports"], None, before, after));
    }
    let mut kpi = |holder: String, keys: &[&str], index, id: &KpiId| {
        if let Some(now) = moves.kpi_id(id) {
            let (before, after) = (id.to_string(), now.to_string());
            found.push(reference(holder, keys, index, before, after));
        }
    };
    for (index, id) in objective.guardrails.iter().enumerate() {
        kpi(own.clone(), &["guardrails"], Some(index), id);
    }
    if let Some(follow) = &objective.terms.measure {
        kpi(own.clone(), &["kpi"], None, &follow.kpi);
    }
    for key_result in &objective.key_results {
        if let Some(follow) = key_result.terms.measure.follow() {
            let key = &key_result.key;
            let holder = objective.key_result_id(key).local();
            let keys = ["key_results", key.as_str(), "kpi"];
            kpi(holder, &keys, None, &follow.kpi);
        }
    }
    found
}

/// What a KPI says of KPIs that get another id.
pub(super) fn of_kpi(kpi: &Kpi, moves: &Moves) -> Vec<Reference> {
    let drives = kpi.drives.iter().enumerate();
    let drives = drives.map(|(index, id)| (vec!["drives"], Some(index), id));
    let replaced = kpi.retired.as_ref().and_then(|r| r.replaced_by.as_ref());
    let replaced = replaced.map(|id| (vec!["retired", "replaced_by"], None, id));
    let renamed = drives.chain(replaced).filter_map(|(keys, index, id)| {
        let now = moves.kpi_id(id)?;
        Some(Reference {
            holder: kpi.id.to_string(),
            file: paths::kpi(&kpi.id),
            keys: keys.into_iter().map(str::to_owned).collect(),
            index,
            before: id.to_string(),
            after: now.to_string(),
        })
    });
    renamed.collect()
}
