//! The examples: each loads, is clean, and gives the figures of an independent computation.

mod support;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::figures::differences;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}

fn okr(workspace: &str, args: &[&str], today: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_okr"))
        .arg("-C")
        .arg(example(workspace))
        .args(args)
        .args(["--format", "json"])
        .env("OKR_TODAY", today)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{workspace} {args:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[test]
fn status_and_kpis_of_every_example_are_as_computed_elsewhere() {
    let expected: Vec<Value> = serde_json::from_str(include_str!("oracle/expected.json")).unwrap();
    let mut compared = 0;
    let mut differences = Vec::new();
    for query in expected.iter().filter(|q| q["cmd"] != "carry") {
        let (workspace, command) = (text(query, "workspace"), text(query, "cmd"));
        let (cycle, day) = (text(query, "cycle"), text(query, "as_of"));
        let args = [command.as_str(), "--cycle", &cycle, "--as-of", &day];
        let found = okr(&workspace, &args, &day);
        let at = format!("{workspace} {command} {cycle}@{day}");
        differences.extend(self::differences(&found, &query["json"], &at));
        compared += 1;
    }
    assert!(compared > 50, "only {compared} answers were compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn rollovers_of_every_example_are_as_computed_elsewhere() {
    let expected: Vec<Value> = serde_json::from_str(include_str!("oracle/expected.json")).unwrap();
    let mut compared = 0;
    for query in expected.iter().filter(|q| q["cmd"] == "carry") {
        let workspace = text(query, "workspace");
        let (from, to, day) = (text(query, "from"), text(query, "to"), text(query, "as_of"));
        let strategy = text(query, "strategy");
        let mut args = vec!["carry", "--from", &from, "--to", &to, "--dry-run"];
        if !strategy.is_empty() {
            args.extend(["--strategy", &strategy]);
        }
        for flag in ["unfinished", "provisional"] {
            if query[flag] == true {
                args.push(if flag == "unfinished" {
                    "--unfinished"
                } else {
                    "--provisional"
                });
            }
        }
        if query["json"].get("carried").is_none() || !query["target"].is_null() {
            continue;
        }
        let found = okr(&workspace, &args, &day);
        let at = format!("{workspace} carry {from} to {to} on {day} {strategy}");
        let differences = differences(&found["carried"], &query["json"]["carried"], &at);
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        compared += 1;
    }
    assert!(compared >= 4, "only {compared} rollovers were compared");
}

#[test]
fn every_example_is_clean_on_any_day() {
    let days = [
        "2026-01-05",
        "2026-02-20",
        "2026-05-15",
        "2026-07-02",
        "2026-07-10",
        "2026-08-14",
        "2026-09-30",
        "2026-10-02",
        "2026-11-20",
        "2027-03-01",
        "2028-02-29",
        "2030-01-01",
    ];
    for (name, day) in ["acme", "saas", "shop", "ride"]
        .iter()
        .flat_map(|name| days.map(|day| (name, day)))
    {
        let output = Command::new(env!("CARGO_BIN_EXE_okr"))
            .arg("-C")
            .arg(example(name))
            .args(["check", "--strict"])
            .env("OKR_TODAY", day)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let is_clean = !said.contains("warning[") && !said.contains("error[");
        assert!(
            output.status.success() && is_clean,
            "{name} on {day}: {said}"
        );
    }
}

#[test]
fn the_embedded_examples_are_those_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["acme", "saas", "shop", "ride"] {
        let copy = folder.path().join(name);
        let made = Command::new(env!("CARGO_BIN_EXE_okr"))
            .args(["init", "--example", name])
            .arg(&copy)
            .output()
            .unwrap();
        assert!(made.status.success());
        let same = Command::new("diff")
            .args(["--recursive", "--exclude=.okr"])
            .arg(example(name))
            .arg(&copy)
            .output()
            .unwrap();
        assert!(
            same.status.success(),
            "{}",
            String::from_utf8_lossy(&same.stdout)
        );
    }
}
