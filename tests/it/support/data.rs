//! The sample exports, and rows made by hand.

use huifang::domain::timestamp::{BusinessZone, Timestamp};

pub const CENTERS: &[u8] = include_bytes!("../../data/service_centers.csv");
pub const HOUSEHOLDS: &[u8] = include_bytes!("../../data/households.csv");
pub const REQUESTS: &[u8] = include_bytes!("../../data/service_requests.csv");
pub const REQUESTS_XLSX: &[u8] = include_bytes!("../../data/service_requests.xlsx");

pub const HOUSEHOLD_HEADER: &str = "服务中心编码,房号,分期,业户类型,姓名,联系电话,备用电话,入住状态,入住日期,勿扰,方便时段,关键业户";

pub const REQUEST_HEADER: &str = "报事编号,服务中心编码,类型,级别,是否有偿,房号,报事人,联系电话,内容,受理方式,受理时间,派单时间,\
     完成时间,处理部门,处理人,处理结果,状态,涉及负责人,有效投诉,仅需复函,关联编号";

/// `2026-11-20 09:30`, local time.
pub fn at(text: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|_| panic!("no local time: {text}"));
    BusinessZone::default().instant(local)
}

/// A CSV file of a header and rows.
pub fn csv(header: &str, rows: &[&str]) -> Vec<u8> {
    let lines: Vec<&str> = std::iter::once(header).chain(rows.iter().copied()).collect();
    (lines.join("\n") + "\n").into_bytes()
}

/// The same file with its rows in another order: each row goes where a multiplication sends it.
pub fn shuffled(bytes: &[u8]) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').filter(|l| !l.is_empty()).collect();
    let (header, rows) = lines.split_first().expect("a header");
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // 7919 is a prime that no sample's number of rows is a multiple of.
    order.sort_by_key(|index| index * 7919 % rows.len());
    let lines = std::iter::once(*header).chain(order.into_iter().map(|index| rows[index]));
    lines.flat_map(|line| [line, b"\n"]).flatten().copied().collect()
}
