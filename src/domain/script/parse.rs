//! A script from the text of its file.

use serde::de::DeserializeOwned;

use super::build::Builder;
use super::check;
use super::error::{Mistakes, Place, ScriptError};
use super::forbidden;
use super::model::Script;
use super::raw::RawScript;

/// Larger files are refused unread. The largest of the manual has 30 kB.
const FILE_BYTES_MAX: usize = 512 * 1024;

/// Reads and checks a script. `file` is only the name that errors carry.
///
/// # Errors
/// Every mistake of the file in its order, or the one place where its shape is not a script's.
pub fn parse(file: &str, yaml: &str) -> Result<Script, Vec<ScriptError>> {
    let mut mistakes = Mistakes::of(file, yaml);
    let raw: RawScript = match read(yaml) {
        Ok(raw) => raw,
        Err(shape) => {
            shape.add_to(&mut mistakes);
            return Err(mistakes.into_errors());
        }
    };
    check::references(&raw, &mut mistakes);
    let script = Builder::new(&raw, &mut mistakes).script();
    if mistakes.is_empty() {
        check::meaning(&raw, &script, &mut mistakes);
    }
    let errors = mistakes.into_errors();
    if errors.is_empty() { Ok(script) } else { Err(errors) }
}

/// Everything that is wrong in a file of the folder of scripts: a script, or the phrases that are
/// said in none. `file` is only the name that errors carry.
pub fn check_file(file: &str, yaml: &str) -> Vec<ScriptError> {
    if forbidden::is_list(yaml) {
        return forbidden::check(file, yaml);
    }
    parse(file, yaml).err().unwrap_or_default()
}

/// Where a file departs from the shape it should have.
pub(super) struct Shape {
    code: &'static str,
    place: Place,
    sentence: String,
    hint: String,
}

impl Shape {
    pub(super) fn add_to(self, mistakes: &mut Mistakes<'_>) {
        mistakes.add(self.code, self.place, self.sentence, self.hint);
    }
}

pub(super) fn read<T: DeserializeOwned>(yaml: &str) -> Result<T, Shape> {
    if yaml.len() > FILE_BYTES_MAX {
        return Err(Shape {
            code: "file.too_large",
            place: Place { line: 1, column: 1 },
            sentence: format!("the file is larger than {} kB", FILE_BYTES_MAX / 1024),
            hint: "a script of an hour's call has 30 kB; is this the right file?".to_owned(),
        });
    }
    serde_saphyr::from_str(yaml).map_err(|error| shape_error(yaml, &error))
}

/// Not YAML, an unknown field, a missing one or a value of the wrong type.
fn shape_error(yaml: &str, error: &serde_saphyr::Error) -> Shape {
    let message = error.without_snippet().to_string();
    let sentence = message.lines().next().unwrap_or_default();
    // The library repeats the place at the end of its sentence.
    let sentence = sentence.split(" at line ").next().unwrap_or(sentence).to_owned();
    let (code, hint) = shape_of(&sentence);
    let place = match error.location() {
        Some(location) => Place::from(location),
        None => Place { line: 1.min(yaml.lines().count() as u64), column: 1 },
    };
    Shape { code, place, sentence, hint: hint.to_owned() }
}

fn shape_of(sentence: &str) -> (&'static str, &'static str) {
    const KINDS: [(&str, &str, &str); 6] = [
        ("trailing content", "yaml.syntax", "indentation and quotation marks count"),
        ("unknown field", "field.unknown", "field names are small letters with _; see schema.json"),
        ("unknown variant", "value.unknown", "write one of the values that the sentence names"),
        ("missing field", "field.missing", "add the field; see schema.json for what it holds"),
        ("duplicate", "field.twice", "a field stands once; remove one of the two"),
        ("invalid", "value.type", "compare the value with schema.json; texts with : need quotes"),
    ];
    let found = KINDS.iter().find(|(start, ..)| sentence.contains(start));
    found.map_or(
        ("yaml.syntax", "indentation and quotation marks count; compare with another script"),
        |(_, code, hint)| (*code, *hint),
    )
}
