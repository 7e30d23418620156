//! Goals of another tool as they stand in a table, and as they are planned.

use super::OkrsArgs;
use crate::cli::context::Context;
use crate::model::{Ambition, CycleId, GoalId, Objective, ObjectivePath, Update, slug};
use crate::render::exchange::imported::Leftover;
use crate::store::load::Store;
use chrono::NaiveDate;

/// What is around a table.
pub(super) struct World<'a> {
    pub(super) store: &'a Store,
    pub(super) context: &'a Context,
    pub(super) args: &'a OkrsArgs,
}

/// A cell, and the column that it stands in.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) column: String,
    pub(super) text: String,
}

/// The two kinds of goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What is to be reached.
    Objective,
    /// How that is known.
    KeyResult,
}

/// A goal as another tool has it.
#[derive(Debug, Clone)]
pub(super) struct Goal {
    pub(super) row: usize,
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) owners: Cell,
    /// The team's folder; none at the top.
    pub(super) team: Option<String>,
    /// The cycle as it is written, and what that means.
    pub(super) period: Cell,
    pub(super) cycle: Option<CycleId>,
    /// The goal above it, by its place in the list.
    pub(super) parent: Option<usize>,
    pub(super) baseline: Cell,
    pub(super) target: Cell,
    pub(super) value: Cell,
    pub(super) unit: Cell,
    pub(super) weight: Cell,
    pub(super) status: Cell,
    pub(super) note: Cell,
    pub(super) tags: Vec<String>,
    pub(super) ambition: Option<Ambition>,
    /// When it should be reached; the cell is blank where the cycle says that day as well.
    pub(super) due: (Cell, Option<NaiveDate>),
}

impl Goal {
    /// A goal of which nothing but the title is known.
    pub(super) fn new(row: usize, kind: Kind, title: String) -> Self {
        Self {
            row,
            kind,
            title,
            owners: Cell::default(),
            team: None,
            period: Cell::default(),
            cycle: None,
            parent: None,
            baseline: Cell::default(),
            target: Cell::default(),
            value: Cell::default(),
            unit: Cell::default(),
            weight: Cell::default(),
            status: Cell::default(),
            note: Cell::default(),
            tags: Vec::new(),
            ambition: None,
            due: (Cell::default(), None),
        }
    }
}

/// The goals of a table, before they have places.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) goals: Vec<Goal>,
    /// The cycle of what names none.
    pub(super) usual: Option<CycleId>,
    pub(super) left: Leftover,
    pub(super) assumed: Vec<String>,
}

/// What is reported of a goal on a day.
pub(super) struct Said {
    pub(super) day: NaiveDate,
    pub(super) goal: GoalId,
    pub(super) update: Update,
}

/// The goals in their places.
#[derive(Default)]
pub(super) struct Planned {
    pub(super) objectives: Vec<(usize, Objective)>,
    pub(super) updates: Vec<Said>,
    pub(super) left: Leftover,
    pub(super) assumed: Vec<String>,
}

/// The team's folder that words name; `/` and `>` stand between a team and those in it.
pub(super) fn team(text: &str) -> Option<String> {
    let parts = text
        .split(['/', '>'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let names = parts.map(|part| slug(part).map(|name| name.to_string()));
    let names: Vec<String> = names.collect::<Option<_>>()?;
    let path = names.join("/");
    ObjectivePath::new(&path).ok().map(|_| path)
}
