//! `okr report`: what the page says, whose page it is, and that nothing in it can do harm.

mod support;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use support::{Ran, Workspace};

/// Each example, with a day on which there is something to see.
const EXAMPLES: [(&str, &str); 4] = [
    ("acme", "2026-08-14"),
    ("saas", "2026-09-30"),
    ("shop", "2026-09-30"),
    ("ride", "2026-08-14"),
];

fn page(workspace: &Workspace, words: &str, day: &str) -> Page {
    let ran = workspace.okr(words).today(day).run();
    Page(ran.exits(0).assert_unchanged().stdout)
}

/// A page as text.
struct Page(String);

impl Page {
    /// Each text is read somewhere on it.
    #[track_caller]
    fn says(&self, texts: &[&str]) -> &Self {
        let read = self.read();
        for text in texts {
            assert!(read.contains(text), "the page lacks `{text}`:\n{read}");
        }
        self
    }

    #[track_caller]
    fn says_nothing_of(&self, texts: &[&str]) -> &Self {
        let read = self.read();
        for text in texts {
            assert!(!read.contains(text), "the page says `{text}`:\n{read}");
        }
        self
    }

    /// The words of it in their order, one blank between them, without style and script.
    fn read(&self) -> String {
        let (head, body) = self.0.split_once("</head>").unwrap();
        let title = between(head, "<title>", "</title>");
        let (body, _) = body.rsplit_once("<script>").unwrap();
        let mut text = format!("{title} ");
        let mut inside = false;
        for c in body.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => {
                    inside = false;
                    text.push(' ');
                }
                c if !inside => text.push(c),
                _ => {}
            }
        }
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&quot;", "\"").replace("&amp;", "&");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its tags as they are written, without `<` and `>`.
    fn tags(&self) -> Vec<&str> {
        let (markup, _) = self.0.rsplit_once("<script>").unwrap();
        let (head, body) = markup.split_once("<style>").unwrap();
        let (_, body) = body.split_once("</style>").unwrap();
        let all = [head, body].into_iter();
        let tags = all.flat_map(|part| part.split('<').skip(1));
        tags.map(|tag| tag.split_once('>').expect(tag).0).collect()
    }

    /// The values of an attribute, as they are written.
    fn attributes(&self, name: &str) -> Vec<&str> {
        let start = format!(" {name}=\"");
        let tags = self.tags().into_iter();
        let values = tags.filter_map(|tag| Some(between(&tag[tag.find(&start)?..], &start, "\"")));
        values.collect()
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}

fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let all = list.as_array().unwrap().iter();
    all.filter_map(|one| one[key].as_str()).collect()
}

#[test]
fn the_page_of_each_example_says_what_the_other_readers_say() {
    for (example, day) in EXAMPLES {
        let workspace = Workspace::example(example);
        let page = page(&workspace, "report", day);
        let of = |words: &str| workspace.json(&format!("{words} --as-of {day}"));
        let status = of("status");
        page.says(&texts(&status["objectives"], "title"));
        for objective in status["objectives"].as_array().unwrap() {
            let mut goals = vec![objective];
            goals.extend(objective["key_results"].as_array().unwrap());
            for goal in goals {
                page.says(&[goal["status"].as_str().unwrap()]);
                if let Some(score) = goal["score"].as_f64() {
                    page.says(&[&format!("{:.2}", score + 1e-9)]);
                }
            }
        }
        page.says(&texts(&of("kpi")["kpis"], "name"));
        page.says(&texts(&of("due")["due"], "title"));
        let score = status["score"].as_f64().unwrap();
        page.says(&[&format!("score is {:.2}", score + 1e-9)]);
    }
}

#[test]
fn a_quarter_in_the_middle_as_a_board_reads_it() {
    let acme = Workspace::example("acme");
    page(&acme, "report", "2026-08-14").says(&[
        "Acme · 2026-Q3",
        "Customers for life",
        "2026-07-01 – 2026-09-30 · as of 2026-08-14",
        "The company's score is 0.36, where 0.35 is expected; +0.06 since 2026-08-07; 48 % of the time over.",
        "3 on-track",
        "What changed since 2026-08-07",
        "Revenue in Europe 42,600 → 52,000 / 115,000 $, score +0.08",
        "Implement a new CRM to automate customer outreach The vendor has moved the sandbox to the end of August",
        "Tom Becker Publish case studies of European clients key result 2026-07-29 9 days late",
        "Must not harm Support cost per client red",
        "Supports Revenue in Europe",
        "1 of 4 milestones",
        "0.30 (-0.20)",
        "low-confidence",
        "Client retention rate 73.6 % amber Target 75.0 % 1.9 % worse than what is due something changed in August: above the upper limit",
        "Forecast: 75.0 % on 2026-09-30 on a straight line",
        "pushed by Create wildly loyal customers",
        "Open the health score dashboard to every success manager",
    ]);
}

#[test]
fn what_is_linked_to_is_there_once() {
    for (example, day) in EXAMPLES {
        for words in ["report", "report --cycle last"] {
            let page = page(&Workspace::example(example), words, day);
            let ids = page.attributes("id");
            let places: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(places.len(), ids.len(), "{example}: {ids:?}");
            for link in page.attributes("href") {
                let inside = link.strip_prefix('#');
                let there = inside.is_none_or(|place| places.contains(place));
                assert!(there, "{example}: {link} leads nowhere");
            }
        }
    }
}

#[test]
fn a_teams_page_holds_what_is_the_teams() {
    let acme = Workspace::example("acme");
    let words = "report --team customer-success";
    page(&acme, words, "2026-08-14")
        .says(&[
            "Acme · customer-success · 2026-Q3",
            "The team's score is 0.25",
            "Create wildly loyal customers",
            "Client retention rate",
            "Support cost per client",
        ])
        .says_nothing_of(&["Be easy to find", "Weekly active clients", "Aisha Khan"]);
    let unknown = acme.okr("report --team nobody").today("2026-08-14").run();
    unknown.exits(3).prints_nothing().says(&["nobody"]);
}

#[test]
fn another_day_is_another_page() {
    let acme = Workspace::example("acme");
    let early = "report --as-of 2026-07-14";
    page(&acme, early, "2026-08-14")
        .says(&["as of 2026-07-14", "What changed since 2026-07-07"])
        .says_nothing_of(&["2026-08-11", "0.36"]);
    let then = page(&acme, "report", "2026-07-14");
    let later = page(&acme, early, "2026-08-14");
    assert_eq!(then.0, later.0, "the day of the run is on the page");
}

#[test]
fn a_closed_quarter_is_looked_back_on() {
    let acme = Workspace::example("acme");
    page(&acme, "report --cycle 2026-Q2", "2026-08-14")
        .says(&[
            "as of 2026-08-14 · closed",
            "The company's score is 0.70, where 0.70 was expected.",
            "Create wildly loyal customers Score 0.75 done · self-grade 0.70",
            "What did not The dashboard waited for access rights until July.",
            "What we learned Clients without a plan of their own leave first",
            "→ Create wildly loyal customers (2026-Q3)",
            "Client retention rate → Client retention rate from 73 to 75 % (2026-Q3)",
            "missed",
        ])
        .says_nothing_of(&["What changed", "Needs attention"]);
}

#[test]
fn an_empty_quarter_says_so() {
    let empty = Workspace::new();
    page(&empty, "report", "2026-08-14")
        .says(&["2026-Q3", "2026-Q3 has no objectives yet"])
        .says_nothing_of(&["What changed", "Who is late", "KPIs"]);
}

#[test]
fn the_scores_of_all_weeks_at_once_are_those_of_each_goal_alone() {
    use okr::method::Evaluator;
    use okr::store::load::Store;
    for (example, day) in EXAMPLES {
        let store = Store::open(&Workspace::example(example).root());
        let store = store.unwrap_or_else(|findings| panic!("{findings:?}"));
        let workspace = store.read_all().workspace;
        let day = day.parse().unwrap();
        let evaluator = Evaluator::new(&workspace, day);
        let cycle = evaluator.cycle(store.settings().cycle_on(day));
        let courses = evaluator.courses(&cycle, None);
        let last = courses.headline.points.last();
        assert_eq!(
            last,
            cycle.headline.score.map(|score| (day, score)).as_ref()
        );
        for state in cycle.objectives.iter().filter(|o| o.figures.is_none()) {
            let id = &state.objective.id;
            assert_eq!(courses.goals[id], evaluator.objective_course(state), "{id}");
        }
    }
}

#[test]
fn the_same_files_and_day_are_the_same_bytes() {
    for (example, day) in EXAMPLES {
        let workspace = Workspace::example(example);
        let first = page(&workspace, "report", day).0;
        assert_eq!(first, page(&workspace, "report", day).0);
    }
}

#[test]
fn nothing_is_loaded_and_nothing_has_a_style_or_a_script_of_its_own() {
    for (example, day) in EXAMPLES {
        let page = page(&Workspace::example(example), "report", day);
        harmless(&page);
        let policy = page.attributes("content")[0];
        let style = between(&page.0, "<style>", "</style>");
        let script = page.0.rsplit_once("<script>").unwrap().1;
        let script = script.split_once("</script>").unwrap().0;
        let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
        let expected = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(style),
            hash(script)
        );
        assert_eq!(policy, expected);
        assert!(!style.contains("url(") && !style.contains("@import"));
        for call in [
            "fetch",
            "XMLHttp",
            "innerHTML",
            "eval",
            "import",
            "http",
            "cookie",
        ] {
            assert!(!script.contains(call), "the script says {call}");
        }
    }
}

/// No tag loads or runs anything, and every link leads into the page, to another or to a mailbox.
#[track_caller]
fn harmless(page: &Page) {
    let known = [
        "!DOCTYPE", "a", "article", "aside", "b", "body", "button", "caption", "circle", "cite",
        "code", "dd", "desc", "details", "div", "dl", "dt", "footer", "g", "h1", "h2", "h3",
        "head", "header", "html", "label", "li", "line", "main", "meta", "nav", "option", "output",
        "p", "path", "rect", "section", "select", "span", "style", "summary", "svg", "table",
        "tbody", "td", "text", "th", "thead", "time", "title", "tr", "tspan", "ul",
    ];
    for tag in page.tags() {
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '/']).next().unwrap();
        assert!(known.contains(&name), "<{tag}>");
        // What stands outside the quotes are names of attributes.
        let names: Vec<&str> = tag.split('"').step_by(2).collect();
        for forbidden in [
            " src", " style", " on", " srcdoc", " xlink", " action", " ping",
        ] {
            let has = names.iter().any(|names| names.contains(forbidden));
            assert!(!has, "<{tag}>");
        }
    }
    for link in page.attributes("href") {
        let leads = ["#", "https://", "http://", "mailto:"];
        assert!(leads.iter().any(|start| link.starts_with(start)), "{link}");
    }
}

/// Text that would run, break out of its place or turn round what is read.
const HOSTILE: &str = r#"</script></style><script>alert(1)</script>\"' onload=alert(1) <img src=x onerror=alert(1)> &lt;b&gt; ]]> --> javascript:alert(1) \u202Egpj.exe \u0007 \u001b[31m"#;

fn hostile() -> Workspace {
    let text = |name: &str| format!("{name} {HOSTILE}");
    let t = text("T");
    Workspace::empty()
        .file(
            "okr.toml",
            format!("format = 1\nname = \"{t}\"\nmission = \"{t}\"\n[people.maria]\nname = \"{t}\"\n"),
        )
        .file(
            "kpis/speed.toml",
            format!(
                "name = \"{t}\"\nmeasure = \"{t}\"\nunit = \"{t}\"\nsource = \"{t}\"\ncategory = \"{t}\"\nowner = \"maria\"\n\
                 direction = \"increase\"\nfrequency = \"weekly\"\n[targets]\nalways = 90\n"
            ),
        )
        .file(
            "2026-Q3/team/goal.toml",
            format!(
                "objective = \"{t}\"\nwhy = \"{t}\"\nowner = \"maria\"\ntags = [\"{t}\"]\nguardrails = [\"kpis/speed\"]\n\
                 initiatives = [\n\
                 {{ title = \"{t}\", url = \"javascript:alert(1)\" }},\n\
                 {{ title = \"{t}\", url = \"https://example.com/\\\"onclick=alert(1)\", done = true }},\n\
                 {{ title = \"{t}\", url = \"data:text/html,<script>alert(1)</script>\" }},\n]\n\
                 [key_results.speed]\ntitle = \"{t}\"\nkpi = \"kpis/speed\"\nbaseline = 10\n\
                 [key_results.own]\ntitle = \"{t}\"\nunit = \"{t}\"\nbaseline = 0\ntarget = 10\n\
                 [key_results.plan]\ntitle = \"{t}\"\nkind = \"effort\"\n\
                 milestones = [{{ id = \"one\", title = \"{t}\" }}]\n\
                 [review]\non = 2026-07-13\nby = \"maria\"\nworked = \"{t}\"\ndid_not_work = \"{t}\"\nlearned = \"{t}\"\n"
            ),
        )
        .file(
            "2026-Q3/checkins/2026-07-13-091233-maria-0000.toml",
            format!(
                "date = 2026-07-13\nby = \"maria\"\nplan = \"{t}\"\nblockers = [\"{t}\"]\nwins = [\"{t}\"]\n\
                 [[update]]\nkr = \"team/goal.own\"\nvalue = 1\nnote = \"{t}\"\nblocker = \"{t}\"\n\
                 [[update]]\nkr = \"team/goal.speed\"\nvalue = 12\nnote = \"{t}\"\n"
            ),
        )
}

#[test]
fn hostile_text_in_every_field_stays_text() {
    let page = page(&hostile(), "report", "2026-07-14");
    harmless(&page);
    assert_eq!(page.0.matches("<script").count(), 1);
    assert_eq!(page.0.matches("<style").count(), 1);
    let raw = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!page.0.contains(raw), "a raw control character");
    // Each of them is there to be read, and what no link may lead to is told beside its title.
    page.says(&[
        "T </script></style><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<U+202E>gpj.exe ^G ^[[31m",
        "data:text/html,<script>alert(1)</script>",
    ]);
    let links = page.attributes("href");
    let outside: Vec<_> = links.iter().filter(|l| !l.starts_with('#')).collect();
    assert_eq!(outside, [&"https://example.com/&quot;onclick=alert(1)"]);
}

#[test]
fn a_file_that_cannot_be_read_is_named_on_the_page() {
    let acme = Workspace::example("acme");
    acme.write("2026-Q3/product/fast-start.toml", "objective = \"Half");
    let ran = acme.okr("report").today("2026-08-14").run().exits(4);
    let ran = ran.says(&["product/fast-start.toml"]);
    Page(ran.stdout).says(&[
        "These files could not be read and are missing here: 2026-Q3/product/fast-start.toml:1",
        "Create wildly loyal customers",
    ]);
}

/// What is written where.
fn written(ran: Ran, path: &str) -> Ran {
    let ran = ran
        .exits(0)
        .prints_nothing()
        .says(&["wrote ", path, " KB)"]);
    assert_eq!(ran.written(), [path]);
    ran
}

#[test]
fn a_file_is_written_whole_in_the_place_of_the_one_before() {
    let acme = Workspace::example("acme");
    let page = page(&acme, "report", "2026-08-14").0;
    written(
        acme.okr("report -o r.html").today("2026-08-14").run(),
        "r.html",
    );
    assert_eq!(acme.read("r.html"), page);
    written(
        acme.okr("report -o r.html").today("2026-07-14").run(),
        "r.html",
    );
    assert!(acme.read("r.html").contains("as of <time>2026-07-14"));
    let again = acme.okr("report --output r.html").today("2026-07-14").run();
    again.exits(0).assert_unchanged();
}

#[test]
fn where_no_file_can_be_written_nothing_is() {
    let acme = Workspace::example("acme");
    for (to, why) in [
        ("kpis", "it is a folder"),
        ("nowhere/r.html", "there is no folder"),
    ] {
        let ran = acme.okr("report -o").arg(to).today("2026-08-14").run();
        let ran = ran.exits(6).prints_nothing().says(&[to, why]);
        ran.assert_unchanged();
    }
}

#[test]
fn the_ending_says_the_form_and_goals_are_not_written_over() {
    let acme = Workspace::example("acme");
    let call = |words: &str| acme.okr(words).today("2026-08-14").run();
    call("report -o status.md").exits(0);
    assert!(acme.read("status.md").starts_with("# Acme"));
    call("report -o status.md --format html").exits(0);
    assert!(acme.read("status.md").starts_with("<!DOCTYPE html>"));
    let refused = call("report -o okr.toml").exits(2).assert_unchanged();
    refused.prints_nothing().says(&[".toml", "report.html"]);
}

#[cfg(unix)]
#[test]
fn a_new_file_can_be_read_by_others_and_an_old_one_keeps_its_mode() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let acme = Workspace::example("acme");
    let mode = || {
        let meta = fs::metadata(acme.path("r.html")).unwrap();
        meta.permissions().mode() & 0o777
    };
    acme.write("plain", "");
    let usual = fs::metadata(acme.path("plain")).unwrap();
    let usual = usual.permissions().mode() & 0o777;
    acme.okr("report -o r.html")
        .today("2026-08-14")
        .run()
        .exits(0);
    assert_eq!(mode(), usual);
    fs::set_permissions(acme.path("r.html"), fs::Permissions::from_mode(0o640)).unwrap();
    acme.okr("report -o r.html")
        .today("2026-08-14")
        .run()
        .exits(0);
    assert_eq!(mode(), 0o640);
}

#[test]
fn other_formats_are_refused_by_name() {
    let acme = Workspace::example("acme");
    let ran = acme.okr("report --format json").run().exits(2);
    ran.prints_nothing().says(&["no format `json`", "html"]);
    let status = acme.okr("status --format html").run();
    status.exits(2).prints_nothing().says(&["no format `html`"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_not_filled_with_markup() {
    use support::terminal::Terminal;
    let acme = Workspace::example("acme");
    let (said, ended) = Terminal::open(&acme.okr("report").today("2026-08-14")).ends();
    assert!(ended.ends_with(", 2)"), "{ended}\n{said}");
    assert!(said.contains("okr report -o report.html"), "{said}");
    assert!(!said.contains("<html"), "{said}");
}
