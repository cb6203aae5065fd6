//! Arguments of `check`, `collect` and `rules`.

use std::path::PathBuf;

use clap::builder::{BoolishValueParser, NonEmptyStringValueParser};
use clap::{ArgAction, Args, Subcommand, ValueEnum};

use super::anonymize_args::KeyArgs;
use super::choice::Choice;
use crate::preflight::Probing;
use crate::render::Format;
use crate::terms::time::{Moment, Zone};
use crate::terms::{Lang, Level, Reading, Word};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Where the inventory comes from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Which rules.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What of it.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// What people say.
    #[command(flatten)]
    pub people: PeopleArgs,
    /// Probes from this machine.
    #[command(flatten)]
    pub probe: ProbeArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// How it is printed.
    #[command(flatten)]
    pub output: OutputArgs,
    /// What decides.
    #[command(flatten)]
    pub verdict: VerdictArgs,
    /// Exit 0 instead of 1 and 3, for runs that only report; the report keeps the true code, and
    /// errors keep theirs.
    #[arg(long, help_heading = "Verdict")]
    pub exit_zero: bool,
}

/// What the verdict and the exit code rest on.
#[derive(Debug, Args)]
pub struct VerdictArgs {
    /// Exit 1 also for warnings.
    #[arg(long, value_enum, default_value = "fail", value_name = "LEVEL", help_heading = "Verdict")]
    pub fail_on: Choice<Level>,
    /// Exit 0 instead of 3 when only missing data stands in the way; the report still says so.
    #[arg(
        long,
        action = ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL",
        help_heading = "Verdict"
    )]
    pub allow_unknown: bool,
    /// Exit 3 also while a prerequisite waits for a person.
    #[arg(
        long,
        action = ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL",
        help_heading = "Verdict"
    )]
    pub strict: bool,
    /// Exit 2 when an entry of the decisions file has expired or matches nothing.
    #[arg(
        long,
        action = ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL",
        help_heading = "Verdict"
    )]
    pub fail_on_stale: bool,
    /// Count only what is not in this earlier JSON report; all the rest is still told, as known.
    #[arg(long, value_name = "FILE", help_heading = "Verdict")]
    pub baseline: Option<PathBuf>,
}

/// Where an inventory comes from: one of these, or `GOVC_URL` where none is typed.
#[derive(Debug, Args)]
pub struct SourceArgs {
    /// Check a saved inventory (from `vpreflight collect`), a directory of `govc object.save`, or an export of RVTools: a
    /// workbook, or a folder of `RVTools_tab*.csv`. 'check' takes several: repeat it, or name a folder of saved
    /// inventories.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["server", "demo"], help_heading = "Inventory")]
    pub inventory: Vec<PathBuf>,
    /// Check the built-in example, a small LMS cluster with a handful of faults.
    #[arg(long, conflicts_with = "server", help_heading = "Inventory")]
    pub demo: bool,
    /// The vCenter.
    #[command(flatten)]
    pub connection: ConnectionArgs,
}

/// What is judged. Each by name, inventory path as govc prints it, or managed-object id.
#[derive(Debug, Args)]
pub struct ScopeArgs {
    /// Which clusters.
    #[command(flatten)]
    pub within: WithinArgs,
    /// Of the VMs only this one, with its cluster and hosts (name, path or id; repeatable).
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Scope")]
    pub vm: Vec<String>,
}

/// Which clusters are judged.
#[derive(Debug, Args)]
pub struct WithinArgs {
    /// Only the clusters of this datacenter (name, path such as /DC0, or id; repeatable).
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Scope")]
    pub datacenter: Vec<String>,
    /// Only this cluster (name, path such as /DC0/host/LMS, or id; repeatable).
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Scope")]
    pub cluster: Vec<String>,
}

/// How to reach a vCenter. The GOVC_* variables mean what they mean to govc.
#[derive(Debug, Args)]
pub struct ConnectionArgs {
    /// vCenter to read: host name, or URL as in GOVC_URL. 'check' takes several with one account: repeat it.
    #[arg(long, env = "GOVC_URL", hide_env_values = true, value_name = "URL", help_heading = "vCenter")]
    pub server: Vec<String>,
    /// Account; read-only rights on the root folder, propagated, are enough.
    #[arg(
        long,
        short = 'u',
        env = "GOVC_USERNAME",
        hide_env_values = true,
        value_name = "NAME",
        help_heading = "vCenter"
    )]
    pub username: Option<String>,
    /// File whose first line is the password. Otherwise GOVC_PASSWORD, or a prompt.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin", help_heading = "vCenter")]
    pub password_file: Option<PathBuf>,
    /// Read the password from the first line of standard input.
    #[arg(long, help_heading = "vCenter")]
    pub password_stdin: bool,
    /// Trust these certificate authorities (PEM; several separated by ':').
    #[arg(
        long,
        env = "GOVC_TLS_CA_CERTS",
        hide_env_values = true,
        value_name = "FILES",
        help_heading = "vCenter"
    )]
    pub tls_ca_certs: Option<String>,
    /// Trust the thumbprints in this file (lines of `host:port thumbprint`).
    #[arg(
        long,
        env = "GOVC_TLS_KNOWN_HOSTS",
        hide_env_values = true,
        value_name = "FILE",
        help_heading = "vCenter"
    )]
    pub tls_known_hosts: Option<PathBuf>,
    /// Trust the certificate with this SHA-1 or SHA-256 thumbprint, and no other.
    #[arg(long, value_name = "HEX", help_heading = "vCenter")]
    pub thumbprint: Option<String>,
    /// Do not verify the certificate at all (last resort; also GOVC_INSECURE=1).
    #[arg(long, help_heading = "vCenter")]
    pub insecure: bool,
    /// Speak with a vCenter before 6.0: TLS 1.0, RSA key exchange, small keys. Who can get in between and break
    /// that reads the password; see docs/old-vcenters.md.
    #[arg(
        long,
        env = "VPREFLIGHT_TLS_LEGACY",
        hide_env_values = true,
        value_parser = BoolishValueParser::new(),
        action = ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL",
        help_heading = "vCenter"
    )]
    pub tls_legacy: bool,
    /// Ignore HTTPS_PROXY and the like.
    #[arg(
        long,
        action = ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_value = "false",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL",
        help_heading = "vCenter"
    )]
    pub no_proxy: bool,
    /// Do not read events before this day or time, e.g. 2026-10-01, 2026-10-01T09:00 (both in your zone) or
    /// 2026-10-01T09:00:00Z; default: as far back as the vCenter keeps them.
    #[arg(long, value_name = "TIME", help_heading = "vCenter")]
    pub events_since: Option<Moment>,
    /// Time limit of the whole reading.
    #[arg(long, default_value_t = 3600, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..), help_heading = "vCenter")]
    pub timeout: u64,
    /// Time limit of one call: up to the first byte, and between bytes.
    #[arg(long, default_value_t = 300, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..), help_heading = "vCenter")]
    pub call_timeout: u64,
}

/// Which rules, and how they read the seed.
#[derive(Debug, Args)]
pub struct SelectionArgs {
    /// Rules to apply: lms-4.0, ha, vmotion or full; several separated by commas.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "lms-4.0",
        value_name = "NAMES",
        help_heading = "Rules"
    )]
    pub profile: Vec<String>,
    /// Read the source document for the product at hand, or to the letter.
    #[arg(long, value_enum, default_value = "practice", help_heading = "Rules")]
    pub reading: Choice<Reading>,
    /// Folder of rule files that add to or replace the built-in ones.
    #[arg(long, value_name = "DIR", help_heading = "Rules")]
    pub rules: Vec<PathBuf>,
}

/// What people say: answers and exceptions in a file, and what the operator states.
#[derive(Debug, Args)]
pub struct PeopleArgs {
    /// File with attestations and waivers; see docs/decisions.md.
    #[arg(long, value_name = "FILE", help_heading = "What people say")]
    pub decisions: Option<PathBuf>,
    /// The VM of the application (LMS): name, inventory path or managed-object id.
    #[arg(long, value_name = "VM", help_heading = "What people say")]
    pub lms_vm: Option<String>,
    /// When the application was installed, e.g. 2026-11-22T18:14:00+09:00, 2026-11-22T18:14 or 2026-11-22
    /// (the last two in your zone).
    #[arg(long, value_name = "TIME", help_heading = "What people say")]
    pub installed_at: Option<Moment>,
    /// The machine that makes the probes (this one, unless a saved inventory has them) is the PC of
    /// the vSphere Client.
    #[arg(long, help_heading = "What people say")]
    pub client_here: bool,
}

/// Probes from this machine; never made without being asked for.
#[derive(Debug, Args)]
pub struct ProbeArgs {
    /// Open TCP connections (443, 902) to vCenter and every host in scope, from this machine.
    #[arg(long, help_heading = "Probes")]
    pub probe: bool,
    /// Also ask this Internet address (https://…), through the proxy of the environment.
    #[arg(
        long,
        value_name = "URL",
        requires = "probe",
        value_parser = crate::sources::probe::internet_url,
        help_heading = "Probes"
    )]
    pub probe_url: Option<reqwest::Url>,
}

impl ProbeArgs {
    /// The probes that are asked for.
    pub fn wanted(&self, no_proxy: bool) -> Option<Probing> {
        self.probe.then(|| Probing { url: self.probe_url.clone(), no_proxy, ..Probing::default() })
    }
}

/// What costs the servers more than a look; never asked without being told to.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// Also ask every connected host in scope what its network adapters hear (CDP, LLDP, subnets):
    /// one call per host, read-only rights are enough.
    #[arg(long, help_heading = "Asked on request")]
    pub ask_hosts: bool,
    /// Also ask vCenter's own checker whether it would move each VM in scope to the other hosts of its
    /// cluster. It changes nothing and read-only rights are enough, but its tasks (one per ten VMs) appear
    /// in the list of recent tasks.
    #[arg(long, help_heading = "Asked on request")]
    pub ask_vcenter: bool,
    /// Also ask DRS (API 5.0) where it would move the VMs of each host in scope to empty it: one call per host.
    /// It changes nothing and only recommends, but the account needs the privilege Host.Config.Maintenance.
    #[arg(long, help_heading = "Asked on request")]
    pub ask_drs: bool,
}

/// The user's zone of time.
#[derive(Debug, Args)]
pub struct ZoneArgs {
    /// Zone of times and days, e.g. Asia/Tokyo, UTC or +09:00; default: that of TZ, else the system's.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true, help_heading = "Times")]
    pub zone: Option<Zone>,
}

/// Language and look of what is printed.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Language of what is printed, and of messages; default from the locale.
    #[arg(long, value_enum, help_heading = "Report")]
    pub lang: Option<Choice<Lang>>,
    /// Width of the table; default: the terminal's, or 80.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500), help_heading = "Report")]
    pub width: Option<u16>,
    /// When to colour.
    #[arg(long, value_enum, default_value = "auto", help_heading = "Report")]
    pub color: ColorArg,
}

/// How a report is printed.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Form of the report: table (default), json, jsonl, junit, sarif, github, gitlab, markdown, csv, prometheus,
    /// html, svg, xlsx, checksheet.
    ///
    /// NAME=FILE writes it to that file. Repeat it for several forms of one run, e.g. --format table
    /// --format json=report.json; one at most goes to standard output. github also adds a summary to
    /// the file of GITHUB_STEP_SUMMARY. checksheet, the chapter of the LMS guide to fill in and sign, is
    /// Markdown, CSV, HTML or a workbook by the name of its file. svg draws how the hosts are wired. xlsx, a workbook for spreadsheet programs, is
    /// not written to a terminal. See docs/formats.md.
    #[arg(
        long,
        value_name = "NAME[=FILE]",
        value_parser = super::wanted::wanted::<Format>,
        help_heading = "Report"
    )]
    pub format: Vec<super::wanted::Wanted<Format>>,
    /// Write the form that names no file to this one instead of standard output. Files are replaced
    /// whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    pub output: Option<PathBuf>,
    /// Who ran the check: named by the check sheet, instead of the program, for what was read.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Report")]
    pub confirmed_by: Option<String>,
    /// Its look.
    #[command(flatten)]
    pub look: LookArgs,
    /// Tell every finding with its objects, its evidence and what to do.
    #[arg(long, help_heading = "Report")]
    pub details: bool,
    /// List what holds and what does not apply, too, and every object.
    #[arg(long, help_heading = "Report")]
    pub all: bool,
    /// List only these outcomes, separated by commas; verdict and exit code do not change.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "OUTCOMES", help_heading = "Report")]
    pub only: Vec<Choice<Word>>,
    /// Say on standard error where the time went.
    #[arg(long, help_heading = "Report")]
    pub timings: bool,
}

/// Arguments of `collect`.
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// The vCenter.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Probes from this machine.
    #[command(flatten)]
    pub probe: ProbeArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// File to write; compressed when its name ends in .zst.
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Save it fit to be given away: names, addresses and texts of the site are replaced; see docs/anonymising.md.
    #[arg(long, help_heading = "Anonymising")]
    pub anonymize: bool,
    /// What the tokens come from.
    #[command(flatten)]
    pub keys: KeyArgs,
    /// Language of messages, en or ja; default from the locale.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub lang: Option<Choice<Lang>>,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// What to do with the rules.
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// What to do with the rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules of a profile.
    List {
        /// Which rules.
        #[command(flatten)]
        selection: SelectionArgs,
        /// Language; default from the locale.
        #[arg(long, value_enum)]
        lang: Option<Choice<Lang>>,
        /// Print the table of docs/prerequisites.md instead: every rule in force, whatever the profile.
        #[arg(long)]
        markdown: bool,
    },
    /// Say what a rule demands, how it is decided and how to fix it.
    Explain {
        /// Rule id.
        id: String,
        /// Folder of rule files that add to or replace the built-in ones.
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
        /// Language; default from the locale.
        #[arg(long, value_enum)]
        lang: Option<Choice<Lang>>,
    },
    /// Run the cases that lie beside the rules of a folder.
    Test {
        /// Folder with rule files and their cases.
        dir: PathBuf,
        /// Language of messages, en or ja; default from the locale.
        #[arg(long, value_enum, hide_possible_values = true)]
        lang: Option<Choice<Lang>>,
    },
    /// Print every fact that a rule can name.
    Schema {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
