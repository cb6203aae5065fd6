//! The vCenter itself: service content, EVC modes, licences, advanced settings.

use compact_str::CompactString;

use super::values::values;
use super::{Cursor, Value, XmlError};
use crate::inventory::{About, EvcMode, LicenceAssignment, MoRef};

/// What is needed of `ServiceContent`: who answers, and the managers to talk to.
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct Content {
    pub about: About,
    pub root_folder: MoRef,
    pub property_collector: MoRef,
    pub view_manager: Option<MoRef>,
    pub session_manager: Option<MoRef>,
    pub license_manager: Option<MoRef>,
    pub setting: Option<MoRef>,
    pub event_manager: Option<MoRef>,
    pub provisioning_checker: Option<MoRef>,
    pub authorization_manager: Option<MoRef>,
}

/// The session that a login gave (`UserSession`).
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct Session {
    pub key: String,
    /// The account as vCenter calls it.
    pub user: String,
}

/// A role (`AuthorizationRole`).
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct Role {
    pub id: i64,
    pub name: String,
    pub privileges: Vec<CompactString>,
}

/// What a session may do with an object, of what was asked (`EntityPrivilege`).
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct EntityPrivilege {
    pub entity: MoRef,
    pub privileges: Vec<Granted>,
}

/// Whether one privilege is there (`PrivilegeAvailability`).
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct Granted {
    pub privilege: CompactString,
    pub is: bool,
}

/// All that an account may do with an object (`UserPrivilegeResult`).
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct UserPrivileges {
    pub entity: MoRef,
    pub privileges: Vec<CompactString>,
}

/// A licence as it is sent: what is kept, and what it says about its end, in the forms servers use.
#[derive(Default)]
pub(in crate::sources) struct Licence {
    is: LicenceAssignment,
    hours: Option<i64>,
    minutes: Option<i64>,
    at_s: Option<i64>,
}

impl Licence {
    /// What is kept, with the hours that are left by the server's clock.
    pub fn told(self, clock_s: Option<i64>) -> LicenceAssignment {
        let until = self.at_s.zip(clock_s).map(|(at, clock)| at.saturating_sub(clock).div_euclid(3600));
        let hours = self.hours.or(self.minutes.map(|minutes| minutes.div_euclid(60))).or(until);
        LicenceAssignment { expires_in_h: hours, ..self.is }
    }

    fn property(&mut self, property: Property) {
        let Property { key, text, number, inner } = property;
        match key.as_str() {
            "feature" => self.is.features.push(text.into()),
            "addon" => self.is.addons.push(text.into()),
            "ProductName" => self.is.product_name = text,
            "ProductVersion" => self.is.product_version = text,
            "expirationHours" => self.hours = number,
            "expirationMinutes" => self.minutes = number,
            "expirationDate" => self.at_s = seconds(&text),
            _ => inner.into_iter().for_each(|property| self.property(property)),
        }
    }
}

/// One property of a licence or an assignment; which of its values counts follows from the key.
#[derive(Default)]
struct Property {
    key: CompactString,
    text: String,
    number: Option<i64>,
    inner: Vec<Property>,
}

#[derive(Default)]
struct Evaluation {
    properties: Vec<Property>,
}

/// A feature, of which only the key counts.
#[derive(Default)]
struct Named {
    key: String,
}

values! {
    Content = "ServiceContent" {
        "about" => about,
        "rootFolder" => root_folder,
        "propertyCollector" => property_collector,
        "viewManager" => view_manager,
        "sessionManager" => session_manager,
        "licenseManager" => license_manager,
        "setting" => setting,
        "eventManager" => event_manager,
        "vmProvisioningChecker" => provisioning_checker,
        "authorizationManager" => authorization_manager,
    }

    Session = "UserSession" {
        "key" => key,
        "userName" => user,
    }

    Role = "AuthorizationRole" {
        "roleId" => id,
        "name" => name,
        "privilege" => [privileges],
    }

    EntityPrivilege = "EntityPrivilege" {
        "entity" => entity,
        "privAvailability" => [privileges],
    }

    Granted = "PrivilegeAvailability" {
        "privId" => privilege,
        "isGranted" => is,
    }

    UserPrivileges = "UserPrivilegeResult" {
        "entity" => entity,
        "privileges" => [privileges],
    }

    About = "AboutInfo" {
        "name" => name,
        "version" => version,
        "build" => build,
        "apiType" => api_type,
        "apiVersion" => api_version,
        "osType" => os_type,
        "instanceUuid" => instance_uuid,
        "licenseProductVersion" => licence_product_version,
    }

    EvcMode = "EVCMode" {
        "key" => key,
        "label" => label,
        "vendor" => vendor,
        "vendorTier" => vendor_tier,
        "track" => with { CompactString, |cursor, out| {
            out.track.get_or_insert_default().push(Value::value(cursor)?);
        } },
    }

    Licence = "LicenseAssignmentManagerLicenseAssignment" {
        "entityId" => with { CompactString, |cursor, out| out.is.entity = Value::value(cursor)? },
        "assignedLicense" => {
            // Of a licence key only the last five characters survive.
            "licenseKey" => with { String, |cursor, out| {
                let key = cursor.text()?;
                let tail = key.char_indices().rev().nth(4).map_or(0, |(start, _)| start);
                out.is.key_tail = key.get(tail..).unwrap_or_default().to_owned();
            } },
            "editionKey" => with { String, |cursor, out| out.is.edition = Value::value(cursor)? },
            "name" => with { String, |cursor, out| out.is.name = Value::value(cursor)? },
            "properties" => with { Property, |cursor, out| out.property(Property::value(cursor)?) },
        },
        "properties" => with { Property, |cursor, out| out.property(Property::value(cursor)?) },
    }

    Property = "KeyAnyValue" {
        "key" => key,
        "value" => with { String, |cursor, out| match out.key.as_str() {
            "feature" | "addon" => out.text = feature_key(cursor)?,
            // The evaluation period is a list of properties of its own.
            "Evaluation" => out.inner = Evaluation::value(cursor)?.properties,
            "expirationHours" | "expirationMinutes" => out.number = Value::value(cursor)?,
            "ProductName" | "ProductVersion" | "expirationDate" => out.text = Value::value(cursor)?,
            _ => {}
        } },
    }

    Evaluation = "LicenseManagerEvaluationInfo" {
        "properties" => [properties],
    }

    Named = "KeyValue" {
        "key" => key,
    }
}

/// Key of a feature, without the part behind a colon (`ft:4` is the feature `ft`).
fn feature_key(cursor: &mut Cursor<'_>) -> Result<String, XmlError> {
    let key =
        if cursor.type_name() == "KeyValue" { Named::value(cursor)?.key } else { Value::value(cursor)? };
    Ok(key.split_once(':').map_or_else(|| key.clone(), |(feature, _)| feature.into()))
}

/// Seconds since 1970-01-01 UTC of an `xsd:dateTime`.
pub(in crate::sources) fn seconds(text: &str) -> Option<i64> {
    text.trim().parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}
