//! M of SMART and S of FAST: numbers and milestones.

use super::Letter;
use super::subject::Subject;
use crate::method::advice::number;
use crate::method::{Figures, KeyResultState, Kind};
use crate::model::{Kpi, Measure};

/// What tells how far a goal is, or what is missing for that with the next step.
type Told = Result<String, (String, String)>;

/// M: whether the fields tell how far it is.
pub(super) fn measurable(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Measurable", "can anybody see how far it is?");
    tell(subject, &mut letter);
    letter
}

/// S of FAST: as Measurable, and for an objective by more than one key result.
pub(super) fn specific_numbers(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Specific", "is it broken down into numbers and milestones?");
    tell(subject, &mut letter);
    if subject.key_result.is_none()
        && subject.objective.figures.is_none()
        && subject.parts().count() == 1
    {
        letter.lacks(
            "one key result can be met while the objective is missed",
            format!(
                "what else has to be true by then? okr new kr {}",
                subject.id()
            ),
        );
    }
    letter
}

fn tell(subject: &Subject<'_, '_>, letter: &mut Letter) {
    let mut put = |told: Told| match told {
        Ok(evidence) => letter.has(evidence),
        Err((what, next)) => letter.lacks(what, next),
    };
    if let Some(kr) = subject.key_result {
        put(of_key_result(kr));
    } else if let Some(figures) = subject.figures() {
        let unit = subject.kpi().and_then(|kpi| kpi.unit.as_deref());
        put(of_numbers(figures, unit, &subject.id(), subject.kpi()));
    } else {
        let mut count = 0;
        for kr in subject.parts() {
            count += 1;
            let key = &kr.key_result.key;
            let named = |text: String| format!("`{key}`: {text}");
            put(of_key_result(kr)
                .map(named)
                .map_err(|(what, next)| (named(what), next)));
        }
        if count == 0 {
            letter.lacks(
                "no key results",
                format!("how would you know? okr new kr {}", subject.id()),
            );
        }
    }
}

fn of_key_result(kr: &KeyResultState<'_>) -> Told {
    let id = kr.id.local();
    let unit = match (&kr.terms.measure, kr.kpi) {
        (_, Some(kpi)) => kpi.unit.as_deref(),
        (Measure::Metric(metric), None) => metric.unit.as_deref(),
        (Measure::Bounds { unit, .. }, None) => unit.as_deref(),
        (Measure::FollowsKpi(_) | Measure::Effort(_) | Measure::Rollup, None) => None,
    };
    match kr.figures.kind {
        Kind::Metric | Kind::Bounds => of_numbers(&kr.figures, unit, &id, kr.kpi),
        Kind::Effort => {
            let all = kr.terms.measure.milestones().len();
            if all == 0 {
                return Err((
                    "only a percentage that somebody feels".to_owned(),
                    format!("give it `milestones`: okr edit {id}"),
                ));
            }
            let done = kr.figures.done.len();
            Ok(format!("{done} of {all} milestones reached"))
        }
        Kind::Rollup => match kr.supporters.len() {
            0 => Err((
                "no objective supports it".to_owned(),
                format!("in those that should: `supports = \"{id}\"`"),
            )),
            1 => Ok("the score of the objective that supports it".to_owned()),
            count => Ok(format!("the mean of {count} objectives that support it")),
        },
    }
}

fn of_numbers(figures: &Figures<'_>, unit: Option<&str>, id: &str, kpi: Option<&Kpi>) -> Told {
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    let source = kpi.map_or_else(String::new, |kpi| format!(", read at {}", kpi.id));
    let bounds = match (figures.at_least, figures.at_most) {
        (Some(low), Some(high)) => Some(format!("within {} to {}", number(low), number(high))),
        (Some(low), None) => Some(format!("at least {}", number(low))),
        (None, Some(high)) => Some(format!("at most {}", number(high))),
        (None, None) => None,
    };
    if let Some(bounds) = bounds {
        return Ok(format!("{bounds}{unit}{source}"));
    }
    let Some(target) = figures.target.map(number) else {
        let next = match kpi {
            Some(kpi) => format!("okr amend {} --target … --reason …", kpi.id),
            None => format!("okr amend {id} --target … --reason …"),
        };
        return Err(("no target".to_owned(), next));
    };
    match figures.baseline.map(number) {
        Some(baseline) => Ok(format!("from {baseline} to {target}{unit}{source}")),
        None => Err((
            format!("a target of {target}{unit}, but nobody knows from where"),
            format!("the first reading becomes the baseline: okr checkin {id} VALUE"),
        )),
    }
}
