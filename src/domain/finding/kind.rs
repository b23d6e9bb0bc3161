//! The kinds of findings, and why a person may dismiss one.

use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// 数据质量问题: what can be odd.
    pub enum FindingKind {
        /// Done with, but no completion time: never enters a batch.
        ClosedWithoutCompletion = "closed_without_completion" | "办结无完成时间",
        /// 已关闭 while nothing is written about what was done.
        ClosedWithoutResult = "closed_without_result" | "关闭无处理结果",
        /// A completion time although it is not reported as done with.
        CompletionOfOpen = "completion_of_open" | "未办结却有完成时间",
        /// Completed before it was dispatched.
        CompletedBeforeDispatch = "completed_before_dispatch" | "完成早于派单",
        /// Completed later than now.
        CompletedInFuture = "completed_in_future" | "完成时间在将来",
        /// A repair not dispatched on the day it was taken in.
        LateDispatch = "late_dispatch" | "未当日派单",
        /// A repair open for over a month without a progress note in the last one.
        StaleRepair = "stale_repair" | "超一个月无进度",
        /// A telephone number nobody can dial.
        UnusablePhone = "unusable_phone" | "电话无法拨打",
        /// One number of many households.
        SharedPhone = "shared_phone" | "多户同号",
        /// 房号 that is not 区域-栋号-楼层-房号.
        UnusualRoom = "unusual_room" | "房号写法不规范",
        /// 关联编号 names a request nobody knows.
        UnknownRelation = "unknown_relation" | "关联编号不存在",
        /// 关联编号 names the request itself.
        RelatedToItself = "related_to_itself" | "关联到自己",
        /// The resident says it is unsolved or is dissatisfied, and the order stays closed.
        UnsolvedNotReopened = "unsolved_not_reopened" | "未解决但未重开",
        /// The order's completion time is another than when the resident was called.
        CompletionChanged = "completion_changed" | "回访后改完成时间",
    }
}

coded! {
    /// 忽略原因: why a person says that a finding needs no correction.
    pub enum Dismissal {
        /// The data is right as it is.
        IsCorrect = "is_correct" | "数据无误",
        /// Put right outside the export.
        CorrectedElsewhere = "corrected_elsewhere" | "已在别处更正",
        /// An exception somebody has approved.
        Approved = "approved" | "已批准的例外",
        /// Something else, which the words say.
        Other = "other" | "其他",
    }
}

impl Dismissal {
    /// Whether it says nothing without words.
    pub fn needs_words(self) -> bool {
        self == Self::Other
    }
}
