//! Which line and which caller each shipped pack has for a matter.

use huifang::domain::coded::Coded;
use huifang::domain::rules::{Matter, Mismatch, RuleBook, Standing};
use huifang::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};

/// `complaint severe paid head impossible`: words that differ from an ordinary unpaid finished one.
fn matter(text: &str) -> Matter {
    let mut words = text.split_whitespace();
    let kind = ServiceRequestKind::read(words.next().expect("a kind")).expect("a kind");
    let rest: Vec<&str> = words.collect();
    let severity = rest.iter().find_map(|word| Severity::read(word));
    let impossible = rest.contains(&"impossible");
    Matter {
        kind,
        severity: severity.unwrap_or(Severity::Ordinary),
        status: match impossible {
            true => ServiceRequestStatus::CannotBeResolved,
            false => ServiceRequestStatus::Resolved,
        },
        paid: rest.contains(&"paid"),
        against_manager: rest.contains(&"head"),
    }
}

/// Pack, matter, line of the batch (`-` when the batch does not call), who calls.
#[rustfmt::skip]
const CASES: &[(&str, &str, &str, &str)] = &[
    ("quality-department", "repair paid",          "20-1", "agent"),
    ("quality-department", "repair",               "20-2", "agent"),
    ("quality-department", "repair severe",        "20-2", "agent"),
    ("quality-department", "complaint",            "20-3", "agent"),
    ("quality-department", "complaint important",  "20-3", "quality_supervisor"),
    ("quality-department", "complaint severe",     "20-3", "quality_manager"),
    ("quality-department", "complaint head",       "20-3", "quality_manager"),
    ("quality-department", "complaint impossible", "20-3", "quality_manager"),
    ("quality-department", "suggestion",           "-",    ""),
    ("quality-department", "enquiry",              "-",    ""),
    ("quality-department", "help_request",         "-",    ""),
    ("quality-department", "emergency_aid",        "-",    ""),
    ("hengfu", "repair paid",      "14-paid",       "agent"),
    ("hengfu", "repair",           "14",            "agent"),
    ("hengfu", "complaint severe", "49-complaint",  "agent"),
    ("hengfu", "suggestion",       "49-suggestion", "agent"),
    ("hengfu", "enquiry",          "49-enquiry",    "agent"),
    ("hengfu", "help_request",     "49-help",       "agent"),
    ("hengfu", "commendation",     "-",             ""),
    ("s4-1", "complaint",           "11.1.3",                "agent"),
    ("s4-1", "complaint important", "11.1.3",                "center_supervisor"),
    ("s4-1", "complaint severe",    "11.1.3",                "center_manager"),
    ("s4-1", "repair paid",         "11.1.4",                "center_supervisor"),
    ("s4-1", "event",               "11.1.5-event",          "agent"),
    ("s4-1", "publication",         "11.1.5-publication",    "agent"),
    ("s4-1", "festival_visit",      "11.1.6-festival-visit", "center_manager"),
    ("s4-1", "move_in",             "11.1.6-move-in",        "agent"),
    ("s4-1", "incident",            "11.1.6-incident",       "agent"),
    ("s4-1", "special_service",     "-",                     ""),
    ("s4-2", "complaint",               "complaint",       "agent"),
    ("s4-2", "complaint severe",        "complaint",       "center_manager"),
    ("s4-2", "repair",                  "repair",          "agent"),
    ("s4-2", "special_service_midterm", "special-midterm", "agent"),
    ("s4-2", "special_service",         "special-end",     "agent"),
    ("s4-2", "help_request",            "help",            "agent"),
    ("s4-2", "emergency_aid",           "emergency-aid",   "agent"),
    ("s4-2", "other_service",           "other-service",   "agent"),
    ("s4-2", "festival_visit",          "-",               ""),
    ("s4-3", "complaint severe",        "complaint",       "center_manager"),
    ("s4-3", "repair",                  "repair",          "agent"),
    ("s4-3", "emergency_aid",           "-",               ""),
    ("s4-3", "publication",             "publication",     "agent"),
];

#[test]
fn each_matter_has_its_line_and_its_caller() {
    let book = RuleBook::shipped();
    for (id, text, number, role) in CASES {
        let pack = book.version(id, 1).expect("a shipped pack");
        let matter = matter(text);
        let line = pack.rule_for(&matter);
        let found = line.map_or("-", |line| line.number.as_str());
        assert_eq!(found, *number, "{id}: {text}");
        let caller = line.map_or("", |_| pack.caller_for(&matter).code());
        assert_eq!(caller, *role, "{id}: {text}");
    }
}

/// the department complained about takes part in an ordinary complaint's callback.
#[test]
fn the_department_takes_part_where_the_regulation_says() {
    let book = RuleBook::shipped();
    let cases = [
        ("s4-2", "complaint", true),
        ("s4-3", "complaint important", true),
        ("s4-2", "complaint severe", false),
        ("s4-2", "repair", false),
        ("s4-1", "complaint", false),
        ("quality-department", "complaint", false),
    ];
    for (id, text, expected) in cases {
        let pack = book.version(id, 1).expect("a shipped pack");
        let with = pack.caller_line(&matter(text)).is_some_and(|caller| caller.with_department);
        assert_eq!(with, expected, "{id}: {text}");
    }
}

#[test]
fn every_line_says_how_it_stands_to_a_matter() {
    let book = RuleBook::shipped();
    let pack = book.version("quality-department", 1).expect("shipped");
    let shown = |text: &str| -> Vec<String> {
        let verdicts = pack.verdicts(&matter(text)).into_iter();
        verdicts
            .map(|verdict| match verdict.standing {
                Standing::Applies => "applies".to_owned(),
                Standing::AppliesElsewhere => "elsewhere".to_owned(),
                Standing::TakenBefore { by } => format!("after {by}"),
                Standing::Not(why) => {
                    why.into_iter().map(Mismatch::code).collect::<Vec<_>>().join("+")
                }
            })
            .collect()
    };
    let cases = [
        ("repair paid", ["applies", "after 20-1", "kind", "kind", "kind", "kind", "kind"]),
        ("repair", ["paid", "applies", "kind", "kind", "kind", "kind", "kind"]),
        ("complaint", ["kind+paid", "kind", "applies", "elsewhere", "kind", "kind", "kind"]),
        ("complaint severe", ["kind+paid", "kind", "applies", "severity", "kind", "kind", "kind"]),
        ("enquiry", ["kind+paid", "kind", "kind", "kind", "kind", "elsewhere", "kind"]),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

/// where the regulation knows a third class of complaints, the severe ones are it.
#[test]
fn further_callbacks_on_complaints_of_the_third_class_are_made_in_person() {
    let book = RuleBook::shipped();
    let cases = [
        ("s4-1", "complaint severe", true),
        ("s4-1", "complaint important", false),
        ("s4-1", "repair severe", false),
        ("s4-2", "complaint severe", false),
        ("quality-department", "complaint severe", false),
    ];
    for (id, text, expected) in cases {
        let pack = book.version(id, 1).expect("a shipped pack");
        let Matter { kind, severity, .. } = matter(text);
        assert_eq!(pack.is_third_class(kind, severity), expected, "{id}: {text}");
    }
}

/// Pack, callers it names who have no seat, with the lines that would fall to them.
#[test]
fn lines_nobody_has_a_seat_for() {
    let cases = [
        ("quality-department", ""),
        ("hengfu", ""),
        ("s4-1", "center_supervisor: 11.1.3, 11.1.4; center_manager: 11.1.3"),
        ("s4-2", "center_manager: complaint"),
        ("s4-3", "center_manager: complaint"),
    ];
    let book = RuleBook::shipped();
    for (id, expected) in cases {
        let pack = book.version(id, 1).expect("a shipped pack");
        let shown = pack.lines_without_seat().into_iter().map(|(role, lines)| {
            let numbers: Vec<&str> = lines.iter().map(|line| line.number.as_str()).collect();
            format!("{}: {}", role.code(), numbers.join(", "))
        });
        assert_eq!(shown.collect::<Vec<_>>().join("; "), expected, "{id}");
    }
}
