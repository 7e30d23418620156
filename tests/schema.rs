//! JSON Schemas of the files: they know every key, refuse what `okr check` refuses, and never refuse what
//! it takes; and editors find them.

mod support;
#[path = "schema/validator.rs"]
mod validator;

use okr::model::{CycleId, GoalRef, KpiId, Name, ObjectivePath};
use okr::store::load::Store;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use support::Workspace;
use validator::{KINDS, PLACES, Schemas, kind_of, lint, schema};

fn place(kind: &str) -> &'static str {
    let at = KINDS.iter().position(|k| *k == kind).unwrap();
    PLACES[at]
}

/// Whether okr reads the file of a kind without a word.
fn takes(workspace: &Workspace, kind: &str) -> bool {
    if kind == "settings" {
        return Store::open(&workspace.root()).is_ok();
    }
    let found = Store::open_lenient(&workspace.root()).read_all().findings;
    !found.iter().any(|finding| finding.path == place(kind))
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Calls `look` with every schema of a key: the way to it, its name (a pattern where keys are free).
fn each_key(schema: &Value, way: &str, look: &mut impl FnMut(&str, &str, &Value)) {
    for word in ["properties", "patternProperties"] {
        for (key, inner) in schema[word].as_object().into_iter().flatten() {
            let way = format!("{way}/{key}");
            look(&way, if word == "properties" { key } else { "" }, inner);
            each_key(inner, &way, look);
        }
    }
    each_key_of_parts(schema, way, look);
}

fn each_key_of_parts(schema: &Value, way: &str, look: &mut impl FnMut(&str, &str, &Value)) {
    if schema["items"].is_object() {
        each_key(&schema["items"], way, look);
    }
    for choice in schema["anyOf"].as_array().into_iter().flatten() {
        each_key(choice, way, look);
    }
}

#[test]
fn every_key_says_what_it_means() {
    for kind in KINDS {
        let schema = schema(kind);
        assert!(schema["title"].as_str().unwrap().contains("okr"));
        assert!(schema["description"].as_str().unwrap().contains(".toml"));
        let mut keys = 0;
        each_key(&schema, "", &mut |way, _, key| {
            let means = key["description"].as_str().unwrap_or_default();
            assert!(
                means.len() > 10 && !means.contains('\n'),
                "{kind} {way}: {means:?}"
            );
            assert!(means.ends_with(['.', '`']), "{kind} {way}: {means:?}");
            keys += 1;
        });
        assert!(keys >= 4, "{kind}");
    }
}

#[test]
fn tables_are_shut_and_nothing_can_be_null() {
    fn look(schema: &Value, way: &str) {
        if schema["type"] == "object" {
            assert_eq!(schema["additionalProperties"], false, "{way}");
        }
        match schema {
            Value::Null => panic!("{way}"),
            Value::String(text) => assert_ne!(text, "null", "{way}"),
            Value::Array(list) => list.iter().for_each(|v| look(v, way)),
            Value::Object(table) => {
                for (key, value) in table {
                    look(value, &format!("{way}/{key}"));
                }
            }
            Value::Bool(_) | Value::Number(_) => {}
        }
    }
    KINDS.iter().for_each(|kind| look(&schema(kind), kind));
}

/// The keys of a document that are not free.
fn keys_of(value: &toml::Value, known: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                if known.contains(key) {
                    found.insert(key.clone());
                }
                keys_of(value, known, found);
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|v| keys_of(v, known, found)),
        _ => {}
    }
}

/// Files of a kind with what does not stand beside all the rest.
fn more(kind: &str) -> Vec<String> {
    let objective = "objective = \"X\"\nkpi = \"kpis/x\"\n";
    let checkin = "date = 2026-07-14\nby = \"maria\"\n[[update]]\nkpi = \"kpis/x\"\n";
    let band = "[targets]\n2026 = { at_least = 4, at_most = 5 }";
    match kind {
        "kpi" => vec![format!("name = \"X\"\ndirection = \"maintain\"\n{band}")],
        "objective" => vec![
            format!("{objective}commit = 2\ntarget = 3\nstretch = 4"),
            format!("{objective}at_most = 4"),
        ],
        "checkin" => vec![format!("{checkin}unchanged = true")],
        _ => Vec::new(),
    }
}

#[test]
fn the_files_with_every_key_hold_every_key_and_the_manual_names_it() {
    let manual = include_str!("../src/cli/help/format.md");
    let schemas = Schemas::new();
    for (kind, name) in KINDS
        .iter()
        .zip(["okr", "objective", "kpi", "checkin", "closed"])
    {
        let text = std::fs::read_to_string(folder(&format!("tests/reading/{name}.toml"))).unwrap();
        let mut known = BTreeSet::new();
        each_key(&schema(kind), "", &mut |_, key, _| {
            known.insert(key.to_owned());
        });
        known.remove("");
        let mut found = BTreeSet::new();
        let mut texts = vec![text];
        texts.extend(more(kind));
        for text in texts {
            assert_eq!(schemas.errors(kind, &text), [""; 0], "{kind}");
            let w = Workspace::new().file(place(kind), &text);
            assert!(takes(&w, kind), "{text}");
            keys_of(
                &toml::Value::Table(text.parse().unwrap()),
                &known,
                &mut found,
            );
        }
        assert_eq!(known, found, "{kind}");
        for key in known {
            assert!(manual.contains(&key), "okr help format does not name {key}");
        }
    }
}

fn broken() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(folder("tests/schema/broken.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let mut made = Vec::new();
    for (kind, files) in table {
        for (name, text) in files.as_table().unwrap() {
            let text = text.as_str().unwrap().to_owned();
            made.push((kind.clone(), name.clone(), text));
        }
    }
    made
}

#[test]
fn what_the_check_refuses_the_schema_refuses() {
    let schemas = Schemas::new();
    let broken = broken();
    assert!(broken.len() >= 60);
    for (kind, name, text) in broken {
        let errors = schemas.errors(&kind, &text);
        assert!(!errors.is_empty(), "{kind}, {name}: valid\n{text}");
        let workspace = Workspace::new().file(place(&kind), &text);
        assert!(
            !takes(&workspace, &kind),
            "{kind}, {name}: okr takes it\n{text}"
        );
    }
}

#[test]
fn what_the_check_refuses_tombi_refuses() {
    for (kind, name, text) in broken() {
        let workspace = Workspace::new().file(place(&kind), &text);
        workspace.okr("schema --install").run().exits(0);
        let Some((clean, said)) = lint(&workspace.root()) else {
            return;
        };
        assert!(
            !clean && said.contains(place(&kind)),
            "{kind}, {name}: {said}\n{text}"
        );
    }
}

/// Every value of the files that hold every key, exchanged for others: where okr still reads the file, the
/// schema must not refuse it.
#[test]
fn the_schema_refuses_nothing_that_the_check_takes() {
    let schemas = Schemas::new();
    let others = [
        "0",
        "1",
        "-1",
        "0.5",
        "2.0",
        "1e3",
        "70",
        "true",
        "\"\"",
        "\"x\"",
        "\"none\"",
        "\"+20%\"",
        "\"-.5%\"",
        "\"weekly\"",
        "\"a/b\"",
        "\"a/b.c\"",
        "\"2026/a.b\"",
        "\"kpis/a/b\"",
        "\"2026-Q2\"",
        "2026-07-14",
        "2026-07-14T10:00:00",
        "[]",
        "[\"a\"]",
        "[\"kpis/a\"]",
        "{}",
        "{ at_least = 4 }",
        "{ on = 2026-07-14 }",
    ];
    let mut taken = 0;
    for (kind, name) in KINDS
        .iter()
        .zip(["okr", "objective", "kpi", "checkin", "closed"])
    {
        let text = std::fs::read_to_string(folder(&format!("tests/reading/{name}.toml"))).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let workspace = Workspace::new();
        for (at, line) in lines.iter().enumerate() {
            let Some((key, _)) = line
                .split_once(" = ")
                .filter(|(k, _)| !k.contains(['#', ' ']))
            else {
                continue;
            };
            for other in others {
                let mut changed = lines.clone();
                let line = format!("{key} = {other}");
                changed[at] = &line;
                let changed = changed.join("\n");
                if changed.parse::<toml::Table>().is_err() {
                    continue;
                }
                let errors = schemas.errors(kind, &changed);
                if errors.is_empty() {
                    taken += 1;
                    continue;
                }
                workspace.write(place(kind), &changed);
                assert!(!takes(&workspace, kind), "{kind}: {line}: {errors:?}");
            }
        }
    }
    assert!(taken > 100, "{taken}");
}

/// The patterns say what the parsers take, except for the names that are reserved.
#[test]
fn patterns_and_parsers_agree() {
    let checks = |pattern: &str| {
        let schema = serde_json::json!({ "type": "string", "pattern": format!("^{pattern}$") });
        let validator = jsonschema::draft7::new(&schema).unwrap();
        move |text: &str| validator.is_valid(&text.into())
    };
    let (name, path) = (checks(Name::PATTERN), checks(&ObjectivePath::pattern()));
    let (kpi, goal) = (checks(&KpiId::pattern()), checks(&GoalRef::pattern()));
    let cycle = checks(CycleId::PATTERN);
    let long = "a".repeat(64);
    let mut texts: Vec<String> = [
        "2026", "2026-Q3", "2026-07", "2026-13", "2026-00", "2026-H2", "2026-T3", "2026-T4",
        "2026-q3", "026",
    ]
    .map(str::to_owned)
    .into();
    for a in [
        "",
        "a",
        "a-1",
        "-a",
        "a-",
        "A",
        "ä",
        "a b",
        "kpis",
        &long,
        &format!("{long}a"),
        "2026-Q3",
        "2025",
    ] {
        texts.push(a.to_owned());
        for b in ["", "b", "B", "b-", "b/c"] {
            texts.extend([
                format!("{a}/{b}"),
                format!("{a}.{b}"),
                format!("kpis/{a}/{b}"),
                format!("{a}/{b}.c"),
                format!("{a}/{b}.c.d"),
            ]);
        }
    }
    let reserved = |text: &str| {
        let mut parts = text.split(['/', '.']);
        parts.any(|p| Name::check_shape(p).is_ok() && Name::check(p).is_err())
    };
    for text in texts {
        assert_eq!(
            cycle(&text),
            CycleId::parse(&text).is_some() && !text.starts_with("0000"),
            "{text}"
        );
        // A reserved name is refused by the check alone; what the parsers take, the patterns take.
        let must = |pattern: bool, parser: bool| {
            assert!(pattern == parser || (pattern && reserved(&text)), "{text}");
        };
        must(name(&text), Name::new(&text).is_ok());
        must(path(&text), ObjectivePath::new(&text).is_ok());
        must(kpi(&text), KpiId::new(&text).is_ok());
        must(goal(&text), GoalRef::new(&text).is_ok());
    }
}

#[test]
fn the_examples_are_valid() {
    let schemas = Schemas::new();
    for (name, least) in [("acme", 80), ("saas", 25), ("shop", 25), ("ride", 20)] {
        assert!(schemas.assert_valid(&folder("examples").join(name)) >= least);
        let copy = Workspace::example(name);
        copy.okr("schema --install").run().exits(0);
        if let Some((clean, said)) = lint(&copy.root()) {
            assert!(clean, "{name}: {said}");
        }
    }
}

/// What every command that writes leaves behind, from an empty folder into the next quarter.
fn year_of_writing() -> Workspace {
    let rows = "date,net-promoter-score\n2026-07-01,40\n2026-07-08,41.5\n";
    let rows_of_checkin = "goal,value,note\nsuccess/loyal-customers.rating,4.2,loved\n";
    let w = Workspace::empty()
        .file("nps.csv", rows)
        .file("rows.csv", rows_of_checkin);
    let july = [
        "init --cycle quarter",
        "new kpi \"Net promoter score\" --unit points --frequency weekly --owner maria --source CRM --target 2026=60 --target 2026-Q3=50",
        "new kpi \"Response time\" --unit h --direction maintain --target 2026-Q3=2..4",
        "new objective \"Double revenue\" --cycle 2026 --owner maria --ambition committed",
        "new objective \"Loyal customers\" --team success --supports double-revenue --owner maria --why Renewals --contributor tom --guardrail response",
        "new kr loyal --kpi net-promoter",
        "new kr loyal \"App rating\" --key rating --from 4 --target +20% --unit stars",
        "new kr loyal \"Uptime\" --at-least 99.9 --unit %",
        "new kr loyal \"Success plans\" --key plans --milestone \"Template agreed\" --milestone Rollout=2 --due 2026-09-30",
        "import readings nps.csv --by bot",
        "checkin net-promoter 42 --confidence 7/10 --note \"slow, so far\" --blocker legal",
        "checkin plans+template-agreed --plan Rollout --win First",
        "checkin --from rows.csv",
        "amend rating --target 4.7 --reason loved",
        "amend kpis/net-promoter-score --target 2026-Q3=55 --target always=30 --reason low",
        "amend kpis/response-time --target 2026-Q3=2..5 --reason low",
        "drop uptime --reason \"the vendor was sold\"",
        "mv success customers",
    ];
    let october = [
        "checkin kpis/net-promoter-score 52 --date 2026-09-30",
        "review loyal --grade 0.6 --worked a --did-not-work b --learned c",
        "carry --from 2026-Q3 --provisional",
        "carry --from 2026-Q3 --refresh --provisional",
        "close 2026-Q3 --force --reason \"no data\"",
        "kpi retire response --reason \"too few\" --replaced-by net-promoter",
    ];
    let run = |line: &str, day: &str| {
        let ran = w.typed(line).today(day).run();
        assert_eq!(ran.code, Some(0), "{line}\n{ran}");
    };
    july.iter().for_each(|line| run(line, "2026-07-10"));
    october.iter().for_each(|line| run(line, "2026-10-02"));
    w
}

#[test]
fn whatever_okr_writes_is_valid() {
    let w = year_of_writing();
    assert!(Schemas::new().assert_valid(&w.root()) >= 12);
    w.okr("check").today("2026-10-02").run().exits(0);
    let kinds: BTreeSet<_> = support::tree(&w.root())
        .keys()
        .filter_map(|p| kind_of(p))
        .collect();
    assert_eq!(kinds.len(), KINDS.len(), "{kinds:?}");
    w.okr("schema --install").run().exits(0);
    if let Some((clean, said)) = lint(&w.root()) {
        assert!(clean, "{said}");
    }
}

#[test]
fn carried_goals_are_valid() {
    for (name, day) in [
        ("acme", "2026-10-02"),
        ("saas", "2026-11-01"),
        ("shop", "2026-10-02"),
        ("ride", "2027-01-02"),
    ] {
        let w = Workspace::example(name);
        w.okr("carry --provisional").today(day).run().exits(0);
        Schemas::new().assert_valid(&w.root());
    }
}

const INSTALLED: [&str; 7] = [
    ".okr/schema/settings.json",
    ".okr/schema/kpi.json",
    ".okr/schema/checkin.json",
    ".okr/schema/closed.json",
    ".okr/schema/objective.json",
    "tombi.toml",
    ".taplo.toml",
];

#[test]
fn installing_writes_what_a_clone_needs_and_the_same_again() {
    let w = Workspace::new();
    w.git("init -q -b main");
    w.init_git();
    let first = w.okr("schema --install").run().exits(0);
    let first = first.prints(&[
        "create  .okr/schema/objective.json\n",
        "git add .okr/schema tombi.toml .taplo.toml\n",
    ]);
    let written = first.written();
    assert!(
        INSTALLED
            .iter()
            .all(|path| written.iter().any(|w| w == path)),
        "{written:?}"
    );
    w.okr("schema --install")
        .run()
        .exits(0)
        .prints(&["the schemas are installed"])
        .assert_unchanged();
    w.git("add -A");
    let staged = w.git("diff --cached --name-only");
    let mut expected = INSTALLED.to_vec();
    expected.sort_unstable();
    assert_eq!(staged.lines().collect::<Vec<_>>(), expected);
    for kind in KINDS {
        let installed: Value =
            serde_json::from_str(&w.read(&format!(".okr/schema/{kind}.json"))).unwrap();
        assert_eq!(installed, schema(kind));
    }
    // They are no part of the workspace.
    w.okr("check --strict").run().exits(0).prints_nothing();
}

#[test]
fn a_dry_run_writes_nothing_and_commit_commits_just_that() {
    let w = Workspace::new();
    w.git("init -q -b main");
    w.init_git();
    let dry = w.okr("schema --install --dry-run").run().exits(0);
    let dry = dry
        .says(&["create  tombi.toml"])
        .prints(&["+++ b/.okr/schema/kpi.json\n", "+[[schemas]]\n"]);
    dry.assert_unchanged();
    w.write("notes.txt", "mine\n");
    w.git("add notes.txt");
    w.okr("schema --install --commit").run().exits(0);
    assert_eq!(
        w.git("show --format=%s --name-only HEAD").lines().count(),
        2 + INSTALLED.len()
    );
    assert_eq!(w.git("status --porcelain"), "A  notes.txt\n");
    w.okr("schema --install --commit")
        .run()
        .exits(0)
        .assert_unchanged();
    assert_eq!(
        w.git("log --format=%s"),
        "Install the schemas of okr's files\nBegin\n"
    );
}

#[test]
fn what_people_wrote_stays() {
    let mine = "[format.rules]\nindent-width = 4   # mine";
    let w = Workspace::new()
        .file("tombi.toml", mine)
        .file("taplo.toml", "[formatting]\r\nalign_entries = true\r\n");
    w.okr("schema --install")
        .run()
        .exits(0)
        .prints(&["edit  tombi.toml\n", "edit  taplo.toml\n"]);
    let tombi = w.read("tombi.toml");
    assert!(
        tombi.starts_with(&format!("{mine}\n\n# okr's part begins")),
        "{tombi}"
    );
    let taplo = w.read("taplo.toml");
    assert!(
        taplo.starts_with("[formatting]\r\nalign_entries = true\r\n\r\n# okr's part begins"),
        "{taplo}"
    );
    assert_eq!(taplo.matches('\n').count(), taplo.matches("\r\n").count());
    // It would hide the one that is there.
    assert!(!w.path(".taplo.toml").exists());
    // An older part is written anew, and what stands around it stays.
    let older = tombi.replace("kpis/**/*.toml", "kpi/*.toml") + "[lint]\n";
    w.write("tombi.toml", older);
    w.okr("schema --install")
        .run()
        .exits(0)
        .prints(&["edit  tombi.toml\n"]);
    assert_eq!(w.read("tombi.toml"), tombi + "[lint]\n");
    w.okr("schema --install").run().exits(0).assert_unchanged();
}

#[test]
fn a_file_that_does_not_take_the_part_is_left_alone() {
    let begun = "# okr's part begins: `okr schema --install` writes it anew\n";
    for (text, why) in [
        ("schemas = []\n", "does not fit behind what you wrote"),
        (begun, "okr's part has no beginning or end"),
    ] {
        let w = Workspace::new().file("tombi.toml", text);
        let refused = w.okr("schema --install").run().exits(5);
        let refused = refused.says(&[
            "tombi.toml: ",
            why,
            "add this to it yourself",
            "[[schemas]]",
        ]);
        refused.assert_unchanged();
    }
    let broken = Workspace::new().file("tombi.toml", "# mine\n[[schemas]\n");
    let refused = broken.okr("schema --install").run().exits(5);
    refused
        .says(&[
            "tombi.toml: line 2 is not TOML",
            "mend it and run this again",
        ])
        .assert_unchanged();
}

#[test]
fn a_part_without_its_marks_is_not_added_again() {
    let w = Workspace::new();
    w.okr("schema --install").run().exits(0);
    let text = w.read("tombi.toml");
    let own = text.lines().filter(|line| !line.contains("okr's part"));
    let own: String = own.map(|line| format!("{line}\n")).collect();
    w.write("tombi.toml", &own);
    w.okr("schema --install").run().exits(0);
    assert_eq!(w.read("tombi.toml"), own);
}

#[test]
fn it_says_how_to_use_it() {
    let w = Workspace::new();
    w.okr("schema").run().exits(2);
    w.okr("schema objectives")
        .run()
        .exits(2)
        .says(&["objective"]);
    w.okr("schema kpi --install").run().exits(2);
    w.okr("schema kpi --commit")
        .run()
        .exits(2)
        .says(&["go with --install"]);
    w.okr("schema kpi --format csv").run().exits(2);
    let files = w.okr("schema --install --format json").run().json();
    assert_eq!(files["files"][0]["action"], "create");
    assert_eq!(files["files"].as_array().unwrap().len(), INSTALLED.len());
    // No workspace is needed to print one.
    Workspace::empty()
        .okr("schema closed")
        .run()
        .exits(0)
        .prints(&["\"scores\""]);
    // A broken file is no reason to go without.
    let broken = Workspace::new().file("okr.toml", "nam = 3\n");
    broken.okr("schema --install").run().exits(0);
}

#[test]
fn without_a_kind_the_kinds_are_named() {
    let ran = Workspace::new().okr("schema").run();
    ran.exits(2).says(&[
        "which kind of file?",
        "settings, objective, kpi, checkin, closed",
        "--install",
    ]);
}
