//! A title as words: what a person sees as one, in lower case for comparing, with the stop that
//! follows it.

use super::arrows::apart;
use std::borrow::Cow;

/// A word of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// As written, without the punctuation around it.
    pub raw: &'t str,
    /// In lower case.
    pub lower: Cow<'t, str>,
    /// A comma, semicolon, colon or the end of a sentence behind it.
    pub stop: Option<char>,
    /// Whether it stands in quotation marks: a name, not ours to judge.
    pub quoted: bool,
}

/// Words as they were written.
pub fn said(words: &[Word<'_>]) -> String {
    let raw: Vec<&str> = words.iter().map(|word| word.raw).collect();
    raw.join(" ")
}

impl Word<'_> {
    /// Whether it is one of `words`, which are in lower case.
    pub fn is_in(&self, words: &[&str]) -> bool {
        !self.quoted && words.contains(&&*self.lower)
    }

    /// Whether it begins with a capital letter, or has one inside, as names do.
    pub fn is_capital(&self) -> bool {
        self.raw.chars().any(char::is_uppercase)
    }
}

/// The words of a title.
pub fn words(title: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut closing = None;
    for piece in title.split_whitespace().flat_map(apart) {
        let opened = piece.chars().next().and_then(closing_mark);
        if closing.is_none() {
            closing = opened;
        }
        let quoted = closing.is_some();
        let end = piece.trim_end_matches([',', ';', ':', '.', '!', '?', ')']);
        if closing.is_some_and(|mark| end.ends_with(mark) && (opened.is_none() || end.len() > 1)) {
            closing = None;
        }
        let stop = piece[end.len()..]
            .chars()
            .next()
            .filter(|c| [',', ';', ':', '.'].contains(c));
        let raw = end
            .trim_start_matches(['(', '['])
            .trim_matches(['"', '\'', '`', '“', '”', '„', '«', '»', '‘', '’', ']']);
        if raw.is_empty() {
            continue;
        }
        words.push(Word {
            raw,
            lower: lower(raw),
            stop,
            quoted,
        });
    }
    words
}

fn lower(raw: &str) -> Cow<'_, str> {
    let is_small = |c: char| c.is_ascii() && !c.is_ascii_uppercase();
    match raw.chars().all(is_small) {
        true => raw.into(),
        false => raw.to_lowercase().into(),
    }
}

/// The mark that ends a quotation which begins with `opening`.
fn closing_mark(opening: char) -> Option<char> {
    match opening {
        '"' => Some('"'),
        '`' => Some('`'),
        '\'' => Some('\''),
        '“' => Some('”'),
        '„' => Some('“'),
        '«' => Some('»'),
        '‘' => Some('’'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(title: &str) -> Vec<String> {
        let word = |w: Word<'_>| {
            let quotes = if w.quoted { "\"" } else { "" };
            let stop = w.stop.map(String::from).unwrap_or_default();
            format!("{quotes}{}{quotes}{stop}", w.lower)
        };
        words(title).into_iter().map(word).collect()
    }

    #[test]
    fn punctuation_is_kept_apart_from_words() {
        assert_eq!(
            seen("Ship it; then (maybe) rest, Now."),
            ["ship", "it;", "then", "maybe", "rest,", "now."]
        );
    }

    #[test]
    fn numbers_and_apostrophes_stay_whole() {
        assert_eq!(seen("Our client's $1.2M"), ["our", "client's", "$1.2m"]);
    }

    #[test]
    fn what_stands_in_quotation_marks_is_a_name() {
        assert_eq!(
            seen("Launch “Work on Me” in May"),
            ["launch", "\"work\"", "\"on\"", "\"me\"", "in", "may"]
        );
    }

    #[test]
    fn hostile_text_has_words_too() {
        for text in ["", "   ", "\"", "''", "„“", "\u{202e}x", "🦀 '", "(((", "…"] {
            words(text);
        }
    }
}
