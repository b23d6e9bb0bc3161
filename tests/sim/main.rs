//! The whole service on a manual clock, in a seeded world that goes wrong: commands fail, or
//! succeed unheard; facts come late, twice and in disorder; processes die between any two commits;
//! a second node works on the same database. After every step the promises are checked.
//!
//! A seed that fails is named; `HUIFANG_TEST_SEED=n cargo test --test sim` runs that one alone.

mod exchange;
mod invariants;
mod journal;
mod node;
mod run;
mod windows;
mod world;

use huifang::domain::chance::Chance;
use huifang::entropy::SystemChance;

/// Runs in every build, the same everywhere.
const FIXED_SEEDS: std::ops::RangeInclusive<u64> = 1..=25;
/// As many at a time as the smallest machine of ours has cores.
const THREADS: usize = 2;

#[expect(clippy::disallowed_methods, reason = "how tests are told which seed and which server")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The only seed to run, when one is named.
fn only_seed() -> Option<u64> {
    told("HUIFANG_TEST_SEED").map(|text| text.parse().expect("HUIFANG_TEST_SEED is a number"))
}

/// Runs the seeds, a few at a time, and names those that fail.
fn run_seeds(seeds: &[u64], postgres: Option<&str>) {
    let failures: Vec<String> = std::thread::scope(|scope| {
        let shares = (0..THREADS).map(|first| {
            let share = seeds.iter().copied().skip(first).step_by(THREADS);
            scope.spawn(move || {
                share.filter_map(|seed| run::world(seed, postgres).err()).collect::<Vec<_>>()
            })
        });
        let running: Vec<_> = shares.collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn fixed_seeds_keep_every_promise_on_sqlite() {
    let seeds: Vec<u64> = only_seed().map_or_else(|| FIXED_SEEDS.collect(), |seed| vec![seed]);
    run_seeds(&seeds, None);
}

#[test]
fn a_fresh_seed_keeps_every_promise_on_sqlite() {
    if only_seed().is_none() {
        let seed = SystemChance.below(1_000_000);
        println!("fresh seed: {seed}");
        run_seeds(&[seed], None);
    }
}

/// Two nodes truly at the same time; on SQLite their commits take turns.
#[test]
fn two_seeds_keep_every_promise_on_postgresql() {
    if let (None, Some(server)) = (only_seed(), told("HUIFANG_TEST_POSTGRES")) {
        run_seeds(&[1, 2], Some(&server));
    }
}
