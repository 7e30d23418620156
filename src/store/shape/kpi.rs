//! A KPI's file as written.

use super::allowed::{KpiText, NameText, Said, TargetsTable, Whole, one_of};
use super::amended::{self, AmendedShape, Reverter, Was, rebuild};
use super::faults::Faults;
use super::scalars::{Day, Entries, Number, TargetShape, only_tables};
use crate::model::{
    Aggregate, Band, Benchmark, CycleId, Direction, Frequency, Indicator, Invalid, Kpi,
    KpiAmendment, KpiId, KpiTarget, Name, Retired, Targets, Thresholds,
};
use crate::store::diagnostics::{did_you_mean, surely};
use crate::store::shape::Fault;
use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// A KPI's file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A KPI of okr", transform = say_what_was)]
#[schemars(
    description = "kpis/[TEAM/]NAME.toml: a number to watch, whatever the goals of the cycle are. `okr new kpi` writes it."
)]
pub(crate) struct KpiShape {
    /// What people call it, such as `name = "Client retention rate"`. Required.
    #[schemars(with = "Said")]
    name: Option<String>,
    /// How it is measured, such as
    /// `measure = "clients renewed / clients up for renewal, trailing 12 months"`.
    measure: Option<String>,
    /// What it counts, such as `unit = "%"`; values of `%` are 0 to 100.
    unit: Option<String>,
    /// Where it should go; default `direction = "increase"`. With `"maintain"` its targets are bands.
    #[schemars(with = "Option<DirectionWord>")]
    direction: Option<String>,
    /// How often it is read, such as `frequency = "monthly"`; no default.
    #[schemars(with = "Option<FrequencyWord>")]
    frequency: Option<String>,
    /// Where the figure comes from, such as `source = "CRM renewals report"`.
    source: Option<String>,
    /// Who answers for it: a handle, such as `owner = "maria"`.
    #[schemars(with = "Option<NameText>")]
    owner: Option<String>,
    /// Whether it tells what is to come or what has been, such as `indicator = "lagging"`; no default.
    #[schemars(with = "Option<IndicatorWord>")]
    indicator: Option<String>,
    /// How a cycle's readings become its value; default `aggregate = "last"`.
    #[schemars(with = "Option<AggregateWord>")]
    aggregate: Option<String>,
    /// Digits after the point in tables, 0 to 9, such as `decimals = 1`; default: as it was read.
    #[schemars(with = "Option<Whole>", range(min = 0, max = 9))]
    decimals: Option<Number>,
    /// What it is listed under, such as `category = "customer success"`.
    category: Option<String>,
    /// Whether it is one of the few that everyone watches; default `health = false`.
    health: Option<bool>,
    /// The KPIs that it leads to, such as `drives = ["kpis/revenue"]`.
    #[schemars(with = "Option<Vec<KpiText>>")]
    drives: Option<Vec<String>>,
    /// A figure to compare with, such as `benchmark = { value = 85, source = "industry median" }`.
    benchmark: Option<BenchmarkShape>,
    /// The day of a known change, such as `chart_from = 2026-02-01`: older readings are of another
    /// kind, and limits are computed anew.
    chart_from: Option<Day>,
    /// What is to be reached, by cycle: `2026 = 80` of the year stays, `2026-Q3 = 75` is set as the
    /// year goes; `always` holds where no cycle's stands.
    #[schemars(with = "Option<TargetsTable>")]
    targets: Option<Entries<TargetShape>>,
    /// From where on it is green or amber, in its unit; default: as far from the target as `[kpi]` of
    /// okr.toml says.
    thresholds: Option<ThresholdsShape>,
    /// What was agreed before, newest last, such as
    /// `amended = [{ on = 2026-05-04, was = { 2026 = 85 }, reason = "…" }]`. `okr amend` writes it.
    amended: Option<Vec<AmendedShape>>,
    /// Earlier ids, such as `formerly = ["kpis/retention"]`: readings under them still count. `okr mv`
    /// writes it.
    #[schemars(with = "Option<Vec<KpiText>>")]
    formerly: Option<Vec<String>>,
    /// It was given up, such as `retired = { on = 2026-09-01, reason = "…" }`. `okr kpi retire` writes
    /// it.
    retired: Option<RetiredShape>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct BenchmarkShape {
    /// The figure, in the KPI's unit, such as `value = 85`. Required.
    #[schemars(required)]
    value: Option<Number>,
    /// Whose it is, such as `source = "industry median"`.
    source: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct ThresholdsShape {
    /// Green from here, such as `green = 74`. Required.
    #[schemars(required)]
    green: Option<Number>,
    /// Amber from here, red beyond, such as `amber = 70`; default: no amber.
    amber: Option<Number>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct RetiredShape {
    /// The day from which it is left out, such as `on = 2026-09-01`. Required.
    #[schemars(required)]
    on: Option<Day>,
    /// Why, such as `reason = "too few answers"`.
    reason: Option<String>,
    /// The KPI that takes its place, such as `replaced_by = "kpis/net-retention"`.
    #[schemars(with = "Option<KpiText>")]
    replaced_by: Option<String>,
}

const DIRECTIONS: [(&str, Direction); 3] = [
    ("increase", Direction::Increase),
    ("decrease", Direction::Decrease),
    ("maintain", Direction::Maintain),
];

const FREQUENCIES: [(&str, Frequency); 6] = [
    ("daily", Frequency::Daily),
    ("weekly", Frequency::Weekly),
    ("fortnightly", Frequency::Fortnightly),
    ("monthly", Frequency::Monthly),
    ("quarterly", Frequency::Quarterly),
    ("yearly", Frequency::Yearly),
];

const INDICATORS: [(&str, Indicator); 2] = [
    ("leading", Indicator::Leading),
    ("lagging", Indicator::Lagging),
];

const AGGREGATES: [(&str, Aggregate); 5] = [
    ("last", Aggregate::Last),
    ("sum", Aggregate::Sum),
    ("mean", Aggregate::Mean),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
];

one_of!(DirectionWord, "direction", DIRECTIONS);
one_of!(FrequencyWord, "frequency", FREQUENCIES);
one_of!(IndicatorWord, "indicator", INDICATORS);
one_of!(AggregateWord, "aggregate", AGGREGATES);

fn say_what_was(table: &mut Schema) {
    amended::say_what_was(table, &REVERTER, Some("targets"));
}

/// The part of a KPI that an amendment may change.
struct KpiTerms {
    owner: Option<Name>,
    targets: Targets,
}

impl KpiShape {
    /// The KPI `id`.
    pub(crate) fn convert(self, id: KpiId) -> Result<Kpi, Vec<Fault>> {
        let mut faults = Faults::default();
        let made = self.definition(id, &mut faults);
        faults.result(made)
    }

    fn definition(self, id: KpiId, faults: &mut Faults) -> Option<Kpi> {
        let name = faults.need_text("name", "what people call it", self.name.clone());
        let terms = self.terms(faults);
        let amendments = self.amended.as_deref().unwrap_or_default();
        let changes = rebuild(&self, amendments, &REVERTER, faults, Self::terms);
        let amended = changes.into_iter().map(|change| KpiAmendment {
            on: change.on,
            was: change.was,
            reason: change.reason,
            before: change.before.targets,
            owner_before: change.before.owner,
        });
        let amended = amended.collect();
        let wrong = faults.list.len();
        let direction = self.direction(faults);
        let is_direction_known = faults.list.len() == wrong;
        let aggregate = self.aggregate(faults);
        let frequency = faults.word("frequency", self.frequency.as_deref(), &FREQUENCIES);
        let indicator = faults.word("indicator", self.indicator.as_deref(), &INDICATORS);
        let decimals = faults.whole("decimals", self.decimals, 0, 9);
        let drives = faults.each("drives", self.drives.as_deref(), KpiId::new);
        let formerly = faults.each("formerly", self.formerly.as_deref(), KpiId::new);
        let benchmark = faults.part("benchmark", self.benchmark, BenchmarkShape::convert);
        let thresholds = self.thresholds.filter(|_| is_direction_known);
        let thresholds = thresholds.and_then(|t| t.convert(direction, faults));
        let retired = faults.part("retired", self.retired, RetiredShape::convert);
        let terms = terms?;
        Some(Kpi {
            id,
            name: name?,
            measure: self.measure,
            unit: self.unit,
            direction,
            frequency,
            source: self.source,
            owner: terms.owner,
            indicator,
            aggregate,
            decimals: decimals.and_then(|d| u8::try_from(d).ok()),
            category: self.category,
            health: self.health.unwrap_or(false),
            drives,
            benchmark,
            chart_from: self.chart_from.map(Day::get),
            targets: terms.targets,
            thresholds,
            amended,
            formerly,
            retired,
        })
    }

    fn direction(&self, faults: &mut Faults) -> Direction {
        let word = faults.word("direction", self.direction.as_deref(), &DIRECTIONS);
        word.unwrap_or(Direction::Increase)
    }

    fn aggregate(&self, faults: &mut Faults) -> Aggregate {
        let word = faults.word("aggregate", self.aggregate.as_deref(), &AGGREGATES);
        word.unwrap_or(Aggregate::Last)
    }

    fn terms(&self, faults: &mut Faults) -> Option<KpiTerms> {
        let owner = faults.name("owner", self.owner.as_deref());
        // Which words are wrong is said once, where the definition is made.
        let mut quiet = Faults::default();
        let (direction, aggregate) = (self.direction(&mut quiet), self.aggregate(&mut quiet));
        if !quiet.list.is_empty() {
            let targets = Targets::default();
            return Some(KpiTerms { owner, targets });
        }
        let mut targets = Targets::default();
        let written = self.targets.as_ref().map_or(&[][..], |t| &t.0);
        faults.within("targets", |faults| {
            for (key, shape) in written {
                let Some(target) = target(key, shape, direction, faults) else {
                    continue;
                };
                place(key, target, aggregate, &mut targets, faults);
            }
        });
        Some(KpiTerms { owner, targets })
    }
}

fn place(
    key: &str,
    target: KpiTarget,
    aggregate: Aggregate,
    targets: &mut Targets,
    faults: &mut Faults,
) {
    if key == "always" {
        if aggregate == Aggregate::Sum {
            let text = "`always` does not go with `aggregate = \"sum\"`";
            let help = "a total is asked for by cycle, such as `2026 = 400`";
            faults.bad_key("contradiction", key, Invalid::new(text).help(help));
            return;
        }
        targets.always = Some(target);
        return;
    }
    if let Some(cycle) = CycleId::parse(key) {
        targets.by_cycle.insert(cycle, target);
        return;
    }
    if let Some(cycle) = CycleId::in_wrong_case(key) {
        faults.wrong_case(key, &cycle.to_string());
    } else if key.eq_ignore_ascii_case("always") {
        faults.wrong_case(key, "always");
    } else {
        let known = "a target's key is a cycle such as `2026` or `2026-Q3`, or `always`";
        let help = match did_you_mean(key, &["always"]) {
            Some(meant) => format!("did you mean `{meant}`? {known}"),
            None => known.to_owned(),
        };
        let refused = Invalid::new(format!("`{key}` is not a cycle"));
        faults.bad_key("unknown-key", key, refused.help(help));
        faults.instead(key, surely(key, &["always"]).map(str::to_owned));
    }
}

fn target(
    key: &str,
    shape: &TargetShape,
    direction: Direction,
    faults: &mut Faults,
) -> Option<KpiTarget> {
    match (shape, direction) {
        (TargetShape::Value(value), Direction::Increase | Direction::Decrease) => {
            Some(KpiTarget::Value(*value))
        }
        (TargetShape::Band(band), Direction::Maintain) => {
            let bound = |number: Option<Number>| number.map(Number::quantity);
            let made = Band::new(bound(band.at_least), bound(band.at_most));
            faults.keep(key, made).map(KpiTarget::Band)
        }
        (TargetShape::Value(_), Direction::Maintain) => {
            let text = "a KPI to be maintained needs a band as its target";
            let help = "such as `{ at_least = 4, at_most = 5 }`";
            faults.bad(key, Invalid::new(text).help(help));
            None
        }
        (TargetShape::Band(_), Direction::Increase | Direction::Decrease) => {
            let text = format!("a KPI that should {} needs a number", direction.word());
            let help = "a band goes with `direction = \"maintain\"`";
            faults.bad(key, Invalid::new(text).help(help));
            None
        }
    }
}

impl BenchmarkShape {
    fn convert(self, faults: &mut Faults) -> Option<Benchmark> {
        let value = faults.need("value", "the figure to compare with", self.value)?;
        Some(Benchmark {
            value: value.quantity(),
            source: self.source,
        })
    }
}

impl ThresholdsShape {
    fn convert(self, direction: Direction, faults: &mut Faults) -> Option<Thresholds> {
        faults.within("thresholds", |faults| {
            let green = faults.need("green", "green from here", self.green)?;
            let amber = self.amber.map(Number::quantity);
            let key = match (direction, amber) {
                (Direction::Maintain, _) | (_, None) => "green",
                (Direction::Increase | Direction::Decrease, Some(_)) => "amber",
            };
            faults.keep(key, Thresholds::new(green.quantity(), amber, direction))
        })
    }
}

impl RetiredShape {
    fn convert(self, faults: &mut Faults) -> Option<Retired> {
        let on = faults.need("on", "the day from which it is left out", self.on);
        let replaced_by = faults.kpi("replaced_by", self.replaced_by.as_deref());
        Some(Retired {
            on: on?.get(),
            reason: self.reason,
            replaced_by,
        })
    }
}

const REVERTER: Reverter<'static, KpiShape> = Reverter {
    keys: &[
        ("always", |s, was| put_target_back(s, "always", was)),
        ("owner", |s, was| amended::text(&mut s.owner, was)),
    ],
    cycle: Some(put_target_back),
};

fn put_target_back(shape: &mut KpiShape, key: &str, was: Was<'_>) -> Result<(), Invalid> {
    let targets = &mut shape.targets.get_or_insert_default().0;
    targets.retain(|(k, _)| k != key);
    if let Some(value) = was {
        targets.push((key.to_owned(), amended::kpi_target(value)?));
    }
    Ok(())
}

only_tables!(BenchmarkShape, ThresholdsShape, RetiredShape);
