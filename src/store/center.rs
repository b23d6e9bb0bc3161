//! Service centers, as imports write them.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::decode;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::intake::center::CenterDraft;

#[derive(FromRow)]
struct CenterRow {
    code: String,
    name: String,
    service_level: String,
    manager_name: String,
    phone: String,
    estate_name: String,
}

/// The codes of all centers.
///
/// # Errors
/// When the database refuses.
pub async fn codes(database: &Database) -> Result<BTreeSet<String>, StoreError> {
    let rows: Vec<(String,)> = database.all("select code from service_center", vec![]).await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// What is stored of every center, by code.
///
/// # Errors
/// When the database refuses.
pub async fn drafts(
    transaction: &mut Transaction,
) -> Result<BTreeMap<String, CenterDraft>, StoreError> {
    let sql = "select c.code, c.name, c.service_level, coalesce(p.manager_name, '') \
               as manager_name, c.phone, c.estate_name from service_center c \
               left join service_center_private p on p.center_code = c.code";
    let rows: Vec<CenterRow> = transaction.all(sql, vec![]).await?;
    rows.into_iter().map(|row| Ok((row.code.clone(), draft(row)?))).collect()
}

fn draft(row: CenterRow) -> Result<CenterDraft, StoreError> {
    let level = row.service_level.parse();
    let service_level = level.map_err(|_| StoreError::Unreadable {
        what: "service level",
        value: row.service_level.clone(),
    })?;
    let manager = decode::personal(row.manager_name);
    let (phone, estate_name) = (decode::filled(row.phone), decode::filled(row.estate_name));
    Ok(CenterDraft { code: row.code, name: row.name, manager, service_level, phone, estate_name })
}

/// Stores centers, new ones and known ones.
///
/// # Errors
/// When the database refuses.
pub async fn save(
    transaction: &mut Transaction,
    centers: &[&CenterDraft],
) -> Result<(), StoreError> {
    let row = |center: &&CenterDraft| {
        let phone = center.phone.as_deref().unwrap_or_default();
        let estate = center.estate_name.as_deref().unwrap_or_default();
        let level = center.service_level.to_string();
        values![&center.code, &center.name, level, phone, estate, 1_i64]
    };
    let head = "insert into service_center (code, name, service_level, phone, estate_name, \
                revision)";
    // What a file leaves blank stays as it was: pages may have filled it in.
    let tail = "on conflict (code) do update set name = excluded.name, \
                service_level = excluded.service_level, \
                phone = coalesce(nullif(excluded.phone, ''), service_center.phone), \
                estate_name = coalesce(nullif(excluded.estate_name, ''), \
                service_center.estate_name), revision = service_center.revision + 1";
    transaction.insert_many(head, centers.iter().map(row).collect(), tail).await?;
    let row =
        |center: &&CenterDraft| values![&center.code, decode::revealed(center.manager.as_ref())];
    let head = "insert into service_center_private (center_code, manager_name)";
    let tail = "on conflict (center_code) do update set manager_name = excluded.manager_name";
    transaction.insert_many(head, centers.iter().map(row).collect(), tail).await?;
    Ok(())
}
