//! Units as people type them beside a number, and whether they are the goal's.

/// A word for a thousand, a million or a billion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    Thousand,
    Million,
    Billion,
}

impl Scale {
    /// The power of ten.
    pub(super) fn power(self) -> u32 {
        match self {
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
        }
    }

    /// The scale that `suffix` begins with, and the rest. A small `m` or `b` is too unclear.
    pub(super) fn split(suffix: &str) -> Option<(Self, &str)> {
        const LETTERS: [(&str, Scale); 7] = [
            ("bn", Scale::Billion),
            ("Bn", Scale::Billion),
            ("BN", Scale::Billion),
            ("k", Scale::Thousand),
            ("K", Scale::Thousand),
            ("M", Scale::Million),
            ("B", Scale::Billion),
        ];
        LETTERS
            .iter()
            .find_map(|&(letters, scale)| Some((scale, suffix.strip_prefix(letters)?)))
    }

    fn word(word: &str) -> Option<Self> {
        match word {
            "k" | "K" | "thousand" | "thousands" => Some(Self::Thousand),
            "M" | "million" | "millions" => Some(Self::Million),
            "B" | "bn" | "Bn" | "BN" | "billion" | "billions" => Some(Self::Billion),
            _ => None,
        }
    }
}

/// Signs and the words that mean the same.
const FAMILIES: [(char, &[&str]); 8] = [
    ('$', &["usd", "dollar", "dollars"]),
    ('€', &["eur", "euro", "euros"]),
    ('£', &["gbp", "sterling"]),
    ('¥', &["jpy", "cny", "yen", "yuan"]),
    ('₹', &["inr", "rupee", "rupees"]),
    ('₩', &["krw", "won"]),
    ('₺', &["try", "lira"]),
    ('%', &["percent", "pct", "percentage"]),
];

/// Whether `c` is a unit by itself.
pub(super) fn is_sign(c: char) -> bool {
    FAMILIES.iter().any(|&(sign, _)| sign == c)
}

/// Whether `given` is `unit` in other case, spacing or number.
pub(super) fn same(given: &str, unit: Option<&str>) -> bool {
    let plain = |text: &str| {
        let words: String = text.split_whitespace().collect();
        let lower = words.to_lowercase();
        match lower.strip_suffix('s') {
            Some(singular) if singular.chars().count() > 2 => singular.to_owned(),
            _ => lower,
        }
    };
    // Units in which case matters are single letters: `M` isn't metres, `B` isn't bits.
    let short = given.chars().count() == 1;
    unit.is_some_and(|unit| given == unit || !short && plain(given) == plain(unit))
}

/// Whether a number given in `given` is one in `unit`.
pub(super) fn fits(given: &str, unit: Option<&str>) -> bool {
    let Some(unit) = unit else { return false };
    let family = FAMILIES.iter().find(|&(sign, words)| {
        given.strip_prefix(*sign).is_some_and(str::is_empty)
            || words.contains(&given.to_lowercase().as_str())
            || *sign == '%' && given.eq_ignore_ascii_case("per cent")
    });
    let of_family = family.is_some_and(|(sign, words)| {
        unit.contains(*sign)
            || unit.to_lowercase().contains("percent") && *sign == '%'
            || unit
                .split(|c: char| !c.is_alphabetic())
                .any(|word| words.contains(&scaled_code(word).1.to_lowercase().as_str()))
    });
    of_family || same(given, Some(unit)) || short_form(given, unit)
}

/// Of a one-letter unit the other case: `H` for `h`, not `M` for `m`.
fn short_form(given: &str, unit: &str) -> bool {
    unit.chars().count() == 1
        && given.eq_ignore_ascii_case(unit)
        && [given, unit].iter().all(|word| Scale::word(word).is_none())
}

/// The scale that the unit itself has: `$M`, `k€`, `USD thousands`, `kEUR`.
pub(super) fn scale_of(unit: &str) -> Option<Scale> {
    let words = || {
        unit.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    let small = |word: &str| match word {
        "m" if unit.contains(is_sign) => Some(Scale::Million),
        "b" if unit.contains(is_sign) => Some(Scale::Billion),
        _ => None,
    };
    let first = words().find_map(|word| Scale::word(word).or_else(|| small(word)));
    first.or_else(|| words().find_map(|word| scaled_code(word).0))
}

/// `kEUR` and `MUSD` are a scale and a currency.
fn scaled_code(word: &str) -> (Option<Scale>, &str) {
    let split = Scale::split(word).filter(|(_, code)| {
        code.len() == 3
            && FAMILIES
                .iter()
                .any(|(_, words)| words.contains(&code.to_ascii_lowercase().as_str()))
    });
    match split {
        Some((scale, code)) => (Some(scale), code),
        None => (None, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_fit_their_words() {
        for (given, unit) in [
            ("$", "$"),
            ("$", "USD"),
            ("$", "usd/month"),
            ("$", "dollars"),
            ("$", "k$"),
            ("$", "kUSD"),
            ("$", "US dollars"),
            ("USD", "$"),
            ("€", "EUR"),
            ("€", "Euro"),
            ("£", "GBP"),
            ("¥", "JPY"),
            ("¥", "CNY"),
            ("%", "%"),
            ("%", "percent"),
            ("%", "percentage points"),
            ("percent", "%"),
            ("%", "% of clients"),
            ("stars", "stars"),
            ("star", "stars"),
            ("Stars", "star"),
            ("h", "h"),
            ("H", "h"),
            ("$/month", "$ / month"),
            ("R$", "R$"),
            ("NPS points", "nps  points"),
        ] {
            assert!(fits(given, Some(unit)), "{given} {unit}");
        }
    }

    #[test]
    fn others_do_not() {
        for (given, unit) in [
            ("$", "€"),
            ("€", "USD"),
            ("%", "stars"),
            ("stars", "%"),
            ("€", "Europe"),
            ("M", "m"),
            ("b", "B"),
            ("h", "hours"),
            ("star", "starts"),
            ("$", "dollarization"),
        ] {
            assert!(!fits(given, Some(unit)), "{given} {unit}");
            assert!(!fits(given, None), "{given}");
        }
    }

    #[test]
    fn units_with_a_scale_of_their_own() {
        for (unit, scale) in [
            ("$M", Some(Scale::Million)),
            ("$m", Some(Scale::Million)),
            ("k€", Some(Scale::Thousand)),
            ("USD thousands", Some(Scale::Thousand)),
            ("kEUR", Some(Scale::Thousand)),
            ("M", Some(Scale::Million)),
            ("$ bn", Some(Scale::Billion)),
            ("m", None),
            ("$", None),
            ("USD", None),
            ("km", None),
            ("stars", None),
        ] {
            assert_eq!(scale_of(unit), scale, "{unit}");
        }
    }
}
