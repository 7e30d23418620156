//! `okr review`: the look back on an objective by flags and on a terminal, and the retrospective.
#![cfg(target_os = "linux")]

mod support;

use rexpect::process::Signal;
use serde_json::json;
use support::terminal::Terminal;
use support::{Ran, Workspace};

const OCTOBER: &str = "2026-10-02";
const LOYAL: &str = "2026-Q3/care/loyal.toml";
const SURE: &str = "2026-Q3/care/sure.toml";

/// Two of maria's, one of them a promise that was missed, and one of tom's.
fn team() -> Workspace {
    let objective = |title: &str, owner: &str, more: &str| {
        format!(
            "objective = \"{title}\" # theirs\nowner = \"{owner}\"\n{more}\n[key_results.k]\nbaseline = 0\n\
             target = 10\n\n[key_results.plan]\nkind = \"effort\"\ntitle = \"Roll out\"\n"
        )
    };
    Workspace::new()
        .file(LOYAL, objective("Loyal \\u001b[31mcustomers", "maria", ""))
        .file(SURE, objective("Sure thing", "maria", "ambition = \"committed\"\n"))
        .file("2026-Q3/sell/grow.toml", objective("Grow", "tom", ""))
        .file(
            "2026-Q3/checkins/2026-09-28-080000-maria-aaaa.toml",
            "date = 2026-09-28\nby = \"maria\"\nwins = [\"A new client\"]\n\n[[update]]\nkr = \"care/loyal.k\"\n\
             value = 6\nnote = \"Two renewals slipped\"\nblocker = \"Legal is slow\"\n",
        )
}

fn okr(workspace: &Workspace, words: &str) -> Ran {
    workspace.okr(words).today(OCTOBER).run()
}

fn open(workspace: &Workspace, words: &str) -> Terminal {
    let call = workspace.okr(words).today(OCTOBER);
    Terminal::open(&call.env("COLUMNS", "100").env("NO_COLOR", "1"))
}

#[test]
fn flags_write_a_review_and_change_it_field_by_field() {
    let workspace = team();
    let before = workspace.read(LOYAL);
    let review = workspace
        .okr("review loyal --grade 6/10 --worked")
        .arg("Calls");
    let ran = review
        .arg("--learned")
        .arg("Ask\nearly")
        .today(OCTOBER)
        .run();
    assert_eq!(ran.written(), [LOYAL]);
    ran.exits(0).prints(&[
        "2026-Q3/care/loyal  grade – → 0.6  worked – → Calls  learned – → Ask",
        "reviewed on 2026-10-02 by maria  score 0.30",
    ]);
    let written = before
        + "\n[review]\non = 2026-10-02\nby = \"maria\"\ngrade = 0.6\nworked = \"Calls\"\n\
           learned = \"\"\"\nAsk\nearly\"\"\"\n";
    assert_eq!(workspace.read(LOYAL), written);
    let commented = written.replace("grade = 0.6", "grade = 0.6 # ours");
    workspace.write(LOYAL, &commented);
    // A correction is not another review: the day stays; who makes it answers for it.
    let words = "review loyal --grade 70% --did-not-work Mails --format json";
    let changed = workspace.okr(words).user("tom").today("2026-10-05").run();
    let changes = changed.json()["changes"].clone();
    assert_eq!(
        (&changes[0]["key"], &changes[0]["after"]),
        (&json!("by"), &json!("tom"))
    );
    assert_eq!(changes[1]["key"], "grade");
    assert_eq!(
        (&changes[1]["before"], &changes[1]["after"]),
        (&json!(0.6), &json!(0.7))
    );
    assert_eq!(
        (&changes[2]["key"], &changes[2]["after"]),
        (&json!("did_not_work"), &json!("Mails"))
    );
    let changed = commented.replace("0.6 # ours", "0.7 # ours");
    let changed = changed.replace("\"maria\"\ngrade", "\"tom\"\ngrade");
    let changed = changed + "did_not_work = \"Mails\"\n";
    assert_eq!(workspace.read(LOYAL), changed);
    let again = okr(&workspace, "review loyal --grade 0.7").exits(0);
    again
        .assert_unchanged()
        .prints(&["its review says so already"]);
    okr(&workspace, "check").exits(0);
}

#[test]
fn what_is_no_review_is_refused() {
    let workspace = team()
        .file("2027/later.toml", "objective = \"Year\"\n")
        .file("kpis/arr.toml", "name = \"Revenue\"\n");
    let refused = |words: &str, code: i32, why: &str| {
        okr(&workspace, words)
            .exits(code)
            .says(&[why])
            .assert_unchanged();
    };
    refused("review", 2, "--grade, --worked, --did-not-work, --learned");
    refused("review loyal", 2, "--grade, --worked");
    refused("review --grade 1", 2, "a GOAL is missing");
    refused("review loyal --grade 6", 2, "write 6/10 or 60%");
    refused("review loyal --grade 1.5", 2, "is not a grade");
    refused("review loyal --worked=", 2, "--worked says nothing");
    let later = "a review is of today (2026-10-02) or an earlier day";
    refused("review loyal --grade 1 --on 2026-10-03", 2, later);
    let before = "2025-07-03 lies before 2026-Q3";
    refused("review loyal --grade 1 --on 2025-07-03", 2, before);
    refused("review loyal --grade .7", 2, "write 0.7");
    refused("review kpis/arr --grade 0.6", 3, "kpis/arr is a KPI");
    refused("review --format json", 2, "--grade, --worked");
    refused("review care/loyal.k --grade 1", 2, "okr review care/loyal");
    refused("review nothing-like-it --grade 1", 3, "nothing-like-it");
    refused("review loyal --grade 1 --format markdown", 2, "markdown");
    refused(
        "review 2027/later --grade 1",
        5,
        "2027 begins on 2027-01-01",
    );
    let nothing = Workspace::new();
    let ran = okr(&nothing, "review loyal --grade 1").exits(5);
    ran.says(&["nothing to review: no cycle with objectives"])
        .assert_unchanged();
    let early = |words: &str| workspace.okr(words).today("2026-07-14").run();
    let why = "no cycle with objectives that is not closed has ended";
    early("review loyal --grade 1")
        .exits(5)
        .says(&[why, "--cycle"])
        .assert_unchanged();
    early("review loyal --grade 1 --cycle q3").exits(0);
}

#[test]
fn a_promise_that_was_missed_asks_why() {
    let workspace = team();
    okr(&workspace, "review sure --grade 0.2")
        .exits(0)
        .says(&["care/sure was committed and missed", "--did-not-work"]);
    let more = okr(&workspace, "review sure --did-not-work Late");
    assert_eq!(more.exits(0).stderr, "");
}

#[test]
fn a_dry_run_shows_the_lines_and_a_commit_holds_only_them() {
    let workspace = team();
    okr(&workspace, "review loyal --learned more --dry-run")
        .exits(0)
        .prints(&["+[review]", "+learned = \"more\""])
        .assert_unchanged();
    workspace.init_git();
    workspace.write("2026-Q3/notes.txt", "mine\n");
    okr(&workspace, "review loyal --learned more --git-commit").exits(0);
    assert_eq!(
        workspace.git("log -1 --format=%s"),
        "Review 2026-Q3/care/loyal\n"
    );
    assert_eq!(workspace.git("status --short"), "?? 2026-Q3/notes.txt\n");
}

#[test]
fn a_walk_through_what_is_mine() {
    let workspace = team();
    let mut terminal = open(&workspace, "review");
    terminal
        .asks("1 of 2  How well did it go? The score is 0.30")
        .answer("6")
        .asks("write 6/10 or 60%")
        .answer("6/10")
        .talk(&[
            ("What worked?", "Calls"),
            ("What did not work?", ""),
            ("What did we learn", "Ask early"),
            ("2 of 2  How well did it go? The score is 0.00", ""),
            ("the score stands alone", ""),
            ("What did not work?", ""),
            ("a promise that is not kept asks why", "Nobody had time"),
            ("What did we learn", ""),
        ]);
    let said = terminal.done();
    for shown in [
        "maria: 2 objectives of 2026-Q3 to look back on",
        "Loyal ^[[31mcustomers",
        "6 / 10",
        "k: Two renewals slipped",
        "blocker: k: Legal is slow",
        "win: A new client",
        "2026-09-30",
        "reviewed on 2026-10-02 by maria",
    ] {
        assert!(said.contains(shown), "`{shown}` is not in:\n{said}");
    }
    assert!(workspace.read(LOYAL).ends_with(
        "[review]\non = 2026-10-02\nby = \"maria\"\ngrade = 0.6\nworked = \"Calls\"\nlearned = \"Ask early\"\n"
    ));
    assert!(workspace.read(SURE).ends_with(
        "[review]\non = 2026-10-02\nby = \"maria\"\ndid_not_work = \"Nobody had time\"\n"
    ));
    let rest = open(&workspace, "review").done();
    assert!(
        rest.contains("nothing of maria's is left to review in 2026-Q3"),
        "{rest}"
    );
    assert!(
        rest.contains("tom's: okr review 2026-Q3/sell/grow"),
        "{rest}"
    );
}

#[test]
fn a_review_that_stands_is_offered_and_what_is_skipped_stays() {
    let workspace = team();
    okr(&workspace, "review loyal --grade 0.6 --worked Calls").exits(0);
    let mut terminal = open(&workspace, "review loyal");
    terminal.talk(&[
        ("[0.6]", ""),
        ("What worked? [Calls]", "-"),
        ("What did not work?", ""),
        ("What did we learn", "Ask early"),
    ]);
    let said = terminal.done();
    assert!(
        said.contains("worked Calls → –  learned – → Ask early"),
        "{said}"
    );
    let review = workspace.read(LOYAL);
    assert!(
        review.ends_with("grade = 0.6\nlearned = \"Ask early\"\n"),
        "{review}"
    );
    let before = workspace.tree();
    let mut team = open(&workspace, "review --team sell");
    team.talk(&[("1 of 1", "s")]);
    team.done();
    let mut mine = open(&workspace, "review");
    mine.talk(&[("1 of 1", "q")]);
    mine.done();
    let mut silent = open(&workspace, "review 2026-Q3/sell/grow");
    silent.talk(&[
        ("1 of 1", ""),
        ("worked", ""),
        ("not work", ""),
        ("learn", ""),
    ]);
    assert!(silent.done().contains("nothing was written"));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn ctrl_c_writes_nothing_of_what_is_not_complete() {
    for answered in 0..4 {
        let workspace = team();
        let before = workspace.tree();
        let mut terminal = open(&workspace, "review");
        terminal.talk(&[("1 of 2", "0.6"), ("worked", "a"), ("not work", "b")][..answered]);
        terminal.asks("");
        terminal.dies_of(Signal::SIGINT);
        assert_eq!(workspace.tree(), before, "{answered} answers");
    }
}

#[test]
fn the_retrospective_of_a_team() {
    let workspace = team();
    workspace.replace(
        LOYAL,
        "owner",
        "initiatives = [{ title = \"Client board\" }]\nowner",
    );
    let review = workspace
        .okr("review loyal --grade 0.6 --worked")
        .arg("Calls | mails");
    review.today(OCTOBER).run().exits(0);
    let care = okr(&workspace, "review --format markdown --team care").exits(0);
    assert!(!care.stdout.contains("sell/grow"), "{care}");
    care.assert_unchanged().prints(&[
        "# Retrospective 2026-Q3 · care\n",
        "## Scores\n",
        "### Loyal ^\\[\\[31mcustomers\n\n`care/loyal` · maria · score 0.30 · self-grade 0.60 · ✘ missed\n",
        "**Worked**: Calls \\| mails\n",
        "*Not reviewed yet*: `okr review 2026-Q3/care/sure`\n",
        "## What stays open\n\n- K from 0 to 10 (`care/loyal.k`): 6 / 10, maria\n- Roll out (`care/loyal.plan`): 0 %, maria\n",
        "- Client board (initiative of `care/loyal`)\n",
    ]);
    let all = okr(&workspace, "review --format markdown").exits(0);
    all.prints(&["# Retrospective 2026-Q3\n", "### Grow\n"]);
    // Closed, it can still be read.
    workspace.write(
        "2026-Q3/closed.toml",
        "on = 2026-10-02\n\n[scores]\n\"care/loyal\" = 0.5\n",
    );
    let closed = okr(&workspace, "review --format markdown").exits(0);
    closed.prints(&["closed", "score 0.50 · self-grade 0.60"]);
}

#[test]
fn who_plans_sees_what_was_learned() {
    let workspace = team();
    okr(&workspace, "review loyal --grade 0.6 --learned Earlier").exits(0);
    let learned = "learned in 2026-Q3 (care/loyal, self-grade 0.60): Earlier\n";
    let planned = okr(&workspace, "new objective Next --team care --owner maria").exits(0);
    planned.says(&[learned]);
    let other = okr(&workspace, "new objective Next --team sell --owner tom").exits(0);
    assert!(!other.stderr.contains("learned in"), "{other}");
    let mut terminal = open(&workspace, "new objective");
    terminal.talk(&[("accomplish", "Kind"), ("which team", "care")]);
    terminal.asks("learned in 2026-Q3 (care/loyal, self-grade 0.60): Earlier");
    terminal.dies_of(Signal::SIGINT);
}

#[test]
fn a_review_that_was_written_meanwhile_is_not_written_over() {
    let workspace = team();
    let mut terminal = open(&workspace, "review loyal");
    terminal.talk(&[("1 of 1", "0.6"), ("worked", "a"), ("not work", "b")]);
    terminal.asks("learn");
    let tom = workspace.okr("review loyal --grade 0.9 --learned Mine");
    tom.user("tom").today(OCTOBER).run().exits(0);
    let theirs = workspace.read(LOYAL);
    terminal.answer("c");
    let (said, _) = terminal.ends();
    assert!(
        said.contains("the review of 2026-Q3/care/loyal was changed by tom meanwhile"),
        "{said}"
    );
    assert_eq!(workspace.read(LOYAL), theirs);
}

#[test]
fn what_was_written_before_the_answers_ended_is_said() {
    let workspace = team();
    let mut terminal = open(&workspace, "review");
    terminal.talk(&[
        ("1 of 2", "0.6"),
        ("worked", "a"),
        ("not work", "b"),
        ("learn", "c"),
    ]);
    terminal.asks("2 of 2").answer("\u{4}");
    let (said, _) = terminal.ends();
    assert!(
        said.contains("the review before this one is written"),
        "{said}"
    );
    assert!(!said.contains("nothing was written"), "{said}");
}

#[test]
fn a_walk_says_what_is_wrong_with_what_was_named() {
    let workspace = team();
    let said = open(&workspace, "review loyal.k").ends().0;
    assert!(
        said.contains("a review is of the whole objective"),
        "{said}"
    );
    // A file that breaks meanwhile is named alone: there is no other way to say which.
    let mut terminal = open(&workspace, "review loyal");
    terminal.talk(&[("1 of 1", "0.6"), ("worked", "a"), ("not work", "b")]);
    terminal.asks("learn");
    workspace.write(LOYAL, "objective = ");
    terminal.answer("c");
    let (said, _) = terminal.ends();
    assert!(said.contains("mend this first"), "{said}");
    assert!(!said.contains("whole id instead"), "{said}");
}

#[test]
fn a_unit_stays_text_in_the_retrospective() {
    let workspace = team();
    workspace.replace(LOYAL, "baseline = 0", "unit = \"*x*\"\nbaseline = 0");
    let page = okr(&workspace, "review --format markdown --team care").exits(0);
    page.prints(&[r"6 / 10 \*x\*, maria"]);
}
