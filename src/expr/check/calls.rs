//! Calls: quantifiers, sizes, parts of texts, versions.

use super::{Checker, Local, Typed, described, expected};
use crate::expr::Error;
use crate::expr::params::version_field;
use crate::expr::parse::{Ast, Syntax};
use crate::expr::scope::{Kind, PARAMS};
use crate::expr::tree::{Node, Number, Part, Path, Since, Test, Text};
use crate::schema::{Type, Version};
use crate::terms::told;

const FUNCTIONS: [&str; 7] = ["exists", "all", "size", "contains", "startsWith", "endsWith", "since"];

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        target: Option<&Ast>,
        args: &[Ast],
        call: &Ast,
    ) -> Result<Typed, Error> {
        let usage = |usage: &str| {
            Error::at(
                &call.span,
                told!("{name}() cannot be used like this", "{name}() の使い方が正しくありません"),
            )
            .help(told!("write '{usage}'", "'{usage}' のように書きます"))
        };
        match (name, target, args) {
            ("size", Some(list), []) | ("size", None, [list]) => {
                Ok(Typed::number(Number::Size(self.list(list)?.0)))
            }
            ("exists", Some(list), [variable, body]) => self.quantifier(true, list, variable, body),
            ("all", Some(list), [variable, body]) => self.quantifier(false, list, variable, body),
            ("contains", Some(whole), [part]) => self.part(Part::Anywhere, whole, part),
            ("startsWith", Some(whole), [part]) => self.part(Part::Start, whole, part),
            ("endsWith", Some(whole), [part]) => self.part(Part::End, whole, part),
            ("since", Some(version), [bound]) => self.since(version, bound),
            ("size", ..) => Err(usage("list.size()")),
            ("exists" | "all", ..) => Err(usage(&format!("list.{name}(v, condition on v)"))),
            ("contains" | "startsWith" | "endsWith", ..) => Err(usage(&format!("text.{name}('part')"))),
            ("since", ..) => Err(usage("version.since('6.0')")),
            _ => {
                Err(Error::at(&call.at, told!("there is no function '{name}'", "関数「{name}」はありません"))
                    .suggest(name, FUNCTIONS))
            }
        }
    }

    fn quantifier(&mut self, decisive: bool, list: &Ast, variable: &Ast, body: &Ast) -> Result<Typed, Error> {
        let Syntax::Name(name) = &variable.node else {
            return Err(Error::at(
                &variable.span,
                told!("a name for the element is expected here", "ここには要素の名前が必要です"),
            )
            .help(told!(
                "write 'list.exists(v, condition on v)'",
                "'list.exists(v, condition on v)' のように書きます"
            )));
        };
        let taken = name == PARAMS || self.scope.find(name).is_some();
        if taken || self.locals.iter().any(|local| local.name == *name) {
            return Err(Error::at(
                &variable.span,
                told!("'{name}' already has a meaning here", "「{name}」はここですでに使用されています"),
            )
            .help(told!("choose another name for the element", "要素には別の名前を付けます")));
        }
        let (list, kind, words) = self.list(list)?;
        self.locals.push(Local { name: name.clone(), kind, words, used: false });
        let body_test = self.test(body);
        let used = self.locals.pop().is_some_and(|local| local.used);
        let body_test = Box::new(body_test?);
        if !used {
            return Err(Error::at(
                &body.span,
                told!("the condition does not read '{name}'", "条件が「{name}」を読み取っていません"),
            )
            .help(told!(
                "an element that may exist would decide it without being known; ask size() for the length",
                "不明な要素があるだけで判定されてしまいます。要素数は size() で調べます。"
            )));
        }
        Ok(Typed::test(Test::Quantifier { decisive, list, body: body_test }))
    }

    fn part(&mut self, part: Part, whole: &Ast, wanted: &Ast) -> Result<Typed, Error> {
        let sides = Box::new((self.text(whole)?, self.text(wanted)?));
        Ok(Typed::test(Test::Part(part, sides)))
    }

    fn text(&mut self, ast: &Ast) -> Result<Text, Error> {
        let typed = self.any(ast)?;
        match (typed.node, &typed.kind) {
            (Node::Text(text), Kind::Value(Type::Str)) => Ok(text),
            (_, Kind::Value(Type::Enum(words))) => {
                let words = words.words.join(", ");
                let message = told!(
                    "this is one of {words}, not any text",
                    "これは {words} のいずれかで、任意の文字列ではありません"
                );
                Err(Error::at(&ast.span, message).help(told!(
                    "compare it with '==', or with 'in' and a list of words",
                    "'==' または 'in' と値のリストで比較します"
                )))
            }
            (_, Kind::Value(Type::List(_))) => Err(Error::at(
                &ast.span,
                told!("a text is expected here, this is a list", "ここには文字列が必要ですが、リストです"),
            )
            .help(told!("write 'value in list'", "'value in list' のように書きます"))),
            (_, kind) => Err(expected(told!("a text", "文字列"), kind, &ast.span)),
        }
    }

    fn since(&mut self, version: &Ast, bound: &Ast) -> Result<Typed, Error> {
        let typed = self.any(version)?;
        let version = match (typed.node, &typed.kind) {
            (Node::Read(path), Kind::Value(Type::Version)) => path,
            (_, kind) => return Err(expected(told!("a version", "バージョン"), kind, &version.span)),
        };
        let bound = self.bound(bound)?;
        Ok(Typed::test(Test::Since(version, bound)))
    }

    /// What a version is compared with: a literal, a parameter, a column of a table, another version.
    fn bound(&mut self, ast: &Ast) -> Result<Since, Error> {
        let typed = self.any(ast)?;
        if let Some(odd) = typed.words.iter().flat_map(|words| words.iter()).find(|text| !is_version(text)) {
            return Err(Error::at(
                &ast.span,
                told!("'{odd}' is not a version", "「{odd}」はバージョンではありません"),
            )
            .help(told!(
                "write a dotted number, such as '6.0'",
                "'6.0' のようにドット区切りの数字で書きます"
            )));
        }
        match (typed.node, &typed.kind) {
            (Node::Text(Text::Const(text)), _) => match Version::parse(&text) {
                Some(version) => Ok(Since::Const(version)),
                None => Err(Error::at(
                    &ast.span,
                    told!("'{text}' is not a version", "「{text}」はバージョンではありません"),
                )),
            },
            (Node::Read(path), Kind::Value(Type::Version)) => Ok(Since::Read(path)),
            (Node::Text(Text::Read(path)), _) => match self.version_column(ast) {
                Some(column) => Ok(Since::Read(Path { root: path.root, steps: vec![column] })),
                None => Err(Error::at(
                    &ast.span,
                    told!("any text is compared with a version", "任意の文字列とバージョンを比較しています"),
                )
                .help(told!(
                    "compare with a literal, a parameter, or a column of a parameter table",
                    "リテラル、パラメータ、パラメータ表の列のいずれかと比較します"
                ))),
            },
            (_, kind) => {
                let kind = described(kind);
                let message =
                    told!([kind] "a version is compared with {kind}", "バージョンと{kind}を比較しています");
                Err(Error::at(&ast.span, message).help(told!(
                    "write it in quotes, as in since('6.0')",
                    "since('6.0') のように引用符で囲みます",
                )))
            }
        }
    }

    /// Where a row keeps the version of the cell that `ast` reads.
    fn version_column(&mut self, ast: &Ast) -> Option<usize> {
        let Syntax::Field(row, column) = &ast.node else {
            return None;
        };
        let Kind::Row(table) = self.any(row).ok()?.kind else {
            return None;
        };
        let (at, _) = table.column(column)?;
        Some(version_field(at, table.columns().len()))
    }
}

/// Whether a text is a dotted number and nothing else.
fn is_version(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(|part| part.parse::<u32>().is_ok() && !part.starts_with('+'))
}
