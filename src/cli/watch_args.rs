//! Arguments of `watch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{
    AskArgs, ConnectionArgs, LookArgs, PeopleArgs, ScopeArgs, SelectionArgs, VerdictArgs, ZoneArgs,
};
use crate::watch::{Every, Form};

/// Arguments of `watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Time between the beginnings of two rounds, e.g. 15m, 90s or 1h30m.
    #[arg(long, value_name = "TIME", default_value = "15m", help_heading = "Watch")]
    pub every: Every,
    /// End after so many rounds, with the exit code of the last one; otherwise only a signal ends it.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..), help_heading = "Watch")]
    pub rounds: Option<u64>,
    /// Begin with the report in this file, if it is there, and keep that of each round in it: what changes while nobody
    /// watches is told, too.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = "Watch")]
    pub state: Option<PathBuf>,
    /// Renew this file of numbers for Prometheus after each round; it is replaced whole.
    #[arg(long, value_name = "FILE", help_heading = "Watch")]
    pub metrics: Option<PathBuf>,
    /// Start this program on each change; it reads what has changed as JSON from its standard input.
    #[arg(long, value_name = "PROGRAM", help_heading = "Watch")]
    pub hook: Option<PathBuf>,
    /// Post what has changed to this address (also VPREFLIGHT_WEBHOOK, which no list of processes shows).
    #[arg(
        long,
        value_name = "URL",
        env = "VPREFLIGHT_WEBHOOK",
        hide_env_values = true,
        help_heading = "Watch"
    )]
    pub webhook: Option<String>,
    /// What is posted: the notice as JSON, or alerts for the API of Alertmanager (…/api/v2/alerts).
    #[arg(long, value_enum, default_value = "json", value_name = "NAME", help_heading = "Watch")]
    pub webhook_format: WebhookForm,
    /// Time limit of the program, and of the request.
    #[arg(
        long,
        default_value_t = 30,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600),
        help_heading = "Watch"
    )]
    pub notify_timeout: u64,
    /// The vCenter.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Which rules.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What of it.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// What people say.
    #[command(flatten)]
    pub people: PeopleArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// What decides.
    #[command(flatten)]
    pub verdict: VerdictArgs,
    /// The look of what is printed.
    #[command(flatten)]
    pub look: LookArgs,
}

/// What a server is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WebhookForm {
    /// The notice.
    Json,
    /// Alerts.
    Alertmanager,
}

impl From<WebhookForm> for Form {
    fn from(form: WebhookForm) -> Self {
        match form {
            WebhookForm::Json => Self::Json,
            WebhookForm::Alertmanager => Self::Alertmanager,
        }
    }
}
