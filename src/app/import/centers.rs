//! Service centers.

use super::{Applied, Stamp};
use crate::app::error::AppError;
use crate::domain::intake::center::CenterDraft;
use crate::domain::intake::changes::{Change, plan_center};
use crate::domain::intake::reading::Drafted;
use crate::store::{self, Transaction};

/// Stores what differs. Centers that the file does not name stay as they are.
pub(super) async fn apply(
    transaction: &mut Transaction,
    drafts: &[Drafted<CenterDraft>],
    stamp: &Stamp,
) -> Result<Applied, AppError> {
    let stored = store::center::drafts(transaction).await?;
    let (mut applied, mut save) = (Applied::default(), Vec::new());
    for Drafted { draft, .. } in drafts {
        match plan_center(stored.get(&draft.code), draft) {
            Change::Unchanged => applied.unchanged += 1,
            Change::Insert => {
                applied.inserted += 1;
                save.push(draft);
            }
            Change::Update { changed } => {
                applied.updated += 1;
                applied.count_fields(&changed);
                let code = &draft.code;
                transaction.audit(stamp.changed(
                    "center_changed",
                    "service_center",
                    code,
                    &changed,
                ));
                save.push(draft);
            }
        }
    }
    store::center::save(transaction, &save).await?;
    Ok(applied)
}
