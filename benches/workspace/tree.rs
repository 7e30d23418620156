//! Alignment of 3,000 objectives in five levels, each of which rolls up what supports it: how much
//! longer `okr tree` takes than loading them.

use super::generate::{CYCLE, TODAY, write};
use super::measure::{best, median, pairs};
use super::okr;
use okr::model::CycleId;
use okr::store::load::{Depth, Store};
use std::env;
use std::fmt::Write;
use std::io;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The argument that makes this program one that only loads a workspace.
pub const LOAD: &str = "--load";

const LEVELS: usize = 5;
/// How many objectives support each one of a level above the last.
const SUPPORTERS: usize = 7;
const OBJECTIVES: usize = 3_000;

/// The objectives of the tree, level by level, then those that stand alone; each reported on once.
fn workspace() -> io::Result<(TempDir, usize)> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    write(&root.join("okr.toml"), "format = 1\nname = \"Bench\"\n")?;
    let mut level = vec![String::from("top")];
    let mut made = 0;
    for depth in 1..=LEVELS {
        for id in &level {
            objective(root, id, depth < LEVELS, made)?;
            made += 1;
        }
        let below = level
            .iter()
            .flat_map(|id| (0..SUPPORTERS).map(move |n| format!("{id}-{n}")));
        level = below.collect();
    }
    for alone in made..OBJECTIVES {
        objective(root, &format!("alone/a{alone}"), false, alone)?;
    }
    Ok((folder, 1 + 2 * OBJECTIVES))
}

fn objective(root: &Path, id: &str, has_supporters: bool, place: usize) -> io::Result<()> {
    let mut text = format!(
        "objective = \"Goal {id}\"\nowner = \"maria\"\nweight = {}\n",
        place % 3 + 1
    );
    if let Some((above, _)) = id.rsplit_once('-') {
        let key = if place.is_multiple_of(2) { ".all" } else { "" };
        let _ = writeln!(text, "supports = \"{above}{key}\"");
    }
    text.push_str("\n[key_results.own]\ntitle = \"Their own part\"\nbaseline = 0\ntarget = 100\n");
    if has_supporters {
        text.push_str("\n[key_results.all]\ntitle = \"Everybody's part\"\nkind = \"rollup\"\n");
    }
    write(&root.join(format!("{CYCLE}/{id}.toml")), &text)?;
    let value = (place * 37) % 101;
    let checkin = format!(
        "date = {TODAY}\nby = \"maria\"\n\n[[update]]\nkr = \"{id}.own\"\nvalue = {value}\nconfidence = 0.7\n"
    );
    write(
        &root.join(format!("{CYCLE}/checkins/{place:04}.toml")),
        &checkin,
    )
}

/// Loads what `okr tree` loads, and does nothing with it.
pub fn load(root: &Path) -> io::Result<()> {
    let store = Store::open(root).map_err(|_| io::Error::other("no workspace"))?;
    let cycle = CycleId::parse(CYCLE).expect("a cycle");
    let loaded = store.read(&[(cycle, Depth::Figures)]);
    let objectives = loaded.workspace.objectives().count();
    println!(
        "{objectives} objectives, {} findings",
        loaded.findings.len()
    );
    // Nor does a command take apart what it has read.
    std::mem::forget(loaded);
    Ok(())
}

/// Prints the row.
pub fn measure(rounds: usize) -> io::Result<()> {
    let (folder, files) = workspace()?;
    let mut tree = okr(folder.path());
    tree.arg("tree");
    let mut load = Command::new(env::current_exe()?);
    load.arg(LOAD).arg(folder.path());
    let times = pairs(&mut tree, &mut load, rounds * 2)?;
    let (ours, theirs) = times.medians();
    let more = times.differences();
    println!(
        "| `okr tree` of {OBJECTIVES} objectives in five levels beside loading them | | {files} \
         | {ours:.1} ms | {theirs:.1} ms | +{:.1} ms (+{:.1}) | ≤ 300 ms more |",
        median(more.clone()) * 1e3,
        best(&more) * 1e3
    );
    Ok(())
}
