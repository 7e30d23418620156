//! `okr check --coach`: a goal letter by letter.

mod support;

use serde_json::Value;
use support::Workspace;

const DAY: &str = "2026-07-20";

const OBJECTIVE: &str = "\
objective = \"Create wildly loyal customers\"
why = \"Renewals carry the year\"
owner = \"maria\"
supports = \"grow\"

[key_results.rating]
title = \"Raise the app rating from 4.0 to 4.5\"
unit = \"stars\"
baseline = 4.0
target = 4.5
stretch = 4.7

[key_results.service]
title = \"Improve the service\"

[key_results.crm]
title = \"Implement a new CRM\"
kind = \"effort\"
due = 2026-11-30

[key_results.uptime]
title = \"Uptime\"
unit = \"%\"
at_least = 99.9
";

const CHECKIN: &str = "\
date = 2026-07-13
by = \"maria\"
[[update]]
kr = \"cs/loyal.rating\"
value = 4.2
confidence = 0.6
";

fn workspace() -> Workspace {
    Workspace::new()
        .file("2026-Q3/grow.toml", "objective = \"Grow in Europe\"\n")
        .file("2026-Q3/cs/loyal.toml", OBJECTIVE)
        .file("2026-Q3/checkins/a.toml", CHECKIN)
}

/// The letters of a goal that are met, such as `SMAR FAST`, and the document.
fn letters(workspace: &Workspace, goal: &str) -> (String, Value) {
    let ran = workspace
        .okr(&format!("check --format json --coach {goal}"))
        .today(DAY)
        .run()
        .exits(0);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["schema"], 1);
    let frameworks = document["frameworks"].as_array().unwrap().iter();
    let met = frameworks.map(|framework| {
        let letters = framework["letters"].as_array().unwrap().iter();
        let met: String = letters
            .filter(|letter| letter["met"] == true)
            .map(|letter| letter["letter"].as_str().unwrap())
            .collect();
        assert_eq!(framework["met"], met.len());
        met
    });
    (met.collect::<Vec<_>>().join(" "), document)
}

/// What a letter lacks.
fn missing(document: &Value, framework: usize, word: &str) -> Vec<String> {
    let letters = document["frameworks"][framework]["letters"].as_array();
    let letter = letters.unwrap().iter().find(|l| l["word"] == word);
    let missing = letter.unwrap()["missing"].as_array().unwrap().iter();
    let what = missing.map(|m| m["what"].as_str().unwrap().to_owned());
    what.collect()
}

#[test]
fn a_good_key_result_meets_every_letter() {
    let (met, document) = letters(&workspace(), "loyal.rating");
    assert_eq!(met, "SMART FAST", "{document:#}");
    assert_eq!(document["goal"], "key-result");
    assert_eq!(document["id"], "2026-Q3/cs/loyal.rating");
}

#[test]
fn a_vague_one_lacks_words_numbers_and_talk() {
    let (met, document) = letters(&workspace(), "loyal.service");
    assert_eq!(met, "RT ", "{document:#}");
    let specific = missing(&document, 0, "Specific");
    assert_eq!(
        specific,
        ["`improve` without a number fits any step, however small"]
    );
    assert_eq!(missing(&document, 0, "Measurable"), ["no target"]);
    let frequent = missing(&document, 1, "Frequently discussed");
    assert_eq!(frequent, ["nobody has spoken of it yet"]);
}

#[test]
fn an_activity_due_after_the_cycle_is_not_bound_in_time() {
    let (met, document) = letters(&workspace(), "loyal.crm");
    assert_eq!(met, "R A", "{document:#}");
    let time = missing(&document, 0, "Time-bound");
    assert_eq!(time, ["due on 2026-11-30, after the cycle's end"]);
    let specific = missing(&document, 0, "Specific");
    assert_eq!(
        specific,
        ["`implement` is what you do, not what comes of it"]
    );
}

#[test]
fn what_is_held_is_not_ambitious() {
    let (_, document) = letters(&workspace(), "loyal.uptime");
    assert_eq!(missing(&document, 1, "Ambitious"), ["holds what is there"]);
}

#[test]
fn an_objective_is_as_measurable_as_its_key_results() {
    let (met, document) = letters(&workspace(), "cs/loyal");
    assert_eq!(met, "SART AT", "{document:#}");
    let silent = missing(&document, 1, "Frequently discussed");
    let expected = ["service", "crm", "uptime"].map(|key| format!("`{key}`: not a word yet"));
    assert_eq!(silent, expected);
    let parts = missing(&document, 0, "Measurable");
    let expected = [
        "`service`: no target",
        "`crm`: only a percentage that somebody feels",
    ];
    assert_eq!(parts, expected);
    let (met, document) = letters(&workspace(), "grow");
    assert_eq!(met, "RT ", "{document:#}");
    assert_eq!(missing(&document, 0, "Measurable"), ["no key results"]);
}

#[test]
fn silence_confidence_and_ambition_are_judged_on_the_day() {
    let workspace = workspace();
    let late = workspace
        .okr("check --coach loyal.rating")
        .today("2026-09-01")
        .run();
    assert!(late.stdout.contains("the last word on it is 50 days old"));
    let whole = workspace
        .okr("check --coach cs/loyal")
        .today("2026-09-01")
        .run();
    assert!(
        whole
            .stdout
            .contains("`rating`: not a word since 2026-07-13")
    );
    workspace.replace("2026-Q3/checkins/a.toml", "0.6", "0.95");
    let (_, document) = letters(&workspace, "loyal.rating");
    let ambitious = missing(&document, 1, "Ambitious");
    assert_eq!(ambitious, ["confidence 0.95 so early: as good as reached"]);
    workspace.replace("2026-Q3/checkins/a.toml", "0.95", "0.2");
    let (_, document) = letters(&workspace, "loyal.rating");
    let achievable = missing(&document, 0, "Achievable");
    assert_eq!(achievable, ["confidence is down to 0.20"]);
}

#[test]
fn less_than_the_kpi_asks_for_is_timid() {
    let goal = OBJECTIVE.replace("unit = \"stars\"\n", "kpi = \"kpis/rating\"\n");
    let goal = goal.replace("stretch = 4.7\n", "");
    let kpi = "name = \"Rating\"\nunit = \"stars\"\n[targets]\n2026-Q3 = 4.8\n";
    let workspace = workspace()
        .file("2026-Q3/cs/loyal.toml", goal)
        .file("kpis/rating.toml", kpi);
    let (_, document) = letters(&workspace, "loyal.rating");
    let ambitious = missing(&document, 1, "Ambitious");
    assert_eq!(ambitious, ["asks for 4.5 where the KPI's target is 4.8"]);
}

#[test]
fn narrow_ascii_terminals_read_it_too() {
    let workspace = workspace();
    workspace.replace("2026-Q3/cs/loyal.toml", "stars", "sta\\u001brs");
    let shown = workspace
        .okr("check --ascii --coach loyal.rating")
        .today(DAY)
        .run()
        .exits(0);
    assert!(shown.stdout.is_ascii(), "{}", shown.stdout);
    assert!(shown.stdout.contains("sta^[rs"), "{}", shown.stdout);
    assert!(shown.stdout.contains("SMART: 5 of 5 letters met"));
}

#[test]
fn a_kpi_and_what_is_not_there_are_refused() {
    let workspace = workspace().file("kpis/nps.toml", "name = \"NPS\"\n");
    for goal in ["kpis/nps", "nothing-like-it"] {
        let call = workspace.okr(&format!("check --coach {goal}"));
        call.run().exits(3).prints_nothing();
    }
    workspace
        .okr("check 2026-Q3 --coach cs/loyal")
        .run()
        .exits(2);
}
