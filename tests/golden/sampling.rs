//! What every draw must keep, whatever the frame (statistics.md 12, properties a to h).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use huifang::domain::estimation::{Lonely, Respondent, Sample, mean};
use huifang::domain::sampling::quota::due_by;
use huifang::domain::sampling::rotation::{Frame, center_of};
use huifang::domain::sampling::{
    Allocation, MonthDraw, Rotation, Stream, YearKey, allocate, exact,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn strata() -> impl Strategy<Value = Vec<(u64, u64, u64)>> {
    // Weight, minimum, room above it.
    prop::collection::vec((1_u64..500, 0_u64..4, 0_u64..40), 1..9)
}

fn allocations<'a>(rows: &[(u64, u64, u64)], keys: &'a [String]) -> Vec<Allocation<'a>> {
    rows.iter()
        .zip(keys)
        .map(|((weight, min, room), key)| Allocation {
            key,
            weight: BigRational::from(BigInt::from(*weight)),
            min: *min,
            cap: min + room,
        })
        .collect()
}

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("SC01|{index}")).collect()
}

/// Households of two centers in a few strata; each month some leave, some come, some move.
fn year() -> impl Strategy<Value = Vec<Frame>> {
    let household = (1_u8..3, 0_u16..60, 0_u8..4);
    let month = prop::collection::vec((household, 0_u8..10), 0..12);
    (prop::collection::vec(household_of(), 1..60), prop::collection::vec(month, 12)).prop_map(
        |(start, changes)| {
            let mut frame: Frame = start.into_iter().collect();
            let mut months = Vec::new();
            for month in changes {
                for ((center, room, stratum), what) in month {
                    let (unit, key) = unit(center, room, stratum);
                    if what == 0 {
                        frame.remove(&unit);
                    } else {
                        frame.insert(unit, key);
                    }
                }
                months.push(frame.clone());
            }
            months
        },
    )
}

fn household_of() -> impl Strategy<Value = (String, String)> {
    (1_u8..3, 0_u16..60, 0_u8..4).prop_map(|(center, room, stratum)| unit(center, room, stratum))
}

fn unit(center: u8, room: u16, stratum: u8) -> (String, String) {
    (format!("SC0{center}/{room}#1"), format!("SC0{center}|{stratum}"))
}

fn draw_year(key: [u8; 32], rate: &str, frames: &[Frame]) -> Vec<MonthDraw> {
    let mut rotation = Rotation::new(YearKey(key), exact(rate).expect("a rate"));
    frames.iter().map(|frame| rotation.draw_month(frame).expect("feasible")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// (a) The sum is the total, bounds are kept, and the order of the strata is nothing.
    #[test]
    fn an_allocation_keeps_total_and_bounds(rows in strata(), part in 0_u64..=100) {
        let keys = keys(rows.len());
        let least: u64 = rows.iter().map(|row| row.1).sum();
        let room: u64 = rows.iter().map(|row| row.2).sum();
        let total = least + room * part / 100;
        let shares = allocate(total, &allocations(&rows, &keys)).expect("feasible");
        prop_assert_eq!(shares.iter().sum::<u64>(), total);
        for (share, (_, min, room)) in shares.iter().zip(&rows) {
            prop_assert!(share >= min && *share <= min + room);
        }
        let mut backwards = allocations(&rows, &keys);
        backwards.reverse();
        let mut reversed = allocate(total, &backwards).expect("feasible");
        reversed.reverse();
        prop_assert_eq!(shares, reversed);
    }

    /// (b) No unit twice; by December every center has its share of the households still there.
    #[test]
    fn nobody_is_drawn_twice_and_the_quota_is_met(
        frames in year(), key in any::<[u8; 32]>(), tenths in 1_u8..=10,
    ) {
        let rate = format!("{tenths}/10");
        let draws = draw_year(key, &rate, &frames);
        let drawn: Vec<&String> =
            draws.iter().flat_map(|draw| draw.selected.values().flatten()).collect();
        let distinct: BTreeSet<&String> = drawn.iter().copied().collect();
        prop_assert_eq!(distinct.len(), drawn.len());
        let mut households: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (unit, stratum) in frames.last().expect("twelve") {
            let (all, covered) = households.entry(center_of(stratum)).or_default();
            *all += 1;
            *covered += u64::from(distinct.contains(unit));
        }
        let rate = exact(&rate).expect("a rate");
        for (all, covered) in households.values() {
            prop_assert!(*covered >= due_by(*all, &rate, 12, 12));
        }
        // With everybody due, everybody is drawn.
        let missing: u64 = draws.iter().flat_map(|draw| draw.exhausted.values()).sum();
        prop_assert_eq!(missing, 0);
    }

    /// (e) Taking away a unit that was not drawn changes nobody who stands before it.
    #[test]
    fn an_undrawn_unit_matters_only_after_itself(key in any::<[u8; 32]>(), count in 4_usize..40) {
        let frame: Frame =
            (0..count).map(|room| unit(1, u16::try_from(room).unwrap_or(0), 0)).collect();
        let draw = &draw_year(key, "6/1", std::slice::from_ref(&frame))[0];
        let chosen: Vec<&String> = draw.selected.values().flatten().collect();
        let Some(undrawn) = frame.keys().find(|unit| !chosen.contains(unit)) else {
            return Ok(());
        };
        let mut smaller = frame.clone();
        smaller.remove(undrawn);
        let again = &draw_year(key, "6/1", &[smaller])[0];
        let kept: Vec<&String> = again.selected.values().flatten().collect();
        prop_assert_eq!(&chosen[..kept.len()], &kept[..]);
    }
}

/// (c) Over many keys each unit, and each pair of units, is drawn as often as any other.
#[test]
fn units_and_pairs_have_equal_chances() {
    const KEYS: u64 = 6_000;
    // 8 households at 6 a year: 4 by August, all of one stratum.
    let frame: Frame = (0..8).map(|room| unit(1, room, 0)).collect();
    let mut units: HashMap<String, u64> = HashMap::new();
    let mut pairs: HashMap<(String, String), u64> = HashMap::new();
    let mut chance = Stream::labelled(&[7; 32], "keys");
    for _ in 0..KEYS {
        let mut key = [0; 32];
        for part in key.chunks_mut(8) {
            part.copy_from_slice(&chance.word().to_le_bytes());
        }
        let draws = draw_year(key, "3/4", &vec![frame.clone(); 8]);
        let mut drawn: Vec<&String> =
            draws.iter().flat_map(|draw| draw.selected.values().flatten()).collect();
        drawn.sort_unstable();
        assert_eq!(drawn.len(), 4);
        for (index, unit) in drawn.iter().enumerate() {
            *units.entry((*unit).clone()).or_default() += 1;
            for other in &drawn[index + 1..] {
                *pairs.entry(((*unit).clone(), (*other).clone())).or_default() += 1;
            }
        }
    }
    let chi_square = |counts: Vec<u64>, expected: f64| {
        counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum::<f64>()
    };
    // Far beyond the 99.9th percentiles of 7 and 27 degrees of freedom only a defect reaches.
    assert_eq!((units.len(), pairs.len()), (8, 28));
    assert!(chi_square(units.into_values().collect(), KEYS as f64 / 2.0) < 30.0);
    assert!(chi_square(pairs.into_values().collect(), KEYS as f64 * 3.0 / 14.0) < 65.0);
}

/// (h) The interval holds the truth about as often as it says.
#[test]
fn intervals_cover_as_often_as_they_say() {
    const SAMPLES: u64 = 3_000;
    // Six strata of unequal size and share; a third of each answers.
    let sizes = [30_u64, 24, 18, 12, 9, 6];
    let satisfied = [28_u64, 21, 17, 10, 8, 5];
    let truth = satisfied.iter().sum::<u64>() as f64 / sizes.iter().sum::<u64>() as f64;
    let names: Vec<String> = (0..sizes.len()).map(|index| format!("s{index}")).collect();
    let population: BTreeMap<String, f64> =
        names.iter().cloned().zip(sizes.iter().map(|size| *size as f64)).collect();
    let mut chance = Stream::labelled(&[3; 32], "coverage");
    let mut covered = 0;
    for _ in 0..SAMPLES {
        let mut respondents = Vec::new();
        for (name, (size, satisfied)) in names.iter().zip(sizes.iter().zip(&satisfied)) {
            let mut households: Vec<u64> = (0..*size).collect();
            chance.shuffle(&mut households);
            let taken = size / 3;
            let weight = *size as f64 / taken as f64;
            for household in &households[..usize::try_from(taken).expect("small")] {
                let y = f64::from(u8::from(household < satisfied));
                respondents.push(Respondent { stratum: name, weight, y });
            }
        }
        let inside = vec![true; respondents.len()];
        let sample = Sample::new(respondents, &population, true, Lonely::Adjust).expect("a sample");
        let interval = mean(&sample, &inside).share_intervals(0.95).wilson_t.expect("bounds");
        covered += u64::from(interval.0 <= truth && truth <= interval.1);
    }
    let rate = covered as f64 / SAMPLES as f64;
    assert!((0.93..=0.985).contains(&rate), "covered {rate}");
}
