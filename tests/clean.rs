//! What the program writes itself is clean: after each command `okr check --strict` has nothing to
//! say on that day.

mod support;

use support::{Ran, Workspace};

/// Runs each line on its day; after each the workspace must be clean.
fn clean(workspace: &Workspace, day: &str, lines: &[&str]) {
    for line in lines {
        ran(workspace, day, line);
    }
}

fn ran(workspace: &Workspace, day: &str, line: &str) -> Ran {
    let ran = workspace.typed(line).today(day).run().exits(0);
    assert!(!ran.written().is_empty(), "wrote nothing: {ran}");
    is_clean(workspace, day, line);
    ran
}

fn is_clean(workspace: &Workspace, day: &str, after: &str) {
    let checked = workspace.okr("check --strict").today(day).run();
    assert!(
        checked.code == Some(0) && checked.stdout.is_empty(),
        "after {after}: {checked}"
    );
}

#[test]
fn new_workspaces() {
    for line in [
        "init",
        "init --cycle half --fiscal-year-start 4",
        "init --example acme",
        "init --example saas",
        "init --example shop",
        "init --example ride",
    ] {
        let workspace = Workspace::empty();
        for day in ["2026-07-14", "2026-10-02", "2027-03-01"] {
            if workspace.tree().is_empty() {
                ran(&workspace, day, line);
            }
            is_clean(&workspace, day, line);
        }
    }
}

/// Every form in which goals and KPIs are made.
const MADE: [&str; 20] = [
    "new kpi \"Client retention\" --unit % --frequency monthly --source CRM --measure \"renewed / up for renewal\" \
     --owner maria --indicator lagging --decimals 1 --health --target 2026=80 --target 2026-Q3=75 --target 2026-Q4=78",
    "new kpi \"Orders\" --aggregate sum --frequency weekly --source Shop --measure \"orders of the day\" --owner tom \
     --indicator leading --drives client-retention --target 2026-Q3=400 --green 380 --amber 300",
    "new kpi \"Accounts per manager\" --team care --direction maintain --frequency monthly --source CRM \
     --measure \"accounts / managers\" --owner tom --target 2026=20..25 --benchmark 22=median",
    "new kpi \"Support cost\" --unit $ --direction decrease --frequency monthly --source ledger \
     --measure \"cost of support / clients\" --owner tom --target always=5",
    "new objective \"Become the first choice of small shops\" --cycle 2026 --owner ines --why \"One shop in ten knows us.\"",
    "new kr \"first choice\" \"Annual recurring revenue\" --cycle 2026 --from 1.2M --target 2.4M --unit $",
    "new kr \"first choice\" \"Shops that know us\" --cycle 2026 --from 10 --target 30 --unit %",
    "new objective \"Create wildly loyal customers\" --team care --owner maria --supports 2026/become-the-first-choice-of-small-shops \
     --guardrail support-cost --stop \"weekly reports\" --contributor tom --weight 2 --tag loyalty \
     --initiative \"Advisory board=https://example.com/42\" --ambition committed --id loyal",
    "new kr loyal --kpi client-retention --from 73",
    "new kr loyal \"App rating\" --from 4.0 --target 4.5 --unit stars --key rating --owner tom",
    "new kr loyal \"Uptime\" --at-least 99.9 --unit % --weight 2",
    "new kr loyal \"Success plans\" --milestone \"Template agreed\" --milestone \"Rollout=2@2026-09-15\" --due 2026-09-30 --key plans",
    "new objective \"Be easy to find\" --team marketing --owner tom --supports 2026/become-the-first-choice-of-small-shops --id found",
    "new kr found --kpi orders",
    "new kr found \"The site is open in French\" --effort --key site",
    "new kr found \"Clients who name us first\" --from 5 --commit 8 --target 12 --stretch 15 --unit % --key named",
    "new objective \"Keep teams at their best\" --team care --owner tom --kpi kpis/care/accounts-per-manager \
     --supports 2026/become-the-first-choice-of-small-shops --id teams",
    "new objective \"Win every region\" --owner ines --supports 2026/become-the-first-choice-of-small-shops --id regions",
    "new kr regions \"Every region delivers its part\" --rollup --key each",
    "new objective \"Win the north\" --team north --owner ines --ambition learning --supports regions.each --id north",
];

fn planned() -> Workspace {
    let workspace = Workspace::empty();
    clean(&workspace, "2026-07-01", &["init"]);
    clean(&workspace, "2026-07-01", &MADE);
    workspace
}

#[test]
fn new_goals_and_kpis() {
    planned();
}

#[test]
fn a_quarter_from_the_first_check_in_to_the_next_one() {
    let workspace = planned();
    clean(
        &workspace,
        "2026-07-02",
        &[
            "new kr north \"Talks with shops in the north\" --from 0 --target 40 --key talks",
            "checkin retention 73.4 --confidence 7/10 --note \"Two renewals slipped\"",
            "checkin loyal.rating=4.1@0.6 loyal.plans+template-agreed",
            "checkin uptime --unchanged",
            "checkin site 40 --by tom --blocker \"No translator\"",
            "checkin kpis/support-cost 4.2 --date 2026-07-01",
            "amend rating --target 4.6 --reason \"The new app is out\"",
            "amend kpis/client-retention --target 2026-Q3=76 --reason \"Renewals moved\"",
            "amend found --owner ines",
            "drop named --reason \"The survey was stopped\"",
            "mv care/loyal care/fans",
            "mv care/fans.rating care/fans.stars",
            "mv kpis/orders kpis/marketing/orders",
            "mv care/ customers/",
        ],
    );
    workspace.write(
        "past.csv",
        "date,kpi,value\n2026-06-30,client-retention,73\n2026-07-02,marketing/orders,12\n",
    );
    clean(&workspace, "2026-07-03", &["import readings past.csv"]);
}

#[test]
fn the_end_of_a_quarter() {
    let workspace = Workspace::example("acme");
    let day = "2026-10-02";
    clean(
        &workspace,
        day,
        &[
            "review loyal --cycle q3 --grade 0.6 --worked \"Calls\" --did-not-work \"Mail\" --learned \"Ask earlier\"",
        ],
    );
    ran(
        &workspace,
        day,
        "close 2026-Q3 --force --reason \"Numbers of September are late\"",
    );
    ran(&workspace, day, "close 2026-Q3 --undo");
    ran(&workspace, day, "carry --provisional --yes");
}
