//! All sheets of an export, and the vCenter that they are about.

use std::collections::BTreeMap;
use std::path::Path;

use super::columns::{
    Columns, DvPort, DvSwitch, VCd, VCluster, VDatastore, VDisk, VFloppy, VHost, VInfo, VMetaData, VNetwork,
    VNic, VPort, VScVmk, VSnapshot, VSource, VSwitch, VTools, VUsb,
};
use super::csv::Folder;
use super::error::Error;
use super::limits::MOST_CELLS_MB;
use super::table::{Loose, Table};
use super::xlsx::Book;

/// What an export is read from.
pub enum Export<'f> {
    /// A workbook.
    Book(Box<Book<'f>>),
    /// A folder of files.
    Folder(Folder),
}

impl Export<'_> {
    fn names(&self) -> Vec<String> {
        match self {
            Self::Book(book) => book.names().map(str::to_owned).collect(),
            Self::Folder(folder) => folder.names().map(str::to_owned).collect(),
        }
    }

    fn read(&mut self, name: &str, sheet: &mut Loose) -> Result<(), Error> {
        match self {
            Self::Book(book) => book.read(name, sheet),
            Self::Folder(folder) => folder.read(name, sheet),
        }
    }
}

macro_rules! all {
    ($($field:ident: $sheet:ident),* $(,)?) => {
        /// All sheets that are read.
        pub struct Sheets {
            $(
                #[allow(missing_docs, reason = "it is called after its sheet")]
                pub $field: Table<$sheet>,
            )*
        }

        impl Sheets {
            /// Reads the sheets of an export.
            pub fn read(file: &Path, mut export: Export<'_>) -> Result<Self, Error> {
                let names = export.names();
                let mut weight = match &export {
                    Export::Book(book) => book.weight(),
                    Export::Folder(_) => 0,
                };
                let mut known = false;
                $(
                    let own = names.iter().find(|name| name.eq_ignore_ascii_case($sheet::SHEET));
                    let $field = match own {
                        Some(name) => {
                            known = true;
                            let mut sheet = Loose::new($sheet::COLUMNS);
                            export.read(name, &mut sheet)?;
                            weight += sheet.weight();
                            if weight > MOST_CELLS_MB << 20 {
                                return Err(Error::TooLarge { file: file.to_owned(), part: name.clone() });
                            }
                            sheet.into_table()
                        }
                        None => Table::missing(),
                    };
                )*
                if !known {
                    return Err(Error::Foreign { file: file.to_owned() });
                }
                Ok(Self { $($field),* })
            }
        }
    };
}

all! {
    metadata: VMetaData,
    source: VSource,
    info: VInfo,
    host: VHost,
    cluster: VCluster,
    datastore: VDatastore,
    disk: VDisk,
    snapshot: VSnapshot,
    cd: VCd,
    floppy: VFloppy,
    usb: VUsb,
    network: VNetwork,
    tools: VTools,
    nic: VNic,
    switch: VSwitch,
    port: VPort,
    dv_switch: DvSwitch,
    dv_port: DvPort,
    adapter: VScVmk,
}

/// The vCenter of an export: the name under which RVTools reached it, and its UUID; empty where nothing tells.
pub struct Server {
    /// Its name or address.
    pub name: String,
    /// Its UUID.
    pub uuid: String,
}

impl Sheets {
    /// The one vCenter that the rows are about.
    pub fn server(&self, file: &Path) -> Result<Server, Error> {
        // One that has a UUID is one, under whatever names it was reached; without it the name has to do.
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut note = |name: String, uuid: String| {
            let key = if uuid.is_empty() { name.to_ascii_lowercase() } else { uuid.to_ascii_lowercase() };
            if !key.is_empty() {
                let known = names.entry(key).or_default();
                if known.is_empty() {
                    *known = name;
                }
            }
        };
        let text = |text: compact_str::CompactString| text.to_string();
        self.info.rows().for_each(|row| note(text(row.text(VInfo::Server)), text(row.text(VInfo::SdkUuid))));
        self.host.rows().for_each(|row| note(text(row.text(VHost::Server)), text(row.text(VHost::SdkUuid))));
        let clusters = self.cluster.rows();
        clusters.for_each(|row| note(text(row.text(VCluster::Server)), text(row.text(VCluster::SdkUuid))));
        let stores = self.datastore.rows();
        stores.for_each(|row| note(text(row.text(VDatastore::Server)), text(row.text(VDatastore::SdkUuid))));
        self.source
            .rows()
            .for_each(|row| note(text(row.text(VSource::Server)), text(row.text(VSource::Uuid))));
        // A name that stands beside a UUID elsewhere is that one.
        let named: Vec<String> = names
            .iter()
            .filter(|(key, name)| !name.is_empty() && !name.eq_ignore_ascii_case(key))
            .map(|(_, name)| name.to_ascii_lowercase())
            .collect();
        names.retain(|key, name| !name.eq_ignore_ascii_case(key) || !named.contains(key));
        if names.len() > 1 {
            let shown = |(key, name): (&String, &String)| match name.is_empty() {
                true => key.clone(),
                false => name.clone(),
            };
            return Err(Error::Several { file: file.to_owned(), servers: names.iter().map(shown).collect() });
        }
        let (key, name) = names.into_iter().next().unwrap_or_default();
        let uuid = if key.eq_ignore_ascii_case(&name) { String::new() } else { key };
        Ok(Server { name, uuid })
    }
}
