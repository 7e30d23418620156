//! What a command sees of the world: folder, environment, clock and terminal, each read once.

use super::exit::{Code, Failure};
use super::{Color, Format, GlobalArgs};
use crate::model::Invalid;
use crate::render::Theme;
use crate::store::discover::{Search, discover};
use crate::store::load::Store;
use chrono::{DateTime, Datelike, Local, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// The world, as a command sees it.
pub struct Context {
    /// What was asked of every command.
    pub global: GlobalArgs,
    /// The current folder.
    pub current: PathBuf,
    /// The local calendar day.
    pub today: NaiveDate,
    /// The instant at which the program started.
    pub now: DateTime<Utc>,
    /// Whether `OKR_TODAY` stopped the clock.
    pub stopped: bool,
    /// Whether only a day was given for `now`.
    pub day_only: bool,
    /// What stdout can show.
    pub theme: Theme,
    /// What stderr can show.
    pub error_theme: Theme,
    /// The user's own configuration.
    pub config: UserConfig,
}

/// How a command prints its result that knows a table and JSON alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// For a person.
    Text,
    /// For a script.
    Json,
}

/// `okr/config.toml` in the platform's folder for configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserConfig {
    /// The workspace to use where none is found.
    pub workspace: Option<PathBuf>,
    /// Who I am in workspaces.
    pub user: Option<String>,
}

impl Context {
    /// Reads the world.
    ///
    /// # Errors
    /// `OKR_TODAY` and the user's configuration must make sense.
    pub fn new(global: GlobalArgs) -> Result<Self, Failure> {
        let (today, now, day_only) = clock(variable("OKR_TODAY").as_deref())?;
        let current = std::env::current_dir()
            .map_err(|error| Failure::system(format!("the current folder: {error}")))?;
        let ascii = global.ascii || !is_utf8();
        let theme = |is_terminal: bool| Theme {
            color: wants_color(global.color, is_terminal),
            ascii,
            width: if is_terminal { width() } else { None },
        };
        Ok(Self {
            theme: theme(io::stdout().is_terminal()),
            error_theme: theme(io::stderr().is_terminal()),
            current,
            today,
            now,
            stopped: variable("OKR_TODAY").is_some(),
            day_only,
            config: user_config()?,
            global,
        })
    }

    /// The present instant: later than `now` once somebody has taken time to answer.
    pub fn instant(&self) -> DateTime<Utc> {
        if self.stopped { self.now } else { Utc::now() }
    }

    /// The format that was asked for, if the command knows it.
    ///
    /// # Errors
    /// Names the formats that it knows.
    pub fn format(&self, known: &[Format]) -> Result<Format, Failure> {
        self.format_or(Format::Table, known)
    }

    /// The same for a command that prints something else than a table where nothing is asked for.
    ///
    /// # Errors
    /// As [`format`](Self::format).
    pub fn format_or(&self, usual: Format, known: &[Format]) -> Result<Format, Failure> {
        let asked = self.global.format.unwrap_or(usual);
        if known.contains(&asked) {
            return Ok(asked);
        }
        let words: Vec<_> = known.iter().map(|f| f.word()).collect();
        Err(
            Failure::usage(format!("this command has no format `{}`", asked.word()))
                .help(format!("it knows: {}", words.join(", "))),
        )
    }

    /// The same for a command that knows a table and JSON alone.
    ///
    /// # Errors
    /// As [`format`](Self::format).
    pub fn output(&self) -> Result<Output, Failure> {
        let json = self.format(&[Format::Table, Format::Json])? == Format::Json;
        Ok(if json { Output::Json } else { Output::Text })
    }

    /// Opens the workspace.
    ///
    /// # Errors
    /// None is found, or its settings are invalid.
    pub fn store(&self) -> Result<Store, Failure> {
        Store::open(&self.root()?).map_err(Failure::invalid)
    }

    /// The workspace's folder.
    ///
    /// # Errors
    /// Says where it was looked for.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        if let Some(dir) = self
            .global
            .dir
            .as_ref()
            .filter(|d| !self.current.join(d).is_dir())
        {
            return Err(Failure::not_found(format!(
                "there is no folder {}",
                dir.display()
            )));
        }
        let environment = variable("OKR_DIR").map(PathBuf::from);
        let home = std::env::home_dir();
        Ok(discover(&Search {
            dir: self.global.dir.as_deref(),
            environment: environment.as_deref(),
            current: &self.current,
            home: home.as_deref(),
            configured: self.config.workspace.as_deref(),
        })?)
    }
}

/// An environment variable that is set and not empty.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn clock(fixed: Option<&str>) -> Result<(NaiveDate, DateTime<Utc>, bool), Failure> {
    let Some(text) = fixed else {
        let now = Local::now();
        return Ok((now.date_naive(), now.to_utc(), false));
    };
    let day = text.parse::<NaiveDate>().ok().filter(|day| day.year() > 0);
    if let Some(day) = day {
        return Ok((day, day.and_time(NaiveTime::MIN).and_utc(), true));
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Ok((instant.date_naive(), instant.to_utc(), false)),
        Err(_) => Err(
            Invalid::new(format!("OKR_TODAY is `{text}`, which is no day"))
                .help(
                    "set it to a day such as 2026-07-14 or an instant such as 2026-07-14T09:12:33Z",
                )
                .into(),
        ),
    }
}

fn user_config() -> Result<UserConfig, Failure> {
    let Some(path) = dirs::config_dir().map(|d| d.join("okr").join("config.toml")) else {
        return Ok(UserConfig::default());
    };
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(UserConfig::default());
    };
    toml::from_str(&text).map_err(|error| {
        let message = format!("{}: {}", path.display(), error.message());
        Failure::new(Code::Invalid, "invalid", message).help("it may hold `workspace` and `user`")
    })
}

fn wants_color(choice: Color, is_terminal: bool) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            if variable("NO_COLOR").is_some() {
                return false;
            }
            let forced = variable("CLICOLOR_FORCE").is_some_and(|v| v != "0");
            let dumb = variable("TERM").is_some_and(|t| t == "dumb");
            forced || (is_terminal && !dumb)
        }
    }
}

/// Whether the locale is UTF-8; where none is set it is taken to be.
fn is_utf8() -> bool {
    let locale = variable("LC_ALL")
        .or_else(|| variable("LC_CTYPE"))
        .or_else(|| variable("LANG"));
    locale.is_none_or(|l| l.to_ascii_lowercase().replace('-', "").contains("utf8"))
}

fn width() -> Option<usize> {
    let columns = variable("COLUMNS").and_then(|c| c.parse().ok());
    columns.or_else(|| terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)))
}

/// Writes a result to stdout. A reader that has gone away is no error.
///
/// # Errors
/// The system refuses, for example a full disk.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::system(format!("writing the result: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Writes a patch to stdout: as it is for a program that applies it, made safe for a terminal, since
/// it quotes what others have written.
///
/// # Errors
/// As [`print`].
pub fn print_patch(patch: &str) -> Result<(), Failure> {
    match io::stdout().is_terminal() {
        true => print(&crate::render::text::clean_lines(patch)),
        false => print(patch),
    }
}

/// What a dry run shows: the notes, and as the result the document for a script; for a person what
/// would be done, and as the result the patch.
///
/// # Errors
/// As [`print`].
pub fn print_dry_run(
    output: Output,
    text: &str,
    notes: &[String],
    patch: &str,
) -> Result<(), Failure> {
    if output == Output::Text {
        say(text);
    }
    notes.iter().for_each(|note| say(note));
    match output {
        Output::Json => print(text),
        Output::Text => print_patch(patch),
    }
}

/// Writes a message to stderr; nothing is left to do where that fails.
pub fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
