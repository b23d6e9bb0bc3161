//! The files under check, and a view of Rust code without comments and the insides of literals.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// A broken rule.
pub struct Finding {
    path: String,
    line: usize,
    problem: String,
    remedy: &'static str,
}

impl Finding {
    /// `line` counts from 0, as slices do.
    pub fn new(path: &str, line: usize, problem: impl Into<String>, remedy: &'static str) -> Self {
        Self { path: path.to_owned(), line, problem: problem.into(), remedy }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.path, self.line + 1, self.problem, self.remedy)
    }
}

/// A text file of the project.
pub struct File {
    pub path: String,
    pub lines: Vec<String>,
    /// Of a Rust file: its lines with comments, texts and character literals blanked.
    pub code: Vec<String>,
    /// Of a Rust file: the lines that are compiled for tests only.
    test: Vec<bool>,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let code = if path.ends_with(".rs") { blanked(text) } else { Vec::new() };
        let mut test = vec![path.starts_with("tests/"); lines.len()];
        for region in test_regions(&code) {
            test[region].fill(true);
        }
        Self { path: path.to_owned(), lines, code, test }
    }

    fn is_module_of(&self, modules: &BTreeSet<String>) -> bool {
        let module = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        modules.iter().any(|m| module.strip_prefix(m.as_str()).is_some_and(starts_a_part))
    }

    /// The modules in other files that this one declares for tests only, as paths without ending.
    fn test_modules(&self) -> impl Iterator<Item = String> {
        let own = self.path.trim_end_matches(".rs");
        let folder = match own.rsplit_once('/') {
            Some((folder, "mod" | "lib" | "main")) => folder,
            _ => own,
        };
        let declared = self.code.windows(2).filter(|pair| pair[0].trim() == "#[cfg(test)]");
        let names = declared.filter_map(|pair| pair[1].trim().strip_prefix("mod "));
        names.filter_map(|name| name.strip_suffix(';')).map(move |name| format!("{folder}/{name}"))
    }

    /// Line numbers and code of what runs in production.
    pub fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        self.numbered().filter(|(line, _)| !self.test[*line])
    }

    /// Line numbers and code of what runs in tests.
    pub fn tests(&self) -> impl Iterator<Item = (usize, &str)> {
        self.numbered().filter(|(line, _)| self.test[*line])
    }

    /// Line numbers and code.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.iter().map(String::as_str).enumerate()
    }
}

/// Every text file of the project, new ones included, ignored ones not.
pub struct Tree(pub Vec<File>);

impl Tree {
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .expect("tidy asks git for the list of files: git must be installed");
        assert!(
            listed.status.success(),
            "git ls-files: {}",
            String::from_utf8_lossy(&listed.stderr)
        );
        let names = String::from_utf8(listed.stdout).expect("file names are UTF-8");
        let files = names.split_terminator('\0').filter_map(|path| {
            // Neither deleted files that git still lists nor binary ones.
            let text = std::fs::read_to_string(root.join(path)).ok()?;
            Some(File::new(path, &text))
        });
        Self::of(files.collect())
    }

    pub fn of(mut files: Vec<File>) -> Self {
        let modules: BTreeSet<String> = files.iter().flat_map(File::test_modules).collect();
        for file in files.iter_mut().filter(|file| file.is_module_of(&modules)) {
            file.test.fill(true);
        }
        Self(files)
    }

    pub fn rust_in(&self, folder: &str) -> impl Iterator<Item = &File> {
        self.0.iter().filter(move |f| f.path.starts_with(folder) && f.path.ends_with(".rs"))
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.0.iter().find(|file| file.path == path)
    }
}

/// The identifiers of a line of code with the place where each ends.
pub fn identifiers(code: &str) -> impl Iterator<Item = (&str, usize)> {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + code[rest..].find(part_of_word)?;
        let length = code[start..].find(|c| !part_of_word(c)).unwrap_or(code.len() - start);
        rest = start + length;
        Some((&code[start..rest], rest))
    })
}

/// Whether `code` contains `word` and the word does not begin in the middle of another.
pub fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The line on which the block that opens first at or after `start` closes.
pub fn block_end(code: &[String], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (line, text) in code.iter().enumerate().skip(start) {
        for character in text.chars() {
            match character {
                ';' if depth == 0 => return None,
                '{' | '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                '}' if depth <= 1 => return Some(line),
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    None
}

fn starts_a_part(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn test_regions(code: &[String]) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    for (line, text) in code.iter().enumerate() {
        if text.trim() == "#[cfg(test)]"
            && let Some(end) = block_end(code, line + 1)
        {
            regions.push(line..end + 1);
        }
    }
    regions
}

/// The text with every comment and the inside of every literal replaced by blanks.
fn blanked(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let end = literal_end(&characters, at).max(at + 1);
        let blank = end > at + 1;
        let piece = &characters[at..end];
        plain.extend(piece.iter().map(|c| if blank && *c != '\n' { ' ' } else { *c }));
        at = end;
    }
    plain.lines().map(str::to_owned).collect()
}

/// Where the comment or literal that begins at `at` ends; `at` when none begins there.
fn literal_end(text: &[char], at: usize) -> usize {
    let from = |start: usize, stop: &[char]| {
        let found = text[start..].windows(stop.len()).position(|window| window == stop);
        found.map_or(text.len(), |offset| start + offset + stop.len())
    };
    let in_word = at > 0 && (text[at - 1].is_alphanumeric() || text[at - 1] == '_');
    match text[at..] {
        ['/', '/', ..] => at + text[at..].iter().take_while(|c| **c != '\n').count(),
        ['/', '*', ..] => from(at + 2, &['*', '/']),
        ['r', '"' | '#', ..] if !in_word => raw_text_end(text, at),
        ['"', ..] => text_end(text, at + 1),
        ['\'', '\\', ..] => from(at + 3, &['\'']),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

fn raw_text_end(text: &[char], at: usize) -> usize {
    let hashes = text[at + 1..].iter().take_while(|c| **c == '#').count();
    let open = at + 1 + hashes;
    if text.get(open) != Some(&'"') {
        return at; // A raw identifier.
    }
    let mut stop = vec!['"'];
    stop.resize(1 + hashes, '#');
    let found = text[open + 1..].windows(stop.len()).position(|window| window == stop);
    found.map_or(text.len(), |offset| open + 1 + offset + stop.len())
}

fn text_end(text: &[char], mut at: usize) -> usize {
    while at < text.len() && text[at] != '"' {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_no_code() {
        let cases = [
            ("a(); // tokio", "a();"),
            ("a(/* tokio\n tokio */ b)", "a(\n b)"),
            (r#"a("tokio \" tokio", b)"#, "a(, b)"),
            (r##"a(r#"tokio " tokio"#, b)"##, "a(, b)"),
            ("a('\"', b, '\\'', 'c')", "a(, b, , )"),
            ("fn a<'a>(b: &'a str)", "fn a<'a>(b: &'a str)"),
        ];
        for (text, expected) in cases {
            let squeeze = |s: &str| s.split(' ').filter(|w| !w.is_empty()).collect::<String>();
            assert_eq!(squeeze(&blanked(text).join("\n")), squeeze(expected), "{text}");
        }
    }

    #[test]
    fn test_code_is_told_from_production() {
        let file = File::new("src/a.rs", "fn a() {}\n#[cfg(test)]\nmod t {\n  f();\n}\nfn b() {}");
        let lines: Vec<usize> = file.production().map(|(line, _)| line).collect();
        assert_eq!(lines, [0, 5]);
    }

    #[test]
    fn a_module_declared_for_tests_is_test_code_with_all_below_it() {
        let files = [
            ("src/a/mod.rs", "mod b;\n#[cfg(test)]\nmod cases;"),
            ("src/a/b.rs", "fn b() {}"),
            ("src/a/cases.rs", "mod more;"),
            ("src/a/cases/more.rs", "fn c() {}"),
            ("src/a/cases_of_law.rs", "fn d() {}"),
        ];
        let tree = Tree::of(files.iter().map(|(path, text)| File::new(path, text)).collect());
        let production: Vec<usize> = tree.0.iter().map(|file| file.production().count()).collect();
        assert_eq!(production, [3, 1, 0, 0, 1]);
    }
}
