//! The only reader of time.
//!
//! A [`Clock`] is one of three: the system's, the demonstration's (which starts at a chosen instant
//! and runs at a chosen speed) and a manual one that moves only when it is told to. All three can
//! be waited on with [`Clock::sleep_until`], which wakes at the right instant even when the speed
//! changes or the clock jumps while somebody waits. Clones share one clock.

mod pace;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::domain::timestamp::Timestamp;
use pace::Pace;

/// The slowest and the fastest speed of a demonstration clock.
pub const SPEEDS: std::ops::RangeInclusive<u32> = 1..=3600;

/// Longest uninterrupted wait. The system's clock can be set while somebody waits on it, and a
/// timer of the runtime does not notice.
const NAP: Duration = Duration::from_secs(30);

/// Tells the time, and waits for it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    System,
    Demo { started: Instant, pace: watch::Sender<Pace> },
    Manual(watch::Sender<Timestamp>),
}

/// Which clock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    /// The system's.
    System,
    /// A demonstration's.
    Demo,
    /// A test's or a simulation's.
    Manual,
}

/// What a screen shows about the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockStatus {
    /// Which clock it is.
    pub kind: ClockKind,
    /// What it says.
    pub now: Timestamp,
    /// The chosen speed, whether or not it is in force just now. 1 when it cannot be chosen.
    pub speed: u32,
    /// Whether a person stopped it.
    pub paused: bool,
    /// Whether it goes at real speed because a person is in a call.
    pub held_by_call: bool,
}

/// Why a clock was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The system's clock is nobody's to change, and a manual clock has no speed.
    #[error("this clock cannot be adjusted")]
    NotAdjustable,
    /// Time that has passed has passed: what was decided at it stays.
    #[error("a clock never goes backwards")]
    Backwards,
    /// Outside [`SPEEDS`].
    #[error("the speed is a whole number from 1 to 3600")]
    SpeedOutOfRange,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Arc::new(Kind::System))
    }

    /// A demonstration clock that says `start` now and runs `speed` times as fast as the real one.
    ///
    /// # Errors
    /// [`ClockError::SpeedOutOfRange`].
    pub fn demo(start: Timestamp, speed: u32) -> Result<Self, ClockError> {
        let (pace, _) = watch::channel(Pace::new(start, checked(speed)?));
        Ok(Self(Arc::new(Kind::Demo { started: real_instant(), pace })))
    }

    /// A clock that says `start` until it is moved by [`Clock::jump_to`] or [`Clock::advance_ms`].
    pub fn manual(start: Timestamp) -> Self {
        Self(Arc::new(Kind::Manual(watch::channel(start).0)))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &*self.0 {
            Kind::System => system_now(),
            Kind::Demo { started, pace } => pace.borrow().now(real_us(*started)),
            Kind::Manual(now) => *now.borrow(),
        }
    }

    /// Waits until the clock says `deadline` or later.
    pub async fn sleep_until(&self, deadline: Timestamp) {
        match &*self.0 {
            Kind::System => loop {
                match deadline.ms_since(system_now()) {
                    ..=0 => return,
                    left_ms => nap(Some(left_ms.unsigned_abs().saturating_mul(1000))).await,
                }
            },
            Kind::Demo { started, pace } => {
                let mut changes = pace.subscribe();
                loop {
                    let real = real_us(*started);
                    let seen = *changes.borrow_and_update();
                    if seen.now(real) >= deadline {
                        return;
                    }
                    // The sender lives in `self`, so `changed` cannot fail while we wait.
                    tokio::select! {
                        _ = changes.changed() => {}
                        () = nap(seen.real_us_until(real, deadline)) => {}
                    }
                }
            }
            Kind::Manual(now) => {
                // As above: the sender outlives the wait.
                let _ = now.subscribe().wait_for(|now| *now >= deadline).await;
            }
        }
    }

    /// What a screen shows about this clock.
    pub fn status(&self) -> ClockStatus {
        let (kind, pace) = match &*self.0 {
            Kind::System => (ClockKind::System, None),
            Kind::Demo { pace, .. } => (ClockKind::Demo, Some(*pace.borrow())),
            Kind::Manual(_) => (ClockKind::Manual, None),
        };
        ClockStatus {
            kind,
            now: self.now(),
            speed: pace.map_or(1, |pace| pace.speed()),
            paused: pace.is_some_and(|pace| pace.paused()),
            held_by_call: pace.is_some_and(|pace| pace.held()),
        }
    }

    /// Changes the speed of a demonstration clock.
    ///
    /// # Errors
    /// [`ClockError::NotAdjustable`] for other clocks, [`ClockError::SpeedOutOfRange`].
    pub fn set_speed(&self, speed: u32) -> Result<(), ClockError> {
        let speed = checked(speed)?;
        self.adjust(|pace, real| pace.with_speed(real, speed))
    }

    /// Stops a demonstration clock or lets it go on.
    ///
    /// # Errors
    /// [`ClockError::NotAdjustable`] for other clocks.
    pub fn set_paused(&self, paused: bool) -> Result<(), ClockError> {
        self.adjust(|pace, real| pace.with_paused(real, paused))
    }

    /// Makes a demonstration clock go at real speed while a person is in a call. Other clocks go at
    /// the speed they go at anyway.
    pub fn hold(&self, held: bool) {
        if let Kind::Demo { started, pace } = &*self.0 {
            pace.send_if_modified(|pace| {
                let changed = pace.held() != held;
                *pace = pace.with_held(real_us(*started), held);
                changed
            });
        }
    }

    /// Sets a demonstration or manual clock forward to `instant`.
    ///
    /// # Errors
    /// [`ClockError::Backwards`] when the clock is already past it, [`ClockError::NotAdjustable`]
    /// for the system's clock.
    pub fn jump_to(&self, instant: Timestamp) -> Result<(), ClockError> {
        let mut jumped = Ok(());
        match &*self.0 {
            Kind::System => return Err(ClockError::NotAdjustable),
            Kind::Demo { started, pace } => {
                pace.send_modify(|pace| match pace.jumped_to(real_us(*started), instant) {
                    Some(later) => *pace = later,
                    None => jumped = Err(ClockError::Backwards),
                })
            }
            Kind::Manual(now) => now.send_modify(|now| {
                if instant < *now {
                    jumped = Err(ClockError::Backwards);
                } else {
                    *now = instant;
                }
            }),
        }
        jumped
    }

    /// Moves a demonstration or manual clock forward by `duration_ms`.
    ///
    /// # Errors
    /// As [`Clock::jump_to`].
    pub fn advance_ms(&self, duration_ms: i64) -> Result<(), ClockError> {
        self.jump_to(self.now().plus_ms(duration_ms))
    }

    fn adjust(&self, change: impl FnOnce(Pace, i64) -> Pace) -> Result<(), ClockError> {
        let Kind::Demo { started, pace } = &*self.0 else {
            return Err(ClockError::NotAdjustable);
        };
        pace.send_modify(|pace| *pace = change(*pace, real_us(*started)));
        Ok(())
    }
}

/// Real time that passes, whatever any clock says: for measuring how long work took.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins to measure.
    pub fn start() -> Self {
        Self(real_instant())
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

fn checked(speed: u32) -> Result<u32, ClockError> {
    if SPEEDS.contains(&speed) { Ok(speed) } else { Err(ClockError::SpeedOutOfRange) }
}

/// Waits `wait_us` of real time, at most [`NAP`]; without an end, [`NAP`].
#[expect(clippy::disallowed_methods, reason = "this is the clock the others are sent to")]
async fn nap(wait_us: Option<u64>) {
    let wait = wait_us.map_or(NAP, Duration::from_micros);
    tokio::time::sleep(wait.min(NAP)).await;
}

#[expect(clippy::disallowed_methods, reason = "this is the clock the others are sent to")]
fn system_now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}

#[expect(clippy::disallowed_methods, reason = "this is the clock the others are sent to")]
fn real_instant() -> Instant {
    Instant::now()
}

fn real_us(started: Instant) -> i64 {
    i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX)
}
