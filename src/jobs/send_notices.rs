//! The work beside the calls: what is odd in the data is looked for, people are told what they
//! must know, and what is due is sent. It has a loop of its own, because a slow mail server must
//! not keep a call waiting.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::find_issues;
use crate::app::{App, AppError, NoticeDesk};
use crate::clock::Clock;
use crate::domain::finding::FindingLimits;

/// How often, in real time, there is a look at what happened.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Looks for findings and gives notices, on a clock.
pub struct NoticeRunner {
    pub app: App,
    pub clock: Clock,
    pub desk: Arc<NoticeDesk>,
    pub limits: FindingLimits,
}

impl NoticeRunner {
    /// Runs until `stop` is cancelled. Failures are logged and tried again.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.round().await {
                tracing::error!(code = error.code, %error, "notices wait; they are tried again");
            }
            // That nobody stopped it in time is no error.
            let _ = tokio::time::timeout(LOOK_AGAIN, stop.cancelled()).await;
        }
    }

    async fn round(&self) -> Result<(), AppError> {
        find_issues(&self.app, self.limits, self.clock.now()).await?;
        self.app.derive_notices(&self.desk, self.clock.now()).await?;
        self.app.send_notices(&self.desk, self.clock.now()).await?;
        Ok(())
    }
}
