//! Texts with blanks, filled by minijinja with strict undefined.

use minijinja::{Environment, UndefinedBehavior};

use super::values::{ScriptValues, Variable};
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;

/// A text of a script. It has been rendered once when the script was loaded, so it is well formed
/// and uses known variables only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(String);

/// A text cannot be filled. Carries the template's own complaint, never a value.
#[derive(Debug, thiserror::Error)]
#[error("the text of the script cannot be filled: {0}")]
pub struct RenderError(String);

/// Why a text of a script file is refused.
pub(super) enum BadText {
    /// It uses a variable that nothing fills.
    UnknownVariable(String),
    /// It is not a template, or not one that yields text.
    Malformed(String),
}

impl Text {
    /// Takes a template after checking it.
    pub(super) fn read(source: &str) -> Result<Self, BadText> {
        let environment = environment();
        let template = environment
            .template_from_str(source)
            .map_err(|error| BadText::Malformed(reason(&error)))?;
        let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
        names.sort();
        let known = |name: &String| Variable::ALL.iter().any(|v| v.code() == name);
        if let Some(unknown) = names.into_iter().find(|name| !known(name)) {
            return Err(BadText::UnknownVariable(unknown));
        }
        let text = Self(source.to_owned());
        match text.render(&ScriptValues::default()) {
            Ok(_) => Ok(text),
            Err(RenderError(reason)) => Err(BadText::Malformed(reason)),
        }
    }

    /// The words with the blanks filled. They hold names and what a resident reported, so they are
    /// personal data. Values are put in as they are and never read as templates.
    pub fn render(&self, values: &ScriptValues) -> Result<Pii<String>, RenderError> {
        environment()
            .render_str(&self.0, values.context())
            .map(Pii::new)
            .map_err(|error| RenderError(reason(&error)))
    }

    /// The text as it stands in the file.
    pub fn source(&self) -> &str {
        &self.0
    }
}

/// No filters, functions or loaders: a script's text has blanks and nothing else.
fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(false);
    environment
}

/// Kind and detail only: the error's own display may quote values.
fn reason(error: &minijinja::Error) -> String {
    match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    }
}
