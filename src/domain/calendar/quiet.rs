//! Quiet days of a center (安静日): days on which its residents are not dialled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// What a quiet period silences.
    pub enum QuietScope {
        /// 回访
        Callbacks = "callbacks" | "回访",
        /// 调查
        Surveys = "surveys" | "调查",
        /// 全部
        All = "all" | "全部",
    }
}

coded! {
    /// Why a center wants quiet; the words people add are kept apart.
    pub enum QuietReason {
        /// 考试
        Exam = "exam" | "考试",
        /// 悼念
        Mourning = "mourning" | "悼念",
        /// 停电停水
        PowerCut = "power_cut" | "停电停水",
        /// 社区活动
        Festivity = "festivity" | "社区活动",
        /// 其他
        Other = "other" | "其他",
    }
}

/// Days on which a center's residents are left alone, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietPeriod {
    /// The first quiet day, local to the company.
    pub from: NaiveDate,
    /// The last quiet day.
    pub to: NaiveDate,
    /// What it silences.
    pub scope: QuietScope,
    /// Why.
    pub reason: QuietReason,
    /// Whether matters of people's safety are called all the same (default: yes).
    pub spares_safety: bool,
    /// Whether a time the resident named is kept all the same (default: yes).
    pub spares_appointments: bool,
}

impl QuietPeriod {
    /// Whether callbacks are silenced on `date`.
    pub fn silences_callbacks(&self, date: NaiveDate) -> bool {
        self.scope != QuietScope::Surveys && self.from <= date && date <= self.to
    }
}

/// The quiet periods of a task's center, as far as they hold for the task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quiet<'a> {
    /// The center's periods.
    pub periods: &'a [QuietPeriod],
    /// Whether the task is a matter of people's safety.
    pub safety: bool,
}

impl<'a> Quiet<'a> {
    /// The period that forbids a call on `date`, if one does.
    pub fn on(self, date: NaiveDate) -> Option<&'a QuietPeriod> {
        self.periods.iter().find(|period| {
            period.silences_callbacks(date) && !(self.safety && period.spares_safety)
        })
    }

    /// The period that forbids even a call at the time the resident named, if one does.
    pub fn against_appointment(self, date: NaiveDate) -> Option<&'a QuietPeriod> {
        self.periods.iter().find(|period| {
            period.silences_callbacks(date)
                && !period.spares_appointments
                && !(self.safety && period.spares_safety)
        })
    }
}
