//! Lists of names: whole where they are short, folded where they are not.

use super::words::Word;
use crate::render::named;
use crate::render::safe;
use crate::render::words::Msg;
use crate::report::Object;
use crate::terms::Lang;

/// Names that a list tells before it is folded.
const FEW: usize = 5;
/// Hosts that are left out of a list of all others.
const FEW_BUT: usize = 3;

/// Names made safe.
pub(in crate::render) fn names<'n>(all: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    all.into_iter().map(|name| safe::name(name).into_owned()).collect()
}

/// `a, b and 12 more`. Of one name more than are told it is told, too.
pub(in crate::render) fn listed(all: &[String], most: usize, lang: Lang) -> String {
    let told = if all.len() <= most + 1 { all.len() } else { most };
    let comma = Msg::Comma.get(lang);
    let text = all.iter().take(told).map(String::as_str).collect::<Vec<_>>().join(comma);
    match (all.len() - told, lang) {
        (0, _) => text,
        (more, Lang::En) => format!("{text} {}", Msg::AndMore.count(lang, more)),
        (more, Lang::Ja) => format!("{text}{comma}{}", Msg::AndMore.count(lang, more)),
    }
}

/// A list folded behind a few names.
pub(in crate::render) fn few(all: &[String], lang: Lang) -> String {
    listed(all, FEW, lang)
}

/// Some of the hosts that are in question: by name, or by those that are not among them.
pub(in crate::render) fn hosts(of: &[usize], among: &[usize], all: &[Object], lang: Lang) -> String {
    let name = |at: &usize| all.get(*at).map(named::object_name).unwrap_or_default();
    if of.len() == among.len() && of.len() > 1 {
        let word = if among.len() == all.len() { Word::EveryHost } else { Word::EveryOtherHost };
        return word.get(lang).to_owned();
    }
    let but: Vec<usize> = among.iter().filter(|at| !of.contains(at)).copied().collect();
    if but.len() <= FEW_BUT && of.len() > FEW && among.len() == all.len() {
        let but: Vec<String> = but.iter().map(name).collect();
        return Word::AllBut.fill(lang, &[("hosts", &few(&but, lang))]);
    }
    few(&of.iter().map(name).collect::<Vec<_>>(), lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ObjectKind;

    #[test]
    fn hosts_are_told_by_the_shorter_list() {
        let host = |at: usize| Object {
            kind: ObjectKind::Host,
            id: format!("host-{at}"),
            name: format!("esx{at:02}"),
            path: String::new(),
        };
        let all: Vec<Object> = (0..12).map(host).collect();
        let every: Vec<usize> = (0..12).collect();
        let told = |of: &[usize], among: &[usize]| hosts(of, among, &all, Lang::En);
        assert_eq!(told(&every, &every), "every host");
        assert_eq!(told(&every[1..], &every[1..]), "every other host");
        assert_eq!(told(&every[1..], &every), "all but esx00");
        assert_eq!(told(&every[..2], &every), "esx00, esx01");
        assert_eq!(told(&every[..6], &every), "esx00, esx01, esx02, esx03, esx04, esx05");
        assert_eq!(told(&every[..8], &every), "esx00, esx01, esx02, esx03, esx04 and 3 more");
        assert_eq!(hosts(&every[1..], &every, &all, Lang::Ja), "esx00 以外のすべてのホスト");
    }
}
