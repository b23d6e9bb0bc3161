//! One row of the request export.

use chrono::NaiveDateTime;

use super::hours::Hours;
use crate::app::demo_world::households::Household;
use crate::app::demo_world::matters::Matter;
use crate::app::demo_world::names::Department;
use crate::app::demo_world::sheet;
use crate::domain::service_request::{Channel, ServiceRequestKind, ServiceRequestStatus, Severity};

/// A request before it has a number: those are given in the order of taking in.
pub(super) struct Request<'a> {
    pub household: &'a Household,
    pub kind: ServiceRequestKind,
    pub severity: Severity,
    pub is_paid: bool,
    pub room: String,
    pub resident_name: String,
    pub phone: String,
    pub matter: String,
    pub channel: Channel,
    pub hours: Hours,
    /// False for those closed without saying when.
    pub has_completion_time: bool,
    pub department: Department,
    pub handler: String,
    pub matter_result: String,
    pub status: ServiceRequestStatus,
    pub concerns_head: bool,
    pub is_valid_complaint: bool,
    pub is_reply_only: bool,
    /// Which of the day's requests reported the same matter.
    pub related: Option<usize>,
}

impl<'a> Request<'a> {
    /// An ordinary request of the household's resident, done with.
    pub(super) fn new(household: &'a Household, matter: &Matter, hours: Hours) -> Self {
        Self {
            household,
            kind: matter.kind,
            severity: matter.severity,
            is_paid: matter.kind == ServiceRequestKind::SpecialService,
            room: household.room.clone(),
            resident_name: household.resident_name.clone(),
            phone: household.phone.clone(),
            matter: matter.text.to_owned(),
            channel: Channel::Phone,
            hours,
            has_completion_time: true,
            department: matter.department,
            handler: String::new(),
            matter_result: matter.result.to_owned(),
            status: ServiceRequestStatus::Resolved,
            concerns_head: false,
            is_valid_complaint: true,
            is_reply_only: false,
            related: None,
        }
    }

    /// The line of the export, under the numbers of the day's requests.
    pub(super) fn line(&self, own: usize, numbers: &[String]) -> String {
        let completed = self.hours.completed_at;
        let valid = match self.kind {
            ServiceRequestKind::Complaint => sheet::yes_no(self.is_valid_complaint),
            _ => String::new(),
        };
        sheet::line([
            numbers[own].clone(),
            self.household.center.code.to_owned(),
            sheet::word(self.kind),
            sheet::word(self.severity),
            sheet::yes_no(self.is_paid),
            self.room.clone(),
            self.resident_name.clone(),
            self.phone.clone(),
            self.matter.clone(),
            sheet::word(self.channel),
            time(self.hours.taken_in_at),
            time(self.hours.dispatched_at),
            if self.has_completion_time { time(completed) } else { String::new() },
            self.department.chinese().to_owned(),
            self.handler.clone(),
            self.matter_result.clone(),
            sheet::word(self.status),
            sheet::yes_no(self.concerns_head),
            valid,
            sheet::yes_no(self.is_reply_only),
            self.related.map_or_else(String::new, |index| numbers[index].clone()),
        ])
    }
}

fn time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}
