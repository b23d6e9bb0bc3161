//! Call scripts (话术): model, parser, static checks and interpreter.
//!
//! A script is data: one YAML file of `call-scripts/` a script and version, with the wording of
//! scripts-zh.md. Reading order:
//!
//! - [`model`]: what a checked script is — sections of lines to say, notes and questions, in linear
//!   order with forward jumps;
//! - [`parse`]: a script from the text of its file, or every mistake with line, column and hint;
//! - [`values`]: the blanks of the texts (〔尊称〕, 〔事项〕 …) and how they are filled;
//! - [`answers`]: what the resident said, and the one way to change it;
//! - [`interview`]: where a script stands for given answers and facts — which lines apply, which
//!   question is next, what is missing, whether a next callback has to be agreed;
//! - [`difference`]: what differs between two versions, and whether their answers may be counted
//!   together;
//! - [`library`]: the scripts that ship with the program.

pub mod answers;
mod check;
pub mod difference;
mod error;
pub mod interview;
pub mod library;
pub mod model;
pub mod parse;
mod raw;
mod template;
pub mod values;

#[cfg(test)]
mod answering;
#[cfg(test)]
mod bad_scripts;
#[cfg(test)]
mod walk_through;

pub use answers::{Answer, AnswerChange, AnswerError, AnswerValue, Answers, answer};
pub use error::ScriptError;
pub use interview::Interview;
pub use library::{COMPLAINT_CALLBACK, REPAIR_CALLBACK, ScriptLibrary};
pub use model::{
    Choice, Condition, Conditions, Fact, Facts, Guard, Item, ItemContent, Jump, Phrase, Question,
    QuestionKind, Role, Scope, Script, Section,
};
pub use template::{RenderError, Text};
pub use values::{ScriptValues, Variable, spoken_date};
