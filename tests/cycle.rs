//! `okr cycle`: cycles side by side, of every length, and what is left to do of ended ones.

mod support;

use serde_json::{Value, json};
use support::Workspace;

/// A workspace with cycles of a kind, a fiscal year from February on, an annual objective, and one
/// supporting it that is made and reported on in each quarter.
fn year_of(kind: &str) -> Workspace {
    let workspace = Workspace::empty()
        .file("okr.toml", format!("cycle = \"{kind}\"\nfiscal_year_start = 2\n"))
        .file("kpis/sales.toml", "name = \"Sales\"\naggregate = \"sum\"\n[targets]\n2026 = 100\n")
        .file(
            "2026/grow.toml",
            "objective = \"Grow\"\nowner = \"maria\"\n\n[key_results.sales]\nkpi = \"kpis/sales\"\n\n\
             [key_results.all]\ntitle = \"All\"\nkind = \"rollup\"\n",
        );
    for (number, day) in ["2025-02-10", "2025-05-10", "2025-08-10", "2025-11-10"]
        .iter()
        .enumerate()
    {
        let okr = |words: String| workspace.okr(&words).today(day).run().exits(0);
        okr(format!(
            "new objective Sell{number} --team sales --supports 2026/grow.all"
        ));
        okr(format!("new kr sell{number} Deals --from 0 --target 10"));
        okr(format!("checkin sell{number}.deals=5 2026/grow.sales=10"));
    }
    workspace
}

#[test]
fn a_year_reads_the_same_in_cycles_of_every_length() {
    for (kind, cycles) in [
        ("year", vec!["2026"]),
        ("half", vec!["2026", "2026-H1", "2026-H2"]),
        ("trimester", vec!["2026", "2026-T1", "2026-T2", "2026-T3"]),
        (
            "quarter",
            vec!["2026", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        ),
        (
            "month",
            vec!["2026", "2025-02", "2025-05", "2025-08", "2025-11"],
        ),
    ] {
        let workspace = year_of(kind);
        workspace.okr("check").today("2025-11-20").run().exits(0);
        let status = workspace.json("status --cycle 2026 --as-of 2025-11-20");
        let grow = &status["objectives"][0];
        assert_eq!(grow["key_results"][0]["value"], 40, "{kind}");
        assert_eq!(grow["key_results"][1]["score"], 0.5, "{kind}");
        let tree = workspace.json("tree --cycle 2026 --as-of 2025-11-20");
        let grow = &tree["objectives"][0];
        assert_eq!(grow["supporters"].as_array().unwrap().len(), 4, "{kind}");
        assert_eq!(grow["supporters_score"], 0.5, "{kind}");
        let listed = workspace.json("cycle --as-of 2025-11-20");
        let rows = listed["cycles"].as_array().unwrap();
        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, cycles);
        let this: Vec<&Value> = rows.iter().filter(|row| row["this"] == true).collect();
        assert_eq!(this.len(), 1, "{kind}");
        assert_eq!(this[0]["id"], *cycles.last().unwrap(), "{kind}");
        assert_eq!(rows[0]["elapsed"].as_f64().unwrap(), 292.0 / 364.0);
    }
}

#[test]
fn the_list_and_its_document() {
    let acme = Workspace::example("acme");
    let shown = acme.okr("cycle").today("2026-08-14").run().exits(0);
    shown.prints(&[
        "2026-Q2         2026-04-01 – 2026-06-30      100 %           2  ███████░░░   0.70    2 of 2  closed",
        "2026-Q3 (this)  2026-07-01 – 2026-09-30       48 %           5  ███▋░░░░░░   0.36            running",
    ]);
    let second = &acme.json("cycle --as-of 2026-08-14")["cycles"][2];
    let expected = json!({"id": "2026-Q2", "start": "2026-04-01", "end": "2026-06-30", "elapsed": 1,
        "this": false, "objectives": 2, "score": 0.7, "closed": true, "reviewed": 2, "unfinished": null});
    assert_eq!(*second, expected);
    // As of a day before it was closed its scores were still computed.
    let open = acme
        .okr("cycle --as-of 2026-07-02")
        .today("2026-08-14")
        .run();
    open.exits(0).prints(&[
        "not closed\n",
        "2026-Q2 has ended: it is not closed: okr cycle 2026-Q2",
    ]);
    Workspace::new()
        .okr("cycle")
        .run()
        .exits(0)
        .prints(&["2026-Q3 (this)"]);
}

#[test]
fn what_is_left_to_do_of_an_ended_cycle_is_said_where_people_look() {
    let acme = Workspace::example("acme");
    let told =
        "2026-Q3 has ended: 5 reviews are missing, it is not closed, 6 KPIs are not carried on";
    let line = format!("{told}: okr cycle 2026-Q3\n");
    let look = |words: &str, day: &str| acme.okr(words).today(day).run().exits(0).stdout;
    for (words, day, said) in [
        ("", "2026-10-02", true),
        ("", "2026-10-21", true),
        ("", "2026-10-22", false),
        ("status", "2026-10-02", true),
        ("status", "2026-10-21", true),
        ("status", "2026-10-22", false),
        ("status", "2026-09-30", false),
        ("status --cycle 2026-Q2", "2026-10-21", false),
        ("status --format markdown", "2026-10-21", false),
        ("cycle", "2026-12-31", true),
    ] {
        let stdout = look(words, day);
        assert_eq!(stdout.contains(&line), said, "{words} {day}\n{stdout}");
    }
    let steps = look("cycle last", "2026-10-02");
    let review = "\n  okr review 2026-Q3/grow-europe  (ines)\n";
    for step in [
        told,
        review,
        "\n  okr close 2026-Q3\n",
        "\n  okr carry --from 2026-Q3  (6 KPIs)\n",
    ] {
        assert!(steps.contains(step), "{step}\n{steps}");
    }
}

#[test]
fn nothing_is_left_once_it_is_reviewed_closed_and_carried() {
    let workspace = Workspace::new()
        .file("kpis/nps.toml", "name = \"NPS\"\n\n[targets]\n2026 = 50\n")
        .file(
            "2026-Q2/loyal.toml",
            "objective = \"Loyal\"\n\n[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 10\n",
        );
    let okr = |words: &str| workspace.okr(words).today("2026-07-02").run().exits(0);
    let left = || workspace.json("cycle --as-of 2026-07-02")["cycles"][0]["unfinished"].clone();
    let expected = json!({"reviews": ["loyal"], "readings": ["kpis/nps"], "not_closed": true,
        "not_carried": ["kpis/nps"], "overdue": false, "stale": [], "missing": [
            {"id": "loyal", "kind": "review", "owner": null, "last": null},
            {"id": "kpis/nps", "kind": "kpi", "owner": null, "last": null}]});
    assert_eq!(left(), expected);
    okr("checkin kpis/nps 30 --date 2026-06-30 --cycle 2026-Q2");
    assert_eq!(left()["readings"], json!([]));
    let text = workspace.read("2026-Q2/loyal.toml");
    workspace.write(
        "2026-Q2/loyal.toml",
        text + "\n[review]\non = 2026-07-01\ngrade = 0.5\n",
    );
    assert_eq!(left()["reviews"], json!([]));
    okr("close 2026-Q2");
    assert_eq!(left()["not_closed"], false);
    okr("status").prints(&["2026-Q2 has ended: 1 KPI is not carried on: okr cycle 2026-Q2"]);
    okr("carry");
    assert_eq!(left(), Value::Null);
    assert!(!okr("status").stdout.contains("has ended"));
}

#[test]
fn a_goal_by_its_whole_name_is_looked_at_in_its_own_cycle() {
    let acme = Workspace::example("acme");
    let on = |words: &str| acme.okr(words).today("2026-10-12").run().exits(0);
    for reader in ["status", "score", "tree", "show", "explain", "log"] {
        let whole = on(&format!("{reader} 2026-Q3/grow-europe --format json")).document();
        let asked = on(&format!(
            "{reader} grow-europe --cycle 2026-Q3 --format json"
        ))
        .document();
        assert_eq!(whole, asked, "{reader}");
    }
    on("explain 2026-Q3/grow-europe.revenue")
        .prints(&["2026-Q3/grow-europe.revenue  Revenue in Europe"]);
    on("status 2026/double-revenue").prints(&["Acme · 2026 · ", "arr: Annual recurring revenue"]);
    on("score 2026-Q2/grow-europe 2026-Q2/customer-success").prints(&["2026-Q2", "retention"]);
    // One table has one cycle.
    let two = acme
        .okr("score 2026-Q2/grow-europe 2026-Q3/grow-europe")
        .today("2026-10-12")
        .run();
    two.exits(2)
        .says(&["2026-Q2 and 2026-Q3", "one cycle at a time"]);
}

#[test]
fn bad_input_is_refused_and_broken_files_are_listed() {
    let acme = Workspace::example("acme");
    acme.okr("cycle q7")
        .run()
        .exits(2)
        .says(&["a year has no quarter number 7"]);
    acme.write("2026-Q3/product/fast-start.toml", "objective = ");
    let shown = acme.okr("cycle").today("2026-08-14").run().exits(4);
    shown
        .prints(&["2026-Q2"])
        .says(&["2026-Q3/product/fast-start.toml:1"]);
}

#[test]
fn scripts_learn_what_is_missing_whose_it_is_and_since_when_it_is_late() {
    let acme = Workspace::example("acme");
    let quarter = |day: &str| {
        let listed = acme.json(&format!("cycle 2026-Q3 --as-of {day}"));
        listed["cycles"][0]["unfinished"].clone()
    };
    let row = |day: &str| {
        let table = acme.okr("cycle q3 --format csv").today(day).run().exits(0);
        table.stdout.lines().last().unwrap().to_owned()
    };
    assert_eq!(quarter("2026-09-30"), Value::Null);
    assert!(row("2026-09-30").ends_with(",0,false,,,,"));
    // Three days of grace.
    for (day, overdue) in [("2026-10-03", false), ("2026-10-04", true)] {
        assert_eq!(quarter(day)["overdue"], overdue, "{day}");
        assert!(row(day).ends_with(&format!(",0,false,5,{overdue},6,0")));
    }
    let missing = quarter("2026-10-02")["missing"].clone();
    assert_eq!(
        missing[1],
        json!({"id": "grow-europe", "kind": "review", "owner": "ines", "last": null})
    );
    acme.okr("close --force --reason tired")
        .today("2026-10-04")
        .run()
        .exits(0);
    assert_eq!(quarter("2026-10-04")["missing"], json!([]));
    assert!(row("2026-10-04").ends_with(",0,true,0,false,6,0"));
}

#[test]
fn what_was_carried_before_the_last_reading_is_told_until_it_is_up_to_date() {
    let acme = Workspace::example("acme");
    let okr = |words: &str| acme.okr(words).today("2026-10-02").run().exits(0);
    let stale = || acme.json("cycle q3 --as-of 2026-10-02")["cycles"][0]["unfinished"].clone();
    okr("carry");
    assert_eq!(stale()["stale"], json!([]));
    okr("checkin kpis/client-retention 74.2 --date 2026-09-30 --by metrics-bot");
    let goal = "2026-Q4/customer-success/loyal-customers.retention";
    assert_eq!(stale()["stale"], json!([goal]));
    okr("cycle q3").prints(&[
        "it is not closed, 1 goal was carried from earlier readings\n",
        "\n  okr carry --from 2026-Q3 --refresh  (1 goal)\n",
    ]);
    let rows = okr("cycle --format csv").stdout;
    assert!(rows.contains(",5,false,0,1\n2026-Q4"), "{rows}");
    let carry = okr("carry --from 2026-Q3 --dry-run --format json").json();
    assert_eq!(carry["stale"][0]["to"], goal);
    okr("carry --refresh");
    assert_eq!(stale()["stale"], json!([]));
    // A quarter that has ended is left as it was.
    okr("checkin kpis/client-retention 74.1 --date 2026-09-30 --by metrics-bot");
    assert_eq!(stale()["stale"], json!([goal]));
    let later = acme.json("cycle 2026-Q3 --as-of 2027-01-01")["cycles"][0]["unfinished"].clone();
    assert_eq!(later["stale"], json!([]));
}

#[test]
fn a_day_knows_no_review_that_was_written_later() {
    let acme = Workspace::example("acme");
    let reviewed = |day: &str| {
        let listed = acme.json(&format!("cycle 2026-Q2 --as-of {day}"));
        listed["cycles"][0]["reviewed"].clone()
    };
    assert_eq!([reviewed("2026-07-01"), reviewed("2026-07-02")], [0, 2]);
    let grades = |day: &str| {
        let document = acme.json(&format!("score --cycle 2026-Q2 --as-of {day}"));
        let objectives = document["objectives"].as_array().unwrap().clone();
        let grades = objectives.into_iter().map(|o| o["grade"].clone());
        grades.filter(|grade| !grade.is_null()).count()
    };
    assert_eq!(grades("2026-07-01"), 0);
    assert!(grades("2026-07-02") > 0);
}

#[test]
fn the_companys_score_is_made_of_the_same_on_every_day() {
    let goal = |more: &str| {
        format!("objective = \"O\"\n{more}\n[key_results.k]\nkind = \"effort\"\ntitle = \"K\"\n")
    };
    let workspace = Workspace::new()
        .file("2026-Q3/top.toml", goal("added = 2026-08-01\n"))
        .file("2026-Q3/team/own.toml", goal(""));
    let words = "checkin own.k 50% --by maria";
    workspace.okr(words).today("2026-07-10").run().exits(0);
    let score =
        |day: &str| workspace.json(&format!("status --cycle q3 --as-of {day}"))["score"].clone();
    assert_eq!(
        [score("2026-07-15"), score("2026-08-01")],
        [Value::Null, json!(0)]
    );
}

#[test]
fn the_workspaces_name_stays_text_in_markdown() {
    let workspace = Workspace::example("acme");
    workspace.replace("okr.toml", "\"Acme\"", "\"A*b* <i>|[x](y)\"");
    for words in ["tree", "cycle", "score", "status", "due"] {
        let ran = workspace.okr(&format!("{words} --format markdown"));
        let ran = ran.today("2026-08-14").run().exits(0);
        ran.prints(&[r"A\*b\* &lt;i>\|\[x\](y) · "]);
    }
}
