//! What can be imported.

use serde::{Deserialize, Serialize};

use super::columns::{CENTER_COLUMNS, Column, HOUSEHOLD_COLUMNS, SERVICE_REQUEST_COLUMNS};
use crate::domain::coded::coded;

coded! {
    /// Which of the exports a file is. The person who imports it says so: the columns of the three
    /// differ, so a mistake shows as missing columns.
    pub enum ImportKind {
        /// 服务中心
        Centers = "centers" | "服务中心",
        /// 业户
        Households = "households" | "业户",
        /// 报事
        Requests = "requests" | "报事",
    }
}

impl ImportKind {
    /// The columns such a file has.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Centers => CENTER_COLUMNS,
            Self::Households => HOUSEHOLD_COLUMNS,
            Self::Requests => SERVICE_REQUEST_COLUMNS,
        }
    }
}
