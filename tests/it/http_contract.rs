//! The committed contract is the one this program keeps.

use huifang::http::openapi_json;

#[test]
fn openapi_json_is_up_to_date() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let committed = std::fs::read_to_string(file).expect("openapi.json lies at the root");
    let current = openapi_json().expect("a description");
    if committed != current {
        let differs = committed.lines().zip(current.lines()).position(|(old, new)| old != new);
        let line = differs.map_or("after the end".to_owned(), |index| (index + 1).to_string());
        panic!("openapi.json differs from the routes, first in line {line}: run `make contracts`");
    }
}
