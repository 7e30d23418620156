//! Whether a title says what people do rather than what comes of it.

use super::amounts::Amount;
use super::vocabulary::{
    Verb, is_delivery, is_lead_in, is_measured, is_noun, is_vague_noun, is_vague_participle,
    is_without_object, is_work, is_work_noun, verb,
};
use super::words::{Word, said};

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
    let is_noun = is_noun(rest);
    match verb(head) {
        Some(Verb::Task | Verb::LooseTask) if !is_noun => (Opening::Activity, Some(head)),
        Some(Verb::Vague) if !is_noun => (Opening::Vague, Some(head)),
        None if is_vague_participle(head) => (Opening::Vague, Some(head)),
        Some(_) | None => (Opening::Other, None),
    }
}

fn says_activity(word: &Word<'_>) -> bool {
    matches!(verb(word), Some(Verb::Task | Verb::LooseTask))
}

/// The tasks that a title strings together: two or more, with nothing said of what comes of them.
pub fn task_list(words: &[Word<'_>]) -> Option<Vec<String>> {
    let clauses = clauses(words);
    strung(&clauses)
        .or_else(|| sharing(words, &clauses))
        .or_else(|| delivering(words, &clauses))
}

/// The one task that a title is: "Launch the app".
pub fn only_task(words: &[Word]) -> Option<String> {
    let lead = words.iter().take_while(|w| is_lead_in(w)).count();
    let task = &words[lead..];
    let is_task = is_delivery(task) && !is_noun(task);
    (is_task && task_list(words).is_none()).then(|| said(task))
}

/// Tasks with an object each.
fn strung(clauses: &[&[Word]]) -> Option<Vec<String>> {
    let mut tasks = Vec::new();
    let mut strict = 0;
    for clause in clauses {
        let lead = clause.iter().take_while(|w| is_lead_in(w)).count();
        let Some(head) = clause.get(lead) else {
            continue;
        };
        // A verb alone ("attract, grow and keep …") shares the object that comes later.
        if is_without_object(&clause[lead..]) || is_noun(&clause[lead..]) {
            continue;
        }
        match verb(head) {
            Some(Verb::Task) => strict += 1,
            Some(Verb::LooseTask) => {}
            Some(Verb::Vague | Verb::Result) | None => continue,
        }
        tasks.push(said(&clause[lead..]));
    }
    let enough = strict >= 2 || strict >= 1 && tasks.len() >= 2 && tasks.len() == clauses.len();
    enough.then_some(tasks)
}

/// Three tasks and more that share a piece of work: "design, build and test the portal".
fn sharing(words: &[Word], clauses: &[&[Word]]) -> Option<Vec<String>> {
    let (last, alone) = clauses.split_last()?;
    let (head, object) = last.split_first()?;
    let verbs: Vec<&Word> = alone.iter().map(|c| &c[0]).chain([head]).collect();
    let are_tasks = alone.iter().all(|c| c.len() == 1)
        && verbs
            .iter()
            .all(|w| !matches!(verb(w), Some(Verb::Result) | None))
        && verbs.iter().filter(|w| says_activity(w)).count() >= 2;
    let task = |w: &&Word| format!("{} {}", w.raw, said(object));
    (verbs.len() >= 3 && are_tasks && !object.is_empty() && is_work(words))
        .then(|| verbs.iter().map(task).collect())
}

/// Work of any kind with a delivery among it: "increase revenue and launch the app".
fn delivering(words: &[Word], clauses: &[&[Word]]) -> Option<Vec<String>> {
    let is_work_to_do = |clause: &&[Word]| {
        let is_verb = !matches!(verb(&clause[0]), Some(Verb::Result) | None);
        is_verb && clause.len() > 1 && !is_noun(clause)
    };
    let delivers = clauses.iter().any(|clause| is_delivery(clause));
    (clauses.len() >= 2 && delivers && is_work(words) && clauses.iter().all(is_work_to_do))
        .then(|| clauses.iter().map(|clause| said(clause)).collect())
}

/// A title cut at commas, semicolons, "and" and the like.
fn clauses<'a, 't>(words: &'a [Word<'t>]) -> Vec<&'a [Word<'t>]> {
    let is_cut = |w: &Word<'_>| w.is_in(&["and", "then", "plus", "&", "+", "/", "|", "–", "-"]);
    let is_count = |w: &Word<'_>| {
        let digits = w.raw.trim_end_matches([')', '.']);
        !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let mut clauses = Vec::new();
    let mut start = 0;
    for (i, word) in words.iter().enumerate() {
        // "1. …" and "2) …" number a list.
        let numbers = is_count(word) && word.stop == Some('.');
        if is_cut(word) || numbers {
            clauses.push(&words[start..i]);
            start = i + 1;
        } else if word.stop.is_some() {
            clauses.push(&words[start..=i]);
            start = i + 1;
        }
    }
    clauses.push(&words[start..]);
    clauses.retain(|clause| !clause.is_empty());
    clauses
}

/// The amount of a title that is a measure with its value and nothing else: "NPS of 60",
/// "10,000 subscribers", "Churn below 3%".
pub fn bare_number<'a>(words: &[Word<'_>], amounts: &'a [Amount]) -> Option<&'a Amount> {
    let [amount] = amounts else {
        return None;
    };
    let opens_with_verb = words
        .first()
        .is_some_and(|w| verb(w).is_some() && !is_noun(words));
    let (before, after) = (&words[..amount.at], &words[amount.end..]);
    if opens_with_verb || before.len() > 5 || after.len() > 3 {
        return None;
    }
    let link = |w: &Word<'_>| {
        let links = [
            "of", "at", "below", "above", "under", "over", "to", "is", "=", "than", "least", "most",
        ];
        w.is_in(&links) || w.stop == Some(':') || is_measured(w)
    };
    let names_measure = match before.last() {
        Some(last) => link(last) && after.len() <= 1,
        None => after.iter().any(is_measured),
    };
    names_measure.then_some(amount)
}

#[cfg(test)]
mod tests {
    use super::super::amounts::amounts;
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
        ] {
            assert_eq!(opens(title), Opening::Activity, "{title}");
        }
        for title in [
            "Launch readiness",
            "Win new clients",
            "Keep uptime high",
            "Kundenbindung",
            "Every client has a plan",
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
        ] {
            assert_eq!(opens(title), Opening::Vague, "{title}");
        }
        assert_eq!(opens("Support tickets answered in time"), Opening::Other);
    }

    #[test]
    fn tasks_strung_together_are_a_list() {
        let tasks = |title: &str| task_list(&words(title)).map_or(0, |t| t.len());
        assert_eq!(
            tasks("Hire a designer, write the docs and pay the bills"),
            3
        );
        assert_eq!(tasks("1. Hire a designer 2. write the docs"), 2);
        assert_eq!(tasks("Design, build and test the new portal"), 3);
        assert_eq!(tasks("Increase revenue and launch the app"), 2);
        for title in [
            "Build a fast, safe and friendly checkout",
            "Attract, grow and keep great people",
            "Build trust and create joy",
            "Delight clients and win their trust",
            "Hire great people",
            "Write once, run anywhere",
            "Plan, build and run products that people love",
            "Launch the app",
            "",
        ] {
            assert_eq!(tasks(title), 0, "{title}");
        }
    }

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
            "",
        ] {
            assert_eq!(task(title), None, "{title}");
        }
    }

    fn is_bare(title: &str) -> bool {
        let words = words(title);
        bare_number(&words, &amounts(&words)).is_some()
    }

    #[test]
    fn a_measure_with_its_value_is_no_objective() {
        for title in [
            "NPS 60",
            "Profit of $2M",
            "500 happy customers",
            "Uptime at 99.9%",
        ] {
            assert!(is_bare(title), "{title}");
        }
        for title in [
            "Win 500 customers",
            "SOC 2",
            "Delight nine out of ten readers",
            "2026",
        ] {
            assert!(!is_bare(title), "{title}");
        }
    }
}
