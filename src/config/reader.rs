//! The layers laid over each other, and typed reading of single settings.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use super::error::ConfigError;
use super::layers::{self, Entry, Place, Written};
use super::shown::Setting;

/// Every known setting with the value that won.
pub(super) struct Reader {
    entries: BTreeMap<String, Entry>,
    read: RefCell<BTreeSet<&'static str>>,
    /// Those read by [`Reader::secret`].
    secret: RefCell<BTreeSet<&'static str>>,
}

impl Reader {
    /// Starts from the defaults, which thereby are the list of known keys.
    pub fn new(defaults: Vec<Entry>) -> Self {
        let entries = defaults.into_iter().map(|entry| (entry.key.clone(), entry)).collect();
        Self { entries, read: RefCell::default(), secret: RefCell::default() }
    }

    /// Lays a source over what is there. Only known keys may appear in it.
    pub fn overlay(&mut self, layer: Vec<Entry>) -> Result<(), ConfigError> {
        for entry in layer {
            if !self.entries.contains_key(&entry.key) {
                let known = self.entries.keys().map(String::as_str);
                let spell = entry.place.spelling();
                let place = entry.place.to_string();
                return Err(ConfigError::unknown_key(place, &entry.key, known, spell));
            }
            self.entries.insert(entry.key.clone(), entry);
        }
        Ok(())
    }

    /// Any text.
    pub fn text(&self, key: &'static str) -> Result<String, ConfigError> {
        self.parsed(key, "a text in quotes", |text| Some(text.to_owned()))
    }

    /// A text that `parse` understands; `allowed` says what that is.
    pub fn parsed<T>(
        &self,
        key: &'static str,
        allowed: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let entry = self.entry(key);
        match &entry.value {
            Written::Text(text) | Written::Bare(text) => {
                parse(text).ok_or_else(|| bad(entry, Some(text), allowed))
            }
            Written::Whole(number) => Err(bad(entry, Some(&number.to_string()), allowed)),
            Written::Other(kind) => Err(bad(entry, Some(kind), allowed)),
        }
    }

    /// [`Reader::parsed`] for a text that may hold a password: no message repeats it.
    pub fn secret<T>(
        &self,
        key: &'static str,
        allowed: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let entry = self.entry(key);
        self.secret.borrow_mut().insert(key);
        self.parsed(key, allowed, parse).map_err(|_| bad(entry, None, allowed))
    }

    /// The error for a setting whose value does not go with another one.
    pub fn refuse(&self, key: &'static str, allowed: &str) -> ConfigError {
        bad(self.entry(key), None, allowed)
    }

    /// Every setting for people, once all were read; `data_dir` is the command line's.
    pub fn shown(&self, data_dir: Option<&Path>) -> Vec<Setting> {
        let secret = self.secret.borrow();
        let mut entries = self.entries.clone();
        if let Some(folder) = data_dir {
            let moved = [
                ("storage.data_dir", folder),
                ("storage.recordings_dir", &folder.join("recordings")),
            ];
            for (key, folder) in moved {
                let entry = layers::flag("--data-dir", key, folder.display().to_string());
                entries.insert(key.to_owned(), entry);
            }
        }
        entries.values().map(|e| Setting::new(e, secret.contains(e.key.as_str()))).collect()
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Result<T, ConfigError> {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let allowed = match names.as_slice() {
            [only] => (*only).to_owned(),
            several => format!("one of {}", several.join(", ")),
        };
        self.parsed(key, &allowed, |text| {
            words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
        })
    }

    /// A whole number within `range`.
    pub fn whole<T: TryFrom<i64>>(
        &self,
        key: &'static str,
        range: RangeInclusive<i64>,
    ) -> Result<T, ConfigError> {
        let allowed = format!("a whole number from {} to {}", range.start(), range.end());
        let entry = self.entry(key);
        let (shown, number) = match &entry.value {
            Written::Whole(number) => (number.to_string(), Some(*number)),
            Written::Bare(text) => (text.clone(), text.trim().parse().ok()),
            Written::Text(text) => (text.clone(), None),
            Written::Other(kind) => ((*kind).to_owned(), None),
        };
        number
            .filter(|number| range.contains(number))
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| bad(entry, Some(&shown), &allowed))
    }

    /// The keys of the default file that nobody has read.
    #[cfg(test)]
    pub fn unread(&self) -> Vec<String> {
        let read = self.read.borrow();
        self.entries.keys().filter(|key| !read.contains(key.as_str())).cloned().collect()
    }

    fn entry(&self, key: &'static str) -> &Entry {
        self.read.borrow_mut().insert(key);
        self.entries.get(key).expect("every setting that is read stands in the default file")
    }
}

fn bad(entry: &Entry, shown: Option<&str>, allowed: &str) -> ConfigError {
    let key = match &entry.place {
        Place::File { .. } | Place::Flag(_) => &entry.key,
        Place::Variable(name) => name,
    };
    ConfigError::bad_value(entry.place.to_string(), key, shown, allowed)
}
