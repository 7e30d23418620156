//! What is asked of a KPI that a goal follows: unit, direction and baseline are the KPI's.

use super::stands::{Stand, stands};
use super::values;
use super::world::{World, values_named};
use crate::cli::exit::Failure;
use crate::model::{
    Aggregate, Aim, CycleId, Direction, Follow, InForce, Kpi, KpiTarget, Posts, Quantity, Target,
};
use crate::render::{goal, numbers};

/// What was asked of a KPI, as typed.
#[derive(Default)]
pub(super) struct Asked<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) target: Option<&'a str>,
    pub(super) commit: Option<&'a str>,
    pub(super) stretch: Option<&'a str>,
    pub(super) at_least: Option<&'a str>,
    pub(super) at_most: Option<&'a str>,
}

/// A KPI followed.
pub(super) struct Followed {
    pub(super) follow: Follow,
    /// The KPI's name.
    pub(super) name: String,
    /// Where it stands and what is asked.
    pub(super) notes: Vec<String>,
}

/// Why it cannot be followed in this way.
pub(super) enum Refused {
    /// It is good enough already: hold it.
    Already(Hold),
    /// There is neither a target of its own nor one of the KPI's.
    NoTarget(Failure),
    Failed(Failure),
}

/// What to hold instead of reaching what is reached.
pub(super) struct Hold {
    /// `--at-least` or `--at-most`.
    pub(super) flag: &'static str,
    pub(super) bound: String,
    /// Where it stands.
    pub(super) message: String,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<crate::model::Invalid> for Refused {
    fn from(invalid: crate::model::Invalid) -> Self {
        Self::Failed(invalid.into())
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Already(Hold {
                flag,
                bound,
                message,
            }) => Self::usage(message).help(format!(
                "hold it with {flag} {bound}, or ask for more than it has"
            )),
            Refused::NoTarget(failure) | Refused::Failed(failure) => failure,
        }
    }
}

/// Follows `kpi` in `cycle`.
pub(super) fn follow(
    world: &World<'_>,
    kpi: &Kpi,
    asked: &Asked<'_>,
    cycle: CycleId,
) -> Result<Followed, Refused> {
    let unit = kpi.unit.as_deref();
    let quantity = |flag: &str, text: Option<&str>| {
        let value = text.map(|text| values_named(flag, values::quantity(text, unit)));
        value.transpose()
    };
    let from = quantity("--from", asked.from)?;
    if let Some(band) = values::band(asked.at_least, asked.at_most, unit)? {
        let stands = stands(world, kpi, cycle).map(|s| s.value);
        let stood = stands.map(|value| format!("{} stands at {}", kpi.name, amount(kpi, value)));
        return Ok(followed(kpi, from, Aim::Hold(band), stood));
    }
    let target = own_target(kpi, asked)?;
    let targets = kpi.targets_on(world.context.today);
    let standing = targets.in_force(cycle, kpi.aggregate, world.workspace.calendar());
    if target.is_none() && standing.is_none() {
        let message = format!("how far should it go? {} has no target for {cycle}", kpi.id);
        let failure = Failure::usage(message);
        let help = "give one with --target, or hold it with --at-least or --at-most";
        return Err(Refused::NoTarget(failure.help(help)));
    }
    let (baseline, origin) = baseline(world, kpi, from, cycle)?;
    let commit = quantity("--commit", asked.commit)?;
    let stretch = quantity("--stretch", asked.stretch)?;
    let posts = Posts {
        commit,
        target,
        stretch,
    };
    let base = baseline.map(Quantity::get);
    let aim = target.map_or_else(|| number(standing), |t| t.value(base));
    if let Some(hold) = already(kpi, base, aim, &origin) {
        return Err(Refused::Already(hold));
    }
    if kpi.direction != Direction::Maintain {
        Posts::new(baseline, posts.commit, posts.target, posts.stretch)?;
    }
    let said = said(kpi, base, aim, &origin, (target.is_none(), standing), cycle);
    Ok(followed(kpi, baseline, Aim::Reach(posts), Some(said)))
}

/// The target that is asked for; a band has none.
fn own_target(kpi: &Kpi, asked: &Asked<'_>) -> Result<Option<Target>, Failure> {
    let unit = kpi.unit.as_deref();
    let target = asked
        .target
        .map(|text| values_named("--target", values::target(text, unit)));
    let target = target.transpose()?;
    let own_way = target.is_some() || asked.commit.is_some() || asked.stretch.is_some();
    if kpi.direction == Direction::Maintain && own_way {
        let message = format!("{} is kept in a band: a number is no target for it", kpi.id);
        let help = "give the bounds with --at-least and --at-most";
        return Err(Failure::usage(message).help(help));
    }
    Ok(target)
}

fn followed(kpi: &Kpi, baseline: Option<Quantity>, aim: Aim, note: Option<String>) -> Followed {
    Followed {
        follow: Follow {
            kpi: kpi.id.clone(),
            baseline,
            aim,
        },
        name: kpi.name.clone(),
        notes: note.into_iter().collect(),
    }
}

/// The baseline and where it comes from: given, 0 for a total, else where the KPI stands.
fn baseline(
    world: &World<'_>,
    kpi: &Kpi,
    from: Option<Quantity>,
    cycle: CycleId,
) -> Result<(Option<Quantity>, String), Failure> {
    if from.is_some() {
        return Ok((from, String::new()));
    }
    match (kpi.aggregate, kpi.direction) {
        // A budget and a band have no baseline.
        (Aggregate::Sum, Direction::Decrease) | (_, Direction::Maintain) => {
            Ok((None, String::new()))
        }
        (Aggregate::Sum, Direction::Increase) => Ok((Some(Quantity::ZERO), String::new())),
        (Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max, _) => {
            let Some(Stand { value, of }) = stands(world, kpi, cycle) else {
                return Ok((None, String::new()));
            };
            let origin = if of == cycle {
                String::new()
            } else {
                format!(" (its value of {of})")
            };
            Ok((Some(Quantity::new(value)?), origin))
        }
    }
}

/// What to hold, where the baseline is at or beyond the target in the KPI's direction.
fn already(kpi: &Kpi, base: Option<f64>, aim: Option<f64>, origin: &str) -> Option<Hold> {
    let (base, aim) = (base?, aim?);
    if kpi.aggregate == Aggregate::Sum || !kpi.direction.reaches(base, aim) {
        return None;
    }
    let flag = match kpi.direction {
        Direction::Increase | Direction::Maintain => "--at-least",
        Direction::Decrease => "--at-most",
    };
    let (stands, asks) = (amount(kpi, base), amount(kpi, aim));
    Some(Hold {
        flag,
        bound: numbers::exact(aim),
        message: format!(
            "{} already stands at {stands}{origin}: {asks} is reached",
            kpi.name
        ),
    })
}

/// Where it stands, what is asked, and whose target that is.
fn said(
    kpi: &Kpi,
    base: Option<f64>,
    aim: Option<f64>,
    origin: &str,
    (follows, standing): (bool, Option<InForce>),
    cycle: CycleId,
) -> String {
    let name = &kpi.name;
    let stands = match (base, kpi.aggregate, kpi.direction) {
        (Some(0.0), Aggregate::Sum, _) => format!("{name} is a total that starts at 0"),
        (None, Aggregate::Sum, _) => format!("{name} is a budget"),
        (Some(base), ..) => format!("{name} stands at {}{origin}", amount(kpi, base)),
        (None, _, Direction::Maintain) => format!("{name} is to be kept in a band"),
        (None, ..) => format!("{name} has no reading yet: the first one becomes the baseline"),
    };
    let whole = standing.map(|s| goal::kpi_target(s.target, kpi, crate::render::Theme::PLAIN));
    let asks = aim.map_or_else(|| whole.unwrap_or_default(), |aim| amount(kpi, aim));
    let asks = match asks.as_str() {
        "" => String::new(),
        asks => format!("; this asks for {asks}"),
    };
    let whose = match standing.map(|s| s.from) {
        None => String::new(),
        Some(from) => {
            let of = match from {
                Some(from) if from == cycle => format!("for {cycle}"),
                Some(from) => format!("for {cycle}, from {from}"),
                None => "that always stands".to_owned(),
            };
            if !follows && aim.is_some() && aim == number(standing) {
                format!(", as the KPI's own target {of} does")
            } else if follows {
                format!(": it follows the KPI's own target {of}")
            } else {
                let whole = number(standing).map(|n| amount(kpi, n)).unwrap_or_default();
                format!(" (the KPI's own target {of} is {whole})")
            }
        }
    };
    format!("{stands}{asks}{whose}")
}

fn number(standing: Option<InForce>) -> Option<f64> {
    match standing?.target {
        KpiTarget::Value(value) => Some(value.get()),
        KpiTarget::Band(_) => None,
    }
}

fn amount(kpi: &Kpi, value: f64) -> String {
    let decimals = kpi.decimals.filter(|_| value.fract() != 0.0);
    numbers::with_unit(value, decimals, kpi.unit.as_deref())
}
