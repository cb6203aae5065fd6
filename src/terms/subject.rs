//! The kinds of object that rules judge, and what each is part of.

use super::{ObjectKind, words::words};

words! {
    /// A kind of object that a rule can judge.
    Subject {
        /// The vCenter.
        Vcenter = "vcenter",
        /// A cluster.
        Cluster = "cluster",
        /// A host of a cluster.
        Host = "host",
        /// A VM of a cluster.
        Vm = "vm",
    }
}

impl Subject {
    /// What it is part of, outermost first, and itself: by these its rules name them. The one place
    /// that knows who is whose parent.
    pub const fn visible(self) -> &'static [Self] {
        match self {
            Self::Vcenter => &[Self::Vcenter],
            Self::Cluster => &[Self::Vcenter, Self::Cluster],
            Self::Host => &[Self::Vcenter, Self::Cluster, Self::Host],
            Self::Vm => &[Self::Vcenter, Self::Cluster, Self::Host, Self::Vm],
        }
    }

    /// The kind next above it; `None` for what stands there once.
    pub fn parent(self) -> Option<Self> {
        self.visible().iter().rev().nth(1).copied()
    }

    /// Whether it is of this kind or part of one.
    pub fn is_within(self, other: Self) -> bool {
        self.visible().contains(&other)
    }

    /// The most kinds that any of them is part of, itself included.
    pub const DEEPEST: usize = {
        let (mut at, mut most) = (0, 0);
        while at < Self::ALL.len() {
            let depth = Self::ALL[at].visible().len();
            if depth > most {
                most = depth;
            }
            at += 1;
        }
        most
    };

    /// The kind of object, as reports name it.
    pub const fn kind(self) -> ObjectKind {
        match self {
            Self::Vcenter => ObjectKind::Vcenter,
            Self::Cluster => ObjectKind::Cluster,
            Self::Host => ObjectKind::Host,
            Self::Vm => ObjectKind::Vm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_the_last_of_their_line_and_has_the_line_of_their_parent_before() {
        for subject in Subject::ALL {
            let (last, above) = subject.visible().split_last().map_or((None, &[][..]), |(a, b)| (Some(a), b));
            assert_eq!(last, Some(&subject));
            assert_eq!(above, subject.parent().map_or(&[][..], Subject::visible));
            assert_eq!(subject.name(), subject.kind().name());
        }
        assert_eq!(Subject::DEEPEST, 4);
    }
}
