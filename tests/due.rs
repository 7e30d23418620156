//! `okr due`: what is overdue, and whose.

mod support;

use serde_json::{Value, json};
use support::Workspace;

fn acme() -> Workspace {
    Workspace::example("acme")
}

/// A quarter of one objective, one KPI that nobody follows and no check-in yet.
fn small() -> Workspace {
    Workspace::new()
        .file(
            "2026-Q3/team/grow.toml",
            "objective = \"Grow\"\nowner = \"maria\"\n\
             [key_results.visits]\ntitle = \"Visits\"\nbaseline = 0\ntarget = 10\n\
             [key_results.late]\ntitle = \"Late\"\nbaseline = 0\ntarget = 10\nadded = 2026-07-20\nowner = \"tom\"\n\
             [key_results.all]\nkind = \"rollup\"\n",
        )
        .file(
            "kpis/team/nps.toml",
            "name = \"NPS\"\nfrequency = \"weekly\"\nowner = \"maria\"\n",
        )
}

fn reported(by: &str, update: &str, date: &str) -> String {
    format!("date = {date}\nby = \"{by}\"\n[[update]]\n{update}\n")
}

/// Ids and days late of what is due on a day.
fn due(workspace: &Workspace, words: &str, day: &str) -> Vec<(String, i64)> {
    let words = format!("due --format json {words}");
    let ran = workspace.okr(&words).today(day).run().exits(0);
    let list = ran.document()["due"].as_array().unwrap().clone();
    let item = |due: &Value| {
        let id = due["id"].as_str().unwrap().to_owned();
        (id, due["days_late"].as_i64().unwrap())
    };
    list.iter().map(item).collect()
}

fn items(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter()
        .map(|(id, days)| ((*id).to_owned(), *days))
        .collect()
}

#[test]
fn who_is_late_and_what_to_type() {
    let ran = acme().okr("due").today("2026-08-27").run().exits(0);
    ran.prints(&[
        "Acme · as of 2026-08-27 · 2 key results overdue",
        "ines (Ines Duarte)\n  Annual recurring revenue",
        "20 days late\n    okr checkin 2026/double-revenue.arr VALUE",
        "okr checkin marketing/be-found.site --done MILESTONE",
    ]);
}

#[test]
fn a_key_result_is_due_a_period_after_its_last_update_and_overdue_after_the_grace() {
    let workspace = small().file(
        "2026-Q3/checkins/a.toml",
        reported(
            "tom",
            "kr = \"team/grow.visits\"\nnote = \"on it\"",
            "2026-07-13",
        ),
    );
    // Due on the 20th; three days of grace. What anybody says of it counts.
    assert_eq!(due(&workspace, "--cycle q3", "2026-07-23").len(), 1);
    let late = due(&workspace, "--cycle q3", "2026-07-24");
    assert_eq!(late[1], ("team/grow.visits".to_owned(), 4));
    // One that came later counts from the day it came: due on the 27th.
    assert!(
        !due(&workspace, "--owner tom", "2026-07-30")
            .iter()
            .any(|d| d.0.ends_with(".late"))
    );
    assert_eq!(
        due(&workspace, "--owner tom", "2026-07-31"),
        items(&[("team/grow.late", 4)])
    );
}

#[test]
fn without_an_update_it_counts_from_the_cycles_start() {
    let workspace = small();
    assert!(
        !due(&workspace, "", "2026-07-11")
            .iter()
            .any(|d| d.0.ends_with(".visits"))
    );
    let ran = workspace.okr("due --format json").today("2026-07-12").run();
    let expected = json!([
        {"id": "kpis/team/nps", "title": "NPS", "owner": "maria", "kind": "kpi",
         "last": null, "since": "2026-07-01", "days_late": 11},
        {"id": "team/grow.visits", "title": "Visits", "owner": "maria",
         "kind": "key-result", "last": null, "since": "2026-07-08", "days_late": 4},
    ]);
    assert_eq!(ran.document()["due"], expected);
}

#[test]
fn what_is_done_or_dropped_is_never_due() {
    let workspace = small().file(
        "2026-Q3/checkins/a.toml",
        reported(
            "maria",
            "kr = \"team/grow.visits\"\nvalue = 10",
            "2026-07-02",
        ),
    );
    workspace
        .okr("drop late --reason gone")
        .today("2026-07-25")
        .run()
        .exits(0);
    assert_eq!(
        due(&workspace, "", "2026-08-20"),
        items(&[("kpis/team/nps", 50)])
    );
    assert_eq!(due(&workspace, "--owner tom", "2026-08-20"), []);
}

#[test]
fn a_reading_of_the_kpi_refreshes_who_follows_it() {
    let workspace = acme();
    let ids = |words| -> Vec<String> {
        due(&workspace, words, "2026-09-12")
            .into_iter()
            .map(|d| d.0)
            .collect()
    };
    let retention = "customer-success/loyal-customers.retention".to_owned();
    workspace
        .okr("checkin kpis/client-retention 74.9 --by metrics-bot --date 2026-09-11")
        .today("2026-09-12")
        .run()
        .exits(0);
    assert!(!ids("--team customer-success").contains(&retention));
    let later = due(&workspace, "", "2026-09-30");
    let found = later.iter().find(|d| d.0 == retention).cloned();
    assert!(found.is_none_or(|d| d.1 <= 12), "{later:?}");
}

#[test]
fn kpis_are_overdue_where_okr_kpi_says_so() {
    for example in ["acme", "saas", "shop", "ride"] {
        for day in [
            "2026-07-02",
            "2026-08-14",
            "2026-08-27",
            "2026-10-03",
            "2026-11-30",
        ] {
            let workspace = Workspace::example(example);
            let kpis = workspace
                .okr("kpi --format json")
                .today(day)
                .run()
                .exits(0)
                .document();
            let kpis = kpis["kpis"].as_array().unwrap().iter();
            let mut there: Vec<_> = kpis
                .filter(|k| k["overdue"] == true)
                .map(|k| k["id"].as_str().unwrap().to_owned())
                .collect();
            let here = due(&workspace, "", day).into_iter();
            let mut here: Vec<_> = here
                .map(|d| d.0)
                .filter(|id| id.starts_with("kpis/"))
                .collect();
            there.sort();
            here.sort();
            assert_eq!(here, there, "{example} on {day}");
        }
    }
}

#[test]
fn a_kpi_read_in_an_older_cycle_is_not_taken_for_unread() {
    let workspace = Workspace::new()
        .file(
            "kpis/churn.toml",
            "name = \"Churn\"\nfrequency = \"yearly\"\nowner = \"maria\"\n",
        )
        .file(
            "2026-Q1/checkins/a.toml",
            reported("maria", "kpi = \"kpis/churn\"\nvalue = 4", "2026-02-01"),
        )
        .file(
            "2026-Q3/checkins/a.toml",
            reported("maria", "kpi = \"kpis/other\"\nvalue = 4", "2026-07-01"),
        )
        .file("kpis/other.toml", "name = \"Other\"\n");
    assert_eq!(due(&workspace, "", "2026-08-14"), []);
    let mine = workspace
        .okr("")
        .today("2026-08-14")
        .user("maria")
        .run()
        .exits(0);
    mine.prints(&["nothing of maria's is due"]);
    assert_eq!(
        due(&workspace, "", "2027-02-10"),
        items(&[("kpis/churn", 9)])
    );
}

#[test]
fn a_review_is_overdue_after_the_quarters_end_and_the_grace() {
    let workspace = acme();
    assert_eq!(due(&workspace, "--cycle q3", "2026-10-03"), []);
    let late = due(&workspace, "--team product", "2026-10-04");
    let expected = [
        ("2026-Q3/product/fast-start", 4),
        ("2026-Q3/product/self-service", 4),
    ];
    assert_eq!(late, items(&expected));
    // In the cycle itself the id stands alone. A second quarter was closed: it needs none.
    let late = due(&workspace, "--cycle 2026-Q3 --team product", "2026-10-04");
    assert_eq!(
        late,
        items(&[("product/fast-start", 4), ("product/self-service", 4)])
    );
    assert_eq!(due(&workspace, "--cycle 2026-Q2", "2026-10-04"), []);
    // One look back, one objective given up.
    let file = "2026-Q3/product/fast-start.toml";
    let text = workspace.read(file) + "\n[review]\non = 2026-10-02\ngrade = 0.5\n";
    workspace.write(file, text);
    let file = "2026-Q3/product/self-service.toml";
    let dropped = "dropped = { on = 2026-09-01, reason = \"no\" }\n";
    workspace.write(file, dropped.to_owned() + &workspace.read(file));
    assert_eq!(due(&workspace, "--team product", "2026-10-04"), []);
}

#[test]
fn reviews_are_due_until_the_day_of_closing() {
    let workspace = acme();
    workspace.write(
        "2026-Q3/closed.toml",
        "on = 2026-10-06\nby = \"maria\"\n[scores]\n",
    );
    assert!(!due(&workspace, "--team product", "2026-10-05").is_empty());
    assert_eq!(due(&workspace, "--team product", "2026-10-06"), []);
}

#[test]
fn the_first_days_still_ask_for_the_old_quarters_key_results() {
    let workspace = small().file(
        "2026-Q4/team/next.toml",
        "objective = \"Next\"\nowner = \"maria\"\n[key_results.a]\ntitle = \"A\"\nbaseline = 0\ntarget = 1\n",
    );
    let ran = workspace
        .okr("due --owner tom")
        .today("2026-10-03")
        .run()
        .exits(0);
    ran.prints(&["okr checkin 2026-Q3/team/grow.late VALUE"]);
    let reviews = workspace
        .okr("due --owner maria")
        .today("2026-10-04")
        .run()
        .exits(0);
    reviews.prints(&["okr review 2026-Q3/team/grow"]);
    assert_eq!(due(&workspace, "--owner tom", "2026-10-04"), []);
}

#[test]
fn nobodys_things_come_last() {
    let workspace = small();
    workspace.replace("2026-Q3/team/grow.toml", "owner = \"maria\"\n", "");
    let ran = workspace.okr("due").today("2026-08-20").run().exits(0);
    let text = &ran.stdout;
    let place = |word| text.find(word).unwrap_or_else(|| panic!("{word}: {text}"));
    assert!(place("maria") < place("tom") && place("tom") < place("no owner"));
    assert!(text.contains("never read"));
}

#[test]
fn nothing_is_said_on_stderr() {
    let ran = acme()
        .okr("due --owner maria")
        .today("2026-08-14")
        .run()
        .exits(0);
    ran.prints_nothing()
        .says(&["nothing of maria's is overdue"]);
}

#[test]
fn the_exit_code_is_for_cron() {
    let workspace = acme();
    for (words, code) in [
        ("due --exit-code", 1),
        ("due --exit-code --format json", 1),
        ("due --exit-code --format ics", 1),
        ("due --exit-code --owner maria", 0),
        ("due --team nowhere", 3),
        ("due --owner Maria!", 2),
        ("status --format ics", 2),
    ] {
        workspace.okr(words).today("2026-08-14").run().exits(code);
    }
    workspace.write("2026-Q3/broken.toml", "objective =");
    let ran = workspace.okr("due --exit-code").today("2026-08-14").run();
    ran.exits(4).prints(&["tom"]).says(&["broken.toml"]);
}

#[test]
fn rows_for_a_spreadsheet_and_a_wiki() {
    let workspace = acme();
    let ran = workspace
        .okr("due --format csv")
        .today("2026-08-14")
        .run()
        .exits(0);
    ran.prints(&[
        "id,title,owner,kind,last,since,days_late\n",
        "marketing/be-found.case-studies,Publish case studies of European clients,tom,key-result,2026-07-29,2026-08-05,9\n",
    ]);
    let ran = workspace
        .okr("due --format markdown")
        .today("2026-08-14")
        .run()
        .exits(0);
    ran.prints(&["| tom (Tom Becker) ", "| 9 days late |"]);
}

#[test]
fn a_calendar_keeps_its_uids_and_bytes() {
    let workspace = acme();
    let on = |day: &str| {
        let ran = workspace.okr("due --format ics").today(day).run().exits(0);
        ran.stdout
    };
    assert_eq!(on("2026-08-26"), on("2026-08-26"));
    let uids = |text: &str| -> Vec<String> {
        let lines = text.split("\r\n").filter(|line| line.starts_with("UID:"));
        lines.map(ToOwned::to_owned).collect()
    };
    // What is still due a day later is the same event.
    let before = uids(&on("2026-08-26"));
    let later = uids(&on("2026-08-27"));
    assert_eq!(later.len(), 2);
    assert!(later.iter().all(|uid| before.contains(uid)));
    assert!(on("2026-08-27").contains("DTSTAMP:20260827T000000Z\r\n"));
}
