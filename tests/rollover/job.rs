//! A workflow of `examples/` as GitHub's runner would execute it: its steps one after the other with bash,
//! in a clean clone. Everything that this runner does not know fails the test, so that nothing
//! in the file goes unnoticed.

use crate::support::path_with_okr;
use saphyr::{LoadableYamlNode, YamlOwned};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The one step that needs the network, and is not run here: the program is that under test.
pub const INSTALL: &str = "Install okr";

/// The workflow, read.
pub struct Workflow {
    pub document: YamlOwned,
}

/// What a run came to.
pub struct Done {
    /// The step that failed.
    pub failed: Option<String>,
    /// Each step with what it did: `ran`, `checked out` or `skipped`.
    pub steps: Vec<(String, &'static str)>,
    /// What all steps printed.
    pub log: String,
    /// What the run's page shows.
    pub summary: String,
}

impl Done {
    pub fn succeeds(self) -> Self {
        assert_eq!(self.failed, None, "{}", self.log);
        self
    }

    pub fn fails_in(self, step: &str) -> Self {
        assert_eq!(self.failed.as_deref(), Some(step), "{}", self.log);
        self
    }

    pub fn logs(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(
                self.log.contains(text),
                "the log lacks `{text}`\n{}",
                self.log
            );
        }
        self
    }
}

/// Files by which steps talk to the runner, in a folder of their own.
struct Runner {
    folder: PathBuf,
    environment: BTreeMap<String, String>,
}

impl Workflow {
    pub fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let document = YamlOwned::load_from_str(&text).unwrap().remove(0);
        Self { document }
    }

    fn job(&self) -> &YamlOwned {
        let [name] = keys(&self.document["jobs"])[..] else {
            panic!("one job is known here");
        };
        let job = &self.document["jobs"][name];
        assert_eq!(keys(job), ["runs-on", "defaults", "steps"]);
        assert_eq!(text(&job["defaults"]["run"]["shell"]), "bash");
        job
    }

    /// Runs it on `day` in a new clone of the main branch of `origin`, at `folder`/clone.
    pub fn run(&self, origin: &Path, folder: &Path, day: &str) -> Done {
        fs::create_dir_all(folder).unwrap();
        let mut runner = Runner::new(folder, day);
        runner.environment.extend(pairs(&self.document["env"]));
        let mut done = Done {
            failed: None,
            steps: Vec::new(),
            log: String::new(),
            summary: String::new(),
        };
        for step in self.job()["steps"].as_sequence().unwrap() {
            let name = text(&step["name"]).to_owned();
            let what = if step.as_mapping_get("uses").is_some() {
                runner.check_out(step, origin);
                "checked out"
            } else if name == INSTALL {
                assert!(text(&step["run"]).contains("cargo install"));
                "skipped"
            } else {
                if !runner.execute(step, &mut done.log) {
                    done.failed = Some(name);
                    break;
                }
                "ran"
            };
            done.steps.push((name, what));
        }
        done.summary = fs::read_to_string(folder.join("summary")).unwrap();
        done
    }
}

impl Runner {
    fn new(folder: &Path, day: &str) -> Self {
        let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        fs::create_dir(folder.join("temp")).unwrap();
        fs::write(folder.join("summary"), "").unwrap();
        let environment = [
            ("CI", "true".to_owned()),
            ("GITHUB_ACTIONS", "true".to_owned()),
            ("GITHUB_REF_NAME", "main".to_owned()),
            ("GITHUB_ENV", at("env")),
            ("GITHUB_OUTPUT", at("output")),
            ("GITHUB_STEP_SUMMARY", at("summary")),
            ("RUNNER_TEMP", at("temp")),
            ("HOME", at("home")),
            ("PATH", path_with_okr().into_string().unwrap()),
            ("LC_ALL", "C.UTF-8".to_owned()),
            ("GIT_CONFIG_NOSYSTEM", "1".to_owned()),
            ("OKR_TODAY", day.to_owned()),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value));
        Self {
            folder: folder.to_owned(),
            environment: environment.into(),
        }
    }

    fn clone(&self) -> PathBuf {
        self.folder.join("clone")
    }

    /// `actions/checkout`: the branch that the run is about, and with `fetch-depth: 0` all others.
    fn check_out(&self, step: &YamlOwned, origin: &Path) {
        assert!(text(&step["uses"]).starts_with("actions/checkout@"));
        if keys(step) != ["name", "uses"] {
            assert_eq!(keys(step), ["name", "uses", "with"]);
            assert_eq!(keys(&step["with"]), ["fetch-depth"]);
            assert_eq!(step["with"]["fetch-depth"].as_integer(), Some(0));
        }
        let mut git = Command::new("git");
        git.args(["clone", "--quiet", "--branch", "main"]);
        git.arg(origin).arg(self.clone());
        let status = git.env_clear().envs(&self.environment).status();
        assert!(status.unwrap().success());
    }

    /// Runs a step's script; false where it fails.
    fn execute(&mut self, step: &YamlOwned, log: &mut String) -> bool {
        assert_eq!(keys(step), ["name", "run"]);
        let script = text(&step["run"]);
        assert!(!script.contains("${{"), "expressions are not known here");
        let file = self.folder.join("step.sh");
        fs::write(&file, script).unwrap();
        for talk in ["env", "output"] {
            fs::write(self.folder.join(talk), "").unwrap();
        }
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(&file);
        bash.current_dir(self.clone()).env_clear();
        let output = bash.envs(&self.environment).output().unwrap();
        let (out, err) = (
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        );
        let _ = writeln!(log, "== {}\n{out}{err}", text(&step["name"]));
        let told = fs::read_to_string(self.folder.join("env")).unwrap();
        let told = told.lines().map(|line| line.split_once('=').unwrap());
        self.environment
            .extend(told.map(|(name, value)| (name.to_owned(), value.to_owned())));
        output.status.success()
    }
}

pub fn keys(mapping: &YamlOwned) -> Vec<&str> {
    let mapping = mapping.as_mapping().unwrap();
    mapping.iter().map(|(key, _)| text(key)).collect()
}

fn text(node: &YamlOwned) -> &str {
    node.as_str().unwrap_or_else(|| panic!("{node:?}"))
}

fn pairs(mapping: &YamlOwned) -> BTreeMap<String, String> {
    let mapping = mapping.as_mapping().unwrap().iter();
    let pairs = mapping.map(|(key, value)| (text(key).to_owned(), text(value).to_owned()));
    pairs.collect()
}
