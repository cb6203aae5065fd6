//! Plain paths, read without the parser.

use super::parse::{Ast, Syntax, is_word, whole};

/// Reads `name.name.name` without the parser: most evidence and every `each` is such a path.
pub(super) fn plain_path(source: &str) -> Option<Ast> {
    let path = whole(source);
    if path.len() > MAX_PATH {
        return None;
    }
    let mut at = path.start;
    let mut ast: Option<Ast> = None;
    for name in source.get(path.clone())?.split('.') {
        let is_name = name.chars().all(is_word) && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_name || ast.is_none() && is_reserved(name) || KEYWORDS.contains(&name) {
            return None;
        }
        let own = at..at + name.len();
        let node = match ast.take() {
            None => Syntax::Name(name.to_owned()),
            Some(operand) => Syntax::Field(Box::new(operand), name.to_owned()),
        };
        ast = Some(Ast { span: path.start..own.end, at: own.clone(), node });
        at = own.end + 1;
    }
    ast
}

/// Longest path that is read without the parser and its limits.
const MAX_PATH: usize = 100;

/// Words that cannot be a field either.
const KEYWORDS: [&str; 4] = ["true", "false", "null", "in"];

/// Words that the parser lets nobody use as a name.
fn is_reserved(name: &str) -> bool {
    const RESERVED: [&str; 17] = [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ];
    RESERVED.contains(&name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::expr::parse::parse_any;

    fn describe(ast: &Ast, into: &mut String) {
        if let Syntax::Field(operand, _) = &ast.node {
            describe(operand, into);
        }
        let name = match &ast.node {
            Syntax::Name(name) | Syntax::Field(_, name) => name.as_str(),
            _ => "?",
        };
        into.push_str(&format!("{name} {:?} {:?}\n", ast.span, ast.at));
    }

    #[test]
    fn plain_paths_are_read_as_the_parser_reads_them() {
        for source in ["vm", "vm.cdroms", " d.on.lacking ", "a.as.b", "_a1.b_2"] {
            let (mut fast, mut slow) = (String::new(), String::new());
            describe(&plain_path(source).unwrap(), &mut fast);
            describe(&parse_any(source).unwrap(), &mut slow);
            assert_eq!(fast, slow, "{source}");
        }
        for source in ["", ".a", "a.", "a..b", "as.b", "1a", "a.1", "true", "a.in", "a b", "a.b()", "é.a"] {
            assert!(plain_path(source).is_none(), "{source}");
        }
    }
}
