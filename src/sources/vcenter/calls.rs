//! What is no property of an object: the clock, EVC modes, licences, settings. One call each; one
//! that fails leaves its answer unreadable and nothing else.

use crate::terms::Unanswered;
use std::collections::BTreeMap;

use super::answers::{self, options};
use super::collect::{Collector, without};
use super::error::Error;
use super::http::Method;
use super::soap::{Bad, element, reference};
use crate::inventory::{
    DasRuntime, EvcMode, Id, LicenceAssignment, MoRef, Prop, ReasonKind, Unreadable, VCenter,
};
use crate::sources::vim::{Value, seconds};

/// Advanced setting: may a VM on an internal network be moved?
const VGPU_MOVES: &str = "vgpu.hotmigrate.enabled";
const INTRANET_CHECK: &str = "config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet";

impl Collector<'_> {
    /// Everything about the vCenter itself, and the server's clock as the server wrote it.
    pub async fn vcenter(&self) -> Result<(VCenter, String), Error> {
        let clock = self.clock().await?;
        let clock_s = match &clock {
            Prop::Known(text) => seconds(text).map_or_else(
                || {
                    Prop::Unreadable(Unreadable::new(
                        ReasonKind::NotUnderstood,
                        Unanswered::NoTime { text: text.into() },
                    ))
                },
                Prop::Known,
            ),
            Prop::Unset => Prop::Unset,
            Prop::Unreadable(why) => Prop::Unreadable(why.clone()),
        };
        let (evc_modes, licences, settings) =
            tokio::try_join!(self.evc_modes(), self.licences(clock_s.known().copied()), self.settings())?;
        let about = self.content.about.clone();
        Ok((
            VCenter { about, clock_s, evc_modes, licences, settings, ..VCenter::default() },
            clock.known().cloned().unwrap_or_default(),
        ))
    }

    async fn clock(&self) -> Result<Prop<String>, Error> {
        let this = service_instance();
        self.ask(Method::CurrentTime, &this, "", answers::value).await
    }

    async fn evc_modes(&self) -> Result<Prop<Vec<EvcMode>>, Error> {
        self.property(&service_instance(), "capability.supportedEVCMode").await
    }

    async fn licences(&self, clock_s: Option<i64>) -> Result<Prop<Vec<LicenceAssignment>>, Error> {
        let Some(manager) = &self.content.license_manager else { return Ok(Prop::Unset) };
        let assignments = match self.property::<MoRef>(manager, "licenseAssignmentManager").await? {
            Prop::Known(assignments) => assignments,
            Prop::Unset => return Ok(Prop::Unset),
            Prop::Unreadable(why) => return Ok(Prop::Unreadable(why)),
        };
        self.ask(Method::QueryAssignedLicenses, &assignments, "", |text| {
            answers::licences(text, clock_s).map(Prop::Known)
        })
        .await
    }

    async fn settings(&self) -> Result<Prop<BTreeMap<String, String>>, Error> {
        let mut settings = self.options(INTRANET_CHECK).await?;
        if let Prop::Known(known) = &mut settings {
            match self.options(VGPU_MOVES).await? {
                Prop::Known(more) => known.extend(more),
                other => settings = other,
            }
        }
        Ok(settings)
    }

    /// Advanced settings by name; all below it when the name ends in a dot.
    pub(super) async fn options(&self, name: &str) -> Result<Prop<BTreeMap<String, String>>, Error> {
        let Some(manager) = &self.content.setting else { return Ok(Prop::Unset) };
        self.ask(Method::QueryOptions, manager, &element("name", name), |text| {
            match options(text) {
                // The server does not have the setting.
                Err(Bad::Fault(fault)) if fault.name == "InvalidName" => Ok(Prop::Known(BTreeMap::new())),
                other => other.map(Prop::Known),
            }
        })
        .await
    }

    /// One property of one object.
    pub(super) async fn property<T: Value>(&self, of: &MoRef, path: &str) -> Result<Prop<T>, Error> {
        let arguments = format!(
            "<specSet><propSet>{}{}</propSet><objectSet>{}</objectSet></specSet>",
            element("type", &of.kind),
            element("pathSet", path),
            reference("obj", of),
        );
        self.ask(Method::RetrieveProperties, &self.content.property_collector, &arguments, answers::single)
            .await
    }

    /// HA at work in a cluster.
    pub async fn das_runtime(&self, cluster: &MoRef) -> Result<Prop<DasRuntime>, Error> {
        self.ask(Method::RetrieveDasAdvancedRuntimeInfo, cluster, "", answers::value).await
    }

    /// Names of alarms. One that has been deleted meanwhile, or refuses its name, is left out.
    pub async fn alarm_names(&self, mut alarms: Vec<MoRef>) -> Result<Prop<BTreeMap<Id, String>>, Error> {
        let method = Method::RetrieveProperties;
        while !alarms.is_empty() {
            let objects: String = alarms
                .iter()
                .map(|alarm| format!("<objectSet>{}</objectSet>", reference("obj", alarm)))
                .collect();
            let set = format!("{}{}", element("type", "Alarm"), element("pathSet", "info.name"));
            let arguments = format!("<specSet><propSet>{set}</propSet>{objects}</specSet>");
            let text = self.client.call(method, &self.content.property_collector, &arguments).await?;
            match answers::names(&text) {
                Ok((_, true)) => return Err(self.session_lost(method)),
                Ok((names, false)) => return Ok(Prop::Known(names)),
                Err(Bad::Fault(fault)) if without(&mut alarms, &fault) => {}
                Err(bad) => return self.unanswered(method, bad, text.len()),
            }
        }
        Ok(Prop::Known(BTreeMap::new()))
    }

    /// Makes a call whose failure is an answer, unless the session or the connection is gone.
    pub(super) async fn ask<T>(
        &self,
        method: Method,
        this: &MoRef,
        arguments: &str,
        read: impl FnOnce(&str) -> Result<Prop<T>, Bad>,
    ) -> Result<Prop<T>, Error> {
        let text = self.client.call(method, this, arguments).await?;
        read(&text).or_else(|bad| self.unanswered(method, bad, text.len()))
    }

    /// What a failure leaves of an answer: the reason why there is none.
    fn unanswered<T>(&self, method: Method, bad: Bad, bytes: usize) -> Result<Prop<T>, Error> {
        match bad {
            Bad::Fault(fault) if !fault.is_session_lost() => {
                let kind = if matches!(method, Method::RetrieveProperties | Method::RetrievePropertiesEx) {
                    fault.reason()
                } else {
                    fault.reason_of_call()
                };
                Ok(Prop::Unreadable(Unreadable::new(kind, fault.detail())))
            }
            Bad::Xml(error) if error.is_value() => {
                Ok(Prop::Unreadable(Unreadable::new(ReasonKind::NotUnderstood, error.to_string())))
            }
            bad => Err(self.client.bad(method, bad, bytes)),
        }
    }
}

fn service_instance() -> MoRef {
    MoRef { kind: "ServiceInstance".into(), id: "ServiceInstance".into() }
}
