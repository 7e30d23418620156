//! `okr init --hooks`: git checks goals before they are committed.

use super::commit::git;
use super::exit::Failure;
use crate::render::text::clean;
use crate::store::hook;
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
        let there = folder.ancestors().find(|folder| folder.is_dir());
        let there = there.unwrap_or(Path::new("."));
        let top = line(there, &["rev-parse", "--show-toplevel"])?.ok_or_else(|| {
            Failure::conflict("the workspace is in no git repository")
                .help("nothing was written: `git init` makes one")
        })?;
        let top = PathBuf::from(top);
        let shown = line(&top, &["rev-parse", "--git-path", "hooks/pre-commit"])?;
        let shown =
            shown.ok_or_else(|| Failure::conflict("git does not say where its hooks lie"))?;
        let hook = Self {
            path: top.join(&shown),
            shown: clean(&shown).into_owned(),
        };
        hook::is_installed(&hook.path, &hook.shown).map_err(refused)?;
        Ok(hook)
    }

    /// Installs it; what was done, in a line.
    ///
    /// # Errors
    /// Another hook is there, or the system refuses.
    pub fn install(&self) -> Result<String, Failure> {
        let new = hook::install(&self.path, &self.shown).map_err(refused)?;
        let done = if new { "create" } else { "same" };
        Ok(format!("{done}  {}\n", self.shown))
    }
}

fn refused(error: WriteError) -> Failure {
    match error {
        WriteError::Exists { path } => Failure::conflict(format!(
            "{path} is there already and is left as it is"
        ))
        .help(format!(
            "nothing was written; to have goals checked too, add this to it:\n\n  \
                 okr init --hooks --dry-run >> {path}\n\n\
                 where pre-commit or the like wrote it, see `okr help git`"
        )),
        error => error.into(),
    }
}

/// What git answers on one line; none where it refuses.
fn line(folder: &Path, words: &[&str]) -> Result<Option<String>, Failure> {
    let answer = git(folder, words)?;
    let text = String::from_utf8_lossy(&answer.stdout);
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    Ok((answer.status.success() && !text.is_empty()).then_some(text))
}
