//! Git merges it: check-ins never conflict, and what a merge yields is what one person would have.

mod support;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::random::Random;
use support::{Entry, Tree, Workspace, tree};

const PEOPLE: [&str; 5] = ["ines", "maria", "tom", "aisha", "li"];

/// The example without what was reported from August on, in git.
fn company() -> Workspace {
    let workspace = Workspace::example("acme");
    let late =
        |path: &&String| path.contains("/checkins/2026-08") || path.contains("/checkins/2026-09");
    for path in workspace.tree().keys().filter(late) {
        std::fs::remove_file(workspace.path(path)).unwrap();
    }
    git(&workspace.root(), "init --quiet --initial-branch=main");
    commit(&workspace.root(), "Begin");
    workspace
}

fn run_git(at: &Path, words: &str) -> Output {
    Command::new("git")
        .current_dir(at)
        .args(words.split_whitespace())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_EDITOR", "true")
        .env("GIT_MERGE_AUTOEDIT", "no")
        .envs(["AUTHOR", "COMMITTER"].iter().flat_map(|who| {
            [
                (format!("GIT_{who}_NAME"), "Somebody"),
                (format!("GIT_{who}_EMAIL"), "somebody@example.com"),
                (format!("GIT_{who}_DATE"), "2026-08-01T12:00:00Z"),
            ]
        }))
        .output()
        .expect("git is installed")
}

/// A git command that must succeed, as every merge must.
fn git(at: &Path, words: &str) -> String {
    let output = run_git(at, words);
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "git {words}\n{out}{err}");
    out.into_owned()
}

fn commit(at: &Path, message: &str) {
    git(at, "add --all");
    git(at, &format!("commit --quiet --message={message}"));
}

/// One report: who says what on which day.
#[derive(Debug, Clone)]
struct Report {
    by: &'static str,
    day: String,
    words: String,
}

/// What a day's check-ins are about; no two speak of one goal on one day but for a `sum`, whose
/// readings add up.
fn reports(random: &mut Random) -> Vec<Report> {
    let goals = [
        "loyal-customers.retention",
        "loyal-customers.healthy",
        "loyal-customers.crm",
        "product/fast-start.rating",
        "product/fast-start.weekly-active",
        "kpis/support-cost",
        "kpis/arr",
    ];
    let mut reports = Vec::new();
    for day in 1..=4 {
        for goal in goals {
            if random.one_in(2) {
                continue;
            }
            let by = random.pick(&PEOPLE);
            let value = 1 + random.below(90);
            let words = format!("{goal} {value}");
            let words = match goal {
                "loyal-customers.crm" => {
                    format!("{goal} --unchanged --confidence {}%", value % 100)
                }
                _ if goal.starts_with("kpis/") => words,
                _ => format!("{words} --confidence {}/10 --note n{value}", value % 10),
            };
            reports.push(Report {
                by,
                day: format!("2026-08-0{day}"),
                words,
            });
        }
        for by in PEOPLE.into_iter().take(2) {
            let words = format!("kpis/europe-revenue {}", 100 + random.below(900));
            reports.push(Report {
                by,
                day: format!("2026-08-0{day}"),
                words,
            });
        }
    }
    reports
}

/// Runs the program in a clone, as the builder does.
fn okr(world: &Workspace, at: &Path, words: &str, day: &str, by: &str) -> Output {
    let call = world.okr(words).at(at).today(day).user(by);
    let output = call.command().output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "okr {words}: {text}");
    output
}

fn report(world: &Workspace, at: &Path, report: &Report) {
    let words = format!("checkin {}", report.words);
    okr(world, at, &words, &report.day, report.by);
}

fn status(world: &Workspace, at: &Path) -> Vec<Value> {
    ["status", "kpi", "score"]
        .map(|words| {
            let output = okr(
                world,
                at,
                &format!("{words} --format=json"),
                "2026-08-14",
                "li",
            );
            serde_json::from_slice(&output.stdout).unwrap()
        })
        .into()
}

fn clone(world: &Workspace, name: &str) -> PathBuf {
    let folder = world.path(&format!("../{name}"));
    git(&world.root(), &format!("clone --quiet . ../{name}"));
    folder
}

/// What one person writes who runs it all in one folder.
fn alone(reports: &[Report]) -> (Vec<Value>, Tree) {
    let world = company();
    for one in reports {
        report(&world, &world.root(), one);
    }
    (status(&world, &world.root()), tree(&world.root()))
}

/// Only the names of check-ins may differ, by the second: two clones do not see each other's.
fn contents(tree: &Tree) -> Vec<Vec<u8>> {
    let files = tree.values().filter_map(|entry| match entry {
        Entry::File(bytes) => Some(bytes.clone()),
        Entry::Folder | Entry::Link(_) | Entry::Other => None,
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

#[test]
fn five_people_on_many_branches_merge_in_any_order() {
    for seed in 1..=2 {
        let mut random = Random::new(seed);
        let all = reports(&mut random);
        let (expected, expected_tree) = alone(&all);
        let world = company();
        let clones = [clone(&world, "one"), clone(&world, "other")];
        let mut branches = Vec::new();
        for (n, by) in PEOPLE.iter().enumerate() {
            let at = &clones[n % 2];
            for half in 0..2 {
                let branch = format!("{by}-{half}");
                git(at, &format!("checkout --quiet -b {branch} origin/main"));
                let mine = all.iter().filter(|r| r.by == *by);
                for (k, one) in mine.enumerate().filter(|(k, _)| k % 2 == half) {
                    report(&world, at, one);
                    commit(at, &format!("Report-{k}"));
                }
                git(at, &format!("push --quiet origin {branch}"));
                branches.push(branch);
            }
        }
        random.shuffle(&mut branches);
        for branch in &branches {
            git(&world.root(), &format!("merge --quiet --no-ff {branch}"));
        }
        let merged = tree(&world.root());
        assert_eq!(contents(&merged), contents(&expected_tree), "seed {seed}");
        assert_eq!(status(&world, &world.root()), expected, "seed {seed}");
    }
}

/// The branches of maria and of tom, who each report for some days.
fn two_branches(world: &Workspace) -> Vec<Report> {
    let mut all = reports(&mut Random::new(7));
    all.retain(|r| ["maria", "tom"].contains(&r.by));
    for by in ["maria", "tom"] {
        git(&world.root(), &format!("checkout --quiet -b {by} main"));
        for one in all.iter().filter(|r| r.by == by) {
            report(world, &world.root(), one);
            commit(&world.root(), "Report");
        }
    }
    all
}

#[test]
fn a_rebase_and_a_cherry_pick_meet_no_conflict() {
    for words in ["rebase --quiet maria", "cherry-pick main..maria"] {
        let world = company();
        let all = two_branches(&world);
        git(&world.root(), words);
        let (expected, expected_tree) = alone(&all);
        assert_eq!(contents(&world.tree()), contents(&expected_tree), "{words}");
        assert_eq!(status(&world, &world.root()), expected, "{words}");
    }
}

#[test]
fn a_stash_comes_back_over_what_others_reported() {
    let world = company();
    let at = world.root();
    let retention = |value: &str, by: &str| {
        let words = format!("checkin loyal-customers.retention {value}");
        okr(&world, &at, &words, "2026-08-01", by);
    };
    retention("74", "maria");
    git(&at, "stash --include-untracked --quiet");
    for (value, by) in [("74.5", "tom"), ("74", "maria"), ("74.2", "maria")] {
        retention(value, by);
        commit(&at, "Report");
    }
    git(&at, "tag theirs");
    git(&at, "reset --quiet --hard HEAD~2");
    git(&at, "stash pop --quiet");
    commit(&at, "Unstash");
    git(&at, "merge --quiet theirs");
    let reported = world.tree();
    let august = reported.keys().filter(|path| path.contains("/2026-08-01-"));
    assert_eq!(august.count(), 3);
}

#[test]
fn the_same_checkin_on_two_branches_is_one() {
    let world = company();
    let at = world.root();
    for branch in ["a", "b"] {
        git(&at, &format!("checkout --quiet -b {branch} main"));
        okr(
            &world,
            &at,
            "checkin loyal-customers.retention 74",
            "2026-08-01",
            "maria",
        );
        commit(&at, "Report");
    }
    let before = world.tree();
    git(&at, "merge --quiet a");
    assert_eq!(before, world.tree());
}

/// The whole example in git, on a branch for each name.
fn full(branches: &[&str], work: impl Fn(&Workspace, &str)) -> Workspace {
    let world = Workspace::example("acme");
    git(&world.root(), "init --quiet --initial-branch=main");
    commit(&world.root(), "Begin");
    for branch in branches {
        git(&world.root(), &format!("checkout --quiet -b {branch} main"));
        work(&world, branch);
        commit(&world.root(), "Work");
    }
    world
}

#[test]
fn two_branches_that_carry_the_same_quarter_are_identical() {
    let world = full(&["maria", "tom"], |world, by| {
        let day = if by == "tom" {
            "2026-10-05"
        } else {
            "2026-10-02"
        };
        okr(world, &world.root(), "carry", day, by);
    });
    assert_eq!(git(&world.root(), "diff maria tom"), "");
    let before = world.tree();
    git(&world.root(), "merge --quiet maria");
    assert_eq!(before, world.tree());
    okr(&world, &world.root(), "carry", "2026-10-06", "li");
    assert_eq!(git(&world.root(), "status --porcelain"), "");
}

#[test]
fn a_carry_merges_with_checkins() {
    let world = full(&["maria", "tom"], |world, by| {
        let words = if by == "tom" {
            "checkin kpis/support-cost 4 --date 2026-09-30 --cycle 2026-Q3"
        } else {
            "carry"
        };
        okr(world, &world.root(), words, "2026-10-02", by);
    });
    git(&world.root(), "merge --quiet maria");
    okr(&world, &world.root(), "check", "2026-10-02", "li");
}

#[test]
fn the_diff_of_a_dry_run_applies_to_the_same_bytes() {
    for example in ["acme", "saas", "shop", "ride"] {
        for ends in ["\n", "\r\n"] {
            let (applied, carried) = (Workspace::example(example), Workspace::example(example));
            for world in [&applied, &carried] {
                rewrite_kpis(world, ends);
                git(&world.root(), "init --quiet");
            }
            let day = "2027-01-02";
            let diff = okr(&applied, &applied.root(), "carry --dry-run", day, "li");
            applied.write("../carry.diff", diff.stdout);
            git(&applied.root(), "apply --whitespace=nowarn ../carry.diff");
            okr(&carried, &carried.root(), "carry", day, "li");
            assert_eq!(applied.tree(), carried.tree(), "{example}");
        }
    }
}

/// KPIs with other line ends, the last line without one.
fn rewrite_kpis(world: &Workspace, ends: &str) {
    let tree = world.tree();
    for path in tree
        .keys()
        .filter(|p| p.starts_with("kpis/") && p.ends_with(".toml"))
    {
        let text = world.read(path);
        world.write(path, text.trim_end().replace('\n', ends));
    }
}
