//! People as other tools name them, as handles.

use crate::cli::args;
use crate::model::{Name, Settings, slug};
use crate::render::exchange::imported::Leftover;
use std::collections::BTreeMap;

/// Who is meant by which name.
pub(super) struct People<'s> {
    settings: &'s Settings,
    /// Handles that were made, by the name that they were made of.
    made: BTreeMap<String, Name>,
}

impl<'s> People<'s> {
    pub(super) fn new(settings: &'s Settings) -> Self {
        Self {
            settings,
            made: BTreeMap::new(),
        }
    }

    /// The people in a cell, in its order, none twice.
    pub(super) fn in_cell(
        &mut self,
        cell: &str,
        (row, column): (usize, &str),
        left: &mut Leftover,
    ) -> Vec<Name> {
        // `Lopez, Maria` may be one of the people that okr.toml knows.
        if let Some(known) = self.known(cell) {
            return vec![known];
        }
        let mut people = Vec::new();
        let separated = |c: char| matches!(c, ',' | ';' | '|' | '\n' | '&');
        for part in cell.split(separated).flat_map(|part| part.split(" and ")) {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            match self.one(part) {
                Some(name) if people.contains(&name) => {}
                Some(name) => people.push(name),
                None => left.add(Some(row), Some(column), part, "no handle can be made of it"),
            }
        }
        people
    }

    fn one(&mut self, text: &str) -> Option<Name> {
        if let Some(known) = self.known(text) {
            return Some(known);
        }
        if let Some(made) = self.made.get(text) {
            return Some(made.clone());
        }
        // Of an address what stands before the @, of `@maria` what stands behind it.
        let name = text.trim_start_matches('@');
        let name = name.split_once('@').map_or(name, |(name, _)| name);
        let made = slug(name)?;
        if made.as_str() != text {
            self.made.insert(text.to_owned(), made.clone());
        }
        Some(made)
    }

    /// The person of okr.toml with that handle, name or address.
    fn known(&self, text: &str) -> Option<Name> {
        let wanted = text.trim().to_lowercase();
        let is = |said: &Option<String>| {
            said.as_deref()
                .is_some_and(|said| !wanted.is_empty() && said.trim().to_lowercase() == wanted)
        };
        let mut people = self.settings.people.iter();
        let found = people.find(|(handle, person)| {
            handle.as_str() == wanted || is(&person.name) || is(&person.email)
        });
        found.map(|(handle, _)| handle.clone())
    }

    /// The handles that were made, in words.
    pub(super) fn told(&self) -> Option<String> {
        let made = self.made.iter();
        let made: Vec<_> = made
            .map(|(text, name)| format!("{} is {name}", args::shown(text)))
            .collect();
        (!made.is_empty()).then(|| {
            format!(
                "people became handles: {} ([people] in okr.toml names others)",
                made.join(", ")
            )
        })
    }
}
