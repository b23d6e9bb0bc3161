//! Both shipped scripts, walked as an agent walks them: one row an answer.

use chrono::NaiveDate;

use super::*;
use crate::domain::pii::Pii;

/// The answers in the order given; each must be to the question that is current then.
pub(super) type Path = &'static [(&'static str, &'static str)];

/// `code`, `code+code`, `code:words`, `:words` or `@2026-11-23`.
pub(super) fn value(shown: &str) -> Answer {
    if let Some(date) = shown.strip_prefix('@') {
        return Answer::on(date.parse::<NaiveDate>().expect("a date"));
    }
    let (codes, words) = shown.split_once(':').unwrap_or((shown, ""));
    let codes = Answer::choices(&codes.split('+').filter(|c| !c.is_empty()).collect::<Vec<_>>());
    if words.is_empty() { codes } else { codes.saying(words) }
}

pub(super) fn script(id: &str) -> &'static Script {
    ScriptLibrary::shipped().get(id).expect("a shipped script")
}

/// Answers whatever is current, in the order of the path.
pub(super) fn walk(script: &Script, facts: &Facts, path: Path) -> Answers {
    path.iter().fold(Answers::default(), |answers, (question, shown)| {
        let current = Interview::new(script, facts, &answers).current().map(|q| q.id.as_str());
        assert_eq!(current, Some(*question));
        let change =
            answer(script, facts, &answers, question, value(shown)).expect("a good answer");
        assert_eq!(change.dropped, Vec::<String>::new());
        change.answers
    })
}

fn phrases(interview: &Interview<'_>) -> String {
    use crate::domain::coded::Coded;
    interview.phrases().into_iter().map(Coded::code).collect::<Vec<_>>().join(" ")
}

struct Walk {
    what: &'static str,
    script: &'static str,
    facts: &'static [Fact],
    path: Path,
    current: Option<&'static str>,
    missing: &'static [&'static str],
    complete: bool,
    partial: bool,
    next_callback: bool,
    flags: &'static [&'static str],
    phrases: &'static str,
}

const SATISFIED: Walk = Walk {
    what: "satisfied repair",
    script: REPAIR_CALLBACK,
    facts: &[],
    path: &[
        ("resolved", "yes"),
        ("quality", "satisfied"),
        ("shortcomings", "none"),
        ("satisfaction", "very_satisfied"),
        ("suggestion", "none"),
    ],
    current: None,
    missing: &[],
    complete: true,
    partial: false,
    next_callback: false,
    flags: &[],
    phrases: "B1 B2 B3 B4 B5 B9 B10",
};

const REPAIR_WALKS: &[Walk] = &[
    SATISFIED,
    Walk {
        what: "nothing answered",
        path: &[],
        current: Some("resolved"),
        missing: &["resolved", "quality", "shortcomings", "satisfaction", "suggestion"],
        complete: false,
        ..SATISFIED
    },
    Walk {
        what: "unsolved repair, dissatisfied",
        path: &[
            ("resolved", "no"),
            ("quality", "dissatisfied"),
            ("shortcomings", "late+other:没打招呼就走了"),
            ("satisfaction", "very_dissatisfied"),
            ("reason", ":三天了还在漏"),
            ("suggestion", "given:请换个师傅"),
            ("next_callback_on", "@2026-11-23"),
        ],
        next_callback: true,
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED
    },
    Walk {
        what: "unsolved but satisfied: kept as said, marked, the date still to be asked",
        path: &[
            ("resolved", "partly"),
            ("quality", "satisfied"),
            ("shortcomings", "none"),
            ("satisfaction", "satisfied"),
            ("reason", ":又滴水了"),
            ("suggestion", "none"),
        ],
        current: Some("next_callback_on"),
        next_callback: true,
        flags: &["unsolved_but_satisfied"],
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED
    },
    Walk {
        what: "neutral: an apology and a reason, no second callback",
        path: &[
            ("resolved", "yes"),
            ("quality", "neutral"),
            ("shortcomings", "late"),
            ("satisfaction", "neutral"),
            ("reason", ":来晚了"),
            ("suggestion", "none"),
        ],
        phrases: "B1 B2 B3 B4 B5 B6 B7 B9 B10",
        ..SATISFIED
    },
    Walk {
        what: "satisfied, with a suggestion to repeat back",
        path: &[
            ("resolved", "yes"),
            ("quality", "satisfied"),
            ("shortcomings", "none"),
            ("satisfaction", "satisfied"),
            ("suggestion", "given:周末也上门"),
        ],
        phrases: "B1 B2 B3 B4 B5 B7 B9 B10",
        ..SATISFIED
    },
    Walk {
        what: "paid repair, price not told: everything else is fine",
        facts: &[Fact::Paid],
        path: &[
            ("resolved", "yes"),
            ("quality", "satisfied"),
            ("shortcomings", "none"),
            ("price_told", "not_told"),
            ("satisfaction", "satisfied"),
            ("suggestion", "none"),
            ("next_callback_on", "@2026-11-23"),
        ],
        next_callback: true,
        flags: &["price_dispute"],
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED
    },
    Walk {
        what: "not verified yet: jumps to the appointment, not complete",
        path: &[("resolved", "not_verified"), ("next_callback_on", "@2026-11-24")],
        complete: false,
        phrases: "B1 B2 B3 B4 B5 B8 B9",
        ..SATISFIED
    },
    Walk {
        what: "hung up after the satisfaction answer",
        path: &[
            ("resolved", "yes"),
            ("quality", "satisfied"),
            ("shortcomings", "none"),
            ("satisfaction", "satisfied"),
        ],
        current: Some("suggestion"),
        missing: &["suggestion"],
        complete: false,
        partial: true,
        ..SATISFIED
    },
    Walk {
        what: "hung up before the satisfaction answer",
        path: &[("resolved", "yes"), ("quality", "satisfied")],
        current: Some("shortcomings"),
        missing: &["shortcomings", "satisfaction", "suggestion"],
        complete: false,
        ..SATISFIED
    },
];

const SATISFIED_COMPLAINT: Walk = Walk {
    what: "very satisfied complainant; the reason is offered and may be passed over",
    script: COMPLAINT_CALLBACK,
    facts: &[],
    path: &[
        ("informed", "yes"),
        ("feedback_true", "yes"),
        ("resolved", "yes"),
        ("quality", "satisfied"),
        ("speed", "neutral"),
        ("attitude", "satisfied"),
        ("satisfaction", "very_satisfied"),
        ("reason", ":没有"),
        ("suggestion", "none"),
        ("again_wanted", "no"),
    ],
    current: None,
    missing: &[],
    complete: true,
    partial: false,
    next_callback: false,
    flags: &[],
    phrases: "B1 B2 B3 B4 B5 B6 B7 B9 B10",
};

const COMPLAINT_WALKS: &[Walk] = &[
    SATISFIED_COMPLAINT,
    Walk {
        what: "dissatisfied complainant whom nobody told, and the account is untrue",
        path: &[
            ("informed", "no"),
            ("feedback_true", "no:没有人来过"),
            ("resolved", "no"),
            ("quality", "very_dissatisfied"),
            ("speed", "dissatisfied"),
            ("attitude", "no_answer"),
            ("satisfaction", "dissatisfied"),
            ("reason", ":推来推去"),
            ("suggestion", "given:派专人"),
            ("again_wanted", "yes"),
            ("next_callback_on", "@2026-11-23"),
        ],
        next_callback: true,
        flags: &["feedback_untrue", "result_not_told"],
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED_COMPLAINT
    },
    Walk {
        what: "satisfied complainant hung up after the satisfaction answer",
        path: &[
            ("informed", "yes"),
            ("feedback_true", "partly:时间不对"),
            ("resolved", "yes"),
            ("quality", "satisfied"),
            ("speed", "satisfied"),
            ("attitude", "satisfied"),
            ("satisfaction", "satisfied"),
        ],
        current: Some("reason"),
        missing: &["reason", "suggestion", "again_wanted"],
        complete: false,
        partial: true,
        ..SATISFIED_COMPLAINT
    },
    Walk {
        what: "invalid complaint: three questions after the explanation",
        facts: &[Fact::InvalidComplaint],
        path: &[
            ("explanation_clear", "not_accepted:合同不是这样写的"),
            ("attitude", "satisfied"),
            ("satisfaction", "neutral"),
            ("suggestion", "none"),
        ],
        flags: &["explanation_not_accepted"],
        ..SATISFIED_COMPLAINT
    },
    Walk {
        what: "cannot be put right, explained in writing: satisfaction is counted apart",
        facts: &[Fact::CannotBeResolved, Fact::ExplainedInWriting, Fact::ManagerCalls],
        path: &[
            ("explained", "accepted"),
            ("explanation_satisfaction", "dissatisfied"),
            ("suggestion", "none"),
            ("next_callback_on", "@2026-12-01"),
        ],
        next_callback: true,
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED_COMPLAINT
    },
    Walk {
        what: "cannot be put right, nothing in writing: asked like any complaint",
        facts: &[Fact::CannotBeResolved],
        path: &[("explained", "not_explained"), ("informed", "no")],
        current: Some("feedback_true"),
        missing: &[
            "feedback_true",
            "resolved",
            "quality",
            "attitude",
            "satisfaction",
            "reason",
            "suggestion",
            "again_wanted",
        ],
        complete: false,
        flags: &["result_not_told"],
        phrases: "B1 B2 B3 B4 B5 B6 B7 B8 B9 B10",
        ..SATISFIED_COMPLAINT
    },
    Walk {
        what: "complaint about conduct",
        facts: &[Fact::StaffConduct, Fact::InvalidComplaint],
        path: &[
            ("explanation_clear", "clear"),
            ("attitude", "satisfied"),
            ("recurred", "yes:上周又有一次"),
            ("satisfaction", "satisfied"),
            ("suggestion", "none"),
        ],
        flags: &["conduct_recurred"],
        ..SATISFIED_COMPLAINT
    },
];

#[test]
fn each_path_ends_where_the_manual_says() {
    for walked in REPAIR_WALKS.iter().chain(COMPLAINT_WALKS) {
        let what = walked.what;
        let (script, facts) = (script(walked.script), walked.facts.iter().copied().collect());
        let answers = walk(script, &facts, walked.path);
        let interview = Interview::new(script, &facts, &answers);
        let missing: Vec<&str> = interview.missing().map(|q| q.id.as_str()).collect();
        assert_eq!(interview.current().map(|q| q.id.as_str()), walked.current, "{what}");
        assert_eq!(missing, walked.missing, "{what}");
        assert_eq!(interview.is_complete(), walked.complete, "{what}");
        assert_eq!(interview.is_partial(), walked.partial, "{what}");
        assert_eq!(interview.needs_next_callback(), walked.next_callback, "{what}");
        assert_eq!(interview.flags().into_iter().collect::<Vec<_>>(), walked.flags, "{what}");
        assert_eq!(phrases(&interview), walked.phrases, "{what}");
    }
}

#[test]
fn the_five_points_and_the_next_date_are_read_by_role() {
    let script = script(REPAIR_CALLBACK);
    let facts = Facts::new();
    let answers = walk(script, &facts, REPAIR_WALKS[2].path);
    let interview = Interview::new(script, &facts, &answers);
    let words = |role| interview.words_of(role).map(Pii::reveal).map(String::as_str);
    assert_eq!(interview.code_of(Role::Resolved), Some("no"));
    assert_eq!(interview.code_of(Role::Quality), Some("dissatisfied"));
    assert_eq!(interview.code_of(Role::Satisfaction), Some("very_dissatisfied"));
    assert_eq!(interview.code_of(Role::Shortcomings), Some("late"));
    assert_eq!(words(Role::Shortcomings), Some("没打招呼就走了"));
    assert_eq!(words(Role::Reason), Some("三天了还在漏"));
    assert_eq!(words(Role::Suggestion), Some("请换个师傅"));
    assert_eq!(interview.next_callback_on(), NaiveDate::from_ymd_opt(2026, 11, 23));
}
