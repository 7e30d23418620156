//! What changed between two days: `okr status --since`.

mod support;

use serde_json::Value;
use support::Workspace;

/// One objective with a metric that moves, a target that is amended, and a key result each that
/// comes and goes.
fn quarter() -> Workspace {
    Workspace::new()
        .file(
            "2026-Q3/loyal.toml",
            "objective = \"Loyal customers\"\nowner = \"maria\"\n\n[key_results.rating]\n\
             unit = \"stars\"\nbaseline = 4\ntarget = 5\namended = [{ on = 2026-08-03, was = { target = 4.5 }, \
             reason = \"we can do more\" }, { on = 2026-09-01, was = { owner = \"tom\" }, reason = \"tom left\" }]\n\n\
             [key_results.calls]\nbaseline = 0\ntarget = 10\n\
             dropped = { on = 2026-08-05, reason = \"nobody answers\" }\n\n\
             [key_results.visits]\nbaseline = 0\ntarget = 4\nadded = 2026-08-04\n",
        )
        .file("2026-Q3/team/late.toml", "objective = \"Late\"\nadded = 2026-08-02\n\n[key_results.k]\nbaseline = 0\ntarget = 1\n")
        .file(
            "2026-Q3/checkins/2026-07-21-080000-maria-aaaa.toml",
            "date = 2026-07-21\nby = \"maria\"\n\n[[update]]\nkr = \"loyal.rating\"\nvalue = 4.1\nconfidence = 0.8\n",
        )
        .file(
            "2026-Q3/checkins/2026-08-04-080000-tom-aaaa.toml",
            "date = 2026-08-04\nby = \"tom\"\n\n[[update]]\nkr = \"loyal.rating\"\nvalue = 4.5\nconfidence = 0.3\n",
        )
}

/// What of `id` changed, as `what: before → after`.
fn told(document: &Value, id: &str) -> Vec<String> {
    let text = |c: &Value| {
        let what = c["what"].as_str().expect("a word");
        format!("{what}: {} → {}", c["before"], c["after"])
    };
    changes(document, id).into_iter().map(text).collect()
}

fn reason<'a>(document: &'a Value, id: &str) -> &'a Value {
    &changes(document, id)[0]["reason"]
}

fn changes<'a>(document: &'a Value, id: &str) -> Vec<&'a Value> {
    let all = document["changes"].as_array().expect("a list");
    all.iter().filter(|change| change["id"] == id).collect()
}

#[test]
fn what_was_said_otherwise_is_told() {
    let workspace = quarter().file("2026/top.toml", "objective = \"Top\"\n").file(
        "2026-Q3/site.toml",
        "objective = \"A new site\"\n\n[key_results.open]\ntitle = \"The site is open\"\nkind = \"effort\"\ndue = 2026-09-01\n",
    );
    for (words, texts) in [
        (
            "amend site --owner ines --supports 2026/top --reason ours --title",
            "A site of our own",
        ),
        (
            "amend site.open --due 2026-09-20 --reason late --title",
            "The site is found",
        ),
    ] {
        let amended = workspace.okr(words).arg(texts);
        amended.today("2026-08-05").run().exits(0);
    }
    let call = workspace.okr("status --since 2026-08-01 --format json");
    let document = call.today("2026-08-06").run().exits(0).document();
    let whole = told(&document, "site");
    let expected = [
        "title: \"A new site\" → \"A site of our own\"",
        "owner: null → \"ines\"",
        "supports: null → \"2026/top\"",
    ];
    assert_eq!(whole, expected);
    let part = told(&document, "site.open");
    let expected = [
        "title: \"The site is open\" → \"The site is found\"",
        "due: \"2026-09-01\" → \"2026-09-20\"",
    ];
    assert!(
        expected
            .iter()
            .all(|line| part.contains(&(*line).to_owned())),
        "{part:?}"
    );
}

#[test]
fn every_kind_of_change_is_told_once() {
    let workspace = quarter();
    let call = workspace.okr("status --since 2026-08-01 --format json");
    let document = call.today("2026-08-06").run().exits(0).document();
    assert_eq!(document["since"], "2026-08-01");
    // Until 3 August the target was 4.5: 4.1 scored 0.1 / 0.5; then 5: 4.5 scores 0.5 / 1.
    let rating = told(&document, "loyal.rating");
    assert!(rating[0].starts_with("score: 0.1999") && rating[0].ends_with("→ 0.5"));
    assert_eq!(
        rating[1..],
        [
            "confidence: 0.8 → 0.3",
            "value: 4.1 → 4.5",
            "target: 4.5 → 5",
            "flags: [] → [\"low-confidence\"]",
        ]
    );
    for (id, what) in [
        ("loyal.calls", "dropped"),
        ("loyal.visits", "added"),
        ("team/late", "added"),
        ("team/late.k", "added"),
    ] {
        assert_eq!(
            told(&document, id),
            [format!("{what}: null → null")],
            "{id}"
        );
    }
    assert_eq!(reason(&document, "loyal.rating"), "we can do more");
    assert_eq!(reason(&document, "loyal.calls"), "nobody answers");
    assert!(reason(&document, "team/late").is_null());
}

#[test]
fn a_person_sees_marks_and_a_list() {
    let workspace = quarter();
    let ran = workspace.okr("status --since 2026-08-01");
    let ran = ran.today("2026-08-06").run().exits(0).prints(&[
        "▲ +0.30",
        "Since 2026-08-01:",
        "value 4.1 → 4.5 stars, target 4.5 → 5 stars, +low-confidence (we can do more)",
        "loyal.calls  dropped (nobody answers)",
        "team/late  new: Late\n",
    ]);
    assert!(!ran.stdout.contains("team/late.k  new"));
}

#[test]
fn nothing_changes_on_a_quiet_day() {
    let workspace = quarter();
    let call = workspace
        .okr("status --since 2026-08-06")
        .today("2026-08-06");
    call.run()
        .exits(0)
        .prints(&["Nothing changed since 2026-08-06."]);
}

#[test]
fn the_last_check_in_is_mine_before_today_else_anybodys() {
    let workspace = quarter();
    for (me, today, since) in [
        ("maria", "2026-08-04", "2026-07-21"),
        ("tom", "2026-08-04", "2026-07-21"),
        ("maria", "2026-08-06", "2026-07-21"),
        ("tom", "2026-08-06", "2026-08-04"),
        ("li", "2026-08-06", "2026-08-04"),
        ("li", "2026-07-10", "2026-07-01"),
    ] {
        let call = workspace.okr("status --since last-checkin --format json");
        let document = call.today(today).user(me).run().exits(0).document();
        assert_eq!(document["since"], since, "{me} on {today}");
    }
}

#[test]
fn a_day_that_comes_later_is_refused() {
    let workspace = quarter();
    let call = workspace.okr("status --since 2026-08-05 --as-of 2026-08-01");
    let says = "2026-08-05 is after 2026-08-01, the day that is looked at";
    call.today("2026-08-06").run().exits(2).says(&[says]);
    let call = workspace.okr("status --since soon").today("2026-08-06");
    call.run().exits(2).says(&["last-checkin"]);
}

#[test]
fn a_spreadsheet_gets_a_row_for_each_change() {
    let workspace = quarter();
    let call = workspace.okr("status --since 2026-08-01 --format csv");
    call.today("2026-08-06").run().exits(0).prints(&[
        "id,what,before,after,reason\n",
        "loyal.rating,target,4.5,5,we can do more\n",
        "loyal.calls,dropped,,,nobody answers\n",
    ]);
}
