//! Who is at the keyboard, and people's handles.

use super::shown;
use crate::model::{Invalid, Name, Person, slug};
use std::collections::BTreeMap;

/// Reads a handle exactly: it becomes a part of file names.
///
/// # Errors
/// Refuses what is not a [`Name`]; the help shows one that would do.
pub fn handle(text: &str) -> Result<Name, Invalid> {
    Name::new(text).map_err(|refused| {
        if text.is_empty() {
            return Invalid::new("a handle must not be empty").help("such as `maria`");
        }
        Invalid {
            message: format!("{} is not a handle", shown(text)),
            help: refused.help,
        }
    })
}

/// Everything that may say who is at the keyboard, the strongest first.
pub struct Who<'a> {
    /// `--by`.
    pub by: Option<&'a str>,
    /// `OKR_USER`; empty counts as unset.
    pub okr_user: Option<&'a str>,
    /// `user` in the user's own config.
    pub config: Option<&'a str>,
    /// The login name.
    pub login: Option<&'a str>,
    /// Asks for git's `user.email`; called only where nothing better than the login is known.
    /// Readers, which start no program, pass one that answers none.
    pub email: &'a dyn Fn() -> Option<String>,
    /// The workspace's people.
    pub people: &'a BTreeMap<Name, Person>,
}

/// The person at the keyboard: `--by`, else `OKR_USER`, else the config, else whose email git
/// knows, else the login name transliterated.
///
/// # Errors
/// The first source that says anything does not hold a handle, or none says anything.
pub fn who(sources: &Who<'_>) -> Result<Name, Invalid> {
    let said = [
        ("--by", sources.by),
        ("OKR_USER", sources.okr_user.filter(|user| !user.is_empty())),
        ("`user` in your config", sources.config),
    ];
    for (source, text) in said {
        if let Some(text) = text {
            return handle(text).map_err(|refused| Invalid {
                message: format!("{source}: {}", refused.message),
                ..refused
            });
        }
    }
    // On Windows a login may come with its domain.
    let login = sources.login.and_then(|login| login.rsplit('\\').next());
    let login = login.and_then(slug);
    let known =
        (sources.email)().and_then(|email| of_email(&email, login.as_ref(), sources.people));
    known.or(login).ok_or_else(|| {
        let message = match sources.login {
            Some(login) => format!("no handle can be made from the login {}", shown(login)),
            None => "it is not known who you are".to_owned(),
        };
        Invalid::new(message).help("say so with `--by maria` or OKR_USER=maria")
    })
}

/// Whose address `email` is; where several share it, the one with the login's handle.
fn of_email(email: &str, login: Option<&Name>, people: &BTreeMap<Name, Person>) -> Option<Name> {
    let wanted = email.trim().to_lowercase();
    let theirs = |person: &Person| {
        let email = person.email.as_deref().map(str::trim);
        email.is_some_and(|email| !email.is_empty() && email.to_lowercase() == wanted)
    };
    let matching = || people.iter().filter(|(_, person)| theirs(person));
    let same = matching().find(|&(name, _)| Some(name) == login);
    let (name, _) = same.or_else(|| matching().next())?;
    Some(name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn people() -> BTreeMap<Name, Person> {
        let person = |email: &str| Person {
            name: None,
            email: Some(email.to_owned()),
        };
        BTreeMap::from([
            (Name::new("maria").unwrap(), person("Maria@Acme.example")),
            (Name::new("team-a").unwrap(), person("a@acme.example")),
            (Name::new("team-b").unwrap(), person("a@acme.example")),
            (Name::new("nobody").unwrap(), person("")),
        ])
    }

    fn ask<'a>(
        people: &'a BTreeMap<Name, Person>,
        email: &'a dyn Fn() -> Option<String>,
    ) -> Who<'a> {
        Who {
            by: None,
            okr_user: None,
            config: None,
            login: None,
            email,
            people,
        }
    }

    #[test]
    fn the_strongest_source_decides() {
        let people = people();
        let asked = Cell::new(0);
        let email = || {
            asked.set(asked.get() + 1);
            Some("maria@acme.EXAMPLE\n".to_owned())
        };
        let mut sources = Who {
            by: Some("tom"),
            okr_user: Some("ann"),
            config: Some("cem"),
            login: Some("mlopez"),
            ..ask(&people, &email)
        };
        assert_eq!(who(&sources).unwrap().as_str(), "tom");
        sources.by = None;
        assert_eq!(who(&sources).unwrap().as_str(), "ann");
        sources.okr_user = Some("");
        assert_eq!(who(&sources).unwrap().as_str(), "cem");
        assert_eq!(asked.get(), 0, "git is asked only where it matters");
        sources.config = None;
        assert_eq!(who(&sources).unwrap().as_str(), "maria");
        sources.login = None;
        assert_eq!(who(&sources).unwrap().as_str(), "maria");
    }

    #[test]
    fn a_login_is_transliterated() {
        let people = people();
        for (login, name) in [
            ("José.García", "jose-garcia"),
            ("ACME\\Tom", "tom"),
            ("maria", "maria"),
        ] {
            for email in [
                None,
                Some("else@acme.example".to_owned()),
                Some(String::new()),
            ] {
                let email = || email.clone();
                let login = Some(login);
                let sources = Who {
                    login,
                    ..ask(&people, &email)
                };
                assert_eq!(who(&sources).unwrap().as_str(), name);
            }
        }
    }

    #[test]
    fn a_shared_address_prefers_the_login() {
        let people = people();
        let email = || Some("a@acme.example".to_owned());
        let of = |login| {
            who(&Who {
                login,
                ..ask(&people, &email)
            })
            .unwrap()
        };
        assert_eq!(of(Some("team-b")).as_str(), "team-b");
        assert_eq!(of(Some("tom")).as_str(), "team-a");
    }

    #[test]
    fn a_wrong_source_is_named_and_not_passed_over() {
        let (people, email) = (people(), || None);
        let refused = |sources: Who<'_>| who(&sources).unwrap_err();
        let by = refused(Who {
            by: Some("../x"),
            login: Some("tom"),
            ..ask(&people, &email)
        });
        assert_eq!(by.message, "--by: `../x` is not a handle");
        assert!(by.help.unwrap().contains("`x` would do"));
        let by = refused(Who {
            by: Some(""),
            login: Some("tom"),
            ..ask(&people, &email)
        });
        assert_eq!(by.message, "--by: a handle must not be empty");
        let user = refused(Who {
            okr_user: Some("Maria Lopez"),
            ..ask(&people, &email)
        });
        assert!(user.message.starts_with("OKR_USER: `Maria Lopez`"));
        assert!(user.help.unwrap().contains("`maria-lopez`"));
        let login = refused(Who {
            login: Some("!!!"),
            ..ask(&people, &email)
        });
        assert_eq!(login.message, "no handle can be made from the login `!!!`");
        let none = refused(ask(&people, &email));
        assert_eq!(none.message, "it is not known who you are");
    }

    #[test]
    fn handles_are_exact() {
        assert_eq!(handle("maria").unwrap().as_str(), "maria");
        for bad in [
            "", "Maria", "@maria", "../x", "a/b", "con", "2026", "a\u{7}b",
        ] {
            let refused = handle(bad).unwrap_err();
            assert!(!refused.message.contains('\u{7}'), "{bad:?}");
            assert!(refused.help.is_some(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = handle(&text);
            let (people, email) = (people(), || Some(text.clone()));
            let _ = who(&Who { login: Some(&text), ..ask(&people, &email) });
        }
    }
}
