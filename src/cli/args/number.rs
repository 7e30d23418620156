//! Numbers as people type them: `73.8%`, `$200k`, `1,000`, `-3`.

use super::shown;
use super::unit::{self, Scale};
use crate::model::{Invalid, Quantity};

const SHELL: &str = "did the shell take `$2`? quote it: '$200k'";

/// Reads a number in the goal's `unit`; a goal without one takes bare numbers only. A comma stands
/// between groups of three; `k`, `M`, `B` and `bn` multiply.
///
/// # Errors
/// Refuses everything that could be meant in two ways, a unit that isn't the goal's, NaN,
/// infinities, exponents, and what is beyond 2^53; the help shows how to write it.
pub fn number(text: &str, unit: Option<&str>) -> Result<f64, Invalid> {
    let folded: String = text.trim().chars().map(fold).collect();
    let asked = folded.trim();
    if asked.is_empty() {
        return Err(Invalid::new("a number is missing").help(SHELL));
    }
    let unit = unit.map(str::trim).filter(|unit| !unit.is_empty());
    let parts = Parts::new(asked).ok_or_else(|| no_number(asked))?;
    if parts.plus {
        let help = format!("give the new value, such as {}", parts.digits);
        return Err(Invalid::new(format!("{} begins with +", shown(asked))).help(help));
    }
    let digits = parts.plain_digits(asked)?;
    let scale = parts.scale(asked, unit)?;
    let sign = if parts.minus { "-" } else { "" };
    let power = scale.map_or(0, Scale::power);
    // Scaled in decimal, so that 1.1M is exactly 1100000.
    let value = format!("{sign}{digits}e{power}").parse::<f64>();
    // At 2^53 neighbouring whole numbers are no longer told apart.
    let value = value
        .ok()
        .filter(|value| value.abs() < 9_007_199_254_740_992.0);
    let large = || Invalid::new(format!("{} is too large", shown(asked)));
    let value = value.ok_or_else(large)?;
    Quantity::new(value).map(Quantity::get)
}

/// Whether `text` is meant as a number, with or without a unit, and not as a name or title.
pub fn begins(text: &str) -> bool {
    let folded: String = text.trim().chars().map(fold).collect();
    Parts::new(&folded).is_some_and(|parts| {
        let named = parts.before.contains(char::is_alphanumeric);
        !named && !parts.after.starts_with(['-', '/']) && !parts.after.contains(char::is_numeric)
    })
}

/// The unit that a number is given in: `%` of `73%`, `$` of `$200k`, `stars` of `4.5 stars`.
pub fn unit_in(text: &str) -> Option<String> {
    let folded: String = text.trim().chars().map(fold).collect();
    let parts = Parts::new(&folded)?;
    let ends = |rest: &str| {
        rest.chars()
            .next()
            .is_none_or(|c| c == ' ' || unit::is_sign(c))
    };
    let scaled = Scale::split(parts.after).filter(|(_, rest)| ends(rest));
    let after = scaled.map_or(parts.after, |(_, rest)| rest.trim_start());
    // A currency stands before the number; a longer word there is no unit.
    let before = Some(parts.before).filter(|before| before.chars().count() <= 3);
    let found = before.filter(|before| !before.is_empty()).unwrap_or(after);
    let fits =
        |c: char| c.is_alphabetic() || unit::is_sign(c) || matches!(c, ' ' | '/' | '.' | '°');
    let is_unit = !found.is_empty() && found.chars().all(fits);
    is_unit.then(|| found.to_owned())
}

/// Full-width characters and the minus sign of typesetters, as a keyboard has them.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{fe63}' => '-',
        '\u{ffe1}' => '£',
        '\u{ffe5}' => '¥',
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn no_number(asked: &str) -> Invalid {
    let refused = Invalid::new(format!("{} is not a number", shown(asked)));
    let left_by_shell = ["-", "k", "K", "M", "B", "bn", "%", "-k", "-M"].contains(&asked);
    match left_by_shell {
        true => refused.help(SHELL),
        false => refused.help("write it like 73.8, 1,000 or 2.5M"),
    }
}

/// A number taken apart, without judgement.
struct Parts<'a> {
    minus: bool,
    plus: bool,
    /// What stands before the digits, without the sign.
    before: &'a str,
    /// Digits, `.`, `,` and `_`.
    digits: &'a str,
    /// What stands after them.
    after: &'a str,
}

impl<'a> Parts<'a> {
    fn new(asked: &'a str) -> Option<Self> {
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '_');
        let start = asked.find(number)?;
        let (before, rest) = asked.split_at(start);
        let end = rest.find(|c| !number(c)).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let before = before.trim();
        let signs = ['-', '+'];
        // The sign may stand on either side of the currency.
        let (sign, before) = match (before.strip_prefix(signs), before.strip_suffix(signs)) {
            (Some(unsigned), _) => (before.chars().next(), unsigned),
            (None, Some(unsigned)) => (before.chars().next_back(), unsigned),
            (None, None) => (None, before),
        };
        let has_digit = digits.bytes().any(|b| b.is_ascii_digit());
        (has_digit && !before.contains(signs)).then_some(Self {
            minus: sign == Some('-'),
            plus: sign == Some('+'),
            before: before.trim(),
            digits,
            after: after.trim(),
        })
    }

    /// The digits with at most a decimal point among them.
    fn plain_digits(&self, asked: &str) -> Result<String, Invalid> {
        let digits = self.digits;
        let refused = |what: &str| Invalid::new(format!("{} {what}", shown(asked)));
        let bytes = digits.as_bytes();
        if !bytes[0].is_ascii_digit() {
            let what = format!("begins with `{}`", &digits[..1]);
            let help = match bytes {
                [b'.', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
                    format!("{SHELL}; else write 0{digits}")
                }
                _ => SHELL.to_owned(),
            };
            return Err(refused(&what).help(help));
        }
        if bytes[0] == b'0' && bytes.get(1).is_some_and(u8::is_ascii_digit) {
            return Err(refused("begins with 0").help(SHELL));
        }
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let decimals = |f: &str| !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit());
        if fraction.is_some_and(|f| !decimals(f)) || !grouped(whole) {
            return Err(separators(refused("is not a number"), digits));
        }
        Ok(digits.replace([',', '_'], ""))
    }

    /// What the words around the digits say: a scale, and a unit that must be the goal's.
    fn scale(&self, asked: &str, unit: Option<&str>) -> Result<Option<Scale>, Invalid> {
        let before = self.before;
        let stray = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !unit::is_sign(c);
        if !before.is_empty() && before.chars().any(stray) && !unit::same(before, unit) {
            return Err(no_number(asked));
        }
        let (scale, after) = match self.after {
            whole if whole.is_empty() || unit::same(whole, unit) => (None, whole),
            exponent if is_exponent(exponent) => {
                return Err(Invalid::new(format!("{} has an exponent", shown(asked)))
                    .help("write the number out, such as 100,000 or 100k"));
            }
            suffix => match Scale::split(suffix) {
                Some((scale, rest)) => (Some(scale), rest.trim_start()),
                None => (None, suffix),
            },
        };
        for given in [before, after] {
            if !given.is_empty() && !unit::fits(given, unit) {
                let given = if given == after { self.after } else { given };
                return Err(self.misfit(asked, given, unit));
            }
        }
        match (scale, unit.and_then(unit::scale_of)) {
            (Some(typed), Some(own)) if typed == own => Ok(None),
            (Some(_), Some(_)) => {
                let unit = shown(unit.unwrap_or_default());
                Err(
                    Invalid::new(format!("{} is not in {unit}", shown(asked))).help(format!(
                        "the goal counts in {unit}: give the bare number in it"
                    )),
                )
            }
            (scale, _) => Ok(scale),
        }
    }

    fn misfit(&self, asked: &str, given: &str, unit: Option<&str>) -> Invalid {
        if given.bytes().any(|b| b.is_ascii_digit()) {
            return separators(
                Invalid::new(format!("{} is not a number", shown(asked))),
                &asked.replace([' ', '\u{a0}', '\u{202f}', '\'', '’'], ","),
            );
        }
        if matches!(given, "m" | "b" | "mn" | "mio" | "bln") {
            let scale = if given.starts_with('m') { 'M' } else { 'B' };
            let help = format!(
                "for millions write M, for billions B: {}{scale}",
                self.digits
            );
            return Invalid::new(format!("{} is not clear", shown(asked))).help(help);
        }
        let message = match unit {
            Some(unit) => format!(
                "{} is given in {}, the goal is in {}",
                shown(asked),
                shown(given),
                shown(unit)
            ),
            None => format!(
                "{} is given in {}, the goal has no unit",
                shown(asked),
                shown(given)
            ),
        };
        Invalid::new(message).help("give the number in the goal's unit, or without one")
    }
}

/// Digits, or groups of three after a first one of up to three, all with the same separator.
fn grouped(whole: &str) -> bool {
    let comma = whole.contains(',');
    let separator = if comma { ',' } else { '_' };
    let mut groups = whole.split(separator);
    let all_digits = |g: &str| g.bytes().all(|b| b.is_ascii_digit());
    let Some(first) = groups.next().filter(|first| all_digits(first)) else {
        return false;
    };
    let alone = !whole.contains(separator);
    let fits = alone || (1..=3).contains(&first.len()) && first != "0";
    fits && groups.all(|g| g.len() == 3 && all_digits(g))
}

/// What a number with other separators is probably meant to be: `73,8`, `1.234,56`, `1 000`.
fn separators(refused: Invalid, digits: &str) -> Invalid {
    let (commas, points) = (digits.matches(',').count(), digits.matches('.').count());
    let meant = match (commas, points) {
        (1, 0) => digits.replace(',', "."),
        (1, _) if digits.rfind(',') > digits.rfind('.') => {
            digits.replace('.', "").replace(',', ".")
        }
        (0, 1) => digits.trim_end_matches('.').to_owned(),
        (0, 2..) => digits.replace('.', ","),
        _ => digits.replace(',', ""),
    };
    // Digits that were apart in threes are the whole number.
    let joined = digits.replace(',', "");
    let meant = if grouped(digits) { joined } else { meant };
    let (whole, fraction) = meant.split_once('.').unwrap_or((&meant, "0"));
    let good = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if grouped(whole) && good(fraction) && meant.len() <= 24 {
        return refused.help(format!(
            "write {meant}; a comma stands only between groups of three, as in 1,000"
        ));
    }
    refused.help("write one number like 73.8, 1,000 or 2.5M")
}

/// `e5`, `E-3`: what makes `1e5`.
fn is_exponent(suffix: &str) -> bool {
    let rest = suffix.strip_prefix(['e', 'E']);
    let rest = rest.map(|rest| rest.trim_start_matches(['-', '+']));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
