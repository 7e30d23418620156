//! Any day can be told again: `--as-of D` says what was said on the day D, when nothing that is dated
//! later had been written. A longer run: `OKR_HISTORIES=200 cargo test --test history`.

mod support;

use chrono::{Days, NaiveDate};
use support::random::Random;
use support::{Entry, Workspace};
use toml::value::{Datetime, Value};
use toml::{Table, Value as Toml};

type Files = Vec<(String, Table)>;

const START: NaiveDate = NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day");
const LENGTH: usize = 92;

fn day(offset: usize) -> NaiveDate {
    START + Days::new(offset as u64)
}

fn date(day: NaiveDate) -> Toml {
    Toml::Datetime(day.to_string().parse::<Datetime>().expect("a date"))
}

/// Whether what is dated so had happened by `day`; what has no date always had.
fn by(dated: Option<&Toml>, day: NaiveDate) -> bool {
    dated.is_none_or(|dated| dated.to_string() <= day.to_string())
}

fn files(workspace: &Workspace) -> Files {
    let all = workspace.tree().into_iter();
    all.filter_map(|(path, entry)| match entry {
        Entry::File(bytes) if path.ends_with(".toml") => {
            let text = String::from_utf8(bytes).expect("text");
            Some((path, text.parse().expect("TOML")))
        }
        _ => None,
    })
    .collect()
}

fn workspace(files: &Files) -> Workspace {
    files
        .iter()
        .fold(Workspace::empty(), |workspace, (path, table)| {
            workspace.file(path, table.to_string())
        })
}

/// The files as they were on `day`: without check-ins, closing, amendments, drops and additions that
/// came later.
fn rewound(files: &Files, day: NaiveDate) -> Files {
    let then = files.iter().cloned();
    then.filter_map(|(path, table)| Some((path.clone(), before(&path, table, day)?)))
        .collect()
}

fn before(path: &str, table: Table, day: NaiveDate) -> Option<Table> {
    if path == "okr.toml" {
        Some(table)
    } else if path.contains("/checkins/") {
        checkin(table, day)
    } else if path.ends_with("/closed.toml") {
        by(table.get("on"), day).then_some(table)
    } else if path.starts_with("kpis/") {
        Some(kpi(table, day))
    } else {
        objective(table, day)
    }
}

/// The updates that speak of the day or earlier ones, each with its own day.
fn checkin(mut table: Table, day: NaiveDate) -> Option<Table> {
    let whole = table["date"].clone();
    let updates = table.get_mut("update")?.as_array_mut()?;
    for update in updates.iter_mut() {
        let update = update.as_table_mut()?;
        update.entry("date").or_insert(whole.clone());
    }
    updates.retain(|update| by(update.get("date"), day));
    if updates.is_empty() {
        return None;
    }
    if !by(Some(&whole), day) {
        table.insert("date".to_owned(), date(day));
    }
    Some(table)
}

fn kpi(mut table: Table, day: NaiveDate) -> Table {
    forget(&mut table, "retired", day);
    for (key, value) in undone(&mut table, day) {
        let cycle = key == "always" || key.starts_with("20");
        let holder = match cycle {
            true => table["targets"].as_table_mut().expect("targets"),
            false => &mut table,
        };
        put(holder, &key, value);
    }
    table
}

fn objective(mut table: Table, day: NaiveDate) -> Option<Table> {
    if !by(table.get("added"), day) {
        return None;
    }
    unamend(&mut table, day);
    if let Some(Toml::Table(key_results)) = table.get_mut("key_results") {
        key_results.retain(|_, kr| by(kr.get("added"), day));
        for (_, kr) in key_results.iter_mut() {
            unamend(kr.as_table_mut().expect("a key result"), day);
        }
    }
    Some(table)
}

fn unamend(table: &mut Table, day: NaiveDate) {
    forget(table, "dropped", day);
    for (key, value) in undone(table, day) {
        put(table, &key, value);
    }
}

fn forget(table: &mut Table, key: &str, day: NaiveDate) {
    let on = table.get(key).and_then(|gone| gone.get("on"));
    if !by(on, day) {
        table.remove(key);
    }
}

/// Takes the amendments later than `day` out, and says what each key was before the first of them.
fn undone(table: &mut Table, day: NaiveDate) -> Vec<(String, Value)> {
    let Some(Toml::Array(amended)) = table.remove("amended") else {
        return Vec::new();
    };
    let (kept, gone): (Vec<_>, Vec<_>) = amended.into_iter().partition(|a| by(a.get("on"), day));
    if !kept.is_empty() {
        table.insert("amended".to_owned(), Toml::Array(kept));
    }
    let was = gone.iter().rev().filter_map(|a| a["was"].as_table());
    was.flatten().map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn put(table: &mut Table, key: &str, value: Value) {
    if value.as_str() == Some("none") {
        table.remove(key);
    } else {
        table.insert(key.to_owned(), value);
    }
}

/// A history: what people may do to a quarter, each on a day of it.
fn history(random: &mut Random) -> Files {
    let mut files = files(&Workspace::example("acme"));
    let mut key_results = Vec::new();
    for (path, table) in &mut files {
        if path.starts_with("kpis/") {
            change_kpi(table, random);
        } else if path.starts_with("2026-Q3/") && !path.contains("checkins") {
            let id = path["2026-Q3/".len()..path.len() - ".toml".len()].to_owned();
            key_results.extend(change_objective(table, &id, random));
        }
    }
    for n in 0..random.below(8) {
        let on = random.below(LENGTH);
        let spoken = on.saturating_sub(random.below(5));
        let kr = &key_results[random.below(key_results.len())];
        let text = format!(
            "date = {}\nby = \"maria\"\n[[update]]\nkr = \"{kr}\"\ndate = {}\nconfidence = 0.{}\n",
            day(on),
            day(spoken),
            random.below(10)
        );
        let path = format!("2026-Q3/checkins/{}-190000-maria-000{n}.toml", day(on));
        files.push((path, text.parse().expect("TOML")));
    }
    files
}

fn change_kpi(table: &mut Table, random: &mut Random) {
    if random.one_in(12) {
        let on = format!("on = {}", day(random.below(LENGTH)));
        table.insert("retired".to_owned(), Toml::Table(on.parse().expect("TOML")));
    }
    let quarter = table.get("targets").and_then(|t| t.get("2026-Q3"));
    let Some(target) = quarter.and_then(number).filter(|_| random.one_in(2)) else {
        return;
    };
    let mut was: Table = Table::new();
    was.insert("2026-Q3".to_owned(), Toml::Float(target * 0.97));
    amend(table, vec![(day(1 + random.below(LENGTH)), was)]);
}

/// Changes an objective, and says which key results it has.
fn change_objective(table: &mut Table, id: &str, random: &mut Random) -> Vec<String> {
    if random.one_in(8) {
        drop_on(table, day(random.below(LENGTH)));
    }
    if random.one_in(3) {
        let words = format!("weight = {}\nowner = \"none\"", 1 + random.below(3));
        let was = words.parse().expect("TOML");
        amend(table, vec![(day(1 + random.below(LENGTH)), was)]);
    }
    let Some(Toml::Table(key_results)) = table.get_mut("key_results") else {
        return Vec::new();
    };
    for (_, kr) in key_results.iter_mut() {
        change_key_result(kr.as_table_mut().expect("a key result"), random);
    }
    let ids = key_results
        .keys()
        .map(|key| format!("{id}.{key}"))
        .collect();
    if random.one_in(2) {
        let added = format!(
            "title = \"Later\"\nbaseline = 0\ntarget = 9\nadded = {}",
            day(random.below(LENGTH))
        );
        let added = Toml::Table(added.parse().expect("TOML"));
        key_results.insert("later".to_owned(), added);
    }
    ids
}

fn change_key_result(kr: &mut Table, random: &mut Random) {
    if random.one_in(6) {
        drop_on(kr, day(random.below(LENGTH)));
    }
    let mut all = Vec::new();
    let mut on = 1 + random.below(30);
    for _ in 0..random.below(4) {
        let mut was = Table::new();
        match (kr.get("target").and_then(number), random.below(3)) {
            (Some(target), 0) if !kr.contains_key("stretch") => {
                let base = kr.get("baseline").and_then(number).unwrap_or(0.0);
                let part = 0.5 + random.below(100) as f64 / 100.0;
                was.insert(
                    "target".to_owned(),
                    Toml::Float(base + (target - base) * part),
                );
            }
            (_, 1) => {
                was.insert("owner".to_owned(), Toml::String("tom".to_owned()));
            }
            _ => {
                was.insert(
                    "weight".to_owned(),
                    Toml::Integer(1 + random.below(4) as i64),
                );
            }
        }
        all.push((day(on), was));
        on += 1 + random.below(30);
    }
    amend(kr, all);
}

fn amend(table: &mut Table, all: Vec<(NaiveDate, Table)>) {
    let entry = |(on, was): (NaiveDate, Table)| {
        let mut entry = Table::new();
        entry.insert("on".to_owned(), date(on));
        entry.insert("was".to_owned(), Toml::Table(was));
        Toml::Table(entry)
    };
    if !all.is_empty() {
        let all = all.into_iter().map(entry).collect();
        table.insert("amended".to_owned(), Toml::Array(all));
    }
}

fn drop_on(table: &mut Table, on: NaiveDate) {
    let gone = format!("on = {on}\nreason = \"sold\"");
    table.insert(
        "dropped".to_owned(),
        Toml::Table(gone.parse().expect("TOML")),
    );
}

fn number(value: &Toml) -> Option<f64> {
    value.as_float().or(value.as_integer().map(|n| n as f64))
}

/// What readers say on `day` of the files that were there then, and later of that day.
fn assert_same(files: &Files, now: &Workspace, day: NaiveDate, what: &str) {
    let then = workspace(&rewound(files, day));
    for words in ["status --all", "kpi", "score"] {
        let later = now.okr(&format!(
            "{words} --cycle 2026-Q3 --as-of {day} --format json"
        ));
        let later = later.today("2026-12-31").run().exits(0);
        let on_the_day = then.okr(&format!("{words} --cycle 2026-Q3 --format json"));
        let on_the_day = on_the_day.today(&day.to_string()).run().exits(0);
        assert_eq!(
            later.stdout, on_the_day.stdout,
            "{what}, `okr {words}` of {day}"
        );
    }
}

#[test]
fn every_day_of_acmes_quarter_is_told_again_as_it_was() {
    let files = files(&Workspace::example("acme"));
    let now = workspace(&files);
    for offset in 0..LENGTH {
        assert_same(&files, &now, day(offset), "acme");
    }
}

#[test]
fn any_day_of_any_history_is_told_again_as_it_was() {
    let histories = std::env::var("OKR_HISTORIES").map_or(12, |n| n.parse().expect("a number"));
    for seed in 0..histories {
        let mut random = Random::new(seed);
        let files = history(&mut random);
        let now = workspace(&files);
        now.okr("check").today("2026-12-31").run().exits(0);
        for _ in 0..6 {
            let on = day(random.below(LENGTH));
            assert_same(&files, &now, on, &format!("seed {seed}"));
        }
    }
}
