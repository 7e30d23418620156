//! `okr init --hooks`: git checks goals before they are committed.

use super::commit::git;
use super::exit::Failure;
use crate::render::text::clean;
use crate::store::hook::{self, There};
use crate::store::write::WriteError;
use std::path::{Path, PathBuf};

/// Git's pre-commit hook of the repository that a workspace lies in.
pub struct Hook {
    path: PathBuf,
    shown: String,
}

impl Hook {
    /// Finds where git looks for it: `core.hooksPath` and work trees of one repository are git's to
    /// know.
    ///
    /// # Errors
    /// `folder`, which may be yet to be made, lies in no repository; or another hook is there.
    pub fn find(folder: &Path) -> Result<Self, Failure> {
        let top = top(folder)?.ok_or_else(|| {
            Failure::conflict("the workspace is in no git repository")
                .help("nothing was written: `git init` makes one")
        })?;
        let shown = line(&top, &["rev-parse", "--git-path", "hooks/pre-commit"])?;
        let shown =
            shown.ok_or_else(|| Failure::conflict("git does not say where its hooks lie"))?;
        let hook = Self {
            path: top.join(&shown),
            shown: clean(&shown).into_owned(),
        };
        hook::look(&hook.path, &hook.shown).map_err(|error| refused(error, &hook.path))?;
        Ok(hook)
    }

    /// Installs it; what was done, in a line.
    ///
    /// # Errors
    /// Another hook is there, or the system refuses.
    pub fn install(&self) -> Result<String, Failure> {
        let before =
            hook::install(&self.path, &self.shown).map_err(|error| refused(error, &self.path))?;
        let (done, why) = match before {
            There::Nothing => ("create", ""),
            There::Hook => ("same", ""),
            There::Idle => ("update", "  now executable: git had passed it over"),
            There::Older => ("update", ""),
        };
        Ok(format!("{done}  {}{why}\n", self.shown))
    }
}

/// The folders of the repository around `folder` that hold a workspace, as git knows them or would.
///
/// # Errors
/// Git cannot be started.
pub fn workspaces(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Some(top) = top(folder)? else {
        return Ok(Vec::new());
    };
    let words = [
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        "okr.toml",
        "*/okr.toml",
    ];
    let listed = git(&top, &words)?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let files = listed.split('\0').map(|file| top.join(file));
    let here = files.filter(|file| file.is_file());
    Ok(here
        .filter_map(|file| Some(file.parent()?.to_owned()))
        .collect())
}

/// The root of the repository's files; none outside of any.
fn top(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let there = folder.ancestors().find(|folder| folder.is_dir());
    let there = there.unwrap_or(Path::new("."));
    Ok(line(there, &["rev-parse", "--show-toplevel"])?.map(PathBuf::from))
}

fn refused(error: WriteError, path: &Path) -> Failure {
    let WriteError::Exists { path: shown } = error else {
        return error.into();
    };
    let beside = match shown.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{}", hook::BESIDE),
        None => hook::BESIDE.to_owned(),
    };
    let text = std::fs::read(path).unwrap_or_default();
    let first = String::from_utf8_lossy(&text);
    let first = first.lines().next().unwrap_or_default();
    let is_shell = first.is_empty() || first.ends_with("sh") || first.contains("sh -");
    let call = match is_shell {
        true => format!(
            "and run it there, right below the first line:\n\n  \
             sh \"$(dirname \"$0\")/{}\" || exit 1",
            hook::BESIDE
        ),
        false => format!("and have it run `sh {beside}` first, and fail where that fails"),
    };
    Failure::conflict(format!("{shown} is there already and is left as it is")).help(format!(
        "nothing was written; to have goals checked too, put the check beside it:\n\n  \
         okr init --hooks --dry-run > {beside}\n\n\
         {call}\n\n\
         where pre-commit or the like wrote it, see `okr help git`"
    ))
}

/// What git answers on one line; none where it refuses.
fn line(folder: &Path, words: &[&str]) -> Result<Option<String>, Failure> {
    let answer = git(folder, words)?;
    let text = String::from_utf8_lossy(&answer.stdout);
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    Ok((answer.status.success() && !text.is_empty()).then_some(text))
}
