//! When a resident is called by appointment.

use chrono::{NaiveDate, NaiveTime};

use super::App;
use super::error::AppError;
use super::finishing::Finish;
use crate::domain::callback::disposition::Disposition;
use crate::domain::rules::RulePack;
use crate::domain::timestamp::Timestamp;

/// The local hour of an appointment for which only a date was named.
const DEFAULT_HOUR: u32 = 10;

impl App {
    /// The instant of the appointment a verdict makes; none of any other verdict.
    ///
    /// # Errors
    /// `callback.appointment_outside_hours` with `from` and `until`;
    /// `callback.next_callback_past` with the `date`.
    pub(super) fn appointment_at(
        &self,
        pack: &RulePack,
        finish: &Finish,
        next_on: Option<NaiveDate>,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, AppError> {
        let Some(date) = next_on.filter(|_| finish.disposition == Disposition::Appointment) else {
            return Ok(None);
        };
        let time = finish.next_callback_time.unwrap_or_else(|| {
            NaiveTime::from_hms_opt(DEFAULT_HOUR, 0, 0)
                .expect("invariant: the hour of an appointment is a constant below 24")
        });
        let at = self.zone.at(date, time);
        if !pack.is_within_appointment_hours(self.zone, at) {
            return Err(outside_hours(pack));
        }
        if at <= now {
            return Err(is_past(date));
        }
        Ok(Some(at))
    }
}

fn outside_hours(pack: &RulePack) -> AppError {
    let hours = pack.appointment;
    let [from, until] = [hours.from, hours.until].map(|time| time.format("%H:%M").to_string());
    let sentence = format!("an appointment is kept between {from} and {until}");
    AppError::invalid("callback.appointment_outside_hours", sentence)
        .with("from", from)
        .with("until", until)
}

/// The refusal of a next callback on a date, or at a time of it, that is over.
pub(super) fn is_past(date: NaiveDate) -> AppError {
    let sentence = format!("the time named on {date} is over; the next callback is later");
    AppError::invalid("callback.next_callback_past", sentence).with("date", date.to_string())
}
