//! The numbers of a title that measure something: not years, dates, versions, standards or names.

mod numbers;

use super::units::{Unit, after_slash};
use super::vocabulary::is_measured;
use super::words::Word;
use numbers::{Number, digits, scale, spelt};

/// What an amount is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bare number.
    None,
    /// Percent.
    Percent,
    /// Percentage points, or points of a scale.
    Points,
    /// Hundredths of a percentage point.
    Basis,
    /// Money.
    Money,
}

/// What stands in front of a number, as part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Nothing.
    None,
    /// `+`: a change.
    Plus,
    /// `-`: below zero, or a change.
    Minus,
    /// `≥`, `<` and the like: the number is a bound.
    Bound,
}

/// A number in a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number without its sign, `k` and `M` counted in.
    pub value: f64,
    /// What stands in front of it.
    pub sign: Sign,
    /// Half a step of the last digit written: what rounding may hide.
    pub slack: f64,
    /// What it is written as.
    pub mark: Mark,
    /// The unit of time or of anything else that its last digit is glued to: `4h`, `38g`.
    pub glued: Option<Unit>,
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
        match self.sign {
            Sign::Minus => -self.value,
            Sign::None | Sign::Plus | Sign::Bound => self.value,
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

/// How long something takes: "resolved in 15 minutes", which may set the scene only.
pub fn durations(words: &[Word<'_>]) -> Vec<Amount> {
    let behind = words.windows(3).enumerate();
    let takes = behind.filter(|(_, w)| w[0].is_in(&["in"]) && w[2].is_in(TIMES));
    takes.filter_map(|(at, _)| amount(words, at + 1)).collect()
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
        sign,
        glued,
    } = number;
    let next = |end: usize| words.get(end).filter(|_| words[end - 1].stop.is_none());
    if let Some(scale) = next(end).and_then(|w| scale(&w.lower)) {
        value *= scale;
        slack *= scale;
        end += 1;
    }
    if let Some((behind, taken)) = mark_behind(&next, end) {
        mark = behind;
        end += taken;
    }
    let written: Vec<&str> = words[at..end].iter().map(|w| w.raw).collect();
    Some(Amount {
        value,
        sign,
        slack,
        mark,
        glued,
        at,
        end,
        written: written.join(" "),
    })
}

/// The mark that the words from `end` on give a number, and how many of them belong to it.
fn mark_behind<'w>(
    next: &impl Fn(usize) -> Option<&'w Word<'w>>,
    end: usize,
) -> Option<(Mark, usize)> {
    let is = |at: usize, list: &[&str]| next(at).is_some_and(|w| w.is_in(list));
    let points = &["points", "point", "pp", "ppt", "pts", "percentage"];
    let percent = if is(end, &["%", "percent", "pct"]) {
        1
    } else if is(end, &["per"]) && next(end + 1).is_some_and(|w| w.lower == "cent") {
        2
    } else {
        0
    };
    if is(end, &["bps", "bp"]) {
        return Some((Mark::Basis, 1));
    }
    if is(end, &["basis"]) && next(end + 1).is_some_and(|w| w.is_in(points)) {
        return Some((Mark::Basis, 2));
    }
    if is(end + percent, points) {
        return Some((Mark::Points, percent));
    }
    if is(end, &["dollars", "euros", "pounds", "usd", "eur", "gbp"]) {
        return Some((Mark::Money, 0));
    }
    (percent > 0).then_some((Mark::Percent, percent))
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
    if is_glued_name(words, amount) {
        return false;
    }
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
    let instead = words.get(amount.end + 1);
    let is_span = is(after, TIMES)
        && !is(instead, &["instead", "rather"])
        && is(
            before,
            &[
                "best", "first", "next", "last", "past", "every", "for", "after", "in", "over",
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

/// The 90s, open 24h, 4K: a decade, all day, a format.
fn is_glued_name(words: &[Word<'_>], amount: &Amount) -> bool {
    let before = amount.at.checked_sub(1).map(|i| &words[i]);
    let is_after = |list: &[&str]| before.is_some_and(|w| w.is_in(list));
    let of_time = |seconds: f64| amount.glued == Some(Unit::Time(seconds));
    let links = [
        "→", "->", "after", "below", "by", "from", "in", "than", "to", "under", "within",
    ];
    let is_decade = of_time(1.0)
        && amount.value % 10.0 == 0.0
        && (is_after(&["the"]) || amount.value >= 1900.0);
    let is_all_day = of_time(3600.0) && amount.value == 24.0 && !is_after(&links);
    is_decade || is_all_day || matches!(&*amount.written, "4K" | "8K")
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
