//! `huifang doctor`, `config show` and `backup`, as an administrator runs them.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use chrono::Datelike;
use huifang::app::SignIn;
use huifang::config::DatabaseLocation;
use huifang::store::{self, Value, calendar};
use serde_json::Value as Json;

use crate::support::both_databases;
use crate::support::database::location;
use crate::support::rows::count;
use crate::workplace::Workplace;

both_databases!(Workplace::on_friday:
    a_reset_password_ends_the_sessions_of_its_user,
    accounts_are_added_with_one_role,
    a_role_for_one_center_gives_no_permission,
    the_doctor_looks_at_a_database_in_use,
    the_doctor_reads_the_stored_calendar,
);

struct Printed {
    stdout: String,
    stderr: String,
    status: Option<i32>,
}

impl Printed {
    fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).expect("one JSON document")
    }

    /// What `doctor` says of one check: how grave, and the sentence.
    fn check(&self, name: &str) -> (String, String) {
        let findings = self.json();
        let finding = findings.as_array().expect("a list").iter().find(|f| f["check"] == name);
        let finding = finding.unwrap_or_else(|| panic!("{name} in {}", self.stdout));
        let text = |field: &str| finding[field].as_str().expect("a text").to_owned();
        assert_eq!(text("gravity") == "ok", finding["remedy"].is_null(), "{finding}");
        (text("gravity"), text("finding"))
    }
}

fn huifang(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Printed {
    let output = Command::new(env!("CARGO_BIN_EXE_huifang"))
        .env_clear()
        .envs(variables.iter().copied())
        .env("HUIFANG_LOG__LEVEL", "error")
        .current_dir(folder)
        .args(["--data-dir", "data"])
        .args(arguments)
        .output()
        .expect("the program runs");
    Printed {
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        status: output.status.code(),
    }
}

fn with_centers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let centers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/service_centers.csv");
    let centers = centers.to_str().expect("UTF-8");
    let printed = huifang(folder.path(), &[], &["import", "centers", centers]);
    assert_eq!(printed.status, Some(0), "{}", printed.stderr);
    folder
}

#[test]
fn the_doctor_looks_at_everything_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let before = huifang(folder.path(), &[], &["doctor", "--json"]);
    assert_eq!(before.check("database").0, "warning");
    assert!(!folder.path().join("data").exists(), "nothing was made");

    let folder = with_centers();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = listener.local_addr().expect("bound").to_string();
    let printed =
        huifang(folder.path(), &[("HUIFANG_SERVER__LISTEN", &taken)], &["doctor", "--json"]);
    for name in ["schema", "database", "data", "vault", "clock", "zone", "https", "exchange"] {
        let (gravity, finding) = printed.check(name);
        // How much room there is depends on the machine.
        if !["data", "vault"].contains(&name) {
            assert_eq!(gravity, "ok", "{name}: {finding}");
        }
    }
    for name in ["calendar", "secrets", "fonts", "ffmpeg", "espeak-ng", "pages", "metrics"] {
        printed.check(name);
    }
    let (gravity, finding) = printed.check("port");
    assert_eq!(gravity, "error");
    assert!(finding.contains(&taken), "{finding}");
    assert_eq!(printed.status, Some(1));

    let lines = huifang(folder.path(), &[("HUIFANG_SERVER__LISTEN", &taken)], &["doctor"]);
    let port = lines.stdout.lines().find(|line| line.starts_with("error    port"));
    assert!(port.is_some_and(|line| line.contains(" -> see who has it")), "{}", lines.stdout);
    assert_eq!(lines.stdout.lines().count(), printed.json().as_array().map_or(0, Vec::len));
}

#[test]
fn the_doctor_says_what_does_not_work() {
    let folder = with_centers();
    let path = folder.path();
    // Settings, the check, how grave, a word of the finding.
    let cases: [(&[(&str, &str)], _, _, _); 6] = [
        (
            &[("HUIFANG_DATABASE__URL", "postgres://me:secret@127.0.0.1:1/none")],
            "database",
            "error",
            "cannot be used",
        ),
        (&[("HUIFANG_SERVER__LISTEN", "0.0.0.0:0")], "https", "warning", "microphone"),
        (
            &[
                ("HUIFANG_SERVER__LISTEN", "0.0.0.0:0"),
                ("HUIFANG_SERVER__TRUSTED_PROXIES", "10.0.0.1"),
            ],
            "https",
            "warning",
            "can be reached without it",
        ),
        (
            &[
                ("HUIFANG_SERVER__CERTIFICATE_FILE", "none.pem"),
                ("HUIFANG_SERVER__KEY_FILE", "none.key"),
            ],
            "https",
            "error",
            "none.pem",
        ),
        (&[("HUIFANG_CLOCK__KIND", "demo")], "clock", "warning", "demonstration"),
        (&[("HUIFANG_COMPANY__ZONE", "Europe/Berlin")], "zone", "warning", "Berlin"),
    ];
    for (variables, check, gravity, word) in cases {
        let printed = huifang(path, variables, &["doctor", "--json"]);
        let (found, finding) = printed.check(check);
        assert_eq!(found, gravity, "{finding}");
        assert!(finding.contains(word), "{finding}");
        assert!(!printed.stdout.contains("secret@"), "{}", printed.stdout);
    }
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, mode(0o755)).expect("allowed");
    std::fs::set_permissions(path.join("data"), mode(0o755)).expect("allowed");
    std::fs::set_permissions(path.join("data/huifang.db"), mode(0o644)).expect("allowed");
    let readable = huifang(path, &[], &["doctor", "--json"]).check("secrets");
    assert_eq!(readable.0, "warning");
    std::fs::set_permissions(path.join("data/huifang.db"), mode(0o640)).expect("allowed");
    assert_eq!(huifang(path, &[], &["doctor", "--json"]).check("secrets").0, "ok");
}

#[test]
fn settings_are_shown_without_secrets() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = "[database]\nurl = \"postgres://me:secret@db/huifang\"\n";
    std::fs::write(folder.path().join("huifang.toml"), file).expect("written");
    let variables = [("HUIFANG_METRICS__TOKEN", "a-secret-of-16-characters")];
    let printed = huifang(folder.path(), &variables, &["config", "show"]);
    assert_eq!(printed.status, Some(0));
    let line = |key: &str| {
        let mut lines = printed.stdout.lines().filter(|line| line.starts_with(key));
        let words: Vec<&str> = lines.next().expect(key).split_whitespace().collect();
        words.join(" ")
    };
    assert_eq!(line("database.url"), "database.url (hidden) # huifang.toml:2");
    assert_eq!(
        line("metrics.token"),
        "metrics.token (hidden) # environment variable HUIFANG_METRICS__TOKEN"
    );
    assert_eq!(line("storage.data_dir"), "storage.data_dir \"data\" # option --data-dir");
    assert_eq!(line("server.listen"), "server.listen \"127.0.0.1:8080\" # default");
    let json = huifang(folder.path(), &variables, &["config", "show", "--json"]);
    let settings = json.json();
    let url = settings.as_array().expect("a list").iter().find(|s| s["key"] == "database.url");
    let expected = serde_json::json!({
        "key": "database.url", "value": null, "source": "file", "place": "huifang.toml:2"
    });
    assert_eq!(url, Some(&expected));
    for text in [printed.stdout, json.stdout] {
        assert!(!text.contains("secret"), "{text}");
    }
}

#[test]
fn a_backup_is_made_verified_and_restored_by_commands() {
    let folder = with_centers();
    let path = folder.path();
    let none = huifang(path, &[("HUIFANG_STORAGE__DATA_DIR", "x")], &["backup", "verify", "none"]);
    assert_eq!(none.status, Some(2), "{}", none.stderr);
    let made = huifang(path, &[], &["backup", "create", "backup", "--json"]);
    assert_eq!(made.status, Some(0), "{}", made.stderr);
    assert_eq!(made.json()["database"], "sqlite");
    let mode = |file: &str| {
        let found = std::fs::metadata(path.join(file)).expect("there");
        found.permissions().mode() & 0o777
    };
    assert_eq!((mode("backup"), mode("backup/database.sqlite")), (0o700, 0o600));
    let whole = huifang(path, &[], &["backup", "verify", "backup"]);
    assert_eq!(whole.status, Some(0), "{}", whole.stderr);
    let used = huifang(path, &[], &["backup", "restore", "backup"]);
    assert_eq!(used.status, Some(2), "{}", used.stderr);

    std::fs::rename(path.join("data"), path.join("lost")).expect("renamed");
    let restored = huifang(path, &[], &["backup", "restore", "backup"]);
    assert_eq!(restored.status, Some(0), "{}", restored.stderr);
    assert!(restored.stdout.contains("unbroken chain"), "{}", restored.stdout);
    let schema = huifang(path, &[], &["doctor", "--json"]).check("schema");
    assert_eq!(schema.0, "ok");

    let file = path.join("backup/database.sqlite");
    let mut bytes = std::fs::read(&file).expect("readable");
    bytes[4_000] ^= 1;
    std::fs::write(&file, bytes).expect("written");
    let damaged = huifang(path, &[], &["backup", "verify", "backup"]);
    assert_eq!(damaged.status, Some(2));
    assert!(damaged.stderr.contains("database.sqlite: its content has changed"));
}

async fn a_reset_password_ends_the_sessions_of_its_user(place: Workplace) {
    let mut transaction = place.database().begin().await.expect("a transaction");
    for login_name in ["agent", "supervisor"] {
        let body = serde_json::json!({ "user_id": place.user(login_name).await }).to_string();
        let sql = "insert into session (id, body, expires_at) values ($1, $2, 9)";
        let values = vec![Value::from(login_name), Value::from(body)];
        transaction.execute(sql, values).await.expect("a session");
    }
    transaction.commit().await.expect("kept");
    place.app.reset_password("agent", "tester", place.now()).await.expect("reset");
    assert_eq!(count(place.database(), "session where id = 'agent'").await, 0);
    assert_eq!(count(place.database(), "session where id = 'supervisor'").await, 1);
    let unlocked = "user_account where login_name = 'agent' and password_hash like '$argon2%'";
    assert_eq!(count(place.database(), unlocked).await, 1);
}

async fn accounts_are_added_with_one_role(place: Workplace) {
    let (app, now, name) = (&place.app, place.now(), "林敏".into());
    let add = async |login_name: &str, role: &str| {
        app.add_user(login_name, &name, role, "tester", now).await.map_err(|error| error.code)
    };
    let password = add("lin", "quality_manager").await.expect("added");
    assert_eq!(add("lin", "agent").await, Err("user.taken"));
    assert_eq!(add("other", "boss").await, Err("user.unknown_role"));
    assert_eq!(add("lin min", "agent").await, Err("user.bad_name"));
    let signed_in = app.sign_in("lin", password.as_str().into(), now, now).await;
    assert!(matches!(signed_in.expect("an answer"), SignIn::Accepted(_)));
    let users = app.users(now).await.expect("a list");
    let lin = users.iter().find(|user| user.login_name == "lin").expect("listed");
    assert_eq!((lin.display_name.reveal().as_str(), users.len()), ("林敏", 4));
    assert_eq!(lin.roles, ["quality_manager"]);
    assert_eq!(count(place.database(), "audit_log where action = 'user_added'").await, 1);
}

async fn a_role_for_one_center_gives_no_permission(place: Workplace) {
    place.app.first_administrator(place.now()).await.expect("permissions");
    let (id, today) = (place.user("agent").await, place.app.zone.date(place.now()));
    let may = async || {
        let database = place.database();
        let named = store::people::permissions(database, &id, today).await.expect("a list");
        let may = store::people::may(database, &id, "batch.view", today).await.expect("an answer");
        (named.iter().any(|name| name == "batch.view"), may)
    };
    assert_eq!(may().await, (true, true));
    let mut transaction = place.database().begin().await.expect("a transaction");
    let sql = "update user_role set center_code = 'SC01' where user_id = $1";
    transaction.execute(sql, vec![Value::from(&id)]).await.expect("narrowed");
    transaction.commit().await.expect("kept");
    assert_eq!(may().await, (false, false));
    let sql = "role_permission where role = 'center_manager' and permission = 'rules.view'";
    assert_eq!(count(place.database(), sql).await, 0);
}

async fn the_doctor_looks_at_a_database_in_use(place: Workplace) {
    let (printed, kind) = doctor(&place).await;
    assert_eq!(printed.check("schema").0, "ok");
    // How durable the test server is depends on who started it.
    assert!(printed.check("database").1.starts_with(kind), "{}", printed.stdout);
}

async fn the_doctor_reads_the_stored_calendar(place: Workplace) {
    place.app.refresh_calendar(place.now()).await.expect("the shipped days are stored");
    let now = huifang::clock::Clock::system().now();
    let this_year = place.app.zone.date(now).year();
    let mut transaction = place.database().begin().await.expect("a transaction");
    for year in [this_year, this_year + 1] {
        calendar::put_year(&mut transaction, year, now).await.expect("stored");
    }
    transaction.commit().await.expect("kept");
    assert_eq!(doctor(&place).await.0.check("calendar").0, "ok");

    let mut transaction = place.database().begin().await.expect("a transaction");
    transaction.execute("delete from calendar_year", vec![]).await.expect("deleted");
    transaction.commit().await.expect("kept");
    let (gravity, finding) = doctor(&place).await.0.check("calendar");
    assert_eq!(gravity, "error", "{finding}");
}

/// What `doctor --json` says of a database in use, and what kind of database it is.
async fn doctor(place: &Workplace) -> (Printed, &'static str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (variables, kind) = match location(place.database()).await {
        DatabaseLocation::Sqlite(path) => {
            let data = folder.path().join("data");
            std::os::unix::fs::symlink(path.parent().expect("a folder"), data).expect("linked");
            (None, "SQLite")
        }
        DatabaseLocation::Postgres(url) => {
            (Some(("HUIFANG_DATABASE__URL", url.reveal().to_owned())), "PostgreSQL")
        }
    };
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    (huifang(folder.path(), &variables, &["doctor", "--json"]), kind)
}
