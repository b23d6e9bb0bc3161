//! Users, their roles and what roles may do.

use sqlx::FromRow;
use uuid::Uuid;

use super::database::{Database, StoreError};
use super::transaction::Transaction;
use super::value::values;
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;

/// An account as sign-in needs it.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    pub id: String,
    pub login_name: String,
    pub password_hash: String,
    pub failed_count: i64,
    pub locked_until: Option<i64>,
    pub disabled_at: Option<i64>,
}

/// A new account with one role for all centers.
pub struct NewAccount<'a> {
    pub id: Uuid,
    pub login_name: &'a str,
    pub display_name: &'a Pii<String>,
    pub password_hash: &'a str,
    pub role: &'a str,
    pub role_id: Uuid,
}

/// Creates an account. False when the login name is taken.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    transaction: &mut Transaction,
    account: &NewAccount<'_>,
    now: Timestamp,
    today: chrono::NaiveDate,
) -> Result<bool, StoreError> {
    let sql = "insert into user_account (id, login_name, password_hash, failed_count, created_at, \
               revision) values ($1, $2, $3, 0, $4, 1) on conflict (login_name) do nothing";
    let row = values![account.id, account.login_name, account.password_hash, now];
    if transaction.execute(sql, row).await? == 0 {
        return Ok(false);
    }
    let name = "insert into user_private (user_id, display_name) values ($1, $2)";
    transaction.execute(name, values![account.id, account.display_name.reveal()]).await?;
    let role = "insert into user_role (id, user_id, role, valid_from) values ($1, $2, $3, $4)";
    transaction.execute(role, values![account.role_id, account.id, account.role, today]).await?;
    Ok(true)
}

/// An account with the roles held on a day.
#[derive(Clone, Debug)]
pub struct AccountLine {
    pub login_name: String,
    pub display_name: Pii<String>,
    pub roles: Vec<String>,
}

/// Every account by login name, with the roles it has on a day.
///
/// # Errors
/// When the database refuses.
pub async fn all(
    database: &Database,
    today: chrono::NaiveDate,
) -> Result<Vec<AccountLine>, StoreError> {
    let sql = "select id, login_name from user_account order by login_name";
    let accounts: Vec<(String, String)> = database.all(sql, vec![]).await?;
    let mut lines = Vec::with_capacity(accounts.len());
    for (id, login_name) in accounts {
        let display_name = display_name(database, &id).await?;
        let roles = roles(database, &id, today).await?;
        lines.push(AccountLine { login_name, display_name, roles });
    }
    Ok(lines)
}

/// How many accounts there are.
///
/// # Errors
/// When the database refuses.
pub async fn count(database: &Database) -> Result<i64, StoreError> {
    let sql = "select cast(count(*) as bigint) from user_account";
    let (count,): (i64,) = database.one(sql, vec![]).await?;
    Ok(count)
}

const ACCOUNT: &str = "select id, login_name, password_hash, failed_count, locked_until, \
                       disabled_at from user_account ";

/// The account of a login name.
///
/// # Errors
/// When the database refuses.
pub async fn by_login_name(
    database: &Database,
    login_name: &str,
) -> Result<Option<Account>, StoreError> {
    let sql = format!("{ACCOUNT} where login_name = $1");
    database.optional(sql, values![login_name]).await
}

/// The account of a user.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(database: &Database, id: &str) -> Result<Option<Account>, StoreError> {
    database.optional(format!("{ACCOUNT} where id = $1"), values![id]).await
}

/// Records a sign-in attempt: the new count of failures and until when the account is locked.
///
/// # Errors
/// When the database refuses.
pub async fn record_sign_in(
    transaction: &mut Transaction,
    id: &str,
    failed_count: i64,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "update user_account set failed_count = $1, locked_until = $2, \
               revision = revision + 1 where id = $3";
    transaction.execute(sql, values![failed_count, locked_until, id]).await?;
    Ok(())
}

/// Gives an account another password and unlocks it.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(
    transaction: &mut Transaction,
    id: &str,
    password_hash: &str,
) -> Result<(), StoreError> {
    let sql = "update user_account set password_hash = $1, failed_count = 0, locked_until = null, \
               revision = revision + 1 where id = $2";
    transaction.execute(sql, values![password_hash, id]).await?;
    Ok(())
}

/// The name to show for a user.
///
/// # Errors
/// When the database refuses.
pub async fn display_name(database: &Database, id: &str) -> Result<Pii<String>, StoreError> {
    let sql = "select display_name from user_private where user_id = $1";
    let row: Option<(String,)> = database.optional(sql, values![id]).await?;
    Ok(row.map_or_else(Pii::default, |(name,)| name.into()))
}

/// The roles a user holds on a day.
///
/// # Errors
/// When the database refuses.
pub async fn roles(
    database: &Database,
    id: &str,
    today: chrono::NaiveDate,
) -> Result<Vec<String>, StoreError> {
    let sql = "select distinct role from user_role where user_id = $1 and valid_from <= $2 \
               and (valid_until is null or valid_until >= $2) order by role";
    let rows: Vec<(String,)> = database.all(sql, values![id, today]).await?;
    Ok(rows.into_iter().map(|(role,)| role).collect())
}

/// What a user may do on a date, by name. Only roles for the whole company count: pages do not yet
/// narrow what they show to the center of a role.
///
/// # Errors
/// When the database refuses.
pub async fn permissions(
    database: &Database,
    id: &str,
    today: chrono::NaiveDate,
) -> Result<Vec<String>, StoreError> {
    let sql = "select distinct p.permission from user_role r join role_permission p \
               on p.role = r.role where r.user_id = $1 and r.center_code is null \
               and r.valid_from <= $2 \
               and (r.valid_until is null or r.valid_until >= $2) order by p.permission";
    let rows: Vec<(String,)> = database.all(sql, values![id, today]).await?;
    Ok(rows.into_iter().map(|(permission,)| permission).collect())
}

/// Whether any of the user's roles carries a permission. Only roles for the whole company count,
/// as in [`permissions`].
///
/// # Errors
/// When the database refuses.
pub async fn may(
    database: &Database,
    id: &str,
    permission: &str,
    today: chrono::NaiveDate,
) -> Result<bool, StoreError> {
    let sql = "select 1 + 0 * cast(count(*) as bigint) from user_role r join role_permission p \
               on p.role = r.role where r.user_id = $1 and p.permission = $2 \
               and r.center_code is null \
               and r.valid_from <= $3 and (r.valid_until is null or r.valid_until >= $3) \
               group by r.user_id";
    let row: Option<(i64,)> = database.optional(sql, values![id, permission, today]).await?;
    Ok(row.is_some())
}

/// Stores which permissions a role carries; what is there already stays.
///
/// # Errors
/// When the database refuses.
pub async fn insert_permissions(
    transaction: &mut Transaction,
    pairs: &[(&str, &str)],
) -> Result<(), StoreError> {
    let rows = pairs.iter().map(|(role, permission)| values![*role, *permission]).collect();
    let head = "insert into role_permission (role, permission)";
    transaction.insert_many(head, rows, "on conflict (role, permission) do nothing").await?;
    Ok(())
}
