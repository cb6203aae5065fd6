//! The rows of a matrix, whether they are classes or single VMs.

use std::borrow::Cow;
use std::io;

use unicode_width::UnicodeWidthStr as _;

use crate::placement::{Class, ClusterMatrix, EachMatrix, Matrix};
use crate::render::apart::{Names, rename};
use crate::terms::Relation;

/// The rows of a matrix.
pub(super) enum Rows<'m> {
    /// Classes of VMs.
    Classes(&'m Matrix),
    /// Single VMs, made as they are asked for, with the names that tell some apart.
    Each(EachMatrix<'m>, &'m Names),
}

/// The rows of one cluster.
pub(super) type Of<'r> = &'r mut dyn Iterator<Item = Cow<'r, Class>>;

impl Rows<'_> {
    /// How the VMs get there.
    pub(super) fn relation(&self) -> Relation {
        match self {
            Self::Classes(matrix) => matrix.relation,
            Self::Each(matrix, _) => matrix.relation(),
        }
    }

    /// Whether each row is one VM.
    pub(super) fn single(&self) -> bool {
        matches!(self, Self::Each(..))
    }

    /// Whether anything is unknown, so that the exit code is another.
    pub(super) fn is_unclear(&self) -> bool {
        match self {
            Self::Classes(matrix) => matrix.clusters.iter().any(ClusterMatrix::is_unclear),
            Self::Each(matrix, _) => matrix.is_unclear(),
        }
    }

    /// Hands each cluster with its rows to `write`.
    pub(super) fn clusters(
        &self,
        mut write: impl FnMut(&ClusterMatrix, Of<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Classes(matrix) => {
                for cluster in &matrix.clusters {
                    write(cluster, &mut cluster.classes.iter().map(Cow::Borrowed))?;
                }
            }
            Self::Each(matrix, names) => {
                let named = |mut class: Class| {
                    class.vms.iter_mut().for_each(|vm| rename(vm, names));
                    Cow::Owned(class)
                };
                for mut cluster in matrix.clusters() {
                    cluster.frame.visit_vms(&mut |vm| rename(vm, names));
                    widen(&mut cluster.frame, names);
                    write(&cluster.frame, &mut cluster.rows().map(|vm| named(vm.into())))?;
                }
            }
        }
        Ok(())
    }
}

/// Makes the column of names wide enough for those that tell VMs apart.
pub(super) fn widen(frame: &mut ClusterMatrix, names: &Names) {
    let widest = names.values().map(|name| name.width()).max().unwrap_or_default();
    frame.widest = frame.widest.max(widest);
}
