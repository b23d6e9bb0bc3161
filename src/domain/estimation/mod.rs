//! From answers to figures with their uncertainty: statistics.md sections 6 to 11.
//!
//! - [`response_rates`]: AAPOR rates from final dispositions;
//! - [`quantile`], [`interval`]: distributions and confidence intervals;
//! - [`size`]: how many must be asked for a margin;
//! - [`sum`]: sums that do not depend on the order of threads;
//! - [`sample`], [`estimator`]: stratified samples, estimates for domains, linearised variance;
//! - [`poststratify`]: weights brought to known totals;
//! - [`round`]: a whole survey round, from dispositions to published figures;
//! - [`holm`]: several tests at once.

mod collapse;
pub mod estimator;
pub mod holm;
pub mod interval;
pub mod poststratify;
pub mod quantile;
pub mod response_rates;
pub mod round;
pub mod sample;
pub mod size;
pub mod sum;

pub use estimator::{Estimate, difference, mean};
pub use holm::holm;
pub use interval::{
    Interval, KRange, clopper_pearson, effective_wilson, hypergeometric, korn_graubard, wilson,
};
pub use response_rates::{DispositionCounts, EligibilityMethod, ResponseRates};
pub use sample::{Lonely, Respondent, Sample, SampleError};
