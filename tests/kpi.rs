//! `okr kpi`: what each KPI's figures come to, by hand, and what the view shows of them.

mod support;

use serde_json::Value;
use support::Workspace;

/// A workspace of one KPI. `readings` are days and values behind the folder that they lie in:
/// `2026-Q3 2026-07-01=10 2026-08-01=20`.
fn one(settings: &str, kpi: &str, readings: &str) -> Workspace {
    let workspace = Workspace::new()
        .file("okr.toml", format!("format = 1\n{settings}\n"))
        .file("kpis/k.toml", format!("name = \"K\"\n{kpi}\n"));
    let mut folder = "";
    for (place, word) in readings.split_whitespace().enumerate() {
        match word.split_once('=') {
            None => folder = word,
            Some((date, value)) => workspace.write(
                &format!("{folder}/checkins/{place:02}.toml"),
                format!(
                    "date = {date}\nby = \"bot\"\n[[update]]\nkpi = \"kpis/k\"\nvalue = {value}\n"
                ),
            ),
        }
    }
    workspace
}

/// The KPI of such a workspace, of a cycle on a day: `2026-Q3 2026-08-14`.
fn read(workspace: &Workspace, when: &str) -> Value {
    let (cycle, day) = when.split_once(' ').unwrap();
    let words = format!("kpi --cycle {cycle} --as-of {day} --format json");
    workspace.okr(&words).today(day).run().json()["kpis"][0].clone()
}

/// `value target shortfall status`, the shortfall to four digits.
fn told(kpi: &Value) -> String {
    let short = match kpi["shortfall"].as_f64() {
        Some(short) => format!("{short:.4}"),
        None => "null".to_owned(),
    };
    let target = &kpi["target"];
    let target = match target["at_least"].is_null() {
        true => target.to_string(),
        false => format!("{}..{}", target["at_least"], target["at_most"]),
    };
    format!(
        "{} {target} {short} {}",
        kpi["value"],
        kpi["status"].as_str().unwrap()
    )
}

/// Checks rows of KPI, readings, cycle and day, and `value target shortfall status`.
fn hold(settings: &str, rows: &[(&str, &str, &str, &str)]) {
    let wrong = rows.iter().filter_map(|(kpi, readings, when, expected)| {
        let found = told(&read(&one(settings, kpi, readings), when));
        (found != *expected)
            .then(|| format!("{kpi} · {readings} · {when}\n  {found}, not {expected}"))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{settings}\n{}", wrong.join("\n"));
}

/// A reading on the last day of the third quarter, which is over on the day looked at.
fn ended(rows: &[(&str, &str, &str)]) -> Vec<(String, String, &'static str, String)> {
    let row = |&(kpi, value, expected): &(&str, &str, &str)| {
        let reading = match value {
            "" => String::new(),
            value => format!("2026-Q3 2026-09-30={value}"),
        };
        (
            kpi.to_owned(),
            reading,
            "2026-Q3 2026-10-01",
            expected.to_owned(),
        )
    };
    rows.iter().map(row).collect()
}

fn hold_at_the_end(settings: &str, rows: &[(&str, &str, &str)]) {
    let rows = ended(rows);
    let rows = rows
        .iter()
        .map(|(a, b, c, d)| (a.as_str(), b.as_str(), *c, d.as_str()));
    hold(settings, &rows.collect::<Vec<_>>());
}

const THREE: &str = "2026-Q3 2026-07-10=10 2026-07-20=30 2026-07-30=20";
const HALF_YEAR: &str = "2026-Q1 2026-01-10=10 2026-02-10=20 2026-03-10=30 2026-Q2 2026-04-10=50";

#[test]
fn aggregates() {
    let over = "2026-Q3 2026-10-01";
    hold(
        "",
        &[
            // 20 of 20
            (
                "aggregate = \"last\"\n[targets]\n2026-Q3 = 20",
                THREE,
                over,
                "20 20 0.0000 green",
            ),
            // 10 + 30 + 20 = 60; 100 x (20 - 60) / 20 = -200
            (
                "aggregate = \"sum\"\n[targets]\n2026-Q3 = 20",
                THREE,
                over,
                "60 20 -200.0000 green",
            ),
            // 60 / 3 = 20
            (
                "aggregate = \"mean\"\n[targets]\n2026-Q3 = 20",
                THREE,
                over,
                "20 20 0.0000 green",
            ),
            // 100 x (20 - 10) / 20 = 50
            (
                "aggregate = \"min\"\n[targets]\n2026-Q3 = 20",
                THREE,
                over,
                "10 20 50.0000 red",
            ),
            // 100 x (20 - 30) / 20 = -50
            (
                "aggregate = \"max\"\n[targets]\n2026-Q3 = 20",
                THREE,
                over,
                "30 20 -50.0000 green",
            ),
            // By 2026-07-20 only 10 and 30 were read.
            (
                "aggregate = \"mean\"\n[targets]\n2026-Q3 = 20",
                THREE,
                "2026-Q3 2026-07-20",
                "20 20 0.0000 green",
            ),
        ],
    );
    let half = "2026 2026-06-30";
    hold(
        "",
        &[
            // The mean of the quarters' means, (20 + 50) / 2, not of the readings; 100 x (40 - 35) / 40
            (
                "aggregate = \"mean\"\n[targets]\n2026 = 40",
                HALF_YEAR,
                half,
                "35 40 12.5000 red",
            ),
            // 110; due on day 181 of 365: 365 x 181 / 365 = 181; 100 x (181 - 110) / 181 = 39.2265
            (
                "aggregate = \"sum\"\n[targets]\n2026 = 365",
                HALF_YEAR,
                half,
                "110 365 39.2265 red",
            ),
            (
                "[targets]\n2026 = 50",
                HALF_YEAR,
                half,
                "50 50 0.0000 green",
            ),
            (
                "aggregate = \"min\"\n[targets]\n2026 = 10",
                HALF_YEAR,
                half,
                "10 10 0.0000 green",
            ),
            (
                "aggregate = \"max\"\n[targets]\n2026 = 50",
                HALF_YEAR,
                half,
                "50 50 0.0000 green",
            ),
        ],
    );
}

#[test]
fn bands_and_thresholds() {
    let rise = "[targets]\n2026-Q3 = 75";
    let fall = "direction = \"decrease\"\n[targets]\n2026-Q3 = 4";
    hold_at_the_end(
        "",
        &[
            (rise, "75", "75 75 0.0000 green"),
            // 100 x 0.01 / 75 = 0.0133; 100 x 7.5 / 75 = 10; 100 x 7.51 / 75 = 10.0133
            (rise, "74.99", "74.99 75 0.0133 amber"),
            (rise, "67.5", "67.5 75 10.0000 amber"),
            (rise, "67.49", "67.49 75 10.0133 red"),
            // 100 x (4.4 - 4) / 4 = 10; 100 x 0.41 / 4 = 10.25
            (fall, "4", "4 4 0.0000 green"),
            (fall, "4.4", "4.4 4 10.0000 amber"),
            (fall, "4.41", "4.41 4 10.2500 red"),
            ("", "5", "5 null null no-target"),
            (rise, "", "null 75 null no-reading"),
            ("", "", "null null null no-reading"),
        ],
    );
    // 100 x 1.5 / 75 = 2; 100 x 3 / 75 = 4
    hold_at_the_end(
        "[kpi]\ngreen_within = 2\namber_within = 4",
        &[
            (rise, "73.5", "73.5 75 2.0000 green"),
            (rise, "73.49", "73.49 75 2.0133 amber"),
            (rise, "72", "72 75 4.0000 amber"),
            (rise, "71.99", "71.99 75 4.0133 red"),
        ],
    );
    let rise = "[targets]\n2026-Q3 = 75\n[thresholds]\ngreen = 74\namber = 70";
    let fall = "direction = \"decrease\"\n[thresholds]\ngreen = 4.5\namber = 5";
    hold_at_the_end(
        "",
        &[
            // The thresholds judge, the target says how far it is: 100 x 1 / 75 = 1.3333
            (rise, "74", "74 75 1.3333 green"),
            (rise, "73.9", "73.9 75 1.4667 amber"),
            (rise, "70", "70 75 6.6667 amber"),
            (rise, "69.9", "69.9 75 6.8000 red"),
            (fall, "4.5", "4.5 null null green"),
            (fall, "5", "5 null null amber"),
            (fall, "5.1", "5.1 null null red"),
            ("[thresholds]\ngreen = 74", "73.9", "73.9 null null red"),
        ],
    );
}

#[test]
fn zero_negative_and_band_targets() {
    let fall = |target| format!("direction = \"decrease\"\n[targets]\n2026-Q3 = {target}");
    let (zero, less) = (fall("0"), fall("-10"));
    let band = "direction = \"maintain\"\n[targets]\n2026-Q3 = { at_least = 4, at_most = 5 }";
    hold_at_the_end(
        "",
        &[
            ("[targets]\n2026-Q3 = 0", "0", "0 0 null green"),
            ("[targets]\n2026-Q3 = 0", "-0.1", "-0.1 0 null red"),
            (&zero, "0", "0 0 null green"),
            (&zero, "1", "1 0 null red"),
            // 100 x (-50 + 55) / 50 = 10; 100 x (-50 + 45) / 50 = -10
            ("[targets]\n2026-Q3 = -50", "-55", "-55 -50 10.0000 amber"),
            ("[targets]\n2026-Q3 = -50", "-45", "-45 -50 -10.0000 green"),
            // 100 x (-9 + 10) / 10 = 10; 100 x (-8 + 10) / 10 = 20
            (&less, "-10", "-10 -10 0.0000 green"),
            (&less, "-9", "-9 -10 10.0000 amber"),
            (&less, "-8", "-8 -10 20.0000 red"),
            // 100 x 0.5 / 5 = 10; 100 x 0.4 / 4 = 10; 100 x 0.5 / 4 = 12.5
            (band, "4", "4 4..5 0.0000 green"),
            (band, "5", "5 4..5 0.0000 green"),
            (band, "5.5", "5.5 4..5 10.0000 amber"),
            (band, "3.6", "3.6 4..5 10.0000 amber"),
            (band, "3.5", "3.5 4..5 12.5000 red"),
        ],
    );
}

#[test]
fn targets_out_of_longer_cycles() {
    hold_at_the_end(
        "",
        &[
            // 400 / 4 = 100; 100 x (100 - 95) / 100 = 5
            (
                "aggregate = \"sum\"\n[targets]\n2026 = 400",
                "95",
                "95 100 5.0000 amber",
            ),
            // 300 / 2 = 150, the nearer one; 100 x (150 - 95) / 150 = 36.6667
            (
                "aggregate = \"sum\"\n[targets]\n2026 = 400\n2026-H2 = 300",
                "95",
                "95 150 36.6667 red",
            ),
            (
                "aggregate = \"sum\"\n[targets]\n2026 = 400\n2026-Q3 = 95",
                "95",
                "95 95 0.0000 green",
            ),
            (
                "aggregate = \"sum\"\n[targets]\n2026-Q2 = 95",
                "95",
                "95 null null no-target",
            ),
            // As it is: 100 x (80 - 76) / 80 = 5
            (
                "[targets]\nalways = 70\n2026 = 80",
                "76",
                "76 80 5.0000 amber",
            ),
            (
                "aggregate = \"mean\"\n[targets]\nalways = 70",
                "76",
                "76 70 -8.5714 green",
            ),
        ],
    );
    let annual = "aggregate = \"sum\"\n[targets]\n2026 = 1200";
    // 1200 / 2 = 600, / 3 = 400, / 12 = 100
    let by = |cycle: &str, folder: &str, expected: &str| {
        let readings = format!("{folder} 2026-08-31=100");
        let when = format!("{folder} 2027-01-01");
        hold(
            &format!("cycle = \"{cycle}\""),
            &[(annual, &readings, &when, expected)],
        );
    };
    by("half", "2026-H2", "100 600 83.3333 red");
    by("trimester", "2026-T2", "100 400 75.0000 red");
    by("month", "2026-08", "100 100 0.0000 green");
    let from = |kpi: &str| read(&one("", kpi, "2026-Q3 2026-09-30=1"), "2026-Q3 2026-10-01");
    let found = from("[targets]\n2026 = 80\n2026-Q3 = 75");
    assert_eq!(
        (&found["target_from"], &found["annual_target"]),
        (&"2026-Q3".into(), &80.into())
    );
    assert_eq!(from("[targets]\n2026 = 80")["target_from"], "2026");
    assert_eq!(from("[targets]\nalways = 80")["target_from"], "always");
}

#[test]
fn totals_while_the_cycle_runs() {
    // 2026-08-14 is day 45 of 92; 2026-07-09 is day 9, 2026-07-10 day 10: 0.0978 and 0.1087.
    let total = |direction: &str, rest: &str| {
        format!("aggregate = \"sum\"\ndirection = \"{direction}\"\n{rest}")
    };
    let (rise, spend) = (
        total("increase", "[targets]\n2026-Q3 = 92"),
        total("decrease", "[targets]\n2026-Q3 = 92"),
    );
    let limits = total("increase", "[thresholds]\ngreen = 92\namber = 46");
    let (mid, over) = ("2026-Q3 2026-08-14", "2026-Q3 2026-10-01");
    let day = |value: &str| format!("2026-Q3 2026-07-01={value}");
    let case = |kpi: &str, value: &str, when: &str, expected: &str| {
        hold("", &[(kpi, &day(value), when, expected)]);
    };
    // Due 92 x 45 / 92 = 45: 100 x 4.5 / 45 = 10, 100 x 5 / 45 = 11.1111
    case(&rise, "45", mid, "45 92 0.0000 green");
    case(&rise, "40.5", mid, "40.5 92 10.0000 amber");
    case(&rise, "40", mid, "40 92 11.1111 red");
    // Due 9: 100 x 8 / 9, but not red in the first tenth. Due 10: 90.
    case(&rise, "1", "2026-Q3 2026-07-09", "1 92 88.8889 amber");
    case(&rise, "1", "2026-Q3 2026-07-10", "1 92 90.0000 red");
    // On the last day and afterwards the whole is due: 100 x 9.2 / 92 = 10
    case(&rise, "82.8", "2026-Q3 2026-09-30", "82.8 92 10.0000 amber");
    case(&rise, "82.8", over, "82.8 92 10.0000 amber");
    // A budget: up to the part that is due, up to the whole, beyond. 100 x (46 - 92) / 92 = -50
    case(&spend, "45", mid, "45 92 -51.0870 green");
    case(&spend, "46", mid, "46 92 -50.0000 amber");
    case(&spend, "93", mid, "93 92 1.0870 red");
    case(&spend, "92", over, "92 92 0.0000 green");
    case(&spend, "93", over, "93 92 1.0870 red");
    // Thresholds shrink alike: green from 45, amber from 46 x 45 / 92 = 22.5
    case(&limits, "45", mid, "45 null null green");
    case(&limits, "22.5", mid, "22.5 null null amber");
    case(&limits, "22.4", mid, "22.4 null null red");
    // Of a mean the whole target counts at once: 100 x (92 - 45) / 92 = 51.0870
    case(
        "aggregate = \"mean\"\n[targets]\n2026-Q3 = 92",
        "45",
        mid,
        "45 92 51.0870 red",
    );
}

#[test]
fn overdue_one_period_and_the_days_of_grace_after_the_last_reading() {
    // Frequency, last reading, due, and the last day of two days of grace.
    for (frequency, folder, last, due, grace) in [
        ("daily", "2026-Q3", "2026-08-10", "2026-08-11", "2026-08-13"),
        (
            "weekly",
            "2026-Q3",
            "2026-08-10",
            "2026-08-17",
            "2026-08-19",
        ),
        (
            "fortnightly",
            "2026-Q3",
            "2026-08-10",
            "2026-08-24",
            "2026-08-26",
        ),
        (
            "monthly",
            "2026-Q3",
            "2026-07-31",
            "2026-08-31",
            "2026-09-02",
        ),
        (
            "monthly",
            "2026-Q1",
            "2026-01-31",
            "2026-02-28",
            "2026-03-02",
        ),
        (
            "quarterly",
            "2026-Q2",
            "2026-05-31",
            "2026-08-31",
            "2026-09-02",
        ),
        (
            "yearly",
            "2025-Q3",
            "2025-09-30",
            "2026-09-30",
            "2026-10-02",
        ),
    ] {
        let kpi = format!("frequency = \"{frequency}\"");
        let workspace = one("grace_days = 2", &kpi, &format!("{folder} {last}=1"));
        let overdue = |day: &str| read(&workspace, &format!("this {day}"))["overdue"].clone();
        let after = grace
            .parse::<chrono::NaiveDate>()
            .unwrap()
            .succ_opt()
            .unwrap();
        assert_eq!(overdue(due), false, "{frequency} {last}");
        assert_eq!(overdue(grace), false, "{frequency} {last}");
        assert_eq!(overdue(&after.to_string()), true, "{frequency} {last}");
    }
    let never = |kpi: &str| read(&one("", kpi, ""), "2026-Q3 2026-07-01")["overdue"].clone();
    assert_eq!(
        (never("frequency = \"yearly\""), never("")),
        (true.into(), true.into())
    );
    let whenever = one("", "", "2020-Q1 2020-01-01=1");
    assert_eq!(read(&whenever, "2026-Q3 2026-07-01")["overdue"], false);
}

#[test]
fn fiscal_years() {
    let annual = "aggregate = \"sum\"\n[targets]\n2021 = 400";
    // Named by its end, the year 2021 began on 2020-02-01: 100 x (100 - 60) / 100 = 40
    hold(
        "fiscal_year_start = 2\nfiscal_year_named_by = \"end\"",
        &[
            (
                annual,
                "2021-Q1 2020-02-01=20 2020-04-30=40",
                "2021-Q1 2020-05-01",
                "60 100 40.0000 red",
            ),
            // Day 29 of 366: due 400 x 29 / 366 = 31.6940, 100 x 11.6940 / 31.6940; the first tenth
            (
                annual,
                "2021-Q1 2020-02-01=20",
                "2021 2020-02-29",
                "20 400 36.8966 amber",
            ),
        ],
    );
    hold(
        "fiscal_year_start = 2\nfiscal_year_named_by = \"start\"",
        &[(
            annual,
            "2021-Q1 2021-02-01=20 2021-04-30=40",
            "2021-Q1 2021-05-01",
            "60 100 40.0000 red",
        )],
    );
    // January 2021 is the last month of 2020-02-01 to 2021-01-31: 400 / 12 = 33.3333
    hold(
        "fiscal_year_start = 2\nfiscal_year_named_by = \"end\"\ncycle = \"month\"",
        &[
            (
                "aggregate = \"sum\"\n[targets]\n2021 = 120",
                "2021-01 2021-01-31=9",
                "2021-01 2021-02-01",
                "9 10 10.0000 amber",
            ),
            (
                "aggregate = \"sum\"\n[targets]\n2021 = 120",
                "2021-02 2021-02-28=9",
                "2021-02 2021-03-01",
                "9 null null no-target",
            ),
        ],
    );
}
