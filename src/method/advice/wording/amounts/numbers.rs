//! Numbers as they are written, in digits and in words.

use super::{Mark, Sign, Unit, Word, after_slash};

/// A number, before the words behind it are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub value: f64,
    pub slack: f64,
    pub mark: Mark,
    pub sign: Sign,
    pub glued: Option<Unit>,
}

const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// A number in digits: `5,000`, `$1.2M`, `99.9%`, `+20%`, `12k`, `4h`, `≥90`, `$90k/mo`. None for
/// `24/7`, `95th`, `Q3`, `5G`.
pub(super) fn digits(raw: &str) -> Option<Number> {
    let body = raw.trim_start_matches(['~', '+', '-', '−', '–', '≥', '≤', '<', '>', '=']);
    let sign = sign(&raw[..raw.len() - body.len()]);
    let body = before_slash(body);
    let (body, money) = match body.strip_prefix(CURRENCIES) {
        Some(rest) => (rest, true),
        None => (body, false),
    };
    let (body, money) = match body.strip_suffix(CURRENCIES) {
        Some(rest) => (rest, true),
        None => (body, money),
    };
    let body = body.strip_suffix('+').unwrap_or(body);
    let tail = body.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let head = &body[..body.len() - tail.len()];
    let Tail { scale, mark, glued } = tail_of(tail)?;
    if !head.starts_with(|c: char| c.is_ascii_digit()) || !has_groups_of_three(head) {
        return None;
    }
    let plain = head.replace(',', "");
    let value: f64 = plain.parse().ok().filter(|v: &f64| *v < 1e15)?;
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    let step = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(9));
    Some(Number {
        value: value * scale,
        slack: step / 2.0 * scale,
        mark: if mark == Mark::None && money {
            Mark::Money
        } else {
            mark
        },
        sign,
        glued,
    })
}

fn sign(prefix: &str) -> Sign {
    if prefix.contains(['≥', '≤', '<', '>', '=']) {
        Sign::Bound
    } else if prefix.ends_with('+') {
        Sign::Plus
    } else if prefix.ends_with(['-', '−', '–']) {
        Sign::Minus
    } else {
        Sign::None
    }
}

/// Without the period behind a slash (`$90k/mo`), and the scale behind one (`4.5/5`); `24/7` and `1/4`
/// are no such thing.
fn before_slash(body: &str) -> &str {
    let Some((number, behind)) = body.split_once('/') else {
        return body;
    };
    let is_scale = number.contains('.') && matches!(behind, "5" | "10" | "100");
    if is_scale || after_slash(behind) {
        number
    } else {
        body
    }
}

struct Tail {
    scale: f64,
    mark: Mark,
    glued: Option<Unit>,
}

/// What is glued to the last digit. Capitals make names: `5G`, `3D`.
fn tail_of(tail: &str) -> Option<Tail> {
    let of = |scale, mark, glued| Some(Tail { scale, mark, glued });
    match tail {
        "" => return of(1.0, Mark::None, None),
        "bps" | "bp" => return of(1.0, Mark::Basis, None),
        "pp" | "ppt" | "pts" | "%-points" | "%-pts" => return of(1.0, Mark::Points, None),
        _ => {}
    }
    if let Some(scaled) = tail.strip_suffix('%') {
        let scale = if scaled.is_empty() {
            1.0
        } else {
            scale(&scaled.to_lowercase())?
        };
        return of(scale, Mark::Percent, None);
    }
    if let Some(scale) = scale(&tail.to_lowercase()) {
        return of(scale, Mark::None, None);
    }
    let physical = [
        "g", "kg", "mg", "km", "cm", "mm", "ml", "kWh", "MWh", "GWh", "kW", "MW", "kB", "MB", "GB",
        "TB", "ha",
    ];
    match Unit::of(tail) {
        // "m" is a million to most, and "d" after a capital a name.
        unit @ Unit::Time(_) if tail.len() <= 5 && tail.bytes().all(|b| b.is_ascii_lowercase()) => {
            of(1.0, Mark::None, Some(unit))
        }
        _ if physical.contains(&tail) => of(1.0, Mark::None, Some(Unit::Other)),
        Unit::Time(_) | Unit::Unsaid | Unit::Percent | Unit::Basis | Unit::Money | Unit::Other => {
            None
        }
    }
}

fn has_groups_of_three(head: &str) -> bool {
    let whole = head.split('.').next().unwrap_or_default();
    head.matches('.').count() <= 1
        && whole.split(',').skip(1).all(|group| group.len() == 3)
        && !head.ends_with(['.', ','])
}

/// What a word multiplies a number by.
pub(super) fn scale(word: &str) -> Option<f64> {
    match word {
        "k" | "thousand" => Some(1e3),
        "m" | "mn" | "mio" | "million" => Some(1e6),
        "b" | "bn" | "billion" => Some(1e9),
        "hundred" => Some(1e2),
        "lakh" | "lakhs" => Some(1e5),
        "crore" | "crores" => Some(1e7),
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
pub(super) fn spelt(words: &[Word<'_>], at: usize) -> Option<(Number, usize)> {
    let number = |value: f64| Number {
        value,
        slack: 0.0,
        mark: Mark::None,
        sign: Sign::None,
        glued: None,
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
