//! `huifang openapi`: the description of the HTTP API, as committed in `openapi.json`.

use std::process::ExitCode;

use crate::app::AppError;
use crate::http;

pub fn run() -> Result<ExitCode, AppError> {
    let text = http::openapi_json().map_err(|error| AppError::internal(error.to_string()))?;
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}
