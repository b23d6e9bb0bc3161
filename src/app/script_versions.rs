//! Published versions of call scripts: which one a call is worked by, and how a new one is added.
//!
//! A version never changes once it is published, so it is read from the database once and kept. A
//! task takes the newest version when a call begins and stays on it until it is finished, whatever
//! is published meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use crate::domain::comparable::ComparableWith;
use crate::domain::script::difference::incomparable;
use crate::domain::script::parse::parse;
use crate::domain::script::{Script, ScriptError, ScriptLibrary};
use crate::domain::timestamp::Timestamp;
use crate::store::script::{ComparableRow, ScriptVersionRow};
use crate::store::task::TaskRow;
use crate::store::{self, Audit, Event, Transaction};

/// Who publishes what came with the program.
const PROGRAM: &str = "system";

/// The versions read so far.
#[derive(Default)]
pub struct ScriptShelf(RwLock<BTreeMap<(String, i64), Arc<Script>>>);

impl ScriptShelf {
    fn get(&self, id: &str, version: i64) -> Option<Arc<Script>> {
        let kept = self.0.read().expect("invariant: no holder of the lock panics");
        kept.get(&(id.to_owned(), version)).cloned()
    }

    fn keep(&self, script: Script) -> Arc<Script> {
        let script = Arc::new(script);
        let name = (script.id.clone(), i64::from(script.version));
        let mut kept = self.0.write().expect("invariant: no holder of the lock panics");
        Arc::clone(kept.entry(name).or_insert(script))
    }
}

/// A new version as a person publishes it.
#[derive(Clone, Debug)]
pub struct NewScriptVersion {
    /// The text of the file.
    pub yaml: String,
    /// What changed, for whoever reads the list.
    pub note: String,
    /// The person confirms that answers may be counted together with the version before.
    pub comparable: bool,
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Published {
    pub id: String,
    pub version: u32,
}

/// A mistake in a script file as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptMistake {
    /// From 1; 0 when the place is not known.
    pub line: u64,
    /// In characters, from 1; 0 when the place is not known.
    pub column: u64,
    /// The line itself.
    pub text: String,
    /// What kind of mistake it is, for programs.
    pub code: String,
    pub sentence: String,
    pub hint: String,
}

impl App {
    /// The script a task is worked by.
    pub(super) async fn script_of(&self, task: &TaskRow) -> Result<Arc<Script>, AppError> {
        self.script_version(&task.script_id, task.script_version).await
    }

    /// A version of a script.
    ///
    /// # Errors
    /// `script.not_found`.
    pub async fn script_version(&self, id: &str, version: i64) -> Result<Arc<Script>, AppError> {
        if let Some(kept) = self.shelf.get(id, version) {
            return Ok(kept);
        }
        let row = store::script::find(&self.database, id, version).await?;
        self.read(id, version, row)
    }

    /// [`App::script_of`] inside a transaction, which needs no second connection.
    pub(super) async fn script_within(
        &self,
        transaction: &mut Transaction,
        task: &TaskRow,
    ) -> Result<Arc<Script>, AppError> {
        let (id, version) = (task.script_id.as_str(), task.script_version);
        if let Some(kept) = self.shelf.get(id, version) {
            return Ok(kept);
        }
        let row = store::script::find_within(transaction, id, version).await?;
        self.read(id, version, row)
    }

    fn read(
        &self,
        id: &str,
        version: i64,
        row: Option<ScriptVersionRow>,
    ) -> Result<Arc<Script>, AppError> {
        match row {
            Some(row) => Ok(self.shelf.keep(read_stored(&row)?)),
            None => {
                self.scripts.version(id, number(version)).cloned().map(Arc::new).ok_or_else(|| {
                    let sentence = format!("there is no version {version} of the call script {id}");
                    AppError::not_found("script.not_found", sentence)
                })
            }
        }
    }

    /// Binds a task to the newest version of its script as its call begins. A task of which
    /// something was answered in an earlier call goes on with the version it was answered in, so
    /// that one result never mixes two wordings.
    pub(super) async fn bind_script(
        &self,
        transaction: &mut Transaction,
        task: &mut TaskRow,
    ) -> Result<(), AppError> {
        let newest = store::script::newest_version(transaction, &task.script_id).await?;
        let Some(newest) = newest.filter(|newest| *newest != task.script_version) else {
            return Ok(());
        };
        if store::result::load_answers(transaction, &task.id).await?.is_empty() {
            task.script_version = newest;
        }
        Ok(())
    }

    /// The script a task's page shows: of a task that waits, the one a call would be worked by now.
    pub(super) async fn script_to_show(&self, task: &TaskRow) -> Result<Arc<Script>, AppError> {
        let waits = matches!(task.state.as_str(), "waiting" | "scheduled");
        if !waits || !store::result::answers(&self.database, &task.id).await?.is_empty() {
            return self.script_of(task).await;
        }
        let newest = store::script::newest_number(&self.database, &task.script_id).await?;
        self.script_version(&task.script_id, newest.unwrap_or(task.script_version)).await
    }

    /// Stores the scripts that came with the program, those that are not there yet.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn store_shipped_scripts(&self, now: Timestamp) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        for (script, yaml) in shipped_in_order()? {
            let version = i64::from(script.version);
            let known = store::script::find_within(&mut transaction, &script.id, version).await?;
            let Some(known) = known else {
                let comparable_with = self.comparable_with(&mut transaction, &script).await?;
                let row = new_row(&script, yaml, comparable_with, "", PROGRAM, now);
                store::script::insert_missing(&mut transaction, &row).await?;
                continue;
            };
            if known.sha256 != sha256(yaml) {
                tracing::warn!(
                    script = script.id,
                    version,
                    "the published text differs from the one the program came with; it is kept"
                );
            }
        }
        self.commit(transaction).await
    }

    /// Publishes a version: calls that begin from now on are worked by it.
    ///
    /// # Errors
    /// `script.mistakes` with the `mistakes` of the file; `script.version_taken` when this version
    /// has another text, `script.version_not_newest` with `newest`, `script.unknown_script` when
    /// nothing would use
    /// it, `script.not_comparable` with the `questions` that forbid counting them together.
    pub async fn publish_script(
        &self,
        new: &NewScriptVersion,
        actor: &str,
        now: Timestamp,
    ) -> Result<Published, AppError> {
        let script = parse("", &new.yaml).map_err(|found| refused(&found))?;
        let version = i64::from(script.version);
        let mut transaction = self.database.begin().await?;
        let newest = store::script::newest(&mut transaction, &script.id).await?;
        let Some(newest) = newest else { return Err(unknown_script(&script)) };
        let known = store::script::find_within(&mut transaction, &script.id, version).await?;
        match known {
            Some(known) if known.sha256 == sha256(&new.yaml) => {
                return Ok(Published { id: script.id, version: script.version });
            }
            Some(_) => return Err(version_taken(&script)),
            None if newest.version > version => return Err(too_old(newest.version)),
            None => {}
        }
        let comparable_with = if new.comparable {
            require_comparable(&read_stored(&newest)?, &script)?;
            newest.comparable_with
        } else {
            version
        };
        let row = new_row(&script, &new.yaml, comparable_with, &new.note, actor, now);
        if !store::script::insert_missing(&mut transaction, &row).await? {
            return Err(version_taken(&script));
        }
        let body = json!({ "version": version, "sha256": row.sha256,
                           "comparable_with": comparable_with });
        record(&mut transaction, "script_published", &script.id, body, actor, now);
        self.commit(transaction).await?;
        Ok(Published { id: script.id, version: script.version })
    }

    /// Decides whether the answers of a version may be counted together with those of the version
    /// before it. Versions after it that relied on it follow.
    ///
    /// # Errors
    /// `script.not_found`, `script.no_version_before`, `script.not_comparable`.
    pub async fn set_script_comparable(
        &self,
        id: &str,
        version: i64,
        comparable: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let row = store::script::find_within(&mut transaction, id, version).await?;
        let row = row.ok_or_else(|| {
            AppError::not_found("script.not_found", "there is no such version of a script")
        })?;
        let before = store::script::before(&mut transaction, id, version).await?;
        let before = before.ok_or_else(|| {
            let sentence = "the first version has none before it to be compared with";
            AppError::invalid("script.no_version_before", sentence)
        })?;
        let comparable_with = if comparable {
            require_comparable(&read_stored(&before)?, &read_stored(&row)?)?;
            before.comparable_with
        } else {
            version
        };
        let old = row.comparable_with;
        for each in store::script::comparable_of(&mut transaction, id).await? {
            if each.version >= version && each.comparable_with == old {
                let changed = ComparableRow { comparable_with, ..each };
                store::script::set_comparable_with(&mut transaction, &changed).await?;
            }
        }
        let body = json!({ "version": version, "comparable_with": comparable_with });
        record(&mut transaction, "script_comparable_decided", id, body, actor, now);
        self.commit(transaction).await
    }

    /// Which versions may be counted together, and the newest title of each script.
    pub(super) async fn comparable_versions(
        &self,
    ) -> Result<(ComparableWith, BTreeMap<String, String>), AppError> {
        let (mut known, mut titles) = (ComparableWith::new(), BTreeMap::new());
        for row in store::script::comparable(&self.database).await? {
            let version = number(row.version);
            titles.insert(row.script_id.clone(), row.title);
            known.insert((row.script_id, version), number(row.comparable_with));
        }
        Ok((known, titles))
    }

    /// The oldest stored version a shipped script may be counted with: decided by its questions
    /// alone, for whoever ships a script has read it.
    async fn comparable_with(
        &self,
        transaction: &mut Transaction,
        script: &Script,
    ) -> Result<i64, AppError> {
        let version = i64::from(script.version);
        let before = store::script::before(transaction, &script.id, version).await?;
        let Some(before) = before else { return Ok(version) };
        let questions = incomparable(&read_stored(&before)?, script);
        Ok(if questions.is_empty() { before.comparable_with } else { version })
    }
}

/// The mistakes with the lines they are in.
pub(super) fn mistakes(found: &[ScriptError]) -> Vec<ScriptMistake> {
    let mistake = |error: &ScriptError| ScriptMistake {
        line: error.line,
        column: error.column,
        text: error.excerpt.clone(),
        code: error.code.to_owned(),
        sentence: error.sentence.clone(),
        hint: error.hint.clone(),
    };
    found.iter().map(mistake).collect()
}

fn refused(found: &[ScriptError]) -> AppError {
    let sentence = "the script file has mistakes";
    AppError::invalid("script.mistakes", sentence).with("mistakes", json!(mistakes(found)))
}

/// A stored version; all of them came from a `u32`.
pub(super) fn number(version: i64) -> u32 {
    u32::try_from(version).unwrap_or_default()
}

fn read_stored(row: &ScriptVersionRow) -> Result<Script, AppError> {
    let file = format!("{}@{}", row.script_id, row.version);
    parse(&file, &row.yaml).map_err(|mistakes| {
        let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
        AppError::internal(format!("a published call script cannot be read: {first}"))
    })
}

/// The shipped scripts with their texts, earlier versions first.
fn shipped_in_order() -> Result<Vec<(Script, &'static str)>, AppError> {
    let mut scripts = Vec::new();
    for (file, yaml) in ScriptLibrary::shipped_files() {
        let script = parse(file, yaml).map_err(|_| {
            AppError::internal(format!("the shipped call script {file} cannot be read"))
        })?;
        scripts.push((script, *yaml));
    }
    scripts.sort_by(|(one, _), (other, _)| (&one.id, one.version).cmp(&(&other.id, other.version)));
    Ok(scripts)
}

fn new_row(
    script: &Script,
    yaml: &str,
    comparable_with: i64,
    note: &str,
    actor: &str,
    now: Timestamp,
) -> ScriptVersionRow {
    ScriptVersionRow {
        script_id: script.id.clone(),
        version: i64::from(script.version),
        title: script.title.clone(),
        yaml: yaml.to_owned(),
        sha256: sha256(yaml),
        comparable_with,
        note: note.trim().to_owned(),
        published_by: actor.to_owned(),
        published_at: now.0,
    }
}

fn sha256(yaml: &str) -> String {
    hex::encode(Sha256::digest(yaml.as_bytes()))
}

fn record(
    transaction: &mut Transaction,
    action: &'static str,
    script_id: &str,
    body: serde_json::Value,
    actor: &str,
    now: Timestamp,
) {
    transaction.note(Event {
        at: now,
        kind: action,
        subject_kind: "script",
        subject_id: script_id.to_owned(),
        body: body.clone(),
    });
    transaction.audit(Audit {
        at: now,
        actor: actor.to_owned(),
        action,
        subject_kind: "script",
        subject_id: script_id.to_owned(),
        body,
    });
}

fn require_comparable(before: &Script, script: &Script) -> Result<(), AppError> {
    let questions = incomparable(before, script);
    if questions.is_empty() {
        return Ok(());
    }
    let sentence = format!("the answers differ in {}", questions.join(", "));
    Err(AppError::invalid("script.not_comparable", sentence).with("questions", json!(questions)))
}

fn unknown_script(script: &Script) -> AppError {
    let sentence = format!("no task is worked by a script called {}", script.id);
    AppError::invalid("script.unknown_script", sentence).with("id", script.id.as_str())
}

fn version_taken(script: &Script) -> AppError {
    let sentence =
        format!("version {} of {} is published with another text", script.version, script.id);
    AppError::conflict("script.version_taken", sentence)
        .with("version", script.version)
        .hint("raise `version:` in the file")
}

fn too_old(newest: i64) -> AppError {
    let sentence = format!("version {newest} is published already");
    AppError::conflict("script.version_not_newest", sentence)
        .with("newest", newest)
        .hint("raise `version:` in the file above the newest one")
}
