//! What a change says.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::inventory::ReasonKind;

/// One change.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
pub struct Change {
    /// Managed-object id, or `vcenter`.
    pub object: String,
    /// What is done.
    pub action: Action,
    /// How many objects are added; the ids of the further ones end in `-2`, `-3` and so on.
    pub times: u16,
}

/// What a change does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Sets the value at a path.
    Set(String, Value),
    /// Unsets what is at a path.
    Delete(String),
    /// Makes a property unreadable, for a reason with the server's words.
    Unreadable(String, ReasonKind, String),
    /// Removes the object.
    Remove,
    /// Adds the object as a copy of another.
    Copy(String),
    /// Adds the object, of a managed object type and with these properties.
    Add(String, Value),
    /// Puts other texts in place of some, wherever the object has them. One that ends in `] ` is a datastore in
    /// front of a path.
    Replace(Vec<(String, String)>),
}

/// A change as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    object: String,
    path: Option<String>,
    value: Option<Value>,
    #[serde(default)]
    delete: bool,
    unreadable: Option<ReasonKind>,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    remove: bool,
    copy: Option<String>,
    add: Option<String>,
    replace: Option<Vec<(String, String)>>,
    times: Option<u16>,
}

impl TryFrom<Form> for Change {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let times = form.times.unwrap_or(1);
        if times != 1 && form.copy.is_none() && form.add.is_none() {
            return Err(format!("the change of '{}' has 'times', which belongs to copy or add", form.object));
        }
        let action = match form {
            Form {
                path: Some(path),
                value: Some(value),
                delete: false,
                unreadable: None,
                remove: false,
                copy: None,
                add: None,
                replace: None,
                ..
            } => Action::Set(path, value),
            Form {
                path: Some(path),
                value: None,
                delete: true,
                unreadable: None,
                remove: false,
                copy: None,
                add: None,
                replace: None,
                ..
            } => Action::Delete(path),
            Form {
                path: Some(path),
                value: None,
                delete: false,
                unreadable: Some(kind),
                remove: false,
                copy: None,
                add: None,
                replace: None,
                detail,
                ..
            } => Action::Unreadable(path, kind, detail),
            Form {
                path: None,
                value: None,
                delete: false,
                unreadable: None,
                remove: true,
                copy: None,
                add: None,
                replace: None,
                ..
            } => Action::Remove,
            Form {
                path: None,
                value: None,
                delete: false,
                unreadable: None,
                remove: false,
                copy: Some(of),
                add: None,
                replace: None,
                ..
            } => Action::Copy(of),
            Form {
                path: None,
                value,
                delete: false,
                unreadable: None,
                remove: false,
                copy: None,
                add: Some(ty),
                replace: None,
                ..
            } => Action::Add(ty, value.unwrap_or_else(|| Value::Object(Map::new()))),
            Form {
                path: None,
                value: None,
                delete: false,
                unreadable: None,
                remove: false,
                copy: None,
                add: None,
                replace: Some(pairs),
                ..
            } => Action::Replace(pairs),
            _ => {
                return Err(format!(
                    "the change of '{}' must be exactly one of: path with value, path with delete, path with \
                     unreadable, remove, copy, add, replace",
                    form.object
                ));
            }
        };
        Ok(Self { object: form.object, action, times })
    }
}
