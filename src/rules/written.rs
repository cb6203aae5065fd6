//! What rule files are made of, as written.

use toml::Spanned;
use toml::de::DeValue;

use crate::document::{Document, Placed};
use crate::terms::{Text, told};

/// A named text: an expression, or evidence.
pub type Named = (Placed<String>, Placed<String>);

/// A parameter's value with its place.
pub type Raw<'a> = Spanned<DeValue<'a>>;

/// A name is lower-case words joined by `-`.
pub fn check_kebab(doc: &mut Document, name: &Placed<String>, what: Text) {
    let kebab = name
        .value
        .split('-')
        .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    if !kebab {
        let (span, name) = (name.span.clone(), &name.value);
        let message = told!(
            [what] "{what} is lower-case words joined by '-', unlike '{name}'",
            "{what}は英小文字の単語を '-' でつないだものにします (現在は「{name}」)"
        );
        doc.problem(span, message);
    }
}
