//! Whether the numbers in an objective's title measure it, or belong to a name, to who is meant or to
//! what is there already.

use super::amounts::{Amount, Mark};
use super::nouns::{is_noun, is_plural};
use super::vocabulary::{List, is_measured, is_third_person, verb};
use super::words::Word;

/// Nouns that number things, of any size: what they say with their number is a name.
const NUMBERED: &str = "\
    agenda apollo article bay berth block branch building bus category cell channel chapter class \
    clinic cohort court depot district dock factory flight floor formula gate generation goal grade \
    group hall highway house industry kitchen lab lane level line model module office page phase \
    pier pillar plant platform point product region room route school scope section sector shift \
    shop site squad stage station step store studio team terminal tier track train unit wave ward \
    warehouse windows year zone";

/// Who or what is meant by "firms under 100 employees", "children under 5".
const GROUPS: &str = "\
    accounts adults businesses charities children companies customers employers families farms firms \
    founders girls boys households kids men organisations organizations patients people practices \
    pupils readers schools shops stores students teams towns villages women youngsters";

/// Verbs that take a count, besides those that say work or a result.
const COUNTING: &str = "\
    add connect employ enrol enroll equip feed fund house place plant protect reach recruit rehome \
    rescue restore seat serve sign staff teach train treat vaccinate welcome";

/// Words that an end or a change stands behind.
const ENDS: &[&str] = &[
    "above", "at", "below", "by", "from", "least", "most", "of", "over", "reach", "than", "to",
    "under", "within",
];

/// Verbs that make one of what is there.
const JOINING: &[&str] = &[
    "align", "combine", "fuse", "join", "merge", "unify", "unite",
];

fn is_one_of(word: &Word<'_>, list: &str) -> bool {
    list.split_whitespace().any(|known| word.is_in(&[known]))
}

/// Whether an amount of an objective's title measures it.
pub fn measures(words: &[Word<'_>], amount: &Amount) -> bool {
    if is_scene(words, amount) || is_who(words, amount) {
        return false;
    }
    if amount.mark != Mark::None || amount.glued.is_some() || amount.value >= 1e4 {
        return true;
    }
    !is_name(words, amount)
        && !is_there(words, amount)
        && (is_end(words, amount) || counts(words, amount))
}

/// "Line 2", "Office 365", "industry 4.0", "no. 1".
fn is_name(words: &[Word<'_>], amount: &Amount) -> bool {
    let Some(before) = amount.at.checked_sub(1).map(|at| &words[at]) else {
        return false;
    };
    if before.is_in(&["no", "nr", "number"]) {
        return true;
    }
    if before.stop.is_some()
        || !words[amount.at]
            .raw
            .starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    let is_capital = before.raw.starts_with(char::is_uppercase);
    let is_numbered = is_one_of(before, NUMBERED);
    let may_count = verb(before).is_some() || is_one_of(before, COUNTING);
    // "Train 40 managers" counts, "Train 12 arrives" does not.
    if may_count && amount.at == 1 {
        return is_numbered && !counts(words, amount);
    }
    is_numbered || is_capital && !is_measured(before)
}

/// "The 4 brands", "merge 2 teams", "1 team": they need not be reached.
fn is_there(words: &[Word<'_>], amount: &Amount) -> bool {
    let before = amount.at.checked_sub(1).map(|at| &words[at]);
    let is_given = before.is_some_and(|w| {
        w.is_in(&[
            "across", "all", "among", "between", "both", "the", "these", "those",
        ])
    });
    let is_few = amount.value <= 12.0;
    // "3 brands, one experience", "two teams as one".
    let becomes_one = words[amount.end..]
        .iter()
        .any(|w| w.is_in(&["one", "single", "same"]));
    let joins = before.is_some_and(|w| w.is_in(JOINING));
    let is_one = (amount.value - 1.0).abs() < f64::EPSILON && !is_end(words, amount);
    is_given && !is_end(words, amount) || joins || is_few && becomes_one || is_one
}

/// "7 days a week", "10 years of Acme".
fn is_scene(words: &[Word<'_>], amount: &Amount) -> bool {
    let next = |n: usize| words.get(amount.end + n).map_or("", |w| &w.lower);
    let is_full = [7.0, 24.0, 52.0, 365.0]
        .iter()
        .any(|full| (amount.value - full).abs() < 0.5);
    let is_always = is_full
        && ["days", "hours", "weeks"].contains(&next(0))
        && ["a", "per", "each", "every"].contains(&next(1));
    let is_jubilee =
        next(0) == "years" && ["of", "young", "strong", "on", "later", "ago"].contains(&next(1));
    is_always || is_jubilee
}

/// "Companies with 50 to 500 employees", "firms under 100 employees", "people aged 18 to 25".
fn is_who(words: &[Word<'_>], amount: &Amount) -> bool {
    let link = [
        "above", "aged", "ages", "and", "at", "below", "between", "fewer", "from", "least", "less",
        "more", "most", "of", "over", "than", "to", "under", "up", "with",
    ];
    let is_number = |w: &Word<'_>| w.raw.contains(|c: char| c.is_ascii_digit());
    let links = words[..amount.at].iter().rev();
    let count = links
        .take_while(|w| w.stop.is_none() && (w.is_in(&link) || is_number(w)))
        .count();
    let start = amount.at - count;
    let Some(first) = words[start..amount.at].iter().find(|w| w.is_in(&link)) else {
        return false;
    };
    let who = start.checked_sub(1).map(|at| &words[at]);
    let is_age = words[start..amount.at]
        .iter()
        .any(|w| w.is_in(&["aged", "ages"]));
    let describes = match &*first.lower {
        "with" => who.is_some_and(is_plural),
        "of" | "under" | "over" | "above" | "below" | "from" | "between" => {
            who.is_some_and(|w| is_one_of(w, GROUPS))
        }
        _ => false,
    };
    is_age || describes
}

/// "To 30 days", "NPS 60": an end, a change or a value.
fn is_end(words: &[Word<'_>], amount: &Amount) -> bool {
    let before = amount.at.checked_sub(1).map(|at| &words[at]);
    before.is_some_and(|w| w.is_in(ENDS) || w.stop == Some(':') || is_measured(w))
}

/// "12 nurses", "5 new customers".
fn counts(words: &[Word<'_>], amount: &Amount) -> bool {
    let after = &words[amount.end..];
    for word in after.iter().take(3) {
        if is_measured(word) || is_plural(word) && !does(word) {
            return true;
        }
        if word.is_listed(List::Preposition) || does(word) || word.stop.is_some() {
            return false;
        }
    }
    false
}

/// Whether a word says what a thing with a name does, as in "Line 2 runs like clockwork", and not
/// what is counted.
fn does(word: &Word<'_>) -> bool {
    let verbs = [
        "arrives", "boards", "breathes", "feels", "lands", "looks", "sleeps", "speaks", "stays",
        "thrives",
    ];
    word.is_in(&verbs) || is_third_person(word) && !is_measured(word)
}

/// The amount of a title that is a measure with its value and nothing else: "NPS of 60",
/// "10,000 subscribers", "Churn below 3%".
pub fn bare_number<'a>(words: &[Word<'_>], amounts: &'a [Amount]) -> Option<&'a Amount> {
    let [amount] = amounts else {
        return None;
    };
    if !measures(words, amount) {
        return None;
    }
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

    fn measured(title: &str) -> bool {
        let words = words(title);
        amounts(&words)
            .iter()
            .any(|amount| measures(&words, amount))
    }

    #[test]
    fn names_and_scenery_hold_numbers_that_measure_nothing() {
        for title in [
            "Line 2 runs like clockwork",
            "Store 114 wins back its neighbourhood",
            "Year 9 pupils read",
            "Big 4 firms call us first",
            "Office 365 works for everyone",
            "Industry 4.0 on our shop floor",
            "Bring industry 4.0 to our shop floor",
            "Unite the 4 brands",
            "3 brands, one experience",
            "Merge 2 teams into one",
            "Open 7 days a week",
            "10 years of Acme",
            "First choice for companies with 50 to 500 employees",
            "The bank for firms under 100 employees",
            "Be No. 1 in customer service",
            "Train 12 arrives on time",
        ] {
            assert!(!measured(title), "{title}");
        }
    }

    #[test]
    fn ends_changes_and_counts_measure() {
        for title in [
            "Reduce the time to hire to 30 days",
            "Train 40 managers",
            "Plant 200 trees",
            "Win our first 100 customers",
            "Expand into two new markets",
            "Bring clean water to 12 villages",
            "Improve NPS from 32 to 50",
            "Raise $2M from firms under 100 employees",
            "Become a $100M company",
        ] {
            assert!(measured(title), "{title}");
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
