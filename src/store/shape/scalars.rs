//! Values as files write them: numbers, dates, targets, and tables with free keys.

use crate::model::{Invalid, Quantity, Target};
use chrono::{Datelike, NaiveDate};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The key under which the toml crate hands out a date as if it were a table.
pub(crate) const DATE_FIELD: &str = "$__toml_private_datetime";

/// Stands between a message and its help where both travel through a parser's error.
pub(crate) const HELP: &str = "\u{1f}";
/// What to do with a number that is too large.
pub(crate) const THOUSANDS: &str = "give it in thousands or millions, and say so in the unit";

/// The refusal of a number beyond 2^53.
pub(crate) fn too_large(text: &str) -> String {
    format!("{text} is too large: numbers reach to 9007199254740992")
}

/// A finite number of at most 2^53, written as an integer or with a fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number(Quantity);

impl Number {
    /// A number as it stands in a file.
    pub(crate) fn new(value: f64) -> Result<Self, Invalid> {
        Quantity::new(value).map(Self)
    }

    /// A whole number as it stands in a file.
    pub(crate) fn whole(value: i128) -> Result<Self, Invalid> {
        // 2^53 + 1 would silently become 2^53.
        const LARGEST: i128 = 1 << 53;
        if value.unsigned_abs() > LARGEST.unsigned_abs() {
            return Err(Invalid::new(too_large(&value.to_string())).help(THOUSANDS));
        }
        Self::new(value as f64)
    }

    pub(crate) fn get(self) -> f64 {
        self.0.get()
    }

    pub(crate) fn quantity(self) -> Quantity {
        self.0
    }
}

fn number<E: Error>(value: f64) -> Result<Number, E> {
    Number::new(value).map_err(custom)
}

fn integer<E: Error>(value: i128) -> Result<Number, E> {
    Number::whole(value).map_err(custom)
}

/// A refusal as the error of a parser; the help travels behind a separator.
fn custom<E: Error>(invalid: Invalid) -> E {
    match invalid.help {
        Some(help) => E::custom(format!("{}{HELP}{help}", invalid.message)),
        None => E::custom(invalid.message),
    }
}

/// The numeric visits that every visitor which takes a number shares.
macro_rules! visit_numbers {
    ($wrap:expr) => {
        fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
            number(value).map($wrap)
        }
        fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
            integer(i128::from(value)).map($wrap)
        }
        fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
            integer(i128::from(value)).map($wrap)
        }
        fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
            integer(value).map($wrap)
        }
        fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
            integer(i128::try_from(value).unwrap_or(i128::MAX)).map($wrap)
        }
    };
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;
        impl Visitor<'_> for NumberVisitor {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            visit_numbers!(|n| n);
        }
        deserializer.deserialize_f64(NumberVisitor)
    }
}

/// A local date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Day(NaiveDate);

impl Day {
    /// A date as it stands in a file.
    pub(crate) fn new(value: toml::value::Datetime) -> Result<Self, Invalid> {
        let example = "write a date such as 2026-07-14";
        let Some(date) = value.date else {
            return Err(Invalid::new(format!("{value} is a time of day")).help(example));
        };
        if value.time.is_some() || value.offset.is_some() {
            return Err(Invalid::new(format!("{value} has a time of day"))
                .help(format!("write the date alone, {date}")));
        }
        let year = i32::from(date.year);
        match NaiveDate::from_ymd_opt(year, date.month.into(), date.day.into()) {
            Some(made) if made.year() >= 1 => Ok(Self(made)),
            Some(_) => Err(Invalid::new("there is no year 0000").help(example)),
            None => Err(Invalid::new(format!("there is no day {date}"))),
        }
    }

    /// A date of the year 1 or later.
    pub(super) fn of(date: NaiveDate) -> Self {
        Self(date)
    }

    pub(crate) fn get(self) -> NaiveDate {
        self.0
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayVisitor;
        impl<'de> Visitor<'de> for DayVisitor {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as 2026-07-14, without quotes")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
                let inner = MapAccessDeserializer::new(map);
                let Ok(value) = toml::value::Datetime::deserialize(inner) else {
                    return Err(A::Error::invalid_type(Unexpected::Map, &self));
                };
                Day::new(value).map_err(custom)
            }
        }
        // The name under which the toml crate knows that a date is asked for.
        deserializer.deserialize_struct("$__toml_private_Datetime", &[DATE_FIELD], DayVisitor)
    }
}

/// A target: a number, or relative to the baseline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TargetText(pub(crate) Target);

impl<'de> Deserialize<'de> for TargetText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TargetVisitor;
        impl Visitor<'_> for TargetVisitor {
            type Value = TargetText;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a change such as \"+20%\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<TargetText, E> {
                Target::relative(text).map(TargetText).map_err(custom)
            }
            visit_numbers!(|n: Number| TargetText(Target::Absolute(n.quantity())));
        }
        deserializer.deserialize_any(TargetVisitor)
    }
}

/// A KPI's target: a number or a band.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TargetShape {
    /// A value to reach.
    Value(Quantity),
    /// A band to stay in.
    Band(BandShape),
}

/// A band to stay in: a lower bound, an upper one, or both.
#[derive(Debug, Clone, PartialEq, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub(crate) struct BandShape {
    /// The lower bound, such as `at_least = 4`; it is within the band.
    pub(crate) at_least: Option<Number>,
    /// The upper bound, such as `at_most = 5`; it is within the band.
    pub(crate) at_most: Option<Number>,
}

impl<'de> Deserialize<'de> for TargetShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TargetVisitor;
        impl<'de> Visitor<'de> for TargetVisitor {
            type Value = TargetShape;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a band such as { at_least = 4, at_most = 5 }")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TargetShape, A::Error> {
                BandShape::deserialize(MapAccessDeserializer::new(map)).map(TargetShape::Band)
            }
            visit_numbers!(|n: Number| TargetShape::Value(n.quantity()));
        }
        deserializer.deserialize_any(TargetVisitor)
    }
}

/// Lets shapes be read from a table and nothing else: what serde derives takes a list of their values
/// for one, too. They are derived with `remote = "Self"`, so that this is the only way in.
macro_rules! only_tables {
    ($($shape:ty),+) => {$(
        impl<'de> serde::Deserialize<'de> for $shape {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
                struct TableVisitor;
                impl<'de> Visitor<'de> for TableVisitor {
                    type Value = $shape;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a table")
                    }
                    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$shape, A::Error> {
                        <$shape>::deserialize(MapAccessDeserializer::new(map))
                    }
                }
                from.deserialize_map(TableVisitor)
            }
        }
    )+};
}
pub(super) use only_tables;

/// A table with free keys, in the file's order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entries<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = Entries<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<String>()? {
                    if key == DATE_FIELD {
                        return Err(A::Error::invalid_type(Unexpected::Other("date"), &self));
                    }
                    entries.push((key, map.next_value()?));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: for<'de> Deserialize<'de>>(value: &str) -> Result<T, String> {
        let read = toml::de::ValueDeserializer::parse(value).and_then(T::deserialize);
        read.map_err(|e| e.message().to_owned())
    }

    #[test]
    fn numbers_that_a_person_can_mean() {
        for (text, value) in [
            ("75", 75.0),
            ("4.5", 4.5),
            ("-0", 0.0),
            ("-0.0", 0.0),
            ("0x10", 16.0),
        ] {
            let number: Number = read(text).unwrap();
            assert_eq!(number.get(), value, "{text}");
            assert!(number.get().is_sign_positive());
        }
        assert!(read::<Number>("9007199254740992").is_ok());
        for bad in [
            "nan",
            "inf",
            "-inf",
            "1e400",
            "9007199254740993",
            "1e16",
            "true",
            "\"1\"",
        ] {
            assert!(read::<Number>(bad).is_err(), "{bad}");
        }
        let huge = "9".repeat(60);
        assert!(read::<Number>(&huge).is_err());
    }

    #[test]
    fn dates_are_local_days() {
        assert!(read::<Day>("2024-02-29").is_ok());
        for bad in [
            "2026-07-14T10:00:00",
            "2026-07-14T10:00:00Z",
            "10:00:00",
            "0000-01-01",
            "\"2026-07-14\"",
            "2026",
            "{}",
            "{ a = 1 }",
            "[]",
        ] {
            let error = read::<Day>(bad).unwrap_err();
            assert!(!error.contains("private"), "{bad}: {error}");
        }
    }
}
