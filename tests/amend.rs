//! Changes of plan: `okr amend`, `okr drop`, `okr kpi retire`, and that every earlier day stays as
//! it was.

mod support;

use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::random::Random;
use support::{Ran, Workspace};

const DAY: &str = "2026-08-10";
const LOYAL: &str = "2026-Q3/customer-success/loyal-customers.toml";
const RETENTION: &str = "kpis/client-retention.toml";

/// Runs words of which each may hold blanks.
fn okr(workspace: &Workspace, words: &[&str]) -> Ran {
    let call = workspace.okr("").today(DAY);
    words.iter().fold(call, |call, word| call.arg(*word)).run()
}

fn amend(workspace: &Workspace, goal: &str, flags: &[&str]) -> Ran {
    let mut words = vec!["amend", goal];
    words.extend(flags);
    okr(workspace, &words)
}

/// One objective file with a key result of each kind, KPIs of each direction.
fn company() -> Workspace {
    Workspace::new()
        .file("kpis/k.toml", "name = \"K\"\nunit = \"%\"\n[targets]\n2026 = 80\n2026-Q3 = 75\n")
        .file("kpis/wait.toml", "name = \"W\"\ndirection = \"maintain\"\n[targets]\n2026-Q3 = { at_least = 4, at_most = 5 }\n")
        .file("2026/up.toml", "objective = \"Up\"\nowner = \"ines\"\n[key_results.arr]\nunit = \"$\"\nbaseline = 1\ntarget = 2\n")
        .file("2026-Q3/itself.toml", "objective = \"Itself\"\nkpi = \"kpis/k\"\nbaseline = 70\n")
        .file(
            "2026-Q3/team/o.toml",
            "objective = \"O\"\nowner = \"maria\"\n\n\
             [key_results.metric]\ntitle = \"M\"\nunit = \"stars\"\nbaseline = 4.0\ncommit = 4.2\ntarget = 4.50\nstretch = 4.7\n\n\
             [key_results.bounds]\ntitle = \"B\"\nat_least = 99.9\n\n\
             [key_results.follows]\nkpi = \"kpis/k\"\nbaseline = 73\n\n\
             [key_results.effort]\ntitle = \"E\"\nkind = \"effort\"\ndue = 2026-09-30\n\n\
             [key_results.rollup]\ntitle = \"R\"\nkind = \"rollup\"\n",
        )
}

const BECAUSE: &str = "\"because\"";

/// Amends, and expects the file's text with `old` replaced by `new`.
#[track_caller]
fn becomes(goal: &str, flags: &[&str], path: &str, replaced: &[(&str, &str)]) {
    let workspace = company();
    let mut expected = workspace.read(path);
    for (old, new) in replaced {
        assert_eq!(expected.matches(old).count(), 1, "`{old}` in\n{expected}");
        expected = expected.replace(old, new);
    }
    let ran = amend(&workspace, goal, flags).exits(0);
    assert_eq!(ran.written(), [path], "{ran}");
    assert_eq!(workspace.read(path), expected, "{ran}");
    workspace
        .okr("check")
        .today(DAY)
        .run()
        .finds_only_practice();
}

fn trace(was: &str, reason: &str) -> String {
    let reason = if reason.is_empty() {
        String::new()
    } else {
        format!(", reason = {reason}")
    };
    format!("amended = [\n  {{ on = {DAY}, was = {{ {was} }}{reason} }},\n]\n")
}

const O: &str = "2026-Q3/team/o.toml";

#[test]
fn every_number_of_a_metric() {
    for (flags, old, new, was) in [
        (
            ["--target", "4.6"],
            "target = 4.50",
            "target = 4.6",
            "target = 4.50",
        ),
        (
            ["--target", "+10%"],
            "target = 4.50",
            "target = \"+10%\"",
            "target = 4.50",
        ),
        (
            ["--baseline", "3.9 stars"],
            "baseline = 4.0",
            "baseline = 3.9",
            "baseline = 4.0",
        ),
        (
            ["--commit", "4.3"],
            "commit = 4.2",
            "commit = 4.3",
            "commit = 4.2",
        ),
        (
            ["--stretch", "5"],
            "stretch = 4.7",
            "stretch = 5",
            "stretch = 4.7",
        ),
        (
            ["--stretch", "none"],
            "stretch = 4.7\n",
            "",
            "stretch = 4.7",
        ),
        (
            ["--weight", "2"],
            "stretch = 4.7",
            "stretch = 4.7\nweight = 2",
            "weight = \"none\"",
        ),
    ] {
        let flags = [flags[0], flags[1], "--reason", " because "];
        let after = if new.contains("weight") {
            "weight = 2\n"
        } else {
            "stretch = 4.7\n"
        };
        let after = if flags[1] == "5" {
            "stretch = 5\n"
        } else {
            after
        };
        let after = if new.is_empty() {
            "target = 4.50\n"
        } else {
            after
        };
        let amended = format!("{after}{}", trace(was, BECAUSE));
        becomes("metric", &flags, O, &[(old, new), (after, &amended)]);
    }
}

#[test]
fn bounds_projects_titles_and_owners() {
    becomes(
        "bounds",
        &[
            "--at-least",
            "99",
            "--at-most",
            "100",
            "--reason",
            "because",
        ],
        O,
        &[(
            "at_least = 99.9\n",
            &format!(
                "at_least = 99\nat_most = 100\n{}",
                trace("at_least = 99.9, at_most = \"none\"", BECAUSE)
            ),
        )],
    );
    becomes(
        "effort",
        &[
            "--due",
            "2026-10-15",
            "--title",
            "Effort \"two\"",
            "--reason",
            "because",
        ],
        O,
        &[(
            "title = \"E\"\nkind = \"effort\"\ndue = 2026-09-30\n",
            &format!(
                "title = \"Effort \\\"two\\\"\"\nkind = \"effort\"\ndue = 2026-10-15\n{}",
                trace("title = \"E\", due = 2026-09-30", BECAUSE)
            ),
        )],
    );
    becomes(
        "rollup",
        &["--owner", "tom"],
        O,
        &[(
            "kind = \"rollup\"\n",
            &format!(
                "kind = \"rollup\"\nowner = \"tom\"\n{}",
                trace("owner = \"none\"", "")
            ),
        )],
    );
    becomes(
        "follows",
        &[
            "--baseline",
            "none",
            "--target",
            "none",
            "--at-least",
            "75",
            "--reason",
            "because",
        ],
        O,
        &[(
            "baseline = 73\n",
            &format!(
                "at_least = 75\n{}",
                trace("baseline = 73, at_least = \"none\"", BECAUSE)
            ),
        )],
    );
}

#[test]
fn objectives_also_those_measured_themselves() {
    becomes(
        "team/o",
        &[
            "--title",
            "Oh",
            "--owner",
            "none",
            "--ambition",
            "learning",
            "--supports",
            "up.arr",
        ],
        O,
        &[
            (
                "objective = \"O\"\nowner = \"maria\"\n",
                "objective = \"Oh\"\n",
            ),
            (
                "\n\n[key_results.metric]",
                &format!(
                    "\nsupports = \"2026/up.arr\"\nambition = \"learning\"\n{}\n[key_results.metric]",
                    trace(
                        "objective = \"O\", ambition = \"none\", supports = \"none\", owner = \"maria\"",
                        ""
                    )
                ),
            ),
        ],
    );
    becomes(
        "itself",
        &["--target", "90", "--weight", "3", "--reason", "because"],
        "2026-Q3/itself.toml",
        &[(
            "kpi = \"kpis/k\"\nbaseline = 70\n",
            &format!(
                "weight = 3\nkpi = \"kpis/k\"\nbaseline = 70\ntarget = 90\n{}",
                trace("target = \"none\", weight = \"none\"", BECAUSE)
            ),
        )],
    );
}

#[test]
fn targets_of_kpis() {
    becomes(
        "kpis/k",
        &[
            "--target",
            "2026=85",
            "--target",
            "q3=none",
            "--target",
            "always=70%",
            "--owner",
            "tom",
            "--reason",
            "because",
        ],
        "kpis/k.toml",
        &[
            (
                "unit = \"%\"\n",
                &format!(
                    "unit = \"%\"\nowner = \"tom\"\n{}",
                    trace(
                        "2026 = 80, 2026-Q3 = 75, always = \"none\", owner = \"none\"",
                        BECAUSE
                    )
                ),
            ),
            ("2026 = 80\n2026-Q3 = 75\n", "2026 = 85\nalways = 70\n"),
        ],
    );
    becomes(
        "kpis/wait",
        &[
            "--target",
            "2026-Q3=4..6",
            "--target",
            "2026-Q4=..6",
            "--reason",
            "because",
        ],
        "kpis/wait.toml",
        &[
            (
                "\"maintain\"\n",
                &format!(
                    "\"maintain\"\n{}",
                    trace(
                        "2026-Q3 = { at_least = 4, at_most = 5 }, 2026-Q4 = \"none\"",
                        BECAUSE
                    )
                ),
            ),
            (
                "at_most = 5 }\n",
                "at_most = 6 }\n2026-Q4 = { at_most = 6 }\n",
            ),
        ],
    );
}

/// Whatever way the file is written, only the lines that must change do.
#[test]
fn formatting_stays() {
    let entry = "{ on = 2026-08-10, was = { target = 75 }, reason = \"r\" }";
    let head = "objective='O'  # title\r\n";
    for (before, after) in [
        (
            format!("\u{feff}{head}\r\n# kr\r\n[key_results . x]\r\n  target  =  75   # old\r\n  baseline=70\r\n# end\r\n"),
            format!("\u{feff}{head}\r\n# kr\r\n[key_results . x]\r\n  target  =  76   # old\r\n  baseline=70\r\n  amended = [\r\n  {entry},\r\n]\r\n# end\r\n"),
        ),
        (
            "objective = \"O\"\nkey_results = { x = { target = 75, baseline = 70 } } # c".to_owned(),
            format!("objective = \"O\"\nkey_results = {{ x = {{ target = 76, baseline = 70, amended = [{entry}] }} }} # c"),
        ),
        (
            "objective = \"O\"\nkey_results.x.target = 75 # c\nkey_results.x.baseline = 70".to_owned(),
            format!("objective = \"O\"\nkey_results.x.target = 76 # c\nkey_results.x.baseline = 70\nkey_results.x.amended = [\n  {entry},\n]"),
        ),
        (
            "objective = \"O\"\n[key_results.x]\nbaseline = 70\namended = [ # why\n    { on = 2026-08-10, was = { target = 74 } } # first\n]\ntarget = 75".to_owned(),
            format!("objective = \"O\"\n[key_results.x]\nbaseline = 70\namended = [ # why\n    {{ on = 2026-08-10, was = {{ target = 74 }} }}, # first\n    {entry}\n]\ntarget = 76"),
        ),
        (
            "objective = \"O\"\n[key_results.x]\ntarget = 75\nbaseline = 70\n\n[[key_results.x.amended]]\non = 2026-08-01\nwas.target = 74\n".to_owned(),
            "objective = \"O\"\n[key_results.x]\ntarget = 76\nbaseline = 70\n\n[[key_results.x.amended]]\non = 2026-08-01\nwas.target = 74\n\n[[key_results.x.amended]]\non = 2026-08-10\nwas = { target = 75 }\nreason = \"r\"\n".to_owned(),
        ),
    ] {
        let workspace = Workspace::new().file("2026-Q3/o.toml", &before);
        amend(&workspace, "o.x", &["--target", "76", "--reason", "r"]).exits(0);
        assert_eq!(workspace.read("2026-Q3/o.toml"), after);
        workspace.okr("check").today(DAY).run().exits(0);
    }
}

#[test]
fn a_band_under_a_header_and_a_title_over_lines() {
    let workspace = Workspace::new().file(
        "kpis/w.toml",
        "name = \"W\"\ndirection = \"maintain\"\n\n[targets.2026-Q3] # band\nat_least = 4 # low\nat_most = 5\n",
    );
    amend(
        &workspace,
        "kpis/w",
        &["--target", "q3=3..", "--reason", "r"],
    )
    .exits(0);
    assert_eq!(
        workspace.read("kpis/w.toml"),
        "name = \"W\"\ndirection = \"maintain\"\namended = [\n  { on = 2026-08-10, was = { 2026-Q3 = { at_least = 4, at_most = 5 } }, reason = \"r\" },\n]\n\n[targets.2026-Q3] # band\nat_least = 3 # low\n"
    );
    let workspace =
        Workspace::new().file("2026-Q3/o.toml", "objective = \"\"\"\nOne\ntwo\"\"\" # c\n");
    amend(&workspace, "o", &["--title", "One"]).exits(0);
    assert_eq!(
        workspace.read("2026-Q3/o.toml"),
        "objective = \"One\" # c\namended = [\n  { on = 2026-08-10, was = { objective = \"One\\ntwo\" } },\n]\n"
    );
}

#[test]
fn what_cannot_be_is_refused_and_leaves_every_byte() {
    let workspace = company();
    for (goal, flags, code, says) in [
        ("metric", "--target 4.6", 2, "--reason"),
        ("effort", "--due 2026-10-01", 2, "--reason"),
        ("kpis/k", "--target 2026=81", 2, "--reason"),
        ("metric", "--weight 2", 2, "--reason"),
        ("metric", "", 2, "what should change"),
        (
            "metric",
            "--target 3.9 --reason r",
            2,
            "which 4, 4.2, 3.9, 4.7 do not",
        ),
        ("metric", "--stretch 4.4 --reason r", 2, "`stretch`"),
        ("metric", "--at-least 4 --reason r", 2, "at_least"),
        ("metric", "--target 4.6kg --reason r", 2, "kg"),
        (
            "metric",
            "--target 4.6 --target 4.7 --reason r",
            2,
            "one target",
        ),
        ("metric", "--due 2026-09-01 --reason r", 2, "--due"),
        ("metric", "--ambition learning", 2, "--ambition"),
        ("metric", "--weight -1 --reason r", 2, "weight"),
        ("metric", "--target 2026=4 --reason r", 2, "KPI"),
        (
            "follows",
            "--baseline 76 --reason r",
            2,
            "already beyond its target 75",
        ),
        (
            "follows",
            "--target 2026=76 --reason r",
            2,
            "okr amend kpis/k --target 2026=76",
        ),
        ("effort", "--target 3 --reason r", 2, "--target"),
        ("rollup", "--baseline 3 --reason r", 2, "--baseline"),
        ("team/o", "--target 3 --reason r", 2, "team/o.metric"),
        ("team/o", "--title none", 2, "objective"),
        ("team/o", "--supports team/o.metric", 2, "supports"),
        ("team/o", "--ambition committed", 2, "stretch"),
        (
            "team/o",
            "--ambition bold",
            2,
            "aspirational, committed, learning",
        ),
        ("team/o", "--supports nowhere", 3, "nowhere"),
        ("itself", "--target 60 --reason r", 2, "baseline"),
        ("kpis/k", "--target 80 --reason r", 2, "--target 2026-Q3=80"),
        (
            "kpis/k",
            "--target q5=80 --reason r",
            2,
            "no quarter number 5",
        ),
        ("kpis/k", "--target 2026=4..5 --reason r", 2, "band"),
        (
            "kpis/k",
            "--target 2026=81 --target 2026=82 --reason r",
            2,
            "two targets",
        ),
        (
            "kpis/k",
            "--target 2026-Q3=60 --reason r",
            2,
            "already beyond its target 60",
        ),
        ("kpis/k", "--title X", 2, "--title"),
        ("kpis/wait", "--target q3=5 --reason r", 2, "4..5"),
        ("kpis/wait", "--target q3=6..5 --reason r", 2, "above"),
        ("nothing", "--owner tom", 3, "nothing"),
        ("o", "--owner a/b", 2, "a/b"),
    ] {
        let flags: Vec<&str> = flags.split_whitespace().collect();
        let ran = amend(&workspace, goal, &flags).exits(code).says(&[says]);
        ran.prints_nothing().assert_unchanged();
    }
}

#[test]
fn a_goal_of_the_cycle_before_is_named() {
    let workspace = company();
    let ran = workspace
        .okr("amend metric --owner tom")
        .today("2026-10-01");
    let ran = ran.run().exits(3);
    ran.says(&["team/o.metric is a goal of 2026-Q3: add --cycle 2026-Q3"])
        .assert_unchanged();
    let ran = workspace
        .okr("amend metric --owner tom --cycle last")
        .today("2026-10-01");
    ran.run()
        .exits(0)
        .prints(&["2026-Q3/team/o.metric  owner – → tom"]);
}

#[test]
fn what_is_so_already_is_said() {
    let workspace = company();
    for (goal, flags) in [
        ("metric", "--target 4.5 --baseline 4 --reason r"),
        ("metric", "--weight 1 --reason r"),
        ("follows", "--target none --reason r"),
        (
            "team/o",
            "--ambition aspirational --owner maria --supports none",
        ),
        ("kpis/k", "--target 2026=80 --target always=none --reason r"),
        ("kpis/wait", "--target 2026-Q3=4..5 --reason r"),
    ] {
        let flags: Vec<&str> = flags.split_whitespace().collect();
        let ran = amend(&workspace, goal, &flags).exits(0);
        ran.prints(&["so already: nothing was written"])
            .assert_unchanged();
    }
    let ran = amend(
        &workspace,
        "metric",
        &["--target", "4.5", "--reason", "r", "--format", "json"],
    );
    assert_eq!(
        ran.says(&["so already"]).json(),
        json!({"schema": 1, "changes": []})
    );
}

#[test]
fn only_what_is_open_is_changed() {
    let workspace = company().file("2026-Q3/closed.toml", "on = 2026-08-09\n");
    for words in [
        "amend metric --owner tom",
        "drop metric --reason r",
        "drop metric --undo",
    ] {
        let ran = workspace.okr(words).today(DAY).run().exits(5);
        ran.says(&["2026-Q3 was closed on 2026-08-09"])
            .assert_unchanged();
    }
    let ran = amend(
        &workspace,
        "kpis/k",
        &["--target", "2026-Q3=76", "--reason", "r"],
    );
    ran.exits(5).assert_unchanged();
    amend(
        &workspace,
        "kpis/k",
        &["--target", "2026-Q4=82", "--reason", "r"],
    )
    .exits(0);

    let workspace = company();
    okr(&workspace, &["drop", "metric", "--reason", "r"]).exits(0);
    let ran = amend(&workspace, "metric", &["--owner", "tom"]).exits(5);
    ran.says(&["okr drop team/o.metric --undo"])
        .assert_unchanged();
    okr(&workspace, &["drop", "team/o", "--reason", "r"]).exits(0);
    for words in [
        ["drop", "bounds", "--reason", "r"].as_slice(),
        &["drop", "bounds", "--undo"],
    ] {
        let ran = okr(&workspace, words).exits(5);
        ran.says(&["with team/o", "okr drop team/o --undo"])
            .assert_unchanged();
    }
    let ran = amend(&workspace, "bounds", &["--owner", "tom"]).exits(5);
    ran.says(&["okr drop team/o --undo"]).assert_unchanged();
    okr(&workspace, &["kpi", "retire", "wait", "--reason", "r"]).exits(0);
    let ran = amend(&workspace, "kpis/wait", &["--owner", "tom"]).exits(5);
    ran.says(&["okr kpi retire kpis/wait --undo"])
        .assert_unchanged();
}

#[test]
fn a_broken_file_stops_what_may_mean_it() {
    let workspace = company().file("2026-Q3/broken.toml", "objective = \n");
    amend(&workspace, "metric", &["--owner", "tom"])
        .exits(4)
        .assert_unchanged();
    amend(&workspace, "team/o.metric", &["--owner", "tom"]).exits(0);
}

#[test]
fn amending_leaves_a_trace_on_any_day() {
    for day in ["2026-06-20", "2026-07-01", "2026-08-10", "2026-10-02"] {
        let workspace = company();
        workspace.replace(O, "title = \"B\"\n", "title = \"B\"\nadded = 2026-08-10\n");
        for at_least in ["99", "98"] {
            let words = format!("amend bounds --at-least {at_least} --reason r --cycle 2026-Q3");
            workspace.okr(&words).today(day).run().exits(0);
        }
        let text = workspace.read(O);
        let first = format!("{{ on = {day}, was = {{ at_least = 99.9 }}, reason = \"r\" }}");
        let second = format!("{{ on = {day}, was = {{ at_least = 99 }}, reason = \"r\" }}");
        assert!(
            text.find(&first).unwrap() < text.find(&second).unwrap(),
            "{text}"
        );
        workspace.okr("check").today(DAY).run().exits(0);
    }
}

#[test]
fn the_echo_says_what_it_does_to_the_score() {
    let workspace = Workspace::example("acme");
    let flags = ["--target", "76", "--reason", "renewals moved"];
    let ran = amend(&workspace, "loyal-customers.retention", &flags).exits(0);
    ran.prints(&[&format!(
        "customer-success/loyal-customers.retention  target 75 (the KPI's) → 76 %  score 0.25 → 0.17  {LOYAL}\n"
    )]);
    let flags = [
        "--target", "q3=74", "--target", "q4=none", "--reason", "r", "--format", "json",
    ];
    let changes = amend(&workspace, "kpis/client-retention", &flags).json();
    assert_eq!(
        changes,
        json!({"schema": 1, "changes": [{
            "id": "kpis/client-retention", "key": "2026-Q3", "before": 75, "after": 74, "path": RETENTION,
        }]})
    );
    let ran = amend(&workspace, "grow-europe", &["--owner", "tom", "--dry-run"]).exits(0);
    ran.says(&["owner ines → tom"])
        .prints(&["+++ b/2026-Q3/grow-europe.toml", "+owner = \"tom\""])
        .assert_unchanged();
}

#[test]
fn dropped_and_taken_up_again_gives_back_the_bytes() {
    for (from, to) in [("\n", "\n"), ("\n", "\r\n")] {
        for end in ["", "\n"] {
            let workspace = company();
            let text = workspace.read(O).replace(from, to);
            let text = format!("{}{}", text.trim_end(), end.replace(from, to));
            for goal in ["team/o", "metric", "rollup"] {
                workspace.write(O, &text);
                let ran =
                    okr(&workspace, &["drop", goal, "--reason", "sold the \"line\""]).exits(0);
                ran.prints(&["dropped on 2026-08-10", O]);
                let dropped = workspace.read(O);
                let added = "dropped = { on = 2026-08-10, reason = \"sold the \\\"line\\\"\" }";
                assert!(dropped.contains(added), "{dropped}");
                assert_eq!(dropped.lines().count(), text.lines().count() + 1);
                let ran = okr(&workspace, &["drop", goal, "--reason", "r"]).exits(5);
                ran.says(&["--undo"]).assert_unchanged();
                let ran = okr(&workspace, &["drop", goal, "--undo"]).exits(0);
                ran.prints(&["counts again: dropped on 2026-08-10 (sold the \"line\")"]);
                assert_eq!(workspace.read(O), text);
                okr(&workspace, &["drop", goal, "--undo"])
                    .exits(5)
                    .assert_unchanged();
            }
        }
    }
}

#[test]
fn a_day_to_drop_on() {
    let workspace = company();
    workspace.replace(O, "title = \"B\"\n", "title = \"B\"\nadded = 2026-08-01\n");
    for (flags, code, says) in [
        ("metric", 2, "--reason"),
        ("metric --reason r --on 2026-08-11", 2, "future"),
        (
            "metric --reason r --on 2026-06-30",
            2,
            "2026-07-01 to 2026-09-30",
        ),
        (
            "bounds --reason r --on 2026-07-31",
            2,
            "added on 2026-08-01",
        ),
        ("metric --reason r --undo", 2, "--undo"),
        ("kpis/k --reason r", 3, "kpis/k"),
    ] {
        let ran = workspace
            .okr(&format!("drop {flags}"))
            .today(DAY)
            .run()
            .exits(code);
        ran.says(&[says]).assert_unchanged();
    }
    let late = workspace
        .okr("drop metric --reason r --cycle q3")
        .today("2026-10-05");
    late.run()
        .exits(2)
        .says(&["--on 2026-09-30"])
        .assert_unchanged();
    let ran = okr(
        &workspace,
        &[
            "drop",
            "metric",
            "--reason",
            "r",
            "--on",
            "2026-08-01",
            "--format",
            "json",
        ],
    );
    assert_eq!(
        ran.json()["changes"],
        json!([{"id": "team/o.metric", "key": "dropped", "before": null, "after": "2026-08-01", "path": O}])
    );
    let status = workspace.json("status --as-of 2026-07-31");
    assert_eq!(status["objectives"][1]["key_results"][0]["dropped"], false);
    let status = workspace.json("status --as-of 2026-08-01");
    assert_eq!(status["objectives"][1]["key_results"][0]["dropped"], true);
}

#[test]
fn a_kpi_is_retired_and_taken_up_again() {
    let workspace = Workspace::example("acme");
    let before = workspace.read(RETENTION);
    let flags = [
        "kpi",
        "retire",
        "client-retention",
        "--reason",
        "too slow",
        "--replaced-by",
        "healthy-clients",
    ];
    let ran = okr(&workspace, &flags).exits(0);
    ran.prints(&[
        "retired on 2026-08-10, replaced by kpis/healthy-clients",
        RETENTION,
    ])
    .says(&["note: 2026-Q3/customer-success/loyal-customers.retention still follows it"]);
    let retired = "retired = { on = 2026-08-10, reason = \"too slow\", replaced_by = \"kpis/healthy-clients\" }";
    assert!(workspace.read(RETENTION).contains(retired));
    let shown = |day: &str| {
        let kpis = workspace.json(&format!("kpi --as-of {day}"));
        let kpis = kpis["kpis"].as_array().unwrap().clone();
        kpis.iter().any(|k| k["id"] == "kpis/client-retention")
    };
    assert!(shown("2026-08-09") && !shown("2026-08-10"));
    workspace
        .okr("explain kpis/client-retention --as-of 2026-08-10")
        .run()
        .prints(&[
            "2026-08-10, replaced by kpis/healthy-clients: too slow  [kpis/client-retention.toml:",
        ]);
    okr(&workspace, &flags).exits(5).assert_unchanged();
    okr(&workspace, &["kpi", "retire", "client-retention", "--undo"]).exits(0);
    assert_eq!(workspace.read(RETENTION), before);
    okr(&workspace, &["kpi", "retire", "client-retention", "--undo"]).exits(5);
    okr(&workspace, &["kpi", "retire", "client-retention"])
        .exits(2)
        .says(&["--reason"]);
    let itself = [
        "kpi",
        "retire",
        "arr",
        "--reason",
        "r",
        "--replaced-by",
        "kpis/arr",
    ];
    okr(&workspace, &itself).exits(2).assert_unchanged();
}

#[test]
fn a_kpi_or_team_called_retire_is_still_shown() {
    let workspace = Workspace::new()
        .file("kpis/retire.toml", "name = \"Age\"\n")
        .file("kpis/team/retire.toml", "name = \"Other\"\n")
        .file("kpis/other.toml", "name = \"Third\"\n");
    let ids = |words: &str| -> Vec<String> {
        let kpis = workspace.json(words)["kpis"].as_array().unwrap().clone();
        kpis.iter()
            .map(|k| k["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("kpi kpis/retire"), ["kpis/retire"]);
    assert_eq!(
        ids("kpi other team/retire"),
        ["kpis/other", "kpis/team/retire"]
    );
    assert_eq!(ids("kpi --cycle q3 kpis/retire"), ["kpis/retire"]);
    assert_eq!(ids("kpi").len(), 3);
    okr(
        &workspace,
        &["kpi", "retire", "kpis/retire", "--reason", "r"],
    )
    .exits(0);
}

#[test]
fn explain_tells_the_story() {
    let workspace = Workspace::example("acme");
    amend(&workspace, "kpis/nope", &["--owner", "x"]).exits(3);
    amend(
        &workspace,
        "kpis/client-retention",
        &["--target", "q3=76", "--reason", "moved"],
    )
    .exits(0);
    amend(
        &workspace,
        "rating",
        &["--target", "4.6", "--reason", "loved"],
    )
    .exits(0);
    amend(
        &workspace,
        "fast-start",
        &["--owner", "tom", "--reason", "on leave"],
    )
    .exits(0);
    let line = |path: &str, text: &str| {
        let content = workspace.read(path);
        let at = content
            .lines()
            .position(|line| line.contains(text))
            .unwrap()
            + 1;
        format!("[{path}:{at}]")
    };
    let fast = "2026-Q3/product/fast-start.toml";
    for (goal, text, path, at) in [
        (
            "kpis/client-retention",
            "2026-Q3 was 75 (moved)",
            RETENTION,
            "moved",
        ),
        ("rating", "target was 4.5 (loved)", fast, "loved"),
        ("fast-start", "owner was aisha (on leave)", fast, "on leave"),
        (
            "self-service",
            "2026-07-20: absent before",
            "2026-Q3/product/self-service.toml",
            "added",
        ),
        ("panels", "", "2026-Q3/marketing/be-found.toml", "dropped ="),
    ] {
        let words = format!("explain {goal} --as-of 2026-08-25");
        let ran = workspace.okr(&words).today("2026-08-25").run().exits(0);
        ran.prints(&[text, &line(path, at)]);
    }
    okr(&workspace, &["drop", "fast-start", "--reason", "sold"]).exits(0);
    let ran = workspace.okr("explain fast-start").today(DAY).run();
    ran.prints(&["none, dropped on 2026-08-10: sold", &line(fast, "sold")]);
    let ran = workspace
        .okr("explain fast-start --as-of 2026-08-09")
        .today(DAY)
        .run()
        .exits(0);
    assert!(!ran.stdout.contains("sold"), "{ran}");
}

fn views(workspace: &Workspace, day: &str) -> Vec<Value> {
    let view = |command: &str| workspace.json(&format!("{command} --as-of {day} --cycle 2026-Q3"));
    ["status", "kpi", "score"].map(view).into()
}

/// Where two documents differ.
fn differ(a: &Value, b: &Value, at: &str, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            let id = a.get("id").and_then(Value::as_str).unwrap_or_default();
            for (key, value) in a {
                differ(value, &b[key], &format!("{at}{id}.{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (a, b) in a.iter().zip(b) {
                differ(a, b, at, found);
            }
        }
        _ if a == b => {}
        _ => found.push(format!("{at}: {a} is not {b}")),
    }
}

/// Random changes, some of them refused; none changes what any earlier day shows.
#[test]
fn earlier_days_stay_as_they_were() {
    let goals = [
        "loyal-customers",
        "retention",
        "healthy",
        "success-plans",
        "crm",
        "rating",
        "uptime",
        "weekly-active",
        "guided-setup",
        "grow-europe",
        "grow-europe.revenue",
        "grow-europe.teams",
        "be-found",
        "case-studies",
        "panels",
        "self-service",
        "kpis/client-retention",
        "kpis/pipeline",
        "kpis/support-cost",
        "kpis/arr",
        "2026/double-revenue.arr",
    ];
    for seed in 1..=2 {
        let mut random = Random::new(seed);
        let workspace = Workspace::example("acme");
        let july = (1..=31).map(|day| format!("2026-07-{day:02}"));
        let days: Vec<String> = july
            .chain((1..10).map(|day| format!("2026-08-{day:02}")))
            .collect();
        let before: Vec<_> = days.iter().map(|day| views(&workspace, day)).collect();
        let mut written = 0;
        for _ in 0..25 {
            let goal = random.pick(&goals);
            let number = format!("{}", random.below(120));
            let target = match goal.starts_with("kpis/") {
                true => format!("{}={number}", random.pick(&["2026", "2026-Q3", "always"])),
                false => random.pick(&[number.as_str(), "+20%", "none"]).to_owned(),
            };
            let none = random.one_in(4);
            let value = if none { "none" } else { &number };
            let words: Vec<&str> = match random.below(9) {
                0 => vec!["drop", goal, "--reason", "r"],
                1 => vec!["kpi", "retire", goal, "--reason", "r"],
                2 => vec!["amend", goal, "--weight", value, "--reason", "r"],
                3 => vec!["amend", goal, "--owner", "li", "--title", "T"],
                4 => vec!["amend", goal, "--due", "2026-09-01", "--reason", "r"],
                5 => vec!["amend", goal, "--ambition", "learning"],
                6 => vec![
                    "amend",
                    goal,
                    "--baseline",
                    value,
                    "--target",
                    &target,
                    "--reason",
                    "r",
                ],
                7 => vec!["amend", goal, "--owner", "tom"],
                _ => vec!["amend", goal, "--target", &target, "--reason", "r"],
            };
            let ran = okr(&workspace, &words);
            assert!(matches!(ran.code, Some(0 | 2..=5)), "{ran}");
            written += ran.written().len();
            if ran.code != Some(0) {
                ran.assert_unchanged();
            }
        }
        assert!(written > 4, "{written} changes are too few");
        workspace.okr("check").today(DAY).run().exits(0);
        for (day, before) in days.iter().zip(before) {
            let after = views(&workspace, day);
            let mut differing = Vec::new();
            for (after, before) in after.iter().zip(&before) {
                differ(after, before, "", &mut differing);
            }
            assert!(
                differing.is_empty(),
                "as of {day}, seed {seed}: {differing:#?}"
            );
        }
    }
}

#[test]
fn two_who_amend_at_once_lose_nothing() {
    let workspace = company();
    let start = |target: &str| {
        let words = format!("amend metric --target {target} --reason r{target}");
        let mut command = workspace.okr(&words).today(DAY).command();
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let targets: Vec<String> = (0..8).map(|n| format!("4.{}", 51 + n)).collect();
    let children: Vec<_> = targets.iter().map(|target| start(target)).collect();
    for (mut child, target) in children.into_iter().zip(&targets) {
        let code = child.wait().unwrap().code();
        let traced = workspace
            .read(O)
            .contains(&format!("reason = \"r{target}\""));
        assert!(
            matches!(code, Some(0 | 5)) && traced == (code == Some(0)),
            "{code:?}"
        );
    }
    let text = workspace.read(O);
    let last = text
        .lines()
        .find_map(|line| line.strip_prefix("target = "))
        .unwrap();
    let was: Vec<_> = text.match_indices("was = { target = ").collect();
    assert_eq!(was.len(), 8, "{text}");
    assert!(
        !text.contains(&format!("was = {{ target = {last} }}")),
        "{text}"
    );
    workspace.okr("check").today(DAY).run().exits(0);
}

/// The disk is slowed down while the new text is written aside, and meanwhile an editor saves.
#[test]
fn an_editor_that_saves_meanwhile_is_noticed() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("skipped: there is no strace");
        return;
    }
    let workspace = company();
    let call = workspace
        .okr("amend metric --target 4.6 --reason r")
        .today(DAY)
        .command();
    let mut slow = Command::new("strace");
    slow.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync"])
        .args(["-e", "inject=fsync:delay_enter=3000000:when=1"])
        .arg(call.get_program())
        .args(call.get_args())
        .current_dir(workspace.root());
    for (name, value) in call.get_envs() {
        match value {
            Some(value) => slow.env(name, value),
            None => slow.env_remove(name),
        };
    }
    let child = slow
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let staged = || fs::read_dir(workspace.path(".okr/tmp")).is_ok_and(|mut f| f.next().is_some());
    while !staged() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let saved = workspace
        .read(O)
        .replace("title = \"M\"", "title = \"Mine\"");
    workspace.write(O, &saved);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("ptrace") && !said.contains("changed while") {
        eprintln!("skipped: {said}");
        return;
    }
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("changed while it was being edited"), "{said}");
    assert_eq!(workspace.read(O), saved);
}

#[test]
fn what_is_written_is_committed_where_that_is_asked_for() {
    let workspace = Workspace::example("acme");
    let run = |words: &str| workspace.okr(words).today(DAY).run();
    run("amend rating --owner tom --commit")
        .exits(5)
        .assert_unchanged();
    workspace.init_git();
    workspace.write("notes.txt", "mine");
    workspace.git("add notes.txt");
    let last = || workspace.git("log -1 --format=%s --name-only");
    run("amend rating --target 4.6 --reason loved --commit").exits(0);
    assert_eq!(
        last(),
        "Amend product/fast-start.rating: target 4.5 to 4.6 (loved)\n\n2026-Q3/product/fast-start.toml\n"
    );
    run("drop rating --reason sold --commit").exits(0);
    assert!(last().starts_with("Drop product/fast-start.rating: sold\n"));
    run("drop rating --undo --git-commit").exits(0);
    assert!(last().starts_with("Take product/fast-start.rating up again"));
    run("kpi retire arr --reason r --commit").exits(0);
    assert!(last().starts_with("Retire kpis/arr: r\n"));
    assert_eq!(workspace.git("status --porcelain"), "A  notes.txt\n");
}

#[test]
fn commit_with_a_number_is_the_number_and_without_one_it_is_git() {
    let workspace = Workspace::example("acme");
    workspace.init_git();
    let run = |words: &str| workspace.okr(words).today(DAY).run();
    let plan = || workspace.read("2026-Q3/product/fast-start.toml");
    let commits = || workspace.git("rev-list --count HEAD").trim().to_owned();
    run("amend rating --commit 4.3 --reason better").exits(0);
    assert!(plan().contains("\ncommit = 4.3\n"));
    assert_eq!(commits(), "1");
    run("amend rating --commit none --reason worse --git-commit").exits(0);
    assert!(!plan().contains("\ncommit = "));
    assert_eq!(commits(), "2");
    run("new kr product/fast-start Visits --target 9 --commit 5 --commit").exits(0);
    assert!(plan().contains("\ncommit = 5\n"));
    assert_eq!(commits(), "3");
    run("new kr product/fast-start Plan --effort --commit").exits(0);
    assert_eq!(commits(), "4");
    for (words, said) in [
        (
            "amend --commit rating --owner tom",
            "`--commit` as the last word",
        ),
        (
            "amend --commit 2026-Q3/rating --owner tom",
            "write `--git-commit`",
        ),
        ("amend rating --commit= --owner tom", "is no number"),
        (
            "amend rating --commit 4 --commit 5",
            "two values for --commit: 4 and 5",
        ),
        (
            "new kr product/fast-start X --effort --commit 4",
            "does not go with --effort",
        ),
    ] {
        run(words).exits(2).says(&[said]).assert_unchanged();
    }
}
