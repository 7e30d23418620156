//! Errors between files are found, each at its place, and what is right is not called wrong.

use okr::cli::findings;
use okr::store::diagnostics::{Finding, Level};
use okr::store::load::Store;
use std::fs;
use std::path::Path;

type File = (&'static str, &'static str);

const KPIS: [File; 5] = [
    ("kpis/nps.toml", "name = \"NPS\"\n[targets]\n2026 = 60"),
    (
        "kpis/churn.toml",
        "name = \"Churn\"\ndirection = \"decrease\"",
    ),
    (
        "kpis/sales.toml",
        "name = \"Sales\"\naggregate = \"sum\"\n[targets]\n2026-Q3 = 400",
    ),
    (
        "kpis/costs.toml",
        "name = \"Costs\"\naggregate = \"sum\"\ndirection = \"decrease\"\n[targets]\n2026-Q3 = 10",
    ),
    (
        "kpis/load.toml",
        "name = \"Load\"\ndirection = \"maintain\"\nformerly = [\"kpis/strain\"]\n\
         [targets]\n2026-Q3 = { at_least = 4, at_most = 5 }",
    ),
];

/// Everything that is found in a workspace of `KPIS` and `files`.
fn check(files: &[File]) -> Vec<Finding> {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("okr.toml"), "").unwrap();
    for (rel, content) in KPIS.iter().chain(files) {
        let path = root.path().join(rel);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    found_between(root.path())
}

/// What is wrong with the files and between them; practice is judged elsewhere.
fn found_between(root: &Path) -> Vec<Finding> {
    let store = Store::open_lenient(root);
    let loaded = store.read_all();
    findings::of(&store, &loaded)
}

fn line(finding: &Finding) -> String {
    let place = finding.span.as_ref();
    let place = place.map_or(String::new(), |s| format!(":{}:{}", s.line, s.column));
    format!("{}{place} {}", finding.path, finding.rule)
}

/// The same as `path:line:col rule`.
fn places(files: &[File]) -> Vec<String> {
    check(files).iter().map(line).collect()
}

/// The only finding, as its place, message and help.
fn only(files: &[File]) -> (String, String, String) {
    let mut found = check(files);
    assert_eq!(found.len(), 1, "{found:#?}");
    let finding = found.remove(0);
    let place = line(&finding);
    (place, finding.message, finding.help.unwrap_or_default())
}

/// An objective that stands below `head` with one key result.
macro_rules! goal {
    ($head:literal, $key_result:literal) => {
        concat!(
            "objective = \"O\"\n",
            $head,
            "\n[key_results.k]\n",
            $key_result
        )
    };
}

/// A check-in of 14 July by maria with one update.
macro_rules! said {
    ($update:literal) => {
        concat!("date = 2026-07-14\nby = \"maria\"\n[[update]]\n", $update)
    };
}

#[test]
fn unknown_goals_with_what_was_meant() {
    let top = ("2026/top.toml", goal!("", "target = 3"));
    let team = ("2026-Q3/team/beta.toml", goal!("", "target = 3"));
    let with = |supporter: &'static str| only(&[top, team, ("2026-Q3/a.toml", supporter)]);
    let (place, message, help) = with(goal!("supports = \"beta\"", "target = 1"));
    assert_eq!(place, "2026-Q3/a.toml:2:12 unknown-goal");
    assert_eq!(message, "there is no objective `beta` in 2026-Q3");
    assert_eq!(help, "did you mean `team/beta`?");
    let (_, message, help) = with(goal!("supports = \"2026/top.kk\"", "target = 1"));
    assert_eq!(message, "`2026/top` has no key result `kk`");
    assert_eq!(help, "its key results are `k`");
    let (_, _, help) = with(goal!("supports = \"top.k\"", "target = 1"));
    assert_eq!(help, "did you mean `2026/top.k`?");
    let (_, message, _) = with(goal!("supports = \"2026-H2/far-off\"", "target = 1"));
    assert_eq!(
        message,
        "there is no goal `2026-H2/far-off`: 2026-H2 has no folder"
    );
}

#[test]
fn unknown_kpis_wherever_one_is_named() {
    let guarded = "objective = \"O\"\nguardrails = [\"kpis/nps\", \"kpis/npz\"]";
    let measured = "objective = \"O\"\nkpi = \"kpis/team/nps\"";
    let retired = "name = \"R\"\ndrives = [\"kpis/npz\"]\n\
                   retired = { on = 2026-08-01, replaced_by = \"kpis/npz\" }";
    let found = check(&[
        ("2026-Q3/a.toml", guarded),
        ("2026-Q3/b.toml", measured),
        ("2026-Q3/c.toml", goal!("", "kpi = \"kpis/gone\"")),
        (
            "2026-Q3/checkins/a.toml",
            said!("kpi = \"kpis/npz\"\nvalue = 1"),
        ),
        ("kpis/r.toml", retired),
    ]);
    let places: Vec<String> = found.iter().map(line).collect();
    let expected = [
        "2026-Q3/a.toml:2:27 unknown-kpi",
        "2026-Q3/b.toml:2:7 unknown-kpi",
        "2026-Q3/c.toml:4:7 unknown-kpi",
        "2026-Q3/checkins/a.toml:4:7 unknown-kpi",
        "kpis/r.toml:2:11 unknown-kpi",
        "kpis/r.toml:3:44 unknown-kpi",
    ];
    assert_eq!(places, expected);
    assert_eq!(found[1].help.as_deref(), Some("did you mean `kpis/nps`?"));
}

#[test]
fn earlier_names_are_known() {
    let renamed = "objective = \"O\"\nformerly = [\"old\"]\n[key_results.k]\n\
                   kpi = \"kpis/strain\"\nformerly = [\"j\"]";
    let closed = "on = 2026-10-02\n[scores]\nold = 1\n\"old.j\" = 1";
    let said = said!("kr = \"old.j\"\nkpi = \"kpis/load\"\nvalue = 4.2");
    let found = places(&[
        ("2026-Q3/a.toml", renamed),
        (
            "2026-Q3/b.toml",
            goal!("supports = \"old.j\"", "target = 1"),
        ),
        ("2026-Q3/checkins/a.toml", said),
        ("2026-Q3/closed.toml", closed),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_could_not_be_read_is_not_called_unknown() {
    let closed = "on = 2026-10-02\n[scores]\n\"bad.k\" = 0.4\ngone = 0.4";
    let found = places(&[
        ("2026-Q3/bad.toml", "objective = 1"),
        (
            "2026-Q3/a.toml",
            goal!("supports = \"bad.k\"", "kpi = \"kpis/bad\""),
        ),
        (
            "2026-Q3/checkins/a.toml",
            said!("kr = \"bad.k\"\nkpi = \"kpis/bad\"\nvalue = 1"),
        ),
        ("2026-Q3/closed.toml", closed),
        ("kpis/bad.toml", "name = ["),
    ]);
    let expected = [
        "2026-Q3/bad.toml:1:13 wrong-type",
        "2026-Q3/closed.toml:4:1 unknown-goal",
    ];
    assert_eq!(found[..2], expected);
    assert!(found[2].starts_with("kpis/bad.toml:1:"), "{found:?}");
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn without_settings_nothing_is_said_of_dates() {
    let files = [
        ("okr.toml", "fiscal_year_strat = 2"),
        (
            "2026-Q3/a.toml",
            goal!("supports = \"2027/x\"", "target = 1"),
        ),
    ];
    let expected = "okr.toml:1:1 unknown-key";
    assert_eq!(places(&files), [expected]);
}

#[test]
fn settings_that_can_be_read_count_beside_those_that_cannot() {
    let plan = "date = 2026-08-14\nby = \"maria\"\nplan = \"P\"\n";
    let with = |settings: String, folder: &'static str| {
        let settings: &'static str = settings.leak();
        let mut found = places(&[("okr.toml", settings), (folder, plan)]);
        found.retain(|found| !found.starts_with("okr.toml:"));
        found
    };
    let (right, wrong) = ("2027-H1/checkins/a.toml", "2026-H2/checkins/a.toml");
    for slip in [
        "checkin_frequency = \"weeklly\"",
        "grace_days = = 3",
        "[check]\nalow = []",
        "[people.maria]\nEMAIL = \"x\"",
        "[scoring]\non_track = 7",
    ] {
        let settings = format!("fiscal_year_start = 8\ncycle = \"half\"\n{slip}\n");
        assert_eq!(with(settings.clone(), right), [""; 0], "{slip}");
        let expected = ["2026-H2/checkins/a.toml:1:8 outside-cycle"];
        assert_eq!(with(settings, wrong), expected, "{slip}");
    }
    // Where the days of cycles are not known none is judged.
    for slip in [
        "fiscal_year_start = \"August\"\ncycle = \"half\"",
        "fiscal_year_strat = 8\ncycle = \"half\"",
        "fiscal_year_start = 8\ncycle = \"hlaf\"",
        "fiscal_year_start = = 8\ncycle = \"half\"",
        "name = \"\"\"Acme\nfiscal_year_start = 8\ncycle = \"half\"",
        "<<<<<<< a\nfiscal_year_start = 8\n=======\n>>>>>>> b\ncycle = \"half\"",
    ] {
        for folder in [right, wrong] {
            assert_eq!(with(format!("{slip}\n"), folder), [""; 0], "{slip}");
        }
    }
}

#[test]
fn a_checkin_in_the_folder_of_a_longer_or_shorter_cycle() {
    let said = "date = 2026-08-13\nby = \"tom\"\n[[update]]\nkpi = \"kpis/nps\"\nvalue = 3\n";
    let (place, message, help) = only(&[("2026/checkins/a.toml", said)]);
    assert_eq!(place, "2026/checkins/a.toml:1:8 outside-cycle");
    assert_eq!(
        message,
        "2026 is a year, and a check-in lies in the folder of its quarter"
    );
    assert_eq!(
        help,
        "move the file to 2026-Q3/checkins, which holds its date"
    );
    let (place, ..) = only(&[("2026-08/checkins/a.toml", said)]);
    assert_eq!(place, "2026-08/checkins/a.toml:1:8 outside-cycle");
    let half = ("okr.toml", "cycle = \"half\"");
    let (.., help) = only(&[half, ("2026-Q3/checkins/a.toml", said)]);
    assert!(help.contains(" 2026-H2/checkins,"), "{help}");
    assert!(places(&[half, ("2026-H2/checkins/a.toml", said)]).is_empty());
}

#[test]
fn what_follows_from_a_wrong_reference_in_a_closed_cycle() {
    let own = goal!("", "baseline = 0\ntarget = 10");
    let led = goal!("", "kpi = \"kpis/nps\"\nbaseline = 0\ntarget = 10");
    let closed = "on = 2026-07-02\n[scores]\na = 0.5\n\"a.k\" = 0.5\n";
    let slip = "on = 2026-07-02\n[scores]\na = 0.5\n\"a.kk\" = 0.5\n";
    macro_rules! june {
        ($update:literal) => {
            concat!(
                "date = 2026-06-14\nby = \"tom\"\n[[update]]\n",
                $update,
                "\nvalue = 5\n"
            )
        };
    }
    let with = |goal, said, closed| {
        places(&[
            ("2026-Q2/a.toml", goal),
            ("2026-Q2/checkins/a.toml", said),
            ("2026-Q2/closed.toml", closed),
        ])
    };
    assert_eq!(with(own, june!("kr = \"a.k\""), closed), [""; 0]);
    assert_eq!(with(led, june!("kpi = \"kpis/nps\""), closed), [""; 0]);
    let goal = ["2026-Q2/checkins/a.toml:4:6 unknown-goal"];
    assert_eq!(with(own, june!("kr = \"a.kk\""), closed), goal);
    let kpi = ["2026-Q2/checkins/a.toml:4:7 unknown-kpi"];
    assert_eq!(with(led, june!("kpi = \"kpis/npz\""), closed), kpi);
    let score = ["2026-Q2/closed.toml:4:1 unknown-goal"];
    assert_eq!(with(own, june!("kr = \"a.k\""), slip), score);
}

#[test]
fn nothing_hangs_on_a_word_that_cannot_be_read() {
    let kpi = |text| places(&[("kpis/x.toml", text)]);
    let falls = "\n[thresholds]\ngreen = 4\namber = 5\n";
    let stays = "\n[targets]\n2026-Q3 = { at_least = 4 }\n";
    for (line, found) in [
        ("direction = \"Decrease\"", "2:13 bad-value"),
        ("direction = \"decrese\"", "2:13 bad-value"),
        ("direction = 3", "2:13 wrong-type"),
        ("directon = \"decrease\"", "2:1 unknown-key"),
    ] {
        for numbers in [falls, stays] {
            let text = format!("name = \"X\"\n{line}{numbers}").leak();
            assert_eq!(kpi(text), [format!("kpis/x.toml:{found}")], "{text}");
        }
    }
    let rises = "name = \"X\"\nownr = \"tom\"\n[thresholds]\ngreen = 4\namber = 5\n";
    let both = ["kpis/x.toml:2:1 unknown-key", "kpis/x.toml:5:9 bad-value"];
    assert_eq!(kpi(rises), both);
    let effort = "\ndue = 2026-09-30\nmilestones = [{ id = \"m\", title = \"M\" }]\n";
    for (line, found) in [
        ("knd = \"effort\"", "3:1 unknown-key"),
        ("kind = \"Effort\"", "3:8 bad-value"),
    ] {
        let text = format!("objective = \"O\"\n[key_results.k]\n{line}{effort}").leak();
        let expected = [format!("2026-Q3/a.toml:{found}")];
        assert_eq!(places(&[("2026-Q3/a.toml", text)]), expected, "{text}");
    }
}

#[test]
fn a_name_with_a_point_needs_quotes() {
    let grow = ("2026-Q2/grow.toml", goal!("", "target = 1"));
    let with = |closed| only(&[grow, ("2026-Q2/closed.toml", closed)]);
    let hint = "a name with a point needs quotes: \"grow.";
    let (place, message, help) = with("on = 2026-07-02\n[scores]\ngrow = 0.5\ngrow.k = 0.5\n");
    assert_eq!(place, "2026-Q2/closed.toml:4:1 syntax");
    assert_eq!(
        message,
        "`grow` has a value already: no key can lie below it"
    );
    assert_eq!(help, format!("{hint}k\" = …"));
    let (place, _, help) = with("on = 2026-07-02\n[scores]\ngrow.k = 0.5\n");
    assert_eq!(place, "2026-Q2/closed.toml:3:1 wrong-type");
    assert!(help.starts_with(hint), "{help}");
}

#[test]
fn support_leads_upward() {
    let (place, message, _) = only(&[
        ("2026-Q2/up.toml", goal!("", "target = 1")),
        (
            "2026-Q3/a.toml",
            goal!("supports = \"2026-Q2/up\"", "target = 1"),
        ),
    ]);
    assert_eq!(place, "2026-Q3/a.toml:2:12 support-cycle");
    assert_eq!(
        message,
        "2026-Q3 cannot support `2026-Q2/up`: 2026-Q2 is not around it"
    );
    let own = goal!("supports = \"a.k\"", "kind = \"rollup\"");
    let (place, message, _) = only(&[("2026-Q3/a.toml", own)]);
    assert_eq!(place, "2026-Q3/a.toml:2:12 support-self");
    assert_eq!(message, "`a` supports its own key result `k`");
    let (place, message, _) = only(&[
        (
            "2026-Q3/b.toml",
            goal!("supports = \"c\"", "kind = \"rollup\""),
        ),
        ("2026-Q3/c.toml", goal!("supports = \"a\"", "target = 1")),
        ("2026-Q3/a.toml", goal!("supports = \"b.k\"", "target = 1")),
        ("2026-Q3/d.toml", goal!("supports = \"a\"", "target = 1")),
    ]);
    assert_eq!(place, "2026-Q3/a.toml:2:12 support-circle");
    assert!(message.ends_with(": a -> b -> c -> a"), "{message}");
}

#[test]
fn a_baseline_beyond_its_target() {
    let held = |key_result| only(&[("2026-Q3/a.toml", key_result)]);
    let (place, message, help) = held(goal!("", "kpi = \"kpis/nps\"\nbaseline = 60"));
    assert_eq!(place, "2026-Q3/a.toml:5:12 baseline-beyond-target");
    assert_eq!(
        message,
        "the baseline 60 of `a.k` is already at its target 60"
    );
    assert!(
        help.starts_with("to hold it, write `at_least = 60` instead of `baseline`;"),
        "{help}"
    );
    let relative = goal!("", "kpi = \"kpis/churn\"\nbaseline = 4\ntarget = \"+10%\"");
    let (_, message, help) = held(relative);
    assert_eq!(
        message,
        "the baseline 4 of `a.k` is already beyond its target 4.4"
    );
    assert!(help.contains("`at_most = 4`"), "{help}");
    let (place, ..) = held("objective = \"O\"\nkpi = \"kpis/nps\"\nbaseline = 61");
    assert_eq!(place, "2026-Q3/a.toml:3:12 baseline-beyond-target");
    let fine = [
        goal!("", "kpi = \"kpis/costs\"\nbaseline = 20"),
        goal!("", "kpi = \"kpis/nps\"\nat_least = 60\nbaseline = 70"),
        goal!(
            "",
            "kpi = \"kpis/nps\"\nbaseline = 70\ndropped = { on = 2026-08-01 }"
        ),
        goal!("", "kpi = \"kpis/nps\"\nbaseline = 70\ntarget = 75"),
    ];
    for key_result in fine {
        assert!(
            places(&[("2026-Q3/a.toml", key_result)]).is_empty(),
            "{key_result}"
        );
    }
}

#[test]
fn targets_that_cannot_be() {
    let place = |key_result| only(&[("2026-Q3/a.toml", key_result)]).0;
    let relative = goal!("", "kpi = \"kpis/sales\"\ntarget = \"+10%\"");
    assert_eq!(place(relative), "2026-Q3/a.toml:5:10 relative-target");
    let of_band = goal!("", "kpi = \"kpis/load\"\ntarget = 5");
    assert_eq!(place(of_band), "2026-Q3/a.toml:5:10 own-target-of-band");
    let flat = goal!("", "baseline = 5\ntarget = 5");
    assert_eq!(place(flat), "2026-Q3/a.toml:5:10 flat-target");
    assert_eq!(check(&[("2026-Q3/a.toml", flat)])[0].level, Level::Warning);
}

#[test]
fn weights_that_leave_no_mean() {
    let found = check(&[
        ("2026-Q3/a.toml", goal!("", "kind = \"rollup\"")),
        (
            "2026-Q3/t/b.toml",
            goal!("supports = \"a\"\nweight = 0", "target = 1"),
        ),
        (
            "2026-Q3/t/c.toml",
            goal!("dropped = { on = 2026-08-01 }", "target = 1"),
        ),
        (
            "2026-Q3/u/d.toml",
            goal!("supports = \"a.k\"\nweight = 0", "target = 1"),
        ),
        ("2026-Q3/u/e.toml", goal!("", "target = 1")),
    ]);
    let places: Vec<String> = found.iter().map(line).collect();
    let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        places,
        [
            "2026-Q3/t/b.toml:3:10 weights-sum-to-zero",
            "2026-Q3/u/d.toml:3:10 weights-sum-to-zero",
        ]
    );
    assert_eq!(
        messages,
        [
            "the weights of the objectives in `2026-Q3/t` sum to 0",
            "the weights of the objectives that support `a.k` sum to 0",
        ]
    );
}

#[test]
fn earlier_names_that_are_anothers() {
    let first = "objective = \"A\"\nformerly = [\"x\", \"b\"]\n[key_results.k]\ntarget = 1\n\
                 formerly = [\"l\"]\n[key_results.l]\ntarget = 2";
    let found = places(&[
        ("2026-Q3/a.toml", first),
        ("2026-Q3/b.toml", goal!("formerly = [\"x\"]", "target = 1")),
        ("kpis/new.toml", "name = \"N\"\nformerly = [\"kpis/nps\"]"),
    ]);
    let expected = [
        "2026-Q3/a.toml:2:18 same-id",
        "2026-Q3/a.toml:5:13 same-id",
        "2026-Q3/b.toml:2:13 same-id",
        "kpis/new.toml:2:13 same-id",
    ];
    assert_eq!(found, expected);
}

#[test]
fn kpis_that_drive_each_other() {
    let found = check(&[
        (
            "kpis/a.toml",
            "name = \"A\"\ndrives = [\"kpis/nps\", \"kpis/b\"]",
        ),
        (
            "kpis/b.toml",
            "name = \"B\"\ndrives = [\"kpis/a\", \"kpis/b\"]",
        ),
    ]);
    let places: Vec<String> = found.iter().map(line).collect();
    let expected = [
        "kpis/a.toml:2:23 drives-circle",
        "kpis/b.toml:2:21 drives-circle",
    ];
    assert_eq!(places, expected);
    assert!(found[0].message.ends_with("kpis/a -> kpis/b -> kpis/a"));
    assert_eq!(found[1].message, "`kpis/b` drives itself");
}

#[test]
fn updates_that_cannot_be() {
    let goals = "objective = \"A\"\n[key_results.n]\nkpi = \"kpis/nps\"\n[key_results.m]\n\
        target = 1\n[key_results.p]\nkind = \"effort\"\n[key_results.e]\nkind = \"effort\"\n\
        milestones = [{ id = \"plan\", title = \"P\" }]\n[key_results.r]\nkind = \"rollup\"";
    let one = |update| {
        only(&[
            ("2026-Q3/a.toml", goals),
            ("2026-Q2/q.toml", goal!("", "target = 1")),
            ("2026-Q3/checkins/a.toml", update),
        ])
    };
    let cases = [
        (
            said!("kr = \"a.n\"\nkpi = \"kpis/churn\"\nvalue = 1"),
            "5:7 other-kpi",
        ),
        (
            said!("kr = \"a.m\"\nkpi = \"kpis/churn\"\nvalue = 1"),
            "5:7 other-kpi",
        ),
        (
            said!("kr = \"a.e\"\ndone = [\"plan\", \"plam\"]"),
            "5:17 unknown-milestone",
        ),
        (
            said!("kr = \"a.m\"\ndone = [\"plan\"]"),
            "5:8 done-without-milestones",
        ),
        (
            said!("kr = \"a.p\"\ndone = [\"plan\"]"),
            "5:8 done-without-milestones",
        ),
        (said!("kr = \"a.r\"\nvalue = 1"), "5:9 value-on-rollup"),
        (said!("kr = \"a.e\"\nvalue = 1"), "5:9 value-on-milestones"),
        (said!("kr = \"a.p\"\nvalue = 140"), "5:9 percent"),
        (
            said!("kr = \"2026-Q2/q.k\"\nvalue = 1"),
            "4:6 outside-goal-cycle",
        ),
        (
            said!("kr = \"2026-Q2/q.k\"\nvalue = 1\ndate = 2026-07-13"),
            "6:8 outside-goal-cycle",
        ),
        (
            said!("kr = \"a\"\nconfidence = 0.3"),
            "5:14 objective-without-measure",
        ),
        (said!("kr = \"a.mm\"\nvalue = 1"), "4:6 unknown-goal"),
    ];
    for (update, place) in cases {
        assert_eq!(
            one(update).0,
            format!("2026-Q3/checkins/a.toml:{place}"),
            "{update}"
        );
    }
    let (.., help) = one(cases[2].0);
    assert_eq!(help, "did you mean `plan`?");
    let note = said!("kr = \"a\"\nnote = \"fine\"");
    let fine = [("2026-Q3/a.toml", goals), ("2026-Q3/checkins/a.toml", note)];
    assert!(places(&fine).is_empty());
}

#[test]
fn two_readings_for_one_day() {
    let (maria, tom) = (
        said!("kr = \"a.k\"\nvalue = 1\n[[update]]\nkpi = \"kpis/sales\"\nvalue = 1"),
        "date = 2026-07-14\nby = \"tom\"\n[[update]]\nkpi = \"kpis/nps\"\nvalue = 2\n\
         [[update]]\nkpi = \"kpis/sales\"\nvalue = 1\n[[update]]\nkpi = \"kpis/sales\"\nvalue = 2",
    );
    let found = check(&[
        ("2026-Q3/a.toml", goal!("", "kpi = \"kpis/nps\"")),
        ("2026-Q3/checkins/a.toml", maria),
        ("2026-Q3/checkins/b.toml", tom),
    ]);
    let places: Vec<String> = found.iter().map(line).collect();
    let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
    let expected = [
        "2026-Q3/checkins/a.toml:5:9 same-day",
        "2026-Q3/checkins/b.toml:8:9 same-day",
    ];
    assert_eq!(places, expected);
    assert_eq!(
        messages,
        [
            "two readings of `kpis/nps` for 2026-07-14: the one in `b.toml` counts, \
         not the one in `a.toml`",
            "two readings of `kpis/sales` for 2026-07-14 by tom in `b.toml`: the last one counts",
        ]
    );
    assert!(found.iter().all(|f| f.level == Level::Warning));
}

#[test]
fn the_examples_are_clean() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = fs::read_dir(examples).unwrap().map(|e| e.unwrap().path());
    let workspaces: Vec<_> = folders.filter(|f| f.join("okr.toml").exists()).collect();
    assert_eq!(workspaces.len(), 4, "{workspaces:?}");
    for path in workspaces {
        let found = found_between(&path);
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}
