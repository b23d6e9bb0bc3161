//! ALLOC-1: a total shared out over strata in whole numbers, between bounds (statistics.md 2).

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// One stratum's part of the sharing out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation<'a> {
    /// The stratum's key; the last tie-breaker, compared as bytes.
    pub key: &'a str,
    /// Its weight, not negative; the number of its households when shares are proportional.
    pub weight: BigRational,
    /// It gets at least this many units …
    pub min: u64,
    /// … and at most this many.
    pub cap: u64,
}

/// Why a total cannot be shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// The least numbers already exceed the total.
    #[error("the minimums together exceed the total")]
    InfeasibleMin,
    /// The greatest numbers do not reach the total.
    #[error("the caps together do not reach the total")]
    InfeasibleCap,
    /// What the strata with a weight can take does not reach the total.
    #[error("strata of weight 0 get their minimum only, and the others cannot take the rest")]
    InfeasibleZeroWeight,
    /// A stratum whose minimum exceeds its cap.
    #[error("a minimum exceeds the cap of its stratum")]
    MinAboveCap,
    /// A weight below 0.
    #[error("a weight is negative")]
    NegativeWeight,
}

impl AllocationError {
    /// The stable code for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::InfeasibleMin => "infeasible_min",
            Self::InfeasibleCap => "infeasible_cap",
            Self::InfeasibleZeroWeight => "infeasible_zero_weight",
            Self::MinAboveCap => "min_above_cap",
            Self::NegativeWeight => "negative_weight",
        }
    }
}

/// Shares `total` out: whole numbers in the order of `strata`, their sum the total, each between
/// its bounds, as near to proportional to the weights as bounds allow. The same for every order of
/// the strata.
///
/// # Errors
/// When the bounds cannot be kept.
pub fn allocate(total: u64, strata: &[Allocation]) -> Result<Vec<u64>, AllocationError> {
    check(total, strata)?;
    let weights = whole_weights(strata);
    // Products of two factors below 2^63 fit 128 bits, which is many times faster.
    let bound = BigUint::one() << 63_u8;
    let fits = weights.iter().sum::<BigUint>() < bound && BigUint::from(total) < bound;
    if fits {
        let small = |weight: &BigUint| weight.to_u128().unwrap_or_default();
        Ok(share(total, strata, &weights.iter().map(small).collect::<Vec<_>>()))
    } else {
        Ok(share(total, strata, &weights))
    }
}

fn check(total: u64, strata: &[Allocation]) -> Result<(), AllocationError> {
    let sum = |part: &dyn Fn(&Allocation) -> u64| strata.iter().map(|s| u128::from(part(s))).sum();
    if strata.iter().any(|stratum| stratum.weight.is_negative()) {
        return Err(AllocationError::NegativeWeight);
    }
    let (least, most): (u128, u128) = (sum(&|stratum| stratum.min), sum(&|stratum| stratum.cap));
    if least > u128::from(total) {
        return Err(AllocationError::InfeasibleMin);
    }
    if most < u128::from(total) {
        return Err(AllocationError::InfeasibleCap);
    }
    if strata.iter().any(|stratum| stratum.min > stratum.cap) {
        return Err(AllocationError::MinAboveCap);
    }
    let reachable: u128 = sum(&|s| if s.weight.is_zero() { s.min } else { s.cap });
    if reachable < u128::from(total) {
        return Err(AllocationError::InfeasibleZeroWeight);
    }
    Ok(())
}

/// The weights as whole numbers in the same proportions.
fn whole_weights(strata: &[Allocation]) -> Vec<BigUint> {
    let common =
        strata.iter().fold(BigInt::one(), |common, stratum| common.lcm(stratum.weight.denom()));
    let whole = |stratum: &Allocation| {
        let number = stratum.weight.numer() * (&common / stratum.weight.denom());
        number.to_biguint().unwrap_or_default()
    };
    strata.iter().map(whole).collect()
}

/// Where a stratum's share stops being its minimum, or becomes its cap: at `bound / weight`.
struct Breakpoint<T> {
    bound: T,
    weight: T,
    reaches_cap: bool,
    index: usize,
}

fn share<T>(total: u64, strata: &[Allocation], weights: &[T]) -> Vec<u64>
where
    T: Integer + Clone + From<u64> + ToPrimitive,
{
    let least: u128 = strata.iter().map(|stratum| u128::from(stratum.min)).sum();
    if least == u128::from(total) {
        return strata.iter().map(|stratum| stratum.min).collect();
    }
    let (free, rest, free_weight) = free_strata(total, strata, weights);
    let mut shares: Vec<u64> = Vec::with_capacity(strata.len());
    // A free stratum's share is weight × rest / free weight: one common denominator, so the
    // remainders compare as whole numbers.
    let mut remainders: Vec<(T, usize)> = Vec::new();
    for (index, stratum) in strata.iter().enumerate() {
        match free[index] {
            Place::AtMin => shares.push(stratum.min),
            Place::AtCap => shares.push(stratum.cap),
            Place::Free => {
                let product = weights[index].clone() * rest.clone();
                let (floor, remainder) = product.div_rem(&free_weight);
                shares.push(floor.to_u64().unwrap_or(u64::MAX));
                remainders.push((remainder, index));
            }
        }
    }
    remainders.sort_by(|(a, i), (b, j)| {
        b.cmp(a)
            .then_with(|| weights[*j].cmp(&weights[*i]))
            .then_with(|| strata[*i].key.as_bytes().cmp(strata[*j].key.as_bytes()))
    });
    let shared: u128 = shares.iter().map(|share| u128::from(*share)).sum();
    let left = usize::try_from(u128::from(total) - shared).unwrap_or(usize::MAX);
    for (_, index) in remainders.iter().take(left) {
        shares[*index] += 1;
    }
    shares
}

/// Where a stratum stands for the multiplier that places the whole total.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    AtMin,
    Free,
    AtCap,
}

/// Walks the breakpoints upwards until the total is placed: where each stratum stands then, how
/// much the free ones share, and their weight.
fn free_strata<T>(total: u64, strata: &[Allocation], weights: &[T]) -> (Vec<Place>, T, T)
where
    T: Integer + Clone + From<u64>,
{
    let mut places = vec![Place::AtMin; strata.len()];
    let total = T::from(total);
    // Signed sums are avoided: what is fixed and what is free are kept apart.
    let mut fixed = strata.iter().fold(T::zero(), |sum, stratum| sum + T::from(stratum.min));
    let mut free_weight = T::zero();
    for point in breakpoints(&total, strata, weights) {
        // At this point the strata would get fixed + free_weight × bound / weight.
        let placed =
            fixed.clone() * point.weight.clone() + free_weight.clone() * point.bound.clone();
        if placed >= total.clone() * point.weight.clone() {
            break;
        }
        let bound = T::from(if point.reaches_cap {
            strata[point.index].cap
        } else {
            strata[point.index].min
        });
        if point.reaches_cap {
            places[point.index] = Place::AtCap;
            free_weight = free_weight - point.weight;
            fixed = fixed + bound;
        } else {
            places[point.index] = Place::Free;
            free_weight = free_weight + point.weight;
            fixed = fixed - bound;
        }
    }
    let rest = total - fixed;
    (places, rest, free_weight)
}

fn breakpoints<T>(total: &T, strata: &[Allocation], weights: &[T]) -> Vec<Breakpoint<T>>
where
    T: Integer + Clone + From<u64>,
{
    let mut points = Vec::with_capacity(strata.len() * 2);
    for (index, (stratum, weight)) in strata.iter().zip(weights).enumerate() {
        if weight.is_zero() {
            continue;
        }
        // A cap above the total is never reached, and keeping it small keeps products small.
        let cap = T::from(stratum.cap).min(total.clone() + T::one());
        for (bound, reaches_cap) in [(T::from(stratum.min), false), (cap, true)] {
            points.push(Breakpoint { bound, weight: weight.clone(), reaches_cap, index });
        }
    }
    points.sort_by(|a, b| {
        let (left, right) =
            (a.bound.clone() * b.weight.clone(), b.bound.clone() * a.weight.clone());
        left.cmp(&right).then(a.reaches_cap.cmp(&b.reaches_cap))
    });
    points
}
