//! 回访结果: what the resident said, and what follows from it (R-035, R-043; scripts-zh.md 2.2
//! to 4.3).

use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// An answer on the scale of five, or why there is none. Its number is the key pressed and the
    /// code on paper forms.
    pub enum Satisfaction {
        /// 1
        VerySatisfied = "very_satisfied" | "非常满意",
        /// 2
        Satisfied = "satisfied" | "满意",
        /// 3
        Neutral = "neutral" | "一般",
        /// 4
        Dissatisfied = "dissatisfied" | "不满意",
        /// 5
        VeryDissatisfied = "very_dissatisfied" | "非常不满意",
        /// 6
        NotUsed = "not_used" | "没用过",
        /// 8
        CannotSay = "cannot_say" | "说不清",
        /// 9
        NoAnswer = "no_answer" | "不回答",
    }
}

impl Satisfaction {
    /// Its number on forms and keypads.
    pub fn number(self) -> u8 {
        match self {
            Self::VerySatisfied => 1,
            Self::Satisfied => 2,
            Self::Neutral => 3,
            Self::Dissatisfied => 4,
            Self::VeryDissatisfied => 5,
            Self::NotUsed => 6,
            Self::CannotSay => 8,
            Self::NoAnswer => 9,
        }
    }

    /// The answer of a number; none for 0, 7 and everything above 9.
    pub fn from_number(number: u8) -> Option<Self> {
        use crate::domain::coded::Coded;
        Self::ALL.iter().copied().find(|answer| answer.number() == number)
    }

    /// Whether it counts as satisfied: the first two of five.
    pub fn is_satisfied(self) -> bool {
        matches!(self, Self::VerySatisfied | Self::Satisfied)
    }

    /// Whether it counts as dissatisfied: the last two of five. 一般 is neither.
    pub fn is_dissatisfied(self) -> bool {
        matches!(self, Self::Dissatisfied | Self::VeryDissatisfied)
    }

    /// Whether the satisfaction rate divides by it: one of the five. 6, 8 and 9 are counted apart
    /// and in no denominator (decisions.md, "The figures").
    pub fn in_denominator(self) -> bool {
        !matches!(self, Self::NotUsed | Self::CannotSay | Self::NoAnswer)
    }
}

coded! {
    /// Whether the matter is put right, in the resident's words.
    pub enum Resolved {
        /// 1
        Yes = "yes" | "已解决",
        /// 2
        Partly = "partly" | "部分解决或又出现了",
        /// 3
        No = "no" | "没有解决",
        /// 4: the resident had no occasion to see yet.
        NotVerified = "not_verified" | "还没验证",
    }
}

impl Resolved {
    /// Whether the matter counts as unsolved. 还没验证 does not, but another call is promised.
    pub fn is_unsolved(self) -> bool {
        matches!(self, Self::Partly | Self::No)
    }
}

coded! {
    /// What a result is marked with for others to look at.
    pub enum ResultFlag {
        /// 口径待核: unsolved but satisfied; kept as said and listened to (decisions.md).
        UnsolvedButSatisfied = "unsolved_but_satisfied" | "口径待核",
        /// 收费异议: the price was not told before, or was another.
        PriceDispute = "price_dispute" | "收费异议",
        /// Answered after the month's cut-off: kept, but no longer in its figure.
        LateAddition = "late_addition" | "截止后补充",
    }
}

/// The answers that decide what follows; what was not asked or not answered is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallbackResult {
    /// 满意程度, the one that counts in the figure.
    pub satisfaction: Option<Satisfaction>,
    /// 服务效果
    pub resolved: Option<Resolved>,
    /// 质量评价
    pub quality: Option<Satisfaction>,
    /// 收费异议
    pub price_dispute: bool,
}

impl CallbackResult {
    /// Whether the task may be finished only with a date for the next callback:
    /// dissatisfied with the whole or with the quality, unsolved, a disputed price, or not yet
    /// verified (scripts-zh.md 2.2, 2.3).
    pub fn demands_next_callback(&self) -> bool {
        let dissatisfied =
            |answer: Option<Satisfaction>| answer.is_some_and(Satisfaction::is_dissatisfied);
        dissatisfied(self.satisfaction)
            || dissatisfied(self.quality)
            || self.resolved.is_some_and(|resolved| resolved != Resolved::Yes)
            || self.price_dispute
    }

    /// The marks of the result, in the order of [`ResultFlag`]; `late` when it was answered after
    /// the cut-off of its month.
    pub fn flags(&self, late: bool) -> Vec<ResultFlag> {
        let contradictory = self.resolved.is_some_and(Resolved::is_unsolved)
            && self.satisfaction.is_some_and(Satisfaction::is_satisfied);
        [
            (contradictory, ResultFlag::UnsolvedButSatisfied),
            (self.price_dispute, ResultFlag::PriceDispute),
            (late, ResultFlag::LateAddition),
        ]
        .into_iter()
        .filter_map(|(holds, flag)| holds.then_some(flag))
        .collect()
    }
}
