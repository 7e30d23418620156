//! Alignment: each goal with what supports it beneath, and where the two disagree.

mod branches;
mod dot;
mod markdown;

pub use dot::dot;
pub use markdown::markdown;

use super::goal;
use super::grid::{Cell, Column, Grid, fitted};
use super::numbers::{score, signed};
use super::status::headline;
use super::text::{clean, count};
use super::{Style, Theme, status};
use crate::method::{Disagreement, KeyResultState, Node, Status, Support, band_of};
use crate::model::{CycleId, GoalId};
use branches::branches;

/// What is shown of an alignment.
pub struct View<'a, 'w> {
    /// The cycle, without objectives.
    pub head: status::View<'a, 'w>,
    /// The objectives, depth first.
    pub nodes: &'a [Node<'w>],
    /// How many levels of objectives are shown.
    pub levels: usize,
}

/// A line of the tree.
enum Line<'a, 'w> {
    Objective(&'a Node<'w>),
    KeyResult(&'a KeyResultState<'w>, Option<Support>),
    /// Objectives further down that are not shown.
    Hidden(usize),
}

impl<'a, 'w> View<'a, 'w> {
    fn cycle(&self) -> CycleId {
        self.head.cycle.cycle
    }

    /// The id as it is typed by those who look at the cycle.
    fn id(&self, id: &GoalId) -> String {
        id.relative_to(self.cycle()).to_string()
    }

    /// The mission, where there is one.
    fn mission(&self) -> Option<String> {
        let mission = self.head.settings.mission.as_deref();
        mission.map(|mission| clean(mission).into_owned())
    }

    /// The objectives at the top, each with everything below it: the company's own first, then team by
    /// team.
    fn tops(&self) -> Vec<&'a [Node<'w>]> {
        let mut tops: Vec<_> = self.nodes.chunk_by(|_, next| next.depth > 0).collect();
        tops.sort_by_key(|top| top[0].state.objective.id.objective.team());
        tops
    }

    /// What is shown of a top and below it, with how far each line is set in.
    fn lines(&self, top: &'a [Node<'w>]) -> Vec<(usize, Line<'a, 'w>)> {
        let mut lines = Vec::new();
        // From the top to the last objective: how far it is set in, and the key result that was shown
        // below it last.
        let mut way: Vec<(usize, &Node<'_>, Option<usize>)> = Vec::new();
        for node in top.iter().filter(|node| node.depth < self.levels) {
            way.truncate(node.depth);
            let mut level = 0;
            if let Some((above, parent, shown)) = way.last_mut() {
                level = *above + 1;
                if let Some(at) = node.via {
                    if *shown != Some(at) {
                        let supported = parent.key_results.iter().find(|(place, _)| *place == at);
                        let support = supported.and_then(|(_, support)| *support);
                        let key_result = &parent.state.key_results[at];
                        lines.push((level, Line::KeyResult(key_result, support)));
                        *shown = Some(at);
                    }
                    level += 1;
                }
            }
            way.push((level, node, None));
            lines.push((level, Line::Objective(node)));
            if node.depth + 1 == self.levels && node.below > 0 {
                lines.push((level + 1, Line::Hidden(node.below)));
            }
        }
        lines
    }

    /// Every goal that its supporters contradict: its id, own score and status, and theirs.
    fn findings(&self) -> Vec<Finding> {
        let shown = self.nodes.iter().filter(|node| node.depth < self.levels);
        let mut found = Vec::new();
        for node in shown {
            let state = &node.state;
            let id = self.id(&state.objective.id);
            found.extend(Finding::of(
                id,
                state.score,
                state.outlook.status,
                node.support,
            ));
            for (at, support) in &node.key_results {
                let kr = &state.key_results[*at];
                let (id, own) = (self.id(&kr.id), kr.figures.score);
                found.extend(Finding::of(id, own, kr.outlook.status, *support));
            }
        }
        found
    }
}

/// A goal that its supporters contradict.
struct Finding {
    id: String,
    own: String,
    theirs: String,
}

impl Finding {
    fn of(id: String, own: Option<f64>, status: Status, support: Option<Support>) -> Option<Self> {
        let support = support?;
        support.disagreement?;
        let told = |value: Option<f64>, status: Status| match value {
            Some(value) => format!("{} at {}", status.word(), score(Some(value), "")),
            None => status.word().to_owned(),
        };
        Some(Self {
            id,
            own: told(own, status),
            theirs: told(support.score, support.status),
        })
    }

    /// `grow-europe is on-track at 0.36, what supports it off-track at 0.12`.
    fn sentence(&self) -> String {
        let Self { id, own, theirs } = self;
        format!("{id} is {own}, what supports it {theirs}")
    }
}

/// `okr tree` for a terminal.
pub fn table(view: &View<'_, '_>, theme: Theme) -> String {
    let mut out = headline(&view.head, theme);
    if let Some(mission) = view.mission() {
        out.push_str(&(theme.paint(Style::Dim, &fitted(&mission, theme)) + "\n"));
    }
    out.push('\n');
    if view.nodes.is_empty() {
        out.push_str(&status::nothing(view.head.cycle, None));
        return out;
    }
    out.push_str(&grid(view, theme).draw(theme));
    let findings = view.findings();
    if !findings.is_empty() {
        out.push_str("\nWhere a goal and its supporters disagree:\n");
        for finding in findings {
            let line = format!("  {} {}", mark(theme), finding.sentence());
            out.push_str(&(fitted(&line, theme) + "\n"));
        }
    }
    out
}

/// What stands beside a gap that is a finding.
fn mark(theme: Theme) -> &'static str {
    theme.pick("≠", "<>")
}

fn grid(view: &View<'_, '_>, theme: Theme) -> Grid {
    let mut grid = Grid::new(vec![
        Column::fixed("goal"),
        Column::fixed("score").right(),
        Column::expendable("expected", 3).right(),
        Column::fixed("status"),
        Column::expendable("supporters", 1),
        Column::expendable("gap", 1).right(),
        Column::expendable("owner", 6),
        Column::expendable("supports", 5),
    ]);
    let mut team = None;
    for (at, top) in view.tops().into_iter().enumerate() {
        let folder = top[0].state.objective.id.objective.team();
        if folder != team {
            team = folder;
            if at > 0 {
                grid.row(vec![Cell::default(); COLUMNS]);
            }
            let heading = folder.map(|folder| Cell::new(format!("{folder}/"), Style::Dim));
            grid.row(row(heading));
        }
        let lines = view.lines(top);
        let levels: Vec<usize> = lines.iter().map(|(level, _)| *level).collect();
        for ((branch, hang), (_, line)) in branches(&levels, theme).into_iter().zip(&lines) {
            grid.row(cells(view, line, &branch, &hang, theme));
        }
    }
    grid
}

const COLUMNS: usize = 8;

/// A row with a first cell only.
fn row(first: Option<Cell>) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); COLUMNS];
    cells[0] = first.unwrap_or_default();
    cells
}

fn cells(
    view: &View<'_, '_>,
    line: &Line<'_, '_>,
    branch: &str,
    hang: &str,
    theme: Theme,
) -> Vec<Cell> {
    let named = |text: String, style| Cell::new(format!("{branch}{text}"), style).hanging(hang);
    match line {
        Line::Hidden(below) => {
            let text = format!(
                "{} {} below",
                theme.pick("…", "..."),
                count(*below, "objective")
            );
            row(Some(named(text, Style::Dim)))
        }
        Line::KeyResult(kr, support) => {
            let title = goal::short_title(kr);
            let text = format!("{}: {}", kr.key_result.key, clean(&title));
            let style = if kr.dropped { Style::Dim } else { Style::Plain };
            let mut cells = row(Some(named(text, style)));
            let outlook = &kr.outlook;
            figures(&mut cells, view, kr.figures.score, outlook.expected, theme);
            cells[3] = status::status_cell(outlook.status, "", theme);
            supported(&mut cells, *support, theme);
            cells
        }
        Line::Objective(node) => objective(view, node, named, theme),
    }
}

fn objective(
    view: &View<'_, '_>,
    node: &Node<'_>,
    named: impl Fn(String, Style) -> Cell,
    theme: Theme,
) -> Vec<Cell> {
    let state = &node.state;
    let id = view.id(&state.objective.id);
    let style = match (node.counted, node.depth) {
        (false, _) => Style::Dim,
        (true, 0) => Style::Bold,
        (true, _) => Style::Plain,
    };
    let text = format!("{} ({id})", clean(&state.terms.title));
    let mut cells = row(Some(named(text, style)));
    let outlook = &state.outlook;
    figures(&mut cells, view, state.score, outlook.expected, theme);
    let begins = view.head.settings.calendar.start(state.objective.id.cycle);
    cells[3] = match begins > view.head.cycle.as_of {
        true => Cell::new(format!("begins {begins}"), Style::Dim),
        false => status::status_cell(outlook.status, "", theme),
    };
    supported(&mut cells, node.support, theme);
    let owner = state.terms.owner.as_ref();
    cells[6] = owner.map(ToString::to_string).unwrap_or_default().into();
    if let (0, Some(above)) = (node.depth, &state.supports) {
        let above = above.resolve(state.objective.id.cycle);
        cells[7] = Cell::new(view.id(&above), Style::Dim);
    }
    cells
}

fn figures(
    cells: &mut [Cell],
    view: &View<'_, '_>,
    own: Option<f64>,
    expected: Option<f64>,
    theme: Theme,
) {
    let scoring = view.head.settings.scoring;
    let style = own.map_or(Style::Dim, |own| goal::band_style(band_of(own, scoring)));
    cells[1] = Cell::new(score(own, theme.dash()), style);
    cells[2] = score(expected, theme.dash()).into();
}

fn supported(cells: &mut [Cell], support: Option<Support>, theme: Theme) {
    let Some(support) = support else { return };
    let status = goal::status(support.status, theme);
    let text = format!("{} {status}", score(support.score, theme.dash()));
    cells[4] = Cell::new(text, goal::status_style(support.status));
    let gap = support.gap.map(signed).unwrap_or_default();
    cells[5] = match support.disagreement {
        Some(Disagreement::SupportersBehind | Disagreement::SupportersAhead) => {
            Cell::new(format!("{gap} {}", mark(theme)), Style::Red)
        }
        None => gap.into(),
    };
}
