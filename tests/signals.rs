//! Signals of KPIs: which changes are more than noise, and which goals they warn of.

mod support;

use serde_json::Value;
use support::Workspace;

const DAY: &str = "2026-07-20";
const CALM: [f64; 8] = [50.0, 51.0, 50.0, 52.0, 49.0, 50.0, 51.0, 50.0];

fn kpi(more: &str) -> Workspace {
    let kpi = format!("name = \"NPS\"\nunit = \"points\"\n{more}[targets]\nalways = 60\n");
    Workspace::new().file("kpis/nps.toml", &kpi).file(
        "2026-Q3/loved.toml",
        "objective = \"Loved\"\n[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 30\n",
    )
}

/// Weekly readings up to 2026-07-17, each a check-in in the folder of its quarter.
fn weekly(values: &[f64], mut workspace: Workspace) -> Workspace {
    let last = chrono::NaiveDate::from_ymd_opt(2026, 7, 17).unwrap();
    for (weeks, value) in values.iter().rev().enumerate() {
        let day = last - chrono::Days::new(7 * weeks as u64);
        let quarter = chrono::Datelike::month(&day).div_ceil(3);
        let file = format!("2026-Q{quarter}/checkins/{day}.toml");
        let text = format!(
            "date = {day}\nby = \"maria\"\n[[update]]\nkpi = \"kpis/nps\"\nvalue = {value:.1}\n"
        );
        workspace = workspace.file(&file, &text);
    }
    workspace
}

fn fallen() -> Vec<f64> {
    [&CALM[..], &[40.0]].concat()
}

fn signal(workspace: &Workspace) -> Value {
    let ran = workspace.okr("kpi --format json").today(DAY).run().exits(0);
    ran.json()["kpis"][0]["signal"].clone()
}

fn flags(workspace: &Workspace, more: &str) -> Value {
    let words = format!("status --format json {more}");
    let ran = workspace.okr(&words).today(DAY).run().exits(0);
    ran.json()["objectives"][0]["flags"].clone()
}

#[test]
fn a_fall_in_the_wrong_direction_is_seen_everywhere() {
    let fell = weekly(&fallen(), kpi(""));
    assert_eq!(signal(&fell), "outside");
    assert_eq!(flags(&fell, ""), serde_json::json!(["signal"]));
    let said = "something changed in July: below the lower limit";
    let explained = fell.okr("explain kpis/nps").today(DAY).run().exits(0);
    explained.prints(&[said, "2.66 × mean moving range", "the last 9 readings"]);
    let shown = fell.okr("show nps").today(DAY).run().exits(0);
    shown.prints(&["signal"]);
    let shown = fell.okr("show kpis/nps").today(DAY).run().exits(0);
    shown.prints(&[said, "Process behaviour", "upper limit", "centre 49.2"]);
    fell.okr("kpi")
        .today(DAY)
        .run()
        .exits(0)
        .prints(&["something changed", "below the lower limit"]);
}

#[test]
fn a_fall_is_welcome_where_less_is_better_and_never_where_nothing_should_move() {
    let welcome = weekly(&fallen(), kpi("direction = \"decrease\"\n"));
    assert_eq!(signal(&welcome), "outside");
    assert_eq!(flags(&welcome, ""), serde_json::json!([]));
    let kept = kpi("").file(
        "kpis/nps.toml",
        "name = \"NPS\"\ndirection = \"maintain\"\n[targets]\nalways = { at_least = 10, at_most = 90 }\n",
    );
    let kept = kept.file(
        "2026-Q3/loved.toml",
        "objective = \"Loved\"\n[key_results.nps]\nkpi = \"kpis/nps\"\n",
    );
    assert_eq!(
        flags(&weekly(&fallen(), kept), ""),
        serde_json::json!(["signal"])
    );
}

#[test]
fn noise_and_too_few_readings_are_no_signal() {
    let calm = weekly(&CALM, kpi(""));
    assert_eq!(
        (signal(&calm), flags(&calm, "")),
        (Value::Null, serde_json::json!([]))
    );
    calm.okr("kpi").today(DAY).run().exits(0).prints(&["noise"]);
    let few = weekly(&[50.0, 51.0, 50.0, 51.0, 10.0], kpi(""));
    assert_eq!(signal(&few), Value::Null);
    let shown = few.okr("show kpis/nps").today(DAY).run().exits(0);
    shown.prints(&["5 readings: a change shows from 6 readings on"]);
}

#[test]
fn a_chart_begins_anew_where_the_file_says_so() {
    let anew = weekly(&fallen(), kpi("chart_from = 2026-06-20\n"));
    assert_eq!(
        (signal(&anew), flags(&anew, "")),
        (Value::Null, serde_json::json!([]))
    );
}

#[test]
fn a_day_in_the_past_sees_what_was_known_of_it() {
    let fell = weekly(&fallen(), kpi(""));
    assert_eq!(flags(&fell, "--as-of 2026-07-16"), serde_json::json!([]));
    let since = fell.okr("status --since 2026-07-16 --format json");
    let since = since.today(DAY).run().exits(0).json();
    let changes = since["changes"].as_array().unwrap();
    let flagged = changes.iter().find(|change| change["what"] == "flags");
    assert_eq!(flagged.unwrap()["after"], serde_json::json!(["signal"]));
}

/// What a KPI does after the quarter is not held against the goals of that quarter.
#[test]
fn a_goal_is_not_flagged_for_what_came_after_its_cycle() {
    let fell = weekly(&fallen(), kpi("")).file(
        "2026-Q2/loved.toml",
        "objective = \"Loved\"\n[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 30\n",
    );
    assert_eq!(flags(&fell, "--cycle 2026-Q2"), serde_json::json!([]));
}

/// An older check-in that names only the key result still is a reading of the KPI it followed then.
#[test]
fn older_readings_count_that_name_only_their_key_result() {
    let mut fell = weekly(&fallen()[3..], kpi(""));
    for day in ["2026-05-22", "2026-05-29", "2026-06-05"] {
        let text =
            format!("date = {day}\nby = \"maria\"\n[[update]]\nkr = \"liked.nps\"\nvalue = 50.0\n");
        fell = fell.file(&format!("2026-Q2/checkins/{day}.toml"), &text);
    }
    let fell = fell.file(
        "2026-Q2/liked.toml",
        "objective = \"Liked\"\n[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 30\n",
    );
    let shown = fell.okr("show kpis/nps --format json").today(DAY).run();
    let chart = &shown.exits(0).json()["chart"];
    assert_eq!(chart["points"].as_array().unwrap().len(), 9);
    assert_eq!(chart["signals"][0]["kind"], "outside");
    assert_eq!(chart["signals"][0]["date"], "2026-07-17");
}

#[test]
fn a_line_is_drawn_to_the_end_of_the_cycle() {
    let values: Vec<f64> = (0..8).map(|week| 50.0 + f64::from(week)).collect();
    let grows = weekly(&values, kpi(""));
    let shown = grows.okr("show kpis/nps --format json").today(DAY).run();
    let forecast = &shown.exits(0).json()["forecast"];
    // 57 + 75 days × 1/7.
    assert!((forecast["value"].as_f64().unwrap() - 67.714_285_714).abs() < 1e-6);
    assert_eq!(forecast["chance"], 1.0);
    let shown = grows.okr("show loved.nps").today(DAY).run().exits(0);
    shown.prints(&["on 2026-09-30 on a straight line", "100 % of all slopes"]);
    let past = grows.okr("show kpis/nps --cycle 2026-Q2 --format json");
    assert_eq!(
        past.today(DAY).run().exits(0).json()["forecast"],
        Value::Null
    );
}

/// Fewer readings have other limits: a KPI is not judged by some of what its chart needs.
#[test]
fn status_says_where_it_does_not_judge_because_there_is_too_much_to_read() {
    let mut large = weekly(&fallen(), kpi(""));
    let text = "date = 2026-02-02\nby = \"tom\"\nplan = \"Go on\"\n";
    for number in 0..10_000 {
        large = large.file(&format!("2026-Q1/checkins/{number}.toml"), text);
    }
    let ran = large.okr("status").today(DAY).run().exits(0);
    ran.says(&[
        "signals of 1 KPI are not shown here",
        "`okr kpi` reads them",
    ]);
    assert_eq!(flags(&large, ""), serde_json::json!([]));
    assert_eq!(signal(&large), "outside");
}
