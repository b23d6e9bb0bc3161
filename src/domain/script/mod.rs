//! Call scripts (话术): model, parser, static checks and interpreter.
//!
//! A script is data: one YAML file of `call-scripts/` a script and version, with the wording of
//! scripts-zh.md. Reading order:
//!
//! - [`model`] and [`vocabulary`]: what a checked script is — sections of lines to say, notes,
//!   questions and steps of the voice menu, in linear order with forward jumps;
//! - [`condition`]: CEL, typed when the file is read, so that it cannot fail in a call;
//! - [`parse`]: a script from the text of its file, or every mistake with line, column and hint;
//! - [`values`]: the blanks of the texts (〔尊称〕, 〔事项〕 …) and how they are filled;
//! - [`answers`]: what the resident said, and the one way to change it;
//! - [`interview`]: where a script stands for given answers and circumstances — which lines apply,
//!   which question is next, what is missing, whether a next callback has to be agreed;
//! - [`difference`]: what differs between two versions, and whether their answers may be counted
//!   together;
//! - [`plain`]: conditions word by word, for pages that put them into words;
//! - [`ivr`]: the same script as a voice menu;
//! - [`forbidden`]: what is never said;
//! - [`library`]: the scripts that ship with the program, in all their versions.

pub mod answers;
mod build;
mod build_ivr;
mod check;
pub mod circumstances;
pub mod condition;
pub mod difference;
mod error;
pub mod forbidden;
pub mod interview;
pub mod ivr;
pub mod library;
pub mod model;
pub mod parse;
pub mod plain;
mod raw;
mod schema;
mod template;
pub mod values;
pub mod vocabulary;

#[cfg(test)]
mod answering;
#[cfg(test)]
mod shipped_walks;
#[cfg(test)]
mod walk_through;

pub use answers::{Answer, AnswerChange, AnswerError, AnswerValue, Answers, answer};
pub use circumstances::{Circumstances, Facts};
pub use condition::Condition;
pub use error::ScriptError;
pub use forbidden::{ForbiddenPhrase, forbidden_phrases};
pub use interview::Interview;
pub use ivr::{IvrCall, IvrHappening, IvrInput, IvrMeaning, IvrStep};
pub use library::{
    BACK_CHECK, COMPLAINT_CALLBACK, HOME_VISIT, MONTHLY_SATISFACTION, PROGRESS_CALL,
    REPAIR_CALLBACK, SECOND_CALLBACK, SPECIAL_SERVICE_CALLBACK, ScriptLibrary,
};
pub use model::{
    Choice, Item, ItemContent, Jump, Loop, NumberRange, Question, QuestionKind, Script, Section,
};
pub use schema::schema_json;
pub use template::{RenderError, Text};
pub use values::{ScriptValues, Variable, spoken_date};
pub use vocabulary::{Fact, Mode, Phrase, Point, Purpose, Role};
