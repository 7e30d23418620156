//! Whether an objective is one piece of work: "launch the app", "CRM rollout".

use super::nouns::{is_noun, is_plural, noun_phrase};
use super::tasks::task_list;
use super::vocabulary::{List, is_lead_in, verb};
use super::words::{Word, said};

/// The one task that a title is: "launch the app", "migration of billing to Stripe".
pub fn only_task(words: &[Word]) -> Option<String> {
    let lead = words.iter().take_while(|w| is_lead_in(w)).count();
    let task = &words[lead..];
    let is_task = is_single(task) || is_project(task);
    (is_task && task_list(words).is_none()).then(|| said(task))
}

/// What a task needs to be done to, so that it is no figure of speech.
enum Needs {
    /// Anything at all: "implement".
    Anything,
    /// A thing that is made: "launch".
    Ware,
    /// A thing that is made, or has a name: "introduce".
    Named,
    /// One of a kind: "hire", "buy".
    One,
}

/// Whether these words deliver a piece of work and say nothing of what comes of it.
pub(super) fn is_single(words: &[Word]) -> bool {
    let Some((needs, object)) = delivery(words) else {
        return false;
    };
    if is_noun(words) || says_more(&words[1..]) {
        return false;
    }
    let determiners = ["a", "all", "an", "our", "the", "their", "its"];
    let has_article = object.first().is_some_and(|w| w.is_in(&["a", "an"]));
    let bare = &object[object.iter().take_while(|w| w.is_in(&determiners)).count()..];
    let phrase = noun_phrase(bare);
    let moves = ["across", "from", "into", "off", "onto", "to"];
    let Some(last) = phrase.last() else {
        // "Migrate to the cloud".
        return matches!(needs, Needs::Anything) && object.first().is_some_and(|w| w.is_in(&moves));
    };
    if is_figure(bare, phrase) || object.len() > 9 {
        return false;
    }
    match needs {
        Needs::Anything => phrase.len() <= 6,
        Needs::Ware => is_ware(phrase),
        Needs::Named => {
            is_ware(phrase) || phrase.iter().all(|w| w.raw.starts_with(char::is_uppercase))
        }
        Needs::One => has_article && !is_plural(last) && last.lower != "team",
    }
}

/// Whether what a task is done to, which begins with `phrase`, is a figure of speech ("the story of our
/// town") or says what comes of it ("a library the whole town visits").
fn is_figure(object: &[Word], phrase: &[Word]) -> bool {
    let tail = &object[phrase.len()..];
    let goes_on = phrase.last().is_some_and(|w| w.stop.is_none());
    let next = tail
        .first()
        .filter(|w| goes_on && w.raw.contains(char::is_alphanumeric));
    let tells_who = next.is_some_and(|w| !w.is_listed(List::Preposition));
    let of = next.filter(|w| w.lower == "of").map_or(0, |_| tail.len());
    tells_who || phrase.iter().chain(&tail[..of]).any(is_abstract)
}

/// The verb of a task at the head of `words`: what it needs, and what follows it.
fn delivery<'a, 't>(words: &'a [Word<'t>]) -> Option<(Needs, &'a [Word<'t>])> {
    let (head, rest) = words.split_first().filter(|(head, _)| !head.quoted)?;
    let next = rest.first().map_or("", |w| &w.lower);
    match (&*head.lower, next) {
        ("roll", "out") | ("set" | "stand", "up") | ("kick", "off") | ("go", "live") => {
            Some((Needs::Anything, &rest[1..]))
        }
        ("appoint" | "buy" | "hire" | "procure" | "purchase" | "recruit" | "rent", _) => {
            Some((Needs::One, rest))
        }
        ("adopt" | "complete" | "finish" | "introduce" | "replace" | "retire", _) => {
            Some((Needs::Named, rest))
        }
        // "Move from firefighting to foresight" is none.
        ("move" | "switch", "from" | "to") => {
            let is_name = rest.get(1)?.raw.starts_with(char::is_uppercase);
            is_name.then_some((Needs::Anything, rest))
        }
        _ if head.is_listed(List::SureDelivery) => Some((Needs::Anything, rest)),
        _ if head.is_listed(List::Delivery) => Some((Needs::Ware, rest)),
        _ => None,
    }
}

/// Whether what is named is a thing that is made: "the billing engine", "v2.0", "project Phoenix".
fn is_ware(phrase: &[Word]) -> bool {
    let is_mark = |w: &Word| {
        w.raw
            .starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
    };
    let marks = phrase
        .iter()
        .rev()
        .take_while(|w| is_mark(w) && !w.is_listed(List::Ware))
        .count();
    let named = &phrase[..phrase.len() - marks];
    let is_version = |w: &Word| {
        let digits = w.lower.strip_prefix('v').unwrap_or_default();
        digits.starts_with(|c: char| c.is_ascii_digit())
    };
    named.last().is_some_and(|w| w.is_listed(List::Ware)) || phrase.iter().any(is_version)
}

/// Whether the words say what comes of the work, or how good it is to be: then it is more than a task.
fn says_more(words: &[Word]) -> bool {
    let superlative = |w: &Word| {
        w.lower.len() > 5 && w.lower.ends_with("est") && !w.is_in(&["request", "latest", "invest"])
    };
    let praised = |w: &Word| {
        let is_praise = ["less", "ful"]
            .iter()
            .any(|end| w.lower.len() > 6 && w.lower.ends_with(end));
        is_praise || w.lower.ends_with("-free") || superlative(w)
    };
    let says = |w: &Word| {
        w.is_listed(List::Outcome)
            || w.is_listed(List::Evaluative)
            || w.is_listed(List::Comparative)
            || praised(w)
    };
    let leads_on = |pair: &[Word]| pair[0].lower == "to" && is_plain_verb(&pair[1]);
    let in_time = |pair: &[Word]| pair[0].lower == "on" && pair[1].lower == "time";
    // "With a bang"; "Jira with Linear" is a thing.
    let is_name = |w: &Word| w.raw.starts_with(char::is_uppercase);
    let in_manner = |pair: &[Word]| pair[0].lower == "with" && !is_name(&pair[1]);
    // "A site clinicians rely on".
    let trails = words
        .last()
        .is_some_and(|w| w.is_in(&["about", "by", "for", "of", "on", "to", "up", "with"]));
    words.iter().any(says)
        || words.windows(2).any(leads_on)
        || words.windows(2).any(in_time)
        || words.windows(2).any(in_manner)
        || trails
}

fn is_plain_verb(word: &Word) -> bool {
    verb(word).is_some() && !word.raw.starts_with(char::is_uppercase)
}

/// Whether a word is no thing that can be delivered: "trust", "kindness".
fn is_abstract(word: &Word) -> bool {
    let is_quality = word.lower.ends_with("ness") && !word.is_in(&["business"]);
    word.is_listed(List::Abstract) || is_quality
}

/// Whether a piece of work is named, and nothing of what comes of it.
pub(super) fn is_work(words: &[Word]) -> bool {
    words.iter().any(|w| w.is_listed(List::Ware)) && !says_more(&words[1..])
}

/// Whether these words name a thing to deliver, and say nothing of it: "email campaign".
pub(super) fn names_wares(words: &[Word]) -> bool {
    let slogans = [
        "a", "all", "any", "every", "no", "one", "our", "the", "your",
    ];
    let phrase = noun_phrase(words);
    let is_ware = phrase.last().is_some_and(|w| w.is_listed(List::Ware));
    is_ware
        && phrase.len() == words.len()
        && !words[0].is_in(&slogans)
        && !says_more(words)
        && !phrase.iter().any(is_abstract)
}

/// Work as a noun, with what it is done to: "CRM rollout", "implementation of SAP".
fn is_project(words: &[Word]) -> bool {
    let articles = words
        .iter()
        .take_while(|w| w.is_in(&["our", "the"]))
        .count();
    let words = &words[articles..];
    let phrase = noun_phrase(words);
    let Some(last) = phrase.last() else {
        return false;
    };
    let of = words.get(phrase.len()).is_some_and(|w| w.lower == "of");
    last.is_listed(List::Project)
        && (phrase.len() > 1 || of)
        && !says_more(words)
        && !words.iter().any(is_abstract)
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn a_task_alone_is_told_from_what_comes_of_it() {
        let task = |title: &str| only_task(&words(title));
        assert_eq!(task("Launch the app").as_deref(), Some("Launch the app"));
        assert_eq!(
            task("We will set up the CRM").as_deref(),
            Some("set up the CRM")
        );
        for title in [
            "Launch an app that nurses love",
            "Launch a platform to help small farms",
            "Finish the year with a smile",
            "Launch readiness of the app",
            "Win the app market",
            "Hire a designer and launch the app",
            "Release on any day of the week",
            "Redesign how we work",
            "Redesign healthcare around patients",
            "Complete confidence in every report",
            "Finish every release on time",
            "Rebuild customer confidence in our reports",
            "Launch a site clinicians rely on",
            "Introduce tools nurses actually use",
            "Launch in Brazil as if we were born there",
            "Create the fastest checkout in Europe",
            "Hire great people",
            "Migration without tears",
            "",
        ] {
            assert_eq!(task(title), None, "{title}");
        }
    }

    #[test]
    fn a_verb_of_a_task_with_a_short_object_is_one() {
        for title in [
            "Roll out tablets to all classrooms",
            "Upgrade to Java 21",
            "Migrate from Jira to Linear",
            "Rewrite the billing engine in Rust",
            "Launch v2.0",
            "Hire a head of sales",
            "Publish the annual report",
            "Finish the GDPR project",
            "Implementation of SAP",
            "Migration of billing to Stripe",
            "SAP S/4HANA go-live",
        ] {
            assert!(only_task(&words(title)).is_some(), "{title}");
        }
    }
}
