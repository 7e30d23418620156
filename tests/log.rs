//! What people said, newest first: `okr log`.

mod support;

use serde_json::{Value, json};
use support::Workspace;

fn acme() -> Workspace {
    Workspace::example("acme")
}

/// The check-ins of a document as `date by`.
fn heads(document: &Value) -> Vec<String> {
    let checkins = document["checkins"].as_array().expect("a list").iter();
    let text = |v: &Value| v.as_str().expect("a text").to_owned();
    checkins
        .map(|c| format!("{} {}", text(&c["date"]), text(&c["by"])))
        .collect()
}

/// One objective, `loyal`, with the given check-ins (by file name).
fn quarter(checkins: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new().file(
        "2026-Q3/loyal.toml",
        "objective = \"Loyal customers\"\nowner = \"maria\"\n\n[key_results.rating]\ntitle = \"App *rating*\"\n\
         unit = \"stars\"\nbaseline = 4\ntarget = 5\n\n[key_results.plans]\nkind = \"effort\"\n",
    );
    for (name, text) in checkins {
        workspace.write(&format!("2026-Q3/checkins/{name}.toml"), text);
    }
    workspace
}

#[test]
fn a_document_has_every_key_and_whole_references() {
    let acme = acme();
    let call = acme.okr("log retention --since 2026-07-14 --until 2026-07-14 --format json");
    let document = call.today("2026-08-14").run().json();
    let expected = json!({
        "schema": 1,
        "checkins": [{
            "path": "2026-Q3/checkins/2026-07-14-091233-maria-3f9c.toml",
            "date": "2026-07-14", "by": "maria",
            "plan": "Agree the short template with support",
            "blockers": ["CRM vendor has delayed the sandbox"],
            "wins": ["First account on the new plan"],
            "updates": [{
                "kr": "customer-success/loyal-customers.retention", "kpi": "kpis/client-retention",
                "date": "2026-07-14", "value": 73.4, "before": 73, "after": 73.4, "done": [],
                "confidence": 0.7, "note": null, "blocker": "Two renewals wait for legal",
                "unchanged": false
            }]
        }],
        "unreadable": []
    });
    assert_eq!(document, expected);
}

#[test]
fn newest_first_within_the_days_that_are_named() {
    let workspace = acme();
    let log = |words: &str| heads(&workspace.okr(words).today("2026-08-14").run().json());
    assert_eq!(
        log("log --since 2026-08-06 --until 2026-08-11 --format json"),
        [
            "2026-08-11 maria",
            "2026-08-10 metrics-bot",
            "2026-08-06 aisha"
        ]
    );
    assert_eq!(
        log("log --as-of 2026-07-07 --format json")[0],
        "2026-07-07 maria"
    );
    assert_eq!(log("log --by tom --format json")[0], "2026-07-29 tom");
    // Before the cycle: the older folder is read as well.
    let older = log("log retention --since 2026-06-20 --format json");
    assert_eq!(older.last().map(String::as_str), Some("2026-06-30 maria"));
    assert_eq!(
        log("log --until 2026-06-24 --format json")[0],
        "2026-06-24 tom"
    );
}

#[test]
fn a_kpi_is_read_through_key_results_and_a_key_result_through_its_kpi() {
    let workspace = acme();
    let log = |words: &str| workspace.okr(words).today("2026-08-14").run().exits(0);
    log("log kpis/client-retention --since 2026-08-11").prints(&[
        "1 check-in · kpis/client-retention · 2026-08-11 – 2026-08-14",
        "Client retention rate  customer-success/loyal-customers.retention",
        "73.5 → 73.6 %",
    ]);
    log("log grow-europe.revenue --since 2026-08-10").prints(&["42,600 + 9,400 = 52,000 $"]);
    log("log marketing --since 2026-08-10").prints(&[
        "marketing/be-found.site",
        "Qualified demos in Europe  kpis/marketing/qualified-demos",
    ]);
}

#[test]
fn what_is_in_the_way_and_what_comes_next() {
    let workspace = acme();
    let document = workspace
        .okr("log --blockers --format json")
        .today("2026-08-14")
        .run()
        .json();
    assert_eq!(heads(&document), ["2026-08-11 maria", "2026-07-29 tom"]);
    assert_eq!(document["checkins"][0]["plan"], Value::Null);
    assert_eq!(
        document["checkins"][0]["updates"].as_array().map(Vec::len),
        Some(2)
    );
    let plans = workspace
        .okr("log --plans")
        .today("2026-08-14")
        .run()
        .exits(0);
    plans.prints(&["3 plans", "plan     Away from 30 July to 16 August"]);
}

#[test]
fn a_confirmation_keeps_a_blocker_open_and_a_new_value_closes_it() {
    let workspace = quarter(&[
        (
            "a",
            "date = 2026-07-06\nby = \"maria\"\n[[update]]\nkr = \"loyal.rating\"\nblocker = \"legal\"\n",
        ),
        (
            "b",
            "date = 2026-07-13\nby = \"tom\"\n[[update]]\nkr = \"loyal.rating\"\nunchanged = true\n",
        ),
    ]);
    workspace
        .okr("log --blockers")
        .run()
        .exits(0)
        .prints(&["1 open blocker", "blocker  legal"]);
    workspace.okr("checkin rating 4.2").run().exits(0);
    workspace
        .okr("log --blockers")
        .run()
        .exits(0)
        .prints(&["0 open blockers", "Nothing is in the way"]);
}

#[test]
fn a_goal_of_the_year_is_compared_over_its_quarters() {
    let workspace = quarter(&[(
        "a",
        "date = 2026-07-06\nby = \"maria\"\n[[update]]\nkr = \"2026/big.sales\"\nvalue = 30\n",
    )])
    .file(
        "2026/big.toml",
        "objective = \"Big\"\n\n[key_results.sales]\nbaseline = 0\ntarget = 100\n",
    )
    .file(
        "2026-Q2/checkins/a.toml",
        "date = 2026-06-01\nby = \"maria\"\n[[update]]\nkr = \"2026/big.sales\"\nvalue = 20\n",
    );
    workspace
        .okr("log")
        .run()
        .exits(0)
        .prints(&["1 check-in", "2026/big.sales", "20 → 30"]);
    workspace
        .okr("log big")
        .run()
        .exits(0)
        .prints(&["2 check-ins", "0 → 20"]);
}

#[test]
fn words_keep_their_lines_and_harm_no_terminal() {
    let workspace = quarter(&[(
        "a",
        "date = 2026-07-13\nby = \"maria\"\nplan = \"a\\u001b[31mb\"\n[[update]]\nkr = \"loyal.rating\"\n\
         value = 4.2\nnote = \"\"\"\nFirst line.\nSecond | <b>line</b>.\"\"\"\n",
    )]);
    workspace.okr("log").run().exits(0).prints(&[
        "    First line.\n    Second | <b>line</b>.\n",
        "plan     a^[[31mb",
    ]);
    workspace
        .okr("log --ascii")
        .run()
        .exits(0)
        .prints(&["4 -> 4.2 stars"]);
    let agenda = workspace.okr("log --format markdown").run().exits(0);
    agenda.prints(&[
        "- **App \\*rating\\*** (`loyal.rating`): 4 → 4.2 / 5 stars, score +0.20\n",
        "  - First line.<br>Second \\| &lt;b>line&lt;/b>. — maria, 2026-07-13\n",
        "- **maria** (2026-07-13): a^\\[\\[31mb\n",
    ]);
    let sheet = workspace.okr("log --format csv").run().exits(0);
    sheet.prints(&["2026-07-13,maria,loyal.rating,,4.2,4,4.2,stars,,,false,\"First line.\nSecond"]);
}

#[test]
fn the_agenda_compares_two_days() {
    let workspace = acme();
    let agenda = |words: &str| {
        let call = workspace.okr(&format!("log --format markdown {words}"));
        call.today("2026-08-14").run().exits(0)
    };
    agenda("").prints(&[
        "# Acme · 2026-Q3 · 2026-08-14\n",
        "score **0.36** (+0.06) · changes since 2026-08-07",
        "## What moved\n\n- **Revenue in Europe** (`grow-europe.revenue`): 42,600 → 52,000 / 115,000 $, score +0.08\n",
        "## What is stuck\n\n- **Implement a new CRM to automate customer outreach**",
        "  - blocked: The vendor has moved the sandbox to the end of August — maria, 2026-08-11\n",
        "## Plans\n\n- **aisha** (2026-08-13): Guided setup",
    ]);
    let month = agenda("--since 2026-07-14");
    month.prints(&[
        "changes since 2026-07-14",
        "## Wins\n\n- The German site is open — aisha, 2026-07-30",
    ]);
    let end = agenda("--until 2026-07-31");
    end.prints(&["# Acme · 2026-Q3 · 2026-07-31", "changes since 2026-07-24"]);
    let blockers = agenda("customer-success --blockers");
    assert!(!blockers.stdout.contains("## Plans") && !blockers.stdout.contains("## Scores"));
}

#[test]
fn the_agenda_tells_changes_of_plan() {
    let workspace = quarter(&[]);
    let amend = workspace
        .okr("amend rating --target 4.8 --reason")
        .arg("we *know* more");
    amend.run().exits(0);
    let agenda = workspace
        .okr("log --format markdown")
        .today("2026-07-15")
        .run()
        .exits(0);
    agenda.prints(&[
        "## Changes of plan\n\n- `loyal.rating`: target 5 → 4.8 stars (we \\*know\\* more)\n",
    ]);
    let other = workspace.okr("log loyal.plans --format markdown");
    let other = other.today("2026-07-15").run().exits(0);
    assert!(
        !other.stdout.contains("Changes of plan"),
        "{}",
        other.stdout
    );
    let same = workspace.okr("log loyal.rating --format markdown");
    let same = same.today("2026-07-15").run().exits(0);
    same.prints(&["## Changes of plan\n\n- `loyal.rating`: target 5"]);
}

#[test]
fn a_large_company_gets_the_teams_and_its_own_goals() {
    let workspace = quarter(&[]);
    for i in 0..60 {
        let text =
            format!("objective = \"Goal {i}\"\n\n[key_results.k]\nbaseline = 0\ntarget = 1\n");
        workspace.write(&format!("2026-Q3/team-{}/goal-{i}.toml", i % 3), text);
    }
    let agenda = workspace.okr("log --format markdown").run().exits(0);
    assert!(!agenda.stdout.contains("Goal 7"), "{agenda}");
    agenda.prints(&["| team-2 |", "61 objectives in all", "Loyal customers"]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_shown() {
    let workspace = quarter(&[
        ("a", "date = 2026-07-06\nby = \"maria\"\nplan = \"Rest\"\n"),
        ("b", "date = 2026-07-07\nby = \"maria\"\nplam = \"x\"\n"),
    ]);
    let ran = workspace.okr("log").run().exits(4);
    ran.prints(&["plan     Rest"])
        .says(&["2026-Q3/checkins/b.toml:3:1"]);
    let document = workspace.okr("log --format json").run().exits(4).document();
    assert_eq!(document["unreadable"][0]["path"], "2026-Q3/checkins/b.toml");
}

#[test]
fn nothing_found_is_said() {
    let workspace = quarter(&[]);
    workspace
        .okr("log")
        .run()
        .exits(0)
        .prints(&["0 check-ins", "No check-ins here yet"]);
    workspace.write(
        "2026-Q3/checkins/a.toml",
        "date = 2026-07-06\nby = \"maria\"\nplan = \"Rest\"\n",
    );
    workspace
        .okr("log --by tom")
        .run()
        .exits(0)
        .prints(&["Nothing here matches; these days have 1 check-in."]);
    workspace
        .okr("log nowhere")
        .run()
        .exits(3)
        .says(&["nowhere"]);
    let days = workspace
        .okr("log --since 2026-07-10 --until 2026-07-01")
        .run();
    days.exits(2)
        .says(&["2026-07-10 lies after 2026-07-01"])
        .assert_unchanged();
}
