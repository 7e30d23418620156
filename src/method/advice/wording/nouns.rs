//! Whether a word that may be a verb is a noun where it stands, and where what it names ends.

use super::states::{is_past, is_state};
use super::vocabulary::{List, is_gerund};
use super::words::Word;

/// The words up to the first that leads on to something else: a preposition, an article, a stop.
pub(super) fn noun_phrase<'a, 't>(words: &'a [Word<'t>]) -> &'a [Word<'t>] {
    let leads_on = |w: &Word<'_>| {
        let more = ["a", "an", "the", "that", "which", "who", "be", "is", "are"];
        w.is_listed(List::Preposition) || w.is_in(&more) || !w.raw.contains(char::is_alphanumeric)
    };
    let end = words.iter().position(leads_on).unwrap_or(words.len());
    let stop = words.iter().position(|w| w.stop.is_some());
    let end = stop.map_or(end, |stop| end.min(stop + 1));
    // "Features requested by customers" are features.
    let trailing = words[..end].iter().rev().take_while(|w| is_past(w)).count();
    &words[..end.saturating_sub(trailing)]
}

/// Whether a word is a plural, to judge by its ending.
pub(super) fn is_plural(word: &Word<'_>) -> bool {
    let irregular = ["children", "men", "people", "staff", "women"];
    let no_plural = ["ss", "us", "is", "'s", "’s"];
    word.is_in(&irregular)
        || word.lower.len() > 3
            && word.lower.ends_with('s')
            && !no_plural.iter().any(|end| word.lower.ends_with(end))
}

/// Whether a word says how something is done: "slowly", "daily".
pub(super) fn says_how(word: &Word<'_>) -> bool {
    word.is_listed(List::Adverb) || word.is_listed(List::Habit) || word.lower.ends_with("ly")
}

/// Whether the verb `words[0]` is a noun here, to judge by what follows it.
pub fn is_noun(words: &[Word<'_>]) -> bool {
    let Some((head, rest)) = words.split_first() else {
        return false;
    };
    let is_verb_too = head.is_listed(List::AlsoNoun);
    let is_gerund = !is_verb_too && is_gerund(head);
    if !is_verb_too && !is_gerund {
        return false;
    }
    let Some(next) = rest.first() else {
        return is_verb_too;
    };
    if head.stop.is_some() {
        return false;
    }
    if next.is_in(&[
        "of", "per", "without", "at", "under", "before", "after", "is", "are", "has",
    ]) {
        return is_verb_too || head.is_listed(List::NounInIng);
    }
    if head.lower == "work"
        && matches!(rest, [a, b, ..] if a.lower == "in" && b.lower == "progress")
    {
        return true;
    }
    if next.is_listed(List::AfterVerb) {
        return false;
    }
    has_state(rest, is_verb_too) || names_with(head, rest, is_verb_too)
}

/// Whether the noun is said to be in a state: "audit passed", "hiring plan signed off".
fn has_state(rest: &[Word<'_>], is_verb_too: bool) -> bool {
    // "Building features requested by customers" builds them; "reviewing costs" reviews.
    let by = |at: usize| at > 0 && rest.get(at + 1).is_some_and(|w| w.lower == "by");
    // "Train managers to be available" trains.
    let leads_on = |w: &Word<'_>| w.is_in(&["be", "that", "to", "which", "who"]);
    let main = rest.iter().position(leads_on).unwrap_or(rest.len());
    let mut states = (0..main).filter(|at| is_state(rest, *at));
    states.any(|at| is_verb_too || !by(at))
}

/// Whether the noun makes a name with those behind it: "training hours", "launch partners", "plan
/// adherence". Without an article, a single noun in the singular is more often that than an object.
fn names_with(head: &Word<'_>, rest: &[Word<'_>], is_verb_too: bool) -> bool {
    if head.is_listed(List::MoreOrLess) || !is_verb_too && !head.is_listed(List::NounInIng) {
        return false;
    }
    let phrase = noun_phrase(rest);
    let Some(last) = phrase.last().filter(|w| !says_how(w)) else {
        return false;
    };
    let is_rate = rest.get(phrase.len()).is_some_and(|w| w.lower == "per");
    if is_rate || head.lower == "work" || last.is_listed(List::Compound) {
        return true;
    }
    if last.is_listed(List::Companion) && phrase.len() == 1 || last.is_listed(List::Granted) {
        return true;
    }
    let is_name = last
        .raw
        .contains(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_single = !is_plural(last) && !is_name && phrase.len() == 1;
    let is_worked_on = last.is_listed(List::Ware) || head.is_listed(List::HardlyNoun);
    is_single && (!is_verb_too || !is_worked_on) || !is_verb_too && !is_plural(last) && !is_name
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn a_noun_is_no_verb() {
        for noun in [
            "Support tickets answered the same day",
            "Test coverage",
            "Launch readiness score",
            "Design system used by all",
            "Audit passed",
            "Launch complete",
            "Training completed by all managers",
            "Planning permission granted",
            "Hiring plan signed off",
            "Onboarding redesigned and live",
            "Support portal live in all regions",
            "Training completion rate",
            "Recruiting cost per hire",
            "Help articles rated useful",
            "Meeting hours a week",
            "Work in progress",
            "Design partners",
            "Hiring funnel conversion",
            "Review time of pull requests",
            "Train punctuality",
        ] {
            assert!(is_noun(&words(noun)), "{noun}");
        }
    }

    #[test]
    fn a_verb_with_an_object_is_one() {
        for verb in [
            "Support the sales team",
            "Launch version two",
            "Work on it",
            "Launch redesigned site",
            "Launch mobile app",
            "Train certified and motivated mechanics",
            "Building features requested by customers",
            "Hiring",
            "Migrate data",
            "Implementing single sign-on",
            "Train managers to be available",
            "Support customers online",
            "Review supplier contracts",
            "Review cost centre structure",
            "Run mystery shopping",
            "Lower costs",
            "Boost satisfaction",
        ] {
            assert!(!is_noun(&words(verb)), "{verb}");
        }
    }
}
