//! How much of a year's share is due by which month (statistics.md 3, R-061).

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

/// A year's quota of one center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnualQuota {
    /// Units of the whole year: rate × households, rounded up.
    pub annual: u64,
    /// Units due by the end of each month.
    pub cumulative: Vec<u64>,
    /// What each month adds.
    pub monthly: Vec<u64>,
}

/// The whole number at or above `rate` × `households` × `month` / `months`.
pub fn due_by(households: u64, rate: &BigRational, month: u32, months: u32) -> u64 {
    let share = rate
        * BigRational::from(BigInt::from(households))
        * BigRational::new(BigInt::from(month), BigInt::from(months.max(1)));
    let due = share.ceil().to_integer();
    if due.is_negative() { 0 } else { due.to_u64().unwrap_or(u64::MAX) }
}

/// The quota of `households` at `rate` over `months` equal months.
pub fn annual_quota(households: u64, rate: &BigRational, months: u32) -> AnnualQuota {
    let cumulative: Vec<u64> =
        (1..=months).map(|month| due_by(households, rate, month, months)).collect();
    let before = std::iter::once(0).chain(cumulative.iter().copied());
    let monthly = cumulative.iter().zip(before).map(|(due, before)| due - before).collect();
    AnnualQuota { annual: due_by(households, rate, 1, 1), cumulative, monthly }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sampling::exact;

    #[test]
    fn rates_are_exact() {
        // households, rate, annual: floating point gives 8 for the first and 59 for some others.
        for (households, rate, annual) in [
            (100, "7/100", 7),
            (200, "29/100", 58),
            (1500, "3/10", 450),
            (0, "3/10", 0),
            (1, "3/10", 1),
        ] {
            let quota = annual_quota(households, &exact(rate).expect("a rate"), 12);
            assert_eq!(quota.annual, annual, "{households} at {rate}");
            assert_eq!(quota.cumulative.last(), Some(&annual));
            assert_eq!(quota.monthly.iter().sum::<u64>(), annual);
        }
    }
}
