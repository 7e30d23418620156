//! What holds for every picture, whatever is drawn.

mod picture;

use super::*;
use picture::{Element, elements, places};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn level(label: &str, value: f64) -> Level<'_> {
    Level { label, value }
}

fn retention() -> [Point; 3] {
    [
        (day("2026-07-01"), 73.0),
        (day("2026-07-14"), 73.4),
        (day("2026-08-11"), 74.1),
    ]
}

fn quarter(points: &[Point]) -> LineChart<'_> {
    LineChart {
        id: "c1",
        title: "Retention",
        description: "74.1 %, target 75 %",
        size: Size::CARD,
        days: (day("2026-07-01"), day("2026-09-30")),
        unit: "%",
        decimals: Some(1),
        points,
        target: Some(Target::Line(level("target", 75.0))),
        levels: &[],
        pace: None,
        limits: None,
        signals: &[],
        today: Some(day("2026-08-14")),
        words: Words::ENGLISH,
    }
}

fn texts<'a>(markup: &'a str, class: &str) -> Vec<&'a str> {
    let texts = elements(markup).into_iter();
    let texts = texts.filter(|e| e.name == "text" && e.attribute("class") == Some(class));
    texts.map(|e| e.text).collect()
}

#[test]
fn a_chart_tells_its_numbers_dates_and_names() {
    let points = retention();
    let drawn = line_chart(&quarter(&points)).0;
    assert_eq!(
        texts(&drawn, "ke"),
        ["75.0", "74.5", "74.0", "73.5", "73.0"]
    );
    assert_eq!(texts(&drawn, "km"), ["Jul", "2026", "Aug", "Sep", "today"]);
    assert_eq!(texts(&drawn, "kx"), ["target 75.0"]);
    assert_eq!(texts(&drawn, "kn"), ["74.1 %"]);
    assert!(
        drawn.contains("<title>14 Jul 2026: 73.4 %</title>"),
        "{drawn}"
    );
    assert!(
        drawn.contains(r#"role="img" aria-labelledby="c1-t c1-d""#),
        "{drawn}"
    );
    assert!(
        drawn.contains(r#"<title id="c1-t">Retention</title><desc id="c1-d">74.1 %"#),
        "{drawn}"
    );
    assert!(!drawn.contains("style="), "{drawn}");
}

#[test]
fn a_signal_is_told_by_shape_and_word() {
    let points = retention();
    let (first, last) = (points[0].0, points[2].0);
    let signals = [(first, Rule::Run), (last, Rule::Run), (last, Rule::Outside)];
    let mut chart = quarter(&points);
    chart.signals = &signals;
    let drawn = line_chart(&chart).0;
    assert!(
        drawn.contains("1 Jul 2026: 73.0 % (run on one side)"),
        "{drawn}"
    );
    assert!(
        drawn.contains("11 Aug 2026: 74.1 % (beyond a limit)"),
        "{drawn}"
    );
    assert_eq!(
        texts(&drawn, "ks"),
        ["%", "beyond a limit", "run on one side"]
    );
    // Each once among the points and once in the legend.
    assert_eq!(drawn.matches(r#"class="ko""#).count(), 2);
    assert_eq!(drawn.matches(r#"class="kr""#).count(), 2);
}

#[test]
fn nothing_to_draw_is_no_picture() {
    let nothing = [(day("2026-07-01"), f64::NAN)];
    let mut chart = quarter(&nothing);
    chart.target = None;
    assert_eq!(line_chart(&chart).0, "");
    let spark = Sparkline {
        points: &nothing,
        days: None,
        target: None,
        label: "",
    };
    assert_eq!(sparkline(&spark).0, "");
}

#[test]
fn a_pace_is_cut_off_where_its_days_end() {
    let way = [(day("2026-06-30"), 0.0), (day("2026-10-08"), 100.0)];
    let days = (day("2026-07-10"), day("2026-09-28"));
    let kept = series::clipped(&way, days);
    assert_eq!(kept, [(days.0, 10.0), (days.1, 90.0)]);
}

#[test]
fn a_sparkline_and_a_bar_are_small() {
    let points: Vec<Point> = (0..90)
        .map(|i| {
            (
                day("2026-07-01") + chrono::Days::new(i),
                (i * 7919 % 1000) as f64,
            )
        })
        .collect();
    let spark = sparkline(&Sparkline {
        points: &points,
        days: None,
        target: Some(900.0),
        label: "from 0 to 791",
    });
    assert!(spark.0.len() <= 350, "{} bytes: {}", spark.0.len(), spark.0);
    let bar = bar(&Bar {
        share: Some(1.7),
        pace: Some(0.555),
        tone: Tone::Warn,
        label: "done",
    });
    assert!(
        bar.0.contains(r#"<rect class="kf" y="4" width="100%""#),
        "{}",
        bar.0
    );
    assert!(bar.0.contains(r#"<line x1="56%" x2="56%""#), "{}", bar.0);
    assert!(bar.0.len() <= 350, "{}", bar.0);
}

/// The custom properties of one scheme.
fn colors(scheme: &str) -> impl Fn(&str) -> f64 + '_ {
    move |name: &str| {
        let value = scheme.split_once(&format!("--k-{name}:#")).unwrap().1;
        let hex: String = value.chars().take_while(char::is_ascii_hexdigit).collect();
        let wide = if hex.len() == 3 {
            hex.chars().flat_map(|c| [c, c]).collect()
        } else {
            hex
        };
        let channel = |i: usize| {
            let share = f64::from(u8::from_str_radix(&wide[i..i + 2], 16).unwrap()) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
    }
}

#[test]
fn colours_stand_out_from_their_ground_in_both_schemes() {
    let contrast = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
    let schemes: Vec<&str> = STYLE.lines().take(2).collect();
    for scheme in schemes {
        let color = colors(scheme);
        for text in ["ink", "soft", "value", "limit"] {
            let found = contrast(color(text), color("paper"));
            assert!(found >= 4.5, "{text}: {found:.2} in {scheme}");
        }
        for mark in ["signal", "faint", "good", "warn", "bad", "done", "quiet"] {
            let found = contrast(color(mark), color("paper"));
            assert!(found >= 3.0, "{mark}: {found:.2} in {scheme}");
        }
        for bar in ["good", "warn", "bad", "done", "quiet", "ink"] {
            let found = contrast(color(bar), color("track"));
            assert!(found >= 3.0, "{bar} on its track: {found:.2} in {scheme}");
        }
    }
}

fn any_points() -> impl Strategy<Value = Vec<Point>> {
    let value = prop_oneof![
        3 => -1e4..1e4f64,
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(5.0),
    ];
    prop::collection::vec((any_day(), value), 0..60)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    let far = (-262_000i32..262_000, 1u32..=12).prop_map(|(y, m)| NaiveDate::from_ymd_opt(y, m, 1));
    prop_oneof![
        9 => (0i64..120).prop_map(|i| day("2026-06-20") + chrono::Duration::days(i)),
        1 => far.prop_map(Option::unwrap),
        1 => Just(NaiveDate::MIN),
        1 => Just(NaiveDate::MAX),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("target".to_owned()),
        Just("</svg><script>alert(1)</script>".to_owned()),
        Just("\" onload=\"alert(1)".to_owned()),
        "\\PC{0,40}",
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    prop_oneof![Just(Rule::Run), Just(Rule::NearLimit), Just(Rule::Outside)]
}

/// Everything lies in the picture, and texts do not touch each other. The last value alone may stand
/// on lines, and has a ground of its own.
fn check(markup: &str, size: (f64, f64)) {
    let all = elements(markup);
    let known = ["div", "svg", "title", "desc", "path", "circle", "text"];
    assert!(all.iter().all(|e| known.contains(&e.name)), "{markup}");
    assert!(
        all.iter().all(|e| e.attribute("onload").is_none()),
        "{markup}"
    );
    for element in &all {
        for (x, y) in element.places() {
            let within = (-0.1..=size.0 + 0.1).contains(&x) && (-0.1..=size.1 + 0.1).contains(&y);
            assert!(within, "{element:?} reaches {x} {y}\n{markup}");
        }
    }
    let named = |e: &&Element<'_>| e.name == "text";
    let texts: Vec<_> = all
        .iter()
        .filter(named)
        .filter(|e| !e.text.is_empty())
        .collect();
    for (i, a) in texts.iter().enumerate() {
        for b in &texts[..i] {
            let (a_from, a_to) = a.corners();
            let (b_from, b_to) = b.corners();
            let apart = a_to.0 <= b_from.0 || b_to.0 <= a_from.0;
            let apart = apart || a_to.1 <= b_from.1 || b_to.1 <= a_from.1;
            assert!(apart, "{a:?} touches {b:?}\n{markup}");
        }
    }
}

proptest! {
    #[test]
    fn every_line_chart_stays_in_its_picture(
        (points, way) in (any_points(), any_points()),
        days in (any_day(), any_day()),
        (label, unit) in (any_text(), any_text()),
        (target, least, today) in (any::<f64>(), prop::option::of(-1e3..1e3), any_day()),
        rules in prop::collection::vec(any_rule(), 0..60),
        (spread, wide, decimals) in (prop::option::of(0.0..1e3), any::<bool>(), prop::option::of(0u8..4)),
    ) {
        let levels = [level(&label, 3.0), level("", f64::INFINITY)];
        let signals: Vec<_> = points.iter().map(|p| p.0).zip(rules).collect();
        let mut chart = quarter(&points);
        chart.days = days;
        (chart.title, chart.description, chart.unit) = (&label, &unit, &unit);
        chart.decimals = decimals;
        chart.levels = &levels;
        chart.target = Some(match least {
            Some(least) => Target::Band {
                at_least: Some(level(&label, least)),
                at_most: Some(level(&unit, target)),
            },
            None => Target::Line(level(&label, target)),
        });
        chart.pace = Some(Pace { label: "pace", points: &way });
        chart.limits = spread.map(|s| Limits { centre: 5.0, lower: 5.0 - s, upper: 5.0 + s });
        chart.signals = &signals;
        chart.today = Some(today);
        chart.words.run = &label;
        chart.size = if wide { Size::WIDE } else { Size::CARD };
        let drawn = line_chart(&chart).0;
        check(&drawn, (f64::from(chart.size.width), f64::from(chart.size.height)));
        prop_assert!(texts(&drawn, "ke").len() <= 6, "{}", drawn);
    }

    #[test]
    fn every_sparkline_stays_in_its_picture(
        points in any_points(),
        days in prop::option::of((any_day(), any_day())),
        target in prop::option::of(any::<f64>()),
        label in any_text(),
    ) {
        let drawn = sparkline(&Sparkline { points: &points, days, target, label: &label }).0;
        check(&drawn, (80.0, 20.0));
    }

    #[test]
    fn every_bar_is_between_nothing_and_all(
        (share, pace) in (any::<f64>(), any::<f64>()),
        label in any_text(),
    ) {
        let asked = Bar { share: Some(share), pace: Some(pace), tone: Tone::Bad, label: &label };
        let drawn = bar(&asked).0;
        for element in elements(&drawn) {
            prop_assert!(["svg", "rect", "line"].contains(&element.name));
            let sizes = ["width", "x1"].into_iter().filter_map(|name| element.attribute(name));
            for size in sizes {
                let size: f64 = size.trim_end_matches('%').parse().unwrap();
                prop_assert!((0.0..=100.0).contains(&size), "{}", drawn);
            }
        }
    }

    #[test]
    fn steps_lead_where_places_are(way in prop::collection::vec((-99i32..99, -99i32..99), 1..20)) {
        let whole: Vec<_> = way.iter().map(|&(x, y)| (f64::from(x), f64::from(y))).collect();
        prop_assert_eq!(places(&path::steps(&way)), whole);
    }
}
