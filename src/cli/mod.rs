//! What a person types: one file a command, each of them load, compute, render, print, or edit,
//! write, echo.

mod amend;
pub mod args;
mod carry;
mod change;
mod charts;
mod check;
mod checkin;
mod close;
mod commit;
mod context;
mod cycle;
mod demo;
mod desk;
mod drop;
mod due;
mod edit;
mod exit;
mod explain;
mod export;
pub mod findings;
mod from_day;
mod give_up;
mod help;
mod home;
mod hooks;
mod import;
mod init;
mod kpi;
mod log;
mod look_back;
mod mv;
mod new;
mod person;
mod prompt;
mod reading;
mod report;
mod retire;
mod review;
mod schema;
mod score;
mod show;
mod status;
mod tree;

#[cfg(fuzzing)]
pub use import::trial as import_trial;

use clap::{Args, Parser, Subcommand, ValueEnum};
use context::{Context, say};
use exit::{Code, Failure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Objectives, key results and KPIs as plain TOML files that git merges.
#[derive(Debug, Parser)]
#[command(
    name = "okr",
    version,
    disable_help_subcommand = true,
    before_help = "  okr checkin retention 74.5 --confidence 7/10    report where a goal stands\n  \
                   okr status                                      see the quarter at a glance\n  \
                   okr carry                                       take the KPIs into the next quarter",
    after_help = "`okr help TOPIC` is the manual: format, scoring, kpis, carry, git, scripting, json."
)]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
pub struct GlobalArgs {
    /// The workspace's folder, instead of the nearest okr.toml above this one
    #[arg(
        short = 'C',
        long,
        global = true,
        value_name = "DIR",
        hide_short_help = true
    )]
    dir: Option<PathBuf>,
    /// How to print the result
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        hide_short_help = true
    )]
    format: Option<Format>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", hide_possible_values = true,
        hide_short_help = true)]
    color: Color,
    /// Use ASCII only
    #[arg(long, global = true, hide_short_help = true)]
    ascii: bool,
    /// Never ask, even on a terminal
    #[arg(long, global = true, hide_short_help = true)]
    no_input: bool,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    Table,
    /// For a script.
    Json,
    /// For a spreadsheet.
    Csv,
    /// For a pull request or a wiki.
    Markdown,
    /// For a calendar.
    Ics,
    /// For Graphviz.
    Dot,
    /// For annotations of a pull request.
    Github,
    /// For a browser.
    Html,
}

impl Format {
    fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Ics => "ics",
            Self::Dot => "dot",
            Self::Github => "github",
            Self::Html => "html",
        }
    }
}

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    New(new::NewArgs),
    Checkin(checkin::CheckinArgs),
    Due(due::DueArgs),
    Status(status::StatusArgs),
    Kpi(kpi::KpiArgs),
    Log(log::LogArgs),
    Show(show::ShowArgs),
    Explain(explain::ExplainArgs),
    Score(score::ScoreArgs),
    Tree(tree::TreeArgs),
    Report(report::ReportArgs),
    Amend(amend::AmendArgs),
    Drop(drop::DropArgs),
    Edit(edit::EditArgs),
    Mv(mv::MvArgs),
    Review(review::ReviewArgs),
    Close(close::CloseArgs),
    Carry(carry::CarryArgs),
    Cycle(cycle::CycleArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Check(check::CheckArgs),
    Schema(schema::SchemaArgs),
    Help(help::HelpArgs),
}

/// Reads the command line, does what it says and turns the outcome into an exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let json = cli.global.format == Some(Format::Json);
    let outcome = Context::new(cli.global)
        .map_err(|failure| (failure, crate::render::Theme::PLAIN))
        .and_then(|context| {
            let theme = context.error_theme;
            run(cli.command, &context).map_err(|failure| (failure, theme))
        });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((failure, theme)) => {
            say(&failure.text(json, theme));
            ExitCode::from(failure.code as u8)
        }
    }
}

fn run(command: Option<Command>, context: &Context) -> Result<(), Failure> {
    match command {
        None => home::run(context),
        Some(Command::Demo(args)) => demo::run(&args, context),
        Some(Command::Init(args)) => init::run(&args, context),
        Some(Command::New(args)) => new::run(&args, context),
        Some(Command::Checkin(args)) => checkin::run(&args, context),
        Some(Command::Due(args)) => due::run(&args, context),
        Some(Command::Status(args)) => status::run(&args, context),
        Some(Command::Kpi(args)) => kpi::run(&args, context),
        Some(Command::Log(args)) => log::run(&args, context),
        Some(Command::Show(args)) => show::run(&args, context),
        Some(Command::Explain(args)) => explain::run(&args, context),
        Some(Command::Score(args)) => score::run(&args, context),
        Some(Command::Tree(args)) => tree::run(&args, context),
        Some(Command::Report(args)) => report::run(&args, context),
        Some(Command::Amend(args)) => amend::run(&args, context),
        Some(Command::Drop(args)) => drop::run(&args, context),
        Some(Command::Edit(args)) => edit::run(&args, context),
        Some(Command::Mv(args)) => mv::run(&args, context),
        Some(Command::Review(args)) => review::run(&args, context),
        Some(Command::Close(args)) => close::run(&args, context),
        Some(Command::Carry(args)) => carry::run(&args, context),
        Some(Command::Cycle(args)) => cycle::run(&args, context),
        Some(Command::Import(args)) => import::run(&args, context),
        Some(Command::Export(args)) => export::run(&args, context),
        Some(Command::Check(args)) => check::run(&args, context),
        Some(Command::Schema(args)) => schema::run(&args, context),
        Some(Command::Help(args)) => help::run(&args, context),
    }
}

/// Help and the version are results; everything else that clap says is a usage error.
fn refuse(error: &clap::Error) -> ExitCode {
    let json = std::env::args().any(|a| a == "--format=json")
        || std::env::args()
            .zip(std::env::args().skip(1))
            .any(|(a, b)| a == "--format" && b == "json");
    if error.use_stderr() && json {
        let text = error.to_string();
        let lines = text.lines().take_while(|line| !line.trim().is_empty());
        let message = lines.map(str::trim).collect::<Vec<_>>().join(" ");
        let message = message.trim_start_matches("error: ");
        say(&Failure::usage(message).text(true, crate::render::Theme::PLAIN));
    } else {
        // Printing to a closed pipe is no error.
        let printed = error.print();
        if printed.is_err_and(|e| e.kind() != std::io::ErrorKind::BrokenPipe) {
            return ExitCode::from(Code::System as u8);
        }
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
