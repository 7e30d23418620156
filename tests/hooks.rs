//! Goals are checked before a commit: by git's hook, by pre-commit, and by the workflow of `examples/check`
//! on a pull request.
#![cfg(unix)]

#[path = "rollover/job.rs"]
#[allow(dead_code, reason = "the rollover looks at more")]
mod job;
mod support;

use job::{Workflow, keys};
use saphyr::{LoadableYamlNode, YamlOwned};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use support::{Ran, Workspace};

const KPI: &str = "name = \"Retention\"\nowner = \"maria\"\n";
const BROKEN: &str = "name = \"Retention\"\nownr = \"maria\"\n";

/// A workspace in git with the hook.
fn hooked() -> Workspace {
    let w = Workspace::new();
    w.git("init -q -b main");
    w.init_git();
    w.okr("init --hooks").run().exits(0);
    w
}

/// Git, which finds okr.
fn git(w: &Workspace, word: &str, words: &str) -> Ran {
    let temporary = w.path("../temporary");
    std::fs::create_dir_all(&temporary).unwrap();
    let call = w
        .script("git", Path::new(word), words)
        .env("TMPDIR", &temporary);
    let ran = call.env("GIT_CONFIG_GLOBAL", "/dev/null").run();
    assert_eq!(std::fs::read_dir(temporary).unwrap().count(), 0, "{ran}");
    ran
}

fn commit(w: &Workspace, words: &str) -> Ran {
    git(w, "commit", &format!("-qm Goals {words}"))
}

fn commits(w: &Workspace) -> usize {
    w.git("log --format=%s").lines().count()
}

#[test]
fn a_fault_is_not_committed_and_a_clean_goal_is() {
    let w = hooked();
    w.write("kpis/retention.toml", BROKEN);
    w.git("add -A");
    let refused = commit(&w, "").exits(1);
    refused.says(&[
        "error[unknown-key]",
        "kpis/retention.toml:2:1",
        "did you mean `owner`?",
        "nothing was committed: mend this in ./, `git add` it and commit again\n",
    ]);
    assert_eq!(commits(&w), 1);
    w.write("kpis/retention.toml", KPI);
    w.git("add -A");
    let clean = commit(&w, "").exits(0);
    assert_eq!((clean.stdout.as_str(), clean.stderr.as_str()), ("", ""));
    assert_eq!(commits(&w), 2);
}

#[test]
fn what_is_staged_counts_and_not_what_lies_in_the_folder() {
    let w = hooked();
    w.write("kpis/retention.toml", KPI);
    w.git("add -A");
    w.write("kpis/retention.toml", BROKEN);
    w.write("kpis/draft.toml", "name =\n");
    commit(&w, "").exits(0);
    assert_eq!(w.git("show HEAD:kpis/retention.toml"), KPI);
    // The other way round, and with the index that `commit PATH` makes for itself.
    w.git("add kpis/retention.toml");
    w.write("kpis/retention.toml", KPI);
    commit(&w, "").exits(1).says(&["unknown-key"]);
    w.git("reset -q");
    w.write("kpis/retention.toml", BROKEN);
    commit(&w, "kpis/retention.toml")
        .exits(1)
        .says(&["unknown-key"]);
    commit(&w, "-a").exits(1).says(&["unknown-key"]);
    assert_eq!(w.read("kpis/retention.toml"), BROKEN);
    commit(&w, "--no-verify -a").exits(0);
    assert_eq!(commits(&w), 3);
}

#[test]
fn a_workspace_below_the_repository_is_checked_and_other_commits_are_not_held_up() {
    let w = Workspace::empty()
        .file("src/main.rs", "fn main() {}\n")
        .file("our goals/okr.toml", "format = 1\n");
    w.git("init -q -b main");
    w.init_git();
    let there = w.okr("init --hooks").at(w.path("our goals")).run().exits(0);
    there.prints(&["create  .git/hooks/pre-commit\n"]);
    w.write("our goals/kpis/retention.toml", BROKEN);
    w.git("add -A");
    commit(&w, "")
        .exits(1)
        .says(&["kpis/retention.toml:2:1", "mend this in ./our goals/"]);
    // From a folder below, too.
    let below = w
        .script("git", Path::new("commit"), "-qm Goals")
        .at(w.path("src"));
    below.run().exits(1).says(&["kpis/retention.toml:2:1"]);
    commit(&w, "--no-verify").exits(0);
    // The fault is in, but what has nothing to do with goals goes its way.
    w.write("src/main.rs", "fn main() { }\n");
    commit(&w, "-a").exits(0);
}

#[test]
fn the_first_commit_and_other_work_trees_are_checked() {
    let w = Workspace::empty();
    w.git("init -q -b main");
    w.git("config user.name T");
    w.git("config user.email t@t.example");
    w.okr("init --hooks")
        .run()
        .exits(0)
        .prints(&["okr.toml\n"])
        .says(&["create  .git/hooks/pre-commit\n"]);
    w.write("kpis/retention.toml", BROKEN);
    w.git("add -A");
    commit(&w, "").exits(1).says(&["unknown-key"]);
    w.write("kpis/retention.toml", KPI);
    w.git("add -A");
    commit(&w, "").exits(0);
    w.git("worktree add -q ../other");
    let other = w.path("../other");
    // The hook is that of the repository.
    let again = w.okr("init --hooks").at(&other).run().exits(0);
    again.prints(&["same  "]);
    std::fs::write(other.join("kpis/retention.toml"), BROKEN).unwrap();
    let refused = w
        .script("git", Path::new("commit"), "-qam Goals")
        .at(&other);
    refused.run().exits(1).says(&["unknown-key"]);
}

#[test]
fn without_okr_commits_go_through_and_a_line_says_so() {
    let w = hooked();
    w.write("kpis/retention.toml", BROKEN);
    w.git("add -A");
    let programs = w.path("../programs");
    std::fs::create_dir(&programs).unwrap();
    for name in ["git", "sh", "rm", "mktemp", "tr"] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap())
            .map(|p| p.join(name))
            .find(|p| p.exists());
        std::os::unix::fs::symlink(found.unwrap(), programs.join(name)).unwrap();
    }
    let call = w
        .script("git", Path::new("commit"), "-qm Goals")
        .env("PATH", &programs);
    let done = call.env("GIT_CONFIG_GLOBAL", "/dev/null").run().exits(0);
    assert_eq!(
        done.stderr,
        "okr is not installed: these goals are committed unchecked\n"
    );
    assert_eq!(commits(&w), 2);
}

#[test]
fn hooks_lie_where_git_is_told_and_are_written_once() {
    let w = Workspace::new();
    w.git("init -q -b main");
    w.init_git();
    w.git("config core.hooksPath .githooks");
    w.okr("init --hooks")
        .run()
        .exits(0)
        .prints(&["create  .githooks/pre-commit\n"]);
    let mode = std::fs::metadata(w.path(".githooks/pre-commit"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o100, 0o100);
    w.okr("init --hooks")
        .run()
        .exits(0)
        .prints(&["same  .githooks/pre-commit\n"])
        .assert_unchanged();
    w.write("kpis/retention.toml", BROKEN);
    w.git("add kpis");
    commit(&w, "").exits(1).says(&["unknown-key"]);
}

#[test]
fn somebodys_hook_is_left_alone_and_runs_the_check_first() {
    let w = Workspace::new();
    w.git("init -q -b main");
    w.init_git();
    let theirs = "#!/bin/sh\nexec echo theirs >&2\n";
    w.write(".git/hooks/pre-commit", theirs);
    let refused = w.okr("init --hooks").run().exits(5);
    refused.says(&[
        ".git/hooks/pre-commit is there already and is left as it is",
        "okr init --hooks --dry-run > .git/hooks/okr-check",
        "  sh \"$(dirname \"$0\")/okr-check\" || exit 1\n",
    ]);
    assert_eq!(w.read(".git/hooks/pre-commit"), theirs);
    let ours = w
        .okr("init --hooks --dry-run")
        .run()
        .exits(0)
        .assert_unchanged();
    w.write(".git/hooks/okr-check", ours.stdout);
    let both = "#!/bin/sh\nsh \"$(dirname \"$0\")/okr-check\" || exit 1\nexec echo theirs >&2\n";
    w.write(".git/hooks/pre-commit", both);
    let path = w.path(".git/hooks/pre-commit");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    w.okr("init --hooks").run().exits(0).prints(&["same  "]);
    w.write("kpis/retention.toml", BROKEN);
    w.git("add -A");
    commit(&w, "").exits(1).says(&["unknown-key"]);
    w.write("kpis/retention.toml", KPI);
    w.git("add -A");
    commit(&w, "").exits(0).says(&["theirs\n"]);
    w.write(
        ".git/hooks/pre-commit",
        "#!/usr/bin/env python3\nprint(1)\n",
    );
    let refused = w.okr("init --hooks").run().exits(5);
    refused.says(&["have it run `sh .git/hooks/okr-check` first"]);
}

#[test]
fn an_older_hook_of_ours_is_replaced() {
    let w = hooked();
    let now = w.read(".git/hooks/pre-commit");
    let older = now.replace("mend this in", "look at");
    assert_ne!(now, older);
    w.write(".git/hooks/pre-commit", &older);
    let ran = w.okr("init --hooks").run().exits(0);
    ran.prints(&["update  .git/hooks/pre-commit\n"]);
    assert_eq!(w.read(".git/hooks/pre-commit"), now);
    // One that somebody has written on is his.
    w.write(".git/hooks/pre-commit", older.clone() + "echo mine\n");
    w.okr("init --hooks").run().exits(0).prints(&["same  "]);
}

#[test]
fn a_hook_that_git_passes_over_is_made_executable() {
    let w = hooked();
    let hook = w.path(".git/hooks/pre-commit");
    let mode = |mode| std::fs::set_permissions(&hook, PermissionsExt::from_mode(mode)).unwrap();
    mode(0o640);
    w.okr("init --hooks")
        .run()
        .exits(0)
        .prints(&["update  .git/hooks/pre-commit  now executable: git had passed it over\n"]);
    let now = std::fs::metadata(&hook).unwrap().permissions().mode();
    assert_eq!(now & 0o777, 0o750, "{now:o}");
    w.write("kpis/retention.toml", BROKEN);
    w.git("add -A");
    commit(&w, "").exits(1);
    w.okr("init --hooks").run().exits(0).prints(&["same  "]);
}

#[test]
fn folders_with_odd_names_are_checked() {
    let w = Workspace::empty();
    w.git("init -q -b main");
    for folder in ["q\"q", "b\\s", "line\nbreak"] {
        w.write(&format!("{folder}/okr.toml"), "format = 1\n");
    }
    w.init_git();
    w.okr("init --hooks").run().exits(0).prints(&["create  "]);
    for folder in ["q\"q", "b\\s", "line\nbreak"] {
        let kpi = format!("{folder}/kpis/retention.toml");
        w.write(&kpi, BROKEN);
        w.git("add -A");
        commit(&w, "").exits(1).says(&["unknown-key"]);
        w.write(&kpi, KPI);
        w.git("add -A");
        commit(&w, "").exits(0);
    }
}

#[test]
fn from_elsewhere_in_the_repository_no_second_workspace_is_made() {
    let w = Workspace::empty()
        .file("src/main.rs", "fn main() {}\n")
        .file("goals/okr.toml", "format = 1\n");
    w.git("init -q -b main");
    for folder in [".", "src"] {
        let ran = w.okr("init --hooks").at(w.path(folder)).run().exits(0);
        ran.prints(&[".git/hooks/pre-commit\n"]);
    }
    assert!(!w.path("okr.toml").exists() && !w.path("src/okr.toml").exists());
    // Who names a folder wants one there.
    w.okr("init other --hooks").run().exits(0);
    assert!(w.path("other/okr.toml").exists());
}

#[test]
fn where_no_hook_can_be_nothing_is_made() {
    let w = Workspace::empty();
    w.okr("init --hooks")
        .run()
        .exits(5)
        .says(&["the workspace is in no git repository", "`git init`"])
        .assert_unchanged();
    w.git("init -q -b main");
    w.write(".git/hooks/pre-commit", "#!/bin/sh\n");
    w.okr("init goals --hooks")
        .run()
        .exits(5)
        .assert_unchanged();
    w.okr("init --dry-run").run().exits(2);
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn pre_commit_runs_the_check_where_goals_change() {
    let text = std::fs::read_to_string(root(".pre-commit-hooks.yaml")).unwrap();
    let hooks = YamlOwned::load_from_str(&text).unwrap().remove(0);
    let [hook] = &hooks.as_sequence().unwrap()[..] else {
        panic!("{text}")
    };
    assert_eq!(hook["id"].as_str(), Some("okr-check"));
    assert_eq!(hook["pass_filenames"].as_bool(), Some(false));
    let files = serde_json::json!({ "pattern": hook["files"].as_str().unwrap() });
    let files = jsonschema::draft7::new(&files).unwrap();
    for (path, wanted) in [
        ("okr.toml", true),
        ("goals/okr.toml", true),
        ("goals/kpis/support/first.toml", true),
        ("2026-Q3/checkins/x.toml", true),
        ("2026/double.toml", true),
        ("Cargo.toml", false),
        ("src/kpis.rs", false),
        ("docs/2026.md", false),
    ] {
        assert_eq!(files.is_valid(&path.into()), wanted, "{path}");
    }
    let mut words = hook["entry"].as_str().unwrap().split(' ');
    assert_eq!(words.next(), Some("okr"));
    let w = Workspace::new().file("kpis/retention.toml", BROKEN);
    w.okr(&words.collect::<Vec<_>>().join(" ")).run().exits(1);
}

#[test]
fn the_workflow_marks_the_line_in_a_pull_request() {
    let w = Workspace::new().file("kpis/retention.toml", KPI);
    let workflow = root("examples/check/check.yml");
    let workflow = w.file(
        ".github/workflows/check.yml",
        std::fs::read(workflow).unwrap(),
    );
    let w = workflow;
    w.git("init -q -b main");
    w.init_git();
    let workflow = Workflow::read(&w.path(".github/workflows/check.yml"));
    assert_eq!(keys(&workflow.document["permissions"]), ["contents"]);
    assert_eq!(
        workflow.document["permissions"]["contents"].as_str(),
        Some("read")
    );
    let run = |folder: &str| workflow.run(&w.root(), &w.path(folder), "2026-07-14");
    let clean = run("../clean").succeeds();
    assert!(!clean.log.contains("::"), "{}", clean.log);
    w.write("kpis/retention.toml", BROKEN);
    w.git("commit -qam Broken");
    let broken = run("../broken").fails_in("Check");
    broken.logs(&["::error file=kpis/retention.toml,line=2,", "unknown-key"]);
}
