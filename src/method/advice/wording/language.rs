//! Whether a title is in English: the one place that says what is evidence of another language.

use super::vocabulary::{List, is_measured, verb};
use super::words::Word;

/// Whether a title may be read as English: nothing in it, or less than what is English, speaks for
/// another language. A terse "CRM migration" has no small word to tell by, and is read.
pub fn is_english(words: &[Word<'_>]) -> bool {
    let foreign = words.iter().filter(|w| is_foreign(w)).count();
    let english = words.iter().filter(|w| speaks_english(w)).count();
    words.iter().any(|w| w.raw.chars().any(char::is_alphabetic))
        && (foreign == 0 || english > foreign)
}

fn speaks_english(word: &Word<'_>) -> bool {
    word.is_listed(List::English) || is_measured(word) || verb(word).is_some()
}

/// Small words and verbs of other languages, their endings, and letters that English has in names
/// and a few loans only.
fn is_foreign(word: &Word<'_>) -> bool {
    if word.quoted {
        return false;
    }
    let is_small = word.raw.starts_with(char::is_lowercase);
    let letters = word.lower.chars().filter(|c| c.is_alphabetic());
    let accented = letters.filter(|c| !c.is_ascii()).count();
    let is_loan = word.is_in(&[
        "café",
        "cafés",
        "naïve",
        "résumé",
        "résumés",
        "µs",
        "façade",
    ]);
    let endings = [
        "ung", "ungen", "keit", "heit", "schaft", "ción", "ciones", "ção", "zione", "ité", "eit",
    ];
    let long = word.lower.chars().count() > 6;
    word.is_listed(List::Foreign)
        || word.is_listed(List::ForeignVerb)
        || is_small && accented > 0 && !is_loan
        || long && endings.iter().any(|end| word.lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn other_languages_are_left_alone() {
        for text in [
            "Mejorar la satisfacción de los clientes",
            "Kosten um 30 % senken",
            "Kosten senken",
            "Kundenbindung stärken",
            "Einführung SAP",
            "Améliorer le NPS",
            "Migration du CRM",
            "2026",
            "",
        ] {
            assert!(!is_english(&words(text)), "{text}");
        }
    }

    #[test]
    fn a_terse_title_is_read() {
        for text in [
            "NPS",
            "Win the market",
            "Open an office in La Paz",
            "CRM migration",
            "Utilisation 70 → 75",
            "Zürich office move",
            "Café refurbishment",
        ] {
            assert!(is_english(&words(text)), "{text}");
        }
    }
}
