//! Calls: quantifiers, sizes, parts of texts, versions.

use super::{Checker, Local, Typed, described, expected};
use crate::expr::Error;
use crate::expr::params::version_field;
use crate::expr::parse::{Ast, Syntax};
use crate::expr::scope::{Kind, PARAMS};
use crate::expr::tree::{Node, Number, Part, Path, Since, Test, Text};
use crate::schema::{Type, Version};

const FUNCTIONS: [&str; 7] = ["exists", "all", "size", "contains", "startsWith", "endsWith", "since"];

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        target: Option<&Ast>,
        args: &[Ast],
        call: &Ast,
    ) -> Result<Typed, Error> {
        let usage =
            |usage: &str| Error::at(&call.span, format!("{name}() cannot be used like this")).help(usage);
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
            ("size", ..) => Err(usage("write 'list.size()'")),
            ("exists" | "all", ..) => Err(usage(&format!("write 'list.{name}(v, condition on v)'"))),
            ("contains" | "startsWith" | "endsWith", ..) => {
                Err(usage(&format!("write 'text.{name}('part')'")))
            }
            ("since", ..) => Err(usage("write 'version.since('6.0')'")),
            _ => Err(Error::at(&call.at, format!("there is no function '{name}'")).suggest(name, FUNCTIONS)),
        }
    }

    fn quantifier(&mut self, decisive: bool, list: &Ast, variable: &Ast, body: &Ast) -> Result<Typed, Error> {
        let Syntax::Name(name) = &variable.node else {
            return Err(Error::at(&variable.span, "a name for the element is expected here")
                .help("write 'list.exists(v, condition on v)'"));
        };
        let taken = name == PARAMS || self.scope.find(name).is_some();
        if taken || self.locals.iter().any(|local| local.name == *name) {
            return Err(Error::at(&variable.span, format!("'{name}' already has a meaning here"))
                .help("choose another name for the element"));
        }
        let (list, kind, words) = self.list(list)?;
        self.locals.push(Local { name: name.clone(), kind, words, used: false });
        let body_test = self.test(body);
        let used = self.locals.pop().is_some_and(|local| local.used);
        let body_test = Box::new(body_test?);
        if !used {
            return Err(Error::at(&body.span, format!("the condition does not read '{name}'")).help(
                "an element that may exist would decide it without being known; ask size() for the length",
            ));
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
                Err(Error::at(&ast.span, format!("this is one of {}, not any text", words.words.join(", ")))
                    .help("compare it with '==', or with 'in' and a list of words"))
            }
            (_, Kind::Value(Type::List(_))) => {
                Err(Error::at(&ast.span, "a text is expected here, this is a list")
                    .help("write 'value in list'"))
            }
            (_, kind) => Err(expected("a text", kind, &ast.span)),
        }
    }

    fn since(&mut self, version: &Ast, bound: &Ast) -> Result<Typed, Error> {
        let typed = self.any(version)?;
        let version = match (typed.node, &typed.kind) {
            (Node::Read(path), Kind::Value(Type::Version)) => path,
            (_, kind) => return Err(expected("a version", kind, &version.span)),
        };
        let bound = self.bound(bound)?;
        Ok(Typed::test(Test::Since(version, bound)))
    }

    /// What a version is compared with: a literal, a parameter, a column of a table, another version.
    fn bound(&mut self, ast: &Ast) -> Result<Since, Error> {
        let typed = self.any(ast)?;
        if let Some(odd) = typed.words.iter().flat_map(|words| words.iter()).find(|text| !is_version(text)) {
            return Err(Error::at(&ast.span, format!("'{odd}' is not a version"))
                .help("write a dotted number, such as '6.0'"));
        }
        match (typed.node, &typed.kind) {
            (Node::Text(Text::Const(text)), _) => match Version::parse(&text) {
                Some(version) => Ok(Since::Const(version)),
                None => Err(Error::at(&ast.span, format!("'{text}' is not a version"))),
            },
            (Node::Read(path), Kind::Value(Type::Version)) => Ok(Since::Read(path)),
            (Node::Text(Text::Read(path)), _) => match self.version_column(ast) {
                Some(column) => Ok(Since::Read(Path { root: path.root, steps: vec![column] })),
                None => Err(Error::at(&ast.span, "any text is compared with a version")
                    .help("compare with a literal, a parameter, or a column of a parameter table")),
            },
            (_, kind) => Err(Error::at(&ast.span, format!("a version is compared with {}", described(kind)))
                .help("write it in quotes, as in since('6.0')")),
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
