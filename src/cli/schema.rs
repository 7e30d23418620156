//! `okr schema`: JSON Schemas of the files, printed, or laid where editors find them.

use super::Format;
use super::change::WriteArgs;
use super::context::{Context, Output, print, print_dry_run};
use super::desk;
use super::exit::{Code, Failure};
use crate::render::carry;
use crate::render::json::{self, FileView};
use crate::store::editors::{self, Refused};
use crate::store::load::Store;
use crate::store::schema::FileKind;
use crate::store::write::{Change, ChangeSet};
use clap::{Args, ValueEnum};

/// JSON Schemas of the files, for editors and validators
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr schema --install          editors mark mistakes as you type, without okr as well\n  \
                   okr schema objective          what an objective's file may hold\n  \
                   okr schema kpi > kpi.json     for a validator of your own",
    after_help = "--install writes .okr/schema/*.json, and tells editors of them in tombi.toml and .taplo.toml:\n\
                  VS Code with Tombi or Even Better TOML, and whatever else speaks to these two. Commit\n\
                  what it writes. Run it again after an update of okr; what you wrote in the two stays."
)]
pub struct SchemaArgs {
    /// The kind of file
    #[arg(value_enum, value_name = "KIND")]
    kind: Option<KindArg>,
    /// Write all of them into the workspace, with the files by which editors find them
    #[arg(long, conflicts_with = "kind")]
    install: bool,
    #[command(flatten)]
    write: WriteArgs,
}

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindArg {
    Settings,
    Objective,
    Kpi,
    Checkin,
    Closed,
}

impl KindArg {
    fn kind(self) -> FileKind {
        match self {
            Self::Settings => FileKind::Settings,
            Self::Objective => FileKind::Objective,
            Self::Kpi => FileKind::Kpi,
            Self::Checkin => FileKind::CheckIn,
            Self::Closed => FileKind::Closed,
        }
    }
}

/// Prints a schema, or installs all.
pub fn run(args: &SchemaArgs, context: &Context) -> Result<(), Failure> {
    let kind = match args.kind {
        Some(kind) => kind,
        None if args.install => return install(&args.write, context),
        None => {
            let kinds = KindArg::value_variants().iter().map(|kind| kind.kind());
            let kinds: Vec<&str> = kinds.map(FileKind::word).collect();
            return Err(Failure::usage("which kind of file?").help(format!(
                "`okr schema KIND` prints the schema of {}; --install writes all of them",
                kinds.join(", ")
            )));
        }
    };
    // A schema is JSON, whatever is asked for.
    context.format(&[Format::Table, Format::Json])?;
    if args.write.dry_run() || args.write.commit().asked() {
        return Err(
            Failure::usage("a schema is printed, and nothing is written")
                .help("--dry-run and --commit go with --install"),
        );
    }
    print(&kind.kind().schema())
}

fn install(args: &WriteArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    // Schemas help to mend what is broken, so nothing needs to be sound.
    let store = Store::open_lenient(&context.root()?);
    if args.dry_run() {
        let changes = editors::install(store.root())?;
        let text = text(&files(&changes), output);
        return print_dry_run(output, &text, &[], &changes.diff());
    }
    let repository = args.commit().repository(store.root())?;
    let lock = desk::lock(&store)?;
    let changes = editors::install(store.root())?;
    let files = files(&changes);
    changes.apply(store.root(), &lock)?;
    drop(lock);
    print(&text(&files, output))?;
    let paths: Vec<String> = files.into_iter().map(|file| file.path).collect();
    match repository {
        Some(_) if changes.is_empty() => Ok(()),
        Some(git) => git.commit(&paths, "Install the schemas of okr's files"),
        None => Ok(()),
    }
}

fn files(changes: &ChangeSet) -> Vec<FileView> {
    let view = |change: &Change| FileView {
        path: change.path.clone(),
        action: change.action(),
    };
    changes.0.iter().map(view).collect()
}

fn text(files: &[FileView], output: Output) -> String {
    if output == Output::Json {
        return json::files(files);
    }
    let written = carry::written(files);
    if written.is_empty() {
        return "the schemas are installed, and as this okr writes them\n".to_owned();
    }
    let of_editors = files.iter().filter(|f| !f.path.starts_with(".okr/"));
    let of_editors: String = of_editors.map(|f| format!(" {}", f.path)).collect();
    format!(
        "{written}\nNext:\n  git add .okr/schema{of_editors}\n  \
         every clone has them then; editors with Tombi or Even Better TOML check what is typed\n"
    )
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Write(error) => error.into(),
            Refused::Broken { path, why } => {
                Self::new(Code::Conflict, "conflict", format!("{path}: {why}"))
                    .help("nothing was written; mend it and run this again")
            }
            Refused::Yours { path, why, add } => {
                Self::new(Code::Conflict, "conflict", format!("{path}: {why}")).help(format!(
                    "nothing was written; add this to it yourself:\n\n{add}"
                ))
            }
        }
    }
}
