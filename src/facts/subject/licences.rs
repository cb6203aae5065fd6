//! Licences in force on the vCenter and its hosts.

use crate::facts::ground::index::{Index, Named, because};
use crate::facts::subject::model::estate::{HostLicence, LicenceState, VcenterLicence};
use crate::inventory::{HostSystem, LicenceAssignment};
use crate::schema::{Entity, Fact, Unknown};
use crate::terms::{Detail, ReasonKind};

const CALL: &str = "QueryAssignedLicenses";
/// Edition of the evaluation period, and the end of its key.
const EVALUATION: (&str, &str) = ("eval", "00000");

/// Licence of the vCenter.
pub fn of_vcenter(ix: &Index<'_>) -> VcenterLicence {
    let about = &ix.inventory.vcenter.about;
    let licence = assigned(ix, ix.vcenter(), &about.instance_uuid);
    let product = if about.licence_product_version.is_empty() {
        &about.version
    } else {
        &about.licence_product_version
    };
    VcenterLicence {
        state: licence.clone().map(state),
        edition: licence.clone().map(|licence| licence.edition.as_str().into()),
        left_h: licence.clone().and_then(|licence| left_h(licence, ix.vcenter())),
        end_told: licence.clone().map(end_told),
        version: licence.clone().map(|licence| licence.product_version.as_str().into()),
        version_told: licence.clone().map(|licence| major(&licence.product_version).is_some()),
        product_matches: licence.and_then(|licence| {
            let majors = major(&licence.product_version).zip(major(product));
            majors
                .map(|(licensed, product)| licensed == product)
                .ok_or_else(|| because(ix.vcenter(), ReasonKind::Untold, CALL, Detail::LicenceVersion))
        }),
    }
}

/// Licence of a host.
pub fn of_host(ix: &Index<'_>, host: &HostSystem) -> HostLicence {
    let licence = assigned(ix, host.subject(), &host.id);
    let feature = |key: &str| {
        let licence = licence.clone()?;
        if licence.features.is_empty() {
            return Err(host.unknown(ReasonKind::Untold, CALL, Detail::LicenceFeatures));
        }
        Ok(licence.features.iter().any(|feature| feature.eq_ignore_ascii_case(key)))
    };
    let over = [LicenceState::Expired, LicenceState::None];
    HostLicence {
        state: licence.clone().map(state),
        edition: licence.clone().map(|licence| licence.edition.as_str().into()),
        refused: licence.clone().is_ok_and(|licence| over.contains(&state(licence)))
            || of_vcenter(ix).state == Ok(LicenceState::Expired),
        left_h: licence.clone().and_then(|licence| left_h(licence, host.subject())),
        end_told: licence.clone().map(end_told),
        features_told: licence.clone().map(|licence| !licence.features.is_empty()),
        vmotion: feature("vmotion"),
        ha: feature("das"),
    }
}

/// What is assigned to an entity. A server that tells nothing of it may tell others more.
fn assigned<'a>(ix: &Index<'a>, subject: Entity, entity: &str) -> Fact<&'a LicenceAssignment> {
    let told = ix.answer(&ix.inventory.vcenter.licences, CALL)?;
    let unseen = |kind, what| because(subject.clone(), kind, CALL, what);
    match told {
        None => Err(unseen(ReasonKind::NotOffered, Detail::NoLicences)),
        Some(list) if list.is_empty() => Err(unseen(ReasonKind::Invisible, Detail::LicencesUnseen)),
        Some(list) => list
            .iter()
            .find(|licence| licence.entity == entity)
            .ok_or_else(|| unseen(ReasonKind::Invisible, Detail::LicenceUnseen)),
    }
}

fn state(licence: &LicenceAssignment) -> LicenceState {
    let none = licence.edition.is_empty() && licence.key_tail.is_empty();
    if none {
        LicenceState::None
    } else if licence.expires_in_h.is_some_and(|left| left <= 0) {
        LicenceState::Expired
    } else if licence.edition == EVALUATION.0 || licence.key_tail == EVALUATION.1 {
        LicenceState::Evaluation
    } else {
        LicenceState::Licensed
    }
}

fn end_told(licence: &LicenceAssignment) -> bool {
    licence.expires_in_h.is_some() || state(licence) != LicenceState::Evaluation
}

fn left_h(licence: &LicenceAssignment, subject: Entity) -> Fact<i64> {
    match (licence.expires_in_h, state(licence)) {
        (Some(left), _) => Ok(left.max(0)),
        (None, LicenceState::Evaluation) => Err(untold_end(subject)),
        (None, _) => Ok(0),
    }
}

fn untold_end(subject: Entity) -> Unknown {
    because(subject, ReasonKind::Untold, CALL, Detail::EvaluationEnd)
}

fn major(version: &str) -> Option<&str> {
    version.trim().split('.').next().filter(|major| !major.is_empty())
}
