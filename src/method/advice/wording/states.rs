//! Whether something is said to be in a state: finished, granted, in place.

use super::nouns::{is_plural, noun_phrase};
use super::vocabulary::{List, Verb, is_third_person, verb};
use super::words::Word;

/// Whether a word is a verb in the past.
pub(super) fn is_past(word: &Word<'_>) -> bool {
    let regular =
        word.lower.len() > 4 && word.lower.ends_with("ed") && !word.lower.ends_with("eed");
    !word.quoted && regular || word.is_listed(List::Past)
}

/// Whether something is in the state that `words[at]` names: "passed", "live in all regions"; not
/// "certified mechanics".
pub(super) fn is_state(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words
        .get(at)
        .filter(|w| is_past(w) || w.is_listed(List::State))
    else {
        return false;
    };
    let Some(next) = words.get(at + 1).filter(|_| word.stop.is_none()) else {
        return true;
    };
    // "Help articles rated useful": a plural is not described by a word before another noun.
    let follows_plural = at > 0 && is_plural(&words[at - 1]) && is_past(word);
    follows_plural
        || next.is_listed(List::AfterState)
        || next.is_in(&["and", "or"]) && is_state(words, at + 2)
}

/// What things are in, at or on when they are as they should be: "in place", "on board".
const PLACES: &str = "\
    board budget effect force hand operation place production schedule service stock track use";

/// Whether a title says that something is so, rather than that something is to be done: "planning
/// permission in hand", "every account has a plan", "patent granted".
pub(super) fn is_finished(words: &[Word<'_>]) -> bool {
    let Some(head) = words.first() else {
        return true;
    };
    let of_all = [
        "all",
        "both",
        "each",
        "every",
        "everybody",
        "everyone",
        "no",
        "nobody",
    ];
    let is_result = verb(head) == Some(Verb::Result) && !head.is_in(&["deliver", "open", "ship"]);
    // "Signed lease", "approved budget": done, and named so.
    let is_done = words.len() > 1 && is_past(head) && !head.is_in(&["set", "put"]);
    let is_granted = noun_phrase(words)
        .last()
        .is_some_and(|w| w.is_listed(List::Granted));
    head.is_in(&of_all)
        || is_result
        || is_done
        || is_granted
        || is_thing(words)
        || (1..words.len())
            .any(|at| is_state(words, at) || is_in_place(words, at) || is_finite(words, at))
}

/// A thing that will be there: "an office in Lyon", "success plans for all accounts"; not work as a
/// noun, such as "safety training for all staff".
fn is_thing(words: &[Word<'_>]) -> bool {
    let articles = words
        .iter()
        .take_while(|w| w.is_in(&["a", "an", "one"]))
        .count();
    let is_work = noun_phrase(&words[articles..])
        .last()
        .is_some_and(|w| w.is_listed(List::FinalWork) || w.is_listed(List::WorkNoun));
    let for_all = words.windows(2).any(|pair| {
        pair[0].is_listed(List::Preposition) && pair[1].is_in(&["all", "each", "every"])
    });
    !is_work && (articles > 0 || for_all)
}

/// "In place", "without findings", "at full capacity".
fn is_in_place(words: &[Word<'_>], at: usize) -> bool {
    let Some(next) = words.get(at + 1) else {
        return false;
    };
    let is_place = PLACES.split_whitespace().any(|place| next.is_in(&[place]));
    let is_last = words.len() == at + 2;
    match &*words[at].lower {
        "in" | "on" | "under" => {
            is_place || is_last && next.is_in(&["control", "contract", "time"])
        }
        "at" => next.is_in(&["full", "least", "most", "or"]),
        "up" => next.is_in(&["and"]) && words.get(at + 2).is_some_and(|w| w.lower == "running"),
        "without" | "free" | "ahead" => true,
        _ => false,
    }
}

/// "Is", "has", "approves the".
fn is_finite(words: &[Word<'_>], at: usize) -> bool {
    let verbs = [
        "are", "can", "comes", "has", "have", "is", "know", "knows", "stays", "will", "use", "uses",
    ];
    // "Approves the": nothing but a verb stands in front of an article and ends so.
    let articles = ["a", "all", "an", "every", "its", "our", "the", "their"];
    let ends_as_verb = words[at].lower.len() > 3 && words[at].lower.ends_with('s');
    let next = words.get(at + 1).filter(|_| words[at].stop.is_none());
    // "Reports come from one source".
    let of_many = ["come", "go", "live", "pay", "run", "work"];
    words[at].is_in(&verbs)
        || words[at].is_in(&of_many) && is_plural(&words[at - 1])
        || ends_as_verb && next.is_some_and(|w| w.is_in(&articles))
        || is_third_person(&words[at]) && next.is_some_and(|w| w.is_listed(List::State))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn what_is_so_is_told_from_what_is_to_be_done() {
        for title in [
            "Planning permission in hand",
            "Building permit from the city",
            "Review board in place",
            "Research ethics approval",
            "Audit without findings",
            "Test lab at full capacity",
            "Launch partners on board",
            "Patent granted",
            "Elevated permissions gone from all accounts",
            "Every account has a plan",
            "Council approves the budget",
            "Signed lease for the new office",
            "Win the city as a client",
            "ISO 27001 certification",
            "Night shift up and running",
            "Success plans for all accounts",
            "An office in Lyon",
        ] {
            assert!(is_finished(&words(title)), "{title}");
        }
        for title in [
            "Website relaunch",
            "Office move",
            "New till system",
            "Digitise records",
            "Do customer research",
            "Submit the tender",
            "Renewal of the contract",
            "Engage stakeholders",
            "Application for a building permit",
            "Training programme for supervisors",
            "Safety training for all staff",
            "A survey of the members",
        ] {
            assert!(!is_finished(&words(title)), "{title}");
        }
    }
}
