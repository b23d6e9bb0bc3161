//! The description of the API says the same as the routes and the table.

use std::collections::HashSet;

use crate::http::access::ROUTES;
use crate::http::contract::{openapi, operations};

#[test]
fn every_route_stands_in_the_table_and_has_a_name_of_its_own() {
    let mut openapi = openapi();
    let mut described = HashSet::new();
    let mut names = HashSet::new();
    for (path, item) in &mut openapi.paths.paths {
        let path = path.strip_prefix("/api/v1").expect("below /api/v1").to_owned();
        for (method, operation) in operations(item) {
            let name = operation.operation_id.clone().expect("a name");
            assert!(names.insert(name.clone()), "{name} twice");
            assert!(operation.summary.is_some(), "{name} says what it is for");
            described.insert((method.to_string(), path.clone()));
        }
    }
    let table: HashSet<(String, String)> =
        ROUTES.iter().map(|(method, path, _)| (method.to_string(), (*path).to_owned())).collect();
    assert_eq!(table.len(), ROUTES.len(), "a route twice");
    assert_eq!(described, table);
}
