//! Dwellings and households (decisions.md, "Identity and history").
//!
//! A dwelling is (center code, 房号). A household, the sampling unit, is a dwelling's tenancy:
//! `unit_id` = `center/room#k`, and k rises when 入住日期, or name and first phone together, change.

use serde::{Deserialize, Serialize};

use super::coded::coded;

coded! {
    /// Who lives there, by title to the home.
    pub enum ResidencyKind {
        /// 业主
        Owner = "owner" | "业主",
        /// 租户
        Tenant = "tenant" | "租户",
        /// 单位
        Organization = "organization" | "单位",
    }
}

coded! {
    /// Whether anybody lives there.
    pub enum Occupancy {
        /// 已入住
        MovedIn = "moved_in" | "已入住",
        /// 未入住
        NotMovedIn = "not_moved_in" | "未入住",
        /// 空置
        Vacant = "vacant" | "空置",
    }
}

/// The sampling unit's name, the only identifier that feeds random numbers and digests.
pub fn unit_id(center_code: &str, room: &str, tenancy: i64) -> String {
    format!("{center_code}/{room}#{tenancy}")
}
