//! `huifang calc`: an auditor recomputes any published figure. Reads JSON lines
//! `{"op":…,"input":{…}}` and answers each with `{"ok":{…}}` or `{"error":{"code","message"}}`.
//! Pure: no database, no clock, no configuration.

mod examples;
mod input;
mod intervals;
mod rounds;
mod samples;
mod sampling;

use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

use serde::Deserialize;
use serde_json::{Value, json};

use input::CalcError;

/// The longest line read, in bytes: a year's frames of a large company fit.
const LINE_BYTES_MAX: u64 = 1 << 30;

type Operation = fn(Value) -> Result<Value, CalcError>;

/// Every operation by name.
const OPERATIONS: [(&str, Operation); 21] = [
    ("allocate", sampling::allocate),
    ("annual_quota", sampling::annual_quota),
    ("frame_digest", sampling::frame_digest),
    ("seed_prn", sampling::seed_prn),
    ("rotate_year", sampling::rotate_year),
    ("stream_words", sampling::stream_words),
    ("stream_below", sampling::stream_below),
    ("stream_shuffle", sampling::stream_shuffle),
    ("aapor_rates", intervals::aapor_rates),
    ("binomial_ci", intervals::binomial_ci),
    ("hypergeometric_ci", intervals::hypergeometric_ci),
    ("sample_size", intervals::sample_size),
    ("margin_of_error", intervals::margin_of_error),
    ("stratified_mean", samples::stratified_mean),
    ("stratified_proportion", samples::stratified_proportion),
    ("domain_mean", samples::stratified_mean),
    ("domain_proportion", samples::stratified_proportion),
    ("poststratify", samples::poststratify),
    ("domain_difference", samples::domain_difference),
    ("holm", intervals::holm),
    ("estimate_round", rounds::estimate_round),
];

/// A line of the input.
#[derive(Deserialize)]
struct Line {
    op: String,
    #[serde(default)]
    input: Value,
}

/// Answers standard input on standard output, or prints the examples.
pub fn run(examples_only: bool) -> ExitCode {
    if examples_only {
        examples().for_each(super::say);
        return ExitCode::SUCCESS;
    }
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    match answer_lines(std::io::stdin().lock(), output) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader who has seen enough and gone is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Answers every line of `questions` on `answers`; empty lines are skipped.
///
/// # Errors
/// When reading or writing fails.
pub fn answer_lines(mut questions: impl BufRead, mut answers: impl Write) -> std::io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut questions).take(LINE_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        writeln!(answers, "{}", answer(&line))?;
        // Whoever asks line by line waits for the answer before the next one.
        answers.flush()?;
    }
}

/// The answer to one line.
fn answer(line: &[u8]) -> Value {
    let answer = serde_json::from_slice::<Line>(line)
        .map_err(|error| CalcError::new("malformed", format!("no line of calc: {error}")))
        .and_then(|line| {
            let operation = OPERATIONS.iter().find(|(name, _)| *name == line.op);
            let (_, operate) = operation.ok_or_else(|| {
                let message = format!("there is no operation `{}`; see calc --examples", line.op);
                CalcError::new("unknown_op", message)
            })?;
            operate(line.input)
        });
    match answer {
        Ok(result) => json!({ "ok": result }),
        Err(error) => json!({ "error": { "code": error.code, "message": error.message } }),
    }
}

/// One line for each operation, to be fed back.
pub fn examples() -> impl Iterator<Item = String> {
    examples::EXAMPLES.iter().map(|(op, input)| {
        let input: String = input.split('\n').map(str::trim).collect();
        format!(r#"{{"op":"{op}","input":{input}}}"#)
    })
}
