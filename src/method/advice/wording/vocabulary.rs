//! What the words of a title are evidence of, by the lists in `lists`.

use super::lists;
use super::words::Word;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A list of words.
#[derive(Debug, Clone, Copy)]
pub(super) enum List {
    Task,
    LooseTask,
    Vague,
    Result,
    AlsoNoun,
    HardlyNoun,
    MoreOrLess,
    NounInIng,
    AfterVerb,
    Compound,
    Companion,
    Granted,
    LeadIn,
    WorkNoun,
    FinalWork,
    Project,
    VagueNoun,
    VagueAdjective,
    Comparative,
    Habit,
    Gathering,
    English,
    Measured,
    Foreign,
    ForeignVerb,
    Past,
    Participle,
    State,
    AfterState,
    Preposition,
    Adverb,
    Delivery,
    SureDelivery,
    Ware,
    Outcome,
    Evaluative,
    Abstract,
}

/// Every known word with its lists, a bit each.
static KNOWN: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    let all = [
        (List::Task, lists::TASKS),
        (List::LooseTask, lists::LOOSE_TASKS),
        (List::Vague, lists::VAGUE),
        (List::Result, lists::RESULTS),
        (List::AlsoNoun, lists::ALSO_NOUNS),
        (List::HardlyNoun, lists::HARDLY_NOUNS),
        (List::MoreOrLess, lists::MORE_OR_LESS),
        (List::NounInIng, lists::NOUNS_IN_ING),
        (List::AfterVerb, lists::AFTER_VERBS),
        (List::Compound, lists::COMPOUNDS),
        (List::Companion, lists::COMPANIONS),
        (List::Granted, lists::GRANTED),
        (List::LeadIn, lists::LEAD_INS),
        (List::WorkNoun, lists::WORK_NOUNS),
        (List::FinalWork, lists::FINAL_WORK),
        (List::Project, lists::PROJECTS),
        (List::VagueNoun, lists::VAGUE_NOUNS),
        (List::VagueAdjective, lists::VAGUE_ADJECTIVES),
        (List::Comparative, lists::COMPARATIVES),
        (List::Habit, lists::HABITS),
        (List::Gathering, lists::GATHERINGS),
        (List::English, lists::ENGLISH),
        (List::Measured, lists::MEASURED),
        (List::Foreign, lists::FOREIGN),
        (List::ForeignVerb, lists::FOREIGN_VERBS),
        (List::Past, lists::PAST),
        (List::Participle, lists::PARTICIPLES),
        (List::State, lists::STATES),
        (List::AfterState, lists::AFTER_STATES),
        (List::Preposition, lists::PREPOSITIONS),
        (List::Adverb, lists::ADVERBS),
        (List::Delivery, lists::DELIVERIES),
        (List::SureDelivery, lists::SURE_DELIVERIES),
        (List::Ware, lists::WORKS),
        (List::Outcome, lists::OUTCOMES),
        (List::Evaluative, lists::EVALUATIVE),
        (List::Abstract, lists::ABSTRACT),
    ];
    let mut known: HashMap<&str, u64> = HashMap::new();
    for (list, words) in all {
        for word in words.split_whitespace() {
            *known.entry(word).or_default() |= list.bit();
        }
    }
    known
});

impl List {
    fn bit(self) -> u64 {
        1 << self as u16
    }

    fn holds(self, word: &str) -> bool {
        lists_of(word) & self.bit() != 0
    }
}

/// The lists that a word is on, a bit each.
fn lists_of(word: &str) -> u64 {
    KNOWN.get(word).copied().unwrap_or_default()
}

impl Word<'_> {
    pub(super) fn is_listed(&self, list: List) -> bool {
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

/// What a word, in its base form, or as `-ing`, says as a verb.
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

/// Whether a word is an `-ing` form of a verb, and no base form.
pub(super) fn is_gerund(word: &Word<'_>) -> bool {
    word.lower.ends_with("ing") && listed(&word.lower).is_none() && verb(word).is_some()
}

/// Whether a word is a verb in the third person: "runs", "launches".
pub(super) fn is_third_person(word: &Word<'_>) -> bool {
    let Some(stem) = word.lower.strip_suffix('s').filter(|_| !word.quoted) else {
        return false;
    };
    let shorter = stem.strip_suffix('e');
    listed(stem).is_some() || shorter.is_some_and(|s| listed(s).is_some())
}

/// Whether a word leads up to the verb.
pub fn is_lead_in(word: &Word<'_>) -> bool {
    word.is_listed(List::LeadIn)
}

/// Whether a word is a measure, or what is counted.
pub fn is_measured(word: &Word<'_>) -> bool {
    word.is_listed(List::Measured)
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
        assert!(is_gerund(&words("Enhancing")[0]));
        assert!(!is_gerund(&words("Enhance")[0]));
        assert!(is_third_person(&words("launches")[0]));
        assert!(!is_third_person(&words("launch")[0]));
    }
}
