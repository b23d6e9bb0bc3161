//! A service without a port, and somebody who asks it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::app::{App, Company, Current, Parts};
use crate::clock::Clock;
use crate::domain::calendar::Calendar;
use crate::domain::chance::SeededChance;
use crate::domain::rules::RuleBook;
use crate::domain::script::ScriptLibrary;
use crate::domain::timestamp::{BusinessZone, Timestamp};
use crate::http::{HttpState, Trust, router};
use crate::pbx::simulator::{SimulatorPbx, SimulatorSettings};
use crate::recording::Vault;
use crate::store::ingest::InboxWriter;
use crate::store::people::NewAccount;
use crate::store::{self, Database};

/// Friday 2026-11-20 08:15 in Shanghai.
const START: Timestamp = Timestamp(1_795_133_700_000);

pub struct Site {
    pub app: App,
    pub clock: Clock,
    pub real_clock: Clock,
    pub shutdown: CancellationToken,
    pub password: String,
    pub state: HttpState,
    router: Router,
    _folder: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Status and code, after checking that it is a problem document.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let document = self.json();
        assert_eq!(document["status"], self.status.as_u16());
        assert_eq!(document["type"], "about:blank");
        assert!(document["title"].is_string() && document["params"].is_object(), "{document}");
        (self.status.as_u16(), document["code"].as_str().expect("a code").to_owned())
    }
}

impl Site {
    /// A demonstration whose clock stands still, with its administrator.
    pub async fn open() -> Self {
        Self::open_on(Clock::manual(START)).await
    }

    pub async fn open_on(clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let app = app(folder.path(), &clock).await;
        let made = app.first_administrator(clock.now()).await.expect("stored");
        let (_, password) = made.expect("there was no account");
        let real_clock = Clock::manual(Clock::system().now());
        let shutdown = CancellationToken::new();
        let mut state = HttpState::new(app.clone(), clock.clone(), true, shutdown.clone());
        state.real_clock = real_clock.clone();
        let router = router(state.clone());
        Self { app, clock, real_clock, shutdown, password, state, router, _folder: folder }
    }

    /// The same service, trusting these.
    pub fn trusting(mut self, trust: Trust) -> Self {
        self.state.trust = Arc::new(trust);
        self.router = router(self.state.clone());
        self
    }

    pub async fn respond(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.expect("routers do not fail")
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), 1 << 20).await.expect("readable");
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn sign_in(&self, login_name: &str, password: &str) -> Answer {
        let credentials = json!({ "login_name": login_name, "password": password });
        self.send(request("POST", "/api/v1/session", "", Some(credentials))).await
    }

    /// Signs in and gives the cookie.
    pub async fn cookie(&self, login_name: &str, password: &str) -> String {
        let answer = self.sign_in(login_name, password).await;
        assert_eq!(answer.status, StatusCode::OK);
        let (cookie, _) = answer.header("set-cookie").split_once(';').expect("attributes");
        cookie.to_owned()
    }

    pub async fn admin(&self) -> Visitor<'_> {
        Visitor { site: self, cookie: self.cookie("admin", &self.password).await }
    }

    /// Makes somebody of this role who signs in with the administrator's password.
    pub async fn person(&self, login_name: &str, role: &str) -> String {
        let admin = store::people::by_login_name(&self.app.database, "admin").await;
        let hash = admin.expect("readable").expect("there").password_hash;
        let now = self.clock.now();
        let id = self.app.new_id(now);
        let account = NewAccount {
            id,
            login_name,
            display_name: &login_name.into(),
            password_hash: &hash,
            role,
            role_id: self.app.new_id(now),
        };
        let mut transaction = self.app.database.begin().await.expect("open");
        let today = self.app.zone.date(now);
        assert!(store::people::insert(&mut transaction, &account, now, today).await.expect("kept"));
        transaction.commit().await.expect("kept");
        id.to_string()
    }

    pub async fn visitor(&self, login_name: &str) -> Visitor<'_> {
        Visitor { site: self, cookie: self.cookie(login_name, &self.password).await }
    }

    /// Makes a seat of the simulation; its agent's id.
    pub async fn seat(&self, login_name: &str, number: &str) -> String {
        let (name, now) = (login_name.into(), self.clock.now());
        self.app.seat_agent(login_name, &name, "agent", number, now).await.expect("seated")
    }

    /// How often something was done, by the audit log.
    pub async fn audited(&self, action: &str) -> i64 {
        let sql = "select count(*) from audit_log where action = $1";
        let row = self.app.database.one::<(i64,)>(sql, vec![action.into()]).await;
        row.expect("readable").0
    }
}

/// Somebody with a session.
pub struct Visitor<'a> {
    pub site: &'a Site,
    pub cookie: String,
}

impl Visitor<'_> {
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.site.send(request(method, path, &self.cookie, body)).await
    }
}

/// A request as a browser's page sends it.
pub fn request(method: &str, path: &str, cookie: &str, body: Option<Value>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    request.body(body).expect("a request")
}

async fn app(folder: &std::path::Path, clock: &Clock) -> App {
    let database = Database::open_sqlite(&folder.join("huifang.db")).await.expect("a database");
    database.migrate().await.expect("a schema");
    let time = clock.clone();
    let pbx = SimulatorPbx::open(
        SimulatorSettings::default(),
        &folder.join("simulator"),
        Box::new(move || time.now()),
    );
    App::new(Parts {
        inbox: InboxWriter::start(database.clone()),
        database,
        zone: BusinessZone::default(),
        calendar: Current::new(Calendar::built_in()),
        rules: Current::new(RuleBook::shipped()),
        scripts: ScriptLibrary::shipped(),
        pbx: Arc::new(pbx.expect("a writable folder")),
        vault: Vault::open(&folder.join("recordings")).expect("a writable folder"),
        chance: Mutex::new(Box::new(SeededChance::new(1, "http tests"))),
        exchange: "simulator".to_owned(),
        node: "test".to_owned(),
        company: Company {
            name: "某某物业".to_owned(),
            supervision_phone: String::new(),
            caller_number: "02100000000".to_owned(),
        },
        batch_at: chrono::NaiveTime::from_hms_opt(8, 20, 0).expect("a time"),
        secret: b"secret".to_vec(),
        imports: crate::app::import::ImportDesk::new(folder.join("imports")),
        wake: Notify::new(),
    })
}
