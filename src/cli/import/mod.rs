//! `okr import`: what other tools know, as goals and check-ins.

mod cells;
mod checkin_rows;
mod checkins;
mod columns;
mod faults;
mod json;
mod okrs;
mod readings;
mod record;
mod rows;
mod settle;
mod source;
mod table;
#[cfg(any(test, fuzzing))]
pub mod trial;
mod when;

use super::context::Context;
use super::exit::Failure;
use clap::{Args, Subcommand};

/// Take in goals, check-ins or readings from a CSV or JSON file
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    Okrs(Box<okrs::OkrsArgs>),
    Checkins(checkins::CheckinsArgs),
    Readings(readings::ReadingsArgs),
}

/// Imports.
pub fn run(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    match &args.what {
        What::Okrs(args) => okrs::run(args, context),
        What::Checkins(args) => checkins::run(args, context),
        What::Readings(args) => readings::run(args, context),
    }
}
