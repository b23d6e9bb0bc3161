//! The words of notices: templates in two languages, filled by minijinja with strict undefined.

use std::collections::BTreeMap;

use minijinja::{Environment, UndefinedBehavior, context};
use serde::{Deserialize, Serialize};

use crate::domain::coded::coded;

coded! {
    /// 语言
    pub enum Language {
        /// Chinese
        Chinese = "zh-CN" | "中文",
        /// English
        English = "en" | "英文",
    }
}

/// What a template may use. Ids, dates and numbers only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeParams {
    /// How many matters it is about.
    pub count: i64,
    /// The date it is about, or empty.
    #[serde(default)]
    pub date: String,
    /// The first day that is missing, or empty.
    #[serde(default)]
    pub from: String,
}

/// A notice in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeText {
    /// One line.
    pub title: String,
    /// What happened and what is to be done.
    pub text: String,
}

/// The templates of every kind in both languages.
#[derive(Clone, Debug)]
pub struct NoticeTexts {
    chinese: BTreeMap<String, NoticeText>,
    english: BTreeMap<String, NoticeText>,
}

impl NoticeTexts {
    /// The templates that ship with the program.
    pub fn built_in() -> Self {
        let read = |yaml| {
            serde_saphyr::from_str(yaml)
                .expect("invariant: the shipped templates are valid, a test fills each")
        };
        Self {
            chinese: read(include_str!("templates/zh-CN.yaml")),
            english: read(include_str!("templates/en.yaml")),
        }
    }

    /// The words of a notice; none for a kind without words, or words that cannot be filled.
    pub fn fill(
        &self,
        kind: &str,
        language: Language,
        params: &NoticeParams,
    ) -> Option<NoticeText> {
        let texts = match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        let template = texts.get(kind)?;
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let values = context! {
            count => params.count,
            date => &params.date,
            from => &params.from,
        };
        let fill = |text: &str| environment.render_str(text, &values).ok();
        Some(NoticeText { title: fill(&template.title)?, text: fill(&template.text)? })
    }
}
