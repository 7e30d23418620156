//! The user's editor: which one, how it is told the line, and how it ended.

use crate::cli::context::variable;
use crate::cli::exit::{Code, Failure};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// A command that edits a file.
#[derive(Debug)]
pub(super) struct Editor {
    /// As it was given.
    text: String,
    words: Vec<String>,
}

impl Editor {
    /// `$VISUAL`, else `$EDITOR`, else vi.
    ///
    /// # Errors
    /// The variable is no command.
    pub(super) fn from_environment() -> Result<Self, Failure> {
        for name in ["VISUAL", "EDITOR"] {
            let Some(text) = variable(name).filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            let words = shlex::split(&text).filter(|words| !words.is_empty());
            let Some(words) = words else {
                return Err(
                    Failure::usage(format!("{name} is `{text}`, which is no command"))
                        .help("set it to your editor, such as `vim` or `code --wait`"),
                );
            };
            return Ok(Self { text, words });
        }
        Ok(Self {
            text: "vi".to_owned(),
            words: vec!["vi".to_owned()],
        })
    }

    /// Opens `file` at `line` and waits until it is closed.
    ///
    /// # Errors
    /// The editor does not start or says that it failed.
    pub(super) fn open(&self, file: &Path, line: usize) -> Result<(), Failure> {
        let program = &self.words[0];
        let mut command = Command::new(program);
        command.args(&self.words[1..]);
        command.args(arguments(program, file, line));
        let status = outliving(|| command.status());
        let failed = |what: String| {
            Failure::new(
                Code::System,
                "editor",
                format!("the editor `{}` {what}", self.text),
            )
        };
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failed(match status.code() {
                Some(code) => format!("ended with {code}: nothing was changed"),
                None => "was stopped: nothing was changed".to_owned(),
            })),
            Err(error) => Err(failed(format!("did not start: {error}"))
                .help("set VISUAL or EDITOR to your editor, such as `vim` or `code --wait`")),
        }
    }
}

/// Ctrl-C and a terminal that hangs up are the editor's while it runs: the command goes on when it
/// has ended, and says where the draft is.
#[cfg(unix)]
fn outliving<T>(run: impl FnOnce() -> T) -> T {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, OnceLock};
    static ENDED: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let ended = ENDED.get_or_init(|| {
        let ended = Arc::new(AtomicBool::new(true));
        for signal in [SIGHUP, SIGINT, SIGQUIT] {
            // Where that is refused the signal ends this command, too; the draft stays all the same.
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&ended));
        }
        ended
    });
    ended.store(false, Ordering::SeqCst);
    let outcome = run();
    ended.store(true, Ordering::SeqCst);
    outcome
}

#[cfg(not(unix))]
fn outliving<T>(run: impl FnOnce() -> T) -> T {
    run()
}

/// The file, and the line as the editor takes it.
fn arguments(program: &str, file: &Path, line: usize) -> Vec<OsString> {
    let name = Path::new(program).file_stem();
    let name = name.map(|n| n.to_string_lossy().to_lowercase());
    match name.as_deref().unwrap_or_default() {
        "vi" | "vim" | "nvim" | "gvim" | "view" | "nano" | "pico" | "emacs" | "emacsclient"
        | "kak" | "micro" | "joe" | "ne" | "mg" => vec![format!("+{line}").into(), file.into()],
        "hx" | "helix" | "subl" | "zed" => vec![at(file, line)],
        "code" | "codium" | "code-insiders" | "vscodium" | "cursor" => {
            vec!["--goto".into(), at(file, line)]
        }
        _ => vec![file.into()],
    }
}

fn at(file: &Path, line: usize) -> OsString {
    let mut text = OsString::from(file);
    text.push(format!(":{line}"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let told = |program| {
            let words = arguments(program, Path::new("/w/a b.toml"), 12);
            let words: Vec<_> = words.iter().map(|w| w.to_string_lossy()).collect();
            words.join("|")
        };
        assert_eq!(told("vim"), "+12|/w/a b.toml");
        assert_eq!(told("/usr/bin/nano"), "+12|/w/a b.toml");
        assert_eq!(told("code"), "--goto|/w/a b.toml:12");
        assert_eq!(told("hx"), "/w/a b.toml:12");
        assert_eq!(told("ed"), "/w/a b.toml");
    }
}
