use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A Tuesday.
fn today() -> NaiveDate {
    day("2026-07-14")
}

#[test]
fn each_way_to_write_it() {
    for (text, expected) in [
        ("2026-07-14", "2026-07-14"),
        (" 2024-02-29 ", "2024-02-29"),
        ("2027-01-01", "2027-01-01"),
        ("today", "2026-07-14"),
        ("Yesterday", "2026-07-13"),
        ("monday", "2026-07-13"),
        ("friday", "2026-07-10"),
        ("FRI", "2026-07-10"),
        ("last friday", "2026-07-10"),
        ("Last  Fri", "2026-07-10"),
        ("tuesday", "2026-07-07"),
        ("last tuesday", "2026-07-07"),
        ("wed", "2026-07-08"),
        ("3 days ago", "2026-07-11"),
        ("1 day ago", "2026-07-13"),
        ("a day ago", "2026-07-13"),
        ("0 days ago", "2026-07-14"),
        ("2 weeks ago", "2026-06-30"),
        ("a week ago", "2026-07-07"),
        ("3d ago", "2026-07-11"),
        ("-3d", "2026-07-11"),
        ("−3D", "2026-07-11"),
        ("-2w", "2026-06-30"),
    ] {
        assert_eq!(date(text, today()), Ok(day(expected)), "{text}");
    }
}

#[test]
fn help_shows_the_date_that_is_meant() {
    for (text, help) in [
        ("14.07.2026", "write 2026-07-14"),
        ("14.7.26", "write 2026-07-14"),
        ("07/14/2026", "write 2026-07-14"),
        ("14/07/2026", "write 2026-07-14"),
        ("07/08/2026", "write 2026-07-08 or 2026-08-07"),
        ("07/07/2026", "write 2026-07-07"),
        ("14-07-2026", "write 2026-07-14"),
        ("2026-7-4", "write 2026-07-04"),
        ("2026/07/14", "write 2026-07-14"),
        ("20260714", "write 2026-07-14"),
        ("2026-07-14T09:12", "write 2026-07-14"),
        ("tomorrow", "write the date out: 2026-07-15"),
        ("next friday", "write the date out: 2026-07-17"),
        ("next tuesday", "write the date out: 2026-07-21"),
        ("next week", "write the date out, as year-month-day"),
        ("in 3 days", "write the date out, as year-month-day"),
        ("+3d", "write the date out: 2026-07-17"),
        ("3d", "write -3d for the past"),
        ("last week", "write 1 week ago, or the date"),
        (
            "2 months ago",
            "count in days or weeks, or write the date, such as 2026-07-14",
        ),
    ] {
        let refused = date(text, today()).expect_err(text);
        assert_eq!(refused.help.as_deref(), Some(help), "{text}");
    }
}

#[test]
fn days_that_do_not_exist_are_named() {
    for (text, message) in [
        ("2026-02-30", "there is no 30 February 2026"),
        ("2026-02-29", "there is no 29 February 2026"),
        ("2026-04-31", "there is no 31 April 2026"),
        ("2026-07-00", "there is no 0 July 2026"),
        ("2026-13-01", "there is no month 13"),
        ("2026-00-01", "there is no month 0"),
        ("0000-01-01", "there is no year 0000"),
        ("99999999 days ago", "`99999999 days ago` is too long ago"),
        (
            "-99999999999999999999999d",
            "`-99999999999999999999999d` is too long ago",
        ),
        ("-800000d", "`-800000d` is too long ago"),
    ] {
        assert_eq!(date(text, today()).expect_err(text).message, message);
    }
}

#[test]
fn other_texts_are_refused() {
    for text in [
        "",
        "x",
        "-d",
        "d",
        "d ago",
        "ago",
        "last",
        "next",
        "days ago",
        "-1 days ago",
        "1.5 days ago",
        "2026-07",
        "2026",
        "-2026-07-14",
        "30.02.2026",
        "2026-07-14-01",
        "this friday",
        "last x",
        "１d",
        "2026-07-1４",
        "t",
        "a-b-c",
    ] {
        assert!(date(text, today()).is_err(), "{text}");
    }
}

#[test]
fn a_check_in_is_not_of_the_future() {
    assert_eq!(not_future(today(), today()), Ok(today()));
    let refused = not_future(day("2026-07-15"), today()).unwrap_err();
    assert_eq!(refused.message, "2026-07-15 lies in the future");
}

proptest! {
    #[test]
    fn never_panics(
        any in any::<String>(), near in "(-|last |next )?[0-9./dw+-]{0,10}(t| days ago| weeks ago|d|w)?",
        days in 1..3_652_059i32
    ) {
        let today = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        for text in [any.as_str(), &near, "yesterday", "tomorrow", "next sun", "last mon"] {
            if let Ok(read) = date(text, today) {
                prop_assert!((1..=9999).contains(&read.year()));
                prop_assert_eq!(date(&read.to_string(), today), Ok(read));
            }
        }
    }
}
