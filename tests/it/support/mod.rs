//! What the tests stand on: databases, a service with a manual clock, the sample exports.

pub mod builders;
pub mod data;
pub mod database;
pub mod events;
pub mod receivers;
pub mod rows;
pub mod service;

/// Makes of each async test two, one on each database: `both_databases!(given a, b, c)` where
/// `given` makes what the functions `a`, `b` and `c` take from a new, empty database.
///
/// The functions stand outside the macro, so that they are formatted and linted; one that is left
/// out of the list is dead code, which the lints refuse.
macro_rules! both_databases {
    ($given:path: $($test:ident),+ $(,)?) => {
        $(
            mod $test {
                use super::*;

                #[tokio::test]
                async fn sqlite() {
                    crate::support::database::on_sqlite(async |database| {
                        super::$test($given(database).await).await;
                    })
                    .await;
                }

                #[tokio::test]
                async fn postgres() {
                    crate::support::database::on_postgres(async |database| {
                        super::$test($given(database).await).await;
                    })
                    .await;
                }
            }
        )+
    };
}

pub(crate) use both_databases;
