//! Every kind of writer at work, and what must hold wherever one is stopped.

use super::company::company;
use super::inject::{Syscall, calls};
use super::{Call, Entry, Ran, Tree, Workspace};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

pub const JULY: &str = "2026-07-14T10:00:00Z";
pub const OCTOBER: &str = "2026-10-02T10:00:00Z";

/// What running a command again after success does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Again {
    /// Nothing more.
    Nothing,
    /// The same report once more, in a file of its own.
    Reports,
    /// It is refused as done already.
    IsRefused,
}

/// A writer at work. A new writer is one more line in `SCENARIOS`.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    pub name: &'static str,
    pub workspace: fn() -> Workspace,
    pub words: &'static str,
    pub at: &'static str,
    pub again: Again,
}

const fn scenario(
    name: &'static str,
    workspace: fn() -> Workspace,
    words: &'static str,
    at: &'static str,
    again: Again,
) -> Scenario {
    Scenario {
        name,
        workspace,
        words,
        at,
        again,
    }
}

pub const SCENARIOS: &[Scenario] = &[
    scenario("check --fix", renamed, "check --fix", JULY, Again::Nothing),
    scenario(
        "checkin",
        small,
        "checkin kpis/retention 74.5",
        JULY,
        Again::Reports,
    ),
    scenario(
        "first-checkin",
        untouched,
        "checkin kpis/retention 74.5",
        JULY,
        Again::Reports,
    ),
    scenario(
        "two-cycles",
        two_cycles,
        "checkin --from updates.csv",
        JULY,
        Again::Reports,
    ),
    scenario("carry", small, "carry", OCTOBER, Again::Nothing),
    scenario("carry-more", begun, "carry", OCTOBER, Again::Nothing),
    scenario(
        "carry-into-new",
        small,
        "carry loyal.k kind.k --into fans --title Fans",
        OCTOBER,
        Again::Nothing,
    ),
    scenario(
        "carry-into-old",
        begun,
        "carry loyal.k kind.k --into loyal",
        OCTOBER,
        Again::Nothing,
    ),
    scenario(
        "amend",
        small,
        "amend loyal.k --target 78 --reason moved",
        JULY,
        Again::Nothing,
    ),
    scenario(
        "amend-kpi",
        small,
        "amend kpis/retention --target 2026-Q3=76 --reason moved",
        JULY,
        Again::Nothing,
    ),
    scenario(
        "new-objective",
        small,
        "new objective Faster --team care --owner maria",
        JULY,
        Again::IsRefused,
    ),
    scenario(
        "new-kr",
        small,
        "new kr loyal Rating --from 4 --target 4.5",
        JULY,
        Again::IsRefused,
    ),
    scenario(
        "new-kpi",
        small,
        "new kpi Cost --team care --unit EUR",
        JULY,
        Again::IsRefused,
    ),
    scenario(
        "drop",
        small,
        "drop loyal.k --reason sold",
        JULY,
        Again::IsRefused,
    ),
    scenario(
        "undrop",
        dropped,
        "drop loyal.k --undo",
        JULY,
        Again::IsRefused,
    ),
    scenario(
        "review",
        small,
        "review loyal --grade 0.6 --learned more",
        OCTOBER,
        Again::Nothing,
    ),
    scenario(
        "close",
        small,
        "close 2026-Q3 --force --reason tired",
        OCTOBER,
        Again::IsRefused,
    ),
    scenario(
        "unclose",
        closed,
        "close 2026-Q3 --undo",
        OCTOBER,
        Again::IsRefused,
    ),
    scenario("edit", small, "edit loyal", JULY, Again::Nothing),
    scenario(
        "mv-objective",
        company,
        "mv care/loyal fans/loyal",
        JULY,
        Again::Nothing,
    ),
    scenario(
        "mv-kr",
        company,
        "mv care/loyal.teams care/loyal.all",
        JULY,
        Again::Nothing,
    ),
    scenario(
        "mv-kpi",
        company,
        "mv kpis/care/nps kpis/nps",
        JULY,
        Again::Nothing,
    ),
    scenario("mv-team", company, "mv care fans", JULY, Again::Nothing),
    scenario(
        "mv-back",
        moved,
        "mv kpis/nps kpis/care/nps",
        JULY,
        Again::Nothing,
    ),
];

/// The same on a workspace of the size that people have.
pub const LARGER: &[Scenario] = &[
    scenario(
        "acme-checkin",
        acme,
        "checkin client-retention 74.5",
        JULY,
        Again::Reports,
    ),
    scenario("acme-carry", acme, "carry", OCTOBER, Again::Nothing),
    scenario(
        "acme-mv",
        acme,
        "mv customer-success customers",
        JULY,
        Again::Nothing,
    ),
];

pub fn acme() -> Workspace {
    Workspace::example("acme")
}

/// Two KPIs that two teams follow.
pub fn untouched() -> Workspace {
    let kpi =
        |name: &str| format!("name = \"{name}\" # theirs\n\n[targets]\n2026 = 80\n2026-Q3 = 75\n");
    let objective = |kpi: &str| {
        format!(
            "objective = \"Better\"\nowner = \"maria\"\n\n[key_results.k]\nkpi = \"kpis/{kpi}\"\nbaseline = 70\n"
        )
    };
    Workspace::new()
        .file("kpis/retention.toml", kpi("Retention"))
        .file("kpis/nps.toml", kpi("NPS"))
        .file("2026-Q3/loyal.toml", objective("retention"))
        .file("2026-Q3/support/kind.toml", objective("nps"))
}

/// With a reading of each.
pub fn small() -> Workspace {
    untouched().file(
        "2026-Q3/checkins/2026-07-07-080000-bot-aaaa.toml",
        "date = 2026-07-07\nby = \"bot\"\n\n[[update]]\nkpi = \"kpis/retention\"\nvalue = 73\n\n\
         [[update]]\nkpi = \"kpis/nps\"\nvalue = 71\n",
    )
}

/// Updates that go into files of two cycles: all or none.
/// Two definitions name a KPI by what it was called before.
pub fn renamed() -> Workspace {
    let workspace = small();
    workspace.replace(
        "kpis/nps.toml",
        "name = ",
        "formerly = [\"kpis/joy\"]\nname = ",
    );
    workspace.replace("2026-Q3/support/kind.toml", "kpis/nps", "kpis/joy");
    let guarded = "owner = \"maria\"\nguardrails = ['kpis/joy'] # kpis/joy\n";
    workspace.replace("2026-Q3/loyal.toml", "owner = \"maria\"\n", guarded);
    workspace
}

pub fn two_cycles() -> Workspace {
    small().file(
        "updates.csv",
        "goal,value,date\nkpis/retention,74,2026-07-13\nkpis/nps,70,2026-06-29\n",
    )
}

/// The next quarter has begun already.
pub fn begun() -> Workspace {
    small().file(
        "2026-Q4/loyal.toml",
        "objective = \"Better\"\nowner = \"maria\"\n\n[key_results.own]\nbaseline = 1\ntarget = 2 # ours\n",
    )
}

/// A key result has been given up.
pub fn dropped() -> Workspace {
    small().file(
        "2026-Q3/loyal.toml",
        "objective = \"Better\"\nowner = \"maria\"\n\n[key_results.k]\nkpi = \"kpis/retention\"\nbaseline = 70\n\
         dropped = { on = 2026-07-13, reason = \"sold\" }\n",
    )
}

/// The quarter is closed.
pub fn closed() -> Workspace {
    let workspace = small();
    let close = workspace.okr("close 2026-Q3 --force --reason tired");
    close.today(OCTOBER).run().exits(0);
    workspace
}

/// A KPI has been renamed, and gets its old name again.
pub fn moved() -> Workspace {
    let workspace = company();
    workspace
        .okr("mv kpis/care/nps kpis/nps")
        .today(JULY)
        .run()
        .exits(0);
    workspace
}

/// An undisturbed run: every byte before and after, the result, what readers show, and the calls that
/// made it.
pub struct Undisturbed {
    pub before: Tree,
    pub after: Tree,
    pub stdout: String,
    pub calls: Vec<Syscall>,
    /// How long it took.
    pub took: Duration,
    shown: Vec<Value>,
}

impl Scenario {
    pub fn call<'w>(&self, workspace: &'w Workspace) -> Call<'w> {
        let call = workspace.okr(self.words).today(self.at);
        call.env("VISUAL", "sed -i s/Better/Faster/")
    }

    /// With the calls that it makes.
    pub fn traced(&self) -> Undisturbed {
        let workspace = (self.workspace)();
        let shown = self.shown(&workspace);
        let (calls, ran) = calls(self.call(&workspace));
        self.usual(&workspace, shown, calls, ran)
    }

    /// Without them.
    pub fn undisturbed(&self) -> Undisturbed {
        let workspace = (self.workspace)();
        let shown = self.shown(&workspace);
        let began = Instant::now();
        let ran = self.call(&workspace).run();
        let took = began.elapsed();
        let usual = self.usual(&workspace, shown, Vec::new(), ran);
        Undisturbed { took, ..usual }
    }

    fn usual(
        &self,
        workspace: &Workspace,
        shown: Vec<Value>,
        calls: Vec<Syscall>,
        ran: Ran,
    ) -> Undisturbed {
        let ran = ran.exits(0);
        assert!(!ran.written().is_empty(), "{}: {ran}", self.name);
        assert!(
            shown == self.shown(workspace),
            "{}: other figures",
            self.name
        );
        Undisturbed {
            shown,
            before: ran.before,
            after: ran.after,
            stdout: ran.stdout,
            calls,
            took: Duration::ZERO,
        }
    }

    /// Whether files get other paths: then one may say for a while what is true under both.
    fn moves(&self) -> bool {
        self.words.starts_with("mv ")
    }

    /// What readers show under the new name, where they must show it whole or not at all.
    fn shown(&self, workspace: &Workspace) -> Vec<Value> {
        let words: Vec<&str> = self.words.split(' ').collect();
        let ["mv", old, new] = words[..] else {
            return Vec::new();
        };
        let shown = ["status", "kpi"].map(|words| {
            let call = workspace.okr(words).arg("--format").arg("json");
            let text = call.today(self.at).run().exits(0).stdout;
            let team = |id: &str| format!("\"team\":\"{}\"", id.split('/').next().unwrap());
            let text = text.replace(&team(old), &team(new));
            let mut shown: Value = serde_json::from_str(&text.replace(old, new)).unwrap();
            for list in ["objectives", "kpis"] {
                if let Some(list) = shown[list].as_array_mut() {
                    list.sort_by_key(|goal| goal["id"].to_string());
                    // Part of the id.
                    list.iter_mut().for_each(|goal| goal["team"] = Value::Null);
                }
            }
            shown
        });
        shown.into()
    }

    /// Nothing is torn, a reader is content, and running it again completes and cleans up.
    pub fn completes(&self, workspace: &Workspace, usual: &Undisturbed, what: &str) {
        let now = standing(workspace);
        self.assert_whole(&now, usual, what);
        workspace.okr("check").today(self.at).run().exits(0);
        let shown = self.shown(workspace);
        assert!(shown == usual.shown, "{what}: other figures: {shown:?}");
        let again = self.call(workspace).run();
        if self.again == Again::IsRefused && now == usual.after {
            again.exits(5).prints_nothing().assert_unchanged();
            return;
        }
        let again = again.exits(0);
        assert!(
            swept(workspace),
            "{what}: temporary files are left\n{again}"
        );
        assert_eq!(
            workspace.read(".okr/.gitignore"),
            "/.gitignore\n/lock\n/tmp/\n",
            "{what}"
        );
        assert!(
            self.is_done(&self.without_more(standing(workspace), usual, what), usual),
            "{what}: running it again did not complete it"
        );
    }

    /// Each file is what it was or what it becomes.
    fn assert_whole(&self, now: &Tree, usual: &Undisturbed, what: &str) {
        let known = [&usual.before, &usual.after];
        for path in now.keys().chain(usual.before.keys()) {
            let entry = now.get(path);
            if let (true, Some(Entry::File(bytes))) = (self.moves(), entry) {
                let lines = known.iter().flat_map(|tree| tree.values().flat_map(lines));
                let lines: BTreeSet<&[u8]> = lines.collect();
                let mut own = bytes.split_inclusive(|&byte| byte == b'\n');
                let both =
                    |line: &[u8]| line.starts_with(b"formerly = [") && line.ends_with(b"]\n");
                let known = |line| lines.contains(line) || both(line);
                assert!(own.all(known), "{what}: {path}");
                continue;
            }
            assert!(
                known.iter().any(|tree| tree.get(path) == entry)
                    || (self.moves() && entry.is_none()),
                "{what}: {path} is neither old nor new: {entry:?}"
            );
        }
    }

    /// The tree without the same report in more files.
    fn without_more(&self, mut after: Tree, usual: &Undisturbed, what: &str) -> Tree {
        if self.again == Again::Reports {
            let more: Vec<_> = after
                .keys()
                .filter(|p| !usual.after.contains_key(*p))
                .cloned()
                .collect();
            assert!(
                more.len() <= usual.after.len() - usual.before.len(),
                "{what}: {more:?}"
            );
            for path in more {
                let entry = after.remove(&path).unwrap();
                assert!(
                    usual.after.values().any(|e| *e == entry),
                    "{what}: {path}: {entry:?}"
                );
            }
        }
        after
    }

    /// Whether it is as after an undisturbed run.
    pub fn is_done(&self, now: &Tree, usual: &Undisturbed) -> bool {
        self.files(now) == self.files(&usual.after)
    }

    /// Where files move, empty folders do not count: git knows none.
    fn files(&self, tree: &Tree) -> Tree {
        let mut tree = tree.clone();
        tree.retain(|_, entry| !self.moves() || *entry != Entry::Folder);
        tree
    }
}

fn lines(entry: &Entry) -> impl Iterator<Item = &[u8]> {
    let bytes = match entry {
        Entry::File(bytes) => &bytes[..],
        Entry::Folder | Entry::Link(_) | Entry::Other => &[],
    };
    bytes.split_inclusive(|&byte| byte == b'\n')
}

/// The tree without temporary files.
pub fn standing(workspace: &Workspace) -> Tree {
    let mut tree = workspace.tree();
    tree.retain(|path, _| !path.starts_with(".okr/tmp/"));
    tree
}

/// What a machine remembers of who checked in last is meant to stay, and so are a person's drafts.
pub fn swept(workspace: &Workspace) -> bool {
    let Ok(entries) = fs::read_dir(workspace.path(".okr/tmp")) else {
        return true;
    };
    let mut names = entries.map(|entry| entry.unwrap().file_name());
    names.all(|name| {
        let name = name.to_string_lossy();
        name.starts_with("last-") || name.starts_with("draft-")
    })
}
