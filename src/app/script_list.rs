//! The scripts with their versions, as the page lists them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::App;
use super::error::AppError;
use super::script_versions::{ScriptMistake, mistakes, number};
use crate::domain::coded::Coded;
use crate::domain::script::Script;
use crate::domain::script::difference::incomparable;
use crate::domain::script::parse::parse;
use crate::store;
use crate::store::script::ScriptVersionLine;

/// Every script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptList {
    pub scripts: Vec<ListedScript>,
    /// Whether prompts can be spoken here: espeak-ng is installed.
    pub speaks: bool,
}

/// A script with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedScript {
    pub id: String,
    /// The title of the newest version.
    pub title: String,
    /// Tasks that wait to be worked by it.
    pub waiting: i64,
    /// Newest first.
    pub versions: Vec<ListedVersion>,
}

/// A published version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedVersion {
    pub version: u32,
    pub title: String,
    /// What it serves: `agent`, `ivr`, `paper`.
    pub modes: Vec<String>,
    /// The oldest version whose answers may be counted together with this one's.
    pub comparable_with: u32,
    pub note: String,
    /// Absent when the version came with the program.
    pub published_by: Option<String>,
    pub published_at_ms: i64,
    /// Tasks that are being worked by it now.
    pub live: i64,
    /// Tasks whose result was given by it.
    pub results: i64,
}

/// What publishing a file would come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScriptCheck {
    /// Empty when it can be published.
    pub mistakes: Vec<ScriptMistake>,
    /// Absent while there are mistakes.
    pub id: Option<String>,
    pub version: Option<u32>,
    pub title: Option<String>,
    /// The newest version of the same script.
    pub newest: Option<u32>,
    /// The questions because of which answers may not be counted together with the newest's.
    pub incomparable: Vec<String>,
}

impl App {
    /// Every script with its versions.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn scripts(&self) -> Result<ScriptList, AppError> {
        let waiting: BTreeMap<String, i64> =
            store::script::waiting(&self.database).await?.into_iter().collect();
        let mut scripts: Vec<ListedScript> = Vec::new();
        for line in store::script::list(&self.database).await? {
            if scripts.last().is_none_or(|last| last.id != line.script_id) {
                scripts.push(ListedScript {
                    id: line.script_id.clone(),
                    title: line.title.clone(),
                    waiting: waiting.get(&line.script_id).copied().unwrap_or_default(),
                    versions: Vec::new(),
                });
            }
            let version = self.script_version(&line.script_id, line.version).await?;
            let Some(script) = scripts.last_mut() else { continue };
            script.versions.push(listed(line, &version));
        }
        Ok(ScriptList { scripts, speaks: self.speech.is_available().await })
    }

    /// What publishing a file would come to; nothing is stored.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn check_script(&self, yaml: &str) -> Result<ScriptCheck, AppError> {
        let script = match parse("", yaml) {
            Ok(script) => script,
            Err(found) => {
                return Ok(ScriptCheck {
                    mistakes: mistakes(&found),
                    id: None,
                    version: None,
                    title: None,
                    newest: None,
                    incomparable: Vec::new(),
                });
            }
        };
        let newest = store::script::newest_number(&self.database, &script.id).await?;
        let incomparable = match newest {
            Some(newest) => incomparable(&*self.script_version(&script.id, newest).await?, &script),
            None => Vec::new(),
        };
        Ok(ScriptCheck {
            mistakes: Vec::new(),
            id: Some(script.id),
            version: Some(script.version),
            title: Some(script.title),
            newest: newest.map(number),
            incomparable,
        })
    }
}

fn listed(line: ScriptVersionLine, script: &Script) -> ListedVersion {
    ListedVersion {
        modes: script.modes.iter().map(|mode| mode.code().to_owned()).collect(),
        version: number(line.version),
        title: line.title,
        comparable_with: number(line.comparable_with),
        note: line.note,
        published_by: line.published_by_name,
        published_at_ms: line.published_at,
        live: line.live_count,
        results: line.result_count,
    }
}
