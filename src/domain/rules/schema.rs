//! The JSON Schema of rule packs, for editors and for whoever writes one.

use schemars::generate::SchemaGenerator;
use schemars::{Schema, json_schema};

use super::RulePack;
use crate::domain::coded::Coded;

/// The schema of a rule pack, as committed in `rule-pack.schema.json`.
pub fn schema() -> Schema {
    schemars::schema_for!(RulePack)
}

pub(crate) fn coded_schema<T: Coded>(_: &mut SchemaGenerator) -> Schema {
    let codes: Vec<&str> = T::ALL.iter().map(|value| value.code()).collect();
    json_schema!({ "type": "string", "enum": codes })
}

pub(crate) fn maybe_coded_schema<T: Coded>(_: &mut SchemaGenerator) -> Schema {
    let codes: Vec<Option<&str>> =
        T::ALL.iter().map(|value| Some(value.code())).chain([None]).collect();
    json_schema!({ "enum": codes })
}

pub(crate) fn coded_list_schema<T: Coded>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": coded_schema::<T>(generator), "uniqueItems": true })
}

pub(crate) fn rate_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string", "pattern": "^[0-9]+ ?/ ?[1-9][0-9]*$",
        "description": "A share of whole numbers, such as 3/10; never a percentage",
    })
}

pub(crate) fn date_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}
