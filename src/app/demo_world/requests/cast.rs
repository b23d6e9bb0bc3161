//! The cases a day consists of: the ordinary one, and each odd one that the service has a rule for.

use super::Day;
use super::hours::Hours;
use super::row::Request;
use crate::app::demo_world::dice::{between, by_share, happens, index, one_of};
use crate::app::demo_world::households::{Household, family_number};
use crate::app::demo_world::matters::{
    ABOUT_HEADS, COMPLAINTS, GROUNDLESS, Matter, OTHERS, Place, REPAIRED_AGAIN, REPAIRS,
    TOLD_TWICE, UNRESOLVABLE,
};
use crate::app::demo_world::names::{Department, handler, person};
use crate::domain::household::Occupancy;
use crate::domain::service_request::{Channel, ServiceRequestKind, ServiceRequestStatus, Severity};

/// One case; most consist of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Ordinary,
    /// Several matters of one household, which one call can work.
    Together,
    /// The same matter told to two departments.
    ToldTwice,
    /// Told again after it was completed.
    Repeated,
    Anonymous,
    ReplyOnly,
    /// A household that wants no calls at all.
    NotToBeCalled,
    NoPhone,
    CannotBeResolved,
    ConcernsHead,
    Groundless,
    Severe,
    /// Closed without a completion time: never in a batch.
    ClosedWithoutTime,
}

/// The odd cases, with the percentage of workdays that have each.
pub(super) const CAST: [(Case, u64); 13] = [
    (Case::ToldTwice, 100),
    (Case::Together, 100),
    (Case::Anonymous, 100),
    (Case::NoPhone, 90),
    (Case::ReplyOnly, 75),
    (Case::NotToBeCalled, 75),
    (Case::CannotBeResolved, 70),
    (Case::Groundless, 60),
    (Case::Together, 60),
    (Case::ConcernsHead, 40),
    (Case::Severe, 40),
    (Case::Repeated, 35),
    (Case::CannotBeResolved, 25),
];

const LISTS: [(&[Matter], u64); 3] = [(REPAIRS, 76), (COMPLAINTS, 16), (OTHERS, 8)];
const CHANNELS: [(Channel, u64); 5] = [
    (Channel::Phone, 62),
    (Channel::Online, 25),
    (Channel::Visit, 8),
    (Channel::Letter, 2),
    (Channel::Email, 3),
];

impl<'a> Day<'a> {
    /// Adds the requests of one case.
    pub(super) fn add(&mut self, case: Case) {
        match case {
            Case::Ordinary => self.ordinary(),
            Case::Together => self.together(),
            Case::ToldTwice => self.told_twice(),
            Case::Repeated => self.repeated(),
            Case::Anonymous => self.anonymous(),
            Case::ReplyOnly => self.reply_only(),
            Case::NotToBeCalled => self.wants_no_calls(),
            Case::NoPhone => self.no_phone(),
            Case::CannotBeResolved => self.cannot_be_resolved(),
            Case::ConcernsHead => self.concerns_head(),
            Case::Groundless => self.groundless(),
            Case::Severe => self.severe(),
            Case::ClosedWithoutTime => self.closed_without_time(),
        }
    }

    fn ordinary(&mut self) {
        let list = by_share(&mut self.chance, &LISTS);
        if let Some(household) = self.household(can_be_called) {
            let mut request = self.one(household, list);
            self.vary(&mut request);
            self.requests.push(request);
        }
    }

    fn together(&mut self) {
        let Some(household) = self.household(can_be_called) else { return };
        let hours = Hours::of(self.date, &mut self.chance);
        let count = if happens(&mut self.chance, 20) { 3 } else { 2 };
        let mut told: Vec<&str> = Vec::new();
        while told.len() < count {
            let list = if happens(&mut self.chance, 80) { REPAIRS } else { COMPLAINTS };
            let matter = self.matter(list, household);
            if !told.contains(&matter.text) {
                let own =
                    if told.is_empty() { hours } else { hours.told_meanwhile(&mut self.chance) };
                let request = self.request(household, matter, own);
                told.push(matter.text);
                self.requests.push(request);
            }
        }
    }

    fn told_twice(&mut self) {
        let Some(household) = self.household(can_be_called) else { return };
        let matter = self.matter(REPAIRS, household);
        let hours = Hours::of(self.date, &mut self.chance);
        let first = self.request(household, matter, hours);
        let hours = hours.told_meanwhile(&mut self.chance);
        let matter = Matter { department: Department::Reception, is_payable: false, ..*matter };
        let mut second = self.request(household, &matter, hours);
        second.matter = format!("再次反映{}", first.matter);
        second.matter_result = TOLD_TWICE.to_owned();
        second.related = Some(self.requests.len());
        self.requests.extend([first, second]);
    }

    fn repeated(&mut self) {
        let Some(household) = self.household(can_be_called) else { return };
        let matter = self.matter(REPAIRS, household);
        let hours = Hours::early(self.date, &mut self.chance);
        let first = self.request(household, matter, hours);
        let again = hours.told_afterwards(&mut self.chance);
        let mut second = self.request(household, matter, again);
        second.kind = ServiceRequestKind::Complaint;
        second.severity = Severity::Important;
        second.is_paid = false;
        second.matter = format!("{}修好后又复发", first.matter);
        second.matter_result = REPAIRED_AGAIN.to_owned();
        second.related = Some(self.requests.len());
        self.requests.extend([first, second]);
    }

    fn anonymous(&mut self) {
        let list = if happens(&mut self.chance, 70) { COMPLAINTS } else { REPAIRS };
        let Some(household) = self.household(can_be_called) else { return };
        let fits = |matter: &&Matter| matter.place == Place::Shared;
        let matters: Vec<&Matter> = list.iter().filter(fits).collect();
        let matter = one_of(&mut self.chance, &matters);
        let hours = Hours::of(self.date, &mut self.chance);
        let mut request = self.request(household, matter, hours);
        request.channel = one_of(&mut self.chance, &[Channel::Online, Channel::Letter]);
        for cell in [&mut request.room, &mut request.resident_name, &mut request.phone] {
            cell.clear();
        }
        self.requests.push(request);
    }

    fn reply_only(&mut self) {
        self.told_by(can_be_called, COMPLAINTS, |day, request| {
            request.is_reply_only = true;
            request.channel = one_of(&mut day.chance, &[Channel::Letter, Channel::Email]);
        });
    }

    fn wants_no_calls(&mut self) {
        let wants_none = |household: &Household| {
            household.do_not_call == "全部" && !household.phone.is_empty() && is_used(household)
        };
        self.told_by(wants_none, REPAIRS, |_, _| {});
    }

    fn no_phone(&mut self) {
        let has_none = |household: &Household| household.phone.is_empty() && is_used(household);
        self.told_by(has_none, REPAIRS, |_, request| request.channel = Channel::Visit);
    }

    fn cannot_be_resolved(&mut self) {
        self.told_by(can_be_called, UNRESOLVABLE, |_, request| {
            request.status = ServiceRequestStatus::CannotBeResolved;
        });
    }

    fn concerns_head(&mut self) {
        self.told_by(can_be_called, ABOUT_HEADS, |_, request| request.concerns_head = true);
    }

    fn groundless(&mut self) {
        self.told_by(can_be_called, GROUNDLESS, |_, request| request.is_valid_complaint = false);
    }

    fn severe(&mut self) {
        let Some(household) = self.household(can_be_called) else { return };
        let lists = REPAIRS.iter().chain(COMPLAINTS);
        let matters: Vec<_> = lists.filter(|one| one.severity == Severity::Severe).collect();
        let matter = one_of(&mut self.chance, &matters);
        let hours = Hours::of(self.date, &mut self.chance);
        let request = self.request(household, matter, hours);
        self.requests.push(request);
    }

    fn closed_without_time(&mut self) {
        self.told_by(can_be_called, REPAIRS, |_, request| {
            request.status = ServiceRequestStatus::Closed;
            request.has_completion_time = false;
        });
    }

    /// A request of a household of that sort about a matter of the list, made odd by `change`.
    fn told_by(
        &mut self,
        is_meant: impl Fn(&Household) -> bool,
        list: &'static [Matter],
        change: impl FnOnce(&mut Self, &mut Request<'a>),
    ) {
        if let Some(household) = self.household(is_meant) {
            let mut request = self.one(household, list);
            change(self, &mut request);
            self.requests.push(request);
        }
    }

    /// A household of that sort that has not reported anything else this day.
    fn household(&mut self, is_meant: impl Fn(&Household) -> bool) -> Option<&'a Household> {
        let is_free = |at: &usize| !self.told.contains(at) && is_meant(&self.households[*at]);
        let free: Vec<usize> = (0..self.households.len()).filter(is_free).collect();
        let at = *free.get(index(&mut self.chance, free.len()))?;
        self.told.push(at);
        Some(&self.households[at])
    }

    fn matter(&mut self, list: &'static [Matter], household: &Household) -> &'static Matter {
        // Severe matters are a case of their own, so that they stay as rare as they are.
        let is_usual = |matter: &&Matter| {
            matter.fits(household.center.is_office) && matter.severity != Severity::Severe
        };
        let usual: Vec<&Matter> = list.iter().filter(is_usual).collect();
        one_of(&mut self.chance, &usual)
    }

    fn one(&mut self, household: &'a Household, list: &'static [Matter]) -> Request<'a> {
        let matter = self.matter(list, household);
        let hours = Hours::of(self.date, &mut self.chance);
        self.request(household, matter, hours)
    }

    fn request(&mut self, household: &'a Household, matter: &Matter, hours: Hours) -> Request<'a> {
        let mut request = Request::new(household, matter, hours);
        request.is_paid |= matter.is_payable && happens(&mut self.chance, 45);
        request.channel = by_share(&mut self.chance, &CHANNELS);
        if happens(&mut self.chance, 28) {
            request.status = ServiceRequestStatus::Closed;
        }
        let center = household.center.code;
        request.handler = handler(self.seed, center, matter.department, &mut self.chance);
        request
    }

    /// What reporters do: leave no number, tell it from their own telephone, mistype.
    fn vary(&mut self, request: &mut Request<'a>) {
        match between(&mut self.chance, 0, 99) {
            0..=5 => request.phone.clear(),
            6..=11 => {
                request.resident_name = person(&mut self.chance);
                request.phone = family_number(&mut self.chance);
            }
            12 => request.phone.truncate(10),
            _ => {}
        }
    }
}

/// Has a telephone, and minds no call.
fn can_be_called(household: &Household) -> bool {
    !household.phone.is_empty() && household.do_not_call != "全部" && is_used(household)
}

/// Somebody lives there, or is about to.
fn is_used(household: &Household) -> bool {
    household.occupancy != Occupancy::Vacant
}
