//! `okr demo`: the whole job, for real, on a copy of an example.

use super::context::{Context, print};
use super::exit::Failure;
use super::init::{self, Example};
use super::{Cli, Format, run as run_command};
use crate::render::Style;
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, Parser};
use std::path::{Path, PathBuf};

/// Walk through the whole job on a copy of an example
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// A folder for the copy; where it holds a workspace already, that is used as it is
    /// [default: a new temporary folder]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// One command of the walk, on its day.
struct Step {
    tells: &'static str,
    day: &'static str,
    words: &'static [&'static str],
}

const WALK: [Step; 5] = [
    Step {
        tells: "It is the middle of a quarter at Acme. Where do the customer people stand?",
        day: "2026-08-14",
        words: &["status", "customer-success"],
    },
    Step {
        tells: "Maria has a new retention rate. One line, one new file, nothing to merge:",
        day: "2026-08-14",
        words: &[
            "checkin",
            "retention",
            "74.2",
            "--confidence",
            "8/10",
            "--note",
            "Two renewals came early",
            "--by",
            "maria",
        ],
    },
    Step {
        tells: "Every figure can be explained, down to the line it came from:",
        day: "2026-08-14",
        words: &["explain", "loyal-customers.retention"],
    },
    Step {
        tells: "The quarter is over. How did it end?",
        day: "2026-10-02",
        words: &["score", "customer-success", "--cycle", "2026-Q3"],
    },
    Step {
        tells: "KPIs go on with the annual target kept and the next one set from the actual; \
                projects stay behind:",
        day: "2026-10-02",
        words: &["carry", "--from", "2026-Q3", "--yes"],
    },
];

/// Walks through the job.
pub fn run(args: &DemoArgs, context: &Context) -> Result<(), Failure> {
    context.format(&[Format::Table])?;
    let root = folder(args, context)?;
    if !root.join("okr.toml").exists() {
        init::create(&root, &root, &Example::Acme.files())?;
    }
    for step in &WALK {
        step.show(&root, context)?;
    }
    let written = "2026-Q4/customer-success/loyal-customers.toml";
    let file = std::fs::read_to_string(root.join(written)).unwrap_or_default();
    let dim = |text: &str| context.theme.paint(Style::Dim, text);
    print(&format!(
        "\n{}\n\n{file}\n{}\n\n  cd {}\n  okr status --as-of 2026-08-14\n  okr kpi --as-of 2026-08-14\n  \
         okr check\n\n`okr init` starts a workspace of your own; `okr help format` shows the files.\n",
        dim(&format!("# {written}, as carry wrote it:")),
        dim("# The files are yours to play with. Try next:"),
        root.display()
    ))
}

impl Step {
    fn show(&self, root: &Path, context: &Context) -> Result<(), Failure> {
        let command = self
            .words
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" ");
        let tells = context
            .theme
            .paint(Style::Dim, &format!("# {}: {}", self.day, self.tells));
        let command = context
            .theme
            .paint(Style::Bold, &format!("$ okr {command}"));
        print(&format!("\n{tells}\n{command}\n"))?;
        let words = std::iter::once(&"okr").chain(self.words);
        let cli = Cli::try_parse_from(words).map_err(|error| Failure::usage(error.to_string()))?;
        run_command(cli.command, &self.world(root, context))
    }

    /// The world on the day of the step, in the copy.
    fn world(&self, root: &Path, context: &Context) -> Context {
        let day = self.day.parse::<NaiveDate>().unwrap_or(context.today);
        let mut global = context.global.clone();
        global.dir = Some(root.to_owned());
        Context {
            global,
            current: root.to_owned(),
            today: day,
            now: day.and_time(NaiveTime::MIN).and_utc(),
            stopped: true,
            day_only: true,
            theme: context.theme,
            error_theme: context.error_theme,
            config: super::context::UserConfig::default(),
        }
    }
}

fn quoted(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

fn folder(args: &DemoArgs, context: &Context) -> Result<PathBuf, Failure> {
    if let Some(folder) = &args.folder {
        return Ok(context.current.join(folder));
    }
    let made = tempfile::Builder::new().prefix("okr-demo-").tempdir();
    let made =
        made.map_err(|error| Failure::system(format!("making a temporary folder: {error}")))?;
    Ok(made.keep())
}
