//! What an import of goals or check-ins did, and what of the table it could not keep.

use crate::render::Theme;
use crate::render::json::document;
use crate::render::text::{clean, count, list};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// What an import did.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Where it came from.
    pub from: String,
    /// The files of the workspace that it is about.
    pub files: Vec<ImportedFile>,
    /// What is new in them.
    pub changes: Vec<ImportedThing>,
    /// What has no place in the files.
    pub not_mapped: Vec<NotMapped>,
    /// What was understood in one of several ways.
    pub assumed: Vec<String>,
    /// Whether nothing was written after all.
    pub dry_run: bool,
}

/// A file of the workspace.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedFile {
    /// Relative to the workspace's root.
    pub path: String,
    /// `create`, or `same` where it says so already.
    pub action: &'static str,
}

/// A new goal, KPI or update.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedThing {
    /// What it is: `objective`, `key result`, `KPI`, `closed cycle`, `check-in`, `update`.
    pub kind: &'static str,
    /// Its id; of a check-in its day and person.
    pub id: String,
    /// Nothing stood there.
    pub before: Option<&'static str>,
    /// Its title, or the value that is reported.
    pub after: Option<String>,
    /// The file that holds it.
    pub path: String,
}

/// What has no place.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NotMapped {
    /// The rows, as a spreadsheet counts them; none where it is about the table.
    pub rows: Vec<usize>,
    /// The column; none where it is about the whole row.
    pub column: Option<String>,
    /// What stands in the cell.
    pub value: Option<String>,
    /// Why it is left out.
    pub why: String,
}

/// Collects what has no place: the same of several rows is told once.
#[derive(Debug, Default)]
pub struct Leftover {
    all: Vec<NotMapped>,
    known: HashMap<[String; 3], usize>,
}

impl Leftover {
    /// One more.
    pub fn add(&mut self, row: Option<usize>, column: Option<&str>, value: &str, why: &str) {
        let key = [column.unwrap_or_default(), value, why].map(str::to_owned);
        let next = self.all.len();
        let at = *self.known.entry(key).or_insert(next);
        if at == next {
            self.all.push(NotMapped {
                rows: Vec::new(),
                column: column.map(str::to_owned),
                value: (!value.is_empty()).then(|| value.to_owned()),
                why: why.to_owned(),
            });
        }
        self.all[at].rows.extend(row);
    }

    /// All of it, in the order of the table.
    pub fn finish(mut self) -> Vec<NotMapped> {
        for left in &mut self.all {
            left.rows.sort_unstable();
            left.rows.dedup();
        }
        self.all.sort_by_key(|left| left.rows.first().copied());
        self.all
    }
}

/// Longer lists of files are cut.
const TOLD: usize = 40;
/// Longer lists of rows are cut.
const ROWS: usize = 8;
/// Longer cells are cut.
const SHOWN: usize = 60;

/// For a person.
pub fn text(done: &Imported) -> String {
    let from = clean(&done.from);
    let same = done.files.iter().filter(|f| f.action == "same").count();
    let mut out = if done.changes.is_empty() {
        format!("nothing new in {from}")
    } else {
        let verb = if done.dry_run {
            "would import"
        } else {
            "imported"
        };
        format!("{verb} {} from {from}", list(&counts(&done.changes)))
    };
    if same > 0 {
        out.push_str(&format!(", {} there already", count(same, "file")));
    }
    out.push('\n');
    let new: Vec<_> = done.files.iter().filter(|f| f.action != "same").collect();
    for file in new.iter().take(TOLD) {
        out.push_str(&format!("  {}\n", clean(&file.path)));
    }
    if new.len() > TOLD {
        out.push_str(&format!("  and {} more\n", new.len() - TOLD));
    }
    out
}

fn counts(changes: &[ImportedThing]) -> Vec<String> {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for change in changes {
        let next = kinds.len();
        let at = *at.entry(change.kind).or_insert(next);
        if at == next {
            kinds.push((change.kind, 0));
        }
        kinds[at].1 += 1;
    }
    let each = kinds.into_iter();
    each.map(|(kind, number)| count(number, kind)).collect()
}

/// What a person should know besides, for stderr: how things were understood, and what was left out.
pub fn notes(done: &Imported, theme: Theme) -> String {
    let mut out = String::new();
    for assumed in &done.assumed {
        out.push_str(&format!("{}\n", clean(assumed)));
    }
    if !done.not_mapped.is_empty() {
        out.push_str("not mapped, and kept nowhere:\n");
    }
    for left in &done.not_mapped {
        let mut place = Vec::new();
        if !left.rows.is_empty() {
            place.push(rows(&left.rows));
        }
        if let Some(column) = &left.column {
            place.push(format!("column `{}`", clean(column)));
        }
        let value = left
            .value
            .as_deref()
            .map(|value| format!("`{}`", cut(value)));
        let value = value.map(|value| format!(" {value}:")).unwrap_or_default();
        out.push_str(&format!(
            "  {}:{value} {}\n",
            place.join(", "),
            clean(&left.why)
        ));
    }
    match theme.ascii {
        true => out.replace('…', "...").replace('–', "-"),
        false => out,
    }
}

fn cut(text: &str) -> String {
    let text = clean(text);
    if text.chars().count() <= SHOWN {
        return text.into_owned();
    }
    text.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// `row 3`, `rows 3, 4 and 7`.
fn rows(rows: &[usize]) -> String {
    let numbers: Vec<_> = rows.iter().take(ROWS).map(ToString::to_string).collect();
    match rows.len() {
        1 => format!("row {}", numbers[0]),
        all if all > ROWS => format!("rows {} and {} more", numbers.join(", "), all - ROWS),
        _ => format!("rows {}", list(&numbers)),
    }
}

/// For a script.
pub fn json(done: &Imported) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        imported: usize,
        same: usize,
        changes: &'a [ImportedThing],
        files: &'a [ImportedFile],
        not_mapped: &'a [NotMapped],
        assumed: &'a [String],
    }
    document(&View {
        imported: done.changes.len(),
        same: done.files.iter().filter(|f| f.action == "same").count(),
        changes: &done.changes,
        files: &done.files,
        not_mapped: &done.not_mapped,
        assumed: &done.assumed,
    })
}
