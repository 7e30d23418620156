//! What a key may hold, as a JSON Schema says it where the Rust type alone says less.

use super::scalars::{BandShape, Day, Number, TargetShape, TargetText};
use crate::model::{CycleId, GoalRef, KpiId, Name, ObjectivePath};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;
use std::marker::PhantomData;

/// Writes a [`JsonSchema`] by hand: the type, its schema.
macro_rules! schema_of {
    ($kind:ty, $name:literal, $make:expr) => {
        impl schemars::JsonSchema for $kind {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let make: fn(&mut schemars::SchemaGenerator) -> schemars::Schema = $make;
                make(generator)
            }
        }
    };
}

/// A type for schemas alone: one of the words of a list, the same that the reader knows.
macro_rules! one_of {
    ($kind:ident, $name:literal, $words:expr) => {
        /// One of the words of a list.
        pub(super) enum $kind {}
        crate::store::shape::allowed::schema_of!($kind, $name, |_| {
            crate::store::shape::allowed::words($words.iter().map(|(word, _)| *word))
        });
    };
}

pub(super) use {one_of, schema_of};

/// One of `words`.
pub(super) fn words<'a>(words: impl Iterator<Item = &'a str>) -> Schema {
    let words: Vec<_> = words.collect();
    json_schema!({ "type": "string", "enum": words })
}

fn text(pattern: &str) -> Schema {
    json_schema!({ "type": "string", "pattern": format!("^{pattern}$") })
}

/// A text that is not blank.
pub(super) enum Said {}
schema_of!(
    Said,
    "text",
    |_| json_schema!({ "type": "string", "pattern": r"\S" })
);

/// A name: a person's handle, the key of a key result or of a milestone.
pub(super) enum NameText {}
schema_of!(NameText, "name", |_| text(Name::PATTERN));

/// The id of an objective within its cycle.
pub(super) enum PathText {}
schema_of!(PathText, "path", |_| text(&ObjectivePath::pattern()));

/// The id of a KPI.
pub(super) enum KpiText {}
schema_of!(KpiText, "KPI", |_| text(&KpiId::pattern()));

/// A reference to an objective or a key result.
pub(super) enum GoalText {}
schema_of!(GoalText, "goal", |_| text(&GoalRef::pattern()));

/// A reference that names its cycle.
pub(super) enum ForeignGoalText {}
schema_of!(ForeignGoalText, "goal", |_| text(&format!(
    "{}/{}",
    CycleId::PATTERN,
    // Without a cycle of its own it could name two.
    GoalRef::pattern().trim_start_matches(&format!("({}/)?", CycleId::PATTERN))
)));

/// A whole number.
pub(super) enum Whole {}
schema_of!(
    Whole,
    "whole number",
    |_| json_schema!({ "type": "integer" })
);

schema_of!(Number, "number", |_| json_schema!({ "type": "number" }));
// Validators of TOML hold a local date, and nothing else, to be a text of this format.
schema_of!(
    Day,
    "date",
    |_| json_schema!({ "type": "string", "format": "date" })
);
schema_of!(TargetText, "target", |_| json_schema!({
    "anyOf": [
        { "type": "number" },
        { "type": "string", "pattern": r"^[+-]([0-9]+\.?[0-9]*|\.[0-9]+)%$" },
    ]
}));
schema_of!(TargetShape, "target", |generator| json_schema!({
    "anyOf": [{ "type": "number" }, generator.subschema_for::<BandShape>()]
}));

/// A table with free keys, each of which is a `K`, and values that are each a `V`.
pub(super) struct Table<K, V>(PhantomData<(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Table<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "table".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let key = generator.subschema_for::<K>();
        let pattern = key.get("pattern").and_then(|p| p.as_str());
        let pattern = pattern.unwrap_or_default();
        let value = generator.subschema_for::<V>();
        json_schema!({
            "type": "object",
            "patternProperties": { pattern: value },
            "additionalProperties": false,
        })
    }
}

/// A KPI's targets: by cycle, and `always`.
pub(super) enum TargetsTable {}
schema_of!(TargetsTable, "targets", |generator| {
    let mut target = |means: &str| {
        let mut target = TargetShape::json_schema(generator);
        target.insert("description".to_owned(), means.into());
        target
    };
    let always = target(
        "The target where no cycle's stands, such as `always = 70`. Not for a KPI of `aggregate = \"sum\"`.",
    );
    let cycle = target(
        "The target of this cycle, such as `2026-Q3 = 75`; with `direction = \"maintain\"` a band such as `2026-Q3 = { at_least = 4, at_most = 5 }`.",
    );
    json_schema!({
        "type": "object",
        "properties": { "always": always },
        "patternProperties": { format!("^{}$", CycleId::PATTERN): cycle },
        "additionalProperties": false,
    })
});
