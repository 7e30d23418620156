//! A KPI in full.

use super::history::Plan;
use super::sheet::{Block, Facts, Sheet};
use super::{Around, chart, checkins, kpi_name};
use crate::method::{KeyResultState, KpiState};
use crate::model::{Aggregate, CycleId, Direction, Kpi, KpiTarget};
use crate::render::grid::{Cell, Column, Grid};
use crate::render::numbers::with_unit;
use crate::render::status::{age, score_cells, status_cell};
use crate::render::text::clean;
use crate::render::{Style, Theme, goal, signal};

/// What moves a KPI and what it moves.
pub struct KpiWorld<'a, 'w> {
    /// The KPIs that it drives.
    pub drives: Vec<&'w Kpi>,
    /// The KPIs that drive it.
    pub driven_by: Vec<&'w Kpi>,
    /// The live key results that follow it.
    pub followed_by: Vec<&'a KeyResultState<'w>>,
}

/// The page of a KPI.
pub fn kpi(
    state: &KpiState<'_>,
    world: &KpiWorld<'_, '_>,
    around: &Around<'_, '_>,
    theme: Theme,
) -> Sheet {
    let kpi = state.kpi;
    let mut sheet = Sheet {
        title: clean(&kpi.name).into_owned(),
        subtitle: around.subtitle(kpi.id.as_str(), theme),
        blocks: Vec::new(),
    };
    sheet.add(Block::Facts(standing(state, around, theme)));
    sheet.add(Block::Facts(definition(state, world, around)));
    let heading = match kpi.aggregate {
        Aggregate::Sum => "Total so far",
        Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => "Readings",
    };
    let behaviour = chart::behaviour(state, around);
    if kpi.aggregate == Aggregate::Sum || behaviour.is_none() {
        let chart = chart::of_kpi(state, around);
        sheet.add(Block::Chart(heading, Box::new(chart)));
    }
    if let Some(chart) = behaviour {
        sheet.add(Block::Chart("Process behaviour", Box::new(chart)));
    }
    let followers = followers(world, around, theme);
    sheet.add(Block::Table("Followed by", followers, None));
    sheet.add(Block::Table("Targets", targets(state, around, theme), None));
    let mut plan = Plan::new(around.day);
    for a in &kpi.amended {
        plan.amended(a.on, "", &a.was, a.reason.as_deref());
    }
    plan.retired(kpi);
    sheet.add(plan.block());
    sheet.add(checkins::said(around, kpi.id.as_str(), false, theme));
    sheet
}

fn amount(kpi: &Kpi, value: f64) -> String {
    with_unit(value, kpi.decimals, kpi.unit.as_deref())
}

/// How healthy it is.
fn standing(state: &KpiState<'_>, around: &Around<'_, '_>, theme: Theme) -> Facts {
    let kpi = state.kpi;
    let mut facts = Facts::default();
    let style = goal::kpi_style(state.status);
    let gone = kpi.retired_on(around.day);
    let retired = if gone { ", retired" } else { "" };
    let health = goal::kpi_status(state.status, theme);
    facts.add("health", Cell::new(format!("{health}{retired}"), style));
    let how = goal::combined(kpi.aggregate);
    let value = state
        .value
        .map(|value| format!("{}{how}", amount(kpi, value)));
    facts.add("value", value.unwrap_or_else(|| theme.dash().to_owned()));
    let read = match state.last_reading {
        Some(day) => format!("{day} ({})", ago(day, around)),
        None => "never".to_owned(),
    };
    let late = if state.overdue { ", overdue" } else { "" };
    let style = if state.overdue {
        Style::Amber
    } else {
        Style::Plain
    };
    facts.add("last reading", Cell::new(format!("{read}{late}"), style));
    if let Some(target) = state.target {
        let key = goal::target_key(state.target_from.flatten());
        let text = goal::kpi_target(target, kpi, theme);
        facts.add("target", format!("{text}, set for {key}"));
    }
    facts.maybe("shortfall", state.shortfall.map(goal::shortfall));
    if !state.chart.points.is_empty() {
        let said = signal::sentence(&state.chart, around.day);
        let style = signal::cell(&state.chart, kpi.direction).1;
        facts.add("signal", Cell::new(said, style));
    }
    facts.maybe("forecast", super::ahead(around, |value| amount(kpi, value)));
    let annual = state
        .annual_target
        .filter(|_| state.target_from.flatten() != Some(year(around)));
    facts.maybe(
        "annual target",
        annual.map(|t| goal::kpi_target(t, kpi, theme)),
    );
    facts
}

fn year(around: &Around<'_, '_>) -> CycleId {
    around.settings.calendar.year_of(around.cycle)
}

fn ago(day: chrono::NaiveDate, around: &Around<'_, '_>) -> String {
    match age(day, around.day) {
        today if today == "today" => today,
        age => format!("{age} ago"),
    }
}

/// What it is.
fn definition(state: &KpiState<'_>, world: &KpiWorld<'_, '_>, around: &Around<'_, '_>) -> Facts {
    let kpi = state.kpi;
    let words = |text: &Option<String>| text.as_deref().map(|text| clean(text).into_owned());
    let names = |kpis: &[&Kpi]| -> Vec<Cell> { kpis.iter().map(|k| kpi_name(k).into()).collect() };
    let mut facts = Facts::default();
    facts.maybe("measure", words(&kpi.measure));
    facts.maybe("source", words(&kpi.source));
    facts.maybe("owner", state.owner.map(|owner| around.person(owner)));
    facts.add("category", words(&kpi.category).unwrap_or_default());
    let better = match kpi.direction {
        Direction::Increase => "more is better",
        Direction::Decrease => "less is better",
        Direction::Maintain => "kept within a band",
    };
    let frequency = kpi.frequency.map(|f| format!("read {}", f.word()));
    let indicator = kpi.indicator.map(|i| i.word().to_owned());
    let health = kpi
        .health
        .then(|| "one of the few that everyone watches".to_owned());
    let kind = [Some(better.to_owned()), indicator, frequency, health];
    let kind: Vec<String> = kind.into_iter().flatten().collect();
    facts.add("kind", kind.join(", "));
    if let Some(thresholds) = kpi.thresholds {
        let (from, to) = match kpi.direction {
            Direction::Decrease => ("up to", "up to"),
            Direction::Increase | Direction::Maintain => ("from", "from"),
        };
        let green = format!("green {from} {}", amount(kpi, thresholds.green.get()));
        let amber = thresholds
            .amber
            .map(|a| format!(", amber {to} {}", amount(kpi, a.get())));
        facts.add("thresholds", green + &amber.unwrap_or_default());
    }
    if let Some(benchmark) = &kpi.benchmark {
        let source = words(&benchmark.source).map(|source| format!(", {source}"));
        let value = amount(kpi, benchmark.value.get());
        facts.add("benchmark", value + &source.unwrap_or_default());
    }
    facts.list("drives", names(&world.drives));
    facts.list("driven by", names(&world.driven_by));
    facts
}

fn followers(world: &KpiWorld<'_, '_>, around: &Around<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("key result"),
        Column::expendable("", 5),
        Column::fixed("score").right(),
        Column::fixed("status").wrapping(),
        Column::expendable("owner", 6),
    ]);
    for kr in &world.followed_by {
        let [bar, value] = score_cells(kr.figures.score, around.settings.scoring, theme);
        grid.row(vec![
            format!("{} ({})", clean(&goal::title(kr)), kr.id.local()).into(),
            bar,
            value,
            status_cell(kr.outlook.status, &goal::flags(&kr.outlook.flags), theme),
            kr.owner.map(ToString::to_string).unwrap_or_default().into(),
        ]);
    }
    grid
}

/// What was set for which cycle; the one in force stands out.
fn targets(state: &KpiState<'_>, around: &Around<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("for"),
        Column::fixed("target").right(),
        Column::fixed(""),
    ]);
    let all = state.kpi.targets_on(around.day);
    for (cycle, target) in all.by_key() {
        let in_force = state.target_from == Some(cycle);
        let (style, note) = if in_force {
            (
                Style::Bold,
                in_force_as(state, cycle, target, around, theme),
            )
        } else {
            (Style::Plain, String::new())
        };
        grid.row(vec![
            Cell::new(goal::target_key(cycle), style),
            Cell::new(goal::kpi_target(target, state.kpi, theme), style),
            Cell::new(note, style),
        ]);
    }
    grid
}

fn in_force_as(
    state: &KpiState<'_>,
    cycle: Option<CycleId>,
    written: KpiTarget,
    around: &Around<'_, '_>,
    theme: Theme,
) -> String {
    let now = state.target.filter(|now| *now != written);
    let share = now.map(|now| {
        let share = goal::kpi_target(now, state.kpi, theme);
        format!(", {share} of it for {}", around.cycle)
    });
    let share = share.or_else(|| {
        let other = cycle != Some(around.cycle);
        other.then(|| format!(" for {}", around.cycle))
    });
    format!("in force{}", share.unwrap_or_default())
}
