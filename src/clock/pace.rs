//! How a demonstration clock gets from real time to its own: plain arithmetic on two numbers.

use crate::domain::timestamp::Timestamp;

/// At real microsecond `anchor_us` the clock said `anchor`, and it has gone at one rate since.
/// Every change moves the anchor to the moment of the change, so the clock never goes backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    anchor_us: i64,
    anchor: Timestamp,
    speed: u32,
    paused: bool,
    held: bool,
}

impl Pace {
    /// Says `start` at real microsecond 0.
    pub fn new(start: Timestamp, speed: u32) -> Self {
        Self { anchor_us: 0, anchor: start, speed, paused: false, held: false }
    }

    pub fn speed(&self) -> u32 {
        self.speed
    }

    pub fn paused(&self) -> bool {
        self.paused
    }

    pub fn held(&self) -> bool {
        self.held
    }

    /// What the clock says at real microsecond `real_us`.
    pub fn now(&self, real_us: i64) -> Timestamp {
        let passed_us = (real_us - self.anchor_us).max(0);
        self.anchor.plus_ms(passed_us.saturating_mul(self.rate()) / 1000)
    }

    /// Real microseconds from `real_us` until the clock says `deadline`; none while it stands.
    pub fn real_us_until(&self, real_us: i64, deadline: Timestamp) -> Option<u64> {
        let left_us = deadline.ms_since(self.now(real_us)).max(0).saturating_mul(1000);
        match self.rate() {
            0 => None,
            rate => Some(left_us.unsigned_abs().div_ceil(rate.unsigned_abs())),
        }
    }

    pub fn with_speed(self, real_us: i64, speed: u32) -> Self {
        Self { speed, ..self.anchored(real_us) }
    }

    pub fn with_paused(self, real_us: i64, paused: bool) -> Self {
        Self { paused, ..self.anchored(real_us) }
    }

    pub fn with_held(self, real_us: i64, held: bool) -> Self {
        if held == self.held { self } else { Self { held, ..self.anchored(real_us) } }
    }

    /// None when the clock is past `instant`.
    pub fn jumped_to(self, real_us: i64, instant: Timestamp) -> Option<Self> {
        let anchored = self.anchored(real_us);
        (instant >= anchored.anchor).then_some(Self { anchor: instant, ..anchored })
    }

    fn anchored(self, real_us: i64) -> Self {
        Self { anchor: self.now(real_us), anchor_us: real_us.max(self.anchor_us), ..self }
    }

    /// Clock time per real time. Standing still is the person's word and wins over a call.
    fn rate(&self) -> i64 {
        match (self.paused, self.held) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => i64::from(self.speed),
        }
    }
}
