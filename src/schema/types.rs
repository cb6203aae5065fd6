//! Types of the rule language.

use crate::terms::{Subject, Text, Told, shown_in_english, told};

/// Type of a value.
#[derive(Clone, Copy)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number; its unit is part of the field's name.
    Int,
    /// Text.
    Str,
    /// One word of a fixed set.
    Enum(EnumType),
    /// Dotted version with `since`.
    Version,
    /// List of elements of one type.
    List(fn() -> Type),
    /// Record with named fields.
    Record(&'static RecordType),
    /// A cluster, host or VM with its own facts.
    Ref(Subject),
    /// On which hosts something holds: `.all`, `.any`, `.several`, `.count`, `.lacking`, `.unclear`.
    Split,
    /// Members by value: `.uniform`, `.values`, `.unclear`.
    Grouping,
}

/// The words of an enumerated type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnumType {
    /// All words, in the order of the declaration.
    pub words: &'static [&'static str],
}

/// A record type: what `rules schema` prints and what references are checked against.
pub struct RecordType {
    /// Name, e.g. `drive`.
    pub name: &'static str,
    /// Documentation, one line per element.
    pub doc: &'static [&'static str],
    /// The field that tells elements of a list apart.
    pub key: Option<&'static str>,
    /// The field that stands for the record where people read it; `None` = the key.
    pub shown: Option<&'static str>,
    /// Fields in declaration order; the index is how the evaluator reads them.
    pub fields: &'static [FieldDef],
}

/// A field of a record.
pub struct FieldDef {
    /// Name as rules write it.
    pub name: &'static str,
    /// Documentation, one line per element.
    pub doc: &'static [&'static str],
    /// Its type.
    pub ty: fn() -> Type,
    /// Properties (`Type:path`) and calls (`call:name`) it is derived from.
    pub reads: &'static [&'static str],
}

impl RecordType {
    /// Index and definition of a field.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDef)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }
}

impl PartialEq for RecordType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for RecordType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bool, Self::Bool)
            | (Self::Int, Self::Int)
            | (Self::Str, Self::Str)
            | (Self::Version, Self::Version)
            | (Self::Split, Self::Split)
            | (Self::Grouping, Self::Grouping) => true,
            (Self::Enum(a), Self::Enum(b)) => a == b,
            (Self::List(a), Self::List(b)) => a() == b(),
            (Self::Record(a), Self::Record(b)) => a == b,
            (Self::Ref(a), Self::Ref(b)) => a == b,
            _ => false,
        }
    }
}

impl std::fmt::Debug for Type {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Told for Type {
    fn told(&self) -> Text {
        match self {
            Self::Bool => told!("bool", "真偽値"),
            Self::Int => told!("int", "整数"),
            Self::Str => told!("string", "文字列"),
            Self::Enum(words) => {
                let words = words.words.join(", ");
                told!("one of {words}", "{words} のいずれか")
            }
            Self::Version => told!("version", "バージョン"),
            Self::List(item) => {
                let item = item();
                told!([item] "list of {item}", "{item}のリスト")
            }
            Self::Record(record) => record_name(record.name),
            Self::Ref(kind) => record_name(kind.name()),
            Self::Split => told!("host split", "ホスト別の結果"),
            Self::Grouping => told!("grouping", "グループ分け"),
        }
    }
}

fn record_name(name: &str) -> Text {
    told!("{name}", "レコード「{name}」")
}

shown_in_english!(Type);
