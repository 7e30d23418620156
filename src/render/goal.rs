//! Goals in words: titles made from numbers, units, symbols.

use super::numbers::{number, two, unit_suffix};
use super::{Style, Theme};
use crate::method::{
    Basis, Figures, Flag, Forecast, KeyResultState, KpiStatus, Outlook, ScoreBand, Status,
    success_level,
};
use crate::model::{Aggregate, Ambition, CycleId, Kpi, KpiTarget, Measure, Name, Terms};
use chrono::NaiveDate;

/// A key result's title as it is: as written, else made from its name and numbers.
pub fn title(state: &KeyResultState<'_>) -> String {
    let name = short_title(state);
    if state.terms.title.is_some() {
        return name;
    }
    made_title(&name, &state.figures, unit(state), decimals(state))
}

/// What a key result is called beside its numbers, as it is: its title, else its KPI's name.
pub fn short_title(state: &KeyResultState<'_>) -> String {
    name(state.terms, state.kpi, &state.key_result.key)
}

/// The same of what was agreed: its title, else its KPI's name, else its key.
pub fn name(terms: &Terms, kpi: Option<&Kpi>, key: &Name) -> String {
    match (&terms.title, kpi) {
        (Some(title), _) => title.clone(),
        (None, Some(kpi)) => kpi.name.clone(),
        (None, None) => from_key(key),
    }
}

/// `retention` becomes `Retention`, `success-plans` `Success plans`.
fn from_key(key: &Name) -> String {
    let words = key.as_str().replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn made_title(
    name: &str,
    figures: &Figures<'_>,
    unit: Option<&str>,
    decimals: Option<u8>,
) -> String {
    let amount = |value| {
        format!(
            "{}{}",
            number(value, whole(value, decimals)),
            unit_suffix(unit)
        )
    };
    let bare = |value| number(value, whole(value, decimals));
    match (figures.at_least, figures.at_most) {
        (Some(low), Some(high)) => format!("{name} between {} and {}", bare(low), amount(high)),
        (Some(low), None) => format!("{name} at or above {}", amount(low)),
        (None, Some(high)) => format!("{name} at or below {}", amount(high)),
        (None, None) => match (figures.baseline, figures.target) {
            (Some(from), Some(to)) => format!("{name} from {} to {}", bare(from), amount(to)),
            (None, Some(to)) => format!("{name} to {}", amount(to)),
            _ => name.to_owned(),
        },
    }
}

/// Titles write whole numbers whole, whatever decimals a KPI shows.
fn whole(value: f64, decimals: Option<u8>) -> Option<u8> {
    if value.fract() == 0.0 { None } else { decimals }
}

/// The unit of a key result: its own, the KPI's, percent for an effort.
pub fn unit<'a>(state: &'a KeyResultState<'_>) -> Option<&'a str> {
    unit_of(&state.terms.measure, state.kpi)
}

/// The unit of what is measured; none for projects and rollups.
pub fn unit_of<'a>(measure: &'a Measure, kpi: Option<&'a Kpi>) -> Option<&'a str> {
    match measure {
        Measure::Metric(metric) => metric.unit.as_deref(),
        Measure::Bounds { unit, .. } => unit.as_deref(),
        Measure::FollowsKpi(_) => kpi.and_then(|k| k.unit.as_deref()),
        Measure::Effort(_) | Measure::Rollup => None,
    }
}

/// The decimals that its KPI asks for.
pub fn decimals(state: &KeyResultState<'_>) -> Option<u8> {
    state.kpi.and_then(|k| k.decimals)
}

/// A KPI's target for people: `75 %`, `4–5 %`.
pub fn kpi_target(target: KpiTarget, kpi: &Kpi, theme: Theme) -> String {
    let unit = unit_suffix(kpi.unit.as_deref());
    format!("{}{unit}", bare_target(target, kpi, theme))
}

/// The same without its unit.
pub fn bare_target(target: KpiTarget, kpi: &Kpi, theme: Theme) -> String {
    let n = |value| number(value, kpi.decimals);
    match target {
        KpiTarget::Value(value) => n(value.get()),
        KpiTarget::Band(band) => match (band.at_least(), band.at_most()) {
            (Some(low), Some(high)) => format!("{}{}{}", n(low), theme.pick("–", "-"), n(high)),
            (Some(low), None) => format!("{} {}", theme.pick("≥", ">="), n(low)),
            (None, Some(high)) => format!("{} {}", theme.pick("≤", "<="), n(high)),
            (None, None) => String::new(),
        },
    }
}

/// Under which key a KPI's target stands: a cycle's, or `always`.
pub fn target_key(from: Option<CycleId>) -> String {
    from.map_or_else(|| "always".to_owned(), |cycle| cycle.to_string())
}

/// What score is expected, and by when: a key result is judged on the day of its last reading.
pub fn expected(outlook: &Outlook, today: NaiveDate) -> Option<String> {
    let score = outlook.expected.map(two)?;
    Some(match outlook.basis {
        Basis::BeforeReading => "nothing expected before the first reading".to_owned(),
        Basis::Pace { until, .. } if until < today => format!("{score} expected by {until}"),
        _ => format!("{score} expected by now"),
    })
}

/// Where a straight line through the readings leads: `75.1 % on 2026-09-30 …`.
pub fn ahead(ahead: &Forecast, end: NaiveDate, amount: impl Fn(f64) -> String) -> String {
    let (value, low, high) = (amount(ahead.value), amount(ahead.low), amount(ahead.high));
    let chance = ahead.chance.map(|chance| {
        let percent = (chance * 100.0).round();
        format!("; {percent} % of all slopes reach the target")
    });
    let chance = chance.unwrap_or_default();
    format!("{value} on {end} on a straight line ({low} to {high}{chance})")
}

/// What an ambition means for success.
pub fn ambition(ambition: Ambition) -> String {
    let word = ambition.word();
    match success_level(ambition) {
        Some(success) => format!("{word}: a score of {} is success", two(success)),
        None => format!("{word}: not judged"),
    }
}

/// How readings become the value that stands before it: ` in all`.
pub fn combined(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Last => "",
        Aggregate::Sum => " in all",
        Aggregate::Mean => ", the mean",
        Aggregate::Min => ", the smallest",
        Aggregate::Max => ", the largest",
    }
}

/// How far a KPI is from what is due, in percent of that: `1.9 % worse than what is due`.
pub fn shortfall(short: f64) -> String {
    match short {
        short if short > 0.0 => format!("{short:.1} % worse than what is due"),
        short if short < 0.0 => format!("{:.1} % better than what is due", -short),
        _ => "none".to_owned(),
    }
}

/// A status as symbol and word.
pub fn status(status: Status, theme: Theme) -> String {
    let symbol = match status {
        Status::OnTrack => theme.pick("●", "o"),
        Status::AtRisk => theme.pick("▲", "!"),
        Status::OffTrack => theme.pick("▼", "v"),
        Status::Unjudged => theme.pick("○", "."),
        Status::Done => theme.pick("✔", "+"),
        Status::Missed => theme.pick("✘", "x"),
        Status::Dropped => theme.pick("–", "-"),
    };
    format!("{symbol} {}", status.word())
}

/// The colour that repeats a status.
pub fn status_style(status: Status) -> Style {
    match status {
        Status::OnTrack | Status::Done => Style::Green,
        Status::AtRisk => Style::Amber,
        Status::OffTrack | Status::Missed => Style::Red,
        Status::Unjudged | Status::Dropped => Style::Dim,
    }
}

/// Flags in words, `stale, low-confidence`.
pub fn flags<'a>(flags: impl IntoIterator<Item = &'a Flag>) -> String {
    let words: Vec<_> = flags.into_iter().map(|f| f.word()).collect();
    words.join(", ")
}

/// A KPI's health as symbol and word.
pub fn kpi_status(status: KpiStatus, theme: Theme) -> String {
    let symbol = match status {
        KpiStatus::Green => theme.pick("●", "o"),
        KpiStatus::Amber => theme.pick("▲", "!"),
        KpiStatus::Red => theme.pick("▼", "v"),
        KpiStatus::NoTarget | KpiStatus::NoReading => theme.pick("○", "."),
    };
    format!("{symbol} {}", status.word())
}

/// The colour that repeats a KPI's health.
pub fn kpi_style(status: KpiStatus) -> Style {
    match status {
        KpiStatus::Green => Style::Green,
        KpiStatus::Amber => Style::Amber,
        KpiStatus::Red => Style::Red,
        KpiStatus::NoTarget | KpiStatus::NoReading => Style::Dim,
    }
}

/// The colour of a score.
pub fn band_style(band: ScoreBand) -> Style {
    match band {
        ScoreBand::Green => Style::Green,
        ScoreBand::Amber => Style::Amber,
        ScoreBand::Red => Style::Red,
    }
}
