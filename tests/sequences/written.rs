//! Random workspaces as people write them by hand: comments everywhere, odd quoting and spacing, tables
//! in every notation that TOML has. Every comment is another one, so that each can be looked for.

use crate::support::Workspace;
use crate::support::random::Random;
use std::fmt::Write as _;

pub const TEAMS: [&str; 3] = ["", "care/", "sales/north/"];

/// How the key results of a file are written.
#[derive(Clone, Copy, PartialEq)]
enum Notation {
    Headers,
    Inline,
    Dotted,
    DottedAtRoot,
    OneInline,
}

/// A person at work on a file.
struct Hand<'r> {
    random: &'r mut Random,
    text: String,
    /// How many comments there are in the workspace.
    notes: usize,
    /// How many goals there are in the workspace: their names never repeat.
    names: usize,
    kpis: Vec<String>,
    /// What objectives of a cycle may support.
    above: Vec<String>,
}

/// A workspace with two quarters and their year, which `okr check` has nothing to say about.
pub fn workspace(random: &mut Random) -> Workspace {
    let mut workspace = Workspace::empty();
    let mut hand = Hand {
        random,
        text: String::new(),
        notes: 0,
        names: 0,
        kpis: Vec::new(),
        above: Vec::new(),
    };
    hand.line("format", "1");
    workspace = hand.save(workspace, "okr.toml");
    for n in 0..2 + hand.random.below(4) {
        let id = format!("kpis/{}kpi{n}", hand.random.pick(&TEAMS));
        hand.kpi(n);
        workspace = hand.save(workspace, &format!("{id}.toml"));
        hand.kpis.push(id);
    }
    let mut reported = Vec::new();
    for cycle in ["2026", "2026-Q2", "2026-Q3"] {
        let annual = hand.above.iter().filter(|id| id.starts_with("2026/"));
        hand.above = annual.cloned().collect();
        for _ in 0..1 + hand.random.below(4) {
            let id = format!("{}{}", hand.random.pick(&TEAMS), hand.name("goal"));
            let measured = hand.objective();
            workspace = hand.save(workspace, &format!("{cycle}/{id}.toml"));
            let prefix = if cycle == "2026" { "2026/" } else { "" };
            hand.above.push(format!("{prefix}{id}"));
            let keys = measured
                .into_iter()
                .map(|key| format!("{prefix}{id}.{key}"));
            reported.extend(keys);
        }
        if cycle != "2026" {
            workspace = hand.checkins(workspace, cycle, &reported);
            reported.retain(|id| id.starts_with("2026/"));
        }
    }
    workspace
}

impl Hand<'_> {
    fn name(&mut self, word: &str) -> String {
        self.names += 1;
        format!("{word}{}", self.names)
    }

    /// A comment that is like no other.
    fn note(&mut self) -> String {
        self.notes += 1;
        let n = self.notes;
        match self.random.below(5) {
            0 => format!("#note {n}."),
            1 => format!("# note {n}. target = 5"),
            2 => format!("# note {n}. [kpis] \"kpis/kpi0\""),
            3 => format!("#\tnote {n}. isn't goal1.kr2 \u{fc}ber"),
            _ => format!("# note {n}."),
        }
    }

    /// What stands above a line.
    fn above_line(&mut self) {
        if self.random.one_in(4) {
            self.text.push('\n');
        }
        if self.random.one_in(4) {
            let note = self.note();
            let indent = self.random.pick(&["", "", "  "]);
            let _ = writeln!(self.text, "{indent}{note}");
        }
    }

    /// What ends a line.
    fn tail(&mut self) -> String {
        match self.random.below(6) {
            0 | 1 => format!("{}{}", self.random.pick(&[" ", "   ", "\t"]), self.note()),
            2 => self.random.pick(&[" ", "", ""]).to_owned(),
            _ => String::new(),
        }
    }

    fn line(&mut self, key: &str, value: &str) {
        self.above_line();
        let indent = self.random.pick(&["", "", "", "", "  "]);
        let equals = self.random.pick(&[" = ", " = ", " = ", "=", "  =\t"]);
        let tail = self.tail();
        let _ = writeln!(self.text, "{indent}{key}{equals}{value}{tail}");
    }

    fn header(&mut self, header: &str) {
        self.above_line();
        let tail = self.tail();
        let _ = writeln!(self.text, "{header}{tail}");
    }

    /// A key in one of the ways that TOML has for it.
    fn key(&mut self, key: &str) -> String {
        match self.random.below(6) {
            0 => format!("\"{key}\""),
            1 => format!("'{key}'"),
            _ => key.to_owned(),
        }
    }

    /// An id or a word.
    fn word(&mut self, word: &str) -> String {
        if self.random.one_in(3) {
            format!("'{word}'")
        } else {
            format!("\"{word}\"")
        }
    }

    /// A title, on several lines where that is allowed.
    fn prose(&mut self, text: &str, lines: bool) -> String {
        match self.random.below(if lines { 7 } else { 4 }) {
            0 => format!("'{text} # \\o/'"),
            1 => format!("\"{text} \\\"now\\\" # = [x]\""),
            4 => format!("\"\"\"\n{text}\n# no comment\nx = 1\"\"\""),
            5 => format!("'''{text}'''"),
            6 => format!("\"\"\"{text}\"\"\""),
            _ => format!("\"{text}\""),
        }
    }

    fn number(&mut self, number: usize) -> String {
        match self.random.below(6) {
            0 => format!("{number}.0"),
            1 => format!("+{number}"),
            2 if number >= 1000 => format!("{}_{:03}", number / 1000, number % 1000),
            _ => number.to_string(),
        }
    }

    /// A list, also over several lines with comments between.
    fn list(&mut self, items: &[String], lines: bool) -> String {
        if !lines || items.is_empty() || self.random.one_in(2) {
            let gap = self.random.pick(&["", " "]);
            return format!("[{gap}{}{gap}]", items.join(", "));
        }
        if self.random.one_in(3) {
            let note = self.tail();
            let first = if note.is_empty() { "[" } else { "[ " };
            return format!("{first}{},{note}\n   {}]", items[0], items[1..].join(", "));
        }
        let mut list = "[".to_owned();
        let opened = self.tail();
        let _ = writeln!(list, "{opened}");
        for (n, item) in items.iter().enumerate() {
            if self.random.one_in(3) {
                let note = self.note();
                let _ = writeln!(list, "  {note}");
            }
            let last = n + 1 == items.len() && self.random.one_in(2);
            let comma = if last { "" } else { "," };
            let tail = self.tail();
            let _ = writeln!(list, "  {item}{comma}{tail}");
        }
        if self.random.one_in(4) {
            let note = self.note();
            let _ = writeln!(list, "  {note}");
        }
        list + "]"
    }

    fn save(&mut self, workspace: Workspace, path: &str) -> Workspace {
        let mut text = std::mem::take(&mut self.text);
        if self.random.one_in(5) {
            let note = self.note();
            let _ = writeln!(text, "\n{note}");
        }
        if self.random.one_in(4) {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if self.random.one_in(4) {
            text = text.replace('\n', "\r\n");
        }
        if self.random.one_in(5) {
            text.insert(0, '\u{feff}');
        }
        workspace.file(path, text)
    }

    fn kpi(&mut self, n: usize) {
        let maintain = self.random.one_in(5);
        let mut total = false;
        let title = self.prose("Kept customers", true);
        self.line("name", &title);
        for (key, value) in [
            ("measure", "\"kept / all\""),
            ("unit", "\"%\""),
            ("frequency", "\"monthly\""),
            ("owner", "\"tom\""),
            ("health", "true"),
        ] {
            if self.random.one_in(2) {
                self.line(key, value);
            }
        }
        if maintain {
            let word = self.word("maintain");
            self.line("direction", &word);
        } else if self.random.one_in(3) {
            let aggregate = self.random.pick(&["last", "sum", "mean", "max"]);
            total = aggregate == "sum";
            let aggregate = self.word(aggregate);
            self.line("aggregate", &aggregate);
        }
        if n > 0 && self.random.one_in(2) {
            let driven = self.kpis.clone();
            let driven: Vec<_> = driven.iter().map(|id| self.word(id)).collect();
            let list = self.list(&driven, true);
            self.line("drives", &list);
        }
        let former = self.random.one_in(4).then(|| self.name("kpis/kpi-once"));
        if let Some(former) = former {
            let list = [self.word(&former), self.word(&format!("{former}-first"))];
            let list = self.list(&list, true);
            self.line("formerly", &list);
        }
        let amended = self.random.one_in(3);
        let was = if maintain { "{ at_most = 30 }" } else { "700" };
        let was = format!("{{ 2026-Q3 = {was} }}");
        let apart = amended && self.random.one_in(3);
        if amended && !apart {
            let entry = format!("{{ on = 2026-05-04, was = {was}, reason = 'x' }}");
            let list = self.list(&[entry], true);
            self.line("amended", &list);
        }
        let mut targets = Vec::new();
        for (cycle, target) in [
            ("2026", 1200),
            ("2026-Q2", 500),
            ("2026-Q3", 800),
            ("always", 300),
        ] {
            let needed = amended && cycle == "2026-Q3";
            if self.random.one_in(2) && !needed || total && cycle == "always" {
                continue;
            }
            let number = self.number(target);
            let value = match maintain {
                true => format!("{{ at_least = 5, at_most = {number} }}"),
                false => number,
            };
            targets.push((self.key(cycle), value));
        }
        self.targets(targets, maintain);
        if apart {
            self.entry_apart("[[amended]]", &was);
        }
        if self.random.one_in(3) {
            self.header("[benchmark]");
            self.line("value", "85");
        }
    }

    fn targets(&mut self, targets: Vec<(String, String)>, bands: bool) {
        match self.random.below(if targets.is_empty() { 1 } else { 3 }) {
            0 if bands => {
                for (key, _) in targets {
                    self.header(&format!("[targets.{key}]"));
                    self.line("at_least", "4");
                    self.line("at_most", "900");
                }
            }
            0 => {
                self.header("[targets]");
                for (key, value) in targets {
                    self.line(&key, &value);
                }
            }
            1 => {
                let all: Vec<_> = targets.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                self.line("targets", &format!("{{ {} }}", all.join(", ")));
            }
            _ => {
                for (key, value) in targets {
                    self.line(&format!("targets.{key}"), &value);
                }
            }
        }
    }

    /// An amendment with a header of its own.
    fn entry_apart(&mut self, header: &str, was: &str) {
        self.header(header);
        self.line("on", "2026-05-04");
        self.line("was", was);
    }

    /// An objective; the keys of what may be reported by a number.
    fn objective(&mut self) -> Vec<String> {
        let title = self.prose("Loyal customers", true);
        self.line("objective", &title);
        let why = self.prose("They stay", true);
        let contributors = self.list(&["\"tom\"".to_owned(), "'li'".to_owned()], true);
        for (key, value) in [("why", why), ("contributors", contributors)] {
            if self.random.one_in(2) {
                self.line(key, &value);
            }
        }
        for (key, value) in [
            ("owner", "\"maria\""),
            ("weight", "2"),
            ("tags", "['retention', \"care\"]"),
            ("ambition", "'aspirational'"),
        ] {
            if self.random.one_in(2) {
                self.line(key, value);
            }
        }
        if !self.above.is_empty() && self.random.one_in(2) {
            let at = self.random.below(self.above.len());
            let above = self.above[at].clone();
            let above = self.word(&above);
            self.line("supports", &above);
        }
        if self.random.one_in(2) {
            let kpis = self.kpis.clone();
            let kpis: Vec<_> = kpis.iter().take(3).map(|id| self.word(id)).collect();
            let list = self.list(&kpis, true);
            self.line("guardrails", &list);
        }
        if self.random.one_in(4) {
            let formerly: Vec<_> = (0..1 + self.random.below(2))
                .map(|_| format!("\"{}\"", self.name("care/goal-once")))
                .collect();
            let list = self.list(&formerly, true);
            self.line("formerly", &list);
        }
        let amended = self.random.below(8);
        if amended == 0 {
            self.line("amended", "[]");
        } else if amended == 1 {
            let entry =
                "{ on = 2026-05-04, was = { owner = \"tom\" }, reason = 'left' }".to_owned();
            let list = self.list(&[entry], true);
            self.line("amended", &list);
        }
        match self.random.below(16) {
            0 => self.line("dropped", "{ on = 2026-06-20, reason = \"sold\" }"),
            1 => {
                self.line("dropped.on", "2026-06-20");
                self.line("dropped.reason", "'sold'");
            }
            _ => {}
        }
        if self.random.one_in(6) {
            let kpi = self.some_kpi();
            self.line("kpi", &kpi);
            self.line("at_least", "1_000");
            return Vec::new();
        }
        let keys = self.key_results();
        if self.random.one_in(4) {
            self.header("[[initiatives]]");
            self.line("title", "'A board'");
        }
        if amended == 2 {
            self.entry_apart("[[amended]]", "{ weight = 3 }");
        }
        keys
    }

    fn some_kpi(&mut self) -> String {
        let at = self.random.below(self.kpis.len());
        let kpi = self.kpis[at].clone();
        self.word(&kpi)
    }

    fn key_results(&mut self) -> Vec<String> {
        use Notation::{Dotted, DottedAtRoot, Headers, Inline, OneInline};
        let all = [
            Headers,
            Headers,
            Headers,
            Inline,
            Dotted,
            DottedAtRoot,
            OneInline,
        ];
        let notation = self.random.pick(&all);
        if [Inline, Dotted].contains(&notation) {
            self.header("[key_results]");
        }
        let mut measured = Vec::new();
        let mut all = Vec::new();
        for _ in 0..1 + self.random.below(4) {
            let name = self.name("kr");
            let key = self.key(&name);
            let lines = ![Inline, OneInline].contains(&notation);
            let (entries, by_number) = self.key_result(lines);
            if by_number {
                measured.push(name);
            }
            let on_one_line = || -> String {
                let fields = entries.iter().map(|(k, v)| format!("{k} = {v}"));
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            };
            match notation {
                Headers => self.table(&key, &entries),
                Inline => self.line(&key, &on_one_line()),
                OneInline => all.push(format!("{key} = {}", on_one_line())),
                Dotted => self.entries(&format!("{key}."), &entries),
                DottedAtRoot => self.entries(&format!("key_results.{key}."), &entries),
            }
        }
        if notation == OneInline {
            self.line("key_results", &format!("{{ {} }}", all.join(", ")));
        }
        measured
    }

    fn entries(&mut self, prefix: &str, entries: &[(&str, String)]) {
        for (key, value) in entries {
            self.line(&format!("{prefix}{key}"), value);
        }
    }

    /// A key result with a header, and what was amended with headers of its own at times.
    fn table(&mut self, key: &str, entries: &[(&str, String)]) {
        self.header(&format!("[key_results.{key}]"));
        let apart = self.random.one_in(2);
        let inner = |k: &str| apart && ["amended", "dropped"].contains(&k);
        let own: Vec<_> = entries.iter().filter(|(k, _)| !inner(k)).cloned().collect();
        self.entries("", &own);
        for (name, _) in entries.iter().filter(|(k, _)| inner(k)) {
            if *name == "amended" {
                self.entry_apart(&format!("[[key_results.{key}.amended]]"), "{ weight = 2 }");
            } else {
                self.header(&format!("[key_results.{key}.dropped]"));
                self.line("on", "2026-06-20");
                self.line("reason", "'sold'");
            }
        }
    }

    /// Its entries, and whether it is reported by a number.
    fn key_result(&mut self, lines: bool) -> (Vec<(&'static str, String)>, bool) {
        let mut entries = Vec::new();
        let kind = self.random.below(7);
        if kind < 6 || self.random.one_in(2) {
            entries.push(("title", self.prose("Reach more", lines)));
        }
        match kind {
            0 | 1 => {
                entries.push(("baseline", self.number(10)));
                entries.push(("target", self.number(100)));
                if self.random.one_in(2) {
                    entries.push(("commit", self.number(50)));
                    entries.push(("stretch", self.number(120)));
                }
                if self.random.one_in(2) {
                    entries.push(("unit", self.word("%")));
                }
            }
            2 => entries.push(("at_least", self.number(40))),
            3 => entries.extend([
                ("kind", self.word("effort")),
                ("due", "2026-09-20".to_owned()),
            ]),
            4 => {
                let steps = [
                    "{ id = \"a\", title = 'A' }".to_owned(),
                    "{ id = \"b\", title = 'B', weight = 2 }".to_owned(),
                ];
                let milestones = self.list(&steps, lines);
                entries.extend([("kind", self.word("effort")), ("milestones", milestones)]);
            }
            5 => entries.push(("kind", self.word("rollup"))),
            _ => {
                entries.push(("kpi", self.some_kpi()));
                entries.push(("at_least", self.number(40)));
            }
        }
        if self.random.one_in(3) {
            entries.push(("owner", self.word("li")));
        }
        if self.random.one_in(3) {
            entries.push(("weight", "1".to_owned()));
        }
        if self.random.one_in(3) {
            let was = "{ on = 2026-05-04, was = { weight = 2 } }".to_owned();
            entries.push(("amended", self.list(&[was], lines)));
        }
        if self.random.one_in(5) {
            let formerly = [format!("'{}'", self.name("kr-once"))];
            entries.push(("formerly", self.list(&formerly, lines)));
        }
        if self.random.one_in(8) {
            let dropped = "{ on = 2026-06-20, reason = \"sold\" }".to_owned();
            entries.push(("dropped", dropped));
        }
        (entries, kind < 3)
    }

    /// Check-ins, never two on one day.
    fn checkins(&mut self, mut workspace: Workspace, cycle: &str, goals: &[String]) -> Workspace {
        let first = if cycle == "2026-Q2" { 4 } else { 7 };
        for n in 0..2 + self.random.below(6) {
            let day = format!(
                "2026-{:02}-{:02}",
                first + n / 3,
                1 + 9 * (n % 3) + self.random.below(9)
            );
            self.line("date", &day);
            self.line("by", "\"maria\"");
            let kpis = self.kpis.clone();
            for kpi in kpis {
                if self.random.one_in(2) {
                    self.header("[[update]]");
                    let (kpi, value) = (self.word(&kpi), self.random.below(1000));
                    self.line("kpi", &kpi);
                    self.line("value", &value.to_string());
                }
            }
            for goal in goals {
                if self.random.one_in(2) {
                    self.header("[[update]]");
                    let (goal, value) = (self.word(goal), self.random.below(130));
                    self.line("kr", &goal);
                    self.line("value", &value.to_string());
                    self.line("confidence", "0.7");
                }
            }
            if !self.text.contains("update") {
                self.header("[[update]]");
                let kpi = self.some_kpi();
                self.line("kpi", &kpi);
                self.line("value", "5");
            }
            workspace = self.save(workspace, &format!("{cycle}/checkins/{day}.toml"));
        }
        workspace
    }
}
