//! At most five objectives a team and cycle.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_objective};
use crate::model::{CycleId, Objective};
use std::collections::BTreeMap;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "too-many-objectives",
    level: AdviceLevel::Warning,
    asks: "a team has at most 5 objectives in a cycle",
    reason: "Every objective is a promise to leave other things undone. With more than five there \
             is no such promise: whatever somebody works on serves one of them. Fewer goals are \
             reached more often, and the ones left out can be next quarter's.",
    source: "Google's guide to OKRs (re:Work): three to five objectives. Andrew Grove, High \
             Output Management: to focus on everything is to focus on nothing. Christina Wodtke, \
             Radical Focus: best one objective a quarter.",
    bad: Example {
        day: "2026-08-14",
        files: &[
            EASY_START,
            FAIR_PRICE,
            GOOD_ADVICE,
            LONG_STAY,
            SMALL_FIRMS,
            SOUTH,
        ],
        found: "2026-Q3/sales/south.toml:1:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[EASY_START, FAIR_PRICE, GOOD_ADVICE, LONG_STAY, SMALL_FIRMS],
        found: "",
    },
    check: Check::Own(check),
};

/// More are no choice.
const MOST: usize = 5;

macro_rules! learning {
    ($title:literal, $key_result:literal) => {
        concat!(
            "objective = \"",
            $title,
            "\"\n",
            "owner = \"maria\"\n",
            "ambition = \"learning\"\n\n",
            "[key_results.talks]\n",
            "title = \"",
            $key_result,
            "\"\n",
            "unit = \"talks\"\n",
        )
    };
}

const EASY_START: (&str, &str) = (
    "2026-Q3/sales/easy-start.toml",
    learning!(
        "Learn why clients do not finish the setup",
        "Sit beside clients who set up"
    ),
);

const FAIR_PRICE: (&str, &str) = (
    "2026-Q3/sales/fair-price.toml",
    learning!(
        "Learn what clients find a fair price",
        "Talk prices with clients who left"
    ),
);

const GOOD_ADVICE: (&str, &str) = (
    "2026-Q3/sales/good-advice.toml",
    learning!(
        "Learn what advice clients look for",
        "Ask clients whom they ask first"
    ),
);

const LONG_STAY: (&str, &str) = (
    "2026-Q3/sales/long-stay.toml",
    learning!(
        "Learn why clients stay for years",
        "Talk to clients of the first year"
    ),
);

const SMALL_FIRMS: (&str, &str) = (
    "2026-Q3/sales/small-firms.toml",
    learning!(
        "Learn whether small firms buy alone",
        "Talk to small firms that asked"
    ),
);

const SOUTH: (&str, &str) = (
    "2026-Q3/sales/south.toml",
    learning!(
        "Learn what clients in the south need",
        "Talk to clients in the south"
    ),
);

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    let mut teams: BTreeMap<(CycleId, Option<&str>), Vec<&Objective>> = BTreeMap::new();
    for objective in view.planned_objectives() {
        let team = (objective.id.cycle, objective.id.objective.team());
        teams.entry(team).or_default().push(objective);
    }
    for ((cycle, team), mut objectives) in teams {
        // Those that came last are too many.
        objectives.sort_by_key(|o| o.added);
        let Some(first_too_many) = objectives.get(MOST) else {
            continue;
        };
        let count = objectives.len();
        let message = match team {
            Some(team) => format!("`{team}` has {count} objectives in {cycle}, more than {MOST}"),
            None => format!("{cycle} has {count} objectives above the teams, more than {MOST}"),
        };
        let place = in_objective(first_too_many, []);
        let help = "keep those that matter most; the others can wait, or be initiatives: okr drop";
        advice.push(Advice::warning(RULE.name, place, message).help(help));
    }
}
