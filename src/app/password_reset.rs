//! A new password for somebody who forgot theirs, by whoever runs the machine.

use serde_json::json;

use super::App;
use super::error::AppError;
use super::password;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::entropy::SystemChance;
use crate::store::{self, Audit};

impl App {
    /// Gives an account a new password, unlocks it and ends its sessions; the password, which is
    /// nowhere else in the clear.
    ///
    /// # Errors
    /// `user.not_found`; or the database refuses.
    pub async fn reset_password(
        &self,
        login_name: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        let account = store::people::by_login_name(&self.database, login_name).await?;
        let account = account.ok_or_else(|| {
            AppError::not_found("user.not_found", format!("nobody signs in as {login_name}"))
                .hint("the account made at the first start is called admin")
        })?;
        // Never from `App::chance`, which may be seeded.
        let fresh = password::readable(&mut SystemChance);
        let hash = password::hash(Pii::from(fresh.as_str())).await?;
        let mut transaction = self.database.begin().await?;
        store::people::set_password(&mut transaction, &account.id, &hash).await?;
        store::session::delete_of_user(&mut transaction, &account.id).await?;
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "password_reset",
            subject_kind: "user",
            subject_id: account.id,
            body: json!({}),
        });
        self.commit(transaction).await?;
        Ok(fresh)
    }
}
