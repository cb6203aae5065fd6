//! Parameters of a rule: the numbers, texts, lists and tables a site may want to change.

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

use crate::schema::{Fact, FactValue, FieldDef, ListView, Record, RecordType, Type, Unknown, Value, Version};
use crate::terms::{Text, Told, shown_in_english, told};

/// One plain value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text.
    Str(CompactString),
}

impl Scalar {
    /// Its type in the rule language.
    pub fn ty(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Str(_) => Type::Str,
        }
    }

    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Bool(bool) => Value::Bool(*bool),
            Self::Int(int) => Value::Int(*int),
            Self::Str(text) => Value::Str(text),
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(bool) => bool.fmt(f),
            Self::Int(int) => int.fmt(f),
            Self::Str(text) => text.fmt(f),
        }
    }
}

/// Why parameters are refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ParamError {
    /// Elements of a list differ in type.
    MixedList(Scalar, Type),
    /// A row lacks a column that the first row has.
    MissingColumn {
        /// Position of the row, from 1.
        row: usize,
        /// Name of the column.
        column: CompactString,
    },
    /// A row has a column that the first row has not.
    ExtraColumn {
        /// Position of the row, from 1.
        row: usize,
        /// Name of the column.
        column: CompactString,
    },
    /// A column changes its type.
    MixedColumn {
        /// Position of the row, from 1.
        row: usize,
        /// Name of the column.
        column: CompactString,
        /// Type in the first row.
        ty: Type,
    },
}

impl Told for ParamError {
    fn told(&self) -> Text {
        match self {
            Self::MixedList(odd, ty) => told!(
                [ty] "the elements of a list must be of one type: '{odd}' is no {ty}",
                "リストの要素は同じ型で揃えます: 「{odd}」は{ty}ではありません"
            ),
            Self::MissingColumn { row, column } => told!(
                "row {row} lacks '{column}', which the first row has",
                "{row} 行目に「{column}」がありません (1 行目にはあります)"
            ),
            Self::ExtraColumn { row, column } => told!(
                "row {row} has '{column}', which the first row has not",
                "{row} 行目に「{column}」があります (1 行目にはありません)"
            ),
            Self::MixedColumn { row, column, ty } => told!(
                [ty] "'{column}' of row {row} must be {ty}, as in the first row",
                "{row} 行目の「{column}」は、1 行目と同じ{ty}で指定します"
            ),
        }
    }
}

shown_in_english!(ParamError);

/// List of plain values of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scalars(Vec<Scalar>);

impl Scalars {
    /// A list of parameters.
    ///
    /// # Errors
    ///
    /// When the elements differ in type.
    pub fn new(items: Vec<Scalar>) -> Result<Self, ParamError> {
        if let Some(first) = items.first().map(Scalar::ty)
            && let Some(odd) = items.iter().find(|item| item.ty() != first)
        {
            return Err(ParamError::MixedList(odd.clone(), first));
        }
        Ok(Self(items))
    }

    /// The values.
    pub fn items(&self) -> &[Scalar] {
        &self.0
    }

    /// The list's type; an empty list counts as one of texts.
    pub(super) fn ty(&self) -> Type {
        Type::List(match self.0.first() {
            Some(Scalar::Bool(_)) => bool::ty,
            Some(Scalar::Int(_)) => i64::ty,
            Some(Scalar::Str(_)) | None => CompactString::ty,
        })
    }
}

impl ListView for Scalars {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, index: usize) -> Fact<Value<'_>> {
        self.0.get(index).map(Scalar::value).ok_or_else(|| Unknown::defect("list index out of range"))
    }

    fn missing(&self) -> Option<&Unknown> {
        None
    }
}

/// Rows with the same columns; a finding loops over them with `each`.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<(CompactString, Type)>,
    rows: Vec<Row>,
}

impl Table {
    /// A table; the first row decides names and types of the columns.
    ///
    /// # Errors
    ///
    /// When rows differ in their columns.
    pub fn new(rows: Vec<BTreeMap<CompactString, Scalar>>) -> Result<Self, ParamError> {
        let columns: Vec<(CompactString, Type)> = rows
            .first()
            .map(|first| first.iter().map(|(name, cell)| (name.clone(), cell.ty())).collect())
            .unwrap_or_default();
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(i, cells)| Row::new(&columns, i + 1, cells))
            .collect::<Result<_, _>>()?;
        Ok(Self { columns, rows })
    }

    /// Names and types of the columns.
    pub fn columns(&self) -> &[(CompactString, Type)] {
        &self.columns
    }

    pub(super) fn column(&self, name: &str) -> Option<(usize, Type)> {
        let at = self.columns.iter().position(|(column, _)| column == name)?;
        self.columns.get(at).map(|(_, ty)| (at, *ty))
    }

    /// The cells of a column, top down.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &Scalar> {
        self.rows.iter().filter_map(move |row| row.cells.get(column))
    }
}

impl ListView for Table {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn get(&self, index: usize) -> Fact<Value<'_>> {
        match self.rows.get(index) {
            Some(row) => Ok(Value::Record(row)),
            None => Err(Unknown::defect("row out of range")),
        }
    }

    fn missing(&self) -> Option<&Unknown> {
        None
    }
}

/// A row of a table. As a record it has its label first, then its cells, then its cells read as
/// versions.
#[derive(Debug)]
struct Row {
    label: CompactString,
    cells: Vec<Scalar>,
    versions: Vec<Option<Version>>,
}

/// Where a row's cell is found.
pub(super) fn cell_field(column: usize) -> usize {
    1 + column
}

/// Where a row's cell is found as a version, in a table of `columns` columns.
pub(super) fn version_field(column: usize, columns: usize) -> usize {
    1 + columns + column
}

impl Row {
    fn new(
        columns: &[(CompactString, Type)],
        row: usize,
        mut named: BTreeMap<CompactString, Scalar>,
    ) -> Result<Self, ParamError> {
        let mut cells = Vec::with_capacity(columns.len());
        for (column, ty) in columns {
            let Some(cell) = named.remove(column) else {
                return Err(ParamError::MissingColumn { row, column: column.clone() });
            };
            if cell.ty() != *ty {
                return Err(ParamError::MixedColumn { row, column: column.clone(), ty: *ty });
            }
            cells.push(cell);
        }
        if let Some((column, _)) = named.pop_first() {
            return Err(ParamError::ExtraColumn { row, column });
        }
        let label = cells.iter().map(Scalar::to_string).collect::<Vec<_>>().join(" ").into();
        let versions = cells.iter().map(|cell| cell.text().and_then(Version::parse)).collect();
        Ok(Self { label, cells, versions })
    }
}

/// Rows have one declared field, their key; the others depend on the table.
/// Name of the type of a row of a parameter table.
pub const ROW_TYPE: &str = "row";

static ROW: RecordType = RecordType {
    name: ROW_TYPE,
    doc: &["A row of a parameter table."],
    key: Some("row"),
    shown: None,
    fields: &[FieldDef { name: "row", doc: &["All its cells."], ty: CompactString::ty, reads: &[] }],
};

impl Record for Row {
    fn record_type(&self) -> &'static RecordType {
        &ROW
    }

    fn field(&self, index: usize) -> Fact<Value<'_>> {
        let Some(at) = index.checked_sub(1) else {
            return Ok(Value::Str(&self.label));
        };
        if let Some(cell) = self.cells.get(at) {
            return Ok(cell.value());
        }
        match self.versions.get(at - self.cells.len()) {
            Some(Some(version)) => Ok(Value::Version(version)),
            _ => Err(Unknown::defect("cell out of range")),
        }
    }
}

/// A parameter.
#[derive(Clone, Debug)]
pub enum Param {
    /// A plain value.
    Scalar(Scalar),
    /// A list.
    List(Arc<Scalars>),
    /// A table.
    Table(Arc<Table>),
}

/// The parameters of a rule, by name.
#[derive(Clone, Debug, Default)]
pub struct Params(BTreeMap<CompactString, Param>);

impl Params {
    /// Adds a parameter, or replaces the one of that name.
    pub fn insert(&mut self, name: impl Into<CompactString>, param: Param) {
        self.0.insert(name.into(), param);
    }

    /// A parameter by name.
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.0.get(name)
    }

    /// All parameters, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Param)> {
        self.0.iter().map(|(name, param)| (name.as_str(), param))
    }
}
