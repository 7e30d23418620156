//! `--commit` on writers: stages exactly the files that were written and commits them. Git is started
//! only where that is asked for.

use super::exit::{Code, Failure};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Whether what is written is committed.
#[derive(Debug, Clone, Args)]
pub struct CommitArgs {
    /// Commit what is written with git, and nothing else
    #[arg(long)]
    commit: bool,
}

/// A repository that is ready for a commit.
pub struct Repository {
    root: PathBuf,
}

/// What a repository may be in the middle of, by the file that git keeps for it.
const UNDER_WAY: [(&str, &str); 6] = [
    ("MERGE_HEAD", "a merge"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("BISECT_LOG", "a bisection"),
];

impl CommitArgs {
    /// The same of a command that spells its flag in another way.
    pub fn new(commit: bool) -> Self {
        Self { commit }
    }

    /// Looks before anything is written whether a commit can be made; none where none is asked for.
    ///
    /// # Errors
    /// No repository, or one in the middle of a merge, rebase or the like.
    pub fn repository(&self, root: &Path) -> Result<Option<Repository>, Failure> {
        if !self.commit {
            return Ok(None);
        }
        let root = root.to_owned();
        let repository = Repository { root };
        let found = repository.git(&["rev-parse", "--absolute-git-dir"])?;
        if !found.status.success() {
            return Err(Failure::conflict("the workspace is in no git repository")
                .help("nothing was written: `git init` makes one, or leave --commit out"));
        }
        let folder = PathBuf::from(String::from_utf8_lossy(&found.stdout).trim());
        for (file, what) in UNDER_WAY {
            if folder.join(file).exists() {
                return Err(Failure::conflict(format!(
                    "the repository is in the middle of {what}"
                ))
                .help("nothing was written: finish or abort it first, or leave --commit out"));
            }
        }
        Ok(Some(repository))
    }
}

impl Repository {
    /// Commits exactly `paths` (relative to the workspace's root), whatever else is staged.
    ///
    /// # Errors
    /// Git refuses: the files are written all the same, and the error says so.
    pub fn commit(&self, paths: &[String], message: &str) -> Result<(), Failure> {
        let mut known = Vec::with_capacity(paths.len());
        for path in paths {
            if self.root.join(path).exists() || self.tracks(path)? {
                known.push(path.as_str());
            }
        }
        let files = || known.iter().copied();
        let mut add = vec!["add", "--"];
        add.extend(files());
        let mut commit = vec!["commit", "--quiet", "--message", message, "--only", "--"];
        commit.extend(files());
        for words in [add, commit] {
            let done = self.git(&words)?;
            if !done.status.success() {
                let said = String::from_utf8_lossy(&done.stderr);
                let said = if said.trim().is_empty() {
                    String::from_utf8_lossy(&done.stdout)
                } else {
                    said
                };
                let message = format!("written, but git did not commit it: {}", said.trim());
                return Err(Failure::new(Code::System, "git", message)
                    .help(format!("commit it yourself: {}", paths.join(", "))));
            }
        }
        Ok(())
    }

    /// Whether git knows a file, which may be gone by now.
    fn tracks(&self, path: &str) -> Result<bool, Failure> {
        let found = self.git(&["ls-files", "--error-unmatch", "--", path])?;
        Ok(found.status.success())
    }

    fn git(&self, words: &[&str]) -> Result<Output, Failure> {
        let git = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(words)
            .output();
        git.map_err(|error| Failure::new(Code::System, "git", format!("git: {error}")))
    }
}
