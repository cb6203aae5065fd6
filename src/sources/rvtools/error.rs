//! Why an export of RVTools could not be read.

use std::io;
use std::path::PathBuf;

use super::limits::{MOST_CELLS_MB, MOST_RATIO, MOST_ROWS, MOST_UNPACKED};
use crate::terms::{Text, Told, shown_in_english, told};

/// Why an export of RVTools could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    Read {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// The workbook is encrypted.
    Protected {
        /// The file.
        file: PathBuf,
    },
    /// It is a workbook of the format before 2007.
    OldFormat {
        /// The file.
        file: PathBuf,
    },
    /// It is something else.
    Foreign {
        /// The file or folder.
        file: PathBuf,
    },
    /// It is damaged.
    Damaged {
        /// The file.
        file: PathBuf,
        /// What of it.
        part: String,
        /// What is wrong there.
        cause: Text,
    },
    /// It is no text that can be read.
    Encoding {
        /// The file.
        file: PathBuf,
    },
    /// It unpacks to so much that it can only be made to harm.
    Bomb {
        /// The file.
        file: PathBuf,
        /// What of it.
        part: String,
    },
    /// It has more rows, or more in them, than any export.
    TooLarge {
        /// The file.
        file: PathBuf,
        /// What of it.
        part: String,
    },
    /// It is about several vCenters.
    Several {
        /// The file or folder.
        file: PathBuf,
        /// Their names.
        servers: Vec<String>,
    },
    /// It lacks what everything else hangs on.
    NoHosts {
        /// The file or folder.
        file: PathBuf,
    },
    /// A folder holds workbooks.
    Workbooks {
        /// The folder.
        folder: PathBuf,
        /// Their names.
        names: Vec<String>,
    },
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Read { file, cause } => {
                let file = file.display();
                told!([cause] "cannot read {file}: {cause}", "{file} を読み取れません: {cause}")
            }
            Self::Protected { file } => told!(
                "{file} is protected by a password: open it in a spreadsheet program, save it without one, and give that file",
                "{file} はパスワードで保護されています。表計算ソフトで開いてパスワードなしで保存し、そのファイルを指定します。",
                file = file.display()
            ),
            Self::OldFormat { file } => told!(
                "{file} is a workbook of the format before 2007 (.xls): export it from RVTools as .xlsx, or save it as \
                 .xlsx in a spreadsheet program",
                "{file} は 2007 より前の形式 (.xls) のブックです。RVTools から .xlsx でエクスポートするか、表計算ソフトで .xlsx として保存します。",
                file = file.display()
            ),
            Self::Foreign { file } => told!(
                "{file} is no export of RVTools: it has none of its sheets (vInfo, vHost, …). Export all to xlsx, or all \
                 to csv, and give the workbook or the folder",
                "{file} は RVTools のエクスポートではありません。RVTools のシート (vInfo、vHost など) が 1 つもありません。すべてを xlsx または csv にエクスポートし、そのブックまたはフォルダを指定します。",
                file = file.display()
            ),
            Self::Damaged { file, part, cause } => {
                let file = file.display();
                told!(
                    [cause] "{file}, {part}: {cause}. The export is damaged or cut off: export it again",
                    "{file} の {part}: {cause}。エクスポートが破損しているか、途中で切れています。エクスポートし直します。"
                )
            }
            Self::Encoding { file } => told!(
                "{file} is no text in UTF-8 or UTF-16: export it again with RVTools, or save it as UTF-8",
                "{file} は UTF-8 または UTF-16 のテキストではありません。RVTools でエクスポートし直すか、UTF-8 で保存し直します。",
                file = file.display()
            ),
            Self::Bomb { file, part } => told!(
                "{file} is no export of RVTools: {part} unpacks to more than {most} MB, or to more than {MOST_RATIO} times \
                 its size",
                "{file} は RVTools のエクスポートではありません。{part} が {most} MB を超えるか、{MOST_RATIO} 倍を超えるサイズに展開されます。",
                file = file.display(),
                most = MOST_UNPACKED >> 20
            ),
            Self::TooLarge { file, part } => told!(
                "{file} is no export of RVTools: {part} has more than {MOST_ROWS} rows, or all sheets together hold more \
                 than {MOST_CELLS_MB} MB of text",
                "{file} は RVTools のエクスポートではありません。{part} が {MOST_ROWS} 行を超えるか、全シートの文字列が {MOST_CELLS_MB} MB を超えています。",
                file = file.display()
            ),
            Self::Several { file, servers } => told!(
                "{file} is about {n} vCenters ({servers}), and one is checked at a time: give the export of one, made by \
                 RVTools before they were merged, or leave only its rows in every sheet (columns 'VI SDK Server' and \
                 'VI SDK UUID')",
                "{file} には {n} 台の vCenter ({servers}) の情報があります。チェックできるのは一度に 1 台です。統合前に RVTools で作成した 1 台分のエクスポートを指定するか、すべてのシートでその vCenter の行だけを残します (列「VI SDK Server」と「VI SDK UUID」)。",
                file = file.display(),
                n = servers.len(),
                servers = servers.join(", ")
            ),
            Self::NoHosts { file } => told!(
                "{file} has neither the sheet vInfo nor the sheet vHost, on which everything else hangs: export all sheets",
                "{file} には、ほかのすべての基になるシート vInfo も vHost もありません。すべてのシートをエクスポートします。",
                file = file.display()
            ),
            Self::Workbooks { folder, names } => told!(
                "{folder} holds no RVTools_tab*.csv but workbooks: give one of them ({names})",
                "{folder} には RVTools_tab*.csv がなく、ブックがあります。そのうち 1 つを指定します ({names})。",
                folder = folder.display(),
                names = names.join(", ")
            ),
        }
    }
}

shown_in_english!(Error);
