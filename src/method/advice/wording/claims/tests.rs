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

#[test]
fn a_number_that_says_who_is_counted_is_no_end() {
    for (title, unit, baseline, target) in [
        (
            "Share of customers using at least 3 products",
            "%",
            22.0,
            35.0,
        ),
        ("Deals over $50k", "deals", 4.0, 12.0),
        ("Children under 5 vaccinated", "%", 70.0, 90.0),
        ("Reps at or above 100% of quota", "%", 40.0, 65.0),
        ("Suppliers scoring over 80%", "%", 45.0, 70.0),
        ("Projects delivered within 10% of budget", "%", 55.0, 80.0),
        ("Every rep closes at least 2 deals", "reps", 6.0, 20.0),
        ("Bring all services to 2 owners each", "services", 6.0, 20.0),
        ("NPS above 40 in 3 regions", "regions", 0.0, 3.0),
        ("Customers getting 2x ROI", "customers", 4.0, 10.0),
        ("Rent below 30% of income", "% of households", 41.0, 63.0),
    ] {
        let fields = reach(unit, baseline, target);
        assert_eq!(said(title, &fields), [""; 0], "{title}");
    }
    for (title, unit, baseline, target, words) in [
        ("Late deliveries below 5%", "%", 9.0, 3.0, "below 5%"),
        ("Complaints below 10", "complaints", 40.0, 15.0, "below 10"),
        (
            "Letters answered within 2 days",
            "days",
            5.0,
            3.0,
            "within 2",
        ),
        (
            "Raise the share of those who renew to 80%",
            "%",
            60.0,
            75.0,
            "to 80%",
        ),
    ] {
        let fields = reach(unit, baseline, target);
        assert_eq!(said(title, &fields), [words], "{title}");
    }
}

#[test]
fn a_range_and_the_way_of_something_else_are_not_compared() {
    for (title, unit, baseline, target) in [
        ("Ages 3 to 6 in nursery care", "%", 40.0, 60.0),
        ("Teams of 5 to 9 people", "%", 40.0, 60.0),
        ("Trains from 6 to 9 on time", "%", 40.0, 60.0),
        ("Loans from $5k to $50k granted", "loans", 80.0, 195.0),
        (
            "Move 30 services from 2 data centres to 1",
            "services",
            0.0,
            30.0,
        ),
        ("Services moved from Python 2 to 3", "services", 0.0, 12.0),
        (
            "Plants that switched from 2 shifts to 3",
            "plants",
            0.0,
            4.0,
        ),
    ] {
        let fields = reach(unit, baseline, target);
        assert_eq!(said(title, &fields), [""; 0], "{title}");
    }
    let instead = "Paid in 14 days instead of 30";
    assert_eq!(said(instead, &reach("days", 30.0, 14.0)), [""; 0]);
    assert_eq!(said(instead, &reach("days", 30.0, 20.0)), ["to 14"]);
}

#[test]
fn signs_and_basis_points_are_changes() {
    for (title, baseline, right, wrong, words) in [
        ("Signups +25%", 400.0, 500.0, 600.0, "+25%"),
        ("Costs −10%", 500.0, 450.0, 425.0, "−10%"),
        ("10% fewer returns", 500.0, 450.0, 400.0, "10%"),
    ] {
        assert_eq!(said(title, &reach("", baseline, right)), [""; 0], "{title}");
        assert_eq!(said(title, &reach("", baseline, wrong)), [words], "{title}");
    }
    let bps = "Gross margin +200 bps";
    assert_eq!(said(bps, &reach("%", 60.0, 62.0)), [""; 0]);
    assert_eq!(said(bps, &reach("%", 60.0, 65.0)), ["+200 bps"]);
    for title in [
        "by 10% month over month",
        "up 10% on last year",
        "by 10% vs 2019",
    ] {
        let title = format!("Grow sales {title}");
        assert_eq!(said(&title, &reach("", 100.0, 133.0)), [""; 0], "{title}");
    }
}

#[test]
fn both_sides_of_a_band_are_compared() {
    let band = |least, most| Fields {
        ends: vec![("`at_least`", least), ("`at_most`", most)],
        unit: Some("%".to_owned()),
        ..Fields::default()
    };
    for (title, words) in [
        ("Keep fill rate between 96% and 99%", "96%"),
        ("Fill rate 96-99%", "96"),
    ] {
        assert_eq!(said(title, &band(96.0, 99.0)), [""; 0], "{title}");
        assert_eq!(said(title, &band(95.0, 99.0)), [words], "{title}");
        assert_eq!(said(title, &band(40.0, 60.0)), [""; 0], "{title}");
    }
}

#[test]
fn none_is_zero_where_some_are_left() {
    let at_most = |unit: &str| Fields {
        ends: vec![("`at_most`", 2.0)],
        unit: Some(unit.to_owned()),
        ..Fields::default()
    };
    assert_eq!(said("No P1 incidents", &at_most("incidents")), ["No"]);
    for title in [
        "No-shows",
        "No show rate",
        "No more than 2 incidents",
        "No. of incidents",
    ] {
        assert_eq!(said(title, &at_most("incidents")), [""; 0], "{title}");
    }
}
