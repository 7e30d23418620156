//! `okr import checkins`: what `okr export checkins` wrote, and rows that people add to it.

use super::checkin_rows::read;
use super::faults::broken;
use super::record::{self, Records};
use super::source;
use crate::cli::checkin::{LARGEST, path_of};
use crate::cli::commit::CommitArgs;
use crate::cli::context::{Context, Output, print, say};
use crate::cli::desk;
use crate::cli::exit::{Code, Failure};
use crate::cli::findings;
use crate::model::{CheckIn, CycleId, Document};
use crate::render::exchange::checkins::{COLUMNS, rows};
use crate::render::exchange::imported::{self, Imported, ImportedFile, ImportedThing, Leftover};
use crate::render::text::count;
use crate::store::load::{Depth, Store};
use crate::store::write::{Change, ChangeSet};
use crate::store::{compose, paths, write};
use clap::Args;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Take in check-ins from a table that okr export checkins wrote
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr import checkins checkins.csv --dry-run    what okr export checkins wrote\n  \
                               okr import checkins checkins.json",
    after_help = "Import the goals first: `okr import okrs`. A row without a `file` is a new check-in, with those\n\
                  of the same day and person. Nothing is ever replaced."
)]
pub struct CheckinsArgs {
    /// The file, CSV or JSON; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What separates cells: one character, or tab
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    delimiter: Option<String>,
    /// Show what would be written, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

/// Imports.
pub fn run(args: &CheckinsArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    let bar = source::progress();
    let name = source::name(&args.file);
    let input = source::open(&args.file, context, &bar)?;
    let delimiter = source::delimiter(args.delimiter.as_deref())?;
    let records = record::read(&name, input, delimiter, "checkins")?;
    bar.set_message("comparing");
    let repository = args.commit.repository(store.root())?;
    // Compared and written under one lock, so that no cycle is closed in between.
    let lock = match args.dry_run {
        true => None,
        false => Some(desk::lock(&store)?),
    };
    let (files, mut imported) = make(&records, &store, context)?;
    if !args.dry_run {
        bar.set_message("writing");
        write::create_all(store.root(), &files)?;
    }
    drop(lock);
    bar.finish_and_clear();
    imported.dry_run = args.dry_run;
    say(&imported::notes(&imported, context.error_theme));
    print(&match output {
        Output::Json => imported::json(&imported),
        Output::Text => imported::text(&imported),
    })?;
    match repository.filter(|_| !args.dry_run && !files.is_empty()) {
        Some(git) => {
            let paths: Vec<_> = files.into_iter().map(|(path, _)| path).collect();
            git.commit(
                &paths,
                &format!("Import {}", count(paths.len(), "check-in")),
            )
        }
        None => Ok(()),
    }
}

/// Where a check-in lies.
pub(super) fn path(checkin: &CheckIn) -> String {
    paths::of(&Document::CheckIn(checkin.cycle, checkin.file.clone()))
}

/// Whether two check-ins differ in their file's name alone.
pub(super) fn says_same(one: &CheckIn, other: &CheckIn) -> bool {
    let named = CheckIn {
        file: one.file.clone(),
        ..other.clone()
    };
    named == *one
}

/// Files to be written, as path and text.
type Files = Vec<(String, String)>;

/// Reads the rows and compares them with the workspace.
pub(super) fn make(
    records: &Records,
    store: &Store,
    context: &Context,
) -> Result<(Files, Imported), Failure> {
    let read = read(records, store)?;
    let mut left = Leftover::default();
    for column in &records.header {
        if !COLUMNS.contains(&column.as_str()) {
            for record in records.rows.iter().filter(|r| !r.is_blank(column)) {
                let why = "no field is called so";
                left.add(Some(record.row), Some(column), "", why);
            }
        }
    }
    let mut imported = Imported {
        from: records.name.clone(),
        not_mapped: left.finish(),
        ..Imported::default()
    };
    let there = There::new(store, &read)?;
    let (mut files, mut differ) = (Vec::new(), Vec::new());
    let mut cycles = BTreeSet::new();
    for (row, mut checkin) in read {
        let text = compose::checkin(&checkin);
        if text.len() > LARGEST {
            let why = "its check-in is larger than 1 MiB";
            return Err(refused(records, row, why));
        }
        let same = there.like(&checkin);
        if checkin.file.is_empty() {
            checkin.file = compose::checkin_file_name(context.now, &checkin.by, &text);
        }
        match same {
            Some(same) if says_same(same, &checkin) => imported.files.push(ImportedFile {
                path: path(same),
                action: "same",
            }),
            Some(same) => differ.push(format!(
                "row {row}: {}{}",
                path(same),
                difference(same, &checkin)
            )),
            None => {
                let path = path_of(store, &checkin, &text)?;
                told(&mut imported, &checkin, &path);
                cycles.extend(concerned_by(&checkin));
                files.push((path, text));
            }
        }
    }
    if !differ.is_empty() {
        return Err(conflict(&differ, &records.name));
    }
    let found = introduced(store, &files, &Vec::from_iter(cycles))?;
    imported.assumed = broken(&found);
    Ok((files, imported))
}

fn told(imported: &mut Imported, checkin: &CheckIn, path: &str) {
    let about = format!("{} {}", checkin.date, checkin.by);
    imported.changes.push(ImportedThing {
        kind: "check-in",
        id: about,
        before: None,
        after: None,
        path: path.to_owned(),
    });
    imported
        .changes
        .extend(checkin.updates.iter().map(|update| {
            let goal = update.goal.as_ref().map(ToString::to_string);
            let id = goal.or_else(|| update.kpi.as_ref().map(ToString::to_string));
            ImportedThing {
                kind: "update",
                id: id.unwrap_or_default(),
                before: None,
                after: update.value.map(|value| value.to_string()),
                path: path.to_owned(),
            }
        }));
    imported.files.push(ImportedFile {
        path: path.to_owned(),
        action: "create",
    });
}

fn refused(records: &Records, row: usize, why: &str) -> Failure {
    let message = format!("{}, row {row}: {why}", records.name);
    Failure::new(Code::Invalid, "invalid", message).help("nothing was written")
}

fn conflict(differ: &[String], name: &str) -> Failure {
    const TOLD: usize = 10;
    let shown: Vec<_> = differ.iter().take(TOLD).map(String::as_str).collect();
    let number = count(differ.len(), "check-in");
    let mut message = format!("{number} here already, with other words than in {name}:\n  ");
    message.push_str(&shown.join("\n  "));
    if differ.len() > TOLD {
        message.push_str(&format!("\n  and {} more", differ.len() - TOLD));
    }
    Failure::conflict(message)
        .help("nothing was written, and import replaces nothing: edit the files")
}

/// The first column that differs.
fn difference(before: &CheckIn, after: &CheckIn) -> String {
    let (before, after) = (rows(before), rows(after));
    let pairs = before.iter().zip(&after);
    let mut differing = pairs.flat_map(|(before, after)| {
        let cells = before.cells().map(|(column, _)| column);
        cells.filter(|column| before.get(column) != after.get(column))
    });
    match differing.next() {
        Some(column) => format!(": `{column}` differs"),
        None => format!(
            ": {} here, {} there",
            count(before.len(), "update"),
            after.len()
        ),
    }
}

/// The check-ins that are there already, by the names of their files.
struct There(BTreeMap<CycleId, BTreeMap<String, CheckIn>>);

impl There {
    fn new(store: &Store, read: &[(usize, CheckIn)]) -> Result<Self, Failure> {
        let cycles: BTreeMap<CycleId, Depth> =
            read.iter().map(|(_, c)| (c.cycle, Depth::Full)).collect();
        let loaded = store.read_cycles(&Vec::from_iter(cycles));
        if !loaded.findings.is_empty() {
            return Err(Failure::invalid(loaded.findings));
        }
        let folders = loaded.workspace.cycles.into_iter();
        let named = |checkin: CheckIn| (checkin.file.clone(), checkin);
        let folders = folders.map(|(cycle, folder)| {
            let checkins = folder.checkins.into_iter();
            (cycle, checkins.map(named).collect())
        });
        Ok(Self(folders.collect()))
    }

    /// The one of that name; of a check-in without a name the one that says the same.
    fn like(&self, checkin: &CheckIn) -> Option<&CheckIn> {
        let folder = self.0.get(&checkin.cycle)?;
        match checkin.file.is_empty() {
            false => folder.get(&checkin.file),
            true => folder.values().rev().find(|c| says_same(c, checkin)),
        }
    }
}

/// The cycles that a check-in says something of: its own, and those of its goals.
fn concerned_by(checkin: &CheckIn) -> impl Iterator<Item = CycleId> {
    let goals = checkin.updates.iter().filter_map(|u| u.goal.as_ref());
    let cycles = goals.map(|goal| goal.resolve(checkin.cycle).cycle);
    std::iter::once(checkin.cycle).chain(cycles)
}

/// The errors between files that the check-ins would bring, which concern `cycles`. Into a cycle that
/// is closed nothing is written, but where a workspace is put together again from its exports.
fn introduced(
    store: &Store,
    files: &Files,
    cycles: &[CycleId],
) -> Result<Vec<crate::store::diagnostics::Finding>, Failure> {
    let changes = files.iter();
    let changes = changes.map(|(path, text)| Change::create(path.clone(), text.clone()));
    let changes = ChangeSet(changes.collect());
    let after = store.after(&changes);
    for &cycle in cycles {
        let closed = store.read_closed(cycle).map_err(Failure::invalid)?;
        if closed.is_some() && !is_put_together(store, &after, cycle) {
            desk::refuse_closed(store, cycle)?;
        }
    }
    Ok(findings::introduced(store, &changes, cycles))
}

/// Whether a closed cycle gets check-ins that it had: its frozen scores come closer to what the files
/// say, or stay as close and none of its check-ins is there yet.
fn is_put_together(store: &Store, after: &Store, cycle: CycleId) -> bool {
    match unlike(after, cycle).cmp(&unlike(store, cycle)) {
        Ordering::Less => true,
        Ordering::Equal => {
            let loaded = store.read(&crate::cli::reading::overlapping(store, &[cycle]));
            let folders = loaded.workspace.cycles.values();
            let mut concerned = folders.flat_map(|f| &f.checkins).flat_map(concerned_by);
            !concerned.any(|concerned| concerned == cycle)
        }
        Ordering::Greater => false,
    }
}

/// How many of a cycle's frozen scores are not what the files say.
fn unlike(store: &Store, cycle: CycleId) -> usize {
    let loaded = store.read(&crate::cli::reading::overlapping(store, &[cycle]));
    let path = paths::closed(cycle);
    let found = findings::of(store, &loaded);
    let frozen = found
        .iter()
        .filter(|f| f.rule == "frozen-score" && f.path == path);
    frozen.count()
}
