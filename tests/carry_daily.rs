//! `okr carry` every day for two weeks around a quarter's end, while people edit, add, rename, drop and
//! delete: nothing that they wrote changes, nothing is carried twice, the old quarter stays as it is,
//! and two clones are the same bytes. A longer run: `PROPTEST_CASES=200 cargo test --test carry_daily`.

mod support;

use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use support::random::{Random, few};
use support::{Entry, Ran, Tree, Workspace};

/// A week before the quarter's end to a week after it.
const DAYS: [&str; 15] = [
    "2026-09-23",
    "2026-09-24",
    "2026-09-25",
    "2026-09-26",
    "2026-09-27",
    "2026-09-28",
    "2026-09-29",
    "2026-09-30",
    "2026-10-01",
    "2026-10-02",
    "2026-10-03",
    "2026-10-04",
    "2026-10-05",
    "2026-10-06",
    "2026-10-07",
];
const OLD: &str = "2026-Q3/";
const NEW: &str = "2026-Q4/";

fn okr(workspace: &Workspace, line: &str, day: &str) -> Ran {
    workspace.okr(line).today(day).run()
}

/// Totals are not final before the end.
fn carry(workspace: &Workspace, day: &str, more: &str) -> Ran {
    let provisional = if day < "2026-10-01" {
        "--provisional"
    } else {
        ""
    };
    okr(workspace, &format!("carry {provisional} {more}"), day).exits(0)
}

fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    match tree.get(path) {
        Some(Entry::File(bytes)) => std::str::from_utf8(bytes).unwrap(),
        other => panic!("{path}: {other:?}"),
    }
}

/// The objectives of a quarter.
fn objectives(tree: &Tree, quarter: &str) -> Vec<String> {
    let toml = |path: &&String| path.ends_with(".toml") && !path.contains("/checkins/");
    let paths = tree.keys().filter(|path| path.starts_with(quarter));
    paths.filter(toml).cloned().collect()
}

/// The goals of the old quarter that the goals of the new one were carried from.
fn sources(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for path in objectives(tree, NEW) {
        let table: toml::Table = text(tree, &path).parse().unwrap();
        let own = table.get("carried").into_iter();
        let key_results = table.get("key_results").and_then(toml::Value::as_table);
        let theirs = key_results
            .into_iter()
            .flatten()
            .filter_map(|(_, kr)| kr.get("carried"));
        found.extend(
            own.chain(theirs)
                .map(|carried| carried["from"].as_str().unwrap().to_owned()),
        );
    }
    found
}

/// Carrying only adds: at the end of objectives' files, and lines to the new quarter's targets.
fn assert_only_added(ran: &Ran) {
    for path in ran.written() {
        if !ran.before.contains_key(&path) {
            assert!(
                path.starts_with(NEW) || path == NEW.trim_end_matches('/'),
                "{path}\n{ran}"
            );
            continue;
        }
        let (before, after) = (text(&ran.before, &path), text(&ran.after, &path));
        if path.starts_with(NEW) {
            assert!(after.starts_with(before), "{path}\n{before}---\n{after}");
            continue;
        }
        assert!(path.starts_with("kpis/"), "{path}\n{ran}");
        let mut old = before.lines().peekable();
        for line in after.lines() {
            if old.next_if_eq(&line).is_none() {
                assert!(line.starts_with("2026-Q4 = "), "{path}: {line}\n{before}");
            }
        }
        assert_eq!(old.next(), None, "{path}\n{before}---\n{after}");
    }
}

/// Every goal of the old quarter that goes on has gone on, and none of them twice.
fn assert_carried_once(ran: &Ran, status: &Value) {
    let sources = sources(&ran.after);
    let once: BTreeSet<&String> = sources.iter().collect();
    assert_eq!(sources.len(), once.len(), "{sources:?}");
    let plan = ran.document();
    assert_eq!(plan["carried"], serde_json::json!([]), "{plan}");
    let known = ["kept", "stale"]
        .into_iter()
        .flat_map(|list| plan[list].as_array().unwrap());
    let known: BTreeSet<&str> = known.map(|goal| goal["from"].as_str().unwrap()).collect();
    let notes = plan["notes"].to_string();
    let objectives = status["objectives"].as_array().unwrap().iter();
    for key_result in objectives.flat_map(|o| o["key_results"].as_array().unwrap()) {
        if key_result["kpi"].is_null() || key_result["dropped"] == true {
            continue;
        }
        let id = format!("{OLD}{}", key_result["id"].as_str().unwrap());
        let replaced = notes.contains(&format!("{id}: "));
        assert!(known.contains(id.as_str()) || replaced, "{id}\n{plan}");
    }
}

/// A person at one workspace; the same random numbers make the same changes in a clone.
struct Person<'w> {
    workspace: &'w Workspace,
    random: Random,
    day: &'w str,
}

impl Person<'_> {
    fn types(&self, line: &str) {
        // What was renamed or is gone is refused, as everywhere.
        okr(self.workspace, line, self.day);
    }

    fn objective(&mut self, quarter: &str) -> Option<String> {
        let all = objectives(&self.workspace.tree(), quarter);
        let picked = (!all.is_empty()).then(|| all[self.random.below(all.len())].clone());
        picked.map(|path| path.trim_end_matches(".toml").to_owned())
    }

    fn key_result(&mut self, quarter: &str) -> Option<String> {
        let objective = self.objective(quarter)?;
        let table: toml::Table = self
            .workspace
            .read(&format!("{objective}.toml"))
            .parse()
            .unwrap();
        let keys: Vec<_> = table
            .get("key_results")?
            .as_table()?
            .keys()
            .cloned()
            .collect();
        let key = keys.get(self.random.below(keys.len().max(1)))?;
        Some(format!("{objective}.{key}"))
    }

    fn kpi(&mut self) -> String {
        let tree = self.workspace.tree();
        let kpis = tree.keys().filter_map(|path| path.strip_suffix(".toml"));
        let kpis: Vec<_> = kpis.filter(|path| path.starts_with("kpis/")).collect();
        self.random.pick(&kpis).to_owned()
    }

    fn does_something(&mut self) -> Option<()> {
        match self.random.below(5) {
            0 => self.writes_comments(),
            1 => self.plans(),
            2 => self.reports_late(),
            3 => self.renames_or_gives_up(),
            _ => self.edits_by_hand(),
        }
    }

    fn writes_comments(&mut self) -> Option<()> {
        let path = self.objective(NEW)? + ".toml";
        let (text, said) = (
            self.workspace.read(&path),
            format!("# said on {}", self.day),
        );
        let new = match self.random.below(4) {
            0 => format!("{said}\n{text}"),
            1 => format!("{text}{said}"),
            2 => text.replacen("]\n", &format!("]   {said}\n"), 1),
            _ if text.contains('\r') => text,
            _ => text.replace('\n', "\r\n"),
        };
        self.workspace.write(&path, new);
        Some(())
    }

    fn plans(&mut self) -> Option<()> {
        let (kpi, number) = (self.kpi(), 1 + self.random.below(300));
        let quarter = self.random.pick(&[OLD, NEW]);
        match self.random.below(5) {
            0 => {
                let objective = self.objective(NEW)?;
                self.types(&format!(
                    "new kr {objective} Ours --from 1 --target {number}"
                ));
            }
            1 => {
                let objective = self.objective(quarter)?;
                self.types(&format!("new kr {objective} --kpi {kpi} --key k{number}"));
            }
            2 => {
                let line = format!(
                    "new objective O{number} --owner li --team sales --cycle q4 --kpi {kpi}"
                );
                self.types(&line);
            }
            3 => self.types(&format!(
                "amend {kpi} --target 2026-Q4={number} --reason ours"
            )),
            _ => {
                let goal = self.key_result(NEW)?;
                let change =
                    self.random
                        .pick(&["--weight 3", "--owner tom", "--target 77", "--baseline 5"]);
                self.types(&format!("amend {goal} {change} --reason ours"));
            }
        }
        Some(())
    }

    fn reports_late(&mut self) -> Option<()> {
        let (kpi, value) = (self.kpi(), 1 + self.random.below(400));
        let date = if self.day < "2026-09-30" {
            self.day
        } else {
            "2026-09-30"
        };
        self.types(&format!(
            "checkin {kpi} {value} --date {date} --cycle q3 --by zoe"
        ));
        Some(())
    }

    fn renames_or_gives_up(&mut self) -> Option<()> {
        let quarter = self.random.pick(&[OLD, NEW, NEW]);
        let number = self.random.below(100);
        match self.random.below(4) {
            0 => {
                let objective = self.objective(quarter)?;
                self.types(&format!("mv {objective} {objective}-{number}"));
            }
            1 => {
                let goal = self.key_result(quarter)?;
                self.types(&format!("mv {goal} {goal}-{number}"));
            }
            2 => {
                let goal = self.key_result(quarter)?;
                self.types(&format!("drop {goal} --reason sold"));
            }
            _ => {
                let kpi = self.kpi();
                self.types(&format!("mv {kpi} {kpi}-{number}"));
            }
        }
        Some(())
    }

    /// With an editor, around what carry wrote.
    fn edits_by_hand(&mut self) -> Option<()> {
        let path = self.objective(NEW)? + ".toml";
        let text = self.workspace.read(&path);
        let number = self.random.below(90);
        let line = |key: &str| {
            text.lines()
                .find(|line| line.starts_with(key))
                .map(str::to_owned)
        };
        let new = match self.random.below(5) {
            0 => text.replace(
                &line("baseline = ")?,
                &format!("baseline = {number}.25   # measured anew"),
            ),
            1 => text.replace(&line("owner = ")?, "owner = 'zoe'  # from now on"),
            2 => {
                let heading = line("[key_results.")?;
                text.replacen(
                    &heading,
                    &format!("{heading} # vital\nweight = {number}"),
                    1,
                )
            }
            3 => without_last_key_result(&text)?,
            _ => String::new(),
        };
        let file = self.workspace.path(&path);
        match new.is_empty() {
            true => std::fs::remove_file(file).unwrap(),
            false => self.workspace.write(&path, &new),
        }
        // What others refer to is not taken away, and what is said twice is not saved.
        if okr(self.workspace, "check", self.day).code != Some(0) {
            self.workspace.write(&path, text);
        }
        Some(())
    }
}

fn without_last_key_result(text: &str) -> Option<String> {
    let (rest, _) = text.rsplit_once("[key_results.")?;
    Some(rest.to_owned())
}

/// What refreshing may change in a file are figures; what is said beside one stays.
fn without_figures(text: &str) -> String {
    let figures = [
        "baseline", "target", "at_least", "at_most", "carried", "2026-Q4",
    ];
    let kept = |line: &'_ str| match figures.iter().any(|key| line.trim_start().starts_with(key)) {
        true => line.find('#').map(|comment| line[comment..].to_owned()),
        false => Some(line.to_owned()),
    };
    let lines: Vec<_> = text.lines().filter_map(kept).collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..few(3) })]

    #[test]
    fn every_day_for_two_weeks_while_people_edit(seed in any::<u64>()) {
        let clones = [("maria", "C.UTF-8", "UTC"), ("tom", "C", "Asia/Tokyo")];
        let clones = clones.map(|of| (Workspace::example("acme"), of));
        let mut random = Random::new(seed);
        for day in DAYS {
            let first = &clones[0].0;
            for (workspace, (by, locale, zone)) in &clones {
                let call = workspace.okr("carry").user(by).env("LC_ALL", *locale).env("TZ", *zone);
                let call = if day < "2026-10-01" { call.arg("--provisional") } else { call };
                assert_only_added(&call.today(day).run().exits(0));
            }
            okr(first, "check", day).exits(0);
            let again = carry(first, day, "--format json").assert_unchanged();
            let status = okr(first, "status --cycle q3 --all --format json", day).json();
            assert_carried_once(&again, &status);
            prop_assert_eq!(clones[0].0.tree(), clones[1].0.tree(), "{}", day);
            let changes = random.below(4);
            for (workspace, _) in &clones {
                let mut person = Person { workspace, random: random.clone(), day };
                for _ in 0..changes {
                    let _ = person.does_something();
                }
            }
            random = Random::new(seed ^ random.below(1 << 20) as u64);
        }
        let (workspace, today) = (&clones[0].0, DAYS[14]);
        carry(workspace, today, "");
        let refreshed = carry(workspace, today, "--refresh");
        for path in refreshed.written() {
            let [before, after] = [&refreshed.before, &refreshed.after].map(|tree| without_figures(text(tree, &path)));
            prop_assert_eq!(before, after, "{}", path);
        }
        carry(workspace, today, "").assert_unchanged();
        let again = carry(workspace, today, "--refresh --format json").assert_unchanged();
        prop_assert_eq!(&again.document()["stale"], &serde_json::json!([]));
    }
}
