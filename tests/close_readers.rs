//! What readers say of a cycle before and after it is closed, and once late check-ins are merged: of the
//! examples and of random workspaces, by every reader and for every goal.

mod support;

use okr::method::advice;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use support::random::{Random, few, workspace};
use support::{Ran, Workspace};

/// A workspace with a cycle that has ended, and a day on which it is looked back on.
struct Ended {
    workspace: Workspace,
    cycle: &'static str,
    year: &'static str,
    last_day: &'static str,
    today: &'static str,
}

fn ended(name: &str) -> Ended {
    let (cycle, year, last_day, today) = match name {
        "saas" => ("2027-Q3", "2027", "2026-10-31", "2026-11-12"),
        "ride" => ("2026-H2", "2026", "2026-12-31", "2027-01-12"),
        _ => ("2026-Q3", "2026", "2026-09-30", "2026-10-12"),
    };
    Ended {
        workspace: Workspace::example(name),
        cycle,
        year,
        last_day,
        today,
    }
}

fn of_each_example(test: impl Fn(&str, &Ended) + Sync) {
    std::thread::scope(|scope| {
        for name in ["acme", "saas", "shop", "ride"] {
            let test = &test;
            scope.spawn(move || test(name, &ended(name)));
        }
    });
}

/// What readers print in JSON, by what was typed.
type Said = BTreeMap<String, Value>;

impl Ended {
    fn okr(&self, words: &str) -> Ran {
        self.workspace.okr(words).today(self.today).run()
    }

    fn close(&self) -> Ran {
        self.okr("close --force --reason late --commit").exits(0)
    }

    /// Looks back on every objective, so that none is due.
    fn review_all(&self) {
        let cycle = self.cycle;
        for goal in self.goals(cycle) {
            if !goal.contains('.') {
                self.okr(&format!("review {goal} --grade 0.5 --did-not-work much"));
            }
        }
    }

    fn said(&self, words: String) -> (String, Value) {
        let ran = self.okr(&format!("{words} --format json"));
        let document = if ran.stdout.is_empty() {
            ran.error()
        } else {
            ran.document()
        };
        (words, document)
    }

    /// The whole names of the goals of a cycle.
    fn goals(&self, cycle: &str) -> Vec<String> {
        let (_, status) = self.said(format!("status --all --cycle {cycle}"));
        let whole = |goal: &Value| format!("{cycle}/{}", goal["id"].as_str().unwrap());
        let objectives = status["objectives"].as_array().unwrap().iter();
        objectives
            .flat_map(|o| std::iter::once(o).chain(o["key_results"].as_array().unwrap()))
            .map(whole)
            .collect()
    }

    fn kpis(&self) -> Vec<String> {
        let (_, kpis) = self.said(format!("kpi --cycle {}", self.cycle));
        let kpis = kpis["kpis"].as_array().unwrap().iter();
        kpis.map(|kpi| kpi["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Every reader, of the cycle and its year.
    fn every_reader(&self) -> Said {
        let (cycle, year) = (self.cycle, self.year);
        let of_a_cycle = [
            "status --all",
            "status --since 2026-09-01",
            "kpi",
            "tree",
            "score",
            "log",
            "due",
        ];
        let both = of_a_cycle
            .iter()
            .flat_map(|reader| [cycle, year].map(|of| format!("{reader} --cycle {of}")));
        let others = [
            "status",
            "kpi",
            "kpi --drivers",
            "tree",
            "score",
            "cycle",
            "log --blockers",
            "log --plans",
            "due",
            "check",
            "export readings",
            "carry --dry-run",
        ];
        let others = others.into_iter().map(str::to_owned);
        let others = others.chain([format!("cycle {cycle}")]);
        let goals = [cycle, year].into_iter().flat_map(|of| self.goals(of));
        let each = goals.flat_map(|goal| [format!("show {goal}"), format!("explain {goal}")]);
        let kpis = self.kpis().into_iter();
        let kpis =
            kpis.flat_map(|kpi| ["show", "explain"].map(|r| format!("{r} {kpi} --cycle {cycle}")));
        both.chain(others)
            .chain(each)
            .chain(kpis)
            .map(|words| self.said(words))
            .collect()
    }

    /// The same without what says that the cycle is closed, and what is left to do until it is.
    fn every_reader_but_for_closed(&self) -> Said {
        let said = self.every_reader().into_iter();
        said.map(|(words, document)| (words, without_closed(document)))
            .collect()
    }

    /// The scores of the cycle's own goals that readers of it quote.
    fn scores(&self) -> BTreeMap<String, Value> {
        let cycle = self.cycle;
        let of_a_cycle = ["status --all", "tree", "score"].map(|r| format!("{r} --cycle {cycle}"));
        let each = self.goals(cycle).into_iter();
        let each = each.flat_map(|goal| [format!("show {goal}"), format!("explain {goal}")]);
        let words = of_a_cycle
            .into_iter()
            .chain([format!("cycle {cycle}")])
            .chain(each);
        let mut scores = BTreeMap::new();
        for (words, document) in words.map(|words| self.said(words)) {
            let own = format!("{}/", self.year);
            quoted(&document, &words, &own, &mut scores);
        }
        scores
    }
}

fn without_closed(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let told = fields
                .into_iter()
                .filter(|(key, _)| !["closed", "unfinished"].contains(&key.as_str()));
            let told = told.map(|(key, value)| match key.as_str() {
                "findings" => (key, without_practice(value)),
                _ => (key, value),
            });
            Value::Object(
                told.map(|(key, value)| (key, without_closed(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_closed).collect()),
        other => other,
    }
}

/// Findings without those of practice, which leaves closed cycles alone.
fn without_practice(findings: Value) -> Value {
    let Value::Array(findings) = findings else {
        return findings;
    };
    let is_practice = |finding: &Value| {
        let rule = finding["rule"].as_str().and_then(advice::rule);
        rule.is_some_and(|rule| matches!(rule.check, advice::Check::Own(_)))
    };
    let kept = findings.into_iter().filter(|finding| !is_practice(finding));
    Value::Array(kept.collect())
}

/// Where a score is said, and of what; goals of the year around it have their own.
fn quoted(value: &Value, at: &str, year: &str, scores: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) => {
            let id = fields.get("id").and_then(Value::as_str);
            if let (Some(score), false) = (
                fields.get("score"),
                id.is_some_and(|id| id.starts_with(year)),
            ) {
                scores.insert(format!("{at}: {}", id.unwrap_or_default()), score.clone());
            }
            for (key, field) in fields {
                quoted(field, &format!("{at} {key}"), year, scores);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                quoted(item, &format!("{at} {place}"), year, scores);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn assert_same(before: &Said, after: &Said) {
    for (words, document) in before {
        assert_eq!(document, &after[words], "okr {words}");
    }
    assert_eq!(before.len(), after.len());
}

#[test]
fn every_reader_says_the_same_once_a_cycle_is_closed() {
    of_each_example(|name, ended| {
        ended.review_all();
        let (tree, before) = (ended.workspace.tree(), ended.every_reader_but_for_closed());
        let closing = ended.okr("close --force --reason late --format json");
        assert_eq!(closing.written(), [format!("{}/closed.toml", ended.cycle)]);
        let closed = closing.json();
        assert_eq!(closed["cycle"], ended.cycle);
        assert_same(&before, &ended.every_reader_but_for_closed());
        let (_, status) = ended.said(format!("status --cycle {}", ended.cycle));
        assert_eq!(
            (&status["closed"], &status["score"]),
            (&json!(true), &closed["score"])
        );
        ended.okr("check").exits(0).prints_nothing();
        ended.okr("close --undo").exits(0);
        assert_eq!(ended.workspace.tree(), tree, "{name}");
    });
}

/// Reports on every KPI, and every key result of the cycle that has a number of its own.
fn report_late(ended: &Ended) {
    let (_, status) = ended.said(format!("status --all --cycle {}", ended.cycle));
    let objectives = status["objectives"].as_array().unwrap().iter();
    let own = objectives
        .flat_map(|o| o["key_results"].as_array().unwrap())
        .filter(|kr| {
            let number = ["metric", "bounds"].contains(&kr["kind"].as_str().unwrap());
            number && kr["kpi"].is_null() && kr["dropped"] == false
        });
    let own = own.map(|kr| kr["id"].as_str().unwrap().to_owned());
    for goal in ended.kpis().into_iter().chain(own) {
        let (cycle, day) = (ended.cycle, ended.last_day);
        let words = format!("checkin {goal} 1.5 --cycle {cycle} --date {day} --by zoe --commit");
        ended.okr(&words).exits(0);
    }
}

#[test]
fn late_checkins_that_a_merge_brings_change_no_frozen_score() {
    of_each_example(|name, ended| {
        let git = |words: &str| ended.workspace.git(words);
        ended.workspace.init_git();
        git("checkout -q -b late");
        report_late(ended);
        let live = ended.scores();
        git("checkout -q -");
        ended.close();
        let frozen = ended.scores();
        git("merge -q --no-edit late");
        let merged = ended.scores();
        for (place, score) in &frozen {
            assert_eq!(score, &merged[place], "{name}: {place}");
        }
        // They would have moved some.
        assert!(
            frozen
                .iter()
                .any(|(place, score)| live.get(place) != Some(score))
        );
        let (_, check) = ended.said("check".to_owned());
        let findings = check["findings"].as_array().unwrap().iter();
        let rules: Vec<_> = findings
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        for rule in ["late-checkin", "frozen-score"] {
            assert!(rules.contains(&rule), "{name}: {rules:?}");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..few(6) })]

    #[test]
    fn so_it_is_whatever_the_numbers(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let ended = Ended { workspace: workspace(&mut random), ..ended("acme") };
        ended.review_all();
        let has_objectives = ended.workspace.path("2026-Q3/o0.toml").exists();
        let before = ended.every_reader_but_for_closed();
        let tree = ended.workspace.tree();
        let closing = ended.okr("close 2026-Q3 --force --reason late");
        if !has_objectives {
            closing.exits(3).assert_unchanged();
            return Ok(());
        }
        closing.exits(0);
        assert_same(&before, &ended.every_reader_but_for_closed());
        ended.okr("close 2026-Q3 --undo").exits(0);
        prop_assert!(ended.workspace.tree() == tree);
        ended.okr("close 2026-Q3 --force --reason late").exits(0);
        let frozen = ended.scores();
        let late = format!(
            "date = 2026-09-30\nby = \"zoe\"\n[[update]]\nkpi = \"kpis/k0\"\nvalue = {}\n",
            random.number()
        );
        ended.workspace.write("2026-Q3/checkins/late.toml", late);
        prop_assert_eq!(frozen, ended.scores());
    }
}
