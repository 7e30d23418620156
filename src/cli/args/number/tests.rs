use super::*;
use proptest::prelude::*;

#[test]
fn each_way_to_write_it() {
    for (text, unit, value) in [
        ("73.8", None, 73.8),
        ("73.8", Some("%"), 73.8),
        ("73.8%", Some("%"), 73.8),
        ("73.8 %", Some("percent"), 73.8),
        ("$200k", Some("$"), 200_000.0),
        ("200k $", Some("$"), 200_000.0),
        ("200 k€", Some("EUR"), 200_000.0),
        ("US$5", Some("US$"), 5.0),
        ("USD 5", Some("$"), 5.0),
        ("-$5", Some("USD"), -5.0),
        ("$-5", Some("dollars"), -5.0),
        ("− $5", Some("$"), -5.0),
        ("1,000", None, 1000.0),
        ("1_000", None, 1000.0),
        ("12,345,678.5", None, 12_345_678.5),
        ("2.5M", None, 2_500_000.0),
        ("1.1M", None, 1_100_000.0),
        ("3k", Some("stars"), 3000.0),
        ("3K stars", Some("stars"), 3000.0),
        ("1.2bn", None, 1.2e9),
        ("1.2B", None, 1.2e9),
        ("1.2 bn €", Some("€"), 1.2e9),
        ("-3", None, -3.0),
        ("−3", None, -3.0),
        ("－３．５％", Some("%"), -3.5),
        ("42 stars", Some("stars"), 42.0),
        ("42stars", Some("stars"), 42.0),
        ("1 star", Some("stars"), 1.0),
        ("5 km", Some("km"), 5.0),
        ("5m", Some("m"), 5.0),
        ("5 m2", Some("m2"), 5.0),
        ("0", None, 0.0),
        ("-0", None, 0.0),
        ("0.5", None, 0.5),
        ("0k", None, 0.0),
        (" 7 ", Some(" "), 7.0),
        ("$2.5M", Some("$M"), 2.5),
        ("2.5M", Some("€m"), 2.5),
        ("2.5", Some("$M"), 2.5),
        ("12 kEUR", Some("kEUR"), 12.0),
    ] {
        let read = number(text, unit).unwrap_or_else(|refused| panic!("{text}: {refused}"));
        assert_eq!(read, value, "{text}");
        assert!(read != 0.0 || read.is_sign_positive(), "{text}");
    }
}

#[test]
fn help_shows_how_to_write_it() {
    for (text, unit, help) in [
        ("73,8", Some("%"), "write 73.8;"),
        ("0,5", None, "write 0.5;"),
        ("1,00", None, "write 1.00;"),
        ("0,123", None, "write 0.123;"),
        ("1.234,56", None, "write 1234.56;"),
        ("1.234.567", None, "write 1,234,567;"),
        ("1 000", None, "write 1000;"),
        ("1'000", None, "write 1000;"),
        ("73.", None, "write 73;"),
        ("12,34,567", None, "write 1234567;"),
        (
            ".5",
            None,
            "did the shell take `$2`? quote it: '$200k'; else write 0.5",
        ),
        (
            "00k",
            Some("$"),
            "did the shell take `$2`? quote it: '$200k'",
        ),
        (",000", Some("$"), "did the shell take"),
        ("-.5M", None, "did the shell take"),
        ("007", None, "did the shell take"),
        ("", Some("$"), "did the shell take"),
        ("-", Some("$"), "did the shell take"),
        ("k", Some("$"), "did the shell take"),
        ("1e5", None, "write the number out"),
        ("1e400", None, "write the number out"),
        ("1E-3%", Some("%"), "write the number out"),
        ("+5", None, "give the new value, such as 5"),
        ("$+5", Some("$"), "give the new value, such as 5"),
        ("5m", None, "write M, for billions B: 5M"),
        ("7/10", None, "write one number"),
        ("10-12", None, "write one number"),
        ("0x1F", None, "write one number"),
        ("nan", None, "write it like"),
        ("2.5k", Some("$M"), "the goal counts in `$M`"),
    ] {
        let refused = number(text, unit).expect_err(text);
        let said = refused.help.unwrap_or_default();
        assert!(said.contains(help), "{text}: {said}");
    }
}

#[test]
fn another_unit_is_named_with_the_goals() {
    for (text, unit, message) in [
        (
            "5%",
            Some("stars"),
            "`5%` is given in `%`, the goal is in `stars`",
        ),
        ("$5", Some("€"), "`$5` is given in `$`, the goal is in `€`"),
        (
            "5 k€",
            Some("$"),
            "`5 k€` is given in `k€`, the goal is in `$`",
        ),
        (
            "5 stars",
            None,
            "`5 stars` is given in `stars`, the goal has no unit",
        ),
        ("$5", None, "`$5` is given in `$`, the goal has no unit"),
        (
            "5 km",
            Some("m/s"),
            "`5 km` is given in `km`, the goal is in `m/s`",
        ),
    ] {
        assert_eq!(number(text, unit).unwrap_err().message, message);
    }
}

#[test]
fn what_is_none_is_refused() {
    for text in [
        "NaN",
        "inf",
        "-inf",
        "infinity",
        "abc",
        "--5",
        "+-5",
        "-$-5",
        "~5",
        "(5)",
        "=5",
        "5;",
        "#5",
        "1__000",
        "1,000,00",
        "1000,000",
        "1,000_000",
        "1_00",
        "_1",
        "1_",
        "1,",
        "1.2.3",
        "1.2,3",
        "1,000.",
        "1..2",
        "9007199254740993000",
        "10000000B",
        "0x10",
        "1e5",
        "5\u{0}",
        "٣",
        "½",
        "1/2",
        "12:30",
        "5 5",
    ] {
        for unit in [None, Some("%"), Some("$"), Some("stars")] {
            assert!(number(text, unit).is_err(), "{text}");
        }
    }
    assert!(number(&"9".repeat(500), None).is_err());
    let long = number(&"x".repeat(500), None).unwrap_err();
    assert!(long.message.chars().count() < 100);
    assert!(
        !number("a\u{1b}[1m", None)
            .unwrap_err()
            .message
            .contains('\u{1b}')
    );
}

proptest! {
    #[test]
    fn never_panics_never_nan(
        any in any::<String>(), near in "[-+$€% ]?[-0-9.,_]{0,12}[kMBbn%$€ eEx_'’\u{a0}0-9a-z]{0,4}",
        long in "[0-9]{300,400}[kMB]?", own in any::<String>()
    ) {
        for text in [&any, &near, &long] {
            for unit in [None, Some("%"), Some("$M"), Some("m"), Some(own.as_str())] {
                if let Ok(read) = number(text, unit) {
                    prop_assert!(read.abs() <= 9_007_199_254_740_992.0);
                    prop_assert!(!read.is_nan());
                }
            }
        }
    }

    #[test]
    fn plain_numbers_read_back(value in -1e12..1e12f64, whole in -999_999_999_999i64..999_999_999_999) {
        prop_assert_eq!(number(&value.to_string(), Some("%")), Ok(value));
        prop_assert_eq!(number(&format!("{whole}"), None), Ok(whole as f64));
    }
}

#[test]
fn a_number_may_say_its_unit() {
    for (text, unit) in [
        ("73%", Some("%")),
        ("$200k", Some("$")),
        ("200k $", Some("$")),
        ("4.5 stars", Some("stars")),
        ("12 km", Some("km")),
        ("EUR 3", Some("EUR")),
        ("200k", None),
        ("-3", None),
        ("Revenue 3", None),
        ("n/a", None),
        ("1 of 3", None),
        ("=1+1", None),
        ("3\u{1b}[1m", None),
    ] {
        assert_eq!(unit_in(text).as_deref(), unit, "{text}");
    }
}
