//! `src/domain` decides and does nothing else.

use crate::source::{File, Finding, Tree, has_word, identifiers};

const DOMAIN: &str = "src/domain/";

/// What reaches for the world: runtime, database, files, network, environment, clock, chance, logs.
const BANNED: [&str; 22] = [
    "tokio",
    "sqlx",
    "axum",
    "async",
    "tracing",
    "getrandom",
    "rand::",
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// Crates that compute and do no input or output.
const VALUE_CRATES: &[&str] = &[
    "std",
    "core",
    "chrono",
    "chrono_tz",
    "serde",
    "serde_json",
    "serde_saphyr",
    "thiserror",
    "uuid",
    "sha2",
    "hmac",
    "hex",
    "chacha20",
    "num_rational",
    "num_bigint",
    "num_integer",
    "num_traits",
    "rust_decimal",
    "cel",
    "minijinja",
    "statrs",
    "proptest",
    "schemars",
    "icalendar",
];

pub fn banned_words(tree: &Tree) -> Vec<Finding> {
    let remedy = "pass it in as an argument, or do it in app and hand the domain the outcome";
    let mut findings = Vec::new();
    for file in tree.rust_in(DOMAIN) {
        for (line, code) in file.numbered() {
            for word in BANNED.iter().filter(|word| has_word(code, word)) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("`{word}` in the domain"),
                    remedy,
                ));
            }
        }
    }
    findings
}

pub fn imports(tree: &Tree) -> Vec<Finding> {
    let remedy = "only std and value crates (tests/tidy/purity.rs) may be used here";
    let mut findings = Vec::new();
    for file in tree.rust_in(DOMAIN) {
        for (line, code) in file.numbered() {
            if let Some(root) = imported_root(code)
                && !may_be_imported(file, root)
            {
                let problem = format!("the domain imports `{root}`");
                findings.push(Finding::new(&file.path, line, problem, remedy));
            }
        }
    }
    findings
}

fn imported_root(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let code = code.strip_prefix("pub(crate) ").or(code.strip_prefix("pub ")).unwrap_or(code);
    identifiers(code.strip_prefix("use ")?).next().map(|(root, _)| root)
}

fn may_be_imported(file: &File, root: &str) -> bool {
    let own = ["crate", "super", "self"].contains(&root);
    let own_type = root.starts_with(|c: char| c.is_uppercase());
    let own_item = |code: &str| {
        [format!("mod {root}"), format!("macro_rules! {root}")]
            .iter()
            .any(|item| has_word(code, item))
    };
    own || own_type || VALUE_CRATES.contains(&root) || file.code.iter().any(|c| own_item(c))
}

pub fn documentation(tree: &Tree) -> Vec<Finding> {
    let remedy = "say in a `///` what it is: shape, unit, error, and its source (R-…, A-…)";
    let mut findings = Vec::new();
    for file in tree.rust_in(DOMAIN) {
        for (line, code) in file.production() {
            if is_public(file, line, code) && !is_documented(file, line) {
                let problem = format!("`{}` has no description", code.trim());
                findings.push(Finding::new(&file.path, line, problem, remedy));
            }
        }
    }
    findings
}

/// Items, and fields of public types; a module describes itself, and a re-export is described where
/// it is made.
fn is_public(file: &File, line: usize, code: &str) -> bool {
    let Some(item) = code.trim_start().strip_prefix("pub ") else { return false };
    let first = identifiers(item).next().map_or("", |(word, _)| word);
    if item[first.len()..].starts_with(':') {
        let mut above = file.code[..line].iter().rev();
        return above
            .find(|code| identifiers(code).any(|(word, _)| word == "struct"))
            .is_some_and(|owner| owner.trim_start().starts_with("pub struct"));
    }
    !["use", "mod"].contains(&first)
}

fn is_documented(file: &File, line: usize) -> bool {
    let above = file.lines[..line].iter().rev().map(|text| text.trim_start());
    // Attributes stand between an item and its description; those over several lines end in `)]`.
    let mut attribute = false;
    for text in above {
        if text.starts_with("#[") {
            attribute = false;
        } else if text.ends_with(")]") {
            attribute = true;
        } else if !attribute {
            return text.starts_with("///") || text.starts_with("$(#[");
        }
    }
    false
}

#[test]
fn what_the_domain_shows_must_be_described() {
    let cases = [
        ("/// A.\n#[derive(B)]\npub struct A {\n    /// B.\n    pub b: C,\n}", 0),
        ("/// A.\npub struct A {\n    pub b: C,\n}", 1),
        ("pub struct A;\npub fn b() {}\npub const fn c() {}", 3),
        ("/// A.\n#[derive(\n    B, C,\n)]\npub enum A {}", 0),
        ("pub(super) struct A {\n    pub b: C,\n}\npub(crate) fn d() {}", 0),
        ("pub mod a;\npub use a::B;\nfn c() {}", 0),
    ];
    for (text, expected) in cases {
        let file = File::new("src/domain/a.rs", text);
        assert_eq!(documentation(&Tree(vec![file])).len(), expected, "{text}");
    }
}
