//! `huifang import`, as a person runs it: what it prints, and how it ends. The database behind it
//! is the default one; what it stores is tested on both elsewhere.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use tempfile::TempDir;

/// What a run printed, and its exit status.
struct Printed {
    stdout: String,
    stderr: String,
    status: Option<i32>,
}

impl Printed {
    fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).expect("one JSON document")
    }
}

/// Runs `huifang import` with a data folder of the test's own.
fn import(folder: &TempDir, kind: &str, file: &Path, options: &[&str]) -> Printed {
    let output = Command::new(env!("CARGO_BIN_EXE_huifang"))
        .env_clear()
        .current_dir(folder.path())
        .args(["--data-dir".as_ref(), folder.path().as_os_str()])
        .args(["import".as_ref(), kind.as_ref(), file.as_os_str()])
        .args(options)
        .output()
        .expect("the program runs");
    Printed {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        status: output.status.code(),
    }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// A data folder that knows the sample's centers.
fn with_centers() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let printed = import(&folder, "centers", &sample("service_centers.csv"), &[]);
    let expected = "imported: service_centers.csv (UTF-8 BOM)\n\
                    6 centers: 6 new, 0 changed, 0 unchanged\n";
    assert_eq!(
        (printed.stdout.as_str(), printed.status),
        (expected, Some(0)),
        "{}",
        printed.stderr
    );
    folder
}

#[test]
fn a_file_is_tried_imported_and_imported_again() {
    let folder = with_centers();
    let file = sample("service_requests.xlsx");
    for (options, first, counts) in [
        (&["--dry-run"][..], "dry run, nothing was stored:", "1765 new, 0 changed, 0 unchanged"),
        (&[], "imported:", "1765 new, 0 changed, 0 unchanged"),
        (&[], "imported:", "0 new, 0 changed, 1765 unchanged"),
    ] {
        let printed = import(&folder, "requests", &file, options);
        let lines: Vec<&str> = printed.stdout.lines().collect();
        assert_eq!(lines[0], format!("{first} service_requests.xlsx (XLSX)"), "{}", printed.stderr);
        assert_eq!(lines[1], format!("1765 requests: {counts}"));
        assert_eq!(lines[2], "covers through 2026-11-22");
        assert_eq!(printed.status, Some(0));
    }
}

#[test]
fn a_calendar_is_not_taken_in_partially() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = ["--partial", "rejects.csv"];
    let printed = import(&folder, "calendar", &sample("service_centers.csv"), &options);
    assert_eq!(printed.status, Some(2), "{}", printed.stderr);
    assert!(printed.stderr.contains("--partial is for rows"), "{}", printed.stderr);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
}

#[test]
fn bad_rows_are_listed_one_a_line() {
    let folder = with_centers();
    let printed = import(&folder, "requests", &sample("bad/six_bad_rows.csv"), &[]);
    let lines: Vec<&str> = printed.stderr.lines().collect();
    let first = "row 2, column 完成时间, value \"2026-02-30 10:00:00\": is not a valid date and \
                 time (不是有效的日期时间)";
    assert_eq!((lines.len(), lines[0]), (9, first));
    assert_eq!(lines[6..8], ["nothing was stored: 6 rows have errors", ""]);
    assert!(lines[8].starts_with("hint: correct these rows"), "{}", lines[8]);
    assert_eq!((printed.stdout.as_str(), printed.status), ("", Some(2)));
}

#[test]
fn json_lists_every_error_and_finding() {
    let folder = with_centers();
    let bad = import(&folder, "requests", &sample("bad/six_bad_rows.csv"), &["--json"]);
    let json = bad.json();
    assert_eq!((bad.stderr.as_str(), bad.status), ("", Some(2)));
    assert_eq!((&json["code"], &json["rows_with_errors"]), (&"import.rows".into(), &6.into()));
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(6));
    let error = &json["errors"][4];
    assert_eq!((&error["row"], &error["column"]), (&6.into(), &"联系电话".into()));
    assert_eq!(
        (&error["value"], &error["code"]),
        (&"not a phone".into(), &"phone.not_digits".into())
    );
    let good = import(&folder, "households", &sample("households.csv"), &["--json"]);
    let json = good.json();
    assert_eq!((good.stderr.as_str(), good.status), ("", Some(0)));
    assert_eq!((&json["inserted"], &json["encoding"]), (&3940.into(), &"GB18030".into()));
    assert_eq!((&json["covers_through"], &json["dry_run"]), (&Json::Null, &false.into()));
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(15));
}

#[test]
fn files_that_cannot_be_read_are_refused_with_a_hint() {
    let folder = with_centers();
    let cases = [
        ("bad/empty.csv", "The file has a header and no rows.", "file.header_only"),
        (
            "bad/missing_column.csv",
            "Columns are missing: 完成时间 (completed_at).",
            "file.missing_columns",
        ),
        ("bad/not_text.csv", "The file is no table:", "file.not_a_table"),
        ("bad/truncated.xlsx", "The workbook cannot be opened:", "file.broken_workbook"),
        ("bad/nobody_made_this.csv", "cannot be read: ", "file.unreadable"),
        ("bad", "cannot be read: ", "file.unreadable"),
    ];
    for (name, sentence, code) in cases {
        let file = sample(name);
        let printed = import(&folder, "requests", &file, &[]);
        assert_eq!((printed.stdout.as_str(), printed.status), ("", Some(2)), "{name}");
        assert!(printed.stderr.starts_with("error: "), "{name}: {}", printed.stderr);
        assert!(printed.stderr.contains(sentence), "{name}: {}", printed.stderr);
        assert!(printed.stderr.contains("\n\nhint: "), "{name}: {}", printed.stderr);
        let json = import(&folder, "requests", &file, &["--json"]).json();
        assert_eq!(json["code"], code, "{name}");
    }
    // After all this nothing is stored yet.
    let good = import(&folder, "requests", &sample("bad/hostile_text.csv"), &["--json"]).json();
    assert_eq!((&good["inserted"], &good["unchanged"]), (&6.into(), &0.into()));
}
