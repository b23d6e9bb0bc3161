//! The JSON Schema of script files, for editors.

use super::raw::RawScript;

/// The schema as committed in `call-scripts/schema.json`, with a line end.
pub fn schema_json() -> String {
    let schema = schemars::schema_for!(RawScript);
    let text = serde_json::to_string_pretty(&schema)
        .expect("invariant: a schema is made of texts, numbers and lists");
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_the_one_the_program_prints() {
        let committed = include_str!("../../../call-scripts/schema.json");
        assert_eq!(
            committed,
            schema_json(),
            "run `huifang script schema > call-scripts/schema.json`"
        );
    }
}
