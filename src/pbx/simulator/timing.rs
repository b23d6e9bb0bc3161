//! How long things take on simulated lines, in milliseconds.

use uuid::Uuid;

use crate::domain::chance::{Chance, SeededChance};

/// From the order to the agent's telephone ringing.
pub(super) const AGENT_SETUP_MS: i64 = 300;
/// How long an agent takes to pick up.
pub(super) const AGENT_ANSWER_MS: (i64, i64) = (2_000, 5_000);
/// From the order to a sign of the resident's line.
pub(super) const RESIDENT_SETUP_MS: (i64, i64) = (1_000, 3_000);
/// How long a resident who answers takes to do so.
pub(super) const RESIDENT_ANSWER_MS: (i64, i64) = (3_000, 18_000);
/// How long a resident takes to press a call away.
pub(super) const DECLINE_MS: (i64, i64) = (2_000, 12_000);
/// Length of a carrier's announcement.
pub(super) const ANNOUNCEMENT_MS: (i64, i64) = (4_000, 8_000);
/// How long a resident talks who hangs up in mid-conversation.
pub(super) const MIDWAY_MS: (i64, i64) = (6_000, 40_000);
/// How long a resident takes to hang up after the goodbye.
pub(super) const AFTER_GOODBYE_MS: (i64, i64) = (1_000, 4_000);
/// How long an agent waits for that: 5 seconds, goodbye again, 3 seconds (scripts-zh.md 1.1).
pub(super) const AGENT_WAITS_MS: i64 = 8_000;
/// From the end of a conversation to its file.
pub(super) const FILE_MS: i64 = 500;

/// A duration of this span for one purpose of one call.
pub(super) fn draw(seed: u64, call_id: Uuid, purpose: &str, (from, to): (i64, i64)) -> i64 {
    let span = u64::try_from(to - from).unwrap_or(0) + 1;
    let drawn = SeededChance::new(seed, &format!("{purpose} {call_id}")).below(span);
    from + i64::try_from(drawn).unwrap_or(0)
}
