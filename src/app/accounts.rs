//! Further accounts, made by whoever runs the machine.

use serde_json::json;

use super::App;
use super::error::AppError;
use super::{password, permission};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::entropy::SystemChance;
use crate::store::people::{AccountLine, NewAccount};
use crate::store::{self, Audit};

/// Characters of the longest login name and of the longest name.
const NAME_MAX: usize = 64;

impl App {
    /// Makes an account with one role for the whole company; its password, which is nowhere else in
    /// the clear.
    ///
    /// # Errors
    /// `user.unknown_role`, `user.bad_name`, `user.taken`; or the database refuses.
    pub async fn add_user(
        &self,
        login_name: &str,
        display_name: &Pii<String>,
        role: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        if !permission::roles().any(|known| known == role) {
            let known = permission::roles().collect::<Vec<_>>().join(", ");
            return Err(AppError::invalid("user.unknown_role", format!("there is no role {role}"))
                .hint(format!("the roles are {known}")));
        }
        let is_odd = |c: char| c.is_whitespace() || c.is_control();
        let is_long = |name: &str| name.chars().count() > NAME_MAX;
        let is_bad = login_name.is_empty() || login_name.contains(is_odd);
        if is_bad || is_long(login_name) || is_long(display_name.reveal()) {
            let sentence = "a login name has no spaces, and no name more than 64 characters";
            return Err(AppError::invalid("user.bad_name", sentence));
        }
        // Never from `App::chance`, which may be seeded.
        let fresh = password::readable(&mut SystemChance);
        let hash = password::hash(Pii::from(fresh.as_str())).await?;
        let id = self.new_id(now);
        let account = NewAccount {
            id,
            login_name,
            display_name,
            password_hash: &hash,
            role,
            role_id: self.new_id(now),
        };
        let mut transaction = self.database.begin().await?;
        if !store::people::insert(&mut transaction, &account, now, self.zone.date(now)).await? {
            let sentence = format!("somebody signs in as {login_name} already");
            return Err(AppError::conflict("user.taken", sentence).hint("choose another name"));
        }
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "user_added",
            subject_kind: "user",
            subject_id: id.to_string(),
            body: json!({ "role": role }),
        });
        self.commit(transaction).await?;
        Ok(fresh)
    }

    /// Every account with the roles it has today.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn users(&self, now: Timestamp) -> Result<Vec<AccountLine>, AppError> {
        Ok(store::people::all(&self.database, self.zone.date(now)).await?)
    }
}
