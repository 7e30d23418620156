//! `okr carry` against method.md, number by number, through the command.

mod support;

use serde_json::{Value, json};
use support::{Call, Ran, Workspace};

const AFTER_Q2: &str = "2026-07-02";
const AFTER_Q3: &str = "2026-10-02";

const LAST: &str = "[targets]\n2026 = 80\n2026-Q3 = 75\n";

/// One objective in the quarters named, whose key result `k` follows one KPI, and its readings.
fn company(kpi: &str, key_result: &str, quarters: &[&str], readings: &[(&str, f64)]) -> Workspace {
    let mut workspace = Workspace::new().file("kpis/k.toml", format!("name = \"K\"\n{kpi}"));
    for quarter in quarters {
        workspace = workspace.file(
            &format!("2026-{quarter}/o.toml"),
            format!(
                "objective = \"Objective\"\nowner = \"maria\"\n\n\
                 [key_results.k]\nkpi = \"kpis/k\"\n{key_result}"
            ),
        );
    }
    readings.iter().fold(workspace, reading)
}

fn reading(workspace: Workspace, (day, value): &(&str, f64)) -> Workspace {
    let month: u32 = day[5..7].parse().unwrap();
    let quarter = month.div_ceil(3);
    workspace.file(
        &format!("2026-Q{quarter}/checkins/{day}.toml"),
        format!("date = {day}\nby = \"bot\"\n[[update]]\nkpi = \"kpis/k\"\nvalue = {value}\n"),
    )
}

/// The third quarter of a KPI, carried into the fourth.
fn third(kpi: &str, key_result: &str, readings: &[(&str, f64)]) -> Workspace {
    company(kpi, key_result, &["Q3"], readings)
}

/// Retention: 80 this year, 75 this quarter, from 73.
fn retention(actual: f64) -> Workspace {
    third(LAST, "baseline = 73\n", &[("2026-09-30", actual)])
}

fn carry(workspace: &Workspace, flags: &str, day: &str) -> Ran {
    let call = workspace.okr("carry").today(day);
    let words = flags.split_whitespace();
    words.fold(call, Call::arg).run()
}

/// Carries, and gives the plan.
fn carried(workspace: &Workspace, flags: &str, day: &str) -> Value {
    carry(workspace, &format!("{flags} --format json"), day).json()
}

/// Of what is carried: actual, baseline, target, hold, strategy.
fn figures(plan: &Value) -> Value {
    assert_eq!(plan["carried"].as_array().unwrap().len(), 1, "{plan}");
    let row = &plan["carried"][0];
    json!([
        row["actual"],
        row["baseline"],
        row["target"],
        row["hold"],
        row["strategy"]
    ])
}

/// Numbers in the plan are whole where they are whole.
fn assert_figures(plan: &Value, expected: &Value) {
    let (found, expected) = (figures(plan), expected);
    let pairs = found
        .as_array()
        .unwrap()
        .iter()
        .zip(expected.as_array().unwrap());
    for (found_one, expected_one) in pairs {
        match (found_one.as_f64(), expected_one.as_f64()) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1e-9, "{found} is not {expected}"),
            _ => assert_eq!(found_one, expected_one, "{found} is not {expected}"),
        }
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn at_its_target_it_goes_on_to_the_annual_one() {
    let workspace = retention(75.0);
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([75, 75, 80, false, "pace"]));
    assert_eq!(
        (&plan["from"], &plan["to"]),
        (&json!("2026-Q3"), &json!("2026-Q4"))
    );
    assert_eq!(
        workspace.read("2026-Q4/o.toml"),
        "objective = \"Objective\"\nowner = \"maria\"\n\n[key_results.k]\nkpi = \"kpis/k\"\nbaseline = 75\n\
         carried = { from = \"2026-Q3/o.k\", actual = 75, target = 75 }\n"
    );
    assert_eq!(
        workspace.read("kpis/k.toml"),
        format!("name = \"K\"\n{LAST}2026-Q4 = 80\n")
    );
}

#[test]
fn short_of_its_target_it_starts_where_it_ended() {
    let workspace = retention(74.2);
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([74.2, 74.2, 80, false, "pace"]));
    let written = workspace.read("2026-Q4/o.toml");
    assert!(written.contains("baseline = 74.2\n"), "{written}");
    assert!(
        written.contains("actual = 74.2, target = 75 }"),
        "{written}"
    );
}

#[test]
fn with_two_quarters_left_it_goes_half_of_the_way() {
    let workspace = || {
        let kpi = "[targets]\n2026 = 80\n2026-Q2 = 74\n";
        company(kpi, "baseline = 72\n", &["Q2"], &[("2026-06-30", 73.0)])
    };
    let plan = carried(&workspace(), "", AFTER_Q2);
    assert_figures(&plan, &json!([73, 73, 76.5, false, "pace"]));
    let plan = carried(&workspace(), "--target kpis/k=75", AFTER_Q2);
    assert_figures(&plan, &json!([73, 73, 75, false, "given"]));
    let workspace = workspace();
    let plan = carried(&workspace, "--target o.k=75", AFTER_Q2);
    assert_figures(&plan, &json!([73, 73, 75, false, "given"]));
}

#[test]
fn beyond_the_annual_target_it_is_held() {
    let workspace = retention(82.0);
    let ran = carry(&workspace, "", AFTER_Q3).exits(0);
    ran.prints(&["already at 82 of 80: raise it with --target"]);
    let written = workspace.read("2026-Q4/o.toml");
    assert!(
        written.contains("kpi = \"kpis/k\"\nat_least = 80\n"),
        "{written}"
    );
    assert!(!written.contains("baseline"), "{written}");
    let plan = carried(&retention(82.0), "", AFTER_Q3);
    assert_figures(&plan, &json!([82, 82, 80, true, "pace"]));
    let raised = carried(&retention(82.0), "--target kpis/k=85", AFTER_Q3);
    assert_figures(&raised, &json!([82, 82, 85, false, "given"]));
}

#[test]
fn a_hold_of_what_should_fall_is_an_upper_bound() {
    let kpi = "direction = \"decrease\"\n[targets]\n2026 = 5\n2026-Q3 = 8\n";
    let workspace = third(kpi, "baseline = 10\n", &[("2026-09-30", 4.5)]);
    assert_figures(
        &carried(&workspace, "", AFTER_Q3),
        &json!([4.5, 4.5, 5, true, "pace"]),
    );
    let written = workspace.read("2026-Q4/o.toml");
    assert!(written.contains("at_most = 5\n"), "{written}");
}

#[test]
fn a_hold_that_the_new_year_goes_beyond_is_named() {
    let into_2027 = |kpi: &str, key_result: &str, value: f64, flags: &str| {
        let workspace = company(kpi, key_result, &["Q4"], &[("2026-12-31", value)]);
        carried(&workspace, flags, "2027-01-02")
    };
    let kpi = "[targets]\n2026 = 80\n2027 = 90\n";
    let plan = into_2027(kpi, "at_least = 80\n", 83.0, "");
    assert_figures(&plan, &json!([83, 83, 80, true, "keep"]));
    assert_eq!(
        plan["notes"],
        json!([
            "2027-Q1/o.k: goes on to be held at 80, and the target of 2027 is 90: raise it with --target kpis/k=VALUE"
        ])
    );
    let raised = into_2027(kpi, "at_least = 80\n", 83.0, "--target kpis/k=85");
    assert_eq!(raised["notes"], json!([]));
    let falls = "direction = \"decrease\"\n[targets]\n2027 = 3\n";
    let notes = &into_2027(falls, "at_most = 5\n", 4.0, "")["notes"];
    assert!(notes[0].as_str().unwrap().contains("held at 5"), "{notes}");
    // Nothing more is wanted, it is the same year still, or a total is not held for a year.
    for (kpi, key_result) in [
        ("[targets]\n2027 = 80\n", "at_least = 80\n"),
        ("[targets]\n2026 = 90\n", "at_least = 80\n"),
        (falls, "at_least = 2\nat_most = 5\n"),
        (
            "aggregate = \"sum\"\n[targets]\n2027 = 400\n",
            "at_least = 80\n",
        ),
    ] {
        assert_eq!(
            into_2027(kpi, key_result, 83.0, "")["notes"],
            json!([]),
            "{kpi}"
        );
    }
    let same_year = third(kpi, "at_least = 70\n", &[("2026-09-30", 74.0)]);
    assert_eq!(carried(&same_year, "", AFTER_Q3)["notes"], json!([]));
}

#[test]
fn a_total_spreads_what_is_missing() {
    let kpi = "aggregate = \"sum\"\n[targets]\n2026 = 400\n";
    let readings = [
        ("2026-02-01", 80.0),
        ("2026-05-01", 50.0),
        ("2026-06-01", 40.0),
    ];
    let workspace = company(kpi, "", &["Q1", "Q2"], &readings);
    let plan = carried(&workspace, "", AFTER_Q2);
    assert_figures(&plan, &json!([90, 0, 115, false, "pace"]));
    let stands = workspace.read("kpis/k.toml");
    assert!(stands.ends_with("2026 = 400\n2026-Q3 = 115\n"), "{stands}");
}

#[test]
fn a_total_that_is_reached_keeps_its_target() {
    let kpi = "aggregate = \"sum\"\n[targets]\n2026 = 400\n2026-Q3 = 110\n";
    let readings = [
        ("2026-02-01", 200.0),
        ("2026-05-01", 150.0),
        ("2026-08-01", 120.0),
    ];
    let plan = carried(&third(kpi, "", &readings), "", AFTER_Q3);
    assert_figures(&plan, &json!([120, 0, 110, false, "keep"]));
    assert_ne!(plan["notes"], json!([]));
}

#[test]
fn a_budget_is_never_below_nothing() {
    for (spent, left) in [(100.0, 100), (220.0, 0)] {
        let kpi = "aggregate = \"sum\"\ndirection = \"decrease\"\n[targets]\n2026 = 400\n";
        let readings = [
            ("2026-02-01", 100.0),
            ("2026-05-01", 100.0),
            ("2026-08-01", spent),
        ];
        let workspace = third(kpi, "", &readings);
        let plan = carried(&workspace, "", AFTER_Q3);
        assert_figures(&plan, &json!([spent, 0, left, false, "pace"]));
        assert!(!workspace.read("2026-Q4/o.toml").contains("baseline"));
    }
}

#[test]
fn a_band_stays() {
    let kpi = "direction = \"maintain\"\n[targets]\n2026 = { at_least = 4, at_most = 5 }\n";
    let workspace = third(kpi, "", &[("2026-09-30", 4.4)]);
    let before = workspace.read("kpis/k.toml");
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_eq!(plan["carried"][0]["strategy"], "keep", "{plan}");
    assert_eq!(workspace.read("kpis/k.toml"), before);
    let held = third(LAST, "at_least = 70\n", &[("2026-09-30", 74.0)]);
    assert_figures(
        &carried(&held, "", AFTER_Q3),
        &json!([74, 74, 70, true, "keep"]),
    );
    let written = held.read("2026-Q4/o.toml");
    assert!(written.contains("at_least = 70\n"), "{written}");
}

#[test]
fn the_same_step_and_the_same_target_again() {
    let step = carried(&retention(74.2), "--strategy step", AFTER_Q3);
    assert_figures(&step, &json!([74.2, 74.2, 76.2, false, "step"]));
    let keep = carried(&retention(74.2), "--strategy keep", AFTER_Q3);
    assert_figures(&keep, &json!([74.2, 74.2, 75, false, "keep"]));
}

#[test]
fn without_an_annual_target_it_takes_the_same_step_and_says_so() {
    let workspace = || {
        third(
            "[targets]\n2026-Q3 = 75\n",
            "baseline = 73\n",
            &[("2026-09-30", 74.0)],
        )
    };
    let plan = carried(&workspace(), "", AFTER_Q3);
    assert_figures(&plan, &json!([74, 74, 76, false, "step"]));
    let notes = plan["notes"].to_string();
    assert!(notes.contains("no target for 2026"), "{notes}");
    carry(&workspace(), "", AFTER_Q3).exits(0).prints(&[
        "step",
        "to know:",
        "the KPI has no target for 2026; the last step is asked again",
    ]);
}

#[test]
fn a_standing_target_is_taken_as_it_is() {
    let kpi = "[targets]\n2026 = 80\n2026-Q3 = 75\n2026-Q4 = 78\n";
    let workspace = third(kpi, "baseline = 73\n", &[("2026-09-30", 74.0)]);
    let before = workspace.read("kpis/k.toml");
    assert_figures(
        &carried(&workspace, "", AFTER_Q3),
        &json!([74, 74, 78, false, "set"]),
    );
    assert_eq!(workspace.read("kpis/k.toml"), before);
    let always = third(
        "[targets]\nalways = 75\n",
        "baseline = 73\n",
        &[("2026-09-30", 74.0)],
    );
    let before = always.read("kpis/k.toml");
    assert_figures(
        &carried(&always, "", AFTER_Q3),
        &json!([74, 74, 75, false, "set"]),
    );
    assert_eq!(always.read("kpis/k.toml"), before);
}

#[test]
fn always_stands_only_where_nothing_else_does() {
    let kpi = "[targets]\nalways = 50\n2026-H2 = 88\n";
    let workspace = third(kpi, "baseline = 30\n", &[("2026-09-30", 60.0)]);
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([60, 60, 118, false, "step"]));
    // The half that stands is over: what was asked of it says nothing of the next quarter.
    let kpi = "[targets]\nalways = 65\n2026-H1 = 88\n";
    let workspace = third(kpi, "baseline = 30\n", &[("2026-09-30", 60.0)]);
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([60, 60, 65, false, "set"]));
}

#[test]
fn without_actual_and_baseline_the_annual_target_is_asked() {
    let kpi = "[targets]\n2026 = 12\n2026-Q3 = 9.5\n";
    for (strategy, target, how) in [
        ("pace", 12.0, "pace"),
        ("step", 12.0, "pace"),
        ("keep", 9.5, "keep"),
    ] {
        let plan = carried(
            &third(kpi, "", &[]),
            &format!("--strategy {strategy}"),
            AFTER_Q3,
        );
        assert_figures(&plan, &json!([null, null, target, false, how]));
    }
    let without = third("[targets]\n2026-Q3 = 9.5\n", "", &[]);
    let plan = carried(&without, "--strategy step", AFTER_Q3);
    assert_figures(&plan, &json!([null, null, 9.5, false, "step"]));
    let from_baseline = third(kpi, "baseline = 8\n", &[]);
    let plan = carried(&from_baseline, "--strategy step", AFTER_Q3);
    assert_figures(&plan, &json!([null, 8, 9.5, false, "step"]));
}

#[test]
fn a_relative_target_says_nothing_from_0_and_the_next_rule_applies() {
    let relative = "baseline = 5\ntarget = \"+20%\"\n";
    for (kpi, flags, target, how) in [
        ("", "", 1.0, "step"),
        ("[targets]\n2026 = 8\n", "", 8.0, "pace"),
        ("[targets]\nalways = 7\n", "", 7.0, "set"),
        ("[targets]\n2026-Q4 = 9\n", "", 9.0, "set"),
        ("", "--strategy keep", 6.0, "keep"),
        ("", "--target o.k=4", 4.0, "given"),
    ] {
        let workspace = third(kpi, relative, &[("2026-09-30", 0.0)]);
        let plan = carried(&workspace, flags, AFTER_Q3);
        assert_figures(&plan, &json!([0, 0, target, false, how]));
        let named = plan["notes"].to_string().contains("--target o.k=VALUE");
        assert_eq!(named, how != "given", "{plan}");
        workspace.okr("check").today(AFTER_Q3).run().exits(0);
        carry(&workspace, flags, AFTER_Q3)
            .exits(0)
            .assert_unchanged();
        carry(&workspace, "--refresh", AFTER_Q3)
            .exits(0)
            .assert_unchanged();
    }
    let workspace = third("", relative, &[("2026-09-30", 0.0)]);
    carry(&workspace, "", AFTER_Q3).prints(&["+20%", "from 0"]);
}

#[test]
fn a_refresh_to_0_leaves_a_relative_target_alone() {
    let relative = "baseline = 5\ntarget = \"+20%\"\n";
    let workspace = third("", relative, &[("2026-08-30", 4.0)]);
    carry(&workspace, "", AFTER_Q3).exits(0);
    let workspace = reading(workspace, &("2026-09-30", 0.0));
    let ran = carry(&workspace, "--refresh", AFTER_Q3).exits(0);
    ran.prints(&["2026-Q4/o.k", "okr amend"]);
    let written = workspace.read("2026-Q4/o.toml");
    assert!(
        written.contains("baseline = 4\ntarget = \"+20%\"\n"),
        "{written}"
    );
    workspace.okr("check").today(AFTER_Q3).run().exits(0);
}

#[test]
fn a_target_that_contradicts_a_standing_one_is_refused() {
    let kpi = "[targets]\n2026 = 80\n2026-Q3 = 75\n2026-Q4 = 78\n";
    let workspace = third(kpi, "baseline = 73\n", &[("2026-09-30", 74.0)]);
    let ran = carry(&workspace, "--target kpis/k=79", AFTER_Q3).exits(5);
    let ran = ran.assert_unchanged().prints_nothing();
    ran.says(&["kpis/k", "78", "79", "2026-Q4", "okr amend"]);
    carry(&workspace, "--target kpis/k=78", AFTER_Q3).exits(0);
    let own = third(kpi, "baseline = 73\n", &[("2026-09-30", 74.0)]);
    let plan = carried(&own, "--target o.k=79", AFTER_Q3);
    assert_figures(&plan, &json!([74, 74, 79, false, "given"]));
    assert!(own.read("2026-Q4/o.toml").contains("target = 79\n"));
    assert!(own.read("kpis/k.toml").ends_with("2026-Q4 = 78\n"));
}

#[test]
fn a_target_for_what_was_carried_before_is_answered() {
    let workspace = retention(82.0);
    carry(&workspace, "", AFTER_Q3).prints(&["raise it with --target kpis/k=VALUE"]);
    for flag in ["--target kpis/k=85", "--target o.k=85"] {
        let again = carry(&workspace, flag, AFTER_Q3)
            .exits(0)
            .assert_unchanged();
        again.prints(&[
            "kept: 1 goal carried before",
            "2026-Q4/o.k: carried before, so it is not set to 85: change it with okr amend or okr edit",
        ]);
    }
    // What stands already, in its own file or the KPI's, needs no word.
    let notes = |flag: &str| carried(&workspace, flag, AFTER_Q3)["notes"].clone();
    assert_eq!(notes("--target o.k=80"), json!([]));
    let amend = "amend 2026-Q4/o.k --at-least none --baseline 82 --target 85 --reason more";
    workspace.okr(amend).today(AFTER_Q3).run().exits(0);
    assert_eq!(notes("--target o.k=85"), json!([]));
    assert_ne!(notes("--target o.k=86"), json!([]));
    let shared = retention(75.0);
    carry(&shared, "", AFTER_Q3).exits(0);
    let plan = |flag: &str| carried(&shared, flag, AFTER_Q3)["notes"].clone();
    assert_eq!(plan("--target kpis/k=80"), json!([]));
    assert_ne!(plan("--target o.k=81"), json!([]));
    carry(&shared, "--target kpis/k=81", AFTER_Q3)
        .exits(5)
        .assert_unchanged();
}

#[test]
fn targets_that_make_no_sense_are_refused() {
    for (flags, code) in [
        ("--target kpis/none=5", 3),
        ("--target kpis/k", 2),
        ("--target kpis/k=nan", 2),
        ("--target kpis/k=1e400", 2),
        ("--target kpis/k=00k", 2),
        ("--from 2026-Q3 --to 2026-Q2", 2),
        ("--from 2026-Q3 --to 2027", 2),
        ("--from 2026-Q9", 2),
    ] {
        let ran = carry(&retention(75.0), flags, AFTER_Q3);
        ran.exits(code).assert_unchanged().prints_nothing();
    }
}

#[test]
fn a_relative_target_stays_as_it_is_written() {
    let workspace = third(
        "",
        "baseline = 250\ntarget = \"+20%\"\n",
        &[("2026-09-30", 290.0)],
    );
    let before = workspace.read("kpis/k.toml");
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([290, 290, 348, false, "relative"]));
    let written = workspace.read("2026-Q4/o.toml");
    assert!(
        written.contains("baseline = 290\ntarget = \"+20%\"\n"),
        "{written}"
    );
    assert_eq!(workspace.read("kpis/k.toml"), before);
}

#[test]
fn a_target_of_its_own_stays_on_the_key_result() {
    let workspace = third(
        LAST,
        "baseline = 73\ntarget = 76\n",
        &[("2026-09-30", 74.0)],
    );
    let before = workspace.read("kpis/k.toml");
    assert_figures(
        &carried(&workspace, "", AFTER_Q3),
        &json!([74, 74, 80, false, "pace"]),
    );
    let written = workspace.read("2026-Q4/o.toml");
    assert!(written.contains("target = 80\n"), "{written}");
    assert!(written.contains("actual = 74, target = 76 }"), "{written}");
    assert_eq!(workspace.read("kpis/k.toml"), before);
}

#[test]
fn two_that_need_different_targets_get_their_own() {
    let workspace = retention(74.0).file(
        "2026-Q3/p.toml",
        "objective = \"P\"\n[key_results.k]\nkpi = \"kpis/k\"\nbaseline = 73\n",
    );
    let before = workspace.read("kpis/k.toml");
    carry(&workspace, "--target o.k=76 --target p.k=77", AFTER_Q3).exits(0);
    assert!(workspace.read("2026-Q4/o.toml").contains("\ntarget = 76\n"));
    assert!(workspace.read("2026-Q4/p.toml").contains("\ntarget = 77\n"));
    assert_eq!(workspace.read("kpis/k.toml"), before);
}

#[test]
fn an_objective_that_is_measured_itself() {
    let workspace = third(LAST, "", &[("2026-09-30", 74.2)]);
    workspace.write(
        "2026-Q3/o.toml",
        "objective = \"Objective\"\nkpi = \"kpis/k\"\nbaseline = 73\n",
    );
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([74.2, 74.2, 80, false, "pace"]));
    assert_eq!(plan["carried"][0]["to"], "2026-Q4/o");
    let written = workspace.read("2026-Q4/o.toml");
    assert!(
        written.contains("kpi = \"kpis/k\"\nbaseline = 74.2\n"),
        "{written}"
    );
}

#[test]
fn what_was_never_read_keeps_its_baseline() {
    let workspace = third(LAST, "baseline = 73\n", &[]);
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([null, 73, 80, false, "pace"]));
    assert_ne!(plan["notes"], json!([]));
    assert!(workspace.read("2026-Q4/o.toml").contains("baseline = 73\n"));
}

#[test]
fn titles_with_old_numbers_and_zones_stay_behind() {
    let key_result = "title = \"Retention from 73 to 75\"\nbaseline = 73\ncommit = 74\ntarget = 75\nstretch = 77\n";
    let workspace = third(LAST, key_result, &[("2026-09-30", 75.0)]);
    let plan = carried(&workspace, "", AFTER_Q3);
    let notes = plan["notes"].to_string();
    for word in ["title", "commit", "stretch"] {
        assert!(notes.contains(word), "{word}: {notes}");
        assert!(!workspace.read("2026-Q4/o.toml").contains(word), "{word}");
    }
}

#[test]
fn what_is_carried_is_kept_whatever_people_write() {
    let workspace = retention(75.0);
    carry(&workspace, "", AFTER_Q3).exits(0);
    workspace.replace(
        "2026-Q4/o.toml",
        "baseline = 75\n",
        "baseline = 75.5   # ours\nweight = 2\n",
    );
    workspace.replace(
        "kpis/k.toml",
        "2026-Q4 = 80\n",
        "2026-Q4 = 79 # talked over\n",
    );
    let ran = carry(&workspace, "--format json", "2026-10-05")
        .exits(0)
        .assert_unchanged();
    let plan = ran.document();
    assert_eq!(plan["carried"], json!([]));
    assert_eq!(plan["kept"].as_array().unwrap().len(), 1, "{plan}");
    carry(&workspace, "--refresh", "2026-10-05")
        .exits(0)
        .assert_unchanged();
}

#[test]
fn a_late_reading_makes_it_stale_until_it_is_refreshed() {
    let workspace = retention(75.0);
    carry(&workspace, "", AFTER_Q3).exits(0);
    workspace.replace("2026-Q3/checkins/2026-09-30.toml", "75", "74.2");
    let ran = carry(&workspace, "--format json", AFTER_Q3)
        .exits(0)
        .assert_unchanged();
    let plan = ran.document();
    assert_eq!(plan["stale"].as_array().unwrap().len(), 1, "{plan}");
    carry(&workspace, "", AFTER_Q3).prints(&["stale", "74.2", "--refresh"]);
    carry(&workspace, "--refresh", AFTER_Q3).exits(0);
    let fresh = retention(74.2);
    carry(&fresh, "", AFTER_Q3).exits(0);
    assert_eq!(workspace.tree(), fresh.tree());
}

#[test]
fn a_refresh_keeps_the_target_that_a_person_changed() {
    let readings = [("2026-06-30", 73.0)];
    let workspace = company(
        "[targets]\n2026 = 80\n2026-Q2 = 74\n",
        "baseline = 72\n",
        &["Q2"],
        &readings,
    );
    carry(&workspace, "", AFTER_Q2).exits(0);
    workspace.replace("kpis/k.toml", "2026-Q3 = 76.5\n", "2026-Q3 = 75\n");
    workspace.replace("2026-Q2/checkins/2026-06-30.toml", "73", "73.6");
    carry(&workspace, "--refresh", AFTER_Q2).exits(0);
    assert!(workspace.read("kpis/k.toml").ends_with("2026-Q3 = 75\n"));
    let written = workspace.read("2026-Q3/o.toml");
    assert!(
        written.contains("baseline = 73.6\n") && written.contains("actual = 73.6"),
        "{written}"
    );
}

#[test]
fn a_refresh_never_puts_a_baseline_beyond_a_target_that_a_person_changed() {
    for (path, target) in [
        ("2026-Q4/o.toml", "target = 76 # ours"),
        ("kpis/k.toml", "2026-Q4 = 76"),
    ] {
        let workspace = retention(75.0);
        carry(&workspace, "", AFTER_Q3).exits(0);
        match path {
            "kpis/k.toml" => workspace.replace(path, "2026-Q4 = 80", target),
            _ => workspace.replace(
                path,
                "baseline = 75\n",
                &format!("baseline = 75.0\n{target}\n"),
            ),
        }
        let before = (workspace.read(path), workspace.read("2026-Q4/o.toml"));
        workspace.replace("2026-Q3/checkins/2026-09-30.toml", "75", "77");
        let ran = carry(&workspace, "--refresh", AFTER_Q3).exits(0);
        ran.prints(&["2026-Q4/o.k: the target is reached at 77; the baseline stays as it was"]);
        assert!(workspace.read(path).contains(target));
        let expected = before.1.replace("actual = 75", "actual = 77");
        assert_eq!(workspace.read("2026-Q4/o.toml"), expected);
        workspace.okr("check").today(AFTER_Q3).run().exits(0);
        carry(&workspace, "--refresh", AFTER_Q3)
            .exits(0)
            .assert_unchanged();
    }
}

#[test]
fn a_refresh_follows_with_the_target_that_nobody_changed() {
    let readings = [("2026-06-30", 73.0)];
    let workspace = company(
        "[targets]\n2026 = 80\n2026-Q2 = 74\n",
        "baseline = 72\n",
        &["Q2"],
        &readings,
    );
    carry(&workspace, "", AFTER_Q2).exits(0);
    workspace.replace("2026-Q2/checkins/2026-06-30.toml", "73", "74");
    carry(&workspace, "--refresh", AFTER_Q2).exits(0);
    let stands = workspace.read("kpis/k.toml");
    assert!(stands.ends_with("2026-Q3 = 77\n"), "{stands}");
}

const OTHERS: &str = "\n[key_results.e]\ntitle = \"Plans\"\nkind = \"effort\"\ndue = 2026-10-31\nmilestones = [\n  \
    { id = \"a\", title = \"A\" },\n  { id = \"b\", title = \"B\", weight = 2 },\n]\n\n\
    [key_results.m]\ntitle = \"Rating\"\nunit = \"stars\"\nbaseline = 4\ntarget = 4.5\n\n\
    [key_results.gone]\ntitle = \"Gone\"\nbaseline = 1\ntarget = 2\n\
    dropped = { on = 2026-08-01, reason = \"sold\" }\n";

fn with_others() -> Workspace {
    let workspace = retention(75.0);
    let objective = workspace.read("2026-Q3/o.toml") + OTHERS;
    workspace.file("2026-Q3/o.toml", objective).file(
        "2026-Q3/checkins/2026-09-29.toml",
        "date = 2026-09-29\nby = \"tom\"\n[[update]]\nkr = \"o.e\"\ndone = [\"a\"]\n\
         [[update]]\nkr = \"o.m\"\nvalue = 4.2\n",
    )
}

#[test]
fn effort_and_metrics_without_a_kpi_stay_behind() {
    let workspace = with_others();
    let plan = carried(&workspace, "", AFTER_Q3);
    assert_figures(&plan, &json!([75, 75, 80, false, "pace"]));
    let left = json!([
        { "id": "2026-Q3/o.e", "reason": "effort" },
        { "id": "2026-Q3/o.m", "reason": "no-kpi" },
        { "id": "2026-Q3/o.gone", "reason": "dropped" },
    ]);
    assert_eq!(plan["left"], left);
    carry(&with_others(), "", AFTER_Q3).prints(&["o.e", "still open", "due 2026-10-31"]);
}

#[test]
fn the_unfinished_goes_along_where_asked() {
    let workspace = with_others();
    carry(&workspace, "--unfinished", AFTER_Q3).exits(0);
    let written = workspace.read("2026-Q4/o.toml");
    let (_, rest) = written
        .split_once("[key_results.e]")
        .expect("the effort goes along");
    assert!(
        rest.contains("id = \"b\"") && !rest.contains("id = \"a\""),
        "{written}"
    );
    assert!(rest.contains("baseline = 4.2\ntarget = 4.5\n"), "{written}");
    assert!(!rest.contains("gone"), "{written}");
    workspace.okr("check").today(AFTER_Q3).run().exits(0);
    carry(&workspace, "--unfinished", AFTER_Q3)
        .exits(0)
        .assert_unchanged();
}

#[test]
fn a_total_is_not_carried_before_its_quarter_is_over() {
    let kpi = "aggregate = \"sum\"\n[targets]\n2026 = 400\n";
    let workspace = third(kpi, "", &[("2026-09-10", 90.0)]);
    for day in ["2026-09-15", "2026-09-30"] {
        let ran = carry(&workspace, "", day)
            .exits(5)
            .assert_unchanged()
            .prints_nothing();
        ran.says(&["kpis/k", "2026-09-30", "--provisional"]);
    }
    let plan = carried(&workspace, "--provisional", "2026-09-15");
    assert_figures(&plan, &json!([90, 0, 310, false, "pace"]));
}

#[test]
fn a_closed_new_cycle_is_left_alone() {
    let workspace = retention(75.0).file(
        "2026-Q4/closed.toml",
        "on = 2026-10-01\nby = \"ines\"\n[scores]\n",
    );
    let ran = carry(&workspace, "", AFTER_Q3).exits(5).assert_unchanged();
    ran.prints_nothing()
        .says(&["2026-Q4", "2026-10-01", "2026-Q4/closed.toml"]);
}

#[test]
fn nothing_to_carry_is_no_error() {
    let early = carry(&retention(75.0), "", "2026-08-01")
        .exits(0)
        .assert_unchanged();
    early.prints(&["nothing to carry"]);
    let empty = carry(&Workspace::new(), "", AFTER_Q3)
        .exits(0)
        .assert_unchanged();
    empty.prints(&["nothing to carry"]);
    let plan = carried(&Workspace::new(), "", AFTER_Q3);
    assert_eq!(plan["carried"], json!([]));
}

#[test]
fn an_empty_quarter_has_nothing_to_carry_whatever_the_next_one_is() {
    let workspace = reading(retention(75.0), &("2026-05-01", 73.0)).file(
        "2026-Q3/closed.toml",
        "on = 2026-10-01\nby = \"ines\"\n[scores]\n",
    );
    for (flags, empty) in [
        ("--from 2026-Q2", "2026-Q2"),
        ("--from 2026-Q2 --to 2026-Q4", "2026-Q2"),
        ("--to 2026-Q1", "2025-Q4"),
    ] {
        let ran = carry(&workspace, flags, AFTER_Q3)
            .exits(0)
            .assert_unchanged();
        ran.prints(&[&format!("nothing to carry: {empty} has no objectives\n")]);
    }
}

#[test]
fn a_kpi_of_which_nothing_is_known_says_so() {
    for (kpi, baseline) in [
        ("", json!(null)),
        ("aggregate = \"sum\"\n", json!(0)),
        ("direction = \"maintain\"\n", json!(null)),
    ] {
        let workspace = third(kpi, "", &[]);
        let before = workspace.read("kpis/k.toml");
        let plan = carried(&workspace, "", AFTER_Q3);
        let row = &plan["carried"][0];
        assert_eq!(
            (&row["baseline"], &row["target"]),
            (&baseline, &json!(null)),
            "{kpi}"
        );
        assert_eq!(
            plan["notes"],
            json!([
                "2026-Q4/o.k: no reading in 2026-Q3",
                "2026-Q4/o.k: nothing to compute a target from: okr amend sets one"
            ])
        );
        assert_eq!(workspace.read("kpis/k.toml"), before);
        workspace.okr("check").today(AFTER_Q3).run().exits(0);
    }
}

#[test]
fn objectives_that_would_be_one_are_named_and_what_stands_stays() {
    // What `a` became has been renamed to the name that `b` would get.
    let workspace = retention(75.0).file(
        "2026-Q3/b.toml",
        "objective = \"B\"\n[key_results.k]\nkpi = \"kpis/k\"\nbaseline = 73\n",
    );
    carry(&workspace, "", AFTER_Q3).exits(0);
    std::fs::remove_file(workspace.path("2026-Q4/b.toml")).unwrap();
    workspace
        .okr("mv 2026-Q4/o 2026-Q4/b")
        .today(AFTER_Q3)
        .run()
        .exits(0);
    let ran = carry(&workspace, "", AFTER_Q3).exits(0).assert_unchanged();
    ran.prints(&[
        "kept: 1 goal carried before",
        "2026-Q3/b.k: 2026-Q4/b.k stands in its place already",
    ]);
    // An objective that is measured itself, where people wrote another one.
    let workspace = retention(75.0);
    workspace.write(
        "2026-Q3/o.toml",
        "objective = \"O\"\nkpi = \"kpis/k\"\nbaseline = 73\n",
    );
    workspace.write("2026-Q4/o.toml", "objective = \"Another\"\n");
    let ran = carry(&workspace, "", AFTER_Q3).exits(0).assert_unchanged();
    ran.prints(&["2026-Q3/o: 2026-Q4/o stands in its place already"]);
}

#[test]
fn the_last_three_weeks_are_soon_enough() {
    let plan = carried(&retention(75.0), "", "2026-09-09");
    assert_figures(&plan, &json!([null, 73, 80, false, "pace"]));
    carry(&retention(75.0), "", "2026-09-08")
        .prints(&["nothing to carry"])
        .assert_unchanged();
}

#[test]
fn a_dry_run_writes_nothing() {
    let ran = carry(&retention(75.0), "--dry-run", AFTER_Q3)
        .exits(0)
        .assert_unchanged();
    ran.prints(&["+2026-Q4 = 80", "+baseline = 75"])
        .says(&["75", "80"]);
}

#[test]
fn a_kpi_file_changes_by_one_line() {
    let odd = "# Ours, since 2019.\r\n\r\nname   =   'K'  # what we call it\r\n\"unit\"=\"%\"\r\n\r\n\
               [ targets ]   # by quarter\r\n  2026   = 80.0 # the year\r\n  \"2026-Q3\" =75 # renewals\r\n\r\n\
               # limits\r\n[thresholds]\r\namber = 70 \r\ngreen = 74";
    for (mark, text) in [
        ("", odd.to_owned()),
        ("\u{feff}", odd.to_owned()),
        ("", odd.replace('\r', "")),
    ] {
        let text = format!("{mark}{text}");
        let workspace = retention(75.0).file("kpis/k.toml", &text);
        carry(&workspace, "", AFTER_Q3).exits(0);
        let written = workspace.read("kpis/k.toml");
        let new: Vec<_> = lines(&written)
            .into_iter()
            .filter(|l| !lines(&text).contains(l))
            .collect();
        assert_eq!(new.len(), 1, "{written:?}");
        assert!(new[0].trim().starts_with("2026-Q4 = 80"), "{new:?}");
        let end = if text.contains('\r') { "\r\n" } else { "\n" };
        let without = written.replacen(&format!("{}{end}", new[0]), "", 1);
        assert_eq!(without, text);
    }
}

#[test]
fn the_old_quarter_is_never_touched() {
    let workspace = with_others();
    let ran = carry(&workspace, "--unfinished", AFTER_Q3).exits(0);
    assert_eq!(ran.written(), ["2026-Q4", "2026-Q4/o.toml", "kpis/k.toml"]);
}

#[test]
fn carried_twice_is_the_same_bytes() {
    for (example, day) in [
        ("acme", "2026-10-02"),
        ("saas", "2026-11-02"),
        ("shop", "2026-10-02"),
        ("ride", "2027-01-02"),
    ] {
        let workspace = Workspace::example(example);
        let first = carry(&workspace, "", day).exits(0);
        assert_ne!(first.written(), [""; 0], "{first}");
        carry(&workspace, "", day).exits(0).assert_unchanged();
        carry(&workspace, "--refresh", day)
            .exits(0)
            .assert_unchanged();
    }
}
