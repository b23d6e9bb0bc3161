//! The demonstration's arithmetic as a table, and the waiting without any real wait.

use super::*;

const START: Timestamp = Timestamp(1_000_000);
const SECOND_US: i64 = 1_000_000;

fn pace() -> Pace {
    Pace::new(START, 60)
}

#[test]
fn a_demonstration_clock_follows_its_adjustments() {
    let s = SECOND_US;
    let cases: [(&str, Pace, i64, i64); 8] = [
        ("at the start", pace(), 0, 0),
        ("60 times as fast", pace(), 2 * s, 120_000),
        ("faster from second 1", pace().with_speed(s, 600), 2 * s, 660_000),
        ("paused at second 1", pace().with_paused(s, true), 9 * s, 60_000),
        ("going on", pace().with_paused(s, true).with_paused(5 * s, false), 6 * s, 120_000),
        ("held at second 1", pace().with_held(s, true), 3 * s, 62_000),
        ("paused and held", pace().with_held(s, true).with_paused(2 * s, true), 9 * s, 61_000),
        ("released from a call", pace().with_held(s, true).with_held(3 * s, false), 4 * s, 122_000),
    ];
    for (case, pace, real_us, expected_ms) in cases {
        assert_eq!(pace.now(real_us).ms_since(START), expected_ms, "{case}");
    }
}

#[test]
fn a_jump_goes_forward_only() {
    let later = START.plus_secs(3600);
    let jumped = pace().jumped_to(SECOND_US, later).expect("an hour ahead");
    assert_eq!(jumped.now(SECOND_US), later);
    assert_eq!(jumped.now(2 * SECOND_US), later.plus_secs(60));
    assert_eq!(pace().jumped_to(SECOND_US, START.plus_secs(59)), None);
}

#[test]
fn the_real_wait_ends_when_the_clock_says_so_and_never_before() {
    for (speed, ahead_ms) in [(1, 1), (60, 1), (60, 61_001), (7, 1000), (3600, 5)] {
        let pace = Pace::new(START, speed);
        let deadline = START.plus_ms(ahead_ms);
        let wait_us = pace.real_us_until(0, deadline).expect("it goes");
        let wait_us = i64::try_from(wait_us).expect("a short wait");
        assert!(pace.now(wait_us) >= deadline, "{speed} {ahead_ms}");
        assert!(pace.now(wait_us - 1) < deadline, "{speed} {ahead_ms}");
    }
    assert_eq!(pace().with_paused(0, true).real_us_until(0, START.plus_ms(1)), None);
}

#[tokio::test]
async fn advancing_a_manual_clock_wakes_those_whose_time_has_come() {
    let clock = Clock::manual(START);
    clock.sleep_until(START).await;
    let deadline = START.plus_secs(60);
    let mut sleeper = std::pin::pin!(clock.sleep_until(deadline));
    assert!(still_waits(sleeper.as_mut()).await);
    clock.advance_ms(59_999).expect("forward");
    assert!(still_waits(sleeper.as_mut()).await);
    clock.jump_to(deadline).expect("forward");
    sleeper.await;
    assert_eq!(clock.now(), deadline);
    assert_eq!(clock.jump_to(START), Err(ClockError::Backwards));
}

#[tokio::test]
async fn a_sleeper_on_a_paused_demonstration_wakes_by_a_jump() {
    let clock = Clock::demo(START, 60).expect("an allowed speed");
    clock.set_paused(true).expect("adjustable");
    let deadline = START.plus_secs(1_000_000);
    let mut sleeper = std::pin::pin!(clock.sleep_until(deadline));
    assert!(still_waits(sleeper.as_mut()).await);
    clock.jump_to(deadline).expect("forward");
    sleeper.await;
    assert_eq!(clock.now(), deadline);
}

#[tokio::test]
async fn a_sleeper_wakes_by_the_speed_that_was_set_while_it_slept() {
    let clock = Clock::demo(START, 1).expect("an allowed speed");
    clock.set_paused(true).expect("adjustable");
    let deadline = START.plus_ms(3600);
    let mut sleeper = std::pin::pin!(clock.sleep_until(deadline));
    assert!(still_waits(sleeper.as_mut()).await);
    clock.set_speed(3600).expect("an allowed speed");
    clock.set_paused(false).expect("adjustable");
    sleeper.await;
    assert!(clock.now() >= deadline);
}

#[test]
fn only_a_demonstration_is_adjusted_and_says_so() {
    let system = Clock::system();
    assert_eq!(system.set_speed(2), Err(ClockError::NotAdjustable));
    assert_eq!(system.jump_to(Timestamp(i64::MAX)), Err(ClockError::NotAdjustable));
    assert_eq!(Clock::manual(START).set_paused(true), Err(ClockError::NotAdjustable));

    let demo = Clock::demo(START, 60).expect("an allowed speed");
    assert_eq!(demo.set_speed(0), Err(ClockError::SpeedOutOfRange));
    assert_eq!(demo.jump_to(START.plus_ms(-1)), Err(ClockError::Backwards));
    demo.set_paused(true).expect("adjustable");
    demo.set_speed(120).expect("adjustable");
    demo.hold(true);
    let now = demo.now();
    let kind = ClockKind::Demo;
    let expected = ClockStatus { kind, now, speed: 120, paused: true, held_by_call: true };
    assert_eq!(demo.status(), expected);
}

/// Whether the future is not done after everything that is ready has run.
async fn still_waits(sleeper: std::pin::Pin<&mut impl Future<Output = ()>>) -> bool {
    tokio::select! {
        biased;
        () = sleeper => false,
        () = tokio::task::yield_now() => true,
    }
}
