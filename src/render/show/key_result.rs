//! A key result in full.

use super::history::{self, Plan};
use super::sheet::{Block, Facts, Sheet};
use super::{Around, chart, checkins, is_dropped, kpi_name, status};
use crate::method::{KeyResultState, Kind, ObjectiveState};
use crate::model::{Effort, Measure};
use crate::render::grid::Cell;
use crate::render::numbers::{exact, number, unit_suffix};
use crate::render::status::{age, confidence, reached};
use crate::render::text::clean;
use crate::render::{Style, Theme, goal};

/// The page of a key result; `above` is its objective.
pub fn key_result(
    state: &KeyResultState<'_>,
    above: &ObjectiveState<'_>,
    around: &Around<'_, '_>,
    theme: Theme,
) -> Sheet {
    let mut sheet = Sheet {
        title: clean(&goal::title(state)).into_owned(),
        subtitle: around.subtitle(&state.id.local(), theme),
        blocks: Vec::new(),
    };
    sheet.add(Block::Facts(standing(state, around, theme)));
    sheet.add(Block::Facts(definition(state, above, around, theme)));
    let chart = chart::of_key_result(state, around);
    sheet.add(Block::Chart("Values", Box::new(chart)));
    if let Measure::Effort(effort) = &state.terms.measure {
        let mut facts = Facts::default();
        facts.list("milestones", milestones(state, effort, theme));
        sheet.add(Block::Facts(facts));
    }
    let supporters = around.objectives(&around.supporters, theme);
    sheet.add(Block::Table("Supported by", supporters, None));
    let mut plan = Plan::new(around.day);
    history::of_key_result(&mut plan, state, "");
    plan.dropped(above.objective.dropped.as_ref(), "objective ");
    sheet.add(plan.block());
    sheet.add(history::lineage(around, above, &state.id, theme));
    sheet.add(checkins::said(around, &state.id.local(), false, theme));
    sheet
}

/// Where it stands.
fn standing(state: &KeyResultState<'_>, around: &Around<'_, '_>, theme: Theme) -> Facts {
    let figures = &state.figures;
    let unit = unit_suffix(goal::unit(state));
    let amount = |value: f64| format!("{}{unit}", number(value, goal::decimals(state)));
    let mut facts = Facts::default();
    facts.add("status", status(&state.outlook, theme));
    if !is_dropped(&state.outlook) || figures.score.is_some() {
        facts.add("score", around.score(figures.score, &state.outlook, theme));
    }
    facts.maybe("frozen", around.frozen(&state.id));
    let read = state.last_update.map(|day| match age(day, around.day) {
        today if today == "today" => ", updated today".to_owned(),
        age => format!(", updated {day} ({age} ago)"),
    });
    let reached = reached(state, theme) + &read.unwrap_or_default();
    facts.add("value", reached);
    if figures.kind == Kind::Metric {
        let progress = figures.progress;
        facts.maybe("progress", progress.map(|p| format!("{:.0} %", p * 100.0)));
    }
    facts.maybe("baseline", figures.baseline.map(amount));
    facts.maybe("target", figures.target.map(amount));
    let commit = figures.commit.map(amount);
    facts.maybe("commit", commit.map(|c| format!("{c}, scores 0.30")));
    let stretch = figures.stretch.map(amount);
    facts.maybe("stretch", stretch.map(|s| format!("{s}, scores 1.00")));
    let confidence = confidence(state);
    facts.add("confidence", confidence);
    facts.maybe("forecast", super::ahead(around, amount));
    facts
}

/// What it is.
fn definition(
    state: &KeyResultState<'_>,
    above: &ObjectiveState<'_>,
    around: &Around<'_, '_>,
    theme: Theme,
) -> Facts {
    let mut facts = Facts::default();
    let objective = &above.objective.id;
    let title = clean(&above.terms.title);
    facts.add("objective", format!("{title} ({})", objective.local()));
    facts.maybe("owner", state.owner.map(|owner| around.person(owner)));
    facts.maybe("follows", state.kpi.map(kpi_name));
    let kind = state.figures.kind.word();
    let weight = state.terms.weight.get();
    let weight = (weight != 1.0).then(|| format!(", weight {}", exact(weight)));
    facts.add("kind", format!("{kind}{}", weight.unwrap_or_default()));
    if let Measure::Effort(Effort { due: Some(due), .. }) = &state.terms.measure {
        facts.add("due", due.to_string());
    }
    facts.list("guardrails", super::objective::guardrails(above, theme));
    facts
}

fn milestones(state: &KeyResultState<'_>, effort: &Effort, theme: Theme) -> Vec<Cell> {
    let line = |milestone: &crate::model::Milestone| {
        let done = state.figures.done.contains(milestone.id.as_str());
        let (mark, style) = if done {
            (theme.pick("✔", "+"), Style::Green)
        } else {
            (theme.pick("○", "."), Style::Plain)
        };
        let due = milestone.due.map(|due| format!(", due {due}"));
        let weight = milestone.weight.get();
        let weight = (weight != 1.0).then(|| format!(", weight {}", exact(weight)));
        let title = clean(&milestone.title);
        let id = clean(&milestone.id);
        let more = due.unwrap_or_default() + &weight.unwrap_or_default();
        Cell::new(format!("{mark} {title} ({id}){more}"), style)
    };
    effort.milestones.iter().map(line).collect()
}
