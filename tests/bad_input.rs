//! What is wrong is named with its place and the next step, under the documented exit code, and not a
//! byte on disk is touched.

mod support;

use serde_json::json;
use std::process::{Command, Stdio};
use support::{Ran, Workspace};

const LOYAL: &str = "2026-Q3/cs/loyal.toml";
const EUROPE: &str = "2026-Q3/grow-europe.toml";

/// Two objectives, two KPIs, nothing reported.
fn company() -> Workspace {
    Workspace::new()
        .file(
            "kpis/retention.toml",
            "name = \"Client retention\"\nunit = \"%\"\n\n[targets]\n2026 = 80\n2026-Q3 = 75\n",
        )
        .file(
            "kpis/arr.toml",
            "name = \"Recurring revenue\"\nunit = \"$\"\naggregate = \"sum\"\n\n[targets]\n2026 = 400\n",
        )
        .file(
            LOYAL,
            "objective = \"Create wildly loyal customers\"\nowner = \"maria\"\n\n\
             [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 73\n\n\
             [key_results.plans]\ntitle = \"Success plans\"\nkind = \"effort\"\nmilestones = [\n  \
             { id = \"template\", title = \"Plan template\" },\n  { id = \"rollout\", title = \"Rollout\" },\n]\n",
        )
        .file(
            EUROPE,
            "objective = \"Grow in Europe\"\nowner = \"ines\"\n\n\
             [key_results.rating]\ntitle = \"App rating\"\nunit = \"stars\"\nbaseline = 4.0\ntarget = 4.5\n\n\
             [key_results.churn]\ntitle = \"Clients lost\"\nbaseline = 9\ntarget = -2\n",
        )
}

/// `company()` with one file spoilt.
fn spoilt(path: &str, old: &str, new: &str) -> Workspace {
    let company = company();
    company.replace(path, old, new);
    company
}

/// Readers show the other objective and exit 4, `check` finds it and exits 1, writers that need the
/// file refuse; all name the place and say the texts; nothing on disk changes.
fn refused_everywhere(workspace: &Workspace, place: &str, says: &[&str]) {
    let path = place.split(':').next().unwrap();
    let shown = if path == EUROPE {
        "Create wildly loyal customers"
    } else {
        "Grow in Europe"
    };
    let status = workspace.okr("status").run().exits(4).assert_unchanged();
    status.prints(&[shown]).says(&[place]).says(says);
    let status = workspace.okr("status --format json").run().exits(4);
    let document = status.document();
    assert_eq!(document["objectives"].as_array().unwrap().len(), 1);
    assert_eq!(document["unreadable"][0]["path"], path);
    let error = status.error();
    assert_eq!(
        (&error["code"], &error["path"]),
        (&json!("unreadable"), &json!(path))
    );
    let check = workspace.okr("check").run().exits(1).assert_unchanged();
    check.prints(&[place]).prints(says);
    writers_refuse(workspace, path, place);
}

fn writers_refuse(workspace: &Workspace, path: &str, place: &str) {
    let goal = if path == EUROPE {
        "grow-europe.rating"
    } else {
        "cs/loyal.retention"
    };
    let checkin = workspace.okr("checkin").arg(goal).arg("74").run();
    checkin
        .exits(4)
        .assert_unchanged()
        .prints_nothing()
        .says(&[place]);
    let carry = workspace.okr("carry").today("2026-10-02").run();
    carry
        .exits(4)
        .assert_unchanged()
        .prints_nothing()
        .says(&[place]);
}

/// A check-in that is refused.
fn checkin(words: &str, code: i32, says: &[&str]) -> Ran {
    let ran = company().okr(&format!("checkin {words}")).run();
    ran.exits(code)
        .assert_unchanged()
        .prints_nothing()
        .says(says)
}

#[test]
fn a_misspelt_key() {
    let workspace = spoilt(EUROPE, "owner", "ownr");
    refused_everywhere(
        &workspace,
        "2026-Q3/grow-europe.toml:2:1",
        &["`ownr` is not a key here", "did you mean `owner`?"],
    );
}

#[test]
fn a_duplicate_key() {
    let workspace = spoilt(LOYAL, "baseline = 73\n", "baseline = 73\nbaseline = 74\n");
    refused_everywhere(&workspace, "2026-Q3/cs/loyal.toml:7:1", &["baseline"]);
}

#[test]
fn a_wrong_type() {
    let workspace = spoilt(EUROPE, "4.5", "\"4.5\"");
    refused_everywhere(
        &workspace,
        "2026-Q3/grow-europe.toml:8:10",
        &["target", "number"],
    );
}

#[test]
fn conflict_markers_are_named_with_the_lines_of_both_sides() {
    let workspace = spoilt(
        EUROPE,
        "target = 4.5\n",
        "<<<<<<< HEAD\ntarget = 4.5\ncommit = 4.2\n=======\ntarget = 4.6\n>>>>>>> plan\n",
    );
    refused_everywhere(
        &workspace,
        "2026-Q3/grow-europe.toml:8:1",
        &["unresolved merge conflict", "lines 9-10", "line 12"],
    );
}

#[test]
fn conflict_markers_in_a_checkin() {
    let workspace = company().file(
        "2026-Q3/checkins/a.toml",
        "date = 2026-07-10\nby = \"tom\"\n[[update]]\nkr = \"grow-europe.rating\"\n\
         <<<<<<< HEAD\nvalue = 4.1\n=======\nvalue = 4.2\n>>>>>>> plan\n",
    );
    let status = workspace.okr("status").run().exits(4).assert_unchanged();
    status
        .prints(&["Grow in Europe", "Create wildly loyal customers"])
        .says(&[
            "2026-Q3/checkins/a.toml:5:1",
            "merge conflict",
            "line 6",
            "line 8",
        ]);
}

#[test]
fn conflict_markers_in_the_settings() {
    let workspace = company().file(
        "okr.toml",
        "<<<<<<< HEAD\nname = \"A\"\n=======\nname = \"B\"\n>>>>>>> b\n",
    );
    for words in ["status", "kpi", "checkin retention 74", "carry"] {
        let ran = workspace.okr(words).run().exits(4).assert_unchanged();
        ran.says(&["okr.toml:1:1", "merge conflict", "line 2", "line 4"]);
    }
}

#[test]
fn text_that_is_not_utf_8() {
    let workspace = company().file(EUROPE, b"objective = \"Gr\xffw\"\n");
    refused_everywhere(&workspace, "2026-Q3/grow-europe.toml:1:16", &["UTF-8"]);
}

#[test]
fn the_30_of_february_in_a_file() {
    let workspace = spoilt(EUROPE, "owner = \"ines\"", "added = 2026-02-30");
    refused_everywhere(&workspace, "2026-Q3/grow-europe.toml:2:", &["2026-02-30"]);
}

#[test]
fn the_30_of_february_as_an_argument() {
    checkin("retention 74 --date 2026-02-30", 2, &["30 February 2026"]);
    let status = company().okr("status --as-of 2026-02-30").run();
    status
        .exits(2)
        .assert_unchanged()
        .says(&["30 February 2026"]);
}

#[test]
fn numbers_that_are_none_in_a_definition() {
    for number in ["nan", "inf", "-inf", "1e400", "9007199254740993"] {
        let workspace = spoilt(EUROPE, "4.5", number);
        refused_everywhere(&workspace, "2026-Q3/grow-europe.toml:8:10", &[]);
    }
}

#[test]
fn numbers_that_are_none_in_a_checkin() {
    for number in ["nan", "+inf", "-1e400"] {
        let text = format!(
            "date = 2026-07-10\nby = \"tom\"\n[[update]]\nkr = \"grow-europe.rating\"\nvalue = {number}\n"
        );
        let workspace = company().file("2026-Q3/checkins/a.toml", text);
        let status = workspace.okr("status --format json").run().exits(4);
        let document = status.document();
        assert_eq!(document["unreadable"][0]["line"], 5, "{status}");
        assert_eq!(
            document["objectives"][1]["key_results"][0]["value"],
            json!(4)
        );
    }
}

#[test]
fn numbers_that_are_none_as_an_argument() {
    for number in ["nan", "NaN", "inf", "-inf", "infinity", "1e400"] {
        checkin(&format!("rating {number}"), 2, &[number]);
        checkin(&format!("rating={number}@7/10"), 2, &[number]);
        checkin(&format!("rating=4.2@{number}"), 2, &[number]);
    }
    let huge = "9".repeat(400);
    checkin(&format!("rating {huge}"), 2, &[]);
}

#[test]
fn a_number_that_the_shell_has_eaten() {
    checkin(
        "arr 00k",
        2,
        &["00k", "did the shell take `$2`?", "'$200k'"],
    );
    checkin("arr .5M", 2, &[".5M", "shell"]);
    checkin("arr=00k@7/10", 2, &["00k", "'$200k'"]);
}

#[test]
fn a_comma_that_may_mean_two_things() {
    checkin("retention 73,8", 2, &["73,8", "73.8"]);
}

#[test]
fn an_unknown_goal() {
    checkin(
        "retenton 74",
        3,
        &["retenton", "did you mean `cs/loyal.retention`"],
    );
    checkin("rating=4.2 chrun=3", 3, &["chrun", "grow-europe.churn"]);
    let explain = company().okr("explain loyall").run();
    explain.exits(3).says(&["loyall", "did you mean", "loyal"]);
}

#[test]
fn an_ambiguous_goal() {
    let ran = checkin("r 74", 3, &["`r`", "grow-europe.rating", "App rating"]);
    ran.says(&[
        "cs/loyal.retention",
        "kpis/arr",
        "Recurring revenue",
        "write more of the one that is meant",
    ]);
}

#[test]
fn a_file_that_is_not_there() {
    for words in ["checkin --from none.csv", "import readings none.csv"] {
        let ran = company().okr(words).run().exits(4);
        ran.assert_unchanged()
            .says(&["there is no file none.csv", "`-` reads standard input"]);
    }
}

#[test]
fn one_goal_twice() {
    for words in [
        "rating=4.1 grow-europe.rating=4.2",
        "cs/loyal.retention=74 kpis/retention=75",
    ] {
        checkin(words, 2, &["twice", "2026-07-14"]);
    }
    let same = company()
        .okr("checkin cs/loyal.retention=74@7/10 kpis/retention=74")
        .run();
    same.exits(0);
}

#[test]
fn a_goal_without_a_value() {
    checkin("retention", 2, &["retention"]);
    checkin(
        "",
        2,
        &["a goal and its value", "okr checkin retention 74.5"],
    );
}

#[test]
fn a_closed_cycle() {
    let closed = "on = 2026-07-10\nby = \"ines\"\n\n[scores]\n";
    let workspace = company().file("2026-Q3/closed.toml", closed);
    let ran = workspace.okr("checkin retention 74").run().exits(5);
    ran.assert_unchanged().prints_nothing().says(&[
        "2026-Q3",
        "closed",
        "2026-07-10",
        "2026-Q3/closed.toml",
    ]);
    workspace.write("2026-Q2/old.toml", "objective = \"Old\"\n");
    let carry = workspace.okr("carry --from 2026-Q2 --to 2026-Q3").run();
    carry
        .exits(5)
        .assert_unchanged()
        .says(&["2026-Q3/closed.toml"]);
}

#[test]
fn a_day_to_come() {
    checkin(
        "retention 74 --date 2026-07-15",
        2,
        &["2026-07-15", "future", "2026-07-14"],
    );
    checkin("retention 74 --cycle next", 2, &["2026-Q4", "2026-10-01"]);
}

#[test]
fn a_unit_that_is_not_the_goals() {
    checkin("retention $74", 2, &["`$74`", "`%`", "unit"]);
    checkin("arr 30%", 2, &["`30%`", "`$`", "unit"]);
    checkin("rating=4.2%", 2, &["`4.2%`", "`stars`", "unit"]);
}

#[test]
fn a_path_as_an_id() {
    let outside = [
        "../x",
        "/etc/passwd",
        "kpis/../../x",
        "2026-Q3/../okr",
        "cs/../../x.y",
    ];
    for id in outside {
        checkin(&format!("{id} 74"), 3, &[id]);
        company()
            .okr(&format!("explain {id}"))
            .run()
            .exits(3)
            .says(&[id]);
    }
}

#[test]
fn a_path_as_a_person() {
    checkin("retention 74 --by ../x", 2, &["--by", "`../x`", "a-z"]);
    let ran = company().okr("checkin retention 74").user("../x").run();
    ran.exits(2)
        .assert_unchanged()
        .says(&["OKR_USER", "`../x`"]);
}

#[test]
fn a_path_in_a_file() {
    let workspace = spoilt(LOYAL, "kpis/retention", "kpis/../../retention");
    refused_everywhere(
        &workspace,
        "2026-Q3/cs/loyal.toml:5:7",
        &["kpis/../../retention"],
    );
    let workspace = spoilt(EUROPE, "\"ines\"", "\"../ines\"");
    refused_everywhere(&workspace, "2026-Q3/grow-europe.toml:2:9", &["../ines"]);
}

/// Raw control characters other than a line's end, and what turns text around.
fn raw(text: &str) -> Option<char> {
    let turns =
        |c: char| ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    text.chars()
        .find(|&c| (c.is_control() && c != '\n') || turns(c))
}

/// Every text of the workspace would set the terminal's title, turn text around and ring.
fn hostile() -> Workspace {
    let evil = "\\u001B]0;owned\\u0007 \\u009B31m \\u202Eevil";
    Workspace::new()
        .file("okr.toml", format!("format = 1\nname = \"{evil}\"\nmission = \"{evil}\"\n"))
        .file(
            "kpis/k.toml",
            format!(
                "name = \"K {evil}\"\nunit = \"{evil}\"\nmeasure = \"{evil}\"\nsource = \"{evil}\"\n\
                 [targets]\n2026 = 80\n"
            ),
        )
        .file(
            "2026-Q3/o.toml",
            format!(
                "objective = \"O {evil}\"\nwhy = \"{evil}\"\nowner = \"maria\"\ntags = [\"{evil}\"]\n\
                 initiatives = [{{ title = \"{evil}\", url = \"{evil}\" }}]\n\
                 [key_results.k]\nkpi = \"kpis/k\"\nbaseline = 70\n\
                 [key_results.m]\ntitle = \"M {evil}\"\nunit = \"{evil}\"\nbaseline = 1\ntarget = 2\n\
                 dropped = {{ on = 2026-07-10, reason = \"{evil}\" }}\n\
                 [key_results.e]\ntitle = \"E {evil}\"\nkind = \"effort\"\ndue = 2026-09-01\n\
                 milestones = [{{ id = \"a\", title = \"A {evil}\" }}]\n"
            ),
        )
        .file(
            "2026-Q3/checkins/a.toml",
            format!(
                "date = 2026-07-10\nby = \"maria\"\nplan = \"{evil}\"\nwins = [\"{evil}\"]\n\
                 [[update]]\nkr = \"o.k\"\nkpi = \"kpis/k\"\nvalue = 74\nnote = \"{evil}\"\nblocker = \"{evil}\"\n"
            ),
        )
}

#[test]
fn escape_sequences_in_files_are_never_raw() {
    let workspace = hostile();
    for (words, shown) in [
        ("status", "O ^[]0;owned^G"),
        ("kpi", "K ^[]0;owned^G"),
        ("explain o", "O ^[]0;owned^G"),
        ("explain o.k", "^["),
        ("explain o.e", "E ^["),
        ("explain kpis/k", "K ^["),
        ("score", "^["),
        ("check", ""),
        ("checkin k 75", "^["),
        ("checkin e+nothing", "o.e"),
        ("checkin kpis/k --note x 3 --dry-run", "^["),
        ("carry --dry-run --provisional", ""),
        ("carry --provisional", "2026-Q4/o.toml"),
        ("", ""),
    ] {
        let ran = workspace.okr(words).today("2026-09-15").run();
        for text in [&ran.stdout, &ran.stderr] {
            assert_eq!(raw(text), None, "{ran}");
        }
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(all.contains(shown), "{ran}");
    }
}

#[test]
fn escape_sequences_in_markdown_are_never_raw() {
    for words in ["status", "kpi", "score", "log"] {
        let ran = hostile().okr(words).arg("--format").arg("markdown").run();
        assert_eq!(raw(&ran.stdout), None, "{ran}");
        ran.exits(0).prints(&[r"^\[\]0;owned"]);
    }
}

#[test]
fn escape_sequences_in_errors_are_never_raw() {
    let evil = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}";
    for (path, text) in [
        (
            "2026-Q3/bad.toml",
            format!("objective = \"a\"\n\"{evil}\" = 1\n"),
        ),
        ("2026-Q3/bad.toml", format!("objective = {evil}\n")),
        (
            "2026-Q3/bad.toml",
            "objective = \"a\"\n\"\\u001Bk\" = 1\n".to_owned(),
        ),
        (
            "2026-Q3/bad.toml",
            "objective = \"a\"\nowner = \"\\u001Bk\\u202E\"\n".to_owned(),
        ),
    ] {
        let workspace = company().file(path, text);
        for words in ["status", "check"] {
            let ran = workspace.okr(words).run();
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(all.contains("2026-Q3/bad.toml:"), "{ran}");
            assert_eq!(raw(&all), None, "{ran}");
        }
    }
}

#[test]
#[cfg(unix)]
fn escape_sequences_in_file_names_are_never_raw() {
    let workspace = company().file("2026-Q3/\u{1b}[31m\u{202e}x.toml", "objective = \"a\"\n");
    for (words, code) in [("status", 4), ("check", 1)] {
        let ran = workspace.okr(words).run().exits(code);
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(all.contains("^[[31m"), "{ran}");
        assert_eq!(raw(&all), None, "{ran}");
    }
}

#[test]
fn escape_sequences_in_arguments_are_never_raw() {
    let evil = "\u{1b}]0;x\u{7}\u{202e}";
    for words in [
        "explain",
        "status",
        "kpi",
        "score",
        "check",
        "checkin retention",
        "help",
        "status --as-of",
    ] {
        let ran = company().okr(words).arg(evil).run().assert_unchanged();
        assert_ne!(ran.code, Some(0), "{ran}");
        assert_eq!(raw(&ran.stderr), None, "{ran}");
    }
    let note = company()
        .okr("checkin retention 74 --dry-run --note")
        .arg(evil)
        .run();
    assert_eq!(raw(&note.stdout), None, "{note}");
}

/// The reader shows the rest, names the path and exits 4, without a hang.
fn rest_is_shown(workspace: &Workspace, path: &str) {
    let status = workspace.okr("status").run().exits(4).assert_unchanged();
    status
        .prints(&["Create wildly loyal customers", "Grow in Europe"])
        .says(&[path]);
    let check = workspace.okr("check").run().exits(1).assert_unchanged();
    check.prints(&[path]);
    let carry = workspace.okr("carry").today("2026-10-02").run();
    carry.exits(4).assert_unchanged().says(&[path]);
}

#[test]
fn a_folder_where_a_file_should_be() {
    for path in [
        "2026-Q3/x.toml",
        "2026-Q3/cs/x.toml",
        "2026-Q3/checkins/x.toml",
        "kpis/x.toml",
    ] {
        let workspace = company().file(&format!("{path}/inner.txt"), "");
        rest_is_shown(&workspace, path);
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_where_a_file_should_be() {
    for path in ["2026-Q3/x.toml", "2026-Q3/checkins/x.toml", "kpis/x.toml"] {
        let workspace = company().file("2026-Q3/checkins/readme.md", "");
        let made = Command::new("mkfifo").arg(workspace.path(path)).status();
        assert!(made.unwrap().success());
        rest_is_shown(&workspace, path);
    }
}

#[test]
#[cfg(unix)]
fn a_link_where_a_file_should_be() {
    for target in ["/etc/passwd", "../outside.toml", "nowhere", "x.toml"] {
        let workspace = company().file("outside.toml", "objective = \"Outside\"\n");
        std::os::unix::fs::symlink(target, workspace.path("2026-Q3/x.toml")).unwrap();
        rest_is_shown(&workspace, "2026-Q3/x.toml");
    }
}

#[test]
fn a_value_may_begin_with_a_minus_and_flags_follow() {
    for words in [
        "checkin churn -1 --note -none --confidence 70%",
        "checkin grow-europe.churn -1 --confidence 7/10 --date -1d",
        "checkin churn=-1@70% --by tom",
        "checkin rating=4.1 churn=-1@0.7 --plan -x",
    ] {
        let workspace = company();
        let ran = workspace.okr(words).run().exits(0);
        ran.prints(&["grow-europe.churn  9 → -1", "confidence 0.70"]);
        let status = workspace.json("status");
        assert_eq!(
            status["objectives"][1]["key_results"][1]["value"],
            json!(-1)
        );
    }
}

#[test]
fn a_confidence_that_is_not_clear() {
    checkin("retention 74 --confidence 7", 2, &["`7`", "7/10", "70%"]);
    checkin("retention=74@7", 2, &["`7`", "7/10", "70%"]);
    checkin("retention 74 --confidence 11/10", 2, &["11/10"]);
    checkin("retention=74@-0.1", 2, &["-0.1"]);
}

#[test]
fn an_unknown_milestone() {
    checkin(
        "plans+templat",
        3,
        &["templat", "cs/loyal.plans", "template", "rollout"],
    );
    checkin("plans --done pilot", 3, &["pilot", "template", "rollout"]);
    checkin("rating+pilot", 2, &["grow-europe.rating"]);
}

#[test]
fn one_bad_row_among_good_ones_writes_nothing() {
    for (bad, code) in [
        ("nowhere,4,,", 3),
        ("rating,nan,,", 2),
        ("rating,4.2,9,", 2),
        ("rating,4.2,,2026-07-20", 2),
        (",4.2,,", 4),
        ("rating,4.2", 4),
    ] {
        let rows =
            format!("goal,value,confidence,date\nretention,74,0.7,2026-07-13\n{bad}\nchurn,3,,\n");
        let ran = company().okr("checkin --from -").stdin(&rows).run();
        ran.exits(code)
            .assert_unchanged()
            .prints_nothing()
            .says(&["standard input", "line", "3"]);
    }
    let good = "goal,value,confidence,date\nretention,74,0.7,2026-07-13\nchurn,3,,\n";
    company()
        .okr("checkin --from -")
        .stdin(good)
        .run()
        .exits(0)
        .prints(&["73 → 74", "9 → 3"]);
}

#[test]
fn one_bad_update_of_json_among_good_ones_writes_nothing() {
    for (bad, code) in [
        (r#"{"kr":"nowhere","value":1}"#, 3),
        (r#"{"kr":"rating","value":1e400}"#, 4),
        (r#"{"kr":"rating","value":"nan"}"#, 2),
        (r#"{"kr":"rating","valu":4}"#, 4),
        (r#"{"value":4}"#, 4),
    ] {
        let text = format!(r#"[{{"kr":"churn","value":3}},{bad}]"#);
        let ran = company().okr("checkin --from -").stdin(&text).run();
        ran.exits(code).assert_unchanged().prints_nothing();
    }
}

#[test]
fn a_list_of_updates_that_is_none() {
    for (text, code) in [
        ("", 2),
        ("goal,value\n", 2),
        ("[", 4),
        ("[]", 2),
        ("goal,colour\nx,red\n", 4),
    ] {
        let ran = company().okr("checkin --from -").stdin(text).run();
        ran.exits(code).assert_unchanged().says(&["standard input"]);
    }
    let ran = company().okr("checkin --from none.csv").run();
    ran.exits(4).assert_unchanged().says(&["none.csv"]);
}

#[test]
fn errors_are_json_where_json_was_asked_for() {
    for (words, code, exit) in [
        ("checkin retenton 74", "not-found", 3),
        ("checkin r 74", "ambiguous", 3),
        ("checkin arr 00k", "usage", 2),
        ("checkin retention 74 --nope", "usage", 2),
        ("nope", "usage", 2),
        ("status --as-of never", "usage", 2),
        ("explain nowhere", "not-found", 3),
        ("carry --from 2026-Q3 --to 2026-Q2", "usage", 2),
    ] {
        let ran = company().okr(words).arg("--format").arg("json").run();
        let ran = ran.exits(exit).assert_unchanged().prints_nothing();
        let error = ran.error();
        assert_eq!(error["code"], code, "{ran}");
        assert!(!error["message"].as_str().unwrap().is_empty(), "{ran}");
    }
    let lost = Workspace::empty()
        .okr("status --format=json")
        .run()
        .exits(3);
    assert_eq!(lost.error()["code"], "no-workspace");
}

#[test]
fn errors_of_files_are_json_with_their_place() {
    let workspace = spoilt(LOYAL, "owner", "ownr");
    let ran = workspace
        .okr("checkin cs/loyal.retention 74 --format json")
        .run();
    let error = ran.exits(4).assert_unchanged().prints_nothing().error();
    let place = json!(["invalid", "2026-Q3/cs/loyal.toml", 2, 1]);
    assert_eq!(
        json!([error["code"], error["path"], error["line"], error["column"]]),
        place
    );
    assert_eq!(error["help"], "did you mean `owner`?");
}

#[test]
fn no_workspace() {
    let ran = Workspace::empty().okr("status").run().exits(3);
    ran.assert_unchanged().says(&["okr.toml", "okr init"]);
}

#[test]
fn a_workspace_of_a_newer_program() {
    let workspace = company().file("okr.toml", "format = 2\n");
    for words in ["status", "checkin retention 74", "carry", "kpi"] {
        let ran = workspace.okr(words).run().exits(4).assert_unchanged();
        ran.says(&["okr.toml:1:", "needs a newer okr"]);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let workspace = Workspace::example("acme");
    for words in ["status", "kpi", "score", "check", "help scoring", "--help"] {
        let call = workspace.okr(words).today("2026-08-14");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = call
            .command()
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), stderr.as_str()),
            (Some(0), ""),
            "{words}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_said() {
    let workspace = company();
    for words in [
        "status",
        "kpi --format json",
        "score",
        "explain retention",
        "carry --dry-run --from 2026-Q3",
        "help scoring",
        "--help",
        "--version",
    ] {
        let before = workspace.tree();
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let call = workspace.okr(words).today("2026-10-02");
        let output = call.command().stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(6), "{words}: {stderr}");
        assert!(!stderr.contains("panicked"), "{words}: {stderr}");
        assert_eq!(before, workspace.tree());
    }
}

#[test]
fn the_same_checkin_from_two_processes_is_acknowledged_by_both() {
    let workspace = company();
    let children: Vec<_> = (0..8)
        .map(|_| {
            let call = workspace.okr("checkin retention 74 --confidence 7/10");
            call.command()
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let path = stdout.split_whitespace().last().unwrap();
        assert!(workspace.read(path).contains("value = 74\n"));
    }
    workspace.okr("check").run().exits(0);
}

#[test]
fn different_checkins_of_one_second_all_stay() {
    let workspace = company();
    let children: Vec<_> = (0..8)
        .map(|n| {
            let call = workspace.okr(&format!("checkin retention 7{n}.5"));
            let call = call.today("2026-07-14T09:12:33Z");
            call.command().stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for (n, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let path = stdout.split_whitespace().last().unwrap();
        assert!(
            workspace.read(path).contains(&format!("value = 7{n}.5\n")),
            "{stdout}"
        );
    }
}

#[test]
fn a_target_next_to_nothing_gives_no_infinity() {
    let workspace = company()
        .file("kpis/retention.toml", "name = \"K\"\n[targets]\n2026 = 1e-300\n")
        .file("2026-Q3/checkins/a.toml", "date = 2026-07-10\nby = \"tom\"\n[[update]]\nkpi = \"kpis/retention\"\nvalue = -9e15\n");
    workspace.replace(LOYAL, "baseline = 73", "baseline = 0");
    for words in [
        "status",
        "kpi",
        "score",
        "explain cs/loyal.retention",
        "explain kpis/retention",
    ] {
        let ran = workspace.okr(words).run().exits(0);
        assert!(!ran.stdout.contains("inf"), "{ran}");
    }
}

#[test]
fn help_on_a_command_of_two_words_is_given() {
    let workspace = Workspace::empty();
    let ran = workspace.okr("help new kr").run();
    ran.exits(0).prints(&["Usage: okr new kr"]);
    let ran = workspace.okr("help new krr").run();
    ran.exits(2).says(&["there is no help on `new krr`"]);
}
