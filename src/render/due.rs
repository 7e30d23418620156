//! What is overdue, by person.

use super::csv::Sheet;
use super::goal;
use super::grid::{Cell, Column, Grid, broken, escape_markdown};
use super::text::{clean, count, list};
use super::{Style, Theme};
use crate::method::{Due, DueGoal};
use crate::model::{CycleId, Name, Settings};
use chrono::NaiveDate;

/// Everything that the list of what is overdue tells.
pub struct View<'w> {
    /// What is overdue by person, who is latest first, no owner last.
    pub people: Vec<(Option<&'w Name>, Vec<Due<'w>>)>,
    /// The cycle looked at: ids of other cycles are told with theirs.
    pub cycle: CycleId,
    /// The cycle whose goals can be typed without it.
    pub covering: CycleId,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// Who is who.
    pub settings: &'w Settings,
}

impl<'w> View<'w> {
    /// Everything that is overdue, in the order of the table.
    pub fn items(&self) -> impl Iterator<Item = &Due<'w>> {
        self.people.iter().flat_map(|(_, items)| items)
    }

    /// The line to type that reports it.
    pub fn command(&self, goal: &DueGoal<'_>) -> String {
        let id = goal.id(self.covering);
        match goal {
            DueGoal::KeyResult(state) if !state.terms.measure.milestones().is_empty() => {
                format!("okr checkin {id} --done MILESTONE")
            }
            DueGoal::KeyResult(_) | DueGoal::Kpi(_) => format!("okr checkin {id} VALUE"),
            DueGoal::Review(..) => format!("okr review {id}"),
        }
    }
}

/// What it is called: its title, a KPI's name.
pub fn title(goal: &DueGoal<'_>) -> String {
    match goal {
        DueGoal::KeyResult(state) => goal::title(state),
        DueGoal::Kpi(state) => state.kpi.name.clone(),
        DueGoal::Review(_, terms) => terms.title.clone(),
    }
}

/// `okr due` for a terminal; there is something to show.
pub fn table(view: &View<'_>, theme: Theme) -> String {
    let mut grid = Grid::new(vec![
        Column::fixed("whose and what"),
        Column::expendable("kind", 5),
        Column::expendable("last update", 4).right(),
        Column::fixed("late").right(),
    ]);
    for (i, (owner, items)) in view.people.iter().enumerate() {
        if i > 0 {
            grid.row(vec![Cell::default(); 4]);
        }
        let mut heading = vec![Cell::default(); 4];
        heading[0] = Cell::new(person(*owner, view.settings), Style::Bold);
        grid.row(heading);
        for due in items {
            let name = clean(&title(&due.goal)).into_owned();
            let command = view.command(&due.goal);
            grid.row(vec![
                format!("  {name}\n    {command}").into(),
                Cell::new(kind(&due.goal), Style::Dim),
                Cell::new(last(due), Style::Dim),
                Cell::new(late(due), Style::Amber),
            ]);
        }
    }
    format!("{}\n{}", headline(view, theme), grid.draw(theme))
}

/// `okr due --format markdown`.
pub fn markdown(view: &View<'_>) -> String {
    let headline = headline(view, Theme::PLAIN);
    let headline = escape_markdown(headline.trim_end());
    format!("{headline}\n\n{}", list_of(view).markdown())
}

/// Everything that is overdue, one a row.
pub fn list_of(view: &View<'_>) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("owner"),
        Column::fixed("goal"),
        Column::fixed("kind"),
        Column::fixed("last update").right(),
        Column::fixed("late").right(),
    ]);
    for due in view.items() {
        let name = format!("{} ({})", title(&due.goal), due.goal.id(view.cycle));
        grid.row(vec![
            person(due.owner, view.settings).into(),
            clean(&name).into(),
            kind(&due.goal).into(),
            last(due).into(),
            late(due).into(),
        ]);
    }
    grid
}

/// Rows for a spreadsheet.
pub fn csv(view: &View<'_>) -> String {
    let columns = ["id", "title", "owner", "kind", "last", "since", "days_late"];
    let mut sheet = Sheet::new(&columns);
    for due in view.items() {
        sheet.row(&[
            due.goal.id(view.cycle),
            title(&due.goal),
            due.owner.map(ToString::to_string).unwrap_or_default(),
            due.goal.word().to_owned(),
            due.last.map(|day| day.to_string()).unwrap_or_default(),
            due.since.to_string(),
            due.days_late.to_string(),
        ]);
    }
    sheet.finish()
}

/// One line: whose workspace, the day, how much is overdue.
fn headline(view: &View<'_>, theme: Theme) -> String {
    let mut parts = Vec::new();
    let name = view.settings.name.as_deref();
    parts.extend(name.map(|name| clean(name).into_owned()));
    parts.push(format!("as of {}", view.as_of));
    let of = |word: &str| view.items().filter(|due| due.goal.word() == word).count();
    let kinds = [
        (of("key-result"), "key result"),
        (of("kpi"), "KPI"),
        (of("review"), "review"),
    ];
    let some = kinds.iter().filter(|(number, _)| *number > 0);
    let some: Vec<_> = some.map(|(number, noun)| count(*number, noun)).collect();
    parts.push(match some.as_slice() {
        [] => "nothing overdue".to_owned(),
        some => format!("{} overdue", list(some)),
    });
    let line = parts.join(theme.pick(" · ", " | "));
    let line = match theme.width {
        Some(width) => broken(&line, width),
        None => line,
    };
    theme.paint(Style::Bold, &line) + "\n"
}

/// `maria (Maria Lopez)`.
pub(super) fn person(owner: Option<&Name>, settings: &Settings) -> String {
    let Some(owner) = owner else {
        return "no owner".to_owned();
    };
    let known = settings.people.get(owner).and_then(|p| p.name.as_deref());
    match known {
        Some(name) => format!("{owner} ({})", clean(name)),
        None => owner.to_string(),
    }
}

pub(super) fn kind(goal: &DueGoal<'_>) -> &'static str {
    match goal {
        DueGoal::KeyResult(_) => "key result",
        DueGoal::Kpi(_) => "KPI",
        DueGoal::Review(..) => "review",
    }
}

pub(super) fn last(due: &Due<'_>) -> String {
    match (due.last, &due.goal) {
        (Some(day), _) => day.to_string(),
        (None, DueGoal::Review(..)) => String::new(),
        (None, DueGoal::KeyResult(_) | DueGoal::Kpi(_)) => "never".to_owned(),
    }
}

/// `9 days late`; of a KPI that was never read nobody knows since when it should have been.
pub(super) fn late(due: &Due<'_>) -> String {
    match (due.last, &due.goal) {
        (None, DueGoal::Kpi(_)) => "never read".to_owned(),
        _ => late_by(due.days_late),
    }
}

/// `9 days late`.
pub(super) fn late_by(days: u64) -> String {
    format!(
        "{} late",
        count(usize::try_from(days).unwrap_or(usize::MAX), "day")
    )
}
