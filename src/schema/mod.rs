//! What the rule language can see: types, records and their fields, values borrowed from the
//! facts, and the unknown as a value of its own.
//!
//! The [`records!`] macro gives a fact type its fields, their access and their entry in the
//! published schema from one declaration, so that the three cannot drift apart.

mod list;
mod split;
mod types;
mod unknown;
mod value;

pub use list::List;
pub use split::{Grouping, Groups, HostSet, HostSplit, Resting};
pub use types::{EnumType, FieldDef, RecordType, Type};
pub use unknown::{Entity, Fact, Reason, Reasons, Unknown};
pub use value::{Arena, FactEnum, FactValue, ListView, Record, Ref, Value, Version};

/// Declares fact records: structs whose fields rules can read by name.
///
/// ```text
/// records! {
///     /// What the record is.
///     pub struct Drive as "drive", key "label" {
///         /// What the field means; becomes its documentation in the schema.
///         label: Text, reads VirtualMachine::hardware;
///         live: Fact<bool>, reads VirtualMachine::power_state VirtualMachine::hardware;
///     }
/// }
/// ```
///
/// `key` names the field that tells elements of a list apart (part of a finding's fingerprint),
/// `shown` the one that people read in its place (`as "network", key "id", shown "label"`).
/// `reads` names the properties and calls (by handles, which have a `read`) a field is derived from; they decide what `check`
/// asks a server for. A field of a record type that is itself a record needs none.
macro_rules! records {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident as $label:literal $(, key $key:literal)? $(, shown $shown:literal)? {
            $( $(#[doc = $fdoc:literal])+ $field:ident : $fty:ty $(, reads $($of:ident::$datum:ident)+)? ; )*
        }
    )*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $fdoc])+ pub $field: $fty, )*
        }

        impl $name {
            /// The type's entry in the schema.
            pub const TYPE: $crate::schema::RecordType = $crate::schema::RecordType {
                name: $label,
                doc: &[$($doc),+],
                key: records!(@field $($key)?),
                shown: records!(@field $($shown)?),
                fields: &[$( $crate::schema::FieldDef {
                    name: stringify!($field),
                    doc: &[$($fdoc),+],
                    ty: <$fty as $crate::schema::FactValue>::ty,
                    reads: &[$($($of::$datum.read),+)?],
                } ),*],
            };
        }

        impl $crate::schema::Record for $name {
            fn record_type(&self) -> &'static $crate::schema::RecordType {
                static TYPE: $crate::schema::RecordType = $name::TYPE;
                &TYPE
            }

            fn field(&self, index: usize) -> Result<$crate::schema::Value<'_>, $crate::schema::Unknown> {
                let mut at = 0;
                $(
                    if index == at {
                        return $crate::schema::FactValue::value(&self.$field);
                    }
                    at += 1;
                )*
                let _ = at;
                Err($crate::schema::Unknown::defect("field index out of range"))
            }
        }

        impl $crate::schema::FactValue for $name {
            fn ty() -> $crate::schema::Type {
                static TYPE: $crate::schema::RecordType = $name::TYPE;
                $crate::schema::Type::Record(&TYPE)
            }

            fn value(&self) -> Result<$crate::schema::Value<'_>, $crate::schema::Unknown> {
                Ok($crate::schema::Value::Record(self))
            }
        }
    )*};
    (@field) => { None };
    (@field $field:literal) => { Some($field) };
}
pub(crate) use records;

/// Declares enumerated facts: the words rules compare them with.
macro_rules! fact_enums {
    ($( $(#[doc = $doc:literal])+ pub enum $name:ident { $( $(#[doc = $vdoc:literal])+ $variant:ident = $word:literal ),* $(,)? } )*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $vdoc])+ $variant ),* }

        impl $crate::schema::FactEnum for $name {
            const TYPE: $crate::schema::EnumType = $crate::schema::EnumType { words: &[$($word),*] };
            fn word(self) -> &'static str {
                match self { $( Self::$variant => $word ),* }
            }
        }

        impl $crate::schema::FactValue for $name {
            fn ty() -> $crate::schema::Type {
                $crate::schema::Type::Enum(<$name as $crate::schema::FactEnum>::TYPE)
            }
            fn value(&self) -> Result<$crate::schema::Value<'_>, $crate::schema::Unknown> {
                Ok($crate::schema::Value::Str($crate::schema::FactEnum::word(*self)))
            }
        }
    )*};
}
pub(crate) use fact_enums;
