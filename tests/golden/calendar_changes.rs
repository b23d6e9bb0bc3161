//! Changing the calendar: what is refused, and which batches take other days.

use huifang::domain::calendar::{
    BatchDays, Calendar, CalendarDayKind, ChangeRefusal, DayChange, batch_differences, differences,
};

use crate::support::date;

const HOLIDAY: Option<CalendarDayKind> = Some(CalendarDayKind::Holiday);
const WORKED: Option<CalendarDayKind> = Some(CalendarDayKind::MakeUpWorkday);

/// Batches are made through Friday 20 November 2026.
#[test]
fn what_may_be_changed() {
    let calendar = Calendar::built_in();
    let made = date("2026-11-20");
    let cases = [
        ("2026-11-23", HOLIDAY, Ok(1), "a coming Monday becomes free"),
        ("2026-11-21", WORKED, Ok(1), "a coming Saturday is worked"),
        ("2026-11-20", HOLIDAY, Err("batch"), "the batch of that day is made"),
        ("2026-11-14", WORKED, Err("batch"), "the batch after that Saturday is made"),
        ("2026-11-14", HOLIDAY, Ok(1), "a past Saturday was free and stays free"),
        ("2026-10-03", HOLIDAY, Ok(1), "likewise inside a holiday"),
        ("2026-10-01", HOLIDAY, Ok(0), "listed so already"),
        ("2026-10-01", None, Err("batch"), "a past holiday would become a working day"),
        ("2026-11-24", WORKED, Err("weekday"), "a Tuesday is worked anyway"),
        ("2026-11-24", None, Ok(0), "a day of the plain week already"),
    ];
    for (day, kind, expected, why) in cases {
        let change = DayChange { date: date(day), kind };
        let found = differences(&calendar, &[change], Some(made));
        let shown = match &found {
            Ok(differences) => Ok(differences.len()),
            Err(refusals) => match refusals[0] {
                ChangeRefusal::BatchMade { made_through, .. } => {
                    assert_eq!(made_through, made);
                    Err("batch")
                }
                ChangeRefusal::MakeUpOnWeekday { .. } => Err("weekday"),
            },
        };
        assert_eq!(shown, expected, "{day}: {why}");
    }
}

#[test]
fn which_batches_take_other_days() {
    let before = Calendar::built_in();
    let days = |from: &str, to: &str| Some(BatchDays { from: date(from), to: date(to) });
    let cases = [
        (
            // Monday 23 November becomes free: its batch goes, Tuesday's takes Friday to Monday.
            "2026-11-23",
            HOLIDAY,
            vec![
                (date("2026-11-23"), days("2026-11-20", "2026-11-22"), None),
                (
                    date("2026-11-24"),
                    days("2026-11-23", "2026-11-23"),
                    days("2026-11-20", "2026-11-23"),
                ),
            ],
        ),
        (
            // Saturday the 28th is worked: it has a batch, and Monday's begins with it.
            "2026-11-28",
            WORKED,
            vec![
                (date("2026-11-28"), None, days("2026-11-27", "2026-11-27")),
                (
                    date("2026-11-30"),
                    days("2026-11-27", "2026-11-29"),
                    days("2026-11-28", "2026-11-29"),
                ),
            ],
        ),
        ("2026-11-28", HOLIDAY, vec![]),
    ];
    for (day, kind, expected) in cases {
        let after = before.changed(&[DayChange { date: date(day), kind }], []);
        let found = batch_differences(&before, &after, date("2026-11-21"), date(day));
        let found: Vec<_> = found.iter().map(|one| (one.date, one.before, one.after)).collect();
        assert_eq!(found, expected, "{day}");
    }
}

#[test]
fn a_day_changed_by_hand_does_not_make_its_year_known() {
    let built_in = Calendar::built_in();
    let day = DayChange { date: date("2027-01-01"), kind: HOLIDAY };
    let by_hand = built_in.changed(&[day], []);
    let by_file = built_in.changed(&[day], [2027]);
    // from, to, unknown days as it ships, after one day by hand, after a year by file
    let cases = [
        ("2026-11-20", "2026-12-31", 0, 0, 0),
        ("2026-11-20", "2027-01-19", 19, 19, 0),
        ("2027-12-31", "2028-01-01", 2, 2, 1),
        ("2027-01-02", "2027-01-01", 0, 0, 0),
    ];
    for (from, to, shipped, hand, file) in cases {
        let unknown = |calendar: &Calendar| calendar.unknown_days(date(from), date(to));
        let found = (unknown(&built_in), unknown(&by_hand), unknown(&by_file));
        assert_eq!(found, (shipped, hand, file), "{from} to {to}");
    }
}
