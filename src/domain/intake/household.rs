//! Rows of the household (业户) export.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::header::Header;
use super::reading::{JudgedRow, Reading, SeenKeys, Sheet, judge_row, read_rows};
use super::reason::Reason;
use super::table::{Row, Table};
use crate::domain::coded::{Coded, coded};
use crate::domain::household::{Occupancy, ResidencyKind};
use crate::domain::pii::Pii;

coded! {
    /// What an export says in its column 勿扰 (decisions.md, "The batch"). The do-not-call list
    /// has more scopes than an export can express.
    pub enum DoNotCallMark {
        /// 否
        None = "none" | "否",
        /// 调查, also written 是
        Survey = "survey" | "调查",
        /// 全部
        All = "all" | "全部",
    }
}

/// What a row says about the household of a dwelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdDraft {
    /// 服务中心编码; with `room` the dwelling, which is the key.
    pub center_code: String,
    /// 房号, 区域-栋号-楼层-房号.
    pub room: String,
    /// 分期.
    pub phase: Option<String>,
    /// 业户类型.
    pub residency_kind: ResidencyKind,
    /// 姓名.
    pub resident_name: Option<Pii<String>>,
    /// 联系电话, as the file has it; it may be undialable.
    pub phone: Option<Pii<String>>,
    /// 备用电话, as the file has it; it may be undialable.
    pub second_phone: Option<Pii<String>>,
    /// 入住状态.
    pub occupancy: Occupancy,
    /// 入住日期.
    pub moved_in_on: Option<NaiveDate>,
    /// 勿扰.
    pub do_not_call: DoNotCallMark,
    /// 方便时段, in the export's own words.
    pub convenient_time: Option<String>,
    /// 关键业户.
    pub is_key_household: bool,
}

impl HouseholdDraft {
    /// The same household with the people of `other`: of one whose people were erased, an export
    /// brings back the facts only.
    #[must_use]
    pub fn with_people_of(self, other: &Self) -> Self {
        Self {
            resident_name: other.resident_name.clone(),
            phone: other.phone.clone(),
            second_phone: other.second_phone.clone(),
            convenient_time: other.convenient_time.clone(),
            ..self
        }
    }
}

/// Reads the rows of a household export whose `header` was found by `HOUSEHOLD_COLUMNS`.
pub fn read_households(
    table: &Table,
    header: &Header,
    known_centers: &BTreeSet<String>,
) -> Reading<HouseholdDraft> {
    read_rows(table, header, |cells, _| read_household(cells, known_centers), key)
}

/// Judges one row of a household export that is read row by row.
pub fn judge_household(
    sheet: &Sheet,
    row: &Row,
    seen: &mut SeenKeys,
    known_centers: &BTreeSet<String>,
) -> JudgedRow<HouseholdDraft> {
    judge_row(sheet, row, seen, |cells, _| read_household(cells, known_centers), key)
}

fn key(cells: &Cells<'_>) -> Option<(&'static str, String)> {
    let (center, room) = (cells.peek("center_code")?, cells.peek("room")?);
    Some(("room", format!("{center}/{room}")))
}

fn read_household(
    cells: &mut Cells<'_>,
    known_centers: &BTreeSet<String>,
) -> Option<HouseholdDraft> {
    let center_code = read_known_center(cells, known_centers);
    let room = read_room(cells);
    let phase = cells.text("phase").map(str::to_owned);
    let residency_kind = cells.coded("residency_kind");
    let resident_name = cells.name("resident_name");
    let phone = cells.phone("phone");
    let second_phone = cells.phone("second_phone");
    let occupancy = cells.coded("occupancy");
    let moved_in_on = cells.date("moved_in_on");
    let do_not_call = read_do_not_call(cells);
    let convenient_time = cells.text("convenient_time").map(str::to_owned);
    let is_key_household = cells.yes_no("key_household").unwrap_or(false);
    Some(HouseholdDraft {
        center_code: center_code?,
        room: room?,
        phase,
        residency_kind: residency_kind?,
        resident_name,
        phone,
        second_phone,
        occupancy: occupancy?,
        moved_in_on,
        do_not_call,
        convenient_time,
        is_key_household,
    })
}

/// 服务中心编码, which must be one of the centers imported before.
pub(super) fn read_known_center(
    cells: &mut Cells<'_>,
    known_centers: &BTreeSet<String>,
) -> Option<String> {
    let code = cells.key("center_code", &[])?;
    if !known_centers.contains(&code) {
        cells.remark("center_code", Reason::UnknownCenter);
    }
    Some(code)
}

fn read_room(cells: &mut Cells<'_>) -> Option<String> {
    let room = cells.key("room", &[])?;
    let parts: Vec<&str> = room.split('-').collect();
    if parts.len() != 4 || parts.iter().any(|part| part.trim().is_empty()) {
        cells.remark("room", Reason::UnusualRoom);
    }
    Some(room)
}

fn read_do_not_call(cells: &mut Cells<'_>) -> DoNotCallMark {
    match cells.peek("do_not_call") {
        None | Some("no") => DoNotCallMark::None,
        Some("是" | "yes") => DoNotCallMark::Survey,
        Some(text) => DoNotCallMark::read(text).unwrap_or_else(|| {
            let words = vec!["否", "是", "调查", "全部"];
            cells.remark("do_not_call", Reason::NotOneOf(words));
            DoNotCallMark::None
        }),
    }
}
