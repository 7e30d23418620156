//! Nothing of a table is lost in silence: it is kept, listed or refused.

use super::{export, foreign, import};
use crate::support::{Ran, Workspace};

#[test]
fn two_columns_of_one_name() {
    for (what, table, words) in [
        (
            "okrs",
            "Order,Type,Summary,Labels,Labels\n1,Objective,Grow,a,b\n",
            "--from jira --cycle 2026-Q4",
        ),
        ("checkins", "date,by,Labels,Labels\n", ""),
    ] {
        import(&Workspace::new(), what, table, words)
            .exits(4)
            .says(&["standard input, row 1: two columns are called `Labels`: rename one"])
            .assert_unchanged();
    }
    // What a spreadsheet leaves empty at the right has no name to be taken for another's.
    let table = "objective,key_result,,\nGrow,Sales,,\n";
    foreign(table, "--cycle 2026-Q4");
}

/// The rows of a table that is okr's own; what is not kept is told.
fn own(table: &str, said: &[&str]) -> Workspace {
    let workspace = Workspace::new().file("kpis/arr.toml", "name = \"ARR\"\n");
    let ran = import(&workspace, "okrs", table, "").exits(0);
    let ran = ran.says(said);
    let told = |line: &&str| line.trim_start().starts_with("row");
    assert_eq!(ran.stderr.lines().filter(told).count(), said.len(), "{ran}");
    workspace
}

#[test]
fn cells_that_a_row_has_no_use_for_are_listed() {
    let workspace = own(
        "type,id,cycle,title,kind,kpi,unit,target,at_least,due,grade,reason,carried_actual,direction\n\
         objective,x,2026-Q3,X,,,,5,,,,why,,increase\n\
         key-result,x.all,2026-Q3,All,rollup,,EUR,7,,,0.5,,,\n\
         key-result,x.hold,2026-Q3,Hold,,,,8,3,,,,4,\n\
         key-result,x.metric,2026-Q3,Metric,,,EUR,9,,2026-09-01,,,,increase\n\
         key-result,x.arr,2026-Q3,,,kpis/arr,EUR,9,,,,,,\n",
        &[
            "row 2, column `target`: `5`: it goes with `kpi`, which is empty",
            "row 2, column `reason`: `why`: it goes with `dropped`, which is empty",
            "row 3, column `unit`: `EUR`: a key result of this kind has none",
            "row 3, column `target`: `7`: a key result of this kind has none",
            "row 3, column `grade`: `0.5`: a key result of this kind has none",
            "row 4, column `target`: `8`: what is held has at_least and at_most",
            "row 4, column `carried_actual`: `4`: it goes with `carried_from`, which is empty",
            "row 5, column `due`: `2026-09-01`: a key result of this kind has none",
        ],
    );
    assert!(workspace.read("2026-Q3/x.toml").contains("at_least = 3"));
    own(
        "type,id,cycle,title,green,amber,benchmark_source,target,at_least,direction\n\
         kpi,kpis/nps,,NPS,,5,press,,,maintain\n\
         target,kpis/nps,2026-Q3,,,,,4,3,\n",
        &[
            "row 2, column `amber`: `5`: it goes with `green`, which is empty",
            "row 2, column `benchmark_source`: `press`: it goes with `benchmark`",
            "row 3, column `target`: `4`: what is held has at_least and at_most",
        ],
    );
}

#[test]
fn an_export_leaves_nothing_over() {
    for workspace in [Workspace::example("acme"), super::hostile()] {
        for format in ["csv", "json"] {
            let other = Workspace::empty().file("okr.toml", workspace.read("okr.toml"));
            let table = export(&workspace, "okrs", format);
            let ran = import(&other, "okrs", &table, "--format json").exits(0);
            assert_eq!(ran.document()["not_mapped"], serde_json::json!([]), "{ran}");
        }
    }
}

fn refused(what: &str, table: &str, said: &str) -> Ran {
    let ran = import(&Workspace::new(), what, table, "").exits(4);
    let ran = ran.says(&[said, "nothing was written"]);
    ran.assert_unchanged()
}

#[test]
fn a_second_row_of_the_same_is_refused() {
    refused(
        "okrs",
        "type,id,cycle,title,learned\nobjective,x,2026-Q3,X,\nreview,x,2026-Q3,,a\nreview,x,2026-Q3,,b\n",
        "row 4: the review of 2026-Q3/x stands in another row already",
    );
    for (cycle, shown) in [("2026-Q3", "2026-Q3"), ("always", "always")] {
        refused(
            "okrs",
            &format!(
                "type,id,cycle,title,target\nkpi,kpis/nps,,NPS,\n\
                 target,kpis/nps,{cycle},,4\ntarget,kpis/nps,{cycle},,5\n"
            ),
            &format!("row 4: the target of kpis/nps for {shown} stands in another row already"),
        );
    }
    refused(
        "okrs",
        "type,id,cycle,title,date,final_score\nobjective,x,2026-Q2,X,,\nclosed,,2026-Q2,,2026-07-02,\n\
         final-score,x,2026-Q2,,,0.5\nfinal-score,x,2026-Q2,,,0.6\n",
        "row 5: the final score of 2026-Q2/x stands in another row already",
    );
}

#[test]
fn a_check_in_has_one_list_of_blockers_and_of_wins() {
    for column in ["blockers", "wins"] {
        let table = format!(
            "date,by,goal,note,{column}\n2026-07-14,maria,x.y,a,one\n2026-07-14,maria,x.z,b,two\n"
        );
        let said = format!("row 3, column `{column}`: a row above has others");
        refused("checkins", &table, &said).says(&["say it in one row of the check-in"]);
    }
}

#[test]
fn a_closed_cycle_takes_nothing_new() {
    let acme = Workspace::example("acme");
    // Neither a note, which moves no score, nor a value of its goals from a later cycle.
    for table in [
        "date,by,goal,note\n2026-06-30,maria,grow-europe.pipeline,late\n",
        "date,by,goal,note\n2026-10-01,maria,2026-Q2/grow-europe.pipeline,late\n",
    ] {
        import(&acme, "checkins", table, "")
            .exits(5)
            .says(&["2026-Q2 was closed on", "--undo opens it again"])
            .assert_unchanged();
    }
    // One that was lost comes back where the frozen scores miss it.
    let table = export(&acme, "checkins", "csv");
    let path = "2026-Q2/checkins/2026-06-30-091840-maria-fd7d.toml";
    std::fs::remove_file(acme.path(path)).unwrap();
    let ran = import(&acme, "checkins", &table, "").exits(0);
    assert_eq!(ran.written(), [path]);
}

#[test]
fn an_import_of_check_ins_waits_for_the_lock() {
    let acme = Workspace::example("acme");
    let held = okr::store::lock::Lock::acquire(&acme.root(), std::time::Duration::ZERO).unwrap();
    let table = "date,by,goal,note\n2026-09-29,maria,grow-europe.pipeline,asked\n";
    import(&acme, "checkins", table, "").exits(5);
    import(&acme, "checkins", table, "--dry-run").exits(0);
    drop(held);
    import(&acme, "checkins", table, "").exits(0);
}

#[test]
fn a_mapped_table_says_what_it_leaves() {
    let table = "objective,key_result,team,target,value,unit\n\
                 Grow,,Sales,,,EUR\n\
                 ,Revenue,Sales,10,,EUR\n\
                 ,Calls,Support,10,,\n\
                 ,Project,,,,EUR\n\
                 ,Percent,,,40,%\n";
    let (workspace, ran) = foreign(table, "--cycle 2026-Q4");
    let ran = ran.says(&[
        "row 2, column `unit`: `EUR`: an objective is scored by its key results",
        "row 4, column `team`: `Support`: a key result is of its objective's team",
        "row 5, column `unit`: `EUR`: without a target it is a project",
    ]);
    assert_eq!(ran.stderr.matches("column `team`").count(), 1, "{ran}");
    assert_eq!(ran.stderr.matches("column `unit`").count(), 2, "{ran}");
    assert!(
        workspace
            .read("2026-Q4/sales/grow.toml")
            .contains("unit = \"EUR\"")
    );
}

#[test]
fn an_objective_may_stand_below_its_key_results() {
    let table = "objective,key_result,owner,target,note\n\
                 Grow,Sales,tom,10,\nGrow,,maria,,We must\nGrow,,li,,\n";
    let (workspace, ran) = foreign(table, "--cycle 2026-Q4");
    ran.says(&["row 4: `Grow`: another row says what the objective is already"]);
    let text = workspace.read("2026-Q4/grow.toml");
    for said in ["owner = \"maria\"", "why = \"We must\"", "owner = \"tom\""] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_day_is_kept_by_efforts_alone() {
    let table = "Order,Type,Summary,Period,Expected end date,Start value,Target value\n\
                 1,Objective,Grow,Q4 Y2026,,,\n\
                 1.1,Key result,Project,,2026-11-15,,\n\
                 1.2,Key result,Metric,,2026-11-16,,10\n\
                 1.3,Key result,Watched,,2026-11-17,5,\n\
                 1.4,Key result,All,,2026-11-18,,\n\
                 1.4.1,Objective,Part,,,,\n";
    let workspace = Workspace::new();
    let ran = import(&workspace, "okrs", table, "--from jira").exits(0);
    let why = "a goal's days are its cycle's";
    let ran = ran.says(&[
        &format!("row 4, column `Expected end date`: `2026-11-16`: {why}"),
        &format!("row 5, column `Expected end date`: `2026-11-17`: {why}"),
        &format!("row 6, column `Expected end date`: `2026-11-18`: {why}"),
    ]);
    assert_eq!(ran.stderr.matches(why).count(), 3, "{ran}");
    let text = workspace.read("2026-Q4/grow.toml");
    assert!(text.contains("due = 2026-11-15"), "{text}");
}
