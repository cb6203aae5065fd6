//! A retrieved property: known, unset, or unreadable with the reason; and the macro that declares
//! a managed object with the path and the API version of each of its properties.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use crate::terms::ReasonKind;

/// Why a property could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unreadable {
    /// The kind of reason.
    pub kind: ReasonKind,
    /// The fault as the server named it, with its privilege or message. Empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Unreadable {
    /// A reason of `kind` with the server's own words.
    pub fn new(kind: ReasonKind, detail: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { kind, detail: detail.into() })
    }
}

/// One property of one object, as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Prop<T> {
    /// The server gave this value.
    Known(T),
    /// The server says it has none; the documented meaning of absence applies.
    #[default]
    Unset,
    /// It could not be read.
    Unreadable(Arc<Unreadable>),
}

impl<T> Prop<T> {
    /// Whether the server says that there is none, or nobody asked.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Unset)
    }

    /// The value, when there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unset | Self::Unreadable(_) => None,
        }
    }

    /// The value or its documented absence; an unreadable property is the error.
    pub fn read(&self) -> Result<Option<&T>, &Arc<Unreadable>> {
        match self {
            Self::Known(value) => Ok(Some(value)),
            Self::Unset => Ok(None),
            Self::Unreadable(why) => Err(why),
        }
    }
}

/// Path of a property and the API version that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// Path as the property collector knows it, e.g. `config.network`.
    pub path: &'static str,
    /// First API version that has it.
    pub since: super::ApiVersion,
    /// The only element of the value that is kept, if not all are.
    pub element: Option<&'static str>,
    /// Large or seldom needed: asked for only when a rule needs it, also by `collect`.
    pub on_request: bool,
}

/// A property of the objects of one type: a handle with which facts name what they read.
pub struct Field<O, T> {
    /// Type and path, as everybody names it who has no handle: `HostSystem:config.network`.
    pub read: &'static str,
    /// Its path.
    pub path: &'static str,
    pub(super) of: fn(&O) -> &Prop<T>,
}

impl<O, T> Clone for Field<O, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O, T> Copy for Field<O, T> {}

impl<O, T> Field<O, T> {
    /// The property of an object.
    pub fn of(self, object: &O) -> &Prop<T> {
        (self.of)(object)
    }
}

/// A managed object of the inventory.
pub trait Object: Sized {
    /// The managed object type, e.g. `HostSystem`.
    const TYPE: &'static str;
    /// Its properties, in declaration order.
    const PROPERTIES: &'static [Property];

    /// An object of which nothing has been read: every property unset.
    fn new(id: super::Id) -> Self;
    /// The managed-object id.
    fn id(&self) -> &super::Id;
    /// Marks the property at `path` as unreadable; false when there is no such path.
    fn set_unreadable(&mut self, path: &str, why: Arc<Unreadable>) -> bool;
    /// The reason why the property at `path` could not be read, if that is so.
    fn unreadable(&self, path: &str) -> Option<&Arc<Unreadable>>;
}

/// How a value is read from a source of type `S` (an XML cursor, for example).
pub trait Decode<S: ?Sized>: Sized {
    /// What can go wrong.
    type Error;
    /// Reads one value, or only the `element` of it, which may not be there; leaves the source behind
    /// it.
    fn decode(source: &mut S, element: Option<&'static str>) -> Result<Option<Self>, Self::Error>;
}

/// Declares managed objects. Each field is `name: Type = "property.path" @ version`, with `of
/// "element"` behind the path where only one element of the value is kept; the version is written as the parts of an [`ApiVersion`](super::ApiVersion): `@ 4 1` is 4.1;
/// `lazy` behind it marks a property that is asked for only on request.
///
/// From one declaration follow the struct with a [`Prop`] per property, a [`Field`] of the same name
/// (`HostSystem::network`), the table of paths that may be asked for, the decoder's dispatch by path, and the saved form (an object with the
/// property paths as keys; `unreadable` maps paths to reasons; unset properties are left out).
macro_rules! managed_objects {
    ($(
        $(#[$doc:meta])*
        $name:ident = $type:literal {
            $( $(#[$fdoc:meta])* $field:ident : $fty:ty = $path:literal $(of $element:literal)? @ $major:literal $($minor:literal)* $($lazy:ident)? , )*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            /// Managed-object id.
            pub id: $crate::inventory::Id,
            $( $(#[$fdoc])* pub $field: $crate::inventory::Prop<$fty>, )*
        }

        impl $crate::inventory::Object for $name {
            const TYPE: &'static str = $type;
            const PROPERTIES: &'static [$crate::inventory::Property] = &[
                $( $crate::inventory::Property {
                    path: $path,
                    since: $crate::inventory::ApiVersion::of(&[$major $(, $minor)*]),
                    element: managed_objects!(@element $($element)?),
                    on_request: managed_objects!(@lazy $($lazy)?),
                }, )*
            ];

            fn new(id: $crate::inventory::Id) -> Self {
                Self { id, ..Self::default() }
            }

            fn id(&self) -> &$crate::inventory::Id {
                &self.id
            }

            fn set_unreadable(&mut self, path: &str, why: std::sync::Arc<$crate::inventory::Unreadable>) -> bool {
                match path {
                    $( $path => self.$field = $crate::inventory::Prop::Unreadable(why), )*
                    _ => return false,
                }
                true
            }

            fn unreadable(&self, path: &str) -> Option<&std::sync::Arc<$crate::inventory::Unreadable>> {
                match path {
                    $( $path => match &self.$field {
                        $crate::inventory::Prop::Unreadable(why) => Some(why),
                        _ => None,
                    }, )*
                    _ => None,
                }
            }
        }

        // A handle is called after its field.
        #[allow(non_upper_case_globals)]
        impl $name {
            $( $(#[$fdoc])* pub const $field: $crate::inventory::Field<Self, $fty> =
                $crate::inventory::Field {
                    read: concat!($type, ":", $path),
                    path: $path,
                    of: |object| &object.$field,
                }; )*

            /// Reads the property at `path` from `source`; `Ok(false)`, with nothing read, when
            /// there is no such path.
            pub fn decode_property<S: ?Sized, E>(&mut self, path: &str, source: &mut S) -> Result<bool, E>
            where $( $fty: $crate::inventory::Decode<S, Error = E>, )*
            {
                match path {
                    $( $path => {
                        let element = managed_objects!(@element $($element)?);
                        if let Some(value) = $crate::inventory::Decode::decode(source, element)? {
                            self.$field = $crate::inventory::Prop::Known(value);
                        }
                    } )*
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("id", &self.id)?;
                let mut unreadable = std::collections::BTreeMap::new();
                $( match &self.$field {
                    $crate::inventory::Prop::Known(value) => map.serialize_entry($path, value)?,
                    $crate::inventory::Prop::Unset => {}
                    $crate::inventory::Prop::Unreadable(why) => { unreadable.insert($path, why); }
                } )*
                if !unreadable.is_empty() {
                    map.serialize_entry("unreadable", &unreadable)?;
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // By what stands in the file; a text of each key would be one for each property of each object.
                #[allow(non_camel_case_types)]
                enum Key { Id, Unreadable, $($field),* }
                struct Keys;
                impl serde::de::Visitor<'_> for Keys {
                    type Value = Key;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("the path of a property")
                    }
                    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Key, E> {
                        match key {
                            "id" => Ok(Key::Id),
                            "unreadable" => Ok(Key::Unreadable),
                            $( $path => Ok(Key::$field), )*
                            other => Err(E::custom(format_args!("{} has no property '{other}'", $type))),
                        }
                    }
                }
                impl<'de> serde::Deserialize<'de> for Key {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        deserializer.deserialize_identifier(Keys)
                    }
                }
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a ", $type, " with its property paths as keys"))
                    }
                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$name, M::Error> {
                        use $crate::inventory::Object;
                        let mut object = $name::default();
                        let mut unreadable: Option<std::collections::BTreeMap<String, std::sync::Arc<$crate::inventory::Unreadable>>> = None;
                        while let Some(this_key) = map.next_key()? {
                            match this_key {
                                Key::Id => object.id = map.next_value()?,
                                Key::Unreadable => unreadable = Some(map.next_value()?),
                                $( Key::$field => object.$field = $crate::inventory::Prop::Known(map.next_value()?), )*
                            }
                        }
                        for (path, why) in unreadable.into_iter().flatten() {
                            if !object.set_unreadable(&path, why) {
                                return Err(serde::de::Error::custom(format_args!(
                                    "{} has no property '{path}'", $type)));
                            }
                        }
                        Ok(object)
                    }
                }
                deserializer.deserialize_map(Fields)
            }
        }
    )*};
    (@element) => { None };
    (@element $element:literal) => { Some($element) };
    (@lazy) => { false };
    (@lazy lazy) => { true };
}
pub(super) use managed_objects;
