//! `okr import`: what other tools know, as check-ins.

mod columns;
mod json;
mod readings;
mod rows;
mod settle;
mod table;
#[cfg(any(test, fuzzing))]
pub mod trial;
mod when;

use super::context::Context;
use super::exit::Failure;
use clap::{Args, Subcommand};

/// Take in readings of KPIs from a CSV or JSON file of another tool
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    Readings(readings::ReadingsArgs),
}

/// Imports.
pub fn run(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    match &args.what {
        What::Readings(args) => readings::run(args, context),
    }
}
