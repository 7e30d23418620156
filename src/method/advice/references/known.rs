//! Which goals and KPIs there are, and what an unknown one was probably meant to be.

use crate::method::advice::doubt::Whole;
use crate::method::advice::{Advice, code};
use crate::method::ledger::{Definition, Renamed};
use crate::model::{CycleId, GoalId, GoalRef, Kpi, KpiId, Name, Objective, Place, Workspace};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// References longer than this, in bytes, are not guessed at.
const LONGEST_GUESS: usize = 200;
/// How many key results a message lists.
const LISTED: usize = 8;

/// Files that are there but could not be read: no rule judges what they may hold, and what names a
/// goal or KPI among them is not called unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// Their paths without the ending, which are ids: `2026-Q3/team/goal`, `kpis/nps`; earlier ids
    /// too, as far as they are known.
    pub ids: BTreeSet<String>,
    /// Folders of which nothing could be read: `2026-Q3`, `2026-Q3/team`, `kpis`.
    pub folders: BTreeSet<String>,
}

impl Unread {
    /// Whether everything could be read.
    pub(in crate::method::advice) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.folders.is_empty()
    }

    /// Whether a file of a kind may be among them, of the cycles that are `near`.
    pub(in crate::method::advice) fn holds_any(
        &self,
        whole: Whole,
        near: impl Fn(CycleId) -> bool,
    ) -> bool {
        let mut all = self.ids.iter().chain(&self.folders);
        all.any(|path| {
            let (top, rest) = path.split_once('/').unwrap_or((path, ""));
            let Some(cycle) = CycleId::parse(top) else {
                return path == "." || (top == "kpis" && whole == Whole::Kpis);
            };
            let (first, _) = rest.split_once('/').unwrap_or((rest, ""));
            let may_be = match (whole, first) {
                (Whole::Kpis, _) | (_, "closed") => false,
                (_, "") => true,
                (Whole::CheckIns, first) => first == "checkins",
                (Whole::Objectives, first) => first != "checkins",
            };
            may_be && near(cycle)
        })
    }

    /// Whether `id` may be one of them.
    pub(in crate::method::advice) fn holds(&self, id: &str) -> bool {
        let mut parents = id.match_indices('/').map(|(at, _)| &id[..at]);
        self.ids.contains(id) || parents.any(|folder| self.folders.contains(folder))
    }

    /// Whether any of them may be an objective right below `folder`.
    pub(super) fn holds_any_in(&self, folder: &str) -> bool {
        let parent = |id: &String| {
            id.rsplit_once('/')
                .is_some_and(|(above, _)| above == folder)
        };
        self.folders.contains(folder) || self.holds(folder) || self.ids.iter().any(parent)
    }
}

/// The ids of a cycle, without the cycle.
struct Ids {
    objectives: Vec<String>,
    key_results: Vec<String>,
}

/// Looks goals and KPIs up, also under earlier names.
pub(in crate::method::advice) struct Known<'w> {
    pub(in crate::method::advice) workspace: &'w Workspace,
    pub(in crate::method::advice) unread: &'w Unread,
    renamed: Renamed<'w>,
    /// The last objective that a check-in named: most speak of it again.
    last: Cell<Option<&'w Objective>>,
    ids: RefCell<BTreeMap<CycleId, Rc<Ids>>>,
}

impl<'w> Known<'w> {
    pub(in crate::method::advice) fn new(workspace: &'w Workspace, unread: &'w Unread) -> Self {
        Self {
            workspace,
            unread,
            renamed: Renamed::new(workspace),
            last: Cell::new(None),
            ids: RefCell::default(),
        }
    }

    /// The goal that `id` means.
    pub(in crate::method::advice) fn goal(&self, id: &GoalId) -> Option<Definition<'w>> {
        self.renamed.goal(self.workspace, id)
    }

    /// The goal that a check-in of the cycle `home` means by `written`.
    pub(super) fn named(&self, written: &GoalRef, home: CycleId) -> Option<Definition<'w>> {
        let cycle = written.cycle.unwrap_or(home);
        let last = self.last.get();
        let last = last.filter(|o| o.id.cycle == cycle && o.id.objective == written.objective);
        let key = written.key.as_ref().map(Name::as_str);
        let found = match last {
            Some(objective) => self.renamed.part(objective, key),
            None => {
                let path = written.objective.as_str();
                self.renamed.find(self.workspace, cycle, path, key)
            }
        };
        self.last
            .set(found.map(|(objective, _)| objective).or(last));
        found
    }

    /// The KPI that `id` means.
    pub(in crate::method::advice) fn kpi(&self, id: &'w KpiId) -> Option<&'w Kpi> {
        self.workspace.kpis.get(self.renamed.kpi(id))
    }

    /// What to say of a goal that does not exist, named by a file of the cycle `home`; nothing where
    /// its file may be one that could not be read.
    pub(super) fn unknown_goal(&self, id: &GoalId, home: CycleId, place: Place) -> Option<Advice> {
        if self.unread.holds(&id.objective_id().to_string()) {
            return None;
        }
        let objective = self
            .goal(&id.objective_id())
            .map(|(objective, _)| objective);
        let written = id.relative_to(home);
        let message = match (objective, &id.key) {
            (Some(objective), Some(key)) => {
                let whole = objective.id.relative_to(home);
                format!("`{whole}` has no key result `{key}`")
            }
            _ if !self.workspace.cycles.contains_key(&id.cycle) => {
                format!("there is no goal `{written}`: {} has no folder", id.cycle)
            }
            _ => format!("there is no objective `{}` in {}", id.objective, id.cycle),
        };
        let help = match (self.meant(id, home), objective) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some(objective)) => key_results(objective, home),
            (None, None) if self.is_closed(id.cycle) => {
                format!("correct the reference: {} is closed", id.cycle)
            }
            (None, None) => {
                "correct the reference, or make the objective with `okr new objective`".to_owned()
            }
        };
        Some(Advice::error("unknown-goal", place, message).help(help))
    }

    fn is_closed(&self, cycle: CycleId) -> bool {
        let folder = self.workspace.cycles.get(&cycle);
        folder.is_some_and(|folder| folder.closed.is_some())
    }

    /// What to say of a KPI that does not exist; nothing where its file may be one that could not be
    /// read.
    pub(super) fn unknown_kpi(&self, id: &KpiId, place: Place) -> Option<Advice> {
        if self.unread.holds(id.as_str()) {
            return None;
        }
        let known = self.workspace.kpis.keys().map(KpiId::as_str);
        let help = match nearest(id.as_str(), known) {
            Some((_, meant)) => format!("did you mean `{meant}`?"),
            None => "correct the reference, or make the KPI with `okr new kpi`".to_owned(),
        };
        let message = format!("there is no KPI `{id}`");
        Some(Advice::error("unknown-kpi", place, message).help(help))
    }

    /// The goal that `id` was probably meant to be, as a file of the cycle `home` would write it: one
    /// of the same cycle, of `home` itself or of a cycle around it.
    fn meant(&self, id: &GoalId, home: CycleId) -> Option<String> {
        let wanted = id.local();
        let around = self.workspace.calendar().enclosing(home);
        let mut best: Option<(Nearness, String)> = None;
        for cycle in [id.cycle, home].into_iter().chain(around) {
            let ids = self.ids(cycle);
            let candidates = match id.key {
                Some(_) => &ids.key_results,
                None => &ids.objectives,
            };
            let Some((nearness, meant)) = nearest(&wanted, candidates.iter().map(String::as_str))
            else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| nearness < *least) {
                let prefix = match cycle == home {
                    true => String::new(),
                    false => format!("{cycle}/"),
                };
                best = Some((nearness, format!("{prefix}{meant}")));
            }
        }
        best.map(|(_, meant)| meant)
    }

    fn ids(&self, cycle: CycleId) -> Rc<Ids> {
        let mut cache = self.ids.borrow_mut();
        let ids = cache.entry(cycle).or_insert_with(|| {
            let folder = self.workspace.cycles.get(&cycle).into_iter();
            let objectives: Vec<&Objective> = folder.flat_map(|f| f.objectives.values()).collect();
            let key_results = objectives.iter().flat_map(|o| {
                let keys = o.key_results.iter();
                keys.map(|kr| o.key_result_id(&kr.key).local())
            });
            Rc::new(Ids {
                key_results: key_results.collect(),
                objectives: objectives.iter().map(|o| o.id.local()).collect(),
            })
        });
        Rc::clone(ids)
    }
}

fn key_results(objective: &Objective, home: CycleId) -> String {
    if objective.key_results.is_empty() {
        let whole = objective.id.relative_to(home);
        return format!("it has no key results: name it as `{whole}`");
    }
    let keys = objective.key_results.iter().map(|kr| &kr.key);
    let more = match objective.key_results.len() > LISTED {
        true => ", …",
        false => "",
    };
    format!("its key results are {}{more}", code(keys.take(LISTED)))
}

/// How near a word is: first those that are a slip away, then those with the same last part.
pub(in crate::method::advice) type Nearness = (bool, usize);

/// The word of `known` that `wanted` was probably meant to be.
pub(in crate::method::advice) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<(Nearness, &'a str)> {
    if wanted.len() > LONGEST_GUESS {
        return None;
    }
    let ending = last_part(wanted);
    let near = known.into_iter().filter_map(|word| {
        let same_ending = last_part(word) == ending;
        if !same_ending && word.len().abs_diff(wanted.len()) > 2 {
            return None;
        }
        let distance = strsim::osa_distance(wanted, word);
        let allowed = 2.min(last_part(word).len().saturating_sub(1));
        let slip = distance <= allowed;
        (slip || same_ending).then_some(((!slip, distance), word))
    });
    near.min_by_key(|(nearness, _)| *nearness)
}

fn last_part(id: &str) -> &str {
    id.rsplit(['/', '.']).next().unwrap_or(id)
}
