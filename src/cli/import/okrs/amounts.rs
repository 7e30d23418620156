//! The numbers of a key result of another tool, and what kind of key result they make.

use super::plan::Goal;
use crate::cli::args::number;
use crate::model::{Effort, Measure, Metric, Posts, Quantity, Target};
use crate::render::exchange::imported::Leftover;

/// What the numbers come to.
pub(super) struct Amounts {
    pub(super) measure: Measure,
    /// The current value.
    pub(super) value: Option<Quantity>,
}

/// Reads them. `supported` says whether objectives lie below it.
pub(super) fn read(goal: &Goal, supported: bool, left: &mut Leftover) -> Amounts {
    let amounts = measured(goal, supported, left);
    let (cell, _) = &goal.due;
    if amounts.measure.effort().is_none() && !cell.text.is_empty() {
        let why = "a goal's days are its cycle's";
        left.add(Some(goal.row), Some(&cell.column), &cell.text, why);
    }
    amounts
}

fn measured(goal: &Goal, supported: bool, left: &mut Leftover) -> Amounts {
    let cells = [&goal.baseline, &goal.target, &goal.value];
    let unit = (!goal.unit.text.is_empty()).then(|| goal.unit.text.clone());
    // `73%` and `$200k` say the unit themselves.
    let unit = unit.or_else(|| cells.iter().find_map(|cell| number::unit_in(&cell.text)));
    let mut read = |cell: &super::plan::Cell, unit: Option<&str>| {
        if cell.text.is_empty() {
            return None;
        }
        let number = number::number(&cell.text, unit).and_then(Quantity::new);
        let refused = |why: crate::model::Invalid| {
            left.add(
                Some(goal.row),
                Some(&cell.column),
                &cell.text,
                &without_text(&why.message),
            );
        };
        number.map_err(refused).ok()
    };
    let target = read(&goal.target, unit.as_deref());
    let baseline = read(&goal.baseline, unit.as_deref());
    if target.is_none() && supported {
        let why = "it is the mean of the objectives below it, which has no numbers of its own";
        for cell in [&goal.baseline, &goal.value, &goal.unit] {
            if !cell.text.is_empty() {
                left.add(Some(goal.row), Some(&cell.column), &cell.text, why);
            }
        }
        return Amounts {
            measure: Measure::Rollup,
            value: None,
        };
    }
    // What is written as a target and cannot be read makes no project of a metric.
    let aimless = target.is_none() && goal.target.text.is_empty();
    if aimless && baseline.is_none_or(|b| b == Quantity::ZERO) {
        return effort(goal, unit.as_deref(), left);
    }
    let value = read(&goal.value, unit.as_deref());
    let flat = target.is_some() && target == baseline;
    if flat {
        let why = "where it starts is the target itself";
        left.add(
            Some(goal.row),
            Some(&goal.baseline.column),
            &goal.baseline.text,
            why,
        );
    }
    Amounts {
        measure: Measure::Metric(Metric {
            unit,
            baseline: baseline.filter(|_| !flat),
            posts: Posts {
                target: target.map(Target::Absolute),
                ..Posts::default()
            },
        }),
        value,
    }
}

/// Without a target it is a project, reported as percent complete.
fn effort(goal: &Goal, unit: Option<&str>, left: &mut Leftover) -> Amounts {
    let value = (!goal.value.text.is_empty()).then(|| {
        let unit = unit.filter(|unit| *unit != "%");
        let number = match unit {
            None => number::number(&goal.value.text, Some("%")).ok(),
            Some(_) => None,
        };
        number.filter(|number| (0.0..=100.0).contains(number))
    });
    let foreign = !matches!(goal.unit.text.as_str(), "" | "%");
    for (cell, is_left) in [(&goal.value, value == Some(None)), (&goal.unit, foreign)] {
        if is_left {
            let why = "without a target it is a project, which is reported as percent complete";
            left.add(Some(goal.row), Some(&cell.column), &cell.text, why);
        }
    }
    Amounts {
        measure: Measure::Effort(Effort {
            due: goal.due.1,
            milestones: Vec::new(),
        }),
        value: value.flatten().and_then(|value| Quantity::new(value).ok()),
    }
}

/// What is wrong, without the cell's text: that is told beside it.
fn without_text(message: &str) -> String {
    let rest = message
        .strip_prefix('`')
        .and_then(|rest| rest.split_once("` "));
    rest.map_or(message, |(_, rest)| rest).to_owned()
}
