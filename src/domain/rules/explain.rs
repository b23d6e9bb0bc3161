//! Why a line of a pack applies to a matter, and why the others do not.

use super::{CallbackRule, Matter, Mismatch, RulePack};

/// How a line of a pack stands to a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The batch calls back by this line.
    Applies,
    /// It fits, and somebody else performs it.
    AppliesElsewhere,
    /// It would fit, but a line before it does already.
    TakenBefore {
        /// The number of that line.
        by: String,
    },
    /// It does not fit.
    Not(Vec<Mismatch>),
}

/// A line with how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineVerdict<'a> {
    /// The line.
    pub line: &'a CallbackRule,
    /// How it stands.
    pub standing: Standing,
}

impl RulePack {
    /// Every line of the pack with how it stands to a matter, in the pack's order.
    pub fn verdicts(&self, matter: &Matter) -> Vec<LineVerdict<'_>> {
        let mut first: [Option<&CallbackRule>; 2] = [None, None];
        let mut verdicts = Vec::with_capacity(self.rules.len());
        for line in &self.rules {
            let against = line.mismatches(matter);
            let taken = &mut first[usize::from(line.by_batch)];
            let standing = match taken {
                _ if !against.is_empty() => Standing::Not(against),
                Some(earlier) => Standing::TakenBefore { by: earlier.number.clone() },
                None if line.by_batch => Standing::Applies,
                None => Standing::AppliesElsewhere,
            };
            if matches!(standing, Standing::Applies | Standing::AppliesElsewhere) {
                *taken = Some(line);
            }
            verdicts.push(LineVerdict { line, standing });
        }
        verdicts
    }
}
