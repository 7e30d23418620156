//! Definitions that a table holds, and what of them is new to a workspace.

use crate::cli::desk::refuse_closed;
use crate::cli::exit::{Code, Failure};
use crate::model::{Closed, CycleId, Document, GoalId, Kpi, KpiId, Objective, Workspace};
use crate::render::exchange::imported::{ImportedFile, ImportedThing};
use crate::render::exchange::{Cell, FOR_THE_READER, Row, goals, kpis};
use crate::render::text::count;
use crate::store::load::{Depth, Store};
use crate::store::write::{Change, read_for_edit};
use crate::store::{compose, paths};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a table defines, each with the row that it begins in.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub(super) kpis: Vec<(usize, Kpi)>,
    pub(super) objectives: Vec<(usize, Objective)>,
    pub(super) closed: Vec<(usize, CycleId, Closed)>,
    /// Where each objective stands in its list.
    at: HashMap<GoalId, usize>,
}

/// A file that a table asks for.
struct Wanted {
    row: usize,
    document: Document,
    path: String,
    text: String,
    /// What a reader would say is in it.
    things: Vec<ImportedThing>,
}

/// What is to be written, and what is there already.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// New files: what others refer to before what refers to it, closed cycles last.
    pub(super) changes: Vec<Change>,
    pub(super) files: Vec<ImportedFile>,
    pub(super) things: Vec<ImportedThing>,
    /// The cycles that they are of.
    pub(super) cycles: Vec<CycleId>,
}

/// Differences are told together, up to this many.
const TOLD: usize = 10;

impl Wanted {
    fn new(
        row: usize,
        document: Document,
        text: String,
        things: impl FnOnce(&str) -> Vec<ImportedThing>,
    ) -> Self {
        let path = paths::of(&document);
        let things = things(&path);
        Self {
            row,
            document,
            path,
            text,
            things,
        }
    }
}

impl Definitions {
    /// The KPI of that id.
    pub(super) fn kpi(&mut self, id: &KpiId) -> Option<&mut Kpi> {
        let found = self.kpis.iter_mut().find(|(_, kpi)| kpi.id == *id);
        found.map(|(_, kpi)| kpi)
    }

    /// The objective of that id.
    pub(super) fn objective(&mut self, id: &GoalId) -> Option<&mut Objective> {
        let at = *self.at.get(id)?;
        self.objectives.get_mut(at).map(|(_, objective)| objective)
    }

    /// One more objective, of an id of its own.
    pub(super) fn add(&mut self, row: usize, objective: Objective) {
        let next = self.objectives.len();
        self.at.insert(objective.id.clone(), next);
        self.objectives.push((row, objective));
    }

    fn cycles(&self) -> Vec<CycleId> {
        let of_goals = self.objectives.iter().map(|(_, o)| o.id.cycle);
        let closed = self.closed.iter().map(|(_, cycle, _)| *cycle);
        let all: BTreeSet<CycleId> = of_goals.chain(closed).collect();
        all.into_iter().collect()
    }

    fn wanted(&self) -> Vec<Wanted> {
        let kpis = self.kpis.iter().map(|(row, kpi)| {
            let document = Document::Kpi(kpi.id.clone());
            Wanted::new(*row, document, compose::kpi(kpi), |path| {
                vec![thing(
                    "KPI",
                    kpi.id.to_string(),
                    Some(kpi.name.clone()),
                    path,
                )]
            })
        });
        let objectives = self.objectives.iter().map(|(row, objective)| {
            let document = Document::Objective(objective.id.clone());
            Wanted::new(*row, document, compose::objective(objective), |path| {
                things_of(objective, path)
            })
        });
        let closed = self.closed.iter().map(|(row, cycle, closed)| {
            let on = Some(closed.on.to_string());
            Wanted::new(
                *row,
                Document::Closed(*cycle),
                compose::closed(closed),
                |path| vec![thing("closed cycle", cycle.to_string(), on, path)],
            )
        });
        kpis.chain(objectives).chain(closed).collect()
    }

    /// Compares with the workspace. `name` is the table's.
    ///
    /// # Errors
    /// A file would not be readable; something is there with another content; a cycle is closed; what
    /// is needed of the workspace cannot be read.
    pub(super) fn settle(&self, store: &Store, name: &str) -> Result<Settled, Failure> {
        let cycles = self.cycles();
        let depths: Vec<_> = cycles.iter().map(|&c| (c, Depth::Definitions)).collect();
        let before = store.read(&depths);
        if !before.findings.is_empty() {
            return Err(Failure::invalid(before.findings));
        }
        let wanted = self.wanted();
        once_each(&wanted, name)?;
        readable(store, &wanted, name)?;
        let texts = wanted.iter().map(|w| (w.path.clone(), w.text.clone()));
        let after = store.with_overlay(texts.collect()).read(&depths);
        let compare = Compare {
            before: &before.workspace,
            after: &after.workspace,
        };
        let mut settled = Settled {
            cycles,
            ..Settled::default()
        };
        let mut differ = Vec::new();
        for file in wanted {
            let there = read_for_edit(store.root(), &file.path)?.is_some();
            let action = match (there, compare.difference(&file.document)) {
                (false, _) => "create",
                (true, None) => "same",
                (true, Some(what)) => {
                    differ.push(format!("row {}: {}: {what}", file.row, file.path));
                    continue;
                }
            };
            let path = file.path.clone();
            settled.files.push(ImportedFile { path, action });
            if !there {
                settled.things.extend(file.things);
                settled.changes.push(Change::create(file.path, file.text));
            }
        }
        if !differ.is_empty() {
            return Err(conflict(&differ, name));
        }
        self.refuse_closed(store, &settled)?;
        Ok(settled)
    }

    /// A goal that is new in a cycle that is closed already would change what was agreed.
    fn refuse_closed(&self, store: &Store, settled: &Settled) -> Result<(), Failure> {
        let is_new = |path: &String| settled.changes.iter().any(|change| change.path == *path);
        let new = self.objectives.iter().map(|(_, objective)| &objective.id);
        let new = new.filter(|id| is_new(&paths::objective(id)));
        let cycles: BTreeSet<CycleId> = new.map(|id| id.cycle).collect();
        cycles
            .into_iter()
            .try_for_each(|cycle| refuse_closed(store, cycle))
    }
}

fn thing(kind: &'static str, id: String, after: Option<String>, path: &str) -> ImportedThing {
    ImportedThing {
        kind,
        id,
        before: None,
        after,
        path: path.to_owned(),
    }
}

fn things_of(objective: &Objective, path: &str) -> Vec<ImportedThing> {
    let title = Some(objective.terms.title.clone());
    let own = thing("objective", objective.id.to_string(), title, path);
    let of_parts = objective.key_results.iter().map(|kr| {
        let id = objective.key_result_id(&kr.key).to_string();
        thing("key result", id, kr.terms.title.clone(), path)
    });
    std::iter::once(own).chain(of_parts).collect()
}

/// Every file once.
fn once_each(wanted: &[Wanted], name: &str) -> Result<(), Failure> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for file in wanted {
        if let Some(first) = seen.insert(&file.path, file.row) {
            let message = format!(
                "{name}, row {}: {} is what row {first} is as well",
                file.row, file.path
            );
            return Err(Failure::new(Code::Invalid, "invalid", message));
        }
    }
    Ok(())
}

/// Every file reads as it should before one is written.
fn readable(store: &Store, wanted: &[Wanted], name: &str) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let mut help = None;
    for file in wanted {
        for finding in store.check_text(&file.path, &file.text) {
            wrong.push(format!(
                "row {}: {}: {}",
                file.row, file.path, finding.message
            ));
            help = help.or(finding.help);
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let failure = Failure::new(Code::Invalid, "invalid", told(&wrong, &format!("{name}:")));
    let help = help.map(|help| format!("{help}; ")).unwrap_or_default();
    Err(failure.help(format!("{help}nothing was written")))
}

fn conflict(differ: &[String], name: &str) -> Failure {
    let things = match differ.len() {
        1 => "1 file is".to_owned(),
        many => format!("{} are", count(many, "file")),
    };
    let what = format!("{things} here already and says something else than {name}:");
    let what = if differ.len() > 1 {
        what.replace("says", "say")
    } else {
        what
    };
    Failure::conflict(told(differ, &what)).help(
        "nothing was written, and import replaces nothing: amend or edit the goals, or take their \
         rows out of the table",
    )
}

fn told(lines: &[String], what: &str) -> String {
    let shown: Vec<_> = lines.iter().take(TOLD).map(String::as_str).collect();
    let mut message = format!("{what}\n  {}", shown.join("\n  "));
    if lines.len() > TOLD {
        message.push_str(&format!("\n  and {} more", lines.len() - TOLD));
    }
    message
}

/// What the workspace says, and what the table says.
struct Compare<'w> {
    before: &'w Workspace,
    after: &'w Workspace,
}

impl Compare<'_> {
    /// The first difference of a definition; none where it says the same.
    fn difference(&self, of: &Document) -> Option<String> {
        if self.is_same(of) {
            return None;
        }
        let (before, after) = (rows(self.before, of), rows(self.after, of));
        let mut pairs = before.iter().zip(&after);
        let found = pairs.find_map(|(before, after)| difference(before, after));
        let what = match before.len().cmp(&after.len()) {
            Ordering::Equal => None,
            Ordering::Greater => Some(of_row("the table lacks", before.get(after.len()))),
            Ordering::Less => Some(of_row("the table has also", after.get(before.len()))),
        };
        let other = || "it differs".to_owned();
        Some(found.or(what).unwrap_or_else(other))
    }

    fn is_same(&self, of: &Document) -> bool {
        let (before, after) = (self.before, self.after);
        match of {
            Document::Kpi(id) => before.kpis.get(id) == after.kpis.get(id),
            Document::Objective(id) => before.objective(id) == after.objective(id),
            Document::Closed(cycle) => {
                let closed = |w: &Workspace| w.cycles.get(cycle).and_then(|f| f.closed.clone());
                closed(before) == closed(after)
            }
            Document::Settings | Document::CheckIn(..) => false,
        }
    }
}

/// All that a definition holds, as a table tells it.
fn rows(workspace: &Workspace, of: &Document) -> Vec<Row> {
    match of {
        Document::Kpi(id) => {
            let kpi = workspace.kpis.get(id);
            kpi.map(|kpi| kpis::kpi(kpi, None)).unwrap_or_default()
        }
        Document::Objective(id) => {
            let found = workspace.objective(id);
            let rows = found.map(|o| goals::objective(o, workspace, None));
            rows.unwrap_or_default()
        }
        Document::Closed(cycle) => {
            let folder = workspace.cycles.get(cycle);
            let closed = folder.and_then(|f| f.closed.as_ref());
            closed.map(|c| goals::closed(*cycle, c)).unwrap_or_default()
        }
        Document::Settings | Document::CheckIn(..) => Vec::new(),
    }
}

fn of_row(what: &str, row: Option<&Row>) -> String {
    let text = |column| {
        let cell = row.and_then(|row| row.get(column));
        cell.map(Cell::written).unwrap_or_default()
    };
    format!("{what} the {} {}", text("type"), text("id"))
}

/// The first column that a person fills in and that differs.
fn difference(before: &Row, after: &Row) -> Option<String> {
    let mut cells = before
        .cells()
        .map(|(column, _)| column)
        .chain(after.cells().map(|(c, _)| c));
    let column = cells.find(|column| {
        !FOR_THE_READER.contains(column) && before.get(column) != after.get(column)
    })?;
    let shown = |row: &Row| match row.get(column) {
        Some(cell) => crate::cli::args::shown(&cell.written()),
        None => "nothing".to_owned(),
    };
    let of = after.get("id").map(|id| format!(" of {}", id.written()));
    Some(format!(
        "`{column}`{} is {} here and {} there",
        of.unwrap_or_default(),
        shown(before),
        shown(after)
    ))
}
