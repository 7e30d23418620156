//! What the goal of an update is called, and its figures.

use crate::method::log::LoggedUpdate;
use crate::model::{Aggregate, KeyResult, Measure};
use crate::render::echo::ValueChange;
use crate::render::goal;
use chrono::NaiveDate;

/// The title on a day, as it is; the id where there is no such goal.
pub fn title(logged: &LoggedUpdate<'_>, day: NaiveDate) -> String {
    match (logged.found, logged.kpi) {
        (Some((_, Some(kr))), kpi) => goal::name(kr.terms_on(day), kpi, &kr.key),
        (Some((objective, None)), _) => objective.terms_on(day).title.clone(),
        (None, Some(kpi)) => kpi.name.clone(),
        (None, None) => id(logged),
    }
}

/// The goal's id as its check-in would write it, else the KPI's.
pub fn id(logged: &LoggedUpdate<'_>) -> String {
    let home = logged.entry.checkin.cycle;
    match (&logged.goal, logged.kpi_id) {
        (Some(goal), _) => goal.relative_to(home).to_string(),
        (None, kpi) => kpi.unwrap_or_default().to_owned(),
    }
}

/// The value before and after with its unit, of a total what was added.
pub fn change(logged: &LoggedUpdate<'_>) -> ValueChange {
    let mut change = ValueChange {
        id: id(logged),
        unit: unit(logged).map(str::to_owned),
        decimals: logged.kpi.and_then(|kpi| kpi.decimals),
        ..ValueChange::default()
    };
    if let Some(value) = logged.update().value {
        change.before = logged.before;
        change.after = logged.after.or(Some(value.get()));
        if logged.kpi.map(|kpi| kpi.aggregate) == Some(Aggregate::Sum) {
            let grew = change.before.zip(change.after).map(|(b, a)| a - b);
            let added = grew.filter(|grew| (grew - value.get()).abs() <= 1e-9);
            change.added = added.map(|grew| (grew, None));
        }
    }
    change
}

fn unit<'a>(logged: &LoggedUpdate<'a>) -> Option<&'a str> {
    if let Some(kpi) = logged.kpi {
        return kpi.unit.as_deref();
    }
    let (_, key_result) = logged.found?;
    let measure = &key_result?.terms_on(logged.entry.date).measure;
    match measure {
        Measure::Effort(_) => Some("%"),
        Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_) | Measure::Rollup => {
            goal::unit_of(measure, None)
        }
    }
}

/// The titles of the milestones that were reached; the id of one that is not known.
pub fn milestones(logged: &LoggedUpdate<'_>) -> Vec<String> {
    let key_result: Option<&KeyResult> = logged.found.and_then(|(_, kr)| kr);
    let known = key_result.map(|kr| kr.terms_on(logged.entry.date).measure.milestones());
    let known = known.unwrap_or_default();
    let title = |id: &String| {
        let found = known.iter().find(|milestone| milestone.id == *id);
        found.map_or(id, |milestone| &milestone.title).clone()
    };
    logged.update().done.iter().map(title).collect()
}
