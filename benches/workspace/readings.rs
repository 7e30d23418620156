//! Ten years of daily readings: how long their import takes, and whether `okr kpi` of the current
//! quarter takes longer for them afterwards.

use super::generate::{CYCLE, TODAY};
use super::measure::{best, median, pairs, timed};
use super::okr;
use chrono::NaiveDate;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use tempfile::TempDir;

const KPIS: usize = 27;
const FIRST_DAY: &str = "2016-07-01";
/// The first day of the cycle that is looked at.
const THIS_QUARTER: &str = "2026-07-01";

/// A workspace of KPIs and a table of their readings, a column a KPI.
fn workspace(from: &str) -> io::Result<(TempDir, usize)> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    fs::write(root.join("okr.toml"), "format = 1\nname = \"Bench\"\n")?;
    fs::create_dir(root.join("kpis"))?;
    for kpi in 0..KPIS {
        let text =
            format!("name = \"Measure {kpi}\"\nfrequency = \"daily\"\n[targets]\n2026 = 80\n");
        fs::write(root.join(format!("kpis/measure-{kpi}.toml")), text)?;
    }
    let columns: String = (0..KPIS).map(|kpi| format!(",measure-{kpi}")).collect();
    let mut table = format!("date{columns}\n");
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let days = day(from).iter_days().take_while(|d| *d <= day(TODAY));
    let mut readings = 0;
    for (place, date) in days.enumerate() {
        let values = (0..KPIS).map(|kpi| format!(",{}", 50 + (place * 7 + kpi * 13) % 31));
        let _ = writeln!(table, "{date}{}", values.collect::<String>());
        readings += KPIS;
    }
    fs::write(root.join("readings.csv"), table)?;
    Ok((folder, readings))
}

fn import(root: &Path) -> io::Result<f64> {
    let mut command = okr(root);
    command.args(["import", "readings", "readings.csv"]);
    Ok(timed(&mut command)?.as_secs_f64())
}

/// Prints both rows.
pub fn measure(rounds: usize) -> io::Result<()> {
    let mut times = Vec::new();
    for _ in 0..rounds.div_ceil(3) {
        times.push(import(workspace(FIRST_DAY)?.0.path())?);
    }
    let (long, readings) = workspace(FIRST_DAY)?;
    times.push(import(long.path())?);
    println!(
        "| `okr import readings` of {KPIS} KPIs, ten years, daily | | {readings} readings \
         | {:.0} ms (best {:.0}) | | | ≤ 2 s |",
        median(times.clone()) * 1e3,
        best(&times) * 1e3
    );
    let (short, _) = workspace(THIS_QUARTER)?;
    import(short.path())?;
    let [mut all, mut this] = [&long, &short].map(|folder| {
        let mut command = okr(folder.path());
        command.args(["kpi", "--cycle", CYCLE, "--format", "json"]);
        command
    });
    let times = pairs(&mut all, &mut this, rounds * 2)?;
    let (ours, theirs) = times.medians();
    println!(
        "| `okr kpi` after it beside the current quarter's readings alone | | | {ours:.1} ms \
         | {theirs:.1} ms | {:.2} ({:.2}) | ≤ 1.10 |",
        times.ratio(),
        times.best_ratio()
    );
    Ok(())
}
