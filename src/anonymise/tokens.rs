//! What stands in for a text: drawn from it by the key, so that the same gives the same everywhere.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv4Addr};

use super::address;
use super::key::Key;
use super::words::{end_of, is_device, is_known, is_plain, is_scheme, is_segment};
use crate::terms::label::{escape, fold, unescape};

/// Letters of a token, which make no word.
const LETTERS: [u8; 20] = *b"bcdfghjklmnpqrstvwxz";

/// Letters of a token: enough that no two texts of an inventory share one.
const LENGTH: usize = 11;

/// Hexadecimal digits from which on a text of nothing else is a number that stands for something.
const DIGITS: usize = 12;

/// The most digits that one draw gives.
const DRAWN: usize = 64;

/// Draws tokens, and remembers what they stand for.
pub struct Tokens<'k> {
    key: &'k Key,
    /// What each token stands for.
    given: BTreeMap<String, String>,
    /// Names that came before.
    names: HashMap<String, String>,
    /// Tokens that stand for two texts.
    clash: Option<String>,
}

impl<'k> Tokens<'k> {
    pub fn new(key: &'k Key) -> Self {
        Self { key, given: BTreeMap::new(), names: HashMap::new(), clash: None }
    }

    /// What each token stands for; the error is one that stands for two texts.
    pub fn given(self) -> Result<BTreeMap<String, String>, String> {
        self.clash.map_or(Ok(self.given), Err)
    }

    fn give(&mut self, token: String, text: &str) -> String {
        match self.given.get(&token) {
            Some(known) if known == text => {}
            Some(_) => self.clash = Some(token.clone()),
            None => _ = self.given.insert(token.clone(), text.to_owned()),
        }
        token
    }

    /// A word, or a text as one: what the eye takes for the same it takes for the same afterwards.
    pub fn word(&mut self, text: &str) -> String {
        let folded = fold(text);
        if folded.is_empty() {
            return text.to_owned();
        }
        let drawn = self.key.draw("word", &folded);
        let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).copied().unwrap_or(b'x');
        let plain: String = drawn.iter().take(LENGTH).map(letter).map(char::from).collect();
        let token = if text == folded { plain } else { self.written(&plain, text, &folded) };
        self.give(token, text)
    }

    /// A token in another writing, as its text is in another than the usual.
    fn written(&self, plain: &str, text: &str, folded: &str) -> String {
        let by_case = text.to_ascii_lowercase() == folded;
        if by_case && text == folded.to_ascii_uppercase() {
            return plain.to_ascii_uppercase();
        }
        let drawn = self.key.draw("writing", text);
        let last = plain.len().saturating_sub(1);
        let written = plain.chars().zip(drawn).enumerate().map(|(at, (letter, byte))| {
            let upper = at == 0 || at != last && byte & 1 == 1;
            let wide = !by_case && (at == 0 || byte & 2 == 2);
            let letter = if upper { letter.to_ascii_uppercase() } else { letter };
            // Wide letters, which are the same to the eye only.
            let widened = u32::from(letter) + 0xfee0;
            if wide { char::from_u32(widened).unwrap_or(letter) } else { letter }
        });
        written.collect()
    }

    /// A name: of an object, a label, a host, an address. Its parts between slashes and, where it is a host's, between
    /// dots stay parts, and what is escaped stays so.
    pub fn name(&mut self, text: &str) -> String {
        if text.trim().is_empty() {
            return text.to_owned();
        }
        if let Some(known) = self.names.get(text) {
            return known.clone();
        }
        let token = match self.address(text.trim()) {
            Some(address) => address,
            None => {
                let plain = unescape(text);
                let parts = self.parts(&plain, &['/', '\\', '%'], Self::part);
                if plain == text { parts } else { escape(&parts) }
            }
        };
        self.names.insert(text.to_owned(), token.clone());
        token
    }

    /// Each part between some characters, which stay.
    fn parts(&mut self, text: &str, between: &[char], each: fn(&mut Self, &str) -> String) -> String {
        let mut done = String::with_capacity(text.len());
        for piece in text.split_inclusive(between) {
            let part = piece.trim_end_matches(between);
            done.push_str(&each(self, part));
            done.push_str(piece.get(part.len()..).unwrap_or_default());
        }
        done
    }

    fn part(&mut self, text: &str) -> String {
        if let Some(digits) = self.digits(text) {
            return digits;
        }
        let folded = fold(text);
        let is_hosts = folded.contains('.')
            && folded.chars().all(|char| char.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&char));
        if !is_hosts || text.to_ascii_lowercase() != folded {
            return if text == "localhost" { text.to_owned() } else { self.word(text) };
        }
        self.parts(text, &['.'], |own, part| match part {
            "localhost" | "localdomain" => part.to_owned(),
            part => own.word(part),
        })
    }

    /// A number that stands for something: digits by digits.
    pub fn digits(&mut self, text: &str) -> Option<String> {
        let is_digit = |char: &char| char.is_ascii_hexdigit();
        let count = text.chars().filter(is_digit).count();
        let only = text.chars().all(|char| is_digit(&char) || [' ', '-', ':'].contains(&char));
        let told = only && count >= DIGITS && text.chars().any(|char| char.is_ascii_digit());
        told.then(|| self.hexadecimal(text))
    }

    /// Digits by digits; whatever stands between them stays.
    fn hexadecimal(&mut self, text: &str) -> String {
        let own: String =
            text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_ascii_lowercase();
        let mut drawn = String::new();
        for block in 0..own.len().div_ceil(DRAWN) {
            drawn.push_str(&super::key::hex(&self.key.draw("digits", &format!("{block}:{own}"))));
        }
        let upper = text.chars().any(|char| char.is_ascii_uppercase());
        let mut drawn = drawn.chars();
        let next = |char: char| match char.is_ascii_hexdigit().then(|| drawn.next()).flatten() {
            Some(digit) if upper => digit.to_ascii_uppercase(),
            Some(digit) => digit,
            None => char,
        };
        let token = text.chars().map(next).collect();
        let shown = if upper { text.to_ascii_uppercase() } else { text.to_owned() };
        self.give(token, &shown)
    }

    /// An address, with a zone or the length of a prefix behind it.
    fn address(&mut self, text: &str) -> Option<String> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let inner = bare.unwrap_or(text);
        let (inner, length) =
            inner.split_once('/').map_or((inner, None), |(inner, length)| (inner, Some(length)));
        let (inner, zone) = inner.split_once('%').map_or((inner, None), |(inner, zone)| (inner, Some(zone)));
        let own: IpAddr = inner.parse().ok()?;
        let length: Option<u32> = length.map(str::parse).transpose().ok()?;
        let mut other = address::stand_in(self.key, own);
        if let Some(length) = length.filter(|length| address::first_of(own, *length) == own) {
            other = address::first_of(other, length);
        }
        let mut token = other.to_string();
        self.give(token.clone(), &own.to_string());
        if let Some(zone) = zone {
            token.push('%');
            token.push_str(&self.device(zone));
        }
        if let Some(length) = length {
            token.push_str(&format!("/{length}"));
        }
        Some(if bare.is_some() { format!("[{token}]") } else { token })
    }

    /// The address of a subnet whose prefix has this length.
    pub fn network(&mut self, text: &str, length: i64) -> String {
        let token = self.name(text);
        let (Ok(own), Ok(other), Ok(length)) =
            (text.parse::<IpAddr>(), token.parse::<IpAddr>(), u32::try_from(length))
        else {
            return token;
        };
        match address::first_of(own, length) == own {
            true => address::first_of(other, length).to_string(),
            false => token,
        }
    }

    /// A range of addresses, or a subnet.
    pub fn range(&mut self, text: &str) -> String {
        let ends = text.split_once('-').map(|(first, last)| (first.trim().parse(), last.trim().parse()));
        let Some((Ok(first), Ok(last))): Option<(Result<Ipv4Addr, _>, Result<Ipv4Addr, _>)> = ends else {
            return self.name(text);
        };
        let (other_first, other_last) = address::range(self.key, first, last);
        self.give(format!("{other_first}-{other_last}"), &format!("{first}-{last}"))
    }

    /// A device of a host, or else a name.
    pub fn device(&mut self, text: &str) -> String {
        if is_device(text) { text.to_owned() } else { self.name(text) }
    }

    /// A key of something of a host: `key-vim.host.PortGroup-VM Network`.
    pub fn key(&mut self, text: &str) -> String {
        let behind =
            text.find("vim.host.").and_then(|at| text.get(at..)?.find('-').map(|dash| at + dash + 1));
        match behind.and_then(|at| text.split_at_checked(at)) {
            Some((head, rest)) => {
                let head = self.phrase(head);
                head + &self.device(rest)
            }
            None if text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) => text.to_owned(),
            None => self.device(text),
        }
    }

    /// Words of VMware's; what else stands between them is replaced.
    pub fn phrase(&mut self, text: &str) -> String {
        self.phrased(text, is_plain)
    }

    /// The same, where any word may be somebody's name.
    pub fn quoted(&mut self, text: &str) -> String {
        self.phrased(text, is_known)
    }

    fn phrased(&mut self, text: &str, known: fn(&str) -> bool) -> String {
        if let Some(digits) = self.digits(text) {
            return digits;
        }
        let pieces = pieces(text);
        // Beside a word that is somebody's a number may be, too.
        let known =
            if pieces.iter().all(|(is_word, word)| !is_word || known(word)) { known } else { is_known };
        let between = |char: char| char.is_ascii() && !(char.is_ascii_alphanumeric() || "_.:".contains(char));
        let mut done = String::with_capacity(text.len());
        for chunk in text.split_inclusive(between) {
            let (own, behind) = chunk.split_at(chunk.trim_end_matches(between).len());
            let (own, end) = own.split_at(own.trim_end_matches(['.', ':']).len());
            match self.address(own) {
                Some(address) => done.push_str(&address),
                None => self.words(own, known, &mut done),
            }
            done.push_str(end);
            done.push_str(behind);
        }
        done
    }

    /// Words that are known stay, and what stands between words.
    fn words(&mut self, text: &str, known: fn(&str) -> bool, done: &mut String) {
        for (is_word, piece) in pieces(text) {
            match is_word && !known(piece) {
                true => done.push_str(&self.word(piece)),
                false => done.push_str(piece),
            }
        }
    }

    /// A version: up to four numbers, the first of which has one digit.
    pub fn version(&mut self, text: &str) -> String {
        let number =
            |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = text.split('.').count();
        let plain = parts <= 4 && text.split('.').all(number) && text.find('.').unwrap_or(text.len()) == 1;
        if plain { text.to_owned() } else { self.phrase(text) }
    }

    /// A path, which may name its datastore: `[store] folder/file.vmx`.
    pub fn path(&mut self, text: &str) -> String {
        let named = text.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let Some((store, rest)) = named else { return self.parts(text, &['/', '\\'], Self::segment) };
        let store = self.name(store.trim());
        let rest = rest.trim();
        let gap = if rest.is_empty() { "" } else { " " };
        format!("[{store}]{gap}{}", self.parts(rest, &['/', '\\'], Self::segment))
    }

    fn segment(&mut self, text: &str) -> String {
        if text.is_empty() || is_segment(text) || is_device(text) {
            return text.to_owned();
        }
        match end_of(text) {
            Some((stem, end)) => format!("{}.{end}", self.name(stem)),
            None => self.name(text),
        }
    }

    /// A URL: scheme, port and what is the same everywhere stay.
    pub fn url(&mut self, text: &str) -> String {
        let (scheme, rest) = match text.split_once(':') {
            Some((scheme, rest)) if is_scheme(scheme) && rest.starts_with('/') => {
                (format!("{scheme}:"), rest)
            }
            _ => (String::new(), text),
        };
        scheme + &self.parts(rest, &['/'], |own, part| own.parts_of_url(part))
    }

    fn parts_of_url(&mut self, text: &str) -> String {
        if text.starts_with('[') {
            return self.name(text);
        }
        self.parts(text, &[':'], |own, part| {
            let is_port =
                !part.is_empty() && part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
            if is_port { part.to_owned() } else { own.segment(part) }
        })
    }

    /// A disk by the name that hosts give it: `naa.…`, `mpx.vmhba0:C0:T0:L0`.
    pub fn disk(&mut self, text: &str) -> String {
        match text.split_once('.') {
            Some((kind @ ("naa" | "eui" | "vml" | "t10" | "mpx"), rest)) => {
                let hexadecimal = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
                let rest = if hexadecimal { self.hexadecimal(rest) } else { self.device(rest) };
                format!("{kind}.{rest}")
            }
            _ => self.device(text),
        }
    }

    /// The number of a LUN: its first ten digits are those of its kind and its place.
    pub fn lun(&mut self, text: &str) -> String {
        match text.split_at_checked(10) {
            Some((head, rest)) if !rest.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                format!("{head}{}", self.hexadecimal(rest))
            }
            _ => self.name(text),
        }
    }

    /// Registers of a CPU.
    pub fn bits(&mut self, text: &str) -> String {
        let bit = |char: char| "01-xXrRhHtTfF:".contains(char);
        if text.len() <= 64 && text.chars().all(bit) { text.to_owned() } else { self.name(text) }
    }

    /// The value of an option: a number or a yes or no stays.
    pub fn value(&mut self, text: &str) -> String {
        let plain = text.trim().to_ascii_lowercase();
        let number = plain.len() <= 10 && plain.parse::<f64>().is_ok();
        if number || ["true", "false", "yes", "no"].contains(&plain.as_str()) {
            return text.to_owned();
        }
        self.name(text)
    }

    /// The end of a licence key; that of the evaluation stays.
    pub fn licence(&mut self, text: &str) -> String {
        if text == "00000" { text.to_owned() } else { self.word(text) }
    }
}

/// Words, and what stands between them.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let is_word =
        |char: char| char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii() && !"®™–".contains(char);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let own = is_word(first);
        let end = rest.find(|char| is_word(char) != own).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        pieces.push((own, piece));
        rest = behind;
    }
    pieces
}
