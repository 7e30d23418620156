//! `okr export`: tables for other tools, which `okr import` reads back.

mod checkins;
mod okrs;
mod readings;

use super::args;
use super::context::Context;
use super::exit::Failure;
use crate::model::CycleId;
use crate::store::diagnostics::Finding;
use crate::store::load::Store;
use clap::{Args, Subcommand};

/// Print goals, check-ins or readings as a table for other tools
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    Okrs(okrs::OkrsArgs),
    Checkins(checkins::CheckinsArgs),
    Readings(readings::ReadingsArgs),
}

/// Exports.
pub fn run(args: &ExportArgs, context: &Context) -> Result<(), Failure> {
    match &args.what {
        What::Okrs(args) => okrs::run(args, context),
        What::Checkins(args) => checkins::run(args, context),
        What::Readings(args) => readings::run(args, context),
    }
}

/// The cycles that are named.
fn cycles(names: &[String], store: &Store, context: &Context) -> Result<Vec<CycleId>, Failure> {
    let settings = store.settings();
    let each = names.iter();
    each.map(|text| Ok(args::cycle::cycle(text, context.today, settings)?))
        .collect()
}

/// Success, or the list of what could not be read.
fn finish(findings: Vec<Finding>) -> Result<(), Failure> {
    match findings.is_empty() {
        true => Ok(()),
        false => Err(Failure::partial(findings)),
    }
}
