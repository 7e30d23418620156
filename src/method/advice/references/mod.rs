//! Errors that need more than one file: references to what is not there, alignment in a circle,
//! numbers that contradict a KPI, readings that replace each other. Each pass looks for what breaks
//! several rules at once; what the rules ask for is told in `rules::references`.

mod checkins;
mod circle;
mod frozen;
mod goals;
pub(super) mod known;
mod kpis;
mod numbers;
mod renames;
mod same_day;
mod weights;

pub(super) use goals::kpis as kpis_of_objective;
pub(super) use known::nearest;
pub(super) use kpis::named as kpis_of_kpi;

use super::{Advice, Unread};
use crate::model::Workspace;
use chrono::NaiveDate;
use known::Known;

/// Everything that is wrong between the files, in no order.
pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    kpis::check(known, advice);
    goals::check(known, advice);
    frozen::check(known, advice);
    numbers::check(known, advice);
    weights::check(known, advice);
    renames::check(known.workspace, advice);
    checkins::check(known, advice);
    same_day::check(known.workspace, advice);
}

/// What is wrong with the goals that the objectives of a workspace support on a day: goals that are not
/// there, that cannot be above, support in a circle. Only of cycles that were read together with those
/// around them.
pub fn check_support(workspace: &Workspace, unread: &Unread, day: NaiveDate) -> Vec<Advice> {
    let known = Known::new(workspace, unread);
    let mut advice = Vec::new();
    let all = workspace.objectives().filter(|o| o.exists_on(day));
    goals::support(&known, all.map(|o| (o, o.terms_on(day))), &mut advice);
    advice
}
