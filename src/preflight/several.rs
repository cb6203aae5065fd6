//! Several runs side by side, a few at once: each keeps its report, and its inventory is gone when it is judged.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Readings at one time: each may hold a whole inventory.
const AT_ONCE: usize = 4;

/// What each of so many runs gives, in their order. One that gives nothing was not made: no thread was to be had.
pub fn several<T: Send>(count: usize, run: impl Fn(usize) -> T + Sync) -> Vec<Option<T>> {
    let next = AtomicUsize::new(0);
    let done: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let work = || {
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(slot) = done.get(at)
        {
            let given = run(at);
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(given);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..count.min(AT_ONCE) {
            // Fewer threads are only slower: this one works, too.
            let _ = std::thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    done.into_iter().map(|slot| slot.into_inner().ok().flatten()).collect()
}
