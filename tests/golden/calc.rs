//! The calculator against answers of an independent implementation (Python's fractions and hashlib,
//! scipy's distributions), and what it says to wrong questions.

use huifang::cli::calc::{answer_lines, examples};
use serde_json::{Value, json};

/// Estimates agree to nine digits, quantiles of the beta distribution to eight (statistics.md 12).
const TOLERANCE: f64 = 1e-8;

fn answers(lines: &str) -> Vec<Value> {
    let mut written = Vec::new();
    answer_lines(lines.as_bytes(), &mut written).expect("memory can be written to");
    let written = String::from_utf8(written).expect("text");
    written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn answer(question: &Value) -> Value {
    answers(&question.to_string()).pop().expect("one answer")
}

/// Everything expected is there; more may be said.
fn agree(got: &Value, expected: &Value, at: &str) {
    match (got, expected) {
        (Value::Object(got), Value::Object(expected)) => {
            for (name, value) in expected {
                let found = got.get(name).unwrap_or_else(|| panic!("{at}: no {name}"));
                agree(found, value, &format!("{at}.{name}"));
            }
        }
        (Value::Array(got), Value::Array(expected)) => {
            assert_eq!(got.len(), expected.len(), "{at}");
            for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
                agree(got, expected, &format!("{at}[{index}]"));
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            let near = (a - b).abs() <= TOLERANCE * b.abs().max(1e-4);
            assert!(near, "{at}: {a} instead of {b}");
        }
        _ => assert_eq!(got, expected, "{at}"),
    }
}

#[test]
fn an_independent_implementation_agrees() {
    let lines = include_str!("../data/calc.jsonl");
    let mut compared = 0;
    for (number, line) in lines.lines().enumerate() {
        let question: Value = serde_json::from_str(line).expect("JSON");
        let got = answer(&question);
        let at = format!("line {} {}", number + 1, question["op"]);
        match question["expected"].get("error") {
            Some(code) => assert_eq!(&got["error"]["code"], code, "{at}"),
            None => agree(&got["ok"], &question["expected"], &at),
        }
        compared += 1;
    }
    assert_eq!(compared, lines.lines().count());
}

#[test]
fn every_example_is_answered() {
    let lines: Vec<String> = examples().collect();
    let answers = answers(&lines.join("\n"));
    assert_eq!((lines.len(), answers.len()), (21, 21));
    for (line, answer) in lines.iter().zip(answers) {
        assert!(answer.get("ok").is_some(), "{line}: {answer}");
    }
}

#[test]
fn what_statistics_md_names_comes_out() {
    let cases = [
        // 306 answers and 765 calls for 3 points at 1,500 households (section 11).
        (
            json!({"op": "sample_size", "input": {"p": 0.9, "moe": 0.03, "level": 0.95,
                "N": 1500, "deff": 1, "response_rate": "2/5"}}),
            json!({"n": 306, "draw": 765}),
        ),
        // Exact rates: floating point gives 8 and 57 (section 12).
        (json!({"op": "annual_quota", "input": {"N": 100, "rate": "7/100"}}), json!({"annual": 7})),
        (json!({"op": "annual_quota", "input": {"N": 200, "rate": 0.29}}), json!({"annual": 58})),
        // 20 of 20 is not certain: Wilson .84, exact .83 (section 13).
        (
            json!({"op": "binomial_ci", "input": {"x": 20, "n": 20, "level": 0.95}}),
            json!({"wilson": [0.838_874_841_947, 1.0], "clopper_pearson": [0.831_566_529, 1.0]}),
        ),
        // Undefined is null.
        (
            json!({"op": "binomial_ci", "input": {"x": 0, "n": 0, "level": 0.95}}),
            json!({"wilson": null, "clopper_pearson": null}),
        ),
        // No unknown cases: RR3 is RR1 although e is undefined (section 6).
        (
            json!({"op": "aapor_rates", "input": {"counts": {"UH": 3}, "e": null}}),
            json!({"e": null, "rates": {"RR1": 0.0, "RR3": null, "RR5": null, "COOP1": null}}),
        ),
    ];
    for (question, expected) in cases {
        let got = answer(&question);
        let close = |got: &Value| agree(got, &expected, &question.to_string());
        close(&got["ok"]);
    }
}

#[test]
fn wrong_questions_are_told_apart() {
    let cases = [
        ("nonsense", "malformed"),
        (r#"{"input":{}}"#, "malformed"),
        (r#"{"op":"divine","input":{}}"#, "unknown_op"),
        (r#"{"op":"holm"}"#, "invalid_input"),
        (r#"{"op":"holm","input":{"p":[2]}}"#, "invalid_input"),
        (r#"{"op":"allocate","input":{"n":1,"weights":[1,1],"min":[1]}}"#, "invalid_input"),
        (
            r#"{"op":"allocate","input":{"n":1,"weights":[1],"min":[2],"cap":[3]}}"#,
            "infeasible_min",
        ),
        (
            r#"{"op":"allocate","input":{"n":9,"weights":[1],"min":[2],"cap":[3]}}"#,
            "infeasible_cap",
        ),
        (
            r#"{"op":"allocate","input":{"n":9,"weights":[0,1],"min":[0,0],"cap":[9,3]}}"#,
            "infeasible_zero_weight",
        ),
        (
            r#"{"op":"frame_digest","input":{"rows":[["a","s","A"],["a","t","A"]]}}"#,
            "duplicate_unit",
        ),
        (r#"{"op":"frame_digest","input":{"rows":[["a\tb","s","A"]]}}"#, "bad_character"),
        (r#"{"op":"stream_below","input":{"key":"00","nonce":"00","n":["1"]}}"#, "invalid_input"),
        (
            r#"{"op":"stratified_mean","input":{"y":[1],"stratum":["a"],"population":{"b":1}}}"#,
            "unknown_stratum",
        ),
        (
            r#"{"op":"stratified_mean","input":{"y":[1,2],"stratum":[1,1],"population":{"1":1}}}"#,
            "more_answers_than_households",
        ),
    ];
    for (line, code) in cases {
        let got = answers(line);
        assert_eq!(got.len(), 1, "{line}");
        assert_eq!(got[0]["error"]["code"], *code, "{line}: {}", got[0]);
        let message = got[0]["error"]["message"].as_str().expect("a sentence");
        assert!(!message.is_empty(), "{line}");
    }
    assert_eq!(answers("\n  \n"), Vec::<Value>::new(), "empty lines are skipped");
}

#[test]
fn the_stream_is_that_of_rfc_8439() {
    // RFC 8439, appendix A.1, test vectors 1 and 2: key and nonce all zero, blocks 0 and 1 begin
    // with these bytes.
    let question = json!({"op": "stream_words", "input": {
        "key": "00".repeat(32), "nonce": "00".repeat(12), "n": 9}});
    let words = answer(&question)["ok"]["u64"].clone();
    let bytes = |hex: [u8; 8]| u64::from_le_bytes(hex).to_string();
    let block_0 = bytes([0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]);
    let block_1 = bytes([0x9f, 0x07, 0xe7, 0xbe, 0x55, 0x51, 0x38, 0x7a]);
    assert_eq!((&words[0], &words[8]), (&json!(block_0), &json!(block_1)));
}
