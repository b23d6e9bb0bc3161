//! Rows of the service center (服务中心) export.

use super::cells::Cells;
use super::header::Header;
use super::reading::{JudgedRow, Reading, SeenKeys, Sheet, judge_row, read_rows};
use super::reason::Reason;
use super::table::{Row, Table};
use crate::domain::pii::Pii;

/// What a row says about a service center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CenterDraft {
    /// 服务中心编码, the key.
    pub code: String,
    /// 服务中心, the name.
    pub name: String,
    /// 经理, the manager's name.
    pub manager: Option<Pii<String>>,
    /// 服务等级 as a number, 1 to 5.
    pub service_level: u8,
    /// 服务电话, the number residents ring. None also when the file has no such column: what is
    /// known already stays.
    pub phone: Option<String>,
    /// 小区, the estate's name; none as for `phone`.
    pub estate_name: Option<String>,
}

const LEVELS: [&str; 5] = ["一级", "二级", "三级", "四级", "五级"];

/// Reads the rows of a center export whose `header` was found by `CENTER_COLUMNS`.
pub fn read_centers(table: &Table, header: &Header) -> Reading<CenterDraft> {
    read_rows(table, header, |cells, _| read_center(cells), key)
}

/// Judges one row of a center export that is read row by row.
pub fn judge_center(sheet: &Sheet, row: &Row, seen: &mut SeenKeys) -> JudgedRow<CenterDraft> {
    judge_row(sheet, row, seen, |cells, _| read_center(cells), key)
}

fn key(cells: &Cells<'_>) -> Option<(&'static str, String)> {
    Some(("center_code", cells.peek("center_code")?.to_owned()))
}

fn read_center(cells: &mut Cells<'_>) -> Option<CenterDraft> {
    // `unit_id` is center/room#k: neither sign may be part of the code.
    let code = cells.key("center_code", &['/', '#']);
    let name = cells.text("center_name");
    let manager = cells.name("manager");
    let service_level = read_level(cells);
    let phone = cells.phone("center_phone").map(Pii::into_inner);
    let estate_name = cells.text("estate_name").map(str::to_owned);
    Some(CenterDraft {
        code: code?,
        name: name?.to_owned(),
        manager,
        service_level: service_level?,
        phone,
        estate_name,
    })
}

fn read_level(cells: &mut Cells<'_>) -> Option<u8> {
    let text = cells.text("service_level")?;
    let level = (1..)
        .zip(LEVELS)
        .find(|(number, word)| text == *word || text.trim_end_matches('级') == number.to_string());
    if level.is_none() {
        cells.remark("service_level", Reason::NotOneOf(LEVELS.to_vec()));
    }
    level.map(|(number, _)| number)
}
