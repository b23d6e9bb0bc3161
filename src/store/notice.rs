//! Notices: what people must be told, whom it is for, and who has read it.

use sqlx::FromRow;

use super::database::{Database, StoreError};
use super::sql::Query;
use super::transaction::Transaction;
use super::value::values;
use crate::domain::timestamp::Timestamp;

/// A notice to store.
pub struct NewNotice<'a> {
    pub id: String,
    /// The cause, so that it is told once.
    pub key: &'a str,
    pub kind: &'a str,
    pub template_version: i64,
    pub params: String,
    pub is_urgent: bool,
    pub due_at: Timestamp,
}

/// A notice as one person sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct NoticeRow {
    pub id: String,
    pub kind: String,
    pub template_version: i64,
    pub params: String,
    pub case_count: i64,
    pub is_urgent: bool,
    pub created_at: i64,
    pub due_at: Option<i64>,
    pub settled_at: Option<i64>,
    pub read_at: Option<i64>,
    /// The matter, when there is one only.
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
}

/// A matter of a notice, as a person needs it to get there.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CaseRow {
    pub subject_kind: String,
    pub subject_id: String,
    pub noted_at: i64,
    pub request_no: Option<String>,
    pub task_id: Option<String>,
}

/// Moves the position up to which the event log is told of. False when another node did.
///
/// # Errors
/// When the database refuses.
pub async fn advance(
    transaction: &mut Transaction,
    name: &str,
    from: &str,
    to: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "update setting set value = $1, updated_at = $2 where name = $3 and value = $4";
    Ok(transaction.execute(sql, values![to, now, name, from]).await? == 1)
}

/// The notice of this cause, made now unless there is one: its id, and whether it is new.
///
/// # Errors
/// When the database refuses.
pub async fn find_or_insert(
    transaction: &mut Transaction,
    notice: &NewNotice<'_>,
    now: Timestamp,
) -> Result<(String, bool), StoreError> {
    let sql = "insert into notice (id, key, kind, template_version, params, case_count, \
               is_urgent, created_at, due_at) values ($1, $2, $3, $4, $5, 0, $6, $7, $8) \
               on conflict (key) do nothing";
    let row = values![
        &notice.id,
        notice.key,
        notice.kind,
        notice.template_version,
        &notice.params,
        notice.is_urgent,
        now,
        notice.due_at
    ];
    if transaction.execute(sql, row).await? == 1 {
        return Ok((notice.id.clone(), true));
    }
    let known: Option<(String,)> =
        transaction.optional("select id from notice where key = $1", values![notice.key]).await?;
    known.map(|(id,)| (id, false)).ok_or(StoreError::Sql(sqlx::Error::RowNotFound))
}

/// Says whom a notice is for: everybody with a role, in one center or in all.
///
/// # Errors
/// When the database refuses.
pub async fn address(
    transaction: &mut Transaction,
    notice_id: &str,
    role: &str,
    center_code: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "insert into notice_addressee (notice_id, role, center_code) values ($1, $2, $3)";
    transaction.execute(sql, values![notice_id, role, center_code]).await?;
    Ok(())
}

/// Adds a matter to a notice. False when this kind was told of it before.
///
/// # Errors
/// When the database refuses.
pub async fn add_case(
    transaction: &mut Transaction,
    notice_id: &str,
    kind: &str,
    (subject_kind, subject_id): (&str, &str),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = "insert into notice_case (kind, subject_id, subject_kind, notice_id, noted_at) \
               values ($1, $2, $3, $4, $5) on conflict (kind, subject_id) do nothing";
    let row = values![kind, subject_id, subject_kind, notice_id, now];
    let added = transaction.execute(sql, row).await? == 1;
    if added {
        let count = "update notice set case_count = case_count + 1 where id = $1";
        transaction.execute(count, values![notice_id]).await?;
    }
    Ok(added)
}

/// Which of these matters a kind was told of.
///
/// # Errors
/// When the database refuses.
pub async fn told(
    transaction: &mut Transaction,
    kind: &str,
    subject_ids: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut told = Vec::new();
    for chunk in subject_ids.chunks(500) {
        let query = Query::new("select subject_id from notice_case where kind = ")
            .bind(kind)
            .push(" and subject_id in ")
            .list(chunk);
        let rows: Vec<(String,)> = transaction.query(query).await?;
        told.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(told)
}

/// Notices of these kinds about a matter are settled: what they ask for was done.
///
/// # Errors
/// When the database refuses.
pub async fn settle(
    transaction: &mut Transaction,
    kinds: &[&str],
    subject_id: &str,
    now: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let query = Query::new("update notice set settled_at = ")
        .bind(now)
        .push(" where settled_at is null and id in (select notice_id from notice_case where ")
        .push("subject_id = ")
        .bind(subject_id)
        .push(" and kind in ")
        .list(kinds.iter().copied())
        .push(") returning id");
    let rows: Vec<(String,)> = transaction.query(query).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A person, and the day that decides which roles are held.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub user_id: &'a str,
    pub today: chrono::NaiveDate,
}

/// Appends the condition that the notice is for this person.
fn addressed(query: Query, reader: Reader<'_>) -> Query {
    query
        .push(
            " exists (select 1 from notice_addressee a where a.notice_id = n.id \
             and (a.user_id = ",
        )
        .bind(reader.user_id)
        .push(" or exists (select 1 from user_role r where r.role = a.role and r.user_id = ")
        .bind(reader.user_id)
        .push(" and r.valid_from <= ")
        .bind(reader.today)
        .push(" and (r.valid_until is null or r.valid_until > ")
        .bind(reader.today)
        .push(
            ") and (a.center_code is null or r.center_code is null \
             or r.center_code = a.center_code)))) ",
        )
}

const READ: &str = " left join notice_read read on read.notice_id = n.id and read.user_id = ";

/// What a person was told, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_reader(
    database: &Database,
    reader: Reader<'_>,
    only_unread: bool,
    limit: i64,
    offset: i64,
) -> Result<Vec<NoticeRow>, StoreError> {
    let one = "from notice_case k where k.notice_id = n.id and n.case_count = 1";
    let text = format!(
        "select n.id, n.kind, n.template_version, n.params, n.case_count, n.is_urgent, \
         n.created_at, n.due_at, n.settled_at, read.read_at, \
         (select k.subject_kind {one}) as subject_kind, \
         (select k.subject_id {one}) as subject_id from notice n {READ}"
    );
    let query = Query::from_text(text).bind(reader.user_id).push(" where ");
    let query = addressed(query, reader);
    let query = if only_unread { query.push(" and read.read_at is null ") } else { query };
    let query = query
        .push(" order by n.created_at desc, n.id limit ")
        .bind(limit)
        .push(" offset ")
        .bind(offset);
    database.query(query).await
}

/// How many notices a person has: in all, and unread.
///
/// # Errors
/// When the database refuses.
pub async fn counts(database: &Database, reader: Reader<'_>) -> Result<(i64, i64), StoreError> {
    let text = "select cast(count(*) as bigint), \
                cast(coalesce(sum(case when read.read_at is null then 1 else 0 end), 0) \
                as bigint) from notice n";
    let query = Query::new(text).push(READ).bind(reader.user_id).push(" where ");
    let rows = database.query(addressed(query, reader)).await?;
    Ok(rows.into_iter().next().unwrap_or((0, 0)))
}

/// Marks what a person was told as read, one notice or all; how many.
///
/// # Errors
/// When the database refuses.
pub async fn mark_read(
    transaction: &mut Transaction,
    reader: Reader<'_>,
    notice_id: Option<&str>,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let query = Query::new("insert into notice_read (notice_id, user_id, read_at) select n.id, ")
        .push("cast(")
        .bind(reader.user_id)
        .push(" as text), cast(")
        .bind(now)
        .push(" as bigint) from notice n where ");
    let query = addressed(query, reader)
        .filter(" and n.id = ", notice_id)
        .push(" on conflict (notice_id, user_id) do nothing");
    transaction.run(query).await
}

/// Whether a notice is for a person.
///
/// # Errors
/// When the database refuses.
pub async fn is_for(
    database: &Database,
    reader: Reader<'_>,
    notice_id: &str,
) -> Result<bool, StoreError> {
    let query = Query::new("select n.id from notice n where n.id = ").bind(notice_id).push(" and ");
    let rows: Vec<(String,)> = database.query(addressed(query, reader)).await?;
    Ok(!rows.is_empty())
}

/// The matters of a notice, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn cases(
    database: &Database,
    notice_id: &str,
    limit: i64,
) -> Result<Vec<CaseRow>, StoreError> {
    // A matter may be a task itself, or an alarm about a call, which leads to the call's task.
    let sql = "select k.subject_kind, k.subject_id, k.noted_at, \
               case when k.subject_kind = 'service_request' then k.subject_id \
               else t.request_no end as request_no, t.id as task_id from notice_case k \
               left join alarm m on k.subject_kind = 'alarm' and m.id = k.subject_id \
               left join callback_task t on t.id = case \
               when k.subject_kind = 'task' then k.subject_id \
               when k.subject_kind = 'alarm' then (select min(a.task_id) from callback_attempt a \
               where a.call_id = m.subject_id) \
               when k.subject_kind = 'service_request' then (select t2.id from callback_task t2 \
               where t2.request_no = k.subject_id order by t2.created_at desc limit 1) end \
               where k.notice_id = $1 order by k.noted_at desc, k.subject_id limit $2";
    database.all(sql, values![notice_id, limit]).await
}
