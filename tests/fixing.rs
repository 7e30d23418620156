//! `okr check --fix` mends what has one answer, `okr check` promises no more than that, and what is left
//! says why.

mod support;

use serde_json::Value;
use std::time::{Duration, Instant};
use support::{Ran, Workspace};

fn check(workspace: &Workspace, words: &str) -> Ran {
    let call = workspace.okr(&format!("check {words}"));
    call.today("2026-08-14").run()
}

/// What `okr check` promises to mend, as the JSON has it.
fn promised(workspace: &Workspace) -> Vec<String> {
    let document = check(workspace, "--format json").document();
    let findings = document["findings"].as_array().unwrap().clone();
    let fixes = findings.iter().filter_map(|f| f["fix"].as_str());
    fixes.map(str::to_owned).collect()
}

/// Nothing is promised and nothing is mended; `help` is said before and after.
fn is_left(workspace: &Workspace, help: &[&str]) {
    assert_eq!(promised(workspace), [""; 0]);
    let told = check(workspace, "").exits(1).prints(help);
    assert!(!told.stdout.contains("okr check --fix"), "{told}");
    check(workspace, "--fix")
        .exits(1)
        .assert_unchanged()
        .prints(help);
}

fn objective(rest: &str) -> Workspace {
    let text = format!("objective = \"Grow in Europe\"\n{rest}");
    Workspace::new().file("2026-Q3/grow.toml", text)
}

#[test]
fn many_slips_of_a_file_are_mended_at_once() {
    let key_result = |i| format!("[key_results.k{i}]\ntitel = \"T\"\nowner = \"Tom\" # {i}\n");
    let key_results: String = (0..200).map(key_result).collect();
    let workspace = objective(&key_results);
    let begun = Instant::now();
    check(&workspace, "--fix").prints(&["titel → title\n", "Tom → tom\n"]);
    // One after the other they took minutes.
    assert!(begun.elapsed() < Duration::from_secs(30));
    let mended = key_results.replace("titel", "title").replace("Tom", "tom");
    let text = workspace.read("2026-Q3/grow.toml");
    assert!(text.ends_with(&mended), "{text}");
}

#[test]
fn one_that_stays_wrong_keeps_no_other_from_being_mended() {
    let workspace = objective(
        "onwer = \"ines\"\n\n[key_results.a]\ntitel = 5\n[key_results.b]\ntitel = \"B\"\n",
    );
    assert_eq!(promised(&workspace), ["owner", "title"]);
    check(&workspace, "").prints(&["did you mean `title`? left alone, for then `title` must be"]);
    let ran = check(&workspace, "--fix").exits(1);
    ran.prints(&["onwer → owner\n", "titel → title\n"]);
    let text = workspace.read("2026-Q3/grow.toml");
    assert!(
        text.contains("titel = 5") && text.contains("title = \"B\""),
        "{text}"
    );
}

#[test]
fn a_former_name_of_two_kpis_leads_to_neither() {
    let kpi = |name| format!("name = \"{name}\"\nformerly = [\"kpis/a\"]\n");
    let workspace = objective("kpi = \"kpis/a\"\nbaseline = 1\ntarget = 2\n")
        .file("kpis/arr.toml", kpi("ARR"))
        .file("kpis/pipeline.toml", kpi("Pipeline"));
    is_left(&workspace, &["error[same-id]"]);
}

#[test]
fn two_slips_of_one_key_are_left() {
    let workspace = objective("ownr = \"maria\"\nowne = \"tom\"\n");
    is_left(
        &workspace,
        &[
            "did you mean `owner`? `owne` may be meant for it too: keep one of them",
            "did you mean `owner`? `ownr` may be meant for it too: keep one of them",
        ],
    );
}

#[test]
fn a_key_beside_the_right_one_is_left() {
    let workspace = Workspace::new().file(
        "kpis/arr.toml",
        "name = \"ARR\"\n[targets]\n2026-q3 = 76\n2026-Q3 = 75\n",
    );
    is_left(
        &workspace,
        &["write `2026-Q3`; `2026-Q3` stands here as well: keep one of them"],
    );
}

#[test]
fn a_file_beside_the_right_one_is_left() {
    let arr = "name = \"ARR\"\n";
    let workspace = Workspace::new()
        .file("kpis/ARR.toml", arr)
        .file("kpis/arr.toml", arr);
    is_left(
        &workspace,
        &["`kpis/arr.toml` is there already: choose another name"],
    );
    let two = Workspace::new()
        .file("kpis/ARR.toml", arr)
        .file("kpis/Arr.toml", arr);
    is_left(&two, &["`kpis/Arr.toml` may be meant for it too"]);
}

#[test]
fn nothing_is_promised_of_a_closed_cycle() {
    let workspace = Workspace::new()
        .file("2026-Q2/a.toml", "objective = \"A\"\nonwer = \"b\"\n")
        .file("2026-Q2/closed.toml", "on = 2026-07-04\n[scores]\n");
    is_left(
        &workspace,
        &["did you mean `owner`? 2026-Q2 is closed: okr close 2026-Q2 --undo opens it"],
    );
}

fn amended(cycle: &str) -> Workspace {
    let text = format!(
        "name = \"ARR\"\namended = [{{ on = 2026-05-04, was = {{ {cycle} = 85 }}, reason = \"x\" }}]\n\
         [targets]\n2026-Q3 = 90\n"
    );
    Workspace::new().file("kpis/arr.toml", text)
}

#[test]
fn a_cycle_in_an_amendment_is_put_in_its_case() {
    let workspace = amended("2026-q3");
    check(&workspace, "").exits(1).prints(&[
        "error[wrong-case]: `2026-q3` is not a cycle\n --> kpis/arr.toml:2:39\n",
        "= help: write `2026-Q3`\n",
    ]);
    check(&workspace, "--fix").prints(&["2026-q3 → 2026-Q3\n"]);
    let text = workspace.read("kpis/arr.toml");
    assert!(text.contains("was = { 2026-Q3 = 85 }"), "{text}");
    let allowed = "`was` may hold `always`, `owner`, and cycles such as `2026` or `2026-Q3`";
    is_left(&amended("2026-Q5"), &[allowed]);
}

#[test]
fn a_heading_among_right_ones_is_mended() {
    let workspace = objective(
        "[key_results.a]\ntitle = \"A\"\n[Key_results.b]\ntitle = \"B\"\n[key_results.c]\ntitle = \"C\"\n",
    )
    .file(
        "2026-Q3/checkins/a.toml",
        "date = 2026-07-14\nby = \"tom\"\n[[Update]]\nkr = \"grow.a\"\nnote = \"x\"\n\
         [[update]]\nkr = \"grow.c\"\nnote = \"y\"\n",
    );
    check(&workspace, "--fix").prints(&["Key_results → key_results", "Update → update"]);
    assert!(!workspace.read("2026-Q3/grow.toml").contains("Key_results"));
    let text = workspace.read("2026-Q3/checkins/a.toml");
    assert_eq!(text.matches("[[update]]").count(), 2, "{text}");
    let twice = objective("[key_results.a]\ntitle = \"A\"\n[Key_results.a]\ntitle = \"B\"\n");
    is_left(
        &twice,
        &["`key_results` stands here as well: keep one of them"],
    );
}

#[test]
fn always_is_known_in_any_case() {
    let targets = |key| {
        let text = format!("name = \"ARR\"\n[targets]\n{key} = 4.5\n");
        Workspace::new().file("kpis/arr.toml", text)
    };
    for key in ["Always", "alway"] {
        let workspace = targets(key);
        check(&workspace, "--fix").prints(&["→ always\n"]);
        assert!(workspace.read("kpis/arr.toml").contains("\nalways = 4.5"));
    }
}

#[test]
fn advice_says_what_the_fix_does() {
    let workspace = objective("supports = \"2026-q3/Other.revenue\"\nkpi = \"KPIs/Nps\"\n");
    let ran = check(&workspace, "").exits(1).prints(&[
        "= help: write the cycle as its folder is called: `2026-Q3/other.revenue`\n",
        "= help: write it in lower case: `kpis/nps`\n",
    ]);
    assert!(!ran.stdout.contains("choose another name"), "{ran}");
}

#[test]
fn a_file_in_the_wrong_place_is_told_once() {
    let kpi =
        "name = \"ARR\"\nunit = \"EUR\"\nmeasure = \"sum of contracts\"\n[targets]\n2026 = 4\n";
    let goal = "objective = \"A\"\nonwer = \"ines\"\n[key_results.a]\ntitle = \"A\"\n";
    let said = "date = 2026-07-14\nby = \"tom\"\n[[update]]\nkpi = \"kpis/arr\"\nvalue = 4\n";
    let places = [
        (
            "2026-Q3/arr.toml",
            kpi,
            "this is a KPI, not an objective",
            "move it to kpis/",
        ),
        (
            "2026-Q3/checkins/arr.toml",
            kpi,
            "this is a KPI, not a check-in",
            "move it to kpis/",
        ),
        (
            "kpis/grow.toml",
            goal,
            "this is an objective, not a KPI",
            "such as 2026-Q3/",
        ),
        (
            "2026-Q3/checkins/g.toml",
            goal,
            "this is an objective, not a check-in",
            "to 2026-Q3/\n",
        ),
        (
            "2026-Q3/a.toml",
            said,
            "this is a check-in, not an objective",
            "to 2026-Q3/checkins/",
        ),
        (
            "kpis/a.toml",
            said,
            "this is a check-in, not a KPI",
            "such as 2026-Q3/checkins/",
        ),
    ];
    for (path, text, what, help) in places {
        let workspace = Workspace::new().file(path, text);
        let ran = check(&workspace, "").exits(1);
        ran.prints(&[
            &format!("error[wrong-place]: {what}\n"),
            help,
            "1 error in 1 file",
        ]);
        let found = check(&workspace, "--format json").document();
        assert_eq!(found["findings"].as_array().map(Vec::len), Some(1));
        assert_eq!(found["findings"][0]["fix"], Value::Null);
        assert!(found["findings"][0]["line"].is_u64(), "{found}");
    }
    let slip = objective("").file("2026-Q3/b.toml", "name = \"Grow\"\nowner = \"ines\"\n");
    let ran = check(&slip, "").exits(1);
    assert!(!ran.stdout.contains("wrong-place"), "{ran}");
}
