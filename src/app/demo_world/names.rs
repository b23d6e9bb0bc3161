//! Names of people who do not exist.

use super::dice::{index, one_of};
use crate::domain::chance::SeededChance;

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
];

const GIVEN_NAMES: [&str; 56] = [
    "伟", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞",
    "平", "刚", "桂英", "秀兰", "建国", "建华", "志强", "文博", "子涵", "雨桐", "浩然", "嘉怡",
    "思远", "晓东", "晓燕", "丽华", "国平", "海燕", "春梅", "玉珍", "美玲", "俊杰", "佳宁", "梓轩",
    "诗涵", "宇航", "一鸣", "慧敏", "立新", "红梅", "世昌", "淑芬", "永康", "德明", "小琴", "云飞",
    "若兰", "志远", "凤英", "启航",
];

/// The departments that handle requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Department {
    /// 工程部
    Engineering,
    /// 安防部
    Security,
    /// 环境部
    Environment,
    /// 客服部
    Reception,
}

impl Department {
    /// As the exports write it.
    pub(super) fn chinese(self) -> &'static str {
        match self {
            Self::Engineering => "工程部",
            Self::Security => "安防部",
            Self::Environment => "环境部",
            Self::Reception => "客服部",
        }
    }
}

/// A full name.
pub(super) fn person(chance: &mut SeededChance) -> String {
    format!("{}{}", one_of(chance, &SURNAMES), one_of(chance, &GIVEN_NAMES))
}

/// How many people work in a department of a center.
const STAFF: usize = 4;

/// Somebody of a center's department: always the same few people.
pub(super) fn handler(
    seed: u64,
    center_code: &str,
    department: Department,
    chance: &mut SeededChance,
) -> String {
    let number = index(chance, STAFF);
    let label = format!("demo staff {center_code} {} {number}", department.chinese());
    person(&mut SeededChance::new(seed, &label))
}
