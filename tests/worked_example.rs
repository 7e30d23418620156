//! The method's worked example (its section Carry) as a person lives it: a retention, a total and a
//! mean through two quarters and into a new year, with the commands that are typed and every number
//! that is shown.

mod support;

use serde_json::{Value, json};
use support::{Call, Ran, Workspace};

const LOYAL: &str = "customer-success/loyal-customers";

/// A line as it is typed on a day.
fn typed(workspace: &Workspace, day: &str, line: &str) -> Ran {
    let words = shlex::split(line).unwrap_or_else(|| panic!("{line}"));
    let call = words.into_iter().fold(workspace.okr(""), Call::arg);
    call.today(day).run().exits(0)
}

fn json(workspace: &Workspace, day: &str, line: &str) -> Value {
    typed(workspace, day, &format!("{line} --format json")).json()
}

/// What a rollover makes of each goal: actual → baseline → target, and what gave that.
fn carried(plan: &Value) -> Vec<String> {
    let rows = plan["carried"].as_array().unwrap().iter();
    rows.map(|row| {
        let key = row["to"].as_str().unwrap().rsplit('.').next().unwrap();
        let hold = if row["hold"] == true { "hold " } else { "" };
        let [actual, baseline, target] = ["actual", "baseline", "target"].map(|key| &row[key]);
        format!(
            "{key}: {actual} → {baseline} → {hold}{target} {}",
            row["strategy"].as_str().unwrap()
        )
    })
    .collect()
}

fn near(found: &Value, expected: f64) {
    let number = found.as_f64().unwrap_or_else(|| panic!("{found}"));
    assert!((number - expected).abs() < 1e-9, "{found}, not {expected}");
}

/// The targets that a KPI's file has, a line each.
fn targets(workspace: &Workspace, kpi: &str) -> Vec<String> {
    let text = workspace.read(&format!("kpis/{kpi}.toml"));
    let (_, targets) = text.split_once("[targets]\n").unwrap();
    targets.lines().map(str::to_owned).collect()
}

/// Looks back on a quarter and closes it.
fn close(workspace: &Workspace, day: &str, quarter: &str) {
    for objective in [LOYAL, "grow-europe"] {
        if workspace
            .path(&format!("{quarter}/{objective}.toml"))
            .exists()
        {
            let review =
                format!("review {quarter}/{objective} --grade 0.7 --learned 'Call earlier'");
            typed(workspace, day, &review);
        }
    }
    typed(workspace, day, "close").prints(&[&format!("{quarter} is closed")]);
}

/// A year that begins with a total; retention and satisfaction come in the second quarter. It ends with
/// that: retention at 73, satisfaction at 55, revenue at 80 + 90.
fn second_quarter() -> Workspace {
    let workspace = Workspace::empty();
    let on = |day, lines: &[&str]| {
        for line in lines {
            typed(&workspace, day, line);
        }
    };
    on(
        "2026-01-05",
        &[
            "init .",
            "new kpi 'Client retention' --unit % --frequency monthly --owner maria --target 2026=80 --target 2026-Q2=73",
            "new kpi Revenue --unit k$ --aggregate sum --frequency monthly --owner ines --target 2026=400",
            "new kpi Satisfaction --aggregate mean --frequency monthly --owner maria --target 2026=60",
            "new objective 'Double our revenue' --id double-revenue --cycle 2026 --owner ines",
            "new kr double-revenue --kpi revenue --cycle 2026",
            "new objective 'Grow in Europe' --id grow-europe --owner ines --supports 2026/double-revenue",
            "new kr grow-europe --kpi revenue",
        ],
    );
    on("2026-03-31", &["checkin revenue 80 --cycle 2026-Q1"]);
    close(&workspace, "2026-04-01", "2026-Q1");
    // (400 − 80)/3, of which a file has twelve digits.
    let plan = json(&workspace, "2026-04-01", "carry");
    assert_eq!(carried(&plan), ["revenue: 80 → 0 → 106.666666667 pace"]);
    on(
        "2026-04-02",
        &[
            "new objective 'Create wildly loyal customers' --id loyal-customers --team customer-success \
         --owner maria --supports grow-europe",
            "new kr loyal --kpi client-retention --key retention --from 71",
            "new kr loyal --kpi satisfaction",
            "new kr loyal 'Success plans' --milestone 'Template agreed' --milestone Rollout=2 --due 2026-09-30",
        ],
    );
    on("2026-05-29", &["checkin satisfaction=50 kpis/revenue=40"]);
    on(
        "2026-06-30",
        &[
            "checkin retention=73@8/10 satisfaction=60 kpis/revenue=50 success-plans+template-agreed",
        ],
    );
    workspace
}

/// The third quarter, in which retention is to go from 73 to 75.
fn third_quarter() -> Workspace {
    let workspace = second_quarter();
    close(&workspace, "2026-07-02", "2026-Q2");
    typed(
        &workspace,
        "2026-07-02",
        "carry --target kpis/client-retention=75",
    );
    workspace
}

/// It ends: what is asked of the fourth.
fn after_the_third(retention: &str) -> (Workspace, Value) {
    let workspace = third_quarter();
    let checkin = format!("checkin retention={retention} satisfaction=62.5 kpis/revenue=115");
    typed(&workspace, "2026-09-30", &checkin);
    close(&workspace, "2026-10-02", "2026-Q3");
    let plan = json(&workspace, "2026-10-02", "carry");
    (workspace, plan)
}

/// The total: (400 − 80 − 90 − 115)/1. The mean: (60·3 − 55 − 62.5)/1, where it stands already.
const OTHERS: [&str; 2] = [
    "satisfaction: 62.5 → 62.5 → hold 62.5 pace",
    "revenue: 115 → 0 → 115 pace",
];

#[test]
fn the_second_quarter_ends_and_two_are_left() {
    let workspace = second_quarter();
    let scores = json(&workspace, "2026-07-02", "score --cycle 2026-Q2");
    let loyal = &scores["objectives"][0];
    near(
        &loyal["key_results"][0]["score"],
        (73.0 - 71.0) / (73.0 - 71.0),
    );
    near(
        &loyal["key_results"][1]["score"],
        (55.0 - 50.0) / (60.0 - 50.0),
    );
    near(&loyal["key_results"][2]["score"], 1.0 / (1.0 + 2.0));
    near(
        &scores["objectives"][1]["key_results"][0]["score"],
        90.0 / 106.666_666_667,
    );
    typed(&workspace, "2026-07-02", "cycle last").prints(&[
        "2026-Q2 has ended: 2 reviews are missing, it is not closed, 3 KPIs are not carried on",
    ]);
    close(&workspace, "2026-07-02", "2026-Q2");
    let plan = json(&workspace, "2026-07-02", "carry");
    assert_eq!(
        carried(&plan),
        [
            "retention: 73 → 73 → 76.5 pace",
            "satisfaction: 55 → 55 → 62.5 pace",
            "revenue: 90 → 0 → 115 pace",
        ]
    );
    let left = json!([{ "id": format!("2026-Q2/{LOYAL}.success-plans"), "reason": "effort" }]);
    assert_eq!(plan["left"], left);
    assert_eq!(
        targets(&workspace, "client-retention"),
        ["2026 = 80", "2026-Q2 = 73", "2026-Q3 = 76.5"]
    );
    assert_eq!(
        targets(&workspace, "satisfaction"),
        ["2026 = 60", "2026-Q3 = 62.5"]
    );
    assert_eq!(
        targets(&workspace, "revenue"),
        ["2026 = 400", "2026-Q2 = 106.666666667", "2026-Q3 = 115"]
    );
    typed(&workspace, "2026-07-02", "cycle").prints(&["2 of 2  closed"]);
    typed(&workspace, "2026-07-02", "check").finds_only_practice();
}

#[test]
fn a_target_of_ones_own_takes_the_place_of_the_pace() {
    let workspace = second_quarter();
    close(&workspace, "2026-07-02", "2026-Q2");
    let plan = json(
        &workspace,
        "2026-07-02",
        "carry --target kpis/client-retention=75",
    );
    assert_eq!(carried(&plan)[0], "retention: 73 → 73 → 75 given");
    assert_eq!(
        targets(&workspace, "client-retention"),
        ["2026 = 80", "2026-Q2 = 73", "2026-Q3 = 75"]
    );
    typed(&workspace, "2026-08-14", "checkin retention 74");
    typed(&workspace, "2026-08-14", "explain retention").prints(&[
        "= (value − baseline) / (target − baseline) = (74 − 73) / (75 − 73) = 0.5",
        "target    75 %, the KPI's for 2026-Q3",
    ]);
}

#[test]
fn short_of_its_target_the_fourth_quarter_starts_there() {
    let (workspace, plan) = after_the_third("74.2");
    assert_eq!(
        carried(&plan),
        ["retention: 74.2 → 74.2 → 80 pace", OTHERS[0], OTHERS[1]]
    );
    let carried =
        format!("carried = {{ from = \"2026-Q3/{LOYAL}.retention\", actual = 74.2, target = 75 }}");
    let written = workspace.read(&format!("2026-Q4/{LOYAL}.toml"));
    assert!(
        written.contains("baseline = 74.2\n") && written.contains(&carried),
        "{written}"
    );
    let scores = json(&workspace, "2026-10-02", "score --cycle 2026-Q3");
    near(
        &scores["objectives"][0]["key_results"][0]["score"],
        (74.2 - 73.0) / (75.0 - 73.0),
    );
}

#[test]
fn beyond_the_target_of_the_year_it_is_held() {
    let (workspace, plan) = after_the_third("82");
    assert_eq!(
        carried(&plan),
        ["retention: 82 → 82 → hold 80 pace", OTHERS[0], OTHERS[1]]
    );
    let notes = plan["notes"].to_string();
    let hint = "already at 82 of 80: raise it with --target kpis/client-retention=VALUE";
    assert!(notes.contains(hint), "{notes}");
    let written = workspace.read(&format!("2026-Q4/{LOYAL}.toml"));
    assert!(
        written.contains("kpi = \"kpis/client-retention\"\nat_least = 80\n"),
        "{written}"
    );
    typed(&workspace, "2026-12-31", "checkin retention 81");
    let status = json(&workspace, "2026-12-31", "status");
    near(&status["objectives"][0]["key_results"][0]["score"], 1.0);
}

#[test]
fn met_exactly_the_year_ends_at_its_targets_and_the_next_one_begins() {
    let (workspace, plan) = after_the_third("75");
    assert_eq!(
        carried(&plan),
        ["retention: 75 → 75 → 80 pace", OTHERS[0], OTHERS[1]]
    );
    typed(
        &workspace,
        "2026-12-31",
        "checkin retention=80 satisfaction=62.5 kpis/revenue=115",
    );
    let year = json(&workspace, "2026-12-31", "kpi --cycle 2026");
    for (kpi, annual) in year["kpis"]
        .as_array()
        .unwrap()
        .iter()
        .zip([80.0, 400.0, 60.0])
    {
        near(&kpi["value"], annual);
        near(&kpi["target"], annual);
        assert_eq!(kpi["status"], "green", "{kpi}");
    }
    let annual = json(&workspace, "2026-12-31", "status --cycle 2026");
    near(&annual["objectives"][0]["key_results"][0]["value"], 400.0);
    near(&annual["objectives"][0]["score"], 1.0);

    close(&workspace, "2027-01-04", "2026-Q4");
    // Nobody has set targets for the new year yet: the same step again, and what is held stays so.
    let plan = json(&workspace, "2027-01-04", "carry --dry-run");
    assert_eq!(
        carried(&plan),
        [
            "retention: 80 → 80 → 85 step",
            "satisfaction: 62.5 → 62.5 → hold 62.5 keep",
            "revenue: 115 → 0 → 115 step",
        ]
    );
    assert_eq!(
        plan["notes"]
            .to_string()
            .matches("has no target for 2027")
            .count(),
        2
    );

    for (kpi, target) in [
        ("client-retention", 84),
        ("revenue", 480),
        ("satisfaction", 64),
    ] {
        let amend =
            format!("amend kpis/{kpi} --target 2027={target} --reason 'planned in December'");
        typed(&workspace, "2027-01-04", &amend);
    }
    // Four quarters are left: 80 + (84 − 80)/4; 480/4; (64·4)/4, once it is no longer held.
    let plan = json(&workspace, "2027-01-04", "carry --dry-run");
    let held = "satisfaction: goes on to be held at 62.5, and the target of 2027 is 64: raise it with \
                --target kpis/satisfaction=VALUE";
    assert!(plan["notes"].to_string().contains(held), "{plan}");
    let plan = json(
        &workspace,
        "2027-01-04",
        "carry --target kpis/satisfaction=64",
    );
    assert_eq!(
        carried(&plan),
        [
            "retention: 80 → 80 → 81 pace",
            "satisfaction: 62.5 → 62.5 → 64 given",
            "revenue: 115 → 0 → 120 pace",
        ]
    );
    let stands = &targets(&workspace, "client-retention")[..5];
    assert_eq!(
        stands,
        [
            "2026 = 80",
            "2026-Q2 = 73",
            "2026-Q3 = 75",
            "2026-Q4 = 80",
            "2027 = 84"
        ]
    );
    typed(&workspace, "2027-01-04", "check").finds_only_practice();

    let kpis = json(&workspace, "2027-01-04", "kpi");
    let retention = &kpis["kpis"][0];
    let [cycle, target, annual] = [
        &kpis["cycle"],
        &retention["target"],
        &retention["annual_target"],
    ];
    assert_eq!(
        (cycle, target, annual),
        (&json!("2027-Q1"), &json!(81), &json!(84))
    );
    the_lineage_of_retention(&workspace);
}

/// Baseline, target, actual and score of each quarter that it was carried through.
fn the_lineage_of_retention(workspace: &Workspace) {
    let shown = json(workspace, "2027-01-04", "show retention");
    let history = shown["history"].as_array().unwrap().iter();
    let mut found: Vec<String> = history
        .map(|row| {
            let cell = |key: &str| row[key].to_string();
            ["cycle", "baseline", "target", "actual", "score"]
                .map(cell)
                .join(" ")
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "\"2026-Q2\" 71 73 73 1",
            "\"2026-Q3\" 73 75 75 1",
            "\"2026-Q4\" 75 80 80 1",
        ]
    );
    typed(workspace, "2027-01-04", "explain retention")
        .prints(&["baseline  80 %", "target    81 %"]);
}
