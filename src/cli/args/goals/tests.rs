use super::*;
use crate::model::{
    Aggregate, Aim, Ambition, CycleFolder, Direction, Dropped, Effort, Follow, KeyResult, Kpi,
    Measure, Name, Objective, ObjectivePath, ObjectiveTerms, Posts, Targets, Terms, Weight,
};
use proptest::prelude::*;

fn cycle(text: &str) -> CycleId {
    CycleId::parse(text).unwrap()
}

fn objective(cycle: CycleId, path: &str, title: &str, key_results: Vec<KeyResult>) -> Objective {
    Objective {
        id: GoalId {
            cycle,
            objective: ObjectivePath::new(path).unwrap(),
            key: None,
        },
        terms: ObjectiveTerms {
            title: title.to_owned(),
            owner: None,
            weight: Weight::default(),
            ambition: Ambition::Aspirational,
            supports: None,
            measure: None,
        },
        amended: Vec::new(),
        why: None,
        contributors: Vec::new(),
        guardrails: Vec::new(),
        tags: Vec::new(),
        initiatives: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
        review: None,
        key_results,
    }
}

fn follow(kpi: &str) -> Follow {
    Follow {
        kpi: KpiId::new(kpi).unwrap(),
        baseline: None,
        aim: Aim::Reach(Posts::default()),
    }
}

fn key_result(key: &str, title: Option<&str>, kpi: Option<&str>) -> KeyResult {
    let effort = Measure::Effort(Effort {
        due: None,
        milestones: Vec::new(),
    });
    KeyResult {
        key: Name::new(key).unwrap(),
        terms: Terms {
            title: title.map(str::to_owned),
            owner: None,
            weight: Weight::default(),
            measure: kpi.map_or(effort, |kpi| Measure::FollowsKpi(follow(kpi))),
        },
        amended: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
    }
}

fn kpi(id: &str, name: &str) -> Kpi {
    Kpi {
        id: KpiId::new(id).unwrap(),
        name: name.to_owned(),
        measure: None,
        unit: None,
        direction: Direction::Increase,
        frequency: None,
        source: None,
        owner: None,
        indicator: None,
        aggregate: Aggregate::Last,
        decimals: None,
        category: None,
        health: false,
        drives: Vec::new(),
        benchmark: None,
        chart_from: None,
        targets: Targets::default(),
        thresholds: None,
        amended: Vec::new(),
        formerly: Vec::new(),
        retired: None,
    }
}

fn workspace() -> Workspace {
    let (q3, year) = (cycle("2026-Q3"), cycle("2026"));
    let mut retention = key_result("retention", None, Some("kpis/client-retention"));
    retention.formerly = vec![Name::new("churn").unwrap()];
    let plans = key_result("success-plans", Some("Design plans for accounts"), None);
    let nps = key_result("nps", None, Some("kpis/nps"));
    let mut loyal = objective(
        q3,
        "customer-success/loyal-customers",
        "Create wildly loyal customers",
        vec![retention, plans, nps],
    );
    loyal.formerly = vec![ObjectivePath::new("support/loyal").unwrap()];
    let speed = key_result("speed", None, Some("kpis/speed"));
    let swift = key_result("speed", Some("Answer swiftly"), Some("kpis/speed"));
    let mut europe = objective(q3, "grow-europe", "Win in Europe", vec![speed]);
    europe.dropped = Some(Dropped {
        on: "2026-08-01".parse().unwrap(),
        reason: None,
    });
    let mut measured = objective(q3, "sales/emea/win-rate", "Win more deals", Vec::new());
    measured.terms.measure = Some(follow("kpis/sales/win-rate"));
    let answers = objective(q3, "support/answers", "Answer at once", vec![swift]);
    let revenue = objective(
        year,
        "double-revenue",
        "Double our revenue",
        vec![key_result("arr", None, None)],
    );
    let mut made = Workspace::default();
    for one in [loyal, europe, measured, answers, revenue] {
        let folder: &mut CycleFolder = made.cycles.entry(one.id.cycle).or_default();
        folder.objectives.insert(one.id.objective.clone(), one);
    }
    let mut client = kpi("kpis/client-retention", "Client retention rate");
    client.formerly = vec![KpiId::new("kpis/renewals").unwrap()];
    for one in [
        client,
        kpi("kpis/nps", "Net promoter score"),
        kpi("kpis/speed", "Speed of answers"),
        kpi("kpis/support/first-response", "First response"),
        kpi("kpis/sales/win-rate", "Share of deals won"),
    ] {
        made.kpis.insert(one.id.clone(), one);
    }
    made
}

const READINGS: Wanted = Wanted {
    key_results: true,
    ..Wanted::KPIS
};

fn look(text: &str, wanted: Wanted) -> Result<GoalLike, NotFound> {
    let root = Path::new("/home/maria/acme");
    find(text, Some(root), &workspace(), cycle("2026-Q3"), wanted)
}

fn found(text: &str, wanted: Wanted) -> String {
    match look(text, wanted) {
        Ok(GoalLike::Objective(id) | GoalLike::KeyResult(id)) => id.to_string(),
        Ok(other) => other.to_string(),
        Err(refused) => panic!("{text}: {refused}"),
    }
}

fn candidates(text: &str, wanted: Wanted) -> Vec<String> {
    match look(text, wanted) {
        Err(NotFound::Ambiguous { candidates, .. }) => {
            candidates.iter().map(|c| c.id.to_string()).collect()
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn meant(text: &str, wanted: Wanted) -> Vec<String> {
    match look(text, wanted) {
        Err(NotFound::Unknown { did_you_mean, .. }) => did_you_mean,
        other => panic!("{text}: {other:?}"),
    }
}

const LOYAL: &str = "2026-Q3/customer-success/loyal-customers";

#[test]
fn whole_ids_and_paths() {
    let retention = format!("{LOYAL}.retention");
    for (text, id) in [
        (
            "customer-success/loyal-customers.retention",
            retention.as_str(),
        ),
        (
            "2026-Q3/customer-success/loyal-customers.retention",
            &retention,
        ),
        (
            "2026-q3/customer-success/loyal-customers.retention",
            &retention,
        ),
        ("Customer-Success/Loyal-Customers", LOYAL),
        ("2026-Q3/customer-success/loyal-customers.toml", LOYAL),
        ("./2026-Q3/customer-success/loyal-customers.toml", LOYAL),
        ("2026-Q3\\customer-success\\loyal-customers.toml", LOYAL),
        (
            "/home/maria/acme/2026-Q3/customer-success/loyal-customers.toml",
            LOYAL,
        ),
        ("customer-success/loyal-customers.toml", LOYAL),
        ("loyal-customers.toml", LOYAL),
        ("../../kpis/nps.toml", "kpis/nps"),
        ("kpis/nps", "kpis/nps"),
        ("./kpis/nps.toml", "kpis/nps"),
        ("/home/maria/acme/kpis/nps.toml", "kpis/nps"),
        ("2026/double-revenue.arr", "2026/double-revenue.arr"),
        ("2026/double-revenue.toml", "2026/double-revenue"),
        ("grow-europe", "2026-Q3/grow-europe"),
    ] {
        assert_eq!(found(text, Wanted::ALL), id, "{text}");
    }
}

#[test]
fn ids_of_before_a_rename() {
    for (text, id) in [
        (
            "customer-success/loyal-customers.churn",
            format!("{LOYAL}.retention"),
        ),
        ("support/loyal.churn", format!("{LOYAL}.retention")),
        ("support/loyal.retention", format!("{LOYAL}.retention")),
        ("2026-Q3/support/loyal", LOYAL.to_owned()),
        ("kpis/renewals", "kpis/client-retention".to_owned()),
    ] {
        assert_eq!(found(text, Wanted::MEASURED), id, "{text}");
    }
}

#[test]
fn parts_of_ids_and_titles() {
    for (text, id) in [
        ("loyal-customers", LOYAL.to_owned()),
        ("loyal-customers.retention", format!("{LOYAL}.retention")),
        ("retention", format!("{LOYAL}.retention")),
        ("client-retention", "kpis/client-retention".to_owned()),
        ("first-response", "kpis/support/first-response".to_owned()),
        (
            "support/first-response",
            "kpis/support/first-response".to_owned(),
        ),
        ("loyal", LOYAL.to_owned()),
        ("customers.succ", format!("{LOYAL}.success-plans")),
        ("Plan", format!("{LOYAL}.success-plans")),
        ("wildly LOYAL", LOYAL.to_owned()),
        ("for accounts", format!("{LOYAL}.success-plans")),
        ("first resp", "kpis/support/first-response".to_owned()),
        ("europe", "2026-Q3/grow-europe".to_owned()),
        ("2026/revenue", "2026/double-revenue".to_owned()),
        ("2026/arr", "2026/double-revenue.arr".to_owned()),
    ] {
        assert_eq!(found(text, Wanted::MEASURED), id, "{text}");
    }
}

#[test]
fn a_key_result_and_its_kpi_are_one_reading() {
    let nps = format!("{LOYAL}.nps");
    assert_eq!(found("nps", READINGS), nps);
    assert_eq!(found("promoter", READINGS), nps);
    assert_eq!(found("client ret", READINGS), format!("{LOYAL}.retention"));
    assert_eq!(found("nps", Wanted::KPIS), "kpis/nps");
    assert_eq!(
        found("win-rate", Wanted::MEASURED),
        "2026-Q3/sales/emea/win-rate"
    );
    assert_eq!(found("speed", Wanted::KPIS), "kpis/speed");
    let several = ["grow-europe.speed", "support/answers.speed", "kpis/speed"];
    assert_eq!(candidates("speed", READINGS), several);
}

#[test]
fn teams_stand_for_what_lies_in_them() {
    for (text, id) in [
        ("customer-success", "customer-success/"),
        ("customer-succ", "customer-success/"),
        ("2026-Q3/customer-success/", "customer-success/"),
        ("sales", "sales/"),
        ("emea", "sales/emea/"),
        ("support/", "support/"),
    ] {
        assert_eq!(found(text, Wanted::ALL), id, "{text}");
    }
    assert_eq!(
        found("sales/emea", Wanted::MEASURED),
        "2026-Q3/sales/emea/win-rate"
    );
    assert!(look("support/", Wanted::MEASURED).is_err());
}

#[test]
fn cycles_around_come_after_the_one_that_is_meant() {
    assert_eq!(found("double-revenue", Wanted::ALL), "2026/double-revenue");
    assert!(look("2026/kpis/nps", Wanted::ALL).is_err());
    assert!(look("2025/double-revenue", Wanted::ALL).is_err());
    for text in ["", " ", "/", ".toml", "./", "2026/", "\u{0}", "..", "."] {
        assert!(look(text, Wanted::KEY_RESULTS).is_err(), "{text:?}");
    }
}

#[test]
fn the_message_lists_what_could_be_meant() {
    assert_eq!(
        look("speed", READINGS).unwrap_err().to_string(),
        "`speed` could be any of 3:\n  \
         grow-europe.speed      Speed of answers\n  \
         support/answers.speed  Answer swiftly\n  \
         kpis/speed             Speed of answers"
    );
    let candidate = Candidate {
        id: GoalLike::Team("a".to_owned()),
        title: "x\u{1b}y".to_owned(),
    };
    let many = NotFound::Ambiguous {
        text: "a".to_owned(),
        candidates: vec![candidate; 13],
    };
    let many = many.to_string();
    assert!(
        many.ends_with("\n  and 3 more") && !many.contains('\u{1b}'),
        "{many}"
    );
    assert_eq!(many.lines().count(), 12);
    let full = look("2026-Q3/s", Wanted::KEY_RESULTS)
        .unwrap_err()
        .to_string();
    assert!(full.contains("  2026-Q3/grow-europe.speed"), "{full}");
}

#[test]
fn slips_are_understood() {
    assert_eq!(
        meant("retnetion", Wanted::KEY_RESULTS),
        ["customer-success/loyal-customers.retention"]
    );
    assert_eq!(meant("kpis/npps", Wanted::KPIS), ["kpis/nps"]);
    assert_eq!(
        meant("2026/ar2", Wanted::KEY_RESULTS),
        ["2026/double-revenue.arr"]
    );
    assert_eq!(meant("zzzzzzzz", Wanted::ALL), [""; 0]);
    assert_eq!(
        meant("loyal-customers", Wanted::KEY_RESULTS).len(),
        3,
        "its key results"
    );
    let unknown = look("retnetion", Wanted::KEY_RESULTS).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "no goal is called `retnetion`; did you mean `customer-success/loyal-customers.retention`?"
    );
}

proptest! {
    #[test]
    fn never_panics(any in any::<String>(), near in "(2026(-Q3)?/)?[a-z./-]{0,12}(.toml)?") {
        for text in [&any, &near] {
            for wanted in [Wanted::ALL, READINGS, Wanted::TEAMS] {
                if let Err(refused) = look(text, wanted) {
                    prop_assert!(!refused.to_string().is_empty());
                }
            }
        }
    }

    #[test]
    fn every_whole_id_finds_its_own(pick in any::<prop::sample::Index>()) {
        let workspace = workspace();
        let entries = entries::of(&workspace, cycle("2026-Q3"), false);
        let entry = pick.get(&entries);
        let found = find(&entry.id.to_string(), None, &workspace, cycle("2026-Q3"), Wanted::ALL);
        prop_assert_eq!(found.as_ref(), Ok(&entry.id));
    }
}
