//! `okr report --format markdown`: a report that is committed and compared with the last one.

mod support;

use std::collections::BTreeSet;
use support::{Ran, Workspace};

const REPORT: &str = "report --format markdown";

fn run(workspace: &Workspace, words: &str) -> Ran {
    let call = workspace.okr(words);
    call.today("2026-08-14").user("maria").run()
}

fn acme() -> Workspace {
    Workspace::example("acme")
}

#[test]
fn everything_is_told_in_the_order_of_the_page() {
    let ran = run(&acme(), REPORT).exits(0).assert_unchanged();
    let report = &ran.stdout;
    let headings: Vec<_> = report
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    assert_eq!(
        headings,
        [
            "## Objectives",
            "## Teams",
            "## What changed since 2026-08-07",
            "## What is stuck",
            "## Overdue",
            "## KPIs",
        ]
    );
    for said in [
        "# Acme · 2026-Q3",
        "> Customers for life",
        "score **0.36**, +0.06 since 2026-08-07 · 0.35 expected by now · ● on-track",
        "### Create wildly loyal customers",
        "Supports Revenue in Europe (`grow-europe.revenue`)",
        "| Client retention rate from 73 to 75 % | 73.6 / 75.0 % | 0.30 | ▲ +0.05 | ▁▆▇█ |",
        "- Support cost per client: ▼ red",
        "- [ ] [Customer advisory board](<https://example.com/work/42>)",
        "— maria, 2026-08-11",
    ] {
        assert!(report.contains(said), "it lacks `{said}`:\n{report}");
    }
}

#[test]
fn a_check_in_changes_the_lines_that_speak_of_it() {
    let acme = acme();
    let before = run(&acme, REPORT).stdout;
    run(&acme, "checkin product/fast-start.rating 4.4").exits(0);
    let after = run(&acme, REPORT).stdout;
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let gone: Vec<_> = lines(&before).difference(&lines(&after)).cloned().collect();
    assert!(!gone.is_empty() && gone.len() <= 10, "{gone:#?}");
    let of_others = gone
        .iter()
        .filter(|line| line.starts_with("| Client retention"));
    assert_eq!(of_others.count(), 0, "{gone:#?}");
}

#[test]
fn a_closed_quarter_is_looked_back_on() {
    let ran = run(&acme(), "report --format markdown --cycle 2026-Q2").exits(0);
    for said in [
        "closed",
        "Self-grade 0.70",
        "**Did not work**: The dashboard waited for access rights until July.",
        "goes on as `2026-Q3/customer-success/loyal-customers.retention`",
    ] {
        assert!(
            ran.stdout.contains(said),
            "it lacks `{said}`:\n{}",
            ran.stdout
        );
    }
    for moving in ["expected by now", "since 2026", "What is stuck"] {
        assert!(!ran.stdout.contains(moving), "{}", ran.stdout);
    }
}

#[test]
fn what_people_wrote_marks_nothing_up() {
    let title = "# <b>*Loud*</b> | [x](javascript:1) `code` \\u202e";
    let workspace = Workspace::new().file(
        "2026-Q3/grow.toml",
        format!(
            "objective = \"{title}\"\ninitiatives = [{{ title = \"{title}\", url = \"javascript:1\" }}]\n\
             [key_results.a]\ntitle = \"{title}\"\nbaseline = 0\ntarget = 2\n"
        ),
    );
    let report = run(&workspace, REPORT).exits(0).stdout;
    assert!(
        !report.contains("<b>") && !report.contains('\u{202e}'),
        "{report}"
    );
    let links = report.matches("](").count();
    assert_eq!(links, report.matches("\\](").count(), "{report}");
    let row = report.lines().find(|line| line.contains("0 / 2"));
    let bars = row.unwrap().replace("\\|", "").matches('|').count();
    assert_eq!(bars, 10, "{report}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_first() {
    let acme = acme().file("2026-Q3/broken.toml", "objective = 1\n");
    let ran = run(&acme, REPORT).exits(4);
    let (first, rest) = ran.stdout.split_once("## Objectives").unwrap();
    assert!(first.contains("2026-Q3/broken.toml:1"), "{first}");
    assert!(rest.contains("### Grow in Europe"), "{rest}");
}
