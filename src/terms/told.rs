//! What a person is told of an error, a warning or the progress of a run: in both languages at once, as who
//! tells it does not know who reads it.

use std::io;

use serde_json::error::Category;

use super::{Lang, Text};

/// What can be told in both languages.
pub trait Told {
    /// The words.
    fn told(&self) -> Text;
}

/// A text with values in it, the English and the Japanese beside each other. Both name the same values, and
/// the Japanese is Japanese, or it does not compile. Values that are told in both languages themselves stand
/// in brackets in front; what is no plain name follows as for `format!`.
///
/// `told!([cause] "cannot read {file}: {cause}", "{file} を読み取れません: {cause}", file = path.display())`
macro_rules! told {
    ($([$($part:ident),+])? $en:literal, $ja:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const _: () = $crate::terms::told::agree($en, $ja);
        $(let ($($part,)+) = ($($crate::terms::Told::told(&$part),)+);)?
        let en = {
            $($(let $part = $part.get($crate::terms::Lang::En);)+)?
            std::fmt::format(format_args!($en $(, $name = $value)*))
        };
        let ja = {
            $($(let $part = $part.get($crate::terms::Lang::Ja);)+)?
            std::fmt::format(format_args!($ja $(, $name = $value)*))
        };
        $crate::terms::Text { en, ja }
    }};
}
pub(crate) use told;

/// Shows in English what is told in both languages: errors go by that where nobody has said who reads them.
macro_rules! shown_in_english {
    ($($of:ty),+ $(,)?) => {$(
        impl std::fmt::Display for $of {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::terms::Told::told(self).en)
            }
        }
    )+};
}
pub(crate) use shown_in_english;

impl Told for Text {
    fn told(&self) -> Text {
        self.clone()
    }
}

impl<T: Told + ?Sized> Told for &T {
    fn told(&self) -> Text {
        (*self).told()
    }
}

impl<T: Told + ?Sized> Told for Box<T> {
    fn told(&self) -> Text {
        (**self).told()
    }
}

shown_in_english!(Text);

impl std::error::Error for Text {}

impl Text {
    /// What somebody else says, who has one language: the system, a server, a library. It is quoted.
    pub fn quoted(words: impl std::fmt::Display) -> Self {
        Self::same(words.to_string())
    }

    /// Several texts, one a line.
    pub fn lines(texts: impl IntoIterator<Item = Self>) -> Self {
        let (en, ja): (Vec<_>, Vec<_>) = texts.into_iter().map(|text| (text.en, text.ja)).unzip();
        Self::new(en.join("\n"), ja.join("\n"))
    }

    /// This one and another right behind it.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.en.push_str(&more.en);
        self.ja.push_str(&more.ja);
        self
    }

    /// The same change made to both languages.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Self {
        Self { en: change(&self.en), ja: change(&self.ja) }
    }
}

/// What a system says of files and connections. Its usual reasons have a name in Japanese, the others are
/// quoted.
impl Told for io::Error {
    fn told(&self) -> Text {
        let en = self.to_string();
        if self.get_ref().is_some()
            && matches!(self.kind(), io::ErrorKind::Other | io::ErrorKind::InvalidData)
        {
            // Only the words of who made it tell what it is.
            return Text::same(en);
        }
        let Some(ja) = in_japanese(self.kind()) else { return Text::same(en) };
        let code = self.raw_os_error().map(|code| format!(" (os error {code})")).unwrap_or_default();
        Text { en, ja: format!("{ja}{code}") }
    }
}

/// What is wrong with JSON, its place in words of both languages; what stands there wrongly is quoted.
impl Told for serde_json::Error {
    fn told(&self) -> Text {
        let en = self.to_string();
        let what = match self.classify() {
            Category::Io => return Text::same(en),
            Category::Syntax => "JSON の構文が正しくありません",
            Category::Data => "JSON の内容が正しくありません",
            Category::Eof => "JSON が途中で終わっています",
        };
        let (line, column) = (self.line(), self.column());
        let words = en.rsplit_once(" at line ").map_or(en.as_str(), |(words, _)| words);
        let ja = format!("{what} ({line} 行目、{column} 桁目: {words})");
        Text { en, ja }
    }
}

fn in_japanese(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as K;
    Some(match kind {
        K::NotFound => "ファイルまたはフォルダがありません",
        K::PermissionDenied => "アクセスが許可されていません",
        K::AlreadyExists => "すでに存在します",
        K::IsADirectory => "ファイルではなくフォルダです",
        K::NotADirectory => "パスの途中がフォルダではありません",
        K::DirectoryNotEmpty => "フォルダが空ではありません",
        K::ReadOnlyFilesystem => "読み取り専用のファイル システムです",
        K::StorageFull => "ディスクの空き容量が不足しています",
        K::QuotaExceeded => "ディスクの使用量の上限に達しました",
        K::FileTooLarge => "ファイルが大きすぎます",
        K::ResourceBusy => "使用中です",
        K::CrossesDevices => "別のファイル システムにまたがっています",
        K::InvalidFilename => "ファイル名が正しくありません",
        K::InvalidData => "データが正しくありません",
        K::UnexpectedEof => "途中で終わっています",
        K::BrokenPipe => "読み取り側が閉じられています",
        K::ConnectionRefused => "接続が拒否されました",
        K::ConnectionReset => "接続がリセットされました",
        K::ConnectionAborted => "接続が中断されました",
        K::NotConnected => "接続されていません",
        K::HostUnreachable => "ホストに到達できません",
        K::NetworkUnreachable => "ネットワークに到達できません",
        K::NetworkDown => "ネットワークが停止しています",
        K::AddrNotAvailable => "使用できないアドレスです",
        K::TimedOut => "時間内に応答がありません",
        _ => return None,
    })
}

/// A list in both languages: items that are told in both, parted as each language does.
pub fn listed(texts: &[Text]) -> Text {
    let of = |lang: Lang| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>();
    Text::new(of(Lang::En).join(", "), of(Lang::Ja).join("、"))
}

/// Holds two texts against each other when they are compiled: the same values stand in both, and one of them is
/// Japanese.
///
/// # Panics
/// Where they differ; as it is called in constants only, that is an error of the compiler.
#[allow(clippy::panic, reason = "evaluated by the compiler")]
pub const fn agree(en: &str, ja: &str) {
    if !has_all_of(en, ja) {
        panic!("the Japanese has a value that the English has not");
    }
    if !has_all_of(ja, en) {
        panic!("the Japanese lacks a value of the English");
    }
    if has_words(en) && ja.is_ascii() {
        panic!("the Japanese is no Japanese");
    }
}

/// Whether there is a letter beside the values.
const fn has_words(text: &str) -> bool {
    let text = text.as_bytes();
    let (mut at, mut inside) = (0, false);
    while at < text.len() {
        match text[at] {
            b'{' => inside = true,
            b'}' => inside = false,
            letter => {
                if !inside && letter.is_ascii_alphabetic() {
                    return true;
                }
            }
        }
        at += 1;
    }
    false
}

/// Whether each value of `of` stands in `text`, too.
const fn has_all_of(text: &str, of: &str) -> bool {
    let of = of.as_bytes();
    let mut at = 0;
    while let Some((start, end)) = name(of, at) {
        let (mut from, mut found) = (0, false);
        while let Some((begin, finish)) = name(text.as_bytes(), from) {
            found = found || same(of, (start, end), text.as_bytes(), (begin, finish));
            from = finish;
        }
        if !found {
            return false;
        }
        at = end;
    }
    true
}

/// Where the next value's name stands, from a place on: between a brace and the next brace or colon.
const fn name(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < text.len() {
        if text[at] == b'{' {
            if at + 1 < text.len() && text[at + 1] == b'{' {
                at += 2;
                continue;
            }
            let start = at + 1;
            let mut end = start;
            while end < text.len() && text[end] != b'}' && text[end] != b':' {
                end += 1;
            }
            return Some((start, end));
        }
        at += 1;
    }
    None
}

const fn same(a: &[u8], (start, end): (usize, usize), b: &[u8], (begin, finish): (usize, usize)) -> bool {
    if end - start != finish - begin {
        return false;
    }
    let mut at = 0;
    while at < end - start {
        if a[start + at] != b[begin + at] {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn values_are_filled_in_and_what_is_told_itself_in_its_language() {
        let (file, why) = ("a.json", Text::new("it is empty", "空です"));
        let text = told!([why] "{file}: {why}, {n:>2} {{so}}", "{n:>2}、{file}: {why} {{so}}", n = 3);
        assert_eq!(text, Text::new("a.json: it is empty,  3 {so}", " 3、a.json: 空です {so}"));
        assert_eq!(text.to_string(), text.en);
    }

    #[test]
    fn texts_that_do_not_say_the_same_do_not_agree() {
        for (en, ja) in [
            ("cannot read {file}", "{file} を読み取れません"),
            ("{{n}} of {n:>3}", "{n} 件"),
            ("stopped", "停止しました"),
            ("{what}; {help}", "{what} ({help})"),
        ] {
            agree(en, ja);
        }
        for (en, ja) in [
            ("cannot read {file}", "読み取れません"),
            ("cannot read", "{file} を読み取れません"),
            ("cannot read {file}", "{files} を読み取れません"),
            ("cannot read {file}", "cannot read {file}"),
        ] {
            assert!(catch_unwind(|| agree(en, ja)).is_err(), "{en} | {ja}");
        }
    }

    #[test]
    fn what_the_system_says_has_its_number_in_both_languages() {
        let text = io::Error::from_raw_os_error(2).told();
        assert!(
            text.en.ends_with("(os error 2)") && text.ja.ends_with("がありません (os error 2)"),
            "{text:?}"
        );
        let own = io::Error::other("said by a library").told();
        assert_eq!(own, Text::same("said by a library"));
        let known = io::Error::new(io::ErrorKind::NotFound, "told with a path").told();
        assert!(known.en == "told with a path" && known.ja.ends_with("がありません"), "{known:?}");
    }
}
