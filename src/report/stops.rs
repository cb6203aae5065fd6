//! What stops a run: what an outcome does to the verdict, the verdict over all, and its exit code.

use super::{Level, Outcome, Policy, Prerequisite, Report, Severity, Verdict};

/// Exit code of a run that nothing stops.
pub const READY: u8 = 0;
/// Exit code where something does not hold that has to; of a difference, where something is new.
pub const NOT_READY: u8 = 1;
/// Exit code of a decisions file that is out of date, as of any other mistake in it.
pub const WRONG_FILE: u8 = 2;
/// Exit code where something could not be told that has to hold.
pub const CANNOT_TELL: u8 = 3;

/// The verdict that an outcome of a rule forces on its run, if any. An advisory fail counts as a warning, and
/// nothing advisory waits for a person.
pub fn stops(severity: Severity, outcome: Outcome, policy: Policy) -> Option<Verdict> {
    let required = severity == Severity::Required;
    let weighs = |level: Level| match level {
        Level::Fail => required || policy.fail_on_warn,
        Level::Warn => policy.fail_on_warn,
        Level::Note => false,
    };
    match outcome {
        Outcome::Fail => weighs(Level::Fail).then_some(Verdict::NotReady),
        Outcome::Warn => weighs(Level::Warn).then_some(Verdict::NotReady),
        Outcome::Unknown { ceiling } => weighs(ceiling).then_some(Verdict::CannotTell),
        Outcome::Manual => (required && policy.strict).then_some(Verdict::CannotTell),
        Outcome::Waived | Outcome::Attested | Outcome::NotAsked | Outcome::Pass | Outcome::NotApplicable => {
            None
        }
    }
}

/// What counts of each rule: its outcome, and a question that is open beside a worse one.
pub fn counted(prerequisites: &[Prerequisite]) -> Vec<(Severity, Outcome)> {
    let mut counted = Vec::new();
    for rule in prerequisites {
        counted.push((rule.severity, rule.outcome));
        if rule.waits() {
            counted.push((rule.severity, Outcome::Manual));
        }
    }
    counted
}

/// Verdict and exit code over outcomes: 1 wins over 3, 3 over 0.
pub fn verdict(outcomes: &[(Severity, Outcome)], policy: Policy) -> (Verdict, u8) {
    let all = |verdict: Verdict| {
        let stopping = outcomes
            .iter()
            .filter(move |(severity, outcome)| stops(*severity, *outcome, policy) == Some(verdict));
        stopping.map(|(_, outcome)| *outcome)
    };
    if all(Verdict::NotReady).next().is_some() {
        return (Verdict::NotReady, NOT_READY);
    }
    // What could not be read may be excused, never a question that was asked to count.
    let excused = |outcome: Outcome| policy.allow_unknown && outcome != Outcome::Manual;
    match (all(Verdict::CannotTell).next(), all(Verdict::CannotTell).all(excused)) {
        (None, _) => (Verdict::Ready, READY),
        (Some(_), true) => (Verdict::CannotTell, READY),
        (Some(_), false) => (Verdict::CannotTell, CANNOT_TELL),
    }
}

impl Report {
    /// Draws the conclusion: verdict, open questions and exit code, from outcomes, decisions and what was asked of the code.
    pub fn conclude(&mut self) {
        let counted = counted(&self.prerequisites);
        self.verdict = verdict(&counted, self.question.policy).0;
        self.open_questions = self.count_open();
        for (cluster, answer) in self.answers().into_iter().enumerate() {
            if let Some(cluster) = self.clusters.get_mut(cluster) {
                cluster.verdict = Some(answer.verdict);
                cluster.open_questions = answer.open;
            }
        }
        self.exit_code = self.code_of(&counted);
    }

    /// The exit code if these outcomes were all there are. A decisions file that is out of date comes before
    /// them, as any other mistake in it does.
    pub fn code_of(&self, outcomes: &[(Severity, Outcome)]) -> u8 {
        let policy = self.question.policy;
        let stale = || self.decisions.iter().any(|decision| decision.stale.is_some());
        if policy.fail_on_stale && stale() { WRONG_FILE } else { verdict(outcomes, policy).1 }
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
