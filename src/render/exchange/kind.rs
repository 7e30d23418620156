//! The kinds of rows in the table of goals.

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A KPI.
    Kpi,
    /// An objective.
    Objective,
    /// That a cycle is closed.
    Closed,
    /// A key result.
    KeyResult,
    /// A milestone of an effort.
    Milestone,
    /// A target of a KPI.
    Target,
    /// A frozen score of a closed cycle.
    FinalScore,
    /// An initiative of an objective.
    Initiative,
    /// What was agreed before.
    Amendment,
    /// An objective's review.
    Review,
}

impl RowKind {
    /// All of them: what holds others comes before them.
    pub const ALL: [Self; 10] = [
        Self::Kpi,
        Self::Objective,
        Self::Closed,
        Self::KeyResult,
        Self::Milestone,
        Self::Target,
        Self::FinalScore,
        Self::Initiative,
        Self::Amendment,
        Self::Review,
    ];

    /// As the column `type` has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kpi => "kpi",
            Self::Objective => "objective",
            Self::Closed => "closed",
            Self::KeyResult => "key-result",
            Self::Milestone => "milestone",
            Self::Target => "target",
            Self::FinalScore => "final-score",
            Self::Initiative => "initiative",
            Self::Amendment => "amendment",
            Self::Review => "review",
        }
    }

    /// In a sentence. Key results differ in what they have.
    pub fn named(self) -> &'static str {
        match self {
            Self::Kpi => "a KPI",
            Self::Objective => "an objective",
            Self::Closed => "a closed cycle",
            Self::KeyResult => "a key result of this kind",
            Self::Milestone => "a milestone",
            Self::Target => "a target",
            Self::FinalScore => "a final score",
            Self::Initiative => "an initiative",
            Self::Amendment => "an amendment",
            Self::Review => "a review",
        }
    }
}
