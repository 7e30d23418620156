//! Names that no rule has, where rules are allowed or denied.

use super::names::{WrongName, unknown, wrong_allowance};
use crate::method::advice::registry::rule;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, place};
use crate::model::Document;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "unknown-rule",
    level: AdviceLevel::Warning,
    asks: "what is allowed or denied is the name of a rule",
    reason: "A slip in a rule's name allows nothing and denies nothing, and nobody notices: the one \
             who wrote it believes that it counts.",
    source: "okr help format",
    bad: Example {
        day: "2026-07-02",
        files: &[(
            "okr.toml",
            "format = 1\n\
             \n\
             [check]\n\
             allow = [\"key-result-cuont\"]\n",
        )],
        found: "okr.toml:4:10",
    },
    good: Example {
        day: "2026-07-02",
        files: &[(
            "okr.toml",
            "format = 1\n\
             \n\
             [check]\n\
             allow = [\"key-result-count\"]\n",
        )],
        found: "",
    },
    check: Check::Own(check),
};

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let settings = &view.workspace.settings;
    let allowed = settings.allow.iter().enumerate();
    let wrong = |name: &String| wrong_allowance(Some(name), &settings.deny);
    let allowed = allowed.map(|(at, name)| ("allow", at, wrong(name)));
    let denied = settings.deny.iter().enumerate();
    let denied = denied.map(|(at, name)| ("deny", at, rule(name).is_none().then(|| unknown(name))));
    for (key, at, wrong) in allowed.chain(denied) {
        advice.extend(wrong.map(|wrong| said(key, at, wrong)));
    }
}

fn said(key: &str, at: usize, wrong: WrongName) -> Advice {
    let place = place(Document::Settings, ["check".into(), key.into(), at.into()]);
    Advice {
        fix: wrong.fix.map(str::to_owned),
        ..Advice::warning(wrong.rule, place, wrong.message).help(wrong.help)
    }
}
