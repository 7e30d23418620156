//! What a change of plan did to a definition's keys.

/// What a key holds, for people and programs.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    /// A number.
    Number(f64),
    /// A text, a name, a date.
    Text(String),
    /// A band.
    Band {
        /// The lower bound.
        at_least: Option<f64>,
        /// The upper bound.
        at_most: Option<f64>,
    },
}

/// A key that has another value now.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// What an amendment calls it: `target`, `2026-Q3`.
    pub key: String,
    /// What it was; none where it was not there.
    pub before: Option<Plain>,
    /// What it is; none where it is gone.
    pub after: Option<Plain>,
}
