//! Calls that are no property, made once each to see whether they are answered.

use std::collections::BTreeMap;

use super::entities::Entity;
use crate::inventory::{
    Call, ClusterComputeResource, Id, MoRef, Object as _, Prop, ReasonKind, Unreadable, VCenter,
};
use crate::sources::vcenter::collect::Collector;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::events::BROWSER_CLIENT;
use crate::terms::Unanswered;

/// Whether a call was answered; [`Prop::Unset`] where the answer is empty.
pub type Trial = Prop<()>;

/// Makes them, by the names under which facts read them. What a vCenter is asked for anyway has been answered.
pub(super) async fn make(
    collector: &Collector<'_>,
    vcenter: &VCenter,
    entities: &[Entity],
) -> Result<BTreeMap<&'static str, Trial>, Error> {
    let cluster = entities.iter().find(|one| one.of.kind == ClusterComputeResource::TYPE);
    let events = events(collector, cluster.map(|cluster| &cluster.of.id)).await?;
    let event_settings = collector.options("event.").await?;
    // A list without any licence is what accounts get that may not see them.
    let licences = match &vcenter.licences {
        Prop::Known(none) if none.is_empty() => Prop::Unset,
        other => answered(other),
    };
    let mut trials = BTreeMap::from([
        (Call::clock.read, answered(&vcenter.clock_s)),
        (Call::evc_modes.read, answered(&vcenter.evc_modes)),
        (Call::licences.read, licences),
        (Call::settings.read, answered(&vcenter.settings)),
        (Call::event_settings.read, answered(&event_settings)),
        (Call::events.read, events.clone()),
    ]);
    if collector.version < BROWSER_CLIENT {
        trials.insert(Call::client_logins.read, events);
    }
    Ok(trials)
}

fn answered<T>(answer: &Prop<T>) -> Trial {
    match answer {
        Prop::Known(_) => Prop::Known(()),
        Prop::Unset => Prop::Unset,
        Prop::Unreadable(why) => Prop::Unreadable(why.clone()),
    }
}

/// Whether an event collector can be had. It is ended at once.
async fn events(collector: &Collector<'_>, cluster: Option<&Id>) -> Result<Trial, Error> {
    let manager: Option<&MoRef> = collector.content.event_manager.as_ref();
    match manager {
        None => Ok(Prop::Unreadable(Unreadable::new(ReasonKind::Untold, Unanswered::NoEvents))),
        Some(manager) => collector.try_events(manager, cluster).await,
    }
}
