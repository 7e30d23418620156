//! How fast check-ins are read; run with `cargo test --release --test reading_speed -- --ignored`.

use okr::model::CycleId;
use okr::store::load::{Depth, Store};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const COUNT: usize = 16_000;

fn generate(root: &Path) {
    let folder = root.join("2026-Q3/checkins");
    fs::create_dir_all(&folder).unwrap();
    fs::write(root.join("okr.toml"), "").unwrap();
    for i in 0..COUNT {
        let day = i % 30 + 1;
        let mut text = format!("date = 2026-07-{day:02}\nby = \"maria\"\n");
        text.push_str("plan = \"Agree the template with support\"\n");
        for update in 0..3 {
            let value = i % 100;
            write!(
                text,
                "\n[[update]]\nkr = \"customer-success/loyal-customers.kr-{update}\"\n\
                 value = {value}.4\nconfidence = 0.7\nnote = \"Two renewals wait for legal\"\n"
            )
            .unwrap();
        }
        fs::write(
            folder.join(format!("2026-07-{day:02}-{i:06}-maria-3f9c.toml")),
            text,
        )
        .unwrap();
    }
}

/// The fastest of five.
fn fastest(work: impl Fn() -> usize) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        assert_eq!(work(), COUNT);
        start.elapsed()
    };
    (0..5).map(timed).min().unwrap()
}

fn plain(root: &Path) -> usize {
    let entries = fs::read_dir(root.join("2026-Q3/checkins")).unwrap();
    entries
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .filter(|b| !b.is_empty())
        .count()
}

fn loaded(root: &Path) -> usize {
    let cycle = CycleId::parse("2026-Q3").unwrap();
    let loaded = Store::open(root).unwrap().read(&[(cycle, Depth::Full)]);
    assert!(loaded.findings.is_empty());
    loaded.workspace.cycles[&cycle].checkins.len()
}

#[test]
#[ignore = "measures; run it alone, in release"]
fn sixteen_thousand_check_ins() {
    let folder = tempfile::tempdir().unwrap();
    generate(folder.path());
    let (ours, theirs) = (
        fastest(|| loaded(folder.path())),
        fastest(|| plain(folder.path())),
    );
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    println!("{COUNT} check-ins: {ours:?}, plain reading {theirs:?}, ratio {ratio:.2}; {peak}");
}
