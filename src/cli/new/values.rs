//! Values of flags that are more than one word: targets, bands, milestones, initiatives.

use crate::cli::args;
use crate::model::{
    Band, CycleId, Initiative, Invalid, KpiTarget, Milestone, Quantity, Settings, Target, Weight,
    slug,
};
use crate::render::numbers;
use chrono::NaiveDate;

/// A number in a unit.
pub(super) fn quantity(text: &str, unit: Option<&str>) -> Result<Quantity, Invalid> {
    Quantity::new(args::number::number(text, unit)?)
}

/// A number, or a change relative to the baseline: `+20%`, `-30%`.
pub(super) fn target(text: &str, unit: Option<&str>) -> Result<Target, Invalid> {
    let text = text.trim();
    if text.starts_with(['+', '-']) && text.ends_with('%') {
        return Target::relative(text);
    }
    Ok(Target::Absolute(quantity(text, unit)?))
}

/// Refuses a target that is reached before anything has begun.
pub(super) fn apart(target: Target, baseline: Option<Quantity>) -> Result<(), Invalid> {
    match (target, baseline) {
        (Target::Absolute(aim), Some(base)) if aim == base => {
            let message = format!("{} is where it stands already", numbers::exact(aim.get()));
            Err(Invalid::new(message)
                .help("aim further, or hold it there: --at-least or --at-most"))
        }
        _ => Ok(()),
    }
}

/// A weight: 0 or more.
pub(super) fn weight(text: Option<&str>) -> Result<Weight, Invalid> {
    let weight = text.map(|text| Weight::new(args::number::number(text, None)?));
    Ok(weight.transpose()?.unwrap_or_default())
}

/// Bounds, where at least one is given.
pub(super) fn band(
    at_least: Option<&str>,
    at_most: Option<&str>,
    unit: Option<&str>,
) -> Result<Option<Band>, Invalid> {
    let bound = |text: Option<&str>| text.map(|text| quantity(text, unit)).transpose();
    let (low, high) = (bound(at_least)?, bound(at_most)?);
    if low.is_none() && high.is_none() {
        return Ok(None);
    }
    Band::new(low, high).map(Some)
}

/// A KPI's target: `2026-Q3=75`, `always=70`, or a band `2026=20..25`; no cycle means `always`.
pub(super) fn kpi_target(
    text: &str,
    unit: Option<&str>,
    today: NaiveDate,
    settings: &Settings,
) -> Result<(Option<CycleId>, KpiTarget), Invalid> {
    let Some((cycle, value)) = text.split_once('=') else {
        return Err(Invalid::new(format!("`{text}` names no cycle"))
            .help("such as --target 2026-Q3=75, or --target always=75"));
    };
    let cycle = match cycle.trim() {
        "always" => None,
        named => Some(args::cycle::cycle(named, today, settings)?),
    };
    Ok((cycle, kpi_value(value, unit)?))
}

/// A number, or a band: `4..5`, `4..`, `..5`.
pub(super) fn kpi_value(text: &str, unit: Option<&str>) -> Result<KpiTarget, Invalid> {
    let Some((low, high)) = text.split_once("..") else {
        return Ok(KpiTarget::Value(quantity(text, unit)?));
    };
    let band = band(bound(low), bound(high), unit)?;
    band.map(KpiTarget::Band)
        .ok_or_else(|| Invalid::new(format!("`{text}` has no bound")).help("such as 4..5"))
}

fn bound(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// A milestone: `Title`, `Title=WEIGHT`, `Title@2026-08-31`, `Title=2@2026-08-31`.
pub(super) fn milestone(text: &str, number: usize, today: NaiveDate) -> Result<Milestone, Invalid> {
    let digits = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let (rest, due) = match text.rsplit_once('@') {
        Some((rest, date)) if digits(date) => (rest, Some(args::date::date(date, today)?)),
        Some(_) | None => (text, None),
    };
    let (title, weight) = match rest.rsplit_once('=') {
        Some((title, share)) if digits(share) => {
            (title, Weight::new(args::number::number(share, None)?)?)
        }
        Some(_) | None => (rest, Weight::default()),
    };
    let title = title.trim();
    if title.is_empty() {
        return Err(Invalid::new("a milestone needs a title")
            .help("such as \"Template agreed\" or \"Rollout=2@2026-09-30\""));
    }
    let id = slug(title).map_or_else(|| format!("step-{number}"), |name| name.to_string());
    Ok(Milestone {
        id,
        title: title.to_owned(),
        weight,
        due,
    })
}

/// A project: `Title`, or `Title=https://…`.
pub(super) fn initiative(text: &str) -> Initiative {
    let (title, url) = match text.rsplit_once('=') {
        Some((title, url)) if url.contains("://") => (title, Some(url.trim().to_owned())),
        Some(_) | None => (text, None),
    };
    Initiative {
        title: title.trim().to_owned(),
        url,
        done: false,
    }
}

/// A text that is given and says something.
pub(super) fn worded(text: Option<&String>) -> Option<String> {
    let text = text.map(|text| text.trim().to_owned());
    text.filter(|text| !text.is_empty())
}

/// The one whose word `text` is.
pub(super) fn word<T: Copy>(
    text: &str,
    what: &str,
    known: &[T],
    word: impl Fn(T) -> &'static str,
) -> Result<T, Invalid> {
    let asked = text.trim().to_lowercase();
    let same = known.iter().find(|&&item| word(item) == asked);
    same.copied().ok_or_else(|| {
        let words: Vec<_> = known.iter().map(|&item| word(item)).collect();
        Invalid::new(format!("`{text}` is no {what}")).help(format!("it is {}", either(&words)))
    })
}

/// `a, b or c`.
fn either(words: &[&str]) -> String {
    crate::render::text::list(words).replace(" and ", " or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milestones_take_a_weight_and_a_day() {
        let today = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
        let read = |text: &str| milestone(text, 1, today).unwrap();
        let rollout = read("Every account has a plan=2@2026-09-30");
        assert_eq!(rollout.id, "every-account-has-a-plan");
        assert_eq!(rollout.weight.get(), 2.0);
        assert_eq!(rollout.due.unwrap().to_string(), "2026-09-30");
        assert_eq!(read("Meet @bob").title, "Meet @bob");
        assert_eq!(read("a=b").title, "a=b");
        assert_eq!(read("目標").id, "mu-biao");
        for bad in ["", "=2", "Plan@2026-02-30"] {
            assert!(milestone(bad, 1, today).is_err(), "{bad}");
        }
    }

    #[test]
    fn targets_are_numbers_changes_or_bands() {
        assert_eq!(target("+20%", Some("%")), Ok(Target::Relative(0.2)));
        assert!(matches!(target("-3", None), Ok(Target::Absolute(_))));
        assert!(matches!(kpi_value("4..5", None), Ok(KpiTarget::Band(_))));
        assert!(matches!(
            kpi_value("..5%", Some("%")),
            Ok(KpiTarget::Band(_))
        ));
        assert!(kpi_value("..", None).is_err());
        assert!(kpi_value("5..4", None).is_err());
    }
}
