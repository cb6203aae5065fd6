//! Texts in which values stand, cut at their names: who shows one fills it in, and escapes each value.

use std::{collections::BTreeSet, sync::Arc};

use super::{Lang, Text};

/// A text in both languages, cut at the names of values. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// English.
    pub en: Pieces,
    /// Japanese.
    pub ja: Pieces,
}

/// A text in one language, cut at the names of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces(Arc<[Piece]>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the text itself.
    Words(String),
    /// The name of a value that stands here.
    Name(String),
}

/// What is wrong with a text: the byte offset and length in it, and the name meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Offset in bytes.
    pub offset: usize,
    /// Length in bytes.
    pub length: usize,
    /// The unknown name; `None` when a brace is not closed or not opened.
    pub name: Option<String>,
}

impl Template {
    /// The pieces in `lang`.
    pub fn get(&self, lang: Lang) -> &Pieces {
        match lang {
            Lang::En => &self.en,
            Lang::Ja => &self.ja,
        }
    }

    /// The text with the names replaced by their values as they are.
    pub fn filled(&self, value: impl Fn(&str) -> String) -> Text {
        Text::new(self.en.filled(&value), self.ja.filled(&value))
    }
}

/// Words without any name.
impl From<Text> for Template {
    fn from(text: Text) -> Self {
        let words = |text| Pieces(Arc::new([Piece::Words(text)]));
        Self { en: words(text.en), ja: words(text.ja) }
    }
}

impl Default for Pieces {
    fn default() -> Self {
        Self(Arc::new([]))
    }
}

impl Pieces {
    /// Cuts `text` at `{name}`; every name must be one of `names`.
    ///
    /// # Errors
    /// Where a name or a brace is wrong.
    pub fn cut(text: &str, names: &[String]) -> Result<Self, Slip> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let at = text.len() - rest.len() + open;
            let stray = Slip { offset: at, length: 1, name: None };
            if rest[open..].starts_with('}') {
                return Err(stray);
            }
            let Some(length) = rest[open..].find('}') else { return Err(stray) };
            let name = &rest[open + 1..open + length];
            if !names.iter().any(|known| known == name) {
                return Err(Slip { offset: at + 1, length: name.len(), name: Some(name.to_owned()) });
            }
            if open > 0 {
                pieces.push(Piece::Words(rest[..open].to_owned()));
            }
            pieces.push(Piece::Name(name.to_owned()));
            rest = &rest[open + length + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces.into()))
    }

    /// Whether a value of that name stands in the text.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Name(other) if other == name))
    }

    /// The pieces, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.0.iter()
    }

    /// The names in it, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        let names = self.0.iter().filter_map(|piece| match piece {
            Piece::Name(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        });
        names.collect()
    }

    /// The text with the names replaced; `value` gives the text of each.
    pub fn filled(&self, value: impl Fn(&str) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Name(name) => value(name),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_braces_in_values_stay() {
        let names = ["drive".to_owned(), "path".to_owned()];
        let pieces = Pieces::cut("{drive} は {path} です", &names).unwrap_or_default();
        assert_eq!(pieces.filled(|name| format!("<{name}{{}}>")), "<drive{}> は <path{}> です");
        assert!(pieces.names().into_iter().eq(["drive", "path"]));
    }

    #[test]
    fn unknown_names_and_stray_braces_are_told_with_their_place() {
        let names = ["drive".to_owned()];
        let slip = Pieces::cut("日{drvie}", &names).err();
        assert_eq!(slip, Some(Slip { offset: 4, length: 5, name: Some("drvie".into()) }));
        assert_eq!(Pieces::cut("a } b", &names).err().map(|slip| slip.offset), Some(2));
        assert_eq!(Pieces::cut("a {b", &names).err().map(|slip| slip.offset), Some(2));
    }
}
