//! The scripts that ship with the program.

use std::sync::LazyLock;

use super::model::Script;
use super::parse::parse;
use crate::domain::service_request::ServiceRequestKind;

/// Callback on a repair (scripts-zh.md 2).
pub const REPAIR_CALLBACK: &str = "repair-callback";
/// Callback on a complaint (scripts-zh.md 4).
pub const COMPLAINT_CALLBACK: &str = "complaint-callback";
/// Callback on a special service, mid-term and after its end.
pub const SPECIAL_SERVICE_CALLBACK: &str = "special-service-callback";
/// Callback at home, with signature.
pub const HOME_VISIT: &str = "home-visit";
/// The monthly survey (scripts-zh.md 5, 6).
pub const MONTHLY_SATISFACTION: &str = "monthly-satisfaction";
/// Checks somebody else's callback (scripts-zh.md 8.2).
pub const BACK_CHECK: &str = "back-check";
/// Tells how far a complaint is (scripts-zh.md 4.7).
pub const PROGRESS_CALL: &str = "progress-call";
/// The callback that was promised (scripts-zh.md 8.1).
pub const SECOND_CALLBACK: &str = "second-callback";

/// One file of `call-scripts/`: its name and its text.
const SHIPPED: &[(&str, &str)] = &[
    ("repair-callback.yaml", include_str!("../../../call-scripts/repair-callback.yaml")),
    ("complaint-callback.yaml", include_str!("../../../call-scripts/complaint-callback.yaml")),
    (
        "special-service-callback.yaml",
        include_str!("../../../call-scripts/special-service-callback.yaml"),
    ),
    ("home-visit.yaml", include_str!("../../../call-scripts/home-visit.yaml")),
    ("monthly-satisfaction.yaml", include_str!("../../../call-scripts/monthly-satisfaction.yaml")),
    ("back-check.yaml", include_str!("../../../call-scripts/back-check.yaml")),
    ("progress-call.yaml", include_str!("../../../call-scripts/progress-call.yaml")),
    ("second-callback.yaml", include_str!("../../../call-scripts/second-callback.yaml")),
    (
        "earlier/repair-callback-1.yaml",
        include_str!("../../../call-scripts/earlier/repair-callback-1.yaml"),
    ),
    (
        "earlier/complaint-callback-1.yaml",
        include_str!("../../../call-scripts/earlier/complaint-callback-1.yaml"),
    ),
];

/// A set of scripts in all their versions.
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

    /// The shipped files, as (name below `call-scripts/`, text), newest versions first.
    pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
        SHIPPED
    }

    /// The newest version of the script with that id; new calls begin with it.
    pub fn get(&self, id: &str) -> Option<&Script> {
        self.0.iter().filter(|script| script.id == id).max_by_key(|script| script.version)
    }

    /// That version of the script; a call ends with the version it began with.
    pub fn version(&self, id: &str, version: u32) -> Option<&Script> {
        self.0.iter().find(|script| script.id == id && script.version == version)
    }

    /// Every version of the script with that id, oldest first.
    pub fn versions(&self, id: &str) -> Vec<&Script> {
        let mut versions: Vec<&Script> = self.0.iter().filter(|script| script.id == id).collect();
        versions.sort_by_key(|script| script.version);
        versions
    }

    /// The script for callbacks on requests of that kind, if one ships.
    pub fn for_callback(&self, kind: ServiceRequestKind) -> Option<&Script> {
        match kind {
            ServiceRequestKind::Repair => self.get(REPAIR_CALLBACK),
            ServiceRequestKind::Complaint => self.get(COMPLAINT_CALLBACK),
            ServiceRequestKind::SpecialService => self.get(SPECIAL_SERVICE_CALLBACK),
            _ => None,
        }
    }

    /// Every script in every version.
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
            let earlier = format!("earlier/{}-{}.yaml", script.id, script.version);
            let newest = ScriptLibrary::shipped().get(&script.id).expect("it is there").version;
            let wanted =
                if script.version == newest { format!("{}.yaml", script.id) } else { earlier };
            assert_eq!(wanted, *file);
            assert!(ScriptLibrary::shipped().version(&script.id, script.version).is_some());
        }
    }
}
