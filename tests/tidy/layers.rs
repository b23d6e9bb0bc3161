//! Imports run one way: main → cli → {http, jobs} → app → {store, pbx, recording, intake, delivery,
//! report} → domain. Configuration, clock, entropy and telemetry serve every edge.

use crate::source::{File, Finding, Tree, identifiers};

/// Every top-level module with its height. A module may use what lies lower, and itself.
const HEIGHTS: [(&str, u8); 17] = [
    ("main", 6),
    ("cli", 5),
    ("http", 4),
    ("jobs", 4),
    ("app", 3),
    ("store", 2),
    ("pbx", 2),
    ("recording", 2),
    ("intake", 2),
    ("delivery", 2),
    ("report", 2),
    ("config", 1),
    ("clock", 1),
    ("entropy", 1),
    ("telemetry", 1),
    ("tls", 1),
    ("domain", 0),
];

/// The leaves know each other: telemetry is set up from configuration.
const LEAF: u8 = 1;

/// Libraries that one part of the house keeps to itself.
const LIBRARIES: [(&str, &[&str]); 19] = [
    ("sqlx", &["src/store/"]),
    ("axum", &["src/http/"]),
    ("axum_extra", &["src/http/"]),
    ("tower", &["src/http/"]),
    ("tower_http", &["src/http/"]),
    ("tower_sessions", &["src/http/"]),
    ("utoipa_axum", &["src/http/"]),
    ("rust_embed", &["src/http/"]),
    ("calamine", &["src/intake/"]),
    ("encoding_rs", &["src/intake/"]),
    ("symphonia", &["src/recording/", "src/pbx/simulator"]),
    ("hound", &["src/recording/", "src/pbx/simulator"]),
    ("pinyin", &["src/recording/speech/"]),
    ("object_store", &["src/recording/"]),
    ("axum_server", &["src/http/"]),
    ("cel", &["src/domain/script/"]),
    ("icalendar", &["src/domain/calendar/"]),
    ("lettre", &["src/delivery/"]),
    ("rustls", &["src/tls.rs"]),
];

pub fn directions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust_in("src/").filter(|file| file.path != "src/lib.rs") {
        let from = top_module(&file.path);
        let Some(height) = height(from) else {
            let remedy = "give the module its height in tests/tidy/layers.rs";
            findings.push(Finding::new(&file.path, 0, format!("unknown module `{from}`"), remedy));
            continue;
        };
        for (line, to) in used_modules(file) {
            if !may_use((from, height), to) {
                let problem = format!("`{from}` uses `{to}`");
                let remedy = "imports run main, cli, http and jobs, app, edges, domain: move the \
                              code down or pass the value in";
                findings.push(Finding::new(&file.path, line, problem, remedy));
            }
        }
    }
    findings
}

fn may_use((from, own): (&str, u8), to: &str) -> bool {
    // What is no module (an item of lib.rs, a macro) belongs to nobody.
    height(to).is_none_or(|other| from == to || other < own || (other, own) == (LEAF, LEAF))
}

fn height(module: &str) -> Option<u8> {
    HEIGHTS.iter().find(|(name, _)| *name == module).map(|(_, height)| *height)
}

fn top_module(path: &str) -> &str {
    let inner = path.trim_start_matches("src/");
    inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
}

/// The top-level modules a file names by `crate::`, by `huifang::`, or by going up with `super::`.
fn used_modules(file: &File) -> Vec<(usize, &str)> {
    let ups = "super::".repeat(depth(&file.path));
    let roots = ["crate::", "huifang::", ups.as_str()];
    let mut used = Vec::new();
    for (line, code) in file.numbered() {
        for root in roots.iter().filter(|root| !root.is_empty()) {
            for (at, _) in code.match_indices(root) {
                let whole =
                    !code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c));
                if whole {
                    used.extend(first_names(file, line, at + root.len()));
                }
            }
        }
    }
    used
}

/// How many `super::` lead from a file's module to the root of the crate.
fn depth(path: &str) -> usize {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    inner.trim_end_matches("/mod").split('/').count()
}

/// The names after a root: one, or the first of each branch of `{…}`, which may take several lines.
fn first_names(file: &File, line: usize, at: usize) -> Vec<(usize, &str)> {
    let start = &file.code[line][at..];
    if !start.starts_with('{') {
        return identifiers(start).next().map(|(name, _)| (line, name)).into_iter().collect();
    }
    let mut names = Vec::new();
    let (mut depth, mut fresh) = (0, true);
    for number in line..file.code.len() {
        let code = if number == line { start } else { &file.code[number] };
        for (index, character) in code.char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => fresh = true,
                c if depth == 1 && fresh && c.is_alphabetic() => {
                    names.extend(identifiers(&code[index..]).next().map(|(n, _)| (number, n)));
                    fresh = false;
                }
                _ => {}
            }
            if depth == 0 {
                return names;
            }
        }
    }
    names
}

pub fn libraries(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust_in("src/") {
        for (line, code) in file.numbered() {
            for (name, end) in identifiers(code) {
                let path = code[end..].starts_with("::") || code.trim_start().starts_with("use ");
                let homes = LIBRARIES.iter().find(|(library, _)| *library == name);
                if let Some((_, homes)) = homes
                    && path
                    && !homes.iter().any(|home| file.path.starts_with(home))
                {
                    let problem = format!("`{name}` belongs to {}", homes.join(" and "));
                    let remedy = "ask that module for what you need, in the project's own types";
                    findings.push(Finding::new(&file.path, line, problem, remedy));
                }
            }
        }
    }
    findings
}

#[test]
fn used_modules_are_found_however_they_are_written() {
    let cases = [
        ("src/app/a.rs", "use crate::http::x;", vec!["http"]),
        (
            "src/app/a.rs",
            "use crate::{clock::Clock, domain::{http, x},\n    jobs};",
            vec!["clock", "domain", "jobs"],
        ),
        ("src/app/a.rs", "let a = super::super::store::b(); super::c();", vec!["store"]),
        ("src/app/mod.rs", "use super::store;", vec!["store"]),
        ("src/main.rs", "fn main() { huifang::cli::run() }", vec!["cli"]),
        ("src/app/a.rs", "// crate::http\nlet a = \"crate::http\";", vec![]),
    ];
    for (path, text, expected) in cases {
        let file = File::new(path, text);
        let names: Vec<&str> = used_modules(&file).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, expected, "{text}");
    }
    assert!(may_use(("app", 3), "store") && may_use(("telemetry", 1), "config"));
    assert!(!may_use(("store", 2), "recording") && !may_use(("domain", 0), "clock"));
}
