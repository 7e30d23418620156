//! `okr checkin` in its scripted forms, as a person's week goes.

mod support;

use serde_json::json;
use support::Workspace;

fn acme() -> Workspace {
    Workspace::example("acme")
}

#[test]
fn one_goal_and_its_value() {
    let ran = acme()
        .okr("checkin retention 74.2 --confidence 8/10 --by maria")
        .today("2026-08-14T09:12:33Z")
        .run();
    let path = "2026-Q3/checkins/2026-08-14-091233-maria-";
    ran.exits(0).prints(&[
        "loyal-customers.retention  73.6 → 74.2 %",
        "score 0.60 (+0.30)",
        path,
    ]);
}

#[test]
fn many_goals_make_one_file() {
    let workspace = acme();
    let ran = workspace
        .okr("checkin retention=74.2@8/10 rating=4.2 crm+sandbox@50% --by maria")
        .arg("--plan")
        .arg("Roll out")
        .arg("--blocker")
        .arg("CRM vendor")
        .arg("--win")
        .arg("First account")
        .today("2026-08-14")
        .run()
        .exits(0);
    let written = ran.written();
    assert_eq!(written.len(), 1, "{written:?}");
    let text = workspace.read(&written[0]);
    for part in [
        "plan = \"Roll out\"",
        "blockers = [\"CRM vendor\"]",
        "wins = [\"First account\"]",
        "kpi = \"kpis/client-retention\"\nvalue = 74.2\nconfidence = 0.8",
        "done = [\"sandbox\"]\nconfidence = 0.5",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn the_changes_as_json() {
    let ran = acme()
        .okr("checkin retention 74.2 --by maria --format json")
        .today("2026-08-14")
        .run()
        .exits(0);
    let change = &ran.document()["changes"][0];
    assert_eq!(change["id"], "customer-success/loyal-customers.retention");
    assert_eq!(
        (&change["before"], &change["after"]),
        (&json!(73.6), &json!(74.2))
    );
}

#[test]
fn a_total_shows_what_was_added() {
    let workspace = acme();
    let report = |value: &str| {
        let words = format!("checkin europe-revenue {value} --by maria");
        workspace.okr(&words).today("2026-08-14").run().exits(0)
    };
    report("30000").prints(&["52,000 + 30,000 = 82,000 of 115,000 $"]);
    // The same person's later report of the day stands in place of the earlier one.
    report("20000").prints(&["82,000 → 72,000 $", "in place of what you reported before"]);
}

#[test]
fn the_later_of_two_in_one_second_counts() {
    let workspace = acme();
    for value in ["74", "75", "73.9", "74.4"] {
        let words = format!("checkin retention {value} --by maria");
        workspace
            .okr(&words)
            .today("2026-08-14T09:12:33Z")
            .run()
            .exits(0);
    }
    let status = workspace.okr("explain retention").today("2026-08-14").run();
    status.prints(&["value", "74.4 %, read 2026-08-14 by maria"]);
}

#[test]
fn so_it_does_in_a_crowded_folder() {
    let workspace = acme();
    for n in 0..1100 {
        let text = "date = 2026-07-01\nby = \"bot\"\n[[update]]\nkpi = \"kpis/arr\"\nvalue = 1\n";
        workspace.write(&format!("2026-Q3/checkins/old-{n:04}.toml"), text);
    }
    for value in ["74", "75", "73.9", "74.4"] {
        let words = format!("checkin loyal-customers.retention {value} --by maria");
        let ran = workspace.okr(&words).today("2026-08-14T09:12:33Z").run();
        ran.exits(0).prints(&[&format!("→ {value}")]);
    }
    let status = workspace.okr("explain retention").today("2026-08-14").run();
    status.prints(&["74.4 %, read 2026-08-14 by maria"]);
}

#[test]
fn an_annual_goal_is_reported_in_the_quarter() {
    let workspace = acme();
    let ran = workspace
        .okr("checkin double-revenue.arr 1800000 --by ines")
        .today("2026-08-14")
        .run()
        .exits(0);
    let ran = ran.prints(&[
        "2026/double-revenue.arr  1,745,000 → 1,800,000 $",
        "2026-Q3/checkins/",
    ]);
    assert!(
        workspace
            .read(&ran.written()[0])
            .contains("kr = \"2026/double-revenue.arr\"")
    );
}

#[test]
fn updates_from_a_table_and_from_json() {
    let table = "goal,value,confidence,done,date,note\nretention,74.2,7/10,,2026-08-12,\"slow, but steady\"\n\
                 crm,,,sandbox,,\nkpis/arr,$1.8M,,,,\n";
    let list = r#"{"by":"maria","plan":"Next","updates":[{"goal":"retention","value":74.2},{"kpi":"kpis/arr","value":"$1.8M"}]}"#;
    for (text, updates) in [(table, 3), (list, 2)] {
        let workspace = acme();
        let ran = workspace
            .okr("checkin --from - --by maria")
            .stdin(text)
            .today("2026-08-14")
            .run()
            .exits(0);
        let written = workspace.read(&ran.written()[0]);
        assert_eq!(written.matches("[[update]]").count(), updates, "{written}");
    }
}

#[test]
fn an_import_is_split_over_the_cycles() {
    let workspace = acme();
    let rows = "kpi,value,date\nkpis/arr,1500000,2026-04-30\nkpis/arr,1700000,2026-07-20\n";
    let ran = workspace
        .okr("checkin --from - --by metrics-bot")
        .stdin(&rows.replace("2026-04-30", "2026-03-31"))
        .today("2026-08-14")
        .run()
        .exits(0);
    let folders: Vec<_> = ran.written().iter().map(|p| p[..7].to_owned()).collect();
    assert_eq!(folders, ["2026-Q1", "2026-Q3"]);
    // Into a closed quarter nothing is written, here neither.
    let ran = workspace
        .okr("checkin --from - --by metrics-bot")
        .stdin(rows)
        .today("2026-08-14")
        .run();
    ran.exits(5).assert_unchanged();
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let ran = acme()
        .okr("checkin retention 74.2 --dry-run --by maria")
        .today("2026-08-14")
        .run()
        .exits(0);
    ran.prints(&["73.6 → 74.2 %", "would write", "value = 74.2"])
        .assert_unchanged();
}

#[test]
fn without_a_goal_it_says_how_and_what_waits() {
    let ran = acme()
        .okr("checkin")
        .today("2026-08-14")
        .user("maria")
        .run();
    ran.exits(2)
        .says(&["okr checkin retention 74.5", "due:"])
        .assert_unchanged();
}
