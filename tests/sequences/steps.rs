//! Random steps: what a person may do next in a workspace, and which lines that may change.

use crate::support::random::Random;
use crate::support::{Entry, Tree};
use toml::Table;

/// A definition as it lies in the workspace.
struct Goal {
    cycle: String,
    /// The path in the cycle, or a KPI's whole id.
    id: String,
    file: String,
    text: String,
    table: Table,
}

/// What a step may change.
#[derive(Debug)]
pub enum Intended {
    /// A new file.
    New,
    /// A block at the end of a file.
    Block { file: String },
    /// The values at these paths of a file.
    Keys {
        file: String,
        paths: Vec<Vec<String>>,
    },
    /// A file that becomes this text.
    Text { file: String, text: String },
    /// Another name, also of what lies below it: `kpis/…`, `2026-Q3/…`, `care/`.
    Names {
        kind: Kind,
        from: String,
        to: String,
    },
}

/// What gets another name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Objective,
    KeyResult,
    Kpi,
    Team,
}

/// A command, and what may come of it.
#[derive(Debug)]
pub struct Step {
    pub words: Vec<String>,
    pub intended: Intended,
    /// The first day whose figures may be others; without one it is the step's own.
    pub since: Option<String>,
}

/// What there is to work on.
pub struct Stock {
    objectives: Vec<Goal>,
    kpis: Vec<Goal>,
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn path(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|&key| key.to_owned()).collect()
}

impl Stock {
    pub fn of(tree: &Tree) -> Self {
        let mut stock = Self {
            objectives: Vec::new(),
            kpis: Vec::new(),
        };
        for (file, entry) in tree {
            let (Entry::File(bytes), Some(id)) = (entry, file.strip_suffix(".toml")) else {
                continue;
            };
            let Some((cycle, rest)) = id.split_once('/') else {
                continue;
            };
            if rest.starts_with("checkins/") || rest == "closed" {
                continue;
            }
            let text = String::from_utf8(bytes.clone()).unwrap();
            let (list, id) = match cycle {
                "kpis" => (&mut stock.kpis, id),
                _ => (&mut stock.objectives, rest),
            };
            list.push(Goal {
                cycle: cycle.to_owned(),
                id: id.to_owned(),
                file: file.clone(),
                table: toml::from_str(text.trim_start_matches('\u{feff}')).unwrap(),
                text,
            });
        }
        stock
    }

    /// One of the many things that may be done on `today`; `n` has not been used before.
    pub fn step(&self, random: &mut Random, today: &str, n: usize) -> Step {
        match random.below(14) {
            0 => self.new_objective(random, n),
            1 => self.new_key_result(random, n),
            2 => new_kpi(random, n),
            3..=5 => self.amend_key_result(random),
            6 => self.amend_objective(random),
            7 => self.amend_kpi(random),
            8 => self.drop(random, today),
            9 => self.retire(random, today),
            10..=12 => self.rename(random, n),
            _ => self.edit(random, n),
        }
    }

    fn objective(&self, random: &mut Random) -> &Goal {
        &self.objectives[random.below(self.objectives.len())]
    }

    fn kpi(&self, random: &mut Random) -> &Goal {
        &self.kpis[random.below(self.kpis.len())]
    }

    /// A key result, or the objective itself where it has none.
    fn key_result(&self, random: &mut Random) -> (&Goal, Option<String>) {
        let goal = self.objective(random);
        let keys: Vec<_> = goal.key_results().map(|(key, _)| key.clone()).collect();
        let at = random.below(keys.len().max(1));
        (goal, keys.get(at).cloned())
    }

    fn new_objective(&self, random: &mut Random, n: usize) -> Step {
        let cycle = random.pick(&["2026", "2026-Q3"]);
        let mut words = words(&format!(
            "new objective Fresh{n} --id fresh{n} --cycle {cycle}"
        ));
        let above = self.objective(random);
        if above.cycle == cycle || above.cycle == "2026" {
            words.extend(["--supports".to_owned(), above.whole()]);
        }
        if random.one_in(2) {
            let team = random.pick(&["care", "desk", "sales/north"]);
            words.extend(["--team".to_owned(), team.to_owned()]);
        }
        if random.one_in(3) {
            words.extend(["--guardrail".to_owned(), self.kpi(random).id.clone()]);
        }
        Step::new(words, Intended::New)
    }

    fn new_key_result(&self, random: &mut Random, n: usize) -> Step {
        let goal = self.objective(random);
        let whole = goal.whole();
        let what = match random.below(6) {
            0 => format!("Share{n} --from 10 --target 50 --commit 30 --unit %"),
            1 => format!("Uptime{n} --at-least 99.9"),
            2 => format!("Plans{n} --milestone One --milestone Two=2@2026-09-20"),
            3 => format!("Works{n} --rollup"),
            4 => format!("Works{n} --effort --due 2026-09-20 --weight 2"),
            _ => format!(
                "Kpi{n} --kpi {} --at-least 50 --owner li",
                self.kpi(random).id
            ),
        };
        let line = format!(
            "new kr {whole} {what} --key fresh{n} --cycle {}",
            goal.cycle
        );
        let file = goal.file.clone();
        let inline = goal.text.lines().any(|l| {
            let l = l.trim_start_matches(['\u{feff}', ' ']);
            l.starts_with("key_results ") || l.starts_with("key_results=")
        });
        let intended = match inline {
            true => Intended::Keys {
                file,
                paths: vec![path(&["key_results", &format!("fresh{n}")])],
            },
            false => Intended::Block { file },
        };
        Step::new(words(&line), intended)
    }

    fn amend_key_result(&self, random: &mut Random) -> Step {
        let (goal, key) = self.key_result(random);
        let Some(key) = key else {
            return self.amend_objective(random);
        };
        let table = &goal.table["key_results"][&key];
        let flags: &[(&str, &str, &[&str])] = match table.get("kind").and_then(|k| k.as_str()) {
            Some("effort") => &[("due", "due", &["2026-09-01", "2026-09-25", "none"])],
            Some(_) => &[],
            None if table.get("target").is_some() => &[
                ("target", "target", &["90", "110.5", "+100%", "95"]),
                ("baseline", "baseline", &["5", "12", "8.5", "none"]),
                ("commit", "commit", &["40", "45", "none"]),
                ("stretch", "stretch", &["150", "130", "none"]),
            ],
            None => &[
                ("at-least", "at_least", &["35", "45.5"]),
                ("at-most", "at_most", &["90", "none"]),
            ],
        };
        let mut flags = flags.to_vec();
        flags.extend_from_slice(&[
            ("weight", "weight", &["2", "0.5", "1", "none"]),
            ("owner", "owner", &["tom", "maria", "none"]),
            (
                "title",
                "title",
                &["Win \"more\"", "Back\\slash \u{fc}", "Plain"],
            ),
        ]);
        self.amend(random, goal, &["key_results", &key], &flags)
    }

    fn amend_objective(&self, random: &mut Random) -> Step {
        let goal = self.objective(random);
        let above = self.objective(random);
        let above = [if above.cycle == "2026-Q2" {
            "none".to_owned()
        } else {
            above.whole()
        }];
        let above: Vec<&str> = above.iter().map(String::as_str).collect();
        let mut flags: Vec<(&str, &str, &[&str])> = vec![
            ("owner", "owner", &["tom", "li", "none"]),
            ("title", "objective", &["Win more", "It's ours"]),
            ("weight", "weight", &["3", "1", "none"]),
            ("ambition", "ambition", &["committed", "learning", "none"]),
            ("supports", "supports", &above),
        ];
        if goal.table.contains_key("kpi") {
            flags.push(("at-least", "at_least", &["500", "1_100"]));
        }
        self.amend(random, goal, &[], &flags)
    }

    fn amend(
        &self,
        random: &mut Random,
        goal: &Goal,
        holder: &[&str],
        flags: &[(&str, &str, &[&str])],
    ) -> Step {
        let id = match holder.last() {
            Some(key) => format!("{}.{key}", goal.whole()),
            None => goal.whole(),
        };
        let mut words = words(&format!("amend {id} --cycle {}", goal.cycle));
        let mut paths = vec![path(&[holder, &["amended"]].concat())];
        let mut flags = flags.to_vec();
        random.shuffle(&mut flags);
        flags.truncate(1 + random.below(3));
        for (flag, key, values) in flags {
            words.extend([format!("--{flag}"), random.pick(values).to_owned()]);
            paths.push(path(&[holder, &[key]].concat()));
        }
        words.extend(["--reason".to_owned(), "we know more # now".to_owned()]);
        let file = goal.file.clone();
        Step::new(words, Intended::Keys { file, paths })
    }

    fn amend_kpi(&self, random: &mut Random) -> Step {
        let kpi = self.kpi(random);
        let mut words = words(&format!("amend {} --reason why", kpi.id));
        let mut paths = vec![path(&["amended"])];
        let band = kpi
            .table
            .get("direction")
            .is_some_and(|d| d.as_str() == Some("maintain"));
        for cycle in ["2026", "2026-Q3", "2026-Q4", "always"] {
            if random.one_in(2) {
                continue;
            }
            let value = match band {
                true => random.pick(&["4..9", "3..", "..8.5", "none"]),
                false => random.pick(&["700", "812.5", "none"]),
            };
            words.extend(["--target".to_owned(), format!("{cycle}={value}")]);
            paths.push(path(&["targets", cycle]));
        }
        if random.one_in(3) || paths.len() == 1 {
            let owner = random.pick(&["tom", "li", "none"]);
            words.extend(["--owner".to_owned(), owner.to_owned()]);
            paths.push(path(&["owner"]));
        }
        let file = kpi.file.clone();
        Step::new(words, Intended::Keys { file, paths })
    }

    fn drop(&self, random: &mut Random, today: &str) -> Step {
        let (goal, key) = self.key_result(random);
        let key = key.filter(|_| !random.one_in(4));
        let (id, table, at) = match &key {
            None => (goal.whole(), &goal.table, path(&["dropped"])),
            Some(key) => (
                format!("{}.{key}", goal.whole()),
                goal.table["key_results"][key].as_table().unwrap(),
                path(&["key_results", key, "dropped"]),
            ),
        };
        let dropped = table.get("dropped").and_then(|d| d.get("on"));
        let (how, since) = match dropped {
            Some(on) => ("--undo".to_owned(), on.to_string()),
            None if random.one_in(2) => (
                "--reason sold --on 2026-07-02".to_owned(),
                "2026-07-02".to_owned(),
            ),
            None => ("--reason sold".to_owned(), today.to_owned()),
        };
        let line = format!("drop {id} --cycle {} {how}", goal.cycle);
        let intended = Intended::Keys {
            file: goal.file.clone(),
            paths: vec![at],
        };
        Step {
            since: Some(since),
            ..Step::new(words(&line), intended)
        }
    }

    fn retire(&self, random: &mut Random, today: &str) -> Step {
        let kpi = self.kpi(random);
        let retired = kpi.table.get("retired").and_then(|r| r.get("on"));
        let (how, since) = match retired {
            Some(on) => ("--undo".to_owned(), on.to_string()),
            None => ("--reason noise".to_owned(), today.to_owned()),
        };
        let mut words = words(&format!("kpi retire {} {how}", kpi.id));
        if retired.is_none() && random.one_in(2) {
            words.extend(["--replaced-by".to_owned(), self.kpi(random).id.clone()]);
        }
        let intended = Intended::Keys {
            file: kpi.file.clone(),
            paths: vec![path(&["retired"])],
        };
        Step {
            since: Some(since),
            ..Step::new(words, intended)
        }
    }

    fn rename(&self, random: &mut Random, n: usize) -> Step {
        let (kind, from, to, cycle) = match random.below(4) {
            0 => {
                let kpi = self.kpi(random);
                let new = again(random, kpi, "kpis/").unwrap_or_else(|| {
                    format!("kpis/{}moved{n}", random.pick(&["", "care/", "desk/"]))
                });
                (Kind::Kpi, kpi.id.clone(), new, None)
            }
            1 => {
                let teams: Vec<&str> = self.objectives.iter().filter_map(|g| g.team()).collect();
                let team = if teams.is_empty() {
                    "care"
                } else {
                    random.pick(&teams)
                };
                let outer = team.split('/').next().unwrap_or_default();
                let from = random.pick(&[team, outer]).to_owned();
                (Kind::Team, from, format!("team{n}"), None)
            }
            2 => {
                let goal = self.objective(random);
                let new = again(random, goal, "").unwrap_or_else(|| {
                    format!("{}moved{n}", random.pick(&["", "care/", "desk/inner/"]))
                });
                (Kind::Objective, goal.whole(), new, Some(&goal.cycle))
            }
            _ => {
                let (goal, key) = self.key_result(random);
                let Some(key) = key else {
                    return self.edit(random, n);
                };
                let from = format!("{}.{key}", goal.whole());
                let table = goal.table["key_results"][&key].get("formerly");
                let former = table.and_then(|f| f.get(0)).and_then(|f| f.as_str());
                let key = match former.filter(|_| random.one_in(3)) {
                    Some(former) => former.to_owned(),
                    None => format!("moved{n}"),
                };
                let to = format!("{}.{key}", goal.whole());
                (Kind::KeyResult, from, to, Some(&goal.cycle))
            }
        };
        let mut words = words(&format!("mv {from} {to}"));
        if let Some(cycle) = cycle {
            words.extend(["--cycle".to_owned(), cycle.clone()]);
        }
        Step::new(words, Intended::Names { kind, from, to })
    }

    /// Changes a line that no figure depends on, in an editor.
    fn edit(&self, random: &mut Random, n: usize) -> Step {
        let goal = match random.one_in(3) {
            true => self.kpi(random),
            false => self.objective(random),
        };
        let ending = if goal.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let gap = if goal.text.ends_with('\n') {
            ""
        } else {
            ending
        };
        let text = match random.below(3) {
            0 => format!("{}{gap}# edited {n}.{ending}", goal.text),
            1 => goal.text.replacen("note", "a note", 1),
            _ => goal.text.replacen("\nowner = ", "\nowner  =  ", 1),
        };
        let mut words = words(&format!("edit {}", goal.whole()));
        if goal.cycle != "kpis" {
            words.extend(["--cycle".to_owned(), goal.cycle.clone()]);
        }
        let file = goal.file.clone();
        Step::new(words, Intended::Text { file, text })
    }
}

/// The name that a goal had before, at times.
fn again(random: &mut Random, goal: &Goal, prefix: &str) -> Option<String> {
    let formerly = goal.table.get("formerly")?.as_array()?;
    let at = random.below(formerly.len());
    let name = formerly.get(at)?.as_str()?;
    (name.starts_with(prefix) && random.one_in(2)).then(|| name.to_owned())
}

fn new_kpi(random: &mut Random, n: usize) -> Step {
    let mut words = words(&format!(
        "new kpi Fresh{n} --id fresh{n} --frequency monthly"
    ));
    words.extend(["--target".to_owned(), "2026-Q3=75".to_owned()]);
    if random.one_in(2) {
        words.extend(["--team".to_owned(), "care".to_owned()]);
    }
    Step::new(words, Intended::New)
}

impl Step {
    fn new(words: Vec<String>, intended: Intended) -> Self {
        Self {
            words,
            intended,
            since: None,
        }
    }

    /// The kind of step, for counting.
    pub fn verb(&self) -> String {
        let more = match self.words[0].as_str() {
            "new" => self.words[1].clone(),
            "mv" => match &self.intended {
                Intended::Names { kind, .. } => format!("{kind:?}"),
                _ => String::new(),
            },
            "drop" | "kpi" if self.words.iter().any(|w| w == "--undo") => "--undo".to_owned(),
            "kpi" => "retire".to_owned(),
            _ => String::new(),
        };
        format!("{} {more}", self.words[0]).trim_end().to_owned()
    }
}

impl Goal {
    /// Its id with its cycle in front; that of a KPI.
    fn whole(&self) -> String {
        match self.cycle.as_str() {
            "kpis" => self.id.clone(),
            cycle => format!("{cycle}/{}", self.id),
        }
    }

    fn team(&self) -> Option<&str> {
        Some(self.id.rsplit_once('/')?.0)
    }

    fn key_results(&self) -> impl Iterator<Item = (&String, &toml::Value)> {
        let table = self.table.get("key_results").and_then(|k| k.as_table());
        table.into_iter().flatten()
    }
}
