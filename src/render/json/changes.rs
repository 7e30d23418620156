//! What changed between two days, for scripts.

use super::{Number, flag_words};
use crate::method::{GoalChange, Move};
use crate::render::changes::Since;
use serde::Serialize;

/// What `okr status --since` adds to the document.
#[derive(Serialize)]
pub struct SinceView<'a> {
    since: String,
    score_before: Option<Number>,
    changes: Vec<ChangeView<'a>>,
}

/// One thing that changed.
#[derive(Serialize)]
struct ChangeView<'a> {
    id: String,
    what: &'static str,
    before: Option<Told<'a>>,
    after: Option<Told<'a>>,
    reason: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Told<'a> {
    Number(Number),
    Word(&'a str),
    Flags(Vec<&'static str>),
}

impl<'a> SinceView<'a> {
    /// The view of a comparison.
    pub fn new(since: &'a Since<'_, '_>) -> Self {
        let changes = since.changes.iter().flat_map(|change| {
            let moves = change.moves.iter();
            moves.map(move |step| ChangeView::new(change, step))
        });
        Self {
            since: since.day.to_string(),
            score_before: since.score.map(Number),
            changes: changes.collect(),
        }
    }
}

impl<'a> ChangeView<'a> {
    fn new(change: &GoalChange<'_, '_>, step: &'a Move) -> Self {
        let number = |value: &Option<f64>| value.map(|v| Told::Number(Number(v)));
        let (before, after) = match step {
            Move::Added | Move::Dropped => (None, None),
            Move::Figure { before, after, .. } => (number(before), number(after)),
            Move::Status { before, after } => (
                Some(Told::Word(before.word())),
                Some(Told::Word(after.word())),
            ),
            Move::Flags { before, after } => (
                Some(Told::Flags(flag_words(before))),
                Some(Told::Flags(flag_words(after))),
            ),
            Move::Words { before, after, .. } => (
                before.as_deref().map(Told::Word),
                after.as_deref().map(Told::Word),
            ),
        };
        let reason = (!change.reasons.is_empty()).then(|| change.reasons.join("; "));
        Self {
            id: change.id.local(),
            what: step.word(),
            before,
            after,
            reason,
        }
    }
}
