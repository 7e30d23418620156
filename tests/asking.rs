//! What `okr new` asks, in a real terminal: answers, empty ones, wrong ones, and Ctrl-C at every
//! question; and what `okr checkin` asks in the first days of a quarter.
#![cfg(target_os = "linux")]

mod support;

use support::Workspace;
use support::terminal::Terminal;

fn acme() -> Workspace {
    Workspace::new()
        .file("2026-Q3/grow-europe.toml", "objective = \"Grow in Europe\"\nowner = \"ines\"\n")
        .file(
            "kpis/client-retention.toml",
            "name = \"Client retention rate\"\nunit = \"%\"\n",
        )
        .file(
            "2026-Q3/checkins/2026-07-01-090000-maria-0000.toml",
            "date = 2026-07-01\nby = \"maria\"\n[[update]]\nkpi = \"kpis/client-retention\"\nvalue = 75\n",
        )
}

/// Questions and answers, as they come.
type Talk = [(&'static str, &'static str)];

const OBJECTIVE: &Talk = &[
    ("What do we want to accomplish?", ""),
    ("it needs a title", "Create wildly loyal customers"),
    ("which team", "Customer Success"),
    ("`customer-success` would do", "customer-success"),
    ("Who owns it? (one person; - for nobody yet) [maria]", ""),
    ("Why does it matter now?", ""),
    ("without a why", "nothing-like-it"),
    ("nothing-like-it", "europe"),
    ("a stretch, a promise", "huge"),
    ("it is aspirational, committed or learning", "committed"),
    ("must not suffer", "retention"),
    ("What will we stop doing for it?", "Weekly \u{1b}[A"),
    ("type it again", "Weekly calls"),
    (
        "Write this to 2026-Q3/customer-success/create-wildly-loyal-customers.toml?",
        "maybe",
    ),
    ("answer y or n", "y"),
];

const METRIC: &Talk = &[
    ("Which objective is it for? (grow-europe) [grow-europe]", ""),
    ("Which KPI will tell?", ""),
    ("How will we know?", "App rating"),
    ("How is it measured?", ""),
    ("In which unit?", "stars"),
    ("Where does it stand now?", "4,0"),
    ("write 4.0", "4.0"),
    ("How far should it go?", "4.0"),
    ("4 is where it stands already", "4.5%"),
    ("in the goal's unit", "4.5"),
    ("Who owns it? (Enter: ines", ""),
    (
        "What is it called for short? (for the command line) [app-rating]",
        "rating",
    ),
    ("baseline = 4", ""),
];

const HOLD: &Talk = &[
    ("Which objective is it for?", "grow"),
    (
        "Which KPI will tell? (client-retention; Enter:",
        "retention",
    ),
    ("has no target for 2026-Q3", "70"),
    ("already stands at 75 %", "y"),
    ("Who owns it?", "tom"),
    ("[client-retention]", ""),
    ("at_least = 70", "yes"),
];

const PROJECT: &Talk = &[
    ("Which objective is it for?", ""),
    ("Which KPI will tell?", ""),
    ("How will we know?", "Success plans"),
    ("How is it measured?", "project"),
    ("first milestone", "Template agreed"),
    ("the next one", "Rollout=2@2026-09-31"),
    ("there is no 31 September 2026", "Rollout=2@2026-09-30"),
    ("the next one", ""),
    ("When should it be complete?", "soon"),
    ("is not a date", ""),
    ("Who owns it?", ""),
    ("for short?", ""),
    ("kind = \"effort\"", "y"),
];

const KPI: &Talk = &[
    ("What do we watch?", "Support cost"),
    ("In which unit?", "$"),
    ("Which way is better?", "decrease"),
    ("of several readings?", ""),
    ("How is it computed?", ""),
    ("without a definition", "Finance"),
    ("How often", "never"),
    ("it is daily", "weekly"),
    ("Who owns it?", "-"),
    ("What should it be in 2026?", "4,5"),
    ("write 4.5", "$4.5"),
    ("What should it be in 2026-Q3?", ""),
    ("watched, not judged", "y"),
];

/// What is asked for, and the talk about it.
const TALKS: [(&str, &Talk); 5] = [
    ("new objective", OBJECTIVE),
    ("new kr", METRIC),
    ("new kr", HOLD),
    ("new kr", PROJECT),
    ("new kpi", KPI),
];

fn talk(workspace: &Workspace, words: &str, talk: &Talk) -> String {
    let mut terminal = Terminal::open(&workspace.okr(words).today("2026-07-01"));
    terminal.talk(talk);
    terminal.done()
}

#[test]
fn an_objective_from_answers() {
    let workspace = acme();
    let said = talk(&workspace, "new objective", OBJECTIVE);
    assert!(said.contains("Next: how will we know?"), "{said}");
    assert_eq!(
        workspace.read("2026-Q3/customer-success/create-wildly-loyal-customers.toml"),
        "# We stop: Weekly calls
objective = \"Create wildly loyal customers\"
owner = \"maria\"
supports = \"grow-europe\"
ambition = \"committed\"
guardrails = [\"kpis/client-retention\"]
"
    );
    workspace.okr("check").run().exits(0);
}

#[test]
fn key_results_and_a_kpi_from_answers() {
    let workspace = acme();
    for (words, questions) in &TALKS[1..] {
        talk(&workspace, words, questions);
        workspace.okr("check").run().exits(0);
    }
    assert_eq!(
        workspace.read("2026-Q3/grow-europe.toml"),
        "objective = \"Grow in Europe\"
owner = \"ines\"

[key_results.rating]
title = \"App rating\"
unit = \"stars\"
baseline = 4
target = 4.5

[key_results.client-retention]
kpi = \"kpis/client-retention\"
at_least = 70
owner = \"tom\"

[key_results.success-plans]
title = \"Success plans\"
kind = \"effort\"
milestones = [
  { id = \"template-agreed\", title = \"Template agreed\" },
  { id = \"rollout\", title = \"Rollout\", weight = 2, due = 2026-09-30 },
]
"
    );
    assert_eq!(
        workspace.read("kpis/support-cost.toml"),
        "name = \"Support cost\"
unit = \"$\"
direction = \"decrease\"
frequency = \"weekly\"
source = \"Finance\"

[targets]
2026 = 4.5
"
    );
}

#[test]
fn ctrl_c_at_every_question_writes_nothing() {
    let workspace = acme();
    let before = workspace.tree();
    let interrupted = |words: &str, questions: &Talk, answered: usize| {
        let mut terminal = Terminal::open(&workspace.okr(words).today("2026-07-01"));
        // Typed ahead: to wait for each question takes a tenth of a second.
        for (_, answer) in &questions[..answered] {
            terminal.answer(answer);
        }
        for (question, _) in &questions[..=answered] {
            terminal.asks(question);
        }
        terminal.session.send_control('c').unwrap();
        let (said, status) = terminal.ends();
        assert!(status.contains("SIGINT"), "{status}\n{said}");
    };
    // The talks wait for their terminals most of the time.
    std::thread::scope(|scope| {
        for (words, questions) in TALKS {
            let interrupted = &interrupted;
            scope.spawn(move || {
                (0..questions.len()).for_each(|answered| interrupted(words, questions, answered));
            });
        }
    });
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_no_and_the_end_of_input_write_nothing() {
    let workspace = acme();
    let before = workspace.tree();
    let (last, others) = OBJECTIVE.split_last().unwrap();
    let mut terminal = Terminal::open(&workspace.okr("new objective").today("2026-07-01"));
    for (question, answer) in others {
        terminal.asks(question).answer(answer);
    }
    terminal.asks(last.0).answer("n");
    assert!(terminal.done().contains("nothing was written"));

    let mut terminal = Terminal::open(&workspace.okr("new kr"));
    terminal
        .asks("Which objective")
        .session
        .send_control('d')
        .unwrap();
    let (said, status) = terminal.ends();
    assert!(
        status.ends_with(", 2)") && said.contains("nothing was written"),
        "{status}\n{said}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn what_is_complete_is_not_asked() {
    let workspace = acme();
    let call = workspace
        .okr("new kr grow --kpi retention --target 90")
        .today("2026-07-01");
    let said = Terminal::open(&call).done();
    assert!(
        said.contains("stands at 75 %; this asks for 90 %"),
        "{said}"
    );
    let call = workspace.okr("new objective --no-input");
    let (said, status) = Terminal::open(&call).ends();
    assert!(
        status.ends_with(", 2)") && said.contains("TITLE is missing"),
        "{status}\n{said}"
    );
    let call = workspace
        .okr("new kr grow --kpi retention --target 70 --key hold")
        .today("2026-07-01");
    let mut terminal = Terminal::open(&call);
    terminal.asks("Hold it there (--at-least 70)?").answer("n");
    terminal.asks("How far should it go?").answer("95");
    terminal.asks("target = 95").answer("y");
    terminal.done();
}

#[test]
fn a_name_that_is_taken_is_asked_for_again() {
    let workspace = acme();
    workspace.write(
        "2026-Q3/grow-in-europe.toml",
        "objective = \"Grow in Europe\"\n",
    );
    let call = workspace.okr("new objective").arg("Grow in Europe!");
    let mut terminal = Terminal::open(&call.today("2026-07-01"));
    terminal.asks("which team").answer("");
    terminal
        .asks("2026-Q3/grow-in-europe.toml is there already")
        .answer("grow-europe");
    terminal
        .asks("2026-Q3/grow-europe.toml is there already")
        .answer("grow-more");
    for question in ["Who owns", "Why", "support?", "stretch", "suffer", "stop"] {
        terminal.asks(question).answer("");
    }
    terminal
        .asks("Write this to 2026-Q3/grow-more.toml?")
        .answer("y");
    terminal.done();
}

#[test]
fn a_narrow_terminal_keeps_its_lines() {
    let workspace = acme();
    let call = workspace
        .okr("new objective")
        .today("2026-07-01")
        .env("COLUMNS", "40");
    let mut terminal = Terminal::open(&call);
    let questions = OBJECTIVE.len() - 2;
    for (_, answer) in &OBJECTIVE[..questions] {
        terminal.asks("").answer(answer);
    }
    for line in terminal.seen.lines() {
        assert!(line.trim_end().chars().count() <= 40, "{line:?}");
    }
    terminal.asks("").answer("y");
    terminal.done();
}

#[test]
fn a_goal_of_two_quarters_is_asked_about_in_the_first_days() {
    let workspace = Workspace::example("acme");
    workspace.okr("carry").today("2026-10-01").run().exits(0);
    let before = workspace.tree();
    let call = || workspace.okr("checkin retention 76").today("2026-10-02");
    let mut terminal = Terminal::open(&call());
    terminal.asks("`retention` is a goal of 2026-Q3, which ended on 2026-09-30, and of");
    terminal.session.send_control('c').unwrap();
    let (said, status) = terminal.ends();
    assert!(status.contains("SIGINT"), "{status}\n{said}");
    assert_eq!(workspace.tree(), before);
    for (answer, folder) in [("q4", "2026-Q4/checkins/"), ("last", "on 2026-09-30")] {
        let mut terminal = Terminal::open(&call());
        terminal.asks("(2026-Q3 or 2026-Q4)").answer("2026-Q2");
        terminal.asks("answer 2026-Q3 or 2026-Q4").answer("");
        terminal.asks("answer 2026-Q3 or 2026-Q4").answer(answer);
        let said = terminal.done();
        assert!(said.contains(folder), "{said}");
    }
    let (said, status) = Terminal::open(&call().arg("--no-input")).ends();
    assert!(
        status.ends_with(", 3)") && said.contains("--cycle 2026-Q3"),
        "{said}"
    );
}

#[test]
fn what_others_wrote_is_not_let_loose_on_a_terminal() {
    let workspace = Workspace::new().file(
        "2026-Q3/sell.toml",
        "# \u{9b}31m\u{202e}\nobjective = \"Sell\"\n",
    );
    let call = workspace.okr("mv sell care/sell --dry-run");
    let said = Terminal::open(&call).done();
    assert!(said.contains("rename to 2026-Q3/care/sell.toml"), "{said}");
    assert!(!said.contains(['\u{9b}', '\u{202e}']), "{said}");
    // A program that applies the patch gets it byte by byte.
    call.run().exits(0).prints(&["# \u{9b}31m\u{202e}"]);
}
