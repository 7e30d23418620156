//! How fast whole commands are on workspaces of 10, 100 and 1,000 people, as a Markdown table.
//!
//! `cargo bench` measures, `cargo bench -- --quick` smaller sizes and fewer rounds, and
//! `cargo bench -- --full` also puts 19 older quarters of 1,000 people each beside the current one.
//! `cargo bench -- --readings` measures nothing but an import of ten years, `--tree` nothing but
//! `okr tree` of 3,000 objectives, `--check` nothing but `okr check` of 1,000 people beside `okr status`.
//! Times are of whole processes, start-up included, and taken by turns with what they are held
//! against, so that other work on the machine slows both.

mod generate;
mod measure;
mod readings;
mod tree;

use measure::{best, median, pairs, peak, timed, walk};
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const OKR: &str = env!("CARGO_BIN_EXE_okr");
/// The argument that makes this program the plain reader.
const WALK: &str = "--walk";
const OLDER: usize = 19;

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [first, folders @ ..] = args.as_slice()
        && first == WALK
    {
        return plain(folders);
    }
    if let [first, folder] = args.as_slice()
        && first == tree::LOAD
    {
        return tree::load(Path::new(folder));
    }
    let has = |name: &str| args.iter().any(|arg| arg == name);
    if !has("--bench") {
        println!("this measures under `cargo bench`");
        return Ok(());
    }
    if let Some(at) = args.iter().position(|arg| arg == "--keep") {
        return keep(args.get(at + 1), args.get(at + 2), args.get(at + 3));
    }
    if has("--readings") {
        return readings::measure(15);
    }
    if has("--tree") {
        return tree::measure(15);
    }
    if has("--check") {
        println!("{}\n", machine());
        return check(&Workspace::new(1_000, 0)?, 15);
    }
    Bench {
        rounds: if has("--quick") { 5 } else { 15 },
        sizes: if has("--quick") {
            &[10, 100]
        } else {
            &[10, 100, 1_000]
        },
        full: has("--full"),
    }
    .run()
}

/// Generates a workspace to look at: its folder, how many people, how many older quarters.
fn keep(
    folder: Option<&String>,
    people: Option<&String>,
    quarters: Option<&String>,
) -> io::Result<()> {
    let number = |text: Option<&String>| text.and_then(|t| t.parse().ok()).unwrap_or(0);
    let Some(root) = folder.map(Path::new) else {
        return Err(io::Error::other("--keep FOLDER PEOPLE [QUARTERS]"));
    };
    generate::workspace(root, number(people))?;
    generate::older(root, number(people), number(quarters))
}

fn plain(folders: &[String]) -> io::Result<()> {
    let (mut files, mut bytes) = (0, 0);
    for folder in folders {
        let (more, of) = walk(Path::new(folder))?;
        files += more;
        bytes += of;
    }
    println!("{files} files, {bytes} bytes");
    Ok(())
}

struct Bench {
    rounds: usize,
    sizes: &'static [usize],
    full: bool,
}

/// A workspace in a folder that goes when it is dropped.
struct Workspace {
    people: usize,
    files: usize,
    folder: TempDir,
}

impl Workspace {
    fn new(people: usize, quarters: usize) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let files = generate::workspace(folder.path(), people)?;
        generate::older(folder.path(), people, quarters)?;
        Ok(Self {
            people,
            files,
            folder,
        })
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn status(&self) -> Command {
        let mut command = okr(self.root());
        command.args(["status", "--all", "--format", "json"]);
        command
    }

    fn check(&self) -> Command {
        let mut command = okr(self.root());
        command.arg("check");
        command
    }

    fn report(&self) -> Command {
        let mut command = okr(self.root());
        command.arg("report");
        command
    }

    /// Reads what `status` reads.
    fn plain(&self) -> io::Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        let folders = ["kpis", generate::CYCLE].map(|folder| self.root().join(folder));
        command.arg(WALK).args(folders);
        Ok(command)
    }

    /// Reports on one goal by its full name.
    fn checkin(&self) -> Command {
        let goal = format!("{}.rating", generate::objective_id(1, 0));
        let mut command = okr(self.root());
        command.args(["checkin", goal.as_str(), "4.42", "--by", "x"]);
        command
    }
}

/// The program in a world that is the same everywhere.
fn okr(root: &Path) -> Command {
    let mut command = Command::new(OKR);
    for name in ["OKR_DIR", "NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
        .env("OKR_TODAY", generate::TODAY)
        .env("OKR_USER", "x")
        .env("XDG_CONFIG_HOME", root)
        .current_dir(root)
        .arg("-C")
        .arg(root);
    command
}

/// `okr check` beside `okr status`, which reads the same files.
fn check(workspace: &Workspace, rounds: usize) -> io::Result<()> {
    let times = pairs(&mut workspace.check(), &mut workspace.status(), rounds)?;
    let (ours, theirs) = times.medians();
    let Workspace { people, files, .. } = workspace;
    println!(
        "| `okr check` beside `okr status --all --format json` | {people} | {files} \
         | {ours:.1} ms | {theirs:.1} ms | {:.2} ({:.2}) | ≤ 1.5 |",
        times.ratio(),
        times.best_ratio()
    );
    Ok(())
}

impl Bench {
    fn run(&self) -> io::Result<()> {
        println!("{}\n", machine());
        println!("| what | people | files | time | beside | ratio (best) | target |");
        println!("|---|--:|--:|--:|--:|--:|---|");
        for &people in self.sizes {
            let workspace = Workspace::new(people, 0)?;
            self.status(&workspace)?;
            self.report(&workspace)?;
            if people == 1_000 {
                check(&workspace, self.rounds)?;
            }
            let quarters = people == 100 || (people == 1_000 && self.full);
            if quarters {
                self.older(&workspace)?;
            }
            if people != 100 || self.sizes.len() < 3 {
                self.checkin(&workspace)?;
            }
        }
        readings::measure(self.rounds)?;
        tree::measure(self.rounds)?;
        self.version()
    }

    fn status(&self, workspace: &Workspace) -> io::Result<()> {
        let mut plain = workspace.plain()?;
        let times = pairs(&mut workspace.status(), &mut plain, self.rounds)?;
        let (ours, theirs) = times.medians();
        let Workspace { people, files, .. } = workspace;
        println!(
            "| `okr status --all --format json` beside reading the files | {people} | {files} \
             | {ours:.1} ms | {theirs:.1} ms | {:.2} ({:.2}) | ≤ 1.5 |",
            times.ratio(),
            times.best_ratio()
        );
        if let Some(mib) = peak(&mut workspace.status())? {
            println!("| … memory at most | {people} | {files} | {mib:.1} MiB | | | ≤ 60 MiB |");
        }
        Ok(())
    }

    fn older(&self, workspace: &Workspace) -> io::Result<()> {
        let Workspace { people, files, .. } = workspace;
        let old = Workspace::new(*people, OLDER)?;
        let rounds = self.rounds * 2;
        let times = pairs(&mut old.status(), &mut workspace.status(), rounds)?;
        let (ours, theirs) = times.medians();
        println!(
            "| … with {OLDER} older quarters of that size beside without | {people} | {files} + {} \
             | {ours:.1} ms | {theirs:.1} ms | {:.2} ({:.2}) | ≤ 1.05 |",
            files * OLDER,
            times.ratio(),
            times.best_ratio()
        );
        Ok(())
    }

    fn checkin(&self, workspace: &Workspace) -> io::Result<()> {
        let Workspace { people, files, .. } = workspace;
        let times = self.alone(&mut workspace.checkin())?;
        println!(
            "| `okr checkin team/…/objective.key 4.42 --by x` | {people} | {files} | {:.1} ms \
             (best {:.1}) | | | ≤ 5 ms |",
            median(times.clone()) * 1e3,
            best(&times) * 1e3
        );
        Ok(())
    }

    fn report(&self, workspace: &Workspace) -> io::Result<()> {
        let Workspace { people, files, .. } = workspace;
        let times = self.alone(&mut workspace.report())?;
        let size = workspace.report().output()?.stdout.len() as f64 / (1024.0 * 1024.0);
        println!(
            "| `okr report`, a page of {size:.1} MiB | {people} | {files} | {:.0} ms (best {:.0}) | | | ≤ 1 s, 5 MiB |",
            median(times.clone()) * 1e3,
            best(&times) * 1e3
        );
        Ok(())
    }

    fn version(&self) -> io::Result<()> {
        let mut command = okr(&env::temp_dir());
        let times = self.alone(command.arg("--version"))?;
        println!(
            "| `okr --version` | | | {:.1} ms (best {:.1}) | | | ≤ 2 ms |",
            median(times.clone()) * 1e3,
            best(&times) * 1e3
        );
        Ok(())
    }

    fn alone(&self, command: &mut Command) -> io::Result<Vec<f64>> {
        timed(command)?;
        let once = |_| Ok(timed(command)?.as_secs_f64());
        (0..self.rounds * 2).map(once).collect()
    }
}

/// The day, the processor and the number of cores that may be used.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string(PathBuf::from("/proc/cpuinfo")).unwrap_or_default();
    let model = info
        .lines()
        .find_map(|l| l.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(env::consts::ARCH, |(_, name)| name.trim());
    let today = chrono::Local::now().date_naive();
    format!(
        "{today}, {cores} × {model}, {}, okr {}",
        env::consts::OS,
        env!("CARGO_PKG_VERSION")
    )
}
