//! The rules of the house that a compiler does not know: what may import what, what may be written
//! where, how large things may grow. Every failure names file and line and what to do instead.

mod layers;
mod purity;
mod size;
mod source;
mod tracked;
mod words;

use source::{File, Finding, Tree};

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

/// A rule, a path, a line that breaks it there, and one that does not.
type Case = (fn(&Tree) -> Vec<Finding>, &'static str, &'static str, &'static str);

#[test]
fn each_rule_finds_what_breaks_it() {
    let cases: [Case; 16] = [
        (purity::banned_words, "src/domain/a.rs", "async fn a() {}", "fn a() {} // async"),
        (purity::banned_words, "src/domain/a.rs", "std::fs::read(a)", "fn operand::a()"),
        (purity::banned_words, "src/domain/a.rs", "chrono::Utc::now()", "utc(now)"),
        (purity::imports, "src/domain/a.rs", "use reqwest::Client;", "use chrono::NaiveDate;"),
        (layers::directions, "src/store/a.rs", "use crate::app::b;", "use crate::domain::b;"),
        (layers::directions, "src/domain/a.rs", "use crate::clock::Clock;", "use crate::a;"),
        (layers::directions, "src/kitchen.rs", "", ""),
        (layers::libraries, "src/app/a.rs", "use sqlx::query;", "let sqlx = 1;"),
        (layers::libraries, "src/pbx/asterisk/a.rs", "hound::open()", "// hound::open()"),
        (words::sleeps, "tests/it/a.rs", "tokio::time::sleep(a)", "clock.sleep_until(a)"),
        (words::sleeps, "tests/e2e/a.mjs", "page.waitForTimeout(5)", "page.waitForURL(a)"),
        (words::allowed_lints, "tests/it/a.rs", "#[allow(dead_code)]", "#[expect(dead_code)]"),
        (words::panics, "src/app/a.rs", "a.unwrap();", "a.unwrap_or(b);"),
        (words::module_purpose, "src/app/a.rs", "use b;", "//! What it is for."),
        (tracked::migrations, "migrations/sqlite/0001_a.sql", "", ""),
        (size::line_width, "src/a.rs", LONG, "fn a() {}"),
    ];
    for (rule, path, broken, sound) in cases {
        let findings = |text| rule(&Tree::of(vec![File::new(path, text)])).len();
        assert_eq!(findings(broken), 1, "{path}: {broken}");
        assert_eq!(findings(sound), usize::from(sound.is_empty()), "{path}: {sound}");
    }
}

const LONG: &str = "//! ------------------------------------------------------------------------\
                    ----------------------------------------------------------------------------";

#[test]
fn names_that_may_not_stand_are_found_wherever_they_do() {
    // Put together here, so that the rules do not find them in this file.
    let cases = [
        (words::left_undone as fn(&Tree) -> Vec<Finding>, format!("// TO{}: later", "DO"), 1),
        (words::left_undone, "autoTODOs".to_owned(), 0),
        (tracked::foreign_names, format!("cp /{}/a b", "work"), 1),
        (tracked::foreign_names, "import './home/page'; '/workbench'".to_owned(), 0),
        (tracked::foreign_names, ["https://registry", "npmjs", "org/a"].join("."), 1),
    ];
    for (rule, text, expected) in cases {
        let tree = Tree::of(vec![File::new("web/src/a.ts", &text)]);
        assert_eq!(rule(&tree).len(), expected, "{text}");
    }
}
