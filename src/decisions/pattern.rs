//! Which objects an entry is about.

/// An object, as entries can name it.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// Managed-object id; the instance UUID for the vCenter.
    pub id: &'a str,
    /// Name as people write it.
    pub name: &'a str,
    /// Inventory path; empty when it has none.
    pub path: &'a str,
}

/// Id, inventory path or name of objects; `*` stands for any characters, `?` for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// A pattern as written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether an object is meant. What starts with `/` is a path, anything else an id or a name.
    pub fn matches(&self, object: &Who<'_>) -> bool {
        if self.0.starts_with('/') {
            return glob(&self.0, object.path);
        }
        glob(&self.0, object.id) || glob(&self.0, object.name)
    }
}

/// Matches the whole text, in time proportional to both lengths: on a mismatch only the last star
/// takes one more character.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[read] => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    read = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Who, glob};

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("*", ""),
            ("a*", "abc"),
            ("*c", "abc"),
            ("a?c", "abc"),
            ("a*b*c", "axxbyyc"),
            ("監視*", "監視 01"),
        ] {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("a", ""), ("a*b", "abc"), ("?", ""), ("?", "ab"), ("*b?", "b")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
        assert!(!glob(&"*a".repeat(30), &"a".repeat(29)));
    }

    #[test]
    fn a_path_is_no_name() {
        let vm = Who { id: "vm-21", name: "a/b", path: "/Tokyo/vm/a%2fb" };
        assert!(Pattern::new("vm-21").matches(&vm));
        assert!(Pattern::new("a/*").matches(&vm));
        assert!(Pattern::new("/Tokyo/vm/*").matches(&vm));
        assert!(!Pattern::new("/a*").matches(&vm));
        assert!(!Pattern::new("vm-2").matches(&vm));
    }
}
