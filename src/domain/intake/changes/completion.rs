//! What an import means for the completions of a request.
//!
//! A completion is (request number, completed_at). A changed time before batching is a correction;
//! after batching, or when the status went back to open and the matter was completed again, it is a
//! new completion linked to the first. A request reopened before its task is done cancels the task
//! (decisions.md, "Identity and history").

use crate::domain::timestamp::Timestamp;

/// How far a completion got in the daily batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchPlace {
    /// In no batch yet.
    None,
    /// In a batch, excluded with a reason.
    Excluded,
    /// In a batch, with a task that is not done.
    OpenTask,
    /// In a batch, with a task that is done (or cancelled).
    ClosedTask,
}

/// A completion as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredCompletion {
    /// When the matter was completed.
    pub completed_at: Timestamp,
    /// How far it got.
    pub place: BatchPlace,
    /// Whether an import since found the request open again.
    pub reopened: bool,
}

/// What becomes of the completions of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionChange {
    /// Nothing.
    Unchanged,
    /// The first completion of the request.
    First {
        /// Its time.
        completed_at: Timestamp,
    },
    /// The latest completion, in no batch yet, gets another time.
    Correct {
        /// The time it had.
        from: Timestamp,
        /// The time it gets.
        to: Timestamp,
    },
    /// A further completion of the same request.
    Again {
        /// Its time.
        completed_at: Timestamp,
        /// The time of the request's first completion, which it is linked to.
        first: Timestamp,
    },
    /// The latest completion, in no batch yet, did not happen: it is removed.
    Withdraw {
        /// Its time.
        completed_at: Timestamp,
    },
    /// The request is open again after a batch took the completion: it is marked reopened, and its
    /// task cancelled with outcome `reopened` when there is one to cancel.
    Reopen {
        /// Its time.
        completed_at: Timestamp,
        /// Whether the task is not done and has to be cancelled.
        cancel_task: bool,
    },
    /// The request was only shown open for a while: the very completion stands again. Its mark is
    /// cleared, and a task cancelled for it is open again.
    Resume {
        /// Its time.
        completed_at: Timestamp,
    },
}

/// Plans the completions of one request. `stored` are those it has, oldest made first; `completion`
/// is the one the row reports ([`super::ServiceRequestDraft::completion`]) and `is_finished` its
/// status.
///
/// A row that is finished but lost its time says nothing about a completion a batch has; an older
/// export imported again does not bring back a time that was superseded.
pub fn plan_completion(
    stored: &[StoredCompletion],
    completion: Option<Timestamp>,
    is_finished: bool,
) -> CompletionChange {
    let Some((first, latest)) = stored.first().zip(stored.last()) else {
        return completion.map_or(CompletionChange::Unchanged, |completed_at| {
            CompletionChange::First { completed_at }
        });
    };
    match completion {
        Some(at) if at == latest.completed_at => plan_same(latest),
        Some(at) if stored.iter().any(|known| known.completed_at == at) => {
            plan_absent(latest, true)
        }
        Some(at) if latest.place == BatchPlace::None => {
            CompletionChange::Correct { from: latest.completed_at, to: at }
        }
        Some(at) => CompletionChange::Again { completed_at: at, first: first.completed_at },
        None => plan_absent(latest, is_finished),
    }
}

fn plan_same(latest: &StoredCompletion) -> CompletionChange {
    if latest.reopened {
        CompletionChange::Resume { completed_at: latest.completed_at }
    } else {
        CompletionChange::Unchanged
    }
}

/// The row does not report the latest completion any more.
fn plan_absent(latest: &StoredCompletion, is_finished: bool) -> CompletionChange {
    let completed_at = latest.completed_at;
    match latest.place {
        BatchPlace::None => CompletionChange::Withdraw { completed_at },
        _ if is_finished || latest.reopened => CompletionChange::Unchanged,
        place => {
            CompletionChange::Reopen { completed_at, cancel_task: place == BatchPlace::OpenTask }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T1: Timestamp = Timestamp(1000);
    const T2: Timestamp = Timestamp(2000);
    const T3: Timestamp = Timestamp(3000);

    fn at(completed_at: Timestamp, place: BatchPlace) -> StoredCompletion {
        StoredCompletion { completed_at, place, reopened: false }
    }

    fn reopened(completed_at: Timestamp) -> StoredCompletion {
        StoredCompletion { completed_at, place: BatchPlace::ClosedTask, reopened: true }
    }

    fn reopen(completed_at: Timestamp, cancel_task: bool) -> CompletionChange {
        CompletionChange::Reopen { completed_at, cancel_task }
    }

    #[test]
    fn a_time_that_changes_corrects_before_the_batch_and_completes_again_after_it() {
        use BatchPlace::{ClosedTask, Excluded, None as Unbatched, OpenTask};
        use CompletionChange::{Again, Correct, First, Unchanged};
        let cases: [(&str, Vec<StoredCompletion>, Timestamp, CompletionChange); 8] = [
            ("first", vec![], T1, First { completed_at: T1 }),
            ("same", vec![at(T1, Unbatched)], T1, Unchanged),
            ("same in batch", vec![at(T1, OpenTask)], T1, Unchanged),
            ("before batching", vec![at(T1, Unbatched)], T2, Correct { from: T1, to: T2 }),
            ("excluded", vec![at(T1, Excluded)], T2, Again { completed_at: T2, first: T1 }),
            ("with task", vec![at(T1, OpenTask)], T2, Again { completed_at: T2, first: T1 }),
            (
                "third time, linked to the first",
                vec![at(T1, ClosedTask), at(T2, ClosedTask)],
                T3,
                Again { completed_at: T3, first: T1 },
            ),
            (
                "second not batched yet",
                vec![at(T1, ClosedTask), at(T2, Unbatched)],
                T3,
                Correct { from: T2, to: T3 },
            ),
        ];
        for (what, stored, completion, expected) in cases {
            assert_eq!(plan_completion(&stored, Some(completion), true), expected, "{what}");
        }
    }

    #[test]
    fn a_request_opened_again_cancels_what_is_not_done() {
        use BatchPlace::{ClosedTask, Excluded, None as Unbatched, OpenTask};
        use CompletionChange::{Again, Resume, Unchanged, Withdraw};
        let again = Again { completed_at: T2, first: T1 };
        let cases: [(&str, StoredCompletion, Option<Timestamp>, CompletionChange); 8] = [
            ("not batched", at(T1, Unbatched), None, Withdraw { completed_at: T1 }),
            ("task open", at(T1, OpenTask), None, reopen(T1, true)),
            ("task done", at(T1, ClosedTask), None, reopen(T1, false)),
            ("excluded", at(T1, Excluded), None, reopen(T1, false)),
            ("still open", reopened(T1), None, Unchanged),
            ("completed again", reopened(T1), Some(T2), again),
            ("completed again as before", reopened(T1), Some(T1), Resume { completed_at: T1 }),
            ("never reopened", at(T1, OpenTask), Some(T1), Unchanged),
        ];
        for (what, stored, completion, expected) in cases {
            let is_finished = completion.is_some();
            assert_eq!(plan_completion(&[stored], completion, is_finished), expected, "{what}");
        }
        assert_eq!(plan_completion(&[], None, false), Unchanged);
    }

    #[test]
    fn a_finished_request_without_a_time_leaves_the_batch_as_it_is() {
        let batched = [at(T1, BatchPlace::OpenTask)];
        assert_eq!(plan_completion(&batched, None, true), CompletionChange::Unchanged);
        let waiting = [at(T1, BatchPlace::None)];
        let withdrawn = CompletionChange::Withdraw { completed_at: T1 };
        assert_eq!(plan_completion(&waiting, None, true), withdrawn);
    }

    #[test]
    fn an_older_export_brings_back_no_earlier_time() {
        let both = [at(T1, BatchPlace::ClosedTask), at(T2, BatchPlace::OpenTask)];
        assert_eq!(plan_completion(&both, Some(T1), true), CompletionChange::Unchanged);
        let mistaken = [at(T1, BatchPlace::ClosedTask), at(T2, BatchPlace::None)];
        let withdrawn = CompletionChange::Withdraw { completed_at: T2 };
        assert_eq!(plan_completion(&mistaken, Some(T1), true), withdrawn);
    }
}
