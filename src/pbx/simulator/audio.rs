//! The audio of a simulated conversation: the agent on the left channel, the resident on the
//! right, in voices of different pitch that take turns.
//!
//! Integer arithmetic only, so that the same seed and call give the same bytes on every machine.

use std::io::{Seek, Write};
use std::sync::OnceLock;

use uuid::Uuid;

use crate::domain::chance::{Chance, SeededChance};

/// Frames a second; a frame is one audio value for each channel.
pub const SAMPLE_RATE: u32 = 8_000;
const CHANNELS: u16 = 2;
const SYLLABLES: u64 = 6;
/// Pitch of the agent's voice and of the resident's, in hertz.
const AGENT_PITCH: i64 = 220;
const RESIDENT_PITCH: i64 = 125;

/// Interleaved syllables of both voices and a stretch of silence to cut pauses from.
struct VoiceBank {
    agent: Vec<Vec<i16>>,
    resident: Vec<Vec<i16>>,
    silence: Vec<i16>,
}

/// Writes the conversation of a call as a 16-bit WAV of two channels, exactly `talk_ms` long.
///
/// # Errors
/// When `target` cannot be written.
pub fn write_conversation<W: Write + Seek>(
    target: W,
    seed: u64,
    call_id: Uuid,
    talk_ms: i64,
) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: CHANNELS,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::new(target, spec)?;
    let mut left = frame_count(talk_ms) * usize::from(CHANNELS);
    let mut chance = SeededChance::new(seed, &format!("voices {call_id}"));
    let bank = bank();
    let mut agent_speaks = true;
    while left > 0 {
        let (voice, syllables) = if agent_speaks {
            (&bank.agent, 6 + chance.below(14))
        } else {
            (&bank.resident, 2 + chance.below(10))
        };
        for _ in 0..syllables {
            let drawn = usize::try_from(chance.below(SYLLABLES)).unwrap_or(0);
            left -= write_some(&mut writer, &voice[drawn], left)?;
        }
        let pause_frames = 800 + usize::try_from(chance.below(2400)).unwrap_or(0);
        let pause = &bank.silence[..pause_frames * usize::from(CHANNELS)];
        left -= write_some(&mut writer, pause, left)?;
        agent_speaks = !agent_speaks;
    }
    writer.finalize()
}

fn frame_count(talk_ms: i64) -> usize {
    usize::try_from(talk_ms.max(0)).unwrap_or(0) * SAMPLE_RATE as usize / 1000
}

/// Writes at most `limit` values and says how many.
fn write_some<W: Write + Seek>(
    writer: &mut hound::WavWriter<W>,
    values: &[i16],
    limit: usize,
) -> Result<usize, hound::Error> {
    let count = values.len().min(limit);
    let mut block = writer.get_i16_writer(u32::try_from(count).unwrap_or(0));
    for value in &values[..count] {
        block.write_sample(*value);
    }
    block.flush()?;
    Ok(count)
}

/// Rendered once: a conversation is then a matter of copying.
fn bank() -> &'static VoiceBank {
    static BANK: OnceLock<VoiceBank> = OnceLock::new();
    BANK.get_or_init(|| {
        let voice = |pitch, left: bool| -> Vec<Vec<i16>> {
            (0..SYLLABLES).map(|index| syllable(pitch, index.cast_signed(), left)).collect()
        };
        VoiceBank {
            agent: voice(AGENT_PITCH, true),
            resident: voice(RESIDENT_PITCH, false),
            silence: vec![0; 3_200 * usize::from(CHANNELS)],
        }
    })
}

/// A burst of harmonics that swells and fades, 160 to 285 ms, on one channel.
fn syllable(pitch: i64, index: i64, left: bool) -> Vec<i16> {
    const LOUDNESS: i64 = 9_000;
    let length = 1_280 + 200 * index;
    // Which harmonics are strong makes the vowel.
    let strength = [10, 4 + index % 3 * 3, 2 + (index + 1) % 3 * 2, 1 + index % 2 * 2];
    let total: i64 = strength.iter().sum();
    let mut values = Vec::new();
    for n in 0..length {
        let mut sum = 0;
        for (harmonic, strength) in (1..).zip(strength) {
            let turn = n * pitch * harmonic * 1024 / i64::from(SAMPLE_RATE);
            sum += strength * sine(turn);
        }
        let swell = (n * 4).min(length).min((length - n) * 2);
        let value = LOUDNESS * sum / (total * 1000) * swell / length;
        let value = i16::try_from(value).unwrap_or(0);
        values.extend(if left { [value, 0] } else { [0, value] });
    }
    values
}

/// A thousand times the sine of `turn` parts in 1024 of a full turn (Bhaskara's approximation).
fn sine(turn: i64) -> i64 {
    let turn = turn.rem_euclid(1024);
    let half = turn % 512;
    let product = half * (512 - half);
    let value = 16_000 * product / (5 * 512 * 512 - 4 * product);
    if turn < 512 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn conversation(seed: u64, call: u128, talk_ms: i64) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        write_conversation(&mut bytes, seed, Uuid::from_u128(call), talk_ms).expect("in memory");
        bytes.into_inner()
    }

    /// Values of the left and of the right channel.
    fn channels(bytes: Vec<u8>) -> (Vec<i16>, Vec<i16>) {
        let reader = hound::WavReader::new(Cursor::new(bytes)).expect("a WAV file");
        let values: Vec<i16> = reader.into_samples().map(|v| v.expect("a value")).collect();
        values.chunks(2).map(|frame| (frame[0], frame[1])).unzip()
    }

    /// Upward zero crossings while the voice sounds, a measure of its pitch.
    fn crossings(channel: &[i16]) -> usize {
        channel.windows(2).filter(|pair| pair[0] < 0 && pair[1] >= 0).count()
    }

    #[test]
    fn a_conversation_is_exactly_as_long_as_the_call() {
        for talk_ms in [0, 1, 999, 6_000, 61_234] {
            let (left, right) = channels(conversation(7, 1, talk_ms));
            let frames = usize::try_from(talk_ms * 8).expect("positive");
            assert_eq!((left.len(), right.len()), (frames, frames), "{talk_ms} ms");
        }
    }

    #[test]
    fn the_sides_take_turns_in_voices_of_their_own() {
        let (left, right) = channels(conversation(7, 1, 60_000));
        assert!(left.iter().zip(&right).all(|(left, right)| *left == 0 || *right == 0));
        let sounding = |side: &[i16]| side.iter().filter(|value| **value != 0).count();
        assert!(sounding(&left) > 60_000 && sounding(&right) > 60_000);
        let pitch = |side: &[i16]| crossings(side) * 8_000 / sounding(side);
        assert!(pitch(&left) > pitch(&right) * 3 / 2, "{} {}", pitch(&left), pitch(&right));
        assert!(left.iter().chain(&right).any(|value| *value > 4_000));
        let both = left.iter().zip(&right).map(|(left, right)| *left == 0 && *right == 0);
        let mut longest = 0;
        both.fold(0, |run: usize, silent| {
            let run = if silent { run + 1 } else { 0 };
            longest = longest.max(run);
            run
        });
        assert!(longest <= 3_300, "both silent for {longest} frames");
    }

    #[test]
    fn seed_and_call_decide_every_byte() {
        let bytes = conversation(7, 1, 20_000);
        assert_eq!(bytes, conversation(7, 1, 20_000));
        assert_ne!(bytes, conversation(8, 1, 20_000));
        assert_ne!(bytes, conversation(7, 2, 20_000));
    }
}
