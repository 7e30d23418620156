//! What KPIs say of each other: what they drive, and what replaces them.

use super::circle::{chain, circles};
use super::known::Known;
use crate::method::advice::{Advice, in_kpi};
use crate::model::{Kpi, KpiId, Place};
use std::collections::BTreeMap;

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    let mut edges: BTreeMap<&KpiId, Vec<&KpiId>> = BTreeMap::new();
    for kpi in known.workspace.kpis.values() {
        let driven = kpi.drives.iter().filter_map(|id| known.kpi(id));
        edges.insert(&kpi.id, driven.map(|driven| &driven.id).collect());
        let unknown = named(kpi).filter(|(id, _)| known.kpi(id).is_none());
        advice.extend(unknown.filter_map(|(id, place)| known.unknown_kpi(id, place)));
    }
    for circle in circles(&edges) {
        let Some(kpi) = circle.first().and_then(|id| known.workspace.kpis.get(*id)) else {
            continue;
        };
        let next = circle.get(1).unwrap_or(&circle[0]);
        let mut driven = kpi.drives.iter().map(|id| known.kpi(id).map(|k| &k.id));
        let index = driven.position(|id| id == Some(next)).unwrap_or(0);
        let message = match circle.len() {
            1 => format!("`{}` drives itself", kpi.id),
            _ => format!("KPIs drive each other in a circle: {}", chain(&circle)),
        };
        let help = "`drives` leads from what moves first to what follows: take one of them out";
        advice.push(Advice::error("drives-circle", drives(kpi, index), message).help(help));
    }
}

/// The KPIs that a KPI names, each with its place.
pub(in crate::method::advice) fn named(kpi: &Kpi) -> impl Iterator<Item = (&KpiId, Place)> {
    let driven = kpi.drives.iter().enumerate();
    let driven = driven.map(|(index, id)| (id, drives(kpi, index)));
    let replaced_by = kpi.retired.iter().filter_map(|r| r.replaced_by.as_ref());
    driven.chain(replaced_by.map(|id| (id, in_kpi(kpi, ["retired".into(), "replaced_by".into()]))))
}

fn drives(kpi: &Kpi, index: usize) -> Place {
    in_kpi(kpi, ["drives".into(), index.into()])
}
