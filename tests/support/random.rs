//! Random numbers and random workspaces, the same for the same seed.

use super::Workspace;
use proptest::prelude::ProptestConfig;
use std::fmt::Write as _;

/// A few cases, or as many as `PROPTEST_CASES` asks for.
pub fn few(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let cases = asked.and_then(|n| n.parse().ok()).unwrap_or(cases);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    }
}

/// A small generator of random numbers (xorshift64*).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// A number as a person might write one, often an awkward one.
    pub fn number(&mut self) -> String {
        let awkward = [
            "0",
            "-0.0",
            "9e15",
            "-9e15",
            "1e-300",
            "0.1",
            "9007199254740992",
            "5",
        ];
        match self.below(4) {
            0 => self.pick(&awkward).to_owned(),
            1 => format!("{}", self.below(200)),
            2 => format!("-{}.5", self.below(200)),
            _ => format!("{}.{}", self.below(100), self.below(1000)),
        }
    }
}

const AGGREGATES: [&str; 5] = ["last", "sum", "mean", "min", "max"];
const PEOPLE: [&str; 3] = ["maria", "tom", "li"];

/// The key results that one objective has, with what a check-in may say of each.
enum Sort {
    Number,
    Percent,
    Milestones,
    Nothing,
}

/// A workspace with two quarters and a year, in which every file reads well and every number may be
/// awkward.
pub fn workspace(random: &mut Random) -> Workspace {
    let mut workspace = Workspace::new();
    let kpis = 1 + random.below(4);
    for n in 0..kpis {
        workspace = workspace.file(&format!("kpis/k{n}.toml"), kpi(random));
    }
    for cycle in ["2026", "2026-Q2", "2026-Q3"] {
        let mut sorts = Vec::new();
        for n in 0..random.below(4) {
            let (text, keys) = objective(random, n, kpis);
            let keys = keys.into_iter().enumerate();
            sorts.extend(keys.map(|(key, sort)| (format!("o{n}.r{key}"), sort)));
            workspace = workspace.file(&format!("{cycle}/o{n}.toml"), text);
        }
        if cycle != "2026" {
            workspace = checkins(random, workspace, cycle, &sorts, kpis);
        }
    }
    workspace
}

fn kpi(random: &mut Random) -> String {
    let direction = random.pick(&["increase", "decrease", "maintain"]);
    let aggregate = random.pick(&AGGREGATES);
    let mut text = format!(
        "name = \"K\"\nunit = \"%\"\ndirection = \"{direction}\"\naggregate = \"{aggregate}\"\n\
         frequency = \"weekly\"\n[targets]\n"
    );
    for cycle in ["2026", "2026-Q2", "2026-Q3", "2026-Q4"] {
        if random.one_in(2) {
            continue;
        }
        let target = random.number();
        let _ = if direction == "maintain" {
            writeln!(text, "{cycle} = {{ at_least = {target} }}")
        } else {
            writeln!(text, "{cycle} = {target}")
        };
    }
    text
}

fn objective(random: &mut Random, n: usize, kpis: usize) -> (String, Vec<Sort>) {
    let ambition = random.pick(&["aspirational", "committed", "learning"]);
    let mut text = format!("objective = \"O{n}\"\nambition = \"{ambition}\"\nowner = \"maria\"\n");
    if n > 0 && random.one_in(2) {
        let _ = writeln!(text, "supports = \"o{}\"", random.below(n));
    }
    if random.one_in(4) {
        text.push_str("dropped = { on = 2026-08-01, reason = \"x\" }\n");
    }
    let mut sorts = Vec::new();
    for key in 0..random.below(5) {
        let _ = writeln!(text, "[key_results.r{key}]");
        if random.one_in(3) {
            let _ = writeln!(text, "weight = {}", random.pick(&["1", "9e15", "0.5"]));
        }
        sorts.push(key_result(random, &mut text, kpis));
    }
    (text, sorts)
}

fn key_result(random: &mut Random, text: &mut String, kpis: usize) -> Sort {
    let (a, b) = (random.number(), random.number());
    match random.below(7) {
        0 => {
            let _ = writeln!(text, "title = \"T\"\nbaseline = {a}\ntarget = {b}");
            Sort::Number
        }
        1 => {
            let _ = writeln!(text, "title = \"T\"\ntarget = {b}");
            Sort::Number
        }
        2 => {
            let _ = writeln!(text, "title = \"T\"\nat_least = {a}");
            Sort::Number
        }
        3 => {
            let _ = writeln!(text, "kpi = \"kpis/k{}\"", random.below(kpis));
            if random.one_in(2) {
                let _ = writeln!(text, "baseline = {a}");
            }
            Sort::Number
        }
        4 => {
            text.push_str("title = \"T\"\nkind = \"effort\"\ndue = 2026-09-01\n");
            Sort::Percent
        }
        5 => {
            text.push_str(
                "title = \"T\"\nkind = \"effort\"\nmilestones = [{ id = \"a\", title = \"A\" }, ",
            );
            text.push_str("{ id = \"b\", title = \"B\", weight = 9e15 }]\n");
            Sort::Milestones
        }
        _ => {
            text.push_str("title = \"T\"\nkind = \"rollup\"\n");
            Sort::Nothing
        }
    }
}

fn checkins(
    random: &mut Random,
    mut workspace: Workspace,
    cycle: &str,
    key_results: &[(String, Sort)],
    kpis: usize,
) -> Workspace {
    let first_month = if cycle == "2026-Q2" { 4 } else { 7 };
    for n in 0..random.below(12) {
        let month = first_month + random.below(3);
        let by = random.pick(&PEOPLE);
        let mut text = format!(
            "date = 2026-{month:02}-{:02}\nby = \"{by}\"\n",
            1 + random.below(28)
        );
        let _ = writeln!(
            text,
            "[[update]]\nkpi = \"kpis/k{}\"\nvalue = {}",
            random.below(kpis),
            random.number()
        );
        for (id, sort) in key_results {
            if random.one_in(2) {
                continue;
            }
            let _ = match sort {
                Sort::Number => writeln!(
                    text,
                    "[[update]]\nkr = \"{id}\"\nvalue = {}",
                    random.number()
                ),
                Sort::Percent => writeln!(
                    text,
                    "[[update]]\nkr = \"{id}\"\nvalue = {}",
                    random.below(101)
                ),
                Sort::Milestones => writeln!(text, "[[update]]\nkr = \"{id}\"\ndone = [\"a\"]"),
                Sort::Nothing => writeln!(text, "[[update]]\nkr = \"{id}\"\nconfidence = 0.3"),
            };
        }
        workspace = workspace.file(&format!("{cycle}/checkins/{n:02}-{by}.toml"), text);
    }
    workspace
}
