//! Who hears how far the reading is.

/// Hears how far the reading is.
pub trait Progress: Sync {
    /// `count` objects of the type `kind` (or of types derived from it) have been read, of `total`
    /// if that is known.
    fn objects(&self, kind: &str, count: usize, total: Option<usize>);
}

/// Nobody wants to hear about progress.
impl Progress for () {
    fn objects(&self, _kind: &str, _count: usize, _total: Option<usize>) {}
}
