//! From the sound of the speaking program to the form of a prompt.

use std::io::Cursor;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::loudness::loudness;

/// Of every prompt: what the telephone network carries.
pub const SAMPLE_RATE: u32 = 8_000;
/// Silence before the first sound and after the last.
const LEAD_MS: usize = 200;
const TRAIL_MS: usize = 400;
/// One loudness for all prompts, so that none makes the resident hold the telephone away.
const LOUDNESS: f64 = -23.0;
/// The highest peak, a little under −3 dBFS.
const PEAK_MAX: f64 = 0.7;
/// Quieter than this is silence at the ends.
const SILENCE: f64 = 0.003;
/// The edge of what is kept when the rate falls: telephones carry up to 3.4 kHz.
const CUT_OFF_HZ: f64 = 3_600.0;
/// Half the length of the filter, in samples of the source at the cut-off.
const HALF_WIDTH: f64 = 24.0;

/// Why a sound cannot be made a prompt.
#[derive(Debug, thiserror::Error)]
pub enum WaveError {
    /// It is no WAV file of 16 bits, or it cannot be written as one.
    #[error("{0}")]
    Format(#[from] hound::Error),
    /// Nothing is heard in it.
    #[error("nothing is heard in it")]
    Silent,
}

/// The bytes of a prompt with the sound of a WAV file.
pub fn prompt(source: &[u8]) -> Result<Vec<u8>, WaveError> {
    let mut reader = WavReader::new(Cursor::new(source))?;
    let (rate, channels) = (reader.spec().sample_rate, usize::from(reader.spec().channels));
    let values: Vec<i16> = reader.samples::<i16>().collect::<Result<_, _>>()?;
    let audio: Vec<f64> =
        values.iter().step_by(channels).map(|value| f64::from(*value) / 32_768.0).collect();
    let audio = levelled(&framed(&resampled(&audio, rate))?);
    write(&audio)
}

/// The same sound at 8 kHz, by a windowed sinc.
fn resampled(audio: &[f64], rate: u32) -> Vec<f64> {
    let ratio = f64::from(rate) / f64::from(SAMPLE_RATE);
    let cut_off = 2.0 * CUT_OFF_HZ / f64::from(rate);
    let reach = HALF_WIDTH / cut_off;
    let length = (audio.len() as f64 / ratio) as usize;
    let at = |index: usize| {
        let center = index as f64 * ratio;
        let first = (center - reach).max(0.0).ceil() as usize;
        let last = ((center + reach) as usize).min(audio.len().saturating_sub(1));
        (first..=last).map(|n| audio[n] * weight(n as f64 - center, cut_off, reach)).sum()
    };
    (0..length).map(at).collect()
}

/// The filter's weight at a distance: a sinc under a Hann window.
fn weight(distance: f64, cut_off: f64, reach: f64) -> f64 {
    let x = std::f64::consts::PI * cut_off * distance;
    let sinc = if x.abs() < 1e-9 { 1.0 } else { x.sin() / x };
    let window = 0.5 + 0.5 * (std::f64::consts::PI * distance / reach).cos();
    cut_off * sinc * window
}

/// From the first sound to the last, with the silence a prompt has around it.
fn framed(audio: &[f64]) -> Result<Vec<f64>, WaveError> {
    let heard = |value: &f64| value.abs() > SILENCE;
    let first = audio.iter().position(heard).ok_or(WaveError::Silent)?;
    let last = audio.iter().rposition(heard).ok_or(WaveError::Silent)?;
    let of_ms = |ms: usize| ms * usize::try_from(SAMPLE_RATE).unwrap_or(0) / 1_000;
    let mut framed = vec![0.0; of_ms(LEAD_MS)];
    framed.extend(&audio[first..=last]);
    framed.resize(framed.len() + of_ms(TRAIL_MS), 0.0);
    Ok(framed)
}

/// As loud as every prompt; what would stand out over the highest peak is rounded off.
fn levelled(audio: &[f64]) -> Vec<f64> {
    let measured = loudness(audio, SAMPLE_RATE).unwrap_or(LOUDNESS);
    let gain = 10_f64.powf((LOUDNESS - measured) / 20.0);
    let knee = PEAK_MAX * 0.8;
    let limit = |value: f64| {
        let over = value.abs() - knee;
        if over <= 0.0 {
            return value;
        }
        let room = PEAK_MAX - knee;
        value.signum() * (knee + room * (over / room).tanh())
    };
    audio.iter().map(|value| limit(value * gain)).collect()
}

fn write(audio: &[f64]) -> Result<Vec<u8>, WaveError> {
    let spec = WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut bytes, spec)?;
    for value in audio {
        writer.write_sample((value * 32_767.0).round() as i16)?;
    }
    writer.finalize()?;
    Ok(bytes.into_inner())
}
