//! Two to five key results an objective.

use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::{Advice, in_goal, live};
use crate::model::{Ambition, KeyResult, Measure, Objective};

/// Fewer do not tell whether the objective is reached.
const FEWEST: usize = 2;
/// More are a list that nobody keeps in mind.
const MOST: usize = 5;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "key-result-count",
    level: AdviceLevel::Warning,
    asks: "an objective has 2 to 5 key results",
    reason: "One number can be met while the objective is missed; two or more hold each other in \
             check. Beyond five the objective is several, or the key results are a list of tasks: \
             nobody pushes ten things at once.",
    source: "John Doerr, Measure What Matters: three to five key results for each objective. \
             Andrew Grove, High Output Management: what is focused on must be few.",
    bad: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:4:1",
    },
    good: Example {
        day: "2026-08-14",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.retention]
title = \"Raise retention to 75 %\"
unit = \"%\"
baseline = 73
target = 75
";

const GOOD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.retention]
title = \"Raise retention to 75 %\"
unit = \"%\"
baseline = 73
target = 75

[key_results.rating]
title = \"Raise the app rating to 4.5\"
unit = \"stars\"
baseline = 4.0
target = 4.5
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(view.planned_objectives().filter_map(wrong_count));
}

fn wrong_count(objective: &Objective) -> Option<Advice> {
    if objective.terms.measure.is_some() {
        return None;
    }
    let count = live(objective).count();
    let is_rollup = |kr: &KeyResult| kr.terms.measure == Measure::Rollup;
    // A rollup is as many as the objectives below; one question is enough to learn something.
    let one_is_enough =
        objective.terms.ambition == Ambition::Learning || live(objective).any(is_rollup);
    let fewest = if one_is_enough { 1 } else { FEWEST };
    if (fewest..=MOST).contains(&count) {
        return None;
    }
    let id = objective.id.local();
    let (message, help) = match count {
        0 => (
            format!("`{id}` has no key results: nobody can tell when it is reached"),
            format!("how would you know? okr new kr {id}"),
        ),
        1 => (
            format!("`{id}` has one key result, which can be met while the objective is missed"),
            format!("what else has to be true by then? okr new kr {id}"),
        ),
        _ => (
            format!("`{id}` has {count} key results, more than {MOST}"),
            "keep those that tell whether it is reached; the rest are initiatives, or an objective \
             of their own"
                .to_owned(),
        ),
    };
    // The header of the one that is alone, or of the first that is too many.
    let blamed = live(objective).nth(if count > MOST { MOST } else { 0 });
    let place = in_goal(objective, blamed, None);
    Some(Advice::warning(RULE.name, place, message).help(help))
}
