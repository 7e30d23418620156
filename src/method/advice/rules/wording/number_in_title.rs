//! An objective's title holds no number: key results measure it.

use crate::method::advice::Advice;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::wording::change::in_a_title;
use crate::method::advice::wording::counted::{bare_number, measures};
use crate::method::advice::wording::single::only_task;
use crate::method::advice::wording::tasks::task_list;
use crate::method::advice::wording::titled::Titled;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "number-in-title",
    level: AdviceLevel::Warning,
    asks: "the title of an objective holds no number that measures it",
    reason: "A number in the title makes one measure the whole of the objective, and it stands there \
             twice: when the target is amended, the title goes on asking for the old one. Key \
             results hold the numbers; the objective says what they are for. A number that belongs to a \
             name (\"Line 2\") or to what is there already (\"our 4 brands\") measures nothing.",
    source: "Christina Wodtke, Radical Focus: the objective is qualitative, the numbers belong to \
             the key results. The guides of OKR vendors say the same: a qualitative objective with \
             three to five quantitative key results.",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/hiring.toml", BAD)],
        found: "2026-Q3/hiring.toml:1:13",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/hiring.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = "\
objective = \"Reduce the time to hire to 30 days\"
owner = \"maria\"

[key_results.accepted]
title = \"Offers accepted\"
unit = \"%\"
baseline = 61
target = 80

[key_results.interviews]
title = \"Interviews for each offer\"
baseline = 9
target = 5
";

const GOOD: &str = "\
objective = \"Good people find us easy to join\"
owner = \"maria\"

[key_results.time]
title = \"Time to hire\"
unit = \"days\"
baseline = 52
target = 30

[key_results.accepted]
title = \"Offers accepted\"
unit = \"%\"
baseline = 61
target = 80

[key_results.interviews]
title = \"Interviews for each offer\"
baseline = 9
target = 5
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(Titled::objectives(view).filter_map(advise));
}

fn advise(goal: &Titled<'_>) -> Option<Advice> {
    let words = &goal.words;
    let measuring = goal.amounts.iter().find(|amount| measures(words, amount));
    let written = match measuring {
        Some(amount) => amount.written.clone(),
        None => in_a_title(words)?,
    };
    // Those are told as a whole.
    let is_task = task_list(words).is_some() || only_task(words).is_some();
    if is_task || bare_number(words, &goal.amounts).is_some() {
        return None;
    }
    let id = goal.id();
    let message = format!("the title of `{id}` holds a number, `{written}`, that measures it");
    let help = match goal.objective.terms.measure {
        Some(_) => "leave it out of the title: `target` says it".to_owned(),
        None => format!(
            "make `{written}` the target of a key result (okr new kr {id}) and say in the title \
             what it is for"
        ),
    };
    Some(Advice::warning(RULE.name, goal.place(), message).help(help))
}
