//! `okr new kpi`.

use super::values::{self, worded};
use super::world::{World, owner, values_named};
use super::{Definition, Draft, How};
use crate::cli::commit::CommitArgs;
use crate::cli::exit::Failure;
use crate::cli::prompt::Prompt;
use crate::model::{
    Aggregate, Benchmark, Direction, Frequency, Indicator, Invalid, Kpi, KpiId, Name, Targets,
    Thresholds, slug,
};
use crate::store::write::{Change, ChangeSet};
use crate::store::{compose, paths};
use clap::Args;

/// Write a KPI: a vital sign that outlives every cycle
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr new kpi                                     asks, on a terminal\n  \
                               okr new kpi \"Client retention\" --unit % --frequency monthly \\\n  \
                               \u{20}   --source CRM --target 2026=80 --target 2026-Q3=75\n  \
                               okr new kpi \"Accounts per manager\" --direction maintain --target 2026=20..25"
)]
pub(super) struct KpiArgs {
    /// What people call it
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Its unit: %, $, clients
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Option<String>,
    /// Which way is better: increase, decrease or maintain [default: increase]
    #[arg(long, value_name = "DIRECTION")]
    pub(super) direction: Option<String>,
    /// How often it is read: daily, weekly, fortnightly, monthly, quarterly, yearly
    #[arg(long, value_name = "FREQUENCY")]
    pub(super) frequency: Option<String>,
    /// Where readings come from
    #[arg(long, value_name = "TEXT")]
    pub(super) source: Option<String>,
    /// How it is computed
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) measure: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// A target as CYCLE=VALUE, always=VALUE, or a band CYCLE=LOW..HIGH; may be repeated
    #[arg(long, value_name = "CYCLE=VALUE", allow_hyphen_values = true)]
    pub(super) target: Vec<String>,
    /// How a cycle's readings become its value: last, sum, mean, min, max [default: last]
    #[arg(long, value_name = "AGGREGATE")]
    pub(super) aggregate: Option<String>,
    /// Whether it looks ahead or back: leading or lagging
    #[arg(long, value_name = "INDICATOR")]
    indicator: Option<String>,
    /// Decimals to show
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(0..=9))]
    decimals: Option<u8>,
    /// A heading to list it under
    #[arg(long, value_name = "TEXT")]
    category: Option<String>,
    /// One of the few that everyone watches
    #[arg(long)]
    health: bool,
    /// A KPI that this one moves; may be repeated
    #[arg(long, value_name = "KPI")]
    drives: Vec<String>,
    /// A figure from outside to compare with, as VALUE or VALUE=SOURCE
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    benchmark: Option<String>,
    /// Green from here on, instead of a share of the target
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    green: Option<String>,
    /// Amber from here on
    #[arg(
        long,
        value_name = "VALUE",
        allow_hyphen_values = true,
        requires = "green"
    )]
    amber: Option<String>,
    /// The team's folder [default: the company's]
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Its name in the path [default: made from NAME]
    #[arg(long, value_name = "NAME")]
    id: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
}

impl Definition for KpiArgs {
    fn how(&self) -> How {
        How {
            cycle: None,
            dry_run: self.dry_run,
            commit: self.commit.clone(),
        }
    }

    fn ask(&mut self, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
        super::ask_kpi::ask(self, world, prompt)
    }

    fn draft(&self, world: &World<'_>) -> Result<Draft, Failure> {
        let Some(name) = worded(self.name.as_ref()) else {
            return Err(Failure::usage("say what is watched: a NAME is missing")
                .help("such as okr new kpi \"Client retention\" --unit %"));
        };
        let (id, new_team) = self.free_id(world, &name)?;
        let file = paths::kpi(&id);
        let kpi = self.kpi(world, id, name)?;
        let text = compose::kpi(&kpi);
        let notes = new_team.into_iter().chain(lacking(&kpi)).collect();
        Ok(Draft {
            kind: "KPI",
            id: kpi.id.to_string(),
            title: kpi.name,
            changes: ChangeSet(vec![Change::create(file.clone(), text.clone())]),
            path: file,
            text,
            cycles: vec![world.cycle],
            notes,
            next: format!(
                "Next: a reading, and a key result that pushes it\n  okr checkin {0} VALUE\n  \
                 okr new kr OBJECTIVE --kpi {0}",
                kpi.id
            ),
        })
    }
}

impl KpiArgs {
    /// Whether nothing but the name is given, if that.
    pub(super) fn is_bare(&self) -> bool {
        let texts = [&self.unit, &self.direction, &self.frequency, &self.source];
        let others = [&self.measure, &self.owner, &self.aggregate, &self.indicator];
        let rest = [
            &self.category,
            &self.benchmark,
            &self.green,
            &self.team,
            &self.id,
        ];
        let texts = texts.into_iter().chain(others).chain(rest);
        let mut texts = texts.map(Option::is_none);
        texts.all(|none| none)
            && self.target.is_empty()
            && self.drives.is_empty()
            && self.decimals.is_none()
            && !self.health
    }

    /// Its id, which no other KPI may have, and what to say where its team is new.
    pub(super) fn free_id(
        &self,
        world: &World<'_>,
        name: &str,
    ) -> Result<(KpiId, Option<String>), Failure> {
        let (path, new_team) = world.placed(self.team.as_deref(), &self.own_name(name)?)?;
        let id = KpiId::new(&format!("kpis/{path}"))?;
        world.refuse_existing(&paths::kpi(&id), "another name goes with --id")?;
        Ok((id, new_team))
    }

    fn own_name(&self, name: &str) -> Result<Name, Failure> {
        if let Some(id) = &self.id {
            return values_named("--id", Name::new(id.trim()));
        }
        slug(name).ok_or_else(|| {
            Failure::usage(format!("no name can be made from `{name}`"))
                .help("give one with --id, such as --id client-retention")
        })
    }

    fn kpi(&self, world: &World<'_>, id: KpiId, name: String) -> Result<Kpi, Failure> {
        let unit = worded(self.unit.as_ref());
        let direction = self.direction.as_deref().map(direction).transpose();
        let direction = values_named("--direction", direction)?.unwrap_or(Direction::Increase);
        let frequency = self.frequency.as_deref().map(frequency).transpose();
        let aggregate = self.aggregate.as_deref().map(aggregate).transpose();
        let indicator = self.indicator.as_deref().map(indicator).transpose();
        Ok(Kpi {
            id,
            name,
            measure: worded(self.measure.as_ref()),
            direction,
            frequency: values_named("--frequency", frequency)?,
            source: worded(self.source.as_ref()),
            owner: owner("--owner", self.owner.as_deref())?,
            indicator: values_named("--indicator", indicator)?,
            aggregate: values_named("--aggregate", aggregate)?.unwrap_or(Aggregate::Last),
            decimals: self.decimals,
            category: worded(self.category.as_ref()),
            health: self.health,
            drives: world.kpis(&self.drives)?,
            benchmark: values_named("--benchmark", self.benchmark(unit.as_deref()))?,
            chart_from: None,
            targets: self.targets(world, unit.as_deref(), direction)?,
            thresholds: self.thresholds(unit.as_deref(), direction)?,
            amended: Vec::new(),
            formerly: Vec::new(),
            retired: None,
            unit,
        })
    }

    fn targets(
        &self,
        world: &World<'_>,
        unit: Option<&str>,
        direction: Direction,
    ) -> Result<Targets, Failure> {
        let mut targets = Targets::default();
        let (today, settings) = (world.context.today, world.store.settings());
        for text in &self.target {
            let read = values::kpi_target(text, unit, today, settings);
            let (cycle, target) = values_named("--target", read)?;
            let is_band = matches!(target, crate::model::KpiTarget::Band(_));
            if is_band != (direction == Direction::Maintain) {
                let help = "--direction maintain goes with a band such as 2026=4..5";
                return Err(Failure::usage(format!(
                    "--target: `{text}` does not fit the direction"
                ))
                .help(help));
            }
            let twice = match cycle {
                Some(cycle) => targets.by_cycle.insert(cycle, target).is_some(),
                None => targets.always.replace(target).is_some(),
            };
            if twice {
                return Err(Failure::usage(format!("--target: `{text}` is given twice")));
            }
        }
        Ok(targets)
    }

    fn benchmark(&self, unit: Option<&str>) -> Result<Option<Benchmark>, Invalid> {
        let Some(text) = &self.benchmark else {
            return Ok(None);
        };
        let (value, source) = match text.split_once('=') {
            Some((value, source)) => (value, Some(source.trim().to_owned())),
            None => (text.as_str(), None),
        };
        let value = values::quantity(value, unit)?;
        Ok(Some(Benchmark { value, source }))
    }

    fn thresholds(
        &self,
        unit: Option<&str>,
        direction: Direction,
    ) -> Result<Option<Thresholds>, Failure> {
        let Some(green) = &self.green else {
            return Ok(None);
        };
        let green = values_named("--green", values::quantity(green, unit))?;
        let amber = self.amber.as_deref().map(|a| values::quantity(a, unit));
        let amber = values_named("--amber", amber.transpose())?;
        Ok(Some(Thresholds::new(green, amber, direction)?))
    }
}

/// What a KPI still lacks that `okr check` asks for once people work with it.
fn lacking(kpi: &Kpi) -> Option<String> {
    let has_target = kpi.targets.by_key().next().is_some() || kpi.thresholds.is_some();
    let asked = [
        ("measure", kpi.measure.is_some()),
        ("target", has_target),
        ("source", kpi.source.is_some()),
        ("frequency", kpi.frequency.is_some()),
        ("owner", kpi.owner.is_some()),
    ];
    let missing: Vec<&str> = asked
        .iter()
        .filter(|(_, has)| !has)
        .map(|(key, _)| *key)
        .collect();
    let (last, others) = missing.split_last()?;
    let list = match others {
        [] => (*last).to_owned(),
        _ => format!("{} and {last}", others.join(", ")),
    };
    Some(format!(
        "It still lacks: {list}. Write them into the file before it is in use."
    ))
}

pub(super) fn direction(text: &str) -> Result<Direction, Invalid> {
    let known = [
        Direction::Increase,
        Direction::Decrease,
        Direction::Maintain,
    ];
    values::word(text, "direction", &known, Direction::word)
}

pub(super) fn frequency(text: &str) -> Result<Frequency, Invalid> {
    let known = [
        Frequency::Daily,
        Frequency::Weekly,
        Frequency::Fortnightly,
        Frequency::Monthly,
        Frequency::Quarterly,
        Frequency::Yearly,
    ];
    values::word(text, "frequency", &known, Frequency::word)
}

pub(super) fn aggregate(text: &str) -> Result<Aggregate, Invalid> {
    let known = [
        Aggregate::Last,
        Aggregate::Sum,
        Aggregate::Mean,
        Aggregate::Min,
        Aggregate::Max,
    ];
    values::word(text, "aggregate", &known, Aggregate::word)
}

fn indicator(text: &str) -> Result<Indicator, Invalid> {
    let known = [Indicator::Leading, Indicator::Lagging];
    values::word(text, "indicator", &known, Indicator::word)
}
