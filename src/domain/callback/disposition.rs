//! 结束码: how an attempt ended for the task, chosen by the agent from the system's suggestion
//! (scripts-zh.md 1.8).

use serde::{Deserialize, Serialize};

use super::outcome::CallOutcome;
use crate::domain::coded::coded;

coded! {
    /// How an attempt ended.
    pub enum Disposition {
        /// Every required question answered.
        Completed = "completed" | "完成",
        /// The overall satisfaction was answered, the rest was not.
        Partial = "partial" | "部分完成",
        /// The resident named another time. Never final.
        Appointment = "appointment" | "已约",
        /// Rang out.
        NoAnswer = "no_answer" | "无人接听",
        /// Engaged.
        Busy = "busy" | "占线",
        /// Off, or out of coverage.
        SwitchedOff = "switched_off" | "关机/不在服务区",
        /// Out of service.
        Suspended = "suspended" | "停机",
        /// No such number.
        Unallocated = "unallocated" | "空号",
        /// Pressed away while ringing.
        Declined = "declined" | "拒接",
        /// An answering machine or assistant took the call.
        Voicemail = "voicemail" | "语音信箱/助理代接",
        /// Does not want to now.
        RefusedSoft = "refused_soft" | "本人拒访(可再联系)",
        /// Never wants to be called again.
        RefusedHard = "refused_hard" | "本人拒访(不再来电)",
        /// Somebody else refused for the resident.
        RefusedByFamily = "refused_by_family" | "家人代拒",
        /// Hung up before the overall satisfaction was answered.
        BrokenOff = "broken_off" | "中途挂断",
        /// Somebody answered, but not the person asked for.
        NotPresent = "not_present" | "本人不在",
        /// Nobody there knows the resident.
        WrongNumber = "wrong_number" | "号码错误",
        /// Lives elsewhere now.
        MovedAway = "moved_away" | "已搬离/已售",
        /// Nobody lives there.
        Vacant = "vacant" | "未入住/空置",
        /// No common language, or hard of hearing.
        Language = "language" | "语言或听力障碍",
        /// Too ill, or dead.
        Health = "health" | "身体原因/去世",
        /// Could not be understood for noise.
        BadLine = "bad_line" | "通话质量差",
        /// The line failed.
        LineFault = "line_fault" | "线路故障",
        /// Our own service stopped in the middle.
        Interrupted = "interrupted" | "通话中断",
    }
}

impl Disposition {
    /// Whether an agent may end an answered call with it: what the line alone can tell is not the
    /// agent's to say. A call of which the line was lost may be left as it broke off.
    pub fn ends_conversation(self, was_interrupted: bool) -> bool {
        match self {
            Self::NoAnswer
            | Self::Busy
            | Self::SwitchedOff
            | Self::Suspended
            | Self::Unallocated
            | Self::Declined
            | Self::LineFault => false,
            Self::Interrupted => was_interrupted,
            Self::Completed
            | Self::Partial
            | Self::Appointment
            | Self::Voicemail
            | Self::RefusedSoft
            | Self::RefusedHard
            | Self::RefusedByFamily
            | Self::BrokenOff
            | Self::NotPresent
            | Self::WrongNumber
            | Self::MovedAway
            | Self::Vacant
            | Self::Language
            | Self::Health
            | Self::BadLine => true,
        }
    }
}

coded! {
    /// Why a disposition is suggested, for the agent who decides.
    pub enum SuggestionReason {
        /// Every required question has an answer.
        AllAnswered = "all_answered" | "必答题都已回答",
        /// The overall satisfaction has an answer, others have not.
        OnlySatisfactionAnswered = "only_satisfaction_answered" | "已答总体满意程度",
        /// A time for another call was agreed.
        TimeAgreed = "time_agreed" | "已约时间",
        /// Answered, and ended before the overall satisfaction.
        EndedEarly = "ended_early" | "未答总体即挂断",
        /// What the line reported.
        LineReport = "line_report" | "线路返回",
        /// What the line reported, not to be believed before it is confirmed on another date.
        LineReportUnconfirmed = "line_report_unconfirmed" | "线路返回,须不同日期再次确认",
    }
}

/// How far the conversation came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InterviewProgress {
    /// Whether every required question that applies has an answer.
    pub all_required_answered: bool,
    /// Whether the overall satisfaction has an answer.
    pub satisfaction_answered: bool,
    /// Whether the resident named another time.
    pub time_agreed: bool,
}

/// The disposition offered to the agent first. It is never final by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to choose.
    pub disposition: Disposition,
    /// Why.
    pub reason: SuggestionReason,
}

/// Suggests a disposition; none when the resident's telephone was not reached through our own
/// agent's doing, so that there is nothing to record about the resident.
pub fn suggest(outcome: CallOutcome, progress: InterviewProgress) -> Option<Suggestion> {
    use SuggestionReason::{LineReport, LineReportUnconfirmed};
    let (disposition, reason) = match outcome {
        CallOutcome::Answered => after_conversation(progress),
        CallOutcome::Interrupted if progress.satisfaction_answered => after_conversation(progress),
        CallOutcome::Interrupted => (Disposition::Interrupted, LineReport),
        CallOutcome::Busy => (Disposition::Busy, LineReport),
        CallOutcome::NoAnswer => (Disposition::NoAnswer, LineReport),
        CallOutcome::Declined => (Disposition::Declined, LineReport),
        CallOutcome::SwitchedOff => (Disposition::SwitchedOff, LineReport),
        CallOutcome::LineFault => (Disposition::LineFault, LineReport),
        CallOutcome::Unallocated => (Disposition::Unallocated, LineReportUnconfirmed),
        CallOutcome::Suspended => (Disposition::Suspended, LineReportUnconfirmed),
        CallOutcome::AgentUnreachable | CallOutcome::Cancelled => return None,
    };
    Some(Suggestion { disposition, reason })
}

fn after_conversation(progress: InterviewProgress) -> (Disposition, SuggestionReason) {
    if progress.all_required_answered && progress.satisfaction_answered {
        (Disposition::Completed, SuggestionReason::AllAnswered)
    } else if progress.satisfaction_answered {
        (Disposition::Partial, SuggestionReason::OnlySatisfactionAnswered)
    } else if progress.time_agreed {
        (Disposition::Appointment, SuggestionReason::TimeAgreed)
    } else {
        (Disposition::BrokenOff, SuggestionReason::EndedEarly)
    }
}
