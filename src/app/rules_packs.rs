//! Rule packs as people see and keep them: what they say, their versions, and which center uses
//! which from when.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::revealed::maybe_revealed;
use super::rules::{Sentence, version_added, version_row};
use super::rules_trial::UnworkedRole;
use super::stored;
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::rules::{CallbackRule, CallerRule, PackFault, RuleBook, RulePack, Term};
use crate::domain::timestamp::Timestamp;
use crate::store::rule::{ChoiceRow, PackVersionRow};
use crate::store::{self, Audit, Event, Transaction};

/// Every pack and who uses it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PacksView {
    /// The default one first.
    pub packs: Vec<PackView>,
    /// Every center, by code.
    pub centers: Vec<CenterPack>,
    /// The date of the newest batch: changes hold for later ones.
    pub newest_batch: Option<NaiveDate>,
    /// The first working day after today and after the newest batch.
    pub next_batch: NaiveDate,
}

/// A pack as its newest version says.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PackView {
    pub id: String,
    pub title: Sentence,
    pub regulation: String,
    pub is_default: bool,
    pub version: u32,
    pub late_by_rule_minutes: u32,
    pub third_class: Vec<&'static str>,
    /// Newest first.
    pub versions: Vec<PackRevision>,
    pub lines: Vec<RuleLineView>,
    pub callers: Vec<CallerView>,
    pub duties: Vec<DutyView>,
    /// Callers it names who have no seat here.
    pub unworked: Vec<UnworkedRole>,
}

/// A version of a pack.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PackRevision {
    pub version: u32,
    pub effective_from: NaiveDate,
    /// None for what shipped with the program, and for people whose name was erased.
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub added_by: Option<Pii<String>>,
    pub added_at_ms: i64,
    /// SHA-256 of its text.
    pub hash: String,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermView {
    pub count: u32,
    pub unit: &'static str,
}

/// A line of a pack, by codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleLineView {
    pub number: String,
    pub title: Sentence,
    pub sources: Vec<String>,
    pub phrase: String,
    pub assumption: Option<Sentence>,
    pub kind: &'static str,
    /// All when empty.
    pub severities: Vec<&'static str>,
    pub paid: Option<bool>,
    pub statuses: Vec<&'static str>,
    pub by_batch: bool,
    pub mode: &'static str,
    pub role: &'static str,
    /// `3/10`.
    pub rate: String,
    pub counted_from: &'static str,
    pub earliest: Option<TermView>,
    pub latest: TermView,
    /// The term in words.
    pub term: Sentence,
    pub closing_workdays: u32,
    pub attempt_limit: u32,
    pub slots_min: u32,
    pub days_min: u32,
    pub evening_required: bool,
    pub when_unreached: &'static str,
}

/// A line of the table of callers; what is null fits everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallerView {
    pub role: &'static str,
    pub kind: Option<&'static str>,
    pub severity: Option<&'static str>,
    pub status: Option<&'static str>,
    pub against_manager: Option<bool>,
    pub with_department: bool,
    pub sources: Vec<String>,
}

/// A paragraph that makes no callback of a finished matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyView {
    pub title: Sentence,
    pub sources: Vec<String>,
    pub phrase: String,
}

/// Which pack a center uses.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CenterPack {
    pub code: String,
    pub name: String,
    /// For the next batch.
    pub pack: String,
    pub pack_version: u32,
    /// Newest first; empty while it never chose.
    pub changes: Vec<CenterPackChange>,
}

/// That a center uses a pack from a batch date on.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CenterPackChange {
    pub from: NaiveDate,
    pub pack: String,
    #[serde(serialize_with = "maybe_revealed")]
    #[schema(value_type = Option<String>)]
    pub chosen_by: Option<Pii<String>>,
    pub chosen_at_ms: i64,
}

impl App {
    /// Every pack and who uses it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn rule_packs(&self, now: Timestamp) -> Result<PacksView, AppError> {
        let book = self.refresh_rules().await?;
        let versions = store::rule::versions(&self.database).await?;
        let choices = store::rule::choices(&self.database).await?;
        let authors = versions.iter().map(|row| row.added_by.clone());
        let ids = authors.chain(choices.iter().map(|row| row.chosen_by.clone())).collect();
        let names = store::rule::names(&self.database, &ids).await?;
        let newest_batch = store::batch::newest_date(&self.database).await?;
        let newest_batch = newest_batch.as_deref().map(stored::date).transpose()?;
        let next_batch = self.next_batch_date(newest_batch, now);
        let mut centers = Vec::new();
        for (code, name) in store::result::centers(&self.database).await? {
            let pack = book.pack_of(&code, next_batch);
            let own = choices.iter().rev().filter(|row| row.center_code == code);
            let changes = own.map(|row| change(row, &names)).collect::<Result<_, _>>()?;
            let (id, version) = (pack.id.clone(), pack.version);
            centers.push(CenterPack { code, name, pack: id, pack_version: version, changes });
        }
        let ids: BTreeSet<&str> = book.versions().map(|pack| pack.id.as_str()).collect();
        let default = book.default_pack(next_batch).id.as_str();
        let mut packs = Vec::new();
        for id in ids {
            let Some(newest) = newest_version(&book, id) else { continue };
            let mut revisions = Vec::new();
            for row in versions.iter().rev().filter(|row| row.pack == id) {
                revisions.push(revision(row, &names)?);
            }
            packs.push(pack_view(newest, id == default, revisions));
        }
        packs.sort_by_key(|pack| !pack.is_default);
        Ok(PacksView { packs, centers, newest_batch, next_batch })
    }

    fn next_batch_date(&self, newest: Option<NaiveDate>, now: Timestamp) -> NaiveDate {
        let today = self.zone.date(now);
        let after = newest.map_or(today, |newest| newest.max(today));
        self.calendar().next_workday(after).value
    }

    /// The text of a version.
    ///
    /// # Errors
    /// `rules.no_such_pack`.
    pub async fn rule_pack_text(&self, pack: &str, version: u32) -> Result<String, AppError> {
        let versions = store::rule::versions(&self.database).await?;
        let found = versions
            .into_iter()
            .find(|row| row.pack == pack && row.version == i64::from(version))
            .ok_or_else(|| no_such_pack(pack))?;
        Ok(found.yaml)
    }

    /// Checks a pack's text and keeps it as a new version, unless `dry_run`; what it would say.
    ///
    /// # Errors
    /// `rules.pack_refused` with `faults`, each with `line`, `field`, `reason` and `hint`;
    /// `rules.too_early` with `from` and `newest`.
    pub async fn add_rule_pack(
        &self,
        yaml: &str,
        dry_run: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<PackView, AppError> {
        let pack = RulePack::parse(yaml).map_err(|error| refused(&error.0))?;
        let mut transaction = self.database.begin().await?;
        // No batch is made, and no other version kept, until this one is.
        store::completion::lock(&mut transaction).await?;
        store::rule::raise_revision(&mut transaction).await?;
        let book = self.refresh_rules().await?;
        let newest = newest_version(&book, &pack.id).map(|newest| newest.version);
        if let Some(newest) = newest.filter(|newest| pack.version <= *newest) {
            return Err(refused(&[version_fault(yaml, newest)]));
        }
        require_later(&mut transaction, pack.effective_from).await?;
        let row = version_row(&pack, yaml, actor, now);
        let revision = PackRevision {
            version: pack.version,
            effective_from: pack.effective_from,
            added_by: None,
            added_at_ms: now.0,
            hash: row.hash.clone(),
        };
        if !dry_run {
            store::rule::insert_version(&mut transaction, &row).await?;
            transaction.audit(version_added(&row, now));
            transaction.note(changed("rule_pack", &pack.id, now));
            self.commit(transaction).await?;
            self.refresh_rules().await?;
        }
        Ok(pack_view(&pack, false, vec![revision]))
    }

    /// Has a center use a pack from a batch date on; the callers it names who have no seat here.
    ///
    /// # Errors
    /// `rules.no_such_center`, `rules.no_such_pack`; `rules.not_effective` with `effective_from`;
    /// `rules.too_early` with `from` and `newest`.
    pub async fn choose_rule_pack(
        &self,
        center_code: &str,
        pack: &str,
        from: NaiveDate,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<UnworkedRole>, AppError> {
        if !store::center::codes(&self.database).await?.contains(center_code) {
            let sentence = format!("there is no center {center_code}");
            return Err(AppError::not_found("rules.no_such_center", sentence));
        }
        let mut transaction = self.database.begin().await?;
        store::completion::lock(&mut transaction).await?;
        store::rule::raise_revision(&mut transaction).await?;
        let book = self.refresh_rules().await?;
        let Some(chosen) = book.effective(pack, from) else {
            let versions = book.versions().filter(|version| version.id == pack);
            let Some(first) = versions.map(|version| version.effective_from).min() else {
                return Err(no_such_pack(pack));
            };
            let sentence = format!("{pack} holds from {first} on");
            return Err(AppError::invalid("rules.not_effective", sentence)
                .with("effective_from", first.to_string()));
        };
        require_later(&mut transaction, from).await?;
        let row = ChoiceRow {
            center_code: center_code.to_owned(),
            from_date: from.to_string(),
            pack: pack.to_owned(),
            chosen_by: actor.to_owned(),
            chosen_at: now.0,
        };
        store::rule::choose(&mut transaction, &row).await?;
        transaction.audit(Audit {
            at: now,
            actor: actor.to_owned(),
            action: "center_rule_pack_chosen",
            subject_kind: "service_center",
            subject_id: center_code.to_owned(),
            body: json!({ "pack": pack, "from": row.from_date }),
        });
        transaction.note(changed("service_center", center_code, now));
        self.commit(transaction).await?;
        self.refresh_rules().await?;
        Ok(UnworkedRole::of(chosen))
    }
}

/// The highest version of a pack.
pub(super) fn newest_version<'a>(book: &'a RuleBook, id: &str) -> Option<&'a RulePack> {
    book.versions().filter(|pack| pack.id == id).max_by_key(|pack| pack.version)
}

pub(super) fn no_such_pack(pack: &str) -> AppError {
    AppError::not_found("rules.no_such_pack", format!("there is no rule pack {pack}"))
        .hint("`huifang rules packs` lists them")
}

/// A batch that was made never changes, so neither may the rules it was made by.
async fn require_later(transaction: &mut Transaction, from: NaiveDate) -> Result<(), AppError> {
    let newest = store::rule::newest_batch(transaction).await?;
    let newest = newest.as_deref().map(stored::date).transpose()?;
    let Some(newest) = newest.filter(|newest| from <= *newest) else { return Ok(()) };
    let sentence = format!("the batch of {newest} is made already; rules change after it");
    Err(AppError::conflict("rules.too_early", sentence)
        .with("from", from.to_string())
        .with("newest", newest.to_string())
        .hint(format!("choose a date after {newest}")))
}

fn changed(subject_kind: &'static str, subject_id: &str, now: Timestamp) -> Event {
    let subject_id = subject_id.to_owned();
    Event { at: now, kind: "rules_changed", subject_kind, subject_id, body: json!({}) }
}

fn version_fault(yaml: &str, newest: u32) -> PackFault {
    let is_version = |line: &str| line.starts_with("version:");
    PackFault {
        line: yaml.lines().position(is_version).map_or(0, |index| index + 1),
        field: "version".to_owned(),
        reason: format!("must be higher than {newest}, the newest version kept"),
        hint: format!("write version: {}", newest + 1),
    }
}

fn refused(faults: &[PackFault]) -> AppError {
    let lines = faults.iter().map(|fault| {
        let PackFault { line, field, reason, hint } = fault;
        format!("line {line}: {field} {reason}\n  hint: {hint}")
    });
    let sentence = lines.collect::<Vec<_>>().join("\n");
    let faults = faults.iter().map(|fault| {
        let PackFault { line, field, reason, hint } = fault;
        json!({ "line": line, "field": field, "reason": reason, "hint": hint })
    });
    let faults = serde_json::Value::Array(faults.collect());
    AppError::invalid("rules.pack_refused", sentence).with("faults", faults)
}

type Names = BTreeMap<String, Pii<String>>;

fn revision(row: &PackVersionRow, names: &Names) -> Result<PackRevision, AppError> {
    Ok(PackRevision {
        version: u32::try_from(row.version).unwrap_or(0),
        effective_from: stored::date(&row.effective_from)?,
        added_by: names.get(&row.added_by).cloned(),
        added_at_ms: row.added_at,
        hash: row.hash.clone(),
    })
}

fn change(row: &ChoiceRow, names: &Names) -> Result<CenterPackChange, AppError> {
    Ok(CenterPackChange {
        from: stored::date(&row.from_date)?,
        pack: row.pack.clone(),
        chosen_by: names.get(&row.chosen_by).cloned(),
        chosen_at_ms: row.chosen_at,
    })
}

fn pack_view(pack: &RulePack, is_default: bool, versions: Vec<PackRevision>) -> PackView {
    PackView {
        id: pack.id.clone(),
        title: pack.title.clone().into(),
        regulation: pack.regulation.clone(),
        is_default,
        version: pack.version,
        late_by_rule_minutes: pack.late_by_rule_minutes,
        third_class: pack.third_class.iter().map(|severity| severity.code()).collect(),
        versions,
        lines: pack.rules.iter().map(RuleLineView::of).collect(),
        callers: pack.callers.iter().map(CallerView::of).collect(),
        unworked: UnworkedRole::of(pack),
        duties: pack
            .duties
            .iter()
            .map(|duty| DutyView {
                title: duty.title.clone().into(),
                sources: duty.sources.clone(),
                phrase: duty.phrase.clone(),
            })
            .collect(),
    }
}

impl RuleLineView {
    /// A line as sent.
    pub(super) fn of(line: &CallbackRule) -> Self {
        Self {
            number: line.number.clone(),
            title: line.title.clone().into(),
            sources: line.sources.clone(),
            phrase: line.phrase.clone(),
            assumption: line.assumption.clone().map(Sentence::from),
            kind: line.kind.code(),
            severities: line.severities.iter().map(|severity| severity.code()).collect(),
            paid: line.paid,
            statuses: line.statuses.iter().map(|status| status.code()).collect(),
            by_batch: line.by_batch,
            mode: line.mode.code(),
            role: line.role.code(),
            rate: line.rate.to_string(),
            counted_from: line.due.counted_from.code(),
            earliest: line.due.earliest.map(TermView::of),
            latest: TermView::of(line.due.latest),
            term: line.term_words().into(),
            closing_workdays: line.closing_workdays,
            attempt_limit: line.attempt_limit,
            slots_min: line.slots_min,
            days_min: line.days_min,
            evening_required: line.evening_required,
            when_unreached: line.when_unreached.code(),
        }
    }
}

impl TermView {
    fn of(term: Term) -> Self {
        Self { count: term.count, unit: term.unit.code() }
    }
}

impl CallerView {
    /// A line of the table of callers as sent.
    pub(super) fn of(caller: &CallerRule) -> Self {
        Self {
            role: caller.role.code(),
            kind: caller.kind.map(Coded::code),
            severity: caller.severity.map(Coded::code),
            status: caller.status.map(Coded::code),
            against_manager: caller.against_manager,
            with_department: caller.with_department,
            sources: caller.sources.clone(),
        }
    }
}
