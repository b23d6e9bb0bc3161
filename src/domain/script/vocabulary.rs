//! The fixed words of script files: what conditions may know, what an answer counts as, what has to
//! be said.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// Who puts the questions (方式). One script serves all of its modes; results of different
    /// modes are recorded apart and never merged unseen.
    #[derive(JsonSchema)]
    pub enum Mode {
        /// A person on the telephone, with the script on the screen.
        Agent = "agent" | "坐席",
        /// The automated voice menu.
        Ivr = "ivr" | "IVR",
        /// A form that is filled in by hand, in a home visit.
        Paper = "paper" | "纸面",
    }
}

coded! {
    /// What a script is for; decides what it has to contain.
    #[derive(JsonSchema)]
    pub enum Purpose {
        /// A callback on a matter: covers the five points.
        Callback = "callback" | "回访",
        /// A satisfaction survey: covers the five points.
        Survey = "survey" | "满意度调查",
        /// The callback that was promised when something was not yet put right.
        SecondCallback = "second_callback" | "二次回访",
        /// Checks somebody else's callback.
        BackCheck = "back_check" | "复核",
        /// Tells the resident how far a matter is; asks for no satisfaction (scripts-zh.md 4.7).
        Progress = "progress" | "进度通报",
    }
}

coded! {
    /// What a script's conditions may know of the request before the call; the caller passes those
    /// that are true as [`Facts`](super::Facts).
    #[derive(JsonSchema)]
    pub enum Fact {
        /// 有偿: the resident paid for the work.
        Paid = "paid" | "有偿服务",
        /// 返修: the same matter had been repaired before.
        Rework = "rework" | "返修",
        /// The complaint was found invalid; decided before the call (scripts-zh.md 4.5).
        InvalidComplaint = "invalid_complaint" | "无效投诉",
        /// Status 无法处理: it cannot be put right for objective reasons (scripts-zh.md 4.4).
        CannotBeResolved = "cannot_be_resolved" | "无法整改",
        /// The center told the resident the reasons in writing. Only with `CannotBeResolved`;
        /// without it the matter is asked and counted as an ordinary complaint (scripts-zh.md 4.4).
        ExplainedInWriting = "explained_in_writing" | "已书面说明",
        /// The complaint is about an employee's attitude or conduct (scripts-zh.md 4.6).
        StaffConduct = "staff_conduct" | "员工态度、品行",
        /// The quality manager makes the call.
        ManagerCalls = "manager_calls" | "经理本人回访",
        /// The special service is still going on: this is its mid-term callback.
        ServiceOngoing = "service_ongoing" | "服务进行中",
        /// What is checked was made at the resident's home (scripts-zh.md 8.2).
        VisitedAtHome = "visited_at_home" | "上门回访",
        /// A major complaint, class 3.
        MajorComplaint = "major_complaint" | "重大投诉",
    }
}

coded! {
    /// What a question's answer counts as, whatever the question is called. A role has one question
    /// at most.
    #[derive(JsonSchema)]
    pub enum Role {
        /// 服务效果
        Resolved = "resolved" | "服务效果",
        /// 质量评价
        Quality = "quality" | "质量评价",
        /// 满意程度, the one answer the satisfaction rate counts.
        Satisfaction = "satisfaction" | "满意程度",
        /// 缺点与不足
        Shortcomings = "shortcomings" | "缺点与不足",
        /// 建议征集
        Suggestion = "suggestion" | "建议征集",
        /// 原因, the resident's own words.
        Reason = "reason" | "不满意原因",
        /// 下次时间
        NextCallback = "next_callback" | "下次回访时间",
    }
}

coded! {
    /// The five points that every callback and survey covers.
    #[derive(JsonSchema)]
    pub enum Point {
        /// 质量评价
        Quality = "quality" | "质量评价",
        /// 服务效果
        Effect = "effect" | "服务效果",
        /// 满意程度
        Satisfaction = "satisfaction" | "满意程度",
        /// 缺点与不足
        Shortcomings = "shortcomings" | "缺点与不足",
        /// 建议征集
        Suggestion = "suggestion" | "建议征集",
    }
}

coded! {
    /// Must-say phrases (必说句), ticked on the screen and scored (scripts-zh.md 1.2).
    #[derive(JsonSchema)]
    pub enum Phrase {
        /// 自我介绍
        B1 = "B1" | "自我介绍",
        /// 确认身份
        B2 = "B2" | "确认身份",
        /// 说明目的与用时
        B3 = "B3" | "说明目的与用时",
        /// 录音告知
        B4 = "B4" | "录音告知",
        /// 征询是否方便
        B5 = "B5" | "征询是否方便",
        /// 致歉
        B6 = "B6" | "致歉",
        /// 复述并请客户确认
        B7 = "B7" | "复述并请客户确认",
        /// 告知下一步
        B8 = "B8" | "告知下一步",
        /// 致谢道别
        B9 = "B9" | "致谢道别",
        /// 征集意见建议
        B10 = "B10" | "征集意见建议",
    }
}

impl Phrase {
    /// The phrases that every callback and survey by a person contains (● in scripts-zh.md 1.2).
    pub const ALWAYS: [Phrase; 7] =
        [Self::B1, Self::B2, Self::B3, Self::B4, Self::B5, Self::B9, Self::B10];
}

impl Role {
    /// The point of R-035 that a question of this role covers without saying so.
    pub fn point(self) -> Option<Point> {
        match self {
            Self::Resolved => Some(Point::Effect),
            Self::Quality => Some(Point::Quality),
            Self::Satisfaction => Some(Point::Satisfaction),
            Self::Shortcomings => Some(Point::Shortcomings),
            Self::Suggestion => Some(Point::Suggestion),
            Self::Reason | Self::NextCallback => None,
        }
    }

    /// The answer codes every script shares for this role, best first; none when it is free.
    /// Scale and order: scripts-zh.md 0.
    pub fn shared_codes(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Resolved => Some(&["yes", "partly", "no", "not_verified"]),
            Self::Quality | Self::Satisfaction => Some(&[
                "very_satisfied",
                "satisfied",
                "neutral",
                "dissatisfied",
                "very_dissatisfied",
                "not_used",
                "cannot_say",
                "no_answer",
            ]),
            Self::Shortcomings | Self::Suggestion | Self::Reason | Self::NextCallback => None,
        }
    }
}

impl Purpose {
    /// Whether scripts of this purpose ask for satisfaction, cover the five points and say the
    /// must-say phrases (R-035, scripts-zh.md 1.2 and 8.5).
    pub fn is_assessed(self) -> bool {
        matches!(self, Self::Callback | Self::Survey)
    }
}
