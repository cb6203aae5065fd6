//! Messages with evidence names in braces.

/// A message in one language, cut at its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// Position of the name in the list of evidence.
    Name(usize),
}

/// What is wrong with a message: the byte offset and length in it, and the name meant.
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
    /// Cuts `text` at `{name}`; every name must be one of `names`.
    pub fn parse(text: &str, names: &[String]) -> Result<Self, Slip> {
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
            let Some(position) = names.iter().position(|known| known == name) else {
                return Err(Slip { offset: at + 1, length: name.len(), name: Some(name.to_owned()) });
            };
            if open > 0 {
                pieces.push(Piece::Words(rest[..open].to_owned()));
            }
            pieces.push(Piece::Name(position));
            rest = &rest[open + length + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// The positions of the names it uses, sorted, each once.
    pub fn names(&self) -> Vec<usize> {
        let mut names: Vec<usize> = self
            .0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Name(position) => Some(*position),
                Piece::Words(_) => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The message with the names replaced; `value` gives the text of the name at a position.
    pub fn fill(&self, value: impl Fn(usize) -> String) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.clone(),
                Piece::Name(position) => value(*position),
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
        let template = Template::parse("{drive} は {path} です", &names).unwrap_or_default();
        assert_eq!(template.fill(|at| format!("<{at}{{}}>")), "<0{}> は <1{}> です");
        assert_eq!(template.names(), [0, 1]);
    }

    #[test]
    fn unknown_names_and_stray_braces_are_told_with_their_place() {
        let names = ["drive".to_owned()];
        let slip = Template::parse("日{drvie}", &names).err();
        assert_eq!(slip, Some(Slip { offset: 4, length: 5, name: Some("drvie".into()) }));
        assert_eq!(Template::parse("a } b", &names).err().map(|slip| slip.offset), Some(2));
        assert_eq!(Template::parse("a {b", &names).err().map(|slip| slip.offset), Some(2));
    }
}
