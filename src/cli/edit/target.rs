//! The definition that is edited, and the line to begin at.

use crate::cli::args::goals::{self, GoalLike, NotFound, Wanted};
use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::cli::reading::shown_cycle;
use crate::model::{CycleId, Document, GoalId, GoalRef, KpiId, Place, Step};
use crate::store::diagnostics::Finding;
use crate::store::load::{Depth, Store};
use crate::store::paths;

/// A definition to edit.
#[derive(Debug)]
pub(super) struct Target {
    /// What people call it.
    pub(super) name: String,
    /// Its cycle; none for settings and KPIs.
    pub(super) cycle: Option<CycleId>,
    /// Its file.
    pub(super) path: String,
    place: Place,
}

impl Target {
    /// Finds what `text` means. A file that is too broken to be read is found by its id or path.
    ///
    /// # Errors
    /// No goal or several are called so.
    pub(super) fn find(
        text: &str,
        cycle: Option<&str>,
        store: &Store,
        context: &Context,
    ) -> Result<Self, Failure> {
        if text == "settings" || text.trim_start_matches("./") == paths::SETTINGS {
            return Ok(Self::new(Document::Settings, "settings".to_owned(), None));
        }
        if !store.settings_findings().is_empty() {
            return Err(Failure::invalid(store.settings_findings().to_vec())
                .help("mend the settings first: `okr edit settings`"));
        }
        let cycle = shown_cycle(store, cycle, context)?;
        if let Some(broken) = by_name(text, cycle, store) {
            return Ok(broken);
        }
        let calendar = store.settings().calendar;
        let named = text
            .split_once('/')
            .and_then(|(head, _)| CycleId::parse_any_case(head));
        let cycles = [cycle]
            .into_iter()
            .chain(calendar.enclosing(cycle))
            .chain(named);
        let cycles: Vec<_> = cycles.map(|c| (c, Depth::Definitions)).collect();
        let loaded = store.read(&cycles);
        let (root, wanted) = (Some(store.root()), Wanted::MEASURED);
        let found = goals::find(text, root, &loaded.workspace, cycle, wanted);
        Ok(match found {
            Ok(GoalLike::Objective(id) | GoalLike::KeyResult(id)) => Self::goal(&id),
            Ok(GoalLike::Kpi(id)) => Self::kpi(&id),
            Ok(GoalLike::Team(team)) => {
                return Err(Failure::usage(format!("{team} is a team, not a goal")));
            }
            Err(error) => return Err(not_found(error, loaded.findings)),
        })
    }

    fn new(document: Document, name: String, cycle: Option<CycleId>) -> Self {
        Self {
            name,
            cycle,
            path: paths::of(&document),
            place: Place {
                document,
                steps: Vec::new(),
            },
        }
    }

    fn goal(id: &GoalId) -> Self {
        let document = Document::Objective(id.objective_id());
        let mut target = Self::new(document, id.local(), Some(id.cycle));
        if let Some(key) = &id.key {
            target.place.steps = vec!["key_results".into(), Step::from(key.as_str())];
        }
        target
    }

    fn kpi(id: &KpiId) -> Self {
        Self::new(Document::Kpi(id.clone()), id.to_string(), None)
    }

    /// The line where it begins; the first one where the file is too broken to tell.
    pub(super) fn line(&self, store: &Store) -> usize {
        let steps = self.place.steps.len();
        let found = store.locate(&self.place).filter(|_| steps > 0);
        found.map_or(1, |(_, span)| span.line)
    }
}

/// What could not be looked into may hold a goal that is unknown.
fn not_found(error: NotFound, mut findings: Vec<Finding>) -> Failure {
    findings.retain(|finding| finding.rule == "unreadable");
    match error {
        NotFound::Unknown { text, .. } if !findings.is_empty() => {
            let message = format!("`{text}` may lie in what cannot be read: mend that first");
            Failure::invalid(findings).help(message)
        }
        NotFound::Unknown { .. } | NotFound::Ambiguous { .. } => error.into(),
    }
}

/// A whole id or path whose file exists but cannot be read.
fn by_name(text: &str, cycle: CycleId, store: &Store) -> Option<Target> {
    let text = text.trim_start_matches("./");
    let text = text.strip_suffix(".toml").unwrap_or(text);
    let target = match KpiId::new(text) {
        Ok(id) => Target::kpi(&id),
        Err(_) => Target::goal(&GoalRef::new(text).ok()?.resolve(cycle)),
    };
    let broken = match &target.place.document {
        Document::Kpi(id) => store.read_kpi(id).is_err(),
        Document::Objective(id) => store.read_objective(id).is_err(),
        Document::Settings | Document::CheckIn(..) | Document::Closed(_) => false,
    };
    broken.then_some(target)
}
