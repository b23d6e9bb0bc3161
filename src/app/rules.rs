//! The rule packs that hold: loaded once, loaded again when they changed, on every node.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::callback::task::TaskRules;
use crate::domain::rules::{DueNote, DueReason, PackChoice, RuleBook, RulePack, Words};
use crate::domain::timestamp::Timestamp;
use crate::store::rule::{ChoiceRow, PackVersionRow};
use crate::store::task::TaskRow;
use crate::store::{self, Audit};

/// Who is named as having added the packs that ship.
const PROGRAM: &str = "huifang";

/// One thing said in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sentence {
    pub zh: String,
    pub en: String,
}

impl From<Words> for Sentence {
    fn from(words: Words) -> Self {
        Self { zh: words.zh, en: words.en }
    }
}

impl App {
    /// The packs as they were last read; see [`App::refresh_rules`] where another node's change of
    /// this moment matters.
    pub fn rules(&self) -> Arc<RuleBook> {
        self.rules.get()
    }

    /// The packs as they are stored now, read again only when they changed.
    ///
    /// # Errors
    /// When the database refuses, or a stored version cannot be read.
    pub async fn refresh_rules(&self) -> Result<Arc<RuleBook>, AppError> {
        let revision = store::rule::revision(&self.database).await?;
        let known = self.rules.get();
        if known.revision == revision {
            return Ok(known);
        }
        self.rules.replace(revision, self.stored_rules(revision).await?);
        Ok(self.rules.get())
    }

    /// The packs with the version a task was made by among them.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) async fn rules_of(&self, task: &TaskRow) -> Result<Arc<RuleBook>, AppError> {
        let known = self.rules.get();
        let version = u32::try_from(task.rule_pack_version).unwrap_or(0);
        if known.version(&task.rule_pack, version).is_some() {
            return Ok(known);
        }
        self.refresh_rules().await
    }

    /// Keeps the packs that ship, where a version of them is not kept yet, and loads what is kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn keep_shipped_rules(&self, now: Timestamp) -> Result<(), AppError> {
        let kept = store::rule::versions(&self.database).await?;
        let missing = |row: &PackVersionRow| {
            !kept.iter().any(|known| known.pack == row.pack && known.version == row.version)
        };
        let shipped = RulePack::shipped_texts().iter().map(|yaml| {
            let pack = RulePack::parse(yaml).map_err(|e| AppError::internal(e.to_string()))?;
            Ok(version_row(&pack, yaml, PROGRAM, now))
        });
        let shipped = shipped.collect::<Result<Vec<_>, AppError>>()?;
        let missing: Vec<&PackVersionRow> = shipped.iter().filter(|row| missing(row)).collect();
        if !missing.is_empty() {
            let mut transaction = self.database.begin().await?;
            store::rule::raise_revision(&mut transaction).await?;
            for row in missing {
                if store::rule::insert_version(&mut transaction, row).await? {
                    transaction.audit(version_added(row, now));
                }
            }
            self.commit(transaction).await?;
        }
        self.refresh_rules().await?;
        Ok(())
    }

    async fn stored_rules(&self, revision: i64) -> Result<RuleBook, AppError> {
        let mut packs: Vec<RulePack> = RuleBook::shipped().versions().cloned().collect();
        for row in store::rule::versions(&self.database).await? {
            let pack = RulePack::parse(&row.yaml).map_err(|error| {
                let name = format!("rule pack {} version {}", row.pack, row.version);
                AppError::internal(format!("{name} cannot be read: {error}"))
            })?;
            packs.push(pack);
        }
        let choices = store::rule::choices(&self.database).await?;
        let choices = choices.into_iter().map(choice).collect::<Result<Vec<_>, _>>()?;
        let mut book = RuleBook::new(packs, choices);
        book.revision = revision;
        Ok(book)
    }
}

fn choice(row: ChoiceRow) -> Result<PackChoice, AppError> {
    let from = stored::date(&row.from_date)?;
    Ok(PackChoice { center_code: row.center_code, from, pack: row.pack })
}

/// A version as it is stored.
pub(super) fn version_row(
    pack: &RulePack,
    yaml: &str,
    actor: &str,
    now: Timestamp,
) -> PackVersionRow {
    PackVersionRow {
        pack: pack.id.clone(),
        version: i64::from(pack.version),
        effective_from: pack.effective_from.to_string(),
        yaml: yaml.to_owned(),
        hash: hex::encode(Sha256::digest(yaml.as_bytes())),
        added_by: actor.to_owned(),
        added_at: now.0,
    }
}

/// The audit record of a version that was added.
pub(super) fn version_added(row: &PackVersionRow, now: Timestamp) -> Audit {
    Audit {
        at: now,
        actor: row.added_by.clone(),
        action: "rule_pack_added",
        subject_kind: "rule_pack",
        subject_id: row.pack.clone(),
        body: json!({
            "version": row.version, "effective_from": row.effective_from, "hash": row.hash,
        }),
    }
}

/// Why a task is due when it is, from what is stored of it.
pub(super) fn due_sentence(rules: &TaskRules<'_>, task: &TaskRow) -> Result<Sentence, AppError> {
    let due_at = Timestamp(task.due_at);
    let due_on = task.due_on.as_deref().map(stored::date).transpose()?;
    let notes = DueNote::split(&task.due_notes);
    let reason = DueReason {
        line: rules.rule,
        completed_at: task.completed_at.map(Timestamp),
        due_at,
        due_on: due_on.unwrap_or_else(|| rules.zone.date(due_at)),
        notes: &notes,
        zone: rules.zone,
    };
    Ok(reason.sentence().into())
}
