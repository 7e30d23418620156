//! `okr explain RULE`: what a rule of `okr check` asks for.

use crate::cli::check;
use crate::cli::context::{Context, Output, print, say};
use crate::cli::exit::Failure;
use crate::cli::findings;
use crate::method::advice::{RULES, Rule, nearest_rule};
use crate::render::explain::rule;
use crate::store::diagnostics::Finding;
use crate::store::load::Store;
use crate::store::write::create_all;
use chrono::NaiveDate;

/// Lists all rules.
pub fn list(context: &Context) -> Result<(), Failure> {
    print(&match context.output()? {
        Output::Json => rule::list_json(RULES),
        Output::Text => rule::list(RULES, context.theme),
    })
}

/// Explains a rule; `goal` is one of the same name.
pub fn explain(rule: &Rule, goal: Option<&str>, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let found = found(rule);
    print(&match output {
        Output::Json => rule::json(rule, &check::views(&found)),
        Output::Text => rule::text(rule, &found, context.theme),
    })?;
    if let Some(goal) = goal {
        say(&format!("the goal of that name: okr explain {goal}\n"));
    }
    Ok(())
}

/// What a rule finds in its bad example; nothing where the system leaves no room to look.
fn found(rule: &Rule) -> Vec<Finding> {
    let Ok(folder) = tempfile::tempdir() else {
        return Vec::new();
    };
    let own = |&(path, text): &(&str, &str)| (path.to_owned(), text.to_owned());
    let mut files: Vec<_> = rule.bad.files.iter().map(own).collect();
    if !files.iter().any(|(path, _)| path == "okr.toml") {
        files.push(("okr.toml".to_owned(), "format = 1\n".to_owned()));
    }
    let day = rule.bad.day.parse::<NaiveDate>();
    let (Ok(()), Ok(day)) = (create_all(folder.path(), &files), day) else {
        return Vec::new();
    };
    let mut found = findings::all(&Store::open_lenient(folder.path()), day);
    found.retain(|finding| finding.rule == rule.name);
    found
}

/// A goal was not found: a rule may have been meant.
pub fn or_a_rule(name: &str, failure: Failure) -> Failure {
    match nearest_rule(name) {
        Some(rule) => failure.help(format!(
            "did you mean the rule `{rule}`? okr explain {rule}"
        )),
        None => failure,
    }
}
