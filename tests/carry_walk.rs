//! `okr carry` on a terminal: one KPI after another with what its target would ask, nothing written
//! before that is agreed to; and the figures that it shows.
#![cfg(target_os = "linux")]

mod support;

use okr::method::carry::{Asked, CarryOptions, CarryPlan, Step, plan};
use okr::model::{CycleId, KpiTarget};
use okr::store::load::{Depth, Store};
use std::fs;
use support::terminal::Terminal;
use support::{Call, Tree, Workspace};

const OCTOBER: &str = "2026-10-02";

/// Four KPIs of two objectives: one to climb, a total that two follow, one that stands, one in a band.
fn team() -> Workspace {
    let kpi = |name: &str, rest: &str| format!("name = \"{name}\"\n{rest}");
    let readings = [
        ("retention", "09-30", 75.0),
        ("demos", "08-01", 60.0),
        ("demos", "09-01", 30.0),
        ("nps", "09-30", 40.0),
        ("load", "09-30", 22.0),
    ];
    let readings = readings.map(|(kpi, day, value)| {
        format!("\n[[update]]\nkpi = \"kpis/{kpi}\"\nvalue = {value}\ndate = 2026-{day}\n")
    });
    Workspace::new()
        .file(
            "kpis/retention.toml",
            kpi(
                "Retention \\u001b[31mrate",
                "unit = \"%\"\ndecimals = 1\n[targets]\n2026 = 80\n2026-Q3 = 75\n",
            ),
        )
        .file(
            "kpis/demos.toml",
            kpi("Demos", "aggregate = \"sum\"\n[targets]\n2026 = 190\n2026-Q3 = 80\n"),
        )
        .file("kpis/nps.toml", kpi("NPS", "[targets]\n2026-Q3 = 45\n2026-Q4 = 50\n"))
        .file(
            "kpis/load.toml",
            kpi(
                "Load",
                "unit = \"h\"\ndirection = \"maintain\"\n[targets]\n2026 = { at_least = 20, at_most = 25 }\n",
            ),
        )
        .file(
            "2026-Q3/care/loyal.toml",
            "objective = \"Create \\u001b[31mloyal customers\"\nowner = \"maria\"\n\n\
             [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 73\n\n\
             [key_results.demos]\nkpi = \"kpis/demos\"\n\n\
             [key_results.plans]\ntitle = \"Plans\"\nkind = \"effort\"\n",
        )
        .file(
            "2026-Q3/sell.toml",
            "objective = \"Sell\"\nowner = \"tom\"\n\n[key_results.demos]\nkpi = \"kpis/demos\"\n\n\
             [key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 35\n\n\
             [key_results.load]\nkpi = \"kpis/load\"\n",
        )
        .file(
            "2026-Q3/checkins/2026-09-30-080000-bot-aaaa.toml",
            format!("date = 2026-09-30\nby = \"bot\"\n{}", readings.concat()),
        )
}

fn walk<'w>(workspace: &'w Workspace, words: &str, columns: &str) -> Call<'w> {
    let call = workspace.okr(&format!("carry {words}")).today(OCTOBER);
    call.env("COLUMNS", columns).env("NO_COLOR", "1")
}

/// Wide enough that no question is broken.
fn open(workspace: &Workspace, words: &str) -> Terminal {
    Terminal::open(&walk(workspace, words, "100"))
}

/// What it is without a terminal.
fn carried(words: &str) -> Tree {
    let workspace = team();
    let call = workspace.okr(&format!("carry {words}")).today(OCTOBER);
    call.run().exits(0).after
}

const WRITE: &str = "(Enter writes it; n writes nothing; b goes back)";

/// The proposals as they are asked about.
const ALL: [&str; 5] = [
    "(Enter: 80.0 %)",
    "(Enter: 100)",
    "(Enter: 50)",
    "(Enter: 20–25 h)",
    WRITE,
];

#[test]
fn enter_alone_writes_what_a_script_would() {
    let workspace = team();
    let mut terminal = open(&workspace, "");
    for question in ALL {
        terminal.asks(question).answer("");
    }
    let said = terminal.done();
    assert_eq!(workspace.tree(), carried("--yes"));
    for shown in [
        "2026-Q3 → 2026-Q4: 4 KPIs. Enter: the target as it is proposed.",
        "1 of 4 · Create ^[[31mloyal customers",
        "Retention ^[[31mrate",
        "care/loyal.retention",
        "last target 73.0 → 75.0 %",
        "actual      75.0 %",
        "annual      80.0 % for 2026: 5.0 to go, 1 quarter left",
        "step        needs +5.0 %, last quarter brought +2.0 %",
        "proposal    80.0 %, the target of the year",
        // Two follow one KPI, and are talked about once.
        "care/loyal.demos\r\nsell.demos",
        "last target 80\r\n",
        "annual      190 for 2026: 90 so far, 100 to go, 1 quarter left",
        "step        needs 100, last quarter brought 90",
        "proposal    100, what the year still needs",
        "annual      no target of the year",
        "proposal    50, as it stands in kpis/nps.toml",
        "last target 20–25 h",
        "annual      20–25 h for 2026: 1 quarter left",
        "proposal    20–25 h, as before",
        "left behind:\r\n  care/loyal.plans  effort, still open",
        "Write this to 4 files?",
        "create  2026-Q4/care/loyal.toml",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    // What was carried is not asked about again.
    let again = open(&workspace, "").done();
    assert!(
        again.contains("kept: 5 goals") && !again.contains("> "),
        "{again}"
    );
    assert_eq!(workspace.tree(), carried("--yes"));
}

#[test]
fn a_target_of_ones_own_one_left_behind_and_back_again() {
    let workspace = team();
    let mut terminal = open(&workspace, "");
    terminal.talk(&[
        ("73.0 → 75.0 %", "b"),
        ("this is the first one", "?"),
        ("the proposal after all", "78,5"),
        ("write 78.5", "+3"),
        (
            "a target is where to get, not how far\r\n  the proposal is 80.0 %",
            "78 stars",
        ),
        ("in the goal's unit", "$78"),
        ("Which target", "78.5%"),
        ("78.5 %: needs +3.5 %, last quarter brought +2.0 %", "120"),
        ("120: needs 120, last quarter brought 90", "55"),
        ("kpis/nps has its target for 2026-Q4 already: 50", ""),
        ("22 h", "4"),
        ("kpis/load is kept in a band", "s"),
        ("stays behind", "b"),
        ("(Enter: left behind, as you said; - the proposal)", "b"),
        ("(Enter: 50)", "b"),
        ("(Enter: 120, as you said; - the proposal)", "-"),
        ("(Enter: 50)", "s"),
        ("left behind, as you said", ""),
        (
            "not chosen: sell.nps and sell.load go on with `okr carry`",
            "what",
        ),
        ("answer y, n or b", "b"),
        ("left behind, as you said", "-"),
        (WRITE, "y"),
    ]);
    let said = terminal.done();
    let amend = "what stands is amended: `okr amend kpis/nps --target 2026-Q4=55 --reason …`";
    assert!(said.contains(amend), "{said}");
    let flags = "--target care/loyal.retention=78.5 --except sell.nps";
    assert_eq!(workspace.tree(), carried(flags), "{said}");
    let written = workspace.read("kpis/retention.toml");
    assert!(written.ends_with("2026-Q4 = 78.5\n"), "{written}");
}

#[test]
fn what_is_reached_is_held_or_raised() {
    let at = |value: &str, answer: &str| {
        let workspace = team();
        let readings = "2026-Q3/checkins/2026-09-30-080000-bot-aaaa.toml";
        workspace.replace(readings, "value = 75\n", &format!("value = {value}\n"));
        let mut terminal = open(&workspace, "retention");
        let hold = match value {
            "82" => "(Enter: hold at or above 80.0 %)",
            _ => "(Enter: 80.0 %)",
        };
        terminal.asks(hold).answer(answer).asks(WRITE).answer("");
        (terminal.done(), workspace.read("2026-Q4/care/loyal.toml"))
    };
    let (said, written) = at("82", "");
    for shown in [
        "proposal    hold at or above 80.0 %, since it is there already: 82.0 of 80.0",
        "annual      80.0 % for 2026: reached, 1 quarter left",
        "step        last quarter brought +9.0 %",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    assert!(written.contains("at_least = 80\n"), "{written}");
    let (said, written) = at("82", "85");
    assert!(
        said.contains("85.0 %: needs +3.0 %, last quarter brought +9.0 %"),
        "{said}"
    );
    assert!(written.contains("baseline = 82\n"), "{written}");
    let (said, written) = at("75", "74");
    assert!(
        said.contains("hold at or above 74.0 %: since it is there already"),
        "{said}"
    );
    assert!(written.contains("at_least = 74\n"), "{written}");
}

#[test]
fn what_is_not_known_is_said() {
    let workspace = Workspace::new()
        .file("kpis/new.toml", "name = \"New\"\n")
        .file(
            "kpis/calls.toml",
            "name = \"Calls\"\naggregate = \"sum\"\n[targets]\n2026-Q3 = 30\n",
        )
        .file(
            "2026-Q3/o.toml",
            "objective = \"O\"\nowner = \"maria\"\n\n[key_results.new]\nkpi = \"kpis/new\"\n\n\
             [key_results.calls]\nkpi = \"kpis/calls\"\n",
        );
    let mut terminal = open(&workspace, "");
    terminal.talk(&[("(Enter: none)", ""), ("(Enter: 30)", "40"), (WRITE, "")]);
    let said = terminal.done();
    for shown in [
        "last target none\r\n  actual      no reading in 2026-Q3\r\n  annual      no target of the year\r\n",
        "proposal    none: there is nothing to compute one from",
        "step        needs 30\r\n",
        "proposal    30, as much again as last quarter was to bring, since 2026 has no target",
        "40: needs 40\r\n",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    assert!(
        workspace
            .read("kpis/calls.toml")
            .ends_with("2026-Q4 = 40\n")
    );
    // Of a quarter without objectives there is nothing to go through.
    let said = open(&workspace, "calls --from 2026-Q1").done();
    assert!(
        said.contains("nothing to carry: 2026-Q1 has no objectives"),
        "{said}"
    );
}

#[test]
fn whoever_leaves_has_written_nothing() {
    let leave = |answered: usize, key: &str| {
        let workspace = team();
        let before = workspace.tree();
        let mut terminal = open(&workspace, "");
        // Typed ahead: to wait for each question takes a tenth of a second.
        for _ in 0..answered {
            terminal.answer("");
        }
        for question in &ALL[..=answered] {
            terminal.asks(question);
        }
        match key {
            "^C" => terminal.session.send_control('c').map(|_| ()).unwrap(),
            "^D" => terminal.session.send_control('d').map(|_| ()).unwrap(),
            word => {
                terminal.answer(word);
            }
        }
        let (said, status) = terminal.ends();
        assert_eq!(workspace.tree(), before, "{said}");
        assert!(!workspace.path(".okr/lock").exists(), "{said}");
        (said, status)
    };
    for answered in 0..ALL.len() {
        let (said, status) = leave(answered, "^C");
        assert!(status.contains("SIGINT"), "{status}\n{said}");
        let (said, status) = leave(answered, "q");
        assert!(status.ends_with(", 0)"), "{status}\n{said}");
        assert!(said.contains("nothing was written"), "{said}");
    }
    let (said, status) = leave(2, "^D");
    assert!(
        status.ends_with(", 2)") && said.contains("nothing was written"),
        "{status}\n{said}"
    );
    leave(4, "n");
}

#[test]
fn everything_left_behind_leaves_nothing_to_write() {
    let workspace = team();
    let before = workspace.tree();
    let mut terminal = open(&workspace, "");
    for question in &ALL[..4] {
        terminal.asks(question).answer("s");
    }
    let said = terminal.done();
    assert!(said.contains("nothing is left to write"), "{said}");
    assert_eq!(workspace.tree(), before);
}

#[test]
fn nothing_is_asked_where_it_was_said_already() {
    for words in [
        "--yes",
        "--no-input",
        "--format json",
        "--dry-run",
        "--refresh --yes",
    ] {
        let workspace = team();
        let said = open(&workspace, words).done();
        assert!(
            !said.contains("> ") && !said.contains("Enter"),
            "{words}: {said}"
        );
        let written = workspace.tree() == carried("");
        assert_eq!(written, words != "--dry-run", "{words}: {said}");
    }
    // In a pipe it goes as it always did.
    let workspace = team();
    let ran = workspace
        .okr("carry")
        .today(OCTOBER)
        .stdin("q\n")
        .run()
        .exits(0);
    assert!(ran.stderr.is_empty(), "{ran}");
}

#[test]
fn a_new_objective_is_asked_for_its_title() {
    let workspace = team();
    let mut terminal = open(&workspace, "loyal.retention --into care/lasting");
    terminal.talk(&[
        ("It is a new objective: what do we want to accomplish?", ""),
        ("it needs a title", "!!!"),
        ("that is no title", "Build lasting relationships"),
        ("goes to     care/lasting.retention", ""),
        ("care/lasting.retention", ""),
    ]);
    let said = terminal.done();
    assert!(said.contains("okr new kr care/lasting"), "{said}");
    let written = workspace.read("2026-Q4/care/lasting.toml");
    assert!(
        written.starts_with("objective = \"Build lasting relationships\"\n"),
        "{written}"
    );
    // Of what cannot be carried nothing is asked.
    let (said, status) = open(&workspace, "loyal.plans --into care/other").ends();
    assert!(
        status.ends_with(", 3)") && !said.contains("> "),
        "{status}\n{said}"
    );
}

#[test]
fn what_changes_meanwhile_is_shown_again() {
    let workspace = team();
    let mut terminal = open(&workspace, "retention");
    terminal.asks("(Enter: 80.0 %)").answer("").asks(WRITE);
    let late =
        "date = 2026-09-30\nby = \"tom\"\n\n[[update]]\nkpi = \"kpis/retention\"\nvalue = 74.2\n";
    workspace.write("2026-Q3/checkins/2026-10-02-090000-tom-bbbb.toml", late);
    terminal.answer("");
    terminal.asks("Something has changed meanwhile").answer("");
    let said = terminal.done();
    assert!(said.contains("74.2"), "{said}");
    let written = workspace.read("2026-Q4/care/loyal.toml");
    assert!(written.contains("baseline = 74.2\n"), "{written}");
}

#[test]
fn a_walk_commits_what_it_writes() {
    let workspace = team();
    // Without a repository it is refused before anybody has typed anything.
    let (said, status) = open(&workspace, "--commit").ends();
    assert!(
        status.ends_with(", 5)") && said.contains("git init"),
        "{status}\n{said}"
    );
    workspace.init_git();
    let mut terminal = open(&workspace, "retention --commit");
    terminal
        .asks("(Enter: 80.0 %)")
        .answer("")
        .asks(WRITE)
        .answer("");
    terminal.done();
    let committed = workspace.git("show --name-only --format=%s");
    assert_eq!(
        committed,
        "Carry 1 goal from 2026-Q3 to 2026-Q4\n\n2026-Q4/care/loyal.toml\nkpis/retention.toml\n"
    );
}

#[test]
fn a_narrow_terminal_breaks_lines_and_loses_nothing() {
    let workspace = team();
    let mut terminal = Terminal::open(&walk(&workspace, "--ascii", "40"));
    for _ in 0..ALL.len() {
        terminal.asks("").answer("");
    }
    let said = terminal.done();
    let (page, paths) = said.rsplit_once("> ").unwrap();
    for line in page.lines() {
        assert!(line.trim_end().chars().count() <= 40, "`{line}`");
    }
    assert!(
        page.is_ascii() && paths.contains("2026-Q4/care/loyal.toml"),
        "{said}"
    );
    for shown in [
        "2026-Q3 -> 2026-Q4: 4 KPIs.",
        "  annual 80.0 % for 2026: 5.0 to go, 1\r\n    quarter left\r\n",
        "  step needs +5.0 %, last quarter\r\n    brought +2.0 %\r\n",
        "care/loyal.retention    75.0   80.0 %\r\ncare/loyal.demos          90      100\r\n",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
}

#[test]
fn a_label_without_room_beside_it_stands_alone() {
    let workspace = team();
    let words = "loyal.retention --into care/relationships-that-last-for-years --title Last";
    let mut terminal = Terminal::open(&walk(&workspace, words, "40"));
    terminal
        .asks("\r\n  goes to\r\n    care/relationships-that-last-for")
        .answer("q");
    terminal.done();
}

/// The plan of a KPI that was at `before` when the third quarter began and at `actual` when it ended.
fn planned(kpi: &str, key_result: &str, readings: &[(&str, f64)]) -> CarryPlan {
    let workspace = Workspace::new()
        .file("kpis/k.toml", format!("name = \"K\"\n{kpi}"))
        .file(
            "2026-Q3/o.toml",
            format!("objective = \"O\"\n\n[key_results.k]\nkpi = \"kpis/k\"\n{key_result}"),
        );
    for (day, value) in readings {
        let quarter = day[5..7].parse::<u32>().unwrap().div_ceil(3);
        workspace.write(
            &format!("2026-Q{quarter}/checkins/{day}.toml"),
            format!("date = {day}\nby = \"bot\"\n[[update]]\nkpi = \"kpis/k\"\nvalue = {value}\n"),
        );
    }
    let root = fs::canonicalize(workspace.root()).unwrap();
    let store = Store::open(&root).unwrap();
    let folders: Vec<_> = store
        .cycle_folders()
        .into_iter()
        .map(|c| (c, Depth::Figures))
        .collect();
    let loaded = store.read(&folders);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let from = CycleId::parse("2026-Q3").unwrap();
    let options = CarryOptions {
        from,
        to: from.next(),
        chosen: Vec::new(),
        except: Vec::new(),
        into: None,
        strategy: Asked::Pace,
        targets: Vec::new(),
        unfinished: false,
        provisional: false,
        refresh: false,
    };
    plan(&loaded.workspace, "2026-10-02".parse().unwrap(), &options).unwrap()
}

#[test]
fn what_is_needed_and_what_was_brought() {
    let spring = ("2026-05-01", 60.0);
    let summer = ("2026-09-30", 70.0);
    // Aggregate, direction, annual; old baseline; brought, needs, so far, to go.
    type Row = (
        &'static str,
        &'static str,
        f64,
        Option<f64>,
        [Option<f64>; 4],
    );
    let n = |numbers: [f64; 4]| numbers.map(|n| (!n.is_nan()).then_some(n));
    let none = f64::NAN;
    let rows: [Row; 8] = [
        (
            "last",
            "increase",
            80.0,
            Some(65.0),
            n([5.0, 10.0, none, 10.0]),
        ),
        (
            "last",
            "decrease",
            60.0,
            Some(75.0),
            n([-5.0, -10.0, none, 10.0]),
        ),
        (
            "min",
            "increase",
            80.0,
            Some(65.0),
            n([5.0, 10.0, none, 10.0]),
        ),
        (
            "max",
            "decrease",
            60.0,
            Some(75.0),
            n([-5.0, -10.0, none, 10.0]),
        ),
        (
            "sum",
            "increase",
            400.0,
            Some(0.0),
            n([70.0, 270.0, 130.0, 270.0]),
        ),
        (
            "sum",
            "decrease",
            400.0,
            None,
            n([70.0, 270.0, 130.0, 270.0]),
        ),
        ("sum", "decrease", 100.0, None, n([70.0, 0.0, 130.0, 0.0])),
        // (80 x 3 - 130) / 1 is asked of the last quarter.
        (
            "mean",
            "increase",
            80.0,
            Some(65.0),
            n([5.0, 40.0, 65.0, none]),
        ),
    ];
    for (aggregate, direction, annual, baseline, expected) in rows {
        let kpi = format!(
            "aggregate = \"{aggregate}\"\ndirection = \"{direction}\"\n[targets]\n2026 = {annual}\n2026-Q3 = 71\n"
        );
        let own = baseline
            .filter(|b| *b > 0.0)
            .map(|b| format!("baseline = {b}\n"));
        // Beyond its baseline the old target says nothing here.
        let kpi = if direction == "decrease" {
            kpi.replace("= 71", "= 69")
        } else {
            kpi
        };
        let plan = planned(&kpi, &own.unwrap_or_default(), &[spring, summer]);
        let at = format!("{aggregate} {direction} {annual}");
        let step: &Step = plan.carried[0].step.as_ref().unwrap();
        let year = step.year.as_ref().unwrap();
        assert_eq!(
            [step.brought, step.needs, year.so_far, year.to_go],
            expected,
            "{at}"
        );
        assert_eq!(step.old_baseline, baseline, "{at}");
        assert_eq!((year.cycles, step.stands), (1, false), "{at}");
        let Some(KpiTarget::Value(old)) = step.old_target else {
            panic!("{at}")
        };
        assert_eq!(
            old.get(),
            if direction == "decrease" { 69.0 } else { 71.0 },
            "{at}"
        );
        // The two steps lead from where it began to where it should be.
        if aggregate != "sum" {
            let way = baseline.unwrap() + step.brought.unwrap() + step.needs.unwrap();
            let Some(KpiTarget::Value(target)) = plan.carried[0].target else {
                panic!("{at}")
            };
            assert!((way - target.get()).abs() < 1e-9, "{at}");
        }
    }
}

#[test]
fn what_is_not_known_is_not_made_up() {
    let unread = planned("[targets]\n2026 = 80\n", "baseline = 73\n", &[]);
    let step = unread.carried[0].step.as_ref().unwrap();
    assert_eq!((step.brought, step.needs), (None, Some(7.0)));
    let nothing = planned("", "", &[]);
    let step = nothing.carried[0].step.as_ref().unwrap();
    assert_eq!(
        (step.brought, step.needs, step.old_target),
        (None, None, None)
    );
    assert!(step.year.is_none());
    let held = planned("", "at_least = 60\n", &[("2026-09-30", 70.0)]);
    assert_eq!(held.carried[0].step.as_ref().unwrap().needs, None);
}
