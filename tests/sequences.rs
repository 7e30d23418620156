//! Any sequence of `new`, `amend`, `drop`, `kpi retire`, `mv` and `edit` on workspaces as people write
//! them: no comment and no other line changes, what was clean stays clean, and the figures of earlier
//! days stay as they were. A step that is refused writes nothing.
//!
//! The long run: `OKR_SEEDS=2000 cargo test --test sequences -- --ignored`; it begins at the seed
//! `OKR_FIRST_SEED` (0 where none is given). A failure names its seed and the commands that led there;
//! `OKR_FIRST_SEED=17 OKR_SEEDS=1` repeats the seed 17 alone.
#![cfg(unix)]

mod support;

#[path = "sequences/bytes.rs"]
mod bytes;
#[path = "sequences/days.rs"]
mod days;
#[path = "sequences/steps.rs"]
mod steps;
#[path = "sequences/written.rs"]
mod written;

use days::Days;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use steps::{Intended, Step, Stock};
use support::random::Random;
use support::{Ran, Workspace};

/// The days of the quarter, as the steps count them.
fn day(n: usize) -> String {
    format!("2026-{:02}-{:02}", 7 + n / 28, 1 + n % 28)
}

fn run(workspace: &Workspace, step: &Step, today: &str) -> Ran {
    let mut call = workspace.okr("").today(today);
    for word in &step.words {
        call = call.arg(word);
    }
    if let Intended::Text { text, .. } = &step.intended {
        let saved = workspace.path("../saved");
        std::fs::write(&saved, text).unwrap();
        call = call.env("VISUAL", format!("cp '{}'", saved.display()));
    }
    call.run()
}

/// How often each kind of step was taken.
type Taken = BTreeMap<String, usize>;

/// Steps on rising days; a step that should not have done what it did ends them.
///
/// # Errors
/// Says what is wrong, after the commands that led there.
fn sequence(seed: u64, taken: &mut Taken) -> Result<(), String> {
    let mut random = Random::new(seed);
    let workspace = written::workspace(&mut random);
    let mut told = format!("seed {seed}\n");
    let mut days = Days::new();
    let mut now = 2 + random.below(9);
    clean(&workspace, &day(now)).map_err(|why| format!("{told}{why}"))?;
    days.learn(&workspace, "2026-06-21", &day(now));
    for n in 0..12 {
        now += random.below(6);
        let today = day(now);
        days.learn(&workspace, &day(now - 1), &today);
        let step = Stock::of(&workspace.tree()).step(&mut random, &today, n);
        let ran = run(&workspace, &step, &today);
        let said = ran.stderr.lines().next().unwrap_or_default();
        let _ = writeln!(told, "{today} okr {:?}: {:?} {said}", step.words, ran.code);
        let sound = match ran.code {
            Some(0) => {
                *taken.entry(step.verb()).or_default() += 1;
                bytes::check(&ran.before, &ran.after, &step.intended)
                    .and_then(|()| clean(&workspace, &today))
                    .and_then(|()| days.check(&workspace, &step, &today))
            }
            Some(2..=5) if ran.written().is_empty() => Ok(()),
            _ => Err(format!("wrote {:?}\n{ran}", ran.written())),
        };
        sound.map_err(|why| format!("{told}{why}"))?;
    }
    Ok(())
}

/// `okr check` has no errors to tell of.
fn clean(workspace: &Workspace, today: &str) -> Result<(), String> {
    let ran = workspace.okr("check").today(today).run();
    match ran.code {
        Some(0) => Ok(()),
        _ => Err(ran.to_string()),
    }
}

/// Runs seeds on two threads and shows every failure; these kinds of steps must have been taken.
fn seeds(first: u64, count: u64, kinds: &[&str]) {
    let half = |odd: u64| {
        let (mut taken, mut failures) = (Taken::new(), Vec::new());
        for seed in (first..first + count).filter(|seed| seed % 2 == odd) {
            failures.extend(sequence(seed, &mut taken).err());
        }
        (taken, failures)
    };
    let ((mut taken, mut failures), (more, others)) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| half(1));
        (half(0), odd.join().unwrap())
    });
    failures.extend(others);
    for (verb, times) in more {
        *taken.entry(verb).or_default() += times;
    }
    println!("{taken:#?}");
    assert!(
        failures.is_empty(),
        "{} of {count} seeds fail:\n{}",
        failures.len(),
        failures.join("\n\n")
    );
    let missing = kinds.iter().find(|kind| !taken.contains_key(**kind));
    assert_eq!(missing, None, "was never taken");
}

fn asked(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(default, |n| {
        n.parse().unwrap_or_else(|_| panic!("{name}: {n}"))
    })
}

#[test]
fn sequences_change_what_they_are_for_and_nothing_else() {
    let kinds = [
        "amend",
        "drop",
        "edit",
        "kpi retire",
        "mv KeyResult",
        "mv Kpi",
        "mv Objective",
        "mv Team",
        "new kr",
        "new kpi",
        "new objective",
    ];
    seeds(0, 6, &kinds);
}

#[test]
#[ignore = "long: see the head of this file"]
fn many_sequences_change_what_they_are_for_and_nothing_else() {
    seeds(asked("OKR_FIRST_SEED", 0), asked("OKR_SEEDS", 500), &[]);
}
