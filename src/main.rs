//! Starts the program; everything else is in the library.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    huifang::cli::run().await
}
