//! A resident's request to see or to erase what is held about them (decisions.md, "Erasable and
//! permanent").

use serde::{Deserialize, Serialize};

use super::coded::coded;

/// What stands in place of an erased name, on every page and in every list.
pub const ERASED_NAME: &str = "已删除";

coded! {
    /// What is asked for.
    pub enum DataRequestKind {
        /// 查阅: a copy of everything held.
        Access = "access" | "查阅",
        /// 删除: everything erased that names or quotes them.
        Erasure = "erasure" | "删除",
    }
}

coded! {
    /// How the person who asked proved to be of the household.
    pub enum IdentityProof {
        /// 身份证件
        IdentityCard = "identity_card" | "身份证件",
        /// 回拨登记电话: called back on the registered number.
        CalledBack = "called_back" | "回拨登记电话",
        /// 当面核实: known to the center's people.
        InPerson = "in_person" | "当面核实",
        /// 书面委托: by a letter of the household.
        Authorization = "authorization" | "书面委托",
    }
}

coded! {
    /// How far a request got.
    pub enum DataRequestState {
        /// 待审批
        Registered = "registered" | "待审批",
        /// 已批准
        Approved = "approved" | "已批准",
        /// 已拒绝
        Refused = "refused" | "已拒绝",
        /// 删除中: audio is being deleted; the rest follows.
        Erasing = "erasing" | "删除中",
        /// 已办结
        Completed = "completed" | "已办结",
    }
}

impl DataRequestState {
    /// Whether somebody has still to say yes or no.
    pub fn is_undecided(self) -> bool {
        self == Self::Registered
    }

    /// Whether it may be carried out. One that was interrupted is gone on with.
    pub fn may_be_carried_out(self) -> bool {
        matches!(self, Self::Approved | Self::Erasing)
    }
}

/// Whether `decider` may decide what `registrar` registered: two people have to look at it.
pub fn may_decide(registrar: &str, decider: &str) -> bool {
    registrar != decider
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::coded::Coded;

    #[test]
    fn a_request_is_decided_once_by_somebody_else_and_then_carried_out() {
        assert!(may_decide("a", "b") && !may_decide("a", "a"));
        let states = |holds: fn(DataRequestState) -> bool| -> Vec<&str> {
            let all = DataRequestState::ALL.iter().copied();
            all.filter(|state| holds(*state)).map(Coded::code).collect()
        };
        assert_eq!(states(DataRequestState::is_undecided), ["registered"]);
        assert_eq!(states(DataRequestState::may_be_carried_out), ["approved", "erasing"]);
    }
}
