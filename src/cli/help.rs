//! Ends of the help texts: examples, and what the exit codes mean.

/// Of the program.
pub const TOP: &str = "\
Exit codes, the same in every command and form of report:
  0  ready, or done
  1  not ready; of 'diff': something is new; of 'whatif': something does not fit
  2  usage, configuration, rule or decisions file is wrong
  3  cannot tell: data is missing that could mean a failure
  4  the inventory could not be obtained: unreachable, TLS, login, not a vCenter
  5  a defect of vpreflight

First look, without a vCenter:
  vpreflight check --demo
A vCenter; the password is asked for, or comes from GOVC_PASSWORD:
  vpreflight check --server vc01.tokyo.example --username preflight@vsphere.local
The same for good, in a file:
  vpreflight init";

/// Of `check`.
pub const CHECK: &str = "\
Examples:
  vpreflight check --demo
      the built-in example
  vpreflight check --cluster /Tokyo/host/LMS-HA --details
      one cluster, every finding in full
  vpreflight check --inventory lms.json.zst --all --only fail,unknown
      a saved inventory, some outcomes only
  vpreflight check --decisions decisions.toml --fail-on-stale
      with what people decided; exit 2 when an entry has no effect
  vpreflight check --baseline last-week.json --format table --format json=report.json
      exit codes for what is new only; a table for people, JSON for the next time

Exit codes: 0 ready; 1 not ready (with --fail-on warn a warning too); 2 arguments, configuration, rules or \
decisions are wrong (with --fail-on-stale also out of date); 3 cannot tell (with --strict also: a person has \
not answered); 4 no inventory; 5 a defect of vpreflight. 1 wins over 3. Flags come before environment \
variables, those before vpreflight.toml, that before the defaults; 'vpreflight config' shows them.";

/// Of `watch`.
pub const WATCH: &str = "\
Examples:
  vpreflight watch --every 15m --state last.json --hook ./tell.sh
      a program is started on each change; a restart forgets nothing
  vpreflight watch --every 5m --metrics /var/lib/node_exporter/vpreflight.prom
      numbers for Prometheus, renewed after each round
  vpreflight watch --webhook https://alerts.example.com/api/v2/alerts --webhook-format alertmanager
      what has become worse, as alerts

The first round is what the next ones are held against, unless --state or --baseline names an earlier report. A vCenter \
that cannot be read counts as 'cannot tell', is told once, and is asked ever less often. A timer that starts 'vpreflight \
check' is simpler where nobody has to be told at once; see docs/watch.md.

Exit codes: 130 by SIGINT, 143 by SIGTERM, 129 by SIGHUP, after the session has been ended; with --rounds that of the \
last round, as 'check' has it, or 4 where it could not read; 2 arguments, configuration, rules or decisions are wrong; 4 \
the first round could not read and nothing earlier is there; 5 a defect of vpreflight.";

/// Of `plan`.
pub const PLAN: &str = "\
Examples:
  vpreflight plan --demo
      the built-in example: what to do, in order, and the verdict after it
  vpreflight plan --cluster /Tokyo/host/LMS-HA --by team
      one cluster, for each team what is theirs
  vpreflight plan --inventory lms.json.zst --fail-on warn --format markdown=plan.md --format table
      a saved inventory, warnings too; a list to tick off for a ticket, a table for the terminal

A plan is proved by doing its actions to the inventory in memory and judging again. Nothing is ever applied.

Exit codes: those of 'check' for the inventory as it stands; 5 also when what came of an action is no inventory. \
See docs/plan.md.";

/// Of `matrix`.
pub const MATRIX: &str = "\
Examples:
  vpreflight matrix --demo
      the built-in example: where its VMs can move while they run
  vpreflight matrix --cluster /Tokyo/host/LMS-HA --relation restart
      where HA can restart the VMs of one cluster
  vpreflight matrix --inventory lms.json.zst --vm LMS-APP01 --vm LMS-DB01
      two VMs, each on a line of its own
  vpreflight matrix --each --format csv=cells.csv --format table
      a spreadsheet with every VM and host; a table for people

Exit codes: 0 each cell is known; 2 arguments are wrong, or no cluster is in scope; 3 a cell is unknown, or VMs or \
hosts could not be listed; 4 no inventory; 5 a defect of vpreflight. That a VM can go nowhere is no error here; \
see docs/placement.md.";

/// Of `whatif`.
pub const WHATIF: &str = "\
Examples:
  vpreflight whatif --demo --lose-each
      the built-in example: every single loss in turn
  vpreflight whatif --lose esx01.tokyo.example,esx02.tokyo.example --cluster LMS-HA
      two hosts fail at once
  vpreflight whatif --inventory lms.json.zst --lose-group site-a
      a site fails, that is a host group of DRS
  vpreflight whatif --evacuate esx01.tokyo.example
      can it go into maintenance mode, and who moves what?
  vpreflight whatif --roll --format html=upgrade.html --format table
      an order for a rolling upgrade; a page to hand on, a table for the terminal

Exit codes: 0 everything fits; 1 something does not; 2 arguments are wrong, or what they name is not there; 3 cannot \
tell; 4 no inventory; 5 a defect of vpreflight. 1 wins over 3. See docs/placement.md.";

/// Of `collect`.
pub const COLLECT: &str = "\
Example:
  vpreflight collect -o lms.json.zst
  vpreflight check --inventory lms.json.zst

Exit codes: 0 saved; 2 arguments are wrong, or the file cannot be written; 4 no inventory.";

/// Of `anonymize`.
pub const ANONYMIZE: &str = "\
Examples:
  vpreflight anonymize lms.json.zst -o given-away.json.zst --map stays-here.json
      the first time: a new key, kept in the map with what each token stands for
  vpreflight anonymize next-week.json.zst -o given-away-2.json.zst --map stays-here.json
      the same tokens again, so that 'diff' tells what has changed
  vpreflight collect --anonymize --map stays-here.json -o given-away.json.zst
      right from the vCenter

A check of it says of every prerequisite what a check of the original says. What is kept and what is not: \
docs/anonymising.md.

Exit codes: 0 written; 2 arguments or the key are wrong, or a file cannot be written; 4 the inventory cannot be read.";

/// Of `doctor`.
pub const DOCTOR: &str = "\
Examples:
  vpreflight doctor --server vc01.tokyo.example --username preflight@vsphere.local
      can this account read everything that the profile needs?
  vpreflight doctor --profile full --ask-drs --format json=doctor.json --format table
      every rule, and DRS; JSON for a program, a table for the terminal

It reads names, roles and rights, logs in and out, and changes nothing. The lines that it prints to create and assign \
a role are for an administrator.

Exit codes: 0 everything can be read; 2 arguments, configuration or rules are wrong; 3 something cannot, or the server \
does not tell; 4 the vCenter cannot be reached, or refuses the account; 5 a defect of vpreflight. See docs/doctor.md.";

/// Of `rules`.
pub const RULES: &str = "\
Examples:
  vpreflight rules list --profile ha
  vpreflight rules explain vm-no-local-cdrom
  vpreflight rules test my-rules/

Exit codes: 0 done; 2 a rule or one of its cases is wrong.";

/// Of `decisions`.
pub const DECISIONS: &str = "\
Examples:
  vpreflight decisions init report.json -o decisions.toml
  vpreflight decisions answer report.json decisions.toml --by 'K. Sato'
  vpreflight decisions lint decisions.toml
  vpreflight decisions list decisions.toml --format json
  vpreflight decisions add waiver decisions.toml --rule vm-no-local-cdrom --object LMS-DB01 \\
      --reason 'rebuilt in January' --owner 'K. Sato' --ticket CHG-4711 --expires 2027-01-31

Exit codes: 0 done (entries that have expired or soon will are told); 2 the file or the entry is wrong.";

/// Of `diff`.
pub const DIFF: &str = "\
Example:
  vpreflight diff last-week.json report.json --format markdown

Exit codes: 0 nothing is new or worse; 1 a finding or an unknown is; 2 a file is no report that can be read.";

/// Of `convert`.
pub const CONVERT: &str = "\
Examples:
  vpreflight convert report.json --format html=report.html --format xlsx=report.xlsx
  vpreflight convert report.json --format checksheet=sheet.html --confirmed-by 'K. Sato'

Exit codes: 0 written, whatever the report says; 2 the file is no report that can be read, or cannot be written.";

/// Of `init`.
pub const INIT: &str = "\
The file is vpreflight.toml in the working directory, or that of --config. Nothing in it is set.

Exit codes: 0 written; 2 it is there already (--force replaces it) or cannot be written.";

/// Of `config`.
pub const CONFIG: &str = "\
Examples:
  vpreflight config
  vpreflight config --cluster /Tokyo/host/LMS-HA --strict=false

Exit codes: 0 done; 2 the configuration is wrong.";

/// Of `completions`.
pub const COMPLETIONS: &str = "\
Examples:
  vpreflight completions bash > ~/.local/share/bash-completion/completions/vpreflight
  vpreflight completions zsh > ~/.zfunc/_vpreflight
  vpreflight completions fish > ~/.config/fish/completions/vpreflight.fish
  vpreflight completions powershell >> $PROFILE";

/// Of `man`.
pub const MAN: &str = "\
Example:
  vpreflight man ~/.local/share/man/man1";
