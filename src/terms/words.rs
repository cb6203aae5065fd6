//! How a closed set of words is declared.

/// A closed set of words, each with its one name.
pub trait Words: Copy + 'static {
    /// All of them, in the order in which they are told.
    const ALL: &'static [Self];

    /// The name in files, reports and arguments.
    fn name(self) -> &'static str;
}

/// Words by their names, to look one up.
pub fn by_name<T: Words>(words: &[T]) -> Vec<(&'static str, T)> {
    words.iter().map(|word| (word.name(), *word)).collect()
}

/// Declares closed sets of words: the type, all its words in order, and the name of each, which is
/// also what serde reads and writes.
macro_rules! words {
    ($(
        $(#[$about:meta])*
        $set:ident { $($(#[$said:meta])* $word:ident = $name:literal,)* }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $set {
            $($(#[$said])* #[serde(rename = $name)] $word,)*
        }

        impl $set {
            /// All of them, in order.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$word),*];

            /// The name in files, reports and arguments.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$word => $name,)*
                }
            }
        }

        impl $crate::terms::Words for $set {
            const ALL: &'static [Self] = &Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }
        }
    )*};
}
pub(super) use words;
