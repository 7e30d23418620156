//! KPIs in a year's view: quarter by quarter, against the target of the year and the year before.

use super::{row, short};
use crate::method::{Compared, KpiState, KpiStatus, Parts};
use crate::model::{CycleId, CycleKind};
use crate::render::grid::{Cell, Column, Grid};
use crate::render::numbers::{number, with_unit};
use crate::render::{Style, Theme, goal};
use chrono::NaiveDate;

/// How much sooner a narrow terminal drops the columns of the ordinary view than a part.
const BEHIND: u8 = 20;

/// Those of the ordinary view with one for each part; of these a narrow terminal drops the first
/// ones first.
pub fn columns(cycle: CycleId, parts: &Parts) -> Grid {
    let ranks: Vec<u8> = (4..).take(parts.parts.len()).collect();
    let of_parts = parts.parts.iter().zip(ranks.into_iter().rev());
    let of_parts = of_parts.map(|(part, rank)| Column::expendable(title(part.cycle), rank).right());
    let [name, _, _, _, status, rest @ ..] = super::columns();
    let whole = Column::fixed(cycle.kind().word()).right();
    let rest = rest.map(|column| column.behind(BEHIND));
    let columns = [name].into_iter().chain(of_parts);
    let columns = columns.chain([whole, status]).chain(rest);
    Grid::new(columns.collect()).dense()
}

/// What a part is called beside the others of its year.
fn title(cycle: CycleId) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let titles: &[&'static str] = match cycle.kind() {
        CycleKind::Year => &["year"],
        CycleKind::Half => &["H1", "H2"],
        CycleKind::Trimester => &["T1", "T2", "T3"],
        CycleKind::Quarter => &["Q1", "Q2", "Q3", "Q4"],
        CycleKind::Month => &MONTHS,
    };
    titles
        .get(cycle.index() as usize - 1)
        .copied()
        .unwrap_or_default()
}

/// A KPI's lines: the values, how short of the target the whole was at the end of each part, the
/// values of the year before, and the change since then.
pub fn rows(grid: &mut Grid, state: &KpiState<'_>, parts: &Parts, as_of: NaiveDate, theme: Theme) {
    let kpi = state.kpi;
    let plain = |value: Option<f64>| value.map(|value| number(value, kpi.decimals));
    let cell = |text: Option<String>| Cell::from(text.unwrap_or_default());
    let own = parts.parts.iter().map(|part| cell(plain(part.own.value)));
    let mut values = row(state, as_of, theme);
    // Target and distance have a line of their own.
    values.drain(2..4);
    values.splice(1..1, own);
    grid.row(values);
    if let Some(target) = state.target {
        let target = goal::bare_target(target, kpi, theme);
        let mut cells = vec![Cell::new(format!("  short of {target}"), Style::Dim)];
        let whole = (state.shortfall, Some(state.status));
        let each = parts.parts.iter().map(|part| (part.shortfall, part.status));
        cells.extend(each.chain([whole]).map(shortfall));
        grid.row(cells);
    }
    let compared = || parts.parts.iter().map(|p| &p.own).chain([&parts.whole]);
    if compared().all(|own| own.before.is_none()) {
        return;
    }
    let unit = |value: f64| with_unit(value, kpi.decimals, kpi.unit.as_deref());
    let mut before = vec![Cell::new(label(parts, as_of), Style::Dim)];
    before.extend(parts.parts.iter().map(|p| dim(plain(p.own.before))));
    before.push(dim(parts.whole.before.map(unit)));
    grid.row(before);
    let mut changes = vec![Cell::new("  change", Style::Dim)];
    changes.extend(compared().map(|own| dim(change(own))));
    grid.row(changes);
}

/// `  2025`, and up to which day of it where this year still runs.
fn label(parts: &Parts, as_of: NaiveDate) -> String {
    let cycles = parts.parts.first().map(|part| part.cycle);
    let year = cycles.and_then(CycleId::a_year_earlier).map(CycleId::year);
    let running = parts.parts.iter().any(|part| part.status.is_none());
    let until = if running {
        as_of.format(" to %-d %b").to_string()
    } else {
        String::new()
    };
    format!("  {}{until}", year.unwrap_or_default())
}

fn dim(text: Option<String>) -> Cell {
    Cell::new(text.unwrap_or_default(), Style::Dim)
}

fn change(own: &Compared) -> Option<String> {
    own.change.map(|change| format!("{change:+.1} %"))
}

fn shortfall((shortfall, status): (Option<f64>, Option<KpiStatus>)) -> Cell {
    let style = status.map_or(Style::Dim, goal::kpi_style);
    Cell::new(short(shortfall), style)
}
