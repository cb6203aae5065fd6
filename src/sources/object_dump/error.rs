//! Why a directory could not be read.

use std::io;
use std::path::PathBuf;

use super::limits::{MOST_BYTES, MOST_FILES, MOST_OF_FILE};
use crate::sources::foreign::Foreign;
use crate::sources::vim::XmlError;
use crate::terms::{Text, Told, shown_in_english, told};

/// Why a directory of `govc object.save` could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory or a file cannot be read.
    Read {
        /// Which.
        file: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// It has no file of such a name that the saver gives.
    NotDump {
        /// The directory.
        directory: PathBuf,
    },
    /// It is a support bundle of a host.
    Bundle {
        /// The directory.
        directory: PathBuf,
    },
    /// It has no ServiceInstance: only a part of a vCenter was saved.
    NoService {
        /// The directory.
        directory: PathBuf,
    },
    /// It was saved of a host.
    NotVcenter {
        /// The directory.
        directory: PathBuf,
        /// What it says it is.
        name: String,
    },
    /// What is named like a file is none.
    NoFile {
        /// It.
        file: PathBuf,
    },
    /// It is no text.
    NoText {
        /// The file.
        file: PathBuf,
    },
    /// It is empty.
    Empty {
        /// The file.
        file: PathBuf,
    },
    /// It is broken, or ends early.
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        cause: XmlError,
    },
    /// It holds something else.
    Foreign {
        /// The file.
        file: PathBuf,
        /// What it begins with.
        element: String,
    },
    /// Two files hold the same object.
    Twice {
        /// The object.
        object: String,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// A file is larger than any object.
    TooLarge {
        /// The file.
        file: PathBuf,
    },
    /// All files together are larger than any vCenter's.
    TooMuch {
        /// The directory.
        directory: PathBuf,
    },
    /// There are more files than any vCenter has objects.
    Crowded {
        /// The directory.
        directory: PathBuf,
    },
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Read { file, cause } => {
                let file = file.display();
                told!([cause] "cannot read {file}: {cause}", "{file} を読み取れません: {cause}")
            }
            Self::NotDump { directory } => {
                let directory = directory.display();
                told!(
                    "{directory} is no directory of govc object.save: it has no file named like \
                     0001-HostSystem-host-12.xml. Name the directory that 'govc object.save -d' wrote, or a file of \
                     'vpreflight collect'",
                    "{directory} は govc object.save のディレクトリではありません (0001-HostSystem-host-12.xml のような名前のファイルがありません)。'govc object.save -d' が書き出したディレクトリ、または 'vpreflight collect' のファイルを指定します。"
                )
            }
            Self::Bundle { directory } => Foreign::VmSupport.told(directory),
            Self::NoService { directory } => {
                let directory = directory.display();
                told!(
                    "{directory} has no ServiceInstance: only a part of a vCenter was saved. Save all of it with \
                     'govc object.save -d DIR', without a path and without -type",
                    "{directory} に ServiceInstance がありません。vCenter の一部だけが保存されています。パスと -type を指定せずに 'govc object.save -d DIR' で全体を保存します。"
                )
            }
            Self::NotVcenter { directory, name } => {
                let directory = directory.display();
                told!(
                    "{directory} was saved from {name}, which is no vCenter. Save the vCenter that manages the host",
                    "{directory} の保存元の {name} は vCenter ではありません。ホストを管理する vCenter から保存します。"
                )
            }
            Self::NoFile { file } => {
                let file = file.display();
                told!(
                    "{file} is no regular file. Take it away, or save again into a new directory",
                    "{file} は通常のファイルではありません。これを取り除くか、新しいディレクトリに保存し直します。"
                )
            }
            Self::NoText { file } => {
                let file = file.display();
                told!(
                    "{file} is no UTF-8 text. The file is damaged: save again into a new directory",
                    "{file} は UTF-8 のテキストではありません。ファイルが破損しています。新しいディレクトリに保存し直します。"
                )
            }
            Self::Empty { file } => {
                let file = file.display();
                told!(
                    "{file} is empty: saving it was cut short. Save again into a new directory",
                    "{file} は空です。保存が途中で終わっています。新しいディレクトリに保存し直します。"
                )
            }
            Self::Damaged { file, cause } => {
                let file = file.display();
                told!(
                    [cause] "{file}, {cause}. The file is damaged: save again into a new directory",
                    "{file} の{cause}。ファイルが破損しています。新しいディレクトリに保存し直します。"
                )
            }
            Self::Foreign { file, element } => {
                let file = file.display();
                told!(
                    "{file} holds <{element}>, not one <ObjectContent> as govc object.save writes. Take it away, or save \
                     again into a new directory",
                    "{file} の内容は <{element}> で、govc object.save が書き出す 1 つの <ObjectContent> ではありません。これを取り除くか、新しいディレクトリに保存し直します。"
                )
            }
            Self::Twice { object, first, second } => {
                let (first, second) = (first.display(), second.display());
                told!(
                    "{first} and {second} both hold {object}: two savings are mixed. Save again into a new directory",
                    "{first} と {second} の両方に {object} があります。2 回分の保存が混ざっています。新しいディレクトリに保存し直します。"
                )
            }
            Self::TooLarge { file } => {
                let (file, most) = (file.display(), MOST_OF_FILE >> 20);
                told!(
                    "{file} is no object of a vCenter: it has more than {most} MB",
                    "{file} は vCenter のオブジェクトではありません。サイズが {most} MB を超えています。"
                )
            }
            Self::TooMuch { directory } => {
                let (directory, most) = (directory.display(), MOST_BYTES >> 30);
                told!(
                    "{directory} is no inventory: its files have more than {most} GB",
                    "{directory} はインベントリではありません。ファイルの合計サイズが {most} GB を超えています。"
                )
            }
            Self::Crowded { directory } => {
                let directory = directory.display();
                told!(
                    "{directory} is no inventory: it has more than {MOST_FILES} files, and no vCenter has so many objects",
                    "{directory} はインベントリではありません。ファイルが {MOST_FILES} 個を超えており、このような vCenter はありません。"
                )
            }
        }
    }
}

shown_in_english!(Error);
