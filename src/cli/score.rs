//! `okr score`: the grading table.

use super::Format;
use super::context::{Context, print};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use super::status::Filter;
use crate::method::Evaluator;
use crate::render::status::View;
use crate::render::{json, score};
use clap::Args;

/// Grade a cycle: scores by objective, team and company, beside the self-grades
#[derive(Debug, Clone, Args)]
#[command(before_help = "  okr score                   the quarter so far\n  \
                               okr score --cycle last      the final scores of the last one")]
pub struct ScoreArgs {
    /// Teams or goals to grade: any unique part of their id or title
    #[arg(value_name = "TEAM|GOAL")]
    only: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
}

/// Shows the grading table.
pub fn run(args: &ScoreArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format(&[Format::Table, Format::Json, Format::Csv, Format::Markdown])?;
    let mut reading = Reading::new(&args.when, context)?;
    let filter = Filter {
        only: Filter::goals(&args.only, &mut reading)?,
        ..Filter::default()
    };
    let evaluator = Evaluator::new(&reading.workspace, reading.day);
    let cycle = evaluator.cycle(reading.cycle);
    let shown = filter.apply(&cycle);
    let view = View {
        whose: None,
        teams: if filter.only.is_empty() {
            cycle.teams()
        } else {
            Vec::new()
        },
        settings: reading.store.settings(),
        since: None,
        cycle: &cycle,
        shown,
    };
    let text = match format {
        Format::Json => json::score(&cycle, &view.shown, &reading.unreadable()),
        Format::Csv => score::csv(&view.shown),
        Format::Markdown => score::markdown(&view),
        Format::Table | Format::Ics | Format::Dot | Format::Github | Format::Html => {
            score::table(&view, context.theme)
        }
    };
    print(&text)?;
    drop(evaluator);
    reading.finish()
}
