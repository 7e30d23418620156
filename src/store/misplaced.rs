//! A file of one kind where another belongs: told once, instead of all the keys that are unknown there.

use super::diagnostics::{Finding, Span};
use super::parse::{self, Words};
use crate::model::{CycleId, Document, GoalId, KpiId, ObjectivePath};
use toml::de::DeTable;

/// What a file may be, whatever its place says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Objective,
    Kpi,
    CheckIn,
}

const KINDS: [Kind; 3] = [Kind::Objective, Kind::Kpi, Kind::CheckIn];

/// Below this, keys are taken for slips.
const UNKNOWN_KEYS: usize = 2;

impl Kind {
    fn of(document: &Document) -> Option<Self> {
        match document {
            Document::Objective(_) => Some(Self::Objective),
            Document::Kpi(_) => Some(Self::Kpi),
            Document::CheckIn(..) => Some(Self::CheckIn),
            Document::Settings | Document::Closed(_) => None,
        }
    }

    /// The key that tells it from the others.
    fn telling_key(self) -> &'static str {
        match self {
            Self::Objective => "objective",
            Self::Kpi => "name",
            Self::CheckIn => "date",
        }
    }

    /// Whether it has the keys without which it could not be one.
    fn may_be(self, root: &DeTable<'_>) -> bool {
        let has = |key| root.contains_key(key);
        match self {
            Self::Objective | Self::Kpi => has(self.telling_key()),
            Self::CheckIn => has(self.telling_key()) && (has("update") || has("by")),
        }
    }

    /// How many keys are unknown in a file of this kind.
    fn unknown_keys(self, path: &str, bytes: &[u8], cycle: CycleId) -> Option<usize> {
        let found = match self {
            Self::Objective => {
                let objective = ObjectivePath::new("a").ok()?;
                let id = GoalId {
                    cycle,
                    objective,
                    key: None,
                };
                parse::objective(path, bytes, id).err()
            }
            Self::Kpi => parse::kpi(path, bytes, KpiId::new("kpis/a").ok()?).err(),
            Self::CheckIn => {
                parse::checkin(path, bytes, Words::LeftOut, cycle, "a.toml", None).err()
            }
        };
        Some(unknown_keys(&found.unwrap_or_default()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Objective => "an objective",
            Self::Kpi => "a KPI",
            Self::CheckIn => "a check-in",
        }
    }

    /// Where it belongs, of a file that lies in the folder of `cycle`.
    fn place(self, cycle: Option<CycleId>) -> String {
        match (self, cycle) {
            (Self::Kpi, _) => "kpis/".to_owned(),
            (Self::Objective, Some(cycle)) => format!("{cycle}/"),
            (Self::Objective, None) => "its cycle's folder, such as 2026-Q3/".to_owned(),
            (Self::CheckIn, Some(cycle)) => format!("{cycle}/checkins/"),
            (Self::CheckIn, None) => "its cycle's check-ins, such as 2026-Q3/checkins/".to_owned(),
        }
    }
}

fn unknown_keys(found: &[Finding]) -> usize {
    found.iter().filter(|f| f.rule == "unknown-key").count()
}

/// What to say of a file in which `found` is wrong instead, where it is of another kind than its place
/// asks for.
pub(super) fn misplaced(
    path: &str,
    document: &Document,
    bytes: &[u8],
    found: &[Finding],
) -> Option<Finding> {
    let unknown = unknown_keys(found);
    if unknown < UNKNOWN_KEYS {
        return None;
    }
    let asked = Kind::of(document)?;
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = DeTable::parse(text).ok()?;
    if asked.may_be(root.get_ref()) {
        return None;
    }
    let cycle = path.split('/').next().and_then(CycleId::parse);
    let any = cycle.or_else(|| CycleId::parse("2026"))?;
    let fits = |kind: &Kind| {
        let elsewhere = kind.unknown_keys(path, bytes, any);
        kind.may_be(root.get_ref()) && elsewhere.is_some_and(|other| 2 * other < unknown)
    };
    let mut others = KINDS.into_iter().filter(|kind| *kind != asked);
    let kind = others.find(fits)?;
    let said = format!("this is {}, not {}", kind.name(), asked.name());
    let (key, _) = root.get_ref().get_key_value(kind.telling_key())?;
    let finding = Finding::error("wrong-place", path, said).at(Span::of(text, key.span()));
    Some(finding.help(format!("move it to {}", kind.place(cycle))))
}
