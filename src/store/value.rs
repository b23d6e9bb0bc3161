//! Typed bind values, so that NULL keeps its type on both databases.

use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::domain::coded::Coded;
use crate::domain::timestamp::Timestamp;

/// A row type that both databases can decode; `#[derive(FromRow)]` provides it.
pub trait Record:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

impl<T> Record for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{
}

/// A value to bind.
#[derive(Clone, Debug)]
pub enum Value {
    Bool(Option<bool>),
    Integer(Option<i64>),
    Text(Option<String>),
}

macro_rules! from {
    ($type:ty, $variant:ident, $value:ident => $convert:expr) => {
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                Self::$variant(Some($convert))
            }
        }

        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value.map(|$value| $convert))
            }
        }
    };
}

from!(bool, Bool, value => value);
from!(i64, Integer, value => value);
from!(Timestamp, Integer, value => value.0);
from!(String, Text, value => value);
from!(&str, Text, value => value.to_owned());
from!(&String, Text, value => value.clone());
from!(Uuid, Text, value => value.to_string());
from!(chrono::NaiveDate, Text, value => value.to_string());

impl Value {
    /// Binds the stable code of an enumeration.
    pub fn code(value: impl Coded) -> Self {
        Self::Text(Some(value.code().to_owned()))
    }

    /// Binds the code, or a typed NULL.
    pub fn maybe_code(value: Option<impl Coded>) -> Self {
        Self::Text(value.map(|value| value.code().to_owned()))
    }
}

/// `values![a, b, c]`: bind values in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::Value::from($value)),*] };
}

pub(crate) use values;
