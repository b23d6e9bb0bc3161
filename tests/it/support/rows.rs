//! Reads whole tables as text, to compare what two ways of getting there have stored.

use huifang::store::Database;

/// Tables that imports write, with the columns that hold no identifier made for this database.
const IMPORTED: [(&str, &[&str]); 9] = [
    ("service_center", &["code", "name", "service_level", "revision"]),
    ("service_center_private", &["center_code", "manager_name"]),
    ("dwelling", &["center_code", "room"]),
    (
        "household",
        &[
            "unit_id",
            "center_code",
            "room",
            "tenancy",
            "is_current",
            "phase",
            "residency_kind",
            "occupancy",
            "moved_in_on",
            "preferred_time",
            "is_key_household",
            "created_at",
            "revision",
        ],
    ),
    (
        "household_private join household on household.id = household_private.household_id",
        &["unit_id", "name", "first_phone", "second_phone"],
    ),
    (
        "do_not_call join household on household.id = do_not_call.household_id",
        &["unit_id", "phone", "scope", "source", "valid_from", "valid_until", "withdrawn_at"],
    ),
    (
        "service_request left join household on household.id = service_request.household_id",
        &[
            "request_no",
            "service_request.center_code",
            "kind",
            "severity",
            "is_paid",
            "service_request.room",
            "unit_id",
            "channel",
            "taken_in_at",
            "dispatched_at",
            "completed_at",
            "department",
            "status",
            "against_manager",
            "is_valid_complaint",
            "is_reply_only",
            "related_no",
            "has_reporter_name",
            "has_reporter_phone",
            "imported_at",
            "service_request.revision",
        ],
    ),
    (
        "service_request_private",
        &["request_no", "reporter_name", "reporter_phone", "matter", "handler_name", "result"],
    ),
    (
        "completion",
        &[
            "request_no",
            "completed_at",
            "completed_on",
            "center_code",
            "kind",
            "status",
            "reopened_at",
            "recorded_at",
            "revision",
        ],
    ),
];

/// Everything imports have stored about centers, households and requests, one text a row.
pub async fn imported(database: &Database) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, columns) in IMPORTED {
        let text = |column: &&str| format!("coalesce(cast({column} as text), '∅')");
        let columns: Vec<String> = columns.iter().map(text).collect();
        let sql = format!("select {} as row from {table}", columns.join(" || '|' || "));
        let mut found: Vec<String> = texts(database, sql).await;
        found.sort();
        rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
    }
    rows
}

/// The only column of a query.
pub async fn texts(database: &Database, sql: impl Into<String>) -> Vec<String> {
    let rows: Vec<(String,)> = database.all(sql.into(), vec![]).await.expect("a query");
    rows.into_iter().map(|(text,)| text).collect()
}

/// How many rows a table has.
pub async fn count(database: &Database, table: &str) -> i64 {
    let sql = format!("select cast(count(*) as bigint) from {table}");
    let (count,): (i64,) = database.one(sql, vec![]).await.expect("a count");
    count
}
