//! Readings in and out: `okr import readings`, `okr export readings`.

mod support;

use std::fmt::Write as _;
use support::Workspace;

const TODAY: &str = "2026-08-14";

/// Two KPIs of a number a day, and one that adds up.
fn kpis() -> Workspace {
    Workspace::new()
        .file(
            "kpis/retention.toml",
            "name = \"Client retention\"\nunit = \"%\"\n",
        )
        .file("kpis/nps.toml", "name = \"NPS\"\n")
        .file(
            "kpis/sales.toml",
            "name = \"Sales\"\nunit = \"$\"\naggregate = \"sum\"\n",
        )
}

/// Imports a table that must be taken.
fn take(workspace: &Workspace, table: &str, words: &str) -> support::Ran {
    import(workspace, table, words).exits(0)
}

fn import(workspace: &Workspace, table: &str, words: &str) -> support::Ran {
    let call = workspace.okr(&format!("import readings - --by bot {words}"));
    call.today(TODAY).stdin(table).run()
}

/// The readings there are, as `date,kpi,value,note` without the header.
fn readings(workspace: &Workspace) -> Vec<String> {
    let exported = workspace.okr("export readings").today(TODAY).run().exits(0);
    exported.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn one_kpi_with_notes() {
    let workspace = kpis();
    let table =
        "date,value,note\n2026-07-07,73.2,\n2026-08-04,73.6,\"two, of\nthree\"\n2026-06-30,72,\n";
    let ran = take(&workspace, table, "--kpi retention");
    ran.prints(&[
        "imported 3 readings of 1 KPI",
        "kpis/retention  3 readings  2026-06-30 – 2026-08-04  last 73.6",
    ]);
    assert_eq!(
        readings(&workspace)[..2],
        [
            "2026-06-30,kpis/retention,72,",
            "2026-07-07,kpis/retention,73.2,"
        ]
    );
    // One file for each quarter.
    let files: Vec<_> = workspace
        .tree()
        .into_keys()
        .filter(|p| p.contains("checkins/"))
        .collect();
    assert_eq!(files.len(), 2, "{files:?}");
    workspace
        .okr("check")
        .today(TODAY)
        .run()
        .finds_only_practice();
}

#[test]
fn long_and_wide_tables_say_the_same() {
    let (long, wide) = (kpis(), kpis());
    let table =
        "kpi,date,value\nkpis/retention,2026-07-07,73\nnps,2026-07-07,41\nNPS,2026-07-14,42\n";
    take(&long, table, "");
    let table = "Date,retention,kpis/nps\n2026-07-07,73,41\n2026-07-14,,42\n";
    take(&wide, table, "").prints(&["imported 3 readings of 2 KPIs", "1 blank"]);
    assert_eq!(readings(&long), readings(&wide));
    assert_eq!(readings(&long).len(), 3);
}

#[test]
fn exports_of_many_kinds_are_understood() {
    for (table, words, expected) in [
        (
            "\u{feff}date,value\n2026-07-14,1\n",
            "",
            "2026-07-14,kpis/nps,1,",
        ),
        (
            "date;value\n2026-07-14;1.234,5\n",
            "--delimiter ; --decimal-comma",
            "2026-07-14,kpis/nps,1234.5,",
        ),
        (
            "date\tvalue\n14.07.2026\t7\n",
            "--delimiter tab --date-format %d.%m.%Y",
            "2026-07-14,kpis/nps,7,",
        ),
        ("date,value\n2026-07,5\n", "", "2026-07-31,kpis/nps,5,"),
        ("date,value\n2026-Q2,5\n", "", "2026-06-30,kpis/nps,5,"),
        ("date,value\n2026Q2,5\n", "", "2026-06-30,kpis/nps,5,"),
        (
            "date,value\n2026-07-14T09:00:00Z,5\n",
            "",
            "2026-07-14,kpis/nps,5,",
        ),
        (
            "y,m,value\n2026,7,5\n",
            "--date-column y,m",
            "2026-07-31,kpis/nps,5,",
        ),
        (
            "year,quarter,n\n2026,1,5\n",
            "--date-column year,quarter --value-column n",
            "2026-03-31,kpis/nps,5,",
        ),
        (
            "date,value\nJul-2026,5\n",
            "--date-format %b-%Y",
            "2026-07-31,kpis/nps,5,",
        ),
        (
            "date,value,land\n2026-07-14,1,FR\n2026-07-14,2,DE\n",
            "--where land=DE",
            "2026-07-14,kpis/nps,2,",
        ),
        (
            "date,value\r\n2026-07-14,1e3\r\n",
            "",
            "2026-07-14,kpis/nps,1000,",
        ),
        (
            "date,value,note\n2026-07-14,-3,'=1+1\n",
            "",
            "2026-07-14,kpis/nps,-3,'=1+1",
        ),
        (
            "{\"readings\":[{\"date\":\"2026-07-14\",\"value\":3}]}",
            "",
            "2026-07-14,kpis/nps,3,",
        ),
    ] {
        let workspace = kpis();
        take(&workspace, table, &format!("--kpi nps {words}"));
        assert_eq!(readings(&workspace), [expected], "{table}");
    }
}

#[test]
fn the_same_again_changes_nothing_and_another_value_must_be_wanted() {
    let workspace = kpis();
    let table = "date,value\n2026-07-07,73\n2026-07-14,74\n";
    take(&workspace, table, "--kpi retention");
    let again = take(&workspace, table, "--kpi retention").assert_unchanged();
    again.prints(&["nothing new", "2 there already"]);
    let table = "date,value\n2026-07-07,73\n2026-07-14,75\n2026-07-21,76\n";
    let ran = import(&workspace, table, "--kpi retention").exits(5);
    ran.says(&[
        "row 3: kpis/retention 2026-07-14 is 74 in 2026-Q3/checkins/",
        "75 here",
        "--replace",
    ])
    .assert_unchanged();
    let ran = take(&workspace, table, "--kpi retention --replace");
    ran.prints(&["2026-07-14  74 → 75"]);
    assert_eq!(
        readings(&workspace),
        [
            "2026-07-07,kpis/retention,73,",
            "2026-07-14,kpis/retention,75,",
            "2026-07-21,kpis/retention,76,"
        ]
    );
}

#[test]
fn what_others_sold_that_day_is_not_added_to() {
    let workspace = kpis();
    for (who, value) in [("maria", 30), ("tom", 12)] {
        let call = workspace.okr(&format!(
            "checkin sales {value} --by {who} --date 2026-08-03"
        ));
        call.today(TODAY).run().exits(0);
    }
    let table = "date,value\n2026-08-03,42\n";
    take(&workspace, table, "--kpi sales").assert_unchanged();
    let table = "date,value\n2026-08-03,50\n";
    let ran = import(&workspace, table, "--kpi sales --replace").exits(5);
    ran.says(&["42 in", "50 here", "add up"]).assert_unchanged();
}

#[test]
fn every_bad_row_is_told_and_nothing_is_written() {
    let table = "date,value\n2026-07-07,n/a\n2026-04-31,5\n2026-08-15,5\n2026-07-08,1.2.3\n\
                 2026-07-09,5\n2026-07-09,6\n,7\n2026-07-10,73 $\n";
    let ran = import(&kpis(), table, "--kpi retention").exits(4);
    ran.says(&[
        "row 2, column `value`: `n/a` is not a number",
        "row 3, column `date`: `2026-04-31` is no day of the calendar",
        "row 4, column `date`: 2026-08-15 lies in the future",
        "row 5, column `value`: `1.2.3` is not a number",
        "row 7, column `value`: kpis/retention has 6 for 2026-07-09, and 5 in row 6",
        "row 8, column `date`: is empty beside a value",
        "row 9, column `value`: `73 $`",
        "nothing was written",
    ])
    .assert_unchanged();
}

#[test]
fn a_table_that_is_none_is_refused() {
    for (table, words, says) in [
        ("", "--kpi nps", "is empty"),
        ("\u{feff}", "--kpi nps", "is empty"),
        ("date,amount\n", "--kpi nps", "no column `value`"),
        ("date;value\n", "--kpi nps", "--delimiter ';'"),
        ("day,value\n", "--kpi nps", "no column `date`"),
        (
            "date,value\n2026-07-14,1,2\n",
            "--kpi nps",
            "row 2: 3 cells, where the header has 2",
        ),
        (
            "date,value,value\n",
            "--kpi nps",
            "has the column `value` twice",
        ),
        ("date,value\n", "--kpi nps", "holds no readings"),
        ("date,value\n2026-07-14,1\n", "", "says not of which KPI"),
        ("date,nps,churn\n2026-07-14,1,2\n", "", "column `churn`"),
        (
            "kpi,date,value\nchurn,2026-07-14,1\n",
            "",
            "row 2, column `kpi`",
        ),
        (
            "date,value\n2026-07-14,1\n",
            "--kpi nps --where land=DE",
            "no column `land`",
        ),
        (
            "date,value\n2026-07-14,1\n",
            "--kpi nps --where value=2",
            "no row has value=2",
        ),
        ("\u{fffe}d", "--kpi nps", ""),
        (
            "date,value\n2026-07-14\n",
            "--kpi nps",
            "row 2: 1 cell, where the header has 2",
        ),
        (
            "date,value,note\n2026-07-14,1,\"slow\n2026-07-15,2,\n",
            "--kpi nps",
            "row 2: a quote is opened and never closed",
        ),
        (
            "date,value\n\"2026-07-14,1\n2026-07-15,2\n",
            "--kpi nps",
            "row 2: a quote is opened and never closed",
        ),
        (
            "date,kpi,value\n2026-07-14,retention,1\n",
            "--kpi nps",
            "row 2, column `kpi`: names kpis/retention, and --kpi says kpis/nps",
        ),
        (
            "[{\"kpi\": \"kpis/retention\", \"date\": \"2026-07-14\", \"value\": 1}]",
            "--kpi nps",
            "names kpis/retention",
        ),
        (
            "[{\"date\": \"2026-07-14\", \"value\": true}]",
            "--kpi nps",
            "expected a number at line 1",
        ),
        (
            "\n\ndate,value\n\n2026-07-14,\"n\na\"\n\n2026-07-15,5\n2026-07-15,x\n",
            "--kpi nps",
            "row 8, column `value`",
        ),
        (
            "date,value\n2026-07-14,9007199254740993\n",
            "--kpi nps",
            "too large",
        ),
        (
            "date,value\n2026-07-14Tea,5\n",
            "--kpi nps",
            "`2026-07-14Tea` is not a date",
        ),
        (
            "{\"readings\":[{\"value\":3}]}",
            "--kpi nps",
            "missing field `date`",
        ),
    ] {
        let ran = import(&kpis(), table, words)
            .says(&[says])
            .assert_unchanged();
        assert!(matches!(ran.code, Some(2..=4)), "{table}: {ran}");
    }
}

#[test]
fn a_closed_cycle_takes_no_more() {
    let workspace = kpis().file("2026-Q2/closed.toml", "on = 2026-07-02\nby = \"maria\"\n");
    let table = "date,value\n2026-06-30,1\n2026-07-14,2\n";
    let ran = import(&workspace, table, "--kpi nps").exits(5);
    ran.says(&["2026-Q2 was closed on 2026-07-02"])
        .assert_unchanged();
}

#[test]
fn a_dry_run_writes_nothing() {
    let workspace = kpis();
    let ran = take(
        &workspace,
        "date,value\n2026-07-14,2\n",
        "--kpi nps --dry-run",
    );
    ran.prints(&["would import 1 reading", "2026-Q3/checkins/"])
        .assert_unchanged();
}

#[test]
fn what_is_exported_comes_back() {
    for example in ["acme", "saas", "shop", "ride"] {
        for format in ["csv", "json"] {
            let full = Workspace::example(example);
            let exported = full.okr("export readings --format").arg(format);
            let exported = exported.today("2026-12-31").run().exits(0).stdout;
            let bare = Workspace::empty();
            for (path, entry) in full.tree() {
                let kept = !path.contains("/checkins/") && !path.ends_with("closed.toml");
                if let (true, support::Entry::File(bytes)) = (kept, entry) {
                    bare.write(&path, bytes);
                }
            }
            let call = bare.okr("import readings - --by bot").stdin(&exported);
            call.today("2026-12-31").run().exits(0);
            let again = bare.okr("export readings --format").arg(format);
            let again = again.today("2026-12-31").run().exits(0).stdout;
            assert_eq!(again, exported, "{example}, {format}");
        }
    }
}

/// In half the memory that a 200 MB line would take.
#[cfg(target_os = "linux")]
#[test]
fn notes_come_back_letter_by_letter() {
    let notes = [
        "'", "''", "'t was", "'=1", "=1+1", "-x", "+5", "#", "\"a\", b",
    ];
    let readings = notes.iter().enumerate().map(|(day, note)| {
        serde_json::json!({"date": format!("2026-07-{:02}", day + 1), "value": day, "note": note})
    });
    let document = serde_json::Value::from_iter(readings).to_string();
    let first = kpis();
    take(&first, &document, "--kpi nps");
    for format in ["csv", "json"] {
        let exported = first.okr("export readings --format").arg(format);
        let exported = exported.today(TODAY).run().exits(0).stdout;
        let second = kpis();
        take(&second, &exported, "");
        let back = second
            .okr("export readings --format json")
            .today(TODAY)
            .run();
        let back = back.exits(0).document();
        let back = back["readings"].as_array().unwrap().iter();
        let back: Vec<_> = back
            .map(|reading| reading["note"].as_str().unwrap())
            .collect();
        assert_eq!(back, notes, "{format}");
    }
}

#[test]
fn endless_rows_are_refused_in_bounded_memory() {
    let workspace = kpis();
    let mut columns = String::from("date");
    for n in 0..1_000_000 {
        let _ = write!(columns, ",c{n}");
    }
    for (name, start) in [
        ("columns", columns.as_str()),
        ("line", "date,value\n2026-07-14,"),
        ("quote", "date,value\n2026-07-14,\""),
    ] {
        let path = format!("../{name}.csv");
        workspace.write(&path, start);
        let file = std::fs::OpenOptions::new()
            .write(true)
            .open(workspace.path(&path));
        file.and_then(|file| file.set_len(200_000_000)).unwrap();
        let mut limited = std::process::Command::new("prlimit");
        limited.arg("--data=100000000");
        let call = workspace.okr(&format!("import readings {path} --kpi nps"));
        let ran = call.through(limited).today(TODAY).run().exits(4);
        ran.says(&["is longer than 1 MiB"]).assert_unchanged();
    }
}
