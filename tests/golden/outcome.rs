//! What the line reports, and what is suggested for it (requirements.md 3.1, telephony.md).

use huifang::domain::callback::disposition::{InterviewProgress, suggest};
use huifang::domain::callback::outcome::{CallOutcome, LineSignal, OwnEnd, classify};
use huifang::domain::coded::Coded;

/// Columns: SIP status, Q.850 cause, what was heard (`r` ringing, `m` early media, `a` answered),
/// how we ended it, outcome, suggestion.
#[test]
fn line_signals() {
    let ours = |end| Some(end);
    let cases = [
        (486, 17, "r", None, "busy", "busy line_report"),
        (600, 0, "", None, "busy", "busy line_report"),
        (480, 17, "", None, "busy", "busy line_report"),
        (480, 19, "r", None, "no_answer", "no_answer line_report"),
        (480, 19, "", None, "no_answer", "no_answer line_report"),
        (480, 19, "m", None, "switched_off", "switched_off line_report"),
        (480, 20, "", None, "switched_off", "switched_off line_report"),
        (480, 1, "m", None, "unallocated", "unallocated line_report_unconfirmed"),
        (487, 0, "r", None, "no_answer", "no_answer line_report"),
        (408, 18, "r", None, "no_answer", "no_answer line_report"),
        (408, 18, "", None, "line_fault", "line_fault line_report"),
        (0, 18, "r", None, "no_answer", "no_answer line_report"),
        (603, 21, "r", None, "declined", "declined line_report"),
        (607, 0, "", None, "declined", "declined line_report"),
        (403, 21, "", None, "line_fault", "line_fault line_report"),
        (401, 21, "", None, "line_fault", "line_fault line_report"),
        (404, 1, "", None, "unallocated", "unallocated line_report_unconfirmed"),
        (410, 22, "", None, "unallocated", "unallocated line_report_unconfirmed"),
        (484, 28, "", None, "unallocated", "unallocated line_report_unconfirmed"),
        (604, 0, "", None, "unallocated", "unallocated line_report_unconfirmed"),
        (502, 27, "", None, "suspended", "suspended line_report_unconfirmed"),
        (503, 34, "", None, "line_fault", "line_fault line_report"),
        (500, 0, "", None, "line_fault", "line_fault line_report"),
        (0, 38, "", None, "line_fault", "line_fault line_report"),
        (0, 0, "", None, "line_fault", "line_fault line_report"),
        (0, 16, "ra", None, "answered", "broken_off ended_early"),
        (480, 19, "r", ours(OwnEnd::RangOut), "no_answer", "no_answer line_report"),
        (480, 19, "m", ours(OwnEnd::RangOut), "no_answer", "no_answer line_report"),
        (0, 16, "r", ours(OwnEnd::Cancelled), "cancelled", ""),
        (0, 0, "", ours(OwnEnd::AgentUnreachable), "agent_unreachable", ""),
        (0, 0, "r", ours(OwnEnd::Interrupted), "interrupted", "interrupted line_report"),
        (0, 0, "ra", ours(OwnEnd::Interrupted), "interrupted", "interrupted line_report"),
    ];
    for (sip, cause, heard, ended_by_us, outcome, suggested) in cases {
        let signal = LineSignal {
            answered: heard.contains('a'),
            ringing_seen: heard.contains('r'),
            early_media_seen: heard.contains('m'),
            sip_status: (sip > 0).then_some(sip),
            q850_cause: (cause > 0).then_some(cause),
            ended_by_us,
        };
        let classified = classify(&signal);
        assert_eq!(classified.code(), outcome, "{signal:?}");
        let suggestion = suggest(classified, InterviewProgress::default())
            .map(|s| format!("{} {}", s.disposition.code(), s.reason.code()));
        assert_eq!(suggestion.unwrap_or_default(), suggested, "{signal:?}");
    }
}

#[test]
fn conversations() {
    let cases = [
        // all required answered, satisfaction answered, another time agreed
        (true, true, false, "completed all_answered"),
        (true, true, true, "completed all_answered"),
        (false, true, false, "partial only_satisfaction_answered"),
        (false, false, true, "appointment time_agreed"),
        (false, false, false, "broken_off ended_early"),
    ];
    for (all_required_answered, satisfaction_answered, time_agreed, expected) in cases {
        let progress =
            InterviewProgress { all_required_answered, satisfaction_answered, time_agreed };
        let suggestion = suggest(CallOutcome::Answered, progress).expect("a suggestion");
        let written = format!("{} {}", suggestion.disposition.code(), suggestion.reason.code());
        assert_eq!(written, expected);
    }
    let answered = InterviewProgress { satisfaction_answered: true, ..Default::default() };
    let suggestion = suggest(CallOutcome::Interrupted, answered).expect("a suggestion");
    assert_eq!(suggestion.disposition.code(), "partial", "what was answered is kept");
}
