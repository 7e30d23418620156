//! What a rule is: its name, what it asks for and why, an example of both, and how it is found.

use super::Advice;
use super::view::View;

/// How bad it is to break a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdviceLevel {
    /// Makes a file unusable or a number wrong.
    Error,
    /// Against practice, or probably not what was meant.
    Warning,
    /// Worth a look; shown only when asked for.
    Note,
}

impl AdviceLevel {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule that `okr check` knows.
#[derive(Debug)]
pub struct Rule {
    /// Its name: lower case with hyphens, never changed.
    pub name: &'static str,
    /// How bad it is to break it.
    pub level: AdviceLevel,
    /// What it asks for, in a line.
    pub asks: &'static str,
    /// Why, in a short paragraph.
    pub reason: &'static str,
    /// What practitioners say, and where; for the files themselves, the part of the manual.
    pub source: &'static str,
    /// The smallest workspace that breaks it.
    pub bad: Example,
    /// The same workspace mended.
    pub good: Example,
    /// How it is found.
    pub check: Check,
}

/// A workspace of a few short files.
#[derive(Debug)]
pub struct Example {
    /// The day on which it is looked at, such as `2026-08-14`.
    pub day: &'static str,
    /// The files: path and text. Without `okr.toml` the settings are the usual ones. None where no
    /// text can show the fault, such as a file that is too large.
    pub files: &'static [(&'static str, &'static str)],
    /// Where a bad example breaks the rule: `path:line:column`; empty for a good one.
    pub found: &'static str,
}

/// How a rule is found.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Where a file is read.
    Reading,
    /// Where references between files are followed, together with other rules.
    References,
    /// By itself.
    Own(fn(&View<'_>, &mut Vec<Advice>)),
}
