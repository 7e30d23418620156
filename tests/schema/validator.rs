//! Validates files against the schemas that the program prints: with a JSON Schema library, and with
//! tombi where it is installed.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const KINDS: [&str; 5] = ["settings", "objective", "kpi", "checkin", "closed"];

/// Where a file of each kind lies, in the order of [`KINDS`].
pub const PLACES: [&str; 5] = [
    "okr.toml",
    "2026-Q3/team/x.toml",
    "kpis/x.toml",
    "2026-Q3/checkins/x.toml",
    "2026-Q3/closed.toml",
];

/// The kind of the file at a path of a workspace; none where it is no concern of okr's.
pub fn kind_of(path: &str) -> Option<&'static str> {
    let (folder, rest) = path.split_once('/').unwrap_or(("", path));
    if !path.ends_with(".toml") {
        return None;
    }
    match (folder, rest) {
        ("", "okr.toml") => Some("settings"),
        ("kpis", _) => Some("kpi"),
        (cycle, _) if !cycle.starts_with(|c: char| c.is_ascii_digit()) => None,
        (_, "closed.toml") => Some("closed"),
        (_, rest) if rest.starts_with("checkins/") => Some("checkin"),
        (_, _) => Some("objective"),
    }
}

/// A schema as the program prints it.
pub fn schema(kind: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_okr"))
        .args(["schema", kind])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The five schemas, ready to validate.
pub struct Schemas(BTreeMap<&'static str, jsonschema::Validator>);

impl Schemas {
    pub fn new() -> Self {
        let of = |kind| {
            let options = jsonschema::draft7::options().should_validate_formats(true);
            (kind, options.build(&schema(kind)).unwrap())
        };
        Self(KINDS.into_iter().map(of).collect())
    }

    /// What is wrong with a text of a kind, which is TOML.
    pub fn errors(&self, kind: &str, text: &str) -> Vec<String> {
        let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
        let document = json(toml::Value::Table(table));
        let errors = self.0[kind].iter_errors(&document);
        let said =
            |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
        errors.map(said).collect()
    }

    /// How many files of the folder are of a kind; fails where one is not valid.
    pub fn assert_valid(&self, root: &Path) -> usize {
        let mut checked = 0;
        for (path, entry) in crate::support::tree(root) {
            let (Some(kind), crate::support::Entry::File(bytes)) = (kind_of(&path), entry) else {
                continue;
            };
            let errors = self.errors(kind, std::str::from_utf8(&bytes).unwrap());
            assert!(errors.is_empty(), "{path}: {errors:#?}");
            checked += 1;
        }
        checked
    }
}

/// As validators of TOML see a document: a date is a text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => {
            let entries = table.into_iter().map(|(key, value)| (key, json(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Tombi: what `OKR_TOMBI` names (CI sets it, and a tool that does not run fails there), else the one
/// that is installed; none where there is none. `pip install tombi` brings it.
fn tombi() -> Option<PathBuf> {
    let named = std::env::var_os("OKR_TOMBI").map(PathBuf::from);
    // Tests run in the package's folder, but tombi in that of a workspace.
    let named = named.map(|path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
    let program = named.clone().unwrap_or_else(|| "tombi".into());
    match Command::new(&program).arg("--version").output() {
        Ok(output) if output.status.success() => Some(program),
        other if named.is_some() => panic!("{}: {other:?}", program.display()),
        Ok(_) | Err(_) => None,
    }
}

/// What tombi says of a workspace in which the schemas are installed: whether all is well, and its
/// messages. None where it is not installed.
pub fn lint(root: &Path) -> Option<(bool, String)> {
    let mut tombi = Command::new(tombi()?);
    tombi.current_dir(root).env("NO_COLOR", "1");
    tombi.args(["lint", "--offline", "--error-on-warnings"]);
    let output = tombi.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    Some((output.status.success(), said))
}
