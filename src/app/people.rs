//! Accounts: the first one, sign-in with lock-out, and the seats of the simulation.

use chrono::NaiveDate;
use serde_json::json;

use super::App;
use super::error::AppError;
use super::{password, permission};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::entropy::SystemChance;
use crate::store::people::{Account, NewAccount};
use crate::store::{self, Audit};

/// The login name of the account made at the first start.
const FIRST_LOGIN_NAME: &str = "admin";
const FIRST_DISPLAY_NAME: &str = "系统管理员";

/// Stored instead of a hash: no password is right.
const NO_PASSWORD: &str = "!";

/// Wrong passwords in a row after which an account is locked.
const FAILURES_MAX: i64 = 5;
/// Length of the first lock, in seconds; each further failure doubles it.
const LOCK_SECS: i64 = 30;
const LOCK_SECS_MAX: i64 = 15 * 60;

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct User {
    pub id: String,
    pub login_name: String,
    pub display_name: Pii<String>,
    /// Held today.
    pub roles: Vec<String>,
    /// What these roles may do.
    pub permissions: Vec<String>,
}

/// What came of an attempt to sign in.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// The password is right.
    Accepted(User),
    /// The name or the password is wrong; which one is not told.
    Refused,
    /// Too many wrong passwords: not before this many seconds have passed.
    Locked { for_secs: i64 },
}

impl App {
    /// Stores what roles may do and, when there is no account yet, makes an administrator; its
    /// login name and password, which are nowhere else in the clear.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn first_administrator(
        &self,
        now: Timestamp,
    ) -> Result<Option<(String, String)>, AppError> {
        let mut made = None;
        if store::people::count(&self.database).await? == 0 {
            // Never from `App::chance`, which may be seeded.
            let password = password::readable(&mut SystemChance);
            made = Some((password::hash(Pii::from(password.as_str())).await?, password));
        }
        let mut transaction = self.database.begin().await?;
        store::people::insert_permissions(&mut transaction, &permission::of_roles()).await?;
        if let Some((hash, _)) = &made {
            let account = NewAccount {
                id: self.new_id(now),
                login_name: FIRST_LOGIN_NAME,
                display_name: &FIRST_DISPLAY_NAME.into(),
                password_hash: hash,
                role: permission::ADMINISTRATOR,
                role_id: self.new_id(now),
            };
            let today = self.zone.date(now);
            if !store::people::insert(&mut transaction, &account, now, today).await? {
                // Another node was faster.
                made = None;
            }
        }
        self.commit(transaction).await?;
        Ok(made.map(|(_, password)| (FIRST_LOGIN_NAME.to_owned(), password)))
    }

    /// Checks a name and a password. `real_now` is real time whatever the clock of the
    /// demonstration says: locks are about people who try passwords, not about callbacks. One
    /// process must not run two of these at once, or guesses made together would count as one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn sign_in(
        &self,
        login_name: &str,
        password: Pii<String>,
        now: Timestamp,
        real_now: Timestamp,
    ) -> Result<SignIn, AppError> {
        let account = store::people::by_login_name(&self.database, login_name).await?;
        if let Some(for_secs) = account.as_ref().and_then(|account| locked_for(account, real_now)) {
            return Ok(SignIn::Locked { for_secs });
        }
        let stored = account.as_ref().map(|account| account.password_hash.clone());
        let is_right = password::verify(password, stored).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(SignIn::Refused);
        };
        self.record_sign_in(&account, is_right, now, real_now).await?;
        match self.user(&account.id, self.zone.date(now)).await? {
            Some(user) if is_right => Ok(SignIn::Accepted(user)),
            _ => Ok(SignIn::Refused),
        }
    }

    /// Somebody who may use the program on `today`; none when the account is gone or disabled.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn user(&self, id: &str, today: NaiveDate) -> Result<Option<User>, AppError> {
        let account = store::people::by_id(&self.database, id).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(None);
        };
        Ok(Some(User {
            display_name: store::people::display_name(&self.database, id).await?,
            roles: store::people::roles(&self.database, id, today).await?,
            permissions: store::people::permissions(&self.database, id, today).await?,
            id: account.id,
            login_name: account.login_name,
        }))
    }

    /// Makes an agent who works a seat of the simulation and cannot sign in; the id. One that
    /// exists stays as it is.
    ///
    /// # Errors
    /// When the database refuses, or the login name is taken at this very moment.
    pub async fn seat_agent(
        &self,
        login_name: &str,
        display_name: &Pii<String>,
        role: &str,
        number: &str,
        now: Timestamp,
    ) -> Result<String, AppError> {
        if let Some(account) = store::people::by_login_name(&self.database, login_name).await? {
            return Ok(account.id);
        }
        let id = self.new_id(now);
        let account = NewAccount {
            id,
            login_name,
            display_name,
            password_hash: NO_PASSWORD,
            role,
            role_id: self.new_id(now),
        };
        let mut transaction = self.database.begin().await?;
        if !store::people::insert(&mut transaction, &account, now, self.zone.date(now)).await? {
            return Err(AppError::conflict("changed_meanwhile", "the login name was just taken"));
        }
        let id = id.to_string();
        store::agent::insert(&mut transaction, &id, role, number, "simulated", now).await?;
        self.commit(transaction).await?;
        Ok(id)
    }

    async fn record_sign_in(
        &self,
        account: &Account,
        is_right: bool,
        now: Timestamp,
        real_now: Timestamp,
    ) -> Result<(), AppError> {
        let failed_count = if is_right { 0 } else { account.failed_count + 1 };
        let locked_until = lock_secs(failed_count).map(|secs| real_now.plus_secs(secs));
        let mut transaction = self.database.begin().await?;
        let id = &account.id;
        store::people::record_sign_in(&mut transaction, id, failed_count, locked_until).await?;
        let action = match (is_right, locked_until) {
            (true, _) => Some("signed_in"),
            (false, Some(_)) => Some("account_locked"),
            (false, None) => None,
        };
        if let Some(action) = action {
            transaction.audit(Audit {
                at: now,
                actor: account.id.clone(),
                action,
                subject_kind: "user",
                subject_id: account.id.clone(),
                body: json!({ "failed_count": failed_count }),
            });
        }
        self.commit(transaction).await
    }
}

/// Seconds until a locked account may try again.
fn locked_for(account: &Account, real_now: Timestamp) -> Option<i64> {
    let left_ms = Timestamp(account.locked_until?).ms_since(real_now);
    (left_ms > 0).then(|| (left_ms + 999) / 1000)
}

/// How long so many failures in a row lock an account, in seconds.
fn lock_secs(failed_count: i64) -> Option<i64> {
    let doublings = u32::try_from(failed_count - FAILURES_MAX).ok()?;
    let secs = 2_i64.checked_pow(doublings).and_then(|factor| LOCK_SECS.checked_mul(factor));
    Some(secs.map_or(LOCK_SECS_MAX, |secs| secs.min(LOCK_SECS_MAX)))
}

#[cfg(test)]
mod tests {
    use super::lock_secs;

    #[test]
    fn failures_lock_for_longer_and_longer() {
        // failures in a row, seconds
        let cases = [
            (0, None),
            (4, None),
            (5, Some(30)),
            (6, Some(60)),
            (7, Some(120)),
            (9, Some(480)),
            (10, Some(900)),
            (11, Some(900)),
            (10_000, Some(900)),
        ];
        for (failed_count, expected) in cases {
            assert_eq!(lock_secs(failed_count), expected, "{failed_count}");
        }
    }
}
