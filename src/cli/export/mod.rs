//! `okr export`: tables for other tools, which `okr import` reads back.

mod readings;

use super::context::Context;
use super::exit::Failure;
use clap::{Args, Subcommand};

/// Print the readings of KPIs as a table for other tools
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    Readings(readings::ReadingsArgs),
}

/// Exports.
pub fn run(args: &ExportArgs, context: &Context) -> Result<(), Failure> {
    match &args.what {
        What::Readings(args) => readings::run(args, context),
    }
}
