//! Appfire's "OKR for Jira" and BigPicture: a goal a row, what is above it told by a dotted number.

use super::dates::Days;
use super::plan::{Cell, Goal, Kind, Plan, World, team};
use super::{periods, told};
use crate::cli::args;
use crate::cli::exit::{Code, Failure};
use crate::cli::import::record::{Record, Records};
use crate::cli::import::source;
use crate::model::{Ambition, CycleId};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The columns as they are called, without the star of those that must be there.
const COLUMNS: [&str; 16] = [
    "order",
    "type",
    "summary",
    "status",
    "period",
    "owner",
    "weight",
    "okr type",
    "labels",
    "teams",
    "expected start date",
    "expected end date",
    "start value",
    "current value",
    "target value",
    "description",
];

/// Reads the rows.
struct Reader<'r> {
    /// The column of the table by the name that it should have.
    columns: HashMap<&'static str, &'r str>,
    days: Days,
    plan: Plan,
    calendar: crate::model::Calendar,
}

/// Reads the table.
///
/// # Errors
/// A column that must be there is not.
pub(super) fn read(records: &Records, world: &World<'_>) -> Result<Plan, Failure> {
    let settings = world.store.settings();
    let columns = columns(records)?;
    let dates = ["expected start date", "expected end date"];
    let cells = records.rows.iter().flat_map(|record| {
        let columns = dates.iter().filter_map(|name| columns.get(name));
        columns.map(|column| record.plain(column))
    });
    let cells: Vec<String> = cells.collect();
    let days = Days::new(
        world.args.date_format.as_deref(),
        cells.iter().map(String::as_str),
    );
    let asked = world.args.cycle.as_deref();
    let today = world.context.today;
    let usual = asked.map(|text| args::cycle::cycle(text, today, settings));
    let mut reader = Reader {
        plan: Plan {
            usual: usual.transpose()?,
            assumed: days.assumed.clone().into_iter().collect(),
            ..Plan::default()
        },
        columns,
        days,
        calendar: settings.calendar,
    };
    for column in &records.header {
        if !reader.columns.values().any(|known| known == column) {
            let why = "no goal has a field for it";
            told::unknown_column(&mut reader.plan.left, records, column, why);
        }
    }
    reader.read(records);
    Ok(reader.plan)
}

fn columns(records: &Records) -> Result<HashMap<&'static str, &str>, Failure> {
    let mut columns = HashMap::new();
    for column in &records.header {
        let plain = column.trim_end_matches('*').trim().to_lowercase();
        if let Some(known) = COLUMNS.iter().find(|known| **known == plain) {
            columns.entry(*known).or_insert(column.as_str());
        }
    }
    for needed in ["order", "type", "summary"] {
        if !columns.contains_key(needed) {
            let message = format!("{} has no column `{needed}`", records.name);
            let usual = "OKR for Jira has Order, Type, Summary, Status, Period, Owner and others; \
                         --map reads other tables";
            let help = source::separated_otherwise(&records.header);
            let help = help.unwrap_or_else(|| usual.to_owned());
            return Err(Failure::new(Code::Invalid, "invalid", message).help(help));
        }
    }
    Ok(columns)
}

impl Reader<'_> {
    fn cell(&self, record: &Record, name: &str) -> Cell {
        let column = self.columns.get(name).copied().unwrap_or(name);
        Cell {
            column: column.to_owned(),
            text: record.plain(column),
        }
    }

    fn read(&mut self, records: &Records) {
        // By their number: what is above another may stand below it in the table.
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut orders = Vec::new();
        for record in &records.rows {
            let order = self.cell(record, "order");
            let Some(goal) = self.goal(record) else {
                continue;
            };
            let number = order.text.trim_end_matches('.').to_owned();
            if numbers.contains_key(&number) {
                let why = "another row has this number: what lies below counts as that one's";
                let left = &mut self.plan.left;
                left.add(Some(record.row), Some(&order.column), &order.text, why);
            } else {
                numbers.insert(number.clone(), self.plan.goals.len());
            }
            orders.push(number);
            self.plan.goals.push(goal);
        }
        for (at, number) in orders.iter().enumerate() {
            let own = self.plan.goals[at].kind;
            let mut above = number.as_str();
            while let Some((rest, _)) = above.rsplit_once('.') {
                above = rest;
                // A number that is twice there must not lead back to itself.
                if let Some(&parent) = numbers.get(above).filter(|parent| **parent != at) {
                    self.plan.goals[at].parent = Some(parent);
                    break;
                }
            }
            let goal = &self.plan.goals[at];
            if own == Kind::Objective && goal.parent.is_none() && number.contains('.') {
                let why = "no row has the number of the goal above it";
                let left = &mut self.plan.left;
                left.add(Some(goal.row), None, &goal.title, why);
            }
        }
    }

    fn goal(&mut self, record: &Record) -> Option<Goal> {
        let (kind, summary) = (self.cell(record, "type"), self.cell(record, "summary"));
        if summary.text.is_empty() {
            let left = &mut self.plan.left;
            left.add(
                Some(record.row),
                Some(&summary.column),
                "",
                "a goal needs a title",
            );
            return None;
        }
        let which = match kind.text.to_lowercase().replace(['-', '_'], " ").as_str() {
            "objective" => Kind::Objective,
            "key result" => Kind::KeyResult,
            _ => {
                let why = format!(
                    "`{}` is left out: no objective and no key result",
                    summary.text
                );
                let left = &mut self.plan.left;
                left.add(Some(record.row), Some(&kind.column), &kind.text, &why);
                return None;
            }
        };
        let mut goal = Goal::new(record.row, which, summary.text);
        goal.owners = self.cell(record, "owner");
        goal.baseline = self.cell(record, "start value");
        goal.value = self.cell(record, "current value");
        goal.target = self.cell(record, "target value");
        goal.weight = self.cell(record, "weight");
        goal.status = self.cell(record, "status");
        goal.note = self.cell(record, "description");
        goal.tags = tags(&self.cell(record, "labels").text);
        self.team(record, &mut goal);
        self.period(record, &mut goal);
        self.ambition(record, &mut goal);
        Some(goal)
    }

    fn team(&mut self, record: &Record, goal: &mut Goal) {
        let teams = self.cell(record, "teams");
        let mut named = teams.text.split([',', ';']).map(str::trim);
        let mut named = named.by_ref().filter(|name| !name.is_empty());
        let left = &mut self.plan.left;
        let place = (Some(record.row), Some(teams.column.as_str()));
        if let Some(first) = named.next() {
            if goal.kind == Kind::KeyResult {
                let why = "a key result is of its objective's team";
                left.add(place.0, place.1, &teams.text, why);
                return;
            }
            goal.team = team(first);
            if goal.team.is_none() {
                left.add(place.0, place.1, first, "no folder can be called so");
            }
        }
        for other in named {
            left.add(
                place.0,
                place.1,
                other,
                "a goal lies in one team's folder: the first",
            );
        }
    }

    /// The period, else the cycle that the two dates make.
    fn period(&mut self, record: &Record, goal: &mut Goal) {
        goal.period = self.cell(record, "period");
        goal.cycle = periods::period(&goal.period.text);
        if goal.cycle.is_none() && !goal.period.text.is_empty() {
            let (row, column) = (Some(record.row), Some(goal.period.column.as_str()));
            let left = &mut self.plan.left;
            left.add(
                row,
                column,
                &goal.period.text,
                "is no period such as Q3 Y2025",
            );
        }
        let start = self.cell(record, "expected start date");
        let end = self.cell(record, "expected end date");
        let days = [self.day(record, &start), self.day(record, &end)];
        if let (None, [Some(start), Some(end)]) = (goal.cycle, days) {
            goal.cycle = periods::between(start, end, self.calendar);
        }
        let is_said = |day| goal.cycle.is_some_and(|cycle| self.is_bound(cycle, day));
        let unsaid = days.map(|day| day.is_some() && !is_said(day));
        let [start_left, mut end_left] = unsaid;
        if goal.kind == Kind::KeyResult {
            // Its numbers decide whether it is due on a day.
            let shown = Some(&end).filter(|_| end_left).cloned();
            goal.due = (shown.unwrap_or_default(), days[1]);
            end_left = false;
        }
        for (cell, is_left) in [(&start, start_left), (&end, end_left)] {
            if is_left {
                let why = "a goal's days are its cycle's";
                let left = &mut self.plan.left;
                left.add(Some(record.row), Some(&cell.column), &cell.text, why);
            }
        }
    }

    fn is_bound(&self, cycle: CycleId, day: Option<NaiveDate>) -> bool {
        let bounds = [self.calendar.start(cycle), self.calendar.end(cycle)];
        day.is_some_and(|day| bounds.contains(&day))
    }

    fn day(&mut self, record: &Record, cell: &Cell) -> Option<NaiveDate> {
        if cell.text.is_empty() {
            return None;
        }
        let read = self.days.day(&cell.text);
        let refused = |why: crate::model::Invalid| {
            let (row, column) = (Some(record.row), Some(cell.column.as_str()));
            self.plan.left.add(row, column, &cell.text, &why.message);
        };
        read.map_err(refused).ok()
    }

    fn ambition(&mut self, record: &Record, goal: &mut Goal) {
        let cell = self.cell(record, "okr type");
        if cell.text.is_empty() {
            return;
        }
        let known = [
            Ambition::Aspirational,
            Ambition::Committed,
            Ambition::Learning,
        ];
        let of_objective = goal.kind == Kind::Objective;
        let mut known = known.into_iter().filter(|_| of_objective);
        goal.ambition = known.find(|a| a.word().eq_ignore_ascii_case(&cell.text));
        if goal.ambition.is_none() {
            let why = match of_objective {
                true => "is none of aspirational, committed and learning",
                false => "a key result is as ambitious as its objective",
            };
            let left = &mut self.plan.left;
            left.add(Some(record.row), Some(&cell.column), &cell.text, why);
        }
    }
}

fn tags(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']).map(str::trim);
    let mut tags: Vec<String> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !tags.iter().any(|known| known == part) {
            tags.push(part.to_owned());
        }
    }
    tags
}
