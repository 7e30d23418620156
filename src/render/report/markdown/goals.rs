//! Objectives with their key results, each with what was said of it last.

use super::{THEME, mark, spark};
use crate::method::{ObjectiveState, Status};
use crate::render::grid::{Column, Grid, escape_markdown};
use crate::render::log::{bullet, quote};
use crate::render::numbers::{score, two};
use crate::render::report::{Goal, Part, Report, link};
use crate::render::text::{clean, clean_lines};
use crate::render::{goal, review, status};

/// Every objective, those that support one after it.
pub(super) fn goals(report: &Report<'_, '_>) -> String {
    if report.goals.is_empty() {
        return format!("{}\n", status::nothing(report.cycle, None).trim_end());
    }
    let goals = report.goals.iter().map(|goal| objective(report, goal));
    goals.collect::<Vec<_>>().join("\n")
}

/// Teams, where there is more than one.
pub(super) fn teams(report: &Report<'_, '_>) -> String {
    if report.teams.len() < 2 {
        return String::new();
    }
    let mut grid = Grid::new(vec![
        Column::fixed("team"),
        Column::fixed("objectives").right(),
        Column::fixed("score").right(),
        Column::fixed("at risk").right(),
        Column::fixed("off track").right(),
        Column::fixed("stale").right(),
    ]);
    for team in &report.teams {
        grid.row(vec![
            team.team.as_str().into(),
            team.objectives.to_string().into(),
            score(team.score, THEME.dash()).into(),
            team.at_risk.to_string().into(),
            team.off_track.to_string().into(),
            team.stale.to_string().into(),
        ]);
    }
    grid.markdown_lines()
}

fn objective(report: &Report<'_, '_>, shown: &Goal<'_, '_>) -> String {
    let state = shown.state;
    let title = escape_markdown(&clean(&state.terms.title));
    let mut out = format!("### {title}\n\n{}\n", facts(report, shown));
    out.push_str(&told(state));
    if let Some(above) = &shown.above {
        let title = escape_markdown(&clean(&above.title));
        out.push_str(&format!("\nSupports {title} (`{}`)\n", above.id.local()));
    }
    if !shown.key_results.is_empty() {
        out.push_str(&format!("\n{}", key_results(report, shown)));
    }
    let notes = shown.key_results.iter().filter_map(|part| {
        let name = escape_markdown(&clean(&goal::short_title(part.state)));
        Some(bullet(
            0,
            &format!("**{name}**: {}", quote(part.note.as_ref()?)),
        ))
    });
    let own = shown.note.as_ref().map(|note| bullet(0, &quote(note)));
    out.push_str(&list("", own.into_iter().chain(notes)));
    let guardrails = state.guardrails.iter().map(|(kpi, health)| {
        let name = escape_markdown(&clean(&kpi.name));
        bullet(0, &format!("{name}: {}", goal::kpi_status(*health, THEME)))
    });
    out.push_str(&list("Guardrails", guardrails));
    let initiatives = state.objective.initiatives.iter().map(|initiative| {
        let title = escape_markdown(&clean(&initiative.title));
        let title = match initiative.url.as_deref() {
            None => title,
            Some(url) => match link::address(url) {
                Some(url) => format!("[{title}](<{}>)", quoted(url)),
                None => format!("{title} ({})", escape_markdown(&clean(url))),
            },
        };
        let mark = if initiative.done { 'x' } else { ' ' };
        bullet(0, &format!("[{mark}] {title}"))
    });
    out.push_str(&list("Initiatives", initiatives));
    out.push_str(&looked_back(report, shown));
    out
}

/// Why it is pursued, or given up.
fn told(state: &ObjectiveState<'_>) -> String {
    let objective = state.objective;
    let why = objective.why.as_deref().map(clean_lines);
    let why = why.map(|why| format!("\n{}\n", escape_markdown(why.trim())));
    let dropped = objective.dropped.as_ref().filter(|_| state.dropped);
    let dropped = dropped.and_then(|dropped| dropped.reason.as_deref());
    why.unwrap_or_default() + &review::paragraph("Dropped", dropped)
}

/// An address between angle brackets, which it must not close.
fn quoted(url: &str) -> String {
    url.replace('<', "%3C").replace('>', "%3E")
}

/// A list under a heading; nothing where it is empty.
fn list(title: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.collect();
    match (items.is_empty(), title) {
        (true, _) => items,
        (false, "") => format!("\n{items}"),
        (false, title) => format!("\n{title}:\n\n{items}"),
    }
}

fn facts(report: &Report<'_, '_>, shown: &Goal<'_, '_>) -> String {
    let state = shown.state;
    let id = &state.objective.id;
    let mut facts = vec![format!("`{}`", id.local())];
    let owner = state.terms.owner.as_ref().map(|owner| report.person(owner));
    facts.extend(owner.map(|owner| escape_markdown(&owner)));
    let flags = goal::flags(&state.outlook.flags);
    let gap = if flags.is_empty() { "" } else { ", " };
    facts.push(format!(
        "{}{gap}{flags}",
        goal::status(state.outlook.status, THEME)
    ));
    if state.outlook.status != Status::Dropped {
        let expected = goal::expected(&state.outlook, report.cycle.as_of);
        let expected = expected.filter(|_| !report.has_ended());
        let expected = expected.map(|expected| format!(", {expected}"));
        facts.push(format!(
            "score **{}**{}",
            score(state.score, THEME.dash()),
            expected.unwrap_or_default()
        ));
        facts.push(mark(report, id));
        facts.push(spark(&shown.course.points));
    }
    facts.retain(|fact| !fact.is_empty());
    facts.join(" · ")
}

fn key_results(report: &Report<'_, '_>, shown: &Goal<'_, '_>) -> String {
    let mut grid = Grid::new(vec![
        Column::fixed("key result"),
        Column::fixed("value").right(),
        Column::fixed("score").right(),
        Column::fixed("change"),
        Column::fixed("course"),
        Column::fixed("status"),
        Column::fixed("confidence").right(),
        Column::fixed("owner"),
        Column::fixed("updated").right(),
    ]);
    for part in &shown.key_results {
        grid.row(row(report, part));
    }
    grid.markdown_lines()
}

fn row(report: &Report<'_, '_>, part: &Part<'_, '_>) -> Vec<crate::render::grid::Cell> {
    let state = part.state;
    let flags = goal::flags(&state.outlook.flags);
    let updated = state.last_update.map(|day| day.to_string());
    vec![
        clean(&goal::title(state)).into_owned().into(),
        status::reached(state, THEME).into(),
        state
            .figures
            .score
            .map_or_else(|| THEME.dash().to_owned(), two)
            .into(),
        mark(report, &state.id).into(),
        spark(&part.course.points).into(),
        status::status_cell(state.outlook.status, &flags, THEME),
        status::confidence(state).into(),
        state
            .owner
            .map(|owner| report.person(owner))
            .unwrap_or_default()
            .into(),
        updated.unwrap_or_default().into(),
    ]
}

/// The review, and where it goes on; of a cycle that has ended.
fn looked_back(report: &Report<'_, '_>, shown: &Goal<'_, '_>) -> String {
    let state = shown.state;
    let mut out = String::new();
    if let Some(review) = state.review {
        let grade = review
            .grade
            .map(|grade| format!("\nSelf-grade {}\n", two(grade)));
        out.push_str(&grade.unwrap_or_default());
        out.push_str(&review::paragraph("Worked", review.worked.as_deref()));
        out.push_str(&review::paragraph(
            "Did not work",
            review.did_not_work.as_deref(),
        ));
        out.push_str(&review::paragraph("Learned", review.learned.as_deref()));
    }
    let ids = shown.key_results.iter().map(|part| &part.state.id);
    let ids = [&state.objective.id].into_iter().chain(ids);
    let next = ids.filter_map(|id| Some((id, report.next.get(id)?)));
    let next = next.flat_map(|(id, goals)| goals.iter().map(move |next| (id, next)));
    let next =
        next.map(|(id, next)| bullet(0, &format!("`{}` goes on as `{}`", id.local(), next.id)));
    out.push_str(&list("Into the next cycle", next));
    out
}
