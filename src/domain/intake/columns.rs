//! The columns of the three exports: what they are called and which must be there.

/// One column of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field, which is also the English header (`completed_at`; `Completed at` is read too).
    pub field: &'static str,
    /// The header the exports have.
    pub chinese: &'static str,
    /// Whether each row must have a value. The column itself must be there all the same, unless
    /// `may_be_missing`: an export without it is a wrong export, and silence would read as
    /// "nothing completed".
    pub required: bool,
    /// Whether the column itself may be missing: added later, unknown to older exports.
    pub may_be_missing: bool,
    /// What it holds, for the help page and for people who prepare a file.
    pub description: &'static str,
}

const fn required(field: &'static str, chinese: &'static str, description: &'static str) -> Column {
    Column { field, chinese, required: true, may_be_missing: false, description }
}

const fn optional(field: &'static str, chinese: &'static str, description: &'static str) -> Column {
    Column { field, chinese, required: false, may_be_missing: false, description }
}

const fn added(field: &'static str, chinese: &'static str, description: &'static str) -> Column {
    Column { field, chinese, required: false, may_be_missing: true, description }
}

/// Columns of the service center (服务中心) export.
pub const CENTER_COLUMNS: &[Column] = &[
    required("center_code", "服务中心编码", "code of the center, at most 64 characters, no / or #"),
    required("center_name", "服务中心", "name of the center"),
    optional("manager", "经理", "name of the center's manager"),
    required("service_level", "服务等级", "一级 to 五级, or 1 to 5"),
    added("center_phone", "服务电话", "number residents ring, as scripts say it"),
    added("estate_name", "小区", "name of the estate, as scripts say it"),
];

/// Columns of the household (业户) export.
pub const HOUSEHOLD_COLUMNS: &[Column] = &[
    required("center_code", "服务中心编码", "code of an imported center"),
    required("room", "房号", "区域-栋号-楼层-房号 (R-074); with the center the key of the row"),
    optional("phase", "分期", "building phase"),
    required("residency_kind", "业户类型", "业主, 租户 or 单位"),
    optional("resident_name", "姓名", "name of the person to speak to"),
    optional("phone", "联系电话", "first number"),
    optional("second_phone", "备用电话", "number to try when the first is dead"),
    required("occupancy", "入住状态", "已入住, 未入住 or 空置"),
    optional("moved_in_on", "入住日期", "date the tenancy began"),
    optional("do_not_call", "勿扰", "否; 是 or 调查: no surveys; 全部: no calls at all"),
    optional("convenient_time", "方便时段", "上午, 下午, 18:30后 or the like"),
    optional("key_household", "关键业户", "是 or 否"),
];

/// Columns of the service request (报事) export.
pub const SERVICE_REQUEST_COLUMNS: &[Column] = &[
    required("request_no", "报事编号", "number of the request, the key of the row"),
    required("center_code", "服务中心编码", "code of an imported center"),
    required("kind", "类型", "报修, 投诉, 建议, 咨询, 求助, 特约服务 or 表扬"),
    required("severity", "级别", "一般, 重要 or 重大"),
    optional("paid", "是否有偿", "是 or 否"),
    optional("room", "房号", "dwelling it is about; empty for public areas and anonymous reports"),
    optional("resident_name", "报事人", "who reported it; empty when anonymous"),
    optional("phone", "联系电话", "number the reporter left"),
    optional("matter", "内容", "what was reported"),
    required("channel", "受理方式", "来电, 线上, 来访, 函件 or 电邮"),
    required("taken_in_at", "受理时间", "date and time it was taken in"),
    optional("dispatched_at", "派单时间", "date and time it was dispatched"),
    optional("completed_at", "完成时间", "date and time it was done; empty while it is open"),
    optional("department", "处理部门", "department that handled it"),
    optional("handler", "处理人", "person who handled it"),
    optional("matter_result", "处理结果", "what was done"),
    required("status", "状态", "待派单, 处理中, 已完成, 已关闭 or 无法处理"),
    optional("concerns_head", "涉及负责人", "是: the complaint is about the center's head"),
    optional("valid_complaint", "有效投诉", "是 or 否 for complaints, else empty"),
    optional("reply_only", "仅需复函", "是: a written reply is all that is wanted"),
    optional("related_request_no", "关联编号", "request that reports the same matter"),
];
