//! `okr carry --unfinished`: what has no KPI goes on in the direction that it had, is known again in
//! the new cycle, and follows a late check-in.

mod support;

use serde_json::{Value, json};
use support::{Ran, Workspace};

const OCTOBER: &str = "2026-10-02";

/// An objective of the third quarter with one metric of its own, and what was read.
fn metric(key_result: &str, readings: &[(&str, f64)]) -> Workspace {
    let workspace = Workspace::new().file(
        "2026-Q3/o.toml",
        format!("objective = \"Objective\"\n\n[key_results.m]\ntitle = \"Rating\"\n{key_result}"),
    );
    for reading in readings {
        read(&workspace, reading);
    }
    workspace
}

fn read(workspace: &Workspace, (day, value): &(&str, f64)) {
    workspace.write(
        &format!("2026-Q3/checkins/{day}.toml"),
        format!("date = {day}\nby = \"tom\"\n[[update]]\nkr = \"o.m\"\nvalue = {value}\n"),
    );
}

fn carry(workspace: &Workspace, flags: &str) -> Ran {
    let line = format!("carry {flags}");
    workspace.okr(&line).today(OCTOBER).run().exits(0)
}

fn plan(workspace: &Workspace, flags: &str) -> Value {
    carry(workspace, &format!("{flags} --format json")).json()
}

/// The new key result's lines between its title and where it comes from.
fn numbers(workspace: &Workspace) -> String {
    let written = workspace.read("2026-Q4/o.toml");
    let kept = written
        .lines()
        .skip_while(|line| !line.starts_with("title"));
    let numbers = kept.skip(1).take_while(|line| !line.starts_with("carried"));
    numbers.collect::<Vec<_>>().join(", ")
}

const UP: &str = "baseline = 0\ncommit = 4\ntarget = 10\nstretch = 12\n";
const DOWN: &str = "baseline = 20\ntarget = 10\nstretch = 8\n";

#[test]
fn beyond_its_target_it_goes_on_to_its_stretch_and_never_back() {
    for (key_result, value, goes_on) in [
        (UP, 9.0, "baseline = 9, target = 10"),
        (UP, 10.0, "baseline = 10, target = 12"),
        (UP, 11.0, "baseline = 11, target = 12"),
        (DOWN, 11.0, "baseline = 11, target = 10"),
        (DOWN, 10.0, "baseline = 10, target = 8"),
        (DOWN, 9.5, "baseline = 9.5, target = 8"),
    ] {
        let workspace = metric(key_result, &[("2026-09-30", value)]);
        let row = plan(&workspace, "--unfinished")["carried"][0].clone();
        assert_eq!(numbers(&workspace), goes_on, "{key_result}");
        let target = goes_on.rsplit(' ').next().unwrap();
        assert_eq!(row["target"].to_string(), target, "{row}");
        workspace.okr("check").today(OCTOBER).run().exits(0);
    }
    let workspace = metric(UP, &[("2026-09-30", 11.0)]);
    carry(&workspace, "--unfinished").prints(&["11 of 10", "stretch, 12"]);
    let written = workspace.read("2026-Q4/o.toml");
    assert!(written.contains("actual = 11, target = 10 }"), "{written}");
}

#[test]
fn a_commit_and_a_stretch_that_are_left_out_are_named() {
    let workspace = metric(UP, &[("2026-09-30", 9.0)]);
    let notes = plan(&workspace, "--unfinished")["notes"].to_string();
    assert!(notes.contains("commit and stretch"), "{notes}");
    let plain = metric("baseline = 0\ntarget = 10\n", &[("2026-09-30", 9.0)]);
    assert_eq!(plan(&plain, "--unfinished")["notes"], json!([]));
}

#[test]
fn what_a_late_check_in_completes_stays_behind() {
    let workspace = metric("baseline = 0\ntarget = 10\n", &[("2026-08-30", 5.0)]).file(
        "2026-Q3/closed.toml",
        "on = 2026-10-01\nby = \"ines\"\n[scores]\no = 0.5\n\"o.m\" = 0.5\n",
    );
    read(&workspace, &("2026-09-30", 11.0));
    let plan = plan(&workspace, "--unfinished");
    assert_eq!(plan["carried"], json!([]));
    let left = json!([{ "id": "2026-Q3/o.m", "reason": "no-kpi" }]);
    assert_eq!(plan["left"], left);
}

#[test]
fn a_late_check_in_makes_it_stale_and_a_refresh_follows() {
    let workspace = metric(UP, &[("2026-08-30", 5.0)]);
    carry(&workspace, "--unfinished");
    read(&workspace, &("2026-09-29", 9.0));
    let pair = json!([{ "kpi": null, "from": "2026-Q3/o.m", "to": "2026-Q4/o.m", "recorded": 5, "actual": 9 }]);
    for flags in ["", "--unfinished"] {
        let plan = plan(&workspace, flags);
        assert_eq!((&plan["stale"], &plan["kept"]), (&pair, &json!([])));
        assert_eq!(numbers(&workspace), "baseline = 5, target = 10");
    }
    carry(&workspace, "").prints(&["stale: 2026-Q4/o.m was carried from 5, the actual is now 9"]);
    let told = workspace.okr("cycle 2026-Q3").today(OCTOBER).run();
    told.prints(&["okr carry --from 2026-Q3 --refresh  (1 goal)"]);
    carry(&workspace, "--refresh").prints(&["brought up to date"]);
    assert_eq!(numbers(&workspace), "baseline = 9, target = 10");
    let written = workspace.read("2026-Q4/o.toml");
    assert!(written.contains("actual = 9, target = 10 }"), "{written}");
    carry(&workspace, "--refresh").assert_unchanged();

    // Its target is reached meanwhile: the stretch is what is left.
    read(&workspace, &("2026-09-30", 11.0));
    carry(&workspace, "--refresh");
    assert_eq!(numbers(&workspace), "baseline = 11, target = 12");
    workspace.okr("check").today(OCTOBER).run().exits(0);
}

#[test]
fn a_refresh_leaves_what_people_decided() {
    let workspace = metric(UP, &[("2026-08-30", 5.0)]);
    carry(&workspace, "--unfinished");
    workspace.replace("2026-Q4/o.toml", "target = 10\n", "target = 11\n");
    read(&workspace, &("2026-09-29", 9.0));
    carry(&workspace, "--refresh");
    assert_eq!(numbers(&workspace), "baseline = 9, target = 11");

    // At or beyond what a person asked for: the direction stays as it was.
    read(&workspace, &("2026-09-30", 11.5));
    carry(&workspace, "--refresh").prints(&["the target is reached at 11.5"]);
    assert_eq!(numbers(&workspace), "baseline = 9, target = 11");
    carry(&workspace, "--refresh").assert_unchanged();
}

#[test]
fn bounds_of_their_own_are_known_again_too() {
    let workspace = metric(
        "at_least = 90\n",
        &[("2026-08-30", 80.0), ("2026-09-10", 95.0)],
    );
    carry(&workspace, "--unfinished");
    carry(&workspace, "--unfinished").assert_unchanged();
    read(&workspace, &("2026-09-30", 85.0));
    assert_eq!(plan(&workspace, "")["stale"][0]["actual"], 85);
    carry(&workspace, "--refresh");
    assert_eq!(numbers(&workspace), "at_least = 90");
    assert_eq!(plan(&workspace, "")["stale"], json!([]));
}

#[test]
fn renamed_in_the_new_cycle_it_is_the_carried_one_all_the_same() {
    let workspace = metric(UP, &[("2026-08-30", 5.0)]);
    carry(&workspace, "--unfinished");
    let renamed = workspace.okr("mv 2026-Q4/o.m o.stars").today(OCTOBER).run();
    renamed.exits(0);
    let again = carry(&workspace, "--unfinished").assert_unchanged();
    again.prints(&["kept: 1 goal"]);
    let moved = workspace.okr("mv 2026-Q4/o else").today(OCTOBER).run();
    moved.exits(0);
    carry(&workspace, "--unfinished").assert_unchanged();
}
