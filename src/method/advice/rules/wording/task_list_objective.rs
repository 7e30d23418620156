//! An objective is what should be true, not what is to be done, and not a number.

use crate::method::advice::Advice;
use crate::method::advice::rule::{AdviceLevel, Check, Example, Rule};
use crate::method::advice::view::View;
use crate::method::advice::wording::counted::bare_number;
use crate::method::advice::wording::single::only_task;
use crate::method::advice::wording::tasks::task_list;
use crate::method::advice::wording::titled::Titled;

pub(in crate::method::advice) static RULE: Rule = Rule {
    name: "task-list-objective",
    level: AdviceLevel::Warning,
    asks: "an objective says what should become true, not tasks or a bare number",
    reason: "Tasks can all be done while nothing gets better, and a number alone tells nobody why it \
             matters. An objective that says what will be different lets people find better tasks \
             than those they began with.",
    source: "Christina Wodtke, Radical Focus: an objective is a single sentence, qualitative and \
             inspiring. John Doerr, Measure What Matters: objectives are the what, key results the \
             how. OnStrategy, OKRs vs KPIs: the objective is the what that must be achieved.",
    bad: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/platform.toml", BAD)],
        found: "2026-Q3/platform.toml:1:13",
    },
    good: Example {
        day: "2026-07-02",
        files: &[("2026-Q3/platform.toml", GOOD)],
        found: "",
    },
    check: Check::Own(check),
};

const BAD: &str = "\
objective = \"Migrate the database, rewrite the tests and hire an engineer\"
owner = \"maria\"

[key_results.releases]
title = \"Releases without a rollback\"
unit = \"%\"
baseline = 81
target = 97

[key_results.lead-time]
title = \"Days from merge to customer\"
unit = \"days\"
baseline = 9
target = 2
";

const GOOD: &str = "\
objective = \"Ship without fear\"
owner = \"maria\"
initiatives = [
  { title = \"Migrate the database\" },
  { title = \"Rewrite the tests\" },
  { title = \"Hire an engineer\" },
]

[key_results.releases]
title = \"Releases without a rollback\"
unit = \"%\"
baseline = 81
target = 97

[key_results.lead-time]
title = \"Days from merge to customer\"
unit = \"days\"
baseline = 9
target = 2
";

fn check(view: &View<'_>, advice: &mut Vec<Advice>) {
    advice.extend(Titled::objectives(view).filter_map(advise));
}

fn advise(goal: &Titled<'_>) -> Option<Advice> {
    let id = goal.id();
    let (message, help) = if let Some(tasks) = task_list(&goal.words) {
        let [first, second] = [tasks.first()?, tasks.get(1)?];
        (
            format!("`{id}` is a list of tasks: all can be done and nothing be better"),
            format!(
                "say what will be true once `{first}` and `{second}` are done, such as \
                 \"Customers can …\"; the tasks become `initiatives`"
            ),
        )
    } else if let Some(task) = only_task(&goal.words) {
        (
            format!("`{id}` is a task: it can be done and nothing be better"),
            format!(
                "say what will be true once `{task}` is done, such as \"Customers can …\"; the task \
                 becomes one of the `initiatives`"
            ),
        )
    } else {
        let amount = bare_number(&goal.words, &goal.amounts)?;
        (
            format!("`{id}` is a number: `{}` tells nobody why it matters", amount.written),
            "say what it stands for, such as \"Our users love to come back\"; the number becomes the \
             target of a key result"
                .to_owned(),
        )
    };
    Some(Advice::warning(RULE.name, goal.place(), message).help(help))
}
