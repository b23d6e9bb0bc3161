//! Small things stay small. What is larger today is listed in `tests/tidy-ratchet.txt` with its
//! present size, and may only shrink.

use std::collections::BTreeMap;

use crate::source::{File, Finding, Tree, block_end, identifiers};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;
const COMPONENT_LINES_MAX: usize = 250;
const LINE_WIDTH_MAX: usize = 100;

const RATCHET: &str = "tests/tidy-ratchet.txt";

pub fn line_width(tree: &Tree) -> Vec<Finding> {
    let remedy = "break it, or name a part of it";
    let mut findings = Vec::new();
    for file in tree.0.iter().filter(|file| file.path.ends_with(".rs")) {
        for (line, text) in file.lines.iter().enumerate() {
            let width = text.chars().count();
            if width > LINE_WIDTH_MAX {
                let problem = format!("{width} characters, more than {LINE_WIDTH_MAX}");
                findings.push(Finding::new(&file.path, line, problem, remedy));
            }
        }
    }
    findings
}

pub fn components(tree: &Tree) -> Vec<Finding> {
    let is_component = |file: &&File| {
        file.path.starts_with("web/src/")
            && file.path.ends_with(".tsx")
            && !file.path.contains(".test.")
    };
    tree.0
        .iter()
        .filter(is_component)
        .filter(|file| file.lines.len() > COMPONENT_LINES_MAX)
        .map(|file| {
            let problem = format!("{} lines, more than {COMPONENT_LINES_MAX}", file.lines.len());
            Finding::new(&file.path, 0, problem, "split it: one component a subject")
        })
        .collect()
}

pub fn files_and_functions(tree: &Tree) -> Vec<Finding> {
    let mut too_large = BTreeMap::new();
    for file in tree.rust_in("src/") {
        let lines = file.production().count();
        if lines > FILE_LINES_MAX {
            too_large.insert(file.path.clone(), Large { path: &file.path, line: 0, lines });
        }
        for (name, line, lines) in functions(file) {
            if lines > FUNCTION_LINES_MAX {
                let key = format!("{}::{name}", file.path);
                too_large.insert(key, Large { path: &file.path, line, lines });
            }
        }
    }
    compare(&too_large, &ratchet(tree))
}

struct Large<'a> {
    path: &'a str,
    line: usize,
    lines: usize,
}

/// What the ratchet file allows: name (a path, or path::function) → line of the file, limit.
fn ratchet(tree: &Tree) -> BTreeMap<String, (usize, usize)> {
    let file = tree.get(RATCHET).expect("tests/tidy-ratchet.txt exists");
    let entries = file.lines.iter().enumerate().filter(|(_, text)| !text.starts_with('#'));
    entries
        .filter_map(|(line, text)| {
            let (name, limit) = text.rsplit_once(' ')?;
            Some((name.to_owned(), (line, limit.parse().expect("name, blank, number of lines"))))
        })
        .collect()
}

fn compare(
    too_large: &BTreeMap<String, Large<'_>>,
    ratchet: &BTreeMap<String, (usize, usize)>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, large) in too_large {
        let limit = ratchet.get(name).map(|(_, limit)| *limit);
        if limit.is_none_or(|limit| large.lines > limit) {
            let problem = format!("{name} has {} lines", large.lines);
            let remedy = "split it by subject: 500 lines a file without tests, 70 a function";
            findings.push(Finding::new(large.path, large.line, problem, remedy));
        }
    }
    for (name, (line, limit)) in ratchet {
        let lines = too_large.get(name).map(|large| large.lines);
        if lines.is_none_or(|lines| lines < *limit) {
            let problem = format!("{name} has shrunk below {limit} lines");
            findings.push(Finding::new(RATCHET, *line, problem, "lower or remove its entry"));
        }
    }
    findings
}

/// Name, first line and length of every function of production code that has a body.
fn functions(file: &File) -> Vec<(&str, usize, usize)> {
    let mut found = Vec::new();
    for (line, code) in file.production() {
        let mut words = identifiers(code).map(|(word, _)| word);
        if words.any(|word| word == "fn")
            && let Some(name) = words.next()
            && let Some(end) = block_end(&file.code, line)
        {
            found.push((name, line, end - line + 1));
        }
    }
    found
}

#[test]
fn functions_are_measured_and_the_ratchet_only_shrinks() {
    let text = "trait A {\n    fn a();\n}\nfn b(c: [u8; 2]) -> D {\n    D { e }\n}\nfn f() {}";
    let file = File::new("src/a.rs", text);
    assert_eq!(functions(&file), [("b", 3, 3), ("f", 6, 1)]);

    let large = |lines| BTreeMap::from([("a".to_owned(), Large { path: "a", line: 0, lines })]);
    let allowed = BTreeMap::from([("a".to_owned(), (0, 600))]);
    for (lines, findings) in [(599, 1), (600, 0), (601, 1)] {
        assert_eq!(compare(&large(lines), &allowed).len(), findings, "{lines}");
    }
    assert_eq!(compare(&BTreeMap::new(), &allowed).len(), 1);
    assert_eq!(compare(&large(501), &BTreeMap::new()).len(), 1);
}
