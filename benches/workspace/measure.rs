//! Runs whole processes: how long they take and how much memory they take at most.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Reads every file below a folder, as plainly as it can be done: what `okr` is held against.
pub fn walk(folder: &Path) -> io::Result<(usize, usize)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let (more, of) = walk(&entry.path())?;
            files += more;
            bytes += of;
        } else {
            files += 1;
            bytes += fs::read(entry.path())?.len();
        }
    }
    Ok((files, bytes))
}

/// From before the start of a process to its end; what it writes is read and thrown away.
pub fn timed(command: &mut Command) -> io::Result<Duration> {
    let started = Instant::now();
    let mut child = start(command)?;
    let mut out = child.stdout.take().expect("a pipe");
    io::copy(&mut out, &mut io::sink())?;
    finish(command, child)?;
    Ok(started.elapsed())
}

/// The most memory that a process had in use, in MiB. The system forgets it when a process ends, so
/// it is asked for whenever the process waits for its output to be taken.
pub fn peak(command: &mut Command) -> io::Result<Option<f64>> {
    let mut child = start(command)?;
    let mut out = child.stdout.take().expect("a pipe");
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    let mut part = [0; 16 << 10];
    while out.read(&mut part)? > 0 {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let now: Option<u32> = now.and_then(|l| l.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(now);
    }
    finish(command, child)?;
    Ok(most.map(|kib| f64::from(kib) / 1024.0))
}

fn start(command: &mut Command) -> io::Result<Child> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
}

fn finish(command: &Command, mut child: Child) -> io::Result<()> {
    let status = child.wait()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{command:?}: {status}")))
}

/// The times of two commands that took turns, so that a busy machine is busy for both.
pub struct Pairs {
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

/// Runs two commands by turns, `rounds` times each, after one round that does not count. Which goes
/// first changes from round to round.
pub fn pairs(ours: &mut Command, theirs: &mut Command, rounds: usize) -> io::Result<Pairs> {
    let mut pairs = Pairs {
        ours: Vec::new(),
        theirs: Vec::new(),
    };
    for round in 0..=rounds {
        let (our, their) = if round % 2 == 0 {
            let our = timed(ours)?;
            (our, timed(theirs)?)
        } else {
            let their = timed(theirs)?;
            (timed(ours)?, their)
        };
        if round > 0 {
            pairs.ours.push(our.as_secs_f64());
            pairs.theirs.push(their.as_secs_f64());
        }
    }
    Ok(pairs)
}

impl Pairs {
    /// The median of the ratios of the pairs.
    pub fn ratio(&self) -> f64 {
        let each = self.ours.iter().zip(&self.theirs);
        median(each.map(|(our, their)| our / their).collect())
    }

    /// The best of one beside the best of the other.
    pub fn best_ratio(&self) -> f64 {
        best(&self.ours) / best(&self.theirs)
    }

    /// How much longer ours took, pair by pair, in seconds.
    pub fn differences(&self) -> Vec<f64> {
        let each = self.ours.iter().zip(&self.theirs);
        each.map(|(our, their)| our - their).collect()
    }

    /// Medians in milliseconds.
    pub fn medians(&self) -> (f64, f64) {
        (
            median(self.ours.clone()) * 1e3,
            median(self.theirs.clone()) * 1e3,
        )
    }
}

/// The smallest.
pub fn best(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// The one in the middle.
pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
