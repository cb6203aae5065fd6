//! `init`: a commented file to start from.

use std::path::PathBuf;

use super::NAME;
use crate::cli::commands::{ConfigArgs, InitArgs};
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::cli::say::note;
use crate::render::safe;
use crate::terms::told;

/// The file that `init` writes: every key, commented out.
const TEMPLATE: &str = include_str!("template.toml");

/// Writes the template to `--config FILE`, or into the working directory.
pub fn init(args: &InitArgs, config: &ConfigArgs) -> Result<(), Failure> {
    let path = config.config.clone().unwrap_or_else(|| PathBuf::from(NAME));
    if !args.force && path.symlink_metadata().is_ok() {
        return Err(Failure::usage(told!(
            "{file} is there already; --force replaces it",
            "{file} はすでに存在します。--force で置き換えます。",
            file = path.display()
        )));
    }
    output::write_with(Some(&path), |out| out.write_all(TEMPLATE.as_bytes()))?;
    note(told!(
        "wrote {file}; 'vpreflight config' shows what is in force",
        "{file} を書き込みました。有効な設定は 'vpreflight config' で表示します。",
        file = safe::line(&path.display().to_string())
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::Path;

    use super::TEMPLATE;
    use crate::cli::config::file::parse;
    use crate::cli::config::keys::KEYS;

    #[test]
    fn the_template_sets_nothing_and_each_of_its_keys_works() {
        let (settings, overrides) = parse("t.toml", TEMPLATE, Path::new("")).unwrap();
        assert!(settings.is_empty() && overrides.is_empty());

        // A line that is a key begins with '#' without a blank.
        let uncommented: Vec<&str> = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .collect();
        let (settings, overrides) = parse("t.toml", &uncommented.join("\n"), Path::new("")).unwrap();
        let told: Vec<&str> = settings.iter().map(|setting| setting.key.arg).collect();
        let all: Vec<&str> = KEYS.iter().map(|key| key.arg).collect();
        assert_eq!(told, all);
        assert!(!overrides.is_empty());
    }
}
