//! `okr check`: everything that is wrong with a workspace.

use super::context::{Context, Output, print};
use super::exit::Failure;
use super::findings;
use crate::render::{check, json};
use crate::store::diagnostics::{Finding, Level};
use crate::store::load::Store;
use clap::Args;
use std::path::{Path, PathBuf};

/// Check the whole workspace; silent where nothing is wrong
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr check                  every file\n  \
                               okr check 2026-Q3          what is wrong in one folder")]
pub struct CheckArgs {
    /// Files or folders to report on; everything is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Warnings fail as well
    #[arg(long)]
    strict: bool,
}

/// Prints every finding.
pub fn run(args: &CheckArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = Store::open_lenient(&context.root()?);
    let mut found = findings::all(&store, context.today);
    let wanted = args
        .paths
        .iter()
        .map(|path| relative(path, &store, context));
    let wanted: Vec<String> = wanted.collect::<Result<_, _>>()?;
    found.retain(|f| wanted.is_empty() || wanted.iter().any(|path| lies_in(&f.path, path)));
    let text = match output {
        Output::Json => json::findings(&found.iter().map(view).collect::<Vec<_>>()),
        Output::Text if found.is_empty() => String::new(),
        Output::Text => {
            let all = check::findings(&found, context.theme.color, context.theme.ascii);
            format!("{all}\n{}\n", check::summary(&found))
        }
    };
    print(&text)?;
    let fails = |f: &Finding| match f.level {
        Level::Error => true,
        Level::Warning => args.strict,
        Level::Note => false,
    };
    if found.iter().any(fails) {
        return Err(Failure::found());
    }
    Ok(())
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
    }
}

/// A path as findings name it: below the workspace's root, `/` between parts.
fn relative(path: &Path, store: &Store, context: &Context) -> Result<String, Failure> {
    let here = [context.current.join(path), store.root().join(path)];
    let root = store.root().canonicalize();
    let found = here
        .iter()
        .find_map(|p| p.canonicalize().ok())
        .zip(root.ok());
    let (path, root) =
        found.ok_or_else(|| Failure::not_found(format!("there is no {}", path.display())))?;
    let below = path
        .strip_prefix(&root)
        .map_err(|_| Failure::not_found(format!("{} is not in the workspace", path.display())))?;
    let parts = below
        .components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

fn lies_in(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|r| r.is_empty() || r.starts_with('/'))
}
