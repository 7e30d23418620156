//! `okr report`: the cycle on one page.

mod gather;

use super::Format;
use super::context::{Context, print, say};
use super::exit::Failure;
use super::reading::{Reading, WhenArgs};
use crate::render::report::{html, markdown};
use crate::render::text::kilobytes;
use crate::store::load::Depth;
use crate::store::publish::publish;
use clap::Args;
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::mem::ManuallyDrop;
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
    /// The file to write, as Markdown where it ends in .md; an earlier one is replaced
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the page.
pub fn run(args: &ReportArgs, context: &Context) -> Result<(), Failure> {
    let usual = args.output.as_deref().map_or(Format::Html, by_ending);
    let format = context.format_or(usual, &[Format::Html, Format::Markdown])?;
    if format == Format::Html && args.output.is_none() && std::io::stdout().is_terminal() {
        return Err(
            Failure::usage("the report is a page for a browser, not for a terminal")
                .help("`okr report -o report.html` writes it to a file"),
        );
    }
    let output = args
        .output
        .as_deref()
        .map(|path| context.current.join(path));
    if output.as_deref().is_some_and(is_ours) {
        return Err(Failure::usage(
            "a report goes into no .toml file and not into .okr: those are okr's own",
        )
        .help("`okr report -o report.html` writes it beside them"));
    }
    let mut reading = Reading::to(Depth::Full, &args.when, context)?;
    let team = args.team.as_deref();
    let team = team.map(|team| reading.team(team)).transpose()?;
    let since = gather::read(&mut reading, args.when.cycle.is_some());
    // As the workspace, none of it is taken apart at the end.
    let known = ManuallyDrop::new(gather::Known::new(&reading, since, team.as_deref()));
    let unreadable = reading.unreadable();
    let report = known.report(&reading, &unreadable, context.today);
    let page = match format {
        Format::Markdown => markdown(&report),
        Format::Html
        | Format::Table
        | Format::Json
        | Format::Csv
        | Format::Ics
        | Format::Dot
        | Format::Github => html(&report),
    };
    match (&args.output, output) {
        (Some(name), Some(path)) => write(name, &path, &page)?,
        _ => print(&page)?,
    }
    reading.finish()
}

/// What a file is to hold, where nobody says: Markdown by its ending, else a page.
fn by_ending(path: &Path) -> Format {
    match has_ending(path, &["md", "markdown"]) {
        true => Format::Markdown,
        false => Format::Html,
    }
}

/// Whether a path is one of goals or of okr's own workings.
fn is_ours(path: &Path) -> bool {
    has_ending(path, &["toml"]) || path.components().any(|part| part.as_os_str() == ".okr")
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

fn write(name: &Path, path: &Path, page: &str) -> Result<(), Failure> {
    publish(path, page.as_bytes())
        .map_err(|error| Failure::system(format!("{}: {error}", name.display())))?;
    say(&format!(
        "wrote {} ({})\n",
        name.display(),
        kilobytes(page.len())
    ));
    Ok(())
}
