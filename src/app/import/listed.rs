//! Imports that the process does at once, for whoever waits at the terminal, and that the list of
//! imports shows all the same.

use super::jobs::{end_state, insert_ended, whole};
use super::order::ImportOrder;
use super::outcome::ImportOutcome;
use super::report::{ImportRefusal, ImportReport};
use super::tidy_name;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::store::import_job::ImportJobRow;

impl App {
    /// Does an import of the command line and lists it once it is over, whatever came of it. One
    /// that was only tried leaves no trace. A service that starts meanwhile would take an import
    /// that is listed as running for one that a crash left.
    ///
    /// # Errors
    /// As [`App::import_file`].
    pub async fn import_listed(&self, order: ImportOrder) -> Result<ImportReport, ImportRefusal> {
        let listed = order.clone();
        let done = self.import_file(order).await;
        if !listed.dry_run
            && let Err(error) = self.list_ended(&listed, &done).await
        {
            tracing::warn!(code = error.code, %error, "an import cannot be listed");
        }
        done
    }

    async fn list_ended(
        &self,
        order: &ImportOrder,
        done: &Result<ImportReport, ImportRefusal>,
    ) -> Result<(), AppError> {
        let watch = &order.watch;
        let state = end_state(done);
        let bytes = if state == "done" { watch.bytes_total() } else { watch.bytes_read() };
        let row = ImportJobRow {
            id: self.new_id(order.now).to_string(),
            kind: order.kind.code().to_owned(),
            mode: order.mode.code().to_owned(),
            is_dry_run: false,
            origin: "cli".to_owned(),
            file_name: tidy_name(&order.file_name),
            file_hash: done.as_ref().ok().map(|report| report.file_hash.clone()),
            state: state.to_owned(),
            bytes_total: whole(watch.bytes_total()),
            bytes_read: whole(bytes),
            row_count: whole(watch.rows()),
            error_row_count: whole(watch.error_rows()),
            is_cancel_requested: false,
            exchange: self.exchange.clone(),
            requested_by: order.actor.clone(),
            requested_at: order.now.0,
            finished_at: Some(order.now.0),
        };
        let mut transaction = self.database.begin().await?;
        insert_ended(&mut transaction, &row, &ImportOutcome::new(done), order.now).await?;
        self.commit(transaction).await
    }
}
