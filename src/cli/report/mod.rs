//! `okr report`: the cycle on one page.

mod gather;

use super::Format;
use super::context::{Context, print, say};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use crate::render::report::html;
use crate::store::load::Depth;
use crate::store::publish::publish;
use clap::Args;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Put a cycle on one page: a file that a board reads and a team opens on Monday
///
/// The page is one HTML file: goals and how they stand, what changed in the last check-in period, what
/// is in the way, who is late, the KPIs with their charts, and after the cycle the reviews and what goes
/// on. It loads nothing from elsewhere, so it works offline, as an attachment, on a phone and on paper.
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr report -o report.html                        the quarter, for everybody\n  \
                   okr report --team product -o product.html        one team's page\n  \
                   okr report --cycle last -o 2026-Q2.html          how the last quarter ended"
)]
pub struct ReportArgs {
    #[command(flatten)]
    when: WhenArgs,
    /// Only a team's: its folder or any unique part of it
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// The file to write; an earlier one is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the page.
pub fn run(args: &ReportArgs, context: &Context) -> Result<(), Failure> {
    let format = context.format_or(Format::Html, &[Format::Html])?;
    if args.output.is_none() && std::io::stdout().is_terminal() {
        return Err(
            Failure::usage("the report is a page for a browser, not for a terminal")
                .help("`okr report -o report.html` writes it to a file"),
        );
    }
    let mut reading = Reading::to(Depth::Full, &args.when, context)?;
    let team = args.team.as_deref();
    let team = team.map(|team| reading.team(team)).transpose()?;
    let since = gather::read(&mut reading, args.when.cycle.is_some());
    let known = gather::Known::new(&reading, since, team.as_deref());
    let unreadable = reading.unreadable();
    let report = known.report(&reading, &unreadable, context.today);
    let page = match format {
        Format::Html
        | Format::Table
        | Format::Json
        | Format::Csv
        | Format::Markdown
        | Format::Ics
        | Format::Dot
        | Format::Github => html(&report),
    };
    match &args.output {
        Some(path) => write(path, &page)?,
        None => print(&page)?,
    }
    reading.finish()
}

fn write(path: &Path, page: &str) -> Result<(), Failure> {
    publish(path, page.as_bytes())
        .map_err(|error| Failure::system(format!("{}: {error}", path.display())))?;
    let size = page.len().div_ceil(1024);
    say(&format!("wrote {} ({size} KB)\n", path.display()));
    Ok(())
}
