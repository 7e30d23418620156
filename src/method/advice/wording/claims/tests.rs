use super::super::amounts::amounts;
use super::super::words::words;
use super::*;

fn reach(unit: &str, baseline: impl Into<Option<f64>>, target: f64) -> Fields {
    Fields {
        baseline: baseline.into(),
        ends: vec![("target", target)],
        relative: None,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
    }
}

fn said(title: &str, fields: &Fields) -> Vec<String> {
    let words = words(title);
    let all = contradictions(&words, &amounts(&words), fields);
    all.into_iter().map(|c| c.said).collect()
}

#[test]
fn a_way_is_held_against_both_ends() {
    let title = "Raise retention from 73% to 75%, towards 80% in 2026";
    assert_eq!(said(title, &reach("%", 73.0, 75.0)), [""; 0]);
    assert_eq!(said(title, &reach("%", 73.0, 80.0)), [""; 0]);
    assert_eq!(said(title, &reach("%", 70.0, 75.0)), ["from 73%"]);
    assert_eq!(said(title, &reach("%", 70.0, 76.0)), ["from 73%", "to 75%"]);
    assert_eq!(said("Churn 5% → 3%", &reach("%", 5.0, 4.0)), ["to 3%"]);
    assert_eq!(
        said("Rating from 73 to 75", &reach("", 73.4, 75.0)),
        [""; 0]
    );
}

#[test]
fn a_change_may_be_in_percent_or_in_points() {
    let title = "Cut complaints by 30 %";
    assert_eq!(said(title, &reach("", 400.0, 280.0)), [""; 0]);
    assert_eq!(said(title, &reach("%", 50.0, 20.0)), [""; 0]);
    assert_eq!(said(title, &reach("", 400.0, 320.0)), ["by 30 %"]);
    assert_eq!(said(title, &reach("", None, 320.0)), [""; 0]);
    assert_eq!(
        said("A 20% increase in users", &reach("", 50.0, 65.0)),
        ["20%"]
    );
    assert_eq!(
        said("Cut costs by a third", &reach("$", 90.0, 60.0)),
        [""; 0]
    );
    assert_eq!(
        said("Cut costs by a third", &reach("$", 90.0, 70.0)),
        ["by a third"]
    );
    assert_eq!(said("Double our demos", &reach("", 15.0, 25.0)), ["Double"]);
    let relative = Fields {
        relative: Some(0.25),
        ..Fields::default()
    };
    assert_eq!(said("Grow sales by 20%", &relative), ["by 20%"]);
    assert_eq!(said("Grow sales by 25%", &relative), [""; 0]);
}

#[test]
fn an_end_alone_is_compared_where_it_can_mean_nothing_else() {
    assert_eq!(said("Hire 5 engineers", &reach("", None, 4.0)), ["Hire 5"]);
    assert_eq!(said("Open 3 new stores", &reach("", 1.0, 4.0)), [""; 0]);
    assert_eq!(said("Hire 5 engineers", &reach("%", None, 100.0)), [""; 0]);
    assert_eq!(
        said("Get costs below $4", &reach("$", None, 5.0)),
        ["below $4"]
    );
    assert_eq!(said("Reach $1.2M", &reach("$", None, 1_200_000.0)), [""; 0]);
    assert_eq!(said("Reach $1.2M", &reach("k$", None, 1200.0)), [""; 0]);
    assert_eq!(
        said("Win 9 clients with over 500 staff", &reach("", None, 9.0)),
        [""; 0]
    );
    assert_eq!(
        said("Answer within 4 hours", &reach("%", None, 90.0)),
        [""; 0]
    );
    assert_eq!(
        said("Answer within 4 hours", &reach("minutes", None, 240.0)),
        [""; 0]
    );
    assert_eq!(
        said("Answer within 4 hours", &reach("h", None, 6.0)),
        ["within 4"]
    );
    assert_eq!(
        said("Answer within 4 hours", &reach("", None, 90.0)),
        [""; 0]
    );
    assert_eq!(
        said("One parcel in twenty comes back", &reach("%", None, 5.0)),
        [""; 0]
    );
}

#[test]
fn without_fields_nothing_is_denied() {
    for title in [
        "From 73 to 75",
        "by 30 %",
        "Hire 5 engineers",
        "Double it",
        "",
    ] {
        assert_eq!(said(title, &Fields::default()), [""; 0], "{title}");
    }
}
