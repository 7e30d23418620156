//! Finds goals by what people type: any unique part of an id or title, or a file's path.

mod entries;
mod not_found;
#[cfg(test)]
mod tests;

pub use not_found::NotFound;

use crate::model::{CycleId, GoalId, KpiId, Workspace};
use entries::Entry;
use std::fmt;
use std::path::Path;

/// What a text may mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoalLike {
    /// An objective.
    Objective(GoalId),
    /// A key result.
    KeyResult(GoalId),
    /// A KPI.
    Kpi(KpiId),
    /// A team's (or person's) folder, `/` between parts.
    Team(String),
}

/// The id as it is typed, without the cycle.
impl fmt::Display for GoalLike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Objective(id) | Self::KeyResult(id) => f.write_str(&id.local()),
            Self::Kpi(id) => write!(f, "{id}"),
            Self::Team(team) => write!(f, "{team}/"),
        }
    }
}

/// A goal that a text could mean, with its title for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The goal.
    pub id: GoalLike,
    /// Its title, a KPI's name; empty where it has none.
    pub title: String,
}

/// The kinds that a command has use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Objectives.
    pub objectives: bool,
    /// Key results.
    pub key_results: bool,
    /// KPIs.
    pub kpis: bool,
    /// Teams.
    pub teams: bool,
}

impl Wanted {
    /// Every kind.
    pub const ALL: Self = Self {
        objectives: true,
        key_results: true,
        kpis: true,
        teams: true,
    };

    /// What has figures of its own: everything but teams.
    pub const MEASURED: Self = Self {
        teams: false,
        ..Self::ALL
    };

    const NONE: Self = Self {
        objectives: false,
        key_results: false,
        kpis: false,
        teams: false,
    };

    /// Objectives and their key results.
    pub const GOALS: Self = Self {
        objectives: true,
        key_results: true,
        ..Self::NONE
    };

    /// Objectives alone.
    pub const OBJECTIVES: Self = Self {
        objectives: true,
        ..Self::NONE
    };

    /// Key results alone.
    pub const KEY_RESULTS: Self = Self {
        key_results: true,
        ..Self::NONE
    };

    /// KPIs alone.
    pub const KPIS: Self = Self {
        kpis: true,
        ..Self::NONE
    };

    /// Teams alone.
    pub const TEAMS: Self = Self {
        teams: true,
        ..Self::NONE
    };

    fn holds(self, id: &GoalLike) -> bool {
        match id {
            GoalLike::Objective(_) => self.objectives,
            GoalLike::KeyResult(_) => self.key_results,
            GoalLike::Kpi(_) => self.kpis,
            GoalLike::Team(_) => self.teams,
        }
    }
}

/// Finds the one goal that `text` means: of `cycle`, or of the loaded cycle in front of it
/// (`2026/double-revenue`), or a KPI; where there is none, of a cycle around `cycle`. `root` is the workspace's folder, for absolute paths.
///
/// The first of these with any match decides: the whole id or the file's path; an id that it once
/// had; whole parts at the end of the id; a part of the id; a part of the title. A key result and
/// the KPI that it follows are one reading, so the key result stands for both.
///
/// # Errors
/// Nothing matches, or more than one thing does.
pub fn find(
    text: &str,
    root: Option<&Path>,
    workspace: &Workspace,
    cycle: CycleId,
    wanted: Wanted,
) -> Result<GoalLike, NotFound> {
    let found = find_in(text, root, workspace, cycle, wanted);
    let Err(NotFound::Unknown { .. }) = found else {
        return found;
    };
    let mut around = workspace.calendar().enclosing(cycle);
    let elsewhere = around.find_map(|outer| {
        let found = find_in(text, root, workspace, outer, wanted).ok()?;
        matches!(found, GoalLike::Objective(_) | GoalLike::KeyResult(_)).then_some(found)
    });
    elsewhere.map_or(found, Ok)
}

/// Finds the one KPI that `text` means, as [`find`] does.
///
/// # Errors
/// Nothing matches, or more than one thing does.
pub fn find_kpi(
    text: &str,
    root: Option<&Path>,
    workspace: &Workspace,
    cycle: CycleId,
) -> Result<KpiId, NotFound> {
    match find(text, root, workspace, cycle, Wanted::KPIS)? {
        GoalLike::Kpi(id) => Ok(id),
        GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Team(_) => {
            Err(NotFound::Unknown {
                text: text.to_owned(),
                did_you_mean: Vec::new(),
            })
        }
    }
}

/// The cycle in front of what was typed (`2026-Q2/grow-europe`, a file's path), else `cycle`.
pub fn cycle_of(text: &str, root: Option<&Path>, cycle: CycleId) -> CycleId {
    Asked::new(text, root, cycle).cycle
}

/// The cycle in front of what was typed, where there is one; `cycle` is any.
pub fn cycle_named(text: &str, root: Option<&Path>, cycle: CycleId) -> Option<CycleId> {
    let asked = Asked::new(text, root, cycle);
    asked.in_front.then_some(asked.cycle)
}

fn find_in(
    text: &str,
    root: Option<&Path>,
    workspace: &Workspace,
    cycle: CycleId,
    wanted: Wanted,
) -> Result<GoalLike, NotFound> {
    let asked = Asked::new(text, root, cycle);
    let all = entries::of(workspace, asked.cycle, asked.in_front);
    let shape = |team: bool| if team { !asked.file } else { !asked.folder };
    let fits = |e: &&Entry| wanted.holds(&e.id) && shape(e.is_team());
    let entries: Vec<&Entry> = all.iter().filter(fits).collect();
    let matches = asked.matches(&entries);
    match matches[..] {
        [] => Err(NotFound::Unknown {
            text: text.to_owned(),
            did_you_mean: not_found::suggest(&asked, &entries, &all),
        }),
        [only] => Ok(only.id.clone()),
        [a, b] if a.follows(b) => Ok(a.id.clone()),
        [a, b] if b.follows(a) => Ok(b.id.clone()),
        _ => Err(NotFound::Ambiguous {
            text: text.to_owned(),
            candidates: matches.iter().map(|entry| entry.candidate()).collect(),
        }),
    }
}

/// The cycle at the front of a text, and what follows it.
fn cycle_in_front(text: &str) -> Option<(CycleId, &str)> {
    let (head, rest) = text.split_once('/')?;
    Some((CycleId::parse_any_case(head)?, rest))
}

/// What was typed, taken apart.
struct Asked {
    /// As a part of an id or title: without the cycle, in lower case.
    text: String,
    /// As a part of an id: without what makes it a path of a file.
    id: String,
    cycle: CycleId,
    in_front: bool,
    /// It ends with `/`: a folder.
    folder: bool,
    /// It ends with `.toml`: none.
    file: bool,
}

impl Asked {
    fn new(text: &str, root: Option<&Path>, cycle: CycleId) -> Self {
        let below = root.and_then(|root| Path::new(text.trim()).strip_prefix(root).ok());
        let below = below.and_then(Path::to_str);
        let mut path = below.unwrap_or(text.trim()).replace('\\', "/");
        while let Some(rest) = path.strip_prefix("./").or_else(|| path.strip_prefix("../")) {
            path = rest.to_owned();
        }
        let (cycle, in_front, rest) = match cycle_in_front(&path) {
            Some((named, rest)) => (named, true, rest),
            None => (cycle, false, path.as_str()),
        };
        let text = rest.to_lowercase();
        let folder = text.ends_with('/');
        let bare = text.strip_suffix(".toml");
        let file = bare.is_some();
        let id = bare.unwrap_or(&text);
        let id = id.trim_end_matches('/').to_owned();
        Self {
            text,
            id,
            cycle,
            in_front,
            folder,
            file,
        }
    }

    /// Whether `test` holds for what was typed, taken as an id or as a path.
    fn either(&self, test: impl Fn(&str) -> bool) -> bool {
        test(&self.text) || test(&self.id)
    }

    /// The matches of the first tier that has any.
    fn matches<'a>(&self, entries: &[&'a Entry]) -> Vec<&'a Entry> {
        if self.id.is_empty() {
            return Vec::new();
        }
        let teams = entries.iter().any(|entry| entry.is_team());
        let tiers: [&dyn Fn(&Entry) -> bool; 5] = [
            &|entry| self.either(|text| entry.whole == text),
            &|entry| self.either(|text| entry.former.iter().any(|id| id == text)),
            &|entry| self.either(|text| entry.ends_with(text)),
            &|entry| entry.contains(&self.id, teams),
            &|entry| entry.title.to_lowercase().contains(&self.text),
        ];
        for tier in tiers {
            let found = entries.iter().copied().filter(|entry| tier(entry));
            let found: Vec<&Entry> = found.collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
