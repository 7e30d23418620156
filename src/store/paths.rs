//! Which file a definition lies in, relative to the workspace's root, `/` between parts.

use crate::model::{CycleId, Document, GoalId, KpiId};

/// The settings' file; marks the root of a workspace.
pub const SETTINGS: &str = "okr.toml";
/// The folder of `okr`'s own: lock and temporary files.
pub const OWN: &str = ".okr";

/// The file of an objective (or of the one that a key result belongs to).
pub fn objective(id: &GoalId) -> String {
    format!("{}/{}.toml", id.cycle, id.objective)
}

/// The file of a KPI.
pub fn kpi(id: &KpiId) -> String {
    format!("{id}.toml")
}

/// The folder of a cycle's check-ins.
pub fn checkins(cycle: CycleId) -> String {
    format!("{cycle}/checkins")
}

/// The file of a closed cycle's scores.
pub fn closed(cycle: CycleId) -> String {
    format!("{cycle}/closed.toml")
}

/// The file of any definition.
pub fn of(document: &Document) -> String {
    match document {
        Document::Settings => SETTINGS.to_owned(),
        Document::Kpi(id) => kpi(id),
        Document::Objective(id) => objective(id),
        Document::CheckIn(cycle, file) => checkins(*cycle) + "/" + file,
        Document::Closed(cycle) => closed(*cycle),
    }
}
