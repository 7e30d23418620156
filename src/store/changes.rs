//! Changes of definitions: prepared as a whole, shown as a diff, then made in their order.

use super::lock::Lock;
use super::own;
use super::steps::{self, Step};
use super::write::{WriteError, read_for_edit};
use similar::TextDiff;
use std::fmt::Write as _;
use std::path::Path;

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The path from the root, `/` between parts.
    pub path: String,
    /// The content it had; none for a new file.
    pub before: Option<String>,
    /// The content it gets; none where it goes.
    pub after: Option<String>,
    /// For a new file: the one whose mode it gets.
    pub like: Option<String>,
}

impl Change {
    /// A new file.
    pub fn create(path: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: None,
            after: Some(after.into()),
            like: None,
        }
    }

    /// A new file in the place of the one at `from`, whose mode it gets.
    pub fn moved(from: &str, to: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            like: Some(from.to_owned()),
            ..Self::create(to, after)
        }
    }

    /// A file's new content.
    pub fn edit(
        path: impl Into<String>,
        before: impl Into<String>,
        after: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            before: Some(before.into()),
            after: Some(after.into()),
            like: None,
        }
    }

    /// A file that goes.
    pub fn remove(path: impl Into<String>, before: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: Some(before.into()),
            after: None,
            like: None,
        }
    }

    fn diff(&self) -> String {
        let path = &self.path;
        let mut made = format!("diff --git a/{path} b/{path}\n");
        let (mut old, mut new) = (format!("a/{path}"), format!("b/{path}"));
        if self.before.is_none() {
            made += "new file mode 100644\n";
            "/dev/null".clone_into(&mut old);
        }
        if self.after.is_none() {
            made += "deleted file mode 100644\n";
            "/dev/null".clone_into(&mut new);
        }
        let before: Vec<&str> = lines(self.before.as_deref());
        let after: Vec<&str> = lines(self.after.as_deref());
        let diff = TextDiff::configure()
            .newline_terminated(true)
            .diff_slices(&before, &after);
        let mut hunks = diff.unified_diff();
        // Writing to a string cannot fail.
        let _ = write!(made, "{}", hunks.header(&old, &new));
        made
    }
}

/// Lines with their ends. A bare CR is part of a line, as it is for git.
fn lines(text: Option<&str>) -> Vec<&str> {
    text.unwrap_or_default().split_inclusive('\n').collect()
}

/// Changes in the order in which they are to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet(pub Vec<Change>);

impl ChangeSet {
    /// The changes that change anything.
    pub fn effective(&self) -> impl Iterator<Item = &Change> {
        self.0.iter().filter(|c| c.before != c.after)
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.effective().next().is_none()
    }

    /// One unified diff that `git apply` takes; empty where nothing would change.
    pub fn diff(&self) -> String {
        self.effective().map(Change::diff).collect()
    }

    /// Makes the changes. Everything is compared, written aside and synced before the first file
    /// changes; then they are made in their order, so that the same command completes them if it is
    /// cut short. Folders that are new as a whole appear at once, and those of which every file has
    /// gone go too. Where the system refuses one of them, those already made are taken back.
    ///
    /// # Errors
    /// [`WriteError::Changed`] or [`WriteError::Exists`] where a file is not what it was when it was
    /// read; then nothing has changed. Else what the system refused.
    pub fn apply(&self, root: &Path, _lock: &Lock) -> Result<(), WriteError> {
        for change in self.effective() {
            is_as_before(root, change)?;
        }
        own::prepare(root)?;
        let steps = steps::prepare(root, self.effective())?;
        if let Some(now) = steps.iter().find_map(Step::staged_at) {
            own::sweep(root, now);
        }
        for change in self.effective() {
            is_as_before(root, change)?;
        }
        steps::make(root, steps)
    }
}

/// Compares a file with what was read. One that already is as it should become agrees as well, where
/// it is new.
fn is_as_before(root: &Path, change: &Change) -> Result<(), WriteError> {
    let path = change.path.clone();
    let now = read_for_edit(root, &change.path)?;
    match (&change.before, now) {
        (None, None) => Ok(()),
        (None, Some(now)) if Some(&now) == change.after.as_ref() => Ok(()),
        (None, Some(_)) => Err(WriteError::Exists { path }),
        (Some(before), Some(now)) if *before == now => Ok(()),
        (Some(_), _) => Err(WriteError::Changed { path }),
    }
}
