//! A copy of the whole database as an SQLite file, for simulations that must not touch the
//! original.

use std::path::Path;

use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Column, Row, TypeInfo};

use super::database::{Database, StoreError};
use super::value::{Value, values};

impl Database {
    /// Writes a copy to `path`, which must not exist, and opens it.
    ///
    /// # Errors
    /// When the original cannot be read or the copy not be written.
    pub async fn copy_to_sqlite(&self, path: &Path) -> Result<Database, StoreError> {
        match self {
            Self::Sqlite { writer, .. } => {
                let statement = "vacuum into $1";
                sqlx::query(statement).bind(path.to_string_lossy()).execute(writer).await?;
                Database::open_sqlite(path).await
            }
            Self::Postgres(pool) => {
                let copy = Database::open_sqlite(path).await?;
                copy.migrate().await?;
                for table in tables(&copy).await? {
                    copy_table(pool, &copy, &table).await?;
                }
                Ok(copy)
            }
        }
    }
}

/// Our tables, in the order the migrations made them, so that what is referred to comes first.
async fn tables(copy: &Database) -> Result<Vec<String>, StoreError> {
    let sql = "select name from sqlite_master where type = 'table' \
               and name not like 'sqlite_%' and name <> '_sqlx_migrations' order by rowid";
    let rows: Vec<(String,)> = copy.all(sql, values![]).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

async fn copy_table(pool: &sqlx::PgPool, copy: &Database, table: &str) -> Result<(), StoreError> {
    let select = AssertSqlSafe(format!("select * from {table}"));
    let rows = sqlx::query(select).fetch_all(pool).await?;
    let Some(first) = rows.first() else { return Ok(()) };
    let columns: Vec<&str> = first.columns().iter().map(Column::name).collect();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    let insert =
        format!("insert into {table} ({}) values ({})", columns.join(", "), places.join(", "));
    let mut transaction = copy.begin().await?;
    // A completion may refer to a later row of its own table.
    transaction.execute("pragma defer_foreign_keys = on", vec![]).await?;
    for row in &rows {
        transaction.execute(insert.clone(), row_values(row)?).await?;
    }
    transaction.commit().await
}

fn row_values(row: &PgRow) -> Result<Vec<Value>, StoreError> {
    let value = |(index, column): (usize, &sqlx::postgres::PgColumn)| {
        Ok(match column.type_info().name() {
            "INT8" => Value::Integer(row.try_get(index)?),
            "BOOL" => Value::Bool(row.try_get(index)?),
            _ => Value::Text(row.try_get(index)?),
        })
    };
    row.columns().iter().enumerate().map(value).collect()
}
