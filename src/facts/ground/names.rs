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
