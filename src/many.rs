//! Work on all cores: the same done to many things, with the results in the order of the things, or two
//! kinds of work side by side.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer than this for each thread are not worth starting it.
const WORTH: usize = 32;
/// How many a thread takes at a time.
const BATCH: usize = 16;
/// Nested tables are read and dropped recursively; the default of 2 MiB is too near.
const STACK: usize = 16 << 20;

/// The results of a run of items, with the place of the first.
type Made<T> = (usize, Vec<T>);

/// `work` on each of `items`, with a buffer that it may use again.
pub(crate) fn each<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I, &mut Vec<u8>) -> T + Sync,
) -> impl Iterator<Item = T> {
    let mut made = batches(items, work);
    made.sort_unstable_by_key(|&(from, _)| from);
    made.into_iter().flat_map(|(_, batch)| batch)
}

fn batches<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I, &mut Vec<u8>) -> T + Sync,
) -> Vec<Made<T>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(items.len() / WORTH).min(16);
    if threads < 2 {
        let mut buffer = Vec::new();
        let all = items.iter().map(|item| work(item, &mut buffer));
        return vec![(0, all.collect())];
    }
    let next = AtomicUsize::new(0);
    let run = || {
        make_room(items.len() / threads);
        worker(items, &next, &work)
    };
    let done: Vec<Vec<Made<T>>> = thread::scope(|scope| {
        let start = |_| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, run)
        };
        let started: Vec<_> = (0..threads).flat_map(start).collect();
        let mut done: Vec<_> = started.into_iter().map(joined).collect();
        // What is left where no thread could be started.
        done.push(run());
        done
    });
    done.into_iter().flatten().collect()
}

/// What both kinds of work come to: `aside` in a thread of its own, where one can be started.
pub(crate) fn both<A: Send, B>(aside: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let started = thread.spawn_scoped(scope, &aside);
        let here = here();
        let aside = started.map_or_else(|_| aside(), joined);
        (aside, here)
    })
}

fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Lets the heap of a thread grow once instead of page by page: glibc asks the system for every
/// 4 KiB of it, while all threads wait. Memory that is not used in the end is never taken.
fn make_room(items: usize) {
    const EACH: usize = 4 << 10;
    // Beyond this glibc learns nothing from the first of them.
    const MOST: usize = 30 << 20;
    let room = (items * EACH).min(MOST);
    // The first is mapped and tells glibc to keep what is smaller; the second is kept so.
    for size in [room + (1 << 20), room] {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(size)));
    }
}

fn worker<I, T>(
    items: &[I],
    next: &AtomicUsize,
    work: impl Fn(&I, &mut Vec<u8>) -> T,
) -> Vec<Made<T>> {
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
        let batch = batch.iter().map(|item| work(item, &mut buffer));
        made.push((from, batch.collect()));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_order() {
        for count in [0, 1, 31, 64, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            let made: Vec<_> = super::each(&items, |i, _| i * 2).collect();
            assert_eq!(made, items.iter().map(|i| i * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn two_kinds_of_work_keep_apart() {
        let owned = String::from("here");
        assert_eq!(super::both(|| owned.len(), || owned.as_str()), (4, "here"));
    }
}
