//! `huifang openapi`: the description of the HTTP API, as committed in `openapi.json`.

use std::process::ExitCode;

use super::say;
use crate::app::AppError;
use crate::http;

pub fn run() -> Result<ExitCode, AppError> {
    let text = http::openapi_json().map_err(|error| AppError::internal(error.to_string()))?;
    say(text.trim_end());
    Ok(ExitCode::SUCCESS)
}
