//! `huifang serve`: the service, until it is told to stop.

use std::fs::File;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::open::{self, Opened};
use super::say;
use crate::app::{AppError, Engine, NoticeDesk, SimulatedStaff};
use crate::clock::Clock;
use crate::config::{ClockChoice, Config};
use crate::domain::chance::Chance;
use crate::domain::timestamp::Timestamp;
use crate::entropy::SystemChance;
use crate::http::{self, Certificate, HttpState, Trust};
use crate::jobs::{DEMO_TIME, NoticeRunner, Runner, watch_inbox};
use crate::store::{self, Database};

/// Locked while a service runs.
const LOCK_FILE: &str = "serving.lock";

/// What is started beside the service.
#[derive(Default)]
pub struct Extras {
    /// The seed of the demonstration world whose days are fed in.
    pub demo_seed: Option<u64>,
    /// The sign-in to print, when it is known.
    pub sign_in: Option<(String, String)>,
}

pub async fn run(config: &Config) -> Result<ExitCode, AppError> {
    let database = open::database(config).await?;
    let clock = clock(config, &database).await?;
    let opened = assemble(config, &clock, database).await?;
    let sign_in = opened.app.first_administrator(clock.now()).await?;
    serve(config, &clock, opened, Extras { demo_seed: None, sign_in }).await
}

/// Puts the program together on the configured folders.
pub async fn assemble(
    config: &Config,
    clock: &Clock,
    database: Database,
) -> Result<Opened, AppError> {
    let chance: Box<dyn Chance> = Box::new(SystemChance);
    let recordings = &config.storage.recordings_dir;
    let folder = config.storage.simulator_dir();
    open::assemble(config, clock, database, chance, recordings, &folder).await
}

/// The configured clock. A demonstration clock goes on from where it was, so that time never runs
/// backwards over a restart.
pub async fn clock(config: &Config, database: &Database) -> Result<Clock, AppError> {
    match config.clock.kind {
        ClockChoice::System => Ok(Clock::system()),
        ClockChoice::Demo => {
            let chosen = config.company.zone.instant(config.demo.starts_at);
            let kept = store::setting::get(database, DEMO_TIME).await?;
            let kept = kept.and_then(|text| text.parse().ok()).map(Timestamp);
            let last = store::event_log::newest_at(database).await?;
            let start = [Some(chosen), kept, last].into_iter().flatten().max().unwrap_or(chosen);
            Clock::demo(start, config.demo.speed)
                .map_err(|error| AppError::internal(error.to_string()))
        }
    }
}

/// Serves until the process is told to stop.
pub async fn serve(
    config: &Config,
    clock: &Clock,
    opened: Opened,
    extras: Extras,
) -> Result<ExitCode, AppError> {
    let app = opened.app;
    let desk = NoticeDesk::open(&config.notices).map_err(|problem| {
        AppError::internal(format!("notices cannot be sent: {problem}"))
            .hint("check [notices.mail] and [notices.webhook]")
    })?;
    let _alone = serve_alone(config)?;
    let lost = app.reconcile(clock.now()).await?;
    if lost > 0 {
        tracing::warn!(lost, "calls were lost while the service was down");
    }
    let interrupted = app.fail_interrupted_imports(clock.now()).await?;
    if interrupted > 0 {
        tracing::warn!(interrupted, "imports were interrupted when the service stopped");
    }
    let listener = TcpListener::bind(config.server.listen).await.map_err(|error| {
        AppError::internal(format!("{} cannot be listened on: {error}", config.server.listen))
            .hint("another program may use the port; choose one with HUIFANG_SERVER__LISTEN")
    })?;
    let certificate = certificate(config).await?;
    let address = listener.local_addr().map_err(|error| AppError::internal(error.to_string()))?;
    let scheme = if certificate.is_some() { "https" } else { "http" };
    announce(&format!("{scheme}://{address}"), extras.sign_in.as_ref());
    let shutdown = CancellationToken::new();
    let runner = Runner {
        engine: Engine {
            app: app.clone(),
            simulator: Some(Arc::clone(&opened.simulator)),
            staff: Some(SimulatedStaff::new(config.pbx.simulator.seed, None)),
        },
        clock: clock.clone(),
        demo_seed: extras.demo_seed,
        keep_settled_days: config.housekeeping.keep_settled_days,
    };
    let telling = NoticeRunner {
        app: app.clone(),
        clock: clock.clone(),
        desk: Arc::new(desk),
        limits: config.findings,
    };
    let running = tokio::spawn(runner.run(shutdown.clone()));
    if let Some(folder) = config.intake.watch_dir.clone() {
        tokio::spawn(watch_inbox(app.clone(), clock.clone(), folder, shutdown.clone()));
    }
    let telling = tokio::spawn(telling.run(shutdown.clone()));
    let is_demo = config.clock.kind == ClockChoice::Demo;
    let mut state = HttpState::new(app.clone(), clock.clone(), is_demo, shutdown.clone());
    state.trust = Arc::new(Trust {
        proxies: config.server.trusted_proxies.clone(),
        metrics: config.metrics.clone(),
    });
    let renewing = tokio::spawn(renew_on_signal(certificate.clone()));
    tokio::spawn(async move {
        stop_signal().await;
        shutdown.cancel();
    });
    let served = http::serve(listener, state, certificate).await;
    renewing.abort();
    running.await.map_err(|error| AppError::internal(error.to_string()))?;
    telling.await.map_err(|error| AppError::internal(error.to_string()))?;
    app.database.close().await;
    served.map_err(|error| AppError::internal(format!("serving failed: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

/// Holds the simulated exchange's folder for this process: a second service on it would take the
/// first one's calls for lost. The system lets go of it when the process ends, however it ends.
fn serve_alone(config: &Config) -> Result<File, AppError> {
    let path = config.storage.simulator_dir().join(LOCK_FILE);
    let file = File::create(&path).map_err(|error| {
        AppError::internal(format!("{} cannot be written: {error}", path.display()))
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(AppError::conflict(
            "service.already_running",
            format!("another service is running on {}", config.storage.data_dir.display()),
        )
        .hint("stop it, or give this one a folder of its own with --data-dir")),
    }
}

/// Whether a service runs on the configured folder.
pub fn is_running(config: &Config) -> bool {
    let path = config.storage.simulator_dir().join(LOCK_FILE);
    File::open(path).is_ok_and(|file| file.try_lock().is_err())
}

/// What a person at the terminal needs, on standard output; everything else is logged.
fn announce(address: &str, sign_in: Option<&(String, String)>) {
    say(format!("Address  {address}"));
    if let Some((login_name, password)) = sign_in {
        say(format!("Sign in  {login_name} / {password}"));
    }
    say("");
}

async fn certificate(config: &Config) -> Result<Option<Certificate>, AppError> {
    let Some(files) = config.server.certificate.clone() else { return Ok(None) };
    let read = Certificate::read(files).await.map_err(|error| {
        AppError::internal(error.to_string())
            .hint("both must be PEM files that this user may read; `huifang doctor` looks at them")
    });
    read.map(Some)
}

/// Takes up renewed certificate files at each SIGHUP, which without a certificate does nothing.
async fn renew_on_signal(certificate: Option<Certificate>) {
    let mut hung_up = match signal(SignalKind::hangup()) {
        Ok(hung_up) => hung_up,
        Err(error) => {
            tracing::warn!(%error, "SIGHUP cannot be waited for");
            return;
        }
    };
    while hung_up.recv().await.is_some() {
        let Some(certificate) = &certificate else { continue };
        match certificate.renew().await {
            Ok(()) => tracing::info!("the certificate files were read anew"),
            Err(error) => tracing::error!(%error, "the certificate in use stays"),
        }
    }
}

/// Waits until the process is told to stop.
async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be waited for; an interrupt still stops it");
            let _ = interrupted.await;
        }
    }
    tracing::info!("stopping");
}
