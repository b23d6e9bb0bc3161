//! Words that may not stand where they stand.

use crate::source::{File, Finding, Tree, has_word};

/// Waiting for a while instead of for the event.
const SLEEPS: [&str; 4] = ["sleep(", "wait_timeout", "setTimeout", "waitForTimeout"];

pub fn sleeps(tree: &Tree) -> Vec<Finding> {
    let remedy = "wait for the event, or move a manual clock";
    let mut findings = Vec::new();
    for file in &tree.0 {
        let lines: Vec<(usize, &str)> = match () {
            () if file.path.ends_with(".rs") => file.tests().collect(),
            () if is_script_test(&file.path) => {
                file.lines.iter().map(String::as_str).enumerate().collect()
            }
            () => continue,
        };
        for (line, text) in lines {
            for word in SLEEPS.iter().filter(|word| has_word(text, word)) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("a test uses {word}"),
                    remedy,
                ));
            }
        }
    }
    findings
}

fn is_script_test(path: &str) -> bool {
    let script = [".ts", ".tsx", ".mjs", ".js"].iter().any(|ending| path.ends_with(ending));
    let test = path.starts_with("tests/") || path.contains(".test.") || path.contains("/testing/");
    script && test
}

pub fn left_undone(tree: &Tree) -> Vec<Finding> {
    // Put together, so that this file does not find itself.
    let words = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["unimple", "mented!"], ["to", "do!"]];
    let words = words.map(|parts| parts.concat());
    let remedy = "do it now, or leave it out and file an issue";
    let endings =
        [".rs", ".ts", ".tsx", ".mjs", ".sql", ".sh", ".toml", ".md", ".yaml", "Makefile"];
    let mut findings = Vec::new();
    for file in tree.0.iter().filter(|f| endings.iter().any(|end| f.path.ends_with(end))) {
        for (line, text) in file.lines.iter().enumerate() {
            for word in words.iter().filter(|word| is_alone(text, word)) {
                findings.push(Finding::new(&file.path, line, format!("{word} is left"), remedy));
            }
        }
    }
    findings
}

/// Whether `word` stands in `text` without letters around it.
fn is_alone(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        !text[..at].ends_with(letter) && !text[at + word.len()..].starts_with(letter)
    })
}

pub fn allowed_lints(tree: &Tree) -> Vec<Finding> {
    let remedy = "write #[expect(lint, reason = \"…\")], which says why and fails when it is over";
    all_code(tree, |code| code.contains("#[allow(") || code.contains("#![allow("))
        .into_iter()
        .map(|(file, line)| Finding::new(&file.path, line, "a lint is allowed", remedy))
        .collect()
}

fn all_code(tree: &Tree, broken: impl Fn(&str) -> bool) -> Vec<(&File, usize)> {
    let lines = tree.0.iter().flat_map(|file| file.numbered().map(move |at| (file, at)));
    lines.filter(|(_, (_, code))| broken(code)).map(|(file, (line, _))| (file, line)).collect()
}

pub fn panics(tree: &Tree) -> Vec<Finding> {
    let remedy = "return an error, or .expect(\"the invariant that holds\")";
    let mut findings = Vec::new();
    for file in tree.rust_in("src/") {
        for (line, code) in file.production() {
            for word in [".unwrap()", ".unwrap_err()", "panic!("] {
                if code.contains(word) {
                    let problem = format!("{word} in production code");
                    findings.push(Finding::new(&file.path, line, problem, remedy));
                }
            }
        }
    }
    findings
}

pub fn module_purpose(tree: &Tree) -> Vec<Finding> {
    let remedy = "open it with `//! ` and what it is for";
    tree.rust_in("src/")
        .filter(|file| !file.lines.first().is_some_and(|line| line.starts_with("//! ")))
        .map(|file| Finding::new(&file.path, 0, "the module does not say what it is for", remedy))
        .collect()
}
