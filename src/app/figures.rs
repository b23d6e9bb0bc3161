//! The callback satisfaction rate of a month, per center and for the company.

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::figures::{
    self, CallbackFacts, CallbackFigure, CutOff, Month, SatisfactionAnswer,
};
use crate::domain::timestamp::Timestamp;
use crate::store;

/// The figures of a month as pages and commands show them.
#[derive(Clone, Debug)]
pub struct MonthFigures {
    pub month: Month,
    pub cut_off: CutOff,
    /// Whether the cut-off has passed.
    pub is_closed: bool,
    /// Every center: code, name, figure.
    pub centers: Vec<(String, String, CallbackFigure)>,
    pub company: CallbackFigure,
}

/// The figures of a month as sent and printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FiguresView {
    /// The month of completion, `2026-11`.
    pub month: String,
    /// What is known by then counts.
    pub cut_off_at_ms: i64,
    /// Whether the cut-off has passed.
    pub closed: bool,
    /// Whether the cut-off was counted over days whose holidays are not known.
    pub provisional: bool,
    /// Every center, by code.
    pub centers: Vec<CenterFigure>,
    pub company: FigureCounts,
}

/// The figure of one center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterFigure {
    pub code: String,
    pub name: String,
    #[serde(flatten)]
    pub counts: FigureCounts,
}

/// Unreduced counts and their rate; see [`CallbackFigure`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigureCounts {
    pub attempted: u64,
    pub reached: u64,
    pub completed: u64,
    pub satisfied: u64,
    pub answered: u64,
    /// `37/41`; null where nothing was answered.
    pub rate: Option<String>,
    /// First valid answers that came after the cut-off; counted in none of the above.
    pub later_additions: u64,
}

impl From<&MonthFigures> for FiguresView {
    fn from(figures: &MonthFigures) -> Self {
        let center = |(code, name, figure): &(String, String, CallbackFigure)| CenterFigure {
            code: code.clone(),
            name: name.clone(),
            counts: figure.into(),
        };
        Self {
            month: figures.month.to_string(),
            cut_off_at_ms: figures.cut_off.at.0,
            closed: figures.is_closed,
            provisional: figures.cut_off.provisional,
            centers: figures.centers.iter().map(center).collect(),
            company: (&figures.company).into(),
        }
    }
}

impl From<&CallbackFigure> for FigureCounts {
    fn from(figure: &CallbackFigure) -> Self {
        Self {
            attempted: figure.attempted,
            reached: figure.reached,
            completed: figure.completed,
            satisfied: figure.satisfied,
            answered: figure.answered,
            rate: figure.rate(),
            later_additions: figure.later_additions,
        }
    }
}

impl App {
    /// Counts the callbacks on matters completed in a month.
    ///
    /// # Errors
    /// `figures.bad_month`.
    pub async fn callback_figures(
        &self,
        month: &str,
        now: Timestamp,
    ) -> Result<MonthFigures, AppError> {
        let month = Month::parse(month).map_err(|error| {
            AppError::invalid("figures.bad_month", error.to_string()).hint("write it as 2026-11")
        })?;
        let cut_off = month.cut_off(&self.calendar(), self.zone);
        let rows =
            store::result::figure_rows(&self.database, month.first_day(), month.last_day()).await?;
        let facts = facts(rows)?;
        let centers = store::result::centers(&self.database).await?;
        let codes = centers.iter().map(|(code, _)| code.as_str());
        let figures = figures::callback_figures(codes, &facts, cut_off.at);
        let centers = centers.into_iter().map(|(code, name)| {
            let figure = figures.centers.get(&code).copied().unwrap_or_default();
            (code, name, figure)
        });
        Ok(MonthFigures {
            month,
            cut_off,
            is_closed: now > cut_off.at,
            centers: centers.collect(),
            company: figures.company,
        })
    }
}

/// One completion from its tasks: the first callback and the later ones about it.
fn facts(rows: Vec<store::result::FigureRow>) -> Result<Vec<CallbackFacts>, AppError> {
    let mut facts: Vec<(String, CallbackFacts)> = Vec::new();
    for row in rows {
        let is_new = facts.last().is_none_or(|(id, _)| *id != row.completion_id);
        if is_new {
            let empty = CallbackFacts {
                center_code: row.center_code.clone(),
                first_attempt_at: None,
                reached_at: None,
                answers: Vec::new(),
            };
            facts.push((row.completion_id.clone(), empty));
        }
        let Some((_, facts)) = facts.last_mut() else { continue };
        facts.first_attempt_at = earliest(facts.first_attempt_at, row.first_attempt_at);
        facts.reached_at = earliest(facts.reached_at, row.reached_at);
        if let (Some(code), Some(at)) = (row.satisfaction.as_deref(), row.answered_at) {
            facts.answers.push(SatisfactionAnswer {
                answered_at: Timestamp(at),
                satisfaction: stored::code("satisfaction", code)?,
                department_present: row.department_present.unwrap_or(false),
            });
        }
    }
    Ok(facts.into_iter().map(|(_, facts)| facts).collect())
}

fn earliest(one: Option<Timestamp>, other: Option<i64>) -> Option<Timestamp> {
    [one, other.map(Timestamp)].into_iter().flatten().min()
}
