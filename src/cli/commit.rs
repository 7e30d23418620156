//! `--commit` on writers: stages exactly the files that were written and commits them. Git is started
//! only where that is asked for.

use super::args::number;
use super::exit::{Code, Failure};
use clap::{ArgAction, Args};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Whether what is written is committed.
#[derive(Debug, Clone, Default, Args)]
pub struct CommitArgs {
    /// Commit what is written with git, and nothing else
    #[arg(long, visible_alias = "git-commit")]
    commit: bool,
}

/// The same of commands on goals that have a key `commit`: with a number, `--commit` is that.
#[derive(Debug, Clone, Args)]
pub struct PostOrCommitArgs {
    /// With a number: the value that we commit to, which scores 0.3. Without one: as --git-commit
    #[arg(
        long,
        value_name = "VALUE",
        num_args = 0..=1,
        default_missing_value = GIT,
        allow_negative_numbers = true,
        action = ArgAction::Append,
        value_parser = post_or_git
    )]
    commit: Vec<String>,
    /// Commit what is written with git, and nothing else
    #[arg(long)]
    git_commit: bool,
}

/// What stands for `--commit` without a value; no argument can hold it.
const GIT: &str = "\0";

/// A value that is no number is what should have stood before `--commit`.
fn post_or_git(text: &str) -> Result<String, String> {
    match text == GIT || text.trim() == "none" || number::begins(text) {
        true => Ok(text.to_owned()),
        false => Err(
            "it is no number; to commit with git write `--git-commit`, or `--commit` as the last word"
                .to_owned(),
        ),
    }
}

impl PostOrCommitArgs {
    /// The value of the key `commit`.
    ///
    /// # Errors
    /// There are two.
    pub fn post(&self) -> Result<Option<&str>, Failure> {
        let mut values = self.commit.iter().filter(|value| *value != GIT);
        match (values.next(), values.next()) {
            (Some(one), Some(two)) => Err(Failure::usage(format!(
                "two values for --commit: {one} and {two}"
            ))
            .help("give the one that scores 0.3; git's commit is --git-commit")),
            (post, _) => Ok(post.map(String::as_str)),
        }
    }

    /// Leaves the key `commit` out.
    pub fn give_up_post(&mut self) {
        self.commit.retain(|value| value == GIT);
    }

    /// Whether what is written is committed.
    pub fn git(&self) -> CommitArgs {
        CommitArgs {
            commit: self.git_commit || self.commit.iter().any(|value| value == GIT),
        }
    }
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
    /// Whether a commit is asked for.
    pub fn asked(&self) -> bool {
        self.commit
    }

    /// The same where nothing may be committed.
    pub const NEVER: Self = Self { commit: false };

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
    /// Commits exactly `paths` (relative to the workspace's root), whatever else is staged; nothing
    /// where git has them just so.
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
        let mut same = vec!["diff", "--cached", "--quiet", "--"];
        same.extend(files());
        let mut commit = vec!["commit", "--quiet", "--message", message, "--only", "--"];
        commit.extend(files());
        self.must(&add, paths)?;
        // Git refuses to commit nothing.
        if self.git(&same)?.status.success() {
            return Ok(());
        }
        self.must(&commit, paths)
    }

    fn must(&self, words: &[&str], paths: &[String]) -> Result<(), Failure> {
        let done = self.git(words)?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr);
        let said = match said.trim().is_empty() {
            true => String::from_utf8_lossy(&done.stdout),
            false => said,
        };
        let message = format!("written, but git did not commit it: {}", said.trim());
        Err(Failure::new(Code::System, "git", message)
            .help(format!("commit it yourself: {}", paths.join(", "))))
    }

    /// Whether git knows a file, which may be gone by now.
    fn tracks(&self, path: &str) -> Result<bool, Failure> {
        let found = self.git(&["ls-files", "--error-unmatch", "--", path])?;
        Ok(found.status.success())
    }

    fn git(&self, words: &[&str]) -> Result<Output, Failure> {
        git(&self.root, words)
    }
}

/// Runs git in `folder`.
///
/// # Errors
/// It cannot be started.
pub fn git(folder: &Path, words: &[&str]) -> Result<Output, Failure> {
    let git = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(words)
        .output();
    git.map_err(|error| Failure::new(Code::System, "git", format!("git: {error}")))
}
