//! What a scripted check-in asks for: `retention 74.5`, or `retention=74.5@7/10 plans+template`.

use super::{SHOWN, plain, shown};
use crate::model::Invalid;

const FORMS: &str = "one goal: okr checkin retention 74.5; several: okr checkin retention=74.5@7/10 rating=4.2 success-plans+template";

/// What is said of one goal, still as text: only with the goal is its unit known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The goal as typed.
    pub goal: String,
    /// The new value.
    pub value: Option<String>,
    /// The new confidence.
    pub confidence: Option<String>,
    /// Milestones reached.
    pub done: Vec<String>,
}

/// Reads `GOAL`, `GOAL VALUE`, or any number of `GOAL=VALUE[@CONFIDENCE]`, `GOAL@CONFIDENCE` and
/// `GOAL+MILESTONE[+MILESTONE…][@CONFIDENCE]`. No words ask for nothing.
///
/// # Errors
/// Refuses a mix of the two forms, and parts that are missing or given twice.
pub fn updates(words: &[String]) -> Result<Vec<Asked>, Invalid> {
    let all_marked = words.iter().all(|word| is_marked(word));
    match words {
        [goal] if !all_marked => Ok(vec![bare(goal, None)?]),
        [goal, value] if !is_marked(goal) && !is_form(value) => {
            if let Some((number, confidence)) = value.split_once('@') {
                let meant = format!("write {goal}={number}@{confidence}");
                let message = format!("{} stands with a confidence", shown(value));
                return Err(Invalid::new(message).help(plain(&meant, 2 * SHOWN)));
            }
            Ok(vec![bare(goal, Some(value))?])
        }
        _ if all_marked => each(words),
        _ => Err(mixed(words)),
    }
}

/// Whether `word` holds one of the signs that make a form of its own.
fn is_marked(word: &str) -> bool {
    word.contains(['=', '@', '+'])
}

/// Whether a second word is a form with a goal of its own rather than a value like `-3` or `+5`.
fn is_form(word: &str) -> bool {
    word.contains('=') || is_marked(word) && word.starts_with(char::is_alphabetic)
}

fn mixed(words: &[String]) -> Invalid {
    let message = match words.iter().find(|word| !is_marked(word)) {
        Some(word) if words.len() > 1 && words.iter().any(|word| is_marked(word)) => {
            format!("{} stands alone among updates", shown(word))
        }
        _ => format!(
            "{} words are neither a goal and its value nor updates such as GOAL=VALUE",
            words.len()
        ),
    };
    Invalid::new(message).help(format!("{FORMS}; what holds a blank is quoted: '42 stars'"))
}

fn bare(goal: &str, value: Option<&str>) -> Result<Asked, Invalid> {
    if goal.trim().is_empty() {
        return Err(Invalid::new("the goal is empty").help(FORMS));
    }
    if value.is_some_and(|value| value.trim().is_empty()) {
        let message = format!("the value of {} is empty", shown(goal));
        return Err(Invalid::new(message).help("did the shell take `$5`? quote it: '$5'"));
    }
    Ok(Asked {
        goal: goal.to_owned(),
        value: value.map(str::to_owned),
        confidence: None,
        done: Vec::new(),
    })
}

fn each(words: &[String]) -> Result<Vec<Asked>, Invalid> {
    let mut asked: Vec<Asked> = Vec::with_capacity(words.len());
    for word in words {
        let next = form(word)?;
        if asked.iter().any(|other| other.goal == next.goal) {
            let message = format!("{} is given twice", shown(&next.goal));
            return Err(Invalid::new(message).help(format!(
                "one update says it all: {}=74.5@7/10",
                plain(&next.goal, SHOWN)
            )));
        }
        asked.push(next);
    }
    Ok(asked)
}

/// Reads one `GOAL=VALUE[@CONFIDENCE]`, `GOAL@CONFIDENCE` or `GOAL+MILESTONE…[@CONFIDENCE]`.
fn form(word: &str) -> Result<Asked, Invalid> {
    let wrong =
        |what: &str, help: &str| Err(Invalid::new(format!("{} {what}", shown(word))).help(help));
    let Some(at) = word.find(['=', '@', '+']) else {
        return wrong("says nothing of a goal", FORMS);
    };
    let (goal, rest) = word.split_at(at);
    if goal.trim().is_empty() {
        return wrong("names no goal", FORMS);
    }
    let (body, confidence) = match rest.split_once('@') {
        Some((body, confidence)) => (body, Some(confidence)),
        None => (rest, None),
    };
    match confidence {
        Some(text) if text.trim().is_empty() => {
            return wrong("has no confidence after @", "write it like @7/10 or @70%");
        }
        Some(text) if is_marked(text) => {
            return wrong(
                "goes on after the confidence",
                "the confidence comes last: retention=74.5@7/10, success-plans+template@8/10",
            );
        }
        _ => {}
    }
    let mut asked = bare(goal, None)?;
    asked.confidence = confidence.map(str::to_owned);
    if let Some(value) = body.strip_prefix('=') {
        if value.trim().is_empty() {
            let help = format!(
                "did the shell take `$5`? quote it: '{}=$5'",
                plain(goal, SHOWN)
            );
            return wrong("has no value after =", &help);
        }
        let milestone = value
            .split('+')
            .skip(1)
            .any(|part| part.starts_with(char::is_alphabetic));
        if milestone || value.contains('=') {
            return wrong(
                "says two things at once",
                "give a value or milestones: plans=40 or plans+template",
            );
        }
        asked.value = Some(value.to_owned());
    } else if let Some(done) = body.strip_prefix('+') {
        for milestone in done.split('+') {
            if milestone.trim().is_empty() {
                return wrong("has no milestone after +", "such as success-plans+template");
            }
            if milestone.contains('=') {
                return wrong(
                    "says two things at once",
                    "give a value or milestones: plans=40 or plans+template",
                );
            }
            if !asked.done.iter().any(|known| known == milestone) {
                asked.done.push(milestone.to_owned());
            }
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(words: &[&str]) -> Result<Vec<Asked>, Invalid> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        updates(&words)
    }

    fn asked(goal: &str, value: Option<&str>, confidence: Option<&str>, done: &[&str]) -> Asked {
        Asked {
            goal: goal.to_owned(),
            value: value.map(str::to_owned),
            confidence: confidence.map(str::to_owned),
            done: done.iter().map(|&id| id.to_owned()).collect(),
        }
    }

    #[test]
    fn one_goal_and_perhaps_its_value() {
        assert_eq!(read(&[]), Ok(Vec::new()));
        assert_eq!(
            read(&["retention"]),
            Ok(vec![asked("retention", None, None, &[])])
        );
        for value in ["74.5", "-3", "-$5", "$200k", "+5", "42 stars", "rising"] {
            let expected = asked("kpis/nps", Some(value), None, &[]);
            assert_eq!(read(&["kpis/nps", value]), Ok(vec![expected]), "{value}");
        }
    }

    #[test]
    fn each_update_in_a_word() {
        for (word, expected) in [
            (
                "retention=74.5@7/10",
                asked("retention", Some("74.5"), Some("7/10"), &[]),
            ),
            ("rating=4.2", asked("rating", Some("4.2"), None, &[])),
            ("churn=-$5", asked("churn", Some("-$5"), None, &[])),
            ("churn=+5", asked("churn", Some("+5"), None, &[])),
            ("retention@70%", asked("retention", None, Some("70%"), &[])),
            ("plans+template", asked("plans", None, None, &["template"])),
            (
                "plans+template+rollout@.8",
                asked("plans", None, Some(".8"), &["template", "rollout"]),
            ),
            (
                "plans+template+template",
                asked("plans", None, None, &["template"]),
            ),
            (
                "2026/x.arr=1,000",
                asked("2026/x.arr", Some("1,000"), None, &[]),
            ),
        ] {
            assert_eq!(read(&[word]), Ok(vec![expected]), "{word}");
        }
        let many = read(&[
            "retention=74.5@7/10",
            "rating=4.2",
            "success-plans+template",
        ])
        .unwrap();
        assert_eq!(many.len(), 3);
        assert_eq!(many[2], asked("success-plans", None, None, &["template"]));
    }

    #[test]
    fn mixed_forms_show_both() {
        for words in [
            &["retention", "74.5", "rating=4.2"][..],
            &["retention", "rating=4.2"],
            &["retention", "plans+template"],
            &["retention", "rating@7/10"],
            &["rating=4.2", "retention"],
            &["rating=42", "stars"],
            &["retention", "74.5", "%"],
            &["a", "b", "c"],
        ] {
            let help = read(words).unwrap_err().help.unwrap();
            assert!(help.contains("okr checkin retention 74.5;"), "{words:?}");
            assert!(help.contains("retention=74.5@7/10 rating=4.2"), "{words:?}");
        }
        let help = read(&["retention", "74.5@7/10"]).unwrap_err().help;
        assert_eq!(help.as_deref(), Some("write retention=74.5@7/10"));
    }

    #[test]
    fn missing_and_doubled_parts_are_named() {
        for (words, message) in [
            (&["retention="][..], "`retention=` has no value after ="),
            (
                &["retention=@7/10"],
                "`retention=@7/10` has no value after =",
            ),
            (&["retention@"], "`retention@` has no confidence after @"),
            (&["plans+"], "`plans+` has no milestone after +"),
            (&["plans+a++b"], "`plans+a++b` has no milestone after +"),
            (&["=5"], "`=5` names no goal"),
            (
                &["plans=40+template"],
                "`plans=40+template` says two things at once",
            ),
            (
                &["plans+template=40"],
                "`plans+template=40` says two things at once",
            ),
            (
                &["plans@7/10+a"],
                "`plans@7/10+a` goes on after the confidence",
            ),
            (&["a=1=2"], "`a=1=2` says two things at once"),
            (&["a=1", "a@7/10"], "`a` is given twice"),
            (&[""], "the goal is empty"),
            (&["retention", ""], "the value of `retention` is empty"),
        ] {
            assert_eq!(read(words).unwrap_err().message, message);
        }
    }

    proptest! {
        #[test]
        fn never_panics(any in prop::collection::vec(any::<String>(), 0..4), near in prop::collection::vec("[a=@+5 -]{0,6}", 0..4)) {
            if let Err(refused) = updates(&any) {
                prop_assert!(!refused.to_string().contains(char::is_control));
            }
            for asked in updates(&near).unwrap_or_default() {
                prop_assert!(!asked.goal.trim().is_empty());
            }
        }
    }
}
