//! Callback coverage of a month as pages, commands and files show it.

use huifang::app::CoverageState;

use crate::support::both_databases;
use crate::support::data::at;
use crate::workplace::{Workplace, date, friday};

both_databases!(Workplace::on_friday:
    a_month_is_counted_per_center_and_kind,
    a_month_that_is_called_through_is_met,
    an_exported_file_says_the_same,
);

async fn a_month_is_counted_per_center_and_kind(place: Workplace) {
    let view = place.app.callback_coverage("2026-11", place.now()).await.expect("a month");
    assert_eq!(view.cut_off_at_ms, at("2026-12-03 18:00").0);
    let shown = |center: &str, kind: &str| {
        let is_it = |line: &&huifang::app::CoverageLine| {
            line.center_code.as_deref() == Some(center) && line.kind == kind
        };
        let line = view.lines.iter().find(is_it).expect("a line");
        (line.eligible, line.attempted, line.state, line.missing, line.by_ms)
    };
    let by = Some(at("2026-11-20 18:00").0);
    assert_eq!(shown("SC01", "repair"), (1, 0, CoverageState::Needed, 1, by));
    assert_eq!(shown("SC01", "complaint"), (1, 0, CoverageState::Needed, 1, by));
    assert_eq!(shown("SC02", "repair"), (1, 0, CoverageState::Needed, 1, by));
    assert_eq!(shown("SC02", "complaint"), (0, 0, CoverageState::Nothing, 0, None));
    let repairs = view.company.iter().find(|line| line.kind == "repair").expect("repairs");
    assert_eq!(
        (repairs.eligible, repairs.missing, &repairs.rates[..]),
        (2, 2, &["1/1".to_owned()][..])
    );
    let days = place.app.coverage_days("2026-11", "SC01", "repair", place.now()).await;
    let days = days.expect("a month");
    assert_eq!((days.len(), days[0].batch_date, days[0].open), (1, friday(), 1));
    let empty = place.app.callback_coverage("2026-10", place.now()).await.expect("a month");
    assert_eq!((empty.lines.len(), empty.company.len()), (0, 0));
    let refusal = place.app.callback_coverage("2026-1", place.now()).await.expect_err("no month");
    assert_eq!(refusal.code, "figures.bad_month");
}

async fn a_month_that_is_called_through_is_met(place: Workplace) {
    let called = async || {
        let view = place.app.callback_coverage("2026-11", place.now()).await.expect("a month");
        view.company.iter().all(|line| line.attempted == line.eligible)
    };
    place.run_until(called).await;
    let view = place.app.callback_coverage("2026-11", place.now()).await.expect("a month");
    for line in view.company.iter().chain(view.lines.iter().filter(|line| line.eligible > 0)) {
        let whole = Some(format!("{0}/{0}", line.eligible));
        assert_eq!((line.state, line.missing), (CoverageState::Met, 0), "{}", line.kind);
        assert_eq!(line.coverage, whole, "{}", line.kind);
        // The complaint is of the household that was spoken to about its repair on Friday, by
        // somebody else's caller: its own call is Saturday's, which is past its limit.
        let in_time = if line.kind == "complaint" { Some("0/1".to_owned()) } else { whole };
        assert_eq!(line.timeliness, in_time, "{}", line.kind);
    }
    assert_eq!(place.app.zone.date(place.now()), date("2026-11-21"));
}

async fn an_exported_file_says_the_same(place: Workplace) {
    let view = place.app.callback_coverage("2026-11", place.now()).await.expect("a month");
    let file = place.app.coverage_csv(&view).expect("a file");
    let lines: Vec<&str> = file.lines().collect();
    assert!(lines[0].starts_with("\u{feff}月份,服务中心编码,服务中心,类型"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + view.lines.len() + view.company.len());
    let own = lines.iter().find(|line| line.starts_with("2026-11,SC01,") && line.contains("报修"));
    let own = own.expect("a line of SC01");
    assert!(own.ends_with("报修,全部,1,1,1,0,0,0,0,0,须在 2026-11-20 18:00 前完成,1"), "{own}");
}
