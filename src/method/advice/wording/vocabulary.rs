//! The closed lists of words that the rules know, and what each is evidence of. A word that is on no
//! list is judged by none.

use super::words::Word;

/// Work whose end is an output: done is done, whatever came of it.
const TASKS: &[&str] = &[
    "add",
    "analyse",
    "analyze",
    "attend",
    "audit",
    "automate",
    "book",
    "buy",
    "clean",
    "collect",
    "compile",
    "conduct",
    "configure",
    "decommission",
    "delete",
    "deploy",
    "document",
    "draft",
    "email",
    "evaluate",
    "file",
    "finalise",
    "finalize",
    "fix",
    "hire",
    "host",
    "implement",
    "install",
    "integrate",
    "interview",
    "introduce",
    "investigate",
    "migrate",
    "onboard",
    "organise",
    "organize",
    "pay",
    "perform",
    "post",
    "prepare",
    "print",
    "publish",
    "record",
    "recruit",
    "redesign",
    "refactor",
    "remove",
    "renew",
    "replace",
    "research",
    "retire",
    "rewrite",
    "rotate",
    "schedule",
    "send",
    "set",
    "setup",
    "switch",
    "train",
    "update",
    "upgrade",
    "visit",
    "write",
];

/// Work as well, but with many an outcome among it ("build trust", "open doors", "move hearts").
const LOOSE_TASKS: &[&str] = &[
    "answer",
    "begin",
    "build",
    "call",
    "carry",
    "coach",
    "complete",
    "consult",
    "continue",
    "coordinate",
    "create",
    "define",
    "design",
    "develop",
    "discuss",
    "establish",
    "execute",
    "explore",
    "finish",
    "hold",
    "keep",
    "launch",
    "meet",
    "move",
    "negotiate",
    "participate",
    "plan",
    "present",
    "release",
    "review",
    "roll",
    "run",
    "start",
    "study",
    "teach",
    "test",
    "translate",
    "work",
];

/// "Better" or "more", without how much.
const VAGUE: &[&str] = &[
    "accelerate",
    "advance",
    "boost",
    "cultivate",
    "cut",
    "decrease",
    "deepen",
    "drive",
    "elevate",
    "empower",
    "encourage",
    "enhance",
    "ensure",
    "expand",
    "facilitate",
    "foster",
    "grow",
    "help",
    "improve",
    "increase",
    "leverage",
    "lower",
    "maintain",
    "maximise",
    "maximize",
    "minimise",
    "minimize",
    "optimise",
    "optimize",
    "promote",
    "raise",
    "reduce",
    "refine",
    "simplify",
    "speed",
    "stimulate",
    "streamline",
    "strengthen",
    "support",
    "sustain",
];

/// Verbs that name a result to reach; they open objectives and key results that are neither.
const RESULTS: &[&str] = &[
    "achieve", "attain", "be", "become", "bring", "convert", "delight", "deliver", "double",
    "earn", "exceed", "gain", "get", "give", "halve", "have", "hit", "land", "make", "obtain",
    "open", "reach", "save", "sell", "ship", "shorten", "triple", "turn", "win",
];

/// Verbs that are nouns as well ("launch readiness", "support tickets").
const ALSO_NOUNS: &[&str] = &[
    "advance",
    "answer",
    "audit",
    "book",
    "boost",
    "build",
    "call",
    "cut",
    "design",
    "document",
    "drive",
    "email",
    "file",
    "fix",
    "help",
    "host",
    "increase",
    "interview",
    "launch",
    "lower",
    "meet",
    "move",
    "plan",
    "post",
    "print",
    "raise",
    "record",
    "release",
    "research",
    "review",
    "run",
    "set",
    "speed",
    "start",
    "study",
    "support",
    "switch",
    "test",
    "train",
    "update",
    "upgrade",
    "visit",
    "work",
];

/// What follows a verb, and no noun that stands for itself.
const AFTER_VERBS: &[&str] = &[
    "a", "all", "an", "and", "another", "any", "at", "better", "each", "every", "existing", "for",
    "in", "its", "more", "my", "new", "on", "our", "out", "some", "that", "the", "their", "these",
    "this", "through", "to", "towards", "up", "with", "your",
];

/// Nouns that make a compound of a word before them ("support cost", "test coverage").
const COMPOUNDS: &[&str] = &[
    "accuracy",
    "agreements",
    "backlog",
    "bookings",
    "budget",
    "calls",
    "cases",
    "center",
    "centre",
    "completion",
    "cost",
    "costs",
    "count",
    "coverage",
    "days",
    "desk",
    "errors",
    "failures",
    "frequency",
    "hours",
    "index",
    "level",
    "notes",
    "orders",
    "pages",
    "papers",
    "percentage",
    "points",
    "price",
    "quality",
    "rate",
    "rates",
    "rating",
    "readiness",
    "requests",
    "results",
    "satisfaction",
    "score",
    "scores",
    "share",
    "speed",
    "success",
    "system",
    "team",
    "tickets",
    "time",
    "times",
    "usage",
    "value",
    "volume",
];

/// Words that lead up to the verb.
const LEAD_INS: &[&str] = &[
    "actively",
    "also",
    "and",
    "begin",
    "continue",
    "continuously",
    "fully",
    "further",
    "i",
    "keep",
    "must",
    "please",
    "quickly",
    "should",
    "significantly",
    "start",
    "starting",
    "successfully",
    "then",
    "to",
    "we",
    "will",
];

/// Work as nouns: "implementation of the ERP".
const WORK_NOUNS: &[&str] = &[
    "adoption",
    "analysis",
    "completion",
    "creation",
    "deployment",
    "design",
    "development",
    "execution",
    "implementation",
    "installation",
    "integration",
    "introduction",
    "launch",
    "migration",
    "organisation",
    "organization",
    "planning",
    "preparation",
    "publication",
    "redesign",
    "release",
    "rollout",
    "setup",
    "training",
];

/// "Better" as nouns: "improvement of quality".
const VAGUE_NOUNS: &[&str] = &[
    "enhancement",
    "enhancements",
    "improvement",
    "improvements",
    "increase",
    "optimisation",
    "optimization",
    "promotion",
    "reduction",
    "strengthening",
    "support",
];

/// Words that make a habit of the noun that follows.
const HABITS: &[&str] = &[
    "continuous",
    "daily",
    "fortnightly",
    "monthly",
    "ongoing",
    "quarterly",
    "regular",
    "weekly",
];

/// What habits are made of.
const GATHERINGS: &[&str] = &[
    "call",
    "calls",
    "exchange",
    "maintenance",
    "meeting",
    "meetings",
    "newsletter",
    "newsletters",
    "one-on-ones",
    "one-to-ones",
    "posts",
    "report",
    "reporting",
    "reports",
    "review",
    "reviews",
    "session",
    "sessions",
    "standup",
    "standups",
    "sync",
    "syncs",
    "training",
    "trainings",
    "update",
    "updates",
    "work",
    "workshop",
    "workshops",
];

/// Small words of English that few other languages share.
const ENGLISH: &[&str] = &[
    "above", "after", "again", "all", "and", "are", "as", "at", "be", "before", "below", "best",
    "better", "both", "by", "each", "end", "every", "fewer", "first", "for", "from", "half", "has",
    "have", "how", "in", "into", "is", "it", "its", "least", "less", "like", "more", "most", "new",
    "of", "off", "on", "one", "only", "or", "our", "out", "over", "own", "per", "than", "that",
    "the", "their", "them", "they", "this", "to", "two", "under", "until", "up", "us", "we",
    "when", "where", "which", "who", "whole", "with", "within", "without", "year", "you", "your",
];

/// Measures and what is counted, in English business prose.
const MEASURED: &[&str] = &[
    "arr",
    "attendees",
    "bookings",
    "buyers",
    "cac",
    "churn",
    "clients",
    "clv",
    "companies",
    "conversion",
    "cost",
    "costs",
    "countries",
    "csat",
    "customers",
    "dau",
    "days",
    "deals",
    "demos",
    "donations",
    "donors",
    "downloads",
    "dso",
    "ebitda",
    "employees",
    "engagement",
    "engineers",
    "enps",
    "error",
    "errors",
    "families",
    "followers",
    "gmv",
    "growth",
    "hires",
    "hours",
    "installs",
    "leads",
    "ltv",
    "margin",
    "markets",
    "mau",
    "members",
    "minutes",
    "months",
    "mrr",
    "mttr",
    "newsletter",
    "nps",
    "orders",
    "participants",
    "partners",
    "people",
    "percent",
    "points",
    "profit",
    "rate",
    "rating",
    "readers",
    "registrations",
    "retention",
    "revenue",
    "sales",
    "score",
    "seconds",
    "share",
    "sign-ups",
    "signups",
    "stores",
    "subscribers",
    "tickets",
    "traffic",
    "turnover",
    "uptime",
    "users",
    "views",
    "visitors",
    "visits",
    "volunteers",
    "wau",
    "weeks",
];

/// Small words of other languages that English does not share.
const FOREIGN: &[&str] = &[
    "al", "auf", "bei", "con", "das", "del", "dem", "den", "der", "des", "di", "dos", "du", "een",
    "ein", "eine", "einen", "el", "en", "et", "für", "het", "il", "im", "ist", "la", "las", "le",
    "les", "los", "mit", "naar", "nicht", "nos", "notre", "nuestra", "nuestros", "och", "para",
    "por", "pour", "que", "sur", "um", "una", "und", "une", "uns", "unser", "unsere", "van", "von",
    "voor", "wir", "y", "zu", "zum", "zur",
];

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
pub fn verb(word: &Word) -> Option<Verb> {
    if word.quoted {
        return None;
    }
    let lists = [
        (TASKS, Verb::Task),
        (LOOSE_TASKS, Verb::LooseTask),
        (VAGUE, Verb::Vague),
        (RESULTS, Verb::Result),
    ];
    let bases = bases(&word.lower);
    let listed = |list: &[&str]| bases.iter().any(|base| holds(list, base));
    lists
        .into_iter()
        .find(|(list, _)| listed(list))
        .map(|(_, verb)| verb)
}

/// Whether a word is in a sorted list.
fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

impl Word {
    fn is_listed(&self, list: &[&str]) -> bool {
        !self.quoted && holds(list, &self.lower)
    }
}

/// A word and the verbs that it may be the `-ing` form of.
fn bases(lower: &str) -> Vec<String> {
    let mut bases = vec![lower.to_owned()];
    if let Some(stem) = lower.strip_suffix("ing") {
        bases.push(stem.to_owned());
        bases.push(format!("{stem}e"));
        let mut letters = stem.chars();
        if let Some(last) = letters.next_back()
            && letters.next_back() == Some(last)
        {
            bases.push(stem[..stem.len() - last.len_utf8()].to_owned());
        }
    }
    bases
}

/// A verb in the past, in front of a noun: "enhanced security".
pub fn is_vague_participle(word: &Word) -> bool {
    let stem = word.lower.strip_suffix('d');
    let stems = stem
        .into_iter()
        .flat_map(|s| [s, s.strip_suffix('e').unwrap_or(s)]);
    let stems: Vec<&str> = stems.collect();
    !word.quoted && stems.iter().any(|s| holds(VAGUE, s))
}

/// Whether the verb `words[0]` is a noun here, to judge by what follows it.
pub fn is_noun(words: &[Word]) -> bool {
    let Some((head, rest)) = words.split_first() else {
        return false;
    };
    if !head.is_listed(ALSO_NOUNS) {
        return false;
    }
    let Some(next) = rest.first() else {
        return true;
    };
    if next.is_listed(AFTER_VERBS) || head.stop.is_some() {
        return false;
    }
    let is_past = |w: &Word| w.lower.len() > 4 && w.lower.ends_with("ed") || w.lower == "used";
    next.is_listed(COMPOUNDS) || rest.iter().skip(1).any(is_past)
}

/// Whether a word leads up to the verb.
pub fn is_lead_in(word: &Word) -> bool {
    word.is_listed(LEAD_INS)
}

/// Whether the words begin with work as a noun, or with a habit.
pub fn is_work_noun(words: &[Word]) -> bool {
    match words {
        [noun, of, ..] if of.lower == "of" => noun.is_listed(WORK_NOUNS),
        [habit, gathering, ..] => habit.is_listed(HABITS) && gathering.is_listed(GATHERINGS),
        _ => false,
    }
}

/// Whether the words begin with "better" as a noun.
pub fn is_vague_noun(words: &[Word]) -> bool {
    let link = |w: &Word| w.is_in(&["of", "in", "for", "to"]);
    matches!(words, [noun, next, ..] if noun.is_listed(VAGUE_NOUNS) && link(next))
}

/// Whether a word is a measure, or what is counted.
pub fn is_measured(word: &Word) -> bool {
    word.is_listed(MEASURED)
}

/// Whether these words are English, as far as a few can tell.
pub fn is_english(words: &[Word]) -> bool {
    let count = |known: &dyn Fn(&Word) -> bool| words.iter().filter(|w| known(w)).count();
    let foreign = count(&|w| w.is_listed(FOREIGN));
    let english = count(&|w| {
        w.is_listed(ENGLISH) || is_measured(w) || verb(w).is_some() || is_vague_participle(w)
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
    fn lists_are_sorted_to_be_searched() {
        let lists = [
            TASKS,
            LOOSE_TASKS,
            VAGUE,
            RESULTS,
            ALSO_NOUNS,
            AFTER_VERBS,
            COMPOUNDS,
            LEAD_INS,
            WORK_NOUNS,
            VAGUE_NOUNS,
            HABITS,
            GATHERINGS,
            ENGLISH,
            MEASURED,
            FOREIGN,
        ];
        for list in lists {
            assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        }
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
        ] {
            assert!(is_noun(&words(noun)), "{noun}");
        }
        for verb in ["Support the sales team", "Launch version two", "Work on it"] {
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
