//! `okr show`: one goal in full.

mod support;

use support::Workspace;

const DAY: &str = "2026-08-14";

/// A KPI followed over three quarters; the first of them closed, the middle one renamed since.
fn three_quarters() -> Workspace {
    let objective = |title: &str, more: &str| format!("objective = \"{title}\"\n{more}");
    let checkin = |day: &str, value: &str| {
        format!("date = {day}\nby = \"maria\"\n[[update]]\nkpi = \"kpis/nps\"\nvalue = {value}\n")
    };
    Workspace::new()
        .file(
            "kpis/nps.toml",
            "name = \"NPS\"\nunit = \"points\"\n[targets]\n2026-Q1 = 40\n2026-Q2 = 50\n2026-Q3 = 60\n",
        )
        .file(
            "2026-Q1/loved.toml",
            objective("Loved", "[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 30\n"),
        )
        .file("2026-Q1/checkins/a.toml", checkin("2026-03-20", "38"))
        .file(
            "2026-Q1/closed.toml",
            "on = 2026-04-02\n[scores]\n\"loved\" = 0.5\n\"loved.nps\" = 0.5\n",
        )
        .file(
            "2026-Q2/adored.toml",
            objective(
                "Adored",
                "formerly = [\"loved\"]\n[key_results.score]\nformerly = [\"nps\"]\nkpi = \"kpis/nps\"\nbaseline = 38\n\
                 carried = { from = \"2026-Q1/loved.nps\", actual = 38, target = 40 }\n",
            ),
        )
        .file("2026-Q2/checkins/a.toml", checkin("2026-06-20", "47"))
        .file(
            "2026-Q3/loved.toml",
            objective(
                "Loved",
                "[key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 47\n\
                 carried = { from = \"2026-Q2/loved.nps\", actual = 47, target = 50 }\n",
            ),
        )
        .file("2026-Q3/checkins/a.toml", checkin("2026-07-10", "50"))
}

#[test]
fn a_key_result_tells_where_it_stands_and_where_it_comes_from() {
    let acme = Workspace::example("acme");
    let ran = acme.okr("show retention").today(DAY).run().exits(0);
    ran.prints(&[
        "Client retention rate from 73 to 75 %",
        "on-track",
        "0.30, 0.32 expected by 2026-08-11",
        "Maria Lopez (maria)",
        "target 75.0",
        "pace 74.4",
        "2026-07-28  Maria Lopez  73.4 → 73.5 % · confidence 0.60 (-0.10)",
        "blocker: Two renewals wait for legal",
        "2026-Q2  customer-success/loyal-customers.retention      70.0    74.0    73.0",
    ])
    .assert_unchanged();
}

#[test]
fn an_objective_tells_what_it_is_for_and_how_its_score_grew() {
    let acme = Workspace::example("acme");
    let ran = acme.okr("show be-found").today("2026-08-25").run().exits(0);
    ran.prints(&[
        "Pipeline grew by half of what we wanted in Q2",
        "committed: a score of 1.00 is success",
        "Every team delivers its part (grow-europe.teams), score 0.48",
        "✔ Stand at the Lyon trade fair  https://example.com/work/57",
        "demos: Qualified demos in Europe",
        "success 1.00",
        "2026-08-20  panels: dropped\n  eleven people came",
        "2026-07-20  case-studies: amended: target was 5",
        "8 check-ins before: `okr log marketing/be-found`",
    ]);
    let above = acme.okr("show grow-europe").today(DAY).run().exits(0);
    above.prints(&[
        "Supported by",
        "Be easy to find for European buyers (marketing/be-found)",
    ]);
}

#[test]
fn a_kpi_tells_its_targets_what_it_moves_and_who_pushes_it() {
    let acme = Workspace::example("acme");
    let ran = acme
        .okr("show kpis/client-retention")
        .today(DAY)
        .run()
        .exits(0);
    ran.prints(&[
        "clients renewed / clients up for renewal",
        "CRM renewals report",
        "75.0 %, set for 2026-Q3",
        "annual target  80.0 %",
        "85.0 %, median of our peer group",
        "drives     Annual recurring revenue (kpis/arr)",
        "driven by  Healthy clients (kpis/healthy-clients)",
        "(customer-success/loyal-customers.retention)",
        "2026-Q3  75.0 %  in force",
    ]);
}

#[test]
fn efforts_show_their_plan_and_totals_what_they_came_to() {
    let acme = Workspace::example("acme");
    let effort = acme.okr("show crm").today(DAY).run().exits(0);
    effort.prints(&[
        "✔ Vendor chosen (vendor), due 2026-07-17",
        "plan 75",
        "done 100",
    ]);
    let total = acme
        .okr("show kpis/europe-revenue")
        .today(DAY)
        .run()
        .exits(0);
    total.prints(&[
        "Total so far",
        "target, due 115,000",
        "42,600 + 9,400 = 52,000 $",
    ]);
}

#[test]
fn a_lineage_goes_back_through_renamed_and_closed_goals() {
    let workspace = three_quarters();
    let ran = workspace.okr("show loved.nps").run().exits(0);
    let found: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|l| l.starts_with("2026-Q"))
        .collect();
    let words = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    };
    assert_eq!(
        found.iter().map(|line| words(line)).collect::<Vec<_>>(),
        [
            // Frozen, though 38 on the way from 30 to 40 would be 0.80.
            "2026-Q1 loved.nps 30 40 38 █████░░░░░ 0.50",
            "2026-Q2 adored.score 38 50 47 ███████▌░░ 0.75",
            "2026-Q3 loved.nps 47 60 50 ██▎░░░░░░░ 0.23",
        ]
    );
    let history = &workspace.json("show loved.nps")["history"];
    assert_eq!(history[0]["cycle"], "2026-Q1");
    assert_eq!(history[0]["score"], 0.5);
    assert_eq!(history[1]["id"], "adored.score");
    assert_eq!(history[1]["actual"], 47);
    assert_eq!(history.as_array().unwrap().len(), 2);
    // What the table names can be shown in turn.
    let earlier = workspace.okr("show 2026-Q2/adored.score").run().exits(0);
    earlier.prints(&["adored.score · 2026-Q2", "2026-Q1  loved.nps", "47"]);
}

#[test]
fn a_lineage_that_leads_nowhere_says_so() {
    let workspace = three_quarters();
    workspace.replace(
        "2026-Q2/adored.toml",
        "2026-Q1/loved.nps",
        "2025-Q4/gone.nps",
    );
    let ran = workspace.okr("show loved.nps").run().exits(0);
    ran.prints(&[
        "2026-Q2  adored.score",
        "It was carried from 2025-Q4/gone.nps, which is not there",
    ]);
    workspace.replace(
        "2026-Q2/adored.toml",
        "2025-Q4/gone.nps",
        "2026-Q3/loved.nps",
    );
    let ran = workspace.okr("show loved.nps").run().exits(0);
    ran.prints(&["`carried` runs in a circle"]);
}

#[test]
fn an_earlier_day_knows_nothing_of_what_came_later() {
    let acme = Workspace::example("acme");
    let shown = |day: &str| {
        let words = format!("show be-found.case-studies --as-of {day} --format json");
        acme.okr(&words).today("2026-09-30").run().json()
    };
    let before = shown("2026-07-19");
    assert_eq!(before["target"], 5);
    assert_eq!(before["amended"].as_array().unwrap().len(), 0);
    let points = before["chart"]["points"].as_array().unwrap();
    assert!(
        points
            .iter()
            .all(|p| p["date"].as_str() <= Some("2026-07-19")),
        "{points:?}"
    );
    let after = shown("2026-07-20");
    assert_eq!(after["target"], 6);
    assert_eq!(after["amended"][0]["was"]["target"], "5");
    let early = acme
        .okr("show be-found --as-of 2026-08-19")
        .today("2026-09-30")
        .run();
    assert!(!early.stdout.contains("dropped"), "{early}");
}

#[test]
fn a_script_reads_the_goal_as_in_status_and_kpi() {
    let acme = Workspace::example("acme");
    let json = |words: &str| {
        let words = format!("{words} --as-of {DAY} --format json");
        acme.okr(&words).today("2026-09-30").run().json()
    };
    let listed = json("status loyal-customers");
    let shown = json("show loyal-customers");
    assert_eq!(shown["goal"], "objective");
    for (key, value) in listed["objectives"][0].as_object().unwrap() {
        assert_eq!(shown[key], *value, "{key}");
    }
    let listed = listed["objectives"][0]["key_results"][0].clone();
    let shown = json("show loyal-customers.retention");
    for (key, value) in listed.as_object().unwrap() {
        assert_eq!(shown[key], *value, "{key}");
    }
    assert_eq!(
        shown["checkins"],
        json("log loyal-customers.retention")["checkins"]
    );
    assert_eq!(shown["chart"]["points"][0]["value"], 73);
    assert!(shown["chart"]["centre"].is_null());
    let all = json("kpi");
    let mut listed = all["kpis"].as_array().unwrap().iter();
    let listed = listed.find(|kpi| kpi["id"] == "kpis/support-cost").unwrap();
    let shown = json("show kpis/support-cost");
    for (key, value) in listed.as_object().unwrap() {
        assert_eq!(shown[key], *value, "{key}");
    }
    assert_eq!(shown["targets"][0]["cycle"], "always");
    // Of a KPI the chart goes back over the cycles.
    assert_eq!(shown["chart"]["points"].as_array().unwrap().len(), 12);
    let centre = shown["chart"]["centre"].as_f64().unwrap();
    assert!((centre - 4.25).abs() < 1e-9, "{centre}");
}

#[test]
fn bounds_and_annual_goals_are_read_over_their_whole_cycle() {
    let workspace = Workspace::new()
        .file(
            "2026/steady.toml",
            "objective = \"Steady\"\n[key_results.uptime]\ntitle = \"Uptime\"\nunit = \"%\"\nat_least = 99.9\n",
        )
        .file(
            "2026-Q1/checkins/a.toml",
            "date = 2026-02-03\nby = \"tom\"\n[[update]]\nkr = \"2026/steady.uptime\"\nvalue = 99.8\nnote = \"A bad night.\"\n",
        )
        .file(
            "2026-Q3/checkins/a.toml",
            "date = 2026-07-03\nby = \"tom\"\n[[update]]\nkr = \"2026/steady.uptime\"\nvalue = 99.95\n",
        );
    let ran = workspace.okr("show uptime").run().exits(0);
    ran.prints(&[
        "█████░░░░░ 0.50, 0.70 expected by now",
        "at least 99.9",
        "2026-02-03  tom  – → 99.8 %",
        "A bad night.",
    ]);
}

#[test]
fn a_page_for_a_wiki_has_its_chart_in_a_block() {
    let acme = Workspace::example("acme");
    let ran = acme
        .okr("show retention --format markdown")
        .today(DAY)
        .run()
        .exits(0);
    ran.prints(&[
        "# Client retention rate from 73 to 75 %\n",
        "- **owner**: Maria Lopez (maria)\n",
        "## Values\n\n```text\n%",
        "## Over the cycles\n\n| cycle ",
        "- 2026-07-28  Maria Lopez  73.4",
    ]);
    let csv = acme.okr("show retention --format csv").run().exits(2);
    csv.says(&["it knows: table, json, markdown"]);
}

#[test]
fn ascii_means_ascii() {
    let acme = Workspace::example("acme");
    for goal in [
        "retention",
        "crm",
        "loyal-customers",
        "kpis/accounts-per-manager",
    ] {
        let ran = acme
            .okr(&format!("show {goal} --ascii"))
            .today(DAY)
            .run()
            .exits(0);
        assert!(ran.stdout.is_ascii(), "{ran}");
    }
}

#[test]
fn what_a_file_says_does_not_reach_the_terminal_raw() {
    let evil = "\\u001b[31m\\u202e";
    let workspace = Workspace::new()
        .file(
            "2026-Q3/a.toml",
            format!(
                "objective = \"A {evil}\"\nwhy = \"W {evil}\"\ntags = [\"{evil}\"]\n\
                 initiatives = [{{ title = \"I {evil}\", url = \"{evil}\" }}]\n\
                 [key_results.b]\ntitle = \"B {evil}\"\nunit = \"{evil}\"\nbaseline = 0\ntarget = 9\n\
                 amended = [{{ on = 2026-07-02, was = {{ target = 8 }}, reason = \"{evil}\" }}]\n"
            ),
        )
        .file(
            "2026-Q3/checkins/a.toml",
            format!("date = 2026-07-03\nby = \"tom\"\n[[update]]\nkr = \"a.b\"\nvalue = 1\nnote = \"{evil}\"\nblocker = \"{evil}\"\n"),
        );
    for words in ["show a", "show a.b", "show a.b --format markdown"] {
        let ran = workspace.okr(words).run().exits(0);
        assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}']), "{ran}");
        assert!(ran.stdout.contains("^[[31m<U+202E>"), "{ran}");
    }
}

#[test]
fn what_cannot_be_read_is_listed_and_what_is_unknown_is_named() {
    let workspace = three_quarters();
    workspace.write("2026-Q2/adored.toml", "objective = \n");
    let ran = workspace.okr("show loved.nps").run().exits(4);
    ran.prints(&["NPS from 47 to 60 points", "not there or cannot be read"])
        .says(&["2026-Q2/adored.toml:1"]);
    let acme = Workspace::example("acme");
    let ambiguous = acme.okr("show europe").today(DAY).run().exits(3);
    ambiguous.says(&["kpis/europe-revenue  Revenue in Europe"]);
    acme.okr("show retentoin")
        .today(DAY)
        .run()
        .exits(3)
        .says(&["did you mean"]);
}
