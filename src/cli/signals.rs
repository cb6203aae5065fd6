//! Signals that end a run. While a vCenter is read the first one ends the reading, which logs out; any other
//! time, and from the second one on, the process ends at once.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use tokio::sync::watch;

use super::exit::{Exit, Failure};
use crate::terms::told;

/// Signals that people and schedulers end programs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signal {
    HangUp,
    Interrupt,
    Terminate,
}

impl Signal {
    const ALL: [Self; 3] = [Self::HangUp, Self::Interrupt, Self::Terminate];

    fn exit(self) -> Exit {
        match self {
            Self::HangUp => Exit::HungUp,
            Self::Interrupt => Exit::Interrupted,
            Self::Terminate => Exit::Terminated,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::HangUp => "SIGHUP",
            Self::Interrupt => "SIGINT (Ctrl-C)",
            Self::Terminate => "SIGTERM",
        }
    }
}

/// What is known of signals while a vCenter is read.
#[derive(Default)]
struct State {
    /// A reading has begun.
    begun: AtomicBool,
    /// Readings that are going on, each with a session.
    open: AtomicUsize,
    /// The exit code of the signal that ended it; 0 = none.
    caught: AtomicU8,
}

/// Watches for signals from now on.
pub struct Signals {
    state: Arc<State>,
    heard: watch::Receiver<bool>,
}

impl Signals {
    /// Takes the signals over from the system, which would leave the session open.
    pub fn watch() -> Self {
        let state = Arc::new(State::default());
        let (tell, heard) = watch::channel(false);
        let seen = Arc::clone(&state);
        let listener = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            // Without a runtime the system ends the process as it always does.
            if let Ok(runtime) = runtime {
                runtime.block_on(listen(&seen, &tell));
            }
        };
        // Nor without a thread.
        let _ = std::thread::Builder::new().spawn(listener);
        Self { state, heard }
    }

    /// Done once a signal comes. What becomes of it later is the system's way again, as soon as this is dropped.
    pub fn first(&self) -> Pin<Box<dyn Future<Output = ()>>> {
        self.state.open.fetch_add(1, Ordering::SeqCst);
        self.state.begun.store(true, Ordering::SeqCst);
        let over = Over(Arc::clone(&self.state));
        let mut heard = self.heard.clone();
        Box::pin(async move {
            let _over = over;
            if heard.wait_for(|heard| *heard).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }

    /// The failure of a run that a signal has ended.
    pub fn ended(&self) -> Option<Failure> {
        let code = self.state.caught.load(Ordering::SeqCst);
        let signal = Signal::ALL.into_iter().find(|signal| signal.exit() as u8 == code)?;
        let message = told!(
            "stopped by {signal}; the session of the vCenter is ended",
            "{signal} により停止しました。vCenter のセッションは終了しています。",
            signal = signal.name()
        );
        Some(Failure { exit: signal.exit(), message })
    }
}

/// Tells that a reading is over when it is dropped.
struct Over(Arc<State>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn listen(state: &State, tell: &watch::Sender<bool>) {
    let Ok(mut next) = Next::new() else { return };
    loop {
        let signal = next.signal().await;
        let first = state.caught.load(Ordering::SeqCst) == 0;
        let over = state.begun.load(Ordering::SeqCst) && state.open.load(Ordering::SeqCst) == 0;
        if !first || over {
            std::process::exit(i32::from(signal.exit() as u8));
        }
        state.caught.store(signal.exit() as u8, Ordering::SeqCst);
        let _ = tell.send(true);
    }
}

#[cfg(unix)]
struct Next {
    hang_up: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Next {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn signal(&mut self) -> Signal {
        tokio::select! {
            _ = self.hang_up.recv() => Signal::HangUp,
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

#[cfg(windows)]
struct Next {
    interrupt: tokio::signal::windows::CtrlC,
    end: tokio::signal::windows::CtrlBreak,
    close: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Next {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
        Ok(Self { interrupt: ctrl_c()?, end: ctrl_break()?, close: ctrl_close()? })
    }

    async fn signal(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.end.recv() => Signal::Terminate,
            _ = self.close.recv() => Signal::HangUp,
        }
    }
}
