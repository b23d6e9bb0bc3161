//! A value that is replaced as a whole while others go on reading the one they have.

use std::sync::{Arc, RwLock};

/// The value that holds now.
pub struct Current<T>(RwLock<Arc<T>>);

impl<T> Current<T> {
    /// Starts with `value`.
    pub fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    /// The value that holds now; it stays as it is for whoever has taken it.
    pub fn get(&self) -> Arc<T> {
        Arc::clone(&self.0.read().expect("invariant: no holder of the lock panics"))
    }

    /// Puts another value in its place.
    pub fn replace(&self, value: T) {
        *self.0.write().expect("invariant: no holder of the lock panics") = Arc::new(value);
    }
}
