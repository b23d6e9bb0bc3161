//! Group commit for the inbox: whoever hands in a fact is answered once it is durable, and facts
//! that wait while a commit runs go into the next one together. No timer is needed: the group is
//! whatever came meanwhile.

use tokio::sync::{mpsc, oneshot};

use super::database::{Database, StoreError};
use super::inbox::NewFact;
use super::inbox_group;
use crate::domain::timestamp::Timestamp;

/// The largest group of one commit.
const GROUP_MAX: usize = 512;

struct Waiting {
    facts: Vec<NewFact>,
    now: Timestamp,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// Hands facts to the writer. Cheap to clone; the writer ends with its last handle.
#[derive(Clone)]
pub struct InboxWriter(mpsc::Sender<Waiting>);

impl InboxWriter {
    /// Starts the writer.
    pub fn start(database: Database) -> Self {
        let (sender, receiver) = mpsc::channel(GROUP_MAX * 2);
        tokio::spawn(write_groups(database, receiver));
        Self(sender)
    }

    /// Stores facts and returns once they are durable. Repeated ones are stored once.
    ///
    /// # Errors
    /// When the database refuses; then none of them is stored.
    pub async fn accept(&self, facts: Vec<NewFact>, now: Timestamp) -> Result<(), StoreError> {
        let (done, answer) = oneshot::channel();
        let stopped = || StoreError::Sql(sqlx::Error::WorkerCrashed);
        self.0.send(Waiting { facts, now, done }).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

async fn write_groups(database: Database, mut receiver: mpsc::Receiver<Waiting>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while receiver.recv_many(&mut group, GROUP_MAX).await > 0 {
        gather(&mut receiver, &mut group).await;
        write_group(&database, std::mem::take(&mut group)).await;
    }
}

/// Lets senders that were answered just now hand in their next fact, as long as more come: without
/// this every other group would be the first of them alone.
async fn gather(receiver: &mut mpsc::Receiver<Waiting>, group: &mut Vec<Waiting>) {
    let mut before = 0;
    while group.len() > before && group.len() < GROUP_MAX {
        before = group.len();
        tokio::task::yield_now().await;
        while let Some(waiting) = (group.len() < GROUP_MAX).then(|| receiver.try_recv().ok()) {
            let Some(waiting) = waiting else { break };
            group.push(waiting);
        }
    }
}

async fn write_group(database: &Database, group: Vec<Waiting>) {
    let facts: Vec<&NewFact> = group.iter().flat_map(|waiting| &waiting.facts).collect();
    let now = group.iter().map(|waiting| waiting.now).max().unwrap_or_default();
    let together = inbox_group::store(database, &facts, now).await;
    for waiting in group {
        // One bad fact must not fail its neighbours: each is then tried by itself.
        let alone = match &together {
            Ok(()) => Ok(()),
            Err(_) => {
                let facts: Vec<&NewFact> = waiting.facts.iter().collect();
                inbox_group::store(database, &facts, waiting.now).await
            }
        };
        // Whoever stopped waiting does not need the answer; the fact is stored all the same.
        let _ = waiting.done.send(alone);
    }
}
