//! Every rule of `okr check` finds what is wrong in its own bad example, at the right place, and
//! nothing in its good one.

use chrono::NaiveDate;
use okr::cli::findings;
use okr::method::advice::{Check, Example, RULES, Rule, rule};
use okr::store::diagnostics::{Finding, Level};
use okr::store::load::Store;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Everything that is found in an example on its day.
fn found(example: &Example) -> Vec<Finding> {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("okr.toml"), "format = 1\n").unwrap();
    for (path, text) in example.files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let day: NaiveDate = example.day.parse().unwrap();
    findings::all(&Store::open_lenient(root.path()), day)
}

fn lines(found: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let place = finding.span.as_ref();
        let place = place.map_or((1, 1), |span| (span.line, span.column));
        let level = finding.level.word();
        format!(
            "{}:{}:{} {level} {}",
            finding.path, place.0, place.1, finding.rule
        )
    };
    found.iter().map(line).collect()
}

fn is_more_than_a_note(finding: &Finding) -> bool {
    finding.level != Level::Note
}

/// Faults that no text can show.
const UNSHOWN: [&str; 4] = ["too-deep", "not-utf8", "too-large", "unreadable"];

/// The rules that have examples.
fn shown() -> impl Iterator<Item = &'static Rule> {
    let all = RULES.iter().copied();
    all.filter(|rule| !UNSHOWN.contains(&rule.name))
}

#[test]
fn a_bad_example_is_found_where_it_says_and_nothing_else() {
    let mut wrong = Vec::new();
    for rule in shown() {
        let mut found = found(&rule.bad);
        found.retain(|finding| is_more_than_a_note(finding) || finding.rule == rule.name);
        let expected = format!("{} {} {}", rule.bad.found, rule.level.word(), rule.name);
        if lines(&found) != [expected] {
            wrong.push((rule.name, lines(&found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_good_example_is_clean() {
    let mut wrong = Vec::new();
    for rule in shown() {
        let mut found = found(&rule.good);
        found.retain(|finding| is_more_than_a_note(finding) || finding.rule == rule.name);
        if !found.is_empty() {
            wrong.push((rule.name, lines(&found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_rule_says_what_it_asks_for_and_why() {
    let mut names = BTreeSet::new();
    for known in RULES {
        let Rule {
            name,
            asks,
            reason,
            source,
            ..
        } = known;
        assert!(names.insert(name), "{name} is there twice");
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(name.chars().all(is_name), "{name}");
        assert!(asks.chars().count() <= 80, "{name}: {asks}");
        assert!(!asks.ends_with('.') && reason.ends_with('.'), "{name}");
        assert!(!source.is_empty(), "{name}");
        assert_eq!(rule(name).map(|found| found.name), Some(*name));
    }
    assert!(rule("no-such-rule").is_none());
}

#[test]
fn what_no_text_can_show_is_found_too() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    let deep = format!("2026-Q3/{}", ["a"; 65].join("/"));
    for folder in ["kpis", deep.as_str()] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    fs::write(at("okr.toml"), "format = 1\n").unwrap();
    fs::write(at(&format!("{deep}/goal.toml")), "objective = \"Grow\"\n").unwrap();
    fs::write(
        at("kpis/nps.toml"),
        b"name = \"Zufriedenheit f\xfcr alle\"\n",
    )
    .unwrap();
    let large = fs::File::create(at("kpis/orders.toml")).unwrap();
    large.set_len((4 << 20) + 1).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 7, 2).unwrap();
    let found = findings::all(&Store::open_lenient(root.path()), day);
    let names: BTreeSet<&str> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        names,
        BTreeSet::from(["not-utf8", "too-deep", "too-large"]),
        "{found:#?}"
    );
    let without = RULES.iter().filter(|rule| rule.bad.files.is_empty());
    let without: Vec<&str> = without.map(|rule| rule.name).collect();
    assert_eq!(BTreeSet::from_iter(without), BTreeSet::from(UNSHOWN));
}

#[test]
fn the_manual_lists_what_practice_asks_for() {
    let manual = include_str!("../src/cli/help/practice.md");
    let lines = manual.lines().map(|line| line.split_whitespace().next());
    let own = RULES
        .iter()
        .filter(|rule| matches!(rule.check, Check::Own(_)));
    for rule in own {
        assert!(
            lines.clone().any(|first| first == Some(rule.name)),
            "{}",
            rule.name
        );
    }
}

/// Every rule that a source names where it makes a finding.
fn emitted(source: &str, rules: &mut BTreeSet<String>) {
    const BEFORE: [&str; 8] = [
        "error(\"",
        "warning(\"",
        "note(\"",
        "broken(\"",
        "bad_key(\"",
        "constRULE:&str=\"",
        "Spot::Value,\"",
        "Spot::Missing,\"",
    ];
    let source: String = source.split_whitespace().collect();
    for before in BEFORE {
        for (at, _) in source.match_indices(before) {
            let name = source[at + before.len()..].split('"').next().unwrap();
            rules.insert(name.to_owned());
        }
    }
}

fn sources(folder: &Path, rules: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, rules);
        } else if !path.ends_with("tests.rs") {
            emitted(&fs::read_to_string(&path).unwrap(), rules);
        }
    }
}

#[test]
fn every_rule_that_is_found_while_reading_is_listed_and_no_other() {
    let mut named = BTreeSet::new();
    for folder in ["src/store", "src/method/advice/references"] {
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            &mut named,
        );
    }
    let read = RULES.iter().filter(|rule| match rule.check {
        Check::Reading | Check::References => true,
        Check::Own(_) => false,
    });
    // Settings are judged where another rule goes through them.
    let read = read.filter(|rule| rule.name != "allowed-error");
    let listed: BTreeSet<String> = read.map(|rule| rule.name.to_owned()).collect();
    assert_eq!(named, listed);
}
