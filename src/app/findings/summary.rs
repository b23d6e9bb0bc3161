//! Findings counted: by center and kind, and week by week.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::FindingFilter;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::stored;
use crate::store;

/// Weeks a trend goes back, the present one included.
const WEEKS: u64 = 13;

/// Findings of the last thirteen weeks, by the day they happened. Dismissed ones are not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingsSummary {
    /// The Monday the trend begins with.
    pub from: NaiveDate,
    /// Today.
    pub to: NaiveDate,
    pub open: u64,
    pub found: u64,
    /// Every center that has any, by code.
    pub centers: Vec<CenterFindings>,
    /// Every kind that has any.
    pub kinds: Vec<KindFindings>,
    /// Oldest first; every week has its numbers.
    pub weeks: Vec<FindingWeek>,
}

/// The findings of a center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterFindings {
    pub code: String,
    pub name: String,
    pub open: u64,
    pub found: u64,
    /// How many happened in each week of the trend.
    pub weeks: Vec<u64>,
    /// Open ones by kind.
    #[schema(value_type = BTreeMap<String, u64>)]
    pub open_by_kind: BTreeMap<String, u64>,
}

/// The findings of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindFindings {
    pub kind: String,
    pub open: u64,
    pub found: u64,
}

/// The findings of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingWeek {
    pub monday: NaiveDate,
    /// How many happened in it.
    pub found: u64,
    /// How many of them are open still.
    pub open: u64,
}

impl App {
    /// Counts what happened in the last thirteen weeks; `filter` narrows by kind and center.
    ///
    /// # Errors
    /// `finding.bad_filter` for an unknown code.
    pub async fn findings_summary(
        &self,
        filter: &FindingFilter,
        today: NaiveDate,
    ) -> Result<FindingsSummary, AppError> {
        let from = monday(today).checked_sub_days(Days::new(7 * (WEEKS - 1))).unwrap_or(today);
        let narrowed = FindingFilter {
            kind: filter.kind.clone(),
            center: filter.center.clone(),
            from: Some(from),
            ..FindingFilter::default()
        };
        let counts = store::finding::counts(&self.database, &narrowed.query()?).await?;
        let names: BTreeMap<String, String> =
            store::result::centers(&self.database).await?.into_iter().collect();
        let mut summary = Counting::new(from, today);
        for count in counts {
            let week = week_of(from, stored::date(&count.occurred_on)?);
            let (open, found) = (count.open_count.unsigned_abs(), count.found_count.unsigned_abs());
            let name = names.get(&count.center_code).cloned().unwrap_or_default();
            summary.add((count.center_code, name), count.kind, week, open, found);
        }
        Ok(summary.finish())
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    let days = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

/// What happens later than the last week belongs to it.
fn week_of(from: NaiveDate, date: NaiveDate) -> usize {
    let weeks = date.signed_duration_since(from).num_days() / 7;
    usize::try_from(weeks).unwrap_or(0).min(WEEKS as usize - 1)
}

struct Counting {
    summary: FindingsSummary,
    centers: BTreeMap<String, CenterFindings>,
    kinds: BTreeMap<String, KindFindings>,
}

impl Counting {
    fn new(from: NaiveDate, to: NaiveDate) -> Self {
        let weeks = from
            .iter_weeks()
            .take(WEEKS as usize)
            .map(|monday| FindingWeek { monday, found: 0, open: 0 })
            .collect();
        let summary = FindingsSummary {
            from,
            to,
            open: 0,
            found: 0,
            centers: Vec::new(),
            kinds: Vec::new(),
            weeks,
        };
        Self { summary, centers: BTreeMap::new(), kinds: BTreeMap::new() }
    }

    fn add(
        &mut self,
        (code, name): (String, String),
        kind: String,
        week: usize,
        open: u64,
        found: u64,
    ) {
        self.summary.open += open;
        self.summary.found += found;
        self.summary.weeks[week].open += open;
        self.summary.weeks[week].found += found;
        let center = self.centers.entry(code.clone()).or_insert_with(|| CenterFindings {
            code,
            name,
            open: 0,
            found: 0,
            weeks: vec![0; WEEKS as usize],
            open_by_kind: BTreeMap::new(),
        });
        center.open += open;
        center.found += found;
        center.weeks[week] += found;
        *center.open_by_kind.entry(kind.clone()).or_default() += open;
        let of_kind =
            self.kinds.entry(kind.clone()).or_insert(KindFindings { kind, open: 0, found: 0 });
        of_kind.open += open;
        of_kind.found += found;
    }

    fn finish(mut self) -> FindingsSummary {
        self.summary.centers = self.centers.into_values().collect();
        self.summary.kinds = self.kinds.into_values().collect();
        self.summary
            .kinds
            .sort_by(|one, other| (other.open, &one.kind).cmp(&(one.open, &other.kind)));
        self.summary
    }
}
