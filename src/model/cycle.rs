//! Cycles: years, halves, trimesters, quarters and months, and the fiscal calendar that dates them.

use super::Invalid;
use chrono::{Datelike, Months, NaiveDate};
use std::fmt;

/// How long a cycle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CycleKind {
    /// A fiscal year.
    Year,
    /// Six months.
    Half,
    /// Four months.
    Trimester,
    /// Three months.
    Quarter,
    /// A calendar month.
    Month,
}

impl CycleKind {
    /// Every kind, the longest first.
    pub const ALL: [Self; 5] = [
        Self::Year,
        Self::Half,
        Self::Trimester,
        Self::Quarter,
        Self::Month,
    ];

    /// Length in months.
    pub fn months(self) -> u32 {
        match self {
            Self::Year => 12,
            Self::Half => 6,
            Self::Trimester => 4,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// How many of this kind make a year.
    pub fn per_year(self) -> u32 {
        12 / self.months()
    }

    /// The word for it in settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Half => "half",
            Self::Trimester => "trimester",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }

    fn letter(self) -> Option<char> {
        match self {
            Self::Year | Self::Month => None,
            Self::Half => Some('H'),
            Self::Trimester => Some('T'),
            Self::Quarter => Some('Q'),
        }
    }

    /// The kinds that hold whole cycles of this kind, the nearest first.
    fn enclosing(self) -> &'static [Self] {
        match self {
            Self::Year => &[],
            Self::Half | Self::Trimester => &[Self::Year],
            Self::Quarter => &[Self::Half, Self::Year],
            Self::Month => &[Self::Quarter, Self::Trimester, Self::Half, Self::Year],
        }
    }
}

/// A cycle's name: `2026`, `2026-H1`, `2026-T1`, `2026-Q3` or `2026-07`. Its dates come from a
/// [`Calendar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CycleId {
    year: i32,
    kind: CycleKind,
    index: u32,
}

impl CycleId {
    /// A cycle by its parts; `index` counts from 1 within the year.
    ///
    /// # Errors
    /// The year must lie in 1 to 9999 and the year must have that many cycles of the kind.
    pub fn new(year: i32, kind: CycleKind, index: u32) -> Result<Self, Invalid> {
        if !(1..=9999).contains(&year) {
            return Err(Invalid::new(format!(
                "there is no cycle in the year {year}"
            )));
        }
        if !(1..=kind.per_year()).contains(&index) {
            let word = kind.word();
            return Err(Invalid::new(format!("a year has no {word} number {index}")));
        }
        Ok(Self { year, kind, index })
    }

    /// The shape of a name as a regular expression, without anchors.
    pub const PATTERN: &str = "[0-9]{4}(-(H[12]|T[1-3]|Q[1-4]|0[1-9]|1[0-2]))?";

    /// Reads a cycle's name exactly as the format writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() < 4 || !bytes[..4].iter().all(u8::is_ascii_digit) {
            return None;
        }
        let year = text[..4].parse().ok()?;
        let (kind, index) = match &bytes[4..] {
            [] => (CycleKind::Year, 1),
            [b'-', b'H', n @ b'1'..=b'2'] => (CycleKind::Half, n - b'0'),
            [b'-', b'T', n @ b'1'..=b'3'] => (CycleKind::Trimester, n - b'0'),
            [b'-', b'Q', n @ b'1'..=b'4'] => (CycleKind::Quarter, n - b'0'),
            [b'-', a @ b'0'..=b'1', b @ b'0'..=b'9'] => {
                (CycleKind::Month, (a - b'0') * 10 + (b - b'0'))
            }
            _ => return None,
        };
        Self::new(year, kind, u32::from(index)).ok()
    }

    /// The cycle whose name `text` is in the wrong case.
    pub fn in_wrong_case(text: &str) -> Option<Self> {
        let cycle = Self::parse_any_case(text)?;
        Self::parse(text).is_none().then_some(cycle)
    }

    /// The cycle that a name in the wrong case means: `2026-q3`.
    pub fn parse_any_case(text: &str) -> Option<Self> {
        Self::parse(&text.to_ascii_uppercase())
    }

    /// The fiscal year that it is named after.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Its kind.
    pub fn kind(self) -> CycleKind {
        self.kind
    }

    /// Its number within the year, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// The cycle of the same kind after this one.
    #[must_use]
    pub fn next(self) -> Self {
        if self.index < self.kind.per_year() {
            return Self {
                index: self.index + 1,
                ..self
            };
        }
        Self {
            year: self.year + 1,
            index: 1,
            ..self
        }
    }

    /// The cycle of the same kind before this one.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.index > 1 {
            return Self {
                index: self.index - 1,
                ..self
            };
        }
        Self {
            year: self.year - 1,
            index: self.kind.per_year(),
            ..self
        }
    }

    /// The cycle of the same place in the year before; none before the first year.
    pub fn a_year_earlier(self) -> Option<Self> {
        let year = self.year - 1;
        Self::new(year, self.kind, self.index).ok()
    }
}

impl fmt::Display for CycleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, index, .. } = self;
        match (self.kind, self.kind.letter()) {
            (CycleKind::Month, _) => write!(f, "{year:04}-{index:02}"),
            (_, Some(letter)) => write!(f, "{year:04}-{letter}{index}"),
            (_, None) => write!(f, "{year:04}"),
        }
    }
}

/// Which calendar year names a fiscal year that spans two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// The year in which it ends.
    End,
    /// The year in which it starts.
    Start,
}

/// The fiscal calendar: turns cycle names into dates and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    start_month: u32,
    named_by: NamedBy,
}

impl Calendar {
    /// A calendar whose years start on the first of `start_month` (1 to 12).
    ///
    /// # Errors
    /// Refuses a month outside 1 to 12.
    pub fn new(start_month: u32, named_by: NamedBy) -> Result<Self, Invalid> {
        if !(1..=12).contains(&start_month) {
            return Err(Invalid::new(format!("{start_month} is not a month"))
                .help("fiscal_year_start is a month from 1 to 12"));
        }
        Ok(Self {
            start_month,
            named_by,
        })
    }

    /// The calendar year in which the fiscal year named `year` starts.
    fn starting_year(self, year: i32) -> i32 {
        match self.named_by {
            NamedBy::End if self.start_month > 1 => year - 1,
            NamedBy::End | NamedBy::Start => year,
        }
    }

    /// First day of a cycle.
    pub fn start(self, cycle: CycleId) -> NaiveDate {
        if cycle.kind == CycleKind::Month {
            return first_of(cycle.year, cycle.index);
        }
        let year_start = first_of(self.starting_year(cycle.year), self.start_month);
        year_start + Months::new((cycle.index - 1) * cycle.kind.months())
    }

    /// Last day of a cycle.
    pub fn end(self, cycle: CycleId) -> NaiveDate {
        let after = self.start(cycle) + Months::new(cycle.kind.months());
        after.pred_opt().unwrap_or(after)
    }

    /// The one cycle of `kind` that covers `date`.
    pub fn cycle_of(self, kind: CycleKind, date: NaiveDate) -> CycleId {
        if kind == CycleKind::Month {
            return CycleId {
                year: date.year(),
                kind,
                index: date.month(),
            };
        }
        let months_in = (date.month() + 12 - self.start_month) % 12;
        let started = if date.month() >= self.start_month {
            date.year()
        } else {
            date.year() - 1
        };
        let year = started + (self.starting_year(started) != started) as i32;
        CycleId {
            year,
            kind,
            index: months_in / kind.months() + 1,
        }
    }

    /// The cycles that hold the whole of `cycle`, the nearest first.
    pub fn enclosing(self, cycle: CycleId) -> impl Iterator<Item = CycleId> {
        let start = self.start(cycle);
        let kinds = cycle.kind.enclosing().iter();
        kinds.map(move |&kind| self.cycle_of(kind, start))
    }

    /// Whether `outer` holds the whole of `inner` (or is it).
    pub fn encloses(self, outer: CycleId, inner: CycleId) -> bool {
        outer == inner || self.enclosing(inner).any(|c| c == outer)
    }

    /// The cycles of `kind` that lie wholly within `cycle`, in order.
    pub fn within(self, cycle: CycleId, kind: CycleKind) -> Vec<CycleId> {
        let end = self.end(cycle);
        let first = self.cycle_of(kind, self.start(cycle));
        std::iter::successors(Some(first), |c| Some(c.next()))
            .take_while(|&c| self.end(c) <= end)
            .filter(|&c| self.encloses(cycle, c))
            .collect()
    }

    /// The fiscal year that holds `cycle`.
    pub fn year_of(self, cycle: CycleId) -> CycleId {
        self.cycle_of(CycleKind::Year, self.start(cycle))
    }

    /// Whether two cycles share a day.
    pub fn overlap(self, a: CycleId, b: CycleId) -> bool {
        self.start(a) <= self.end(b) && self.start(b) <= self.end(a)
    }
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn cycle(text: &str) -> CycleId {
        CycleId::parse(text).unwrap()
    }

    #[test]
    fn names_read_back() {
        for name in [
            "2026", "2026-H1", "2026-T3", "2026-Q4", "2026-07", "0001-12",
        ] {
            assert_eq!(cycle(name).to_string(), name);
        }
        for bad in [
            "2026-Q5", "2026-q3", "2026-00", "2026-13", "0000", "26", "2026-7", "2026-H0",
        ] {
            assert_eq!(CycleId::parse(bad), None, "{bad}");
        }
        assert_eq!(CycleId::parse_any_case("2026-q3"), Some(cycle("2026-Q3")));
    }

    #[test]
    fn the_methods_example_of_a_fiscal_year() {
        let calendar = Calendar::new(2, NamedBy::End).unwrap();
        assert_eq!(calendar.start(cycle("2021-Q1")), date("2020-02-01"));
        assert_eq!(calendar.end(cycle("2021-Q1")), date("2020-04-30"));
    }

    #[test]
    fn a_quarter_lies_in_its_half_and_year() {
        let calendar = Calendar::new(1, NamedBy::End).unwrap();
        let outer: Vec<_> = calendar.enclosing(cycle("2026-Q3")).collect();
        assert_eq!(outer, [cycle("2026-H2"), cycle("2026")]);
        assert_eq!(
            calendar.within(cycle("2026"), CycleKind::Trimester).len(),
            3
        );
        assert_eq!(
            calendar.within(cycle("2026-Q3"), CycleKind::Month),
            [cycle("2026-07"), cycle("2026-08"), cycle("2026-09")]
        );
    }

    #[test]
    fn every_day_lies_in_one_cycle_of_each_kind_whatever_the_fiscal_year() {
        for month in 1..=12 {
            for named_by in [NamedBy::End, NamedBy::Start] {
                let calendar = Calendar::new(month, named_by).unwrap();
                for kind in CycleKind::ALL {
                    let mut day = date("2023-01-01");
                    while day < date("2027-01-01") {
                        let cycle = calendar.cycle_of(kind, day);
                        let (start, end) = (calendar.start(cycle), calendar.end(cycle));
                        assert!(
                            start <= day && day <= end,
                            "{day} {cycle} {month} {named_by:?}"
                        );
                        assert_eq!(calendar.start(cycle.next()), end.succ_opt().unwrap());
                        assert_eq!(calendar.end(cycle.previous()), start.pred_opt().unwrap());
                        assert_eq!(cycle.next().previous(), cycle);
                        for outer in calendar.enclosing(cycle) {
                            assert!(calendar.start(outer) <= start && end <= calendar.end(outer));
                        }
                        let year = calendar.year_of(cycle);
                        let named_after = match named_by {
                            NamedBy::Start => calendar.start(year),
                            NamedBy::End => calendar.end(year),
                        };
                        assert_eq!(year.year(), named_after.year());
                        day = day.succ_opt().unwrap();
                    }
                }
            }
        }
    }
}
