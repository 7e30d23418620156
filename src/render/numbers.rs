//! Numbers for people: rounded, grouped, with their unit.

use super::text::clean;

/// A number with at most `decimals` decimals (two where none are asked for), thousands grouped.
pub fn number(value: f64, decimals: Option<u8>) -> String {
    let text = match decimals {
        Some(decimals) => format!("{value:.*}", usize::from(decimals)),
        None => {
            let mut text = format!("{value:.2}");
            while text.contains('.') && (text.ends_with('0') || text.ends_with('.')) {
                text.pop();
            }
            text
        }
    };
    let text = if text
        .trim_start_matches('-')
        .chars()
        .all(|c| matches!(c, '0' | '.'))
    {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    };
    grouped(&text)
}

fn grouped(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (digits, String::new()),
    };
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}{fraction}")
}

/// A number exactly as a file would hold it, for formulas and machines.
pub fn exact(value: f64) -> String {
    format!("{value}")
}

/// A computed figure for formulas: at most six decimals, none that say nothing.
pub fn figure(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", rounded + 0.0)
}

/// A unit behind a number: ` %`, ` stars`; nothing where there is none.
pub fn unit_suffix(unit: Option<&str>) -> String {
    match unit {
        Some(unit) if !unit.is_empty() => format!(" {}", clean(unit)),
        Some(_) | None => String::new(),
    }
}

/// A number with its unit.
pub fn with_unit(value: f64, decimals: Option<u8>, unit: Option<&str>) -> String {
    format!("{}{}", number(value, decimals), unit_suffix(unit))
}

/// A score with two decimals, or a dash.
pub fn score(score: Option<f64>, dash: &str) -> String {
    score.map_or_else(|| dash.to_owned(), two)
}

/// A share with two decimals: `0.70`.
pub fn two(share: f64) -> String {
    let text = format!("{:.2}", share + share.signum() * 1e-9);
    if text == "-0.00" {
        "0.00".to_owned()
    } else {
        text
    }
}

/// A change with its sign: `+0.20`.
pub fn signed(change: f64) -> String {
    let text = two(change);
    if !text.starts_with('-') {
        format!("+{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_easily() {
        assert_eq!(number(73.0, Some(1)), "73.0");
        assert_eq!(number(1_745_000.0, None), "1,745,000");
        assert_eq!(number(47.461_538, None), "47.46");
        assert_eq!(number(-1234.5, None), "-1,234.5");
        assert_eq!(number(-0.001, None), "0");
        assert_eq!(two(0.695), "0.70");
        assert_eq!(signed(0.0), "+0.00");
        assert_eq!(signed(-0.2), "-0.20");
    }
}
