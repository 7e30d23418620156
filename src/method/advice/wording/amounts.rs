//! The numbers of a title that measure something: not years, dates, versions, standards or names.

use super::vocabulary::is_measured;
use super::words::Word;

/// What an amount is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bare number.
    None,
    /// Percent.
    Percent,
    /// Percentage points, or points of a scale.
    Points,
    /// Money.
    Money,
}

/// A number in a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number without its sign, `k` and `M` counted in.
    pub value: f64,
    /// Whether a minus stands in front of it.
    pub is_negative: bool,
    /// Half a step of the last digit written: what rounding may hide.
    pub slack: f64,
    /// What it is written as.
    pub mark: Mark,
    /// The index of its first word.
    pub at: usize,
    /// The index after its last word, `%` and "percent" included.
    pub end: usize,
    /// The words that it is written in.
    pub written: String,
}

impl Amount {
    /// The number with its sign.
    pub fn signed(&self) -> f64 {
        if self.is_negative {
            -self.value
        } else {
            self.value
        }
    }
}

/// The amounts among `words`, in order.
pub fn amounts(words: &[Word<'_>]) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(amount) = amount(words, at) else {
            at += 1;
            continue;
        };
        at = amount.end;
        if is_measure(words, &amount) {
            found.push(amount);
        }
    }
    found
}

fn amount(words: &[Word<'_>], at: usize) -> Option<Amount> {
    let word = words.get(at).filter(|w| !w.quoted)?;
    if is_grouped(words, at) || is_grouped(words, at + 1) {
        return None;
    }
    let (number, mut end) = match digits(word.raw) {
        Some(number) => (number, at + 1),
        None => spelt(words, at)?,
    };
    let Number {
        mut value,
        mut slack,
        mut mark,
        is_negative,
    } = number;
    let next = |end: usize| words.get(end).filter(|_| words[end - 1].stop.is_none());
    if let Some(scale) = next(end).and_then(|w| scale(&w.lower)) {
        value *= scale;
        slack *= scale;
        end += 1;
    }
    if next(end).is_some_and(|w| w.is_in(&["%", "percent", "pct"])) {
        mark = Mark::Percent;
        end += 1;
    } else if next(end).is_some_and(|w| w.lower == "per")
        && next(end + 1).is_some_and(|w| w.lower == "cent")
    {
        mark = Mark::Percent;
        end += 2;
    }
    if next(end).is_some_and(|w| w.is_in(&["points", "point", "pp", "pts", "percentage"])) {
        mark = Mark::Points;
    }
    if next(end).is_some_and(|w| w.is_in(&["dollars", "euros", "pounds", "usd", "eur", "gbp"])) {
        mark = Mark::Money;
    }
    let written: Vec<&str> = words[at..end].iter().map(|w| w.raw).collect();
    Some(Amount {
        value,
        is_negative,
        slack,
        mark,
        at,
        end,
        written: written.join(" "),
    })
}

/// Whether a word goes on from the one before: the `000` of `50 000`, which is read by nobody here.
fn is_grouped(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| words.get(i));
    let ends =
        before.is_some_and(|w| w.stop.is_none() && w.raw.ends_with(|c: char| c.is_ascii_digit()));
    let is_group = |w: &Word<'_>| {
        let digits = w.raw.bytes().take_while(u8::is_ascii_digit).count();
        digits == 3
    };
    ends && words.get(at).is_some_and(is_group)
}

#[derive(Debug, Clone, Copy)]
struct Number {
    value: f64,
    slack: f64,
    mark: Mark,
    is_negative: bool,
}

const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// A number in digits: `5,000`, `$1.2M`, `99.9%`, `+20%`, `12k`. None for `24/7`, `95th`, `Q3`, `5G`.
fn digits(raw: &str) -> Option<Number> {
    let body = raw.trim_start_matches(['~', '+', '-', '−', '–', '≥', '≤', '<', '>', '=']);
    let is_negative = raw[..raw.len() - body.len()].ends_with(['-', '−', '–']);
    let (body, money) = match body.strip_prefix(CURRENCIES) {
        Some(rest) => (rest, true),
        None => (body, false),
    };
    let (body, money) = match body.strip_suffix(CURRENCIES) {
        Some(rest) => (rest, true),
        None => (body, money),
    };
    let body = body.strip_suffix('+').unwrap_or(body);
    let (body, percent) = match body.strip_suffix('%') {
        Some(rest) => (rest, true),
        None => (body, false),
    };
    let tail = body.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let head = &body[..body.len() - tail.len()];
    let scale = match tail {
        "" => 1.0,
        _ => scale(&tail.to_lowercase())?,
    };
    if !head.starts_with(|c: char| c.is_ascii_digit()) || !has_groups_of_three(head) {
        return None;
    }
    let plain = head.replace(',', "");
    let value: f64 = plain.parse().ok().filter(|v: &f64| *v < 1e15)?;
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    let step = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(9));
    let mark = match (percent, money) {
        (true, _) => Mark::Percent,
        (false, true) => Mark::Money,
        (false, false) => Mark::None,
    };
    Some(Number {
        value: value * scale,
        slack: step / 2.0 * scale,
        mark,
        is_negative,
    })
}

fn has_groups_of_three(head: &str) -> bool {
    let whole = head.split('.').next().unwrap_or_default();
    head.matches('.').count() <= 1
        && whole.split(',').skip(1).all(|group| group.len() == 3)
        && !head.ends_with(['.', ','])
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "k" | "thousand" => Some(1e3),
        "m" | "mn" | "mio" | "million" => Some(1e6),
        "b" | "bn" | "billion" => Some(1e9),
        "hundred" => Some(1e2),
        _ => None,
    }
}

const UNITS: [(&str, f64); 18] = [
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// Two thirds are a part of something, and two quarters a time.
const PARTS: &[&str] = &[
    "half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenths",
];

/// A number in words, from two on: "one" is more often a pronoun. "A thousand" counts too.
fn spelt(words: &[Word<'_>], at: usize) -> Option<(Number, usize)> {
    let number = |value: f64| Number {
        value,
        slack: 0.0,
        mark: Mark::None,
        is_negative: false,
    };
    let value = |word: &Word<'_>| {
        UNITS
            .iter()
            .find(|(w, _)| *w == word.lower)
            .map(|(_, v)| *v)
    };
    if words.get(at + 1).is_some_and(|w| w.is_in(PARTS)) {
        return None;
    }
    if let Some(found) = value(&words[at]) {
        return Some((number(found), at + 1));
    }
    let scaled = words.get(at + 1).and_then(|w| scale(&w.lower));
    let is_one = words[at].is_in(&["a", "one"]);
    (is_one && scaled.is_some()).then(|| (number(1.0), at + 1))
}

/// Nouns that number things: what follows is a name.
const NAMING: &[&str] = &[
    "article",
    "chapter",
    "class",
    "day",
    "edition",
    "figure",
    "floor",
    "gate",
    "gen",
    "generation",
    "grade",
    "hall",
    "horizon",
    "level",
    "no",
    "number",
    "page",
    "part",
    "phase",
    "room",
    "round",
    "section",
    "series",
    "sprint",
    "stage",
    "step",
    "tier",
    "top",
    "type",
    "unit",
    "v",
    "version",
    "wave",
    "week",
    "#",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Units of time, in their plural too.
const TIMES: &[&str] = &[
    "second", "minute", "hour", "day", "week", "month", "quarter", "year", "seconds", "minutes",
    "hours", "days", "weeks", "months", "quarters", "years",
];

/// Whether an amount measures something, to judge by the words around it.
fn is_measure(words: &[Word<'_>], amount: &Amount) -> bool {
    if amount.mark != Mark::None {
        return true;
    }
    let before = amount.at.checked_sub(1).map(|i| &words[i]);
    let before = before.filter(|w| w.stop.is_none());
    let after = words
        .get(amount.end)
        .filter(|_| words[amount.end - 1].stop.is_none());
    let is = |word: Option<&Word<'_>>, list: &[&str]| word.is_some_and(|w| w.is_in(list));
    let in_digits = words[amount.at]
        .raw
        .starts_with(|c: char| c.is_ascii_digit());
    let is_year = in_digits
        && amount.end == amount.at + 1
        && words[amount.at].raw.len() == 4
        && (1900.0..=2100.0).contains(&amount.value)
        && !after.is_some_and(is_measured);
    let is_date = is(after, MONTHS) || is(before, MONTHS);
    let is_name = before.is_some_and(|w| {
        let is_named = w.is_capital() && !is_measured(w) && in_digits;
        w.is_in(NAMING) || w.quoted || is_named && !opens_clause(words, amount.at - 1)
    });
    let is_label = is(
        after,
        &["am", "pm", "o'clock", "version", "release", "edition"],
    );
    let is_span = is(after, TIMES)
        && is(
            before,
            &[
                "first", "next", "last", "past", "every", "for", "after", "in", "over",
            ],
        );
    let is_there = is(
        before,
        &[
            "our", "these", "those", "both", "their", "my", "its", "your",
        ],
    );
    let is_there = is_there || !in_digits && is(before, &["the"]);
    let is_scene = !in_digits && before.is_none() && !counts_measure(words, amount);
    !(is_year || is_date || is_name || is_label || is_span || is_there || is_scene)
}

/// Whether an amount at the head of a title counts what is measured ("two new markets"), or may only
/// set the scene ("two sides of the market").
fn counts_measure(words: &[Word], amount: &Amount) -> bool {
    let in_words = &words[amount.at..amount.end];
    let counted = words[amount.end..].iter().take(2);
    let mut counted = counted.take_while(|w| w.lower != "of");
    in_words.len() > 1 || counted.any(is_measured)
}

/// Whether a word stands at the head of the title, where every word has a capital, and is no
/// abbreviation.
fn opens_clause(words: &[Word<'_>], at: usize) -> bool {
    let capitals = words[at].raw.chars().filter(|c| c.is_uppercase()).count();
    at == 0 && capitals == 1 && words[at].raw.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests;
