//! Whether a key result's title says what people do, or "better" without how much.

use super::amounts::Amount;
use super::nouns::{is_noun, is_plural, noun_phrase};
use super::states::{is_finished, is_state};
use super::titled::is_measured;
use super::vocabulary::{List, Verb, is_lead_in, verb};
use super::words::Word;
use crate::model::{KeyResult, Measure};

/// What the head of a key result's title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// What people do: "launch", "work on".
    Activity,
    /// "Better" or "more", without how much.
    Vague,
    /// Anything else.
    Other,
}

/// What is wrong with a key result that nothing measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault<'a> {
    /// What people do, by this word of the title.
    Activity(&'a str),
    /// What people do, by its kind: no word says it, nor that anything is finished.
    Effort,
    /// "Better" or "more", by this word, without how much.
    Vague(&'a str),
}

/// What is wrong with the words of a key result's title, where neither they nor its fields measure it.
pub fn fault<'a>(kr: &KeyResult, words: &'a [Word<'_>], amounts: &[Amount]) -> Option<Fault<'a>> {
    if is_measured(kr) || !amounts.is_empty() {
        return None;
    }
    let (opening, word) = opening(words);
    match (opening, word) {
        (Opening::Activity, Some(word)) => return Some(Fault::Activity(&word.lower)),
        (Opening::Vague, Some(word)) => return Some(Fault::Vague(&word.lower)),
        (Opening::Activity | Opening::Vague | Opening::Other, _) => {}
    }
    if has_unit(&kr.terms.measure) {
        // A measure that wants a target, whatever it is called: "training completion" in %.
        return None;
    }
    if let Some(word) = vague_end(words) {
        return Some(Fault::Vague(&word.lower));
    }
    match kr.terms.measure.effort() {
        Some(_) => (!is_finished(words)).then_some(Fault::Effort),
        None => work_named(words)
            .or_else(|| work_done(words))
            .map(|word| Fault::Activity(&word.lower)),
    }
}

fn has_unit(measure: &Measure) -> bool {
    match measure {
        Measure::Metric(metric) => metric.unit.is_some(),
        Measure::Bounds { .. } | Measure::FollowsKpi(_) | Measure::Rollup => true,
        Measure::Effort(_) => false,
    }
}

/// The head of a title, and the word that says it.
pub fn opening<'a, 't>(words: &'a [Word<'t>]) -> (Opening, Option<&'a Word<'t>>) {
    if is_work_noun(words) {
        return (Opening::Activity, words.first());
    }
    if is_vague_noun(words) {
        return (Opening::Vague, words.first());
    }
    let lead = words.iter().take_while(|w| is_lead_in(w)).count();
    if let Some(last) = lead.checked_sub(1) {
        // "Continue quarterly reviews", "keep answering": going on is itself the activity.
        let goes_on = words[..lead].iter().find(|w| says_activity(w));
        let head = words.get(lead).and_then(verb);
        if let Some(word) = goes_on
            && !(words[last].lower == "keep" && head.is_none())
        {
            return (Opening::Activity, Some(word));
        }
    }
    let rest = &words[lead..];
    let Some(head) = rest.first() else {
        return (Opening::Other, None);
    };
    if is_kind(rest) {
        return (Opening::Other, None);
    }
    if let Some(word) = comparing(rest) {
        return (Opening::Vague, Some(word));
    }
    if is_done_to(rest) || rest.len() > 1 && head.lower == "go" && rest[1].lower == "live" {
        return (Opening::Activity, Some(head));
    }
    let is_noun = is_noun(rest);
    match verb(head) {
        Some(Verb::Task | Verb::LooseTask) if !is_noun => (Opening::Activity, Some(head)),
        Some(Verb::Vague) if !is_noun => (Opening::Vague, Some(head)),
        None if is_vague_participle(rest) => (Opening::Vague, Some(head)),
        Some(_) | None => (Opening::Other, None),
    }
}

pub(super) fn says_activity(word: &Word<'_>) -> bool {
    matches!(verb(word), Some(Verb::Task | Verb::LooseTask))
}

/// The word that says "more" or "better" without how much: "fewer escalations", "make reporting
/// easier", "engage donors more deeply".
fn comparing<'a, 't>(words: &'a [Word<'t>]) -> Option<&'a Word<'t>> {
    let (head, rest) = words.split_first()?;
    let next = rest.first()?;
    let compares = |at: usize| {
        // "No more than" and "faster than" say how much.
        let before = at.checked_sub(1).map(|i| &words[i]);
        let after = words.get(at + 1);
        words[at].is_listed(List::Comparative)
            && after.is_none_or(|w| w.lower != "than")
            && !before.is_some_and(|w| w.is_in(&["at", "no", "once", "the"]))
    };
    if head.is_listed(List::Comparative) {
        let counts = head.is_in(&["fewer", "less", "more"]);
        let is_state = !counts && (1..words.len()).any(|at| is_state(words, at));
        return (head.stop.is_none() && !is_state).then_some(head);
    }
    if head.is_in(&["make", "making"]) && next.lower == "sure" {
        return Some(next);
    }
    let with_people = [
        "collaborate",
        "communicate",
        "cooperate",
        "engage",
        "interact",
        "listen",
        "respond",
    ];
    let is_open = verb(head) == Some(Verb::Result) && !is_noun(words) || head.is_in(&with_people);
    let found = (1..words.len()).find(|at| compares(*at));
    found.filter(|_| is_open).map(|at| &words[at])
}

/// "Higher education", "lower limb", "greater London": kinds of things, not changes.
fn is_kind(words: &[Word<'_>]) -> bool {
    let kinds = ["back", "body", "education", "limb", "secondary", "than"];
    matches!(words, [head, next, ..] if head.is_listed(List::Comparative)
        && (next.is_in(&kinds)
            || head.lower == "greater" && next.raw.starts_with(char::is_uppercase)))
}

/// Whether the words begin with a task that was done: "launched the portal". "Published articles" may
/// be counted.
fn is_done_to(words: &[Word<'_>]) -> bool {
    let articles = ["a", "an", "our", "the", "their"];
    matches!(words, [done, next, ..] if done.is_listed(List::Participle) && next.is_in(&articles))
}

/// A participle in front of what it calls better: "enhanced security".
fn is_vague_participle(words: &[Word<'_>]) -> bool {
    let is_state = (1..words.len()).any(|at| is_state(words, at));
    words.len() > 1 && words[0].is_listed(List::VagueAdjective) && !is_state
}

/// Whether the words begin with work as a noun, or with a habit.
fn is_work_noun(words: &[Word<'_>]) -> bool {
    match words {
        [noun, of, ..] if of.lower == "of" => noun.is_listed(List::WorkNoun),
        [habit, gathering, ..] => {
            habit.is_listed(List::Habit) && gathering.is_listed(List::Gathering)
        }
        _ => false,
    }
}

/// Whether the words begin with "better" as a noun.
fn is_vague_noun(words: &[Word<'_>]) -> bool {
    let link = |w: &Word<'_>| w.is_in(&["of", "in", "for", "to"]);
    matches!(words, [noun, next, ..] if noun.is_listed(List::VagueNoun) && link(next))
}

/// Done better or more, as a short title ends: "sick leave reduced".
const BETTERED: [&str; 14] = [
    "accelerated",
    "boosted",
    "decreased",
    "enhanced",
    "expanded",
    "improved",
    "increased",
    "lowered",
    "optimised",
    "optimized",
    "raised",
    "reduced",
    "strengthened",
    "streamlined",
];

/// "Better" as what a short title ends with: "cost reduction", "data quality improved".
fn vague_end<'a, 't>(words: &'a [Word<'t>]) -> Option<&'a Word<'t>> {
    if let Some(last) = words.last().filter(|w| w.is_in(&BETTERED))
        && (2..=5).contains(&words.len())
    {
        return Some(last);
    }
    let phrase = noun_phrase(words);
    let last = phrase.last()?;
    let next = words.get(phrase.len());
    let is_short = (2..=4).contains(&phrase.len())
        && next.is_none_or(|w| w.is_in(&["across", "at", "for", "in"]));
    let is_vague =
        last.is_listed(List::VagueNoun) && !last.is_in(&["support", "promotion", "boost"]);
    (is_short && is_vague).then_some(last)
}

/// Work as the noun that what is worked on stands before: "CRM migration". What is said of it may be
/// a state, and a rate of it a measure.
fn work_named<'a, 't>(words: &'a [Word<'t>]) -> Option<&'a Word<'t>> {
    let phrase = noun_phrase(words);
    let last = phrase.last()?;
    let is_counted = words[phrase.len()..]
        .iter()
        .any(|w| w.is_in(&["per", "within", "without"]));
    let has_state = (1..words.len()).any(|at| is_state(words, at));
    (phrase.len() > 1 && last.is_listed(List::FinalWork) && !is_counted && !has_state)
        .then_some(last)
}

/// A task that is done, or a launch: "website redesigned", "village committees set up", "portal goes
/// live". Of many things, how many are done is a measure.
fn work_done<'a, 't>(words: &'a [Word<'t>]) -> Option<&'a Word<'t>> {
    let head = words.first()?;
    let of_all = ["all", "both", "each", "every", "most", "no", "share"];
    if head.is_in(&of_all) || words.iter().any(|w| w.is_in(&["within", "without", "per"])) {
        return None;
    }
    let at = (1..words.len()).find(|at| {
        let word = &words[*at];
        let next = words.get(at + 1);
        let next_is = |what: &str| next.is_some_and(|w| w.lower == what);
        let is_many = is_plural(&words[at - 1]);
        let begins =
            word.lower == "set" && next_is("up") || word.lower == "rolled" && next_is("out");
        let is_live = word.is_in(&["go", "goes"]) && next_is("live");
        begins || is_live || word.is_listed(List::Participle) && is_state(words, *at) && !is_many
    })?;
    let articles = words
        .iter()
        .take_while(|w| w.is_in(&["a", "an", "our", "the"]))
        .count();
    let subject = words.get(articles..at)?;
    (noun_phrase(subject).len() == subject.len()).then(|| &words[at])
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn opens(title: &str) -> Opening {
        opening(&words(title)).0
    }

    #[test]
    fn an_activity_is_told_from_an_outcome() {
        for title in [
            "Launch the site",
            "We will launch the site",
            "Work on quality",
            "Continue weekly reviews",
            "Start working on the app",
            "Keep publishing posts",
            "Implementation of the ERP",
            "Weekly meetings with sales",
            "Launched the portal",
            "Work more closely with suppliers",
            "Go live with Workday",
        ] {
            assert_eq!(opens(title), Opening::Activity, "{title}");
        }
        for title in [
            "Launch readiness",
            "Win new clients",
            "Keep uptime high",
            "Kundenbindung",
            "Every client has a plan",
            "Published articles",
            "",
        ] {
            assert_eq!(opens(title), Opening::Other, "{title}");
        }
    }

    #[test]
    fn better_without_how_much_is_vague() {
        for title in [
            "Improve quality",
            "Improving quality",
            "Support the sales team",
            "Enhanced security",
            "Improvement of quality",
            "Significantly reduce costs",
            "Fewer escalations",
            "Make reporting easier",
            "Be more customer-centric",
            "Get better at forecasting",
            "Engage major donors more deeply",
        ] {
            assert_eq!(opens(title), Opening::Vague, "{title}");
        }
        for title in [
            "Support tickets answered in time",
            "Advanced certification for all leads",
            "Higher education partners",
            "Improved process signed off",
            "Make it no more than a day",
            "Faster payments live in all shops",
        ] {
            assert_eq!(opens(title), Opening::Other, "{title}");
        }
    }

    #[test]
    fn work_is_named_and_done() {
        for title in [
            "CRM migration",
            "Website redesign",
            "Competitor analysis in Asia",
        ] {
            assert!(work_named(&words(title)).is_some(), "{title}");
        }
        for title in [
            "Migration",
            "Cost of the migration",
            "Failed launches",
            "CRM migration complete",
            "Design review per release",
        ] {
            assert!(work_named(&words(title)).is_none(), "{title}");
        }
        for title in [
            "Website redesigned",
            "Village committees set up",
            "New portal goes live",
        ] {
            assert!(work_done(&words(title)).is_some(), "{title}");
        }
        for title in [
            "Articles published",
            "Every site redesigned",
            "Report published within a day",
        ] {
            assert!(work_done(&words(title)).is_none(), "{title}");
        }
    }
}
