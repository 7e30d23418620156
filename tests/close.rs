//! `okr close`: the scores of a cycle are frozen, quoted from then on, and given back by `--undo`.

mod support;

use serde_json::{Value, json};
use support::{Ran, Workspace};

const OCTOBER: &str = "2026-10-02";

/// One objective that was reviewed, with a metric and a KPI that were read on the last day.
fn ended() -> Workspace {
    Workspace::new()
        .file(
            "kpis/retention.toml",
            "name = \"Retention\"\nfrequency = \"monthly\"\n\n[targets]\n2026-Q3 = 80\n",
        )
        .file(
            "2026-Q3/loyal.toml",
            "objective = \"Loyal customers\"\nowner = \"maria\"\n\n\
             [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 70\n\n\
             [key_results.rating]\nbaseline = 4\ntarget = 5\n\n\
             [review]\non = 2026-10-01\nby = \"maria\"\ngrade = 0.5\n",
        )
        .file(
            "2026-Q3/checkins/2026-09-30-080000-maria-aaaa.toml",
            "date = 2026-09-29\nby = \"maria\"\n\n[[update]]\nkr = \"loyal.retention\"\nkpi = \"kpis/retention\"\n\
             value = 75\n\n[[update]]\nkr = \"loyal.rating\"\nvalue = 4.3\n",
        )
}

fn okr(workspace: &Workspace, words: &str) -> Ran {
    workspace.okr(words).today(OCTOBER).run()
}

#[test]
fn closing_writes_the_scores_in_order_and_undo_gives_back_every_byte() {
    let workspace = ended();
    let before = workspace.tree();
    let dry = okr(&workspace, "close --dry-run").exits(0);
    dry.assert_unchanged()
        .prints(&["+++ b/2026-Q3/closed.toml", "+loyal = 0.3999999999999999"]);
    okr(&workspace, "close")
        .exits(0)
        .prints(&["2026-Q3 is closed  score 0.40  1 objective and 2 key results"])
        .says(&["okr close 2026-Q3 --undo"]);
    assert_eq!(
        workspace.read("2026-Q3/closed.toml"),
        "on = 2026-10-02\nby = \"maria\"\n\n[scores]\nloyal = 0.3999999999999999\n\
         \"loyal.rating\" = 0.2999999999999998\n\"loyal.retention\" = 0.5\n"
    );
    okr(&workspace, "close --undo")
        .exits(0)
        .prints(&["2026-Q3 is open again  was closed on 2026-10-02 by maria"]);
    assert_eq!(workspace.tree(), before);
    okr(&workspace, "close --undo")
        .exits(0)
        .prints(&["nothing to open"]);
}

#[test]
fn what_is_missing_is_listed() {
    let workspace = ended();
    workspace.replace(
        "2026-Q3/loyal.toml",
        "[review]\non = 2026-10-01\nby = \"maria\"\ngrade = 0.5\n",
        "",
    );
    let checkin = "2026-Q3/checkins/2026-09-30-080000-maria-aaaa.toml";
    workspace.replace(checkin, "date = 2026-09-29", "date = 2026-08-29");
    okr(&workspace, "close")
        .exits(5)
        .says(&[
            "2026-Q3 cannot be closed: 1 review and 2 final readings are missing",
            "okr review 2026-Q3/loyal  (maria)\n",
            "okr checkin 2026-Q3/loyal.rating …  (maria, last update 2026-08-29)",
            "okr checkin kpis/retention … --date 2026-09-30  (last update 2026-08-29)",
            "okr close 2026-Q3 --force --reason",
        ])
        .assert_unchanged();
    // A month before the end is near enough for a monthly KPI, a week for a key result.
    workspace.replace(checkin, "date = 2026-08-29", "date = 2026-08-31");
    okr(&workspace, "close")
        .exits(5)
        .says(&["1 review and 1 final reading are missing"]);
    workspace.replace(checkin, "date = 2026-08-31", "date = 2026-09-23");
    okr(&workspace, "close")
        .exits(5)
        .says(&["1 review is missing"]);
    okr(&workspace, "review loyal --grade 0.5").exits(0);
    okr(&workspace, "close").exits(0);
}

#[test]
fn whoever_types_what_is_missing_can_close() {
    let workspace = ended();
    std::fs::remove_dir_all(workspace.path("2026-Q3/checkins")).unwrap();
    // Long after the first days of the next quarter.
    let today = "2026-10-20";
    let on = |words: &str| workspace.okr(words).today(today).run();
    let refused = on("close").exits(5);
    let steps = refused
        .stderr
        .lines()
        .filter_map(|line| line.strip_prefix("  okr checkin "));
    let steps: Vec<String> = steps
        .map(|step| step.split("  (").next().unwrap().replace('…', "4.5"))
        .collect();
    assert_eq!(steps.len(), 2, "{steps:?}");
    for step in steps {
        on(&format!("checkin {step}")).exits(0);
    }
    on("close").exits(0);
}

#[test]
fn what_is_done_or_dropped_wants_no_last_word() {
    let workspace = ended();
    let checkin = "2026-Q3/checkins/2026-09-30-080000-maria-aaaa.toml";
    workspace.replace(checkin, "date = 2026-09-29", "date = 2026-08-29");
    workspace.replace(checkin, "value = 75", "value = 80");
    workspace.replace(
        "2026-Q3/loyal.toml",
        "target = 5\n",
        "target = 5\ndropped = { on = 2026-09-01, reason = \"sold\" }\n",
    );
    okr(&workspace, "close").exits(0);
    let closed = workspace.read("2026-Q3/closed.toml");
    assert!(
        closed.ends_with("[scores]\nloyal = 1\n\"loyal.retention\" = 1\n"),
        "{closed}"
    );
}

#[test]
fn an_objective_that_a_kpi_measures_wants_a_reading_until_it_is_done() {
    let workspace = ended();
    let kpi = "name = \"Revenue\"\naggregate = \"last\"\nfrequency = \"monthly\"\n";
    let workspace = workspace.file("kpis/revenue.toml", kpi).file(
        "2026-Q3/grow.toml",
        "objective = \"Grow\"\nkpi = \"kpis/revenue\"\nbaseline = 0\ntarget = 100\n",
    );
    let read = |value: u32| {
        workspace.write(
            "2026-Q3/checkins/2026-07-10-080000-tom-aaaa.toml",
            format!("date = 2026-07-10\nby = \"tom\"\n[[update]]\nkpi = \"kpis/revenue\"\nvalue = {value}\n"),
        );
        let missing =
            okr(&workspace, "close --dry-run").stdout + &okr(&workspace, "close --dry-run").stderr;
        missing.contains("kpis/revenue")
    };
    assert!(read(40), "nobody has read it since July");
    assert!(!read(100), "its target is reached");
}

#[test]
fn what_cannot_be_closed_says_why() {
    let workspace = ended();
    let refused = |words: &str, day: &str, code: i32, why: &str| {
        let ran = workspace.okr(words).today(day).run();
        ran.exits(code).says(&[why]).assert_unchanged();
    };
    let today = "2026-09-30";
    refused(
        "close q3",
        today,
        5,
        "2026-Q3 has not ended: it runs until 2026-09-30",
    );
    refused("close 2026-Q1", OCTOBER, 3, "2026-Q1 has no objectives");
    refused("close q9", OCTOBER, 2, "no quarter number 9");
    refused("close --force", OCTOBER, 2, "--reason");
    refused("close --reason tired", OCTOBER, 2, "--force");
    refused("close q3 --undo", OCTOBER, 5, "2026-Q3 is not closed");
    let nothing = workspace.okr("close").today(today).run();
    nothing.exits(0).prints(&["nothing to close"]);
    okr(&workspace, "close").exits(0);
    refused(
        "close q3",
        "2026-10-09",
        5,
        "2026-Q3 was closed on 2026-10-02",
    );
    refused(
        "review 2026-Q3/loyal --grade 1",
        OCTOBER,
        5,
        "2026-Q3 was closed",
    );
    let nothing = okr(&workspace, "close --format json").json();
    assert_eq!(nothing["cycle"], Value::Null);
    workspace.write("2026-Q3/broken.toml", "objective = \n");
    okr(&workspace, "close --undo").exits(0);
    refused("close", OCTOBER, 4, "broken.toml");
}

#[test]
fn writers_refuse_a_closed_cycle() {
    let workspace = ended()
        .file("in.csv", "goal,value,date\nkpis/retention,70,2026-09-30\n")
        .file(
            "2026-Q2/old.toml",
            "objective = \"Old\"\n\n[key_results.k]\nkpi = \"kpis/retention\"\n",
        );
    okr(&workspace, "close").exits(0);
    for words in [
        "checkin loyal.rating 4.9 --cycle q3",
        "checkin kpis/retention 79 --date 2026-09-30",
        "checkin --from in.csv",
        "import readings in.csv --kpi retention",
        "amend 2026-Q3/loyal.rating --target 6 --reason moved",
        "amend kpis/retention --target 2026-Q3=90 --reason moved",
        "drop 2026-Q3/loyal --reason sold --on 2026-09-30",
        "edit 2026-Q3/loyal",
        "mv 2026-Q3/loyal 2026-Q3/fans",
        "mv 2026-Q3/loyal.rating 2026-Q3/loyal.stars",
        "new objective Faster --cycle q3",
        "new kr loyal Speed --from 1 --target 2 --cycle q3",
        "review 2026-Q3/loyal --learned more",
        "carry --from 2026-Q2 --to 2026-Q3",
        "close 2026-Q3",
    ] {
        let ran = workspace.okr(words).env("VISUAL", "sed -i s/Loyal/Lost/");
        let ran = ran.today("2026-10-02T10:00:00Z").run().exits(5);
        ran.says(&["2026-Q3 was closed on 2026-10-02"])
            .assert_unchanged();
    }
    okr(&workspace, "carry").exits(0);
}

#[test]
fn a_late_checkin_from_a_branch_merges_and_is_reported() {
    let workspace = ended();
    workspace.init_git();
    workspace.git("checkout -q -b late");
    okr(
        &workspace,
        "checkin loyal.rating 4.8 --date 2026-09-30 --commit",
    )
    .exits(0);
    workspace.git("checkout -q -");
    okr(&workspace, "close --commit").exits(0);
    let frozen = okr(&workspace, "score --cycle q3 --format json").json();
    workspace.git("merge -q --no-edit late");
    let merged = okr(&workspace, "score --cycle q3 --format json").json();
    for scores in [
        "/score",
        "/objectives/0/score",
        "/objectives/0/key_results/1/score",
    ] {
        assert_eq!(merged.pointer(scores), frozen.pointer(scores));
    }
    let check = okr(&workspace, "check").exits(0);
    check.prints(&[
        "warning[late-checkin]",
        "this came after 2026-Q3 was closed on 2026-10-02: it would move `loyal.rating` from 0.30 to 0.80",
        "warning[frozen-score]",
        "`loyal` is frozen at 0.40 and would score 0.65 today",
        "`loyal.rating` is frozen at 0.30 and would score 0.80 today",
    ]);
    okr(&workspace, "check --strict").exits(1);
    let findings = okr(&workspace, "check --format json").json();
    let rules = findings["findings"].as_array().unwrap().iter();
    let paths: Vec<_> = rules
        .map(|f| (f["rule"].clone(), f["line"].clone()))
        .collect();
    assert_eq!(
        paths,
        [
            (json!("late-checkin"), json!(4)),
            (json!("frozen-score"), json!(5)),
            (json!("frozen-score"), json!(6)),
        ]
    );
    // Closed anew, it counts.
    okr(&workspace, "close --undo").exits(0);
    okr(&workspace, "close").exits(0);
    okr(&workspace, "check").exits(0).prints_nothing();
}

#[test]
fn an_explanation_tells_a_frozen_score_from_what_would_be_one_today() {
    let workspace = ended();
    let explained = || {
        ["loyal.rating", "loyal"].map(|goal| {
            let words = format!("explain {goal} --cycle q3");
            okr(&workspace, &words).exits(0).stdout
        })
    };
    let before = explained();
    okr(&workspace, "close").exits(0);
    assert_eq!(explained(), before);
    workspace.write(
        "2026-Q3/checkins/late.toml",
        "date = 2026-09-30\nby = \"zoe\"\n[[update]]\nkr = \"loyal.rating\"\nvalue = 4.8\n",
    );
    let [rating, loyal] = explained();
    for (text, line) in [
        (
            &rating,
            "0.3, frozen when 2026-Q3 was closed on 2026-10-02  [2026-Q3/closed.toml:6]\n",
        ),
        (
            &rating,
            "today       0.8 = (value − baseline) / (target − baseline) = (4.8 − 4) / (5 − 4) = 0.8",
        ),
        (
            &rating,
            "  value     4.8, read 2026-09-30 by zoe  [2026-Q3/checkins/late.toml:5]\n",
        ),
        (&rating, "missed: the cycle ended at 0.30 of 0.7"),
        (
            &loyal,
            "0.4, frozen when 2026-Q3 was closed on 2026-10-02  [2026-Q3/closed.toml:5]\n",
        ),
        (&loyal, "0.65 = Σ(weight × score) / Σ weight\n"),
        (&loyal, "loyal.rating     0.8, weight 1\n"),
    ] {
        assert!(text.contains(line), "`{line}` is not in:\n{text}");
    }
    for (goal, now) in [("rating", "0.80"), ("retention", ""), ("", "0.65")] {
        let shown = okr(
            &workspace,
            format!("show 2026-Q3/loyal.{goal}").trim_end_matches('.'),
        );
        let frozen = format!("when 2026-Q3 was closed on 2026-10-02; {now} today");
        assert_eq!(
            shown.exits(0).stdout.contains(&frozen),
            !now.is_empty(),
            "{goal}"
        );
    }
}

#[test]
fn scores_frozen_under_an_earlier_name_are_quoted() {
    let workspace = ended();
    okr(&workspace, "close").exits(0);
    let text = workspace.read("2026-Q3/loyal.toml");
    let text = text.replace("owner =", "formerly = [\"loyal\"]\nowner =");
    let text = text.replace(
        "[key_results.rating]",
        "[key_results.stars]\nformerly = [\"rating\"]",
    );
    workspace.write("2026-Q3/fans.toml", text);
    std::fs::remove_file(workspace.path("2026-Q3/loyal.toml")).unwrap();
    let scores = okr(&workspace, "score --cycle q3 --format json").json();
    let fans = &scores["objectives"][0];
    assert_eq!(
        (&fans["id"], fans["score"].is_f64()),
        (&json!("fans"), true)
    );
    assert_eq!(fans["key_results"][1]["score"], 0.299_999_999_999_999_8);
    okr(&workspace, "check").exits(0).prints_nothing();
}

#[test]
fn two_branches_close_alike_and_merge() {
    let workspace = ended();
    workspace.init_git();
    workspace.git("checkout -q -b other");
    okr(&workspace, "close --commit").exits(0);
    workspace.git("checkout -q -");
    okr(&workspace, "close --commit").exits(0);
    workspace.git("merge -q --no-edit other");
    okr(&workspace, "check").exits(0).prints_nothing();
}

#[test]
fn what_is_dropped_after_the_close_keeps_its_frozen_score() {
    let late = "dropped = { on = 2026-08-01, reason = \"sold\" }\n";
    for (line, only_rating) in [
        ("owner = \"maria\"\n", false),
        ("[key_results.rating]\n", true),
    ] {
        let workspace = ended().file(
            "2026-Q3/care/kind.toml",
            "objective = \"Kind\"\n\n[key_results.nps]\nbaseline = 0\ntarget = 10\n\n[review]\ngrade = 1\n",
        );
        workspace.write(
            "2026-Q3/checkins/kind.toml",
            "date = 2026-09-30\nby = \"li\"\n[[update]]\nkr = \"care/kind.nps\"\nvalue = 10\n",
        );
        okr(&workspace, "close").exits(0);
        let all =
            |words: &str| okr(&workspace, &format!("{words} --cycle q3 --format json")).json();
        let (status, score, tree) = (all("status"), all("score"), all("tree"));
        workspace.replace("2026-Q3/loyal.toml", line, &format!("{line}{late}"));
        let objective = |document: &Value| document["objectives"][1].clone();
        for (words, before) in [("status", &status), ("score", &score), ("tree", &tree)] {
            let after = all(words);
            assert_eq!(after["score"], before["score"], "{words}: the company");
            let (after, before) = (objective(&after), objective(before));
            assert_eq!(after["id"], "loyal");
            assert_eq!(after["score"], before["score"], "{words}");
            let frozen = |goal: &Value| goal["key_results"][1]["score"].clone();
            assert_eq!(frozen(&after), frozen(&before), "{words}");
        }
        let now = all("status");
        let dropped = match only_rating {
            true => &now["objectives"][1]["key_results"][1],
            false => &now["objectives"][1],
        };
        assert_eq!(
            (
                &dropped["status"],
                &dropped["dropped"],
                &dropped["expected"]
            ),
            (&json!("dropped"), &json!(true), &Value::Null)
        );
        okr(&workspace, "check")
            .prints(&["has no score today", "the frozen score is what is quoted"]);
        okr(&workspace, "explain 2026-Q3/loyal.rating").prints(&[
            "0.3, frozen when 2026-Q3 was closed",
            "today      none, dropped on 2026-08-01: sold",
        ]);
        okr(&workspace, "show 2026-Q3/loyal.rating").prints(&["0.30", "none today"]);
    }
}

#[test]
fn a_kpi_that_was_never_read_is_missing_however_rarely_it_is_read() {
    let yearly = |readings: &[(&str, &str)]| {
        let workspace = ended();
        workspace.replace("kpis/retention.toml", "\"monthly\"", "\"yearly\"");
        let checkin = "2026-Q3/checkins/2026-09-30-080000-maria-aaaa.toml";
        workspace.replace(
            checkin,
            "kpi = \"kpis/retention\"\nvalue = 75\n",
            "note = \"soon\"\n",
        );
        for (cycle, day) in readings {
            workspace.write(
                &format!("{cycle}/checkins/{day}.toml"),
                format!(
                    "date = {day}\nby = \"bot\"\n[[update]]\nkpi = \"kpis/retention\"\nvalue = 71\n"
                ),
            );
        }
        workspace
    };
    for readings in [
        &[][..],
        &[("2025-Q3", "2025-09-01")],
        &[("2024-Q1", "2024-03-01")],
    ] {
        let workspace = yearly(readings);
        let ran = okr(&workspace, "close").exits(5).assert_unchanged();
        ran.says(&["1 final reading is missing", "kpis/retention"]);
        let left = okr(&workspace, "cycle 2026-Q3 --format json").json();
        assert_eq!(
            left["cycles"][0]["unfinished"]["readings"],
            json!(["kpis/retention"])
        );
    }
    for readings in [
        &[("2025-Q4", "2025-10-15")][..],
        &[("2026-Q1", "2026-03-31")],
    ] {
        let workspace = yearly(readings);
        let left = okr(&workspace, "cycle --format json").json();
        let cycles = left["cycles"].as_array().unwrap();
        let third = cycles.iter().find(|c| c["id"] == "2026-Q3").unwrap();
        assert_eq!(third["unfinished"]["readings"], json!([]));
        okr(&workspace, "close 2026-Q3").exits(0);
    }
}

#[test]
fn a_close_dated_ahead_counts_from_that_day_and_every_command_says_so() {
    let workspace = ended();
    okr(&workspace, "close").exits(0);
    workspace.replace("2026-Q3/closed.toml", "on = 2026-10-02", "on = 2026-10-05");
    let told = okr(&workspace, "cycle 2026-Q3");
    let told = told.prints(&[
        "closes 2026-10-05",
        "2026-Q3 has ended: closed.toml closes it on 2026-10-05, still to come",
        "  okr close 2026-Q3 --undo\n",
    ]);
    assert!(!told.stdout.contains("okr close 2026-Q3\n"), "{told}");
    let ran = okr(&workspace, "close 2026-Q3").exits(5).assert_unchanged();
    ran.says(&[
        "2026-Q3 is not closed before 2026-10-05, the day in 2026-Q3/closed.toml",
        "okr close 2026-Q3 --undo",
    ]);
    let closed = okr(&workspace, "score --cycle q3 --format json").json();
    assert_eq!(closed["closed"], false);
    okr(&workspace, "close 2026-Q3 --undo").exits(0);
    okr(&workspace, "close").exits(0);
}

#[test]
fn every_late_checkin_of_a_goal_is_named() {
    let bounds = |workspace: Workspace| {
        workspace.replace(
            "2026-Q3/loyal.toml",
            "[key_results.rating]\nbaseline = 4\ntarget = 5\n",
            "[key_results.rating]\nat_least = 4\n",
        );
        workspace
    };
    let say = |workspace: &Workspace, file: &str, day: &str, value: f64| {
        workspace.write(
            &format!("2026-Q3/checkins/{file}.toml"),
            format!(
                "date = {day}\nby = \"tom\"\n[[update]]\nkr = \"loyal.rating\"\nvalue = {value}\n"
            ),
        );
    };
    for names in [
        ["2026-10-03-080000-tom-aaaa", "2026-10-04-080000-tom-bbbb"],
        ["1-by-hand", "2-by-hand"],
    ] {
        let workspace = bounds(ended());
        say(&workspace, "2026-08-01-080000-tom-cccc", "2026-08-01", 4.1);
        okr(&workspace, "close").exits(0);
        // Neither is the last by the day that it speaks of, and both count.
        say(&workspace, names[0], "2026-07-15", 3.0);
        say(&workspace, names[1], "2026-09-01", 3.1);
        let findings = okr(&workspace, "check --format json").json();
        let late = findings["findings"].as_array().unwrap().iter();
        let late = late.filter(|finding| finding["rule"] == "late-checkin");
        let paths: Vec<_> = late.map(|finding| finding["path"].clone()).collect();
        let expected = names.map(|name| format!("2026-Q3/checkins/{name}.toml"));
        assert_eq!(paths, expected);
    }
}

#[test]
fn the_reading_that_is_asked_for_is_the_old_quarters() {
    let workspace = ended();
    let checkin = "2026-Q3/checkins/2026-09-30-080000-maria-aaaa.toml";
    workspace.replace(checkin, "date = 2026-09-29", "date = 2026-08-29");
    for words in ["close", "cycle 2026-Q3"] {
        let told = okr(&workspace, words);
        let told = format!("{}{}", told.stdout, told.stderr);
        let line = told.lines().find(|line| line.contains("okr checkin kpis/"));
        let line = line.unwrap_or_else(|| panic!("{words} names no reading:\n{told}"));
        let command = line.trim().strip_prefix("okr ").unwrap();
        let command = command.split("  ").next().unwrap();
        let ran = okr(&workspace, &command.replace("…", "74.5")).exits(0);
        let [written] = &ran.written()[..] else {
            panic!("{ran}")
        };
        assert!(written.starts_with("2026-Q3/checkins/"), "{written}");
        let now = okr(&workspace, words);
        let now = now.stdout + &now.stderr;
        assert!(!now.contains("checkin kpis/"), "{now}");
        std::fs::remove_file(workspace.path(written)).unwrap();
    }
    okr(&workspace, "close --ascii").exits(5).says(&[
        "okr checkin 2026-Q3/loyal.rating ...  (maria",
        "--force --reason \"...\"",
    ]);
}
