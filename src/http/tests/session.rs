//! Signing in, staying in, being locked out.

use axum::http::StatusCode;

use super::site::{Site, request};
use crate::store;

#[tokio::test]
async fn the_first_administrator_signs_in_and_out() {
    let site = Site::open().await;
    let again = site.app.first_administrator(site.clock.now()).await.expect("readable");
    assert_eq!(again, None, "there is one already");
    let answer = site.sign_in("admin", &site.password).await;
    assert_eq!(answer.status, StatusCode::OK);
    let view = answer.json();
    assert_eq!(view["user"]["login_name"], "admin");
    assert_eq!(view["user"]["roles"], serde_json::json!(["administrator"]));
    let permissions = view["user"]["permissions"].as_array().expect("a list");
    assert!(permissions.contains(&serde_json::json!("batch.view")));
    assert_eq!(view["demo"], true);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("huifang_session="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    let admin = site.admin().await;
    assert_eq!(admin.ask("GET", "/api/v1/session", None).await.json(), view);
    assert_eq!(admin.ask("DELETE", "/api/v1/session", None).await.status, StatusCode::NO_CONTENT);
    let gone = admin.ask("GET", "/api/v1/session", None).await;
    assert_eq!(gone.problem(), (401, "session.required".into()));
    assert_eq!(site.audited("signed_in").await, 2);
}

#[tokio::test]
async fn wrong_names_and_passwords_are_told_alike() {
    let site = Site::open().await;
    site.seat("li.na", "8001").await;
    let mut answers = Vec::new();
    for (login_name, password) in
        [("admin", "wrong"), ("nobody", "wrong"), ("li.na", "!"), ("li.na", ""), ("", "")]
    {
        let answer = site.sign_in(login_name, password).await;
        assert_eq!(answer.problem(), (401, "session.wrong_credentials".into()), "{login_name}");
        assert_eq!(answer.header("set-cookie"), "");
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn five_wrong_passwords_lock_for_real_time() {
    let site = Site::open().await;
    for _ in 0..5 {
        assert_eq!(site.sign_in("admin", "wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let locked = site.sign_in("admin", &site.password).await;
    assert_eq!(locked.problem(), (429, "session.locked".into()));
    assert_eq!(locked.json()["params"]["for_secs"], 30);
    // The demonstration's time unlocks nothing.
    site.clock.advance_ms(3_600_000).expect("manual");
    site.real_clock.advance_ms(29_000).expect("manual");
    let locked = site.sign_in("admin", &site.password).await;
    assert_eq!(locked.json()["params"]["for_secs"], 1);
    site.real_clock.advance_ms(1_000).expect("manual");
    assert_eq!(site.sign_in("admin", "wrong").await.status, StatusCode::UNAUTHORIZED);
    let locked = site.sign_in("admin", &site.password).await;
    assert_eq!(locked.json()["params"]["for_secs"], 60, "it doubles");
    site.real_clock.advance_ms(60_000).expect("manual");
    assert_eq!(site.sign_in("admin", &site.password).await.status, StatusCode::OK);
    assert_eq!(site.sign_in("admin", "wrong").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.sign_in("admin", &site.password).await.status, StatusCode::OK, "from zero");
    assert_eq!(site.audited("account_locked").await, 2);
}

#[tokio::test]
async fn a_session_ends_after_a_shift() {
    let site = Site::open().await;
    let admin = site.admin().await;
    site.real_clock.advance_ms(11 * 3_600_000).expect("manual");
    assert_eq!(admin.ask("GET", "/api/v1/session", None).await.status, StatusCode::OK);
    site.real_clock.advance_ms(2 * 3_600_000).expect("manual");
    let expired = admin.ask("GET", "/api/v1/session", None).await;
    assert_eq!(expired.problem(), (401, "session.required".into()));
}

#[tokio::test]
async fn the_database_does_not_hold_what_the_cookie_holds() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let secret = admin.cookie.strip_prefix("huifang_session=").expect("the cookie's name");
    let rows: Vec<(String, String)> =
        site.app.database.all("select id, body from session", vec![]).await.expect("readable");
    let [(id, body)] = rows.as_slice() else { panic!("{} sessions", rows.len()) };
    assert_eq!(id.len(), 64, "a SHA-256");
    assert!(!id.contains(secret) && !body.contains(secret));
}

#[tokio::test]
async fn signing_in_gives_a_new_cookie() {
    let site = Site::open().await;
    let first = site.admin().await;
    let credentials = serde_json::json!({ "login_name": "admin", "password": site.password });
    let again = request("POST", "/api/v1/session", &first.cookie, Some(credentials));
    let answer = site.send(again).await;
    let (second, _) = answer.header("set-cookie").split_once(';').expect("attributes");
    assert_ne!(second, first.cookie);
    let old = first.ask("GET", "/api/v1/session", None).await;
    assert_eq!(old.problem(), (401, "session.required".into()));
}

#[tokio::test]
async fn roles_say_what_one_may() {
    let site = Site::open().await;
    site.seat("li.na", "8001").await;
    // login name, role, method, path, status
    let cases = [
        ("agent", "GET", "/api/v1/agents", 200),
        ("agent", "PUT", "/api/v1/clock", 403),
        ("auditor", "GET", "/api/v1/agents", 200),
        ("auditor", "POST", "/api/v1/agents/x/take-over", 403),
        ("center_manager", "GET", "/api/v1/agents", 403),
        ("center_manager", "GET", "/api/v1/recordings/x/audio", 403),
        ("center_manager", "GET", "/api/v1/session", 200),
        ("administrator", "GET", "/api/v1/recordings/x/audio", 404),
    ];
    for (role, method, path, expected) in cases {
        let login_name = format!("{role}-{method}-{path}");
        site.person(&login_name, role).await;
        let visitor = site.visitor(&login_name).await;
        let answer = visitor.ask(method, path, None).await;
        assert_eq!(answer.status.as_u16(), expected, "{login_name}");
        if expected == 403 {
            assert_eq!(answer.problem().1, "permission.denied");
        }
    }
}

#[tokio::test]
async fn a_role_that_has_ended_permits_nothing() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let mut transaction = site.app.database.begin().await.expect("open");
    let sql = "update user_role set valid_until = '2026-11-19'";
    transaction.execute(sql, vec![]).await.expect("changed");
    transaction.commit().await.expect("kept");
    let denied = admin.ask("GET", "/api/v1/agents", None).await;
    assert_eq!(denied.problem(), (403, "permission.denied".into()));
    let disable = "update user_account set disabled_at = 1";
    let mut transaction = site.app.database.begin().await.expect("open");
    transaction.execute(disable, vec![]).await.expect("changed");
    transaction.commit().await.expect("kept");
    let gone = admin.ask("GET", "/api/v1/session", None).await;
    assert_eq!(gone.problem(), (401, "session.required".into()));
    let refused = site.sign_in("admin", &site.password).await;
    assert_eq!(refused.problem(), (401, "session.wrong_credentials".into()));
    assert_eq!(store::people::count(&site.app.database).await.expect("readable"), 1);
}

#[tokio::test]
async fn a_reset_password_is_the_only_one_and_ends_sessions() {
    let site = Site::open().await;
    site.person("other", "agent").await;
    let (admin, other) = (site.admin().await, site.visitor("other").await);
    for _ in 0..5 {
        site.sign_in("admin", "wrong").await;
    }
    assert_eq!(site.sign_in("admin", &site.password).await.problem().1, "session.locked");
    let now = site.clock.now();
    let fresh = site.app.reset_password("admin", "tester", now).await.expect("reset");
    assert_eq!(site.sign_in("admin", &fresh).await.status, StatusCode::OK);
    let old = site.sign_in("admin", &site.password).await.problem();
    assert_eq!(old, (401, "session.wrong_credentials".into()));
    assert_eq!(admin.ask("GET", "/api/v1/session", None).await.problem().0, 401);
    assert_eq!(other.ask("GET", "/api/v1/session", None).await.status, StatusCode::OK);
    assert_eq!(site.audited("password_reset").await, 1);
    let nobody = site.app.reset_password("nobody", "tester", now).await.expect_err("unknown");
    assert_eq!(nobody.code, "user.not_found");
}
