//! Where a team keeps its old name.

use super::target::{Open, Rename};
use crate::render::text::list;

/// Where the team that is renamed keeps its old name, and why.
pub(super) fn kept(open: &Open, rename: &Rename) -> Vec<String> {
    let Rename::Team {
        from, cycles, kpis, ..
    } = rename
    else {
        return Vec::new();
    };
    let below = format!("{from}/");
    let (mut closed, mut left_out) = (Vec::new(), Vec::new());
    for (cycle, folder) in &open.workspace.cycles {
        let mut paths = folder.objectives.keys();
        if cycles.contains(cycle) || !paths.any(|path| path.as_str().starts_with(&below)) {
            continue;
        }
        match open.closed.contains(cycle) {
            true => closed.push(cycle.to_string()),
            false => left_out.push(cycle.to_string()),
        }
    }
    let mut ids = open.workspace.kpis.keys();
    if !kpis && ids.any(|id| id.short().starts_with(&below)) {
        left_out.push("kpis".to_owned());
    }
    let said = |places: &[String], why: String| {
        let keep = if places.len() == 1 { "keeps" } else { "keep" };
        let places = (!places.is_empty()).then(|| list(places));
        places.map(|places| format!("note: {places} {keep} the name {from}: {why}\n"))
    };
    let named: Vec<String> = cycles.iter().map(ToString::to_string).collect();
    let alone = format!("only {} was asked for", list(&named));
    let what_is_closed = "what is closed is left alone".to_owned();
    let said = [said(&closed, what_is_closed), said(&left_out, alone)];
    said.into_iter().flatten().collect()
}
