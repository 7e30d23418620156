//! The driver tree of KPIs, from leading to lagging.

use super::status;
use crate::method::{BranchEnd, Driven, Drivers, KpiState};
use crate::model::{CycleId, Indicator};
use crate::render::csv::Sheet;
use crate::render::grid::{Cell, Column, Grid, broken};
use crate::render::text::{clean, count};
use crate::render::{Style, Theme, signal};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The driver tree of some KPIs.
pub struct Tree<'a, 'w> {
    /// The cycle.
    pub cycle: CycleId,
    /// The day looked at.
    pub as_of: NaiveDate,
    /// Every KPI, by id.
    pub states: &'a [KpiState<'w>],
    /// Who drives whom.
    pub drivers: Drivers<'w>,
}

impl<'a, 'w> Tree<'a, 'w> {
    fn state(&self, id: &str) -> Option<&'a KpiState<'w>> {
        let found = self.states.binary_search_by(|s| s.kpi.id.as_str().cmp(id));
        found.ok().map(|at| &self.states[at])
    }

    /// The KPIs that stand in it, by id.
    pub fn kpis(&self) -> impl Iterator<Item = &'a KpiState<'w>> + use<'a, 'w> {
        let tree = self.drivers.tree.iter().map(|driven| driven.id);
        let ids: BTreeSet<&str> = tree.chain(self.drivers.alone.iter().copied()).collect();
        let states = self.states.iter();
        states.filter(move |state| ids.contains(state.kpi.id.as_str()))
    }

    /// For a terminal.
    pub fn table(&self, theme: Theme) -> String {
        let fit = |text: String| {
            theme
                .width
                .map_or(text.clone(), |width| broken(&text, width))
        };
        let dot = theme.pick(" · ", " | ");
        let way = theme.pick("leading → lagging", "leading -> lagging");
        let number = count(self.kpis().count(), "KPI");
        let head = fit(format!(
            "{number}{dot}{}{dot}as of {}{dot}{way}",
            self.cycle, self.as_of
        ));
        let mut out = theme.paint(Style::Bold, &head) + "\n";
        if self.kpis().next().is_none() {
            return out + "\nNothing here matches.\n";
        }
        out.push('\n');
        out.push_str(&self.grid(theme).draw(theme));
        let warnings = self.warnings();
        if !warnings.is_empty() {
            out.push('\n');
        }
        for warning in warnings {
            out.push_str(&theme.paint(Style::Amber, &fit(warning)));
            out.push('\n');
        }
        out
    }

    /// For a wiki.
    pub fn markdown(&self) -> String {
        let warnings = self.warnings().into_iter();
        let warnings =
            warnings.map(|w| format!("\n{}\n", crate::render::grid::escape_markdown(&w)));
        self.grid(Theme::PLAIN).markdown() + &warnings.collect::<String>()
    }

    /// A row a line.
    pub fn csv(&self) -> String {
        let mut sheet = Sheet::new(&[
            "id",
            "driven_by",
            "depth",
            "ends",
            "name",
            "indicator",
            "status",
            "signal",
        ]);
        let alone = self.drivers.alone.iter().map(|&id| on_its_own(id));
        for line in self.drivers.tree.iter().copied().chain(alone) {
            let state = self.state(line.id);
            let of = |word: fn(&KpiState<'_>) -> Option<&'static str>| {
                state.and_then(word).unwrap_or_default().to_owned()
            };
            sheet.row(&[
                line.id.to_owned(),
                line.by.unwrap_or_default().to_owned(),
                line.depth.to_string(),
                line.end.map(BranchEnd::word).unwrap_or_default().to_owned(),
                state
                    .map(|state| state.kpi.name.clone())
                    .unwrap_or_default(),
                of(|state| state.kpi.indicator.map(Indicator::word)),
                of(|state| Some(state.status.word())),
                of(|state| state.chart.latest().map(|signal| signal.rule.word())),
            ]);
        }
        sheet.finish()
    }

    /// What a lagging KPI lacks that is a goal.
    fn warnings(&self) -> Vec<String> {
        let lacking = self.drivers.unled.iter().filter_map(|id| self.state(id));
        let told = lacking.map(|state| {
            let id = &state.kpi.id;
            format!(
                "warning: {} ({id}) is lagging, objectives follow it, and no leading KPI drives it: \
                 name it under `drives` of what moves first",
                clean(&state.kpi.name)
            )
        });
        told.collect()
    }

    fn grid(&self, theme: Theme) -> Grid {
        let mut grid = Grid::new(vec![
            Column::fixed("KPI"),
            Column::expendable("", 3),
            Column::fixed("status").wrapping(),
            Column::expendable("signal", 2),
        ])
        .dense();
        let tree = &self.drivers.tree;
        for (place, line) in tree.iter().enumerate() {
            if line.depth == 0 && place > 0 {
                grid.row(Vec::new());
            }
            grid.row(self.row(line, &branch(tree, place, theme), theme));
        }
        if !self.drivers.alone.is_empty() {
            if !tree.is_empty() {
                grid.row(Vec::new());
            }
            grid.row(vec![Cell::new(
                "drives nothing, driven by nothing:",
                Style::Dim,
            )]);
        }
        for id in &self.drivers.alone {
            grid.row(self.row(&on_its_own(id), "", theme));
        }
        grid
    }

    fn row(&self, line: &Driven<'_>, branch: &str, theme: Theme) -> Vec<Cell> {
        let named =
            |name: &str| format!("{branch}{name} ({})", line.id.trim_start_matches("kpis/"));
        let Some(state) = self.state(line.id) else {
            let why = match line.end {
                Some(BranchEnd::Retired) => "retired",
                Some(BranchEnd::Missing | BranchEnd::Circle | BranchEnd::Above) | None => {
                    "there is no such KPI"
                }
            };
            let id = clean(line.id);
            return vec![Cell::new(format!("{branch}{id}: {why}"), Style::Amber)];
        };
        let name = named(&clean(&state.kpi.name));
        match line.end {
            Some(BranchEnd::Above) => {
                return vec![Cell::new(format!("{name}: as above"), Style::Dim)];
            }
            Some(BranchEnd::Circle) => {
                let text = format!("{name}: a circle, it drives itself");
                return vec![Cell::new(text, Style::Amber)];
            }
            Some(BranchEnd::Missing | BranchEnd::Retired) | None => {}
        }
        let (signal, style) = signal::cell(&state.chart, state.kpi.direction);
        vec![
            name.into(),
            Cell::new(
                state.kpi.indicator.map(Indicator::word).unwrap_or_default(),
                Style::Dim,
            ),
            status(state, theme),
            Cell::new(signal, style),
        ]
    }
}

fn on_its_own(id: &str) -> Driven<'_> {
    Driven {
        depth: 0,
        id,
        by: None,
        end: None,
    }
}

/// The lines of the tree to the left of a name.
fn branch(tree: &[Driven<'_>], place: usize, theme: Theme) -> String {
    let depth = tree[place].depth;
    let goes_on = |level: usize| {
        let below = tree[place + 1..].iter().find(|line| line.depth <= level);
        below.is_some_and(|line| line.depth == level)
    };
    let own = match goes_on(depth) {
        true => theme.pick("├ ", "|-"),
        false => theme.pick("└ ", "`-"),
    };
    let through = (1..depth).map(|level| match goes_on(level) {
        true => theme.pick("│ ", "| "),
        false => "  ",
    });
    let through: String = through.collect();
    if depth == 0 { through } else { through + own }
}
