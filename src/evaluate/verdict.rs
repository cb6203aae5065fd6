//! The answer in one word and the exit code.

use crate::report::{Level, Outcome, Policy, Prerequisite, Report, Severity, Verdict};

/// Exit code of a wrong decisions file.
const WRONG_FILE: u8 = 2;

/// The exit code that follows from `code`, that of the outcomes: a decisions file that is out of date comes
/// before them, as any other mistake in it does.
pub fn exit_code(report: &Report, policy: Policy, code: u8) -> u8 {
    let stale = || report.decisions.iter().any(|decision| decision.stale.is_some());
    if policy.fail_on_stale && stale() { WRONG_FILE } else { code }
}

/// What counts of each rule: its outcome, and a question that is open beside a worse one.
pub fn counted(prerequisites: &[Prerequisite]) -> Vec<(Severity, Outcome)> {
    let mut counted = Vec::new();
    for rule in prerequisites {
        counted.push((rule.severity, rule.outcome));
        if rule.asks.iter().any(|ask| ask.decision.is_none()) {
            counted.push((rule.severity, Outcome::Manual));
        }
    }
    counted
}

/// Verdict and exit code over all rules: 1 wins over 3, 3 over 0.
pub fn verdict(outcomes: &[(Severity, Outcome)], policy: Policy) -> (Verdict, u8) {
    let counted: Vec<Outcome> =
        outcomes.iter().map(|(severity, outcome)| weigh(*severity, *outcome)).collect();
    let fails = |outcome: &Outcome| match outcome {
        Outcome::Fail => true,
        Outcome::Warn => policy.fail_on_warn,
        _ => false,
    };
    let unclear = |outcome: &Outcome| match outcome {
        Outcome::Unknown { ceiling: Level::Fail } => true,
        Outcome::Unknown { ceiling: Level::Warn } => policy.fail_on_warn,
        Outcome::Manual => policy.strict,
        _ => false,
    };
    if counted.iter().any(fails) {
        (Verdict::NotReady, 1)
    } else if counted.iter().any(unclear) {
        (Verdict::CannotTell, if only_unknown_allowed(&counted, policy) { 0 } else { 3 })
    } else {
        (Verdict::Ready, 0)
    }
}

/// `--allow-unknown` excuses what could not be read, never a question that `--strict` asks.
fn only_unknown_allowed(outcomes: &[Outcome], policy: Policy) -> bool {
    policy.allow_unknown && !(policy.strict && outcomes.contains(&Outcome::Manual))
}

/// An advisory fail counts as a warning, and nothing advisory waits for a person.
fn weigh(severity: Severity, outcome: Outcome) -> Outcome {
    match (severity, outcome) {
        (Severity::Required, outcome) => outcome,
        (Severity::Advisory, Outcome::Fail) => Outcome::Warn,
        (Severity::Advisory, Outcome::Unknown { ceiling: Level::Fail }) => {
            Outcome::Unknown { ceiling: Level::Warn }
        }
        (Severity::Advisory, Outcome::Manual) => Outcome::Pass,
        (Severity::Advisory, outcome) => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNKNOWN: Outcome = Outcome::Unknown { ceiling: Level::Fail };
    const UNKNOWN_WARN: Outcome = Outcome::Unknown { ceiling: Level::Warn };

    fn exit(outcomes: &[Outcome], policy: Policy) -> u8 {
        let required: Vec<_> = outcomes.iter().map(|outcome| (Severity::Required, *outcome)).collect();
        verdict(&required, policy).1
    }

    #[test]
    fn a_fail_wins_over_an_unknown_and_that_over_a_warning() {
        let usual = Policy::default();
        assert_eq!(exit(&[Outcome::Pass, Outcome::Warn, Outcome::Manual, UNKNOWN_WARN], usual), 0);
        assert_eq!(exit(&[Outcome::Pass, UNKNOWN], usual), 3);
        assert_eq!(exit(&[UNKNOWN, Outcome::Fail], usual), 1);
        assert_eq!(exit(&[], usual), 0);
    }

    #[test]
    fn policies_move_the_borders() {
        let warn = Policy { fail_on_warn: true, ..Policy::default() };
        assert_eq!(exit(&[Outcome::Warn], warn), 1);
        assert_eq!(exit(&[UNKNOWN_WARN], warn), 3);
        let strict = Policy { strict: true, ..Policy::default() };
        assert_eq!(exit(&[Outcome::Manual], strict), 3);
        let allow = Policy { allow_unknown: true, ..Policy::default() };
        assert_eq!(verdict(&[(Severity::Required, UNKNOWN)], allow), (Verdict::CannotTell, 0));
        assert_eq!(exit(&[UNKNOWN, Outcome::Fail], allow), 1);
        let both = Policy { allow_unknown: true, strict: true, ..Policy::default() };
        assert_eq!(exit(&[UNKNOWN, Outcome::Manual], both), 3);
    }

    #[test]
    fn an_advisory_fail_is_a_warning_at_most() {
        let advisory = [(Severity::Advisory, Outcome::Fail), (Severity::Advisory, UNKNOWN)];
        assert_eq!(verdict(&advisory, Policy::default()), (Verdict::Ready, 0));
        let warn = Policy { fail_on_warn: true, ..Policy::default() };
        assert_eq!(verdict(&advisory, warn), (Verdict::NotReady, 1));
    }
}
