//! "Improve" is no result until it says how much.

use crate::method::advice::Advice;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::wording::opening::{Fault, fault};
use crate::method::advice::wording::titled::Titled;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "vague-verb",
    level: AdviceLevel::Warning,
    asks: "a key result that improves or supports something says by how much",
    reason: "\"Improve\" is true of the smallest step, and \"support\" of any effort at all: at the \
             end of the quarter everybody is right about whether it was reached. \"Fewer\", \
             \"faster\" and \"more\" say no more than that. A number settles it on the day the goal is \
             written.",
    source: "John Doerr, Measure What Matters, quotes Marissa Mayer: it is not a key result unless \
             it has a number. The guides say the same of KPIs: not to improve sales, but to reach a \
             monthly recurring revenue of 200,000.",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/loyal.toml", BAD)],
        found: "2026-Q3/loyal.toml:5:9",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/loyal.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.satisfaction]
title = \"Improve customer satisfaction\"

[key_results.retention]
title = \"Clients who renew\"
unit = \"%\"
baseline = 73
target = 75
";

const GOOD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.satisfaction]
title = \"Improve customer satisfaction\"
unit = \"points of 10\"
baseline = 7.4
target = 8.5

[key_results.retention]
title = \"Clients who renew\"
unit = \"%\"
baseline = 73
target = 75
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(Titled::key_results(view).filter_map(advise));
}

fn advise(goal: &Titled<'_>) -> Option<Advice> {
    let kr = goal.key_result?;
    let Fault::Vague(word) = fault(kr, &goal.words, &goal.amounts)? else {
        return None;
    };
    let id = goal.id();
    let message = format!("`{id}` says `{word}`, and nothing says how much");
    let help = match kr.terms.measure.effort() {
        Some(_) => {
            "name the number that will show it (\"… from 62 to 75\"), and write `baseline` and \
             `target` in place of `kind = \"effort\"`"
        }
        None => {
            "name the number that will show it (\"… from 62 to 75\"), and write it as `baseline` \
             and `target`, or follow a KPI"
        }
    };
    Some(Advice::warning(RULE.name, goal.place(), message).help(help))
}
