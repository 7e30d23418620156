use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn level(label: &str, value: f64) -> Level {
    Level {
        label: label.to_owned(),
        value,
        style: Style::Dim,
    }
}

fn retention() -> Chart {
    let points = [
        ("2026-07-01", 73.0),
        ("2026-07-20", 73.4),
        ("2026-08-11", 74.1),
    ];
    Chart {
        days: (day("2026-07-01"), day("2026-09-30")),
        unit: "%".to_owned(),
        decimals: Some(1),
        points: points.map(|(d, value)| (day(d), value)).to_vec(),
        levels: vec![level("target", 75.0), level("baseline", 73.0)],
        pace: Some((
            "pace".to_owned(),
            vec![(day("2026-07-01"), 73.0), (day("2026-09-30"), 74.4)],
        )),
        marked: Vec::new(),
        today: Some(day("2026-08-14")),
    }
}

const ASCII: Theme = Theme {
    ascii: true,
    ..Theme::PLAIN
};

#[test]
fn a_quarter_in_ascii() {
    let size = Size {
        width: 60,
        height: 9,
    };
    let drawn = retention().draw(size, ASCII);
    assert_eq!(
        format!("\n{drawn}"),
        "
%                      today
75.0 +-------------------|-------------------- target 75.0
     |                   |
74.5 +                   |                     pace 74.4
     |                   |            : : : :
74.0 +               ...o|      : : :
     |           ....   :|: : :
73.5 +        o...: : :  |
     |   .....: :        |
73.0 +o..----------------|-------------------- baseline 73.0
     ++------------+-------------+-----------+
      07-01      08-01         09-01     09-30
"
    );
}

#[test]
fn a_quarter_in_braille() {
    let size = Size {
        width: 60,
        height: 9,
    };
    let drawn = retention().draw(size, Theme::PLAIN);
    assert_eq!(
        format!("\n{drawn}"),
        "
%                      today
75.0 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┊╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ target 75.0
     │                   ┊
74.5 ┤                   ┊                   ⡀ pace 74.4
     │                   ┊            ⡀⡀⠄⠆⠂⠁⠁
74.0 ┤              ⢀⣠⠔⠋●┊     ⡀⡀⠄⠆⠂⠁⠁
     │           ⢀⡤⠖⠉   ⡀⡀⠄⠆⠂⠁⠁
73.5 ┤       ⢀●⠴⠊⡁⡀⠄⠆⠂⠁⠁ ┊
     │  ⢀⣀⡤⡖⠎⠏⠂⠁⠁        ┊
73.0 ┤●⠊⠉⠁╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┊╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ baseline 73.0
     └┬────────────┬─────────────┬───────────┬
      07-01      08-01         09-01     09-30
"
    );
}

#[test]
fn every_width_and_every_range_fits() {
    let ranges: [&[f64]; 8] = [
        &[1.0],
        &[5.0, 5.0, 5.0],
        &[-3.0, -1.0, -2.0],
        &[0.0],
        &[1e-9, 2e-9],
        &[9.007e15, -9.007e15],
        &[1_745_000.0, 1_900_000.0],
        &[-0.5, 0.25],
    ];
    for values in ranges {
        for width in [28, 40, 80, 200] {
            let mut chart = retention();
            let days = chart.days.0.iter_days().step_by(7);
            chart.points = days.zip(values.iter().copied()).collect();
            (chart.levels, chart.pace) = (vec![level("target", values[0])], None);
            let drawn = chart.draw(Size { width, height: 12 }, Theme::PLAIN);
            assert!(
                drawn.lines().all(|l| l.width() <= width),
                "{width}\n{drawn}"
            );
            assert!(drawn.lines().count() <= 16, "{width}\n{drawn}");
            assert!(drawn.contains('●'), "{values:?}\n{drawn}");
        }
    }
}

#[test]
fn marks_stand_out_and_nothing_draws_nothing() {
    let mut chart = retention();
    chart.marked = vec![day("2026-07-20")];
    let size = Size::of(Theme::PLAIN);
    let drawn = chart.draw(size, Theme::PLAIN);
    assert_eq!(drawn.matches('◆').count(), 1, "{drawn}");
    (chart.points, chart.levels, chart.pace) = (Vec::new(), Vec::new(), None);
    assert_eq!(chart.draw(size, Theme::PLAIN), "");
}
