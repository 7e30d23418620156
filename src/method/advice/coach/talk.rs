//! A of SMART, F and T of FAST: what people say of a goal, how often, and who can see it.

use super::Letter;
use super::subject::Subject;
use crate::method::{Flag, Outlook, Status};
use crate::model::Confidence;

/// Below it, people do not believe in the goal any more; as the flag `low-confidence`.
const DOUBTFUL: f64 = 0.4;

/// A of SMART: whether those who work on it believe in it, and know how.
pub(super) fn achievable(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new(
        "Achievable",
        "do those who work on it think that it can be done?",
    );
    let plans = &subject.objective.objective.initiatives;
    if subject.key_result.is_none() && !plans.is_empty() {
        letter.has(format!("`initiatives` say how: {}", plans.len()));
    }
    if subject.outlook().status == Status::Done {
        letter.has("it is reached");
        return letter;
    }
    let id = subject.id();
    match confidence(subject) {
        Some(confidence) if confidence < DOUBTFUL => letter.lacks(
            format!("confidence is down to {}", two(confidence)),
            format!("get help, or plan anew: {}", subject.amending()),
        ),
        Some(confidence) => letter.has(format!("confidence {} when last asked", two(confidence))),
        None => {
            let goal = subject.parts().next().map_or(id, |kr| kr.id.local());
            letter.lacks(
                "nobody has said how likely it is",
                format!("okr checkin {goal} VALUE --confidence 7/10"),
            );
        }
    }
    letter
}

/// The latest confidence: its own, else the mean of that of its key results.
pub(super) fn confidence(subject: &Subject<'_, '_>) -> Option<f64> {
    if let Some(kr) = subject.key_result {
        return kr.confidence.latest;
    }
    let own = subject.evaluator.ledger().of_goal(subject.goal());
    let own = own.iter().rev().find_map(|entry| entry.update.confidence);
    let parts = subject.parts().filter_map(|kr| kr.confidence.latest);
    own.map(Confidence::get)
        .or_else(|| crate::method::mean(parts.map(|latest| (1.0, latest))))
}

fn two(share: f64) -> String {
    format!("{share:.2}")
}

/// F: how often it is talked of.
pub(super) fn frequent(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Frequently discussed", "is it part of what you talk about?");
    let id = subject.id();
    let next = match subject.key_result {
        Some(_) => format!("okr checkin {id} VALUE --note …"),
        None => "okr checkin asks for all that is due".to_owned(),
    };
    let Some(last) = subject.last_update() else {
        letter.lacks("nobody has spoken of it yet", next);
        return letter;
    };
    let updates = subject.said().count();
    let day = subject.evaluator.day();
    let days = (day - last).num_days();
    if updates > 0 {
        let plural = if updates == 1 { "" } else { "s" };
        letter.has(format!("{updates} update{plural} in this cycle"));
    }
    let is_stale = |outlook: &Outlook| outlook.flags.contains(&Flag::Stale);
    let mut silent = subject
        .parts()
        .filter(|kr| is_stale(&kr.outlook))
        .peekable();
    if silent.peek().is_some() {
        for kr in silent {
            let key = &kr.key_result.key;
            let what = match kr.last_update {
                Some(last) => format!("`{key}`: not a word since {last}"),
                None => format!("`{key}`: not a word yet"),
            };
            letter.lacks(
                what,
                format!("okr checkin {} VALUE --note …", kr.id.local()),
            );
        }
    } else if is_stale(subject.outlook()) {
        letter.lacks(
            format!("the last word on it is {days} days old, of {last}"),
            next,
        );
    } else {
        letter.has(format!("last spoken of on {last}"));
    }
    letter
}

/// T of FAST: whether others see what it is, where it stands and what it serves.
pub(super) fn transparent(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Transparent", "can everyone see it, and where it stands?");
    letter.has("a file of the workspace, for everyone who has it");
    let id = subject.id();
    if subject.owner().is_none() {
        letter.lacks("no name to ask", format!("okr amend {id} --owner NAME"));
    }
    match subject.last_update() {
        Some(last) => letter.has(format!("where it stood on {last}")),
        None => letter.lacks(
            "nobody can see where it stands",
            "check in what is known: okr checkin",
        ),
    }
    let objective = &subject.objective.objective.id;
    match (&subject.objective.supports, objective.objective.team()) {
        (Some(above), _) => letter.has(format!("linked to {above}")),
        (None, None) => {}
        (None, Some(_)) => letter.lacks(
            "others cannot see what it is for",
            "link it: `supports = \"…\"` (okr tree)",
        ),
    }
    letter
}
