//! Any table with an objective or a key result a row: which column holds what is told, or their
//! names say it.

use super::periods;
use super::plan::{Cell, Goal, Kind, Plan, World, team};
use super::told;
use crate::cli::args;
use crate::cli::exit::{Code, Failure};
use crate::cli::import::record::{Record, Records};
use crate::cli::import::source;
use crate::model::{CycleId, Settings};
use crate::render::text::list;
use std::collections::{HashMap, HashSet};

/// The fields that a column may hold.
const FIELDS: [&str; 12] = [
    "objective",
    "key_result",
    "owner",
    "team",
    "cycle",
    "baseline",
    "target",
    "value",
    "unit",
    "weight",
    "status",
    "note",
];

/// The column of each field.
type Columns<'r> = HashMap<&'static str, &'r str>;

/// Reads the table.
///
/// # Errors
/// A column or field is not known, or none holds objectives.
pub(super) fn read(records: &Records, world: &World<'_>) -> Result<Plan, Failure> {
    let settings = world.store.settings();
    let columns = columns(records, &world.args.map)?;
    let today = world.context.today;
    let asked = world.args.cycle.as_deref();
    let asked = asked.map(|text| args::cycle::cycle(text, today, settings));
    let by_day = || settings.cycle_on(today);
    let usual = match (asked.transpose()?, columns.get("cycle")) {
        (Some(asked), _) => Some(asked),
        (None, None) => Some(by_day()),
        (None, Some(_)) => None,
    };
    let mut reader = Reader {
        columns,
        settings,
        today,
        plan: Plan {
            usual,
            ..Plan::default()
        },
        known: HashMap::new(),
        filled: HashSet::new(),
        last: None,
    };
    for column in &records.header {
        if !reader.columns.values().any(|known| known == column) {
            let why = "no field is called so: --map COLUMN=FIELD names one";
            told::unknown_column(&mut reader.plan.left, records, column, why);
        }
    }
    for record in &records.rows {
        reader.row(record);
    }
    Ok(reader.plan)
}

fn columns<'r>(records: &'r Records, map: &[String]) -> Result<Columns<'r>, Failure> {
    let mut columns = Columns::new();
    for text in map {
        let (column, field) = text.rsplit_once('=').ok_or_else(|| {
            Failure::usage(format!("--map {text}: say COLUMN=FIELD"))
                .help("such as --map Lead=owner")
        })?;
        let field = field.trim().to_lowercase().replace([' ', '-'], "_");
        let known = FIELDS.iter().find(|known| **known == field);
        let known = known.ok_or_else(|| {
            Failure::usage(format!(
                "--map {text}: there is no field {}",
                args::shown(&field)
            ))
            .help(format!("the fields are {}", list(&FIELDS)))
        })?;
        let column = find(records, column.trim()).ok_or_else(|| {
            let shown: Vec<_> = records.header.iter().take(12).map(String::as_str).collect();
            let column = args::shown(column.trim());
            let message = format!("{} has no column {column}", records.name);
            let help = source::separated_otherwise(&records.header);
            let help = help.unwrap_or_else(|| format!("its columns: {}", list(&shown)));
            Failure::new(Code::Invalid, "invalid", message).help(help)
        })?;
        if columns.insert(known, column).is_some() {
            return Err(Failure::usage(format!("--map names {known} twice")));
        }
    }
    for field in FIELDS {
        // Only a column that nothing was said of says it by its name.
        let named = records.header.iter().find(|column| plain(column) == field);
        let named = named.filter(|column| !columns.values().any(|known| known == column));
        if let (Some(column), false) = (named, columns.contains_key(field)) {
            columns.insert(field, column);
        }
    }
    if columns.contains_key("objective") {
        return Ok(columns);
    }
    let shown: Vec<_> = records.header.iter().take(12).map(String::as_str).collect();
    let message = format!("{} has no column `objective`", records.name);
    let help = || {
        let shown = list(&shown);
        format!("its columns: {shown}; --map COLUMN=objective says which, --from jira reads Jira's")
    };
    let help = source::separated_otherwise(&records.header).unwrap_or_else(help);
    Err(Failure::new(Code::Invalid, "invalid", message).help(help))
}

fn find<'r>(records: &'r Records, name: &str) -> Option<&'r str> {
    let header = || records.header.iter();
    let exact = header().find(|column| *column == name);
    let found = exact.or_else(|| header().find(|column| column.eq_ignore_ascii_case(name)));
    found.map(String::as_str)
}

fn plain(column: &str) -> String {
    column.trim().to_lowercase().replace([' ', '-'], "_")
}

/// What tells objectives apart: title, team and cycle.
type Key = (String, Option<String>, Option<CycleId>);

struct Reader<'r> {
    columns: Columns<'r>,
    settings: &'r Settings,
    today: chrono::NaiveDate,
    plan: Plan,
    /// Objectives by title, team and cycle.
    known: HashMap<Key, usize>,
    /// Those of which a row has said what they are.
    filled: HashSet<usize>,
    /// The objective that was named last.
    last: Option<usize>,
}

impl Reader<'_> {
    fn cell(&self, record: &Record, field: &str) -> Cell {
        let column = self.columns.get(field).copied().unwrap_or_default();
        Cell {
            column: column.to_owned(),
            text: record.plain(column),
        }
    }

    fn row(&mut self, record: &Record) {
        let objective = self.cell(record, "objective");
        let key_result = self.cell(record, "key_result");
        let period = self.cell(record, "cycle");
        let cycle = self.cycle(record, &period);
        let team = self.team(record);
        if objective.text.is_empty() && key_result.text.is_empty() {
            let why = "it names neither an objective nor a key result";
            self.plan.left.add(Some(record.row), None, "", why);
            return;
        }
        if !objective.text.is_empty() {
            // What is said of a key result's row is said of the key result.
            let own = key_result.text.is_empty();
            self.last = Some(self.objective(record, objective.text, (team, cycle), own));
        } else {
            self.leave_team(record, team.as_deref());
        }
        if key_result.text.is_empty() {
            return;
        }
        let mut goal = Goal::new(record.row, Kind::KeyResult, key_result.text);
        goal.parent = self.last;
        goal.period = period;
        goal.cycle = cycle;
        self.fill(record, &mut goal);
        self.plan.goals.push(goal);
    }

    /// The place of an objective, which several rows may name.
    fn objective(
        &mut self,
        record: &Record,
        title: String,
        (team, cycle): (Option<String>, Option<CycleId>),
        own: bool,
    ) -> usize {
        let key = (title.clone(), team.clone(), cycle);
        // A blank cycle is the one that the objective was given before.
        let same = |(other, of, _): &&Key| *other == title && (team.is_none() || *of == team);
        let before = self.known.keys().filter(|_| cycle.is_none()).find(same);
        if let Some(&known) = self.known.get(before.unwrap_or(&key)) {
            if own {
                self.fill_known(record, known);
            }
            return known;
        }
        let mut goal = Goal::new(record.row, Kind::Objective, title);
        goal.team = team;
        goal.cycle = cycle;
        let at = self.plan.goals.len();
        if own {
            self.fill(record, &mut goal);
            self.filled.insert(at);
        }
        self.plan.goals.push(goal);
        self.known.insert(key, at);
        at
    }

    /// An objective whose key results stood above it, or that has a row of its own already.
    fn fill_known(&mut self, record: &Record, at: usize) {
        let mut goal = self.plan.goals[at].clone();
        if !self.filled.insert(at) {
            let why = "another row says what the objective is already";
            self.plan.left.add(Some(record.row), None, &goal.title, why);
            return;
        }
        goal.row = record.row;
        self.fill(record, &mut goal);
        self.plan.goals[at] = goal;
    }

    /// A key result below its objective lies in that one's folder.
    fn leave_team(&mut self, record: &Record, named: Option<&str>) {
        let of = self.last.and_then(|at| self.plan.goals[at].team.as_deref());
        if named.is_some() && named != of {
            let cell = self.cell(record, "team");
            let (row, column) = (Some(record.row), Some(cell.column.as_str()));
            let why = "a key result is of its objective's team";
            self.plan.left.add(row, column, &cell.text, why);
        }
    }

    fn fill(&self, record: &Record, goal: &mut Goal) {
        goal.owners = self.cell(record, "owner");
        goal.baseline = self.cell(record, "baseline");
        goal.target = self.cell(record, "target");
        goal.value = self.cell(record, "value");
        goal.unit = self.cell(record, "unit");
        goal.weight = self.cell(record, "weight");
        goal.status = self.cell(record, "status");
        goal.note = self.cell(record, "note");
    }

    fn cycle(&mut self, record: &Record, period: &Cell) -> Option<CycleId> {
        if period.text.is_empty() {
            return None;
        }
        let typed = || args::cycle::cycle(&period.text, self.today, self.settings).ok();
        let cycle = periods::period(&period.text).or_else(typed);
        if cycle.is_none() {
            let (row, column) = (Some(record.row), Some(period.column.as_str()));
            let why = "is no cycle such as 2026-Q3";
            self.plan.left.add(row, column, &period.text, why);
        }
        cycle
    }

    fn team(&mut self, record: &Record) -> Option<String> {
        let cell = self.cell(record, "team");
        let found = team(&cell.text);
        if found.is_none() && !cell.text.is_empty() {
            let (row, column) = (Some(record.row), Some(cell.column.as_str()));
            let why = "no folder can be called so";
            self.plan.left.add(row, column, &cell.text, why);
        }
        found
    }
}
