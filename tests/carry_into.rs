//! `okr carry` of chosen goals: by name, and into one objective as the guide's second example does.

mod support;

use serde_json::{Value, json};
use support::{Call, Ran, Workspace};

const OCTOBER: &str = "2026-10-02";
const STACK: &str = "2026-Q4/care/long-lasting.toml";

fn kpi(name: &str, rest: &str) -> String {
    format!(
        "name = \"{name}\"\nunit = \"%\"\nowner = \"maria\"\n{rest}\n[targets]\n2026 = 80\n2026-Q3 = 75\n"
    )
}

/// Two teams and the company, with a reading of each KPI on the quarter's last day.
fn company() -> Workspace {
    let readings = [
        ("retention", 75.0),
        ("healthy", 290.0),
        ("nps", 74.0),
        ("revenue", 70.0),
    ];
    let readings =
        readings.map(|(k, v)| format!("\n[[update]]\nkpi = \"kpis/{k}\"\nvalue = {v}\n"));
    Workspace::new()
        .file("kpis/retention.toml", kpi("Retention", ""))
        .file("kpis/healthy.toml", "name = \"Healthy clients\"\nunit = \"clients\"\n")
        .file("kpis/nps.toml", kpi("NPS", ""))
        .file("kpis/revenue.toml", kpi("Revenue", ""))
        .file("kpis/old.toml", kpi("Old", "retired = { on = 2026-09-01, reason = \"new\" }\n"))
        .file(
            "2026-Q3/care/loyal.toml",
            "objective = \"Create wildly loyal customers\"\nwhy = \"Renewals\"\nowner = \"maria\"\n\
             contributors = [\"tom\"]\nsupports = \"grow.revenue\"\nguardrails = [\"kpis/nps\"]\n\
             tags = [\"retention\"]\ninitiatives = [{ title = \"Board\" }]\n\n\
             [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 73\n\n\
             [key_results.healthy]\nkpi = \"kpis/healthy\"\nbaseline = 250\ntarget = \"+20%\"\nowner = \"li\"\n\n\
             [key_results.plans]\ntitle = \"Success plans\"\nkind = \"effort\"\ndue = 2026-10-31\n\n\
             [key_results.old]\nkpi = \"kpis/old\"\n\n\
             [key_results.rating]\ntitle = \"Rating\"\nbaseline = 4\ntarget = 5\n\n\
             [key_results.gone]\ntitle = \"Gone\"\nbaseline = 1\ntarget = 2\n\
             dropped = { on = 2026-08-01, reason = \"sold\" }\n",
        )
        .file(
            "2026-Q3/care/kind.toml",
            "objective = \"Be kind\"\nowner = \"tom\"\nsupports = \"grow.teams\"\n\n\
             [key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 70\n",
        )
        .file(
            "2026-Q3/grow.toml",
            "objective = \"Grow\"\nowner = \"ines\"\n\n[key_results.revenue]\nkpi = \"kpis/revenue\"\n\
             baseline = 60\n\n[key_results.teams]\ntitle = \"Every team delivers\"\nkind = \"rollup\"\n",
        )
        .file(
            "2026-Q3/checkins/2026-09-30-080000-bot-aaaa.toml",
            format!("date = 2026-09-30\nby = \"bot\"\n{}", readings.concat()),
        )
}

/// Words that are separated by spaces; the title of the new objective behind them, where one is given.
fn call<'w>(workspace: &'w Workspace, words: &str, title: &str) -> Call<'w> {
    let call = workspace.okr(&format!("carry {words}")).today(OCTOBER);
    match title {
        "" => call,
        title => call.arg("--title").arg(title),
    }
}

fn carry(workspace: &Workspace, words: &str) -> Ran {
    call(workspace, words, "").run()
}

const TITLE: &str = "Build long-lasting client relationships";

/// Retention and healthy clients into one new objective.
fn stacked(workspace: &Workspace) -> Ran {
    let words = "loyal.retention loyal.healthy --into care/long-lasting";
    call(workspace, words, TITLE).run()
}

/// The ids in a list of the plan.
fn ids(plan: &Value, list: &str, key: &str) -> Vec<String> {
    let rows = plan[list].as_array().unwrap().iter();
    rows.map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

fn plan(workspace: &Workspace, words: &str) -> Value {
    carry(workspace, &format!("{words} --dry-run --format json")).json()
}

#[test]
fn goals_are_chosen_by_any_unique_part_of_their_name() {
    let workspace = company();
    let loyal = ["2026-Q3/care/loyal.retention", "2026-Q3/care/loyal.healthy"];
    let kind = "2026-Q3/care/kind.nps";
    let revenue = "2026-Q3/grow.revenue";
    let all = [kind, loyal[0], loyal[1], revenue];
    for (words, carried) in [
        ("", all.to_vec()),
        ("retention", vec![loyal[0]]),
        ("care/loyal.healthy nps", vec![kind, loyal[1]]),
        ("kpis/retention", vec![loyal[0]]),
        ("loyal", loyal.to_vec()),
        ("2026-Q3/care/loyal.toml", loyal.to_vec()),
        ("wildly", loyal.to_vec()),
        ("care/", vec![kind, loyal[0], loyal[1]]),
        ("care/ --except healthy", vec![kind, loyal[0]]),
        ("--except care", vec![revenue]),
    ] {
        let plan = plan(&workspace, words);
        assert_eq!(ids(&plan, "carried", "from"), carried, "{words}");
        let rest = all.iter().filter(|id| !carried.contains(id));
        let rest: Vec<_> = rest.map(|id| (*id).to_owned()).collect();
        assert_eq!(ids(&plan, "unchosen", "id"), rest, "{words}");
    }
}

#[test]
fn what_was_not_chosen_is_not_left_behind() {
    let workspace = company();
    let one = plan(&workspace, "retention");
    assert_eq!(one["left"], json!([]));
    assert_eq!(
        one["unchosen"][0],
        json!({ "id": "2026-Q3/care/kind.nps", "kpi": "kpis/nps" })
    );
    // Of an objective that is named its own projects are.
    assert_eq!(ids(&plan(&workspace, "loyal"), "left", "id").len(), 4);
    let ran = carry(&workspace, "retention").exits(0);
    assert!(!ran.stdout.contains("left behind"), "{ran}");
    assert_eq!(
        ran.written(),
        [
            "2026-Q4",
            "2026-Q4/care",
            "2026-Q4/care/loyal.toml",
            "kpis/retention.toml"
        ]
    );
    let ran = ran.prints(&["not chosen: care/kind.nps, care/loyal.healthy and grow.revenue go on"]);
    ran.prints(&[
        "supported grow.revenue, which is not in 2026-Q4 yet",
        "carry that first",
    ]);
    // The rest comes when it is asked for, and what is there stays.
    let before = workspace.read("2026-Q4/care/loyal.toml");
    let rest = carry(&workspace, "").exits(0).prints(&["kept: 1 goal"]);
    assert!(!rest.stdout.contains("not chosen"), "{rest}");
    assert!(
        workspace
            .read("2026-Q4/care/loyal.toml")
            .starts_with(&before)
    );
    carry(&workspace, "nps")
        .exits(0)
        .assert_unchanged()
        .prints(&["kept: 1 goal"]);
}

#[test]
fn a_rollup_goes_along_only_where_it_is_chosen_too() {
    let named = plan(&company(), "nps");
    assert_eq!(named["notes"].as_array().unwrap().len(), 1, "{named}");
    assert!(
        named["notes"][0]
            .as_str()
            .unwrap()
            .contains("supported grow.teams"),
        "{named}"
    );
    let both = plan(&company(), "nps grow");
    assert!(
        both["notes"].to_string().contains("the rollup goes along"),
        "{both}"
    );
    carry(&company(), "nps grow.teams").exits(0);
    let ran = carry(&company(), "grow.teams").exits(3).assert_unchanged();
    ran.says(&[
        "grow.teams is not carried",
        "a rollup goes along with the goals that support it",
    ]);
}

#[test]
fn names_of_what_does_not_go_on_say_why() {
    for (words, code, says) in [
        (
            "loyal.plans",
            3,
            &["effort, still open, due 2026-10-31", "--unfinished"][..],
        ),
        (
            "loyal.rating",
            3,
            &[
                "care/loyal.rating is not carried: follows no KPI",
                "--unfinished",
            ],
        ),
        (
            "loyal.gone",
            3,
            &["dropped", "`okr drop 2026-Q3/care/loyal.gone --undo`"],
        ),
        (
            "loyal.old",
            3,
            &["its KPI is retired", "okr kpi retire kpis/old --undo"],
        ),
        (
            "kpis/old",
            3,
            &["care/loyal.old is not carried: its KPI is retired"],
        ),
        (
            "retention nothing-like-it",
            3,
            &["no goal is called `nothing-like-it`"],
        ),
        ("retentino", 3, &["did you mean"]),
        (
            "re",
            3,
            &[
                "could be any of",
                "care/loyal.retention  key result: Retention",
                "grow.revenue",
            ],
        ),
        (
            "2026-Q3",
            2,
            &["2026-Q3 is a cycle, not a goal", "--from 2026-Q3"],
        ),
        (
            "retention --except nothing-like-it",
            3,
            &["no goal is called"],
        ),
        (
            "retention --target kpis/nps=78",
            3,
            &["kpis/nps is not carried"],
        ),
    ] {
        let ran = carry(&company(), words).exits(code).assert_unchanged();
        ran.prints_nothing().says(says);
    }
    let year = company().file(
        "2026/double.toml",
        "objective = \"Double\"\nkpi = \"kpis/revenue\"\n",
    );
    let ran = carry(&year, "2026/double").exits(3).assert_unchanged();
    ran.says(&[
        "2026/double is a goal of 2026, not of 2026-Q3",
        "--from 2026",
    ]);
    let unfinished = carry(&company(), "loyal.plans loyal.rating --unfinished").exits(0);
    assert_eq!(
        unfinished.written().last().unwrap(),
        "2026-Q4/care/loyal.toml"
    );
}

#[test]
fn a_total_that_is_not_chosen_does_not_stand_in_the_way() {
    let sum = kpi("Revenue", "aggregate = \"sum\"");
    let workspace = company().file("kpis/revenue.toml", sum);
    let early = |words: &str| {
        workspace
            .okr(&format!("carry {words}"))
            .today("2026-09-30")
            .run()
    };
    early("").exits(5).assert_unchanged();
    early("grow").exits(5).assert_unchanged();
    early("loyal --except healthy").exits(0);
}

#[test]
fn chosen_kpis_go_under_a_new_objective() {
    let workspace = company();
    let ran = stacked(&workspace)
        .exits(0)
        .prints(&["care/long-lasting.retention", "80 %  pace"]);
    ran.says(&[
        "Next: why does it matter now",
        "okr new kr care/long-lasting",
    ]);
    assert_eq!(
        workspace.read(STACK),
        "objective = \"Build long-lasting client relationships\"\nowner = \"maria\"\n\
         contributors = [\"tom\"]\nguardrails = [\"kpis/nps\"]\ntags = [\"retention\"]\n\n\
         [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 75\n\
         carried = { from = \"2026-Q3/care/loyal.retention\", actual = 75, target = 75 }\n\n\
         [key_results.healthy]\nkpi = \"kpis/healthy\"\nbaseline = 290\ntarget = \"+20%\"\nowner = \"li\"\n\
         carried = { from = \"2026-Q3/care/loyal.healthy\", actual = 290, target = 300 }\n"
    );
    assert!(
        workspace
            .read("kpis/retention.toml")
            .ends_with("2026-Q4 = 80\n")
    );
    workspace.okr("check").today(OCTOBER).run().exits(0);
}

#[test]
fn carried_into_one_objective_again_is_the_same_bytes() {
    let (one, other) = (company(), company());
    stacked(&one).exits(0);
    let call = other.okr("carry loyal.healthy kpis/retention --into care/long-lasting");
    let call = call.arg("--title").arg(TITLE).user("tom");
    call.today("2026-10-09").run().exits(0);
    assert_eq!(one.tree(), other.tree());
    for words in ["", "--refresh"] {
        let again = stacked(&one)
            .exits(0)
            .assert_unchanged()
            .prints(&["kept: 2 goals"]);
        assert!(!again.stdout.contains("to know"), "{again}");
        carry(&one, &format!("loyal {words}"))
            .exits(0)
            .assert_unchanged();
    }
    // The whole quarter follows, and finds them where they are.
    carry(&one, "").exits(0).prints(&["kept: 2 goals"]);
    assert!(!one.path("2026-Q4/care/loyal.toml").exists());
    carry(&one, "").exits(0).assert_unchanged();
    // A title and a name that people have changed are theirs.
    one.replace(STACK, TITLE, "Clients for life");
    stacked(&one).exits(0).assert_unchanged();
    let renamed = one.okr("mv care/long-lasting care/for-life --cycle 2026-Q4");
    renamed.today(OCTOBER).run().exits(0);
    stacked(&one)
        .exits(0)
        .assert_unchanged()
        .prints(&["kept: 2 goals"]);
}

#[test]
fn what_was_carried_into_it_can_be_stale_and_refreshed() {
    let workspace = company();
    stacked(&workspace).exits(0);
    let readings = "2026-Q3/checkins/2026-09-30-080000-bot-aaaa.toml";
    workspace.replace(readings, "value = 75\n", "value = 74.2\n");
    let ran = stacked(&workspace).exits(0).assert_unchanged();
    ran.prints(&["stale: 2026-Q4/care/long-lasting.retention was carried from 75 %"]);
    carry(&workspace, "loyal.retention --refresh").exits(0);
    let fresh = company();
    fresh.replace(readings, "value = 75\n", "value = 74.2\n");
    stacked(&fresh).exits(0);
    assert_eq!(workspace.tree(), fresh.tree());
}

#[test]
fn an_objective_of_the_new_quarter_gains_key_results() {
    let ours = "objective = \"Ours\" # by hand\nowner = \"zoe\"\n\n[key_results.own]\nbaseline = 1\ntarget = 2\n";
    let workspace = company().file(STACK, ours);
    let ran = carry(&workspace, "retention --into long").exits(0);
    assert_eq!(ran.written(), [STACK, "kpis/retention.toml"]);
    let added = "\n[key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 75\nowner = \"maria\"\n\
                 carried = { from = \"2026-Q3/care/loyal.retention\", actual = 75, target = 75 }\n";
    assert_eq!(workspace.read(STACK), ours.to_owned() + added);
    carry(&workspace, "retention --into long")
        .exits(0)
        .assert_unchanged();
    // What people wrote for the same KPI stands in its place, whatever it is called.
    let followed = ours.to_owned() + "\n[key_results.renewals]\nkpi = \"kpis/retention\"\n";
    let workspace = company().file(STACK, followed);
    let ran = carry(&workspace, "retention --into long")
        .exits(0)
        .assert_unchanged();
    ran.prints(&[
        "2026-Q3/care/loyal.retention: 2026-Q4/care/long-lasting.renewals stands in its place",
    ]);
}

#[test]
fn what_was_carried_elsewhere_before_stays_there() {
    let workspace = company();
    carry(&workspace, "loyal").exits(0);
    let ran = stacked(&workspace).exits(0).assert_unchanged();
    ran.prints(&[
        "2026-Q3/care/loyal.retention: was carried before, to 2026-Q4/care/loyal.retention",
    ]);
}

#[test]
fn its_name_is_made_from_the_title_where_only_a_team_is_given() {
    let path = "2026-Q4/care/build-long-lasting-client-relationships.toml";
    for into in ["care", "care/", "2026-Q4/care"] {
        let workspace = company();
        let words = format!("loyal.retention --into {into}");
        call(&workspace, &words, TITLE).run().exits(0);
        assert!(workspace.read(path).contains(TITLE), "{into}");
        call(&workspace, &words, TITLE)
            .run()
            .exits(0)
            .assert_unchanged();
    }
    let workspace = company();
    call(&workspace, "retention --into renewals/", TITLE)
        .run()
        .exits(0);
    assert!(
        workspace
            .path("2026-Q4/renewals/build-long-lasting-client-relationships.toml")
            .exists()
    );
}

#[test]
fn an_objective_that_cannot_take_them_in_is_refused() {
    let ours = "objective = \"Ours\"\n\n[key_results.own]\nbaseline = 1\ntarget = 2\n";
    let with_ours = || company().file(STACK, ours);
    let measured = || company().file(STACK, "objective = \"Ours\"\nkpi = \"kpis/revenue\"\n");
    let dropped = || {
        company().file(
            STACK,
            format!("dropped = {{ on = 2026-10-01, reason = \"x\" }}\n{ours}"),
        )
    };
    type Case = (
        fn() -> Workspace,
        &'static str,
        &'static str,
        i32,
        &'static [&'static str],
    );
    let plain: [Case; 9] = [
        (
            company,
            "retention --into care/long-lasting",
            "",
            2,
            &["--title is missing", "2026-Q4/care/long-lasting"],
        ),
        (
            company,
            "retention --into care/loyal.healthy",
            "T",
            2,
            &["is a key result"],
        ),
        (
            company,
            "retention --into 2026-Q3/care/loyal",
            "T",
            2,
            &["is in 2026-Q3, and the goals go to 2026-Q4"],
        ),
        (
            company,
            "retention --into Care/Long",
            "T",
            2,
            &["--into: `Care` is not a name", "`care` would do"],
        ),
        (company, "retention --into ../x", "T", 2, &["--into: "]),
        (
            company,
            "retention --into care/",
            "!!!",
            2,
            &["no name can be made from `!!!`"],
        ),
        (
            company,
            "--into care/x",
            "T",
            2,
            &["goals of 3 objectives", "okr carry GOAL"],
        ),
        (company, "--into kpis/x", "T", 2, &["kpis/x"]),
        (
            company,
            "loyal.plans --into care/x",
            "T",
            3,
            &["effort, still open"],
        ),
    ];
    for (workspace, words, title, code, says) in plain {
        let ran = call(&workspace(), words, title).run().exits(code);
        ran.assert_unchanged().prints_nothing().says(says);
    }
    let says = ["\"Ours\", which is there, and \"Build long-lasting client relationships\""];
    let taken = stacked(&with_ours())
        .exits(5)
        .assert_unchanged()
        .prints_nothing();
    taken.says(&says).says(&[
        "2026-Q4/care/long-lasting would be two objectives",
        "--into",
    ]);
    let ran = carry(&measured(), "retention --into long")
        .exits(5)
        .assert_unchanged();
    ran.says(&["is measured itself, by kpis/revenue"]);
    let ran = carry(&dropped(), "retention --into long")
        .exits(5)
        .assert_unchanged();
    ran.says(&[
        "2026-Q4/care/long-lasting was dropped on 2026-10-01",
        "--undo",
    ]);
    let two = with_ours().file("2026-Q4/care/long-term.toml", ours);
    let ran = carry(&two, "retention --into long")
        .exits(3)
        .assert_unchanged();
    ran.says(&["care/long-lasting  Ours", "care/long-term     Ours"]);
    // A title alone is of nothing.
    call(&company(), "retention", TITLE)
        .run()
        .exits(2)
        .says(&["--into"]);
}

#[test]
fn two_goals_of_one_kpi_are_not_carried_into_one_objective() {
    let workspace = company().file(
        "2026-Q3/care/more.toml",
        "objective = \"More\"\n\n[key_results.same]\nkpi = \"kpis/retention\"\nbaseline = 73\n",
    );
    let ran = call(&workspace, "kpis/retention --into care/x", "X")
        .run()
        .exits(2);
    ran.assert_unchanged().says(&[
        "care/loyal.retention and care/more.same both follow kpis/retention",
        "--except care/more.same",
    ]);
    let words = "kpis/retention --except care/more.same --into care/x";
    call(&workspace, words, "X").run().exits(0);
    // Each under its own objective they may.
    carry(&workspace, "kpis/retention")
        .exits(0)
        .prints(&["care/more.same", "kept: 1 goal"]);
}

#[test]
fn a_key_that_is_taken_gets_a_number() {
    let long = "k".repeat(64);
    for (key, taken) in [
        ("k", "k-2".to_owned()),
        (&long, format!("{}-2", "k".repeat(62))),
    ] {
        let objective = |kpi: &str| {
            format!(
                "objective = \"O\"\nowner = \"maria\"\n\n[key_results.{key}]\nkpi = \"kpis/{kpi}\"\nbaseline = 60\n"
            )
        };
        let workspace = company()
            .file("2026-Q3/a.toml", objective("retention"))
            .file("2026-Q3/b.toml", objective("nps"));
        let ran = call(&workspace, "a b --into both", "Both").run().exits(0);
        ran.prints(&[&format!("2026-Q3/b.{key}: goes on as 2026-Q4/both.{taken}")]);
        let written = workspace.read("2026-Q4/both.toml");
        assert!(
            written.contains(&format!("[key_results.{taken}]\nkpi = \"kpis/nps\"")),
            "{written}"
        );
        call(&workspace, "a b --into both", "Both")
            .run()
            .exits(0)
            .assert_unchanged();
        carry(&workspace, "a b").exits(0).assert_unchanged();
    }
}

#[test]
fn objectives_that_differ_leave_open_what_they_differ_in() {
    let workspace = company();
    let ran = call(&workspace, "nps loyal.retention --into care/both", "Both")
        .run()
        .exits(0);
    ran.prints(&[
        "its goals had different owners",
        "served different ones above",
    ]);
    assert_eq!(
        workspace.read("2026-Q4/care/both.toml"),
        "objective = \"Both\"\ncontributors = [\"tom\"]\nguardrails = [\"kpis/nps\"]\ntags = [\"retention\"]\n\n\
         [key_results.nps]\nkpi = \"kpis/nps\"\nbaseline = 74\nowner = \"tom\"\n\
         carried = { from = \"2026-Q3/care/kind.nps\", actual = 74, target = 75 }\n\n\
         [key_results.retention]\nkpi = \"kpis/retention\"\nbaseline = 75\nowner = \"maria\"\n\
         carried = { from = \"2026-Q3/care/loyal.retention\", actual = 75, target = 75 }\n"
    );
}

#[test]
fn what_it_supported_is_found_where_that_went() {
    let workspace = company();
    call(&workspace, "grow.revenue --into europe", "Europe")
        .run()
        .exits(0);
    stacked(&workspace).exits(0);
    assert!(
        workspace
            .read(STACK)
            .contains("\nsupports = \"europe.revenue\"\n")
    );
    // Nothing supports itself.
    let workspace = company();
    call(&workspace, "grow.revenue loyal.retention --into all", "All")
        .run()
        .exits(0);
    assert!(!workspace.read("2026-Q4/all.toml").contains("supports"));
}

#[test]
fn an_objective_that_is_measured_itself_becomes_a_key_result() {
    let workspace = company().file(
        "2026-Q3/sell/europe.toml",
        "objective = \"Grow in Europe\"\nowner = \"zoe\"\nkpi = \"kpis/revenue\"\nbaseline = 60\n",
    );
    let words = "loyal.retention europe --into care/both";
    call(&workspace, words, "Both").run().exits(0);
    let written = workspace.read("2026-Q4/care/both.toml");
    let europe = "[key_results.europe]\nkpi = \"kpis/revenue\"\nbaseline = 70\nowner = \"zoe\"\n\
                  carried = { from = \"2026-Q3/sell/europe\", actual = 70, target = 75 }\n";
    assert!(written.contains(europe), "{written}");
    workspace.okr("check").today(OCTOBER).run().exits(0);
    call(&workspace, words, "Both")
        .run()
        .exits(0)
        .assert_unchanged();
    carry(&workspace, "europe")
        .exits(0)
        .assert_unchanged()
        .prints(&["kept: 1 goal"]);
}

#[test]
fn what_was_taken_along_unfinished_is_not_taken_twice() {
    let workspace = company();
    carry(&workspace, "loyal --unfinished").exits(0);
    workspace.replace(
        "2026-Q4/care/loyal.toml",
        "[key_results.plans]",
        "[key_results.all-plans]",
    );
    carry(&workspace, "loyal --unfinished")
        .exits(0)
        .assert_unchanged()
        .prints(&["kept: 4 goals"]);
    carry(&workspace, "loyal").exits(0).assert_unchanged();
}

#[test]
fn a_commit_holds_what_was_carried_and_nothing_else() {
    let workspace = company();
    workspace.init_git();
    workspace.write("2026-Q3/notes.md", "mine\n");
    let words = "loyal.retention --into care/long-lasting --commit";
    call(&workspace, words, TITLE).run().exits(0);
    let committed = workspace.git("show --name-only --format=%s");
    assert_eq!(
        committed,
        format!("Carry 1 goal from 2026-Q3 to 2026-Q4\n\n{STACK}\nkpis/retention.toml\n")
    );
    assert_eq!(workspace.git("status --porcelain"), "?? 2026-Q3/notes.md\n");
}

#[test]
fn a_dry_run_shows_the_new_objective_as_a_diff() {
    let workspace = company();
    let words = "loyal.retention --into care/long-lasting --dry-run";
    let ran = call(&workspace, words, TITLE)
        .run()
        .exits(0)
        .assert_unchanged();
    ran.prints(&[
        &format!("+++ b/{STACK}"),
        &format!("+objective = \"{TITLE}\""),
    ])
    .says(&["care/long-lasting.retention"]);
}

/// What somebody types on a day, and that it succeeds.
fn types(workspace: &Workspace, day: &str, lines: &[&str]) -> String {
    let run = |line: &&str| workspace.typed(line).today(day).run().exits(0).stdout;
    lines.iter().map(run).collect()
}

/// "Carrying Forward KPIs", the second example of OnStrategy's guide: the KPIs roll into a new stack, the
/// target of the year stays, the efforts are new ones.
#[test]
fn the_second_example_of_the_guide() {
    let workspace = Workspace::new();
    let first = [
        "new kpi \"Client retention rate\" --unit % --target 2020=80 --target 2020-Q3=75",
        "new kpi \"Healthy clients\" --unit clients",
        "new objective \"Create wildly loyal customers\" --id loyal --owner maria",
        "new kr loyal --kpi client-retention --from 73 --key retention",
        "new kr loyal --kpi healthy-clients --from 250 --target +20% --key healthy",
        "new kr loyal \"Design and implement success plans for client health\" --due 2020-09-30 --key plans",
        "new kr loyal \"Implement new CRM to automate customer outreach\" --due 2020-10-31 --key crm",
    ];
    types(&workspace, "2020-07-01", &first);
    let end = ["checkin loyal.retention=75@8/10 loyal.healthy=290 loyal.plans=100 loyal.crm=60"];
    types(&workspace, "2020-09-30", &end);
    let second = [
        "carry loyal.retention loyal.healthy --into long-lasting --title \"Build long-lasting client \
         relationships\"",
        "new kr long-lasting \"Conduct meaningful one-to-one client contact and outreach for each client\" \
         --due 2020-12-31 --key outreach",
        "new kr long-lasting \"Create annual contract and early signing incentives\" --due 2020-12-31 \
         --key incentives",
    ];
    let old = workspace.read("2020-Q3/loyal.toml");
    types(&workspace, "2020-10-01", &second);
    assert_eq!(
        workspace.read("2020-Q4/long-lasting.toml"),
        "objective = \"Build long-lasting client relationships\"
owner = \"maria\"

[key_results.retention]
kpi = \"kpis/client-retention-rate\"
baseline = 75
carried = { from = \"2020-Q3/loyal.retention\", actual = 75, target = 75 }

[key_results.healthy]
kpi = \"kpis/healthy-clients\"
baseline = 290
target = \"+20%\"
carried = { from = \"2020-Q3/loyal.healthy\", actual = 290, target = 300 }

[key_results.outreach]
title = \"Conduct meaningful one-to-one client contact and outreach for each client\"
kind = \"effort\"
due = 2020-12-31

[key_results.incentives]
title = \"Create annual contract and early signing incentives\"
kind = \"effort\"
due = 2020-12-31
"
    );
    assert_eq!(workspace.read("2020-Q3/loyal.toml"), old);
    let kpi = workspace.read("kpis/client-retention-rate.toml");
    assert!(
        kpi.ends_with("2020 = 80\n2020-Q3 = 75\n2020-Q4 = 80\n"),
        "{kpi}"
    );
    let shown = types(
        &workspace,
        "2020-10-01",
        &["show long-lasting.retention", "check"],
    );
    for text in [
        "Client retention rate from 75 to 80 %",
        "2020-Q3",
        "2020-Q4",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    let status = workspace
        .okr("status --format json")
        .today("2020-10-01")
        .run()
        .json();
    let titles = &status["objectives"][0]["key_results"];
    assert_eq!(
        titles[1]["title"], "Healthy clients from 290 to 348 clients",
        "{titles}"
    );
}
