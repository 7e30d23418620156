//! Tasks that an objective's title strings together.

use super::nouns::{is_noun, says_how};
use super::opening::says_activity;
use super::single::{is_single, is_work, names_wares};
use super::vocabulary::{Verb, is_lead_in, verb};
use super::words::{Word, said};

/// The tasks that a title strings together: two or more, with nothing said of what comes of them.
pub fn task_list(words: &[Word<'_>]) -> Option<Vec<String>> {
    let clauses = clauses(words);
    strung(&clauses)
        .or_else(|| sharing(words, &clauses))
        .or_else(|| delivering(words, &clauses))
        .or_else(|| wares(&clauses))
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
    let delivers = clauses.iter().any(|clause| is_single(clause));
    (clauses.len() >= 2 && delivers && is_work(words) && clauses.iter().all(is_work_to_do))
        .then(|| clauses.iter().map(|clause| said(clause)).collect())
}

/// Things to be delivered, and nothing else: "new pricing page + A/B test + campaign".
fn wares(clauses: &[&[Word]]) -> Option<Vec<String>> {
    let is_new = clauses.first()?.first()?.lower == "new";
    let enough = clauses.len() >= if is_new { 2 } else { 3 };
    (enough && clauses.iter().all(|clause| names_wares(clause)))
        .then(|| clauses.iter().map(|clause| said(clause)).collect())
}

/// Whether nothing is said of what the verb `words[0]` is done to, but how: "run anywhere", "hire
/// slowly".
fn is_without_object(words: &[Word]) -> bool {
    words.iter().skip(1).all(says_how)
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

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

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
}
