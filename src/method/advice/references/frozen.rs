//! Frozen scores that name the wrong goal or would be other ones today, and the check-ins that came
//! too late for them.

use super::known::Known;
use crate::method::advice::{Advice, place};
use crate::method::close::{Difference, differences};
use crate::model::{CycleId, Document};
use std::collections::BTreeSet;

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    for (&cycle, folder) in &known.workspace.cycles {
        let scores = folder.closed.iter().flat_map(|closed| closed.scores.keys());
        for id in scores.filter(|id| known.goal(id).is_none()) {
            let steps = ["scores".into(), id.local().as_str().into()];
            let place = place(Document::Closed(cycle), steps);
            advice.extend(known.unknown_goal(id, cycle, place).map(Advice::on_key));
        }
    }
    let mut late = BTreeSet::new();
    for difference in differences(known.workspace) {
        advice.push(other_score(&difference));
        for update in &difference.late {
            if late.insert(update.clone()) {
                advice.push(late_checkin(&difference, update, known));
            }
        }
    }
}

fn other_score(difference: &Difference) -> Advice {
    let Difference {
        written,
        frozen,
        now,
        ..
    } = difference;
    let cycle = written.cycle;
    let id = written.local();
    let message = match (frozen, now) {
        (Some(_), Some(_)) => {
            let [frozen, now] = apart(*frozen, *now);
            format!("`{id}` is frozen at {frozen} and would score {now} today")
        }
        (Some(frozen), None) => format!("`{id}` is frozen at {frozen:.2} and has no score today"),
        (None, now) => {
            let now = now.unwrap_or_default();
            format!("`{id}` has no frozen score and would score {now:.2} today")
        }
    };
    let steps = match frozen {
        Some(_) => vec!["scores".into(), id.as_str().into()],
        None => vec!["scores".into()],
    };
    let place = crate::model::Place {
        document: Document::Closed(cycle),
        steps,
    };
    Advice::warning("frozen-score", place, message).help(format!(
        "the frozen score is what is quoted; `okr close {cycle} --undo` and `okr close {cycle}` take the new \
         one over"
    ))
}

fn late_checkin(
    difference: &Difference,
    (folder, file, index): &(CycleId, String, usize),
    known: &Known<'_>,
) -> Advice {
    let cycle = difference.goal.cycle;
    let closed = known.workspace.cycles.get(&cycle);
    let on = closed.and_then(|folder| Some(folder.closed.as_ref()?.on));
    let on = on.map(|on| format!(" on {on}")).unwrap_or_default();
    let [frozen, now] = apart(difference.frozen, difference.now);
    let id = difference.goal.local();
    let message = format!(
        "this came after {cycle} was closed{on}: it would move `{id}` from {frozen} to {now}"
    );
    let document = Document::CheckIn(*folder, file.clone());
    let place = place(document, ["update".into(), (*index).into()]);
    Advice::warning("late-checkin", place, message)
        .help("it changes no frozen score; what it says can still be read")
}

/// Two scores with as many decimals as tell them apart.
fn apart(a: Option<f64>, b: Option<f64>) -> [String; 2] {
    let with = |digits: usize| {
        [a, b].map(|score| score.map_or("none".to_owned(), |score| format!("{score:.digits$}")))
    };
    let texts = (2..=9).map(with).find(|[a, b]| a != b);
    texts.unwrap_or_else(|| with(9))
}
