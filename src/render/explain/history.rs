//! What became of a plan: when it came, how it was amended, why it was given up, each with the line
//! that says so.

use super::story::{Story, in_key_result, in_kpi};
use crate::model::{Dropped, GoalId, Kpi, Place, Step};
use crate::render::text::clean;
use chrono::NaiveDate;

/// The day on which a goal came after its cycle's start.
pub(super) fn added(story: &mut Story<'_>, id: &GoalId, added: Option<NaiveDate>) {
    if let Some(added) = added {
        let text = format!("{added}: absent before");
        story.input("added", text, Some(in_key_result(id, "added")));
    }
}

/// Why a goal has no score, under `name`; `id` is the one that was dropped, the goal or the objective
/// above it.
pub(super) fn dropped(story: &mut Story<'_>, name: &str, id: &GoalId, gone: &Dropped) {
    let text = format!("dropped on {}{}", gone.on, because(gone.reason.as_deref()));
    story.result(name, format!("none, {text}"));
    let place = in_key_result(id, "dropped");
    story.input("dropped", gone.on.to_string(), Some(place));
}

/// Why a KPI is left out, where it is on `day`.
pub(super) fn retired(story: &mut Story<'_>, kpi: &Kpi, day: NaiveDate) {
    let gone = kpi.retired.as_ref().filter(|retired| retired.on <= day);
    if let Some(gone) = gone {
        let by = gone.replaced_by.as_ref();
        let by = by
            .map(|by| format!(", replaced by {by}"))
            .unwrap_or_default();
        let text = format!("{}{by}{}", gone.on, because(gone.reason.as_deref()));
        story.input("retired", text, Some(in_kpi(&kpi.id, &["retired"])));
    }
}

/// One amendment: until when it was otherwise, what it was, and why it was changed. `amended` is
/// the place of the list.
pub(super) fn amendment(
    story: &mut Story<'_>,
    (mut amended, index): (Place, usize),
    on: NaiveDate,
    was: &[(String, String)],
    reason: Option<&str>,
) {
    let was: Vec<_> = was.iter().map(|(k, v)| format!("{k} was {v}")).collect();
    let reason = reason.map(|reason| format!(" ({})", clean(reason)));
    let text = format!("{}{}", clean(&was.join(", ")), reason.unwrap_or_default());
    amended.steps.push(Step::from(index));
    story.input(&format!("until {on}"), text, Some(amended));
}

fn because(reason: Option<&str>) -> String {
    let reason = reason.map(|reason| format!(": {}", clean(reason)));
    reason.unwrap_or_default()
}
