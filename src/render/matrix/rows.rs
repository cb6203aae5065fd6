//! The rows of a matrix, whether they are classes or single VMs.

use std::borrow::Cow;
use std::io;

use crate::placement::{Class, ClusterMatrix, EachMatrix, Matrix};
use crate::terms::Relation;

/// The rows of a matrix.
pub(super) enum Rows<'m> {
    /// Classes of VMs.
    Classes(&'m Matrix),
    /// Single VMs, made as they are asked for.
    Each(EachMatrix<'m>),
}

/// The rows of one cluster.
pub(super) type Of<'r> = &'r mut dyn Iterator<Item = Cow<'r, Class>>;

impl Rows<'_> {
    /// How the VMs get there.
    pub(super) fn relation(&self) -> Relation {
        match self {
            Self::Classes(matrix) => matrix.relation,
            Self::Each(matrix) => matrix.relation(),
        }
    }

    /// Whether each row is one VM.
    pub(super) fn single(&self) -> bool {
        matches!(self, Self::Each(_))
    }

    /// Whether anything is unknown, so that the exit code is another.
    pub(super) fn is_unclear(&self) -> bool {
        match self {
            Self::Classes(matrix) => matrix.clusters.iter().any(ClusterMatrix::is_unclear),
            Self::Each(matrix) => matrix.is_unclear(),
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
            Self::Each(matrix) => {
                for cluster in matrix.clusters() {
                    write(&cluster.frame, &mut cluster.rows().map(|vm| Cow::Owned(vm.into())))?;
                }
            }
        }
        Ok(())
    }
}
