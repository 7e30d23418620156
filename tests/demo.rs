//! `okr demo` does the whole job for real: its figures come from the files of the copy.

mod support;

use serde_json::json;
use support::Workspace;

const LAST: &str = "2026-Q3/checkins/2026-09-30-153512-maria-6321.toml";

#[test]
fn the_demo_computes_and_writes_what_it_shows() {
    let workspace = Workspace::empty();
    let demo = workspace.okr("demo try").run().exits(0);
    let demo = demo.prints(&[
        "$ okr status customer-success",
        "→ 74.2 %",
        "$ okr carry --from 2026-Q3",
        "2026-Q3 → 2026-Q4",
        "baseline = 75\n",
    ]);
    let carried = workspace.read("try/2026-Q4/customer-success/loyal-customers.toml");
    assert!(demo.stdout.contains(&carried), "{demo}");
    let kpi = workspace.read("try/kpis/client-retention.toml");
    assert!(kpi.contains("\n2026-Q4 = 80\n"), "{kpi}");
    let score = workspace.okr("-C try status --cycle 2026-Q3 --as-of 2026-10-02");
    let score = score.arg("--format=json").run().json();
    let retention = &score["objectives"][0]["key_results"][0];
    assert_eq!(
        (&retention["value"], &retention["score"]),
        (&json!(75), &json!(1))
    );
}

#[test]
fn the_demo_follows_a_reading_that_is_changed() {
    let workspace = Workspace::empty();
    workspace.okr("init --example acme try").run().exits(0);
    workspace.replace(&format!("try/{LAST}"), "value = 75\n", "value = 74.2\n");
    let demo = workspace.okr("demo try").run().exits(0);
    // (74.2 - 73) / (75 - 73)
    let demo = demo.prints(&["0.60", "baseline = 74.2\n", "actual = 74.2, target = 75"]);
    let carried = workspace.read("try/2026-Q4/customer-success/loyal-customers.toml");
    assert!(demo.stdout.contains(&carried), "{demo}");
    let kpi = workspace.read("try/kpis/client-retention.toml");
    assert!(kpi.contains("\n2026-Q4 = 80\n"), "{kpi}");
    let status = workspace.okr("-C try status --cycle 2026-Q3 --as-of 2026-10-02 --format json");
    let status = status.run().json();
    let score = status["objectives"][0]["key_results"][0]["score"]
        .as_f64()
        .unwrap();
    assert!((score - 0.6).abs() < 1e-9, "{status}");
}

#[test]
fn the_demo_leaves_a_folder_alone_that_is_none_of_its_own() {
    let workspace = Workspace::empty().file("try/kpis/arr.toml", "name = \"Mine\"\n");
    let demo = workspace.okr("demo try").run().exits(5);
    demo.assert_unchanged().says(&["try/kpis/arr.toml"]);
}

#[test]
fn the_demo_needs_nothing_from_the_world() {
    let workspace = Workspace::empty();
    let demo = workspace
        .okr("demo try")
        .env("OKR_USER", "")
        .env("OKR_TODAY", "");
    demo.run().exits(0);
    workspace
        .okr("-C try check")
        .today("2026-10-02")
        .run()
        .exits(0);
}
