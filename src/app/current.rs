//! A value that is kept in memory and replaced as a whole when its stored version has changed.

use std::sync::{Arc, PoisonError, RwLock};

/// What holds now, and which stored version it is; version 0 is what the program ships.
pub struct Current<T> {
    held: RwLock<(i64, Arc<T>)>,
}

impl<T> Current<T> {
    /// A value of no stored version yet.
    pub fn new(value: T) -> Self {
        Self { held: RwLock::new((0, Arc::new(value))) }
    }

    /// The value; whoever holds it keeps it while another takes its place.
    pub fn get(&self) -> Arc<T> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// The stored version it is.
    pub fn version(&self) -> i64 {
        self.held.read().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Puts another version in its place.
    pub fn replace(&self, version: i64, value: T) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        *held = (version, Arc::new(value));
    }
}
