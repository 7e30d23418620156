//! Every rule of `okr check` finds what is wrong in its own bad example, at the right place, and
//! nothing in its good one.

use chrono::NaiveDate;
use okr::cli::findings;
use okr::method::advice::{Example, RULES, Rule, rule};
use okr::store::diagnostics::{Finding, Level};
use okr::store::load::Store;
use std::collections::BTreeSet;
use std::fs;

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

#[test]
fn a_bad_example_is_found_where_it_says_and_nothing_else() {
    let mut wrong = Vec::new();
    for rule in RULES {
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
    for rule in RULES {
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
        let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(name.chars().all(is_name), "{name}");
        assert!(asks.chars().count() <= 80, "{name}: {asks}");
        assert!(!asks.ends_with('.') && reason.ends_with('.'), "{name}");
        assert!(!source.is_empty(), "{name}");
        assert_eq!(rule(name).map(|found| found.name), Some(*name));
    }
    assert!(rule("no-such-rule").is_none());
}
