//! How large an export may be: beyond these it is made to harm.

/// Bytes that one part of a workbook may unpack to. The largest sheet of 45,000 VMs has about 200 MB.
pub const MOST_UNPACKED: u64 = 1 << 30;

/// From here on no part unpacks to more than so many times its size: real ones do to 10 to 40 times.
pub const UNSUSPICIOUS: u64 = 64 << 20;
/// See [`UNSUSPICIOUS`].
pub const MOST_RATIO: u64 = 200;

/// Rows of a sheet: the limit of the format.
pub const MOST_ROWS: usize = 1 << 20;

/// Columns of a sheet: the limit of the format.
pub const MOST_COLUMNS: usize = 1 << 14;

/// Text of the cells that are kept, of all sheets, and of the texts that cells share.
pub const MOST_CELLS_MB: usize = 1024;

/// Parts of a workbook: one of RVTools has about 60.
pub const MOST_PARTS: usize = 10_000;
