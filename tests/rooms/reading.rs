//! What the modules of a source tree declare, import and name, read off their tokens: nested imports,
//! paths in expressions, types, attributes and the bodies of macros alike.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Where a module stands: `["facts", "net", "hints"]`; the crate's root is empty.
pub type Place = Vec<String>;

/// A module with what its text says.
#[derive(Debug, Default)]
pub struct Module {
    /// File below the root, with `/`.
    pub file: String,
    /// Names of what is defined here.
    pub items: BTreeSet<String>,
    /// Names given to macros that may define them here.
    pub made: BTreeSet<String>,
    /// Names of the modules declared here.
    pub children: BTreeSet<String>,
    pub imports: Vec<Import>,
    /// Paths of two names or more, outside imports.
    pub paths: BTreeSet<Vec<String>>,
    /// Names that stand alone.
    pub words: BTreeSet<String>,
}

/// One name that a `use` brings.
#[derive(Debug)]
pub struct Import {
    pub path: Vec<String>,
    /// The name under which it is known here; none for all that a module has.
    pub name: Option<String>,
    /// Whether it is passed on.
    pub public: bool,
}

/// All modules of a crate but those of its tests.
#[derive(Debug, Default)]
pub struct House {
    pub modules: BTreeMap<Place, Module>,
    /// Files of macros, by name: exported ones belong to the crate's root.
    pub macros: BTreeMap<String, String>,
    tests: BTreeSet<Place>,
}

impl House {
    /// Reads all sources below a folder.
    pub fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        collect(root, "", &mut files);
        let texts = files.into_iter().map(|file| {
            let text = std::fs::read_to_string(root.join(&file)).expect("readable source");
            (file, text)
        });
        Self::of(texts)
    }

    /// Reads texts by the names of their files.
    pub fn of(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut house = Self::default();
        for (file, text) in texts {
            let Some(place) = place(&file) else { continue };
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
            Reader { house: &mut house, file: &file, place }.read(tokens, true);
        }
        let tests = std::mem::take(&mut house.tests);
        house.modules.retain(|place, _| !(0..=place.len()).any(|end| tests.contains(&place[..end])));
        house
    }
}

fn collect(root: &Path, below: &str, files: &mut Vec<String>) {
    for entry in std::fs::read_dir(root.join(below)).expect("readable folder") {
        let entry = entry.expect("readable entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            collect(root, &file, files);
        } else if file.ends_with(".rs") {
            files.push(file);
        }
    }
    files.sort();
}

/// The module that a file holds; the program's own file is a crate of its own.
fn place(file: &str) -> Option<Place> {
    let inside = file.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    match inside {
        "main" => None,
        "lib" => Some(Place::new()),
        _ => Some(inside.split('/').map(str::to_owned).collect()),
    }
}

struct Reader<'h> {
    house: &'h mut House,
    file: &'h str,
    place: Place,
}

/// The next name or sign and what stands around it.
struct Cursor {
    tokens: Vec<TokenTree>,
    at: usize,
}

impl Cursor {
    fn new(stream: TokenStream) -> Self {
        Self { tokens: stream.into_iter().collect(), at: 0 }
    }

    fn next(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn ident(&self, ahead: usize) -> Option<String> {
        match self.tokens.get(self.at + ahead)? {
            TokenTree::Ident(ident) => Some(ident.to_string().trim_start_matches("r#").to_owned()),
            _ => None,
        }
    }

    fn is(&self, ahead: usize, sign: char) -> bool {
        matches!(self.tokens.get(self.at + ahead), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
    }

    /// Whether a sign stands so far before the token that was read last.
    fn was(&self, before: usize, sign: char) -> bool {
        let at = self.at.checked_sub(1 + before);
        matches!(at.and_then(|at| self.tokens.get(at)), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
    }

    fn is_path_sign(&self) -> bool {
        self.is(0, ':') && self.is(1, ':')
    }

    /// All up to a semicolon.
    fn statement(&mut self) -> Vec<TokenTree> {
        let mut found = Vec::new();
        while let Some(token) = self.next() {
            if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';') {
                break;
            }
            found.push(token);
        }
        found
    }

    /// Steps over an item, statement or arm that belongs to the tests; tells the module it declares.
    fn skip(&mut self) -> Option<String> {
        let mut declared = None;
        let mut import = false;
        while let Some(token) = self.next() {
            match token {
                TokenTree::Ident(ident) if ident == "mod" => declared = self.ident(0),
                TokenTree::Ident(ident) if ident == "use" => import = true,
                TokenTree::Punct(punct) if punct.as_char() == ';' => return declared,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !import => return None,
                _ => {}
            }
        }
        None
    }
}

impl Reader<'_> {
    fn module(&mut self) -> &mut Module {
        let module = self.house.modules.entry(self.place.clone()).or_default();
        if module.file.is_empty() {
            self.file.clone_into(&mut module.file);
        }
        module
    }

    /// Reads tokens; items are declared only directly in a module.
    fn read(&mut self, stream: TokenStream, declares: bool) {
        self.module();
        let mut cursor = Cursor::new(stream);
        while let Some(token) = cursor.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => self.attribute(&mut cursor),
                TokenTree::Group(group) => {
                    let of_macro = cursor.was(1, '!') || cursor.was(2, '!');
                    let inside_macro = group.delimiter() != Delimiter::Brace || of_macro;
                    if declares && of_macro {
                        self.made(group.stream());
                    }
                    self.read(group.stream(), declares && inside_macro);
                }
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    self.word(word.trim_start_matches("r#"), &mut cursor, declares);
                }
                _ => {}
            }
        }
    }

    /// Names that a macro may define: those it is given outside of types and braces.
    fn made(&mut self, stream: TokenStream) {
        let mut cursor = Cursor::new(stream);
        while let Some(token) = cursor.next() {
            if let TokenTree::Ident(ident) = token
                && ident.to_string().starts_with(char::is_uppercase)
                && ![':', '<', '&'].iter().any(|sign| cursor.was(1, *sign))
            {
                self.module().made.insert(ident.to_string());
            }
        }
    }

    fn attribute(&mut self, cursor: &mut Cursor) {
        if cursor.is(0, '!') {
            cursor.next();
        }
        let Some(TokenTree::Group(group)) = cursor.tokens.get(cursor.at).cloned() else { return };
        let mut inside = Cursor::new(group.stream());
        match inside.ident(0).as_deref() {
            Some("doc") => {
                cursor.next();
            }
            Some("cfg") if for_tests(group.stream()) => {
                if let Some(name) = cursor.skip() {
                    let mut place = self.place.clone();
                    place.push(name);
                    self.house.tests.insert(place);
                }
            }
            _ => {
                cursor.next();
                while let Some(token) = inside.next() {
                    self.texts(token);
                }
            }
        }
    }

    /// Paths in the texts of an attribute, as `serde(with = "crate::…")` has them.
    fn texts(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) => group.stream().into_iter().for_each(|token| self.texts(token)),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if let Ok(tokens) = text.trim_matches('"').parse::<TokenStream>() {
                    self.read(tokens, false);
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &str, cursor: &mut Cursor, declares: bool) {
        match word {
            "use" => {
                let before = cursor.at.checked_sub(2).and_then(|at| cursor.tokens.get(at));
                let public = matches!(before, Some(TokenTree::Ident(_) | TokenTree::Group(_)));
                let public = public && follows_pub(cursor);
                let mut tree = Cursor { tokens: cursor.statement(), at: 0 };
                self.import(&mut tree, &[], public);
            }
            "mod" if declares => {
                let Some(name) = cursor.ident(0) else { return };
                cursor.next();
                self.module().children.insert(name.clone());
                if let Some(TokenTree::Group(group)) = cursor.tokens.get(cursor.at).cloned() {
                    cursor.next();
                    self.place.push(name);
                    self.read(group.stream(), true);
                    self.place.pop();
                }
            }
            "struct" | "enum" | "fn" | "const" | "static" | "type" | "trait" | "union" if declares => {
                if let Some(name) =
                    cursor.ident(0).filter(|name| !matches!(name.as_str(), "fn" | "unsafe" | "_"))
                {
                    cursor.next();
                    self.module().items.insert(name);
                }
            }
            "macro_rules" if cursor.is(0, '!') => {
                if let Some(name) = cursor.ident(1) {
                    self.module().items.insert(name.clone());
                    self.house.macros.insert(name, self.file.to_owned());
                    cursor.next();
                }
            }
            _ => self.path(word, cursor),
        }
    }

    /// A path, or a name alone; neither behind a dot, where fields and methods stand, nor in a lifetime.
    fn path(&mut self, first: &str, cursor: &mut Cursor) {
        let member = cursor.was(1, '.') && !cursor.was(2, '.');
        let rest = cursor.was(1, ':') && cursor.was(2, ':');
        let mut path = vec![first.to_owned()];
        while cursor.is_path_sign()
            && let Some(name) = cursor.ident(2)
        {
            path.push(name);
            cursor.at += 3;
        }
        if member || rest || cursor.was(path.len() * 3 - 2, '\'') {
            return;
        }
        // A small letter alone begins a variable more often than a function, unless it is called.
        let called = cursor.is(0, '!')
            || matches!(cursor.tokens.get(cursor.at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
        let module = self.module();
        if path.len() > 1 {
            module.paths.insert(path);
        } else if called || first.starts_with(char::is_uppercase) {
            module.words.extend(path);
        }
    }

    fn import(&mut self, cursor: &mut Cursor, before: &[String], public: bool) {
        let mut path = before.to_vec();
        let mut name = None;
        while let Some(token) = cursor.next() {
            match token {
                TokenTree::Ident(ident) if ident == "as" => {
                    name = cursor.ident(0);
                    cursor.next();
                }
                TokenTree::Ident(ident) => path.push(ident.to_string().trim_start_matches("r#").to_owned()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    self.module().imports.push(Import { path: path.clone(), name: None, public });
                    path.clear();
                }
                TokenTree::Group(group) => {
                    let inside = Cursor::new(group.stream());
                    for part in inside.tokens.split(is_comma) {
                        self.import(&mut Cursor { tokens: part.to_vec(), at: 0 }, &path, public);
                    }
                    path.clear();
                }
                _ => {}
            }
        }
        if path.len() > before.len() {
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = name.or_else(|| path.last().cloned());
            self.module().imports.push(Import { path, name, public });
        }
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// Whether the `use` that was read last stands behind `pub` or `pub(…)`.
fn follows_pub(cursor: &Cursor) -> bool {
    let is_pub = |before: usize| {
        let at = cursor.at.checked_sub(1 + before);
        matches!(at.and_then(|at| cursor.tokens.get(at)), Some(TokenTree::Ident(ident)) if ident == "pub")
    };
    is_pub(1) || is_pub(2)
}

/// Whether a condition of compilation holds for tests only.
fn for_tests(condition: TokenStream) -> bool {
    let text = condition.to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}
