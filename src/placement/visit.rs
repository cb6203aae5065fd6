//! Every VM that an answer names, to be told apart from others of its name.

use crate::placement::event::{EventAnswer, Move, Proof, RefusedBecause, Remedy, Stranded};
use crate::placement::matrix::{ClusterMatrix, Matrix};
use crate::placement::standing::OutOfService;
use crate::placement::whatif::{ClusterAnswers, WhatIf};
use crate::report::Object;

/// What is done to each.
type Visit<'v> = &'v mut dyn FnMut(&mut Object);

impl Matrix {
    /// Hands over each VM that is named.
    pub fn visit_vms(&mut self, visit: Visit<'_>) {
        for cluster in &mut self.clusters {
            cluster.visit_vms(visit);
        }
    }
}

impl ClusterMatrix {
    /// Hands over each VM that is named.
    pub fn visit_vms(&mut self, visit: Visit<'_>) {
        self.left_off.iter_mut().map(|one| &mut one.vm).for_each(&mut *visit);
        out(&mut self.out_of_service, visit);
        self.classes.iter_mut().flat_map(|class| &mut class.vms).for_each(visit);
    }
}

impl WhatIf {
    /// Hands over each VM that is named.
    pub fn visit_vms(&mut self, visit: Visit<'_>) {
        for cluster in &mut self.clusters {
            of_cluster(cluster, visit);
        }
    }
}

fn of_cluster(cluster: &mut ClusterAnswers, visit: Visit<'_>) {
    out(&mut cluster.out_of_service, visit);
    for event in &mut cluster.events {
        of_event(event, visit);
    }
    if let Some(roll) = &mut cluster.roll {
        for step in &mut roll.steps {
            moves(&mut step.moves, visit);
            step.by_hand.iter_mut().for_each(&mut *visit);
        }
        for stop in &mut roll.stops {
            of_event(&mut stop.evacuation, visit);
            if let Some(loss) = &mut stop.loss {
                of_event(loss, visit);
            }
        }
    }
}

fn out(all: &mut [OutOfService], visit: Visit<'_>) {
    all.iter_mut().flat_map(|out| &mut out.vms).for_each(visit);
}

fn moves(all: &mut [Move], visit: Visit<'_>) {
    all.iter_mut().flat_map(|one| &mut one.vms).for_each(visit);
}

fn of_event(event: &mut EventAnswer, visit: Visit<'_>) {
    event.left_off.iter_mut().map(|one| &mut one.vm).for_each(&mut *visit);
    event.placed.iter_mut().map(|one| &mut one.vm).for_each(&mut *visit);
    moves(&mut event.moves, visit);
    event.by_hand.iter_mut().chain(&mut event.by_whom).for_each(&mut *visit);
    for Stranded { vms, refusals, .. } in &mut event.stranded {
        vms.iter_mut().for_each(&mut *visit);
        for refusal in refusals {
            if let RefusedBecause::Apart { from } | RefusedBecause::OtherHalf { from } = &mut refusal.because
            {
                visit(from);
            }
        }
    }
    if let Some(Proof::NoHost { vms } | Proof::NoRoom { vms } | Proof::OtherHalf { vms, .. }) =
        &mut event.proof
    {
        vms.iter_mut().for_each(&mut *visit);
    }
    for remedy in &mut event.remedies {
        if let Remedy::LowerReservation { vm, .. } = remedy {
            visit(vm);
        }
    }
    event.missing.iter_mut().filter_map(|one| one.vm.as_mut()).for_each(visit);
}
