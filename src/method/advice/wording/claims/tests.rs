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

#[test]
fn below_zero_the_sign_counts() {
    let margin = |baseline, target| reach("%", baseline, target);
    assert_eq!(said("Raise margin to -2%", &margin(-5.0, -2.0)), [""; 0]);
    assert_eq!(said("Raise margin to -2%", &margin(-5.0, -1.0)), ["to -2%"]);
    assert_eq!(said("From −5 to 5", &reach("", -5.0, 5.0)), [""; 0]);
    assert_eq!(said("Cut the loss to 2%", &margin(-5.0, -2.0)), [""; 0]);
    assert_eq!(said("Complaints at -30%", &reach("", 100.0, 70.0)), [""; 0]);
}

#[test]
fn two_numbers_may_make_a_third() {
    let hold = "Hold 4 workshops in each of 6 regions";
    assert_eq!(said(hold, &reach("", None, 24.0)), [""; 0]);
    let weekly = "At least 10 interviews a week";
    assert_eq!(said(weekly, &reach("", None, 120.0)), [""; 0]);
    assert_eq!(said(weekly, &reach("", 4.0, 12.0)), ["least 10"]);
    let fill = "Fill 8 of 10 open roles";
    assert_eq!(said(fill, &reach("", 2.0, 8.0)), [""; 0]);
    assert_eq!(said(fill, &reach("%", 20.0, 80.0)), [""; 0]);
    assert_eq!(said(fill, &reach("", 2.0, 10.0)), ["Fill 8"]);
}

#[test]
fn ends_and_changes_are_said_in_many_ways() {
    for (title, baseline, right, wrong, words) in [
        ("Load time to under 2 s", 5.0, 2.0, 3.0, "under 2"),
        ("Load time to under 2 s", 5000.0, 2000.0, 3000.0, "under 2"),
        ("Grow users 3x", 10.0, 30.0, 20.0, "3x"),
        ("Deploy 3x faster", 30.0, 10.0, 20.0, "3x"),
        ("Traffic up 25%", 1000.0, 1250.0, 1300.0, "up 25%"),
        ("Complaints down 30%", 100.0, 70.0, 60.0, "down 30%"),
        ("Cut MTTR in half", 60.0, 30.0, 40.0, "in half"),
        ("Twice as many calls", 10.0, 20.0, 30.0, "Twice as many"),
        ("Cut it by two thirds", 90.0, 30.0, 45.0, "by two thirds"),
        ("Zero bugs older than 7 days", 14.0, 0.0, 3.0, "Zero"),
        ("Bring bugs down to zero", 14.0, 0.0, 3.0, "to zero"),
    ] {
        assert_eq!(said(title, &reach("", baseline, right)), [""; 0], "{title}");
        assert_eq!(said(title, &reach("", baseline, wrong)), [words], "{title}");
    }
    for (title, baseline, target) in [
        ("Sign up 25% of all visitors", 100.0, 300.0),
        ("Zero downtime releases a week", 2.0, 20.0),
        ("Zero waste shops", 20.0, 5.0),
        ("Post 3x a week", 10.0, 36.0),
    ] {
        assert_eq!(
            said(title, &reach("", baseline, target)),
            [""; 0],
            "{title}"
        );
    }
}
