//! Names in paths, key result keys and people's handles.

use super::{CycleId, Invalid};
use std::fmt;

/// A name that is safe in a path on every system: `[a-z0-9-]`, 1 to 64 characters, no `-` at either
/// end, none that a workspace or Windows reserves.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Box<str>);

const MAX_LENGTH: usize = 64;
const RULE: &str = "names are a-z, 0-9 and -, 1 to 64 characters, no - at either end";
const RESERVED: [&str; 7] = ["kpis", "checkins", "closed", "con", "nul", "aux", "prn"];

impl Name {
    /// The shape of a name as a regular expression, without anchors; which names are reserved it does
    /// not say.
    pub const PATTERN: &str = "[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?";

    /// Checks `text` and keeps it.
    ///
    /// # Errors
    /// Says which rule of the format `text` breaks and, where one can be made, a name that would do.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        Self::check(text)?;
        Ok(Self(text.into()))
    }

    /// Whether `text` is a name.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn check(text: &str) -> Result<(), Invalid> {
        Self::check_shape(text)?;
        if is_reserved(text) {
            return Err(Invalid::new(format!("`{text}` is reserved"))
                .help(format!("choose another name, such as `{text}-1`")));
        }
        Ok(())
    }

    /// The shape alone: what a milestone's id must have, which never becomes a path.
    ///
    /// # Errors
    /// Says which rule `text` breaks.
    pub fn check_shape(text: &str) -> Result<(), Invalid> {
        if text.is_empty() {
            return Err(Invalid::new("a name must not be empty").help(RULE));
        }
        let fits = text.len() <= MAX_LENGTH
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        if fits {
            return Ok(());
        }
        let refused = Invalid::new(format!("`{text}` is not a name"));
        // Of an address, what stands before the `@` names the person.
        let stem = text.split_once('@').map_or(text, |(person, _)| person);
        Err(match slug(stem) {
            Some(better) => refused.help(format!("{RULE}: `{better}` would do")),
            None => refused.help(RULE),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with a number behind it, shortened where that would be too long; none where that is
    /// reserved.
    pub fn numbered(&self, number: u32) -> Option<Self> {
        let behind = format!("-{number}");
        let room = MAX_LENGTH - behind.len();
        // A name is ASCII.
        let stem = self.0[..self.0.len().min(room)].trim_end_matches('-');
        Self::new(&(stem.to_owned() + &behind)).ok()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_reserved(text: &str) -> bool {
    // Nothing that is reserved is longer.
    text.len() <= "checkins".len()
        && (RESERVED.contains(&text) || is_device(text) || CycleId::parse_any_case(text).is_some())
}

fn is_device(text: &str) -> bool {
    let digit = text
        .strip_prefix("com")
        .or_else(|| text.strip_prefix("lpt"));
    digit.is_some_and(|d| d.len() == 1 && d.as_bytes()[0].is_ascii_digit())
}

/// A name made from any text by transliteration: `"Kundentreue für alle!"` becomes
/// `kundentreue-fur-alle`. None where nothing is left or what is left is reserved.
pub fn slug(text: &str) -> Option<Name> {
    let latin = deunicode::deunicode(text).to_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric());
    let mut made = String::new();
    for word in words.filter(|w| !w.is_empty()) {
        let dash = usize::from(!made.is_empty());
        if made.len() + dash + word.len() > MAX_LENGTH {
            if made.is_empty() {
                made.push_str(&word[..MAX_LENGTH]);
            }
            break;
        }
        if dash == 1 {
            made.push('-');
        }
        made.push_str(word);
    }
    if made.is_empty() {
        return None;
    }
    // `slug` must not call `Name::new` with a text that makes it call `slug` again.
    (!is_reserved(&made)).then(|| Name(made.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_to_the_rule() {
        for good in ["maria", "a", "2026-plan", "x1", &"a".repeat(64)] {
            assert!(Name::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "Maria",
            "-a",
            "a-",
            "a b",
            "ä",
            "../x",
            "kpis",
            "checkins",
            "closed",
            "2026",
            "2026-07",
            "2026-q3",
            "con",
            "com1",
            "lpt9",
            "a/b",
            &"a".repeat(65),
        ] {
            assert!(Name::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_would_do_is_said() {
        for (bad, better) in [
            ("Maria", "`maria` would do"),
            ("maria@acme.example", "`maria` would do"),
            ("", "a-z, 0-9 and -"),
            ("@", "a-z, 0-9 and -"),
        ] {
            let help = Name::new(bad).unwrap_err().help.unwrap();
            assert!(help.contains(better), "{bad}: {help}");
        }
    }

    #[test]
    fn a_number_fits_behind_any_name() {
        let numbered = |text: &str| Name::new(text).unwrap().numbered(12).unwrap();
        assert_eq!(numbered("retention").as_str(), "retention-12");
        let long = numbered(&format!("{}-b", "a".repeat(60)));
        assert_eq!(long.as_str(), format!("{}-12", "a".repeat(60)));
    }

    #[test]
    fn slugs_are_names() {
        assert_eq!(
            slug("Kundentreue für alle!").unwrap().as_str(),
            "kundentreue-fur-alle"
        );
        assert_eq!(slug("!!!"), None);
        assert_eq!(slug("2026"), None);
        assert_eq!(slug("2026 Q3"), None);
        assert!(slug(&"word ".repeat(40)).unwrap().as_str().len() <= 64);
    }
}
