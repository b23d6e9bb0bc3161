//! Drawing from lists and shares.

use crate::domain::chance::{Chance, SeededChance};

/// A number in `0..bound`; 0 when there is nothing to choose from.
pub(super) fn index(chance: &mut SeededChance, bound: usize) -> usize {
    let bound = u64::try_from(bound.max(1)).unwrap_or(1);
    usize::try_from(chance.below(bound)).unwrap_or(0)
}

/// A number from `low` to `high`, both included.
pub(super) fn between(chance: &mut SeededChance, low: i64, high: i64) -> i64 {
    let width = u64::try_from(high - low + 1).unwrap_or(1).max(1);
    low + i64::try_from(chance.below(width)).unwrap_or(0)
}

/// True `percent` times in a hundred.
pub(super) fn happens(chance: &mut SeededChance, percent: u64) -> bool {
    chance.below(100) < percent
}

/// One of a list that is not empty.
pub(super) fn one_of<T: Copy>(chance: &mut SeededChance, items: &[T]) -> T {
    items[index(chance, items.len())]
}

/// One of a list with shares; the shares need not add up to a hundred.
pub(super) fn by_share<T: Copy>(chance: &mut SeededChance, items: &[(T, u64)]) -> T {
    let mut left = chance.below(items.iter().map(|(_, share)| share).sum());
    for (item, share) in items {
        if left < *share {
            return *item;
        }
        left -= share;
    }
    items[items.len() - 1].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_share_is_never_drawn_and_the_rest_is() {
        let mut chance = SeededChance::new(1, "dice");
        let drawn: Vec<char> =
            (0..200).map(|_| by_share(&mut chance, &[('a', 1), ('b', 0), ('c', 9)])).collect();
        let count = |letter| drawn.iter().filter(|drawn| **drawn == letter).count();
        assert_eq!(count('b'), 0);
        assert!(count('a') > 0 && count('c') > count('a'));
    }
}
