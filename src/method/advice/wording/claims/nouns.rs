//! The words around the noun that a number counts.

/// Where the noun that a number counts has ended.
pub(super) const ENDERS: &[&str] = &[
    "a",
    "across",
    "after",
    "among",
    "and",
    "annually",
    "as",
    "at",
    "before",
    "by",
    "during",
    "each",
    "every",
    "for",
    "from",
    "has",
    "have",
    "in",
    "into",
    "instead",
    "is",
    "of",
    "on",
    "or",
    "out",
    "over",
    "per",
    "rather",
    "since",
    "than",
    "that",
    "the",
    "this",
    "through",
    "throughout",
    "to",
    "under",
    "until",
    "via",
    "vs",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whose",
    "with",
    "within",
    "worth",
    "→",
    "->",
    "➜",
    "=>",
    "=",
    "&",
    "+",
    "-",
    "–",
    "|",
    "≥",
    "≤",
    "<",
    ">",
    "today",
    "now",
    "monthly",
    "weekly",
    "daily",
    "yearly",
    "quarterly",
    "ytd",
];

/// What describes a count and is none itself.
pub(super) const DESCRIBING: &[&str] = &[
    "additional",
    "better",
    "extra",
    "fewer",
    "further",
    "higher",
    "less",
    "live",
    "lower",
    "max",
    "more",
    "net",
    "new",
    "total",
    "p.m",
    "p.a",
    "max",
    "maximum",
    "points",
    "point",
    "pp",
    "pts",
    "percentage",
    "euros",
    "dollars",
    "pounds",
    "usd",
    "eur",
    "gbp",
];

/// What goes on behind a number with when, where and how often, rather than with what it describes.
pub(super) const WHEN: &[&str] = &[
    "by",
    "in",
    "until",
    "before",
    "throughout",
    "during",
    "across",
    "this",
    "every",
    "monthly",
    "weekly",
    "daily",
    "annually",
    "at",
    "for",
    "from",
    "ytd",
    "today",
    "instead",
    "rather",
    "on",
    "→",
    "->",
    "and",
    "while",
    "again",
    "all",
];

/// Measures of money.
pub(super) const MONEY: &[&str] = &[
    "acv",
    "arr",
    "billings",
    "bookings",
    "budget",
    "cost",
    "costs",
    "donations",
    "ebit",
    "ebitda",
    "funding",
    "gmv",
    "grants",
    "income",
    "mrr",
    "pipeline",
    "profit",
    "revenue",
    "sales",
    "savings",
    "spend",
    "turnover",
];

/// A word without the ending of its plural.
pub(super) fn stem(word: &str) -> &str {
    let word = word.trim_end_matches("'s");
    let long = word.strip_suffix("ies").filter(|w| w.len() > 1);
    let long = long.or_else(|| word.strip_suffix('y').filter(|w| w.len() > 2));
    let short = || {
        word.strip_suffix("es")
            .or_else(|| word.strip_suffix('s'))
            .or_else(|| word.strip_suffix('e'))
    };
    long.or_else(|| short().filter(|w| w.len() > 1))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_plural_has_the_stem_of_its_singular() {
        for (one, many) in [
            ("deal", "deals"),
            ("agency", "agencies"),
            ("box", "boxes"),
            ("store", "stores"),
            ("mql", "mqls"),
            ("case", "cases"),
        ] {
            assert_eq!(stem(one), stem(many), "{one}");
        }
        assert_ne!(stem("shift"), stem("plants"));
    }
}
