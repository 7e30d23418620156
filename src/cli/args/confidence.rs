//! A confidence as people type it: `0.7`, `70%`, `7/10`.

use super::shown;
use crate::model::{Confidence, Invalid};

/// Reads a confidence: a share of 1, percent, or so many out of ten.
///
/// # Errors
/// Refuses what is not within 0 to 1, and a bare `7`, which could be 7 of 10 or 7 %.
pub fn confidence(text: &str) -> Result<Confidence, Invalid> {
    let asked = text.trim();
    if let Some(percent) = asked.strip_suffix('%') {
        let percent = decimal(percent).ok_or_else(|| refused(asked))?;
        return within(percent / 100.0, asked);
    }
    if let Some((part, whole)) = asked.split_once('/') {
        let (part, whole) = (decimal(part), decimal(whole));
        return match (part, whole) {
            (Some(part), Some(whole)) if whole > 0.0 => within(part / whole, asked),
            _ => Err(refused(asked)),
        };
    }
    let value = decimal(asked).ok_or_else(|| refused(asked))?;
    if value > 1.0 && value.fract() == 0.0 && value <= 100.0 {
        let help = if value <= 10.0 {
            format!("write {value}/10 or {}%", value * 10.0)
        } else {
            format!("write {value}%")
        };
        let message = format!("{} is not clear as a confidence", shown(asked));
        return Err(Invalid::new(message).help(help));
    }
    within(value, asked)
}

fn within(value: f64, asked: &str) -> Result<Confidence, Invalid> {
    Confidence::new(value).map_err(|_| {
        Invalid::new(format!("{} is not a confidence", shown(asked)))
            .help("a confidence lies between 0 and 1: 0.7, 70% or 7/10")
    })
}

fn refused(asked: &str) -> Invalid {
    if asked.is_empty() {
        return Invalid::new("a confidence is missing").help("write 0.7, 70% or 7/10");
    }
    let refused = Invalid::new(format!("{} is not a confidence", shown(asked)));
    let dotted = asked.replacen(',', ".", 1);
    if dotted != asked && confidence(&dotted).is_ok() {
        return refused.help(format!("write {dotted}, with a decimal point"));
    }
    refused.help("write 0.7, 70% or 7/10")
}

/// Digits with at most one decimal point, perhaps below zero; nothing else that a float may be.
fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let ends = |end: fn(&str) -> Option<char>| end(digits).is_some_and(|c| c.is_ascii_digit());
    // As in any number a leading point may be the rest of what the shell took.
    if !plain || !ends(|d| d.chars().next()) || !ends(|d| d.chars().next_back()) {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    let signed = if digits.len() < text.len() {
        -value
    } else {
        value
    };
    value.is_finite().then_some(signed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_way_to_write_it() {
        for (text, value) in [
            ("0.7", 0.7),
            ("70%", 0.7),
            ("70 %", 0.7),
            ("7/10", 0.7),
            ("7 / 10", 0.7),
            ("3/4", 0.75),
            ("1", 1.0),
            ("0", 0.0),
            ("1.0", 1.0),
            ("100%", 1.0),
            ("0/10", 0.0),
            ("0%", 0.0),
            (" 0.25 ", 0.25),
            ("-0", 0.0),
        ] {
            let read = confidence(text).unwrap().get();
            assert_eq!(read, value, "{text}");
            assert!(read.is_sign_positive(), "{text}");
        }
    }

    #[test]
    fn a_bare_whole_number_is_asked_back() {
        for (text, help) in [
            ("7", "write 7/10 or 70%"),
            ("10", "write 10/10 or 100%"),
            ("70", "write 70%"),
            ("0,7", "write 0.7, with a decimal point"),
        ] {
            assert_eq!(confidence(text).unwrap_err().help.unwrap(), help, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "", " ", "-0.1", "1.5", "101%", "11/10", "7/0", "7/", "/10", "/", "%", ".", "0.", ".7",
            ".7/1", ".5%", "1e-1", "nan", "inf", "+0.5", "high", "0.7.1", "7/10/2", "70%%", "1000",
            "0x1", "7\u{0}",
        ] {
            assert!(confidence(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_never_leaves_the_range(
            any in any::<String>(), near in "[-0-9./%, ]{0,8}", long in "[0-9]{300,500}"
        ) {
            for text in [any, near, long] {
                if let Ok(read) = confidence(&text) {
                    prop_assert!((0.0..=1.0).contains(&read.get()));
                }
            }
        }
    }
}
