//! Loudness by ITU-R BS.1770-4 for one channel: what makes prompts equally loud to the ear.

/// Blocks of 0.4 s that overlap by three quarters.
const BLOCK_MS: usize = 400;
const STEP_MS: usize = 100;
/// Blocks below this, in LUFS, are silence.
const ABSOLUTE_GATE: f64 = -70.0;
/// Blocks this much below the rest, in LU, are pauses.
const RELATIVE_GATE: f64 = -10.0;

/// A filter of second order, in its normal form.
struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
}

impl Biquad {
    fn run(&self, input: &[f64]) -> Vec<f64> {
        let (mut x1, mut x2, mut y1, mut y2) = (0.0, 0.0, 0.0, 0.0);
        let mut output = Vec::with_capacity(input.len());
        for &x in input {
            let [b0, b1, b2] = self.b;
            let y = b0 * x + b1 * x1 + b2 * x2 - self.a[0] * y1 - self.a[1] * y2;
            (x2, x1, y2, y1) = (x1, x, y1, y);
            output.push(y);
        }
        output
    }
}

/// The head as a shelf, the first of the two filters, at any sample rate.
fn shelf(rate: f64) -> Biquad {
    let (frequency, gain, quality) = (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_2);
    let k = (std::f64::consts::PI * frequency / rate).tan();
    let vh = 10_f64.powf(gain / 20.0);
    let vb = vh.powf(0.499_666_774_154_541_6);
    let a0 = 1.0 + k / quality + k * k;
    Biquad {
        b: [
            (vh + vb * k / quality + k * k) / a0,
            2.0 * (k * k - vh) / a0,
            (vh - vb * k / quality + k * k) / a0,
        ],
        a: [2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0],
    }
}

/// What lies below hearing is taken away, the second of the two filters.
fn high_pass(rate: f64) -> Biquad {
    let (frequency, quality) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
    let k = (std::f64::consts::PI * frequency / rate).tan();
    let a0 = 1.0 + k / quality + k * k;
    Biquad { b: [1.0, -2.0, 1.0], a: [2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0] }
}

/// The integrated loudness in LUFS; none of silence and of less than one block.
pub fn loudness(audio: &[f64], sample_rate: u32) -> Option<f64> {
    let rate = f64::from(sample_rate);
    let weighted = high_pass(rate).run(&shelf(rate).run(audio));
    let of_ms = |ms: usize| ms * usize::try_from(sample_rate).unwrap_or(0) / 1_000;
    let (block, step) = (of_ms(BLOCK_MS), of_ms(STEP_MS));
    let powers: Vec<f64> = (0..)
        .map(|index| index * step)
        .take_while(|start| start + block <= weighted.len())
        .map(|start| mean_square(&weighted[start..start + block]))
        .filter(|power| level(*power) > ABSOLUTE_GATE)
        .collect();
    if powers.is_empty() {
        return None;
    }
    let gate = level(mean(&powers)) + RELATIVE_GATE;
    let loud: Vec<f64> = powers.into_iter().filter(|power| level(*power) > gate).collect();
    Some(level(mean(&loud)))
}

fn mean_square(audio: &[f64]) -> f64 {
    audio.iter().map(|value| value * value).sum::<f64>() / audio.len() as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn level(power: f64) -> f64 {
    -0.691 + 10.0 * power.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_has_the_loudness_the_standard_gives_it() {
        // A full-scale tone of 997 Hz in one channel is -3.01 LUFS; halving it takes 6.02 dB off.
        for (amplitude, expected) in [(1.0, -3.01), (0.5, -9.03), (0.1, -23.01)] {
            let tone: Vec<f64> = (0..48_000 * 2)
                .map(|n| f64::from(n) / 48_000.0)
                .map(|t| amplitude * (std::f64::consts::TAU * 997.0 * t).sin())
                .collect();
            let measured = loudness(&tone, 48_000).expect("a tone is heard");
            assert!((measured - expected).abs() < 0.05, "{measured} for {amplitude}");
        }
    }

    #[test]
    fn silence_has_none() {
        assert_eq!(loudness(&[0.0; 16_000], 8_000), None);
        assert_eq!(loudness(&[0.5; 100], 8_000), None);
    }
}
