//! Imports that write nothing, into a workspace that lies on no disk: whatever a table holds, the
//! answer is readings or words. The tests run a few, `fuzz/` runs millions.

use super::json::as_table;
use super::readings::{ReadingsArgs, files};
use super::rows::Reader;
use super::settle::settle;
use super::table::Table;
use super::{checkins, okrs, record};
use crate::cli::commit::CommitArgs;
use crate::cli::context::{Context, UserConfig};
use crate::cli::exit::Failure;
use crate::cli::{Color, GlobalArgs};
use crate::model::Name;
use crate::render::Theme;
use crate::store::load::{Loaded, Store};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The workspace: the usual settings, a KPI, one of sums with a unit, one to be kept in a band.
const FILES: [(&str, &str); 4] = [
    ("okr.toml", ""),
    ("kpis/nps.toml", "name = \"Net promoter score\"\n"),
    (
        "kpis/sales.toml",
        "name = \"Sales\"\nunit = \"$\"\naggregate = \"sum\"\n",
    ),
    (
        "kpis/team/load.toml",
        "name = \"Load\"\nunit = \"%\"\ndirection = \"maintain\"\n",
    ),
];

/// A workspace of three KPIs and nothing else, in the middle of August 2026.
pub struct Trial {
    store: Store,
    loaded: Loaded,
    context: Context,
    by: Name,
}

impl Trial {
    /// The workspace.
    ///
    /// # Errors
    /// Never: its parts are sound.
    pub fn new() -> Option<Self> {
        let files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let store = Store::open_lenient(Path::new("/nowhere"));
        let store = store.with_overlay(BTreeMap::from(files));
        Some(Self {
            loaded: store.read(&[]),
            store,
            context: context()?,
            by: Name::new("maria").ok()?,
        })
    }

    /// The check-ins that an import of `bytes` would write, as path and text. The lowest bits of
    /// `options` say how the table is said to be written: three for the columns, one for each of the
    /// decimal comma, semicolons and a condition.
    pub fn import(&self, options: u8, bytes: &[u8]) -> Option<Vec<(String, String)>> {
        self.read(&arguments(options), bytes).ok()
    }

    /// The files that an import of goals or check-ins would write: `okr`'s own export or a table of
    /// columns by their names (0), Jira's (1), check-ins (any other number).
    pub fn exchange(&self, kind: u8, bytes: &[u8]) -> Option<Vec<(String, String)>> {
        let what = if kind < 2 { "okrs" } else { "checkins" };
        let input = Box::new(Cursor::new(bytes.to_vec()));
        let records = record::read("table", input, b',', what).ok()?;
        if kind >= 2 {
            let made = checkins::make(&records, &self.store, &self.context);
            return made.ok().map(|(files, _)| files);
        }
        let args = okrs::OkrsArgs {
            file: PathBuf::new(),
            from: (kind == 1).then_some(okrs::Tool::Jira),
            map: Vec::new(),
            cycle: None,
            delimiter: None,
            date_format: None,
            by: None,
            dry_run: true,
            commit: CommitArgs::default(),
        };
        let made = okrs::make(&records, &args, &self.store, &self.by, &self.context).ok()?;
        let files = made.changes.0.into_iter();
        Some(files.filter_map(|c| Some((c.path, c.after?))).collect())
    }

    /// Whether a file would read as it should.
    pub fn is_sound(&self, path: &str, text: &str) -> bool {
        self.store.check_text(path, text).is_empty()
    }

    fn read(&self, args: &ReadingsArgs, bytes: &[u8]) -> Result<Vec<(String, String)>, Failure> {
        let name = "table".to_owned();
        let (input, document) = as_table(&name, Box::new(Cursor::new(bytes.to_vec())))?;
        let delimiter = if document { b',' } else { args.delimiter()? };
        let table = Table::new(name, input, delimiter)?;
        let readings = Reader::new(&self.store, &self.loaded, args, &self.context).read(table)?;
        let settled = settle(&self.store, readings.found, &self.by)?;
        let stamp = settled.stamp(args.replace, self.context.now)?;
        let made = files(&self.store, settled.checkins(&self.store, &self.by), stamp)?;
        Ok(made
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect())
    }
}

fn context() -> Option<Context> {
    let global = GlobalArgs {
        dir: None,
        format: None,
        color: Color::Never,
        ascii: false,
        no_input: true,
    };
    let today = NaiveDate::from_ymd_opt(2026, 8, 14)?;
    let now: DateTime<Utc> = today.and_hms_opt(9, 12, 33)?.and_utc();
    Some(Context {
        global,
        current: PathBuf::new(),
        today,
        now,
        stopped: true,
        day_only: false,
        theme: Theme::PLAIN,
        error_theme: Theme::PLAIN,
        config: UserConfig::default(),
    })
}

fn arguments(options: u8) -> ReadingsArgs {
    let some = |given: bool, text: &str| given.then(|| text.to_owned());
    let form = options & 7;
    ReadingsArgs {
        file: PathBuf::new(),
        kpi: some(form == 1 || form == 2, "nps"),
        date_column: some(form == 2, "year,quarter").or(some(form == 3, "day")),
        value_column: some(form == 2, "figure"),
        date_format: some(form == 3, "%d.%m.%Y").or(some(form == 4, "%b %Y")),
        delimiter: some(options & 16 != 0, ";"),
        decimal_comma: options & 8 != 0,
        only: some(options & 32 != 0, "note=x").into_iter().collect(),
        replace: false,
        by: None,
        dry_run: true,
        commit: CommitArgs::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn imported(options: u8, table: &str) -> Vec<(String, String)> {
        let made = Trial::new().unwrap().import(options, table.as_bytes());
        made.unwrap_or_else(|| panic!("refused: {table}"))
    }

    #[test]
    fn every_form_of_a_table_is_read() {
        for (options, table) in [
            (0, "date,kpi,value\n2026-07-14,nps,4\n"),
            (0, "date,nps,sales\n2026-07-14,4,\n"),
            (
                0,
                "[{\"date\": \"2026-07-14\", \"kpi\": \"nps\", \"value\": 4}]",
            ),
            (1, "date,value\n2026-07-14,4\n"),
            (2, "year,quarter,figure\n2026,2,4\n"),
            (3, "day,nps\n14.07.2026,4\n"),
            (4, "date,nps\nJul 2026,4\n"),
            (8, "date,nps\n2026-07-14,\"4,0\"\n"),
            (16, "date;nps\n2026-07-14;4\n"),
            (
                32,
                "date,kpi,value,note\n2026-07-14,nps,4,x\n2026-07-15,nps,5,y\n",
            ),
        ] {
            let [(path, text)] = &imported(options, table)[..] else {
                panic!("one check-in: {table}");
            };
            assert!(path.contains("/checkins/"), "{path}");
            assert!(text.contains("value = 4\n"), "{text}");
        }
    }

    #[test]
    fn goals_and_check_ins_are_tried_as_well() {
        let trial = Trial::new().unwrap();
        for (kind, table) in [
            (0, "type,id,cycle,title\nobjective,grow,2026-Q3,Grow\n"),
            (0, "objective,key_result,target\nGrow,Sales,3\n"),
            (1, "Order,Type,Summary,Period\n1,Objective,Grow,Q3 Y2026\n"),
            (2, "date,by,kpi,value\n2026-08-01,maria,kpis/nps,4\n"),
        ] {
            let made = trial.exchange(kind, table.as_bytes()).unwrap();
            assert_eq!(made.len(), 1, "{table}");
            assert!(trial.is_sound(&made[0].0, &made[0].1));
        }
    }

    proptest! {
        #[test]
        fn no_goal_is_too_strange(
            kind in 0u8..3,
            table in "[objectivkyrsult0-9Q%$,;.\\\\\"\n +=-]{0,80}",
        ) {
            let header = match kind {
                0 if table.len() % 2 == 0 => "type,id,cycle,title,target,was,date\n",
                0 => "objective,key_result,target,value,cycle\n",
                1 => "Order,Type,Summary,Period,Target value\n",
                _ => "date,by,kpi,value,done\n",
            };
            let trial = Trial::new().unwrap();
            let made = trial.exchange(kind, format!("{header}{table}").as_bytes());
            for (path, text) in made.unwrap_or_default() {
                prop_assert!(trial.is_sound(&path, &text), "{path}\n{text}");
            }
        }

        #[test]
        fn no_table_is_too_strange(options in 0u8..64, table in "[dateklpinsvu0-9\",;.\n-]{0,60}") {
            let header = ["date,kpi,value\n", "date;nps\n", ""][usize::from(options % 3)];
            let table = format!("{header}{table}");
            let trial = Trial::new().unwrap();
            for (path, text) in trial.import(options, table.as_bytes()).unwrap_or_default() {
                prop_assert_eq!(trial.store.check_text(&path, &text), []);
            }
        }
    }
}
