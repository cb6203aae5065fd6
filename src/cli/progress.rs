//! Progress of a reading, on standard error and only on a terminal.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, Once};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::say::{is_quiet, note, spoken};
use crate::render::safe;
use crate::sources::vcenter::Progress;
use crate::terms::told;

/// A line that counts the objects read, by type.
pub struct Line {
    bar: ProgressBar,
    counts: Mutex<BTreeMap<String, usize>>,
    /// Told once, for whatever types it happens.
    no_pages: Once,
}

impl Line {
    /// A line on standard error; silent when that is no terminal.
    pub fn new() -> Self {
        let target = if std::io::stderr().is_terminal() && !is_quiet() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let template = told!(
            "{{spinner}} reading {{elapsed}}  {{wide_msg}}",
            "{{spinner}} 読み取り中 {{elapsed}}  {{wide_msg}}"
        );
        if let Ok(style) = ProgressStyle::with_template(template.get(spoken())) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, counts: Mutex::default(), no_pages: Once::new() }
    }

    /// Removes the line.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Line {
    fn objects(&self, kind: &str, count: usize, _total: Option<usize>) {
        let Ok(mut counts) = self.counts.lock() else { return };
        counts.insert(kind.to_owned(), count);
        let text: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        self.bar.set_message(text.join(" · "));
    }

    fn no_further_page(&self, kind: &str) {
        let kind = safe::line(kind);
        self.no_pages.call_once(|| {
            self.bar.suspend(|| {
                note(told!(
                    "the vCenter gives this account one page of objects only ({kind}), as releases 7.0.3 to \
                     8.0.2 do to accounts without a role on the root folder; objects are read in batches, which takes \
                     longer and leaves nothing out. The cure: give the account the role Read-only on the root folder, \
                     without propagation",
                    "vCenter がこのアカウントに 1 ページ分のオブジェクトしか返しません ({kind})。7.0.3 から 8.0.2 までは、ルート フォルダにロールのないアカウントでこのように動作します。オブジェクトを分割して読み取ります (時間はかかりますが、漏れはありません)。対処: ルート フォルダに対する読み取り専用ロールを、子への伝達を無効にしてアカウントに付与します。"
                ));
            });
        });
    }
}
