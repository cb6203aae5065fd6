//! The vCenter itself: service content, EVC modes, licences, advanced settings.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{Value, pair, values};
use crate::inventory::{About, EvcMode, LicenceAssignment, MoRef};
use crate::sources::vcenter::soap::{Bad, answer};
use crate::sources::vcenter::xml::{Cursor, XmlError};

/// What is needed of `ServiceContent`: who answers, and the managers to talk to.
#[derive(Clone, Debug, Default)]
pub(in crate::sources::vcenter) struct Content {
    pub about: About,
    pub root_folder: MoRef,
    pub property_collector: MoRef,
    pub view_manager: Option<MoRef>,
    pub session_manager: Option<MoRef>,
    pub license_manager: Option<MoRef>,
    pub setting: Option<MoRef>,
    pub event_manager: Option<MoRef>,
    pub provisioning_checker: Option<MoRef>,
}

values! {
    Content {
        "about" => about,
        "rootFolder" => root_folder,
        "propertyCollector" => property_collector,
        "viewManager" => view_manager,
        "sessionManager" => session_manager,
        "licenseManager" => license_manager,
        "setting" => setting,
        "eventManager" => event_manager,
        "vmProvisioningChecker" => provisioning_checker,
    }

    About {
        "name" => name,
        "version" => version,
        "build" => build,
        "apiType" => api_type,
        "apiVersion" => api_version,
        "osType" => os_type,
        "instanceUuid" => instance_uuid,
        "licenseProductVersion" => licence_product_version,
    }

    EvcMode {
        "key" => key,
        "label" => label,
        "vendor" => vendor,
        "vendorTier" => vendor_tier,
        "track" => with |cursor, out| out.track.get_or_insert_default().push(Value::value(cursor)?),
    }
}

/// What an assignment says about its end, in the forms servers use.
#[derive(Default)]
struct Expiry {
    hours: Option<i64>,
    minutes: Option<i64>,
    at_s: Option<i64>,
}

/// Answer of `QueryAssignedLicenses`. Of a licence key only the last five characters survive.
pub(in crate::sources::vcenter) fn licences(
    text: &str,
    clock_s: Option<i64>,
) -> Result<Vec<LicenceAssignment>, Bad> {
    let mut list = Vec::new();
    answer(text, |cursor, _| {
        let mut out = LicenceAssignment::default();
        let mut expiry = Expiry::default();
        cursor.each(|cursor, name| {
            match name {
                "entityId" => out.entity = Value::value(cursor)?,
                "assignedLicense" => licence(cursor, &mut out, &mut expiry)?,
                "properties" => property(cursor, &mut out, &mut expiry)?,
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        let until = expiry.at_s.zip(clock_s).map(|(at, clock)| at.saturating_sub(clock).div_euclid(3600));
        out.expires_in_h = expiry.hours.or(expiry.minutes.map(|minutes| minutes.div_euclid(60))).or(until);
        list.push(out);
        Ok(())
    })?;
    Ok(list)
}

fn licence(
    cursor: &mut Cursor<'_>,
    out: &mut LicenceAssignment,
    expiry: &mut Expiry,
) -> Result<(), XmlError> {
    cursor.each(|cursor, name| {
        match name {
            "licenseKey" => {
                let key = cursor.text()?;
                let tail = key.char_indices().rev().nth(4).map_or(0, |(start, _)| start);
                out.key_tail = key.get(tail..).unwrap_or_default().to_owned();
            }
            "editionKey" => out.edition = Value::value(cursor)?,
            "name" => out.name = Value::value(cursor)?,
            "properties" => property(cursor, out, expiry)?,
            _ => {}
        }
        Ok(())
    })
}

/// One `KeyAnyValue` of a licence or an assignment.
fn property(
    cursor: &mut Cursor<'_>,
    out: &mut LicenceAssignment,
    expiry: &mut Expiry,
) -> Result<(), XmlError> {
    let mut key = CompactString::default();
    cursor.each(|cursor, name| {
        match (name, &*key) {
            ("key", _) => key = Value::value(cursor)?,
            ("value", "feature") => out.features.push(feature_key(cursor)?),
            ("value", "addon") => out.addons.push(feature_key(cursor)?),
            ("value", "ProductName") => out.product_name = Value::value(cursor)?,
            ("value", "ProductVersion") => out.product_version = Value::value(cursor)?,
            ("value", "expirationHours") => expiry.hours = Value::value(cursor)?,
            ("value", "expirationMinutes") => expiry.minutes = Value::value(cursor)?,
            ("value", "expirationDate") => expiry.at_s = seconds(&cursor.text()?),
            // The evaluation period is a list of properties of its own.
            ("value", "Evaluation") => {
                cursor.each(
                    |cursor, name| {
                        if name == "properties" { property(cursor, out, expiry) } else { Ok(()) }
                    },
                )?
            }
            _ => {}
        }
        Ok(())
    })
}

/// Key of a feature, without the part behind a colon (`ft:4` is the feature `ft`).
fn feature_key(cursor: &mut Cursor<'_>) -> Result<CompactString, XmlError> {
    let key: CompactString = if cursor.type_name() == "KeyValue" {
        pair::<CompactString, String>(cursor, "key", "value")?.0
    } else {
        Value::value(cursor)?
    };
    Ok(key.split_once(':').map_or_else(|| key.clone(), |(feature, _)| feature.into()))
}

/// Seconds since 1970-01-01 UTC of an `xsd:dateTime`.
pub(in crate::sources::vcenter) fn seconds(text: &str) -> Option<i64> {
    text.trim().parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

/// Answer of `QueryOptions`.
pub(in crate::sources::vcenter) fn options(text: &str) -> Result<BTreeMap<String, String>, Bad> {
    let mut options = BTreeMap::new();
    answer(text, |cursor, _| {
        let (key, value): (String, String) = pair(cursor, "key", "value")?;
        options.insert(key, value);
        Ok(())
    })?;
    Ok(options)
}
