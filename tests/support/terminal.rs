//! The program in a real pseudo-terminal.

use super::Call;
use rexpect::process::Signal;
use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// The program in a terminal.
pub struct Terminal {
    pub session: PtySession,
    pub seen: String,
}

impl Terminal {
    pub fn open(call: &Call<'_>) -> Self {
        let session = spawn_command(undisturbed(&call.command()), Some(10_000)).unwrap();
        Self {
            session,
            seen: String::new(),
        }
    }

    /// Waits for the next question and sees to it that it says `text`.
    pub fn asks(&mut self, text: &str) -> &mut Self {
        let said = decoded(&self.session.exp_string("\n> ").unwrap());
        assert!(said.contains(text), "`{text}` is not in:\n{said}");
        self.seen += &(said + "\n");
        self
    }

    pub fn answer(&mut self, text: &str) -> &mut Self {
        self.session.send_line(text).unwrap();
        self
    }

    /// Questions and answers, as they come.
    pub fn talk(&mut self, talk: &[(&str, &str)]) -> &mut Self {
        for (question, answer) in talk {
            self.asks(question).answer(answer);
        }
        self
    }

    /// Sends a signal; how the program ended.
    pub fn dies_of(mut self, signal: Signal) -> String {
        self.session.process_mut().signal(signal).unwrap();
        self.ends().1
    }

    /// What is said until the end, and how it ended: `Exited(…, 0)`.
    pub fn ends(mut self) -> (String, String) {
        let rest = self.session.exp_eof().unwrap();
        let status = self.session.process().wait().unwrap();
        (self.seen + &decoded(&rest), format!("{status:?}"))
    }

    /// The whole of what was said, after success.
    pub fn done(self) -> String {
        let (said, status) = self.ends();
        assert!(status.ends_with(", 0)"), "{status}\n{said}");
        said
    }
}

/// The same, with the signals of a terminal: who runs the tests may have been told to ignore some.
fn undisturbed(command: &Command) -> Command {
    let mut started = Command::new("env");
    started
        .arg("--default-signal")
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => started.env(name, value),
            None => started.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        started.current_dir(folder);
    }
    started
}

/// The session gives each byte as a character of its own.
fn decoded(bytes: &str) -> String {
    let bytes: Vec<u8> = bytes.chars().filter_map(|c| u8::try_from(c).ok()).collect();
    String::from_utf8(bytes).expect("the terminal shows UTF-8")
}
