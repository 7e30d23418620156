//! One builder for the tests of commands: files in, arguments, world; then exit code, both outputs
//! and files out. The clock, the person, the locale and the home folder are always fixed.
#![allow(dead_code, reason = "every test program uses its own part of it")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub mod company;
pub mod figures;
#[cfg(target_os = "linux")]
pub mod inject;
pub mod random;
#[cfg(target_os = "linux")]
pub mod scenarios;
#[cfg(target_os = "linux")]
pub mod terminal;

/// A folder of its own with a workspace in it; gone with the test.
pub struct Workspace {
    folder: TempDir,
}

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Folder,
    File(Vec<u8>),
    Link(PathBuf),
    Other,
}

/// Every byte of a folder, by path below it, with `/` between parts.
pub type Tree = BTreeMap<String, Entry>;

impl Workspace {
    /// A workspace with settings that hold nothing but the format.
    pub fn new() -> Self {
        Self::empty().file("okr.toml", "format = 1\n")
    }

    /// A folder without a workspace.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        Self { folder }
    }

    /// A copy of one of the examples.
    pub fn example(name: &str) -> Self {
        let workspace = Self::empty();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(name);
        for (path, entry) in tree(&from) {
            if let Entry::File(bytes) = entry {
                workspace.write(&path, bytes);
            }
        }
        workspace
    }

    /// The folder that the program runs in.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The same workspace with one more file.
    #[must_use]
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Replaces a text that a file holds exactly once.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}:\n{text}");
        self.write(path, text.replace(old, new));
    }

    pub fn tree(&self) -> Tree {
        tree(&self.root())
    }

    /// The program in this workspace; words are separated by spaces (`Call::arg` adds others).
    pub fn okr(&self, words: &str) -> Call<'_> {
        Call {
            workspace: self,
            at: self.root(),
            program: OsString::from(env!("CARGO_BIN_EXE_okr")),
            arguments: words.split_whitespace().map(OsString::from).collect(),
            environment: Vec::new(),
            stdin: Vec::new(),
            through: None,
        }
    }

    /// A shell script in this workspace, which finds the program as `okr`.
    pub fn script(&self, shell: &str, path: &Path, words: &str) -> Call<'_> {
        let mut call = self.okr(words).env("PATH", path_with_okr());
        call.program = OsString::from(shell);
        call.arguments.insert(0, path.into());
        call
    }

    /// The program with words as a shell would split them: double quotes hold words together.
    pub fn typed(&self, line: &str) -> Call<'_> {
        let parts = line.split('"').enumerate();
        parts.fold(self.okr(""), |call, (i, part)| match i % 2 {
            1 => call.arg(part),
            _ => part.split_whitespace().fold(call, Call::arg),
        })
    }

    /// Makes it a repository of somebody, with everything committed.
    pub fn init_git(&self) {
        self.git("init -q");
        self.git("config user.name T");
        self.git("config user.email t@t.example");
        self.git("add -A");
        self.git("commit -q --allow-empty -m Begin");
    }

    /// What git says to words that are separated by spaces.
    pub fn git(&self, words: &str) -> String {
        let mut git = Command::new("git");
        git.current_dir(self.root()).args(words.split(' '));
        git.env("GIT_CONFIG_GLOBAL", "/dev/null");
        let done = git.output().unwrap();
        assert!(done.status.success(), "git {words}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    }

    /// Runs a reader that must succeed, in JSON.
    pub fn json(&self, words: &str) -> Value {
        self.okr(words).arg("--format").arg("json").run().json()
    }
}

/// A run of the program that is being put together.
pub struct Call<'w> {
    workspace: &'w Workspace,
    at: PathBuf,
    program: OsString,
    arguments: Vec<OsString>,
    environment: Vec<(String, OsString)>,
    stdin: Vec<u8>,
    through: Option<Command>,
}

impl Call<'_> {
    /// The folder whose bytes are compared.
    pub fn root(&self) -> PathBuf {
        self.workspace.root()
    }

    /// Lets another program start the program: its name and arguments come first.
    #[must_use]
    pub fn through(mut self, starter: Command) -> Self {
        self.through = Some(starter);
        self
    }

    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    #[must_use]
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// The day or the instant of the run.
    #[must_use]
    pub fn today(self, day: &str) -> Self {
        self.env("OKR_TODAY", day)
    }

    #[must_use]
    pub fn user(self, name: &str) -> Self {
        self.env("OKR_USER", name)
    }

    #[must_use]
    pub fn stdin(mut self, text: &str) -> Self {
        text.as_bytes().clone_into(&mut self.stdin);
        self
    }

    /// Another folder to run in; the one whose bytes are compared stays.
    #[must_use]
    pub fn at(mut self, folder: impl Into<PathBuf>) -> Self {
        self.at = folder.into();
        self
    }

    /// The program, ready to start.
    pub fn command(&self) -> Command {
        let program = &self.program;
        let mut command = match &self.through {
            None => Command::new(program),
            Some(starter) => {
                let mut command = Command::new(starter.get_program());
                command.args(starter.get_args()).arg(program);
                command
            }
        };
        for name in [
            "OKR_DIR",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "COLUMNS",
            "XDG_CONFIG_HOME",
            "LANG",
            "LC_CTYPE",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        command
            .current_dir(&self.at)
            .env("OKR_TODAY", "2026-07-14")
            .env("OKR_USER", "maria")
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", self.workspace.folder.path().join("home"))
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .args(&self.arguments);
        command
    }

    pub fn run(self) -> Ran {
        let before = self.workspace.tree();
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(&self.stdin);
        let output = child.wait_with_output().unwrap();
        let ran = Ran {
            words: self
                .arguments
                .iter()
                .map(|a| a.to_string_lossy().into_owned())
                .collect(),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
            before,
            after: self.workspace.tree(),
        };
        assert!(!ran.stderr.contains("panicked"), "{ran}");
        ran
    }
}

/// What a run of the program did.
pub struct Ran {
    words: Vec<String>,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub before: Tree,
    pub after: Tree,
}

impl Ran {
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Each text is in the messages.
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.stderr.contains(text), "stderr lacks `{text}`\n{self}");
        }
        self
    }

    /// Each text is in the result.
    pub fn prints(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.stdout.contains(text), "stdout lacks `{text}`\n{self}");
        }
        self
    }

    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout, "", "{self}");
        self
    }

    /// `okr check` finds nothing wrong; what practice has to say of goals as small as a test's is
    /// another matter.
    #[track_caller]
    pub fn finds_only_practice(self) -> Self {
        assert_eq!(self.code, Some(0), "{self}");
        let heads = self
            .stdout
            .lines()
            .filter_map(|line| line.split_once("]: "));
        for name in heads.filter_map(|(head, _)| Some(head.split_once('[')?.1)) {
            let rule = okr::method::advice::rule(name).unwrap_or_else(|| panic!("{name}\n{self}"));
            let check = rule.check;
            assert!(
                matches!(check, okr::method::advice::Check::Own(_)),
                "{self}"
            );
        }
        self
    }

    /// Not a byte on disk is another one.
    pub fn assert_unchanged(self) -> Self {
        let new = self.written();
        assert!(new.is_empty(), "changed: {new:?}\n{self}");
        self
    }

    /// The paths that were made, changed or removed.
    pub fn written(&self) -> Vec<String> {
        let paths = self.before.keys().chain(self.after.keys());
        let mut paths: Vec<_> = paths
            .filter(|p| self.before.get(*p) != self.after.get(*p))
            .cloned()
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// The result as JSON, after success.
    pub fn json(self) -> Value {
        self.exits(0).document()
    }

    /// The result as JSON, whatever the exit code.
    pub fn document(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// The error document on stderr.
    pub fn error(&self) -> Value {
        let document: Value =
            serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}\n{self}"));
        assert_eq!(document["schema"], 1, "{self}");
        document["error"].clone()
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            words,
            code,
            stdout,
            stderr,
            ..
        } = self;
        write!(
            f,
            "okr {words:?}: exit {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        )
    }
}

/// Where programs are looked for, the one under test first.
pub fn path_with_okr() -> OsString {
    let folder = Path::new(env!("CARGO_BIN_EXE_okr")).parent().unwrap();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&rest));
    std::env::join_paths(folders).unwrap()
}

/// Everything below a folder, except git's own files; of the program's own only what it has left.
pub fn tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    collect(root, "", &mut tree);
    tree.retain(|path, _| !lasting(path));
    tree
}

/// What writers leave in a workspace: the lock, and what keeps it out of git.
fn lasting(path: &str) -> bool {
    [".git", ".okr", ".okr/.gitignore", ".okr/lock", ".okr/tmp"].contains(&path)
}

fn collect(folder: &Path, prefix: &str, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        let found = if kind.is_dir() {
            if path != ".git" {
                collect(&entry.path(), &format!("{path}/"), tree);
            }
            Entry::Folder
        } else if kind.is_symlink() {
            Entry::Link(fs::read_link(entry.path()).unwrap())
        } else if kind.is_file() {
            Entry::File(fs::read(entry.path()).unwrap())
        } else {
            Entry::Other
        };
        tree.insert(path, found);
    }
}
