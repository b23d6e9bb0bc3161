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
    /// Make an account with one role; prints its password, once
    Add {
        /// The name they sign in with
        login_name: String,
        /// What they may do, such as agent or quality_manager
        #[arg(long)]
        role: String,
        /// The name others see; the login name unless told
        #[arg(long)]
        name: Option<String>,
    },
    /// Everybody who has an account, with their roles
    List,
    /// Give an account a new password, unlock it, and end its sessions
    ResetPassword {
        /// The name they sign in with
        login_name: String,
    },
}

pub async fn run(config: &Config, command: &UserCommand) -> Result<ExitCode, AppError> {
    let clock = Clock::system();
    let app = open::open(config, &clock).await?.app;
    let now = clock.now();
    match command {
        UserCommand::Add { login_name, role, name } => {
            let name = name.as_ref().unwrap_or(login_name).as_str().into();
            let password = app.add_user(login_name, &name, role, ACTOR, now).await?;
            say(format!("Sign in  {login_name} / {password}"));
        }
        UserCommand::List => {
            for user in app.users(now).await? {
                let (name, roles) = (user.display_name.reveal(), user.roles.join(", "));
                say(format!("{}  {name}  {roles}", user.login_name));
            }
        }
        UserCommand::ResetPassword { login_name } => {
            let password = app.reset_password(login_name, ACTOR, now).await?;
            say(format!("Sign in  {login_name} / {password}"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
