//! `okr import okrs`: goals from `okr`'s own export, or from a table of another tool.

mod amounts;
mod dates;
mod definitions;
mod jira;
mod mapped;
mod own;
mod own_kpi;
mod own_left;
mod own_parts;
mod people;
mod periods;
mod placing;
mod plan;
mod told;

use super::faults::broken;
use super::record::{self, Records};
use super::source;
use crate::cli::commit::CommitArgs;
use crate::cli::context::{Context, Output, print, say};
use crate::cli::desk;
use crate::cli::exit::{Code, Failure};
use crate::cli::findings;
use crate::cli::person;
use crate::model::Name;
use crate::render::exchange::imported::{self, Imported};
use crate::store::load::Store;
use crate::store::lock::Lock;
use crate::store::write::ChangeSet;
use clap::{Args, ValueEnum};
use definitions::Definitions;
use plan::Plan;
use std::path::PathBuf;

/// Take in goals from a table: okr's own export, Jira's, or any with an objective a row
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr import okrs okrs.csv --dry-run                       what okr export okrs wrote\n  \
                               okr import okrs jira.csv --from jira --cycle q3          Appfire's OKR for Jira\n  \
                               okr import okrs sheet.csv --map Goal=objective --map \"Key Result=key_result\" \\\n    \
                               --map Lead=owner --map Start=baseline --map Goal2=target --map Now=value",
    after_help = "Nothing is ever replaced: what is here already must say the same. What has no place in the files\n\
                  is listed. `okr help format` tells how a table is read."
)]
pub struct OkrsArgs {
    /// The file, CSV or JSON; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The tool that wrote it
    #[arg(long, value_enum, value_name = "TOOL", conflicts_with = "map")]
    pub(super) from: Option<Tool>,
    /// What a column holds; may be repeated
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub(super) map: Vec<String>,
    /// The cycle of goals that name none [default: the one that covers today; of Jira none]
    #[arg(long, value_name = "CYCLE")]
    pub(super) cycle: Option<String>,
    /// What separates cells: one character, or tab
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    pub(super) delimiter: Option<String>,
    /// How days are written, such as %m/%d/%Y [default: what the file's own days show, else day first]
    #[arg(long, value_name = "FORMAT", allow_hyphen_values = true)]
    pub(super) date_format: Option<String>,
    /// Who reports the values
    #[arg(long, value_name = "PERSON")]
    pub(super) by: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) commit: CommitArgs,
}

/// The tools whose tables are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tool {
    /// Appfire's OKR for Jira, and BigPicture.
    Jira,
}

/// Imports.
pub fn run(args: &OkrsArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = context.store()?;
    let by = person::writer(args.by.as_deref(), store.root(), store.settings(), context)?;
    let bar = source::progress();
    let name = source::name(&args.file);
    let input = source::open(&args.file, context, &bar)?;
    let delimiter = source::delimiter(args.delimiter.as_deref())?;
    let records = record::read(&name, input, delimiter, "okrs")?;
    bar.finish_and_clear();
    let repository = args.commit.repository(store.root())?;
    // Compared and written under one lock, so that nothing changes in between.
    let lock = match args.dry_run {
        true => None,
        false => Some(desk::lock(&store)?),
    };
    let made = make(&records, args, &store, &by, context)?;
    let imported = finish(&made, lock, args, &store, (output, context))?;
    match repository.filter(|_| !args.dry_run && !made.changes.0.is_empty()) {
        Some(git) => {
            let paths = made.changes.0.iter().map(|change| change.path.clone());
            let paths: Vec<_> = paths.collect();
            git.commit(&paths, &told::message(&imported))
        }
        None => Ok(()),
    }
}

/// What a table comes to in a workspace.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) changes: ChangeSet,
    imported: Imported,
}

/// Reads the rows and compares them with the workspace.
pub(super) fn make(
    records: &Records,
    args: &OkrsArgs,
    store: &Store,
    by: &Name,
    context: &Context,
) -> Result<Made, Failure> {
    if records.rows.is_empty() {
        let failure = Failure::usage(format!("{} holds no goals", records.name));
        return Err(failure.help("it needs rows below its header"));
    }
    if args.from.is_none() && args.map.is_empty() && is_own(records) {
        return own(records, store);
    }
    let world = plan::World {
        store,
        context,
        args,
    };
    let plan = match args.from {
        Some(Tool::Jira) => jira::read(records, &world)?,
        None => mapped::read(records, &world)?,
    };
    foreign(plan, &world, by, &records.name)
}

/// Whether a table has the columns of the own export.
fn is_own(records: &Records) -> bool {
    let has = |name: &str| records.header.iter().any(|column| column == name);
    ["type", "id", "cycle"].into_iter().all(has)
}

fn own(records: &Records, store: &Store) -> Result<Made, Failure> {
    let (definitions, mut left) = own::read(records)?;
    let settled = definitions.settle(store, &records.name)?;
    for column in &records.header {
        if !crate::render::exchange::OKRS.contains(&column.as_str()) {
            let why = "no column of export is called so";
            told::unknown_column(&mut left, records, column, why);
        }
    }
    let changes = ChangeSet(settled.changes);
    // A part of a workspace may refer to what is in no row; to say so is enough.
    let found = findings::introduced(store, &changes, &settled.cycles);
    let assumed = broken(&found);
    Ok(Made {
        changes,
        imported: Imported {
            from: records.name.clone(),
            files: settled.files,
            changes: settled.things,
            not_mapped: left.finish(),
            assumed,
            dry_run: false,
        },
    })
}

fn foreign(plan: Plan, world: &plan::World<'_>, by: &Name, name: &str) -> Result<Made, Failure> {
    let store = world.store;
    let planned = plan.finish(world);
    let mut definitions = Definitions::default();
    for (row, objective) in planned.objectives {
        definitions.add(row, objective);
    }
    if definitions.objectives.is_empty() {
        let left = Imported {
            not_mapped: planned.left.finish(),
            ..Imported::default()
        };
        say(&imported::notes(&left, world.context.error_theme));
        return Err(Failure::new(
            Code::Invalid,
            "invalid",
            format!("{name}: no row is an objective that could be kept"),
        )
        .help("nothing was written"));
    }
    let mut settled = definitions.settle(store, name)?;
    let updates = planned.updates;
    told::report(&mut settled, updates, store, by, world.context)?;
    let changes = ChangeSet(settled.changes);
    desk::refuse_errors(store, &changes, &settled.cycles)?;
    Ok(Made {
        changes,
        imported: Imported {
            from: name.to_owned(),
            files: settled.files,
            changes: settled.things,
            not_mapped: planned.left.finish(),
            assumed: planned.assumed,
            dry_run: false,
        },
    })
}

/// Writes it, where it is to be written, and says what was done.
fn finish(
    made: &Made,
    lock: Option<Lock>,
    args: &OkrsArgs,
    store: &Store,
    (output, context): (Output, &Context),
) -> Result<Imported, Failure> {
    if let Some(lock) = lock {
        made.changes.apply(store.root(), &lock)?;
    }
    let imported = Imported {
        dry_run: args.dry_run,
        ..made.imported.clone()
    };
    say(&imported::notes(&imported, context.error_theme));
    let text = match output {
        Output::Json => imported::json(&imported),
        Output::Text => imported::text(&imported),
    };
    print(&text)?;
    if args.dry_run && output == Output::Text {
        print(&made.changes.diff())?;
    }
    Ok(imported)
}
