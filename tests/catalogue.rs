//! A catalogue of broken workspaces: each case of `tests/catalogue/*.md` breaks one thing in the sound
//! workspace beside them. Its heading says which rule is broken and where; below stand the files that
//! it adds or replaces, and what `okr check` prints. `CATALOGUE=overwrite cargo test --test catalogue`
//! writes down what is printed now; headings are for people to write.

mod support;

use okr::method::advice::{Check, RULES};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::Workspace;

/// A file with a fault of its own, which is found beside every other one.
const BESIDE: (&str, &str) = ("2026-Q3/zz.toml", "objective = \"Z\"\nonwer = \"tom\"\n");
const BESIDE_FOUND: &str = "unknown-key at 2026-Q3/zz.toml:2:1";

const PRINTED: &str = "```console\n$ okr check\n";
const FENCE: &str = "```\n";

/// One section of a page.
struct Case {
    title: String,
    /// `rule at path:line:column`, or only the path where the file as a whole is meant; first the fault
    /// itself, then what follows from it.
    found: BTreeSet<String>,
    files: Vec<(String, Vec<u8>)>,
    printed: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue")
}

fn pages() -> Vec<(PathBuf, String)> {
    let files = fs::read_dir(folder()).unwrap();
    let files = files.map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = files.filter(|f| f.extension().is_some()).collect();
    pages.sort();
    let text = |page: PathBuf| (page.clone(), fs::read_to_string(page).unwrap());
    pages.into_iter().map(text).collect()
}

fn cases(page: &str) -> Vec<Case> {
    page.split("\n## ").skip(1).map(case).collect()
}

fn case(section: &str) -> Case {
    let (heading, rest) = section.split_once('\n').unwrap();
    let (title, found) = heading.split_once(": `").expect("a rule in the heading");
    let (files, printed) = rest.split_once(PRINTED).expect(title);
    let mut parts = files.split("```toml\n");
    let mut path = parts.next().unwrap().trim();
    let mut all = BTreeSet::from([found.replacen('`', "", 1)]);
    while let Some((with, next)) = path.split_once('\n') {
        let with = with.strip_prefix("With it: `").expect(title);
        all.insert(with.replacen('`', "", 1));
        path = next.trim();
    }
    let mut read = Vec::new();
    for part in parts {
        let (text, next) = part.split_once(FENCE).expect(title);
        read.push(match path.strip_suffix(", escaped") {
            Some(path) => (path.to_owned(), unescaped(text.trim_end())),
            None => (path.to_owned(), text.as_bytes().to_vec()),
        });
        path = next.trim();
    }
    Case {
        title: title.to_owned(),
        found: all,
        files: read,
        printed: printed.split(FENCE).next().unwrap().to_owned(),
    }
}

/// `\n`, `\r` and `\xff` as the bytes that they stand for.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend(&rest.as_bytes()[..at]);
        let (byte, length) = match &rest[at + 1..at + 2] {
            "n" => (b'\n', 2),
            "r" => (b'\r', 2),
            _ => (
                u8::from_str_radix(&rest[at + 2..at + 4], 16).expect(text),
                4,
            ),
        };
        bytes.push(byte);
        rest = &rest[at + length..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}

/// The sound workspace with the files of a case. What practice has to say of its goals is left to the
/// examples of its rules.
fn workspace(files: &[(String, Vec<u8>)]) -> Workspace {
    let practice = RULES.iter().filter(|r| matches!(r.check, Check::Own(_)));
    let allow: Vec<&str> = practice.map(|r| r.name).collect();
    let workspace = Workspace::new().file("okr.toml", format!("[check]\nallow = {allow:?}\n"));
    // Other settings allow nothing, so there must be nothing that practice could speak of.
    let is_settings = files.iter().any(|(path, _)| path == "okr.toml");
    for (path, entry) in support::tree(&folder().join("sound")) {
        if let (support::Entry::File(bytes), false) = (entry, is_settings) {
            workspace.write(&path, bytes);
        }
    }
    for (path, bytes) in files {
        workspace.write(path, bytes);
    }
    workspace
}

/// What `okr check` finds, as headings write it.
fn found(workspace: &Workspace) -> BTreeSet<String> {
    let checked = workspace.okr("check --format json").run().document();
    let findings = checked["findings"].as_array().expect("findings");
    findings.iter().map(place).collect()
}

fn place(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().unwrap().to_owned();
    let at = match (&finding["line"], &finding["column"]) {
        (Value::Null, _) => String::new(),
        (line, column) => format!(":{line}:{column}"),
    };
    format!("{} at {}{at}", text("rule"), text("path"))
}

#[test]
fn the_sound_workspace_is_clean() {
    let ran = workspace(&[]).okr("check --strict").run();
    ran.exits(0).prints_nothing();
}

#[test]
fn each_fault_is_found_where_it_is() {
    let mut wrong = Vec::new();
    for (page, text) in pages() {
        for case in cases(&text) {
            let found = found(&workspace(&case.files));
            if found != case.found {
                let page = page.file_name().unwrap().display();
                wrong.push(format!(
                    "{page}, {}: {found:?}, not {:?}",
                    case.title, case.found
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_fault_is_shown_as_the_catalogue_says() {
    let overwrite = std::env::var("CATALOGUE").is_ok_and(|v| v == "overwrite");
    for (page, text) in pages() {
        let mut sections = text.split("\n## ");
        let mut now = sections.next().unwrap().to_owned();
        for (section, case) in sections.zip(cases(&text)) {
            let ran = workspace(&case.files).okr("check").run();
            let errors = ran.stdout.contains("error[");
            assert_eq!(ran.code, Some(i32::from(errors)), "{}: {ran}", case.title);
            let (before, after) = section.split_once(PRINTED).unwrap();
            let (_, after) = after.split_once(FENCE).unwrap();
            now += &format!("\n## {before}{PRINTED}{}{FENCE}{after}", ran.stdout);
            if !overwrite {
                assert_eq!(
                    ran.stdout,
                    case.printed,
                    "{}: {}",
                    page.display(),
                    case.title
                );
            }
        }
        if overwrite {
            fs::write(&page, now).unwrap();
        }
    }
}

#[test]
fn every_other_file_is_still_checked() {
    for (page, text) in pages() {
        for case in cases(&text) {
            let mut files = case.files;
            files.push((BESIDE.0.to_owned(), BESIDE.1.into()));
            let mut all = case.found;
            all.insert(BESIDE_FOUND.to_owned());
            let place = page.display();
            assert_eq!(found(&workspace(&files)), all, "{place}: {}", case.title);
        }
    }
}

#[test]
fn the_catalogue_is_large_and_says_nothing_twice() {
    let mut titles = BTreeSet::new();
    let mut rules = BTreeSet::new();
    let mut number = 0;
    for (page, text) in pages() {
        for case in cases(&text) {
            let page = page.file_stem().unwrap().display().to_string();
            assert!(titles.insert((page, case.title.clone())), "{}", case.title);
            let of = |found: &String| found.split(' ').next().unwrap().to_owned();
            rules.extend(case.found.iter().map(of));
            number += 1;
        }
    }
    assert!(number >= 60 && rules.len() >= 30, "{number} of {rules:?}");
}
