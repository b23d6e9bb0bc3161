//! `huifang user`: what whoever runs the machine does for people who cannot sign in.

use std::process::ExitCode;

use clap::Subcommand;

use super::{open, say};
use crate::app::AppError;
use crate::clock::Clock;
use crate::config::Config;

/// Who did it, in the audit log.
const ACTOR: &str = "command line";

#[derive(Subcommand)]
pub enum UserCommand {
    /// Give an account a new password, unlock it, and end its sessions
    ResetPassword {
        /// The name they sign in with
        login_name: String,
    },
}

pub async fn run(config: &Config, command: &UserCommand) -> Result<ExitCode, AppError> {
    let UserCommand::ResetPassword { login_name } = command;
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    let password = app.reset_password(login_name, ACTOR, clock.now()).await?;
    say(format!("Sign in  {login_name} / {password}"));
    Ok(ExitCode::SUCCESS)
}
