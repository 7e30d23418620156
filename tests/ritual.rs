//! The weekly check-in in a real terminal: one goal after another, one file a person at the end, and
//! nothing lost whatever interrupts it.
#![cfg(target_os = "linux")]

mod support;

use rexpect::process::Signal;
use std::process::Command;
use support::terminal::Terminal;
use support::{Call, Tree, Workspace};

fn team() -> Workspace {
    Workspace::new()
        .file(
            "2026-Q3/support/loyal.toml",
            "objective = \"Create \\u001b[31mloyal customers\"\nowner = \"maria\"\n\n\
             [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 73\n\n\
             [key_results.plans]\nkind = \"effort\"\ntitle = \"Success plans\"\nmilestones = [\n  \
             { id = \"template\", title = \"Template agreed\" },\n  \
             { id = \"rollout\", title = \"Everybody has one\" },\n]\n\n\
             [key_results.rating]\ntitle = \"App rating\"\nunit = \"stars\"\nbaseline = 4.0\n\
             target = 4.5\nowner = \"tom\"\n",
        )
        .file(
            "kpis/retention.toml",
            "name = \"Retention\"\nunit = \"%\"\ndecimals = 1\nowner = \"maria\"\n\n[targets]\n2026-Q3 = 75\n",
        )
        .file(
            "kpis/leads.toml",
            "name = \"Leads\"\naggregate = \"sum\"\nfrequency = \"weekly\"\nowner = \"maria\"\n",
        )
        .file(
            "2026-Q3/checkins/2026-07-06-090000-maria-0000.toml",
            "date = 2026-07-06\nby = \"maria\"\nplan = \"Call the first ten\"\n\n[[update]]\n\
             kr = \"support/loyal.retention\"\nkpi = \"kpis/retention\"\nvalue = 73.4\nconfidence = 0.6\n\
             note = \"Two renewals slipped\"\n",
        )
}

/// Wide enough that no question is broken.
fn walk<'w>(workspace: &'w Workspace, words: &str) -> Call<'w> {
    workspace
        .okr(&format!("checkin {words}"))
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
}

fn open(workspace: &Workspace) -> Terminal {
    Terminal::open(&walk(workspace, ""))
}

/// Everything but what git never sees.
fn goals(workspace: &Workspace) -> Tree {
    let mut tree = workspace.tree();
    tree.retain(|path, _| !path.starts_with(".okr/"));
    tree
}

fn new_checkins(workspace: &Workspace, before: &Tree) -> Vec<String> {
    let after = goals(workspace);
    let new = after.keys().filter(|path| !before.contains_key(*path));
    new.map(|path| workspace.read(path)).collect()
}

/// A walk with everything in it.
const TALK: [(&str, &str); 16] = [
    ("1 of 3", "73,9"),
    ("write 73.9", "+1.2"),
    ("73.4 % → 74.6 %", "7"),
    ("7/10", "7/10"),
    ("What is there to say?", "Renewed \u{1b}[A"),
    ("no text", "Renewed early"),
    ("What is in the way?", ""),
    ("Success plans", "finished"),
    ("measured by milestones", "done plan"),
    ("it has: template, rollout", "done template"),
    ("How likely", "s"),
    ("How much has come? (Enter: nothing yet)", "b"),
    ("Enter: done template, as you said", ""),
    ("How likely", "s"),
    ("Leads", ""),
    (
        "The plan of 2026-07-06 was: Call the first ten",
        "Call ten more",
    ),
];

#[test]
fn a_walk_from_the_first_goal_to_the_file() {
    let workspace = team();
    let before = goals(&workspace);
    let mut terminal = open(&workspace);
    terminal.talk(&TALK).talk(&[
        ("What went well?", "A new client"),
        ("so far: A new client", ""),
        ("win: A new client", ""),
    ]);
    let said = terminal.done();
    for shown in [
        "maria: 3 goals are due",
        "Create ^[[31mloyal customers",
        "Retention from 73 to 75 %",
        "73.4 % on 2026-07-06, 8 d ago",
        "0.04 expected by 2026-07-06, you are at 0.20",
        "● on-track",
        "Two renewals slipped (maria, 2026-07-06)",
        "0.60",
        "· template: Template agreed",
        "73.4 → 74.6 %",
        "note: Renewed early",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    assert_eq!(
        new_checkins(&workspace, &before),
        ["date = 2026-07-14
by = \"maria\"
plan = \"Call ten more\"
wins = [\"A new client\"]

[[update]]
kr = \"support/loyal.retention\"
kpi = \"kpis/retention\"
value = 74.6
confidence = 0.7
note = \"Renewed early\"

[[update]]
kr = \"support/loyal.plans\"
done = [\"template\"]

[[update]]
kpi = \"kpis/leads\"
value = 0
"]
    );
    assert_eq!(workspace.tree(), goals(&workspace), "nothing is left over");
    workspace.okr("check").run().exits(0);
    workspace
        .okr("")
        .run()
        .exits(0)
        .prints(&["nothing of maria's is due"]);
    workspace.okr("").user("zoe").run().exits(0).prints(&[
        "zoe owns nothing in 2026-Q3, which has",
        "OKR_USER=NAME says who you are",
    ]);
    assert!(
        open(&workspace)
            .done()
            .contains("nothing of maria's is due")
    );
}

#[test]
fn enter_alone_is_enough() {
    let workspace = Workspace::new().file("2026-Q3/eight.toml", {
        let key =
            |i| format!("[key_results.k{i}]\ntitle = \"K{i}\"\nbaseline = {i}\ntarget = 20\n");
        let keys: String = (1..=8).map(key).collect();
        format!("objective = \"Eight\"\nowner = \"maria\"\n{keys}")
    });
    workspace.write("2026-Q3/checkins/a.toml", {
        let update = |i| format!("[[update]]\nkr = \"eight.k{i}\"\nvalue = 9\n");
        let updates: String = (1..=7).map(update).collect();
        format!("date = 2026-07-02\nby = \"maria\"\n{updates}")
    });
    let before = goals(&workspace);
    let mut terminal = open(&workspace);
    // A key press a goal, then plan, wins and the yes.
    for _ in 0..8 + 3 {
        terminal.answer("");
    }
    terminal.done();
    let [file] = &new_checkins(&workspace, &before)[..] else {
        panic!("not one file")
    };
    assert_eq!(file.matches("unchanged = true").count(), 7, "{file}");
    // What still stands where it started is a first reading.
    assert!(file.ends_with("kr = \"eight.k8\"\nvalue = 8\n"), "{file}");
}

#[test]
fn ctrl_c_at_every_question_loses_nothing() {
    let interrupted = |answered: usize| {
        let workspace = team();
        let before = goals(&workspace);
        let mut terminal = open(&workspace);
        // Typed ahead: to wait for each question takes a tenth of a second.
        for (_, answer) in &TALK[..answered] {
            terminal.answer(answer);
        }
        for (question, _) in &TALK[..answered] {
            terminal.asks(question);
        }
        terminal.asks("");
        terminal.session.send_control('c').unwrap();
        let (said, status) = terminal.ends();
        assert!(status.contains("SIGINT"), "{status}\n{said}");
        assert_eq!(goals(&workspace), before);

        let mut terminal = open(&workspace);
        match answered {
            0 | 1 => terminal.asks("1 of 3"),
            _ => terminal.asks("74.6").answer("").asks(match answered {
                2 | 3 | 10 | 13 => "How likely",
                4 | 5 => "What is there to say?",
                6 => "in the way?",
                7..=9 => "What is done?",
                11 | 12 | 14 => "How much has come?",
                _ => "What comes next?",
            }),
        };
    };
    std::thread::scope(|scope| {
        for answered in 0..=TALK.len() {
            let interrupted = &interrupted;
            scope.spawn(move || interrupted(answered));
        }
    });
}

#[test]
fn a_closed_terminal_a_kill_and_the_end_of_input_keep_what_was_said() {
    for signal in [Some(Signal::SIGHUP), Some(Signal::SIGKILL), None] {
        let workspace = team();
        let before = goals(&workspace);
        let mut terminal = open(&workspace);
        terminal.talk(&[("Where does it stand?", "74"), ("How likely", "")]);
        terminal.asks("What is there to say?");
        match signal {
            Some(signal) => assert!(terminal.dies_of(signal).contains(signal.as_str())),
            None => {
                terminal.session.send_control('d').unwrap();
                let (said, status) = terminal.ends();
                assert!(status.ends_with(", 2)"), "{status}\n{said}");
                assert!(
                    said.contains("what you said of 1 goal is offered"),
                    "{said}"
                );
            }
        }
        assert_eq!(goals(&workspace), before);
        // Others may sweep and check in meanwhile.
        workspace.okr("checkin rating 4.1 --by tom").run().exits(0);
        let mut terminal = open(&workspace);
        terminal.asks("support/loyal.retention  74\r\n").answer("");
        terminal.asks("What is there to say?").answer("Late");
        terminal.asks("in the way?").answer("q");
        terminal.asks("note: Late").answer("y");
        terminal.done();
        assert!(
            !workspace
                .tree()
                .keys()
                .any(|path| path.starts_with(".okr/tmp/"))
        );
    }
}

#[test]
fn what_cannot_be_written_is_kept_or_tried_again() {
    // Somebody else has given the goal up meanwhile.
    let workspace = team();
    let mut terminal = open(&workspace);
    terminal.talk(&[
        ("1 of 3", "74"),
        ("How likely", "s"),
        ("Success plans", "s"),
    ]);
    terminal.asks("Leads");
    workspace.okr("drop loyal --reason Sold").run().exits(0);
    terminal.answer("q");
    let (said, status) = terminal.ends();
    assert!(status.ends_with(", 5)"), "{status}");
    assert!(
        said.contains("what you said of 1 goal is offered"),
        "{said}"
    );

    // The disk is full, then it is not.
    let workspace = team();
    workspace.okr("checkin rating 4.1 --by tom").run().exits(0);
    let before = goals(&workspace);
    let mut full = Command::new("sh");
    let script = "echo $$ > \"$0\"; trap '' XFSZ; ulimit -S -f 0; exec \"$@\"";
    let pid = workspace.path("../pid");
    full.arg("-c").arg(script).arg(&pid);
    let mut terminal = Terminal::open(&walk(&workspace, "").through(full));
    terminal.talk(&[("1 of 3", "74"), ("How likely", "s")]);
    terminal.asks("Success plans").answer("q");
    terminal.asks("Write this much?").answer("y");
    terminal.asks("File too large");
    assert_eq!(goals(&workspace), before);
    let pid = std::fs::read_to_string(pid).unwrap();
    let mut freed = Command::new("prlimit");
    freed.args(["--fsize=unlimited", "--pid", pid.trim()]);
    assert!(freed.status().unwrap().success());
    terminal.answer("y");
    terminal.done();
    assert_eq!(new_checkins(&workspace, &before).len(), 1);
}

#[test]
fn a_line_that_the_terminal_cut_is_not_taken() {
    let workspace = team();
    let mut terminal = open(&workspace);
    terminal.talk(&[("1 of 3", "74"), ("How likely", "")]);
    terminal.asks("to say?").answer(&"word ".repeat(1000));
    terminal.asks("make it shorter").answer("Short");
    terminal.asks("in the way?");
}

#[test]
fn leaving_asks_and_keeps_unless_told_otherwise() {
    let workspace = team();
    let before = goals(&workspace);
    let mut terminal = open(&workspace);
    terminal.talk(&[
        ("Retention", "?"),
        ("so much more than before", "b"),
        ("this is the first one", "-3"),
        ("would be below zero", "70.4 %@8/10"),
        ("73.4 % → 70.4 %", "b"),
        ("Enter: 70.4 %, confidence 8/10, as you said", "="),
        ("Enter: 8/10, as you said", "-"),
        ("to say?", "q"),
        ("Write this much?", "b"),
        ("to say?", "s"),
        ("Success plans", "q"),
        ("nothing on 2 goals", ""),
    ]);
    let said = terminal.done();
    assert!(said.contains("your answers are kept"), "{said}");
    assert_eq!(goals(&workspace), before);

    // A second walk of the same person waits; a dry run shows and keeps.
    let mut first = open(&workspace);
    first.asks("unchanged");
    let (said, status) = open(&workspace).ends();
    assert!(status.ends_with(", 5)"), "{status}");
    assert!(said.contains("maria is checking in already"), "{said}");
    first.session.send_control('c').unwrap();
    first.ends();
    let mut terminal = Terminal::open(&walk(&workspace, "--dry-run --plan Rest --win Won"));
    terminal.talk(&[("unchanged", "y"), ("Success plans", "s"), ("Leads", "s")]);
    let said = terminal.done();
    for shown in [
        "would write 2026-Q3/checkins/",
        "plan = \"Rest\"",
        "are kept",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    assert_eq!(goals(&workspace), before);

    // Thrown away is thrown away.
    let mut terminal = open(&workspace);
    terminal.talk(&[("Continue where you left off?", "n"), ("1 of 3", "q")]);
    assert!(terminal.done().contains("nothing was said"));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_meeting_writes_a_file_for_each_owner_or_none() {
    let workspace = team();
    let before = goals(&workspace);
    let lead = walk(&workspace, "--team support").user("ines");
    let mut terminal = Terminal::open(&lead);
    terminal.talk(&[
        ("── maria: 2 goals ──", "74"),
        ("How likely", "s"),
        ("Success plans", "s"),
        ("What comes next, maria?", ""),
        ("What went well, maria?", ""),
        ("── tom: 1 goal ──", "4.2"),
        ("How likely", "6/10"),
        ("to say?", ""),
        ("in the way?", "The store is slow"),
        ("What comes next, tom?", "Ask the store"),
        ("What went well, tom?", ""),
        ("blocker: The store is slow", ""),
    ]);
    terminal.done();
    assert_eq!(
        new_checkins(&workspace, &before),
        [
            "date = 2026-07-14\nby = \"maria\"\n\n[[update]]\nkr = \"support/loyal.retention\"\n\
             kpi = \"kpis/retention\"\nvalue = 74\n",
            "date = 2026-07-14\nby = \"tom\"\nplan = \"Ask the store\"\n\n[[update]]\n\
             kr = \"support/loyal.rating\"\nvalue = 4.2\nconfidence = 0.6\n\
             blocker = \"The store is slow\"\n",
        ]
    );
    let mut terminal = Terminal::open(&walk(&workspace, "--owner tom --all").user("ines"));
    terminal.asks("blocker     The store is slow (tom, 2026-07-14)");
}

#[test]
fn answers_that_hold_no_more_are_shown_and_left_out() {
    let workspace = team();
    let mut terminal = open(&workspace);
    terminal.talk(&[
        ("Retention", ""),
        ("Success plans", "template"),
        ("How likely", "s"),
    ]);
    terminal.asks("Leads").answer("12").asks("to say?");
    terminal.session.send_control('c').unwrap();
    terminal.ends();
    // Somebody else reports one of them and gives another one up; a day goes by.
    workspace
        .okr("checkin retention 74.5 --by tom")
        .run()
        .exits(0);
    workspace.okr("drop plans --reason sold").run().exits(0);
    let before = goals(&workspace);
    let mut terminal = Terminal::open(&walk(&workspace, "--all").today("2026-07-15"));
    terminal
        .asks("Kept since 2026-07-14, not written yet")
        .answer("y");
    terminal.talk(&[
        ("to say?", "A fair"),
        ("in the way?", "b"),
        ("to say?", "b"),
    ]);
    terminal.talk(&[
        ("Enter: 12, note: A fair, as you said", "b"),
        ("Retention", ""),
        ("Enter: 12", ""),
    ]);
    terminal.talk(&[
        ("A fair, as you said", ""),
        ("in the way?", ""),
        ("comes next?", ""),
    ]);
    terminal.talk(&[("went well?", ""), ("note: A fair", "")]);
    let said = terminal.done();
    for shown in [
        "left out support/loyal.retention: it was confirmed at 73.4 %, and is 74.5 % by now",
        "left out support/loyal.plans: support/loyal.plans was dropped on 2026-07-14",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    // Each speaks of the day on which it was said.
    let [file] = &new_checkins(&workspace, &before)[..] else {
        panic!("not one file")
    };
    assert!(file.starts_with("date = 2026-07-15\n"), "{file}");
    assert!(file.contains("value = 12\ndate = 2026-07-14\n"), "{file}");
}

#[test]
fn a_narrow_terminal_cuts_nothing() {
    let workspace = team();
    let call = walk(&workspace, "--ascii").env("COLUMNS", "40");
    let mut terminal = Terminal::open(&call);
    for (_, answer) in TALK {
        terminal.asks("").answer(answer);
    }
    terminal.talk(&[("", ""), ("Everything once more", "")]);
    for line in terminal.seen.lines() {
        assert!(line.trim_end().chars().count() <= 40, "{line:?}");
    }
    assert!(terminal.seen.is_ascii(), "{}", terminal.seen);
    assert!(terminal.seen.contains("[ ] template: Template agreed"));
    terminal.done();
}

#[test]
fn without_a_terminal_flags_are_named_and_flags_that_clash_are_refused() {
    let workspace = team();
    let ran = workspace.okr("checkin --team support").run().exits(2);
    ran.assert_unchanged().says(&[
        "okr checkin retention 74.5",
        "due: support/loyal.retention, support/loyal.plans, kpis/leads",
    ]);
    for (words, message) in [
        ("--no-input", "say what to report"),
        ("--by maria --owner tom", "leave --by out"),
        ("--team support --plan Rest", "one person's"),
        ("--team nobody", "nobody"),
        ("--note x", "required"),
        ("retention 74 --all", "cannot be used with"),
        ("--date tomorrow", "day to come"),
        ("--commit", "no git repository"),
    ] {
        let (said, status) = Terminal::open(&walk(&workspace, words)).ends();
        assert!(!status.ends_with(", 0)"), "{words}: {status}");
        assert!(said.contains(message), "{words}:\n{said}");
    }
    assert!(!workspace.path(".okr").exists());
}
