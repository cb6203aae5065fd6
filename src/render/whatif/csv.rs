//! An answer for spreadsheets: a record for each event, and one for each thing that is told of it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fate::refused;
use super::missing::datum;
use super::remedy::remedy;
use super::summary;
use super::words::{kind, mover};
use crate::placement::{ClusterAnswers, EventAnswer, Move, MoveOrder, WhatIf};
use crate::render::csv::Records;
use crate::render::placement::{because, each_difference, service};
use crate::report::Object;
use crate::terms::Lang;

/// The columns.
const COLUMNS: [&str; 17] = [
    "cluster_id",
    "cluster",
    "event",
    "hosts",
    "group",
    "answer",
    "what",
    "order",
    "vm_id",
    "vm",
    "from",
    "host_id",
    "host",
    "by",
    "text",
    "out_id",
    "out",
];

/// What is told in one record beyond its event.
#[derive(Default)]
struct Row<'r> {
    what: &'static str,
    order: usize,
    vm: Option<&'r Object>,
    from: Option<&'r Object>,
    host: Option<&'r Object>,
    by: &'static str,
    text: String,
}

/// Writes the records. In Japanese a byte order mark comes first.
pub(super) fn write(answer: &WhatIf, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut view = View { records: Records::new(lang, &COLUMNS, out)?, lang, out: None };
    for cluster in &answer.clusters {
        for event in &cluster.events {
            view.event(cluster, event)?;
        }
        for (vm, host, text) in cluster.held.iter().flat_map(|held| each_difference(held, lang)) {
            let row = Row { what: "differs", vm, host: Some(host), text, ..Row::default() };
            view.add(cluster, None, &row)?;
        }
        for out in &cluster.out_of_service {
            for vm in &out.vms {
                let text = service(out, lang);
                let (vm, host) = (Some(vm), Some(&out.host));
                view.add(cluster, None, &Row { what: "out-of-service", vm, host, text, ..Row::default() })?;
            }
        }
        let Some(roll) = &cluster.roll else { continue };
        for (at, step) in roll.steps.iter().enumerate() {
            let text = super::roll::one(step, lang);
            let row = Row { what: "step", order: at + 1, host: Some(&step.host), text, ..Row::default() };
            view.add(cluster, None, &row)?;
            view.moves(cluster, None, &step.moves, None)?;
        }
        for stop in &roll.stops {
            for host in &stop.evacuation.hosts {
                let mut why = super::roll::why(stop, lang);
                if why.is_empty() {
                    why.push(super::event::told(&stop.evacuation, cluster.hosts, true, lang).head);
                }
                for text in why {
                    view.add(cluster, None, &Row { what: "stop", host: Some(host), text, ..Row::default() })?;
                }
            }
            view.event(cluster, &stop.evacuation)?;
            if let Some(loss) = &stop.loss {
                view.out = stop.evacuation.hosts.first();
                view.event(cluster, loss)?;
                view.out = None;
            }
        }
    }
    view.records.end()
}

/// Records being written.
struct View<'o, 'r> {
    records: Records<'o>,
    lang: Lang,
    /// The host that is out of service meanwhile, in a rolling order.
    out: Option<&'r Object>,
}

impl View<'_, '_> {
    fn event(&mut self, cluster: &ClusterAnswers, event: &EventAnswer) -> io::Result<()> {
        let lang = self.lang;
        let told = super::event::told(event, cluster.hosts, true, lang);
        let loud = summary::loud(cluster).map(|word| format!(" {}", word.get(lang))).unwrap_or_default();
        let text = format!("{}{loud}", told.head);
        self.add(cluster, Some(event), &Row { what: "answer", text, ..Row::default() })?;
        for one in &event.left_off {
            let text = because(one.because).count(lang, 1).trim_end_matches(':').to_owned();
            let host = one.goes_on.as_ref();
            let row = Row { what: "left-off", vm: Some(&one.vm), host, text, ..Row::default() };
            self.add(cluster, Some(event), &row)?;
        }
        self.moves(cluster, Some(event), &event.moves, event.order)?;
        for one in &event.placed {
            let row = Row { what: "placed", vm: Some(&one.vm), host: Some(&one.host), ..Row::default() };
            self.add(cluster, Some(event), &row)?;
        }
        for vm in &event.by_hand {
            self.add(cluster, Some(event), &Row { what: "by-hand", vm: Some(vm), ..Row::default() })?;
        }
        for stranded in &event.stranded {
            for vm in &stranded.vms {
                self.add(cluster, Some(event), &Row { what: "stranded", vm: Some(vm), ..Row::default() })?;
                for refusal in &stranded.refusals {
                    let text = refused(&refusal.because, lang);
                    let (vm, host) = (Some(vm), Some(&refusal.host));
                    self.add(
                        cluster,
                        Some(event),
                        &Row { what: "refusal", vm, host, text, ..Row::default() },
                    )?;
                }
            }
        }
        for one in &event.remedies {
            let row = Row { what: "remedy", text: remedy(one, lang), ..Row::default() };
            self.add(cluster, Some(event), &row)?;
        }
        if let Some(halves) = event.new_halves {
            let text = super::event::new_halves(halves).get(lang).to_owned();
            self.add(cluster, Some(event), &Row { what: "new-halves", text, ..Row::default() })?;
        }
        if let Some(text) = super::event::demand(event, false, lang) {
            self.add(cluster, Some(event), &Row { what: "demand", text, ..Row::default() })?;
        }
        for one in &event.missing {
            let (vm, host) = (one.vm.as_ref(), one.host.as_ref());
            let row = Row { what: "missing", vm, host, text: datum(one, lang), ..Row::default() };
            self.add(cluster, Some(event), &row)?;
        }
        Ok(())
    }

    fn moves(
        &mut self,
        cluster: &ClusterAnswers,
        event: Option<&EventAnswer>,
        moves: &[Move],
        order: Option<MoveOrder>,
    ) -> io::Result<()> {
        // Moves that no order brings about have no numbers, and each says so.
        let works = matches!(order, None | Some(MoveOrder::Works));
        let but = super::event::order(order).get(self.lang).trim_end_matches(':');
        for (at, one) in moves.iter().enumerate() {
            let by = mover(one.by).get(self.lang);
            for vm in &one.vms {
                let row = Row {
                    what: "move",
                    order: if works { at + 1 } else { 0 },
                    vm: Some(vm),
                    from: Some(&one.from),
                    host: Some(&one.to),
                    by: one.by.map_or("", crate::terms::Mover::name),
                    text: if works { by.to_owned() } else { format!("{by}; {but}") },
                };
                self.add(cluster, event, &row)?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        cluster: &ClusterAnswers,
        event: Option<&EventAnswer>,
        row: &Row<'_>,
    ) -> io::Result<()> {
        let name = |object: Option<&Object>| object.map(|object| object.name.clone()).unwrap_or_default();
        let id = |object: Option<&Object>| object.map(|object| object.id.clone()).unwrap_or_default();
        let hosts = |event: &EventAnswer| {
            event.hosts.iter().map(|host| host.name.as_str()).collect::<Vec<_>>().join(" ")
        };
        let fields: [Cow<'_, str>; 17] = [
            cluster.cluster.id.as_str().into(),
            cluster.cluster.name.as_str().into(),
            event
                .map_or(
                    if ["out-of-service", "differs"].contains(&row.what) { "" } else { "roll" },
                    |event| kind(event.event),
                )
                .into(),
            event.map(hosts).unwrap_or_default().into(),
            event.and_then(|event| event.group.as_deref()).unwrap_or_default().into(),
            event.map_or("", |event| event.answer.name()).into(),
            row.what.into(),
            if row.order == 0 { String::new() } else { row.order.to_string() }.into(),
            id(row.vm).into(),
            name(row.vm).into(),
            name(row.from).into(),
            id(row.host).into(),
            name(row.host).into(),
            row.by.into(),
            row.text.as_str().into(),
            id(self.out).into(),
            name(self.out).into(),
        ];
        self.records.add(&fields)
    }
}
