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
    /// For a file that moves: where it lies now. `before` is its content there.
    pub origin: Option<Origin>,
}

/// Where a file lies that moves, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The path from the root.
    pub path: String,
    /// What it says while it moves: what is true under both names.
    pub via: String,
    /// The folder that it lies in and that folder's new path, where everything in there moves with
    /// it.
    pub folder: Option<(String, String)>,
}

impl Change {
    /// A new file.
    pub fn create(path: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: None,
            after: Some(after.into()),
            origin: None,
        }
    }

    /// A file that gets another path.
    pub fn moved(
        origin: Origin,
        to: impl Into<String>,
        before: impl Into<String>,
        after: impl Into<String>,
    ) -> Self {
        Self {
            origin: Some(origin),
            ..Self::edit(to, before, after)
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
            origin: None,
        }
    }

    /// A file that goes.
    pub fn remove(path: impl Into<String>, before: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            before: Some(before.into()),
            after: None,
            origin: None,
        }
    }

    /// What happens to the file, in a word: `create`, `edit` or `same`.
    pub fn action(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "create",
            (before, after) if before == after => "same",
            (Some(_), _) => "edit",
        }
    }

    fn diff(&self) -> String {
        let path = &self.path;
        let mut made = format!("diff --git a/{path} b/{path}\n");
        let (mut old, mut new) = (format!("a/{path}"), format!("b/{path}"));
        if let Some(Origin { path: from, .. }) = &self.origin {
            made = format!("diff --git a/{from} b/{path}\nrename from {from}\nrename to {path}\n");
            old = format!("a/{from}");
        }
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
        let changes = |c: &&Change| c.before != c.after || c.origin.is_some();
        self.0.iter().filter(changes)
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
    /// changes; then files move, and then everything else is done in its order, so that the same
    /// command completes it if it is cut short. A file that moves is at one of its paths at any time.
    /// Folders that are new or move as a whole do so at once, and those of which every file has gone
    /// go too. Where the system refuses one of them, those already made are taken back.
    ///
    /// # Errors
    /// [`WriteError::Changed`] or [`WriteError::Exists`] where a file is not what it was when it was
    /// read; then nothing has changed. Else what the system refused.
    pub fn apply(&self, root: &Path, _lock: &Lock) -> Result<(), WriteError> {
        for change in self.effective() {
            is_as_before(root, change)?;
        }
        own::prepare(root)?;
        let changes: Vec<&Change> = self.effective().collect();
        let steps = steps::prepare(root, &changes)?;
        if let Some(now) = steps.iter().flatten().find_map(Step::staged_at) {
            own::sweep(root, now);
        }
        for change in &changes {
            is_as_before(root, change)?;
        }
        steps::make(root, steps)
    }
}

/// Compares a file with what was read. One that already is as it should become agrees as well, where
/// it is new.
fn is_as_before(root: &Path, change: &Change) -> Result<(), WriteError> {
    let mut path = change.path.clone();
    let mut now = read_for_edit(root, &change.path)?;
    if let Some(origin) = &change.origin {
        if now.is_some() {
            return Err(WriteError::Exists { path });
        }
        path.clone_from(&origin.path);
        now = read_for_edit(root, &origin.path)?;
    }
    match (&change.before, now) {
        (None, None) => Ok(()),
        (None, Some(now)) if Some(&now) == change.after.as_ref() => Ok(()),
        (None, Some(_)) => Err(WriteError::Exists { path }),
        (Some(before), Some(now)) if *before == now => Ok(()),
        (Some(_), _) => Err(WriteError::Changed { path }),
    }
}
