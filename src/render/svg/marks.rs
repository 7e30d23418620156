//! Points, and those that are a signal: told apart by shape as well as by colour.

use super::path::short;
use crate::method::Rule;
use chrono::NaiveDate;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The rule that a day shows: one beyond a limit says more than three of four, and that more than a
/// run.
pub(super) fn by_day(signals: &[(NaiveDate, Rule)]) -> BTreeMap<NaiveDate, Rule> {
    let mut by_day = BTreeMap::new();
    for &(day, rule) in signals {
        let shown = by_day.entry(day).or_insert(rule);
        if weight(rule) > weight(*shown) {
            *shown = rule;
        }
    }
    by_day
}

fn weight(rule: Rule) -> u8 {
    match rule {
        Rule::Run => 0,
        Rule::NearLimit => 1,
        Rule::Outside => 2,
    }
}

/// A point with its tooltip; the last one is larger.
pub(super) fn point((x, y): (f64, f64), last: bool, tooltip: &str) -> Markup {
    let radius = if last { "4" } else { "3" };
    html! { circle cx=(short(x)) cy=(short(y)) r=(radius) { title { (tooltip) } } }
}

/// A signal with its tooltip: a diamond beyond a limit, a square near one, a ring in a run.
pub(super) fn signal((x, y): (f64, f64), rule: Rule, tooltip: Option<&str>) -> Markup {
    let (left, top) = (short(x), short(y));
    let d = match rule {
        Rule::Outside => format!("M{left} {}l6 6-6 6-6-6z", short(y - 6.0)),
        Rule::NearLimit => format!("M{} {}h8v8h-8z", short(x - 4.0), short(y - 4.0)),
        Rule::Run => format!(
            "M{} {top}a4.5 4.5 0 1 1 9 0 4.5 4.5 0 1 1-9 0z",
            short(x - 4.5)
        ),
    };
    let class = match rule {
        Rule::Outside => "ko",
        Rule::Run | Rule::NearLimit => "kr",
    };
    html! { path class=(class) d=(d) { @if let Some(tooltip) = tooltip { title { (tooltip) } } } }
}
