//! The rules of the house that a compiler does not know: what may import what, what may be written
//! where, how large things may grow. Every failure names file and line and what to do instead.

mod layers;
mod purity;
mod size;
mod source;
mod tracked;
mod words;

use source::{Finding, Tree};

fn check(rule: fn(&Tree) -> Vec<Finding>) {
    let tree = Tree::read();
    assert!(tree.rust_in("src/").count() > 10, "tidy does not see the sources");
    let findings: Vec<String> = rule(&tree).iter().map(Finding::to_string).collect();
    assert!(findings.is_empty(), "\n{} finding(s):\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn the_domain_is_pure() {
    check(purity::banned_words);
}

#[test]
fn the_domain_uses_value_crates_only() {
    check(purity::imports);
}

#[test]
fn the_domain_is_documented() {
    check(purity::documentation);
}

#[test]
fn imports_run_one_way() {
    check(layers::directions);
}

#[test]
fn each_outside_library_has_its_place() {
    check(layers::libraries);
}

#[test]
fn no_test_waits_for_a_while() {
    check(words::sleeps);
}

#[test]
fn nothing_is_left_undone() {
    check(words::left_undone);
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    check(words::allowed_lints);
}

#[test]
fn production_code_does_not_panic() {
    check(words::panics);
}

#[test]
fn modules_say_what_they_are_for() {
    check(words::module_purpose);
}

#[test]
fn lines_are_at_most_100_wide() {
    check(size::line_width);
}

#[test]
fn files_and_functions_stay_small() {
    check(size::files_and_functions);
}

#[test]
fn components_stay_small() {
    check(size::components);
}

#[test]
fn no_file_names_this_machine_or_a_registry() {
    check(tracked::foreign_names);
}

#[test]
fn both_databases_have_the_same_migrations() {
    check(tracked::migrations);
}
