//! A title and the fields below it ask for the same.

use crate::method::advice::Advice;
use crate::method::advice::number;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::wording::claims::{Contradiction, Told, contradictions};
use crate::method::advice::wording::titled::Titled;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "title-contradicts-numbers",
    level: AdviceLevel::Warning,
    asks: "a title that names numbers names those of the fields",
    reason: "People read the title, scores come from the fields: where they differ, a team pushes for \
             one number and is graded by another. It mostly happens when a target is amended and \
             the title forgotten.",
    source: "okr help format: one place for each fact. A key result without a title gets one from its \
             name, baseline and target, which cannot go stale.",
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

[key_results.retention]
title = \"Raise retention from 73% to 75%\"
unit = \"%\"
baseline = 73
target = 78

[key_results.rating]
title = \"App rating\"
unit = \"stars\"
baseline = 4.0
target = 4.5
";

const GOOD: &str = "\
objective = \"Create wildly loyal customers\"
owner = \"maria\"

[key_results.retention]
title = \"Raise retention from 73% to 78%\"
unit = \"%\"
baseline = 73
target = 78

[key_results.rating]
title = \"App rating\"
unit = \"stars\"
baseline = 4.0
target = 4.5
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(view.titles().iter().filter_map(|goal| advise(view, goal)));
}

fn advise<'w>(view: &View<'w>, goal: &Titled<'w>) -> Option<Advice> {
    let found = contradictions(&goal.words, &goal.amounts, &goal.fields(view));
    let told: Vec<String> = found.iter().map(told).collect();
    if told.is_empty() {
        return None;
    }
    let message = format!("the title of `{}` says {}", goal.id(), told.join(", and "));
    let help = match goal.key_result {
        Some(_) => {
            "make them agree: mend the title, or the field with `okr amend`; left out, a title is \
             made from the numbers"
        }
        None => "make them agree: best is a title without numbers, which cannot go stale",
    };
    Some(Advice::warning(RULE.name, goal.place(), message).help(help))
}

fn told(found: &Contradiction) -> String {
    let Contradiction { said, key, value } = found;
    match *value {
        Told::Number(value) => format!("`{said}`, but {key} is {}", number(value)),
        Told::Change { from, to, percent } => {
            let (from, to) = (number(from), number(to));
            let change = number((percent.abs() * 10.0).round() / 10.0);
            let way = if percent < 0.0 { "less" } else { "more" };
            format!("`{said}`, but from {from} to {to} ({key}) is {change} % {way}")
        }
        Told::Relative(percent) => {
            let sign = if percent > 0.0 { "+" } else { "" };
            format!("`{said}`, but {key} is `{sign}{}%`", number(percent))
        }
    }
}
