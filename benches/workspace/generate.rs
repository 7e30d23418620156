//! Workspaces of any number of people, the same on every run: nested teams, company objectives that
//! roll up, KPIs, and a quarter of weekly check-ins as the program itself writes them.

use chrono::{Days, NaiveDate, NaiveTime};
use okr::model::{
    CheckIn, Confidence, CycleId, GoalRef, KpiId, Name, ObjectivePath, Quantity, Update,
};
use okr::store::compose;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// The cycle that is looked at.
pub const CYCLE: &str = "2026-Q3";
/// The day that is looked at: the last of the cycle.
pub const TODAY: &str = "2026-09-30";

const OBJECTIVES: usize = 3;
const KEY_RESULTS: usize = 4;
const WEEKS: usize = 13;
const COMPANY: usize = 5;
/// People a team, and teams a department.
const TEAM: usize = 8;

const NOTES: [&str; 8] = [
    "Two renewals slipped into October; legal has the contracts since Monday.",
    "On track. The new onboarding mail doubled the replies of the first week.",
    "Vendor answered: the sandbox will be there on Thursday",
    "Größere Kunden zögern noch, kleinere unterschreiben schneller als gedacht.",
    "Moved by the pricing test, not by us: next week shows whether it stays.",
    "Said \"yes\" on the phone, nothing in writing yet.",
    "Approved on the first round.\nSupport asked for a shorter version, which is with design.",
    "Numbers as of Friday evening, without the two late regions",
];

/// Writes a workspace and says how many files its current cycle and KPIs have.
pub fn workspace(root: &Path, people: usize) -> io::Result<usize> {
    let settings = "format = 1\nname = \"Bench\"\ncycle = \"quarter\"\n";
    write(&root.join("okr.toml"), settings)?;
    let mut files = 1;
    for kpi in 0..people.div_ceil(2) {
        let path = root.join(format!("{}.toml", kpi_id(kpi)));
        write(&path, &kpi_text(kpi))?;
        files += 1;
    }
    Ok(files + cycle(root, people, CYCLE)?)
}

/// Adds the `count` quarters before the current one, each of the same size.
pub fn older(root: &Path, people: usize, count: usize) -> io::Result<()> {
    let mut at = parsed(CYCLE);
    for _ in 0..count {
        at = at.previous();
        cycle(root, people, &at.to_string())?;
    }
    Ok(())
}

fn parsed(cycle: &str) -> CycleId {
    CycleId::parse(cycle).expect("a cycle")
}

fn cycle(root: &Path, people: usize, name: &str) -> io::Result<usize> {
    let folder = root.join(name);
    for company in 0..COMPANY {
        let path = folder.join(format!("{}.toml", company_name(company)));
        write(&path, &company_text(company))?;
    }
    for person in 0..people {
        for objective in 0..OBJECTIVES {
            let path = folder.join(format!("{}.toml", objective_id(person, objective)));
            write(&path, &objective_text(person, objective, people))?;
        }
    }
    fs::create_dir_all(folder.join("checkins"))?;
    let cycle = parsed(name);
    for week in 0..WEEKS {
        for person in 0..people {
            let (file, text) = checkin(cycle, person, week, people);
            fs::write(folder.join("checkins").join(file), text)?;
        }
    }
    Ok(COMPANY + people * (OBJECTIVES + WEEKS))
}

/// Writes a file, with the folders that lead to it.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().expect("a folder"))?;
    fs::write(path, text)
}

fn person(index: usize) -> String {
    const FIRST: [&str; 8] = [
        "maria", "tom", "aisha", "jun", "lena", "pedro", "ingrid", "samuel",
    ];
    format!("{}-{index}", FIRST[index % FIRST.len()])
}

fn team(person: usize) -> String {
    const AREAS: [&str; 5] = ["customer-success", "product", "sales", "people", "finance"];
    let team = person / TEAM;
    format!("{}-{}/team-{team}", AREAS[team % 5], team / 5 / TEAM)
}

/// An objective's id within its cycle.
pub fn objective_id(owner: usize, index: usize) -> String {
    const NAMES: [&str; OBJECTIVES] = ["loyal-customers", "fast-answers", "calm-operations"];
    format!("{}/{}-{}", team(owner), NAMES[index], person(owner))
}

fn company_name(index: usize) -> String {
    format!("grow-region-{index}")
}

fn kpi_id(index: usize) -> String {
    format!("kpis/area-{}/measure-{index}", index % 20)
}

/// The KPI that a person's objective follows.
fn followed(person: usize, objective: usize, people: usize) -> usize {
    (person / 2 + objective) % people.div_ceil(2)
}

/// The key of a key result; its place says of which kind it is.
fn key(key_result: usize) -> &'static str {
    ["rating", "follows", "kept", "plans"][key_result]
}

fn kpi_text(index: usize) -> String {
    let aggregate = ["last", "mean", "sum", "last"][index % 4];
    let always = if aggregate == "sum" {
        ""
    } else {
        "always = 60\n"
    };
    format!(
        "name = \"Measure {index} of area {}\"\nmeasure = \"what counts / what could, a week\"\n\
         unit = \"%\"\nfrequency = \"weekly\"\nsource = \"CRM report {index}\"\nowner = \"{}\"\n\
         indicator = \"lagging\"\naggregate = \"{aggregate}\"\n\n\
         [targets]\n{always}2026 = 80\n2026-Q3 = 75\n",
        index % 20,
        person(index * 2)
    )
}

fn company_text(index: usize) -> String {
    format!(
        "objective = \"Grow in region {index}\"\n\
         why = \"Three of four new customers come by word of mouth.\"\nowner = \"{}\"\n\
         guardrails = [\"{}\"]\n\n\
         [key_results.teams]\ntitle = \"Every team delivers its part\"\nkind = \"rollup\"\n\n\
         [key_results.revenue]\nkpi = \"{}\"\nbaseline = 50\n",
        person(index),
        kpi_id(index),
        kpi_id(index),
    )
}

fn objective_text(owner: usize, index: usize, people: usize) -> String {
    let mut text = format!(
        "objective = \"Make what team {} promised come true, part {index}\"\n\
         why = \"Renewals carry two thirds of next year's revenue.\"\nowner = \"{}\"\n",
        owner / TEAM,
        person(owner)
    );
    if index == 0 {
        let above = company_name(owner % COMPANY);
        let _ = writeln!(text, "supports = \"{above}.teams\"");
    }
    if index == 1 {
        text.push_str("ambition = \"committed\"\nweight = 2\n");
    }
    let stretch = if index == 1 { "" } else { "stretch = 4.9\n" };
    let _ = write!(
        text,
        "\n[key_results.{}]\ntitle = \"Raise the app rating from 4.0 to 4.6\"\nunit = \"stars\"\n\
         baseline = 4\ncommit = 4.2\ntarget = 4.6\n{stretch}\n\
         [key_results.{}]\nkpi = \"{}\"\nbaseline = 50\n\n\
         [key_results.{}]\ntitle = \"Keep uptime at or above 99.5%\"\nunit = \"%\"\n\
         at_least = 99.5\n\n\
         [key_results.{}]\ntitle = \"Design and introduce success plans\"\nkind = \"effort\"\n\
         due = 2026-09-30\nmilestones = [\n\
         \x20 {{ id = \"template\", title = \"Plan template agreed\", due = 2026-07-31 }},\n\
         \x20 {{ id = \"rollout\", title = \"Every account has a plan\", weight = 2 }},\n]\n",
        key(0),
        key(1),
        kpi_id(followed(owner, index, people)),
        key(2),
        key(3),
    );
    text
}

/// A person's check-in of a week: the four key results of one objective.
fn checkin(cycle: CycleId, owner: usize, week: usize, people: usize) -> (String, String) {
    let start = okr::model::Settings::default().calendar.start(cycle);
    let date: NaiveDate = start + Days::new((week * 7 + owner % 5) as u64);
    let by = Name::new(&person(owner)).expect("a name");
    let objective = week % OBJECTIVES;
    let update = |key_result| update(owner, objective, key_result, week, people);
    let checkin = CheckIn {
        cycle,
        file: String::new(),
        date,
        by: by.clone(),
        plan: Some("Agree the template with support, then the first two accounts".to_owned()),
        blockers: blockers(owner + week),
        wins: Vec::new(),
        updates: (0..KEY_RESULTS).map(update).collect(),
    };
    let text = compose::checkin(&checkin);
    let second = NaiveTime::from_num_seconds_from_midnight_opt((owner * 37 % 80_000) as u32, 0);
    let stamp = date.and_time(second.expect("a time")).and_utc();
    (compose::checkin_file_name(stamp, &by, &text), text)
}

fn blockers(seed: usize) -> Vec<String> {
    let some = seed.is_multiple_of(5);
    some.then(|| "CRM vendor has delayed the sandbox".to_owned())
        .into_iter()
        .collect()
}

fn update(owner: usize, objective: usize, kr: usize, week: usize, people: usize) -> Update {
    let seed = owner * 31 + objective * 7 + kr * 3 + week;
    let path = ObjectivePath::new(&objective_id(owner, objective)).expect("a path");
    let value = match kr {
        0 => Some(4.0 + (week * 4 + seed % 7) as f64 / 100.0),
        1 => Some(50.0 + (week * 2) as f64 + (seed % 9) as f64 / 10.0),
        2 => Some(99.0 + (seed % 10) as f64 / 10.0),
        _ => None,
    };
    let done = match (kr, week / OBJECTIVES) {
        (3, 1) => vec!["template".to_owned()],
        (3, 3) => vec!["rollout".to_owned()],
        _ => Vec::new(),
    };
    let kpi = (kr == 1).then(|| kpi_id(followed(owner, objective, people)));
    Update {
        goal: Some(GoalRef {
            cycle: None,
            objective: path,
            key: Some(Name::new(key(kr)).expect("a name")),
        }),
        kpi: kpi.map(|id| KpiId::new(&id).expect("a KPI")),
        date: None,
        value: value.map(|v| Quantity::new(v).expect("a number")),
        done,
        confidence: Some(Confidence::new((3 + seed % 7) as f64 / 10.0).expect("a confidence")),
        note: Some(NOTES[seed % NOTES.len()].to_owned()),
        blocker: seed
            .is_multiple_of(11)
            .then(|| "Two renewals wait for legal".to_owned()),
        unchanged: false,
    }
}
