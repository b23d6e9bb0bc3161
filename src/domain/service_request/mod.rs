//! Service requests (报事): what residents report and the service centers finish.

use serde::{Deserialize, Serialize};

use super::coded::coded;

coded! {
    /// What kind of matter a service request is.
    pub enum ServiceRequestKind {
        /// 报修
        Repair = "repair" | "报修",
        /// 投诉
        Complaint = "complaint" | "投诉",
        /// 建议
        Suggestion = "suggestion" | "建议",
        /// 咨询
        Enquiry = "enquiry" | "咨询",
        /// 求助
        HelpRequest = "help_request" | "求助",
        /// 特约服务
        SpecialService = "special_service" | "特约服务",
        /// 表扬
        Commendation = "commendation" | "表扬",
        /// 特约服务中期: a contracted service at its midpoint. Its time of completion is the day of
        /// the midpoint; the service's end is another request, of kind 特约服务.
        SpecialServiceMidterm = "special_service_midterm" | "特约服务中期",
        /// 急救: aid to a sick person, over.
        EmergencyAid = "emergency_aid" | "急救",
        /// 文化活动: an event held for residents.
        Event = "event" | "文化活动",
        /// 报刊: a newspaper or magazine handed out.
        Publication = "publication" | "报刊",
        /// 其他服务: any other management service.
        OtherService = "other_service" | "其他服务",
        /// 入伙: a household has moved in.
        MoveIn = "move_in" | "入伙",
        /// 节日拜访: a great festival on which residents are visited.
        FestivalVisit = "festival_visit" | "节日拜访",
        /// 突发事件: a sudden incident, dealt with.
        Incident = "incident" | "突发事件",
    }
}

coded! {
    /// How grave the matter is; decides who calls back.
    pub enum Severity {
        /// 一般
        Ordinary = "ordinary" | "一般",
        /// 重要
        Important = "important" | "重要",
        /// 重大
        Severe = "severe" | "重大",
    }
}

coded! {
    /// Where the request stands in the work-order system.
    pub enum ServiceRequestStatus {
        /// 待派单
        AwaitingDispatch = "awaiting_dispatch" | "待派单",
        /// 处理中
        InProgress = "in_progress" | "处理中",
        /// 已完成
        Resolved = "resolved" | "已完成",
        /// 已关闭
        Closed = "closed" | "已关闭",
        /// 无法处理
        CannotBeResolved = "cannot_be_resolved" | "无法处理",
    }
}

coded! {
    /// How the request came in.
    pub enum Channel {
        /// 来电
        Phone = "phone" | "来电",
        /// 线上
        Online = "online" | "线上",
        /// 来访
        Visit = "visit" | "来访",
        /// 函件
        Letter = "letter" | "函件",
        /// 电邮
        Email = "email" | "电邮",
    }
}

coded! {
    /// Who reported the matter (报事来源).
    pub enum ReportSource {
        /// 住户
        Resident = "resident" | "住户",
        /// 巡查员工: staff on patrol found it.
        PatrollingStaff = "patrolling_staff" | "巡查员工",
    }
}

/// Whether a matter is a repair of a public area that patrolling staff reported: the steward or
/// foreman confirms it, and no resident is called back about it.
pub fn is_staff_reported(kind: ServiceRequestKind, has_room: bool, source: ReportSource) -> bool {
    kind == ServiceRequestKind::Repair && !has_room && source == ReportSource::PatrollingStaff
}

impl ServiceRequestStatus {
    /// Whether the center reports the matter as done with, so that it may be called back.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::CannotBeResolved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_repairs_of_public_areas_count_as_reported_by_staff() {
        use ReportSource::{PatrollingStaff, Resident};
        use ServiceRequestKind::{Complaint, Repair};
        let cases = [
            (Repair, false, PatrollingStaff, true),
            (Repair, true, PatrollingStaff, false),
            (Repair, false, Resident, false),
            (Complaint, false, PatrollingStaff, false),
        ];
        for (kind, has_room, source, expected) in cases {
            let found = is_staff_reported(kind, has_room, source);
            assert_eq!(found, expected, "{kind:?} {has_room} {source:?}");
        }
    }
}
