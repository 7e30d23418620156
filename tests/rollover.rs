//! The quarter's end without a person: the script of `examples/rollover`, and the workflow that runs it
//! in a clean clone and offers the result as a branch.
#![cfg(unix)]

#[path = "rollover/job.rs"]
mod job;
mod support;

use job::{Done, INSTALL, Workflow, keys};
use std::path::{Path, PathBuf};
use support::{Ran, Workspace};

const OCTOBER: &str = "2026-10-02";
const LATE: &str = "2026-10-05";

/// What the rollover of acme's third quarter writes, beside closing it.
const CARRIED: [&str; 8] = [
    "2026-Q4/customer-success/loyal-customers.toml",
    "2026-Q4/grow-europe.toml",
    "2026-Q4/marketing/be-found.toml",
    "2026-Q4/product/fast-start.toml",
    "kpis/client-retention.toml",
    "kpis/europe-revenue.toml",
    "kpis/pipeline.toml",
    "kpis/product/weekly-active.toml",
];

const REVIEWS: [(&str, &str); 5] = [
    ("2026-Q3/customer-success/loyal-customers", "maria"),
    ("2026-Q3/grow-europe", "ines"),
    ("2026-Q3/marketing/be-found", "tom"),
    ("2026-Q3/product/fast-start", "aisha"),
    ("2026-Q3/product/self-service", "aisha"),
];

const RETENTION: &str = "[key_results.retention]\nkpi = \"kpis/client-retention\"\nbaseline = 75\nowner = \"maria\"\n\
    carried = { from = \"2026-Q3/customer-success/loyal-customers.retention\", actual = 75, target = 75 }\n";

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rollover");
    folder.join(name)
}

/// The example, in git on a branch main.
fn acme() -> Workspace {
    let acme = Workspace::example("acme");
    acme.git("init -q -b main");
    acme.init_git();
    acme
}

fn rollover(workspace: &Workspace, words: &str, day: &str) -> Ran {
    let script = file("rollover.sh");
    let call = workspace.script("sh", &script, words).today(day);
    call.env("GIT_CONFIG_GLOBAL", "/dev/null").run()
}

/// Lets everybody look back.
fn review_all(workspace: &Workspace) {
    for (goal, who) in REVIEWS {
        let path = format!("{goal}.toml");
        let review = format!("\n[review]\non = 2026-10-02\nby = \"{who}\"\ngrade = 0.7\n");
        workspace.write(&path, workspace.read(&path) + &review);
    }
}

fn subjects(workspace: &Workspace) -> String {
    workspace.git("log --format=%s")
}

#[test]
fn what_is_missing_is_said_with_names_and_the_kpis_are_carried_all_the_same() {
    let acme = acme();
    let first = rollover(&acme, "--commit", OCTOBER).exits(10);
    for (goal, who) in REVIEWS {
        assert!(
            first
                .stderr
                .contains(&format!("okr review {goal}  ({who})\n"))
        );
    }
    let first = first.says(&["5 reviews are missing", "rollover: not closed yet: 2026-Q3"]);
    let written = first.written();
    assert!(CARRIED.iter().all(|path| written.iter().any(|w| w == path)));
    assert!(!acme.path("2026-Q3/closed.toml").exists());
    assert_eq!(
        subjects(&acme),
        "Carry 6 goals from 2026-Q3 to 2026-Q4\nBegin\n"
    );
    acme.okr("check --strict").today(OCTOBER).run().exits(0);
    // The next day it is the same, and after the days of grace it is late.
    rollover(&acme, "--commit", "2026-10-03")
        .exits(10)
        .assert_unchanged();
    rollover(&acme, "--commit", "2026-10-04")
        .exits(11)
        .says(&["rollover: overdue, not closed yet: 2026-Q3"])
        .assert_unchanged();
    assert_eq!(subjects(&acme).lines().count(), 2);
}

#[test]
fn once_nothing_is_missing_it_is_closed_carried_checked_and_committed() {
    let acme = acme();
    review_all(&acme);
    acme.git("commit -qam Reviewed");
    let head = acme.git("rev-parse HEAD");
    let done = rollover(&acme, "--commit --strict", OCTOBER).exits(0);
    done.prints(&["2026-Q3 is closed  score 0.87", "2026-Q3 → 2026-Q4"]);
    let changed = acme.git(&format!("diff --name-only {}", head.trim()));
    let mut expected = CARRIED.to_vec();
    expected.push("2026-Q3/closed.toml");
    expected.sort_unstable();
    assert_eq!(changed.lines().collect::<Vec<_>>(), expected);
    assert!(subjects(&acme).starts_with("Carry 6 goals from 2026-Q3 to 2026-Q4\nClose 2026-Q3\n"));
    acme.okr("check --strict").today(OCTOBER).run().exits(0);
    let head = acme.git("rev-parse HEAD");
    for day in [OCTOBER, LATE, "2026-12-31"] {
        rollover(&acme, "--commit --refresh", day)
            .exits(0)
            .prints(&["nothing to do: what has ended is closed and carried on"])
            .assert_unchanged();
    }
    assert_eq!(acme.git("rev-parse HEAD"), head);
}

#[test]
fn without_commit_git_is_left_alone_and_not_needed() {
    let acme = Workspace::example("acme");
    review_all(&acme);
    rollover(&acme, "2026-Q3", OCTOBER).exits(0);
    assert!(acme.path("2026-Q3/closed.toml").exists());
    assert!(acme.path(CARRIED[0]).exists());
    rollover(&acme, "--commit", OCTOBER)
        .exits(5)
        .says(&["the workspace is in no git repository"]);
}

#[test]
fn a_last_reading_that_comes_late_is_told_and_with_refresh_taken_in() {
    let acme = acme();
    rollover(&acme, "--commit", OCTOBER).exits(10);
    let late = "checkin kpis/client-retention 74.2 --date 2026-09-30 --by metrics-bot --commit";
    let late = acme.okr(late).today("2026-10-03T09:00:00Z");
    late.run().exits(0);
    rollover(&acme, "--commit", "2026-10-03")
        .exits(10)
        .says(&["rollover: carried from earlier readings: 1; bring up to date with --refresh"])
        .assert_unchanged();
    let refreshed = rollover(&acme, "--commit --refresh", "2026-10-03").exits(10);
    assert_eq!(refreshed.written(), [CARRIED[0]]);
    let goal = acme.read(CARRIED[0]);
    assert!(goal.contains("baseline = 74.2\n"), "{goal}");
    assert!(subjects(&acme).starts_with("Bring 1 goal of 2026-Q4 up to date with 2026-Q3\n"));
    rollover(&acme, "--commit --refresh", "2026-10-03")
        .exits(10)
        .assert_unchanged();
}

#[test]
fn what_people_took_out_of_the_new_quarter_stays_out() {
    let acme = acme();
    rollover(&acme, "--commit", OCTOBER).exits(10);
    acme.replace(CARRIED[0], RETENTION, "");
    acme.git("commit -qam Without");
    for (kpi, value) in [("client-retention", "74.2"), ("healthy-clients", "295")] {
        let words = format!("checkin kpis/{kpi} {value} --date 2026-09-30 --by bot --commit");
        acme.okr(&words)
            .today("2026-10-03T09:00:00Z")
            .run()
            .exits(0);
    }
    rollover(&acme, "--commit --refresh", "2026-10-03")
        .exits(10)
        .says(&[
            "not brought up to date: goals were taken out of the new cycle",
            "okr carry --from 2026-Q3 --refresh",
        ])
        .assert_unchanged();
}

#[test]
fn what_others_have_staged_or_changed_is_not_committed() {
    let acme = acme();
    acme.write("notes.txt", "staged\n");
    acme.git("add notes.txt");
    acme.write("draft.txt", "untracked\n");
    acme.write("okr.toml", acme.read("okr.toml") + "# changed\n");
    rollover(&acme, "--commit", OCTOBER).exits(10);
    assert_eq!(
        acme.git("status --porcelain"),
        "A  notes.txt\n M okr.toml\n?? draft.txt\n"
    );
    let committed = acme.git("show --format= --name-only HEAD");
    assert_eq!(committed.lines().collect::<Vec<_>>(), CARRIED);
}

#[test]
fn a_file_with_changes_of_somebody_stops_what_would_commit_them() {
    let acme = acme();
    let kpi = CARRIED[4];
    acme.write(kpi, acme.read(kpi) + "# mine\n");
    rollover(&acme, "--commit", OCTOBER)
        .exits(5)
        .says(&[
            "these hold changes that are not committed",
            &format!(" M {kpi}"),
        ])
        .assert_unchanged();
    assert_eq!(subjects(&acme), "Begin\n");
    rollover(&acme, "", OCTOBER).exits(10);
    assert!(acme.read(kpi).contains("2026-Q4 = 80\n"));
}

#[test]
fn what_cannot_be_read_or_is_wrong_stops_it_before_anything_is_written() {
    let acme = acme();
    review_all(&acme);
    acme.write("2026-Q3/product/new.toml", "objective = \n");
    rollover(&acme, "--commit", OCTOBER)
        .exits(4)
        .says(&["2026-Q3/product/new.toml:1"])
        .assert_unchanged();
    std::fs::remove_file(acme.path("2026-Q3/product/new.toml")).unwrap();
    // A closed quarter is not needed to carry; what is wrong there is wrong all the same.
    let old = "2026-Q2/grow-europe.toml";
    acme.replace(old, "\"2026/double-revenue.arr\"", "\"2026/none\"");
    rollover(&acme, "--commit", OCTOBER)
        .exits(1)
        .prints(&["there is no objective `none` in 2026"])
        .says(&["rollover: nothing was written"])
        .assert_unchanged();
    acme.replace(old, "\"2026/none\"", "\"2026/double-revenue.arr\"");
    // A warning only where it is asked to count.
    let again = "date = 2026-09-30\nby = \"metrics-bot\"\n\n[[update]]\nkpi = \"kpis/client-retention\"\nvalue = 75\n";
    acme.write("2026-Q3/checkins/z.toml", again);
    rollover(&acme, "--strict", OCTOBER)
        .exits(1)
        .prints(&["warning[same-day]"])
        .assert_unchanged();
    rollover(&acme, "", OCTOBER)
        .exits(0)
        .prints(&["warning[same-day]"]);
}

#[test]
fn gaps_are_closed_only_by_name_and_with_a_reason() {
    let acme = acme();
    let refused = |words: &str, why: &str| {
        let ran = rollover(&acme, words, OCTOBER).exits(2);
        ran.says(&[why]).assert_unchanged();
    };
    refused("--force 2026-Q3", "--force and --reason TEXT go together");
    refused(
        "--reason tired 2026-Q3",
        "--force and --reason TEXT go together",
    );
    refused("--reason", "why is it closed with gaps?");
    refused(
        "--force --reason tired",
        "--force closes one cycle: name it",
    );
    refused("2026-Q3 2026-Q4", "two cycles");
    refused("--froce", "there is no --froce");
    refused("2026-Q7", "a year has no quarter number 7");
    rollover(&acme, "--commit --force --reason tired q3", OCTOBER)
        .exits(0)
        .prints(&["2026-Q3 is closed", "forced: tired"]);
    assert!(
        acme.read("2026-Q3/closed.toml")
            .contains("forced = \"tired\"\n")
    );
}

#[test]
fn it_says_how_to_use_it_and_where_it_must_stand() {
    let nowhere = Workspace::empty().file("goals/okr.toml", "format = 1\n");
    rollover(&nowhere, "--help", OCTOBER).exits(0).prints(&[
        "Rolls an okr workspace over",
        "--refresh",
        "Exit codes:\n",
    ]);
    rollover(&nowhere, "", OCTOBER)
        .exits(3)
        .says(&["there is no okr.toml here"]);
    let script = file("rollover.sh");
    let there = nowhere.script("sh", &script, "").env("OKR_DIR", "goals");
    there.run().exits(0).prints(&["nothing to do"]);
    let without = nowhere
        .script("/bin/sh", &script, "")
        .env("PATH", "/nowhere");
    without.run().exits(127).says(&["okr is not installed"]);
}

#[test]
fn every_example_rolls_over_on_any_day_and_only_once() {
    for (example, day, code, new) in [
        ("acme", "2026-09-30", 0, None),
        ("acme", "2026-10-01", 10, Some("2026-Q4")),
        // The year, and a quarter that is late by then.
        ("acme", "2027-01-01", 11, Some("2027")),
        ("saas", "2026-10-31", 0, None),
        ("saas", "2026-11-01", 10, Some("2027-Q4")),
        ("shop", "2026-10-01", 10, Some("2026-Q4")),
        ("ride", "2027-01-01", 10, Some("2027-H1")),
    ] {
        let workspace = Workspace::example(example);
        workspace.init_git();
        let first = rollover(&workspace, "--commit", day);
        let at = format!("{example} {day}\n{first}");
        assert_eq!(first.code, Some(code), "{at}");
        assert!(new.is_none_or(|new| workspace.path(new).is_dir()), "{at}");
        assert_eq!(first.written().is_empty(), new.is_none(), "{at}");
        let again = rollover(&workspace, "--commit --refresh", day);
        assert_eq!(again.code, first.code, "{at}");
        again.assert_unchanged();
        workspace.okr("check").today(day).run().exits(0);
    }
}

#[test]
fn an_old_quarter_that_nobody_closed_is_told_and_its_successor_left_alone() {
    let acme = acme();
    rollover(&acme, "--commit", OCTOBER).exits(10);
    let close = acme.okr("close 2026-Q4 --force --reason tired --commit");
    close.today("2027-01-02").run().exits(0);
    rollover(&acme, "--commit --refresh 2026-Q3", "2027-01-02")
        .exits(11)
        .says(&["5 reviews are missing", "not closed yet: 2026-Q3;"])
        .assert_unchanged();
}

/// A team whose main branch lies in a bare repository, with script and workflow where they belong.
struct Team {
    work: Workspace,
    runs: std::cell::Cell<usize>,
}

const BRANCH: &str = "okr/rollover-2026-Q4";

impl Team {
    fn new() -> Self {
        let work = Workspace::example("acme");
        let text = |name: &str| std::fs::read_to_string(file(name)).unwrap();
        let work = work
            .file(".github/rollover.sh", text("rollover.sh"))
            .file(".github/workflows/rollover.yml", text("rollover.yml"));
        work.git("init -q -b main");
        work.init_git();
        work.git("init -q --bare -b main ../origin.git");
        work.git("remote add origin ../origin.git");
        work.git("push -q -u origin main");
        let runs = std::cell::Cell::new(0);
        Self { work, runs }
    }

    fn origin(&self) -> PathBuf {
        self.work.path("../origin.git")
    }

    fn workflow(&self) -> Workflow {
        Workflow::read(&self.work.path(".github/workflows/rollover.yml"))
    }

    /// Runs the workflow in a clean clone.
    fn run(&self, day: &str) -> Done {
        self.runs.set(self.runs.get() + 1);
        let folder = format!("../runs/{}", self.runs.get());
        let folder = self.work.path(&folder);
        self.workflow().run(&self.origin(), &folder, day)
    }

    /// Every branch of the bare repository with its commit.
    fn refs(&self) -> String {
        self.work.git("ls-remote -q origin refs/heads/*")
    }

    fn main(&self) -> String {
        self.work.git("ls-remote -q origin refs/heads/main")
    }

    /// What the branch has that main has not.
    fn offered(&self) -> Vec<String> {
        self.work.git("fetch -q --prune origin");
        let files = self
            .work
            .git(&format!("diff --name-only origin/main...origin/{BRANCH}"));
        files.lines().map(str::to_owned).collect()
    }

    fn on_branch(&self, path: &str) -> String {
        self.work.git("fetch -q origin");
        self.work.git(&format!("show origin/{BRANCH}:{path}"))
    }

    /// Lets a person change a file on the branch.
    fn commit_on_branch(&self, path: &str, old: &str, new: &str) {
        self.work.git("fetch -q origin");
        self.work
            .git(&format!("switch -q -C theirs origin/{BRANCH}"));
        self.work.replace(path, old, new);
        self.work.git("commit -qam Theirs");
        self.work.git(&format!("push -q origin HEAD:{BRANCH}"));
        self.work.git("switch -q main");
    }

    fn review_all_on_main(&self) {
        review_all(&self.work);
        self.work.git("commit -qam Reviewed");
        self.work.git("push -q origin main");
    }
}

#[test]
fn the_workflow_asks_for_no_more_than_it_needs() {
    let workflow = Workflow::read(&file("rollover.yml"));
    let document = &workflow.document;
    assert_eq!(
        keys(document),
        ["name", "on", "permissions", "concurrency", "env", "jobs"]
    );
    assert_eq!(keys(&document["permissions"]), ["contents"]);
    assert_eq!(document["permissions"]["contents"].as_str(), Some("write"));
    assert_eq!(keys(&document["on"]), ["schedule", "workflow_dispatch"]);
    let first = document["on"]["schedule"][0]["cron"].as_str().unwrap();
    let fields: Vec<&str> = first.split(' ').collect();
    assert_eq!(fields[2..], ["1", "1,4,7,10", "*"]);
}

#[test]
fn the_workflow_offers_the_rollover_as_a_branch() {
    let team = Team::new();
    let main = team.main();
    let done = team.run("2026-10-01").succeeds();
    let mut left_out = done.steps.iter().filter(|(_, what)| *what == "skipped");
    assert_eq!(left_out.next(), Some(&(INSTALL.to_owned(), "skipped")));
    assert_eq!(left_out.next(), None);
    assert!(
        done.summary
            .contains("okr review 2026-Q3/grow-europe  (ines)")
    );
    done.logs(&[
        "::notice::okr/rollover-2026-Q4 is ready to be looked at",
        "::warning::not closed yet",
    ]);
    assert_eq!(team.offered(), CARRIED);
    assert_eq!(team.main(), main);
    assert_eq!(team.refs().lines().count(), 2);
    // Once more changes nothing.
    let refs = team.refs();
    team.run("2026-10-01").succeeds().logs(&["nothing new for"]);
    assert_eq!(team.refs(), refs);
}

#[test]
fn the_workflow_goes_on_from_what_people_committed_on_the_branch() {
    let team = Team::new();
    team.run("2026-10-01").succeeds();
    team.commit_on_branch(CARRIED[0], RETENTION, "");
    let theirs = team.on_branch(CARRIED[0]);
    let refs = team.refs();
    team.run("2026-10-01").succeeds();
    assert_eq!(team.refs(), refs);
    // Nobody has looked back, and the days of grace are over: it is seen, and nothing is lost.
    team.run(LATE)
        .fails_in("Say what is missing")
        .logs(&["::error::not closed yet"]);
    assert_eq!(team.refs(), refs);
    team.review_all_on_main();
    let main = team.main();
    team.run(LATE).succeeds().logs(&["2026-Q3 is closed"]);
    assert_eq!(team.main(), main);
    assert_eq!(team.on_branch(CARRIED[0]), theirs);
    let mut expected = CARRIED.to_vec();
    expected.push("2026-Q3/closed.toml");
    expected.sort_unstable();
    assert_eq!(team.offered(), expected);
    let history = team.work.git(&format!("log --format=%s origin/{BRANCH}"));
    for subject in [
        "Theirs",
        "Close 2026-Q3",
        "Merge main into okr/rollover-2026-Q4",
    ] {
        assert!(history.lines().any(|line| line == subject), "{history}");
    }
    // Merged by a person, nothing is left.
    team.work
        .git(&format!("merge -q --no-edit origin/{BRANCH}"));
    team.work.git("push -q origin main");
    let refs = team.refs();
    team.run("2026-10-06").succeeds().logs(&["nothing to do"]);
    assert_eq!(team.refs(), refs);
}

#[test]
fn the_workflow_closes_what_was_carried_before() {
    let team = Team::new();
    team.run("2026-10-01").succeeds();
    team.work.git("fetch -q origin");
    team.work
        .git(&format!("merge -q --ff-only origin/{BRANCH}"));
    team.review_all_on_main();
    let main = team.main();
    team.run(LATE).succeeds();
    assert_eq!(team.offered(), ["2026-Q3/closed.toml"]);
    let closed = team.on_branch("2026-Q3/closed.toml");
    assert!(
        closed.starts_with("on = 2026-10-05\nby = \"rollover-bot\"\n"),
        "{closed}"
    );
    assert_eq!(team.main(), main);
}

#[test]
fn the_workflow_leaves_a_conflict_to_people() {
    let team = Team::new();
    team.run("2026-10-01").succeeds();
    let kpi = CARRIED[4];
    team.commit_on_branch(kpi, "2026-Q4 = 80", "2026-Q4 = 82");
    team.work.write(kpi, team.work.read(kpi) + "2026-Q4 = 81\n");
    team.work.git("commit -qam Other");
    team.work.git("push -q origin main");
    let refs = team.refs();
    team.run("2026-10-05")
        .fails_in("Go on from the branch")
        .logs(&[
            &format!("UU {kpi}"),
            "merge them by hand, or delete the branch where it is merged already",
        ]);
    assert_eq!(team.refs(), refs);
}

#[test]
fn the_workflow_makes_no_branch_where_there_is_nothing_to_do_or_something_is_wrong() {
    let team = Team::new();
    let refs = team.refs();
    team.run("2026-08-14").succeeds().logs(&["nothing to do"]);
    assert_eq!(team.refs(), refs);
    team.work
        .write("2026-Q3/product/new.toml", "objective = \n");
    team.work.git("add -A");
    team.work.git("commit -qm Broken");
    team.work.git("push -q origin main");
    let refs = team.refs();
    team.run("2026-10-01")
        .fails_in("Roll over")
        .logs(&["2026-Q3/product/new.toml:1"]);
    assert_eq!(team.refs(), refs);
}
