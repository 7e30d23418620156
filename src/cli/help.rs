//! `okr help TOPIC`: the manual.

use super::context::{Context, print};
use super::exit::Failure;
use clap::{Args, CommandFactory};

/// The manual: format, scoring, kpis, practice, carry, git, scripting, json
#[derive(Debug, Clone, Args)]
pub struct HelpArgs {
    /// A topic, or a command such as `new kr`
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

const TOPICS: [(&str, &str); 8] = [
    ("format", include_str!("help/format.md")),
    ("scoring", include_str!("help/scoring.md")),
    ("kpis", include_str!("help/kpis.md")),
    ("practice", include_str!("help/practice.md")),
    ("carry", include_str!("help/carry.md")),
    ("git", include_str!("help/git.md")),
    ("scripting", include_str!("help/scripting.md")),
    ("json", include_str!("help/json.md")),
];

const ABOUT: [&str; 8] = [
    "the files: every key, with examples",
    "what a score, a status and a flag mean",
    "KPIs: values, targets, health, signals, import",
    "what okr check asks of goals and KPIs",
    "from one cycle to the next",
    "goals in git: branches, merges, pull requests",
    "exit codes, check-ins from files, cron",
    "the documents that --format json prints",
];

/// The topics, a line each.
fn overview() -> String {
    let lines = TOPICS.iter().zip(ABOUT);
    let lines = lines.map(|((name, _), about)| format!("  okr help {name:<10}  {about}\n"));
    let topics: String = lines.collect();
    format!(
        "The manual:\n\n{topics}\n`okr --help` lists the commands; `okr help COMMAND` explains one.\n"
    )
}

/// Prints a topic, a command's help, or the list of both.
pub fn run(args: &HelpArgs, _context: &Context) -> Result<(), Failure> {
    let mut definition = super::Cli::command();
    if args.topic.is_empty() {
        return print(&overview());
    }
    let topic = &args.topic.join(" ");
    if let Some((_, text)) = TOPICS.iter().find(|(name, _)| name == topic) {
        return print(text);
    }
    // Building first gives subcommands the options that all share.
    definition.build();
    let mut words = args.topic.iter();
    let command = words.try_fold(&mut definition, |command, word| {
        command.find_subcommand_mut(word)
    });
    if let Some(command) = command {
        return print(&command.render_long_help().to_string());
    }
    let names: Vec<_> = TOPICS.iter().map(|(name, _)| *name).collect();
    let meant = names
        .iter()
        .find(|name| strsim::osa_distance(name, topic) <= 2);
    let meant = meant
        .map(|name| format!("did you mean `{name}`? "))
        .unwrap_or_default();
    Err(
        Failure::usage(format!("there is no help on `{topic}`")).help(format!(
            "{meant}topics: {}; or a command's name",
            names.join(", ")
        )),
    )
}
