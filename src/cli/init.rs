//! `okr init`: a workspace, empty or filled with an example.

use super::Format;
use super::context::{Context, print, say};
use super::exit::Failure;
use super::hooks::{self, Hook};
use crate::model::CycleKind;
use crate::render::text::clean;
use crate::store::{hook, paths, write};
use clap::{Args, ValueEnum};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples");

/// Make a workspace: a commented okr.toml, or an example to play with
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr init                              a workspace here\n  \
                               okr init goals --cycle half           in a folder of its own\n  \
                               okr init --example acme try           an example to play with\n  \
                               okr init --hooks                      git checks goals before a commit, here as well",
    after_help = "--hooks installs git's pre-commit hook, in a workspace that is there already too. It checks\n\
                  what is staged, and lets commits through where okr is not installed; `okr help git`."
)]
pub struct InitArgs {
    /// The folder [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Fill it with an example
    #[arg(long, value_enum)]
    example: Option<Example>,
    /// The month in which the fiscal year starts, 1 to 12
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(u32).range(1..=12), conflicts_with = "example")]
    fiscal_year_start: Option<u32>,
    /// How long a cycle is
    #[arg(long, value_enum, conflicts_with = "example")]
    cycle: Option<CycleArg>,
    /// Install git's pre-commit hook, which runs `okr check` on what is staged
    #[arg(long)]
    hooks: bool,
    /// With --hooks: print the hook, write nothing
    #[arg(long, requires = "hooks")]
    dry_run: bool,
}

/// A company to play with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Example {
    /// Customer success at a company: the guide's example.
    Acme,
    /// A software start-up that expands into a new market.
    Saas,
    /// An e-commerce company and its loyalty programme.
    Shop,
    /// One person who trains for a ride.
    Ride,
}

/// The kinds of cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CycleArg {
    Year,
    Half,
    Trimester,
    Quarter,
    Month,
}

impl InitArgs {
    /// Whether it says how a new workspace should be.
    fn asks_for_new(&self) -> bool {
        self.example.is_some() || self.fiscal_year_start.is_some() || self.cycle.is_some()
    }

    /// Whether it says nothing of a workspace.
    fn is_bare(&self) -> bool {
        self.folder.is_none() && !self.asks_for_new()
    }
}

impl Example {
    fn word(self) -> &'static str {
        match self {
            Self::Acme => "acme",
            Self::Saas => "saas",
            Self::Shop => "shop",
            Self::Ride => "ride",
        }
    }

    /// A day in the middle of what its files tell.
    fn day(self) -> &'static str {
        match self {
            Self::Acme | Self::Shop => "2026-08-14",
            Self::Saas => "2026-09-15",
            Self::Ride => "2026-09-30",
        }
    }

    /// Its files, by path relative to the workspace's root.
    pub fn files(self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        if let Some(folder) = EXAMPLES.get_dir(self.word()) {
            collect(folder, self.word(), &mut files);
        }
        files.sort();
        files
    }
}

fn collect(folder: &Dir<'_>, root: &str, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        let path = file
            .path()
            .strip_prefix(root)
            .unwrap_or_else(|_| file.path());
        let parts = path.components().map(|c| c.as_os_str().to_string_lossy());
        let path = parts.collect::<Vec<_>>().join("/");
        let text = file.contents_utf8().unwrap_or_default().to_owned();
        files.push((path, text));
    }
    for inner in folder.dirs() {
        collect(inner, root, files);
    }
}

/// Makes a workspace.
pub fn run(args: &InitArgs, context: &Context) -> Result<(), Failure> {
    context.format(&[Format::Table])?;
    let folder = args.folder.as_deref().or(context.global.dir.as_deref());
    let folder = folder.unwrap_or(Path::new("."));
    let root = context.current.join(folder);
    if args.hooks && args.dry_run {
        return print(hook::PRE_COMMIT);
    }
    if args.hooks
        && let Some(there) = existing(args, context)
    {
        return print(&Hook::find(&there)?.install()?);
    }
    if args.hooks && args.is_bare() {
        // What lies elsewhere in the repository is checked by the same hook.
        let others = hooks::workspaces(&root)?;
        if let Some(other) = others.first() {
            return print(&Hook::find(other)?.install()?);
        }
    }
    // Before anything is written it is known whether the hook can be.
    let hook = args.hooks.then(|| Hook::find(&root)).transpose()?;
    let files = match args.example {
        Some(example) => example.files(),
        None => vec![(paths::SETTINGS.to_owned(), settings(args))],
    };
    create(&root, folder, &files)?;
    if let Some(hook) = hook {
        say(&hook.install()?);
    }
    let (place, enter) = if folder == Path::new(".") {
        (String::new(), String::new())
    } else {
        let cd = format!("cd {}", quoted(folder));
        (format!("{cd} && "), format!("  {cd}\n"))
    };
    print(&match args.example {
        Some(example) => format!(
            "{}: {} files of the example {}\n\nTry:\n  {place}okr status --as-of {}\n",
            shown(folder),
            files.len(),
            example.word(),
            example.day()
        ),
        None => format!(
            "{}\n\nNext:\n{enter}  okr new objective       what you want to reach; on a terminal it asks\n  \
             okr new kpi             a number to watch, whatever the goals of the quarter are\n  \
             okr schema --install    mistakes in the files marked in your editor, as you type\n  \
             okr help format         the files, to write them yourself\n",
            shown(&folder.join(paths::SETTINGS)),
        ),
    })
}

/// The workspace that is meant and there already: with nothing else said, the one around this folder.
fn existing(args: &InitArgs, context: &Context) -> Option<PathBuf> {
    if args.asks_for_new() {
        return None;
    }
    match &args.folder {
        Some(folder) => {
            let folder = context.current.join(folder);
            folder.join(paths::SETTINGS).is_file().then_some(folder)
        }
        None => {
            let start = context.global.dir.as_deref().unwrap_or(Path::new("."));
            let start = context.current.join(start);
            // Not above the repository, whose hook it would be.
            let mut inside = true;
            let mut below = start
                .ancestors()
                .take_while(|folder| std::mem::replace(&mut inside, !folder.join(".git").exists()));
            let found = below.find(|folder| folder.join(paths::SETTINGS).is_file());
            found.map(Path::to_owned)
        }
    }
}

/// A path that is safe to print.
fn shown(path: &Path) -> String {
    clean(&path.display().to_string()).into_owned()
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = shown(path);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if text.chars().all(plain) {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Writes a new workspace's files into a folder that holds none yet.
pub fn create(root: &Path, shown: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    std::fs::create_dir_all(root)
        .map_err(|error| Failure::system(format!("{}: {error}", shown.display())))?;
    if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).exists()) {
        let path = shown.join(path);
        return Err(
            Failure::conflict(format!("{} is there already", path.display()))
                .help("choose another folder: nothing was written"),
        );
    }
    Ok(write::create_all(root, files)?)
}

fn kind(args: &InitArgs) -> CycleKind {
    match args.cycle {
        Some(CycleArg::Year) => CycleKind::Year,
        Some(CycleArg::Half) => CycleKind::Half,
        Some(CycleArg::Trimester) => CycleKind::Trimester,
        Some(CycleArg::Month) => CycleKind::Month,
        Some(CycleArg::Quarter) | None => CycleKind::Quarter,
    }
}

/// A commented `okr.toml`: every setting with its default.
fn settings(args: &InitArgs) -> String {
    let cycle = kind(args).word();
    let start = args.fiscal_year_start.unwrap_or(1);
    format!(
        "# Settings of this okr workspace; this file marks its root. `okr help format` has all keys.
format = 1
# name = \"Acme\"
# mission = \"Customers for life\"   # heads the tree and the report

# Cycles: year, half, trimester, quarter or month; the month in which the fiscal year starts.
cycle = \"{cycle}\"
fiscal_year_start = {start}
# fiscal_year_named_by = \"end\"     # end or start: the calendar year that names one spanning two

# Check-ins: weekly, fortnightly or monthly; the days before something counts as overdue.
# checkin_frequency = \"weekly\"
# grace_days = 3

# Bands of a score.
# [scoring]
# on_track = 0.7
# at_risk = 0.4

# Percent short of target that still count as green and as amber.
# [kpi]
# green_within = 0
# amber_within = 10

# Who is who; the address is matched with git's.
# [people.maria]
# name = \"Maria Lopez\"
# email = \"maria@acme.example\"
"
    )
}
