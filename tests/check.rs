//! `okr check` as people and machines use it: what it prints, what it leaves out, what it mends.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use support::random::{Random, few, workspace};
use support::{Entry, Ran, Tree, Workspace};

const GROW: &str = "\
objective = \"Win in Europe\"
owner = \"ines\"

[key_results.a]
title = \"Revenue\"
unit = \"EUR\"
baseline = 1
target = 4

[key_results.b]
title = \"Customers\"
unit = \"customers\"
baseline = 10
target = 40
";

/// Checks on a day on which nothing is being planned any more.
fn check(workspace: &Workspace, words: &str) -> Ran {
    let call = workspace.okr(&format!("check {words}"));
    call.today("2026-08-14").run()
}

fn rules(ran: &Ran) -> Vec<String> {
    let document = ran.document();
    let findings = document["findings"].as_array().unwrap();
    let rule = |f: &Value| {
        format!(
            "{}:{} {}",
            f["path"].as_str().unwrap(),
            f["line"],
            f["rule"]
        )
    };
    findings.iter().map(|f| rule(f).replace('"', "")).collect()
}

/// One objective with a single key result: a warning at its header.
fn lonely(before: &str, header: &str) -> Workspace {
    let text = format!(
        "objective = \"Win in Europe\"\nowner = \"ines\"\n{before}[key_results.a]{header}\n\
         title = \"Revenue\"\nunit = \"EUR\"\nbaseline = 1\ntarget = 4\n"
    );
    Workspace::new().file("2026-Q3/grow.toml", text)
}

const LONELY: &str = "2026-Q3/grow.toml:3 key-result-count";

fn has(ran: &Ran, finding: &str) -> bool {
    rules(ran).iter().any(|found| found == finding)
}

#[test]
fn a_warning_is_allowed_where_it_is_meant() {
    let json = "--format json";
    assert!(has(&check(&lonely("", ""), json), LONELY));
    let at_end = lonely("", " # for now # okr: allow(key-result-count)");
    let above = lonely(
        "# okr: allow(vague-verb, key-result-count)\n# for now\n",
        "",
    );
    for workspace in [at_end, above] {
        let ran = check(&workspace, json).exits(0);
        assert!(!ran.stdout.contains("\"key-result-count\""), "{ran}");
    }
    let elsewhere = lonely("", "\n# okr: allow(key-result-count)");
    assert!(has(&check(&elsewhere, json), LONELY));
    let in_text = lonely("why = \"# okr: allow(key-result-count)\"\n", "");
    let one_down = LONELY.replace(":3", ":4");
    assert!(has(&check(&in_text, json), &one_down));
    let allowed = lonely("", "").file("okr.toml", "[check]\nallow = [\"key-result-count\"]");
    let ran = check(&allowed, json).exits(0);
    assert!(!ran.stdout.contains("\"key-result-count\""), "{ran}");
}

#[test]
fn what_a_file_lacks_is_allowed_at_its_head() {
    let orphan = GROW.replace("owner = \"ines\"\n", "");
    let is_warned = |text: String| {
        let workspace = Workspace::new().file("2026-Q3/grow.toml", text);
        has(
            &check(&workspace, "--format json"),
            "2026-Q3/grow.toml:1 missing-owner",
        )
    };
    assert!(is_warned(orphan.clone()));
    let said = "# okr: allow(missing-owner)\n";
    for head in ["", "# Ours.\n", "\n", "# Ours.\n\n"] {
        assert!(!is_warned(format!("{head}{said}{orphan}")), "{head}");
        assert!(!is_warned(format!("{said}{head}{orphan}")), "{head}");
        let at_end = orphan.replacen('\n', &format!(" {said}"), 1);
        assert!(!is_warned(format!("{head}{at_end}")), "{head}");
    }
    // A line of its own below the first key speaks for what follows.
    assert!(is_warned(format!("{orphan}{said}")));
    assert!(is_warned(orphan.replacen('\n', &format!("\n{said}"), 1)));
}

#[test]
fn what_is_denied_is_an_error_that_no_comment_allows() {
    let denied = "[check]\nallow = [\"key-result-count\"]\ndeny = [\"key-result-count\"]";
    let workspace = lonely("", " # okr: allow(key-result-count)").file("okr.toml", denied);
    check(&workspace, "")
        .exits(1)
        .prints(&["error[key-result-count]"]);
}

#[test]
fn errors_are_not_allowed() {
    let slip = "onwer = \"x\" # okr: allow(unknown-key)\n";
    let workspace = Workspace::new()
        .file("2026-Q3/grow.toml", format!("{slip}{GROW}"))
        .file("okr.toml", "[check]\nallow = [\"unknown-key\"]\n");
    let ran = check(&workspace, "--format json").exits(1);
    let expected = [
        "2026-Q3/grow.toml:1 unknown-key",
        "2026-Q3/grow.toml:1 allowed-error",
        "okr.toml:2 allowed-error",
    ];
    assert_eq!(rules(&ran), expected, "{ran}");
}

#[test]
fn a_rule_that_nobody_knows_is_named_and_mended() {
    let workspace = lonely("", " # okr: allow(key-result-cuont)").file(
        "okr.toml",
        "[check] # mine\ndeny = ['unknwon-rule', \"x-y\"]\n",
    );
    let ran = check(&workspace, "--format json").exits(0);
    assert!(has(&ran, "okr.toml:2 unknown-rule"), "{ran}");
    assert!(has(&ran, "2026-Q3/grow.toml:3 unknown-rule"), "{ran}");
    let ran = check(&workspace, "--fix").exits(1).prints(&[
        "2026-Q3/grow.toml:3:30  key-result-cuont → key-result-count",
        "okr.toml:2:9  unknwon-rule → unknown-rule",
        "error[unknown-rule]: there is no rule `x-y`",
        "okr explain --list names them all",
    ]);
    assert!(!ran.stdout.contains("key-result-count]"), "{ran}");
    let settings = workspace.read("okr.toml");
    assert_eq!(
        settings,
        "[check] # mine\ndeny = ['unknown-rule', \"x-y\"]\n"
    );
}

/// Slips of every kind, some of which show only once others are mended.
fn slips() -> Workspace {
    let goal = "\u{feff}objective = 'Keep clients'\r\nowner = 'Maria' # the boss\r\n\
                suports = \"2026-q3/t/Grow\"\r\n[key_result.Retention]\r\ntitle = \"Kept\"\r\n\
                kpi = \"kpis/joy\"\r\n[key_result.x]\r\ntitle=\"Other\"\r\nbaselin =  3.10\r\n\
                target = 1_000 # baselin\r\n";
    let kpi = "name = \"NPS\"\ndireciton = \"Increase\"\nformerly = [\"kpis/joy\"]\n\
               [targets]\n2026-q3 = 80\n";
    Workspace::new()
        .file("2026-Q3/loyal.toml", goal)
        .file("2026-Q3/t/grow.toml", GROW)
        .file("kpis/NPS.TOML", kpi)
}

#[test]
fn slips_are_mended_and_nothing_else_is_touched() {
    let workspace = slips();
    let dry = check(&workspace, "--fix --dry-run")
        .exits(0)
        .assert_unchanged();
    assert!(dry.stdout.contains("rename to kpis/nps.toml"), "{dry}");
    check(&workspace, "--fix").exits(0).prints(&[
        "2026-Q3/loyal.toml:2:9  Maria → maria\n",
        "2026-Q3/loyal.toml:3:1  suports → supports\n",
        "2026-Q3/loyal.toml:3:12  2026-q3/t/Grow → 2026-Q3/t/grow\n",
        "2026-Q3/loyal.toml:4:2  key_result → key_results\n",
        "2026-Q3/loyal.toml:6:7  kpis/joy → kpis/nps\n",
        "kpis/NPS.TOML → kpis/nps.toml\n",
        "kpis/nps.toml:5:1  2026-q3 → 2026-Q3\n",
    ]);
    let goal = "\u{feff}objective = 'Keep clients'\r\nowner = 'maria' # the boss\r\n\
                supports = \"2026-Q3/t/grow\"\r\n[key_results.retention]\r\ntitle = \"Kept\"\r\n\
                kpi = \"kpis/nps\"\r\n[key_results.x]\r\ntitle=\"Other\"\r\nbaseline =  3.10\r\n\
                target = 1_000 # baselin\r\n";
    assert_eq!(workspace.read("2026-Q3/loyal.toml"), goal);
    assert!(!workspace.path("kpis/NPS.TOML").exists());
    check(&workspace, "--fix").exits(0).assert_unchanged();
}

#[test]
fn what_has_two_answers_is_left() {
    let texts = [
        "owner = \"a\"\nonwer = \"b\"\n",
        // `date` is near, but takes no number.
        "[[amended]]\nwhn = 5\n",
        // A number is never mended.
        "weight = -1\n",
    ];
    for text in texts {
        let workspace =
            Workspace::new().file("2026-Q3/a.toml", format!("objective = \"A\"\n{text}"));
        check(&workspace, "--fix").exits(1).assert_unchanged();
    }
    let taken = Workspace::new()
        .file("kpis/NPS.toml", "name = \"A\"\n")
        .file("kpis/nps.toml", "name = \"B\"\n");
    let ran = check(&taken, "--fix").exits(1).assert_unchanged();
    assert!(ran.stdout.contains("kpis/NPS.toml"), "{ran}");
}

#[test]
fn a_closed_cycle_is_left_alone() {
    let workspace = Workspace::new()
        .file("2026-Q2/a.toml", "objective = \"A\"\nonwer = \"b\"\n")
        .file("2026-Q2/closed.toml", "on = 2026-07-04\n[scores]\n");
    let ran = check(&workspace, "--fix").exits(1).assert_unchanged();
    ran.says(&["2026-Q2 is closed", "okr close 2026-Q2 --undo"]);
}

#[test]
fn only_what_is_asked_for() {
    let workspace = slips();
    check(&workspace, "kpis --fix").prints(&["kpis/NPS.TOML →"]);
    assert!(workspace.read("2026-Q3/loyal.toml").contains("suports"));
    let whole = workspace.path("2026-Q3/loyal.toml");
    let call = workspace.okr("check").arg(&whole).today("2026-08-14");
    let ran = call.run().exits(1);
    assert!(!ran.stdout.contains("kpis/nps.toml"), "{ran}");
    let inside = workspace
        .okr("check loyal.toml")
        .at(workspace.path("2026-Q3"));
    inside
        .today("2026-08-14")
        .run()
        .exits(1)
        .prints(&["suports"]);
    check(&workspace, "2026-Q3/gone.toml")
        .exits(3)
        .says(&["there is no 2026-Q3/gone.toml"]);
    check(&workspace, "/")
        .exits(3)
        .says(&["/ is not in the workspace"]);
    check(&workspace, "--commit")
        .exits(2)
        .says(&["go with --fix"]);
}

#[test]
fn a_commit_holds_what_was_mended_and_nothing_else() {
    let workspace = slips();
    workspace.init_git();
    workspace.write("mine.txt", "not yet");
    check(&workspace, "--fix --commit").exits(0);
    let shown = workspace.git("show --stat --format=%s");
    assert!(shown.contains("Fix what okr check found"), "{shown}");
    let status = workspace.git("status --porcelain");
    assert_eq!(status.trim(), "?? mine.txt");
}

#[test]
fn what_git_has_already_is_not_committed_again() {
    let workspace = Workspace::new().file("kpis/arr.toml", "name = \"ARR\"\nunit = \"EUR\"\n");
    workspace.init_git();
    workspace.replace("kpis/arr.toml", "unit", "Unit");
    check(&workspace, "--fix --commit")
        .exits(0)
        .prints(&["Unit → unit"]);
    assert_eq!(workspace.git("log --format=%s").lines().count(), 1);
    assert_eq!(workspace.git("status --porcelain"), "");
}

#[test]
fn all_errors_of_a_file_are_told_or_that_there_are_more() {
    let goal = |count: usize| {
        let key_result = |i| format!("[key_results.k{i}]\ntitel = \"T\"\n");
        let key_results: String = (0..count).map(key_result).collect();
        let text = format!("objective = \"A\"\n{key_results}");
        check(&Workspace::new().file("2026-Q3/a.toml", text), "").exits(1)
    };
    goal(150).prints(&[
        "150 errors in 1 file\n",
        "to mend 150 of them: okr check --fix\n",
    ]);
    goal(600)
        .prints(&["is not a key here; more errors of this file are told once these are mended"]);
    let syntax = "x\n".repeat(100_000);
    check(&Workspace::new().file("2026-Q3/a.toml", syntax), "")
        .exits(1)
        .prints(&["; more errors of this file are told once"]);
}

#[test]
fn folders_of_any_depth_are_looked_at_or_named() {
    let deep = |depth: usize| vec!["t"; depth].join("/");
    for folder in ["2026-Q3", "kpis", "2026-Q3/checkins"] {
        for depth in [70, 130, 300] {
            let workspace = Workspace::new();
            workspace.write(&format!("{folder}/{}/x.toml", deep(depth)), "zz = 1\n");
            let ran = check(&workspace, "").exits(1);
            ran.prints(&["error[too-deep]"]);
        }
    }
}

#[test]
fn a_path_may_be_as_findings_are_printed() {
    let workspace = slips();
    let whole = check(&workspace, "2026-Q3/loyal.toml --format json").exits(1);
    for path in ["2026-Q3/loyal.toml:2", "2026-Q3/loyal.toml:2:9"] {
        let ran = check(&workspace, &format!("{path} --format json")).exits(1);
        assert_eq!(ran.stdout, whole.stdout);
    }
    let near = Workspace::new().file("kpis/arr.toml", "name = \"ARR\"\n");
    check(&near, "kpis/arr")
        .exits(3)
        .says(&["did you mean kpis/arr.toml?"]);
    check(&near, "checkins")
        .exits(3)
        .says(&["such as kpis or 2026-Q3/checkins"]);
}

/// Everything found, but for what is found in the files that are left out.
fn found_outside(workspace: &Workspace, left_out: &[&str]) -> Vec<String> {
    let mut found = rules(&check(workspace, "--notes --format json"));
    found.retain(|f| {
        !left_out
            .iter()
            .any(|path| f.starts_with(&format!("{path}:")))
    });
    found
}

#[test]
fn no_rule_judges_what_an_unreadable_file_may_hold() {
    let workspace = Workspace::example("acme").file("okr.toml", "");
    let known = found_outside(&workspace, &[]);
    let mut wrong = Vec::new();
    for (path, entry) in workspace.tree() {
        let Entry::File(bytes) = entry else { continue };
        let Some((folder, name)) = path.rsplit_once('/') else {
            continue;
        };
        if !name.ends_with(".toml") {
            continue;
        }
        let text = String::from_utf8(bytes.clone()).unwrap();
        workspace.write(&path, format!("zz = 1\n{text}"));
        let mut found = found_outside(&workspace, &[&path]);
        if name != "closed.toml" && !folder.ends_with("checkins") {
            let upper = format!(
                "{folder}/{}",
                name.replacen(&name[..1], &name[..1].to_uppercase(), 1)
            );
            std::fs::rename(workspace.path(&path), workspace.path(&upper)).unwrap();
            workspace.write(&upper, &text);
            found.extend(found_outside(&workspace, &[&upper]));
            std::fs::remove_file(workspace.path(&upper)).unwrap();
        }
        workspace.write(&path, bytes);
        found.retain(|f| !known.contains(f));
        wrong.extend((!found.is_empty()).then_some((path, found)));
    }
    let team = workspace.path("2026-Q3/customer-success");
    std::fs::rename(&team, workspace.path("2026-Q3/Customer-Success")).unwrap();
    let mut found = found_outside(&workspace, &["2026-Q3/Customer-Success"]);
    found.retain(|f| !known.contains(f));
    assert!(
        wrong.is_empty() && found.is_empty(),
        "{wrong:#?} {found:#?}"
    );
}

#[test]
fn earlier_names_of_what_cannot_be_read_are_known() {
    let workspace = Workspace::new()
        .file(
            "kpis/nps.toml",
            "name = \"NPS\"\nformerly = [\"kpis/promoters\"]\nzz = 1\n",
        )
        .file(
            "2026-Q3/checkins/a.toml",
            "date = 2026-07-14\nby = \"tom\"\n\n[[update]]\nkpi = \"kpis/promoters\"\nvalue = 4\n",
        );
    let ran = check(&workspace, "--format json").exits(1);
    assert_eq!(rules(&ran), ["kpis/nps.toml:3 unknown-key"], "{ran}");
}

#[test]
fn a_comment_that_allows_nothing_is_named() {
    for comment in [
        "okr: allow key-result-count",
        "okr: alow(key-result-count)",
        "okr: allow(key-result-count",
        "okr: allow()",
        "OKR: Allow(key-result-count)",
        "Okr: allow(key-result-count)",
    ] {
        let workspace = lonely("", &format!(" # {comment}"));
        let ran = check(&workspace, "");
        ran.prints(&[
            "warning[unknown-rule]: this comment allows nothing",
            "# okr: allow(number-in-title)",
        ]);
    }
    let prose = lonely("", " # okr: see the manual");
    assert!(!check(&prose, "").stdout.contains("unknown-rule"));
    let long = lonely("", "").file(
        "2026-Q3/two.toml",
        "objective = \"\"\"\nReach 40 shops\"\"\" # okr: allow(number-in-title)\nowner = \"ines\"\n",
    );
    assert!(!check(&long, "").stdout.contains("number-in-title"));
}

#[test]
fn what_is_denied_is_not_allowed_and_that_is_said() {
    let denied = "[check]\nallow = [\"key-result-count\"]\ndeny = [\"key-result-count\"]";
    let workspace = lonely("", " # okr: allow(key-result-count)").file("okr.toml", denied);
    let ran = check(&workspace, "--format json").exits(1);
    assert!(has(&ran, "okr.toml:2 allowed-error"), "{ran}");
    assert!(has(&ran, "2026-Q3/grow.toml:3 allowed-error"), "{ran}");
}

#[test]
fn a_metric_without_words_is_a_warning() {
    let text = GROW.replace("title = \"Revenue\"\n", "");
    let workspace = Workspace::new().file("2026-Q3/grow.toml", text);
    let ran = check(&workspace, "--format json").exits(0);
    assert!(has(&ran, "2026-Q3/grow.toml:4 not-measurable"), "{ran}");
}

#[test]
fn dates_that_cannot_be() {
    let text = GROW.replace(
        "[key_results.b]\n",
        "[key_results.b]\ndropped = { on = 2030-01-01 }\n",
    );
    let review = "\n[review]\non = 2020-01-01\nworked = \"Much\"\n";
    let workspace = Workspace::new()
        .file("2026-Q3/grow.toml", text + review)
        .file("2026-Q2/closed.toml", "on = 2026-05-01\n");
    let ran = check(&workspace, "--format json").exits(0);
    for place in [
        "2026-Q3/grow.toml:11",
        "2026-Q3/grow.toml:18",
        "2026-Q2/closed.toml:1",
    ] {
        assert!(
            has(&ran, &format!("{place} impossible-date")),
            "{place} {ran}"
        );
    }
}

/// Texts that would do harm where they are printed as they are.
fn hostile() -> Workspace {
    let text = "objective = \"A\"\n\"a\\u001b[31m\\n::error::x,y:z%\" = 1\n";
    Workspace::new().file("2026-Q3/a.toml", text)
}

#[test]
fn annotations_name_files_from_the_repository_and_cannot_be_forged() {
    let above = Workspace::empty();
    above.write("goals/okr.toml", "format = 1\n");
    above.write("goals/2026-Q3/a.toml", hostile().read("2026-Q3/a.toml"));
    above.init_git();
    let call = above
        .okr("-C goals check --format github")
        .today("2026-08-14");
    let ran = call.run().exits(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        !lines.is_empty()
            && lines
                .iter()
                .all(|l| l.starts_with("::error file=goals/2026-Q3/a.toml,")
                    || l.starts_with("::warning file=goals/2026-Q3/a.toml,")),
        "{ran}"
    );
    assert!(lines[0].contains(",line=2,col=1,endColumn="), "{ran}");
    assert!(!ran.stdout.contains('\u{1b}'), "{ran}");
    let clean = Workspace::new();
    check(&clean, "--format github").exits(0).prints_nothing();
    check(&clean, "--format csv").exits(2);
}

#[test]
fn a_pipe_ascii_and_a_narrow_terminal() {
    let ran = check(&hostile(), "--ascii").exits(1);
    assert!(
        ran.stdout.is_ascii() && !ran.stdout.contains('\u{1b}'),
        "{ran}"
    );
    check(&slips(), "--fix --ascii").prints(&["suports -> supports"]);
    check(&Workspace::new(), "").exits(0).prints_nothing();
    let list = Workspace::new();
    let narrow = list
        .okr("explain --list")
        .env("COLUMNS", "40")
        .run()
        .exits(0);
    assert!(narrow.stdout.contains("key-result-count"), "{narrow}");
}

#[test]
fn json_holds_the_replacement_and_what_was_mended() {
    let workspace = slips();
    let ran = check(&workspace, "--format json").exits(1);
    let first = &ran.document()["findings"][0];
    assert_eq!(first["fix"], "maria", "{ran}");
    let ran = check(&workspace, "--fix --format json").exits(0);
    let document = ran.document();
    let fixed = document["fixed"].as_array().unwrap();
    assert!(fixed.iter().any(|f| f["fix"] == "kpis/nps.toml"), "{ran}");
    assert_eq!(document["schema"], 1);
}

#[test]
fn rules_are_explained_without_a_workspace() {
    let nowhere = Workspace::empty();
    nowhere
        .okr("explain key-result-count")
        .run()
        .exits(0)
        .prints(&[
            "key-result-count  warning",
            "Instead of this, on 2026-08-14,",
            "  warning[key-result-count]: `loyal` has one key result",
            "What practitioners say\nJohn Doerr",
            "# okr: allow(key-result-count)",
            "deny = [\"key-result-count\"]",
        ]);
    let ran = nowhere.okr("explain unknown-key").run().exits(0);
    let ran = ran.prints(&[
        "It is an error, which cannot be allowed.",
        "help: did you mean `owner`?",
    ]);
    assert!(!ran.stdout.contains("practitioners"), "{ran}");
    let list = nowhere.okr("explain --list").run().exits(0);
    assert!(
        list.stdout.lines().any(|l| l.starts_with("unknown-key ")),
        "{list}"
    );
    let listed = nowhere.json("explain --list");
    assert!(listed["rules"].as_array().unwrap().len() > 3);
    let one = nowhere.json("explain unknown-rule");
    assert_eq!(one["findings"][0]["fix"], "key-result-count");
    assert_eq!(one["can_be_allowed"], true);
    let near = nowhere.okr("explain unknown-kee").run().exits(3);
    near.says(&["did you mean the rule `unknown-key`?"]);
    nowhere.okr("explain").run().exits(2);
}

#[test]
fn a_goal_named_like_a_rule_is_told_by_its_whole_id() {
    let workspace = Workspace::new().file("2026-Q3/unknown-key.toml", GROW);
    let call = |words: &str| workspace.okr(words).today("2026-08-14").run().exits(0);
    let rule = call("explain unknown-key").prints(&["every key is one"]);
    rule.says(&["okr explain 2026-Q3/unknown-key"]);
    call("explain 2026-Q3/unknown-key").prints(&["Win in Europe"]);
}

/// Every number of the workspace's files, in order.
fn numbers(tree: &Tree) -> Vec<String> {
    let mut all = Vec::new();
    for (path, entry) in tree {
        if let (Entry::File(bytes), true) = (entry, path.to_lowercase().ends_with(".toml")) {
            let text = String::from_utf8_lossy(bytes);
            let values = text.lines().filter_map(|line| line.split_once('='));
            let values = values.map(|(_, value)| value.trim().to_owned());
            all.extend(values.filter(|v| v.starts_with(|c: char| c.is_ascii_digit() || c == '-')));
        }
    }
    all
}

/// Misspells or shouts keys and words of a workspace's definitions, as hurried people do.
fn spoil(random: &mut Random, workspace: &Workspace) -> usize {
    let slips = [
        ("owner", "onwer"),
        ("objective =", "objectve ="),
        ("direction", "Direction"),
        ("\"increase\"", "\"Increase\""),
        ("\"maria\"", "\"Maria\""),
        ("key_results.r", "key_result.r"),
        ("target =", "tarqet ="),
        ("aggregate", "agregate"),
        ("2026-Q3 =", "2026-q3 ="),
    ];
    let mut spoilt = 0;
    let tree = workspace.tree();
    for (path, entry) in &tree {
        let Entry::File(bytes) = entry else { continue };
        let is_definition = path.ends_with(".toml") && !path.contains("checkins");
        if path == "okr.toml" || !is_definition || !random.one_in(2) {
            continue;
        }
        let (right, wrong) = random.pick(&slips);
        let text = String::from_utf8(bytes.clone()).unwrap();
        if text.contains(right) {
            workspace.write(path, text.replace(right, wrong));
            spoilt += 1;
        }
    }
    spoilt
}

proptest! {
    #![proptest_config(few(24))]

    /// What slips alone have broken is mended to the byte; no number changes on the way.
    #[test]
    fn mending_gives_back_what_slips_have_broken(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let workspace = workspace(&mut random);
        let before = workspace.tree();
        let errors = |ran: &Ran| rules(ran).len();
        let was = check(&workspace, "--format json");
        let spoilt = spoil(&mut random, &workspace);
        let broken = numbers(&workspace.tree());
        let ran = check(&workspace, "--fix --format json");
        let mended = workspace.tree();
        prop_assert_eq!(&numbers(&mended), &broken, "{}", ran);
        for (path, entry) in &before {
            prop_assert_eq!(Some(entry), mended.get(path), "{}: {} {}", path, spoilt, ran);
        }
        prop_assert_eq!(errors(&ran), errors(&was), "{}", ran);
        check(&workspace, "--fix").assert_unchanged();
    }

    /// Whatever stands in the files: twice is once, numbers stay, and a file without errors has none
    /// afterwards.
    #[test]
    fn mending_twice_is_mending_once(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let workspace = workspace(&mut random);
        spoil(&mut random, &workspace);
        for (path, entry) in workspace.tree() {
            let Entry::File(mut bytes) = entry else { continue };
            if path.ends_with(".toml") && random.one_in(4) && !bytes.is_empty() {
                let at = random.below(bytes.len());
                bytes[at] = random.pick(b"aZ_=\"[]\n#1.");
                workspace.write(&path, bytes);
            }
        }
        let files = |ran: &Ran| {
            let document = ran.document();
            let errors = document["findings"].as_array().unwrap().iter();
            let errors = errors.filter(|f| f["level"] == "error");
            let errors = errors.map(|f| (f["rule"].to_string(), f["message"].to_string()));
            errors.collect::<Vec<_>>()
        };
        let before = numbers(&workspace.tree());
        let was = files(&check(&workspace, "--format json"));
        let ran = check(&workspace, "--fix --format json");
        prop_assert_eq!(numbers(&workspace.tree()), before, "{}", ran);
        if was.is_empty() {
            prop_assert_eq!(files(&ran), was, "{}", ran);
        }
        check(&workspace, "--fix").assert_unchanged();
    }
}
