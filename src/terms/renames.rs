//! Findings that had another name in an older release: decisions and reports of then are still about them.

/// A finding of a rule, by both names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renamed<'a> {
    /// Rule id.
    pub rule: &'a str,
    /// Its name in older releases.
    pub was: &'a str,
    /// Its name now.
    pub is: &'a str,
}

/// Findings renamed since release 0.1.
const SINCE_0_1: &[Renamed<'static>] = &[];

/// A table of renamed findings.
#[derive(Clone, Copy, Debug)]
pub struct Renames<'a>(pub &'a [Renamed<'a>]);

impl Renames<'static> {
    /// That of this release.
    pub const OURS: Self = Self(SINCE_0_1);
}

impl<'a> Renames<'a> {
    /// The present name of a finding that goes by either of two names; `None` when it has had but one.
    pub fn of(&self, rule: &str, finding: &str) -> Option<&'a str> {
        let theirs = |entry: &&Renamed<'a>| entry.rule == rule && [entry.was, entry.is].contains(&finding);
        self.0.iter().find(theirs).map(|entry| entry.is)
    }
}
