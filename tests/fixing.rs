//! `okr check --fix` mends what has one answer, `okr check` promises no more than that, and what is left
//! says why.

mod support;

use std::time::{Duration, Instant};
use support::{Ran, Workspace};

fn check(workspace: &Workspace, words: &str) -> Ran {
    let call = workspace.okr(&format!("check {words}"));
    call.today("2026-08-14").run()
}

fn objective(rest: &str) -> Workspace {
    let text = format!("objective = \"Grow in Europe\"\n{rest}");
    Workspace::new().file("2026-Q3/grow.toml", text)
}

#[test]
fn many_slips_of_a_file_are_mended_at_once() {
    let key_result = |i| format!("[key_results.k{i}]\ntitel = \"T\"\nowner = \"Tom\" # {i}\n");
    let key_results: String = (0..60).map(key_result).collect();
    let workspace = objective(&key_results);
    let begun = Instant::now();
    check(&workspace, "--fix").prints(&["titel → title\n", "Tom → tom\n"]);
    // One after the other they took ten seconds.
    assert!(begun.elapsed() < Duration::from_secs(5));
    let mended = key_results.replace("titel", "title").replace("Tom", "tom");
    let text = workspace.read("2026-Q3/grow.toml");
    assert!(text.ends_with(&mended), "{text}");
}

