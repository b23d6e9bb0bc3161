//! Senders that hand in one fact, wait until it is durable, and hand in the next.

use std::time::Duration;

use huifang::store::Database;
use huifang::store::ingest::InboxWriter;

use crate::Outcome;
use crate::workload::{NOW, SPAN, instant, new_fact};

/// What was stored in which time, and how long each answer took.
pub struct Measured {
    pub rows: usize,
    pub span: Duration,
    pub waits: Vec<Duration>,
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        self.rows as f64 / self.span.as_secs_f64()
    }

    /// The answer time that this share of all answers stayed below; `waits` is sorted.
    pub fn percentile(&self, share: f64) -> Duration {
        let last = self.waits.len().saturating_sub(1);
        self.waits.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }
}

/// Runs `count` senders at once.
pub async fn run(database: &Database, count: usize) -> Outcome<Measured> {
    let inbox = InboxWriter::start(database.clone());
    let began = instant();
    let senders: Vec<_> = (0..count).map(|_| tokio::spawn(send(inbox.clone()))).collect();
    let mut waits = Vec::new();
    for sender in senders {
        waits.extend(sender.await??);
    }
    let span = began.elapsed();
    waits.sort_unstable();
    Ok(Measured { rows: waits.len(), span, waits })
}

async fn send(inbox: InboxWriter) -> Result<Vec<Duration>, huifang::store::StoreError> {
    let end = instant() + SPAN;
    let mut waits = Vec::new();
    loop {
        let handed_in = instant();
        if handed_in >= end {
            return Ok(waits);
        }
        inbox.accept(vec![new_fact()], NOW).await?;
        waits.push(handed_in.elapsed());
    }
}
