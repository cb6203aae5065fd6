//! What the files of managers tell beside the objects of the inventory, and the answers of methods.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::envelope::{Held, Not, returned};
use super::error::Error;
use super::files::Answer;
use super::fill::not_held;
use crate::inventory::{Id, LicenceAssignment, NicHint, Prop, ReasonKind, Unreadable};
use crate::sources::vim::{Content, Cursor, Licence, Role, Value, XmlError, child, pair};
use crate::terms::Unanswered;

/// What one file of a manager tells.
#[derive(Debug)]
pub(super) enum Beside {
    /// Who was saved, and its managers.
    Content(Box<Content>),
    /// Roles with their privileges.
    Roles(Vec<Role>),
    /// Advanced settings, by the manager that holds them.
    Settings(Id, BTreeMap<String, String>),
    /// When the saver was last heard, by the clock of the server.
    Clock(String),
    /// How an alarm is called.
    Alarm(Id, String),
}

/// The settings as a list of keys and values.
#[derive(Default)]
struct Options(BTreeMap<String, String>);

impl Beside {
    /// What the file of a manager tells, if it is one that tells anything.
    pub fn of(held: &Held<'_>) -> Result<Option<Self>, XmlError> {
        let id = &held.reference.id;
        Ok(match held.reference.kind.as_str() {
            "ServiceInstance" => held.read("content")?.map(Box::new).map(Self::Content),
            "AuthorizationManager" => held.read("roleList")?.map(Self::Roles),
            "OptionManager" => settings(held)?.map(|options| Self::Settings(id.clone(), options.0)),
            "SessionManager" => text_within(held, "currentSession", "lastActiveTime")?.map(Self::Clock),
            "Alarm" => text_within(held, "info", "name")?.map(|name| Self::Alarm(id.clone(), name)),
            _ => None,
        })
    }
}

fn settings(held: &Held<'_>) -> Result<Option<Options>, XmlError> {
    let Some(value) = held.value("setting") else { return Ok(None) };
    let mut cursor = Cursor::new(value);
    cursor.next_child()?;
    let mut options = Options::default();
    cursor.each(|cursor, _| {
        let (key, value): (String, String) = pair(cursor, "key", "value")?;
        options.0.insert(key, value);
        Ok::<_, XmlError>(())
    })?;
    Ok(Some(options))
}

/// A text within the value of a property.
fn text_within(held: &Held<'_>, property: &str, element: &str) -> Result<Option<String>, XmlError> {
    let Some(value) = held.value(property) else { return Ok(None) };
    let mut cursor = Cursor::new(value);
    cursor.next_child()?;
    child(&mut cursor, element)
}

/// What hosts hear, by the network system that was asked; and licences.
pub(super) struct Answers {
    pub hints: BTreeMap<Id, Prop<Vec<NicHint>>>,
    pub licences: Prop<Vec<LicenceAssignment>>,
}

impl Answers {
    /// Reads the answers. One that cannot be understood is unreadable, and nothing else.
    pub fn read(answers: &[(Answer, PathBuf, String)], clock_s: Option<i64>) -> Result<Self, Error> {
        let not_saved = Unreadable::new(ReasonKind::NotCollected, Unanswered::LicencesNotSaved);
        let mut all = Self { hints: BTreeMap::new(), licences: Prop::Unreadable(not_saved) };
        for (answer, path, text) in answers {
            match answer {
                Answer::NetworkHint => {
                    let folder = path.parent().and_then(|folder| folder.file_name()?.to_str());
                    let asked = folder.and_then(|folder| folder.split_once('-')).map_or("", |(_, id)| id);
                    let hints = understood(returned(text, NicHint::value)).map_err(|not| not.at(path))?;
                    all.hints.insert(asked.into(), hints);
                }
                Answer::AssignedLicenses => {
                    let told = |cursor: &mut Cursor<'_>| Ok(Licence::value(cursor)?.told(clock_s));
                    all.licences = understood(returned(text, told)).map_err(|not| not.at(path))?;
                }
            }
        }
        Ok(all)
    }

    /// What the host heard that has this network system.
    pub fn heard(&mut self, asked: Option<&Id>) -> Prop<Vec<NicHint>> {
        asked.and_then(|asked| self.hints.remove(asked)).unwrap_or_else(|| Prop::Unreadable(not_held()))
    }
}

fn understood<T>(read: Result<Vec<T>, Not>) -> Result<Prop<Vec<T>>, Not> {
    match read {
        Err(Not::Damaged(error)) if error.is_value() => {
            Ok(Prop::Unreadable(Unreadable::new(ReasonKind::NotUnderstood, error.to_string())))
        }
        other => other.map(Prop::Known),
    }
}
