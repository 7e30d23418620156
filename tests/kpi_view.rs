//! `okr kpi`: groups, filters, a year by its quarters, and what drives what.

mod support;

use serde_json::{Value, json};
use support::Workspace;

const DAY: &str = "2026-09-30";

fn acme(words: &str) -> support::Ran {
    let acme = Workspace::example("acme");
    acme.okr(words).today(DAY).run().exits(0)
}

fn ids(words: &str) -> Vec<String> {
    let listed = acme(&format!("{words} --format json")).document();
    let kpis = listed["kpis"].as_array().unwrap().iter();
    let ids = kpis.map(|kpi| kpi["id"].as_str().unwrap().to_owned());
    ids.collect()
}

fn checkin(date: &str, values: &[(&str, f64)]) -> String {
    let updates = values.iter();
    let updates =
        updates.map(|(kpi, value)| format!("[[update]]\nkpi = \"kpis/{kpi}\"\nvalue = {value}\n"));
    format!(
        "date = {date}\nby = \"bot\"\n{}",
        updates.collect::<String>()
    )
}

#[test]
fn one_line_says_everything_of_a_kpi() {
    let ran = acme("kpi client-retention");
    ran.prints(&[
        "1 of 10 KPIs · 2026-Q3 · as of 2026-09-30 · 1 green",
        "75.0 %    75.0  0.0 %  ● green",
        "something changed",
        "above the upper limit",
        "85.0  customer-success/loyal-customers.retention  maria  today",
    ]);
    acme("kpi weekly-active").prints(&["47.5 %  50.0 (annual)  5.1 %  ▲ amber"]);
    acme("kpi support-cost").prints(&["4.2 $  4.5 (always)", "monitored only"]);
}

#[test]
fn kpis_stand_together_by_category_or_team() {
    acme("kpi").prints(&["\ncustomer success\nAccounts", "\n\nfinance\nAnnual"]);
    acme("kpi --by team").prints(&["read\nAccounts", "\n\nmarketing/\nQualified demos"]);
    let wiki = acme("kpi --by team --format markdown");
    wiki.prints(&["| KPI ", "\n## marketing/\n\n| KPI"]);
    let one = acme("kpi --by team marketing").stdout;
    assert!(!one.contains("marketing/\n"), "{one}");
}

#[test]
fn filters_narrow_what_is_shown_and_say_when_nothing_is_left() {
    let expected = [
        "kpis/europe-revenue",
        "kpis/pipeline",
        "kpis/product/weekly-active",
    ];
    assert_eq!(ids("kpi --status amber"), expected);
    assert_eq!(ids("kpi --status amber --lagging"), expected[..1]);
    assert_eq!(ids("kpi --status amber --leading --health"), [""; 0]);
    assert_eq!(ids("kpi --health arr pipeline"), ["kpis/arr"]);
    assert_eq!(ids("kpi --overdue --as-of 2026-09-30"), [""; 0]);
    assert_eq!(ids("kpi --overdue --as-of 2026-11-02").len(), 8);
    acme("kpi --status red").prints(&[
        "0 of 10 KPIs · 2026-Q3",
        "Nothing here matches; there are 10 KPIs.",
    ]);
    acme("kpi --status red --format markdown").prints(&["Nothing here matches"]);
    let acme = Workspace::example("acme");
    let wrong = acme.okr("kpi --status rot").run().exits(2);
    wrong.says(&[
        "`rot` is no health of a KPI",
        "green, amber, red, no-target, no-reading",
    ]);
    let empty = Workspace::new().okr("kpi").run().exits(0);
    empty.prints(&["0 KPIs", "No KPIs here yet: `okr new kpi` writes one."]);
}

/// A rate and a total over two years.
fn two_years() -> Workspace {
    let quarters = [
        ("2025-Q1", "2025-03-31", 50.0, 10.0),
        ("2025-Q2", "2025-05-31", 40.0, 20.0),
        ("2025-Q2", "2025-06-30", 60.0, 5.0),
        ("2026-Q1", "2026-03-31", 55.0, 12.0),
        ("2026-Q2", "2026-05-31", 66.0, 30.0),
    ];
    let workspace = Workspace::new()
        .file(
            "kpis/rate.toml",
            "name = \"Rate\"\nunit = \"%\"\n[targets]\n2026 = 80\n",
        )
        .file(
            "kpis/sales.toml",
            "name = \"Sales\"\naggregate = \"sum\"\n[targets]\n2026 = 365\n",
        );
    for (place, (cycle, day, rate, sales)) in quarters.into_iter().enumerate() {
        let text = checkin(day, &[("rate", rate), ("sales", sales)]);
        workspace.write(&format!("{cycle}/checkins/{place}.toml"), text);
    }
    workspace
}

#[test]
fn a_year_quarter_by_quarter_against_its_target_and_the_year_before() {
    let workspace = two_years();
    let listed = workspace.json("kpi --cycle 2026 --as-of 2026-05-31");
    let [rate, sales] = [&listed["kpis"][0], &listed["kpis"][1]];
    // On 31 May the rate of 2025 was 40: 100 x (66 - 40) / 40. Of the total 10 + 20 had come, and
    // 100 x (42 - 30) / 30.
    assert_eq!([&rate["before"], &rate["change"]], [&json!(40), &json!(65)]);
    assert_eq!(
        [&sales["before"], &sales["change"]],
        [&json!(30), &json!(40)]
    );
    // The first quarter is over: 55 beside 50, and 100 x (80 - 55) / 80 short of the year's target.
    let first = json!({"cycle": "2026-Q1", "value": 55, "before": 50, "change": 10,
        "shortfall": 31.25, "status": "red"});
    assert_eq!(rate["parts"][0], first);
    // Day 90 of 365: 90 were due, and 12 had come; then 42 of 151.
    let short = |part: usize| sales["parts"][part]["shortfall"].as_f64().unwrap();
    assert!((short(0) - 100.0 * 78.0 / 90.0).abs() < 1e-9);
    assert!((short(1) - 100.0 * 109.0 / 151.0).abs() < 1e-9);
    assert_eq!(
        sales["parts"][2],
        json!({"cycle": "2026-Q3", "value": null, "before": null,
        "change": null, "shortfall": null, "status": null})
    );
    let table = workspace
        .okr("kpi --cycle 2026 --as-of 2026-05-31")
        .run()
        .exits(0);
    table.prints(&[
        "KPI                    Q1       Q2     year  status",
        "Rate (rate)            55       66     66 %  ▼ red",
        "  short of 80      31.2 %   17.5 %   17.5 %",
        "  2025 to 31 May       50       40     40 %",
        "  change          +10.0 %  +65.0 %  +65.0 %",
    ]);
    let sheet = workspace
        .okr("kpi rate --cycle 2026 --as-of 2026-05-31 --format csv")
        .run()
        .stdout;
    assert!(
        sheet
            .lines()
            .next()
            .unwrap()
            .contains(",2026-Q1,2026-Q1 before,2026-Q1 change,"),
        "{sheet}"
    );
    let quarter = workspace.json("kpi --cycle 2026-Q1 --as-of 2026-05-31");
    assert!(quarter["kpis"][0]["parts"].is_null() && quarter["kpis"][0]["before"].is_null());
}

/// `tests` moves `bugs`, which moves `churn`, which drives itself in the end; `gone` was retired.
fn driven() -> Workspace {
    let kpi = |name: &str, rest: &str| {
        (
            format!("kpis/{name}.toml"),
            format!("name = \"{name}\"\n{rest}\n"),
        )
    };
    let files = [
        kpi("tests", "indicator = \"leading\"\ndrives = [\"kpis/bugs\"]"),
        kpi(
            "bugs",
            "indicator = \"lagging\"\ndrives = [\"kpis/churn\", \"kpis/nowhere\", \"kpis/gone\"]",
        ),
        kpi("churn", "indicator = \"lagging\"\ndrives = [\"kpis/bugs\"]"),
        kpi("talks", "drives = [\"kpis/bugs\"]"),
        kpi("gone", "[retired]\non = 2026-01-01\nreason = \"x\""),
        kpi("cost", "indicator = \"lagging\""),
        kpi("rent", "indicator = \"lagging\""),
    ];
    let objective = "objective = \"Last\"\n[key_results.cost]\nkpi = \"kpis/cost\"\nbaseline = 9\ntarget = 8\n\
                     [key_results.churn]\nkpi = \"kpis/churn\"\nbaseline = 9\ntarget = 8\n";
    let workspace = Workspace::new().file("2026-Q3/last.toml", objective);
    files
        .into_iter()
        .fold(workspace, |w, (path, text)| w.file(&path, text))
}

#[test]
fn the_driver_tree_leads_from_what_moves_first_to_what_follows() {
    acme("kpi --drivers").prints(&[
        "10 KPIs · 2026-Q3 · as of 2026-09-30 · leading → lagging",
        "└ Qualified pipeline in Europe (pipeline)              leading  ▲ amber",
        "  └ Revenue in Europe (europe-revenue)                 lagging  ▲ amber",
        "└ Healthy clients (healthy-clients): as above",
        "drives nothing, driven by nothing:\nSupport cost",
    ]);
    let part = acme("kpi --drivers europe-revenue").stdout;
    assert!(
        part.contains("(arr)") && part.contains("qualified-demos"),
        "{part}"
    );
    assert!(!part.contains("healthy-clients"), "{part}");
}

#[test]
fn circles_and_what_is_missing_end_a_branch() {
    let ran = driven().okr("kpi --drivers").run().exits(0);
    ran.prints(&[
        "talks (talks)                                           ○ no-reading, overdue\n└ bugs (bugs)",
        "  ├ churn (churn)",
        "  │ └ bugs (bugs): a circle, it drives itself",
        "  ├ kpis/nowhere: there is no such KPI",
        "  └ kpis/gone: retired",
        "└ bugs (bugs): as above",
        "warning: cost (kpis/cost) is lagging, objectives follow it, and no leading KPI drives it",
    ]);
    let tree = driven().json("kpi --drivers");
    assert_eq!(tree["without_leading"], json!(["kpis/cost"]));
    assert_eq!(tree["alone"], json!(["kpis/cost", "kpis/rent"]));
    let lines = tree["drivers"].as_array().unwrap();
    let lines = lines.iter().map(|line| {
        let word = |key: &str| {
            line[key]
                .as_str()
                .unwrap_or("-")
                .trim_start_matches("kpis/")
                .to_owned()
        };
        format!(
            "{} {} {} {}",
            line["depth"],
            word("driven_by"),
            word("id"),
            word("ends")
        )
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "0 - talks -",
            "1 talks bugs -",
            "2 bugs churn -",
            "3 churn bugs circle",
            "2 bugs nowhere missing",
            "2 bugs gone retired",
            "0 - tests -",
            "1 tests bugs above",
        ]
    );
    let sheet = driven().okr("kpi --drivers --format csv").run().stdout;
    assert!(
        sheet.contains("kpis/gone,kpis/bugs,2,retired,,,,\n"),
        "{sheet}"
    );
}

#[test]
fn a_circle_that_nothing_leads_into_is_shown_from_its_first_member() {
    let workspace = Workspace::new()
        .file("kpis/a.toml", "name = \"A\"\ndrives = [\"kpis/b\"]\n")
        .file("kpis/b.toml", "name = \"B\"\ndrives = [\"kpis/a\"]\n");
    let drivers = |words: &str| workspace.json(words)["drivers"].clone();
    let ends: Vec<Value> = drivers("kpi --drivers b")
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["ends"].clone())
        .collect();
    assert_eq!(ends, [Value::Null, Value::Null, "circle".into()]);
}
