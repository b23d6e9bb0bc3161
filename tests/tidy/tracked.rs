//! What may not be in the repository, whatever the kind of file, and what must be in it twice.

use std::collections::BTreeSet;

use crate::source::{Finding, Tree};

pub fn foreign_names(tree: &Tree) -> Vec<Finding> {
    let folders = ["work", "root", "home"].map(|name| format!("/{name}/"));
    let hosts = registry_hosts();
    let mut findings = Vec::new();
    for file in &tree.0 {
        for (line, text) in file.lines.iter().enumerate() {
            for folder in folders.iter().filter(|folder| names_folder(text, folder)) {
                let remedy = "use a path from the root of the project, or a setting";
                let problem = format!("the path {folder}… of one machine");
                findings.push(Finding::new(&file.path, line, problem, remedy));
            }
            for host in hosts.iter().filter(|host| text.contains(host.as_str())) {
                let remedy = "name the package only; its client knows where to get it";
                findings.push(Finding::new(&file.path, line, format!("the host {host}"), remedy));
            }
        }
    }
    findings
}

/// Put together from parts, so that this file does not name them.
fn registry_hosts() -> Vec<String> {
    [
        ["registry", "npmjs", "org"],
        ["registry", "npmmirror", "com"],
        ["registry", "yarnpkg", "com"],
        ["static", "crates", "io"],
        ["index", "crates", "io"],
        ["deb", "debian", "org"],
        ["security", "debian", "org"],
        ["files", "pythonhosted", "org"],
        ["proxy", "golang", "org"],
    ]
    .iter()
    .map(|parts| parts.join("."))
    .collect()
}

/// A folder at the root of a file system, not one somewhere below another.
fn names_folder(text: &str, folder: &str) -> bool {
    text.match_indices(folder).any(|(at, _)| {
        let below = |c: char| c.is_alphanumeric() || "._-*})$".contains(c);
        !text[..at].ends_with(below)
    })
}

pub fn migrations(tree: &Tree) -> Vec<Finding> {
    let sqlite = names(tree, "migrations/sqlite/");
    let postgres = names(tree, "migrations/postgres/");
    let remedy = "write every migration for both, with the same number and name";
    let mut findings: Vec<Finding> = sqlite
        .symmetric_difference(&postgres)
        .map(|name| Finding::new("migrations", 0, format!("{name} is in one folder only"), remedy))
        .collect();
    let numbers: Vec<&str> = sqlite.iter().map(|name| number(name)).collect();
    for (previous, name) in numbers.iter().zip(sqlite.iter().skip(1)) {
        if *previous == number(name) {
            let problem = format!("{name} has the number of another migration");
            findings.push(Finding::new("migrations/sqlite", 0, problem, "take the next number"));
        }
    }
    findings
}

fn number(name: &str) -> &str {
    name.split('_').next().unwrap_or(name)
}

fn names<'a>(tree: &'a Tree, folder: &str) -> BTreeSet<&'a str> {
    tree.0.iter().filter_map(|file| file.path.strip_prefix(folder)).collect()
}
