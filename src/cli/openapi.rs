//! `huifang openapi`: the description of the HTTP API, as committed in `openapi.json`.

use std::process::ExitCode;

use crate::app::AppError;
use crate::http;

pub fn run() -> Result<ExitCode, AppError> {
    print!("{}", http::openapi_text());
    Ok(ExitCode::SUCCESS)
}
