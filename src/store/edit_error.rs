//! Why an edit was not made.

use std::fmt;

/// Why an edit was not made; the text is as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The text is not TOML.
    Unreadable {
        /// What the parser says.
        message: String,
    },
    /// What should be written is not TOML.
    BadValue {
        /// The text that should be written.
        text: String,
    },
    /// A part of the path holds something that has no keys.
    NotATable {
        /// The part of the path, dots between.
        path: String,
    },
    /// The path is a table, where a single value was expected.
    IsTable {
        /// The path, dots between.
        path: String,
    },
    /// There is nothing at the path.
    Missing {
        /// The path, dots between.
        path: String,
    },
    /// The edit would have changed more than it should; it was not made.
    Unsafe {
        /// The path, dots between.
        path: String,
    },
}

/// Of a place, whose keys are given one by one.
impl EditError {
    pub(super) fn not_a_table(path: &[&str]) -> Self {
        let path = path.join(".");
        Self::NotATable { path }
    }

    pub(super) fn is_table(path: &[&str]) -> Self {
        let path = path.join(".");
        Self::IsTable { path }
    }

    pub(super) fn missing(path: &[&str]) -> Self {
        let path = path.join(".");
        Self::Missing { path }
    }

    pub(super) fn unsafe_at(path: &[&str]) -> Self {
        let path = path.join(".");
        Self::Unsafe { path }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { message } => write!(f, "not valid TOML: {message}"),
            Self::BadValue { text } => write!(f, "`{text}` is not a TOML value"),
            Self::NotATable { path } => write!(f, "`{path}` is not a table, so it holds no keys"),
            Self::IsTable { path } => write!(f, "`{path}` is a table, not a single value"),
            Self::Missing { path } => write!(f, "there is no `{path}`"),
            Self::Unsafe { path } => write!(
                f,
                "`{path}` cannot be changed without touching something else: edit the file by hand"
            ),
        }
    }
}

impl std::error::Error for EditError {}
