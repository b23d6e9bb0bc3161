//! Who lives where in the demo world.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::centers::{CENTERS, Center};
use super::dice::{between, by_share, happens, one_of};
use super::{names, sheet};
use crate::domain::chance::SeededChance;
use crate::domain::household::{Occupancy, ResidencyKind};
use crate::domain::intake::columns::HOUSEHOLD_COLUMNS;

/// A household as its export row says.
pub(super) struct Household {
    pub center: &'static Center,
    pub room: String,
    phase: String,
    residency_kind: ResidencyKind,
    pub resident_name: String,
    pub phone: String,
    second_phone: String,
    pub occupancy: Occupancy,
    moved_in_on: Option<NaiveDate>,
    /// 勿扰, in the word of the export.
    pub do_not_call: &'static str,
    convenient_time: &'static str,
    is_key_household: bool,
}

/// Beginnings of numbers that no subscriber has; the last four digits are drawn.
const PREFIXES: [&str; 5] = ["1390000", "1380000", "1500000", "1770000", "1880000"];
/// The same, for members of a family who report from their own telephone.
const FAMILY_PREFIX: &str = "1860000";

const OCCUPANCY: [(Occupancy, u64); 3] =
    [(Occupancy::MovedIn, 88), (Occupancy::NotMovedIn, 8), (Occupancy::Vacant, 4)];
const HOME_KINDS: [(ResidencyKind, u64); 3] =
    [(ResidencyKind::Owner, 79), (ResidencyKind::Tenant, 20), (ResidencyKind::Organization, 1)];
const OFFICE_KINDS: [(ResidencyKind, u64); 2] =
    [(ResidencyKind::Organization, 90), (ResidencyKind::Tenant, 10)];
const DO_NOT_CALL: [(&str, u64); 4] = [("否", 940), ("调查", 34), ("是", 8), ("全部", 18)];
const CONVENIENT: [(&str, u64); 4] = [("", 70), ("上午", 8), ("下午", 8), ("18:30后", 14)];

/// Every household, in the order of the export.
pub(super) fn all(seed: u64) -> Vec<Household> {
    let mut maker = Maker {
        chance: SeededChance::new(seed, "demo households"),
        numbers: BTreeSet::new(),
        made: Vec::new(),
    };
    for center in &CENTERS {
        let mut rooms = BTreeSet::new();
        while rooms.len() < center.households {
            let (area, room) = maker.room(center);
            if rooms.insert(room.clone()) {
                let household = maker.household(center, area, room);
                maker.made.push(household);
            }
        }
    }
    maker.made
}

/// The export of the households.
pub fn households(seed: u64) -> String {
    let rows = all(seed).iter().map(row).collect::<String>();
    sheet::header(HOUSEHOLD_COLUMNS) + &rows
}

fn row(household: &Household) -> String {
    sheet::line([
        household.center.code.to_owned(),
        household.room.clone(),
        household.phase.clone(),
        sheet::word(household.residency_kind),
        household.resident_name.clone(),
        household.phone.clone(),
        household.second_phone.clone(),
        sheet::word(household.occupancy),
        household.moved_in_on.map_or_else(String::new, |date| date.to_string()),
        household.do_not_call.to_owned(),
        household.convenient_time.to_owned(),
        sheet::yes_no(household.is_key_household),
    ])
}

/// The number of somebody of the family.
pub(super) fn family_number(chance: &mut SeededChance) -> String {
    format!("{FAMILY_PREFIX}{:04}", between(chance, 0, 9999))
}

struct Maker {
    chance: SeededChance,
    numbers: BTreeSet<String>,
    made: Vec<Household>,
}

impl Maker {
    /// A dwelling: the number of its area, from 1, and its 房号.
    fn room(&mut self, center: &Center) -> (usize, String) {
        let chance = &mut self.chance;
        let area = super::dice::index(chance, center.areas.len());
        let tower = between(chance, 1, center.towers);
        let floor = between(chance, 1, center.floors);
        let door = between(chance, 1, center.doors);
        (area + 1, format!("{}-{tower}栋-{floor}层-{door:02}", center.areas[area]))
    }

    fn household(&mut self, center: &'static Center, area: usize, room: String) -> Household {
        let (resident_name, phone) = self.resident();
        let has_second = !phone.is_empty() && happens(&mut self.chance, 12);
        let is_dead = phone.len() == 10;
        let second_phone = if has_second || is_dead { self.number() } else { String::new() };
        let chance = &mut self.chance;
        let kinds: &[_] = if center.is_office { &OFFICE_KINDS } else { &HOME_KINDS };
        let occupancy = by_share(chance, &OCCUPANCY);
        let moved_in_on = moved_in_on(chance).filter(|_| occupancy == Occupancy::MovedIn);
        Household {
            center,
            room,
            phase: format!("{area}期"),
            residency_kind: by_share(chance, kinds),
            resident_name,
            phone,
            second_phone,
            occupancy,
            moved_in_on,
            do_not_call: by_share(chance, &DO_NOT_CALL),
            convenient_time: by_share(chance, &CONVENIENT),
            is_key_household: happens(chance, 3),
        }
    }

    /// Name and first number. Some left none, a few were mistyped, and some people have two homes.
    fn resident(&mut self) -> (String, String) {
        let drawn = between(&mut self.chance, 0, 99);
        if drawn == 0
            && let Some(neighbour) = self.made.last()
        {
            return (neighbour.resident_name.clone(), neighbour.phone.clone());
        }
        let mut number = self.number();
        match drawn {
            1..=3 => number.clear(),
            4 => number.truncate(10),
            _ => {}
        }
        (names::person(&mut self.chance), number)
    }

    /// A number that nobody here has yet.
    fn number(&mut self) -> String {
        loop {
            let prefix = one_of(&mut self.chance, &PREFIXES);
            let number = format!("{prefix}{:04}", between(&mut self.chance, 0, 9999));
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }
}

/// Some day of the ten years before 2026.
fn moved_in_on(chance: &mut SeededChance) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2016, 1, 1)?;
    let days = u64::try_from(between(chance, 0, 3650)).ok()?;
    first.checked_add_days(Days::new(days))
}
