//! What facts call things by: texts, and places in the tables of records.

use compact_str::CompactString;

use crate::schema::{Fact, FactValue, Ref, Type, Value};
use crate::terms::Subject;

/// Text of a fact.
pub type Name = CompactString;

macro_rules! references {
    ($($(#[$doc:meta])* $name:ident => $kind:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl FactValue for $name {
            fn ty() -> Type {
                Type::Ref(Subject::$kind)
            }

            fn value(&self) -> Fact<Value<'_>> {
                Ok(Value::Ref(Ref { kind: Subject::$kind, index: self.0 }))
            }
        }
    )*};
}

references! {
    /// A cluster by its position in [`crate::facts::Facts::clusters`].
    ClusterRef => Cluster;
    /// A host by its position in [`crate::facts::Facts::hosts`].
    HostRef => Host;
    /// A VM by its position in [`crate::facts::Facts::vms`].
    VmRef => Vm;
}

/// Name of the datastore and path on it; the name is empty when the path names none.
pub fn split_path(path: &str) -> (&str, &str) {
    let path = path.trim();
    match path.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, rest)) => (name.trim(), rest.trim()),
        None => ("", path),
    }
}

#[cfg(test)]
mod tests {
    use super::split_path;

    #[test]
    fn paths_name_their_datastore_or_none() {
        assert_eq!(split_path("[ds1] vm/vm.vmdk"), ("ds1", "vm/vm.vmdk"));
        assert_eq!(split_path("[]"), ("", ""));
        assert_eq!(split_path("[] /vmimages/tools.iso"), ("", "/vmimages/tools.iso"));
        assert_eq!(
            split_path("/usr/lib/vmware/isoimages/linux.iso"),
            ("", "/usr/lib/vmware/isoimages/linux.iso")
        );
        assert_eq!(split_path("[broken"), ("", "[broken"));
    }
}
