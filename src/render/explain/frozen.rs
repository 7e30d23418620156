//! A score that was frozen, above what it would be today.

use super::story::Story;
use crate::method::close::Today;
use crate::model::{CycleId, Document, Place};
use crate::render::numbers::figure;

/// The score that is quoted, and where it stands.
pub(super) fn quoted(story: &mut Story<'_>, score: Option<f64>, cycle: CycleId, today: &Today<'_>) {
    let score = score.map_or_else(|| "none".to_owned(), figure);
    let mut steps = vec!["scores".into()];
    steps.extend(today.name.map(|name| name.local().as_str().into()));
    let place = Place {
        document: Document::Closed(cycle),
        steps,
    };
    let source = (story.locate)(&place);
    let text = format!(
        "{score}, frozen when {cycle} was closed on {}",
        today.closed_on
    );
    story.push("score", text, source, true);
}
