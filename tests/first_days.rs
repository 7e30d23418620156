//! The first days of a quarter: what is reported and shown may still be the last one's.

mod support;

use support::{Ran, Workspace};

/// Two days into the fourth quarter, which has no objectives yet.
const EARLY: &str = "2026-10-02";

fn acme() -> Workspace {
    Workspace::example("acme")
}

/// The same with the KPIs carried into the fourth quarter: retention is a goal of both.
fn carried() -> Workspace {
    let workspace = acme();
    workspace.okr("carry").today("2026-10-01").run().exits(0);
    workspace
}

fn close(workspace: &Workspace) {
    let text = "on = 2026-10-01\nby = \"ines\"\n[scores]\n";
    workspace.write("2026-Q3/closed.toml", text);
}

fn early(workspace: &Workspace, words: &str) -> Ran {
    workspace.okr(words).today(EARLY).user("maria").run()
}

#[test]
fn in_the_first_days_the_old_quarters_goal_is_meant() {
    for (words, day) in [
        ("checkin retention 75.5 --by maria", "2026-10-01"),
        ("checkin rating 4.5 --by aisha", "2026-10-03"),
        (
            "checkin retention 75.5 --by maria --cycle last",
            "2026-10-20",
        ),
    ] {
        let ran = acme().okr(words).today(day).run().exits(0);
        ran.prints(&["on 2026-09-30", "2026-Q3/checkins/"]);
    }
    let late = acme()
        .okr("checkin rating 4.5 --by aisha")
        .today("2026-10-04")
        .run();
    late.exits(3)
        .says(&["a goal of 2026-Q3: add --cycle 2026-Q3"])
        .assert_unchanged();
}

#[test]
fn a_goal_of_both_quarters_must_say_which() {
    let workspace = acme();
    workspace.okr("carry").today("2026-10-01").run().exits(0);
    let ran = workspace
        .okr("checkin retention 76 --by maria")
        .today("2026-10-02")
        .run();
    ran.exits(3)
        .says(&["--cycle 2026-Q3 or --cycle 2026-Q4"])
        .assert_unchanged();
    let ran = workspace
        .okr("checkin retention 76 --by maria --cycle q4")
        .today("2026-10-02")
        .run();
    ran.exits(0).prints(&["75.0 → 76.0 %", "2026-Q4/checkins/"]);
}

#[test]
fn a_kpi_has_no_cycle_its_reading_is_todays() {
    for workspace in [acme(), carried()] {
        for words in [
            "checkin kpis/client-retention 75.5",
            "checkin client-retention 75.5",
        ] {
            let ran = early(&workspace, words).exits(0);
            ran.prints(&[
                "kpis/client-retention  ",
                " → 75.5 %",
                "2026-Q4/checkins/2026-10-02-",
            ]);
        }
    }
}

#[test]
fn goals_of_both_quarters_at_once_make_a_file_for_each() {
    let workspace = acme();
    let words = "checkin rating=4.5@9/10 kpis/arr=1900000 --plan Next";
    let ran = early(&workspace, words).exits(0);
    let written = ran.written();
    let files: Vec<_> = written
        .iter()
        .filter(|path| path.ends_with(".toml"))
        .collect();
    let [old, new] = files[..] else {
        panic!("{ran}")
    };
    let (old, new) = (workspace.read(old), workspace.read(new));
    assert!(old.starts_with("date = 2026-09-30\nby = \"maria\"\n\n") && old.contains("rating"));
    // The plan is for what comes.
    assert!(new.starts_with("date = 2026-10-02\nby = \"maria\"\nplan = \"Next\"\n"));
}

#[test]
fn one_that_is_refused_refuses_all() {
    let ran = early(&carried(), "checkin retention=76 rating=4.5");
    ran.exits(3)
        .says(&["--cycle 2026-Q3 or --cycle 2026-Q4"])
        .assert_unchanged();
}

#[test]
fn a_date_says_which_quarter_is_meant() {
    let workspace = carried();
    for (date, cycle) in [("2026-09-29", "2026-Q3/"), ("2026-10-01", "2026-Q4/")] {
        let ran = early(&workspace, &format!("checkin retention 76 --date {date}"));
        ran.exits(0).prints(&[&format!("on {date}"), cycle]);
    }
    let ran = early(&workspace, "checkin rating 4.5 --date 2026-10-01").exits(3);
    ran.says(&["a goal of 2026-Q3: say --date 2026-09-30"])
        .assert_unchanged();
    let ran = early(
        &workspace,
        "checkin rating 4.5 --date 2026-10-01 --cycle last",
    )
    .exits(2);
    ran.says(&["it runs from 2026-07-01 to 2026-09-30"])
        .assert_unchanged();
}

#[test]
fn so_does_a_rows_own_date() {
    let workspace = carried();
    let rows = "goal,value,date\nretention,75.5,2026-09-28\nretention,76,2026-10-01\nrating,4.5,\n";
    let ran = workspace
        .okr("checkin --from - --by maria")
        .stdin(rows)
        .today(EARLY)
        .run()
        .exits(0);
    ran.prints(&[
        "75.5 %  on 2026-09-28",
        "76.0 %  on 2026-10-01",
        "stars  on 2026-09-30",
    ]);
    // At any other time, too: a row is read as if --date had been typed.
    let rows = "goal,value,date\nretention,75.5,2026-09-28\n";
    let ran = workspace
        .okr("checkin --from - --by maria")
        .stdin(rows)
        .today("2026-11-20")
        .run();
    ran.exits(0).prints(&["2026-Q3/checkins/"]);
    // Without a date of its own the row is asked about, with its place.
    let rows = "goal,value\nretention,75.5\n";
    let ran = workspace
        .okr("checkin --from - --by maria")
        .stdin(rows)
        .today(EARLY)
        .run();
    ran.exits(3)
        .says(&["line 2", "--cycle 2026-Q3 or --cycle 2026-Q4"])
        .assert_unchanged();
}

#[test]
fn into_a_closed_quarter_nothing_is_reported() {
    let workspace = carried();
    close(&workspace);
    for words in ["checkin rating 4.5", "checkin retention 76 --cycle last"] {
        early(&workspace, words)
            .exits(5)
            .says(&["2026-Q3 was closed"])
            .assert_unchanged();
    }
    // What only the new one can mean needs no question.
    let ran = early(&workspace, "checkin retention 76").exits(0);
    ran.prints(&["2026-Q4/checkins/"]);
}

#[test]
fn a_goal_of_the_year_around_both_is_one_goal() {
    for workspace in [acme(), carried()] {
        let ran = early(&workspace, "checkin double-revenue.arr 2000000").exits(0);
        ran.prints(&["2026/double-revenue.arr", "2026-Q4/checkins/"]);
    }
    // Of the year that has ended it is reported for its last day.
    let ran = acme()
        .okr("checkin double-revenue.arr 2000000 --by ines")
        .today("2027-01-02")
        .run();
    ran.exits(0).prints(&["on 2026-12-31", "2026-Q4/checkins/"]);
}

#[test]
fn why_the_old_goal_does_not_fit_is_said() {
    let ran = early(&acme(), "checkin loyal 3");
    ran.exits(2)
        .says(&["report its key results", "loyal-customers.retention"]);
    let ran = early(&acme(), "checkin small 3");
    ran.exits(3)
        .says(&["product/self-service", "product/self-service.interviews"]);
}

#[test]
fn without_grace_there_are_no_first_days() {
    let workspace = acme();
    workspace.replace("okr.toml", "grace_days = 3", "grace_days = 0");
    let ran = workspace
        .okr("checkin rating 4.5")
        .today("2026-10-01")
        .run();
    ran.exits(3)
        .says(&["add --cycle 2026-Q3"])
        .assert_unchanged();
    workspace
        .okr("status")
        .today("2026-10-01")
        .run()
        .exits(0)
        .prints(&["2026-Q4"]);
}

#[test]
fn okr_alone_tells_what_the_old_quarter_still_waits_for() {
    // Nobody has spoken of the interviews since the middle of September.
    let workspace = acme();
    for file in workspace
        .tree()
        .keys()
        .filter(|path| path.contains("checkins/2026-09-3"))
    {
        std::fs::remove_file(workspace.path(file)).unwrap();
    }
    let alone = |user: &str, day: &str| workspace.okr("").today(day).user(user).run().exits(0);
    alone("aisha", EARLY)
        .says(&["this is 2026-Q3"])
        .prints(&["rating", " due: okr checkin"]);
    workspace
        .okr("carry --provisional")
        .today("2026-10-01")
        .run()
        .exits(0);
    alone("aisha", EARLY).prints(&["2026-Q4", " of them of 2026-Q3: okr checkin"]);
    // With the first days over, or the quarter closed, only the new one waits.
    assert!(!alone("aisha", "2026-10-04").stdout.contains("of them"));
    close(&workspace);
    assert!(!alone("aisha", EARLY).stdout.contains("of them"));
}

#[test]
fn what_okr_due_says_to_type_is_taken() {
    let workspace = acme();
    let late =
        |path: &String| path.contains("checkins/2026-09-2") || path.contains("checkins/2026-09-3");
    for file in workspace.tree().keys().filter(|path| late(path)) {
        std::fs::remove_file(workspace.path(file)).unwrap();
    }
    let due = early(&workspace, "due").exits(0);
    let commands = due
        .stdout
        .lines()
        .filter_map(|line| line.trim().strip_prefix("okr checkin "));
    let mut typed = 0;
    for command in commands.filter(|c| c.ends_with(" VALUE")) {
        let words = command.replace("VALUE", "4.1");
        early(&workspace, &format!("checkin {words}")).exits(0);
        typed += 1;
    }
    assert!(typed > 3, "{due}");
    let left = early(&workspace, "due").exits(0);
    assert!(!left.stdout.contains(" VALUE"), "{left}");
}

#[test]
fn the_last_quarter_is_shown_also_where_it_cannot_be_read() {
    let torn = "<<<<<<< ours\nobjective = \"A\"\n=======\nobjective = \"B\"\n>>>>>>> theirs\n";
    let last = Workspace::new().file("2026-Q3/a.toml", torn);
    for words in ["", "tree", "status", "score", "cycle"] {
        let ran = early(&last, words).exits(4);
        ran.says(&["2026-Q3/a.toml:1:1", "1 file could not be read"]);
    }
    for words in ["tree", "status", "score"] {
        let ran = early(&last, &format!("{words} --format json")).exits(4);
        let document = ran.says(&["2026-Q3/a.toml"]).document();
        assert_eq!(document["cycle"], "2026-Q3", "{words}");
        assert_eq!(document["unreadable"][0]["path"], "2026-Q3/a.toml");
    }
    // What may be a goal of the new quarter is no reason to show the last one.
    let workspace = acme().file("2026-Q4/a.toml", torn);
    let ran = early(&workspace, "status").exits(4);
    ran.says(&["2026-Q4/a.toml"]).prints(&["2026-Q4"]);
    // Check-ins are no objectives.
    let workspace = Workspace::new().file("2026-Q3/checkins/a.toml", torn);
    early(&workspace, "status").exits(0).prints(&["2026-Q4"]);
}
