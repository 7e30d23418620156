//! An objective in full.

use super::history::{self, Plan};
use super::sheet::{Block, Facts, Sheet};
use super::{Around, chart, checkins, is_dropped, kpi_name, status};
use crate::method::ObjectiveState;
use crate::model::{Initiative, Review};
use crate::render::grid::{Cell, Column, Grid};
use crate::render::numbers::{exact, number, two, unit_suffix};
use crate::render::status::{age, confidence, reached, score_cells, status_cell};
use crate::render::text::clean;
use crate::render::{Style, Theme, goal};

/// The page of an objective.
pub fn objective(state: &ObjectiveState<'_>, around: &Around<'_, '_>, theme: Theme) -> Sheet {
    let id = &state.objective.id;
    let mut sheet = Sheet {
        title: clean(&state.terms.title).into_owned(),
        subtitle: around.subtitle(&id.local(), theme),
        blocks: Vec::new(),
    };
    sheet.add(Block::Facts(standing(state, around, theme)));
    sheet.add(Block::Facts(definition(state, around, theme)));
    add_course(&mut sheet, state, around, theme);
    let supporters = around.objectives(&around.supporters, theme);
    sheet.add(Block::Table("Supported by", supporters, None));
    if let Some(review) = state.review {
        sheet.add(Block::Facts(look_back(review, around)));
    }
    sheet.add(changes(state, around));
    sheet.add(history::lineage(around, state, id, theme));
    let by_goal = state.figures.is_none();
    sheet.add(checkins::said(around, &id.local(), by_goal, theme));
    sheet
}

/// Where it stands.
fn standing(state: &ObjectiveState<'_>, around: &Around<'_, '_>, theme: Theme) -> Facts {
    let mut facts = Facts::default();
    facts.add("status", status(&state.outlook, theme));
    if !is_dropped(&state.outlook) || state.score.is_some() {
        facts.add("score", around.score(state.score, &state.outlook, theme));
    }
    facts.maybe("frozen", around.frozen(&state.objective.id));
    if let (Some(figures), Some(kpi)) = (&state.figures, state.kpi) {
        let unit = unit_suffix(kpi.unit.as_deref());
        let amount = |value: f64| format!("{}{unit}", number(value, kpi.decimals));
        facts.add("measured by", kpi_name(kpi));
        facts.maybe("value", figures.value.map(amount));
        facts.maybe("baseline", figures.baseline.map(amount));
        facts.maybe("target", figures.target.map(amount));
        facts.maybe("at least", figures.at_least.map(amount));
        facts.maybe("at most", figures.at_most.map(amount));
    }
    facts
}

/// What it is.
fn definition(state: &ObjectiveState<'_>, around: &Around<'_, '_>, theme: Theme) -> Facts {
    let (objective, terms) = (state.objective, state.terms);
    let mut facts = Facts::default();
    facts.maybe(
        "why",
        objective.why.as_deref().map(|why| clean(why).into_owned()),
    );
    facts.maybe("owner", terms.owner.as_ref().map(|o| around.person(o)));
    facts.add("contributors", around.people(&objective.contributors));
    facts.add("ambition", goal::ambition(terms.ambition));
    facts.maybe("supports", around.supported(theme));
    let weight = terms.weight.get();
    facts.maybe("weight", (weight != 1.0).then(|| exact(weight)));
    facts.list("guardrails", guardrails(state, theme));
    let tags: Vec<_> = objective.tags.iter().map(|tag| clean(tag)).collect();
    facts.add("tags", tags.join(", "));
    let initiatives = objective.initiatives.iter();
    let initiatives = initiatives.map(|initiative| of_initiative(initiative, theme));
    facts.list("initiatives", initiatives.collect());
    facts
}

/// Its guardrails and how they are.
pub(super) fn guardrails(state: &ObjectiveState<'_>, theme: Theme) -> Vec<Cell> {
    let all = state.guardrails.iter().map(|(kpi, health)| {
        let text = format!("{}  {}", goal::kpi_status(*health, theme), kpi_name(kpi));
        Cell::new(text, goal::kpi_style(*health))
    });
    all.collect()
}

fn of_initiative(initiative: &Initiative, theme: Theme) -> Cell {
    let (mark, style) = if initiative.done {
        (theme.pick("✔", "+"), Style::Green)
    } else {
        (theme.pick("○", "."), Style::Plain)
    };
    let url = initiative.url.as_deref();
    let url = url.map(|url| format!("  {}", clean(url)));
    let title = clean(&initiative.title);
    Cell::new(format!("{mark} {title}{}", url.unwrap_or_default()), style)
}

/// Adds its key results and the chart of how it came to where it is.
pub(super) fn add_course(
    sheet: &mut Sheet,
    state: &ObjectiveState<'_>,
    around: &Around<'_, '_>,
    theme: Theme,
) {
    let key_results = key_results(state, around, theme);
    sheet.add(Block::Table("Key results", key_results, None));
    let heading = match &state.figures {
        Some(_) => "Values",
        None => "Score",
    };
    let chart = chart::of_objective(state, around);
    sheet.add(Block::Chart(heading, Box::new(chart)));
}

fn key_results(state: &ObjectiveState<'_>, around: &Around<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("key result"),
        Column::expendable("value", 3).right(),
        Column::expendable("", 5),
        Column::fixed("score").right(),
        Column::fixed("status").wrapping(),
        Column::expendable("conf.", 4).right(),
        Column::expendable("owner", 6),
        Column::expendable("updated", 7).right(),
    ]);
    for kr in &state.key_results {
        let [bar, value] = score_cells(kr.figures.score, around.settings.scoring, theme);
        let updated = kr.last_update.map(|day| age(day, around.day));
        grid.row(vec![
            format!("{}: {}", kr.key_result.key, clean(&goal::short_title(kr))).into(),
            reached(kr, theme).into(),
            bar,
            value,
            status_cell(kr.outlook.status, &goal::flags(&kr.outlook.flags), theme),
            confidence(kr).into(),
            kr.owner.map(ToString::to_string).unwrap_or_default().into(),
            Cell::new(updated.unwrap_or_default(), Style::Dim),
        ]);
    }
    grid
}

pub(super) fn look_back(review: &Review, around: &Around<'_, '_>) -> Facts {
    let text = |text: &Option<String>| text.as_deref().map(|text| clean(text).into_owned());
    let mut facts = Facts::default();
    let on = review.on.map(|on| on.to_string());
    let by = review.by.as_ref().map(|by| around.person(by));
    let who: Vec<_> = on.into_iter().chain(by).collect();
    facts.add("review", who.join(", "));
    facts.maybe("self-grade", review.grade.map(two));
    facts.maybe("worked", text(&review.worked));
    facts.maybe("did not work", text(&review.did_not_work));
    facts.maybe("learned", text(&review.learned));
    facts
}

/// How its plan changed, and that of its key results.
fn changes(state: &ObjectiveState<'_>, around: &Around<'_, '_>) -> Block {
    let objective = state.objective;
    let mut plan = Plan::new(around.day);
    plan.added(objective.added, "");
    for a in &objective.amended {
        plan.amended(a.on, "", &a.was, a.reason.as_deref());
    }
    plan.dropped(objective.dropped.as_ref(), "");
    for kr in &state.key_results {
        let what = format!("{}: ", kr.key_result.key);
        history::of_key_result(&mut plan, kr, &what);
    }
    plan.block()
}
