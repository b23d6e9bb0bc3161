//! The six service centers of the demo world.

use super::sheet;
use crate::domain::intake::columns::CENTER_COLUMNS;

/// A service center and what is built there.
pub(super) struct Center {
    pub code: &'static str,
    name: &'static str,
    manager: &'static str,
    service_level: &'static str,
    /// An invented number that residents ring.
    phone: &'static str,
    /// Areas (区), each one building phase.
    pub areas: &'static [&'static str],
    /// Towers of an area.
    pub towers: i64,
    /// Floors of a tower.
    pub floors: i64,
    /// Doors on a floor.
    pub doors: i64,
    pub households: usize,
    /// An office tower: companies instead of families.
    pub is_office: bool,
}

pub(super) const CENTERS: [Center; 6] = [
    Center {
        code: "HF01",
        name: "望月湾花园服务中心",
        manager: "梁晓东",
        service_level: "三级",
        phone: "075500000101",
        areas: &["A区", "B区", "C区"],
        towers: 8,
        floors: 26,
        doors: 4,
        households: 130,
        is_office: false,
    },
    Center {
        code: "HF02",
        name: "槐荫里服务中心",
        manager: "宋国平",
        service_level: "二级",
        phone: "075500000102",
        areas: &["A区", "B区"],
        towers: 10,
        floors: 11,
        doors: 2,
        households: 90,
        is_office: false,
    },
    Center {
        code: "HF03",
        name: "澄江国际服务中心",
        manager: "郑敏",
        service_level: "五级",
        phone: "075500000103",
        areas: &["A区", "B区", "C区", "D区"],
        towers: 6,
        floors: 32,
        doors: 4,
        households: 150,
        is_office: false,
    },
    Center {
        code: "HF04",
        name: "木棉苑服务中心",
        manager: "谢建国",
        service_level: "一级",
        phone: "075500000104",
        areas: &["A区"],
        towers: 12,
        floors: 9,
        doors: 2,
        households: 70,
        is_office: false,
    },
    Center {
        code: "HF05",
        name: "鹭洲公馆服务中心",
        manager: "韩静",
        service_level: "四级",
        phone: "075500000105",
        areas: &["A区", "B区"],
        towers: 7,
        floors: 18,
        doors: 2,
        households: 100,
        is_office: false,
    },
    Center {
        code: "HF06",
        name: "星桥大厦服务中心",
        manager: "唐强",
        service_level: "三级",
        phone: "075500000106",
        areas: &["A区"],
        towers: 2,
        floors: 24,
        doors: 8,
        households: 60,
        is_office: true,
    },
];

/// The export of the service centers.
pub fn centers() -> String {
    let rows = CENTERS.iter().map(|center| {
        let estate = center.name.trim_end_matches("服务中心");
        sheet::line([
            center.code,
            center.name,
            center.manager,
            center.service_level,
            center.phone,
            estate,
        ])
    });
    sheet::header(CENTER_COLUMNS) + &rows.collect::<String>()
}
