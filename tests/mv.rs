//! `okr mv`: names change, references follow, and what was reported under old names still counts.

mod support;

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use support::company::company;
use support::{Entry, Workspace};

/// What readers show, under the names that `renames` gives.
fn figures(workspace: &Workspace, renames: &[(&str, &str)]) -> Vec<Value> {
    let words = [
        "status",
        "kpi",
        "score",
        "status --cycle 2026-Q2",
        "status --cycle 2026",
    ];
    let shown = words.map(|words| {
        let mut text = workspace.json(words).to_string();
        for (old, new) in renames {
            text = text.replace(old, new);
        }
        let mut shown: Value = serde_json::from_str(&text).unwrap();
        for list in ["objectives", "kpis"] {
            if let Some(list) = shown[list].as_array_mut() {
                list.sort_by_key(|goal| goal["id"].to_string());
                // Part of the id.
                list.iter_mut().for_each(|goal| goal["team"] = Value::Null);
            }
        }
        shown
    });
    shown.into()
}

fn clean(workspace: &Workspace) {
    workspace.okr("check").run().finds_only_practice();
}

#[test]
fn a_team_goes_with_every_reference() {
    let workspace = company();
    clean(&workspace);
    let names = [
        ("care/", "fans/"),
        ("\"team\":\"care\"", "\"team\":\"fans\""),
    ];
    let before = figures(&workspace, &names);
    let closed = workspace.read("2026-Q2/care/loyal.toml");
    let ran = workspace.okr("mv care fans").run().exits(0).prints(&[
        "care/loyal → fans/loyal  2026-Q3/fans/loyal.toml",
        "care/desk/fast → fans/desk/fast",
        "kpis/care/nps → kpis/fans/nps  kpis/fans/nps.toml",
        "7 references in 4 files",
    ]);
    assert!(
        !ran.after
            .keys()
            .any(|p| p.starts_with("2026-Q3/care") || p.starts_with("kpis/care"))
    );
    clean(&workspace);
    let after = figures(&workspace, &names);
    assert!(after == before, "{after:#?}\n{before:#?}");
    assert_eq!(workspace.read("2026-Q2/care/loyal.toml"), closed);
    let moved = workspace.read("2026-Q3/fans/loyal.toml");
    for kept in [
        "# Why we are here.\nobjective = 'Loyal' # in one word\n",
        "supports = \"2026/grow.arr\" # the year's\n",
        "  \"kpis/cost\", # money\n  'kpis/fans/nps', # people\n]\nformerly = [\"care/loyal\"]\n",
        "[key_results.nps] # vital\nkpi = 'kpis/fans/nps' # a KPI\n",
        "carried = { from = \"2026-Q2/care/loyal.nps\"",
    ] {
        assert!(moved.contains(kept), "{kept}\n{moved}");
    }
    let fast = workspace.read("2026-Q3/fans/desk/fast.toml");
    assert!(fast.contains("supports = 'fans/loyal.teams' # theirs\nkpi = \"kpis/fans/nps\""));
    assert!(
        workspace
            .read("2026-Q3/sell.toml")
            .contains("supports = \"fans/loyal\"\n")
    );
    let cost = workspace.read("kpis/cost.toml");
    assert!(
        cost.contains("drives = [ 'kpis/fans/nps' ] # up\n"),
        "{cost}"
    );
    assert!(cost.contains("replaced_by = \"kpis/fans/nps\""), "{cost}");
    workspace
        .okr("mv care fans")
        .run()
        .exits(0)
        .prints(&["fans has that name already"])
        .assert_unchanged();
}

/// An amendment goes on telling what was written then; readers name the goal as it is called now.
#[test]
fn a_goal_that_was_supported_before_is_shown_under_its_new_name() {
    let workspace = company();
    let today = "2026-08-10";
    let run = |words: &str| workspace.okr(words).today(today).run().exits(0);
    run("amend sell --supports 2026/grow");
    run("mv care/loyal fans/loyal");
    let status = run("status --as-of 2026-08-01 --format json").json();
    let objectives = status["objectives"].as_array().unwrap();
    let sell = objectives.iter().find(|o| o["id"] == "sell").unwrap();
    assert_eq!(sell["supports"], "fans/loyal");
    assert!(
        workspace
            .read("2026-Q3/sell.toml")
            .contains("was = { supports = \"care/loyal\" }")
    );
}

#[test]
fn there_and_back_changes_nothing_but_formerly() {
    for (old, new, file, table) in [
        (
            "care/loyal",
            "care/fans",
            "2026-Q3/care/loyal.toml",
            "care/fans",
        ),
        (
            "care/loyal.nps",
            "care/loyal.promoters",
            "2026-Q3/care/loyal.toml",
            "promoters",
        ),
        (
            "care/loyal.teams",
            "care/loyal.crews",
            "2026-Q3/care/loyal.toml",
            "crews",
        ),
        (
            "kpis/care/nps",
            "kpis/nps",
            "kpis/care/nps.toml",
            "kpis/nps",
        ),
        (
            "2026/grow.arr",
            "2026/grow.income",
            "2026/grow.toml",
            "income",
        ),
        ("2026/grow", "2026/expand", "2026/grow.toml", "expand"),
    ] {
        for ends in ["\n", "\r\n"] {
            let workspace = company();
            for (path, entry) in workspace.tree() {
                if let Entry::File(bytes) = entry {
                    let text = String::from_utf8(bytes).unwrap().replace('\n', ends);
                    let mark = if ends == "\n" { "" } else { "\u{feff}" };
                    workspace.write(&path, format!("{mark}{}", text.trim_end()));
                }
            }
            let before = workspace.tree();
            let short = |id: &'static str| id.strip_prefix("2026/").unwrap_or(id);
            let names = [(short(old), short(new))];
            let figures_before = figures(&workspace, &names);
            workspace.okr(&format!("mv {old} {new}")).run().exits(0);
            clean(&workspace);
            assert!(figures(&workspace, &names) == figures_before, "{old}");
            workspace.okr(&format!("mv {new} {old}")).run().exits(0);
            clean(&workspace);
            let mut after = workspace.tree();
            let text = workspace.read(file);
            let line = format!("formerly = [\"{table}\"]");
            assert_eq!(text.matches(&line).count(), 1, "{text}");
            let text = text.replacen(&format!("{line}{ends}"), "", 1);
            let text = text.replacen(&format!("{ends}{line}"), "", 1);
            after.insert(file.to_owned(), Entry::File(text.into_bytes()));
            assert!(before == after, "{old}: {}", workspace.read(file));
        }
    }
}

#[test]
fn a_dry_run_prints_what_git_applies() {
    for words in [
        "mv care fans",
        "mv kpis/care/nps kpis/nps",
        "mv care/loyal.teams care/loyal.all",
    ] {
        let (dry, real) = (company(), company());
        git(&dry.root(), &["init", "--quiet"]);
        let ran = dry
            .okr(words)
            .arg("--dry-run")
            .run()
            .exits(0)
            .assert_unchanged();
        let diff = dry.path("../mv.diff");
        std::fs::write(&diff, &ran.stdout).unwrap();
        git(&dry.root(), &["apply", diff.to_str().unwrap()]);
        real.okr(words).run().exits(0);
        assert_eq!(dry.tree(), real.tree(), "{words}");
    }
}

#[test]
fn a_renaming_of_which_a_part_is_there_is_completed_by_the_same_command() {
    for words in [
        "mv care fans",
        "mv care/loyal fans/loyal",
        "mv kpis/care/nps kpis/nps",
        "mv loyal fans",
    ] {
        let whole = company();
        let ran = whole.okr(words).run().exits(0);
        let file = |entry: &Entry| match entry {
            Entry::File(bytes) => Some(bytes.clone()),
            Entry::Folder | Entry::Link(_) | Entry::Other => None,
        };
        let is_file = |path: &&String| {
            let entry = ran.after.get(*path).or(ran.before.get(*path));
            entry.and_then(file).is_some()
        };
        let written = ran.written();
        let mut steps: Vec<&String> = written.iter().filter(is_file).collect();
        // As a merge may leave it: new files, references, and the old files not yet gone.
        steps.sort_by_key(|path| {
            (
                ran.before.contains_key(*path),
                !ran.after.contains_key(*path),
                (*path).clone(),
            )
        });
        assert!(steps.len() >= 3, "{words}: {steps:?}");
        for made in 0..=steps.len() {
            let cut = company();
            for path in &steps[..made] {
                match ran.after.get(*path).and_then(file) {
                    Some(bytes) => cut.write(path, bytes),
                    None => std::fs::remove_file(cut.path(path)).unwrap(),
                }
            }
            cut.okr("status").run().exits(0);
            cut.okr(words).run().exits(0);
            clean(&cut);
            let mut tree = cut.tree();
            tree.retain(|_, entry| *entry != Entry::Folder);
            let mut expected = ran.after.clone();
            expected.retain(|_, entry| *entry != Entry::Folder);
            assert_eq!(tree, expected, "{words} after {made} of {steps:?}");
        }
    }
}

#[test]
fn references_that_were_left_follow_when_it_is_asked_for_again() {
    for (words, file, new, old) in [
        (
            "mv loyal fans",
            "2026-Q3/sell.toml",
            "\"fans\"",
            "\"care/loyal\"",
        ),
        (
            "mv care fans",
            "2026-Q3/sell.toml",
            "fans/loyal",
            "care/loyal",
        ),
        (
            "mv teams care/loyal.all",
            "2026-Q3/care/desk/fast.toml",
            "loyal.all",
            "loyal.teams",
        ),
        (
            "mv nps kpis/people",
            "2026-Q3/care/desk/fast.toml",
            "kpis/people",
            "kpis/care/nps",
        ),
    ] {
        let workspace = company();
        let ran = workspace.okr(words).run().exits(0);
        let file = match ran.after.contains_key(file) {
            true => file.to_owned(),
            false => file.replace("care", "fans"),
        };
        workspace.replace(&file, new, old);
        clean(&workspace);
        let again = workspace.okr(words).run().exits(0);
        let again = again.prints(&["has that name already\n1 reference in 1 file\n"]);
        assert!(again.after == ran.after, "{words}: {again}");
    }
}

#[test]
fn what_stands_in_the_way_is_said_and_nothing_changes() {
    let workspace = company()
        .file("2026-Q3/other/x.toml", "objective = \"X\"\nformerly = [\"gone\"]\n\n[key_results.y]\ntitle = \"Y\"\nbaseline = 0\ntarget = 1\nformerly = [\"z\"]\n\n[key_results.w]\ntitle = \"W\"\nbaseline = 0\ntarget = 1\n");
    for (words, code, said) in [
        (
            "mv sell care/loyal",
            5,
            "there is a 2026-Q3/care/loyal.toml already",
        ),
        ("mv sell gone", 5, "other/x was once called gone"),
        ("mv other/x.w other/x.y", 5, "there is a other/x.y already"),
        ("mv other/x.w other/x.z", 5, "other/x.y was once called z"),
        (
            "mv kpis/cost kpis/revenue",
            5,
            "there is a kpis/revenue.toml already",
        ),
        ("mv other care", 5, "there is a team care already"),
        ("mv care care/desk", 2, "cannot move into itself"),
        ("mv sell care/", 2, "into the team: `care/sell`"),
        ("mv sell 2026-q4", 2, "`2026-q4` is reserved"),
        ("mv sell Sell_More", 2, "`sell-more` would do"),
        ("mv sell kpis/sell", 2, "is an objective"),
        ("mv sell checkins/sell", 2, "`checkins` is reserved"),
        (
            "mv other/x.w sell.w",
            2,
            "a key result stays in its objective, other/x",
        ),
        ("mv other/x.w v", 2, "okr mv other/x.w other/x.v"),
        ("mv kpis/cost costs", 2, "okr mv kpis/cost kpis/costs"),
        (
            "mv sell 2026-Q4/sell",
            2,
            "a goal stays in its cycle, 2026-Q3",
        ),
        ("mv nothing-like-it fans", 3, "no goal is called"),
        (
            "mv 2026-Q2/care/loyal care/fans",
            5,
            "2026-Q2 was closed on 2026-07-02",
        ),
        ("mv care fans --cycle 2026-Q2", 5, "2026-Q2 was closed"),
    ] {
        workspace
            .okr(words)
            .run()
            .exits(code)
            .says(&[said])
            .assert_unchanged();
    }
    workspace.write("2026-Q3/broken.toml", "objective = ");
    workspace
        .okr("mv sell buy")
        .run()
        .exits(4)
        .says(&["2026-Q3/broken.toml:1"])
        .assert_unchanged();
}

#[test]
fn one_cycle_alone() {
    let workspace = company().file("2026-Q4/care/loyal.toml", "objective = \"Loyal\"\nsupports = \"2026/grow\"\n\n[key_results.nps]\nkpi = \"kpis/care/nps\"\ncarried = { from = \"2026-Q3/care/loyal.nps\", actual = 15 }\n");
    let ran = workspace.okr("mv care fans --cycle q3").run().exits(0);
    assert!(ran.after.contains_key("2026-Q4/care/loyal.toml"));
    assert!(ran.after.contains_key("kpis/care/nps.toml"));
    assert!(!ran.written().iter().any(|path| path.starts_with("2026-Q4")));
    clean(&workspace);
    workspace
        .okr("mv care fans")
        .run()
        .exits(0)
        .prints(&["kpis/care/nps → kpis/fans/nps", "2026-Q4/fans/loyal.toml"]);
    clean(&workspace);
}

#[test]
fn json_names_goals_and_references() {
    let workspace = company();
    let shown = workspace.json("mv care/loyal fans/loyal");
    let changes = shown["changes"].as_array().unwrap();
    assert_eq!(changes[0]["id"], "fans/loyal");
    assert_eq!(changes[0]["before"], "care/loyal");
    assert_eq!(changes[0]["path"], "2026-Q3/fans/loyal.toml");
    assert_eq!(changes[1]["id"], "care/desk/fast");
    assert_eq!(changes[1]["before"], "care/loyal.teams");
    assert_eq!(changes[1]["after"], "fans/loyal.teams");
    assert_eq!(changes.len(), 3);
}

#[test]
fn the_mode_stays() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = company();
    for path in ["2026-Q3/care/loyal.toml", "2026-Q3/sell.toml"] {
        let mode = std::fs::Permissions::from_mode(0o660);
        std::fs::set_permissions(workspace.path(path), mode).unwrap();
    }
    workspace.okr("mv care fans").run().exits(0);
    for path in ["2026-Q3/fans/loyal.toml", "2026-Q3/sell.toml"] {
        let mode = std::fs::metadata(workspace.path(path))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o660, "{path}");
    }
}

fn git(at: &Path, words: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(at)
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ])
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_EDITOR", "true")
        .output()
        .expect("git is installed");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {words:?}\n{text}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(at: &Path, message: &str) {
    git(at, &["add", "--all"]);
    git(at, &["commit", "--quiet", "--message", message]);
}

/// A team of twenty objectives, which others support, in git.
fn twenty() -> Workspace {
    let mut workspace = Workspace::new().file(
        "kpis/care/calls.toml",
        "name = \"Calls\"\nmeasure = \"calls\"\n\n[targets]\n2026-Q3 = 100\n",
    );
    for n in 0..20 {
        workspace = workspace
            .file(
                &format!("2026-Q3/care/goal-{n}.toml"),
                format!("# Goal {n}.\nobjective = \"Goal\" # {n}\nowner = \"maria\"\n\n[key_results.metric]\ntitle = \"M\"\nbaseline = 0\ntarget = 100\n\n[key_results.calls]\nkpi = \"kpis/care/calls\"\nbaseline = 0\n\n[key_results.parts]\nkind = \"rollup\"\n"),
            )
            .file(
                &format!("2026-Q3/sales/part-{n}.toml"),
                format!("objective = \"Part\"\nsupports = \"care/goal-{n}.parts\" # theirs\nguardrails = [\"kpis/care/calls\"]\n\n[key_results.metric]\ntitle = \"M\"\nbaseline = 0\ntarget = 100\n"),
            );
    }
    git(
        &workspace.root(),
        &["init", "--quiet", "--initial-branch=main"],
    );
    commit(&workspace.root(), "Begin");
    workspace
}

#[test]
fn colleagues_report_under_old_names_while_a_team_is_renamed() {
    let report = |workspace: &Workspace| {
        for n in 0..20 {
            let day = format!("2026-07-{:02}", 2 + n % 9);
            let words = format!(
                "checkin care/goal-{n}.metric={}@7/10 sales/part-{n}.metric={}",
                n * 4,
                n * 3
            );
            workspace.okr(&words).today(&day).user("tom").run().exits(0);
        }
        let words = "checkin kpis/care/calls 40";
        workspace.okr(words).today("2026-07-12").run().exits(0);
    };
    let shown = |workspace: &Workspace| -> Vec<String> {
        let shown = ["status", "kpi", "score"].map(|words| workspace.json(words).to_string());
        let renamed = |text: &String| {
            text.replace("care/", "fans/")
                .replace("\"care\"", "\"fans\"")
        };
        shown.iter().map(renamed).collect()
    };
    let alone = twenty();
    report(&alone);
    let world = twenty();
    git(&world.root(), &["checkout", "--quiet", "-b", "reports"]);
    report(&world);
    commit(&world.root(), "Report");
    git(&world.root(), &["checkout", "--quiet", "main"]);
    world
        .okr("mv care fans")
        .run()
        .exits(0)
        .prints(&["60 references in 40 files"]);
    commit(&world.root(), "Rename");
    git(&world.root(), &["merge", "--quiet", "--no-edit", "reports"]);
    clean(&world);
    assert_eq!(shown(&world), shown(&alone));
    for n in 0..20 {
        let text = world.read(&format!("2026-Q3/fans/goal-{n}.toml"));
        assert!(text.starts_with(&format!("# Goal {n}.\nobjective = \"Goal\" # {n}\n")));
    }
}

#[test]
fn commit_takes_old_and_new_and_nothing_else() {
    let world = twenty();
    world.write("notes.md", "mine");
    let environment = [
        ("AUTHOR", "NAME"),
        ("AUTHOR", "EMAIL"),
        ("COMMITTER", "NAME"),
        ("COMMITTER", "EMAIL"),
    ];
    let mut call = world.okr("mv care fans --commit");
    for (who, what) in environment {
        call = call.env(&format!("GIT_{who}_{what}"), "somebody");
    }
    call.run().exits(0);
    assert_eq!(
        git(&world.root(), &["log", "-1", "--format=%s"]),
        "Rename care to fans\n"
    );
    let left = git(&world.root(), &["status", "--porcelain"]);
    assert!(
        left.contains("notes.md") && !left.contains("2026-Q3") && !left.contains("kpis"),
        "{left}"
    );
}

#[test]
fn what_was_carried_is_still_found() {
    let workspace = Workspace::example("acme");
    let carry = || workspace.okr("carry").today("2026-10-02");
    carry().run().exits(0);
    workspace
        .okr("mv customer-success customers")
        .today("2026-10-02")
        .run()
        .exits(0);
    clean(&workspace);
    carry().run().exits(0).assert_unchanged();
}

#[test]
fn what_a_branch_adds_to_the_old_team_comes_along() {
    let workspace = company();
    workspace.okr("mv care fans").run().exits(0);
    workspace.write(
        "2026-Q3/care/late.toml",
        "objective = \"Late\"\nsupports = \"care/loyal.teams\"\nkpi = \"kpis/care/nps\"\nbaseline = 10\n",
    );
    workspace.write(
        "2026-Q3/buy.toml",
        "objective = \"Buy\"\nsupports = \"care/late\"\nkpi = \"kpis/fans/nps\"\nbaseline = 10\n",
    );
    clean(&workspace);
    workspace
        .okr("mv care fans")
        .run()
        .exits(0)
        .prints(&["care/late → fans/late", "3 references in 2 files"]);
    clean(&workspace);
    let late = workspace.read("2026-Q3/fans/late.toml");
    assert!(
        late.contains("supports = \"fans/loyal.teams\"\nkpi = \"kpis/fans/nps\""),
        "{late}"
    );
}

#[test]
fn a_name_of_a_team_and_of_an_objective_is_either() {
    let workspace = Workspace::new()
        .file("2026-Q3/growth.toml", "objective = \"Grow\"\n")
        .file("2026-Q3/growth/fast.toml", "objective = \"Fast\"\n");
    let run = |words: &str| workspace.okr(words).run();
    run("mv growth more")
        .exits(3)
        .says(&["  growth.toml  objective: Grow\n  growth/      team\n"])
        .assert_unchanged();
    run("mv 2026-Q3/growth more")
        .exits(3)
        .says(&["  2026-Q3/growth.toml  objective: Grow\n  2026-Q3/growth/      team\n"])
        .assert_unchanged();
    let moved = |words: &str| run(&format!("mv {words} more --dry-run")).exits(0).stderr;
    for objective in ["growth.toml", "2026-Q3/growth.toml"] {
        assert_eq!(
            moved(objective),
            "growth → more  2026-Q3/more.toml\nno references to it\n"
        );
    }
    for team in ["growth/", "2026-Q3/growth/"] {
        let said = "growth/fast → more/fast  2026-Q3/more/fast.toml\nno references to it\n";
        assert_eq!(moved(team), said);
    }
}

#[test]
fn where_a_team_keeps_its_old_name_is_said() {
    let workspace = company().file("2026-Q4/care/kind.toml", "objective = \"Kind\"\n");
    let run = |words: &str| workspace.okr(words).run().exits(0);
    let closed = "note: 2026-Q2 keeps the name care: what is closed is left alone\n";
    run("mv care fans --dry-run").says(&[closed]);
    let left = "note: 2026-Q4 and kpis keep the name care: only 2026-Q3 was asked for\n";
    run("mv 2026-Q3/care/ fans --dry-run").says(&[closed, left]);
    run("mv care fans --cycle q3 --format json").says(&[closed, left]);
    let rest = run("mv sell buy");
    assert_eq!(rest.stderr, "");
}
