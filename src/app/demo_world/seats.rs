//! Who works in the quality department of the demo world.

/// Somebody with a telephone, and who they are to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub login_name: &'static str,
    pub display_name: &'static str,
    /// A code of [`crate::domain::rules`]' roles.
    pub role: &'static str,
    /// 工号, which is the extension too.
    pub number: &'static str,
}

const fn seat(
    login_name: &'static str,
    display_name: &'static str,
    role: &'static str,
    number: &'static str,
) -> Seat {
    Seat { login_name, display_name, role, number }
}

const SEATS: [Seat; 6] = [
    seat("linxiaoyu", "林晓雨", "agent", "801"),
    seat("chenjiaqi", "陈佳琪", "agent", "802"),
    seat("zhouwen", "周雯", "agent", "803"),
    seat("hezhiming", "何志明", "agent", "804"),
    seat("fanghui", "方慧", "quality_supervisor", "811"),
    seat("luzhengping", "陆正平", "quality_manager", "821"),
];

/// The seats, agents first.
pub fn seats() -> &'static [Seat] {
    &SEATS
}
