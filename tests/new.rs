//! `okr new`: definitions from flags. The questions are in tests/asking.rs.

mod support;

use serde_json::json;
use support::{Call, Workspace};
use toml::Table;

const LOYAL: &str = "2026-Q3/customer-success/loyal-customers.toml";

/// Runs `okr new` with words as a shell would split them.
fn new<'w>(workspace: &'w Workspace, line: &str) -> Call<'w> {
    let call = workspace.typed(&format!("new {line}"));
    call.today("2026-07-01")
}

fn loyal() -> Workspace {
    Workspace::new()
        .file(LOYAL, "# ours\nobjective = \"Create wildly loyal customers\" # remember\nowner = \"maria\"\n")
        .file("kpis/client-retention.toml", "name = \"Client retention rate\"\nunit = \"%\"\n[targets]\n2026 = 80\n2026-Q3 = 75\n")
        .file("2026-Q2/checkins/2026-06-30-090000-maria-0000.toml",
            "date = 2026-06-30\nby = \"maria\"\n[[update]]\nkpi = \"kpis/client-retention\"\nvalue = 73\n")
}

#[test]
fn an_objective_is_a_file_that_names_what_is_next() {
    let workspace = Workspace::new().file("kpis/cost.toml", "name = \"Support cost\"\n");
    new(&workspace, "objective \"Grow in Europe\" --owner ines")
        .run()
        .exits(0);
    let ran = new(
        &workspace,
        "objective \"Kundentreue für alle!\" --team customer-success --supports europe --owner maria \
         --why \"Renewals carry us.\" --ambition committed --guardrail cost --contributor tom --weight 2 \
         --tag retention --initiative \"Advisory board=https://example.com/42\" --stop \"Weekly calls\"",
    )
    .run()
    .exits(0)
    .prints(&["customer-success/kundentreue-fur-alle", "2026-Q3/customer-success/kundentreue-fur-alle.toml"])
    .says(&["okr new kr customer-success/kundentreue-fur-alle"]);
    assert_eq!(ran.written().len(), 2, "{ran}");
    assert_eq!(
        workspace.read("2026-Q3/customer-success/kundentreue-fur-alle.toml"),
        "# We stop: Weekly calls
objective = \"Kundentreue für alle!\"
why = \"Renewals carry us.\"
owner = \"maria\"
contributors = [\"tom\"]
supports = \"grow-in-europe\"
ambition = \"committed\"
guardrails = [\"kpis/cost\"]
weight = 2
tags = [\"retention\"]
initiatives = [
  { title = \"Advisory board\", url = \"https://example.com/42\" },
]
"
    );
}

#[test]
fn a_key_result_takes_unit_and_baseline_from_its_kpi() {
    let workspace = loyal();
    let before = workspace.read(LOYAL);
    new(&workspace, "kr loyal --kpi retention --target 90")
        .run()
        .exits(0)
        .says(&["Client retention rate stands at 73 % (its value of 2026-Q2); this asks for 90 %"]);
    let block = "\n[key_results.client-retention]\nkpi = \"kpis/client-retention\"\nbaseline = 73\ntarget = 90\n";
    assert_eq!(workspace.read(LOYAL), before + block);
    workspace.okr("check").run().finds_only_practice();
}

#[test]
fn a_target_of_the_kpi_is_followed() {
    let workspace = loyal();
    new(&workspace, "kr loyal --kpi retention --key retention")
        .run()
        .exits(0)
        .says(&["this asks for 75 %: it follows the KPI's own target for 2026-Q3"]);
    assert!(
        workspace
            .read(LOYAL)
            .ends_with("[key_results.retention]\nkpi = \"kpis/client-retention\"\nbaseline = 73\n")
    );
}

#[test]
fn what_is_reached_is_held() {
    let workspace = loyal();
    for asked in ["--target 70", "--target 73%", "--target -10%"] {
        new(&workspace, &format!("kr loyal --kpi retention {asked}"))
            .run()
            .exits(2)
            .says(&["already stands at 73 %", "--at-least"])
            .assert_unchanged();
    }
    new(&workspace, "kr loyal --kpi retention --at-least 70")
        .run()
        .exits(0);
    assert!(
        workspace
            .read(LOYAL)
            .ends_with("kpi = \"kpis/client-retention\"\nat_least = 70\n")
    );
}

#[test]
fn every_kind_of_key_result() {
    let workspace = loyal();
    let ours = workspace.read(LOYAL);
    for line in [
        "kr loyal \"App rating\" --from 4.0 --target 4.5 --commit 4.2 --stretch 4.7 --unit stars --weight 2 --owner tom",
        "kr loyal \"Uptime\" --at-least 99.9% --at-most 100 --unit %",
        "kr loyal \"Success plans\" --milestone \"Template agreed\" --milestone \"Rollout=2@2026-09-30\" --due 2026-09-30",
        "kr loyal \"Guided setup\" --effort",
        "kr loyal \"Every team delivers\" --rollup --key teams",
        "kr loyal \"Debt\" --from -2.5M --target -1M",
    ] {
        new(&workspace, line).run().exits(0);
        workspace.okr("check").run().finds_only_practice();
    }
    assert_eq!(
        workspace.read(LOYAL),
        ours + "
[key_results.app-rating]
title = \"App rating\"
unit = \"stars\"
baseline = 4
commit = 4.2
target = 4.5
stretch = 4.7
owner = \"tom\"
weight = 2

[key_results.uptime]
title = \"Uptime\"
unit = \"%\"
at_least = 99.9
at_most = 100

[key_results.success-plans]
title = \"Success plans\"
kind = \"effort\"
due = 2026-09-30
milestones = [
  { id = \"template-agreed\", title = \"Template agreed\" },
  { id = \"rollout\", title = \"Rollout\", weight = 2, due = 2026-09-30 },
]

[key_results.guided-setup]
title = \"Guided setup\"
kind = \"effort\"

[key_results.teams]
title = \"Every team delivers\"
kind = \"rollup\"

[key_results.debt]
title = \"Debt\"
baseline = -2500000
target = -1000000
"
    );
}

#[test]
fn a_kpi_with_all_it_can_have() {
    let workspace = loyal();
    new(
        &workspace,
        "kpi \"Healthy clients\" --team support --unit clients --frequency weekly --source Dashboard --measure \"green, end of day\" \
         --owner maria --indicator leading --aggregate mean --decimals 0 --category success --health --drives retention \
         --benchmark \"250=peers\" --green 275 --amber 250 --target always=200 --target 2026=1,340 --target q3=300",
    )
    .run()
    .exits(0);
    assert_eq!(
        workspace.read("kpis/support/healthy-clients.toml"),
        "name = \"Healthy clients\"
measure = \"green, end of day\"
unit = \"clients\"
frequency = \"weekly\"
source = \"Dashboard\"
owner = \"maria\"
indicator = \"leading\"
aggregate = \"mean\"
decimals = 0
category = \"success\"
health = true
drives = [\"kpis/client-retention\"]
benchmark = { value = 250, source = \"peers\" }

[targets]
always = 200
2026 = 1340
2026-Q3 = 300

[thresholds]
green = 275
amber = 250
"
    );
    new(
        &workspace,
        "kpi \"Accounts each\" --direction maintain --target 2026=20..25 --id accounts",
    )
    .run()
    .exits(0);
    assert!(
        workspace
            .read("kpis/accounts.toml")
            .contains("2026 = { at_least = 20, at_most = 25 }")
    );
    workspace.okr("check").run().exits(0);
}

#[test]
fn refusals_leave_every_byte() {
    let workspace = loyal();
    new(&workspace, "kr loyal \"Uptime\" --at-least 99 --unit %")
        .run()
        .exits(0);
    for (code, line, says) in [
        (2, "objective", "TITLE is missing"),
        (2, "objective \"!!!\"", "--id"),
        (
            2,
            "objective X --owner Maria",
            "--owner: `Maria` is not a handle",
        ),
        (2, "objective X --team a//b", "--team"),
        (
            2,
            "objective X --ambition huge",
            "aspirational, committed or learning",
        ),
        (2, "objective X --weight -1", "--weight"),
        (2, "objective X --target 3", "--kpi"),
        (3, "objective X --supports nothing", "nothing"),
        (3, "objective X --guardrail loyal", "loyal"),
        (
            5,
            "objective Y --team customer-success --id loyal-customers",
            "is there already",
        ),
        (2, "kr", "OBJECTIVE is missing"),
        (2, "kr loyal", "TITLE is missing"),
        (2, "kr loyal \"App rating\"", "--at-least"),
        (2, "kr loyal \"App rating\" --target 4,5", "--target"),
        (
            2,
            "kr loyal \"App rating\" --target 4.5% --unit stars",
            "--target",
        ),
        (
            2,
            "kr loyal \"App rating\" --from 4 --target 4.5 --stretch 4.2",
            "in this order",
        ),
        (
            2,
            "kr loyal \"App rating\" --from 4 --target 4.5 --commit high",
            "--commit",
        ),
        (
            2,
            "kr loyal \"Plan\" --milestone \"\"",
            "a milestone needs a title",
        ),
        (
            2,
            "kr loyal \"Plan\" --effort --target 3",
            "cannot be used with",
        ),
        (
            2,
            "kr loyal --kpi retention --target 80 --unit $",
            "cannot be used with",
        ),
        (3, "kr nobody \"Plan\" --effort", "nobody"),
        (5, "kr loyal \"Uptime\" --at-least 90", LOYAL),
        (2, "kpi", "NAME is missing"),
        (2, "kpi X --direction up", "increase, decrease or maintain"),
        (2, "kpi X --target 75", "names no cycle"),
        (2, "kpi X --target q3=4..5", "--direction maintain"),
        (2, "kpi X --target q3=4 --target 2026-Q3=5", "twice"),
        (2, "kpi X --unit % --target q3=$4", "--target"),
        (5, "kpi \"Client retention\"", "is there already"),
    ] {
        let ran = new(&workspace, line).run();
        assert_eq!(ran.code, Some(code), "{ran}");
        ran.says(&[says]).assert_unchanged();
    }
}

#[test]
fn closed_cycles_and_broken_files_refuse() {
    let workspace = loyal().file(
        "2026-Q3/closed.toml",
        "on = 2026-10-02\nby = \"maria\"\n\n[scores]\n",
    );
    for line in ["objective Late", "kr loyal Late --effort"] {
        new(&workspace, line)
            .run()
            .exits(5)
            .says(&["was closed"])
            .assert_unchanged();
    }
    let workspace = loyal().file("2026-Q3/x.toml", "objectiv = 1\n");
    for line in ["objective Late", "kr loyal Late --effort", "kpi Late"] {
        new(&workspace, line)
            .run()
            .exits(4)
            .says(&["2026-Q3/x.toml"])
            .assert_unchanged();
    }
}

#[test]
fn what_comes_after_the_start_says_when() {
    let workspace = loyal();
    new(&workspace, "objective Late")
        .today("2026-07-02")
        .run()
        .exits(0);
    new(&workspace, "kr late Plan --effort")
        .today("2026-07-20")
        .run()
        .exits(0);
    new(&workspace, "objective Next --cycle next")
        .today("2026-07-20")
        .run()
        .exits(0);
    assert_eq!(
        workspace.read("2026-Q3/late.toml"),
        "objective = \"Late\"\nadded = 2026-07-02\n\n[key_results.plan]\ntitle = \"Plan\"\nkind = \"effort\"\nadded = 2026-07-20\n"
    );
    assert_eq!(
        workspace.read("2026-Q4/next.toml"),
        "objective = \"Next\"\n"
    );
    new(&workspace, "kr 2026-q4/next Plan --effort")
        .run()
        .exits(0);
    assert!(!workspace.read("2026-Q4/next.toml").contains("added"));
    workspace.okr("check").run().exits(0);
}

#[test]
fn an_objective_measured_itself_has_no_key_results() {
    let workspace = loyal();
    new(
        &workspace,
        "objective \"Keep them\" --kpi retention --target +10% --id keep",
    )
    .run()
    .exits(0);
    assert_eq!(
        workspace.read("2026-Q3/keep.toml"),
        "objective = \"Keep them\"\nkpi = \"kpis/client-retention\"\nbaseline = 73\ntarget = \"+10%\"\n"
    );
    new(&workspace, "kr keep Plan --effort")
        .run()
        .exits(5)
        .says(&["is measured itself"])
        .assert_unchanged();
}

#[test]
fn editors_habits_stay() {
    let workspace = loyal();
    for (name, text) in [
        (
            "crlf",
            "objective = 'Crlf' # x\r\n\r\n[review]\r\ngrade = 0.5 # no end",
        ),
        ("bom", "\u{feff}objective = \"Bom\"\n# last"),
    ] {
        workspace.write(&format!("2026-Q3/{name}.toml"), text);
        new(&workspace, &format!("kr {name} Plan --effort"))
            .run()
            .exits(0);
        let now = workspace.read(&format!("2026-Q3/{name}.toml"));
        assert!(now.starts_with(text), "{now:?}");
        let bare = now.replace("\r\n", "").contains('\n');
        assert_eq!(bare, name == "bom", "{now:?}");
    }
    workspace.okr("check").run().exits(0);
}

#[test]
fn json_a_dry_run_and_totals() {
    let workspace = loyal().file(
        "kpis/revenue.toml",
        "name = \"Revenue\"\naggregate = \"sum\"\n[targets]\n2026 = 400\n",
    );
    let dry = new(&workspace, "kr loyal --kpi revenue --dry-run")
        .run()
        .exits(0)
        .assert_unchanged();
    dry.prints(&[
        "+++ b/2026-Q3/customer-success/loyal-customers.toml",
        "+baseline = 0",
    ])
    .says(&["Revenue is a total that starts at 0; this asks for 100"]);
    let made = new(&workspace, "kr loyal Plan --effort --format json")
        .run()
        .json();
    let change = json!({"id": "customer-success/loyal-customers.plan", "before": null, "after": "Plan", "path": LOYAL});
    assert_eq!(made, json!({"schema": 1, "changes": [change]}));
}

#[test]
fn git_commits_exactly_what_is_written() {
    let workspace = loyal();
    workspace.init_git();
    new(&workspace, "kr loyal Plan --effort --git-commit")
        .run()
        .exits(0);
    assert_eq!(
        workspace.git("log -1 --format=%s --name-only").trim(),
        format!("Add key result customer-success/loyal-customers.plan\n\n{LOYAL}")
    );
    new(&workspace, "kpi NPS --commit").run().exits(0);
    assert_eq!(
        workspace.git("log -1 --format=%s --name-only").trim(),
        "Add KPI kpis/nps\n\nkpis/nps.toml"
    );
}

/// What `new` writes of an example's file: everything but the history and what a chart begins with.
fn defined(text: &str) -> Table {
    let mut table: Table = toml::from_str(text).unwrap();
    for key in ["amended", "chart_from", "added"] {
        table.remove(key);
    }
    let defaults = [("direction", "increase"), ("aggregate", "last")];
    for (key, default) in defaults {
        if table.get(key).and_then(|v| v.as_str()) == Some(default) {
            table.remove(key);
        }
    }
    if let Some(initiatives) = table.get_mut("initiatives").and_then(|i| i.as_array_mut()) {
        for initiative in initiatives {
            initiative.as_table_mut().unwrap().remove("done");
        }
    }
    if let Some(key_results) = table.get_mut("key_results").and_then(|k| k.as_table_mut()) {
        for (_, key_result) in key_results.iter_mut() {
            let key_result = key_result.as_table_mut().unwrap();
            for key in ["carried", "amended", "dropped"] {
                key_result.remove(key);
            }
            let milestones = key_result
                .get_mut("milestones")
                .and_then(|m| m.as_array_mut());
            for milestone in milestones.into_iter().flatten() {
                milestone.as_table_mut().unwrap().remove("id");
            }
            // `4.0` in the example, `4` as written.
            let base = key_result.get("baseline").and_then(toml::Value::as_float);
            if let Some(base) = base.filter(|base| base.fract() == 0.0) {
                key_result.insert("baseline".to_owned(), (base as i64).into());
            }
        }
    }
    table
}

#[test]
fn acme_from_an_empty_folder() {
    let workspace = Workspace::empty();
    workspace.okr("init").run().exits(0);
    let script = include_str!("new/acme.txt");
    let mut day = "2026-01-01";
    for line in script
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        if let Some(from) = line.strip_prefix('@') {
            day = from;
            continue;
        }
        new(&workspace, line).today(day).run().exits(0);
        workspace
            .okr("check")
            .today(day)
            .run()
            .finds_only_practice();
    }
    let example = Workspace::example("acme");
    let mut files = 0;
    for path in example.tree().keys().filter(|path| path.ends_with(".toml")) {
        let wanted =
            path.starts_with("kpis/") || path.starts_with("2026/") || path.starts_with("2026-Q3/");
        if !wanted || path.contains("checkins") {
            continue;
        }
        assert_eq!(
            defined(&workspace.read(path)),
            defined(&example.read(path)),
            "{path}"
        );
        files += 1;
    }
    assert_eq!(files, 16);
}

#[test]
fn what_no_rule_allows_is_the_request_s_fault_and_not_a_file_s() {
    let promise = loyal().file(
        "2026-Q3/sure.toml",
        "objective = \"Sure\"\nambition = \"committed\"\n",
    );
    new(&promise, "kr sure Rating --from 4 --target 5 --stretch 6")
        .run()
        .exits(2)
        .says(&[
            "the key result sure.rating cannot be written that way: a committed objective has no `stretch`",
            "nothing was written; a promise is kept at its target",
        ])
        .assert_unchanged();
    let ran = new(
        &promise,
        "kr sure Rating --target 5 --stretch 6 --format json",
    )
    .run();
    assert_eq!(ran.exits(2).assert_unchanged().error()["code"], "usage");
}

#[test]
fn a_key_result_joins_those_on_one_line() {
    let goal = "2026-Q3/o.toml";
    let line = "key_results = { a = { title = \"A\", target = 1 } } # all of them";
    let workspace = loyal().file(goal, format!("objective = \"O\"\r\n{line}\r\n"));
    new(
        &workspace,
        "kr o Plan --milestone One=2 --milestone Two@2026-09-01",
    )
    .run()
    .exits(0);
    let plan = "plan = { title = \"Plan\", kind = \"effort\", milestones = [{ id = \"one\", title = \"One\", weight = 2 }, { id = \"two\", title = \"Two\", due = 2026-09-01 }]";
    let text = workspace.read(goal);
    assert!(text.contains(&format!("target = 1 }}, {plan}")), "{text}");
    assert!(
        text.ends_with(" } } # all of them\r\n") && text.lines().count() == 2,
        "{text}"
    );
    workspace.okr("check").run().finds_only_practice();
}
