//! What practice asks of goals, and when it keeps silent: while they are planned, when they are
//! history, and where it would be noise.

mod support;

use support::Workspace;

/// The warnings of a day, as `path:line rule`.
fn warnings(workspace: &Workspace, day: &str) -> Vec<String> {
    let found = workspace.okr("check --format json").today(day).run().json();
    let findings = found["findings"].as_array().unwrap().iter();
    let warnings = findings.filter(|finding| finding["level"] == "warning");
    let line = |finding: &serde_json::Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        format!("{}:{} {}", text("path"), finding["line"], text("rule"))
    };
    warnings.map(line).collect()
}

const NONE: [&str; 0] = [];

const KPI: &str = r#"name = "Net promoter score"
measure = "promoters less detractors, in points"
frequency = "monthly"
source = "survey"
owner = "maria"
"#;

/// A check-in of 14 July with one reading of `kpis/nps`.
const READ: &str =
    "date = 2026-07-14\nby = \"maria\"\n\n[[update]]\nkpi = \"kpis/nps\"\nvalue = 41\n";

/// An objective with two key results: a metric, and `second`.
fn loyal(head: &str, second: &str) -> String {
    format!(
        "objective = \"Create wildly loyal customers\"\n{head}\n\
         [key_results.rating]\ntitle = \"App rating\"\nbaseline = 4.0\ntarget = 4.5\n\n{second}\n"
    )
}

/// The same, following `kpis/nps` with more keys.
fn follows(head: &str, keys: &str) -> String {
    loyal(
        head,
        &format!("[key_results.nps]\nkpi = \"kpis/nps\"\n{keys}"),
    )
}

fn with(path: &str, text: &str) -> Workspace {
    Workspace::new().file(path, text)
}

#[test]
fn goals_have_until_the_grace_is_over() {
    let workspace = with(
        "2026-Q3/loyal.toml",
        "objective = \"Create loyal customers\"\n",
    );
    assert_eq!(warnings(&workspace, "2026-06-20"), NONE);
    assert_eq!(warnings(&workspace, "2026-07-04"), NONE);
    let late = [
        "2026-Q3/loyal.toml:1 key-result-count",
        "2026-Q3/loyal.toml:1 missing-owner",
    ];
    assert_eq!(warnings(&workspace, "2026-07-05"), late);
    workspace.write(
        "2026-Q3/loyal.toml",
        "objective = \"Create loyal customers\"\nadded = 2026-08-01\n",
    );
    assert_eq!(warnings(&workspace, "2026-08-04"), NONE);
    assert_eq!(warnings(&workspace, "2026-08-05"), late);
}

#[test]
fn what_was_dropped_or_closed_is_asked_for_nothing() {
    let bare = "objective = \"Create loyal customers\"\n";
    let workspace = with("2026-Q3/loyal.toml", bare);
    workspace.write("2026-Q3/closed.toml", "on = 2026-10-01\n\n[scores]\n");
    assert_eq!(warnings(&workspace, "2026-12-01"), NONE);
    let dropped = format!("{bare}dropped = {{ on = 2026-07-20, reason = \"sold\" }}\n");
    let workspace = with("2026-Q3/loyal.toml", &dropped);
    assert_eq!(warnings(&workspace, "2026-12-01"), NONE);
}

#[test]
fn a_kpi_is_asked_for_more_once_it_is_in_use() {
    let workspace = with("kpis/nps.toml", "name = \"Net promoter score\"\n");
    assert_eq!(warnings(&workspace, "2027-12-01"), NONE);
    workspace.write("2026-Q3/checkins/a.toml", READ);
    assert_eq!(warnings(&workspace, "2026-07-17"), NONE);
    let all = [
        "kpis/nps.toml:1 missing-measure",
        "kpis/nps.toml:1 missing-owner",
        "kpis/nps.toml:1 missing-source",
        "kpis/nps.toml:1 missing-target",
        "kpis/nps.toml:1 rare-frequency",
    ];
    assert_eq!(warnings(&workspace, "2026-07-18"), all);
    let retired = "name = \"NPS\"\nretired = { on = 2026-07-15, reason = \"nobody asked\" }\n";
    workspace.write("kpis/nps.toml", retired);
    assert_eq!(warnings(&workspace, "2026-07-18"), NONE);
}

#[test]
fn thresholds_and_a_target_to_come_are_targets() {
    let workspace = with("2026-Q3/checkins/a.toml", READ);
    for (targets, day, is_missing) in [
        ("[thresholds]\ngreen = 40\n", "2026-07-20", false),
        ("[targets]\nalways = 40\n", "2026-07-20", false),
        ("[targets]\n2026 = 40\n", "2026-07-20", false),
        ("[targets]\n2026-07 = 40\n", "2026-07-20", false),
        ("[targets]\n2026-Q4 = 40\n", "2026-07-20", false),
        ("[targets]\n2026-Q2 = 40\n", "2026-07-20", true),
        ("[targets]\n2026-Q3 = 40\n", "2026-10-03", false),
        ("[targets]\n2026-Q3 = 40\n", "2026-10-04", true),
    ] {
        workspace.write("kpis/nps.toml", format!("{KPI}\n{targets}"));
        let found = warnings(&workspace, day);
        let missing = found.iter().any(|line| line.ends_with("missing-target"));
        assert_eq!(missing, is_missing, "{targets} on {day}: {found:?}");
    }
}

#[test]
fn a_reading_is_late_a_period_and_the_grace_after_the_last() {
    let workspace = with("kpis/nps.toml", &format!("{KPI}\n[targets]\nalways = 40\n"));
    workspace.write("2026-Q3/checkins/a.toml", READ);
    assert_eq!(warnings(&workspace, "2026-08-17"), NONE);
    let unread = ["kpis/nps.toml:3 unread-kpi"];
    assert_eq!(warnings(&workspace, "2026-08-18"), unread);
    // Never read: late a period after a goal begins to follow it.
    let workspace = with("kpis/nps.toml", &format!("{KPI}\n[targets]\nalways = 40\n"));
    workspace.write("2026-Q3/loyal.toml", follows("owner = \"maria\"", ""));
    assert_eq!(warnings(&workspace, "2026-08-04"), NONE);
    assert_eq!(warnings(&workspace, "2026-08-05"), unread);
}

#[test]
fn less_than_the_kpi_asks_is_timid_in_its_direction() {
    let cases = [
        // (KPI, key result's own, timid?)
        (
            "[targets]\n2026-Q3 = 45",
            "baseline = 41\ntarget = 44",
            true,
        ),
        (
            "[targets]\n2026-Q3 = 45",
            "baseline = 41\ntarget = 45",
            false,
        ),
        (
            "[targets]\n2026-Q3 = 45",
            "baseline = 41\ntarget = 44\nstretch = 46",
            false,
        ),
        (
            "[targets]\n2026-Q3 = 45",
            "baseline = 40\ntarget = \"+10%\"",
            true,
        ),
        (
            "[targets]\n2026-Q3 = 45",
            "baseline = 40\ntarget = \"+20%\"",
            false,
        ),
        ("[targets]\n2026-Q3 = 45", "at_least = 44", true),
        ("[targets]\nalways = 45", "baseline = 41\ntarget = 44", true),
        // On the way to the year's target, which only the last quarter has to reach.
        ("[targets]\n2026 = 45", "baseline = 41\ntarget = 44", false),
        // A sum has its share of the year's: 45 a quarter.
        (
            "aggregate = \"sum\"\n[targets]\n2026 = 180",
            "target = 44",
            true,
        ),
        (
            "aggregate = \"sum\"\n[targets]\n2026 = 180",
            "target = 45",
            false,
        ),
        (
            "direction = \"decrease\"\n[targets]\n2026-Q3 = 45",
            "baseline = 50\ntarget = 46",
            true,
        ),
        (
            "direction = \"decrease\"\n[targets]\n2026-Q3 = 45",
            "baseline = 50\ntarget = 44",
            false,
        ),
        (
            "direction = \"decrease\"\n[targets]\n2026-Q3 = 45",
            "at_most = 46",
            true,
        ),
    ];
    for (kpi, own, is_timid) in cases {
        let workspace = with("kpis/nps.toml", &format!("{KPI}{kpi}\n"));
        workspace.write("2026-Q3/checkins/a.toml", READ);
        workspace.write("2026-Q3/loyal.toml", follows("owner = \"maria\"", own));
        let found = warnings(&workspace, "2026-07-20");
        let timid = found.iter().any(|line| line.ends_with("timid-target"));
        assert_eq!(timid, is_timid, "{kpi}, {own}: {found:?}");
        assert!(timid || found.is_empty(), "{found:?}");
    }
}

#[test]
fn the_last_quarter_has_to_reach_the_year() {
    let workspace = with("kpis/nps.toml", &format!("{KPI}\n[targets]\n2026 = 45\n"));
    let own = follows("owner = \"maria\"", "baseline = 41\ntarget = 44");
    workspace.write("2026-Q4/loyal.toml", own);
    let timid = ["2026-Q4/loyal.toml:11 timid-target"];
    assert_eq!(warnings(&workspace, "2026-10-20"), timid);
    // The mean of a year may be reached with a quarter below it.
    workspace.replace(
        "kpis/nps.toml",
        "[targets]",
        "aggregate = \"mean\"\n[targets]",
    );
    assert_eq!(warnings(&workspace, "2026-10-20"), [""; 0]);
}

#[test]
fn to_learn_something_fewer_things_are_asked_for() {
    let learn = "objective = \"Learn who buys alone\"\nowner = \"maria\"\nambition = \"learning\"\n\n\
                 [key_results.talks]\ntitle = \"Talk to buyers\"\nkind = \"effort\"\n";
    assert_eq!(
        warnings(&with("2026-Q3/learn.toml", learn), "2026-07-20"),
        NONE
    );
    let aim = learn.replace("ambition = \"learning\"\n", "");
    let found = warnings(&with("2026-Q3/learn.toml", &aim), "2026-07-20");
    let expected = [
        "2026-Q3/learn.toml:4 key-result-count",
        "2026-Q3/learn.toml:4 not-measurable",
        "2026-Q3/learn.toml:5 activity-key-result",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_rollup_and_a_measure_of_its_own_are_enough() {
    let rollup = "objective = \"Grow\"\nowner = \"ines\"\n\n[key_results.teams]\n\
                  title = \"Every team delivers\"\nkind = \"rollup\"\n";
    assert_eq!(
        warnings(&with("2026-Q3/grow.toml", rollup), "2026-07-20"),
        NONE
    );
    let itself = "objective = \"Grow\"\nowner = \"ines\"\nkpi = \"kpis/nps\"\n";
    let workspace = with("2026-Q3/grow.toml", itself);
    workspace.write("2026-Q3/checkins/a.toml", READ);
    workspace.write("kpis/nps.toml", format!("{KPI}\n[targets]\nalways = 45\n"));
    assert_eq!(warnings(&workspace, "2026-07-20"), NONE);
    // Neither it nor its KPI says how far.
    workspace.write(
        "kpis/nps.toml",
        format!("{KPI}\n[thresholds]\ngreen = 45\n"),
    );
    let found = warnings(&workspace, "2026-07-20");
    assert_eq!(found, ["2026-Q3/grow.toml:3 not-measurable"]);
}

#[test]
fn a_team_without_a_company_above_need_not_support_anything() {
    let workspace = with("2026-Q3/care/loyal.toml", &loyal("owner = \"maria\"", TWO));
    assert_eq!(warnings(&workspace, "2026-07-20"), NONE);
    workspace.write("2026/grow.toml", loyal("owner = \"ines\"", TWO));
    let unaligned = ["2026-Q3/care/loyal.toml:1 unaligned"];
    assert_eq!(warnings(&workspace, "2026-07-20"), unaligned);
}

const TWO: &str = "[key_results.orders]\ntitle = \"Orders\"\nbaseline = 10\ntarget = 50\n";

#[test]
fn a_kpi_is_not_abandoned_where_it_is_guarded_or_followed_above() {
    let workspace = with("kpis/nps.toml", &format!("{KPI}\n[targets]\nalways = 45\n"));
    let review = "\n[review]\non = 2026-10-02\nworked = \"Asking early.\"\n";
    let before = follows("owner = \"maria\"", "") + review;
    workspace.write("2026-Q3/loyal.toml", before);
    workspace.write("2026-Q3/checkins/a.toml", READ.replace("07-14", "09-28"));
    // Nothing is planned for the new quarter yet.
    assert_eq!(warnings(&workspace, "2026-10-20"), NONE);
    workspace.write("2026-Q4/loyal.toml", loyal("owner = \"maria\"", TWO));
    assert_eq!(warnings(&workspace, "2026-10-04"), NONE);
    let abandoned = ["kpis/nps.toml:1 abandoned-kpi"];
    assert_eq!(warnings(&workspace, "2026-10-20"), abandoned);
    let guarded = "owner = \"maria\"\nguardrails = [\"kpis/nps\"]";
    workspace.write("2026-Q4/loyal.toml", loyal(guarded, TWO));
    assert_eq!(warnings(&workspace, "2026-10-20"), NONE);
    workspace.write("2026-Q4/loyal.toml", loyal("owner = \"maria\"", TWO));
    workspace.write("2026/year.toml", follows("owner = \"maria\"", ""));
    assert_eq!(warnings(&workspace, "2026-10-20"), NONE);
}

#[test]
fn only_seven_are_watched_by_everyone() {
    let workspace = Workspace::new();
    for n in 1..=8 {
        workspace.write(
            &format!("kpis/k{n}.toml"),
            format!("name = \"K{n}\"\nhealth = true\n"),
        );
    }
    assert_eq!(
        warnings(&workspace, "2026-07-20"),
        ["kpis/k8.toml:2 health-kpis"]
    );
    for n in 1..=8 {
        workspace.write(&format!("kpis/k{n}.toml"), format!("name = \"K{n}\"\n"));
    }
    // Whoever does not use the word is not asked.
    assert_eq!(warnings(&workspace, "2026-07-20"), NONE);
}

#[test]
fn what_new_carry_and_checkin_write_is_clean_at_once() {
    let workspace = Workspace::new();
    for line in [
        "new kpi Satisfaction",
        "new kpi Cost --target 2026-Q3=4",
        "new objective \"Create loyal customers\"",
        "new objective \"Answer fast\" --team care --owner maria",
        "new kr create-loyal-customers --kpi kpis/cost --from 9 --target 12",
        "new kr create-loyal-customers Rating --from 4.0 --target 4.5",
        "checkin rating 4.1",
        "checkin kpis/satisfaction 40",
    ] {
        let ran = workspace.typed(line).run();
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.stderr);
        let check = workspace.okr("check --strict").run();
        assert_eq!(check.code, Some(0), "{line}: {}", check.stdout);
    }
    let workspace = Workspace::example("acme");
    let carried = workspace.okr("carry").today("2026-10-02").run();
    assert_eq!(carried.code, Some(0), "{}", carried.stderr);
    let check = workspace.okr("check --strict").today("2026-10-02").run();
    assert_eq!(check.code, Some(0), "{}", check.stdout);
}

#[test]
fn a_new_kpi_says_what_it_lacks() {
    let workspace = Workspace::new();
    let ran = workspace
        .okr("new kpi Cost --owner maria --target 2026=4")
        .run();
    let said = "It still lacks: measure, source and frequency. ";
    assert!(ran.stderr.starts_with(said), "{}", ran.stderr);
    let ran = workspace
        .okr("new kpi Churn --owner maria --target 2026=4 --measure lost/all --source CRM")
        .arg("--frequency=monthly")
        .run();
    assert!(!ran.stderr.contains("lacks"), "{}", ran.stderr);
}

#[test]
fn days_that_cannot_be_are_told() {
    let day = "2026-08-14";
    let found = |path: &str, text: &str| {
        let mut found = warnings(&with(path, text), day);
        found.retain(|found| found.ends_with(" impossible-date"));
        found
    };
    let objective = |keys: &str| {
        let text = format!("objective = \"O\"\n{keys}\n[key_results.k]\ntarget = 4\n{keys}\n");
        found("2026-Q3/loyal.toml", &text)
    };
    let both = [2, 5].map(|line| format!("2026-Q3/loyal.toml:{line} impossible-date"));
    for keys in [
        "added = 2026-12-01",
        "added = 2062-07-20",
        "dropped = { on = 2026-12-01 }",
        "dropped = { on = 2025-12-01 }",
    ] {
        assert_eq!(objective(keys), both, "{keys}");
    }
    for keys in [
        "added = 2026-07-20",
        "added = 2026-09-30",
        "dropped = { on = 2026-06-20 }",
        "dropped = { on = 2026-09-20 }",
    ] {
        assert_eq!(objective(keys), NONE, "{keys}");
    }
    for (line, keys) in [
        (6, "retired = { on = 2206-09-01 }"),
        (6, "chart_from = 2062-02-01"),
        (6, "amended = [{ on = 2062-05-04, was = { 2026 = 4 } }]"),
    ] {
        let text = format!("{KPI}{keys}\n");
        let expected = [format!("kpis/nps.toml:{line} impossible-date")];
        assert_eq!(found("kpis/nps.toml", &text), expected, "{keys}");
        let soon = text.replace("2206", "2026").replace("2062", "2026");
        assert_eq!(found("kpis/nps.toml", &soon), NONE, "{keys}");
    }
    let closed = |on: &str| found("2026-Q2/closed.toml", &format!("on = {on}\n"));
    assert_eq!(
        closed("2027-07-03"),
        ["2026-Q2/closed.toml:1 impossible-date"]
    );
    assert_eq!(
        closed("2026-06-03"),
        ["2026-Q2/closed.toml:1 impossible-date"]
    );
    assert_eq!(closed("2026-08-15"), NONE);
    let plan = |date: &str| format!("date = {date}\nby = \"tom\"\nplan = \"P\"\n");
    let path = "2036-Q3/checkins/a.toml";
    assert_eq!(
        found(path, &plan("2036-08-13")),
        [format!("{path}:1 impossible-date")]
    );
    assert_eq!(found("2026-Q3/checkins/a.toml", &plan("2026-08-15")), NONE);
}

#[test]
fn a_kpi_whose_reading_went_astray_is_not_called_unread() {
    let said = |date: &str, kpi: &str| {
        format!("date = {date}\nby = \"maria\"\n\n[[update]]\nkpi = \"kpis/{kpi}\"\nvalue = 41\n")
    };
    let is_unread = |workspace: &Workspace| {
        let ran = workspace.okr("check").today("2026-09-10").run();
        ran.stdout.contains("warning[unread-kpi]")
    };
    let workspace =
        with("kpis/nps.toml", KPI).file("2026-Q3/checkins/a.toml", said("2026-07-14", "nps"));
    assert!(is_unread(&workspace));
    workspace.write("2026-Q3/checkins/b.toml", said("2026-07-20", "npz"));
    assert!(is_unread(&workspace));
    workspace.write("2026-Q3/checkins/c.toml", said("2026-08-20", "npz"));
    assert!(!is_unread(&workspace));
    workspace.write("2026-Q3/checkins/c.toml", said("2026-08-20", "nps"));
    assert!(!is_unread(&workspace));
}
