//! What somebody who edits a script is told: every file of tests/data/scripts/bad differs from
//! good/smallest.yaml in one thing, and says in its first lines what is expected:
//!
//! ```text
//! # one answer cannot be two
//! # line 86: condition.never
//! # hint: its parts exclude each other
//! # also: -
//! ```

use std::path::{Path, PathBuf};

use huifang::domain::script::ScriptLibrary;
use huifang::domain::script::parse::parse;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/scripts");

struct Expected {
    line: u64,
    code: String,
    hint: String,
    /// Codes of what else is wrong in consequence.
    also: Vec<String>,
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn bad_files() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(Path::new(FOLDER).join("bad")).expect("the folder is there");
    let mut files: Vec<PathBuf> = folder.map(|file| file.expect("a file").path()).collect();
    files.sort();
    files
}

fn expected(yaml: &str) -> Expected {
    let mut lines = yaml.lines().skip(1);
    let mut field = |start: &str| {
        let line = lines.next().unwrap_or_default();
        line.strip_prefix(start)
            .unwrap_or_else(|| panic!("{line:?} begins with {start}"))
            .to_owned()
    };
    let place = field("# line ");
    let (line, code) = place.split_once(": ").expect("line: code");
    let (line, code) = (line.parse().expect("a number"), code.to_owned());
    let hint = field("# hint: ");
    let also = field("# also: ");
    let also = also.split(", ").filter(|code| *code != "-").map(str::to_owned).collect();
    Expected { line, code, hint, also }
}

#[test]
fn each_wrong_script_is_told_with_its_line_and_what_to_do() {
    let files = bad_files();
    assert!(files.len() >= 25, "only {} kinds", files.len());
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let yaml = text(&path);
        let wanted = expected(&yaml);
        let mut errors = parse(&name, &yaml).err().unwrap_or_default();
        let hit = errors.iter().position(|e| e.line == wanted.line && e.code == wanted.code);
        let Some(hit) = hit else { panic!("{name}: {errors:#?}") };
        let error = errors.remove(hit);
        assert!(error.hint.starts_with(&wanted.hint), "{name}: {}", error.hint);
        assert!(error.column >= 1 && !error.excerpt.is_empty(), "{name}");
        let line = yaml.lines().nth(usize::try_from(error.line).unwrap_or(0) - 1);
        assert_eq!(line.map(str::trim_end), Some(error.excerpt.as_str()), "{name}");
        let mut also: Vec<&str> = errors.iter().map(|error| error.code).collect();
        also.sort_unstable();
        assert_eq!(also, wanted.also, "{name}");
    }
}

#[test]
fn the_script_they_differ_from_is_correct() {
    let yaml = text(&Path::new(FOLDER).join("good/smallest.yaml"));
    assert_eq!(parse("smallest.yaml", &yaml).err(), None);
}

#[test]
fn a_mistake_is_shown_with_its_line_and_a_caret_below_the_place() {
    let yaml = text(&Path::new(FOLDER).join("bad/condition_unknown_code.yaml"));
    let errors = parse("my.yaml", &yaml).err().unwrap_or_default();
    let shown = errors.first().map(|error| error.shown()).unwrap_or_default();
    let wanted =
        "my.yaml:86:39: answers.satisfaction has no choice unhappy [condition.unknown_code]
86 |         when: answers.satisfaction == \"unhappy\"
   |                                       ^
  hint: its codes are satisfied, dissatisfied";
    assert_eq!(shown, wanted);
}

#[test]
fn the_caret_counts_full_width_characters_twice() {
    let yaml = text(&Path::new(FOLDER).join("bad/phrase_forbidden.yaml"));
    let errors = parse("my.yaml", &yaml).err().unwrap_or_default();
    let shown = errors.first().map(|error| error.shown()).unwrap_or_default();
    let lines: Vec<&str> = shown.lines().collect();
    let before = lines[1].split("不知道").next().unwrap_or_default();
    let columns: usize = before.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    assert_eq!(lines[2].find('^'), Some(columns));
}

#[test]
fn every_shipped_script_names_its_schema() {
    for (file, yaml) in ScriptLibrary::shipped_files() {
        let schema = if file.contains('/') { "../schema.json" } else { "schema.json" };
        let wanted = format!("# yaml-language-server: $schema={schema}");
        assert_eq!(yaml.lines().next(), Some(wanted.as_str()), "{file}");
    }
}
