//! Files in, findings out: path, line, column, rule and message.

use okr::model::{
    Aim, CycleId, Document, GoalId, KpiId, Measure, ObjectivePath, Place, Target, Workspace,
};
use okr::store::diagnostics::Finding;
use okr::store::load::{Depth, Loaded, Store};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A workspace of the given files, `okr.toml` included unless it is among them.
struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let made = Self(tempfile::tempdir().unwrap());
        made.write("okr.toml", b"");
        for (path, content) in files {
            made.write(path, content.as_bytes());
        }
        made
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn store(&self) -> Store {
        Store::open(self.root()).unwrap()
    }

    fn load(&self) -> Loaded {
        Store::open_lenient(self.root()).read_all()
    }
}

/// `path:line:column rule: message`, one a line.
fn shown(findings: &[Finding]) -> String {
    let line = |f: &Finding| {
        let place = f.span.as_ref().map(|s| format!(":{}:{}", s.line, s.column));
        format!(
            "{}{} {}: {}",
            f.path,
            place.unwrap_or_default(),
            f.rule,
            f.message
        )
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The findings of a workspace of one file.
fn found(path: &str, content: &str) -> String {
    shown(&Files::new(&[(path, content)]).load().findings)
}

/// The findings of one objective, without its path.
fn objective(content: &str) -> String {
    found("2026-Q3/a.toml", content).replace("2026-Q3/a.toml:", "")
}

fn kpi(content: &str) -> String {
    found("kpis/a.toml", content).replace("kpis/a.toml:", "")
}

fn checkin(content: &str) -> String {
    found("2026-Q3/checkins/a.toml", content).replace("2026-Q3/checkins/a.toml:", "")
}

fn cycle(text: &str) -> CycleId {
    CycleId::parse(text).unwrap()
}

fn goal(of: &str, path: &str) -> GoalId {
    GoalId {
        cycle: cycle(of),
        objective: ObjectivePath::new(path).unwrap(),
        key: None,
    }
}

/// The TOML blocks of the format's own page, kept here so that the contract is read as written.
const SETTINGS: &str = include_str!("reading/okr.toml");
const OBJECTIVE: &str = include_str!("reading/objective.toml");
const KPI: &str = include_str!("reading/kpi.toml");
const CHECKIN: &str = include_str!("reading/checkin.toml");
const CLOSED: &str = include_str!("reading/closed.toml");

fn whole() -> Files {
    Files::new(&[
        ("okr.toml", SETTINGS),
        ("2026-Q3/customer-success/loyal-customers.toml", OBJECTIVE),
        ("kpis/client-retention.toml", KPI),
        (
            "2026-Q3/checkins/2026-07-14-091233-maria-3f9c.toml",
            CHECKIN,
        ),
        ("2026-Q2/closed.toml", CLOSED),
    ])
}

#[test]
fn the_format_as_its_page_shows_it() {
    let loaded = whole().load();
    assert_eq!(shown(&loaded.findings), "");
    let Workspace {
        settings,
        kpis,
        cycles,
        charted: _,
    } = loaded.workspace;
    assert_eq!(settings.name.as_deref(), Some("Acme"));
    assert_eq!(kpis.len(), 1);
    let kpi = &kpis[&KpiId::new("kpis/client-retention").unwrap()];
    assert_eq!(kpi.targets.by_cycle.len(), 3);
    assert_eq!(kpi.amended[0].was, [("2026".to_owned(), "85".to_owned())]);
    let folder = &cycles[&cycle("2026-Q3")];
    let objective = folder.objectives.values().next().unwrap();
    let keys: Vec<_> = objective
        .key_results
        .iter()
        .map(|kr| kr.key.as_str())
        .collect();
    let order = [
        "retention",
        "healthy",
        "nps",
        "rating",
        "uptime",
        "success-plans",
        "teams",
    ];
    assert_eq!(keys, order);
    let retention = &objective.key_results[0];
    let Measure::FollowsKpi(before) = &retention.amended[0].before.measure else {
        panic!("retention follows a KPI");
    };
    let Aim::Reach(posts) = before.aim else {
        panic!("it has a target")
    };
    assert!(matches!(posts.target, Some(Target::Absolute(q)) if q.get() == 75.0));
    assert_eq!(folder.checkins[0].updates.len(), 3);
    assert_eq!(
        cycles[&cycle("2026-Q2")]
            .closed
            .as_ref()
            .unwrap()
            .scores
            .len(),
        2
    );
}

#[test]
fn empty_workspaces_and_quarters() {
    let files = Files::new(&[
        ("2026-Q3/README.md", "hello"),
        ("2026-Q4/a.toml", "objective = 'A'"),
    ]);
    let loaded = files.load();
    assert_eq!(shown(&loaded.findings), "");
    assert_eq!(loaded.workspace.cycles.len(), 2);
    assert!(Store::open(&files.root().join("2026-Q3")).is_err());
    let missing = Store::open(&files.root().join("none")).unwrap_err();
    assert_eq!(
        shown(&missing),
        "okr.toml unreadable: this file is not there"
    );
}

#[test]
fn unknown_misspelt_missing_and_wrong() {
    assert_eq!(
        objective("objective = 'A'\nonwer = 'maria'\nweight = 'x'\n\n[key_results.a]\ntarge = 1\n"),
        "2:1 unknown-key: `onwer` is not a key here\n\
         3:10 wrong-type: `weight` must be a number, not a text\n\
         6:1 unknown-key: `targe` is not a key here"
    );
    let files = Files::new(&[("2026-Q3/a.toml", "objective = 'A'\nonwer = 'maria'\n")]);
    assert_eq!(
        files.load().findings[0].help.as_deref(),
        Some("did you mean `owner`?")
    );
    assert_eq!(
        objective(""),
        "1:1 missing-key: `objective` is missing in this file"
    );
    assert_eq!(
        objective("\u{feff}objective = 1"),
        "1:13 wrong-type: `objective` must be a text in quotes, not a number"
    );
    assert_eq!(
        objective("objective = 'A'\ntags = ['a', 1, 2]\nguardrails = ['nps']"),
        "2:14 wrong-type: an element of `tags` must be a text in quotes, not a number\n\
         2:17 wrong-type: an element of `tags` must be a text in quotes, not a number\n\
         3:15 bad-name: `nps` is not a KPI"
    );
    assert_eq!(
        objective("objective = 'A'\nreview = 2026-10-02\nkey_results = 2026-10-02"),
        "2:10 wrong-type: `review` must be a table, not a date\n\
         3:15 wrong-type: `key_results` must be a table, not a date"
    );
    assert_eq!(
        objective("objective = 'A'\n[[owner]]\na = 1\n[weight]\nb = 1"),
        "2:1 wrong-type: `owner` must be a text in quotes, not a list\n\
         4:1 wrong-type: `weight` must be a number, not a table"
    );
    assert_eq!(
        kpi("name = 'A'\nhealth = 'yes'\nchart_from = '2026-01-01'\nchart-from = 1"),
        "2:10 wrong-type: `health` must be true or false, not a text\n\
         3:14 wrong-type: `chart_from` must be a date such as 2026-07-14, without quotes, not a text\n\
         4:1 unknown-key: `chart-from` is not a key here"
    );
}

#[test]
fn duplicates_name_the_first() {
    assert_eq!(
        objective("objective = 'A'\nowner = 'm'\n\nowner = 'n'\n"),
        "4:1 duplicate-key: `owner` is given twice, first in line 2"
    );
    assert_eq!(
        objective("objective = 'A'\n[key_results.a]\ntitle = 'x'\n[key_results.a]\ntitle = 'y'\n"),
        "4:14 duplicate-key: `a` is given twice, first in line 2"
    );
}

#[test]
fn several_errors_of_syntax_at_once() {
    let said =
        objective("objective = 'A'\nonwer = 'x'\nwhy = yes\nowner = \nweight = 012\ntags = ['a'");
    assert_eq!(
        said,
        "2:1 unknown-key: `onwer` is not a key here\n\
         3:7 syntax: `yes` is not a value\n\
         4:9 syntax: there is no value after this key\n\
         5:10 syntax: a number does not begin with 0\n\
         6:8 syntax: this list does not end"
    );
}

#[test]
fn numbers_that_nobody_means() {
    for (text, message) in [
        ("nan", "`value`: NaN is not a number to keep"),
        ("-inf", "`value`: -inf is not a number to keep"),
        (
            "1e400",
            "`value`: this number is too large: numbers reach to 9007199254740992",
        ),
        (
            "9007199254740993",
            "`value`: 9007199254740993 is too large: numbers reach to 9007199254740992",
        ),
        (
            "99999999999999999999999999999999999999999999",
            "`value`: this number is too large: numbers reach to 9007199254740992",
        ),
    ] {
        let text = format!("date = 2026-07-14\nby = 'm'\n[[update]]\nkr = 'a.b'\nvalue = {text}\n");
        assert_eq!(checkin(&text), format!("5:9 bad-value: {message}"));
    }
    assert_eq!(
        checkin("date = 2026-07-14\nby = 'm'\n[[update]]\nkr = 'a.b'\nvalue = -0\n"),
        ""
    );
}

#[test]
fn days_that_do_not_exist_or_lie_elsewhere() {
    assert_eq!(
        checkin("date = 2026-02-30\nby = 'm'"),
        "1:8 syntax: there is no 30 February"
    );
    assert_eq!(
        checkin("date = 2026-13-01\nby = 'm'"),
        "1:8 syntax: there is no month 13"
    );
    assert_eq!(
        checkin("date = 0000-01-01\nby = 'm'"),
        "1:8 bad-value: `date`: there is no year 0000"
    );
    assert_eq!(
        checkin("date = 2026-07-14T10:00:00Z\nby = 'm'"),
        "1:8 bad-value: `date`: 2026-07-14T10:00:00Z has a time of day"
    );
    assert_eq!(
        checkin("date = 2026-10-01\nby = 'm'\n[[update]]\nkr = 'a'\nvalue = 1\ndate = 2026-06-30"),
        "1:8 outside-cycle: 2026-10-01 lies outside 2026-Q3, 2026-07-01 to 2026-09-30\n\
         6:8 outside-cycle: 2026-06-30 lies outside 2026-Q3, 2026-07-01 to 2026-09-30"
    );
    assert_eq!(
        found("2026-07/checkins/x.toml", "date = 2026-07-31\nby = 'm'"),
        "2026-07/checkins/x.toml:1:8 outside-cycle: 2026-07 is a month, and a check-in lies in the folder of its quarter"
    );
}

#[test]
fn bytes_that_are_no_text() {
    let files = Files::new(&[]);
    files.write("2026-Q3/a.toml", b"objective = 'A'\nwhy = '\xff'\n");
    files.write("2026-Q3/b.toml", b"objective = 'A'\nwhy = 'x\0y'\n");
    files.write("2026-Q3/c.toml", b"objective = 'A'\rwhy = 'x'\n");
    files.write(
        "2026-Q3/d.toml",
        b"\xef\xbb\xbfobjective = 'A'\r\nwhy = 'x'\r\n",
    );
    assert_eq!(
        shown(&files.load().findings),
        "2026-Q3/a.toml:2:8 not-utf8: this is not UTF-8 text\n\
         2026-Q3/b.toml:2:9 syntax: there is a NUL character\n\
         2026-Q3/c.toml:1:16 syntax: a carriage return stands alone"
    );
}

#[test]
fn conflicts_are_named_with_both_sides() {
    let text = "objective = 'A'\n<<<<<<< HEAD\nowner = 'm'\n=======\nowner = 'n'\nwhy = 'x'\n>>>>>>> other\n";
    let files = Files::new(&[
        ("2026-Q3/a.toml", text),
        ("2026-Q3/b.toml", "objective = 'B'"),
    ]);
    let loaded = files.load();
    assert_eq!(
        shown(&loaded.findings),
        "2026-Q3/a.toml:2:1 conflict-markers: an unresolved merge conflict: line 3 stands against lines 5-6"
    );
    assert_eq!(loaded.workspace.objectives().count(), 1);
    let within = "objective = 'A'\nwhy = '''\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n'''\n";
    assert!(objective(within).starts_with("3:1 conflict-markers"));
}

#[test]
fn too_large_too_deep_too_long() {
    let files = Files::new(&[]);
    files.write("2026-Q3/large.toml", &vec![b'#'; (4 << 20) + 1]);
    files.write(
        "2026-Q3/long.toml",
        format!("why = {}", "x".repeat(4_000_000)).as_bytes(),
    );
    files.write("2026-Q3/five.toml", "x".repeat(5_000_000).as_bytes());
    files.write(
        "2026-Q3/lists.toml",
        format!("why = {}{}", "[".repeat(1000), "]".repeat(1000)).as_bytes(),
    );
    files.write(
        "2026-Q3/open.toml",
        format!("why = {}", "[{a=".repeat(1000)).as_bytes(),
    );
    files.write(
        "2026-Q3/dots.toml",
        format!("{}x = 1", "a.".repeat(1000)).as_bytes(),
    );
    let inner = format!("{}a", "a.".repeat(70));
    let tower = format!("{}1{}", format!("{{{inner}=").repeat(70), "}".repeat(70));
    files.write(
        "2026-Q3/tower.toml",
        format!("[{inner}]\n{inner} = {tower}").as_bytes(),
    );
    for kind in ["2026-Q3/checkins/tower.toml", "kpis/tower.toml"] {
        files.write(kind, format!("[{inner}]\n{inner} = {tower}").as_bytes());
    }
    let before = std::time::Instant::now();
    let loaded = files.load();
    assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
    let paths: BTreeSet<&str> = loaded.findings.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths.len(), 9, "{}", shown(&loaded.findings));
    for finding in &loaded.findings {
        assert!(finding.message.chars().count() <= 200);
        assert!(
            finding
                .span
                .as_ref()
                .is_none_or(|s| s.text.chars().count() <= 200)
        );
    }
    let of = |path: &str| {
        loaded
            .findings
            .iter()
            .find(|f| f.path == path)
            .unwrap()
            .rule
    };
    assert_eq!(of("2026-Q3/large.toml"), "too-large");
    assert_eq!(of("2026-Q3/five.toml"), "too-large");
    assert_eq!(of("2026-Q3/lists.toml"), "syntax");
}

#[test]
fn what_an_objective_must_hold_to() {
    assert_eq!(
        objective(
            "objective = 'A'\nambition = 'commited'\nowner = 'Maria'\nweight = -1\nsupports = 'Grow'"
        ),
        "2:12 bad-value: `ambition` cannot be `commited`\n\
         3:9 bad-name: `Maria` is not a name\n\
         4:10 bad-value: -1 is not a weight\n\
         5:12 bad-name: `Grow` is not a name"
    );
    assert_eq!(
        objective("objective = 'A'\nkpi = 'kpis/x'\ntarget = 5\n[key_results.a]\ntitle = 'x'"),
        "4:2 contradiction: an objective that follows a KPI itself has no key results"
    );
    assert_eq!(
        objective("objective = 'A'\ntarget = 5"),
        "2:1 contradiction: `target` stands at the top of an objective that follows no KPI"
    );
    assert_eq!(
        objective(
            "objective = 'A'\nambition = 'committed'\n[key_results.a]\ntarget = 4\nstretch = 5"
        ),
        "5:1 committed-stretch: a committed objective has no `stretch`"
    );
    assert_eq!(
        objective("objective = 'A'\n[key_results.a]\nweight = 0\n[key_results.b]\nweight = 0"),
        "2:2 bad-value: the weights of the key results sum to 0"
    );
    assert_eq!(
        objective("objective = 'A'\n[key_results.Nps]"),
        "2:14 bad-name: `Nps` is not a name"
    );
}

#[test]
fn a_key_result_is_of_one_kind() {
    let kr = |text: &str| objective(&format!("objective = 'A'\n[key_results.a]\n{text}"));
    assert_eq!(kr("title = 'x'"), "");
    assert_eq!(kr("at_least = 1\nbaseline = 0"), "");
    assert_eq!(
        kr("kind = 'efort'"),
        "3:8 bad-value: `kind` cannot be `efort`"
    );
    assert_eq!(
        kr("kind = 'metric'"),
        "3:8 bad-value: `kind` cannot be `metric`"
    );
    assert_eq!(
        kr("kind = 'rollup'\ntarget = 1"),
        "4:1 contradiction: `target` does not go with a rollup"
    );
    assert_eq!(
        kr("kind = 'effort'\nkpi = 'kpis/x'"),
        "4:1 contradiction: `kpi` does not go with effort"
    );
    assert_eq!(
        kr("due = 2026-09-01"),
        "3:1 contradiction: `due` does not go with what is measured"
    );
    assert_eq!(
        kr("kpi = 'kpis/x'\nunit = '%'"),
        "4:1 contradiction: `unit` does not go with `kpi`"
    );
    assert_eq!(
        kr("at_least = 1\ntarget = 2"),
        "4:1 contradiction: `target` does not go with `at_least` or `at_most`"
    );
    assert_eq!(
        kr("at_least = 3\nat_most = 2"),
        "3:12 bad-value: `at_least` 3 lies above `at_most` 2"
    );
    assert_eq!(
        kr("target = '20%'"),
        "3:10 bad-value: `target`: `20%` is not a target"
    );
    assert!(kr("baseline = 5\ncommit = 4\ntarget = 6").contains("must lie in this order"));
    assert_eq!(
        kr(
            "kind = 'effort'\nmilestones = [{ id = 'a', title = 'A' }, { id = 'a', title = 'B' }, { title = 'C' }]"
        ),
        "4:49 bad-value: a second milestone `a`\n4:69 missing-key: `id` is missing"
    );
    assert_eq!(
        kr("carried = { from = 'a.b', actual = 1 }"),
        "3:20 bad-value: `a.b` names no cycle"
    );
}

#[test]
fn earlier_terms_are_checked_too() {
    let kr = |text: &str| {
        objective(&format!(
            "objective = 'A'\n[key_results.a]\ntarget = 5\n{text}"
        ))
    };
    assert_eq!(
        kr("amended = [{ on = 2026-08-01, was = { target = 'none', owner = 'none' } }]"),
        ""
    );
    assert_eq!(
        kr("amended = [{ on = 2026-08-01, was = { targt = 4 } }]"),
        "4:39 unknown-key: `targt` is not a key that an amendment may change"
    );
    assert_eq!(
        kr("amended = [{ on = 2026-08-01, was = { owner = 'Tom' } }]"),
        "4:47 bad-name: as it was before: `Tom` is not a name"
    );
    assert_eq!(
        kr(
            "amended = [{ on = 2026-08-02, was = { target = 4 } }, { on = 2026-08-01, was = { target = 3 } }]"
        ),
        "4:62 bad-value: 2026-08-01 comes after 2026-08-02"
    );
    assert_eq!(
        kr("amended = [{ on = 2026-08-01 }]"),
        "4:12 missing-key: `was` is missing"
    );
    let files = Files::new(&[(
        "2026-Q3/a.toml",
        "objective = 'A'\n[key_results.a]\ntarget = 5\namended = [\n{ on = 2026-07-05, was = { target = 3 } },\n{ on = 2026-08-05, was = { target = 4.0, at_least = 'none' } },\n]",
    )]);
    let objective = files
        .store()
        .read_objective(&goal("2026-Q3", "a"))
        .unwrap()
        .unwrap();
    let kr = &objective.key_results[0];
    let target = |day: &str| match &kr.terms_on(day.parse().unwrap()).measure {
        Measure::Metric(metric) => metric.posts.target.unwrap().value(None).unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        ["2026-07-01", "2026-07-05", "2026-08-05"].map(target),
        [3.0, 4.0, 5.0]
    );
    assert_eq!(kr.amended[1].was[0], ("target".to_owned(), "4".to_owned()));
}

#[test]
fn what_a_kpi_must_hold_to() {
    assert_eq!(
        kpi("unit = '%'"),
        "1:1 missing-key: `name` is missing in this file"
    );
    assert_eq!(
        kpi(
            "name = 'A'\ndirection = 'maintain'\n[targets]\n2026-q3 = { at_least = 1 }\n2026 = 5\n2026-Q1 = { at_last = 1 }"
        ),
        "4:1 wrong-case: `2026-q3` is not a cycle\n\
         5:8 bad-value: a KPI to be maintained needs a band as its target\n\
         6:13 unknown-key: `at_last` is not a key here"
    );
    assert_eq!(
        kpi(
            "name = 'A'\naggregate = 'sum'\ndecimals = 1.5\n[targets]\nalways = 5\nq3 = 1\n[thresholds]\ngreen = 1\namber = 2"
        ),
        "3:12 bad-value: 1.5 does not fit `decimals`\n\
         5:1 contradiction: `always` does not go with `aggregate = \"sum\"`\n\
         6:1 unknown-key: `q3` is not a cycle\n\
         9:9 bad-value: amber lies beyond green for a KPI that should increase"
    );
    assert_eq!(
        kpi(
            "name = 'A'\nfrequency = 'montly'\namended = [{ on = 2026-01-01, was = { 2026-Q1 = 'none', 2026 = { at_least = 1 }, always = 4 } }]"
        ),
        "2:13 bad-value: `frequency` cannot be `montly`\n\
         3:64 bad-value: as it was before: a KPI that should increase needs a number"
    );
}

#[test]
fn references_out_of_the_workspace() {
    for bad in [
        "../x", "/etc/x", "CON", "con", "a/../b", "ａ", "а", "a\\\\b", "x.y.z", "",
    ] {
        let said = objective(&format!("objective = 'A'\nsupports = \"{bad}\""));
        assert!(said.starts_with("2:12 bad-name: "), "{bad}: {said}");
        let said = checkin(&format!("date = 2026-07-14\nby = \"{bad}\""));
        assert!(said.starts_with("2:6 bad-name: "), "{bad}: {said}");
    }
}

#[test]
fn what_a_check_in_must_hold_to() {
    let update = |text: &str| checkin(&format!("date = 2026-07-14\nby = 'm'\n[[update]]\n{text}"));
    assert_eq!(
        update("value = 1"),
        "3:1 missing-key: this update names no goal"
    );
    assert_eq!(
        update("kr = 'a.b'"),
        "3:1 missing-key: this update says nothing"
    );
    assert_eq!(
        update("kr = 'a.b'\nunchanged = false"),
        "3:1 missing-key: this update says nothing"
    );
    assert_eq!(
        update("kr = 'a.b'\nunchanged = true\nvalue = 1"),
        "5:1 contradiction: `unchanged` contradicts `value`"
    );
    assert_eq!(
        update("kr = 'kpis/x'\nkpi = 'nps'\nconfidence = 7\ndone = ['A']"),
        "4:6 bad-name: `kpis/x` is a KPI, not an objective or a key result\n\
         5:7 bad-name: `nps` is not a KPI\n\
         6:14 bad-value: 7 is not a confidence\n\
         7:9 bad-name: `A` is not a name"
    );
    assert_eq!(
        checkin("by = 'm'"),
        "1:1 missing-key: `date` is missing in this file"
    );
}

#[test]
fn what_settings_and_closed_cycles_must_hold_to() {
    assert_eq!(
        found("okr.toml", "format = 2\nnew_thing = [1]\n"),
        "okr.toml:1:10 newer-format: this workspace needs a newer okr"
    );
    assert_eq!(
        found(
            "okr.toml",
            "fiscal_year_start = 13\ncycle = 'quater'\n[scoring]\non_track = 0.2\n[people.Maria]\n"
        ),
        "okr.toml:1:21 bad-value: 13 does not fit `fiscal_year_start`\n\
         okr.toml:2:9 bad-value: `cycle` cannot be `quater`\n\
         okr.toml:4:12 bad-value: bands of 0.2 and 0.4 cannot judge a score\n\
         okr.toml:5:9 bad-name: `Maria` is not a name"
    );
    assert_eq!(
        found(
            "2026-Q2/closed.toml",
            "by = 'm'\n[scores]\n'a' = 2\n'2026/b' = 0.5\n'X' = 1\n"
        ),
        "2026-Q2/closed.toml:1:1 missing-key: `on` is missing in this file\n\
         2026-Q2/closed.toml:3:7 bad-value: 2 is not a score\n\
         2026-Q2/closed.toml:4:1 bad-value: `2026/b` is a goal of another cycle\n\
         2026-Q2/closed.toml:5:1 bad-name: `X` is not a name"
    );
}

#[test]
fn names_on_disk() {
    let files = Files::new(&[
        ("2026-q3/a.toml", "objective = 'A'"),
        ("2026-Q3/Team/a.toml", "objective = 'A'"),
        ("2026-Q3/Pictures/a.png", "x"),
        ("2026-Q3/con.toml", "objective = 'A'"),
        ("2026-Q3/.hidden/X.toml", "x"),
        ("2026-Q3/team/checkins/a.toml", "x"),
        ("2026-Q3/checkins/old/a.toml", "x"),
        (
            "2026-Q3/checkins/Any name.toml",
            "date = 2026-07-14\nby = 'm'",
        ),
        ("kpis/NPS.toml", "name = 'N'"),
        ("Docs/X.toml", "x"),
    ]);
    assert_eq!(
        shown(&files.load().findings),
        "2026-Q3/Team bad-name: `Team` is not a name\n\
         2026-Q3/checkins/old/a.toml bad-name: a check-in lies in `checkins` itself\n\
         2026-Q3/con.toml bad-name: `con` is reserved\n\
         2026-Q3/team/checkins bad-name: `checkins` is reserved\n\
         2026-q3 wrong-case: `2026-q3` is a cycle's name in the wrong case\n\
         kpis/NPS.toml bad-name: `NPS` is not a name"
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_refused_without_a_hang() {
    use std::os::unix::fs::symlink;
    let files = Files::new(&[("2026-Q3/a.toml", "objective = 'A'")]);
    let root = files.root();
    symlink("/etc/passwd", root.join("2026-Q3/b.toml")).unwrap();
    symlink("/etc", root.join("2026-Q3/team")).unwrap();
    symlink("/etc", root.join("2026-Q4")).unwrap();
    symlink("/etc", root.join("kpis")).unwrap();
    symlink("/etc", root.join("2026-Q3/checkins")).unwrap();
    let fifo = root.join("2026-Q3/pipe.toml");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(
        shown(&files.load().findings),
        "2026-Q3/b.toml not-a-file: this is not a regular file or folder\n\
         2026-Q3/checkins not-a-file: this is not a regular file or folder\n\
         2026-Q3/pipe.toml not-a-file: this is not a regular file or folder\n\
         2026-Q3/team not-a-file: this is not a regular file or folder\n\
         2026-Q4 not-a-file: this is not a regular file or folder\n\
         kpis not-a-file: this is not a regular file or folder"
    );
    let store = files.store();
    for path in ["b", "pipe", "team/passwd"] {
        let refused = store.read_objective(&goal("2026-Q3", path)).unwrap_err();
        assert_eq!(refused[0].rule, "not-a-file", "{path}");
    }
    let (checkins, _) = store.few_checkins(cycle("2026-Q3"), 9).unwrap();
    assert!(checkins.is_empty());
    fs::remove_file(root.join("okr.toml")).unwrap();
    symlink("/etc/passwd", root.join("okr.toml")).unwrap();
    assert_eq!(Store::open(root).unwrap_err()[0].rule, "not-a-file");
}

#[test]
fn a_planned_change_is_read_as_if_it_were_written() {
    let files = whole();
    let store = files.store();
    let plan = BTreeMap::from([
        (
            "2026-Q4/team/new.toml".to_owned(),
            "objective = 'New'".to_owned(),
        ),
        (
            "kpis/client-retention.toml".to_owned(),
            "name = 'Renamed'".to_owned(),
        ),
        (
            "2026-Q3/checkins/0.toml".to_owned(),
            "date = 2026-07-01\nby = 'm'".to_owned(),
        ),
        ("2026-Q3/bad.toml".to_owned(), "objectiv = 'x'".to_owned()),
    ]);
    let planned = store.with_overlay(plan);
    let loaded = planned.read_all();
    assert_eq!(
        shown(&loaded.findings),
        "2026-Q3/bad.toml:1:1 unknown-key: `objectiv` is not a key here"
    );
    let workspace = loaded.workspace;
    assert!(workspace.objective(&goal("2026-Q4", "team/new")).is_some());
    assert_eq!(workspace.kpis.values().next().unwrap().name, "Renamed");
    assert_eq!(
        workspace.cycles[&cycle("2026-Q3")].checkins[0].file,
        "0.toml"
    );
    let names = planned.few_checkin_names(cycle("2026-Q3"), 9);
    assert_eq!(names.unwrap().len(), 2);
    assert!(planned.cycle_folders().contains(&cycle("2026-Q4")));
    assert_eq!(
        files.store().cycle_folders(),
        [cycle("2026-Q2"), cycle("2026-Q3")]
    );
    let gone = store.without(BTreeSet::from(["2026-Q2/closed.toml".to_owned()]));
    assert!(gone.read_closed(cycle("2026-Q2")).unwrap().is_none());
    assert!(
        gone.read_all().workspace.cycles[&cycle("2026-Q2")]
            .closed
            .is_none()
    );
}

#[test]
fn parts_of_a_workspace() {
    let files = whole();
    let store = files.store();
    let q3 = cycle("2026-Q3");
    let loaded = store.read(&[(q3, Depth::Definitions), (cycle("2030"), Depth::Full)]);
    assert_eq!(loaded.workspace.cycles.len(), 1);
    assert!(loaded.workspace.cycles[&q3].checkins.is_empty());
    assert_eq!(loaded.workspace.kpis.len(), 1);
    assert!(
        store
            .read_cycles(&[(q3, Depth::Full)])
            .workspace
            .kpis
            .is_empty()
    );
    assert!(store.few_checkins(q3, 0).is_none());
    assert_eq!(store.few_checkins(q3, 1).unwrap().0.len(), 1);
    assert_eq!(store.few_checkins(cycle("2030"), 0).unwrap().0.len(), 0);
    assert!(
        store
            .read_objective(&goal("2026-Q3", "nothing"))
            .unwrap()
            .is_none()
    );
    assert!(
        store
            .read_kpi(&KpiId::new("kpis/client-retention").unwrap())
            .unwrap()
            .is_some()
    );
    let place = Place {
        document: Document::Objective(goal("2026-Q3", "customer-success/loyal-customers")),
        steps: vec!["key_results".into(), "rating".into(), "baseline".into()],
    };
    let (path, span) = store.locate(&place).unwrap();
    assert_eq!(path, "2026-Q3/customer-success/loyal-customers.toml");
    assert!(span.text.starts_with("baseline = 4.0"), "{span:?}");
    assert_eq!(span.column, 12);
    let on_key = store.locate_all(&[(&place, true)]).remove(0);
    assert_eq!(on_key.unwrap().1.column, 1);
}

#[test]
fn every_truncation_is_an_answer() {
    let store = whole().store();
    let texts = [
        ("okr.toml", SETTINGS),
        ("2026-Q3/a.toml", OBJECTIVE),
        ("kpis/a.toml", KPI),
        ("2026-Q3/checkins/a.toml", CHECKIN),
        ("2026-Q2/closed.toml", CLOSED),
    ];
    for (path, text) in texts {
        assert_eq!(shown(&store.check_text(path, text)), "");
        for (end, _) in text.char_indices() {
            for finding in store.check_text(path, &text[..end]) {
                let span = finding.span.expect("a place");
                assert!(span.line <= text.lines().count() + 1);
                assert!(!finding.message.contains("private"), "{}", finding.message);
            }
        }
    }
}

fn noise() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("objective = 'A'\n"),
        Just("[key_results.a]\n"),
        Just("[[update]]\n"),
        Just("a.b = 1\n"),
        Just("target = "),
        Just("{ at_least = 4 }"),
        Just("[1, 2]\n"),
        Just("2026-07-14"),
        Just("\n"),
        Just("'"),
        Just("\"\"\""),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(","),
        Just("="),
        Just("amended = [{ on = 2026-01-01, was = { target = 'none' } }]\n"),
        Just("\r"),
        Just("\0"),
        Just("ü\u{202e}"),
        Just("nan"),
        Just("1e999"),
        Just("[targets]\n"),
        Just("2026 = "),
        Just("#"),
        Just("<<<<<<< a\n"),
        Just("=======\n"),
        Just(">>>>>>> b\n"),
        Just("date = 2026-07-14\n"),
        Just("by = 'm'\n"),
        Just("name = 'x'\n"),
        Just("[scores]\n"),
        Just("on = 2026-01-01\n"),
    ];
    proptest::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_strange(text in noise()) {
        let store = Store::open_lenient(Path::new("/nonexistent"));
        for path in ["okr.toml", "2026-Q3/a.toml", "kpis/a.toml", "2026-Q3/checkins/a.toml", "2026-Q2/closed.toml"] {
            let once = store.check_text(path, &text);
            prop_assert!(once.iter().all(|f| f.span.is_some()), "{:?}", once);
            prop_assert!(once.iter().all(|f| !f.message.contains("private")), "{:?}", once);
            prop_assert!(once.iter().all(|f| !f.message.contains("in_inner")));
            prop_assert_eq!(once, store.check_text(path, &text));
        }
    }
}
