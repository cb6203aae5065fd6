//! Plants mutants: `mutants FROM TO LEFT-OUT PATH…` copies each file from one tree to another with a
//! switch at every place where a small mistake is thinkable, and prints a line for each mutant. A
//! switch asks `crate::mutants::on(N)`; all others stay off, so that one build holds all mutants.

use std::collections::HashSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ReturnType, UnOp};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, left_out, files @ ..] = arguments.as_slice() else {
        eprintln!("usage: mutants FROM TO LEFT-OUT PATH…");
        std::process::exit(2);
    };
    let left_out = fs::read_to_string(left_out).unwrap_or_default();
    let left_out: HashSet<&str> = left_out.lines().collect();
    let mut next = 1;
    for file in files {
        let text = fs::read_to_string(Path::new(from).join(file)).expect("readable source");
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut finder = Finder { file, text: &text, left_out: &left_out, next, edits: Vec::new() };
        finder.visit_file(&syntax);
        next = finder.next;
        fs::write(Path::new(to).join(file), planted(&text, finder.edits)).expect("writable copy");
    }
}

/// Text before and after a range, and parts of it that are replaced.
struct Edit {
    range: Range<usize>,
    before: String,
    after: String,
    inside: Option<(Range<usize>, String)>,
}

struct Finder<'a> {
    file: &'a str,
    text: &'a str,
    left_out: &'a HashSet<&'a str>,
    next: u32,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    /// The number of a mutant, unless it is left out; prints what it does.
    fn number(&mut self, range: &Range<usize>, kind: &str) -> Option<u32> {
        let source = self.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        let line = 1 + self.text[..range.start].matches('\n').count();
        let shown: String = source.chars().take(90).collect();
        let key = format!("{}:{}:{}:{kind}", self.file, range.start, range.end);
        if self.left_out.contains(key.as_str()) {
            return None;
        }
        let number = self.next;
        self.next += 1;
        println!("{number}\t{key}\t{line}\t{kind}\t{shown}");
        Some(number)
    }

    fn around(&mut self, range: Range<usize>, before: String, after: &str) {
        self.edits.push(Edit { range, before, after: after.to_owned(), inside: None });
    }

    /// The opposite of a condition.
    fn negate(&mut self, range: Range<usize>) {
        if let Some(number) = self.number(&range, "negate") {
            let after = format!(") != crate::mutants::on({number}))");
            self.edits.push(Edit { range, before: "((".to_owned(), after, inside: None });
        }
    }

    /// The opposite of a condition that holds no mutant of its own at its top.
    fn condition(&mut self, condition: &Expr) {
        let plain = match condition {
            Expr::Let(_) | Expr::Binary(_) | Expr::Unary(_) | Expr::Lit(_) | Expr::Paren(_) => false,
            Expr::Macro(of) => !of.mac.path.is_ident("matches"),
            Expr::MethodCall(call) => !is_quantifier(call),
            _ => true,
        };
        if plain {
            self.negate(condition.span().byte_range());
        }
    }

    /// What a function answers at once.
    fn answers(&mut self, output: &ReturnType, body: &syn::Block) {
        let ReturnType::Type(_, kind) = output else { return };
        let kind = kind.to_token_stream().to_string().replace(' ', "");
        let answers: &[&str] = match kind.as_str() {
            "bool" => &["true", "false"],
            "Fact<bool>" => &["Ok(true)", "Ok(false)"],
            kind if kind.starts_with("Option<") => &["None"],
            kind if kind.starts_with("Vec<") => &["Vec::new()"],
            _ => return,
        };
        if body.stmts.is_empty() {
            return;
        }
        let inside = body.stmts[0].span().byte_range().start..body.stmts[body.stmts.len() - 1].span().byte_range().end;
        for answer in answers {
            if let Some(number) = self.number(&inside, &format!("answer {answer}")) {
                self.around(inside.clone(), format!("if crate::mutants::on({number}) {{ return {answer}; }} "), "");
            }
        }
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        let range = binary.span().byte_range();
        let (left, right) = (binary.left.span().byte_range(), binary.right.span().byte_range());
        let between = left.end..right.start;
        match binary.op {
            BinOp::And(_) | BinOp::Or(_) if has_let(&binary.left) || has_let(&binary.right) => {
                self.condition(&binary.left);
                self.condition(&binary.right);
            }
            BinOp::And(_) | BinOp::Or(_) => {
                let and = matches!(binary.op, BinOp::And(_));
                if let Some(number) = self.number(&range, if and { "and → or" } else { "or → and" }) {
                    let test = if and { "!=" } else { "==" };
                    self.edits.push(Edit {
                        range,
                        before: "({ let left__: bool = (".to_owned(),
                        after: " } else { left__ } })".to_owned(),
                        inside: Some((between, format!("); if left__ {test} crate::mutants::on({number}) {{ "))),
                    });
                }
            }
            BinOp::Eq(_) | BinOp::Ne(_) => self.negate(range),
            BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
                let Some(number) = self.number(&range, "boundary") else { return };
                let operator = match binary.op {
                    BinOp::Lt(_) => "less",
                    BinOp::Le(_) => "at_most",
                    BinOp::Gt(_) => "greater",
                    _ => "at_least",
                };
                let same = if is_number(&binary.left) || is_number(&binary.right) { "_same" } else { "" };
                let negated = self.number(&range, "negate").unwrap_or(u32::MAX - 1);
                self.edits.push(Edit {
                    range,
                    before: format!("crate::mutants::{operator}{same}({number}, {negated}, &("),
                    after: "))".to_owned(),
                    inside: Some((between, "), &(".to_owned())),
                });
            }
            BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) => {
                let (kind, name) = match binary.op {
                    BinOp::Add(_) => ("plus → minus", "add"),
                    BinOp::Sub(_) => ("minus → plus", "subtract"),
                    _ => ("times → plus", "multiply"),
                };
                let same = if is_number(&binary.left) || is_number(&binary.right) { "_same" } else { "" };
                if let Some(number) = self.number(&range, kind) {
                    self.edits.push(Edit {
                        range,
                        before: format!("crate::mutants::{name}{same}({number}, "),
                        after: ")".to_owned(),
                        inside: Some((between, ", ".to_owned())),
                    });
                }
            }
            _ => {}
        }
    }
}

fn is_quantifier(call: &syn::ExprMethodCall) -> bool {
    call.args.len() == 1 && (call.method == "any" || call.method == "all")
}

fn is_number(expr: &Expr) -> bool {
    matches!(expr, Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Int(_) | syn::Lit::Float(_)))
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test") || attribute.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]"
    })
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) if item.sig.constness.is_none() => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Trait(item) => &item.attrs,
            // Constants are made when the program is built; types hold no conditions.
            _ => return,
        };
        if !for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.answers(&function.sig.output, &function.block);
        visit::visit_block(self, &function.block);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        if let syn::ImplItem::Fn(function) = item
            && function.sig.constness.is_none()
            && !for_tests(&function.attrs)
        {
            self.answers(&function.sig.output, &function.block);
            visit::visit_block(self, &function.block);
        }
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        self.binary(binary);
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        if matches!(unary.op, UnOp::Not(_))
            && !matches!(&*unary.expr, Expr::Paren(_) | Expr::Lit(_))
            && !matches!(&*unary.expr, Expr::MethodCall(call) if is_quantifier(call))
            && !matches!(&*unary.expr, Expr::Macro(of) if of.mac.path.is_ident("matches"))
        {
            self.negate(unary.span().byte_range());
        }
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.condition(&branch.cond);
        visit::visit_expr_if(self, branch);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = &arm.guard {
            self.condition(guard);
        }
        visit::visit_arm(self, arm);
    }

    /// Patterns hold no conditions.
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_type(&mut self, _: &'ast syn::Type) {}

    fn visit_expr_lit(&mut self, literal: &'ast syn::ExprLit) {
        if matches!(literal.lit, syn::Lit::Bool(_)) {
            self.negate(literal.span().byte_range());
        }
    }

    fn visit_expr_macro(&mut self, of: &'ast syn::ExprMacro) {
        if of.mac.path.is_ident("matches") {
            self.negate(of.span().byte_range());
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let range = call.span().byte_range();
        if call.func.to_token_stream().to_string() == "Some"
            && let Some(first) = call.args.first()
            && let Some(number) = self.number(&range, "some → none")
        {
            let head = range.start..first.span().byte_range().start;
            let inside = Some((head, format!("crate::mutants::some({number}, ")));
            self.edits.push(Edit { range, before: String::new(), after: String::new(), inside });
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let range = call.span().byte_range();
        if is_quantifier(call) {
            let name = call.method.to_string();
            let kind = if name == "any" { "any → all" } else { "all → any" };
            if let Some(number) = self.number(&range, kind) {
                let between = call.receiver.span().byte_range().end..call.args[0].span().byte_range().start;
                self.edits.push(Edit {
                    range,
                    before: format!("crate::mutants::{name}({number}, "),
                    after: String::new(),
                    inside: Some((between, ", ".to_owned())),
                });
            }
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// The text with all edits: what stands around an outer range stands around the inner ones, too.
fn planted(text: &str, edits: Vec<Edit>) -> String {
    // Place; closing before replacing before opening; then inner or outer first.
    let mut pieces: Vec<((usize, u8, isize), String, usize)> = Vec::new();
    for (order, edit) in edits.into_iter().enumerate() {
        let order = isize::try_from(order).unwrap_or(isize::MAX);
        pieces.push(((edit.range.start, 2, order), edit.before, edit.range.start));
        pieces.push(((edit.range.end, 0, -order), edit.after, edit.range.end));
        if let Some((range, with)) = edit.inside {
            // A head stands where its own range opens, behind what opens outside of it.
            let rank = if range.start == edit.range.start { 2 } else { 1 };
            pieces.push(((range.start, rank, order), with, range.end));
        }
    }
    pieces.sort();
    let mut planted = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for ((start, ..), with, end) in pieces {
        planted.push_str(text.get(at..start).unwrap_or_default());
        planted.push_str(&with);
        at = at.max(end);
    }
    planted.push_str(&text[at..]);
    planted
}
