use super::super::words::words;
use super::*;

fn values(title: &str) -> Vec<f64> {
    amounts(&words(title)).iter().map(|a| a.value).collect()
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (title, value) in [
        ("Reach $1.2M in ARR", 1_200_000.0),
        ("5,000 sign-ups", 5000.0),
        ("grow to 12k", 12_000.0),
        ("keep 99.9% uptime", 99.9),
        ("cut it by 30 %", 30.0),
        ("by twenty per cent", 20.0),
        ("to 2 million users", 2_000_000.0),
        ("feed a thousand families", 1000.0),
        ("NPS 60", 60.0),
        ("Hire 5 engineers", 5.0),
        ("Sell 2000 tickets", 2000.0),
        ("Five new customers", 5.0),
        ("MTTR from 4h to 1h", 4.0),
        ("p95 below 300ms", 300.0),
        ("waste below 100g", 100.0),
        ("raise it by 200bps", 200.0),
        ("lift it +5pp", 5.0),
        ("CSAT ≥90", 90.0),
        ("spend $90k/mo", 90_000.0),
        ("score 4.5/5", 4.5),
    ] {
        assert_eq!(values(title).first(), Some(&value), "{title}");
    }
}

#[test]
fn names_dates_and_spans_are_no_measures() {
    for title in [
        "Make 2026 our year",
        "Win in Q3",
        "Be there 24/7",
        "Delight iPhone 15 owners",
        "Pass SOC 2 and ISO 27001",
        "Ship version 2.0",
        "Launch the 2.0 version",
        "Open at 9 am",
        "Finish Phase 2",
        "Be top 10",
        "Open by 12 May or on May 14",
        "Finish the first 90 days",
        "Join our two offices",
        "Reach B2B buyers on Web3 in 5G at the 95th",
        "One team",
        "Two sides of the market",
        "Bring the two halves together",
        "Cut it by two thirds",
        "Raise 50 000€ for the roof",
        "Play “Catch 22”",
        "Revive the 80s",
        "Open 24h",
        "Stream in 4K, 5G and 3D",
        "Win 1/4 of them",
        "",
    ] {
        assert_eq!(values(title), [] as [f64; 0], "{title}");
    }
}

#[test]
fn what_is_below_zero_is_read_as_such() {
    for (title, value) in [
        ("to -2%", -2.0),
        ("from −5 to", -5.0),
        ("~-0.5 points", -0.5),
        ("+20%", 20.0),
        ("to 2%", 2.0),
    ] {
        let found = amounts(&words(title));
        assert_eq!(found.first().map(Amount::signed), Some(value), "{title}");
    }
}
