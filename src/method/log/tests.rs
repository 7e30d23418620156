use super::*;
use crate::model::{
    Aggregate, Ambition, CycleFolder, CycleId, Direction, GoalRef, KeyResult, KpiId, Measure,
    Metric, Objective, ObjectivePath, ObjectiveTerms, Posts, Quantity, Targets, Terms, Weight,
};

fn cycle() -> CycleId {
    CycleId::parse("2026-Q3").unwrap()
}

fn day(text: &str) -> NaiveDate {
    format!("2026-07-{text}").parse().unwrap()
}

/// A check-in of a day by a person, with updates.
fn checkin(on: &str, by: &str, updates: Vec<Update>) -> CheckIn {
    CheckIn {
        cycle: cycle(),
        file: format!("2026-07-{on}-{by}.toml"),
        date: day(on),
        by: Name::new(by).unwrap(),
        plan: None,
        blockers: Vec::new(),
        wins: Vec::new(),
        updates,
    }
}

/// What is said of the key result `loyal.rating`.
fn rating() -> Update {
    Update {
        goal: Some(GoalRef::new("loyal.rating").unwrap()),
        kpi: None,
        date: None,
        value: None,
        done: Vec::new(),
        confidence: None,
        note: None,
        blocker: None,
        unchanged: false,
    }
}

fn value(value: f64) -> Update {
    Update {
        value: Some(Quantity::new(value).unwrap()),
        ..rating()
    }
}

fn revenue(amount: f64) -> Update {
    Update {
        goal: None,
        kpi: Some(KpiId::new("kpis/revenue").unwrap()),
        ..value(amount)
    }
}

fn blocked(text: &str) -> Update {
    Update {
        blocker: Some(text.to_owned()),
        ..rating()
    }
}

fn unchanged() -> Update {
    Update {
        unchanged: true,
        ..rating()
    }
}

/// `loyal.rating` with a baseline of 4, and the sum `kpis/revenue`.
fn workspace(checkins: Vec<CheckIn>) -> Workspace {
    let rating = KeyResult {
        key: Name::new("rating").unwrap(),
        terms: Terms {
            title: None,
            owner: None,
            weight: Weight::default(),
            measure: Measure::Metric(Metric {
                unit: None,
                baseline: Some(Quantity::new(4.0).unwrap()),
                posts: Posts::default(),
            }),
        },
        amended: Vec::new(),
        added: None,
        dropped: None,
        formerly: Vec::new(),
        carried: None,
    };
    let path = ObjectivePath::new("loyal").unwrap();
    let objective = Objective {
        id: GoalId {
            cycle: cycle(),
            objective: path.clone(),
            key: None,
        },
        terms: ObjectiveTerms {
            title: "Loyal customers".to_owned(),
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
        key_results: vec![rating],
    };
    let mut workspace = Workspace::default();
    let kpi = sum("kpis/revenue");
    workspace.kpis.insert(kpi.id.clone(), kpi);
    let folder = CycleFolder {
        objectives: [(path, objective)].into(),
        checkins,
        closed: None,
    };
    workspace.cycles.insert(cycle(), folder);
    workspace
}

fn sum(id: &str) -> Kpi {
    Kpi {
        id: KpiId::new(id).unwrap(),
        name: "Revenue".to_owned(),
        measure: None,
        unit: None,
        direction: Direction::Increase,
        frequency: None,
        source: None,
        owner: None,
        indicator: None,
        aggregate: Aggregate::Sum,
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

/// Everything of July, newest first: `before → after` of each update.
fn values(workspace: &Workspace) -> Vec<(Option<f64>, Option<f64>)> {
    let logged = select(workspace, false);
    let updates = logged.iter().flat_map(|l| &l.updates);
    updates.map(|u| (u.before, u.after)).collect()
}

fn select(workspace: &Workspace, blockers: bool) -> Vec<Logged<'_>> {
    let ledger = Ledger::new(workspace, day("31"));
    let log = Log::new(workspace, &ledger, day("31"));
    log.select(&Selection {
        since: day("01"),
        until: day("31"),
        by: None,
        about: None,
        blockers,
        plans: false,
    })
}

/// The blockers that are open at the end of July.
fn open(checkins: Vec<CheckIn>) -> Vec<String> {
    let workspace = workspace(checkins);
    let logged = select(&workspace, true);
    let all = logged.iter().flat_map(|l| {
        let own = l.blockers.iter().cloned();
        own.chain(l.updates.iter().filter_map(|u| u.update().blocker.clone()))
    });
    all.collect()
}

#[test]
fn a_reading_is_compared_with_the_one_before_its_own_day() {
    // Handed in last, of the day between the other two.
    let late = Update {
        date: Some(day("10")),
        ..value(4.2)
    };
    let workspace = workspace(vec![
        checkin("07", "maria", vec![value(4.1)]),
        checkin("14", "maria", vec![value(4.4)]),
        checkin("15", "tom", vec![late, unchanged()]),
    ]);
    let expected = [
        (Some(4.1), Some(4.2)),
        (Some(4.4), Some(4.4)),
        (Some(4.2), Some(4.4)),
        (Some(4.0), Some(4.1)),
    ];
    assert_eq!(values(&workspace), expected);
}

#[test]
fn a_sum_grows_by_what_is_added_and_a_later_figure_of_a_day_replaces_the_earlier() {
    let mut again = checkin("14", "maria", vec![revenue(25.0)]);
    again.file = "2026-07-14-z.toml".to_owned();
    let workspace = workspace(vec![
        checkin("07", "maria", vec![revenue(10.0)]),
        checkin("14", "maria", vec![revenue(20.0)]),
        checkin("14", "tom", vec![revenue(5.0)]),
        again,
    ]);
    let mut all = values(&workspace);
    all.reverse();
    let expected = [
        (Some(0.0), Some(10.0)),
        (Some(10.0), Some(30.0)),
        (Some(30.0), Some(35.0)),
        (Some(35.0), Some(40.0)),
    ];
    assert_eq!(all, expected);
}

#[test]
fn a_blocker_is_open_until_something_else_is_said() {
    let said = |update| vec![checkin("07", "maria", vec![blocked("legal")]), update];
    assert_eq!(open(said(checkin("14", "tom", vec![value(4.2)]))), [""; 0]);
    assert_eq!(
        open(said(checkin("14", "tom", vec![unchanged()]))),
        ["legal"]
    );
    assert_eq!(
        open(said(checkin("14", "tom", vec![revenue(1.0)]))),
        ["legal"]
    );
    assert_eq!(
        open(said(checkin("14", "tom", vec![blocked("tax")]))),
        ["tax"]
    );
}

#[test]
fn a_persons_blockers_are_those_of_the_newest_check_in() {
    let listed = |on, by, blocker: &str| CheckIn {
        blockers: vec![blocker.to_owned()],
        ..checkin(on, by, Vec::new())
    };
    let both = vec![
        listed("07", "maria", "vendor"),
        listed("07", "tom", "travel"),
    ];
    assert_eq!(open(both.clone()), ["travel", "vendor"]);
    let mut later = both;
    later.push(checkin("08", "maria", vec![value(4.1)]));
    assert_eq!(open(later), ["travel"]);
}

#[test]
fn nothing_is_in_the_way_of_what_is_given_up() {
    let mut workspace = workspace(vec![checkin("07", "maria", vec![blocked("legal")])]);
    let objectives = workspace.cycles.values_mut();
    for objective in objectives.flat_map(|folder| folder.objectives.values_mut()) {
        objective.dropped = Some(crate::model::Dropped {
            on: day("20"),
            reason: None,
        });
    }
    assert!(select(&workspace, true).is_empty());
}

#[test]
fn a_goal_is_spoken_of_by_name_and_by_readings_of_its_kpi() {
    let workspace = workspace(vec![
        checkin("07", "maria", vec![value(4.1), revenue(1.0)]),
        checkin("08", "tom", vec![revenue(2.0)]),
    ]);
    let ledger = Ledger::new(&workspace, day("31"));
    let log = Log::new(&workspace, &ledger, day("31"));
    let speak = |about: About<'_>| {
        let all = workspace.cycles.values().flat_map(|c| &c.checkins);
        let logged = all.filter_map(|c| log.of(c, Some(&about)));
        logged.map(|l| l.updates.len()).collect::<Vec<_>>()
    };
    let goal = GoalRef::new("loyal").unwrap().resolve(cycle());
    assert_eq!(speak(log.about_goal(goal)), [1]);
    assert_eq!(
        speak(log.about_kpi(KpiId::new("kpis/revenue").unwrap())),
        [1, 1]
    );
    assert_eq!(speak(log.about_team("support".to_owned())), [0usize; 0]);
}
