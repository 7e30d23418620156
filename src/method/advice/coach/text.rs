//! S, R and T of SMART: what it is, what it serves, and by when.

use super::Letter;
use super::subject::Subject;
use crate::method::advice::wording::amounts::amounts;
use crate::method::advice::wording::counted::bare_number;
use crate::method::advice::wording::language::is_english;
use crate::method::advice::wording::opening::{Fault, fault};
use crate::method::advice::wording::single::only_task;
use crate::method::advice::wording::tasks::task_list;
use crate::method::advice::wording::words::{Word, words};
use crate::model::{Effort, KeyResult};

/// S: what, who, and for an objective why.
pub(super) fn specific(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new(
        "Specific",
        "what is to be different, and who answers for it?",
    );
    match subject.key_result {
        Some(kr) => match &kr.terms.title {
            Some(title) => key_result_title(&mut letter, kr.key_result, &words(title)),
            None => letter.has("its title is made from its numbers"),
        },
        None => {
            objective_title(&mut letter, &words(&subject.objective.terms.title));
            match &subject.objective.objective.why {
                Some(_) => letter.has("`why` says what it is for"),
                None => letter.lacks(
                    "no `why`",
                    "say in a sentence what is won when it is reached: `why = \"…\"`",
                ),
            }
        }
    }
    match subject.owner() {
        Some(owner) => letter.has(format!("{owner} answers for it")),
        None => letter.lacks(
            "nobody answers for it",
            format!("okr amend {} --owner NAME", subject.id()),
        ),
    }
    letter
}

fn key_result_title(letter: &mut Letter, kr: &KeyResult, words: &[Word<'_>]) {
    let amounts = amounts(words);
    let fault = fault(kr, words, &amounts).filter(|_| is_english(words));
    match fault {
        Some(Fault::Activity(word)) => letter.lacks(
            format!("`{word}` is what you do, not what comes of it"),
            "ask what will be different once it is done: okr explain activity-key-result",
        ),
        Some(Fault::Effort) => letter.lacks(
            "it is effort, and says nothing of what comes of it",
            "ask what will be different once it is done: okr explain activity-key-result",
        ),
        Some(Fault::Vague(word)) => letter.lacks(
            format!("`{word}` without a number fits any step, however small"),
            "say how much: okr explain vague-verb",
        ),
        None => letter.has("the title names what is looked at"),
    }
}

fn objective_title(letter: &mut Letter, words: &[Word<'_>]) {
    let is_read = is_english(words);
    if is_read && task_list(words).is_some() {
        letter.lacks(
            "the title is a list of tasks",
            "say what will be true once they are done: okr explain task-list-objective",
        );
    } else if is_read && only_task(words).is_some() {
        letter.lacks(
            "the title is a task",
            "say what will be true once it is done: okr explain task-list-objective",
        );
    } else if is_read && bare_number(words, &amounts(words)).is_some() {
        letter.lacks(
            "the title is a number",
            "say what it stands for: okr explain task-list-objective",
        );
    } else {
        letter.has("the title says what should become true");
    }
}

/// R: what it serves.
pub(super) fn relevant(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Relevant", "what does it serve?");
    let objective = &subject.objective.objective.id;
    if subject.key_result.is_some() {
        letter.has(format!("tells whether {} is reached", objective.local()));
    }
    match (&subject.objective.supports, objective.objective.team()) {
        (Some(above), _) => letter.has(format!("supports {above}")),
        (None, None) => letter.has("a goal of the whole company"),
        (None, Some(_)) => letter.lacks(
            format!("{} supports nothing above it", objective.local()),
            "name the goal that it serves: `supports = \"…\"` (okr tree shows them)",
        ),
    }
    if let Some(kpi) = subject.kpi().filter(|kpi| kpi.health) {
        letter.has(format!(
            "{} is one of the few that everyone watches",
            kpi.id
        ));
    }
    letter
}

/// T: by when.
pub(super) fn time_bound(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Time-bound", "by when?");
    let cycle = subject.goal().cycle;
    let end = subject.evaluator.workspace().calendar().end(cycle);
    letter.has(format!("ends with {cycle}, on {end}"));
    let effort = subject.key_result.and_then(|kr| kr.terms.measure.effort());
    let Some(Effort { due, milestones }) = effort else {
        return letter;
    };
    if let Some(due) = due {
        letter.has(format!("due on {due}"));
    }
    let dated = milestones.iter().filter_map(|m| m.due).count();
    if dated > 0 {
        letter.has(format!(
            "{dated} of {} milestones have a date",
            milestones.len()
        ));
    }
    let last = milestones.iter().filter_map(|m| m.due).chain(*due).max();
    if let Some(last) = last.filter(|last| *last > end) {
        letter.lacks(
            format!("due on {last}, after the cycle's end"),
            format!(
                "bring the date forward, or plan the rest for the next cycle: okr edit {}",
                subject.id()
            ),
        );
    }
    letter
}
