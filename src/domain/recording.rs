//! What a recording has to be: there, playable, and as long as its call (issue 2, "The call").
//!
//! An answered call without a playable recording is an alarm, not a silence; so is one whose
//! recording does not cover the conversation.

use serde::{Deserialize, Serialize};

use super::coded::coded;

/// How far the recording's length may differ from the conversation's, in milliseconds. It absorbs
/// what an exchange needs to begin and to close a file.
pub const DEFAULT_TOLERANCE_MS: i64 = 1_500;

coded! {
    /// Where the recording (录音) of an answered call stands.
    pub enum RecordingState {
        /// The call is not over, or the exchange has not delivered yet.
        Awaited = "awaited" | "待取",
        /// In the vault and playable.
        Stored = "stored" | "已存",
        /// The exchange has none, or it never came.
        Missing = "missing" | "缺失",
        /// In the vault as received, but no player can play it to its end.
        Unplayable = "unplayable" | "无法播放",
        /// Erased at the resident's request; hash and length stay.
        Erased = "erased" | "已删除",
    }
}

coded! {
    /// What is wrong with a recording.
    pub enum RecordingFault {
        /// No bytes, or no audio in them.
        Empty = "empty" | "空文件",
        /// Bytes that are no audio format we know.
        NotAudio = "not_audio" | "不是音频",
        /// The file ends before the audio it announces.
        Truncated = "truncated" | "文件不完整",
        /// Shorter than the conversation, beyond the tolerance.
        TooShort = "too_short" | "短于通话",
        /// Longer than the conversation, beyond the tolerance.
        TooLong = "too_long" | "长于通话",
        /// Not one channel for each side.
        NotTwoChannels = "not_two_channels" | "不是双声道",
    }
}

/// What decoding a recording to its end found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecodedAudio {
    /// Length in milliseconds, counted from the frames, not read from the header.
    pub duration_ms: i64,
    /// Channels; 2 when both sides are apart.
    pub channels: u16,
    /// Frames a second.
    pub sample_rate: u32,
}

/// What became of a recording that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingVerdict {
    /// Stored or unplayable.
    pub state: RecordingState,
    /// Everything that is wrong with it; any fault is an alarm.
    pub faults: Vec<RecordingFault>,
}

impl RecordingVerdict {
    /// Whether a person has to look at it.
    pub fn is_alarm(&self) -> bool {
        !self.faults.is_empty()
    }
}

/// Judges a fetched recording against its call: `talk_ms` is the length of the conversation in
/// milliseconds, `decoded` what decoding found or why it failed. A difference of exactly
/// `tolerance_ms` is still fine.
pub fn judge(
    decoded: Result<DecodedAudio, RecordingFault>,
    talk_ms: i64,
    tolerance_ms: i64,
) -> RecordingVerdict {
    let audio = match decoded {
        Ok(audio) => audio,
        Err(fault) => {
            return RecordingVerdict { state: RecordingState::Unplayable, faults: vec![fault] };
        }
    };
    let mut faults = Vec::new();
    if audio.duration_ms < talk_ms - tolerance_ms {
        faults.push(RecordingFault::TooShort);
    }
    if audio.duration_ms > talk_ms + tolerance_ms {
        faults.push(RecordingFault::TooLong);
    }
    if audio.channels != 2 {
        faults.push(RecordingFault::NotTwoChannels);
    }
    RecordingVerdict { state: RecordingState::Stored, faults }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_is_judged_against_its_call() {
        use RecordingFault::{Empty, NotAudio, NotTwoChannels, TooLong, TooShort, Truncated};
        use RecordingState::{Stored, Unplayable};
        let audio =
            |duration_ms, channels| Ok(DecodedAudio { duration_ms, channels, sample_rate: 8_000 });
        // what was decoded, length of the conversation, state, faults
        let cases: [(_, i64, _, &[RecordingFault]); 11] = [
            (audio(60_000, 2), 60_000, Stored, &[]),
            (audio(58_500, 2), 60_000, Stored, &[]),
            (audio(58_499, 2), 60_000, Stored, &[TooShort]),
            (audio(61_500, 2), 60_000, Stored, &[]),
            (audio(61_501, 2), 60_000, Stored, &[TooLong]),
            (audio(60_000, 1), 60_000, Stored, &[NotTwoChannels]),
            (audio(1_000, 1), 60_000, Stored, &[TooShort, NotTwoChannels]),
            (audio(400, 2), 0, Stored, &[]),
            (Err(Empty), 60_000, Unplayable, &[Empty]),
            (Err(NotAudio), 60_000, Unplayable, &[NotAudio]),
            (Err(Truncated), 60_000, Unplayable, &[Truncated]),
        ];
        for (decoded, talk_ms, state, faults) in cases {
            let verdict = judge(decoded, talk_ms, DEFAULT_TOLERANCE_MS);
            assert_eq!(verdict.state, state, "{decoded:?}");
            assert_eq!(verdict.faults, faults, "{decoded:?}");
            assert_eq!(verdict.is_alarm(), !faults.is_empty(), "{decoded:?}");
        }
    }
}
