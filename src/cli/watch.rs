//! `watch`: reads a vCenter again and again, and tells what has changed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::check::{asked, catalogue, select, warn_of_unused};
use super::config::Config;
use super::exit::{Exit, Failure, shown};
use super::failed::failed;
use super::output::{self, Readers, Target};
use super::say::{note, say};
use super::signals::Signals;
use super::watch_args::WatchArgs;
use super::{connection, difference};
use crate::inventory::Id;
use crate::preflight::{self, Question, Session, Waited};
use crate::render::{self, Format, Style, safe, watch as shows};
use crate::report::{Fleet, Report, Tool};
use crate::sources::vcenter;
use crate::terms::{Lang, Text, told};
use crate::watch::{self, Alerts, Ear, Notice, Pace, Recorded, Watch};
use reqwest::Url;

/// Runs the command, until a signal comes or all rounds are made; the exit code is that of the signal, or of the last
/// round.
pub fn run(args: &WatchArgs, config: &Config) -> Result<u8, Failure> {
    let ears = ears(args)?;
    for file in [&args.metrics, &args.state].into_iter().flatten() {
        Target::of(Some(file), Readers::Usual)?;
    }
    let catalogue = catalogue(&args.selection, config)?;
    let selected = select(&catalogue, &args.selection)?;
    warn_of_unused(&selected);
    let scope = (&args.selection, &args.verdict);
    let mut question = asked(scope, &args.scope, (&args.people, &args.zone), &selected)?;
    let baseline = baseline(args, &mut question)?;
    let settings = connection::one(&args.connection, &args.ask, &question.zone)?;
    let signals = Signals::watch();
    // As long as this is there, the session has to be ended whatever comes.
    let whole = signals.first();
    let mut session = Session::new(&settings).map_err(failed)?;
    let mut rounds = Rounds {
        args,
        question: &Question { placing: true, ..question },
        watch: Watch::since(baseline),
        alerts: Alerts::default(),
        ears,
        pace: Pace::of(args.every),
        next: args.every.length(),
        signals: &signals,
        style: args.look.style(None),
    };
    let ended = rounds.all(&mut session);
    session.end();
    drop(whole);
    match signals.ended() {
        Some(failure) => Err(failure),
        None => ended,
    }
}

/// Who is told of changes.
fn ears(args: &WatchArgs) -> Result<Vec<Ear>, Failure> {
    let mut ears = Vec::new();
    if let Some(program) = &args.hook {
        // A bare name is looked for in PATH.
        if program.components().count() > 1 && !program.is_file() {
            return Err(Failure::usage(told!(
                "--hook: there is no program {program}",
                "--hook: プログラム {program} がありません",
                program = safe::line(&program.display().to_string())
            )));
        }
        ears.push(Ear::Program(program.clone()));
    }
    if let Some(address) = &args.webhook {
        let url = Url::parse(address).ok();
        let url = url.filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
        // It may be a secret, and is not shown.
        let url = url.ok_or_else(|| {
            Failure::usage(told!(
                "--webhook or VPREFLIGHT_WEBHOOK: an address is written https://name/path",
                "--webhook または VPREFLIGHT_WEBHOOK: アドレスは https://name/path のように指定します"
            ))
        })?;
        ears.push(Ear::Server(url, args.webhook_format.into()));
    }
    Ok(ears)
}

/// What the first round is held against, which counts for what is told and not for the exit code.
fn baseline(args: &WatchArgs, question: &mut Question<'_>) -> Result<Option<Report>, Failure> {
    let named = question.baseline.take().map(|(_, report)| report);
    match &args.state {
        Some(file) if file.exists() => difference::read(file).map(|(_, report)| Some(report)),
        _ => Ok(named),
    }
}

/// The rounds of one run.
struct Rounds<'r> {
    args: &'r WatchArgs,
    question: &'r Question<'r>,
    watch: Watch,
    alerts: Alerts,
    ears: Vec<Ear>,
    pace: Pace,
    /// Time to the next round.
    next: Duration,
    signals: &'r Signals,
    style: Style,
}

impl Rounds<'_> {
    /// All rounds; the exit code of the last. What a signal has ended is none.
    fn all(&mut self, session: &mut Session<'_>) -> Result<u8, Failure> {
        loop {
            let begun = Instant::now();
            let read = session.run(self.question, &(), self.signals.first());
            if self.signals.ended().is_some() {
                return Ok(0);
            }
            let (code, pause) = match read {
                Ok(run) => {
                    let code = run.report.exit_code;
                    self.next = self.args.every.length().max(begun.elapsed());
                    self.seen(session, run.report)?;
                    (code, self.pace.after_reading(begun.elapsed()))
                }
                Err(error) => {
                    let refused = matches!(error, preflight::Error::VCenter(vcenter::Error::Login { .. }));
                    let failure = failed(error);
                    // What has never been read is wrong from the beginning.
                    if !self.watch.has_baseline() {
                        return Err(failure);
                    }
                    self.next = self.pace.after_failure(refused);
                    self.unread(session, failure.message)?;
                    (Exit::NoInventory as u8, self.next)
                }
            };
            if self.args.rounds.is_some_and(|rounds| self.watch.numbers.rounds >= rounds) {
                return Ok(code);
            }
            if session.wait(pause, self.signals.first()) == Waited::Cancelled {
                return Ok(code);
            }
        }
    }

    /// What comes of a round that has read.
    fn seen(&mut self, session: &Session<'_>, report: Report) -> Result<(), Failure> {
        let begins = !self.watch.has_baseline();
        let (verdict, open) = (report.verdict, report.count_open());
        if begins {
            note(Text::same(shows::began(&report.source.server, verdict, open, self.style)));
        }
        let notice = self.watch.seen(&report).map(|notice| explained(notice, session));
        if let Some(notice) = &notice {
            self.alerts.take(notice, now());
        }
        self.alerts.settle(&report);
        self.tell(session, notice.as_ref());
        let source = report.source.server.clone();
        let report = self.measured(source, Ok(report))?;
        // Who was not told to the end is told by the next start: what is kept is what all have heard of.
        if self.signals.ended().is_some() {
            return Ok(());
        }
        if let Some(report) = report {
            if let Some(file) = &self.args.state {
                self.file(file, |out| render::render(&report, Format::Json, self.style, out));
            }
            self.watch.keep(report);
        }
        Ok(())
    }

    /// What comes of one that could not.
    fn unread(&mut self, session: &Session<'_>, error: Text) -> Result<(), Failure> {
        let error = error.map(shown);
        let notice = self.watch.unread(&now().to_string(), &error);
        if let Some(notice) = &notice {
            say(error.clone());
            self.alerts.take(notice, now());
        }
        self.tell(session, notice.as_ref());
        let server = self.args.connection.server.first().map(String::as_str).unwrap_or_default();
        let named =
            vcenter::parse_url(server).ok().and_then(|address| address.url.host_str().map(str::to_owned));
        self.measured(named.unwrap_or_default(), Err(error)).map(drop)
    }

    /// Tells people, and all who want to hear of it. That one of them does not take it is told, and ends nothing.
    fn tell(&mut self, session: &Session<'_>, notice: Option<&Notice>) {
        let lang = self.style.lang;
        let zone = self.question.zone.to_string();
        if let Some(notice) = notice
            && let Err(failure) =
                output::write_with(None, |out| shows::notice(notice, &zone, self.style, out))
        {
            say(failure.message);
        }
        for ear in self.ears.clone() {
            let document = if ear.takes_alerts() { self.alerts(lang) } else { notice.and_then(json) };
            let Some(document) = document else { continue };
            let limit = Duration::from_secs(self.args.notify_timeout);
            let telling = ear.tell(&document, limit, self.args.connection.no_proxy);
            match session.meanwhile(telling, self.signals.first()) {
                Some(Ok(())) if ear.takes_alerts() => self.alerts.arrived(),
                Some(Ok(())) | None => {}
                Some(Err(error)) => {
                    self.watch.numbers.not_told += 1;
                    say(error);
                }
            }
        }
    }

    /// The alerts that last or have just ended, where there are any.
    fn alerts(&self, lang: Lang) -> Option<Vec<u8>> {
        let alerts = self.alerts.told(self.next, now(), lang);
        if alerts.is_empty() { None } else { json(&alerts) }
    }

    /// Renews the numbers; gives the report back.
    fn measured(&self, source: String, round: Result<Report, Text>) -> Result<Option<Report>, Failure> {
        let tool =
            Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        let round = Fleet::of(tool, vec![(source.clone(), round)]);
        if let Some(file) = &self.args.metrics {
            let pulse = shows::Pulse {
                source: &source,
                numbers: self.watch.numbers,
                every: self.args.every.length(),
                at_s: now().as_second(),
            };
            self.file(file, |out| shows::metrics(&round, pulse, self.style, out));
        }
        Ok(round.vcenters.into_iter().next().and_then(|one| one.report))
    }

    /// Renews a file. A disk that is full now is no reason to look no more.
    fn file(&self, file: &Path, fill: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) {
        let written = Target::of(Some(file), Readers::Usual).and_then(|target| target.write(fill));
        if let Err(failure) = written {
            say(failure.message);
        }
    }
}

/// A notice with what the vCenter has recorded where something has changed.
fn explained(mut notice: Notice, session: &Session<'_>) -> Notice {
    let Some(changed) = &notice.difference else { return notice };
    let clusters: Vec<Id> = watch::clusters(changed).into_iter().map(Id::from).collect();
    let since = changed.old.at.parse::<jiff::Timestamp>().ok();
    if let Some(since) = since.filter(|_| !clusters.is_empty())
        && let Some((events, more)) = session.recent(&clusters, since.as_second())
    {
        notice.recorded = Some(Recorded::about(changed, &events, more));
    }
    notice
}

fn json<T: serde::Serialize>(document: &T) -> Option<Vec<u8>> {
    serde_json::to_vec(document).ok()
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
