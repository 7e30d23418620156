//! References: a path is an id, in files always whole.

use super::{CycleId, Invalid, Name};
use std::fmt;

/// An objective's path within its cycle: `customer-success/loyal-customers`. All but the last part
/// is the team.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectivePath(Box<str>);

impl ObjectivePath {
    /// Its shape as a regular expression, without anchors.
    pub fn pattern() -> String {
        let name = Name::PATTERN;
        format!("{name}(/{name})*")
    }

    /// Checks every part of `text`.
    ///
    /// # Errors
    /// Names the part that is not a [`Name`].
    pub fn new(text: &str) -> Result<Self, Invalid> {
        for part in text.split('/') {
            Name::check(part)?;
        }
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that it lies in; none at the top of the cycle.
    pub fn team(&self) -> Option<&str> {
        self.0.rsplit_once('/').map(|(team, _)| team)
    }

    /// Whether it lies in the folder of `team` or below it.
    pub fn is_in(&self, team: &str) -> bool {
        is_in(&self.0, team)
    }

    /// The file's own name.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }
}

// Lets maps be asked with a borrowed text; equality and order are the text's own.
impl std::borrow::Borrow<str> for ObjectivePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ObjectivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A KPI's id with its folder: `kpis/support/first-response`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KpiId(Box<str>);

impl KpiId {
    /// Its shape as a regular expression, without anchors.
    pub fn pattern() -> String {
        format!("kpis/{}", ObjectivePath::pattern())
    }

    /// Checks that `text` is `kpis/` and a path of names.
    ///
    /// # Errors
    /// Names what is missing or which part is not a [`Name`].
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let Some(rest) = text.strip_prefix("kpis/") else {
            let head = text.get(.."kpis/".len()).unwrap_or_default();
            if head.eq_ignore_ascii_case("kpis/") {
                let right = text.to_ascii_lowercase();
                return Err(Invalid::new(format!("`{text}` is not a KPI"))
                    .help(format!("write it in lower case: `{right}`")));
            }
            return Err(Invalid::new(format!("`{text}` is not a KPI"))
                .help(format!("a KPI is written whole: `kpis/{text}`")));
        };
        if let Some(id) = text.strip_suffix(".toml") {
            return Err(Invalid::new(format!("`{text}` is a file, not a KPI"))
                .help(format!("leave the ending out: `{id}`")));
        }
        ObjectivePath::new(rest)?;
        Ok(Self(text.into()))
    }

    /// The text, `kpis/` included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id without `kpis/`.
    pub fn short(&self) -> &str {
        &self.0["kpis/".len()..]
    }

    /// Whether it is a KPI of `team` or of a team in it.
    pub fn is_in(&self, team: &str) -> bool {
        is_in(self.short(), team)
    }

    /// The team whose KPI it is; none at the top.
    pub fn team(&self) -> Option<&str> {
        self.short().rsplit_once('/').map(|(team, _)| team)
    }
}

/// Whether what lies at `path` is in the folder of `team` or below it.
pub(crate) fn is_in(path: &str, team: &str) -> bool {
    let below = path.strip_prefix(team);
    below.is_some_and(|rest| rest.starts_with('/'))
}

impl std::borrow::Borrow<str> for KpiId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KpiId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference to an objective or one of its key results as files write it:
/// `[CYCLE/]path[.key]`; without a cycle it means the cycle of the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoalRef {
    /// The cycle, where one is written.
    pub cycle: Option<CycleId>,
    /// The objective.
    pub objective: ObjectivePath,
    /// The key result; none means the objective itself.
    pub key: Option<Name>,
}

impl GoalRef {
    /// Its shape as a regular expression, without anchors.
    pub fn pattern() -> String {
        let (cycle, path, key) = (CycleId::PATTERN, ObjectivePath::pattern(), Name::PATTERN);
        format!(r"({cycle}/)?{path}(\.{key})?")
    }

    /// Reads a reference.
    ///
    /// # Errors
    /// Names the part that cannot be one.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        if text.starts_with("kpis/") {
            return Err(Invalid::new(format!(
                "`{text}` is a KPI, not an objective or a key result"
            )));
        }
        if text.split('/').any(|part| matches!(part, "." | "..")) {
            return Err(
                Invalid::new(format!("`{text}` is not a reference")).help(
                    "it is written whole, from the cycle's folder on: `customer-success/loyal-customers`",
                ),
            );
        }
        if let Some((head, rest)) = text.split_once('/')
            && let Some(cycle) = CycleId::in_wrong_case(head)
        {
            let right = format!("{cycle}/{}", rest.to_ascii_lowercase());
            return Err(
                Invalid::new(format!("`{text}` is not a reference")).help(format!(
                    "write the cycle as its folder is called: `{right}`"
                )),
            );
        }
        let (cycle, rest) = match text.split_once('/') {
            Some((head, rest)) if CycleId::parse(head).is_some() => (CycleId::parse(head), rest),
            _ => (None, text),
        };
        let (path, key) = match rest.split_once('.') {
            Some((path, key)) => (path, Some(Name::new(key)?)),
            None => (rest, None),
        };
        Ok(Self {
            cycle,
            objective: ObjectivePath::new(path)?,
            key,
        })
    }

    /// The goal that is meant by a file of the cycle `home`.
    pub fn resolve(&self, home: CycleId) -> GoalId {
        GoalId {
            cycle: self.cycle.unwrap_or(home),
            objective: self.objective.clone(),
            key: self.key.clone(),
        }
    }
}

impl fmt::Display for GoalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(cycle) = self.cycle {
            write!(f, "{cycle}/")?;
        }
        write!(f, "{}", self.objective)?;
        match &self.key {
            Some(key) => write!(f, ".{key}"),
            None => Ok(()),
        }
    }
}

/// An objective or a key result with its cycle: the same goal in every file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoalId {
    /// The cycle.
    pub cycle: CycleId,
    /// The objective.
    pub objective: ObjectivePath,
    /// The key result; none means the objective itself.
    pub key: Option<Name>,
}

impl GoalId {
    /// The reference to it from a file of the cycle `home`: the cycle is left out where it is that.
    pub fn relative_to(&self, home: CycleId) -> GoalRef {
        GoalRef {
            cycle: (self.cycle != home).then_some(self.cycle),
            objective: self.objective.clone(),
            key: self.key.clone(),
        }
    }

    /// The objective that it is or belongs to.
    #[must_use]
    pub fn objective_id(&self) -> Self {
        Self {
            key: None,
            ..self.clone()
        }
    }

    /// The id within its cycle: `customer-success/loyal-customers.retention`.
    pub fn local(&self) -> String {
        let path = self.objective.as_str();
        match &self.key {
            Some(key) => [path, ".", key.as_str()].concat(),
            None => path.to_owned(),
        }
    }
}

impl fmt::Display for GoalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.cycle, self.relative_to(self.cycle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_back() {
        for text in [
            "grow-europe",
            "customer-success/loyal-customers.retention",
            "2026/double-revenue.arr",
            "2026-Q2/a/b/c",
        ] {
            assert_eq!(GoalRef::new(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_leaves_the_workspace_is_refused() {
        for text in [
            "../x", "/etc/x", "a//b", "a/", "CON", "con", "a.b.c", "a.", "", "kpis/x", "Ä", "a/./b",
        ] {
            assert!(GoalRef::new(text).is_err(), "{text}");
        }
        assert!(KpiId::new("nps").is_err());
        let file = KpiId::new("kpis/support/nps.toml").unwrap_err();
        assert!(file.help.unwrap().contains("`kpis/support/nps`"));
        assert!(KpiId::new("kpis/../x").is_err());
    }
}
