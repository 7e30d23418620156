//! Writers that are killed at random moments, each alone and several at once.

use super::support::random::Random;
use super::support::scenarios::{JULY, SCENARIOS, standing, swept, untouched};
use super::support::{Workspace, scenarios::Scenario};
use super::{assert_acknowledged, end, start};
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many writers are at work at once.
const WRITERS: usize = 4;
/// How many times one of them starts a command in one workspace.
const STARTS: usize = 25;

#[test]
fn killed_at_random_moments() {
    alone(72);
    together(28);
}

#[test]
#[ignore = "long: 10,000 kills, or as many as OKR_KILLS says"]
fn killed_at_random_moments_for_long() {
    let kills = std::env::var("OKR_KILLS").map_or(10_000, |kills| kills.parse().unwrap());
    alone(kills * 7 / 10);
    together(kills - kills * 7 / 10);
}

/// Kills a process after a while, unless it has ended by then: what it printed, and whether it was
/// killed.
fn killed_after(mut child: Child, wait: Duration) -> (bool, Option<i32>, String, String) {
    std::thread::sleep(wait);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.signal() == Some(9),
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn within(random: &mut Random, longest: Duration) -> Duration {
    longest.mul_f64(random.below(10_000) as f64 / 10_000.0)
}

/// One writer after the other, of every kind: what was acknowledged is there, nothing is torn, and
/// the same command completes it.
fn alone(kills: usize) {
    let usual: Vec<_> = SCENARIOS.iter().map(Scenario::undisturbed).collect();
    let killed = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().unwrap().get();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (usual, killed) = (&usual, &killed);
            scope.spawn(move || {
                let mut random = Random::new(thread as u64 + 1);
                for at in (0..SCENARIOS.len()).cycle() {
                    let (scenario, usual) = (&SCENARIOS[at], &usual[at]);
                    let workspace = (scenario.workspace)();
                    let child = start(&scenario.call(&workspace));
                    let wait = within(&mut random, usual.took);
                    let (was_killed, _, out, _) = killed_after(child, wait);
                    let what = format!("{}, killed after {wait:?}", scenario.name);
                    assert_acknowledged(scenario, &workspace, usual, &out, &what);
                    scenario.completes(&workspace, usual, &what);
                    let so_far = killed.fetch_add(usize::from(was_killed), Ordering::Relaxed);
                    if so_far >= kills {
                        return;
                    }
                    if was_killed && so_far % 1000 == 999 {
                        eprintln!("{} killed so far, each of them completed", so_far + 1);
                    }
                }
            });
        }
    });
    let killed = killed.into_inner();
    eprintln!("killed {killed} writers at random moments: nothing torn or lost, all completed");
}

/// What a writer was told is there: a text in a file.
type Told = (String, String);

/// Several writers at once in one workspace, each of which is killed most of the time.
fn together(kills: usize) {
    let (mut killed, mut told, mut seed) = (0, 0, 1);
    while killed < kills {
        let workspace = shared();
        let done = std::thread::scope(|scope| {
            let running: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let workspace = &workspace;
                    let random = Random::new((seed * WRITERS + writer) as u64);
                    scope.spawn(move || write(workspace, writer, random))
                })
                .collect();
            let done = running.into_iter().map(|thread| thread.join().unwrap());
            done.collect::<Vec<_>>()
        });
        seed += 1;
        for (kills, acknowledged) in done {
            killed += kills;
            told += acknowledged.len();
            for (path, text) in acknowledged {
                let path = path_now(&workspace, path);
                assert!(workspace.read(&path).contains(&text), "{path} lacks {text}");
            }
        }
        workspace.okr("check").today(JULY).run().exits(0);
        let last = workspace.okr("amend w0.k --target 5000 --reason last");
        last.today(JULY).run().exits(0);
        assert!(swept(&workspace), "{:?}", standing(&workspace).keys());
    }
    eprintln!("killed {killed} of {WRITERS} writers at once: {told} acknowledged, none lost");
}

/// A workspace in which each writer has an objective of its own.
fn shared() -> Workspace {
    (0..WRITERS).fold(untouched(), |workspace, writer| {
        workspace.file(
            &format!("2026-Q3/w{writer}.toml"),
            "objective = \"Mine\"\nowner = \"maria\"\n\n[key_results.k]\nbaseline = 0\ntarget = 1\n",
        )
    })
}

/// A writer's own objective gets another name, or its old one again.
fn renaming(workspace: &Workspace, writer: usize) -> String {
    let (old, new) = (format!("w{writer}"), format!("renamed/w{writer}"));
    match workspace.path(&format!("2026-Q3/{old}.toml")).exists() {
        true => format!("mv {old} {new}"),
        false => format!("mv {new} {old}"),
    }
}

fn path_now(workspace: &Workspace, path: String) -> String {
    match workspace.path(&path).exists() {
        true => path,
        false => path.replace("2026-Q3/", "2026-Q3/renamed/"),
    }
}

/// Starts one command after the other: how many were killed, and what the others were told.
fn write(workspace: &Workspace, writer: usize, mut random: Random) -> (usize, Vec<Told>) {
    let (mut killed, mut told) = (0, Vec::new());
    let mut longest = Duration::from_millis(20);
    for n in 0..STARTS {
        let id = writer * STARTS + n;
        let own = format!("2026-Q3/w{writer}.toml");
        let shared = "2026-Q3/loyal.toml".to_owned();
        let (words, expected) = match random.below(5) {
            0 => (
                format!("new kr loyal M --key m{id} --from 0 --target 1"),
                Some((shared, format!("[key_results.m{id}]\n"))),
            ),
            1 => (
                format!("amend w{writer}.k --target {id}.5 --reason r{id}"),
                Some((own, format!("reason = \"r{id}\""))),
            ),
            2 => (renaming(workspace, writer), None),
            _ => (format!("checkin kpis/retention {id}.25"), None),
        };
        let call = workspace.okr(&words).today(JULY);
        let call = call.user(&format!("writer-{writer}"));
        let began = Instant::now();
        let (was_killed, code, out, said) = if random.one_in(4) {
            let (code, out, said) = end(start(&call));
            longest = began.elapsed();
            (false, code, out, said)
        } else {
            killed_after(start(&call), within(&mut random, longest))
        };
        killed += usize::from(was_killed);
        assert!(was_killed || code == Some(0), "{words}: {code:?}, {said}");
        if out.is_empty() {
            continue;
        }
        told.extend(expected);
        if words.starts_with("checkin") {
            let path = out.split_whitespace().find(|w| w.ends_with(".toml"));
            told.push((path.unwrap().to_owned(), format!("value = {id}.25\n")));
        }
    }
    (killed, told)
}
