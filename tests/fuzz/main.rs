//! Whatever bytes somebody hands in, the program answers and never panics. `make fuzz` runs these
//! for minutes; `make test` tries a few cases of each.

mod intake;
mod script;

use proptest::test_runner::Config;

/// How many cases of each fuzz are tried: HUIFANG_TEST_FUZZ_CASES, or a few.
#[expect(clippy::disallowed_methods, reason = "tests are told how long to run, not settings")]
fn config() -> Config {
    let cases = std::env::var("HUIFANG_TEST_FUZZ_CASES").ok().and_then(|text| text.parse().ok());
    Config { cases: cases.unwrap_or(64), failure_persistence: None, ..Config::default() }
}
