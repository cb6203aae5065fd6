//! What a baseline has, as a filter reads it.

/// Value of `data-k` where the baseline has all of an entry.
pub(super) const KNOWN: &str = "1";

/// The value of `data-k`: `0` for what is new, `1` for what the baseline has, both where it has a part; empty
/// for what is not held against one.
pub(super) fn known_or_new(open: bool, places: impl IntoIterator<Item = bool>) -> String {
    let (mut new, mut known) = (false, false);
    for is_known in places {
        new |= !is_known;
        known |= is_known;
    }
    let parts = [(new, "0"), (known, KNOWN)];
    parts.into_iter().filter_map(|(is, part)| (open && is).then_some(part)).collect::<Vec<_>>().join(" ")
}
