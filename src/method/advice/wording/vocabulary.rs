//! What the words of a title are evidence of, by the lists in `lists`.

use super::lists;
use super::words::Word;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A list of words.
#[derive(Debug, Clone, Copy)]
enum List {
    Task,
    LooseTask,
    Vague,
    Result,
    AlsoNoun,
    AfterVerb,
    Compound,
    LeadIn,
    WorkNoun,
    VagueNoun,
    Habit,
    Gathering,
    English,
    Measured,
    Foreign,
    Past,
    State,
    AfterState,
    Adverb,
    Delivery,
    Work,
    Outcome,
}

/// Every known word with its lists, a bit each.
static KNOWN: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let all = [
        (List::Task, lists::TASKS),
        (List::LooseTask, lists::LOOSE_TASKS),
        (List::Vague, lists::VAGUE),
        (List::Result, lists::RESULTS),
        (List::AlsoNoun, lists::ALSO_NOUNS),
        (List::AfterVerb, lists::AFTER_VERBS),
        (List::Compound, lists::COMPOUNDS),
        (List::LeadIn, lists::LEAD_INS),
        (List::WorkNoun, lists::WORK_NOUNS),
        (List::VagueNoun, lists::VAGUE_NOUNS),
        (List::Habit, lists::HABITS),
        (List::Gathering, lists::GATHERINGS),
        (List::English, lists::ENGLISH),
        (List::Measured, lists::MEASURED),
        (List::Foreign, lists::FOREIGN),
        (List::Past, lists::PAST),
        (List::State, lists::STATES),
        (List::AfterState, lists::AFTER_STATES),
        (List::Adverb, lists::ADVERBS),
        (List::Delivery, lists::DELIVERIES),
        (List::Work, lists::WORKS),
        (List::Outcome, lists::OUTCOMES),
    ];
    let mut known: HashMap<&str, u32> = HashMap::new();
    for (list, words) in all {
        for word in words.split_whitespace() {
            *known.entry(word).or_default() |= list.bit();
        }
    }
    known
});

impl List {
    fn bit(self) -> u32 {
        1 << self as u16
    }

    fn holds(self, word: &str) -> bool {
        lists_of(word) & self.bit() != 0
    }
}

/// The lists that a word is on, a bit each.
fn lists_of(word: &str) -> u32 {
    KNOWN.get(word).copied().unwrap_or_default()
}

impl Word<'_> {
    fn is_listed(&self, list: List) -> bool {
        !self.quoted && list.holds(&self.lower)
    }
}

/// What the verb at the head of a clause is evidence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// A task: done is done.
    Task,
    /// Work, but perhaps with an outcome.
    LooseTask,
    /// "Better" or "more".
    Vague,
    /// A result to reach.
    Result,
}

/// What a word in its base form, or as `-ing`, says as a verb.
pub fn verb(word: &Word<'_>) -> Option<Verb> {
    if word.quoted {
        return None;
    }
    listed(&word.lower).or_else(|| bases(&word.lower).find_map(|base| listed(&base)))
}

fn listed(base: &str) -> Option<Verb> {
    let lists = lists_of(base);
    let verbs = [
        (List::Task, Verb::Task),
        (List::LooseTask, Verb::LooseTask),
        (List::Vague, Verb::Vague),
        (List::Result, Verb::Result),
    ];
    let mut verbs = verbs.into_iter();
    let found = verbs.find(|(list, _)| lists & list.bit() != 0);
    found.map(|(_, verb)| verb)
}

/// The verbs that a word may be the `-ing` form of.
fn bases(lower: &str) -> impl Iterator<Item = String> {
    let stems = lower.strip_suffix("ing").into_iter();
    stems.flat_map(|stem| {
        let mut letters = stem.chars();
        let last = letters.next_back();
        let is_doubled = last.is_some() && letters.next_back() == last;
        let cut = last.filter(|_| is_doubled).map_or(0, char::len_utf8);
        let short = stem[..stem.len() - cut].to_owned();
        [stem.to_owned(), format!("{stem}e"), short]
    })
}

/// A verb in the past, in front of a noun: "enhanced security".
pub fn is_vague_participle(word: &Word<'_>) -> bool {
    let Some(stem) = word.lower.strip_suffix('d') else {
        return false;
    };
    let shorter = stem.strip_suffix('e');
    !word.quoted && (List::Vague.holds(stem) || shorter.is_some_and(|s| List::Vague.holds(s)))
}

/// Whether the verb `words[0]` is a noun here, to judge by what follows it.
pub fn is_noun(words: &[Word<'_>]) -> bool {
    let Some((head, rest)) = words.split_first() else {
        return false;
    };
    let is_verb_too = head.is_listed(List::AlsoNoun);
    let is_gerund = !is_verb_too
        && head.lower.ends_with("ing")
        && listed(&head.lower).is_none()
        && verb(head).is_some();
    if !is_verb_too && !is_gerund {
        return false;
    }
    let Some(next) = rest.first() else {
        return is_verb_too;
    };
    if next.is_listed(List::AfterVerb) || head.stop.is_some() {
        return false;
    }
    // "Building features requested by customers" builds them; "reviewing costs" reviews.
    let by = |at: usize| at > 0 && rest.get(at + 1).is_some_and(|w| w.lower == "by");
    // "Train managers to be available" trains.
    let leads_on = |w: &Word| w.is_in(&["be", "that", "to", "which", "who"]);
    let main = rest.iter().position(leads_on).unwrap_or(rest.len());
    let mut states = (0..main).filter(|at| is_state(rest, *at));
    if is_verb_too {
        next.is_listed(List::Compound) || states.next().is_some()
    } else {
        states.any(|at| !by(at))
    }
}

fn is_past(word: &Word) -> bool {
    let regular =
        word.lower.len() > 4 && word.lower.ends_with("ed") && !word.lower.ends_with("eed");
    !word.quoted && regular || word.is_listed(List::Past)
}

/// Whether something is in the state that `words[at]` names: "passed", "live in all regions"; not
/// "certified mechanics".
fn is_state(words: &[Word], at: usize) -> bool {
    let Some(word) = words
        .get(at)
        .filter(|w| is_past(w) || w.is_listed(List::State))
    else {
        return false;
    };
    let Some(next) = words.get(at + 1).filter(|_| word.stop.is_none()) else {
        return true;
    };
    next.is_listed(List::AfterState) || next.is_in(&["and", "or"]) && is_state(words, at + 2)
}

/// Whether nothing is said of what the verb `words[0]` is done to: "run anywhere".
pub fn is_without_object(words: &[Word]) -> bool {
    words.iter().skip(1).all(|w| w.is_listed(List::Adverb))
}

/// Whether these words deliver a piece of work and say nothing of what comes of it: "launch the app".
pub fn is_delivery(words: &[Word]) -> bool {
    let verb_first = match words {
        [roll, out, ..] if out.lower == "out" => roll.lower == "roll",
        [set, up, ..] if up.lower == "up" => set.lower == "set",
        [head, ..] => head.is_listed(List::Delivery),
        [] => false,
    };
    verb_first && is_work(words)
}

/// Whether a piece of work is named, and nothing of what comes of it.
pub fn is_work(words: &[Word]) -> bool {
    let leads_on = |pair: &[Word]| pair[0].lower == "to" && verb(&pair[1]).is_some();
    words.iter().any(|w| w.is_listed(List::Work))
        && !words.iter().any(|w| w.is_listed(List::Outcome))
        && !words.windows(2).any(leads_on)
}

/// Whether a word leads up to the verb.
pub fn is_lead_in(word: &Word<'_>) -> bool {
    word.is_listed(List::LeadIn)
}

/// Whether the words begin with work as a noun, or with a habit.
pub fn is_work_noun(words: &[Word<'_>]) -> bool {
    match words {
        [noun, of, ..] if of.lower == "of" => noun.is_listed(List::WorkNoun),
        [habit, gathering, ..] => {
            habit.is_listed(List::Habit) && gathering.is_listed(List::Gathering)
        }
        _ => false,
    }
}

/// Whether the words begin with "better" as a noun.
pub fn is_vague_noun(words: &[Word<'_>]) -> bool {
    let link = |w: &Word<'_>| w.is_in(&["of", "in", "for", "to"]);
    matches!(words, [noun, next, ..] if noun.is_listed(List::VagueNoun) && link(next))
}

/// Whether a word is a measure, or what is counted.
pub fn is_measured(word: &Word<'_>) -> bool {
    word.is_listed(List::Measured)
}

/// Whether these words are English, as far as a few can tell.
pub fn is_english(words: &[Word<'_>]) -> bool {
    let count = |known: &dyn Fn(&Word<'_>) -> bool| words.iter().filter(|w| known(w)).count();
    let foreign = count(&|w| w.is_listed(List::Foreign));
    let english = count(&|w| {
        w.is_listed(List::English) || is_measured(w) || verb(w).is_some() || is_vague_participle(w)
    });
    english > foreign
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn verb_of(text: &str) -> Option<Verb> {
        verb(&words(text)[0])
    }

    #[test]
    fn every_form_of_a_verb_is_known() {
        assert_eq!(verb_of("Migrating"), Some(Verb::Task));
        assert_eq!(verb_of("running"), Some(Verb::LooseTask));
        assert_eq!(verb_of("Improve"), Some(Verb::Vague));
        assert_eq!(verb_of("Win"), Some(Verb::Result));
        assert_eq!(verb_of("Hospital"), None);
        assert_eq!(verb_of("“Launch”"), None);
        assert!(is_vague_participle(&words("Enhanced")[0]));
        assert!(!is_vague_participle(&words("Speeding")[0]));
    }

    #[test]
    fn a_noun_is_no_verb() {
        for noun in [
            "Support tickets answered the same day",
            "Test coverage",
            "Launch readiness score",
            "Design system used by all",
            "Audit passed",
            "Launch complete",
            "Training completed by all managers",
            "Planning permission granted",
            "Hiring plan signed off",
            "Onboarding redesigned and live",
            "Support portal live in all regions",
        ] {
            assert!(is_noun(&words(noun)), "{noun}");
        }
        for verb in [
            "Support the sales team",
            "Launch version two",
            "Work on it",
            "Launch redesigned site",
            "Train certified and motivated mechanics",
            "Building features requested by customers",
            "Hiring",
            "Migrate data",
            "Train managers to be available",
            "Support customers online",
        ] {
            assert!(!is_noun(&words(verb)), "{verb}");
        }
    }

    #[test]
    fn other_languages_are_left_alone() {
        for text in [
            "Mejorar la satisfacción de los clientes",
            "Kosten um 30 % senken",
            "x",
            "",
        ] {
            assert!(!is_english(&words(text)), "{text}");
        }
        for text in ["NPS", "Win the market", "Open an office in La Paz"] {
            assert!(is_english(&words(text)), "{text}");
        }
    }
}
