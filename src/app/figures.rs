//! The callback satisfaction rate of a month, per center and for the company.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::comparable::{ComparableFigure, ScriptedCallback, comparable_figures, is_mixed};
use crate::domain::figures::{
    self, CallbackFacts, CallbackFigure, CutOff, Month, SatisfactionAnswer,
};
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::result::FigureRow;

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
    /// The same counts, apart wherever answers may not be counted together.
    pub comparable: Vec<ComparableFigure>,
    /// The names people use of the scripts, by id.
    pub script_titles: BTreeMap<String, String>,
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
    /// Whether answers of script versions that may not be counted together went into these figures.
    pub mixed_versions: bool,
    /// What went into these figures, by script and by versions that may be counted together.
    pub scripts: Vec<ScriptFigure>,
}

/// The counted answers of versions of a script that may be counted together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptFigure {
    pub script_id: String,
    pub script_title: String,
    pub versions: Vec<u32>,
    pub satisfied: u64,
    pub answered: u64,
    /// `37/41`; null where everything came after the cut-off.
    pub rate: Option<String>,
    /// Centers with such answers, by code.
    pub centers: Vec<ScriptCenterFigure>,
}

/// The part of one center.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptCenterFigure {
    pub code: String,
    pub name: String,
    pub satisfied: u64,
    pub answered: u64,
    pub rate: Option<String>,
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
            mixed_versions: is_mixed(&figures.comparable),
            scripts: figures.comparable.iter().map(|figure| figures.script(figure)).collect(),
        }
    }
}

impl MonthFigures {
    fn script(&self, figure: &ComparableFigure) -> ScriptFigure {
        let part = |(code, name, _): &(String, String, CallbackFigure)| {
            let counts = figure.centers.get(code)?;
            Some(ScriptCenterFigure {
                code: code.clone(),
                name: name.clone(),
                satisfied: counts.satisfied,
                answered: counts.answered,
                rate: counts.rate(),
            })
        };
        let title = self.script_titles.get(&figure.script_id);
        ScriptFigure {
            script_id: figure.script_id.clone(),
            script_title: title.unwrap_or(&figure.script_id).clone(),
            versions: figure.versions.iter().copied().collect(),
            satisfied: figure.company.satisfied,
            answered: figure.company.answered,
            rate: figure.company.rate(),
            centers: self.centers.iter().filter_map(part).collect(),
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
        let callbacks = callbacks(rows)?;
        let facts: Vec<&CallbackFacts> = callbacks.iter().map(|each| &each.facts).collect();
        let centers = store::result::centers(&self.database).await?;
        let codes = centers.iter().map(|(code, _)| code.as_str());
        let figures = figures::callback_figures(codes, facts, cut_off.at);
        let centers = centers.into_iter().map(|(code, name)| {
            let figure = figures.centers.get(&code).copied().unwrap_or_default();
            (code, name, figure)
        });
        let (known, script_titles) = self.comparable_versions().await?;
        let scripted: Vec<ScriptedCallback<'_>> =
            callbacks.iter().map(Callback::scripted).collect();
        Ok(MonthFigures {
            comparable: comparable_figures(&scripted, &known, cut_off.at),
            script_titles,
            month,
            cut_off,
            is_closed: now > cut_off.at,
            centers: centers.collect(),
            company: figures.company,
        })
    }
}

/// One completion with what was said about it, and by which script.
struct Callback {
    completion_id: String,
    facts: CallbackFacts,
    script_id: String,
    versions: Vec<u32>,
}

impl Callback {
    fn new(row: &FigureRow) -> Self {
        let facts = CallbackFacts {
            center_code: row.center_code.clone(),
            first_attempt_at: None,
            reached_at: None,
            answers: Vec::new(),
        };
        let (completion_id, script_id) = (row.completion_id.clone(), row.script_id.clone());
        Self { completion_id, facts, script_id, versions: Vec::new() }
    }

    fn scripted(&self) -> ScriptedCallback<'_> {
        let Self { facts, script_id, versions, .. } = self;
        ScriptedCallback { facts, script_id, versions }
    }
}

/// The completions from their tasks: the first callback and the later ones about each.
fn callbacks(rows: Vec<FigureRow>) -> Result<Vec<Callback>, AppError> {
    let mut callbacks: Vec<Callback> = Vec::new();
    for row in rows {
        if callbacks.last().is_none_or(|last| last.completion_id != row.completion_id) {
            callbacks.push(Callback::new(&row));
        }
        let Some(Callback { facts, versions, .. }) = callbacks.last_mut() else { continue };
        facts.first_attempt_at = earliest(facts.first_attempt_at, row.first_attempt_at);
        facts.reached_at = earliest(facts.reached_at, row.reached_at);
        if let (Some(code), Some(at)) = (row.satisfaction.as_deref(), row.answered_at) {
            facts.answers.push(SatisfactionAnswer {
                answered_at: Timestamp(at),
                satisfaction: stored::code("satisfaction", code)?,
                department_present: row.department_present.unwrap_or(false),
            });
            versions.push(row.script_version.and_then(|v| u32::try_from(v).ok()).unwrap_or(1));
        }
    }
    Ok(callbacks)
}

fn earliest(one: Option<Timestamp>, other: Option<i64>) -> Option<Timestamp> {
    [one, other.map(Timestamp)].into_iter().flatten().min()
}
