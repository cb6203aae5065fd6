//! Names and fields.

use std::ops::Range;
use std::sync::Arc;

use super::{Checker, Typed, Words, described};
use crate::expr::Error;
use crate::expr::params::{Param, Table, cell_field};
use crate::expr::parse::{Ast, Syntax};
use crate::expr::scope::{Kind, PARAMS};
use crate::expr::tree::{Aspect, HostPart, List, Node, Number, Path, Root, Test};
use crate::schema::{FactValue, RecordType, Type};
use crate::terms::told;

impl Checker<'_> {
    pub(super) fn name(&mut self, name: &str, at: &Range<usize>) -> Result<Typed, Error> {
        if let Some((typed, _)) = self.local(name) {
            return Ok(typed);
        }
        if let Some((slot, kind)) = self.scope.find(name) {
            return Ok(variable(kind.clone(), Root::Slot(slot), None));
        }
        if name == PARAMS {
            return Err(Error::at(
                at,
                told!("'params' is not a value by itself", "「params」はそれ自体では値ではありません"),
            )
            .help(told!("write 'params.name'", "'params.name' のように書きます")));
        }
        let names = self.locals.iter().map(|local| local.name.as_str()).chain(self.scope.names());
        Err(Error::at(at, told!("there is no '{name}' here", "ここでは「{name}」を使用できません"))
            .suggest(name, names.chain([PARAMS])))
    }

    /// A variable of a quantifier around, and its distance.
    fn local(&mut self, name: &str) -> Option<(Typed, usize)> {
        let found = self.locals.iter_mut().rev().enumerate().find(|(_, local)| local.name == name);
        let (depth, local) = found?;
        local.used = true;
        Some((variable(local.kind.clone(), Root::Local(depth), local.words.clone()), depth))
    }

    pub(super) fn field(&mut self, operand: &Ast, field: &str, at: &Range<usize>) -> Result<Typed, Error> {
        if matches!(&operand.node, Syntax::Name(name) if name == PARAMS) && self.scope.find(PARAMS).is_none()
        {
            return self.param(field, at);
        }
        let operand = self.any(operand)?;
        match (&operand.kind, operand.node) {
            (Kind::Value(Type::Record(record)), Node::Read(path)) => self.record(record, path, field, at),
            (Kind::Value(Type::Ref(kind)), Node::Read(path)) => match self.scope.record_of(*kind) {
                Some(record) => self.record(record, path, field, at),
                None => {
                    let kind = kind.name();
                    Err(Error::at(
                        at,
                        told!("{kind} cannot be read here", "ここでは {kind} を読み取れません"),
                    ))
                }
            },
            (Kind::Row(table), Node::Read(path)) => cell(table, path, field, at),
            (Kind::Value(Type::Split), Node::Read(path)) => split(path, field, at),
            (Kind::Value(Type::Grouping), Node::Read(path)) => grouping(path, field, at),
            (kind @ (Kind::Value(Type::List(_)) | Kind::Rows(_)), _) => {
                let kind = described(kind);
                let message = told!([kind] "{kind} has no field '{field}'", "{kind}に「{field}」という項目はありません");
                Err(Error::at(at, message).help(told!(
                    "ask its elements with exists(v, …) or all(v, …), its length with size()",
                    "要素は exists(v, …) または all(v, …) で、要素数は size() で調べます",
                )))
            }
            (Kind::Value(Type::Version), _) => Err(Error::at(
                at,
                told!("a version has no field '{field}'", "バージョンに「{field}」という項目はありません"),
            )
            .help(told!("ask it with since('6.0')", "since('6.0') で調べます"))),
            (kind, _) => {
                let kind = described(kind);
                Err(Error::at(at, told!([kind] "{kind} has no fields", "{kind}に項目はありません")))
            }
        }
    }

    fn param(&self, name: &str, at: &Range<usize>) -> Result<Typed, Error> {
        match self.scope.parameters().get(name) {
            Some(Param::Scalar(scalar)) => Ok(Typed::constant(scalar)),
            Some(Param::List(scalars)) => Ok(Typed::scalars(Arc::clone(scalars))),
            Some(Param::Table(table)) => {
                Ok(Typed::new(Kind::Rows(Arc::clone(table)), Node::List(List::Rows(Arc::clone(table)))))
            }
            None => Err(Error::at(
                at,
                told!("there is no parameter '{name}'", "パラメータ「{name}」はありません"),
            )
            .suggest(name, self.scope.parameters().iter().map(|(name, _)| name))),
        }
    }

    fn record(
        &mut self,
        record: &'static RecordType,
        mut path: Path,
        field: &str,
        at: &Range<usize>,
    ) -> Result<Typed, Error> {
        let Some((index, definition)) = record.field(field) else {
            let names = record.fields.iter().map(|field| field.name);
            let record = record.name;
            let message =
                told!("'{record}' has no field '{field}'", "「{record}」に「{field}」という項目はありません");
            return Err(Error::at(at, message).suggest(field, names));
        };
        self.reads.extend(definition.reads);
        path.steps.push(index);
        Ok(Typed::fact((definition.ty)(), path))
    }
}

fn variable(kind: Kind, root: Root, words: Option<Words>) -> Typed {
    let path = Path { root, steps: Vec::new() };
    match kind {
        Kind::Value(ty) => Typed { words, ..Typed::fact(ty, path) },
        Kind::Row(_) => Typed::new(kind, Node::Read(path)),
        Kind::Rows(_) => Typed::new(kind, Node::List(List::Read(path))),
    }
}

fn cell(table: &Table, mut path: Path, column: &str, at: &Range<usize>) -> Result<Typed, Error> {
    let Some((index, ty)) = table.column(column) else {
        let names = table.columns().iter().map(|(name, _)| name.as_str());
        return Err(Error::at(
            at,
            told!("the table has no column '{column}'", "表に「{column}」という列はありません"),
        )
        .suggest(column, names));
    };
    path.steps.push(cell_field(index));
    let words = table.cells(index).map(|cell| cell.text().map(Into::into)).collect();
    Ok(Typed { words, ..Typed::fact(ty, path) })
}

fn split(path: Path, field: &str, at: &Range<usize>) -> Result<Typed, Error> {
    let names = || Type::List(compact_str::CompactString::ty);
    match field {
        "all" => Ok(Typed::test(Test::Holds(path, Aspect::All))),
        "any" => Ok(Typed::test(Test::Holds(path, Aspect::Any))),
        "several" => Ok(Typed::test(Test::Holds(path, Aspect::Several))),
        "count" => Ok(Typed::number(Number::Count(path))),
        "lacking" => Ok(Typed::new(names(), Node::List(List::Hosts(path, HostPart::Lacking)))),
        "unclear" => Ok(Typed::new(names(), Node::List(List::Hosts(path, HostPart::Unclear)))),
        "resting" => Ok(Typed::new(names(), Node::List(List::Hosts(path, HostPart::Resting)))),
        _ => Err(Error::at(
            at,
            told!("a host split has no field '{field}'", "ホスト別の結果に「{field}」という項目はありません"),
        )
        .suggest(field, ["all", "any", "several", "count", "lacking", "unclear", "resting"])),
    }
}

fn grouping(path: Path, field: &str, at: &Range<usize>) -> Result<Typed, Error> {
    match field {
        "uniform" => Ok(Typed::test(Test::Holds(path, Aspect::Uniform))),
        "count" => Ok(Typed::number(Number::Count(path))),
        _ => Err(Error::at(
            at,
            told!("a grouping has no field '{field}'", "グループ分けに「{field}」という項目はありません"),
        )
        .suggest(field, ["uniform", "count"])),
    }
}
