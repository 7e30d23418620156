//! `okr check`: everything that is wrong with a workspace, and what of it mends itself.

mod coach;
mod fix;
mod paths;

use super::change::WriteArgs;
use super::context::{Context, Output, print, print_dry_run, say};
use super::exit::Failure;
use super::{Format, desk, findings};
use crate::render::{check, json};
use crate::store::diagnostics::{Finding, Level};
use crate::store::load::Store;
use clap::Args;
use fix::Mended;
use paths::Wanted;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Check the whole workspace; silent where nothing is wrong
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr check                  every file\n  \
                               okr check 2026-Q3          what is wrong in one folder\n  \
                               okr check --fix            mend what has one answer\n  \
                               okr check --coach loyal    one goal, SMART and FAST letter by letter")]
pub struct CheckArgs {
    /// Files or folders to report on; everything is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Warnings fail as well
    #[arg(long)]
    strict: bool,
    /// Show notes too
    #[arg(long)]
    notes: bool,
    /// Mend misspelt keys, wrong case and former names, never a number
    #[arg(long)]
    fix: bool,
    /// How SMART and FAST a goal is, letter by letter, and what is missing
    #[arg(long, value_name = "GOAL", conflicts_with_all = ["paths", "strict", "notes", "fix"])]
    coach: Option<String>,
    #[command(flatten)]
    write: WriteArgs,
}

/// Prints every finding, or mends what can be mended and prints the rest.
pub fn run(args: &CheckArgs, context: &Context) -> Result<(), Failure> {
    if args.fix {
        return run_fix(args, context);
    }
    if let Some(goal) = &args.coach {
        return coach::run(goal, context);
    }
    if args.write.dry_run() || args.write.commit().asked() {
        return Err(Failure::usage("`okr check` by itself writes nothing")
            .help("--dry-run and --commit go with --fix"));
    }
    let format = context.format(&[Format::Table, Format::Json, Format::Github])?;
    let store = Store::open_lenient(&context.root()?);
    let wanted = Wanted::new(&args.paths, &store, context)?;
    // As a reader's: see `Reading`.
    let loaded = ManuallyDrop::new(findings::read(&store));
    let found = fix::promised(&store, findings::on(context.today, &store, &loaded));
    let found = args.shown(found, &wanted);
    print(&match format {
        Format::Json => json::findings(&views(&found)),
        Format::Github => check::github(&found, &paths::from_repository(&store)),
        Format::Table
        | Format::Csv
        | Format::Markdown
        | Format::Ics
        | Format::Dot
        | Format::Html => text(&found, context) + &check::mendable(&found),
    })?;
    args.verdict(&found)
}

fn run_fix(args: &CheckArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = Store::open_lenient(&context.root()?);
    let wanted = Wanted::new(&args.paths, &store, context)?;
    let holds = |path: &str| wanted.holds(path);
    if args.write.dry_run() {
        let mended = fix::mend(&store, context.today, &holds)?;
        let left = args.shown(mended.left.clone(), &wanted);
        let text = report(&mended, &left, output, context);
        print_dry_run(output, &text, &mended.notes, &mended.changes.diff())?;
        return args.verdict(&left);
    }
    let repository = args.write.commit().repository(store.root())?;
    let lock = desk::lock(&store)?;
    // Somebody else may have written while this waited for the lock.
    let store = Store::open_lenient(store.root());
    let mended = fix::mend(&store, context.today, &holds)?;
    mended.changes.apply(store.root(), &lock)?;
    drop(lock);
    let left = args.shown(mended.left.clone(), &wanted);
    print(&report(&mended, &left, output, context))?;
    mended.notes.iter().for_each(|note| say(note));
    if let (Some(git), false) = (repository, mended.changes.is_empty()) {
        git.commit(&mended.paths(), "Fix what okr check found")?;
    }
    args.verdict(&left)
}

impl CheckArgs {
    /// What is to be shown, errors first.
    fn shown(&self, mut found: Vec<Finding>, wanted: &Wanted) -> Vec<Finding> {
        found.retain(|f| wanted.holds(&f.path) && (self.notes || f.level != Level::Note));
        found.sort_by_key(|finding| finding.level);
        found
    }

    fn verdict(&self, found: &[Finding]) -> Result<(), Failure> {
        let fails = |finding: &Finding| match finding.level {
            Level::Error => true,
            Level::Warning => self.strict,
            Level::Note => false,
        };
        match found.iter().any(fails) {
            true => Err(Failure::found()),
            false => Ok(()),
        }
    }
}

fn text(found: &[Finding], context: &Context) -> String {
    if found.is_empty() {
        return String::new();
    }
    let all = check::findings(found, context.theme);
    format!("{all}\n{}\n{}", check::summary(found), check::next(found))
}

fn report(mended: &Mended, left: &[Finding], output: Output, context: &Context) -> String {
    match output {
        Output::Json => json::fixed(&views(&mended.done), &views(left)),
        Output::Text => {
            let done = check::fixed(&mended.done, context.theme);
            let left = text(left, context);
            let between = if done.is_empty() || left.is_empty() {
                ""
            } else {
                "\n"
            };
            format!("{done}{between}{left}")
        }
    }
}

/// Findings as documents list them.
pub fn views(findings: &[Finding]) -> Vec<json::FindingView<'_>> {
    findings.iter().map(view).collect()
}

/// A finding as documents list it.
pub fn view(finding: &Finding) -> json::FindingView<'_> {
    json::FindingView {
        rule: finding.rule,
        level: finding.level.word(),
        path: &finding.path,
        line: finding.span.as_ref().map(|s| s.line),
        column: finding.span.as_ref().map(|s| s.column),
        message: &finding.message,
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(|fix| fix.new.as_str()),
    }
}
