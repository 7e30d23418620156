//! Model values as TOML text, the way a person would write it: TOML 1.0, the format's order of keys,
//! no defaults, `75` and not `75.0`.

pub use super::toml_text::{date, key, lines, number, string, strings, text};

use super::toml_text::Fields;
use crate::model::{
    Aggregate, Aim, Ambition, Amendment, Band, Benchmark, Carried, CheckIn, Closed, Direction,
    Dropped, Follow, Initiative, KeyResult, Kpi, KpiTarget, Measure, Milestone, Name, Objective,
    Posts, Quantity, Retired, Review, Target, Thresholds, Update, Weight,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// The form of the instant in the name of a check-in's file: `2026-07-14-091233`.
const STAMP: &str = "%Y-%m-%d-%H%M%S";
/// How long it is.
pub const STAMP_LENGTH: usize = "2026-07-14-091233".len();

/// The name of a check-in's file: the UTC second of recording, the person, four hex digits of a hash
/// of the content.
pub fn checkin_file_name(stamp: DateTime<Utc>, by: &Name, content: &str) -> String {
    let stamp = stamp.format(STAMP);
    let hash = crc32fast::hash(content.as_bytes()) & 0xffff;
    format!("{stamp}-{by}-{hash:04x}.toml")
}

/// The instant in the name of a check-in's file, where the name begins with one.
pub fn stamp_of(file: &str) -> Option<DateTime<Utc>> {
    let stamp = NaiveDateTime::parse_from_str(file.get(..STAMP_LENGTH)?, STAMP);
    Some(stamp.ok()?.and_utc())
}

/// A check-in's file.
pub fn checkin(checkin: &CheckIn) -> String {
    let mut fields = Fields::default();
    fields
        .put("date", date(checkin.date))
        .put("by", quoted(&checkin.by))
        .put("plan", checkin.plan.as_deref().map(text))
        .list("blockers", &checkin.blockers)
        .list("wins", &checkin.wins);
    let mut made = fields.block();
    for update in &checkin.updates {
        made += "\n[[update]]\n";
        made += &update_fields(update).block();
    }
    made
}

fn update_fields(update: &Update) -> Fields {
    let mut fields = Fields::default();
    fields
        .put("kr", update.goal.as_ref().map(quoted))
        .put("kpi", update.kpi.as_ref().map(quoted))
        .put("value", update.value.map(quantity))
        .list("done", &update.done)
        .put("date", update.date.map(date))
        .put("confidence", update.confidence.map(|c| number(c.get())))
        .put("unchanged", yes(update.unchanged))
        .put("note", update.note.as_deref().map(text))
        .put("blocker", update.blocker.as_deref().map(text));
    fields
}

/// An objective's file, its key results and review included.
pub fn objective(objective: &Objective) -> String {
    let terms = &objective.terms;
    let ambition = match terms.ambition {
        Ambition::Aspirational => None,
        Ambition::Committed | Ambition::Learning => Some(string(terms.ambition.word())),
    };
    let initiatives: Vec<String> = objective.initiatives.iter().map(initiative).collect();
    let amended = amendments(&objective.amended);
    let mut fields = Fields::default();
    fields
        .put("objective", text(&terms.title))
        .put("why", objective.why.as_deref().map(text))
        .put("owner", terms.owner.as_ref().map(quoted))
        .list("contributors", &objective.contributors)
        .put("supports", terms.supports.as_ref().map(quoted))
        .put("ambition", ambition)
        .list("guardrails", &objective.guardrails)
        .put("weight", weight(terms.weight))
        .list("tags", &objective.tags);
    if let Some(measure) = &terms.measure {
        put_follow(&mut fields, measure);
    }
    fields
        .rows("initiatives", &initiatives)
        .put("added", objective.added.map(date))
        .put("dropped", objective.dropped.as_ref().map(dropped))
        .rows("amended", &amended)
        .list("formerly", &objective.formerly)
        .put("carried", objective.carried.as_ref().map(carried));
    let mut made = fields.block();
    for kr in &objective.key_results {
        made.push('\n');
        made += &key_result(kr);
    }
    if let Some(review) = &objective.review {
        made.push('\n');
        made += &self::review(review);
    }
    made
}

/// A key result's table with its header.
pub fn key_result(kr: &KeyResult) -> String {
    let amended = amendments(&kr.amended);
    let mut fields = Fields::default();
    fields.put("title", kr.terms.title.as_deref().map(text));
    put_measure(&mut fields, &kr.terms.measure);
    fields
        .put("owner", kr.terms.owner.as_ref().map(quoted))
        .put("weight", weight(kr.terms.weight));
    if let Measure::Effort(effort) = &kr.terms.measure {
        let milestones: Vec<String> = effort.milestones.iter().map(milestone).collect();
        fields
            .put("due", effort.due.map(date))
            .rows("milestones", &milestones);
    }
    fields
        .put("added", kr.added.map(date))
        .put("dropped", kr.dropped.as_ref().map(dropped))
        .rows("amended", &amended)
        .list("formerly", &kr.formerly)
        .put("carried", kr.carried.as_ref().map(carried));
    format!("[key_results.{}]\n{}", kr.key, fields.block())
}

fn put_measure(fields: &mut Fields, measure: &Measure) {
    match measure {
        Measure::Metric(metric) => {
            fields
                .put("unit", metric.unit.as_deref().map(string))
                .put("baseline", metric.baseline.map(quantity));
            put_posts(fields, &metric.posts);
        }
        Measure::Bounds {
            unit,
            baseline,
            band,
        } => {
            fields
                .put("unit", unit.as_deref().map(string))
                .put("baseline", baseline.map(quantity));
            put_band(fields, *band);
        }
        Measure::FollowsKpi(follow) => put_follow(fields, follow),
        Measure::Effort(_) => {
            fields.put("kind", string("effort"));
        }
        Measure::Rollup => {
            fields.put("kind", string("rollup"));
        }
    }
}

fn put_follow(fields: &mut Fields, follow: &Follow) {
    fields
        .put("kpi", quoted(&follow.kpi))
        .put("baseline", follow.baseline.map(quantity));
    match &follow.aim {
        Aim::Reach(posts) => put_posts(fields, posts),
        Aim::Hold(band) => put_band(fields, *band),
    }
}

fn put_posts(fields: &mut Fields, posts: &Posts) {
    fields
        .put("commit", posts.commit.map(quantity))
        .put("target", posts.target.map(target))
        .put("stretch", posts.stretch.map(quantity));
}

fn put_band(fields: &mut Fields, band: Band) {
    fields
        .put("at_least", band.at_least().map(number))
        .put("at_most", band.at_most().map(number));
}

/// A KPI's file.
pub fn kpi(kpi: &Kpi) -> String {
    let direction = match kpi.direction {
        Direction::Increase => None,
        Direction::Decrease | Direction::Maintain => Some(string(kpi.direction.word())),
    };
    let aggregate = match kpi.aggregate {
        Aggregate::Last => None,
        Aggregate::Sum | Aggregate::Mean | Aggregate::Min | Aggregate::Max => {
            Some(string(kpi.aggregate.word()))
        }
    };
    let amended: Vec<String> = kpi
        .amended
        .iter()
        .map(|a| amendment(a.on, &a.was, a.reason.as_deref()))
        .collect();
    let mut fields = Fields::default();
    fields
        .put("name", text(&kpi.name))
        .put("measure", kpi.measure.as_deref().map(text))
        .put("unit", kpi.unit.as_deref().map(string))
        .put("direction", direction)
        .put("frequency", kpi.frequency.map(|f| string(f.word())))
        .put("source", kpi.source.as_deref().map(text))
        .put("owner", kpi.owner.as_ref().map(quoted))
        .put("indicator", kpi.indicator.map(|i| string(i.word())))
        .put("aggregate", aggregate)
        .put("decimals", kpi.decimals.map(|d| d.to_string()))
        .put("category", kpi.category.as_deref().map(string))
        .put("health", yes(kpi.health))
        .list("drives", &kpi.drives)
        .put("benchmark", kpi.benchmark.as_ref().map(benchmark))
        .put("chart_from", kpi.chart_from.map(date))
        .rows("amended", &amended)
        .list("formerly", &kpi.formerly)
        .put("retired", kpi.retired.as_ref().map(retired));
    let mut made = fields.block();
    let mut targets = Fields::default();
    targets.put("always", kpi.targets.always.map(kpi_target));
    for (cycle, target) in &kpi.targets.by_cycle {
        targets.put(&cycle.to_string(), kpi_target(*target));
    }
    if !targets.is_empty() {
        made += "\n[targets]\n";
        made += &targets.block();
    }
    if let Some(thresholds) = kpi.thresholds {
        made += "\n[thresholds]\n";
        made += &threshold_fields(thresholds).block();
    }
    made
}

fn threshold_fields(thresholds: Thresholds) -> Fields {
    let mut fields = Fields::default();
    fields
        .put("green", quantity(thresholds.green))
        .put("amber", thresholds.amber.map(quantity));
    fields
}

/// A closed cycle's file.
pub fn closed(closed: &Closed) -> String {
    let mut fields = Fields::default();
    fields
        .put("on", date(closed.on))
        .put("by", closed.by.as_ref().map(quoted))
        .put("forced", closed.forced.as_deref().map(text));
    let mut scores = Fields::default();
    for (goal, score) in &closed.scores {
        scores.put(&goal.local(), number(*score));
    }
    format!("{}\n[scores]\n{}", fields.block(), scores.block())
}

/// A review's table with its header.
pub fn review(review: &Review) -> String {
    let mut fields = Fields::default();
    fields
        .put("on", review.on.map(date))
        .put("by", review.by.as_ref().map(quoted))
        .put("grade", review.grade.map(number))
        .put("worked", review.worked.as_deref().map(text))
        .put("did_not_work", review.did_not_work.as_deref().map(text))
        .put("learned", review.learned.as_deref().map(text));
    format!("[review]\n{}", fields.block())
}

fn amendments<T>(amended: &[Amendment<T>]) -> Vec<String> {
    let entry = |a: &Amendment<T>| amendment(a.on, &a.was, a.reason.as_deref());
    amended.iter().map(entry).collect()
}

/// One entry of `amended`; `was` holds keys and their former values as written.
pub fn amendment(on: NaiveDate, was: &[(String, String)], reason: Option<&str>) -> String {
    let mut before = Fields::default();
    for (key, written) in was {
        before.put(key, written.clone());
    }
    let mut fields = Fields::default();
    fields
        .put("on", date(on))
        .put("was", before.inline())
        .put("reason", reason.map(string));
    fields.inline()
}

/// The value of `dropped`.
pub fn dropped(dropped: &Dropped) -> String {
    let mut fields = Fields::default();
    fields
        .put("on", date(dropped.on))
        .put("reason", dropped.reason.as_deref().map(string));
    fields.inline()
}

/// The value of `carried`, its cycle in front.
pub fn carried(carried: &Carried) -> String {
    let mut fields = Fields::default();
    fields
        .put("from", quoted(&carried.from))
        .put("actual", carried.actual.map(quantity))
        .put("target", carried.target.map(quantity));
    fields.inline()
}

/// The value of `retired`.
pub fn retired(retired: &Retired) -> String {
    let mut fields = Fields::default();
    fields
        .put("on", date(retired.on))
        .put("reason", retired.reason.as_deref().map(string))
        .put("replaced_by", retired.replaced_by.as_ref().map(quoted));
    fields.inline()
}

/// One entry of `initiatives`.
pub fn initiative(initiative: &Initiative) -> String {
    let mut fields = Fields::default();
    fields
        .put("title", string(&initiative.title))
        .put("url", initiative.url.as_deref().map(string))
        .put("done", yes(initiative.done));
    fields.inline()
}

/// One entry of `milestones`.
pub fn milestone(milestone: &Milestone) -> String {
    let mut fields = Fields::default();
    fields
        .put("id", string(&milestone.id))
        .put("title", string(&milestone.title))
        .put("weight", weight(milestone.weight))
        .put("due", milestone.due.map(date));
    fields.inline()
}

fn benchmark(benchmark: &Benchmark) -> String {
    let mut fields = Fields::default();
    fields
        .put("value", quantity(benchmark.value))
        .put("source", benchmark.source.as_deref().map(string));
    fields.inline()
}

/// A key result's target: a number, or `"+20%"`.
pub fn target(target: Target) -> String {
    match target {
        Target::Absolute(value) => quantity(value),
        Target::Relative(_) => format!("\"{target}\""),
    }
}

/// A KPI's target: a number, or a band.
pub fn kpi_target(target: KpiTarget) -> String {
    match target {
        KpiTarget::Value(value) => quantity(value),
        KpiTarget::Band(band) => {
            let mut fields = Fields::default();
            put_band(&mut fields, band);
            fields.inline()
        }
    }
}

/// A number in its unit.
pub fn quantity(quantity: Quantity) -> String {
    number(quantity.get())
}

fn weight(weight: Weight) -> Option<String> {
    (weight != Weight::default()).then(|| number(weight.get()))
}

fn yes(flag: bool) -> Option<String> {
    flag.then(|| "true".to_owned())
}

fn quoted(item: &impl ToString) -> String {
    string(&item.to_string())
}

#[cfg(test)]
mod tests;
