//! References as files write them, and goals as people name them in a workspace. The first byte says
//! what is looked for and where from, the rest is the reference.
#![no_main]

use libfuzzer_sys::fuzz_target;
use okr::cli::args::goals::{Wanted, cycle_named, find};
use okr::cli::args::person::handle;
use okr::model::{CycleId, GoalRef, KpiId, Name, Workspace, slug};
use okr::store::load::Store;
use std::collections::BTreeMap;
use std::path::Path;
use std::str;
use std::sync::LazyLock;

const FILES: [(&str, &str); 4] = [
    (
        "2026-Q3/customer-success/loyal-customers.toml",
        "objective = 'Create wildly loyal customers'\nformerly = ['support/loyal']\n\
         [key_results.retention]\nkpi = 'kpis/retention'\n[key_results.nps]\ntarget = 60\n",
    ),
    (
        "2026-Q3/grow.toml",
        "objective = 'Grow in Europe'\n[key_results.nps]\ntarget = 1\n",
    ),
    ("2026/grow.toml", "objective = 'Grow'\n"),
    ("kpis/retention.toml", "name = 'Client retention rate'\n"),
];

static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    let files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let store = Store::open_lenient(Path::new("/nowhere")).with_overlay(BTreeMap::from(files));
    store.read_all().workspace
});

fuzz_target!(|bytes: &[u8]| {
    let Some((asked, reference)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = str::from_utf8(reference) else {
        return;
    };
    if let Ok(goal) = GoalRef::new(text) {
        assert_eq!(GoalRef::new(&goal.to_string()).ok(), Some(goal), "{text}");
    }
    if let Ok(kpi) = KpiId::new(text) {
        assert_eq!(kpi.as_str(), text);
    }
    if let Ok(name) = Name::new(text) {
        assert_eq!(name.as_str(), text);
    }
    if let Some(name) = slug(text) {
        assert!(Name::new(name.as_str()).is_ok(), "{name}");
    }
    let _ = handle(text);
    let cycle = CycleId::parse("2026-Q3").expect("a cycle");
    let root = (asked % 2 == 0).then_some(Path::new("/work"));
    let _ = cycle_named(text, root, cycle);
    let wanted = [Wanted::ALL, Wanted::KPIS, Wanted::TEAMS][usize::from(asked / 2) % 3];
    if let Err(unknown) = find(text, root, &WORKSPACE, cycle, wanted) {
        // It can be said.
        let _ = format!("{unknown:?}");
    }
});
