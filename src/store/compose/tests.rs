use super::*;
use crate::model::{
    Amendment, Confidence, CycleId, CycleKind, Effort, Frequency, GoalId, GoalRef, Indicator,
    KpiAmendment, KpiId, Metric, ObjectiveAmendment, ObjectivePath, ObjectiveTerms, Targets, Terms,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn q(value: f64) -> Quantity {
    Quantity::new(value).unwrap()
}

fn q3() -> CycleId {
    CycleId::new(2026, CycleKind::Quarter, 3).unwrap()
}

fn goal(text: &str) -> GoalId {
    GoalRef::new(text).unwrap().resolve(q3())
}

fn retention_kpi() -> KpiId {
    KpiId::new("kpis/client-retention").unwrap()
}

fn terms(measure: Measure) -> Terms {
    Terms {
        title: None,
        owner: None,
        weight: Weight::default(),
        measure,
    }
}

fn plain(key: &str, terms: Terms) -> KeyResult {
    KeyResult {
        key: name(key),
        terms,
        amended: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
    }
}

#[track_caller]
fn reads_as(text: &str, expected: &str) {
    assert_eq!(text, expected);
    toml::from_str::<toml::Table>(text).unwrap();
}

#[test]
fn a_checkin_reads_like_the_format_s_example() {
    let update = Update {
        goal: None,
        kpi: None,
        date: None,
        value: None,
        done: Vec::new(),
        confidence: None,
        note: None,
        blocker: None,
        unchanged: false,
    };
    let checkin = CheckIn {
        cycle: q3(),
        file: String::new(),
        date: day("2026-07-14"),
        by: name("maria"),
        plan: Some("Agree the \"template\"".to_owned()),
        blockers: vec!["CRM vendor".to_owned(), "b".to_owned()],
        wins: Vec::new(),
        updates: vec![
            Update {
                goal: Some(GoalRef::new("cs/loyal.retention").unwrap()),
                kpi: Some(retention_kpi()),
                value: Some(q(73.4)),
                confidence: Some(Confidence::new(0.7).unwrap()),
                blocker: Some("Two renewals".to_owned()),
                ..update.clone()
            },
            Update {
                goal: Some(GoalRef::new("2026/double.plans").unwrap()),
                done: vec!["template".to_owned()],
                note: Some("Approved.\nShorter, please.".to_owned()),
                unchanged: true,
                ..update.clone()
            },
            Update {
                kpi: Some(KpiId::new("kpis/cost").unwrap()),
                value: Some(q(4.0)),
                date: Some(day("2026-07-13")),
                ..update
            },
        ],
    };
    let expected = r#"date = 2026-07-14
by = "maria"
plan = "Agree the \"template\""
blockers = ["CRM vendor", "b"]

[[update]]
kr = "cs/loyal.retention"
kpi = "kpis/client-retention"
value = 73.4
confidence = 0.7
blocker = "Two renewals"

[[update]]
kr = "2026/double.plans"
done = ["template"]
unchanged = true
note = """
Approved.
Shorter, please."""

[[update]]
kpi = "kpis/cost"
value = 4
date = 2026-07-13
"#;
    let text = super::checkin(&checkin);
    reads_as(&text, expected);
    let stamp = "2026-07-14T09:12:33Z".parse().unwrap();
    let file = checkin_file_name(stamp, &checkin.by, &text);
    assert!(
        file.starts_with("2026-07-14-091233-maria-") && file.ends_with(".toml"),
        "{file}"
    );
    assert_eq!(file.len(), "2026-07-14-091233-maria-3f9c.toml".len());
}

fn carried_retention() -> KeyResult {
    let follow = |target: f64| {
        let posts = Posts::new(None, None, Some(Target::Absolute(q(target))), None).unwrap();
        terms(Measure::FollowsKpi(Follow {
            kpi: retention_kpi(),
            baseline: Some(q(73.0)),
            aim: Aim::Reach(posts),
        }))
    };
    KeyResult {
        amended: vec![Amendment {
            on: day("2026-08-03"),
            was: vec![("target".to_owned(), "75.0".to_owned())],
            reason: Some("moved".to_owned()),
            before: follow(75.0),
        }],
        formerly: vec![name("churn")],
        carried: Some(Carried {
            from: GoalRef::new("2026-Q2/cs/loyal.retention")
                .unwrap()
                .resolve(q3()),
            actual: Some(q(73.0)),
            target: Some(q(74.0)),
        }),
        added: Some(day("2026-07-20")),
        dropped: Some(Dropped {
            on: day("2026-08-20"),
            reason: None,
        }),
        ..plain(
            "retention",
            Terms {
                owner: Some(name("maria")),
                ..follow(76.0)
            },
        )
    }
}

#[test]
fn a_key_result_tells_its_whole_history() {
    let expected = r#"[key_results.retention]
kpi = "kpis/client-retention"
baseline = 73
target = 76
owner = "maria"
added = 2026-07-20
dropped = { on = 2026-08-20 }
amended = [
  { on = 2026-08-03, was = { target = 75.0 }, reason = "moved" },
]
formerly = ["churn"]
carried = { from = "2026-Q2/cs/loyal.retention", actual = 73, target = 74 }
"#;
    reads_as(&key_result(&carried_retention()), expected);
}

#[test]
fn every_kind_of_key_result_has_its_own_keys() {
    let posts = Posts::new(
        Some(q(4.0)),
        Some(q(4.2)),
        Some(Target::Absolute(q(4.5))),
        Some(q(4.7)),
    );
    let metric = plain(
        "rating",
        Terms {
            title: Some("App rating".to_owned()),
            owner: None,
            weight: Weight::new(2.0).unwrap(),
            measure: Measure::Metric(Metric {
                unit: Some("stars".to_owned()),
                baseline: Some(q(4.0)),
                posts: posts.unwrap(),
            }),
        },
    );
    reads_as(
        &key_result(&metric),
        "[key_results.rating]\ntitle = \"App rating\"\nunit = \"stars\"\nbaseline = 4\ncommit = 4.2\n\
         target = 4.5\nstretch = 4.7\nweight = 2\n",
    );
    let bounds = plain(
        "uptime",
        terms(Measure::Bounds {
            unit: Some("%".to_owned()),
            baseline: None,
            band: Band::new(Some(q(99.9)), None).unwrap(),
        }),
    );
    reads_as(
        &key_result(&bounds),
        "[key_results.uptime]\nunit = \"%\"\nat_least = 99.9\n",
    );
    let milestone = Milestone {
        id: "rollout".to_owned(),
        title: "Every account".to_owned(),
        weight: Weight::new(2.0).unwrap(),
        due: Some(day("2026-09-30")),
    };
    let effort = plain(
        "plans",
        terms(Measure::Effort(Effort {
            due: Some(day("2026-09-30")),
            milestones: vec![milestone],
        })),
    );
    reads_as(
        &key_result(&effort),
        "[key_results.plans]\nkind = \"effort\"\ndue = 2026-09-30\nmilestones = [\n  \
         { id = \"rollout\", title = \"Every account\", weight = 2, due = 2026-09-30 },\n]\n",
    );
    reads_as(
        &key_result(&plain("teams", terms(Measure::Rollup))),
        "[key_results.teams]\nkind = \"rollup\"\n",
    );
}

#[test]
fn relative_targets_keep_their_percentage() {
    for text in [
        "+20%", "-30%", "+7%", "+0.1%", "+12.5%", "+33.3%", "-110%", "+29%",
    ] {
        let written = target(Target::relative(text).unwrap());
        assert_eq!(written, format!("\"{text}\""));
    }
}

#[test]
fn an_objective_has_its_parts_in_order() {
    let terms = ObjectiveTerms {
        title: "Loyal customers".to_owned(),
        owner: Some(name("maria")),
        weight: Weight::new(2.0).unwrap(),
        ambition: Ambition::Committed,
        supports: Some(GoalRef::new("grow-europe.revenue").unwrap()),
        measure: None,
    };
    let objective = Objective {
        id: goal("cs/loyal"),
        terms: terms.clone(),
        amended: vec![ObjectiveAmendment {
            on: day("2026-08-01"),
            was: vec![("owner".to_owned(), "'tom'".to_owned())],
            reason: None,
            before: terms,
        }],
        why: Some("Renewals.".to_owned()),
        contributors: vec![name("tom")],
        guardrails: vec![KpiId::new("kpis/cost").unwrap()],
        tags: vec!["retention".to_owned()],
        initiatives: vec![Initiative {
            title: "Board".to_owned(),
            url: Some("https://example.com/42".to_owned()),
            done: true,
        }],
        added: None,
        dropped: None,
        formerly: vec![ObjectivePath::new("support/loyal").unwrap()],
        carried: None,
        review: Some(Review {
            on: Some(day("2026-10-02")),
            by: None,
            grade: Some(0.6),
            worked: Some("a\nb".to_owned()),
            did_not_work: None,
            learned: None,
        }),
        key_results: vec![plain("teams", super::tests::terms(Measure::Rollup))],
    };
    let expected = r#"objective = "Loyal customers"
why = "Renewals."
owner = "maria"
contributors = ["tom"]
supports = "grow-europe.revenue"
ambition = "committed"
guardrails = ["kpis/cost"]
weight = 2
tags = ["retention"]
initiatives = [
  { title = "Board", url = "https://example.com/42", done = true },
]
amended = [
  { on = 2026-08-01, was = { owner = 'tom' } },
]
formerly = ["support/loyal"]

[key_results.teams]
kind = "rollup"

[review]
on = 2026-10-02
grade = 0.6
worked = """
a
b"""
"#;
    reads_as(&super::objective(&objective), expected);
}

#[test]
fn a_kpi_has_its_parts_in_order() {
    let band = Band::new(Some(q(4.0)), Some(q(5.0))).unwrap();
    let year = CycleId::new(2026, CycleKind::Year, 1).unwrap();
    let targets = Targets {
        always: Some(KpiTarget::Value(q(70.0))),
        by_cycle: [
            (q3(), KpiTarget::Band(band)),
            (year, KpiTarget::Value(q(80.0))),
        ]
        .into(),
    };
    let kpi = Kpi {
        id: retention_kpi(),
        name: "Client retention rate".to_owned(),
        measure: None,
        unit: Some("%".to_owned()),
        direction: Direction::Decrease,
        frequency: Some(Frequency::Monthly),
        source: None,
        owner: Some(name("maria")),
        indicator: Some(Indicator::Lagging),
        aggregate: Aggregate::Mean,
        decimals: Some(1),
        category: None,
        health: true,
        drives: vec![KpiId::new("kpis/revenue").unwrap()],
        benchmark: Some(Benchmark {
            value: q(85.0),
            source: Some("median".to_owned()),
        }),
        chart_from: Some(day("2026-02-01")),
        targets: targets.clone(),
        thresholds: Thresholds::new(q(70.0), Some(q(74.0)), Direction::Decrease).ok(),
        amended: vec![KpiAmendment {
            on: day("2026-03-01"),
            was: vec![("2026".to_owned(), "85".to_owned())],
            reason: Some("r".to_owned()),
            before: targets,
            owner_before: None,
        }],
        formerly: Vec::new(),
        retired: Some(Retired {
            on: day("2026-12-01"),
            reason: None,
            replaced_by: Some(KpiId::new("kpis/net").unwrap()),
        }),
    };
    let expected = r#"name = "Client retention rate"
unit = "%"
direction = "decrease"
frequency = "monthly"
owner = "maria"
indicator = "lagging"
aggregate = "mean"
decimals = 1
health = true
drives = ["kpis/revenue"]
benchmark = { value = 85, source = "median" }
chart_from = 2026-02-01
amended = [
  { on = 2026-03-01, was = { 2026 = 85 }, reason = "r" },
]
retired = { on = 2026-12-01, replaced_by = "kpis/net" }

[targets]
always = 70
2026 = 80
2026-Q3 = { at_least = 4, at_most = 5 }

[thresholds]
green = 70
amber = 74
"#;
    reads_as(&super::kpi(&kpi), expected);
}

#[test]
fn a_closed_cycle_lists_its_scores() {
    let closed = Closed {
        on: day("2026-10-02"),
        by: Some(name("maria")),
        forced: None,
        scores: [(goal("cs/loyal"), 0.62), (goal("grow"), 1.0)].into(),
    };
    reads_as(
        &super::closed(&closed),
        "on = 2026-10-02\nby = \"maria\"\n\n[scores]\n\"cs/loyal\" = 0.62\ngrow = 1\n",
    );
}
