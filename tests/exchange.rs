//! Goals and check-ins out and in: `okr export okrs|checkins`, `okr import okrs|checkins`.

mod support;

#[path = "exchange/lost.rs"]
mod lost;

#[path = "sequences/written.rs"]
mod written;

use okr::store::load::Store;
use proptest::prelude::*;
use support::random::{self, Random, few};
use support::{Entry, Ran, Workspace};

const TODAY: &str = "2026-10-02";

fn export(workspace: &Workspace, what: &str, format: &str) -> String {
    let call = workspace.okr(&format!("export {what} --format {format}"));
    call.today(TODAY).run().exits(0).stdout
}

fn import(workspace: &Workspace, what: &str, table: &str, words: &str) -> Ran {
    let call = workspace.okr(&format!("import {what} - {words}"));
    call.today(TODAY).stdin(table).run()
}

/// What a workspace holds for the program, all of it.
fn model(workspace: &Workspace) -> okr::model::Workspace {
    let store = Store::open(&workspace.root()).unwrap_or_else(|found| panic!("{found:?}"));
    let loaded = store.read_all();
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    loaded.workspace
}

/// Both exports of a workspace, in a workspace that has nothing but its settings.
fn again(workspace: &Workspace, format: &str) -> Workspace {
    let other = Workspace::empty().file("okr.toml", workspace.read("okr.toml"));
    for what in ["okrs", "checkins"] {
        let table = export(workspace, what, format);
        // An empty one holds nothing to import.
        if table.lines().count() > 1 || table.contains("{\"") && !table.contains("[]") {
            import(&other, what, &table, "").exits(0);
        }
    }
    other
}

/// Export and import make the same workspace; twice they make the same bytes.
fn comes_back(workspace: &Workspace, format: &str) {
    let other = again(workspace, format);
    assert!(
        model(workspace) == model(&other),
        "{format}:\n{:?}\n{:?}",
        model(workspace),
        model(&other)
    );
    for what in ["okrs", "checkins"] {
        assert_eq!(
            export(workspace, what, format),
            export(&other, what, format),
            "{format}"
        );
    }
    assert_eq!(again(&other, format).tree(), other.tree());
}

#[test]
fn every_example_comes_back() {
    for name in ["acme", "ride", "saas", "shop"] {
        for format in ["csv", "json"] {
            comes_back(&Workspace::example(name), format);
        }
    }
}

proptest! {
    #![proptest_config(few(16))]

    #[test]
    fn random_workspaces_come_back(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let format = random.pick(&["csv", "json"]);
        comes_back(&random::workspace(&mut random), format);
        comes_back(&written::workspace(&mut random), format);
    }
}

/// Every key that a file may hold, with texts that spreadsheets and terminals would trip over.
fn hostile() -> Workspace {
    let text = r#""=HYPERLINK(\"x\")\u001b[31m\u202E; a\\; b\\u{41}\r\n\t'@ \"""#;
    let objective = format!(
        r#"objective = {text}
why = ""
owner = "maria"
contributors = ["tom", "li"]
supports = "2026/year.all"
ambition = "committed"
guardrails = ["kpis/care/cost"]
weight = 0.5
tags = [{text}, "", "a; b", "\\"]
initiatives = [
  {{ title = {text}, url = "https://example.com/?a=1;b=2", done = true }},
  {{ title = "-1" }},
]
added = 2026-07-20
dropped = {{ on = 2026-08-20, reason = {text} }}
amended = [
  {{ on = 2026-08-01, was = {{ owner = "none", weight = 1, supports = "none", objective = "75" }}, reason = "" }},
  {{ on = 2026-08-02, was = {{ ambition = "learning" }} }},
]
formerly = ["care/old", "older"]

[key_results.share]
title = {text}
unit = {text}
baseline = 0.1
commit = 0.2
target = 0.30000000000000004
weight = 3
owner = "li"
added = 2026-07-21
dropped = {{ on = 2026-08-20 }}
amended = [
  {{ on = 2026-08-01, was = {{ title = "=1+1; x", target = 0.25, commit = "none" }} }},
]
formerly = ["part", "piece"]
carried = {{ from = "2026-Q2/care/old.share", actual = -0.5, target = 9007199254740992 }}

[key_results.follows]
kpi = "kpis/care/cost"
baseline = 250
target = "-20%"

[key_results.own]
kpi = "kpis/care/cost"

[key_results.hold]
unit = "%"
baseline = 99
at_least = 98.5
at_most = 99.9

[key_results.hold-kpi]
kpi = "kpis/care/cost"
at_most = 4

[key_results.project]
title = "+"
kind = "effort"
due = 2026-09-30
amended = [{{ on = 2026-08-01, was = {{ due = 2026-08-31 }} }}]
milestones = [
  {{ id = "first", title = {text}, due = 2026-07-31 }},
  {{ id = "second", title = "Second", weight = 2 }},
]

[key_results.all]
title = "Every part"
kind = "rollup"

[review]
on = 2026-10-01
by = "maria"
grade = 0.6
worked = "\n"
did_not_work = " "
learned = {text}
"#
    );
    let kpi = format!(
        r#"name = {text}
measure = {text}
unit = "$"
direction = "decrease"
frequency = "weekly"
source = "CRM, \"new\""
owner = "tom"
indicator = "leading"
aggregate = "sum"
decimals = 2
category = {text}
health = true
drives = ["kpis/band"]
benchmark = {{ value = -85.5, source = {text} }}
chart_from = 2026-02-01
amended = [{{ on = 2026-03-01, was = {{ 2026 = 85, owner = "li" }}, reason = "r" }}]
formerly = ["kpis/costs"]
retired = {{ on = 2026-09-30, reason = {text}, replaced_by = "kpis/band" }}

[targets]
2026 = 80
2026-Q3 = 7.5

[thresholds]
green = 3
amber = 4.25
"#
    );
    let checkin = format!(
        r#"date = 2026-07-14
by = "maria"
plan = {text}
blockers = [{text}, "two; three"]
wins = ["", "-2"]

[[update]]
kr = "2026/year.all"
note = """
First line.

=last line

"""

[[update]]
kr = "care/grow.project"
done = ["first", "second"]
confidence = 0.35
blocker = {text}

[[update]]
kpi = "kpis/care/cost"
value = -0.30000000000000004
date = 2026-07-13

[[update]]
kr = "care/grow.share"
unchanged = true
"#
    );
    Workspace::new()
        .file("2026-Q3/care/grow.toml", objective)
        .file("kpis/care/cost.toml", kpi)
        .file(
            "kpis/band.toml",
            "name = \"Band\"\ndirection = \"maintain\"\n\
             amended = [{ on = 2026-03-01, was = { 2026-Q3 = { at_least = 1, at_most = 2.5 }, always = \"none\" } }]\n\
             [targets]\nalways = { at_most = 5 }\n2026-Q3 = { at_least = 4, at_most = 5 }\n",
        )
        .file(
            "2026/year.toml",
            "objective = \"Year\"\n[key_results.all]\ntitle = \"All\"\nkind = \"rollup\"\n",
        )
        .file(
            "2026-Q2/alone.toml",
            "objective = \"Alone\"\nkpi = \"kpis/care/cost\"\nbaseline = 3\ntarget = 2\n\
             carried = { from = \"2026-Q1/alone\" }\n",
        )
        .file(
            "2026-Q2/closed.toml",
            format!("on = 2026-07-02\nby = \"maria\"\nforced = {text}\n[scores]\nalone = 0.5\n"),
        )
        .file("2026-Q3/checkins/By hand, maria.toml", checkin)
        .file("2026-Q3/checkins/nothing.toml", "date = 2026-07-15\nby = \"tom\"\n")
}

#[test]
fn every_key_and_every_text_comes_back() {
    for format in ["csv", "json"] {
        comes_back(&hostile(), format);
    }
}

#[test]
fn a_table_runs_nothing_and_hides_nothing() {
    let workspace = hostile();
    for what in ["okrs", "checkins"] {
        let table = export(&workspace, what, "csv");
        let unsafe_in = |c: &char| okr::model::is_unsafe(*c) && *c != '\n';
        assert_eq!(table.chars().find(unsafe_in), None, "{table}");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                let formula = cell.starts_with(['=', '+', '-', '@']);
                assert!(!formula || cell.parse::<f64>().is_ok(), "{cell}");
            }
        }
    }
}

#[test]
fn a_spreadsheet_may_save_it_with_its_own_line_ends() {
    let workspace = Workspace::example("acme");
    let other = Workspace::empty().file("okr.toml", workspace.read("okr.toml"));
    for what in ["okrs", "checkins"] {
        let table = format!(
            "\u{feff}{}",
            export(&workspace, what, "csv").replace('\n', "\r\n")
        );
        import(&other, what, &table, "").exits(0);
    }
    assert!(model(&workspace) == model(&other));
}

#[test]
fn a_part_is_exported_with_what_it_follows() {
    let acme = Workspace::example("acme");
    let call = acme.okr("export okrs customer-success --cycle 2026-Q3 --format json");
    let table = call.today(TODAY).run().json();
    let ids = table["okrs"].as_array().unwrap().iter();
    let ids = ids.filter(|row| ["kpi", "objective"].contains(&row["type"].as_str().unwrap()));
    let ids: Vec<_> = ids.map(|row| row["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"customer-success/loyal-customers"), "{ids:?}");
    assert!(ids.contains(&"kpis/client-retention"), "{ids:?}");
    assert!(!ids.contains(&"grow-europe"), "{ids:?}");
    assert!(!ids.contains(&"kpis/arr"), "{ids:?}");
    let nobody = acme.okr("export okrs nobody").today(TODAY).run().exits(3);
    nobody.prints_nothing();
}

#[test]
fn what_is_there_must_say_the_same() {
    let acme = Workspace::example("acme");
    let table = export(&acme, "okrs", "csv");
    let other = again(&acme, "csv");
    import(&other, "okrs", &table, "")
        .exits(0)
        .prints(&["nothing new in standard input, 19 files there already"])
        .assert_unchanged();
    // Cut short, it is completed.
    std::fs::remove_file(other.path("kpis/arr.toml")).unwrap();
    let ran = import(&other, "okrs", &table, "").exits(0);
    assert_eq!(ran.written(), ["kpis/arr.toml"]);
    // A comment changes nothing, a number does.
    let kpi = other.read("kpis/arr.toml");
    other.write("kpis/arr.toml", format!("# ours\n{kpi}"));
    import(&other, "okrs", &table, "")
        .exits(0)
        .assert_unchanged();
    other.write("kpis/arr.toml", kpi.replace("2400000", "2500000"));
    import(&other, "okrs", &table, "")
        .exits(5)
        .says(&[
            "1 file is here already and says something else than standard input",
            "kpis/arr.toml: `target` of kpis/arr is `2500000` here and `2400000` there",
            "nothing was written",
        ])
        .assert_unchanged();
}

#[test]
fn check_ins_that_are_there_must_say_the_same() {
    let acme = Workspace::example("acme");
    let table = export(&acme, "checkins", "csv");
    let other = again(&acme, "csv");
    import(&other, "checkins", &table, "")
        .exits(0)
        .assert_unchanged();
    let path = "2026-Q3/checkins/2026-07-07-080950-maria-4f53.toml";
    let text = other.read(path);
    std::fs::remove_file(other.path(path)).unwrap();
    let ran = import(&other, "checkins", &table, "").exits(0);
    assert_eq!(ran.written(), [path]);
    assert_eq!(other.read(path), text);
    other.write(path, text.replace("by = \"maria\"", "by = \"tom\""));
    import(&other, "checkins", &table, "")
        .exits(5)
        .says(&[path, "`by` differs", "import replaces nothing"])
        .assert_unchanged();
}

#[test]
fn rows_that_people_add_are_new_check_ins() {
    let acme = Workspace::example("acme");
    let table = "date,by,goal,value,note,plan\n\
                 2026-09-29,maria,customer-success/loyal-customers.nps,44,\"two\nlines\",Rest\n\
                 2026-09-29,maria,grow-europe.pipeline,,asked,\n\
                 2026-09-29,tom,grow-europe.pipeline,,told,\n";
    let ran = import(&acme, "checkins", table, "");
    if ran.code != Some(0) {
        panic!("{ran}");
    }
    assert_eq!(ran.written().len(), 2, "{ran}");
    import(&acme, "checkins", table, "")
        .exits(0)
        .prints(&["2 files there already"])
        .assert_unchanged();
}

#[test]
fn a_closed_cycle_takes_nothing_that_changes_its_scores() {
    let acme = Workspace::example("acme");
    let new = "date,by,goal,kpi,value\n2026-06-30,maria,,kpis/client-retention,90\n";
    import(&acme, "checkins", new, "")
        .exits(5)
        .says(&["2026-Q2 was closed on"])
        .assert_unchanged();
    let goal = "type,id,cycle,title\nobjective,late,2026-Q2,Late\n";
    import(&acme, "okrs", goal, "")
        .exits(5)
        .says(&["2026-Q2 was closed on"])
        .assert_unchanged();
}

#[test]
fn a_dry_run_writes_nothing() {
    let acme = Workspace::example("acme");
    let table = export(&acme, "okrs", "csv");
    let other = Workspace::empty().file("okr.toml", acme.read("okr.toml"));
    import(&other, "okrs", &table, "--dry-run")
        .exits(0)
        .prints(&["would import 10 KPIs", "diff --git a/kpis/arr.toml"])
        .assert_unchanged();
    let document = import(&other, "okrs", &table, "--dry-run --format json").json();
    assert_eq!(document["files"][0]["action"], "create");
    assert_eq!(document["changes"][0]["before"], serde_json::Value::Null);
    import(
        &other,
        "checkins",
        &export(&acme, "checkins", "csv"),
        "--dry-run",
    )
    .exits(0)
    .says(&["`okr check` names"])
    .prints(&["would import 62 check-ins"])
    .assert_unchanged();
}

#[test]
fn a_table_with_nothing_but_a_mark_is_empty() {
    for words in ["okrs", "okrs --from jira", "checkins"] {
        let empty = Workspace::new();
        let import = empty.okr(&format!("import {words} -"));
        import.stdin("\u{feff}").run().exits(4).says(&["is empty"]);
    }
}

#[test]
fn faulty_cells_are_told_with_row_and_column() {
    for (table, said) in [
        (
            "type,id,cycle\nwish,x,2026-Q3\n",
            "row 2, column `type`: `wish` is none of kpi, objective",
        ),
        (
            "type,id,cycle,title\nobjective,x,,X\n",
            "row 2, column `cycle`: is empty",
        ),
        (
            "type,id,cycle,title\nobjective,../x,2026-Q3,X\n",
            "row 2, column `id`",
        ),
        (
            "type,id,cycle,title\nobjective,x,2026-Q3,\n",
            "row 2, column `title`: is empty",
        ),
        (
            "type,id,cycle,title\nkey-result,x.y,2026-Q3,X\n",
            "row 2: it is of 2026-Q3/x, which has no row",
        ),
        (
            "type,id,cycle,title\nobjective,x,2026-Q3,X\nobjective,x,2026-Q3,Y\n",
            "row 3: 2026-Q3/x stands in another row",
        ),
        (
            "type,id,cycle,title,weight\nobjective,x,2026-Q3,X,-1\n",
            "row 2, column `weight`: -1 is not a weight",
        ),
        (
            "type,id,cycle,title,was,date\nobjective,x,2026-Q3,X,,\namendment,x,2026-Q3,,weight = [1],2026-08-01\n",
            "row 3, column `was`",
        ),
        (
            "type,id,cycle,title,was,date\nobjective,x,2026-Q3,X,,\namendment,x,2026-Q3,,weight = 1\\u{A}owner = 2,2026-08-01\n",
            "row 3, column `was`",
        ),
        (
            "type,id,cycle,title,grade\nobjective,x,2026-Q3,X,\nreview,x,2026-Q3,,7\n",
            "row 2: 2026-Q3/x.toml: 7 is not a grade",
        ),
        (
            "{\"okrs\":[{\"type\":\"objective\",\"id\":{}}]}",
            "row 1, column `id`: is an object",
        ),
        ("{\"goals\":[]}", "it needs a list `okrs`"),
    ] {
        let workspace = Workspace::new();
        import(&workspace, "okrs", table, "")
            .exits(4)
            .says(&[said])
            .assert_unchanged();
    }
    for (table, said) in [
        (
            "date,by,goal\n2026-07-40,maria,x.y\n",
            "row 2, column `date`: `2026-07-40` is no date",
        ),
        (
            "date,by,goal,file\n2026-07-14,maria,x.y,../x.toml\n",
            "`../x.toml` is no name of a check-in",
        ),
        (
            "date,by,goal,file\n2026-07-14,maria,x.y,.x.toml\n",
            "is no name of a check-in",
        ),
        (
            "date,by,value\n2026-07-14,maria,3\n",
            "row 2: it says something of neither a goal nor a KPI",
        ),
        (
            "date,by,goal,confidence\n2026-07-14,maria,x.y,7\n",
            "row 2, column `confidence`",
        ),
        (
            "date,by,goal,value,file\n2026-07-14,maria,x.y,1,a.toml\n2026-07-15,maria,x.y,1,a.toml\n",
            "row 3: its file is another day's",
        ),
        ("day,by\n", "has no column `date`"),
    ] {
        let workspace = Workspace::new();
        import(&workspace, "checkins", table, "")
            .exits(4)
            .says(&[said])
            .assert_unchanged();
    }
}

/// What a table of another tool comes to: every file by its path.
fn foreign(table: &str, words: &str) -> (Workspace, Ran) {
    let workspace = Workspace::new();
    let ran = import(&workspace, "okrs", table, words).exits(0);
    workspace
        .okr("check")
        .today(TODAY)
        .run()
        .finds_only_practice();
    (workspace, ran)
}

fn files(workspace: &Workspace) -> Vec<String> {
    let tree = workspace.tree().into_iter();
    let files = tree.filter(|(_, entry)| matches!(entry, Entry::File(_)));
    let files = files.map(|(path, _)| path);
    files.filter(|path| path != "okr.toml").collect()
}

#[test]
fn names_of_columns_may_say_enough() {
    let table = "Objective,Key Result,Owner,Baseline,Target,Value\n\
                 Grow,Sales,maria,$1M,$2M,$1.2M\n,Sales,tom,,,\n";
    let (workspace, ran) = foreign(table, "--cycle 2026-Q4");
    ran.prints(&["imported 1 objective, 2 key results and 1 update"]);
    assert_eq!(
        workspace.read("2026-Q4/grow.toml"),
        "objective = \"Grow\"\nowner = \"maria\"\n\n[key_results.sales]\ntitle = \"Sales\"\n\
         unit = \"$\"\nbaseline = 1000000\ntarget = 2000000\n\n[key_results.sales-2]\n\
         title = \"Sales\"\nkind = \"effort\"\nowner = \"tom\"\n"
    );
    // The same again changes nothing, another day says the values of that day.
    import(&workspace, "okrs", table, "--cycle 2026-Q4")
        .exits(0)
        .assert_unchanged();
    let later = workspace.okr("import okrs - --cycle 2026-Q4").stdin(table);
    let ran = later.today("2026-10-09").run().exits(0);
    assert_eq!(ran.written().len(), 1, "{ran}");
}

#[test]
fn a_cycle_that_is_over_or_to_come() {
    let table = "objective,key_result,target,value,cycle\n\
                 Past,Sales,10,5,FY2025\nFuture,Sales,10,5,H1 2027\n";
    let (workspace, ran) = foreign(table, "");
    ran.says(&[
        "2025 has ended: its values are dated to 2025-12-31, its last day",
        "row 3, column `value`: `5`: nothing can be reported of 2027-H1, which begins on 2027-01-01",
    ]);
    let files = files(&workspace);
    assert!(files[0].starts_with("2025-Q4/checkins/"), "{files:?}");
    assert_eq!(files[1..], ["2025/past.toml", "2027-H1/future.toml"]);
}

#[test]
fn nothing_is_left_out_in_silence() {
    let table = "objective,key_result,target,value,weight,team,status,cycle,owner,Colour\n\
                 Grow,Sales,many,few,heavy,!!!,On track,someday,???,red\n";
    let ran = import(
        &Workspace::new(),
        "okrs",
        table,
        "--cycle 2026-Q4 --format json",
    )
    .exits(0);
    let document = ran.document();
    let left = document["not_mapped"].as_array().unwrap();
    for (column, value) in [
        ("target", "many"),
        ("value", "few"),
        ("weight", "heavy"),
        ("team", "!!!"),
        ("status", "on track"),
        ("cycle", "someday"),
        ("owner", "???"),
    ] {
        let told = |left: &&serde_json::Value| left["column"] == column && left["value"] == value;
        assert!(left.iter().any(|l| told(&l)), "{column}: {ran}");
    }
    assert!(left.iter().any(|l| l["column"] == "Colour"), "{ran}");
}

#[test]
fn a_table_without_goals_is_refused() {
    for (table, words, said) in [
        ("a,b\n1,2\n", "", "has no column `objective`"),
        ("a;b\n1;2\n", "", "--delimiter ';'"),
        ("objective\n", "", "holds no goals"),
        ("a,b\n1,2\n", "--from jira", "has no column `order`"),
        (
            "Order,Type,Summary\n1,Wish,x\n",
            "--from jira",
            "no row is an objective",
        ),
        (
            "Order,Type,Summary\n1,Objective,x\n",
            "--from jira",
            "it is of no cycle: --cycle names one",
        ),
        ("a,b\n1,2\n", "--map a=goal", "there is no field `goal`"),
        (
            "a,b\n1,2\n",
            "--map a=objective --map b=objective",
            "--map names objective twice",
        ),
    ] {
        let ran = import(&Workspace::new(), "okrs", table, words);
        assert!(matches!(ran.code, Some(2 | 4)), "{ran}");
        ran.says(&[said]).assert_unchanged();
    }
}

#[test]
fn numbers_that_lead_nowhere_end_nothing() {
    let deep = vec!["1"; 5000].join(".");
    let table = format!(
        "Order,Type,Summary,Period\n1.1,Objective,A,Y2026\n1.1,Objective,B,Y2026\n\
         1.1.1,Objective,C,\n{deep},Key result,D,\n"
    );
    let (workspace, ran) = foreign(&table, "--from jira");
    ran.says(&["another row has this number"]);
    assert_eq!(
        files(&workspace),
        ["2026/a.toml", "2026/b.toml", "2026/c.toml"]
    );
    assert!(workspace.read("2026/c.toml").contains("supports = \"a\""));
}
