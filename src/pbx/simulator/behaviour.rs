//! What a simulated resident does with a ringing telephone, as a pure function of the seed, the
//! number and the call.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::chance::{Chance, SeededChance};
use crate::domain::phone::PhoneNumber;

/// What happens on the resident's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Answers and stays until the goodbye.
    Talks,
    /// Answers and hangs up in mid-conversation.
    HangsUpMidway,
    /// Is on the telephone already: 486, cause 17.
    Busy,
    /// Lets it ring.
    NoAnswer,
    /// Presses the call away: 603, cause 21.
    Declines,
    /// 关机: the carrier's announcement, then 480, cause 20 (subscriber absent).
    SwitchedOff,
    /// 空号: the carrier's announcement, then 404, cause 1. Every time.
    Unallocated,
    /// 停机: the carrier's announcement, then 502, cause 27 (out of order). Every time.
    Suspended,
}

/// How often each behaviour happens, as parts of their sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehaviourShares {
    /// [`Behaviour::Talks`]
    pub talks: u32,
    /// [`Behaviour::HangsUpMidway`]
    pub hangs_up_midway: u32,
    /// [`Behaviour::Busy`]
    pub busy: u32,
    /// [`Behaviour::NoAnswer`]
    pub no_answer: u32,
    /// [`Behaviour::Declines`]
    pub declines: u32,
    /// [`Behaviour::SwitchedOff`]
    pub switched_off: u32,
    /// [`Behaviour::Unallocated`], a trait of the number, not of the call
    pub unallocated: u32,
    /// [`Behaviour::Suspended`], a trait of the number, not of the call
    pub suspended: u32,
}

impl Default for BehaviourShares {
    fn default() -> Self {
        Self {
            talks: 650,
            hangs_up_midway: 40,
            busy: 70,
            no_answer: 150,
            declines: 40,
            switched_off: 30,
            unallocated: 10,
            suspended: 10,
        }
    }
}

impl BehaviourShares {
    /// Everybody behaves like this.
    pub fn only(behaviour: Behaviour) -> Self {
        let share = |of| u32::from(of == behaviour);
        Self {
            talks: share(Behaviour::Talks),
            hangs_up_midway: share(Behaviour::HangsUpMidway),
            busy: share(Behaviour::Busy),
            no_answer: share(Behaviour::NoAnswer),
            declines: share(Behaviour::Declines),
            switched_off: share(Behaviour::SwitchedOff),
            unallocated: share(Behaviour::Unallocated),
            suspended: share(Behaviour::Suspended),
        }
    }

    /// What the resident does on this call. Dead and suspended numbers are so on every call.
    pub fn draw(&self, seed: u64, number: &PhoneNumber, call_id: Uuid) -> Behaviour {
        let of_number =
            [(Behaviour::Unallocated, self.unallocated), (Behaviour::Suspended, self.suspended)];
        let of_call = [
            (Behaviour::Talks, self.talks),
            (Behaviour::HangsUpMidway, self.hangs_up_midway),
            (Behaviour::Busy, self.busy),
            (Behaviour::NoAnswer, self.no_answer),
            (Behaviour::Declines, self.declines),
            (Behaviour::SwitchedOff, self.switched_off),
        ];
        let label = format!("line {}", number.digits());
        let living = of_call.iter().map(|(_, share)| u64::from(*share)).sum();
        let line = pick(&mut SeededChance::new(seed, &label), &of_number, living);
        line.unwrap_or_else(|| {
            let label = format!("dial {} {call_id}", number.digits());
            let drawn = pick(&mut SeededChance::new(seed, &label), &of_call, 0);
            drawn.unwrap_or(Behaviour::Talks)
        })
    }
}

/// Draws one of the choices, or nothing with the share `rest`.
fn pick(chance: &mut dyn Chance, choices: &[(Behaviour, u32)], rest: u64) -> Option<Behaviour> {
    let total = choices.iter().map(|(_, share)| u64::from(*share)).sum::<u64>() + rest;
    let mut drawn = chance.below(total.max(1));
    for (behaviour, share) in choices {
        match drawn.checked_sub(u64::from(*share)) {
            Some(left) => drawn = left,
            None => return Some(*behaviour),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(index: u32) -> PhoneNumber {
        PhoneNumber::parse(&format!("1390000{index:04}")).expect("a mobile number")
    }

    #[test]
    fn shares_come_out_as_asked_and_dead_numbers_stay_dead() {
        let shares = BehaviourShares::default();
        let drawn: Vec<Behaviour> = (0..5000)
            .map(|index| shares.draw(7, &number(index), Uuid::from_u128(u128::from(index))))
            .collect();
        let count = |of| drawn.iter().filter(|behaviour| **behaviour == of).count();
        // expected number of 5000, give or take four standard deviations
        let cases = [
            (Behaviour::Talks, 3250, 135),
            (Behaviour::NoAnswer, 750, 101),
            (Behaviour::Busy, 350, 72),
            (Behaviour::HangsUpMidway, 200, 56),
            (Behaviour::Unallocated, 50, 28),
            (Behaviour::Suspended, 50, 28),
        ];
        for (behaviour, expected, tolerance) in cases {
            assert!(count(behaviour).abs_diff(expected) <= tolerance, "{behaviour:?}");
        }
        for (index, behaviour) in (0..5000).zip(&drawn) {
            if matches!(behaviour, Behaviour::Unallocated | Behaviour::Suspended) {
                let again = shares.draw(7, &number(index), Uuid::from_u128(u128::MAX));
                assert_eq!(again, *behaviour);
            }
        }
    }

    #[test]
    fn one_behaviour_can_be_asked_for() {
        for behaviour in [Behaviour::Talks, Behaviour::Busy, Behaviour::Unallocated] {
            let shares = BehaviourShares::only(behaviour);
            let drawn = (0..50).map(|index| shares.draw(1, &number(index), Uuid::nil()));
            assert!(drawn.into_iter().all(|drawn| drawn == behaviour));
        }
    }
}
