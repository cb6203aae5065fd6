//! A text that was put together from a template, in Japanese.

/// The Japanese of a text that one of `texts`, English and Japanese, was filled in to; `word` tells what
/// stands in it.
pub(super) fn read_back(
    text: &str,
    texts: &[(&str, &str)],
    word: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    texts.iter().find_map(|(en, ja)| {
        let values = values(en, text)?.into_iter();
        let told = values.map(|(name, value)| (name, word(value).unwrap_or_else(|| value.to_owned())));
        let told: Vec<(&str, String)> = told.collect();
        Some(filled(ja, &told))
    })
}

/// What stands in a text for the names of its template.
fn values<'a>(template: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let mut values = Vec::new();
    let (mut template, mut text) = (template, text);
    while let Some((words, rest)) = template.split_once('{') {
        let (name, behind) = rest.split_once('}')?;
        text = text.strip_prefix(words)?;
        let next = behind.split('{').next()?;
        let end = if behind == next { text.strip_suffix(next)?.len() } else { text.find(next)? };
        let (value, left) = text.split_at_checked(end)?;
        values.push((name, value));
        (template, text) = (behind, left);
    }
    (template == text).then_some(values)
}

/// A template with its values, in one pass: braces in them mean nothing.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((words, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        filled.push_str(words);
        filled.extend(values.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}
