//! From which day a change of plan counts, and taking up again what was given up by mistake.

mod support;

use support::{Ran, Workspace};

const O: &str = "2026-Q3/o.toml";
const K: &str = "kpis/k.toml";
const OBJECTIVE: &str = "objective = \"O\"\nowner = \"tom\"\n";
const KEY_RESULTS: &str =
    "[key_results.a]\ntitle = \"A\"\ntarget = 5\n\n[key_results.b]\ntitle = \"B\"\nat_least = 1\n";

fn run(workspace: &Workspace, words: &str) -> Ran {
    workspace.okr(words).today("2026-08-10").run()
}

/// An objective and a KPI with nothing out of the ordinary.
fn plain() -> Workspace {
    Workspace::new()
        .file(O, format!("{OBJECTIVE}\n{KEY_RESULTS}"))
        .file(K, "name = \"K\"\n[targets]\n2026 = 5\n")
}

#[test]
fn what_is_given_up_says_how_it_comes_back() {
    let workspace = plain();
    for (words, back) in [
        ("drop o.a", "back again: okr drop o.a --undo"),
        ("kpi retire k", "back again: okr kpi retire kpis/k --undo"),
    ] {
        let asked = format!("{words} --reason r");
        let dry = run(&workspace, &format!("{asked} --dry-run")).exits(0);
        assert!(!dry.stderr.contains("back again"), "{dry}");
        run(&workspace, &asked).exits(0).says(&[back]);
        run(&workspace, &format!("{words} --undo")).exits(0);
    }
}

#[test]
fn what_was_dropped_by_hand_is_taken_up_in_any_spelling() {
    let head = format!("{OBJECTIVE}# kept\n");
    for (goal, dropped, left) in [
        (
            "o",
            format!("{head}dropped.on = 2026-08-01 # c\ndropped.reason = \"r\"\n\n{KEY_RESULTS}"),
            format!("{head}# c\n\n{KEY_RESULTS}"),
        ),
        (
            "o",
            format!("{head}dropped = {{ on = 2026-08-01 }}\n{KEY_RESULTS}"),
            format!("{head}{KEY_RESULTS}"),
        ),
        (
            "o",
            format!(
                "{head}\n[dropped] # when\n# why\non = 2026-08-01\nreason = \"r\"\n\n{KEY_RESULTS}"
            ),
            format!("{head}\n# when\n# why\n\n{KEY_RESULTS}"),
        ),
        (
            "o.b",
            format!(
                "{head}\r\n{KEY_RESULTS}\n# gone\n  [ key_results.b . dropped ]\n  on=2026-08-01"
            ),
            format!("{head}\r\n{KEY_RESULTS}\n# gone"),
        ),
        (
            "o.b",
            format!("{head}{KEY_RESULTS}dropped.\"on\" = 2026-08-01"),
            format!("{head}{}", KEY_RESULTS.trim_end()),
        ),
        (
            "o.b",
            format!(
                "{head}key_results.b = {{ title = \"B\", at_least = 1, dropped.on = 2026-08-01 }} # c\n"
            ),
            format!("{head}key_results.b = {{ title = \"B\", at_least = 1 }} # c\n"),
        ),
    ] {
        let workspace = plain().file(O, &dropped);
        run(&workspace, &format!("drop {goal} --undo"))
            .exits(0)
            .prints(&["counts again: dropped on 2026-08-01"]);
        assert_eq!(workspace.read(O), left, "{dropped}");
        run(&workspace, "check").finds_only_practice();
    }
    let retired = plain().file(
        K,
        "name = \"K\"\n[targets]\n2026 = 5\n[retired]\non = 2026-08-01\n",
    );
    run(&retired, "kpi retire k --undo").exits(0);
    assert_eq!(retired.read(K), plain().read(K));
}

#[test]
fn taking_up_later_says_that_earlier_days_change() {
    let workspace = plain();
    let dropped = |day: &str| {
        let status = workspace.json(&format!("status --as-of {day}"));
        status["objectives"][0]["key_results"][0]["dropped"] == true
    };
    run(&workspace, "drop o.a --reason r").exits(0);
    let same_day = run(&workspace, "drop o.a --undo").exits(0);
    assert_eq!(same_day.stderr, "");
    run(&workspace, "drop o.a --reason r --on 2026-08-01").exits(0);
    assert!(dropped("2026-08-05"));
    run(&workspace, "drop o.a --undo").exits(0).says(&[
        "note: it counts again on every day since 2026-08-01",
        "--as-of",
    ]);
    assert!(!dropped("2026-08-05"));
    run(&workspace, "kpi retire k --reason r --on 2026-08-01").exits(0);
    run(&workspace, "kpi retire k --undo")
        .exits(0)
        .says(&["note: it is read again on every day since 2026-08-01"]);
}

#[test]
fn a_kpi_is_retired_from_an_earlier_day() {
    let workspace = plain();
    run(&workspace, "kpi retire k --reason r --on 2026-08-11")
        .exits(2)
        .says(&["2026-08-11 lies in the future"])
        .assert_unchanged();
    run(&workspace, "kpi retire k --reason r --on 3.8.")
        .exits(2)
        .assert_unchanged();
    run(&workspace, "kpi retire k --reason r --on 2026-08-03")
        .exits(0)
        .prints(&["retired on 2026-08-03"]);
    let shown = |day: &str| {
        let kpis = workspace.json(&format!("kpi --as-of {day}"));
        kpis["kpis"].as_array().unwrap().len()
    };
    assert_eq!((shown("2026-08-02"), shown("2026-08-03")), (1, 0));
    run(&workspace, "kpi retire k --undo --on 2026-08-03").exits(2);
}

#[test]
fn an_amendment_counts_from_an_earlier_day() {
    let workspace = plain();
    workspace.replace(O, "at_least = 1", "added = 2026-07-20\nat_least = 1");
    for (words, says) in [
        ("o.a --target 6 --reason r --on 2026-08-11", "future"),
        (
            "o.a --target 6 --reason r --on 2026-06-30",
            "outside of 2026-Q3",
        ),
        (
            "o.b --at-least 2 --reason r --on 2026-07-19",
            "was added on 2026-07-20",
        ),
    ] {
        let ran = run(&workspace, &format!("amend {words}")).exits(2);
        ran.says(&[says]).assert_unchanged();
    }
    run(
        &workspace,
        "amend o.a --target 6 --reason r --on 2026-08-03",
    )
    .exits(0)
    .prints(&["target 5 → 6  from 2026-08-03 on"]);
    let target = |day: &str| {
        let status = workspace.json(&format!("status --as-of {day}"));
        status["objectives"][0]["key_results"][0]["target"].clone()
    };
    assert_eq!(
        (target("2026-08-02"), target("2026-08-03")),
        (5.into(), 6.into())
    );
    run(
        &workspace,
        "amend o.a --target 7 --reason r --on 2026-08-02",
    )
    .exits(2)
    .says(&[
        "o.a was amended on 2026-08-03, after 2026-08-02",
        "2026-08-03 or later",
    ])
    .assert_unchanged();
    run(
        &workspace,
        "amend o.a --target 7 --reason r --on 2026-08-03",
    )
    .exits(0);
    assert_eq!(
        (target("2026-08-02"), target("2026-08-03")),
        (5.into(), 7.into())
    );
    for (day, code) in [("2026-05-01", 0), ("2026-04-30", 2)] {
        let words = format!("amend kpis/k --target 2026=6 --reason r --on {day}");
        run(&workspace, &words).exits(code);
    }
}

#[test]
fn a_dry_run_names_who_still_follows_a_kpi_in_every_format() {
    let workspace = Workspace::example("acme");
    for format in ["table", "json"] {
        let call = workspace.okr("kpi retire client-retention --reason sold --dry-run --format");
        let ran = call.arg(format).today("2026-08-14").run().exits(0);
        ran.says(&["customer-success/loyal-customers.retention still follows it"])
            .assert_unchanged();
    }
}
