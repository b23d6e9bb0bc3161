//! Quantiles of the normal, Student's t and beta distributions, to about 14 digits.
//!
//! The distribution functions are statrs'; a quantile is the root of one, found by Newton steps
//! inside a bracket that halves whenever a step would leave it, because libraries' own inverses
//! stop at 8 digits or less.

use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::erf::erfc;

/// Halvings and Newton steps at most; 200 halvings alone narrow a bracket to nothing.
const STEPS_MAX: usize = 200;

/// z with `level` of the normal distribution between −z and z.
pub fn normal_two_sided(level: f64) -> f64 {
    let tail = (1.0 - level) / 2.0;
    let above = |z: f64| erfc(z / std::f64::consts::SQRT_2) / 2.0;
    let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    root(0.0, 40.0, |z| tail - above(z), density)
}

/// t with `level` of Student's distribution between −t and t; `degrees` above 0.
pub fn student_two_sided(level: f64, degrees: f64) -> f64 {
    student_upper((1.0 - level) / 2.0, degrees)
}

/// t with `tail` of Student's distribution above it, `tail` at most one half.
pub fn student_upper(tail: f64, degrees: f64) -> f64 {
    if tail >= 0.5 {
        return 0.0;
    }
    // P(|T| > t) is the regularized incomplete beta function at degrees / (degrees + t²).
    let x = beta_quantile(2.0 * tail, degrees / 2.0, 0.5);
    (degrees * (1.0 - x) / x).sqrt()
}

/// The probability that Student's t exceeds `t`.
pub fn student_tail(t: f64, degrees: f64) -> f64 {
    let outer = beta_reg(degrees / 2.0, 0.5, degrees / (degrees + t * t)) / 2.0;
    if t >= 0.0 { outer } else { 1.0 - outer }
}

/// x with `probability` of the beta distribution below it.
pub fn beta_quantile(probability: f64, alpha: f64, beta: f64) -> f64 {
    if probability <= 0.0 {
        return 0.0;
    }
    if probability >= 1.0 {
        return 1.0;
    }
    let scale = ln_beta(alpha, beta);
    let density = |x: f64| ((alpha - 1.0) * x.ln() + (beta - 1.0) * (-x).ln_1p() - scale).exp();
    root(0.0, 1.0, |x| beta_reg(alpha, beta, x) - probability, density)
}

/// The root of an increasing function between two bounds.
fn root(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) -> f64 {
    let mut x = f64::midpoint(low, high);
    for _ in 0..STEPS_MAX {
        let value = f(x);
        if value == 0.0 {
            return x;
        }
        if value > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - value / slope(x);
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if next == x || (high - low) <= f64::EPSILON * x.abs() / 4.0 {
            return next;
        }
        x = next;
    }
    x
}
