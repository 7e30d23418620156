//! Imports point downward only: model < method, model < store, then render, then cli.

use std::fs;
use std::path::Path;

/// What each floor may name besides itself: a floor, or one module of it.
const FLOORS: [(&str, &[&str]); 5] = [
    ("model", &[]),
    ("method", &["model"]),
    ("store", &["model"]),
    ("render", &["model", "method", "store::diagnostics"]),
    ("cli", &["model", "method", "store", "render"]),
];

/// An import that points upward, as a message.
fn upward(floor: &str, path: &str, text: &str) -> Vec<String> {
    let code = without_comments(text);
    let imports = paths(&code);
    let found = imports.iter().filter_map(|(line, import)| {
        let target = import.split("::").next().unwrap_or_default();
        let known = FLOORS.iter().any(|(name, _)| *name == target);
        let (_, below) = FLOORS.iter().find(|(name, _)| *name == floor)?;
        let inside = |allowed: &&str| {
            import == allowed
                || import
                    .strip_prefix(*allowed)
                    .is_some_and(|r| r.starts_with("::"))
        };
        if !known || target == floor || below.iter().any(inside) {
            return None;
        }
        let mut may: Vec<_> = below.to_vec();
        may.push(floor);
        let may = may.join(", ");
        Some(format!(
            "{path}:{line}: `{floor}` may not import crate::{import}; it may import {may}"
        ))
    });
    found.collect()
}

/// The text with comments blanked, so that documentation may link upward.
fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let code = line.find("//").map_or(line, |at| &line[..at]);
        format!("{code}\n")
    });
    lines.collect()
}

/// Every path after `crate::` with its line; a group in braces gives one path each.
fn paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        expand("", &code[at + "crate::".len()..], line, &mut found);
    }
    found
}

/// Adds the paths that `rest` begins with; returns how many bytes they took.
fn expand(prefix: &str, rest: &str, line: usize, found: &mut Vec<(usize, String)>) -> usize {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let end = rest.find(|c| !is_path(c)).unwrap_or(rest.len());
    let path = format!("{prefix}{}", &rest[..end]);
    if !rest[end..].starts_with('{') {
        found.push((line, path.trim_end_matches(':').to_owned()));
        return end;
    }
    let mut at = end + 1;
    while at < rest.len() && !rest[at..].starts_with('}') {
        let next = rest[at..].chars().next().unwrap_or('}');
        if is_path(next) {
            let lines = rest[..at].matches('\n').count();
            at += expand(&path, &rest[at..], line + lines, found);
        } else {
            at += next.len_utf8();
        }
    }
    at + 1
}

fn scan(folder: &Path, floor: &str, found: &mut Vec<String>) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += scan(&path, floor, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            found.extend(upward(floor, &shown.display().to_string(), &text));
            files += 1;
        }
    }
    files
}

#[test]
fn imports_point_downward() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for (floor, _) in FLOORS {
        let files = scan(&source.join(floor), floor, &mut found);
        assert!(files > 0, "src/{floor} holds no modules");
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn an_upward_import_is_named_with_its_file_and_line() {
    let text = "//! About crate::cli, in words.\nuse crate::model::Kpi;\nuse crate::render;\n\n\
                fn f() { crate::store::load::read() }\n";
    assert_eq!(
        upward("method", "src/method/x.rs", text),
        [
            "src/method/x.rs:3: `method` may not import crate::render; it may import model, method",
            "src/method/x.rs:5: `method` may not import crate::store::load::read; \
             it may import model, method",
        ]
    );
    assert_eq!(
        upward("model", "m.rs", "use crate::method::score;\n").len(),
        1
    );
    assert_eq!(upward("cli", "c.rs", text), [""; 0]);
}

#[test]
fn groups_are_looked_into() {
    let text = "use crate::{\n    model::{Kpi, Name},\n    store::{\n        diagnostics::Finding,\n        \
                load::{Depth, Store},\n    },\n};\n";
    let lines: Vec<_> = upward("render", "r.rs", text)
        .iter()
        .map(|m| m.split(':').nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(lines, ["5", "5"]);
}

#[test]
fn only_the_findings_of_the_store_may_be_rendered() {
    assert!(
        upward(
            "render",
            "r.rs",
            "use crate::store::diagnostics::Finding;\n"
        )
        .is_empty()
    );
    for path in [
        "store::write::Change",
        "store",
        "store::diagnostics_of::X",
        "cli::exit",
    ] {
        assert_eq!(
            upward("render", "r.rs", &format!("use crate::{path};\n")).len(),
            1,
            "{path}"
        );
    }
}
