//! The matrix VM by VM. Its rows are made one at a time while they are written: a large estate has more cells
//! than fit in memory.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::facts::map::{ClusterMap, MapVm};
use crate::placement::FORMAT;
use crate::placement::matrix::{ClusterMatrix, EachVm, each, frame};
use crate::placement::naming::tool;
use crate::report::{Cell, Object};
use crate::terms::Relation;

/// Which VMs are asked about.
type Chosen<'m> = &'m dyn Fn(&MapVm) -> bool;

/// Who can go where, VM by VM.
#[derive(Clone, Copy)]
pub struct EachMatrix<'m> {
    maps: &'m [ClusterMap],
    relation: Relation,
    chosen: Chosen<'m>,
    /// VMs that share their name with another: forms for people tell them apart by their paths.
    pub namesakes: &'m [Object],
}

/// The VMs of one cluster.
pub struct ClusterVms<'m> {
    map: &'m ClusterMap,
    relation: Relation,
    chosen: Chosen<'m>,
    /// What the cells refer to; without classes.
    pub frame: ClusterMatrix,
}

impl<'m> EachMatrix<'m> {
    /// Of these VMs.
    pub fn new(maps: &'m [ClusterMap], relation: Relation, chosen: Chosen<'m>) -> Self {
        Self { maps, relation, chosen, namesakes: &[] }
    }

    /// How the VMs get there.
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// The clusters.
    pub fn clusters(&self) -> impl Iterator<Item = ClusterVms<'m>> {
        let (relation, chosen) = (self.relation, self.chosen);
        self.maps.iter().map(move |map| ClusterVms {
            map,
            relation,
            chosen,
            frame: frame(map, relation, chosen),
        })
    }

    /// Whether a cell of any VM is unknown, or VMs or hosts may be missing.
    pub fn is_unclear(&self) -> bool {
        let unclear = |vm: EachVm| vm.cells.iter().any(|cell| matches!(cell, Cell::Unknown { .. }));
        self.clusters().any(|of| !of.frame.incomplete.is_empty() || of.rows().any(unclear))
    }
}

impl<'m> ClusterVms<'m> {
    /// A row for each VM.
    pub fn rows(&self) -> impl Iterator<Item = EachVm> + 'm {
        each(self.map, self.relation, self.chosen)
    }
}

impl Serialize for EachMatrix<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut matrix = serializer.serialize_struct("EachMatrix", 4)?;
        matrix.serialize_field("format", &FORMAT)?;
        matrix.serialize_field("tool", &tool())?;
        matrix.serialize_field("relation", &self.relation)?;
        matrix.serialize_field("clusters", &Streamed(|| self.clusters()))?;
        matrix.end()
    }
}

impl Serialize for ClusterVms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // All of them by name: a field more belongs here, too.
        let ClusterMatrix {
            cluster,
            hosts,
            vms,
            vms_off,
            vms_unclear,
            restarting,
            left_off,
            out_of_service,
            quarantined,
            preferred,
            incomplete,
            hindrances,
            reasons,
            held,
            classes: _,
            widest: _,
        } = &self.frame;
        let mut of = serializer.serialize_struct("ClusterVms", 14)?;
        of.serialize_field("cluster", cluster)?;
        of.serialize_field("hosts", hosts)?;
        of.serialize_field("vms", vms)?;
        of.serialize_field("vms_off", vms_off)?;
        match vms_unclear {
            0 => of.skip_field("vms_unclear")?,
            unclear => of.serialize_field("vms_unclear", unclear)?,
        }
        match restarting {
            Some(restarting) => of.serialize_field("restarting", restarting)?,
            None => of.skip_field("restarting")?,
        }
        if left_off.is_empty() {
            of.skip_field("left_off")?;
        } else {
            of.serialize_field("left_off", left_off)?;
        }
        if out_of_service.is_empty() {
            of.skip_field("out_of_service")?;
        } else {
            of.serialize_field("out_of_service", out_of_service)?;
        }
        if quarantined.is_empty() {
            of.skip_field("quarantined")?;
        } else {
            of.serialize_field("quarantined", quarantined)?;
        }
        if preferred.is_empty() {
            of.skip_field("preferred")?;
        } else {
            of.serialize_field("preferred", preferred)?;
        }
        if incomplete.is_empty() {
            of.skip_field("incomplete")?;
        } else {
            of.serialize_field("incomplete", incomplete)?;
        }
        of.serialize_field("hindrances", hindrances)?;
        of.serialize_field("reasons", reasons)?;
        match held {
            Some(held) => of.serialize_field("held", held)?,
            None => of.skip_field("held")?,
        }
        of.serialize_field("each", &Streamed(|| self.rows()))?;
        of.end()
    }
}

/// A list that is made while it is written.
struct Streamed<F>(F);

impl<F, I> Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
