//! Generated workspaces, with every kind of goal and calendar in them, have the figures of an
//! independent computation: `tests/oracle/generated.py --write` computes them. Many more of them are
//! compared by `tests/oracle/compare.py`.

mod support;

use serde_json::Value;
use support::Workspace;
use support::figures::differences;

fn text<'a>(query: &'a Value, key: &str) -> &'a str {
    query[key].as_str().unwrap_or_default()
}

/// The words after `okr` that ask for an answer.
fn words(query: &Value) -> Vec<&str> {
    let (command, day) = (text(query, "cmd"), text(query, "as_of"));
    if command != "carry" {
        let mut words = vec![command, "--cycle", text(query, "cycle"), "--as-of", day];
        words.extend((command == "status").then_some("--all"));
        return words;
    }
    let (from, to) = (text(query, "from"), text(query, "to"));
    let mut words = vec!["carry", "--from", from, "--to", to, "--dry-run"];
    let strategy = query["strategy"].as_str();
    words.extend(strategy.into_iter().flat_map(|s| ["--strategy", s]));
    let targets = query["target"].as_array().into_iter().flatten();
    words.extend(targets.flat_map(|t| ["--target", t.as_str().unwrap()]));
    for flag in ["unfinished", "provisional"] {
        if query[flag] == true {
            words.push(if flag == "unfinished" {
                "--unfinished"
            } else {
                "--provisional"
            });
        }
    }
    words
}

/// What an answer has that the independent one has not.
fn wrong(workspace: &Workspace, query: &Value) -> Vec<String> {
    let expected = &query["json"];
    let words = words(query);
    let at = words.join(" ");
    let asked = workspace.okr(&format!("{at} --format json"));
    let ran = asked.today(text(query, "as_of")).run();
    if !expected["refused"].is_null() {
        return match ran.code {
            Some(2 | 3 | 5) => Vec::new(),
            code => vec![format!("{at}: exit {code:?}, not refused")],
        };
    }
    if expected.get("carried").is_some() && !ran.stdout.starts_with('{') {
        let nothing = ["carried", "kept", "left"];
        let empty = nothing
            .iter()
            .all(|key| expected[key] == Value::Array(vec![]));
        return if empty {
            Vec::new()
        } else {
            vec![format!("{at}: {}", ran.stdout)]
        };
    }
    let found: Value = serde_json::from_str(&ran.stdout).expect(&at);
    match expected.get("carried") {
        Some(carried) => differences(&found["carried"], carried, &at),
        None => differences(&found, expected, &at),
    }
}

#[test]
fn generated_workspaces_have_the_figures_of_an_independent_computation() {
    let all: Vec<Value> = serde_json::from_str(include_str!("oracle/generated.json")).unwrap();
    let (mut compared, mut found) = (0, Vec::new());
    for generated in &all {
        let files = generated["files"].as_object().unwrap();
        let workspace = files
            .iter()
            .fold(Workspace::empty(), |workspace, (path, content)| {
                workspace.file(path, content.as_str().unwrap())
            });
        for query in generated["answers"].as_array().unwrap() {
            let seed = &generated["seed"];
            let wrong = wrong(&workspace, query);
            found.extend(wrong.iter().map(|line| format!("seed {seed}: {line}")));
            compared += 1;
        }
    }
    assert!(compared >= 100, "only {compared} answers were compared");
    assert!(found.is_empty(), "{}", found.join("\n"));
}
