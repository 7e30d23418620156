//! Lays the schemas where editors find them: the files in `.okr/schema/`, and what tells validators of
//! TOML which file has which, `tombi.toml` and `.taplo.toml` at the workspace's root.

use super::paths::OWN;
use super::schema::FileKind;
use super::write::{Change, ChangeSet, WriteError, read_for_edit};
use std::path::Path;

/// Why nothing is installed.
#[derive(Debug)]
pub enum Refused {
    /// A file cannot be read.
    Write(WriteError),
    /// A person's file is no TOML.
    Broken {
        /// Its path from the root.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// A person's file does not take what is to be added.
    Yours {
        /// Its path from the root.
        path: String,
        /// What stands in the way.
        why: String,
        /// What is to be added.
        add: String,
    },
}

impl From<WriteError> for Refused {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// A validator that editors use.
struct Validator {
    /// The names that its file may have; the first is what a new one gets.
    names: [&'static str; 2],
    /// What stands at the top of a new file, besides `okr`'s part.
    top: &'static str,
    /// The entry of a kind of file.
    entry: fn(FileKind, &str) -> String,
}

const VALIDATORS: [Validator; 2] = [
    Validator {
        names: ["tombi.toml", ".tombi.toml"],
        top: "# Tombi checks TOML in editors and as `tombi lint`. This file is yours to change.\n\
              toml-version = \"v1.0.0\"\n\n",
        entry: tombi,
    },
    Validator {
        names: [".taplo.toml", "taplo.toml"],
        top: "# Even Better TOML and taplo check TOML in editors. This file is yours to change.\n\n",
        entry: taplo,
    },
];

const BEGIN: &str = "# okr's part begins: `okr schema --install` writes it anew";
const END: &str = "# okr's part ends";

fn tombi(kind: FileKind, schema: &str) -> String {
    let glob = kind.glob();
    format!("[[schemas]]\npath = \"{schema}\"\ninclude = [\"{glob}\"]\n")
}

fn taplo(kind: FileKind, schema: &str) -> String {
    let glob = kind.glob();
    // Every rule counts that fits a file, not the first alone.
    let exclude = match kind {
        FileKind::Objective => {
            let others = [FileKind::CheckIn, FileKind::Closed].map(FileKind::glob);
            format!("exclude = [\"{}\"]\n", others.join("\", \""))
        }
        FileKind::Settings | FileKind::Kpi | FileKind::CheckIn | FileKind::Closed => String::new(),
    };
    format!("[[rule]]\ninclude = [\"{glob}\"]\n{exclude}[rule.schema]\npath = \"{schema}\"\n")
}

/// What is to be written into the workspace at `root`; files that are as they should be included.
///
/// # Errors
/// A file cannot be read, or is a person's and does not take what is to be added.
pub fn install(root: &Path) -> Result<ChangeSet, Refused> {
    let mut changes = Vec::new();
    for kind in FileKind::ALL {
        let path = path(kind);
        let before = read_for_edit(root, &path)?;
        changes.push(change(path, before, kind.schema()));
    }
    for validator in &VALIDATORS {
        let [usual, other] = validator.names;
        // The usual one would hide the other.
        let (path, before) = match (read_for_edit(root, usual)?, read_for_edit(root, other)?) {
            (None, Some(before)) => (other, Some(before)),
            (before, _) => (usual, before),
        };
        let after = merged(validator, path, before.as_deref())?;
        changes.push(change(path.to_owned(), before, after));
    }
    Ok(ChangeSet(changes))
}

fn path(kind: FileKind) -> String {
    format!("{OWN}/schema/{}.json", kind.word())
}

fn change(path: String, before: Option<String>, after: String) -> Change {
    match before {
        Some(before) => Change::edit(path, before, after),
        None => Change::create(path, after),
    }
}

/// The file with `okr`'s part in it: in the place of an older one, else at the end.
fn merged(validator: &Validator, path: &str, before: Option<&str>) -> Result<String, Refused> {
    let entry = |kind: FileKind| (validator.entry)(kind, &self::path(kind));
    let entries: Vec<String> = FileKind::ALL.into_iter().map(entry).collect();
    let part = format!("{BEGIN}\n{}{END}\n", entries.join("\n"));
    let Some(before) = before else {
        return Ok(format!("{}{part}", validator.top));
    };
    let refused = |why: &str| Refused::Yours {
        path: path.to_owned(),
        why: why.to_owned(),
        add: part.clone(),
    };
    if let Err(error) = before.parse::<toml::Table>() {
        let sound = &before[..error.span().map_or(0, |span| span.start.min(before.len()))];
        let line = sound.matches('\n').count() + 1;
        let why = format!("line {line} is not TOML: {}", error.message());
        return Err(Refused::Broken {
            path: path.to_owned(),
            why,
        });
    }
    let lines_end = if before.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let own = part.replace('\n', lines_end);
    let after = match (before.find(BEGIN), before.find(END)) {
        // Without the lines around it, it is a person's own.
        (None, None)
            if FileKind::ALL
                .iter()
                .all(|kind| before.contains(&self::path(*kind))) =>
        {
            before.to_owned()
        }
        (None, None) => {
            let gap = match before {
                "" => "",
                text if text.ends_with('\n') => lines_end,
                _ => &lines_end.repeat(2),
            };
            format!("{before}{gap}{own}")
        }
        (Some(begin), Some(end)) if begin < end => {
            let behind = before[end..]
                .find('\n')
                .map_or("", |at| &before[end + at + 1..]);
            format!("{}{own}{behind}", &before[..begin])
        }
        (Some(_), _) | (None, Some(_)) => {
            return Err(refused("okr's part has no beginning or end"));
        }
    };
    if after == before {
        return Ok(after);
    }
    // A list `schemas = [...]` takes no tables behind it.
    match after.parse::<toml::Table>() {
        Ok(_) => Ok(after),
        Err(error) => Err(refused(&format!(
            "okr's part does not fit behind what you wrote: {}",
            error.message()
        ))),
    }
}
