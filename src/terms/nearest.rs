//! The name that somebody probably meant.

use super::{Text, told};

/// Characters of a word that are compared; longer ones are no names but mistakes of another kind.
const COMPARED: usize = 100;

/// The name among `names` that `word` was probably meant to be: at most a third of it is different.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (distance(word, name), name))
        .filter(|(distance, name)| *distance <= name.chars().count().max(word.chars().count()).div_ceil(3))
        .min()
        .map(|(_, name)| name)
}

/// `; did you mean 'name'?`, or nothing when no name is near.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Text {
    let meant = |name| told!("; did you mean '{name}'?", " (もしかして「{name}」ですか?)");
    nearest(word, names).map(meant).unwrap_or_default()
}

/// Edits (insert, delete, replace, swap of neighbours) between two words.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(COMPARED).collect(), b.chars().take(COMPARED).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("lable", ["label", "live", "path"]), Some("label"));
        assert_eq!(nearest("zzzz", ["label", "live", "path"]), None);
        assert_eq!(did_you_mean("evidense", ["evidence"]).en, "; did you mean 'evidence'?");
    }
}
