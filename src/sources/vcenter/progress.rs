//! Who hears how far the reading is.

/// Hears how far the reading is.
pub trait Progress: Sync {
    /// `count` objects of the type `kind` (or of types derived from it) have been read, of `total`
    /// if that is known.
    fn objects(&self, kind: &str, count: usize, total: Option<usize>);

    /// The server gives this account no further page of the objects of type `kind`, which are read in batches
    /// instead. The cure is the role Read-only on the root folder, without propagation.
    fn no_further_page(&self, kind: &str);
}

/// Nobody wants to hear about progress.
impl Progress for () {
    fn objects(&self, _kind: &str, _count: usize, _total: Option<usize>) {}

    fn no_further_page(&self, _kind: &str) {}
}
