//! Notices as their readers see them, and the deliveries as an administrator does.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::desk;
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::notice::{DeliveryState, Language, NoticeParams, NoticeTable, NoticeTexts};
use crate::domain::timestamp::Timestamp;
use crate::store::notice::{CaseRow, NoticeRow, Reader};
use crate::store::notice_delivery::DeliveryRow;
use crate::store::{self, Event};

static TABLE: LazyLock<NoticeTable> = LazyLock::new(NoticeTable::built_in);
static TEXTS: LazyLock<NoticeTexts> = LazyLock::new(NoticeTexts::built_in);

/// The most matters of a notice that are listed.
const CASES_MAX: i64 = 200;

/// Which notices are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoticeFilter {
    pub only_unread: bool,
    pub limit: u32,
    pub offset: u32,
}

/// What somebody was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notices {
    pub total: u64,
    pub unread: u64,
    /// Newest first.
    pub notices: Vec<Notice>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Notice {
    pub id: String,
    pub kind: String,
    pub chinese: NoticeWords,
    pub english: NoticeWords,
    /// How many matters it is about.
    pub count: i64,
    pub urgent: bool,
    pub created_at_ms: i64,
    /// Until when what it asks for is to be done.
    pub due_at_ms: Option<i64>,
    /// When its cause was gone.
    pub settled_at_ms: Option<i64>,
    pub read_at_ms: Option<i64>,
    /// The page it leads to.
    pub link: String,
}

/// The words of a notice in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeWords {
    pub title: String,
    pub text: String,
}

/// A matter of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoticeCase {
    pub subject_kind: String,
    pub subject_id: String,
    pub noted_at_ms: i64,
    pub request_no: Option<String>,
    /// The callback to open.
    pub task_id: Option<String>,
}

/// Deliveries by mail and webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deliveries {
    /// How many there are in each state.
    pub states: Vec<DeliveryCount>,
    /// Newest first.
    pub deliveries: Vec<Delivery>,
}

/// How many deliveries are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryCount {
    pub state: String,
    pub count: u64,
}

/// A delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Delivery {
    pub id: String,
    pub kind: String,
    pub chinese: NoticeWords,
    pub english: NoticeWords,
    /// `mail` or `webhook`.
    pub channel: String,
    /// `pending`, `sent`, `given_up` or `withdrawn`.
    pub state: String,
    pub created_at_ms: i64,
    /// When it is to be sent next.
    pub due_at_ms: i64,
    pub attempt_count: i64,
    pub last_error: Option<String>,
    pub receipt: Option<String>,
    pub settled_at_ms: Option<i64>,
}

impl App {
    /// What a person was told.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn notices(
        &self,
        user_id: &str,
        today: NaiveDate,
        filter: NoticeFilter,
    ) -> Result<Notices, AppError> {
        let reader = Reader { user_id, today };
        let (total, unread) = store::notice::counts(&self.database, reader).await?;
        let (limit, offset) = (i64::from(filter.limit), i64::from(filter.offset));
        let rows =
            store::notice::of_reader(&self.database, reader, filter.only_unread, limit, offset)
                .await?;
        Ok(Notices {
            total: if filter.only_unread { unread } else { total }.unsigned_abs(),
            unread: unread.unsigned_abs(),
            notices: rows.into_iter().map(notice).collect(),
        })
    }

    /// The matters of a notice, newest first.
    ///
    /// # Errors
    /// `notice.not_found` when there is none, or none for this person.
    pub async fn notice_cases(
        &self,
        id: &str,
        user_id: &str,
        today: NaiveDate,
    ) -> Result<Vec<NoticeCase>, AppError> {
        if !store::notice::is_for(&self.database, Reader { user_id, today }, id).await? {
            return Err(AppError::not_found("notice.not_found", "there is no such notice"));
        }
        let rows = store::notice::cases(&self.database, id, CASES_MAX).await?;
        Ok(rows.into_iter().map(case).collect())
    }

    /// Marks what a person was told as read, one notice or all; how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn read_notices(
        &self,
        id: Option<&str>,
        user_id: &str,
        now: Timestamp,
    ) -> Result<u64, AppError> {
        let reader = Reader { user_id, today: self.zone.date(now) };
        let mut transaction = self.database.begin().await?;
        let read = store::notice::mark_read(&mut transaction, reader, id, now).await?;
        if read > 0 {
            transaction.note(Event {
                at: now,
                kind: "notices_read",
                subject_kind: "notice",
                subject_id: id.unwrap_or("all").to_owned(),
                body: serde_json::json!({}),
            });
        }
        self.commit(transaction).await?;
        Ok(read)
    }

    /// Deliveries by mail and webhook.
    ///
    /// # Errors
    /// `notice.bad_filter` for an unknown state.
    pub async fn deliveries(
        &self,
        state: Option<&str>,
        limit: u32,
        offset: u32,
    ) -> Result<Deliveries, AppError> {
        if let Some(state) = state
            && !DeliveryState::ALL.iter().any(|known| known.code() == state)
        {
            return Err(AppError::invalid("notice.bad_filter", format!("no state `{state}`"))
                .with("value", state));
        }
        let counts = store::notice_delivery::counts(&self.database).await?;
        let (limit, offset) = (i64::from(limit), i64::from(offset));
        let rows = store::notice_delivery::list(&self.database, state, limit, offset).await?;
        let count =
            |(state, count): (String, i64)| DeliveryCount { state, count: count.unsigned_abs() };
        Ok(Deliveries {
            states: counts.into_iter().map(count).collect(),
            deliveries: rows.into_iter().map(delivery).collect(),
        })
    }
}

fn words(kind: &str, language: Language, params: &str, count: i64) -> NoticeWords {
    let params: NoticeParams = serde_json::from_str(params).unwrap_or_default();
    let filled = TEXTS.fill(kind, language, &NoticeParams { count, ..params });
    filled.map_or_else(NoticeWords::default, |text| NoticeWords {
        title: text.title,
        text: text.text,
    })
}

fn notice(row: NoticeRow) -> Notice {
    Notice {
        chinese: words(&row.kind, Language::Chinese, &row.params, row.case_count),
        english: words(&row.kind, Language::English, &row.params, row.case_count),
        link: desk::link(&TABLE, &row.kind, row.subject_id.as_deref()),
        id: row.id,
        kind: row.kind,
        count: row.case_count,
        urgent: row.is_urgent,
        created_at_ms: row.created_at,
        due_at_ms: row.due_at,
        settled_at_ms: row.settled_at,
        read_at_ms: row.read_at,
    }
}

fn case(row: CaseRow) -> NoticeCase {
    NoticeCase {
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        noted_at_ms: row.noted_at,
        request_no: row.request_no,
        task_id: row.task_id,
    }
}

fn delivery(row: DeliveryRow) -> Delivery {
    Delivery {
        chinese: words(&row.kind, Language::Chinese, &row.params, row.case_count),
        english: words(&row.kind, Language::English, &row.params, row.case_count),
        id: row.id,
        kind: row.kind,
        channel: row.channel,
        state: row.state,
        created_at_ms: row.created_at,
        due_at_ms: row.due_at,
        attempt_count: row.attempt_count,
        last_error: row.last_error,
        receipt: row.receipt,
        settled_at_ms: row.settled_at,
    }
}
