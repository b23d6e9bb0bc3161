//! The scripts that ship with the program.

use std::sync::LazyLock;

use super::model::Script;
use super::parse::parse;
use crate::domain::service_request::ServiceRequestKind;

/// Callback on a repair (scripts-zh.md 2).
pub const REPAIR_CALLBACK: &str = "repair-callback";
/// Callback on a complaint (scripts-zh.md 4).
pub const COMPLAINT_CALLBACK: &str = "complaint-callback";

const SHIPPED: &[(&str, &str)] = &[
    ("repair-callback.yaml", include_str!("../../../call-scripts/repair-callback.yaml")),
    ("complaint-callback.yaml", include_str!("../../../call-scripts/complaint-callback.yaml")),
];

/// A set of scripts, found by id.
#[derive(Clone, Debug)]
pub struct ScriptLibrary(Vec<Script>);

impl ScriptLibrary {
    /// The scripts of `call-scripts/`, built into the program.
    pub fn shipped() -> &'static ScriptLibrary {
        static LIBRARY: LazyLock<ScriptLibrary> = LazyLock::new(|| {
            let read = |(file, yaml): &(&str, &str)| {
                parse(file, yaml).expect("invariant: the tests parse every shipped script")
            };
            ScriptLibrary(SHIPPED.iter().map(read).collect())
        });
        &LIBRARY
    }

    /// The files of `call-scripts/`: name and text, the versions of a script in rising order.
    pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
        SHIPPED
    }

    /// The script with that id.
    pub fn get(&self, id: &str) -> Option<&Script> {
        self.0.iter().find(|script| script.id == id)
    }

    /// The script for callbacks on requests of that kind, if one ships.
    pub fn for_callback(&self, kind: ServiceRequestKind) -> Option<&Script> {
        match kind {
            ServiceRequestKind::Repair => self.get(REPAIR_CALLBACK),
            ServiceRequestKind::Complaint => self.get(COMPLAINT_CALLBACK),
            _ => None,
        }
    }

    /// Every script.
    pub fn iter(&self) -> impl Iterator<Item = &Script> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_a_correct_script_with_the_id_of_its_file() {
        for (file, yaml) in SHIPPED {
            let script = parse(file, yaml).unwrap_or_else(|errors| {
                panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            });
            assert_eq!(format!("{}.yaml", script.id), *file);
            assert!(ScriptLibrary::shipped().get(&script.id).is_some());
        }
    }
}
