//! Speech made from text: what a prompt sounds like before somebody has recorded it.
//!
//! Made by espeak-ng, an external program that need not be there: the service does everything else
//! without it. The result has the form a recorded prompt has to have (scripts-zh.md 7.3): 8 kHz,
//! 16 bits, one channel, 0.2 s of silence before and 0.4 s after, one loudness, a peak of at most
//! −3 dBFS. It is kept under the hash of what was spoken, so nothing is spoken twice.

mod loudness;
mod reading;
mod wave;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

pub use reading::reading;
pub use wave::{SAMPLE_RATE, WaveError};

/// The program that speaks.
const PROGRAM: &str = "espeak-ng";
/// Mandarin read from pinyin: the voice for characters knows few of them.
const VOICE: &str = "cmn-latn-pinyin";
/// Gives 220 to 240 characters a minute (scripts-zh.md 7.3), by measurement.
const WORDS_PER_MINUTE: &str = "170";
/// Part of the name of kept files: raised when the same text is to sound differently.
const EDITION: &str = "1";
/// The longest text that is spoken, in characters; a prompt has at most a hundred.
const CHARACTERS_MAX: usize = 600;

/// Why a text was not spoken.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// espeak-ng is not installed.
    #[error("espeak-ng is not installed")]
    NotInstalled,
    /// There is nothing in the text that can be spoken, or far too much.
    #[error("the text cannot be spoken")]
    Unspeakable,
    /// espeak-ng did not give what was asked of it.
    #[error("espeak-ng failed: {0}")]
    Failed(String),
    /// Its sound could not be read.
    #[error("the sound of espeak-ng cannot be used: {0}")]
    Wave(#[from] WaveError),
    /// The folder of kept prompts cannot be used.
    #[error("the prompt cannot be kept: {0}")]
    Io(#[from] io::Error),
}

/// Speaks texts, and keeps what it spoke. Cheap to clone.
#[derive(Clone)]
pub struct Speech {
    /// Where spoken texts are kept; nothing is kept without it.
    folder: Option<PathBuf>,
    program: PathBuf,
    /// One text at a time: a page asks for a whole script's prompts at once.
    speaking: Arc<Mutex<()>>,
}

impl Default for Speech {
    fn default() -> Self {
        Self { folder: None, program: PathBuf::from(PROGRAM), speaking: Arc::default() }
    }
}

impl Speech {
    /// Keeps what it speaks in `folder`.
    pub fn kept_in(folder: PathBuf) -> Self {
        Self { folder: Some(folder), ..Self::default() }
    }

    /// The same with another program; for tests of what happens without one.
    #[must_use]
    pub fn spoken_by(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    /// A WAV file in which `text` is spoken.
    ///
    /// # Errors
    /// [`SpeechError`].
    pub async fn say(&self, text: &str) -> Result<Vec<u8>, SpeechError> {
        let (speech, text) = (self.clone(), text.to_owned());
        let said = tokio::task::spawn_blocking(move || speech.say_blocking(&text));
        said.await.map_err(io::Error::other)?
    }

    /// Whether the program that speaks is there.
    pub async fn is_available(&self) -> bool {
        let program = self.program.clone();
        let asked = tokio::task::spawn_blocking(move || {
            Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
        });
        asked.await.unwrap_or(false)
    }

    fn say_blocking(&self, text: &str) -> Result<Vec<u8>, SpeechError> {
        let reading = reading(text);
        let is_spoken = reading.chars().any(char::is_alphanumeric);
        if !is_spoken || text.chars().count() > CHARACTERS_MAX {
            return Err(SpeechError::Unspeakable);
        }
        let name = format!("{}.wav", hex::encode(Sha256::digest(format!("{EDITION}\n{reading}"))));
        let kept = self.folder.as_ref().map(|folder| folder.join(name));
        let _alone = self.speaking.lock().map_err(|error| io::Error::other(error.to_string()))?;
        if let Some(kept) = &kept
            && let Ok(bytes) = std::fs::read(kept)
        {
            return Ok(bytes);
        }
        let bytes = wave::prompt(&self.synthesise(&reading)?)?;
        if let Some(kept) = &kept {
            keep(kept, &bytes)?;
        }
        Ok(bytes)
    }

    /// The program's own WAV file.
    fn synthesise(&self, reading: &str) -> Result<Vec<u8>, SpeechError> {
        let folder = tempfile::tempdir()?;
        let raw = folder.path().join("raw.wav");
        let output = Command::new(&self.program)
            .args(["-v", VOICE, "-s", WORDS_PER_MINUTE, "-b", "1", "-z", "-w"])
            .arg(&raw)
            .arg("--")
            .arg(reading)
            .output();
        let output = output.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => SpeechError::NotInstalled,
            _ => SpeechError::Io(error),
        })?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(SpeechError::Failed(said));
        }
        Ok(std::fs::read(raw)?)
    }
}

/// Written beside its name and moved there whole, so that nobody reads half a file.
fn keep(path: &Path, bytes: &[u8]) -> Result<(), SpeechError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let file = tempfile::NamedTempFile::new_in(folder)?;
    std::fs::write(file.path(), bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests;
