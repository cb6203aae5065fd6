//! The parameters of rules and gates: numbers, words and tables that a site may want to change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::DeValue;

use super::written::Raw;
use crate::document::{Document, Placed, article, integer};
use crate::expr::{self, Param, Params, Scalar, Scalars, Table};
use crate::terms::told;

/// The parameters of a file.
pub fn params(doc: &mut Document, raw: &[(Placed<String>, Raw)]) -> Params {
    let mut params = Params::default();
    for (name, value) in raw {
        if let Some(param) = param(doc, &name.value, value) {
            params.insert(name.value.as_str(), param);
        }
    }
    params
}

/// A parameter's value.
pub fn param(doc: &mut Document, name: &str, raw: &Raw) -> Option<Param> {
    let result = match raw.get_ref() {
        DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
            let mut rows = Vec::new();
            for item in items.iter() {
                let Some(row) = item.get_ref().as_table() else {
                    doc.problem(
                        item.span(),
                        told!(
                            "every row of '{name}' must be a table",
                            "「{name}」の各行はテーブルで指定します"
                        ),
                    );
                    return None;
                };
                let mut cells = BTreeMap::new();
                for (column, cell) in row.iter() {
                    cells.insert(column.get_ref().as_ref().into(), scalar(doc, cell)?);
                }
                rows.push(cells);
            }
            Table::new(rows).map(|table| Param::Table(Arc::new(table)))
        }
        DeValue::Array(items) => {
            let items: Option<Vec<Scalar>> = items.iter().map(|item| scalar(doc, item)).collect();
            Scalars::new(items?).map(|list| Param::List(Arc::new(list)))
        }
        _ => return scalar(doc, raw).map(Param::Scalar),
    };
    match result {
        Ok(param) => Some(param),
        Err(error) => {
            doc.problem(raw.span(), told!([error] "'{name}': {error}", "「{name}」: {error}"));
            None
        }
    }
}

fn scalar(doc: &mut Document, raw: &Raw) -> Option<Scalar> {
    let value = raw.get_ref();
    match value {
        DeValue::Boolean(value) => Some(Scalar::Bool(*value)),
        DeValue::String(text) => Some(Scalar::Str(text.as_ref().into())),
        DeValue::Integer(_) => match integer(value) {
            Some(number) => Some(Scalar::Int(number)),
            None => {
                doc.problem(raw.span(), told!("the number is too large", "数値が大きすぎます"));
                None
            }
        },
        other => {
            let found = article(other);
            let message = told!(
                [found] "a parameter holds numbers, texts, true or false, not {found}",
                "パラメータには整数、文字列、真偽値を指定します (現在は{found})"
            );
            doc.problem(raw.span(), message);
            None
        }
    }
}

/// A parameter that no expression uses is a mistake: somebody would change it in vain.
pub fn refuse_unused<'s>(
    doc: &mut Document,
    params: &[(Placed<String>, Raw)],
    sources: impl IntoIterator<Item = &'s str>,
) {
    let used: BTreeSet<&str> = sources.into_iter().flat_map(expr::parameters).collect();
    for (name, _) in params {
        if !used.contains(name.value.as_str()) {
            let (span, name) = (name.span.clone(), &name.value);
            doc.problem(
                span,
                told!(
                    "no expression uses the parameter '{name}'",
                    "パラメータ「{name}」を使用する式がありません"
                ),
            );
        }
    }
}
