//! What follows from what the resident said (scripts-zh.md 2.2, 2.3).

use huifang::domain::callback::result::{CallbackResult, Resolved, Satisfaction};
use huifang::domain::callback::task::TaskState;
use huifang::domain::coded::Coded;

/// Columns: number, satisfied, dissatisfied, in the denominator.
#[test]
fn the_scale() {
    let cases = [
        (1, true, false, true),
        (2, true, false, true),
        (3, false, false, true),
        (4, false, true, true),
        (5, false, true, true),
        (6, false, false, false),
        (8, false, false, false),
        (9, false, false, false),
    ];
    assert_eq!(Satisfaction::ALL.len(), cases.len());
    for (number, satisfied, dissatisfied, counted) in cases {
        let answer = Satisfaction::from_number(number).expect("on the scale");
        assert_eq!(answer.number(), number);
        let said = (answer.is_satisfied(), answer.is_dissatisfied(), answer.in_denominator());
        assert_eq!(said, (satisfied, dissatisfied, counted), "{number}");
    }
    for number in [0, 7, 10] {
        assert_eq!(Satisfaction::from_number(number), None);
    }
}

/// Columns: satisfaction, quality (0 not asked), resolved, disputed price, next date needed, marks.
#[test]
fn what_a_result_demands() {
    use Resolved::{No, NotVerified, Partly, Yes};
    let cases = [
        (1, 1, Some(Yes), false, false, ""),
        (2, 0, None, false, false, ""),
        (3, 3, Some(Yes), false, false, ""),
        (4, 2, Some(Yes), false, true, ""),
        (5, 5, Some(No), false, true, ""),
        (2, 4, Some(Yes), false, true, ""),
        (1, 1, Some(Partly), false, true, "unsolved_but_satisfied"),
        (2, 2, Some(No), false, true, "unsolved_but_satisfied"),
        (3, 2, Some(No), false, true, ""),
        (0, 0, Some(NotVerified), false, true, ""),
        (1, 1, Some(Yes), true, true, "price_dispute"),
        (2, 2, Some(No), true, true, "unsolved_but_satisfied price_dispute"),
        (8, 9, Some(Yes), false, false, ""),
    ];
    for (satisfaction, quality, resolved, price_dispute, demands, marks) in cases {
        let result = CallbackResult {
            satisfaction: Satisfaction::from_number(satisfaction),
            quality: Satisfaction::from_number(quality),
            resolved,
            price_dispute,
        };
        assert_eq!(result.demands_next_callback(), demands, "{result:?}");
        let codes = |late| {
            let flags = result.flags(late);
            flags.into_iter().map(Coded::code).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(codes(false), marks, "{result:?}");
        assert_eq!(codes(true), format!("{marks} late_addition").trim_start(), "{result:?}");
    }
}

/// Rows from, columns to, in the order of `TaskState::ALL`: waiting, scheduled, in_call, wrap_up,
/// finished, unreached, home_visit, reopened.
#[test]
fn task_states_follow_each_other() {
    let table = [
        ("waiting", ".xx..xxx"),
        ("scheduled", ".xx..xxx"),
        ("in_call", "xx.x.xxx"),
        ("wrap_up", "xx..xxxx"),
        ("finished", "........"),
        ("unreached", "........"),
        ("home_visit", "........"),
        ("reopened", "xx......"),
    ];
    for (state, (name, row)) in TaskState::ALL.iter().zip(table) {
        assert_eq!(state.code(), name);
        let allowed: String = TaskState::ALL
            .iter()
            .map(|next| if state.may_become(*next) { 'x' } else { '.' })
            .collect();
        assert_eq!(allowed, row, "{name}");
        let comes_back = *state == TaskState::Reopened;
        assert_eq!(state.is_closed(), !row.contains('x') || comes_back, "{name}");
    }
}
