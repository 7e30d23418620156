//! Changes that a title names in words: "double", "by two thirds", "3x", "twice as many", "in half".

use super::words::{Word, said};

/// A change that a title names.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// In the title's own words.
    pub said: String,
    /// How large it is.
    pub size: Size,
}

/// The size of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// In percent, with its slack; it may mean points too.
    Percent(f64, f64),
    /// In the goal's unit, with its slack.
    Plain(f64, f64),
    /// "Double": the end as a multiple of the start.
    Times(f64),
    /// "3x", which is said of more and of faster.
    Fold(f64),
}

/// The change that a title names without a number of its own.
pub fn in_words(words: &[Word]) -> Option<Change> {
    let at_head = words
        .first()
        .filter(|w| !w.quoted && !w.lower.ends_with("ed") && !is_idiom(words));
    let times = at_head.and_then(|head| multiple(&head.lower));
    let at_head = at_head.zip(times);
    let whole = at_head
        .or_else(|| multiplied(words))
        .map(|(word, times)| Change {
            said: word.raw.to_owned(),
            size: Size::Times(times),
        });
    whole
        .or_else(|| by_a_part(words))
        .or_else(|| in_half(words))
        .or_else(|| twice_as_many(words))
        .or_else(|| fold(words))
}

fn multiple(word: &str) -> Option<f64> {
    match word {
        "double" | "doubled" => Some(2.0),
        "triple" | "tripled" => Some(3.0),
        "quadruple" | "quadrupled" => Some(4.0),
        "halve" | "halved" => Some(0.5),
        _ => None,
    }
}

/// "Double opt-in", "double down on", "triple bottom line": nothing is multiplied.
fn is_idiom(words: &[Word]) -> bool {
    let behind = [
        "blind",
        "bookings",
        "bottom",
        "charge",
        "charges",
        "check",
        "checks",
        "counting",
        "crown",
        "diamond",
        "digit",
        "digits",
        "down",
        "entry",
        "glazing",
        "helix",
        "loop",
        "materiality",
        "opt-in",
        "opt-ins",
        "play",
        "room",
        "rooms",
        "shift",
        "shifts",
        "standard",
        "standards",
        "taxation",
        "up",
        "whammy",
    ];
    let next = words.get(1);
    next.is_some_and(|w| w.is_in(&behind) || w.lower.starts_with("opt") || words[0].stop.is_some())
}

/// "Complaints halved", "referrals doubled by June": said at the end of a clause.
fn multiplied<'w, 't>(words: &'w [Word<'t>]) -> Option<(&'w Word<'t>, f64)> {
    let ends = |at: usize| {
        let next = words.get(at + 1).filter(|_| words[at].stop.is_none());
        next.is_none_or(|w| w.is_in(&["by", "in", "within", "until", "before", "this"]))
    };
    let mut found = words
        .iter()
        .enumerate()
        .filter(|(at, w)| *at > 0 && !w.quoted && w.lower.ends_with("ed") && ends(*at));
    found.find_map(|(_, word)| Some((word, multiple(&word.lower)?)))
}

/// A multiple or a part in the title of an objective: "3x our pipeline", "in half", "by a third".
pub fn in_a_title(words: &[Word]) -> Option<String> {
    let found = by_a_part(words).or_else(|| in_half(words));
    let is_figure = |change: &Change| {
        let at = words.iter().position(|w| w.raw == change.said);
        let next = at.and_then(|at| words.get(at + 1));
        next.is_some_and(|w| {
            w.is_in(&[
                "better",
                "easier",
                "engineer",
                "engineers",
                "team",
                "thinking",
            ])
        })
    };
    let found = found.or_else(|| fold(words).filter(|change| !is_figure(change)));
    found.map(|change| change.said)
}

/// "By half", "by a third", "by two thirds".
pub fn by_a_part(words: &[Word]) -> Option<Change> {
    let by = words.iter().position(|w| w.lower == "by")?;
    let rest = words.get(by + 1..)?;
    let first = rest.first()?;
    let count = match first.lower.as_ref() {
        "a" | "one" => Some(1.0),
        "two" => Some(2.0),
        "three" => Some(3.0),
        "four" => Some(4.0),
        _ => None,
    };
    let (count, word) = match (count, first.lower.split_once('-')) {
        (Some(count), _) => (count, rest.get(1)?.lower.as_ref()),
        (None, Some(("two", part))) => (2.0, part),
        (None, Some(("three", part))) => (3.0, part),
        (None, _) => (1.0, first.lower.as_ref()),
    };
    let percent = match word {
        "half" => 50.0,
        "third" | "thirds" => 100.0 / 3.0,
        "quarter" | "quarters" => 25.0,
        "fifth" | "fifths" => 20.0,
        "tenth" | "tenths" => 10.0,
        _ => return None,
    };
    let in_two = first.lower != word && !first.lower.contains('-');
    Some(Change {
        said: said(&words[by..by + 2 + usize::from(in_two)]),
        size: Size::Percent(percent * count, 0.5),
    })
}

/// "Cut it in half"; half a day and half of the shops are no changes.
fn in_half(words: &[Word]) -> Option<Change> {
    let at = pair(words, "in", &["half"])?;
    let is_part = words.get(at + 2).is_some_and(|w| {
        words[at + 1].stop.is_none() && w.is_in(&["a", "all", "an", "every", "of", "our", "the"])
    });
    (!is_part).then(|| Change {
        said: said(&words[at..at + 2]),
        size: Size::Times(0.5),
    })
}

/// "Twice as many"; "twice as many women as men" compares two other things.
fn twice_as_many(words: &[Word]) -> Option<Change> {
    let at = pair(words, "twice", &["as"])?;
    let many = words.get(at + 2).filter(|w| w.is_in(&["many", "much"]))?;
    let compares = words[at + 3..].iter().any(|w| w.lower == "as");
    (!compares).then(|| Change {
        said: format!("{} {}", said(&words[at..at + 2]), many.raw),
        size: Size::Times(2.0),
    })
}

/// "3x"; three times a week is no change, and a coverage of 3x is an end.
fn fold(words: &[Word]) -> Option<Change> {
    let folds = words.iter().enumerate().filter(|(_, w)| !w.quoted);
    let mut folds = folds.filter_map(|(at, w)| Some((at, times(&w.lower)?)));
    let (at, times) = folds.next()?;
    let before = at.checked_sub(1).map(|i| &words[i]);
    let is_end = before.is_some_and(|w| {
        w.is_in(&[
            "a", "above", "at", "below", "of", "over", "reach", "to", "under",
        ])
    });
    let is_rate = words.get(at + 1).is_some_and(|w| {
        let per = [
            "a", "an", "each", "every", "per", "daily", "weekly", "monthly",
        ];
        w.is_in(&per)
    });
    (folds.next().is_none() && !is_end && !is_rate).then(|| Change {
        said: words[at].raw.to_owned(),
        size: Size::Fold(times),
    })
}

fn times(word: &str) -> Option<f64> {
    let digits = word.strip_suffix(['x', '×'])?;
    let times: f64 = digits.parse().ok()?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (plain && (1.0..=1000.0).contains(&times)).then_some(times)
}

/// Where `first` is followed by one of `second`.
fn pair(words: &[Word], first: &str, second: &[&str]) -> Option<usize> {
    words
        .windows(2)
        .position(|pair| pair[0].is_in(&[first]) && pair[1].is_in(second))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn changes_are_read_in_words() {
        for (title, said, size) in [
            ("Double our demos", "Double", Size::Times(2.0)),
            ("Complaints halved by May", "halved", Size::Times(0.5)),
            ("Cut it by half", "by half", Size::Percent(50.0, 0.5)),
            (
                "Cut it by a quarter",
                "by a quarter",
                Size::Percent(25.0, 0.5),
            ),
            (
                "Grow by one fifth",
                "by one fifth",
                Size::Percent(20.0, 0.5),
            ),
            ("Cut MTTR in half", "in half", Size::Times(0.5)),
            ("Twice as many calls", "Twice as many", Size::Times(2.0)),
            ("Grow users 3x", "3x", Size::Fold(3.0)),
        ] {
            let change = in_words(&words(title)).unwrap();
            assert_eq!((change.said.as_str(), change.size), (said, size), "{title}");
        }
        let thirds = in_words(&words("Cut it by two-thirds")).unwrap();
        assert_eq!(thirds.said, "by two-thirds");
        assert!(matches!(thirds.size, Size::Percent(p, _) if (p - 66.7).abs() < 0.1));
    }

    #[test]
    fn other_halves_and_times_are_no_changes() {
        for title in [
            "Answer in half a day",
            "Open in half of our shops",
            "Twice as many women as men",
            "Post 3x a week",
            "Coverage of 3x",
            "From 2x to 3x",
            "“Double” the fun",
            "Double opt-in rate",
            "Double down on the north",
            "Halved avocados sold",
            "Reviewed by a peer",
            "by",
            "by two",
            "",
        ] {
            assert_eq!(in_words(&words(title)), None, "{title}");
        }
    }
}
