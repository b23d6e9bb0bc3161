//! The facts that are stored: what an exchange reports when a resident's telephone rings.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use huifang::domain::timestamp::Timestamp;
use huifang::store::inbox::NewFact;

/// How long each measurement takes.
pub const SPAN: Duration = Duration::from_secs(3);
/// When the facts were received; a bench asks no calendar.
pub const NOW: Timestamp = Timestamp(1_795_000_000_000);

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A fact that was never stored before: 36 characters of call id, about 60 of key, 170 of body.
pub fn new_fact() -> NewFact {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let call_id = format!("0198f3a2-7c41-7d3e-8a55-{number:012x}");
    NewFact {
        source: "exchange-1".to_owned(),
        external_key: format!("huifang-{call_id}-resident:ringing"),
        kind: "call_event",
        body: format!(
            "{{\"at\":{},\"event\":{{\"type\":\"leg_ringing\",\"leg\":\"resident\",\"channel\":\
             \"huifang-{call_id}-resident\",\"cause\":null,\"detail\":\"180 Ringing\"}}}}",
            NOW.0
        ),
        subject_id: call_id,
    }
}

/// The present, for measuring.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub fn instant() -> Instant {
    Instant::now()
}
