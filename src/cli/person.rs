//! Who is at the keyboard.

use super::args::person::{self, Who};
use super::context::{Context, variable};
use super::exit::Failure;
use crate::model::{Name, Settings};
use std::path::Path;
use std::process::Command;

/// Who I am, for readers: they start no program.
pub fn reader(settings: &Settings, context: &Context) -> Result<Name, Failure> {
    find(None, &|| None, settings, context)
}

/// Who I am, for writers: where only the login is known, git's address is matched as well.
pub fn writer(
    by: Option<&str>,
    root: &Path,
    settings: &Settings,
    context: &Context,
) -> Result<Name, Failure> {
    let matchable = settings.people.values().any(|p| p.email.is_some());
    let email = || if matchable { git_email(root) } else { None };
    find(by, &email, settings, context)
}

fn find(
    by: Option<&str>,
    email: &dyn Fn() -> Option<String>,
    settings: &Settings,
    context: &Context,
) -> Result<Name, Failure> {
    let environment = variable("OKR_USER");
    // Asking the system for the login takes a while, and is of no use where somebody said who it is.
    let told = by.is_some() || environment.is_some() || context.config.user.is_some();
    let login = if told { None } else { whoami::username().ok() };
    Ok(person::who(&Who {
        by,
        okr_user: environment.as_deref(),
        config: context.config.user.as_deref(),
        login: login.as_deref(),
        email,
        people: &settings.people,
    })?)
}

fn git_email(root: &Path) -> Option<String> {
    let git = Command::new("git")
        .args(["config", "user.email"])
        .current_dir(root)
        .output()
        .ok()?;
    let email = String::from_utf8(git.stdout).ok()?.trim().to_owned();
    (!email.is_empty()).then_some(email)
}
