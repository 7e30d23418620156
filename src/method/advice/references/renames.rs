//! Earlier names that mean more than one goal.

use crate::method::advice::{Advice, in_objective, place};
use crate::model::{
    CycleFolder, Document, KpiId, Name, Objective, ObjectivePath, Place, Workspace,
};
use std::collections::BTreeMap;

pub(super) fn check(workspace: &Workspace, advice: &mut Vec<Advice>) {
    let kpis = workspace.kpis.values().map(|kpi| Named {
        name: kpi.id.as_str(),
        formerly: kpi.formerly.iter().map(KpiId::as_str).collect(),
        place: Box::new(|index| {
            let document = Document::Kpi(kpi.id.clone());
            place(document, ["formerly".into(), index.into()])
        }),
    });
    same_ids(kpis.collect(), advice);
    for folder in workspace.cycles.values() {
        same_ids(objectives(folder), advice);
        for objective in folder.objectives.values() {
            same_ids(key_results(objective), advice);
        }
    }
}

/// Something with a name and earlier ones, and the place of each of those.
struct Named<'w> {
    name: &'w str,
    formerly: Vec<&'w str>,
    place: Box<dyn Fn(usize) -> Place + 'w>,
}

fn objectives(folder: &CycleFolder) -> Vec<Named<'_>> {
    let named = |objective| -> Named<'_> {
        let objective: &Objective = objective;
        Named {
            name: objective.id.objective.as_str(),
            formerly: objective
                .formerly
                .iter()
                .map(ObjectivePath::as_str)
                .collect(),
            place: Box::new(|index| in_objective(objective, ["formerly".into(), index.into()])),
        }
    };
    folder.objectives.values().map(named).collect()
}

fn key_results(objective: &Objective) -> Vec<Named<'_>> {
    let key_results = objective.key_results.iter();
    let named = key_results.map(|kr| Named {
        name: kr.key.as_str(),
        formerly: kr.formerly.iter().map(Name::as_str).collect(),
        place: Box::new(|index| {
            let key = kr.key.as_str().into();
            in_objective(
                objective,
                ["key_results".into(), key, "formerly".into(), index.into()],
            )
        }),
    });
    named.collect()
}

fn same_ids(all: Vec<Named<'_>>, advice: &mut Vec<Advice>) {
    if all.iter().all(|named| named.formerly.is_empty()) {
        return;
    }
    let present: BTreeMap<&str, usize> = all
        .iter()
        .enumerate()
        .map(|(at, named)| (named.name, at))
        .collect();
    let mut earlier: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, named) in all.iter().enumerate() {
        for (index, &old) in named.formerly.iter().enumerate() {
            let other = *earlier.entry(old).or_insert(at);
            let (message, help) = if present.get(old).is_some_and(|&other| other != at) {
                let message = format!(
                    "`{}` was never `{old}`: that is another one now",
                    named.name
                );
                (
                    message,
                    "what was said of it would count for the other: take it out",
                )
            } else if other != at {
                let message = format!(
                    "`{}` and `{}` were both `{old}`",
                    all[other].name, named.name
                );
                (
                    message,
                    "only one of them can have been: take it out of the other",
                )
            } else {
                continue;
            };
            let place = (named.place)(index);
            advice.push(Advice::error("same-id", place, message).help(help));
        }
    }
}
