//! How a command ends: exit codes, and the error that is printed once.

use super::args::goals;
use crate::model::Invalid;
use crate::render::json::{self, ErrorView};
use crate::render::text::{clean_lines, count};
use crate::render::{Style, Theme, check};
use crate::store::diagnostics::Finding;
use crate::store::discover::{NotFound, Why};
use crate::store::write::{WriteError, WriteErrorKind};
use std::fmt::Write as _;
use std::io;

/// Exit codes, the same in every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// `check` found something.
    Found = 1,
    /// The command line does not say what to do.
    Usage = 2,
    /// A goal or the workspace was not found, or what was named is ambiguous.
    NotFound = 3,
    /// A file cannot be read or is invalid.
    Invalid = 4,
    /// Closed cycle, file changed meanwhile, lock held, would overwrite.
    Conflict = 5,
    /// The system refused.
    System = 6,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub code: Code,
    /// A stable word for scripts.
    pub kind: &'static str,
    /// What is wrong; empty where everything was said already.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// The files that are to blame.
    pub findings: Vec<Finding>,
}

impl Failure {
    /// A failure with a message.
    pub fn new(code: Code, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            kind,
            message: message.into(),
            help: None,
            findings: Vec::new(),
        }
    }

    /// The command line does not say what to do.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Code::Usage, "usage", message)
    }

    /// Something that was named is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, "not-found", message)
    }

    /// Something stands in the way.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, "conflict", message)
    }

    /// The system refused.
    pub fn system(message: impl Into<String>) -> Self {
        Self::new(Code::System, "system", message)
    }

    /// Files that a command needs are unreadable or invalid.
    pub fn invalid(findings: Vec<Finding>) -> Self {
        let number = count(findings.len(), "error");
        let message = format!("{number} in the files that this needs: nothing was changed");
        Self {
            findings,
            ..Self::new(Code::Invalid, "invalid", message)
        }
    }

    /// What is asked for would break a rule: `what` cannot be done to the definition at `path`.
    /// A file that cannot be read is not what was asked for.
    pub fn refused(what: &str, path: &str, findings: &[Finding]) -> Self {
        if findings.iter().any(|finding| finding.rule == "unreadable") {
            return Self::invalid(findings.to_vec());
        }
        let rule = |finding: &Finding| match finding.path == path {
            true => finding.message.clone(),
            false => format!("{}: {}", finding.path, finding.message),
        };
        let mut rules: Vec<_> = findings.iter().map(rule).collect();
        rules.dedup();
        let help = findings.iter().find_map(|finding| finding.help.as_deref());
        let help = help.map(|help| format!("; {help}")).unwrap_or_default();
        Self::usage(format!("{what}: {}", rules.join("; ")))
            .help(format!("nothing was written{help}"))
    }

    /// A reader has shown what it could; these files are missing from that.
    pub fn partial(findings: Vec<Finding>) -> Self {
        let mut files: Vec<_> = findings.iter().map(|f| f.path.as_str()).collect();
        files.dedup();
        let number = count(files.len(), "file");
        let message = format!("{number} could not be read and is missing above: see `okr check`");
        let message = if files.len() == 1 {
            message
        } else {
            message.replace("is missing", "are missing")
        };
        Self {
            findings,
            ..Self::new(Code::Invalid, "unreadable", message)
        }
    }

    /// `check` found errors and has printed them.
    pub fn found() -> Self {
        Self::new(Code::Found, "found", "")
    }

    /// The same failure with the next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What stderr says, for a person or for a script.
    pub fn text(&self, json: bool, theme: Theme) -> String {
        if self.message.is_empty() {
            return String::new();
        }
        if json {
            let first = self.findings.first();
            let span = first.and_then(|f| f.span.as_ref());
            let message = match first {
                Some(finding) if self.findings.len() == 1 => &finding.message,
                _ => &self.message,
            };
            return json::error(&ErrorView {
                code: self.kind,
                message,
                path: first.map(|f| f.path.as_str()),
                line: span.map(|s| s.line),
                column: span.map(|s| s.column),
                help: self
                    .help
                    .as_deref()
                    .or(first.and_then(|f| f.help.as_deref())),
            });
        }
        let mut out = String::new();
        if !self.findings.is_empty() {
            out.push_str(&check::findings(&self.findings, theme));
            out.push('\n');
        }
        let plain = |text: &str| match theme.ascii {
            true => clean_lines(text).replace('…', "..."),
            false => clean_lines(text).into_owned(),
        };
        let error = theme.paint(Style::Red, "error:");
        let _ = writeln!(out, "{error} {}", plain(&self.message));
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  {}", plain(help));
        }
        out
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self {
            help: invalid.help,
            ..Self::usage(invalid.message)
        }
    }
}

impl Failure {
    /// A file that was named and cannot be read.
    pub fn unreadable(name: &str, error: &io::Error) -> Self {
        let failure = |message| Self::new(Code::Invalid, "unreadable", message);
        match error.kind() {
            io::ErrorKind::NotFound => failure(format!("there is no file {name}"))
                .help("write its path from this folder; `-` reads standard input"),
            _ => failure(format!("{name}: {error}")),
        }
    }
}

impl From<goals::NotFound> for Failure {
    fn from(error: goals::NotFound) -> Self {
        let kind = match error {
            goals::NotFound::Unknown { .. } => "not-found",
            goals::NotFound::Ambiguous { .. } => "ambiguous",
        };
        let failure = Self::new(Code::NotFound, kind, error.to_string());
        match error {
            goals::NotFound::Unknown { did_you_mean, .. } if did_you_mean.is_empty() => {
                failure.help("`okr status --all` and `okr kpi` list what there is")
            }
            goals::NotFound::Unknown { .. } => failure,
            goals::NotFound::Ambiguous { .. } => {
                failure.help("write more of the one that is meant")
            }
        }
    }
}

impl From<NotFound> for Failure {
    fn from(error: NotFound) -> Self {
        // There may be one where nobody could look.
        match error.looked.iter().any(|l| l.why == Why::Unreadable) {
            true => Self::new(Code::Invalid, "unreadable", error.to_string()),
            false => Self::new(Code::NotFound, "no-workspace", error.to_string()),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        let (code, kind) = match error.kind() {
            WriteErrorKind::Invalid => (Code::Invalid, "invalid"),
            WriteErrorKind::Conflict => (Code::Conflict, "conflict"),
            WriteErrorKind::System => (Code::System, "system"),
        };
        Self::new(code, kind, error.to_string())
    }
}
