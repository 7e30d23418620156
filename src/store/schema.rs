//! JSON Schemas of the five kinds of file, made from the very shapes that files are read into: what a
//! reader accepts and what a schema knows cannot drift apart.

use super::shape::{CheckInShape, ClosedShape, KpiShape, ObjectiveShape, SettingsShape};
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// `okr.toml`.
    Settings,
    /// An objective with its key results.
    Objective,
    /// A KPI.
    Kpi,
    /// A check-in.
    CheckIn,
    /// A closed cycle.
    Closed,
}

impl FileKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Settings,
        Self::Kpi,
        Self::CheckIn,
        Self::Closed,
        Self::Objective,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Objective => "objective",
            Self::Kpi => "kpi",
            Self::CheckIn => "checkin",
            Self::Closed => "closed",
        }
    }

    /// The files of this kind in a workspace, as editors' validators write it. Where a file is of two
    /// kinds, the first of [`ALL`](Self::ALL) is meant.
    pub(super) fn glob(self) -> &'static str {
        match self {
            Self::Settings => "okr.toml",
            Self::Kpi => "kpis/**/*.toml",
            Self::CheckIn => "[0-9][0-9][0-9][0-9]*/checkins/*.toml",
            Self::Closed => "[0-9][0-9][0-9][0-9]*/closed.toml",
            Self::Objective => "[0-9][0-9][0-9][0-9]*/**/*.toml",
        }
    }

    /// Its schema: JSON Schema draft 7, as editors' validators of TOML know it, with a line break at
    /// the end. The same bytes from every run.
    pub fn schema(self) -> String {
        let schema = match self {
            Self::Settings => of::<SettingsShape>(),
            Self::Objective => of::<ObjectiveShape>(),
            Self::Kpi => of::<KpiShape>(),
            Self::CheckIn => of::<CheckInShape>(),
            Self::Closed => of::<ClosedShape>(),
        };
        // The alternate form is indented.
        format!("{:#}\n", Value::from(schema))
    }
}

fn of<S: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft07()
        .for_deserialize()
        .with(|settings| {
            // A reference has no description of its own where it is used.
            settings.inline_subschemas = true;
        });
    let mut schema = settings.into_generator().into_root_schema_for::<S>();
    RecursiveTransform(tidy).transform(&mut schema);
    schema
}

/// TOML knows no null: what is absent is left out. And a description is a paragraph.
fn tidy(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice["type"] != "null");
        if let [Value::Object(only)] = choices.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            for (key, value) in only {
                // What is said of the key goes before what is said of its kind.
                schema.entry(key).or_insert(value);
            }
        }
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}
