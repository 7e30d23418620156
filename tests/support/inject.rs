//! Commands under strace: what they ask of the system, and the same with one call gone wrong.

use super::{Call, Ran};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls that change what is on disk or make it last.
pub const CHANGING: &str = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,\
     mkdir,mkdirat,unlink,unlinkat,rmdir,flock,chmod,fchmod,fchmodat,ftruncate,copy_file_range,\
     symlink,symlinkat";
/// Calls that look.
pub const LOOKING: &str =
    "open,openat,read,pread64,lseek,statx,stat,lstat,newfstatat,getdents64,readlink,readlinkat";

/// One call of a run: the `nth` of its name.
#[derive(Debug, Clone)]
pub struct Syscall {
    pub name: String,
    pub nth: usize,
    /// As strace shows it.
    pub shown: String,
}

impl Syscall {
    /// Whether it does more than look: a file opened for writing counts.
    pub fn changes(&self) -> bool {
        CHANGING.split(',').any(|name| name == self.name)
            || self.shown.contains("O_CREAT")
            || self.shown.contains("/.okr/")
    }
}

/// Whether a tool is there; where it must be, its absence is a failure.
pub fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    let must = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(
        found || !must,
        "{tool} is missing: .ci/run installs it (apt-get install strace util-linux)"
    );
    if !found {
        eprintln!("skipped: {tool} is not installed");
    }
    found
}

/// Starts a program on one processor, so that a command has one thread and its calls one order.
pub fn alone() -> Command {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let allowed = status
        .lines()
        .find_map(|l| l.strip_prefix("Cpus_allowed_list:"));
    let mut processors = Vec::new();
    for range in allowed.unwrap().trim().split(',') {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        processors.extend(first.parse::<usize>().unwrap()..=last.parse::<usize>().unwrap());
    }
    let next = NEXT.fetch_add(1, Ordering::Relaxed) % processors.len();
    let mut command = Command::new("taskset");
    command.args(["-c", &processors[next].to_string()]);
    command
}

/// Follows the program alone, not an editor that it starts.
fn strace(log: &Path, options: &[&str]) -> Command {
    let mut command = alone();
    command
        .args(["strace", "-qq", "-y", "-o"])
        .arg(log)
        .args(options);
    command
}

/// The calls of an undisturbed run that touch the workspace or its output.
pub fn calls(call: Call<'_>) -> (Vec<Syscall>, Ran) {
    let root = call.root();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls");
    let trace = format!("trace={CHANGING},{LOOKING}");
    let ran = call.through(strace(&log, &["-e", &trace])).run();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let root = root.to_string_lossy().into_owned();
    for line in std::fs::read_to_string(&log).unwrap().lines() {
        let shown = line.trim();
        let Some((name, arguments)) = shown.split_once('(') else {
            continue;
        };
        let nth = counts.entry(name.to_owned()).or_default();
        *nth += 1;
        // Where the program stands says nothing of what it asks for.
        let asked = shown.replace(&format!("AT_FDCWD<{root}>"), "");
        if asked.contains(&root) || (name == "write" && arguments.starts_with("1<")) {
            calls.push(Syscall {
                name: name.to_owned(),
                nth: *nth,
                shown: shown.to_owned(),
            });
        }
    }
    (calls, ran)
}

/// The same run with something done to one call: `signal=KILL`, `error=EIO`, `delay_enter=1000000`.
pub fn inject<'w>(call: Call<'w>, at: &Syscall, what: &str) -> Call<'w> {
    let Syscall { name, nth, .. } = at;
    let trace = format!("trace={name}");
    let inject = format!("inject={name}:{what}:when={nth}");
    call.through(strace(
        Path::new("/dev/null"),
        &["-e", &trace, "-e", &inject],
    ))
}
