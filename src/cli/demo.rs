//! `huifang demo`: the service with a demonstration world on a demonstration clock.

use std::process::ExitCode;

use clap::Args;

use super::serve::{Extras, assemble, clock, serve};
use super::{open, say};
use crate::app::demo_world::seed_demo;
use crate::app::{App, AppError};
use crate::config::{ClockChoice, Config};
use crate::domain::timestamp::Timestamp;
use crate::store;

#[derive(Args)]
pub struct DemoArguments {
    /// Use the real clock instead of the demonstration's
    #[arg(long)]
    realtime: bool,
}

/// The setting in which a demonstration keeps its sign-in, so that it can be printed each time.
const SIGN_IN: &str = "demo_sign_in";

pub async fn run(config: &Config, arguments: &DemoArguments) -> Result<ExitCode, AppError> {
    let mut config = config.clone();
    if !arguments.realtime {
        config.clock.kind = ClockChoice::Demo;
    }
    let database = open::database(&config).await?;
    let clock = clock(&config, &database).await?;
    let opened = assemble(&config, &clock, database).await?;
    let (app, now, seed) = (&opened.app, clock.now(), config.demo.seed);
    let today = app.zone.date(now);
    let sign_in = sign_in(app, now).await?;
    if seed_demo(app, seed, today, now).await? {
        say("A demonstration world was made; every name and number in it is invented.");
    }
    let extras = Extras { demo_seed: Some(seed), sign_in };
    serve(&config, &clock, opened, extras).await
}

/// The administrator of the demonstration: made at the first start, printed at every start.
async fn sign_in(app: &App, now: Timestamp) -> Result<Option<(String, String)>, AppError> {
    if let Some((login_name, password)) = app.first_administrator(now).await? {
        let mut transaction = app.database.begin().await?;
        let text = format!("{login_name}\n{password}");
        store::setting::get_or_insert(&mut transaction, SIGN_IN, &text, now).await?;
        transaction.commit().await?;
        return Ok(Some((login_name, password)));
    }
    let kept = store::setting::get(&app.database, SIGN_IN).await?;
    let split = |text: &String| {
        text.split_once('\n').map(|(name, password)| (name.to_owned(), password.to_owned()))
    };
    Ok(kept.as_ref().and_then(split))
}
