//! The examples: each loads, is clean, and gives the figures of an independent computation.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// Everything that `expected` holds is in `found`: numbers to 1e-9, texts to the letter. Titles are
/// made by the program alone and not compared.
fn agree(found: &Value, expected: &Value, at: &str, differences: &mut Vec<String>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, wanted) in expected {
                if matches!(key.as_str(), "title" | "unreadable" | "written") {
                    continue;
                }
                let value = found.get(key).unwrap_or(&Value::Null);
                agree(value, wanted, &format!("{at}.{key}"), differences);
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
                agree(found, expected, &format!("{at}[{i}]"), differences);
            }
        }
        (Value::Number(found), Value::Number(expected)) => {
            let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
            if (found - expected).abs() > 1e-9 * expected.abs().max(1.0) {
                differences.push(format!("{at}: {found}, expected {expected}"));
            }
        }
        (found, expected) if found == expected => {}
        (found, expected) => differences.push(format!("{at}: {found}, expected {expected}")),
    }
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
        agree(&found, &query["json"], &at, &mut differences);
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
        let mut differences = Vec::new();
        let at = format!("{workspace} carry {from} to {to} on {day} {strategy}");
        agree(
            &found["carried"],
            &query["json"]["carried"],
            &at,
            &mut differences,
        );
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
