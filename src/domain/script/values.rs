//! The blanks of the texts and what fills them (scripts-zh.md 0).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::coded::{Coded, coded};
use crate::domain::pii::Pii;

coded! {
    /// A blank (变量) of the texts: `{{ resident.name }}` in the file, 〔尊称〕 in the manual.
    pub enum Variable {
        /// 〔公司〕
        CompanyName = "company.name" | "公司",
        /// 〔监督电话〕
        CompanySupervisionPhone = "company.supervision_phone" | "监督电话",
        /// 〔小区〕
        EstateName = "estate.name" | "小区",
        /// 〔服务中心〕
        ServiceCenterName = "service_center.name" | "服务中心",
        /// 〔服务电话〕
        ServiceCenterPhone = "service_center.phone" | "服务电话",
        /// 〔工号〕
        AgentNumber = "agent.number" | "工号",
        /// 〔坐席姓〕
        AgentSurname = "agent.surname" | "坐席姓",
        /// 〔尊称〕, the registered name; the agent adds the form of address by ear.
        ResidentName = "resident.name" | "尊称",
        /// 〔编号〕, the number under which the resident can ask again.
        RequestNumber = "request.number" | "编号",
        /// 〔事项〕 in spoken words.
        RequestMatterSpoken = "request.matter_spoken" | "事项",
        /// 〔受理日〕
        RequestTakenInOn = "request.taken_in_on" | "受理日",
        /// 〔完成日〕
        RequestCompletedOn = "request.completed_on" | "完成日",
        /// 〔处理结果〕 in words a supervisor cleared for the resident.
        RequestResultSpoken = "request.result_spoken" | "处理结果",
        /// 〔原因〕 why it cannot be put right.
        RequestReasonSpoken = "request.reason_spoken" | "原因",
        /// 〔下次时间〕
        NextCallbackWhenSpoken = "next_callback.when_spoken" | "下次时间",
    }
}

/// What fills the blanks of a script for one call. A blank that nothing fills yet (the next time
/// before it is agreed) shows as in the manual: 〔下次时间〕.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptValues(BTreeMap<Variable, Pii<String>>);

impl ScriptValues {
    /// Fills a blank. White space only leaves it open.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: impl Into<String>) -> Self {
        let value: String = value.into();
        if value.trim().is_empty() {
            self.0.remove(&variable);
        } else {
            self.0.insert(variable, Pii::new(value));
        }
        self
    }

    /// Every blank as minijinja sees it: group → name → text.
    pub(super) fn context(&self) -> BTreeMap<&'static str, BTreeMap<&'static str, String>> {
        let mut context: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for variable in Variable::ALL {
            let text = match self.0.get(variable) {
                Some(value) => value.reveal().clone(),
                None => format!("〔{}〕", variable.chinese()),
            };
            if let Some((group, name)) = variable.code().split_once('.') {
                context.entry(group).or_default().insert(name, text);
            }
        }
        context
    }
}

/// A date as it is spoken on the telephone: `11月20日`.
pub fn spoken_date(date: NaiveDate) -> String {
    format!("{}月{}日", date.month(), date.day())
}
