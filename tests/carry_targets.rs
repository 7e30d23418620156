//! What `okr carry` asks of the next cycle: each aggregate under each strategy at each place in the
//! year, with figures computed by hand, and the law that targets met exactly make the year's.

mod support;

use chrono::{Days, NaiveDate};
use okr::model::{Calendar, CycleId, CycleKind, NamedBy};
use proptest::prelude::*;
use serde_json::Value;
use support::Workspace;
use support::random::{Random, few};

/// The annual targets of 2026 and 2027 are 80 and 100 where more is better, 40 and 20 where less is, 400
/// and 480 of a total; what is maintained has none.
///
/// A row has the KPI; the new quarter; what the quarters of 2026 came to, the last of them the old one
/// (`–`: nobody read it); baseline and target of the old quarter, or the bounds that it was held in; then
/// what `pace`, `step` and `keep` ask for, with the arithmetic. Words before the number: the strategy
/// that gave it where it is not the one that was asked for, and whether it is to be held.
const TABLE: &str = "
last increase | 2026-Q2 | 71          | 70→72 | 74 = 71 + (80 − 71)/3        | 73 = 71 + (72 − 70) | 72
last increase | 2026-Q3 | 71 73       | 71→74 | 76.5 = 73 + (80 − 73)/2      | 76 = 73 + (74 − 71) | 74
last increase | 2026-Q4 | 71 73 75    | 73→75 | 80 = 75 + (80 − 75)/1        | 77 = 75 + (75 − 73) | hold 75
last increase | 2027-Q1 | 71 73 75 76 | 75→80 | 82 = 76 + (100 − 76)/4       | 81 = 76 + (80 − 75) | 80
last increase | 2026-Q3 | 71 –        | 71→74 | 75.5 = 71 + (80 − 71)/2      | 74 = 71 + (74 − 71) | 74
last increase | 2026-Q4 | – – 74      | 73→76 | 80 = 74 + (80 − 74)/1        | 77 = 74 + (76 − 73) | 76
last increase | 2027-Q1 | 71 73 75 –  | 75→79 | 81.25 = 75 + (100 − 75)/4    | 79 = 75 + (79 − 75) | 79
last increase | 2026-Q3 | 71 80       | 71→78 | hold 80                      | 87 = 80 + (78 − 71) | hold 78
last increase | 2026-Q4 | 71 73 82    | 73→75 | hold 80                      | 84 = 82 + (75 − 73) | hold 75
last increase | 2026-Q4 | 71 73       | 71→74 | 80 = 73 + (80 − 73)/1        | 76 = 73 + (74 − 71) | 74
last decrease | 2026-Q2 | 52          | 54→50 | 48 = 52 + (40 − 52)/3        | 48 = 52 + (50 − 54) | 50
last decrease | 2026-Q3 | 52 49       | 52→48 | 44.5 = 49 + (40 − 49)/2      | 45 = 49 + (48 − 52) | 48
last decrease | 2026-Q4 | 52 49 46    | 49→47 | 40 = 46 + (40 − 46)/1        | 44 = 46 + (47 − 49) | hold 47
last decrease | 2027-Q1 | 52 49 46 44 | 46→40 | 38 = 44 + (20 − 44)/4        | 38 = 44 + (40 − 46) | 40
last decrease | 2026-Q3 | 52 –        | 52→48 | 46 = 52 + (40 − 52)/2        | 48 = 52 + (48 − 52) | 48
last decrease | 2026-Q4 | 52 49 38    | 49→45 | hold 40                      | 34 = 38 + (45 − 49) | hold 45

sum increase  | 2026-Q2 | 70          | 0→90  | 110 = (400 − 70)/3           | 90 = 0 + (90 − 0)   | 90
sum increase  | 2026-Q3 | 80 90       | 0→110 | 115 = (400 − 80 − 90)/2      | 110 = 0 + (110 − 0) | 110
sum increase  | 2026-Q4 | 80 90 100   | 0→115 | 130 = (400 − 270)/1          | 115 = 0 + (115 − 0) | 115
sum increase  | 2027-Q1 | 80 90 99 88 | 0→130 | 120 = (480 − 0)/4            | 130 = 0 + (130 − 0) | 130
sum increase  | 2026-Q3 | 80 –        | 0→110 | 160 = (400 − 80)/2           | 110 = 0 + (110 − 0) | 110
sum increase  | 2026-Q4 | 80 – 100    | 0→110 | 220 = (400 − 80 − 100)/1     | 110 = 0 + (110 − 0) | 110
sum increase  | 2026-Q3 | 250 150     | 0→110 | keep 110, the 400 is reached | 110 = 0 + (110 − 0) | 110
sum increase  | 2026-Q4 | 200 180 120 | 0→110 | keep 110, the 400 is reached | 110 = 0 + (110 − 0) | 110
sum increase  | 2026-Q4 | 80 90       | 0→110 | 230 = (400 − 80 − 90)/1      | 110 = 0 + (110 − 0) | 110
sum decrease  | 2026-Q2 | 70          | 0→90  | 110 = (400 − 70)/3           | 90 = 0 + (90 − 0)   | 90
sum decrease  | 2026-Q3 | 120 90      | 0→110 | 95 = (400 − 120 − 90)/2      | 110 = 0 + (110 − 0) | 110
sum decrease  | 2026-Q4 | 120 90 80   | 0→100 | 110 = (400 − 290)/1          | 100 = 0 + (100 − 0) | 100
sum decrease  | 2027-Q1 | 99 99 99 99 | 0→100 | 120 = (480 − 0)/4            | 100 = 0 + (100 − 0) | 100
sum decrease  | 2026-Q3 | 100 –       | 0→110 | 150 = (400 − 100)/2          | 110 = 0 + (110 − 0) | 110
sum decrease  | 2026-Q4 | 99 101 220  | 0→110 | 0, not (400 − 420)/1         | 110 = 0 + (110 − 0) | 110

mean increase | 2026-Q2 | 71          | 70→75 | 83 = (80·4 − 71)/3           | 76 = 71 + (75 − 70) | 75
mean increase | 2026-Q3 | 71 75       | 70→76 | 87 = (80·4 − 71 − 75)/2      | 81 = 75 + (76 − 70) | 76
mean increase | 2026-Q4 | 76 78 82    | 78→81 | 84 = (80·4 − 236)/1          | 85 = 82 + (81 − 78) | hold 81
mean increase | 2027-Q1 | 76 78 82 84 | 82→85 | 100 = (100·4 − 0)/4          | 87 = 84 + (85 − 82) | 85
mean increase | 2026-Q3 | 71 –        | 70→75 | 84.5 = (80·3 − 71)/2         | 75 = 70 + (75 − 70) | 75
mean increase | 2026-Q3 | – 71        | 70→75 | 84.5 = (80·3 − 71)/2         | 76 = 71 + (75 − 70) | 75
mean increase | 2026-Q4 | 71 – 78     | 75→79 | 91 = (80·3 − 71 − 78)/1      | 82 = 78 + (79 − 75) | 79
mean increase | 2026-Q4 | 90 90 90    | 80→85 | hold 50 = (80·4 − 270)/1     | 95 = 90 + (85 − 80) | hold 85
mean increase | 2026-Q4 | 71 75       | 70→76 | 94 = (80·3 − 71 − 75)/1      | 81 = 75 + (76 − 70) | 76
mean decrease | 2026-Q2 | 49          | 50→46 | 37 = (40·4 − 49)/3           | 45 = 49 + (46 − 50) | 46
mean decrease | 2026-Q3 | 49 47       | 50→44 | 32 = (40·4 − 49 − 47)/2      | 41 = 47 + (44 − 50) | 44
mean decrease | 2026-Q4 | 44 42 39    | 42→40 | 35 = (40·4 − 125)/1          | 37 = 39 + (40 − 42) | hold 40
mean decrease | 2027-Q1 | 44 42 39 35 | 39→34 | 20 = (20·4 − 0)/4            | 30 = 35 + (34 − 39) | 34
mean decrease | 2026-Q3 | 49 –        | 50→46 | 35.5 = (40·3 − 49)/2         | 46 = 50 + (46 − 50) | 46
mean decrease | 2026-Q4 | 49 – 43     | 46→42 | 28 = (40·3 − 49 − 43)/1      | 39 = 43 + (42 − 46) | 42

min increase  | 2026-Q2 | 71          | 70→75 | 80 at once                   | 76 = 71 + (75 − 70) | 75
min increase  | 2026-Q3 | 71 73       | 70→75 | 80 at once                   | 78 = 73 + (75 − 70) | 75
min increase  | 2026-Q4 | 71 73 76    | 73→75 | 80 at once                   | 78 = 76 + (75 − 73) | hold 75
min increase  | 2027-Q1 | 71 73 76 78 | 76→80 | 100 at once                  | 82 = 78 + (80 − 76) | 80
min increase  | 2026-Q3 | 71 –        | 70→75 | 80 at once                   | 75 = 70 + (75 − 70) | 75
min increase  | 2026-Q4 | 71 73 81    | 73→75 | hold 80                      | 83 = 81 + (75 − 73) | hold 75
min decrease  | 2026-Q2 | 52          | 54→50 | 48 = 52 + (40 − 52)/3        | 48 = 52 + (50 − 54) | 50
min decrease  | 2026-Q3 | 52 49       | 52→48 | 44.5 = 49 + (40 − 49)/2      | 45 = 49 + (48 − 52) | 48
min decrease  | 2026-Q4 | 52 49 46    | 49→45 | 40 = 46 + (40 − 46)/1        | 42 = 46 + (45 − 49) | 45
min decrease  | 2027-Q1 | 52 49 46 44 | 46→41 | 38 = 44 + (20 − 44)/4        | 39 = 44 + (41 − 46) | 41
min decrease  | 2026-Q4 | 52 49 –     | 50→46 | 40 = 50 + (40 − 50)/1        | 46 = 50 + (46 − 50) | 46

max increase  | 2026-Q2 | 71          | 70→72 | 74 = 71 + (80 − 71)/3        | 73 = 71 + (72 − 70) | 72
max increase  | 2026-Q3 | 71 73       | 71→74 | 76.5 = 73 + (80 − 73)/2      | 76 = 73 + (74 − 71) | 74
max increase  | 2026-Q4 | 71 73 75    | 73→76 | 80 = 75 + (80 − 75)/1        | 78 = 75 + (76 − 73) | 76
max increase  | 2027-Q1 | 71 73 75 76 | 75→80 | 82 = 76 + (100 − 76)/4       | 81 = 76 + (80 − 75) | 80
max increase  | 2026-Q4 | 71 73 –     | 73→76 | 80 = 73 + (80 − 73)/1        | 76 = 73 + (76 − 73) | 76
max decrease  | 2026-Q2 | 52          | 54→50 | 40 at once                   | 48 = 52 + (50 − 54) | 50
max decrease  | 2026-Q3 | 52 49       | 52→48 | 40 at once                   | 45 = 49 + (48 − 52) | 48
max decrease  | 2026-Q4 | 52 49 46    | 49→47 | 40 at once                   | 44 = 46 + (47 − 49) | hold 47
max decrease  | 2027-Q1 | 52 49 46 44 | 46→40 | 20 at once                   | 38 = 44 + (40 − 46) | 40
max decrease  | 2026-Q3 | 52 –        | 52→48 | 40 at once                   | 48 = 52 + (48 − 52) | 48

last maintain | 2026-Q2 | 5           | 4..6  | keep 4..6                    | keep 4..6           | 4..6
last maintain | 2026-Q3 | 5 7         | 4..6  | keep 4..6                    | keep 4..6           | 4..6
last maintain | 2026-Q4 | 5 7 –       | 4..6  | keep 4..6                    | keep 4..6           | 4..6
last maintain | 2027-Q1 | 5 7 5 3     | 4..6  | keep 4..6                    | keep 4..6           | 4..6
mean maintain | 2026-Q2 | 5           | 4..6  | keep 4..6                    | keep 4..6           | 4..6
mean maintain | 2026-Q3 | 5 7         | 4..6  | keep 4..6                    | keep 4..6           | 4..6
mean maintain | 2026-Q4 | 5 – 5       | 4..6  | keep 4..6                    | keep 4..6           | 4..6
mean maintain | 2027-Q1 | 5 7 5 3     | 4..6  | keep 4..6                    | keep 4..6           | 4..6
sum maintain  | 2026-Q2 | 5           | 4..6  | keep 4..6                    | keep 4..6           | 4..6
sum maintain  | 2026-Q3 | 5 7         | 4..6  | keep 4..6                    | keep 4..6           | 4..6
sum maintain  | 2026-Q4 | 5 – 5       | 4..6  | keep 4..6                    | keep 4..6           | 4..6
sum maintain  | 2027-Q1 | 5 7 5 3     | 4..6  | keep 4..6                    | keep 4..6           | 4..6
min maintain  | 2026-Q2 | 5           | 4..6  | keep 4..6                    | keep 4..6           | 4..6
min maintain  | 2026-Q3 | 5 7         | 4..6  | keep 4..6                    | keep 4..6           | 4..6
min maintain  | 2026-Q4 | 5 7 –       | 4..6  | keep 4..6                    | keep 4..6           | 4..6
min maintain  | 2027-Q1 | 5 7 5 3     | 4..6  | keep 4..6                    | keep 4..6           | 4..6
max maintain  | 2026-Q2 | 5           | 4..6  | keep 4..6                    | keep 4..6           | 4..6
max maintain  | 2026-Q3 | 5 7         | 4..6  | keep 4..6                    | keep 4..6           | 4..6
max maintain  | 2026-Q4 | 5 7 –       | 4..6  | keep 4..6                    | keep 4..6           | 4..6
max maintain  | 2027-Q1 | 5 7 5 3     | 4..6  | keep 4..6                    | keep 4..6           | 4..6

last increase, held        | 2026-Q3 | 71 73 | ≥ 70  | keep hold 70             | keep hold 70        | hold 70
last increase, held        | 2026-Q3 | 71 –  | ≥ 70  | keep hold 70             | keep hold 70        | hold 70
last increase, no annual   | 2026-Q3 | 71 73 | 71→74 | step 76 = 73 + (74 − 71) | 76 = 73 + (74 − 71) | 74
last increase, no annual   | 2026-Q3 | 71 –  | 71→74 | step 74 = 71 + (74 − 71) | 74 = 71 + (74 − 71) | 74
sum increase, no annual    | 2026-Q3 | 80 90 | 0→110 | step 110 = 0 + (110 − 0) | 110 = 0 + (110 − 0) | 110
sum decrease, no annual    | 2026-Q3 | 80 90 | 0→110 | step 110 = 0 + (110 − 0) | 110 = 0 + (110 − 0) | 110
mean decrease, no annual   | 2026-Q3 | 49 47 | 50→44 | step 41 = 47 + (44 − 50) | 41 = 47 + (44 − 50) | 44
last increase, always 75   | 2026-Q3 | 71 73 | 71→74 | set 75                   | 76 = 73 + (74 − 71) | 74
last increase, always 75   | 2026-Q3 | 71 76 | 71→77 | set hold 75              | 82 = 76 + (77 − 71) | 77
last increase, standing 78 | 2026-Q3 | 71 73 | 71→74 | set 78                   | set 78              | set 78
last increase, standing 78 | 2026-Q3 | 71 79 | 71→74 | set hold 78              | set hold 78         | set hold 78
sum increase, standing 78  | 2026-Q3 | 80 90 | 0→110 | set 78                   | set 78              | set 78
";

const STRATEGIES: [&str; 3] = ["pace", "step", "keep"];

/// A row of the table.
struct Case {
    aggregate: &'static str,
    direction: &'static str,
    /// What else is known of its targets.
    special: &'static str,
    into: &'static str,
    quarters: Vec<Option<f64>>,
    was: &'static str,
    /// What each strategy asks for.
    asks: [Ask; 3],
}

/// What a new key result is asked for.
struct Ask {
    strategy: &'static str,
    hold: bool,
    goal: Goal,
}

#[derive(Clone, Copy)]
enum Goal {
    Number(f64),
    Band(f64, f64),
}

fn cases() -> impl Iterator<Item = Case> {
    let rows = TABLE.lines().filter(|line| !line.is_empty());
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [kpi, into, quarters, was, pace, step, keep] = cells[..] else {
            panic!("{row}")
        };
        let (kpi, special) = kpi.split_once(", ").unwrap_or((kpi, ""));
        let (aggregate, direction) = kpi.split_once(' ').unwrap();
        let asked = STRATEGIES.into_iter().zip([pace, step, keep]);
        let asks: Vec<_> = asked.map(|(strategy, cell)| ask(strategy, cell)).collect();
        Case {
            aggregate,
            direction,
            special,
            into,
            quarters: quarters
                .split_whitespace()
                .map(|q| q.parse().ok())
                .collect(),
            was,
            asks: asks.try_into().unwrap_or_else(|_| panic!("{row}")),
        }
    })
}

fn ask(asked: &'static str, cell: &'static str) -> Ask {
    let mut words = cell.split([' ', ',']).peekable();
    let strategy = words.next_if(|word| ["pace", "step", "keep", "set"].contains(word));
    let hold = words.next_if_eq(&"hold").is_some();
    Ask {
        strategy: strategy.unwrap_or(asked),
        hold,
        goal: goal(words.next().unwrap()),
    }
}

fn goal(text: &str) -> Goal {
    match text.split_once("..") {
        Some((low, high)) => Goal::Band(low.parse().unwrap(), high.parse().unwrap()),
        None => Goal::Number(text.parse().unwrap_or_else(|_| panic!("{text}"))),
    }
}

impl Case {
    /// The quarter that is carried.
    fn old(&self) -> String {
        format!("2026-Q{}", self.quarters.len())
    }

    /// The old quarter and its KPI, read so that it came to what the row says.
    fn workspace(&self) -> Workspace {
        let (aggregate, direction, old) = (self.aggregate, self.direction, self.old());
        let mut kpi = format!(
            "name = \"K\"\naggregate = \"{aggregate}\"\ndirection = \"{direction}\"\n[targets]\n"
        );
        kpi.push_str(match (direction, aggregate, self.special) {
            (_, _, "no annual") | ("maintain", _, _) => "",
            (_, _, "always 75") => "always = 75\n",
            (_, "sum", _) => "2026 = 400\n2027 = 480\n",
            ("increase", _, _) => "2026 = 80\n2027 = 100\n",
            (_, _, _) => "2026 = 40\n2027 = 20\n",
        });
        if self.special == "standing 78" {
            kpi.push_str(&format!("{} = 78\n", self.into));
        }
        let mut key_result = String::from(
            "objective = \"O\"\nowner = \"maria\"\n\n[key_results.k]\nkpi = \"kpis/k\"\n",
        );
        if let Some(bound) = self.was.strip_prefix("≥ ") {
            key_result.push_str(&format!("at_least = {bound}\n"));
        } else if let Some((low, high)) = self.was.split_once("..") {
            kpi.push_str(&format!(
                "{old} = {{ at_least = {low}, at_most = {high} }}\n"
            ));
        } else {
            let (baseline, target) = self.was.split_once('→').unwrap();
            kpi.push_str(&format!("{old} = {target}\n"));
            // A budget has no baseline.
            if (aggregate, direction) != ("sum", "decrease") {
                key_result.push_str(&format!("baseline = {baseline}\n"));
            }
        }
        let workspace = Workspace::new()
            .file("kpis/k.toml", kpi)
            .file(&format!("{old}/o.toml"), key_result);
        let quarters = self.quarters.iter().enumerate();
        let read = quarters.filter_map(|(before, value)| Some((before, (*value)?)));
        read.fold(workspace, |workspace, (before, value)| {
            let [first, last] = readings(self.aggregate, value);
            let (quarter, month) = (before + 1, before * 3 + 1);
            workspace.file(
                &format!("2026-Q{quarter}/checkins/a.toml"),
                format!(
                    "date = 2026-{month:02}-20\nby = \"bot\"\n\n[[update]]\nkpi = \"kpis/k\"\nvalue = {last}\n\n\
                     [[update]]\nkpi = \"kpis/k\"\nvalue = {first}\ndate = 2026-{month:02}-10\n"
                ),
            )
        })
    }
}

/// Two readings that come to `value`.
fn readings(aggregate: &str, value: f64) -> [f64; 2] {
    match aggregate {
        "last" => [value + 9.0, value],
        "sum" => [value - 30.0, 30.0],
        "mean" => [value - 1.0, value + 1.0],
        "min" => [value, value + 4.0],
        "max" => [value, value - 4.0],
        other => panic!("{other}"),
    }
}

fn close(found: &Value, expected: f64) -> bool {
    found
        .as_f64()
        .is_some_and(|f| (f - expected).abs() <= 1e-9 * expected.abs().max(1.0))
}

fn is_goal(found: &Value, expected: Goal) -> bool {
    match expected {
        Goal::Number(number) => close(found, number),
        Goal::Band(low, high) => close(&found["at_least"], low) && close(&found["at_most"], high),
    }
}

#[test]
fn every_aggregate_strategy_and_place_in_the_year() {
    std::thread::scope(|scope| {
        for (number, asked) in STRATEGIES.into_iter().enumerate() {
            scope.spawn(move || cases().for_each(|case| carries(&case, asked, &case.asks[number])));
        }
    });
}

fn carries(case: &Case, asked: &str, ask: &Ask) {
    let workspace = case.workspace();
    let (old, into) = (case.old(), case.into);
    let day = format!(
        "{}-02",
        ["2026-04", "2026-07", "2026-10", "2027-01"][place(into)]
    );
    let words = format!("carry --from {old} --to {into} --strategy {asked} --format json");
    let plan = workspace.okr(&words).today(&day).run().json();
    let row = &plan["carried"][0];
    let Case {
        aggregate,
        direction,
        special,
        quarters,
        was,
        ..
    } = case;
    let what =
        format!("{aggregate} {direction} {special} into {into} by {asked}, {quarters:?}: {plan}");

    let actual = *quarters.last().unwrap();
    assert_eq!(row["actual"].as_f64(), actual, "{what}");
    let before = was
        .split_once('→')
        .and_then(|(baseline, _)| baseline.parse().ok());
    let baseline = if *aggregate == "sum" {
        Some(0.0)
    } else {
        actual.or(before)
    };
    assert_eq!(row["baseline"].as_f64(), baseline, "{what}");
    assert!(is_goal(&row["target"], ask.goal), "{what}");
    assert_eq!(row["hold"], ask.hold, "{what}");
    assert_eq!(row["strategy"], ask.strategy, "{what}");

    // What was written asks for the same.
    let status = workspace.json(&format!("status --cycle {into} --as-of {day}"));
    let written = &status["objectives"][0]["key_results"][0];
    let what = format!("{what}\n{written}");
    match ask.goal {
        Goal::Band(..) => assert!(is_goal(written, ask.goal), "{what}"),
        Goal::Number(bound) if ask.hold => {
            let side = if *direction == "decrease" {
                "at_most"
            } else {
                "at_least"
            };
            assert!(close(&written[side], bound), "{what}");
            assert_eq!(written["baseline"], Value::Null, "{what}");
        }
        // A budget is a bound, too.
        Goal::Number(target) if (*aggregate, *direction) == ("sum", "decrease") => {
            assert!(close(&written["at_most"], target), "{what}");
        }
        Goal::Number(target) => {
            assert!(close(&written["target"], target), "{what}");
            assert_eq!(written["baseline"].as_f64(), baseline, "{what}");
        }
    }
}

/// How many quarters of its year lie behind the end of a new quarter.
fn place(into: &str) -> usize {
    let quarters = ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"];
    quarters
        .iter()
        .position(|&quarter| quarter == into)
        .unwrap()
}

#[test]
fn the_table_leaves_nothing_out() {
    for aggregate in ["last", "sum", "mean", "min", "max"] {
        for direction in ["increase", "decrease", "maintain"] {
            for into in 0..4 {
                let mut rows = cases().filter(|c| {
                    (c.aggregate, c.direction, place(c.into)) == (aggregate, direction, into)
                });
                assert!(rows.next().is_some(), "{aggregate} {direction} {into}");
            }
            let is_gap = |case: &Case| case.quarters.iter().any(Option::is_none);
            let mut gaps = cases().filter(|c| (c.aggregate, c.direction) == (aggregate, direction));
            assert!(gaps.any(|case| is_gap(&case)), "{aggregate} {direction}");
        }
    }
}

/// Two years of a KPI, in cycles of any length and any fiscal year, its goals begun at any place of the
/// first.
struct Years {
    workspace: Workspace,
    calendar: Calendar,
    kind: CycleKind,
    aggregate: &'static str,
    direction: &'static str,
    /// The targets of 2026 and 2027.
    annual: [f64; 2],
}

const YEARS: [i32; 2] = [2026, 2027];

impl Years {
    fn new(random: &mut Random) -> Self {
        let kind = random.pick(&CycleKind::ALL);
        let start_month = 1 + random.below(12) as u32;
        let (named_by, by) = random.pick(&[(NamedBy::End, "end"), (NamedBy::Start, "start")]);
        let calendar = Calendar::new(start_month, named_by).unwrap();
        let aggregate = random.pick(&["last", "sum", "mean"]);
        let direction = random.pick(&["increase", "decrease"]);
        let annual = [(); 2].map(|()| (100 + random.below(40_000)) as f64 / 100.0);
        let word = kind.word();
        let workspace = Workspace::empty()
            .file(
                "okr.toml",
                format!("cycle = \"{word}\"\nfiscal_year_start = {start_month}\nfiscal_year_named_by = \"{by}\"\n"),
            )
            .file(
                "kpis/k.toml",
                format!(
                    "name = \"K\"\naggregate = \"{aggregate}\"\ndirection = \"{direction}\"\n\
                     [targets]\n2026 = {}\n2027 = {}\n",
                    annual[0], annual[1]
                ),
            );
        Self {
            workspace,
            calendar,
            kind,
            aggregate,
            direction,
            annual,
        }
    }

    /// The cycles of one of the years.
    fn cycles(&self, year: usize) -> Vec<CycleId> {
        let year = CycleId::new(YEARS[year], CycleKind::Year, 1).unwrap();
        self.calendar.within(year, self.kind)
    }

    /// The cycles up to the one where the goals begin, which is read; of those before only some are. A
    /// total stays below the year's.
    fn begin(&self, random: &mut Random) -> usize {
        let cycles = self.cycles(0);
        let begun = random.below(cycles.len());
        let most = match self.aggregate {
            "sum" => self.annual[0] / cycles.len() as f64,
            _ => 500.0,
        };
        for (place, &cycle) in cycles[..=begun].iter().enumerate() {
            if place == begun || random.one_in(2) {
                let value = most * (random.below(1000) as f64) / 1000.0;
                self.read(cycle, &value.to_string());
            }
        }
        self.workspace.write(
            &format!("{}/o.toml", cycles[begun]),
            "objective = \"O\"\nowner = \"maria\"\n\n[key_results.k]\nkpi = \"kpis/k\"\n",
        );
        begun
    }

    /// One reading makes the whole cycle's value.
    fn read(&self, cycle: CycleId, value: &str) {
        let day = self.calendar.end(cycle);
        let words = format!("checkin kpis/k {value}");
        self.workspace
            .okr(&words)
            .today(&day.to_string())
            .run()
            .exits(0);
    }

    /// Carries into a cycle, meets exactly what is asked for, and says what gave that.
    fn carry_and_meet(&self, cycle: CycleId) -> Value {
        let day: NaiveDate = self.calendar.start(cycle) + Days::new(1);
        let call = self.workspace.okr("carry --format json");
        let plan = call.today(&day.to_string()).run().json();
        let row = &plan["carried"][0];
        self.read(cycle, &row["target"].to_string());
        let strategy = row["strategy"].clone();
        // A year's own target is the annual one.
        let set = strategy == "set" && self.kind == CycleKind::Year;
        let held = strategy == "keep" && row["hold"] == true;
        assert!(strategy == "pace" || set || held, "{plan}");
        let bound = row["target"].as_f64().unwrap();
        let wants_more = match self.direction {
            "increase" => self.annual[1] > bound + 1e-9,
            _ => self.annual[1] < bound - 1e-9,
        };
        let year_begins = cycle == self.cycles(1)[0];
        let says = plan["notes"].to_string().contains("goes on to be held");
        assert_eq!(says, held && year_begins && wants_more, "{plan}");
        strategy
    }

    fn value(&self, year: usize) -> f64 {
        let last = *self.cycles(year).last().unwrap();
        let words = format!(
            "kpi --cycle {} --as-of {}",
            YEARS[year],
            self.calendar.end(last)
        );
        let kpis = self.workspace.json(&words);
        kpis["kpis"][0]["value"].as_f64().unwrap()
    }
}

proptest! {
    #![proptest_config(few(8))]

    #[test]
    fn targets_that_are_met_exactly_make_the_years(seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let years = Years::new(&mut random);
        let begun = years.begin(&mut random);
        for (year, from) in [(0, begun + 1), (1, 0)] {
            let cycles = years.cycles(year).into_iter().skip(from);
            let carried: Vec<_> = cycles.map(|cycle| years.carry_and_meet(cycle)).collect();
            // What was held in the old year goes on to be: nothing is computed.
            if carried.first().is_some_and(|strategy| strategy != "keep") {
                let (value, annual) = (years.value(year), years.annual[year]);
                prop_assert!((value - annual).abs() <= 1e-6 * annual, "{year}: {value}, not {annual}");
            }
        }
    }
}
