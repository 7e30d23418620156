//! Does the same to many things on all cores; the results come in the order of the things.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer than this for each thread are not worth starting it.
const WORTH: usize = 32;
/// How many a thread takes at a time.
const BATCH: usize = 16;
/// Nested tables are read and dropped recursively; the default of 2 MiB is too near.
const STACK: usize = 16 << 20;

/// `work` on each of `items`, with a buffer that it may use again.
pub(crate) fn each<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I, &mut Vec<u8>) -> T + Sync,
) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(items.len() / WORTH).min(16);
    if threads < 2 {
        let mut buffer = Vec::new();
        return items.iter().map(|item| work(item, &mut buffer)).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || worker(items, &next, &work);
    let done: Vec<Vec<(usize, T)>> = thread::scope(|scope| {
        let start = |_| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, run)
        };
        let started: Vec<_> = (0..threads).flat_map(start).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let mut done: Vec<_> = started.into_iter().map(join).collect();
        // What is left where no thread could be started.
        done.push(run());
        done
    });
    let mut all: Vec<Option<T>> = Vec::new();
    all.resize_with(items.len(), || None);
    for (index, made) in done.into_iter().flatten() {
        all[index] = Some(made);
    }
    all.into_iter().flatten().collect()
}

fn worker<I, T>(
    items: &[I],
    next: &AtomicUsize,
    work: impl Fn(&I, &mut Vec<u8>) -> T,
) -> Vec<(usize, T)> {
    let mut buffer = Vec::new();
    let mut made = Vec::new();
    loop {
        let from = next.fetch_add(BATCH, Ordering::Relaxed);
        let Some(batch) = items.get(from..items.len().min(from + BATCH)) else {
            return made;
        };
        if batch.is_empty() {
            return made;
        }
        for (index, item) in batch.iter().enumerate() {
            made.push((from + index, work(item, &mut buffer)));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_order() {
        for count in [0, 1, 31, 64, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let made = super::each(&items, |i, _| i * 2);
            assert_eq!(made, items.iter().map(|i| i * 2).collect::<Vec<_>>());
        }
    }
}
