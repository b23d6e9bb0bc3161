//! Decodes a recording to its end, to know its true length and that it can be played.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

use crate::domain::recording::{DecodedAudio, RecordingFault};

/// Why a file could not be decoded.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// It is not what it should be; trying again gives the same.
    #[error("the recording cannot be played ({0:?})")]
    Fault(RecordingFault),
    /// It could not be read.
    #[error("the recording cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// [`decode_blocking`] off the async threads.
///
/// # Errors
/// As there.
pub async fn decode(path: PathBuf) -> Result<DecodedAudio, DecodeError> {
    let decoding = tokio::task::spawn_blocking(move || decode_blocking(&path));
    decoding.await.map_err(io::Error::other)?
}

/// Decodes every frame of the file at `path`.
///
/// # Errors
/// [`DecodeError::Fault`] with `Empty`, `NotAudio` or `Truncated`; [`DecodeError::Io`] when the
/// file cannot be opened.
pub fn decode_blocking(path: &Path) -> Result<DecodedAudio, DecodeError> {
    let file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Err(DecodeError::Fault(RecordingFault::Empty));
    }
    let mut reader = open(file)?;
    let (params, announced_frames) = audio_track(reader.as_ref())?;
    let mut decoder = symphonia::default::get_codecs()
        .make_audio_decoder(&params, &AudioDecoderOptions::default())
        .map_err(|_| DecodeError::Fault(RecordingFault::NotAudio))?;
    let counted = count(reader.as_mut(), decoder.as_mut())?;
    if announced_frames.is_some_and(|announced| counted.frames < announced) {
        return Err(DecodeError::Fault(RecordingFault::Truncated));
    }
    counted.into_audio()
}

fn open(file: File) -> Result<Box<dyn FormatReader>, DecodeError> {
    let stream = MediaSourceStream::new(Box::new(file), Default::default());
    let mut hint = Hint::new();
    hint.with_extension("wav");
    let (format, metadata) = (FormatOptions::default(), MetadataOptions::default());
    let probed = symphonia::default::get_probe().probe(&hint, stream, format, metadata);
    probed.map_err(|_| DecodeError::Fault(RecordingFault::NotAudio))
}

fn audio_track(
    reader: &dyn FormatReader,
) -> Result<(AudioCodecParameters, Option<u64>), DecodeError> {
    let not_audio = || DecodeError::Fault(RecordingFault::NotAudio);
    let track = reader.default_track(TrackType::Audio).ok_or_else(not_audio)?;
    match &track.codec_params {
        Some(CodecParameters::Audio(params)) => Ok((params.clone(), track.num_frames)),
        _ => Err(not_audio()),
    }
}

#[derive(Default)]
struct Counted {
    frames: u64,
    channels: u16,
    sample_rate: u32,
}

/// Counts frames until the file ends, in whatever way it ends: a file cut in mid-frame is found by
/// comparing with what it announced.
fn count(
    reader: &mut dyn FormatReader,
    decoder: &mut dyn AudioDecoder,
) -> Result<Counted, DecodeError> {
    let mut counted = Counted::default();
    loop {
        let packet = match reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return Ok(counted),
            Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(counted);
            }
            Err(Error::IoError(error)) => return Err(DecodeError::Io(error)),
            Err(_) => return Err(DecodeError::Fault(RecordingFault::Truncated)),
        };
        let decoded = decoder.decode(&packet);
        let audio = decoded.map_err(|_| DecodeError::Fault(RecordingFault::Truncated))?;
        counted.frames += u64::try_from(audio.frames()).unwrap_or(0);
        counted.channels = u16::try_from(audio.num_planes()).unwrap_or(u16::MAX);
        counted.sample_rate = audio.spec().rate();
    }
}

impl Counted {
    fn into_audio(self) -> Result<DecodedAudio, DecodeError> {
        if self.frames == 0 || self.sample_rate == 0 {
            return Err(DecodeError::Fault(RecordingFault::Empty));
        }
        let duration_ms = self.frames.saturating_mul(1000) / u64::from(self.sample_rate);
        let duration_ms = i64::try_from(duration_ms).unwrap_or(i64::MAX);
        Ok(DecodedAudio { duration_ms, channels: self.channels, sample_rate: self.sample_rate })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A WAV file of this many frames.
    fn wav(channels: u16, sample_rate: u32, frames: usize) -> Vec<u8> {
        let (bits_per_sample, sample_format) = (16, hound::SampleFormat::Int);
        let spec = hound::WavSpec { channels, sample_rate, bits_per_sample, sample_format };
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, spec).expect("in memory");
        for value in 0..frames * usize::from(channels) {
            writer.write_sample((value % 900) as i16).expect("in memory");
        }
        writer.finalize().expect("in memory");
        bytes.into_inner()
    }

    fn decoded(bytes: &[u8]) -> Result<DecodedAudio, Option<RecordingFault>> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("recording.wav");
        std::fs::write(&path, bytes).expect("writable");
        decode_blocking(&path).map_err(|error| match error {
            DecodeError::Fault(fault) => Some(fault),
            DecodeError::Io(_) => None,
        })
    }

    #[test]
    fn recordings_are_what_their_frames_say() {
        use RecordingFault::{Empty, NotAudio, Truncated};
        let minute = wav(2, 8_000, 480_000);
        let audio = |duration_ms, channels, sample_rate| {
            Ok(DecodedAudio { duration_ms, channels, sample_rate })
        };
        let mut one_byte_short = minute.clone();
        one_byte_short.pop();
        let zeroes = vec![0; 4_096];
        let cases: Vec<(&str, &[u8], Result<DecodedAudio, RecordingFault>)> = vec![
            ("a minute, two channels", &minute, audio(60_000, 2, 8_000)),
            ("cut in the middle", &minute[..minute.len() / 2], Err(Truncated)),
            ("one byte short", &one_byte_short, Err(Truncated)),
            ("a header only", &minute[..44], Err(Truncated)),
            ("half a header", &minute[..20], Err(NotAudio)),
            ("zero bytes", b"", Err(Empty)),
            ("zeroes", &zeroes, Err(NotAudio)),
            ("a text", "录音文件不存在".as_bytes(), Err(NotAudio)),
            ("a web page", b"<html><body>404 Not Found</body></html>", Err(NotAudio)),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(decoded(bytes), expected.map_err(Some), "{name}");
        }
        assert_eq!(decoded(&wav(1, 16_000, 4_000)), audio(250, 1, 16_000).map_err(Some));
        assert_eq!(decoded(&wav(2, 8_000, 0)), Err(Some(Empty)));
    }

    #[test]
    fn a_file_that_is_not_there_is_no_fault_of_the_recording() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let missing = decode_blocking(&folder.path().join("none.wav"));
        assert!(matches!(missing, Err(DecodeError::Io(_))));
    }
}
