//! `okr tree`: who carries whom, and where a goal and its supporters disagree.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use support::Workspace;

/// A metric from 0 to 10 that stands at `value` on 2026-08-14, in the middle of the quarter.
fn goal(workspace: &Workspace, id: &str, supports: &str, value: i32) {
    workspace.write(
        &format!("2026-Q3/{id}.toml"),
        format!(
            "objective = \"{id}\"\nowner = \"maria\"\n{supports}\n\n[key_results.x]\ntitle = \"X\"\n\
             baseline = 0\ntarget = 10\n"
        ),
    );
    workspace.write(
        &format!("2026-Q3/checkins/{}.toml", id.replace('/', "-")),
        format!(
            "date = 2026-08-14\nby = \"maria\"\n\n[[update]]\nkr = \"{id}.x\"\nvalue = {value}\n"
        ),
    );
}

fn supports(id: &str) -> String {
    format!("supports = \"{id}\"")
}

/// The objectives of a document, each with the ids right below it.
fn nesting(objectives: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<&Value> = objectives.as_array().unwrap().iter().collect();
    let id = |node: &Value| node["id"].as_str().unwrap().to_owned();
    while let Some(node) = open.pop() {
        let below = node["supporters"].as_array().unwrap();
        found.insert(id(node), below.iter().map(id).collect());
        open.extend(below);
    }
    found
}

#[test]
fn a_quarter_hangs_below_the_year_and_the_year_takes_in_its_quarters() {
    let acme = Workspace::example("acme");
    let quarter = acme.json("tree --as-of 2026-08-14");
    let below = nesting(&quarter["objectives"]);
    assert_eq!(below["2026/double-revenue"], ["grow-europe"]);
    let order = [
        "customer-success/loyal-customers",
        "marketing/be-found",
        "product/fast-start",
        "product/self-service",
    ];
    assert_eq!(below["grow-europe"], order);
    let year = acme.json("tree --cycle 2026 --as-of 2026-08-14");
    let below = nesting(&year["objectives"]);
    assert_eq!(
        below["double-revenue"],
        ["2026-Q2/grow-europe", "2026-Q3/grow-europe"]
    );
    // The year's own figures need every quarter, whichever is looked at.
    assert_eq!(
        quarter["objectives"][0]["score"],
        year["objectives"][0]["score"]
    );
}

#[test]
fn a_goal_that_does_well_while_its_supporters_fail_is_named() {
    let workspace = Workspace::new();
    goal(&workspace, "well", "", 9);
    goal(&workspace, "team/fails", &supports("well.x"), 1);
    goal(&workspace, "poor", "", 0);
    goal(&workspace, "team/shines", &supports("poor"), 8);
    let shown = workspace.okr("tree").today("2026-08-14").run().exits(0);
    shown.prints(&[
        "0.90      0.34  ● on-track   0.10 ▼ off-track  +0.80 ≠",
        "≠ well is on-track at 0.90, what supports it off-track at 0.10",
        "≠ well.x is on-track at 0.90",
        "≠ poor is off-track at 0.00, what supports it on-track at 0.80",
    ]);
    let document = workspace.json("tree --as-of 2026-08-14");
    let [poor, well] = [&document["objectives"][0], &document["objectives"][1]];
    assert_eq!(poor["disagreement"], "supporters-ahead");
    assert_eq!(well["disagreement"], "supporters-behind");
    assert_eq!(well["gap"], json!(0.9 - 0.1));
    assert_eq!(well["key_results"][0]["supporters_status"], "off-track");
}

#[test]
fn what_is_dropped_or_to_come_is_shown_and_does_not_count() {
    let workspace = Workspace::new();
    goal(&workspace, "top", "", 5);
    goal(&workspace, "works", &supports("top"), 4);
    let gone = "supports = \"top\"\ndropped = { on = 2026-08-01, reason = \"sold\" }";
    goal(&workspace, "gone", gone, 9);
    workspace.write(
        "2026-Q4/later.toml",
        "objective = \"Later\"\nsupports = \"2026/year\"\n",
    );
    workspace.write("2026/year.toml", "objective = \"Year\"\n");
    let shown = workspace.okr("tree").today("2026-08-14").run().exits(0);
    shown.prints(&["gone (gone)", "– dropped"]);
    let top = &workspace.json("tree top --as-of 2026-08-14")["objectives"][0];
    assert_eq!(top["supporters_score"], 0.4);
    assert_eq!(top["supporters"][0]["counted"], false);
    let year = workspace.okr("tree --cycle 2026").today("2026-08-14").run();
    year.exits(0)
        .prints(&["Later (2026-Q4/later)", "begins 2026-10-01"]);
    let before = workspace.json("tree top --as-of 2026-07-20");
    assert_eq!(before["objectives"][0]["supporters"][0]["counted"], true);
}

/// Each node's figures of its supporters, by id with the cycle in front.
fn support(workspace: &Workspace, cycle: &str, found: &mut BTreeMap<String, (Value, Value)>) {
    let document = workspace.json(&format!("tree --cycle {cycle} --as-of 2026-10-02"));
    let mut open: Vec<&Value> = document["objectives"].as_array().unwrap().iter().collect();
    while let Some(node) = open.pop() {
        open.extend(node["supporters"].as_array().unwrap());
        for goal in node["key_results"].as_array().unwrap().iter().chain([node]) {
            let id = goal["id"].as_str().unwrap();
            let id = match id.starts_with("2026") {
                true => id.to_owned(),
                false => format!("{cycle}/{id}"),
            };
            let figures = (goal["supporters_score"].clone(), goal["gap"].clone());
            let known = found.entry(id.clone()).or_insert_with(|| figures.clone());
            assert_eq!(*known, figures, "{id} in the tree of {cycle}");
        }
    }
}

#[test]
fn one_figure_for_a_goal_whichever_cycle_is_shown() {
    let acme = Workspace::example("acme");
    let mut found = BTreeMap::new();
    for cycle in ["2026", "2026-Q2", "2026-Q3"] {
        support(&acme, cycle, &mut found);
    }
    // A rollup of the year that is fed by a half and three quarters.
    let workspace = Workspace::new();
    let year = "objective = \"Year\"\n\n[key_results.all]\ntitle = \"All\"\nkind = \"rollup\"\n";
    workspace.write("2026/year.toml", year);
    for (cycle, value) in [("Q2", 9), ("Q3", 5), ("Q4", 7), ("H2", 1)] {
        let above = supports(if value == 5 {
            "2026/year.all"
        } else {
            "2026/year"
        });
        let text = format!(
            "objective = \"X\"\n{above}\n\n[key_results.x]\ntitle = \"X\"\nkind = \"effort\"\n"
        );
        workspace.write(&format!("2026-{cycle}/x.toml"), text);
        let day = match cycle {
            "Q2" => "2026-06-30",
            "H2" | "Q3" => "2026-09-30",
            _ => "2026-10-01",
        };
        let words = format!("checkin 2026-{cycle}/x.x {value}0% --date {day} --by maria");
        workspace.okr(&words).today("2026-10-02").run().exits(0);
    }
    let mut found = BTreeMap::new();
    for cycle in ["2026", "2026-H2", "2026-Q2", "2026-Q3", "2026-Q4"] {
        support(&workspace, cycle, &mut found);
    }
    let mean = found["2026/year"].0.as_f64().unwrap();
    assert!(
        (mean - (0.9 + 0.5 + 0.7 + 0.1) / 4.0).abs() < 1e-9,
        "{mean}"
    );
    assert_eq!(found["2026/year.all"].0, found["2026/year"].0);
}

#[test]
fn circles_and_dead_references_are_named_and_nobody_is_lost() {
    let workspace = Workspace::new();
    for (id, above) in [
        ("a", "b"),
        ("b", "team/c"),
        ("team/c", "a.x"),
        ("below", "b"),
    ] {
        goal(&workspace, id, &supports(above), 5);
    }
    goal(&workspace, "self", &supports("self.x"), 5);
    goal(&workspace, "team/dead", &supports("nowhere"), 5);
    let status = workspace.okr("status").today("2026-08-14").run();
    let shown = workspace.okr("tree").today("2026-08-14").run();
    let shown = shown.exits(status.code.unwrap()).says(&[
        "error[support-circle]: objectives support each other in a circle: a -> b -> team/c -> a",
        "error[support-self]: `self` supports its own key result `x`",
        "--> 2026-Q3/team/dead.toml:3:12",
    ]);
    shown.prints(&["team/\n", "(team/dead)", "nowhere"]);
    let document = workspace.json("tree --as-of 2026-08-14");
    let below = nesting(&document["objectives"]);
    assert_eq!(below.len(), 6);
    assert_eq!(below["a"], ["team/c"]);
    assert_eq!(below["b"], ["below"]);
    assert_eq!(document["findings"].as_array().unwrap().len(), 3);
}

#[test]
fn one_team_one_goal_and_some_levels() {
    let acme = Workspace::example("acme");
    let at = |words: &str| acme.okr(words).today("2026-08-14").run().exits(0);
    let team = at("tree --team product");
    team.prints(&["fast-start", "self-service", "grow-europe.teams"]);
    // A year has the teams of its quarters.
    for words in [
        "tree --cycle 2026 --team product",
        "tree --cycle 2026 customer-success",
    ] {
        let quarters = at(words);
        let team = words.rsplit(' ').next().unwrap();
        quarters.prints(&["Acme · 2026 · ", &format!("(2026-Q3/{team}/")]);
    }
    at("tree --cycle 2026 customer-success")
        .prints(&["(2026-Q2/customer-success/loyal-customers)"]);
    acme.okr("tree --cycle 2026 --team nobody")
        .run()
        .exits(3)
        .says(&["`nobody`"]);
    let goal = acme.json("tree grow-europe.teams --as-of 2026-08-14");
    assert_eq!(nesting(&goal["objectives"])["grow-europe"].len(), 2);
    at("tree double-revenue --depth 2").prints(&["2026-Q2/grow-europe", "… 4 objectives below"]);
    let cut = acme.json("tree --depth 1 --as-of 2026-08-14");
    assert_eq!(cut["objectives"][0]["supporters"], json!([]));
    assert_eq!(cut["objectives"][0]["hidden"], 5);
    at("tree --ascii").prints(&["`-arr:", "  | `-Create wildly"]);
    acme.okr("tree nps").run().exits(3).prints_nothing();
    acme.okr("tree --depth 0").run().exits(2);
    acme.okr("tree --format csv")
        .run()
        .exits(2)
        .says(&["it knows: table, json, markdown, dot"]);
}

#[test]
fn on_the_narrowest_terminal_names_stay_readable() {
    let acme = Workspace::example("acme");
    let drawn = |columns: &str| {
        let call = acme.okr("tree").today("2026-08-14");
        let call = call.env("COLUMNS", columns).env("NO_COLOR", "1");
        support::terminal::Terminal::open(&call).done()
    };
    let narrow = drawn("20");
    for word in ["Double our recurring", "Grow in Europe", "salesperson"] {
        assert!(narrow.contains(word), "{word} is not in:\n{narrow}");
    }
    assert!(!narrow.contains("on-track"), "{narrow}");
    assert!(drawn("40").contains("on-track"));
}

#[test]
fn documents_list_supporters_by_id() {
    let acme = Workspace::example("acme");
    let document = acme.json("tree --cycle 2026 --as-of 2026-08-14");
    for (above, below) in nesting(&document["objectives"]) {
        let mut ordered = below.clone();
        ordered.sort();
        assert_eq!(below, ordered, "{above}");
    }
}

#[test]
fn a_broken_file_is_listed_and_the_rest_is_shown() {
    let acme = Workspace::example("acme");
    acme.write("2026-Q3/product/fast-start.toml", "objective = ");
    let shown = acme.okr("tree").today("2026-08-14").run().exits(4);
    shown
        .prints(&["be-found"])
        .says(&["2026-Q3/product/fast-start.toml:1"]);
}

#[test]
fn text_of_a_file_stays_text_in_every_format() {
    let workspace = Workspace::new();
    let title = r#"objective = 'Say "hi" \N <b> & *loud* ] | \'"#;
    workspace.write("2026-Q3/odd.toml", format!("{title}\n"));
    workspace.write("2026-Q3/b.toml", "objective = \"B\"\nsupports = \"odd\"\n");
    let dot = workspace.okr("tree --format dot").run().exits(0);
    dot.prints(&[
        r#"Say \"hi\" \\N <b> &amp; *loud*"#,
        r"] |\n\\\nodd",
        "  \"b\" -> \"odd\";\n",
    ]);
    let markdown = workspace.okr("tree --format markdown").run().exits(0);
    markdown.prints(&[r#"- **Say "hi" \\N &lt;b> &amp; \*loud\* \] \| \\** (`odd`)"#]);
}

/// Five levels of objectives, each of which rolls up what supports it, beside a metric of its own.
fn company(root: &std::path::Path, wide: usize) -> usize {
    let mut level = vec![String::from("top")];
    let mut made = 0;
    std::fs::create_dir_all(root.join("2026-Q3/checkins")).unwrap();
    std::fs::write(root.join("okr.toml"), "").unwrap();
    let mut checkin = String::from("date = 2026-08-10\nby = \"maria\"\n");
    for depth in 0..5 {
        let mut next = Vec::new();
        for (place, id) in level.iter().enumerate() {
            let above = id.rsplit_once('-').map(|(above, _)| above);
            let mut text = format!("objective = \"{id}\"\nweight = {}\n", place % 3 + 1);
            if let Some(above) = above {
                let key = if place % 2 == 0 { ".all" } else { "" };
                writeln!(text, "supports = \"{above}{key}\"").unwrap();
            }
            text.push_str(
                "[key_results.own]\ntitle = \"Own\"\nbaseline = 0\ntarget = 100\nweight = 2\n",
            );
            if depth < 4 {
                text.push_str("[key_results.all]\ntitle = \"All\"\nkind = \"rollup\"\n");
                next.extend((0..wide).map(|child| format!("{id}-{child}")));
            }
            std::fs::write(root.join(format!("2026-Q3/{id}.toml")), text).unwrap();
            let value = (made * 37) % 101;
            writeln!(checkin, "\n[[update]]\nkr = \"{id}.own\"\nvalue = {value}").unwrap();
            made += 1;
        }
        level = next;
    }
    std::fs::write(root.join("2026-Q3/checkins/a.toml"), checkin).unwrap();
    made
}

/// The score of a node from the method's page alone, compared with what the program says of it.
fn naive(node: &Value, values: &BTreeMap<String, f64>) -> f64 {
    let id = node["id"].as_str().unwrap();
    let below = node["supporters"].as_array().unwrap();
    let (mut total, mut weights) = (0.0, 0.0);
    for supporter in below {
        let weight = supporter["weight"].as_f64().unwrap();
        total += weight * naive(supporter, values);
        weights += weight;
    }
    let own = values[id] / 100.0;
    let near = |found: &Value, expected: f64, what: &str| {
        let found = found.as_f64().unwrap();
        assert!(
            (found - expected).abs() < 1e-9,
            "{id} {what}: {found}, expected {expected}"
        );
    };
    if below.is_empty() {
        near(&node["score"], own, "score");
        assert_eq!(node["supporters_score"], Value::Null);
        return own;
    }
    let mean = total / weights;
    let score = (2.0 * own + mean) / 3.0;
    near(&node["score"], score, "score");
    near(&node["supporters_score"], mean, "supporters");
    near(&node["gap"], score - mean, "gap");
    near(&node["key_results"][0]["score"], mean, "rollup");
    score
}

#[test]
fn three_thousand_objectives_in_five_levels_as_a_naive_computation_has_them() {
    let workspace = Workspace::new();
    let made = company(&workspace.root(), 7);
    assert_eq!(made, 2801);
    let extra = (0..199).map(|more| format!("alone/a{more}"));
    for id in extra {
        workspace.write(&format!("2026-Q3/{id}.toml"), "objective = \"Alone\"\n");
    }
    let document = workspace.json("tree --as-of 2026-08-14");
    let top = document["objectives"].as_array().unwrap();
    assert_eq!(nesting(&document["objectives"]).len(), 3000);
    let text = workspace.read("2026-Q3/checkins/a.toml");
    let mut updates = text.split("[[update]]\nkr = \"").skip(1);
    let mut values = BTreeMap::new();
    while let Some((id, rest)) = updates
        .next()
        .and_then(|u| u.split_once(".own\"\nvalue = "))
    {
        values.insert(id.to_owned(), rest.trim().parse().unwrap());
    }
    naive(
        top.iter().find(|node| node["id"] == "top").unwrap(),
        &values,
    );
}

#[test]
fn a_long_way_up_is_no_deep_recursion() {
    let workspace = Workspace::new();
    for at in 0..3000 {
        let above = at + 1;
        let supports = if above < 3000 {
            format!("supports = \"g{above}\"\n")
        } else {
            String::new()
        };
        workspace.write(
            &format!("2026-Q3/g{at}.toml"),
            format!("objective = \"G\"\n{supports}"),
        );
    }
    let shown = workspace.okr("tree --format json").run().exits(0);
    assert_eq!(shown.stdout.matches("\"supporters\":[").count(), 3000);
    workspace
        .okr("tree --format dot")
        .run()
        .exits(0)
        .prints(&["\"g0\" -> \"g1\""]);
}

#[test]
fn a_long_chain_of_rollups_is_no_deep_recursion() {
    let workspace = Workspace::new();
    let last = 2999;
    for at in 0..=last {
        let supports = match at {
            0 => String::new(),
            _ => supports(&format!("g{}.r", at - 1)),
        };
        let measure = match at == last {
            true => "baseline = 0\ntarget = 10\n",
            false => "kind = \"rollup\"\n",
        };
        workspace.write(
            &format!("2026-Q3/g{at}.toml"),
            format!("objective = \"G\"\n{supports}\n[key_results.r]\ntitle = \"R\"\n{measure}"),
        );
    }
    let words = format!("checkin g{last}.r 4 --by maria");
    workspace.okr(&words).today("2026-08-14").run().exits(0);
    let at = |words: &str| workspace.okr(words).today("2026-08-14").run().exits(0);
    assert_eq!(
        at("status --format json").json()["objectives"][0]["score"],
        0.4
    );
    let top = at("tree --format json --depth 1").json();
    assert_eq!(top["objectives"][0]["supporters_score"], 0.4);
    let close = "close --force --reason late";
    workspace.okr(close).today("2026-10-02").run().exits(0);
}
