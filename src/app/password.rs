//! Passwords: argon2id, off the threads that serve requests.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use super::error::AppError;
use crate::domain::chance::Chance;
use crate::domain::pii::Pii;

/// Checked when there is no such account or it has no password, so that an unknown name takes as
/// long as a wrong password. It is the hash of nothing.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IHNpZ25zIGlu\
                      $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Letters and digits that cannot be mistaken for one another when read from a screen.
const READABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS: usize = 4;
const GROUP_LENGTH: usize = 5;

/// A new password that can be read aloud: four groups of five, about 99 bits.
pub fn readable(chance: &mut dyn Chance) -> String {
    let mut password = String::with_capacity(GROUPS * (GROUP_LENGTH + 1));
    for group in 0..GROUPS {
        if group > 0 {
            password.push('-');
        }
        for _ in 0..GROUP_LENGTH {
            let index = chance.below(READABLE.len() as u64);
            password.extend(usize::try_from(index).ok().map(|index| char::from(READABLE[index])));
        }
    }
    password
}

/// The hash to store for a password.
pub async fn hash(password: Pii<String>) -> Result<String, AppError> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.reveal().as_bytes()).map(|hash| hash.to_string())
    });
    hashed.await.map_err(failed)?.map_err(failed)
}

/// Whether a password is the one that was stored. Without a stored hash, or with something stored
/// that is none (an account nobody signs in to): no, in the same time.
pub async fn verify(password: Pii<String>, stored: Option<String>) -> Result<bool, AppError> {
    let checked = tokio::task::spawn_blocking(move || {
        let stored = stored.as_deref().and_then(|text| PasswordHash::new(text).ok());
        let can_be_right = stored.is_some();
        let hash = match stored {
            Some(hash) => hash,
            None => PasswordHash::new(NOBODY)?,
        };
        let is_right = Argon2::default().verify_password(password.reveal().as_bytes(), &hash);
        Ok::<_, argon2::password_hash::phc::Error>(is_right.is_ok() && can_be_right)
    });
    checked.await.map_err(failed)?.map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> AppError {
    AppError::internal(format!("password hashing: {error}"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::chance::SeededChance;

    #[test]
    fn passwords_are_readable_and_differ() {
        let mut chance = SeededChance::new(1, "passwords");
        let passwords: HashSet<String> = (0..50).map(|_| readable(&mut chance)).collect();
        assert_eq!(passwords.len(), 50);
        for password in &passwords {
            assert_eq!(password.len(), 23, "{password}");
            assert!(password.split('-').all(|group| group.len() == 5), "{password}");
            assert!(!password.contains(['0', 'o', '1', 'l', 'i']), "{password}");
        }
    }

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let stored = hash("right".into()).await.expect("hashed");
        assert!(stored.starts_with("$argon2id$"));
        for (password, stored, expected) in [
            ("right", Some(stored.clone()), true),
            ("wrong", Some(stored.clone()), false),
            ("", Some(stored.clone()), false),
            ("right", None, false),
            ("!", Some("!".to_owned()), false),
            ("", Some(String::new()), false),
        ] {
            let is_right = verify(password.into(), stored.clone()).await.expect("checked");
            assert_eq!(is_right, expected, "{password:?} {stored:?}");
        }
    }

    #[test]
    fn checking_nobody_costs_what_checking_somebody_costs() {
        let nobody = PasswordHash::new(NOBODY).expect("a hash");
        let somebody = Argon2::default().hash_password(b"any").expect("hashed");
        assert_eq!(nobody.algorithm, somebody.algorithm);
        assert_eq!(nobody.params, somebody.params);
    }
}
