//! Every due time explains itself in one sentence, in Chinese and in English.

use chrono::{Datelike, NaiveDate};

use super::{CallbackMode, CallbackRule, CountedFrom, DueNote, Term, Unit, Words};
use crate::domain::coded::Coded;
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// What is stored of how a due time came about.
#[derive(Clone, Copy, Debug)]
pub struct DueReason<'a> {
    /// The line by which it was computed.
    pub line: &'a CallbackRule,
    /// When the matter was completed; none for a further callback, which a day was promised for.
    pub completed_at: Option<Timestamp>,
    /// The due time.
    pub due_at: Timestamp,
    /// The day the term ended on, before windows were looked at.
    pub due_on: NaiveDate,
    /// What happened on the way.
    pub notes: &'a [DueNote],
    /// The wall clock of the company.
    pub zone: BusinessZone,
}

impl DueReason<'_> {
    /// “应于 11-24 18:00 前回访：恒富标准 #14，完成之日起 3 日内”
    pub fn sentence(&self) -> Words {
        let local = self.zone.local(self.due_at);
        let other_year =
            self.completed_at.is_some_and(|at| self.zone.date(at).year() != local.year());
        let format = if other_year { "%Y-%m-%d %H:%M" } else { "%m-%d %H:%M" };
        let when = local.format(format);
        let Words { zh: title, en: title_en } = &self.line.title;
        let (verb, verb_en) = verbs(self.line.mode);
        let term = self.term();
        let (mut zh, mut en) = (
            format!("应于 {when} 前{verb}：{title}，{}", term.zh),
            format!("{verb_en} by {when}: {title_en}, {}", term.en),
        );
        for note in self.notes {
            let (note, note_en) = self.note(*note);
            zh.push_str(&format!("；{note}"));
            en.push_str(&format!("; {note_en}"));
        }
        Words { zh, en }
    }

    fn term(&self) -> Words {
        if self.completed_at.is_none() {
            let zh = "按约定的日期再次回访".to_owned();
            return Words { zh, en: "again on the day that was promised".to_owned() };
        }
        self.line.term_words()
    }

    fn note(&self, note: DueNote) -> (String, String) {
        let day = self.due_on.format("%m-%d");
        let (zh, en) = match note {
            DueNote::MonthClamped => {
                ("该月没有同一日，以月末为期", "that month has no such day, so its last")
            }
            DueNote::LateByRule => (
                "期限内所余可呼时间不足，顺延至下一工作日首个时段（依规则迟延）",
                "too little calling time was left, so the first window of the next working day \
                 (late by rule)",
            ),
            DueNote::BeforeBatch => {
                ("生成批次时已过此期限", "already past when the batch was made")
            }
            DueNote::QuietDay => {
                ("遇安静日，顺延至其后的工作日", "moved past the quiet days of the center")
            }
            DueNote::MovedBack => {
                let zh = format!("期限止于 {day}，其时不在可呼时段，以此前最后一个时段为限");
                let en = format!(
                    "the term ends on {day}, outside the calling windows, so with the \
                                  last one before"
                );
                return (zh, en);
            }
        };
        (zh.to_owned(), en.to_owned())
    }
}

impl CallbackRule {
    /// The line's term in words: “完成之日起 1 个月后、2 个月内”.
    pub fn term_words(&self) -> Words {
        let due = &self.due;
        let (latest, latest_en) = (length(due.latest), length_en(due.latest));
        let (zh, en) = match (due.counted_from, due.earliest) {
            (CountedFrom::Batch, _) if due.latest.count == 1 => (
                "完成后的下一个工作日（批次当日）".to_owned(),
                "on the working day after completion (the batch's own day)".to_owned(),
            ),
            (CountedFrom::Batch, _) => (
                format!("批次日起 {latest}内"),
                format!("within {latest_en}, the batch's day being the first"),
            ),
            (CountedFrom::Completion, Some(earliest)) => (
                format!("完成之日起 {}后、{latest}内", length(earliest)),
                format!("after {} and within {latest_en} of completion", length_en(earliest)),
            ),
            (CountedFrom::Completion, None) if due.latest.count == 0 => {
                ("完成当日".to_owned(), "on the day of completion".to_owned())
            }
            (CountedFrom::Completion, None) if due.latest.unit == Unit::Hour => {
                (format!("完成后 {latest}内"), format!("within {latest_en} of completion"))
            }
            (CountedFrom::Completion, None) => {
                (format!("完成之日起 {latest}内"), format!("within {latest_en} of completion"))
            }
        };
        Words { zh, en }
    }
}

fn verbs(mode: CallbackMode) -> (&'static str, &'static str) {
    match mode {
        CallbackMode::Telephone => ("回访", "Call back"),
        CallbackMode::Visit => ("上门回访", "Visit"),
        CallbackMode::Either => ("电话或上门回访", "Call back or visit"),
    }
}

fn length(term: Term) -> String {
    format!("{} {}", term.count, term.unit.chinese())
}

fn length_en(term: Term) -> String {
    let unit = match term.unit {
        Unit::Hour => "hour",
        Unit::WorkingDay => "working day",
        Unit::CalendarDay => "day",
        Unit::Week => "week",
        Unit::Month => "month",
    };
    let plural = if term.count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", term.count)
}
