//! Files that a page or a program uploads.

use axum::body::Body;
use serde_json::{Value, json};

use super::site::{Answer, Site, Visitor, request};
use crate::app::import::ImportJobOrder;
use crate::domain::intake::kind::ImportKind;
use crate::store;

const CENTERS: &str = "服务中心编码,服务中心,经理,服务等级\nSC01,麗湖花园服务中心,林晓东,三级\n";

/// A center in order, and one of a level that does not exist.
const ONE_BAD: &str = "服务中心编码,服务中心,经理,服务等级\n\
    SC01,麗湖花园服务中心,林晓东,三级\nSC02,桃园里服务中心,陈国平,六级\n";

async fn upload(who: &Visitor<'_>, query: &str, bytes: impl Into<Body>) -> Answer {
    let path = format!("/api/v1/imports?{query}");
    let mut request = request("POST", &path, &who.cookie, None);
    *request.body_mut() = bytes.into();
    who.site.send(request).await
}

/// Uploads a file that is queued, and waits until its import is over; what is said of it then.
async fn import(who: &Visitor<'_>, query: &str, text: &'static str) -> Value {
    let queued = upload(who, query, text).await;
    assert_eq!(queued.status, 202);
    let path = format!("/api/v1/imports/{}", queued.json()["id"].as_str().expect("an id"));
    loop {
        let import = who.ask("GET", &path, None).await.json();
        if !import["finished_at_ms"].is_null() {
            return import;
        }
        tokio::task::yield_now().await;
    }
}

async fn centers(site: &Site) -> usize {
    store::center::codes(&site.app.database).await.expect("readable").len()
}

#[tokio::test]
async fn a_file_is_tried_taken_in_and_listed() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let tried = import(&admin, "kind=centers&dry_run=true&file_name=c.csv", CENTERS).await;
    let outcome = &tried["outcome"];
    assert_eq!((&tried["state"], &tried["dry_run"]), (&json!("done"), &json!(true)));
    assert_eq!((&outcome["inserted"], &outcome["code"]), (&json!(1), &json!(null)));
    assert_eq!(centers(&site).await, 0, "it was only tried");
    let taken = import(&admin, "kind=centers&file_name=c.csv", CENTERS).await;
    let size = json!(CENTERS.len());
    assert_eq!((&taken["state"], &taken["bytes_read"]), (&json!("done"), &size));
    assert_eq!(taken["rows"], 1);
    // The name a file came with may name somebody; the list calls it by kind and digest.
    let name = taken["file_name"].as_str().expect("a name");
    assert!(name.starts_with("centers-") && name.ends_with(".csv"), "{name}");
    assert_eq!(centers(&site).await, 1);
    let list = admin.ask("GET", "/api/v1/imports", None).await.json();
    let ids: Vec<&Value> =
        list["imports"].as_array().expect("a list").iter().map(|i| &i["id"]).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&&tried["id"]) && ids.contains(&&taken["id"]));
    assert_eq!(site.audited("import_requested").await, 2);
    let id = taken["id"].as_str().expect("an id");
    assert!(!site.app.imports.upload(id).exists(), "the bytes are not kept");
}

#[tokio::test]
async fn bad_rows_refuse_a_file_or_are_left_out_of_it() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let refused = import(&admin, "kind=centers", ONE_BAD).await;
    assert_eq!((&refused["state"], &refused["has_rejects"]), (&json!("refused"), &json!(false)));
    assert_eq!(refused["outcome"]["code"], "import.rows");
    let error = &refused["outcome"]["errors"][0];
    assert_eq!((&error["row"], &error["code"]), (&json!(3), &json!("cell.not_one_of")));
    assert_eq!(centers(&site).await, 0);
    let rejects = async |import: &Value| {
        let path = format!("/api/v1/imports/{}/rejects", import["id"].as_str().expect("an id"));
        admin.ask("GET", &path, None).await
    };
    let none = rejects(&refused).await.problem();
    assert_eq!(none, (404, "import.no_rejects".to_owned()));
    let partial = import(&admin, "kind=centers&mode=partial", ONE_BAD).await;
    assert_eq!((&partial["state"], &partial["has_rejects"]), (&json!("done"), &json!(true)));
    let outcome = &partial["outcome"];
    assert_eq!((&outcome["inserted"], &outcome["error_rows"]), (&json!(1), &json!(1)));
    assert_eq!(centers(&site).await, 1);
    let answer = rejects(&partial).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"rejects.csv\"");
    let text = String::from_utf8(answer.body.to_vec()).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[1].contains("SC02,桃园里服务中心,陈国平,六级"), "{text}");
}

#[tokio::test]
async fn what_is_no_upload_is_refused() {
    let site = Site::open().await;
    let admin = site.admin().await;
    for (query, status, code) in [
        ("kind=bills", 422, "import.bad_choice"),
        ("kind=centers&mode=some", 422, "import.bad_choice"),
        ("mode=all", 400, "request.malformed"),
        ("kind=centers&dry_run=perhaps", 400, "request.malformed"),
    ] {
        let answer = upload(&admin, query, CENTERS).await;
        assert_eq!(answer.problem(), (status, code.to_owned()), "{query}");
    }
    let allowed = &upload(&admin, "kind=bills", CENTERS).await.json()["params"]["allowed"];
    assert_eq!(allowed, &json!(["centers", "households", "requests"]));
    for (method, path) in [("GET", ""), ("POST", "/cancel"), ("GET", "/rejects")] {
        let answer = admin.ask(method, &format!("/api/v1/imports/none{path}"), None).await;
        assert_eq!(answer.problem(), (404, "import.unknown".to_owned()), "{path}");
    }
    let empty = import(&admin, "kind=centers", "").await;
    assert_eq!(empty["outcome"]["code"], "file.empty");
    assert_eq!(admin.ask("GET", "/api/v1/imports?limit=1", None).await.json()["imports"][0], {
        let mut row = empty;
        row["outcome"] = json!(null);
        row
    });
}

#[tokio::test]
async fn an_upload_may_be_larger_than_other_bodies() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let wide = format!("{CENTERS}SC02,{},,一级\n", "x".repeat(3 << 20));
    let answer = upload(&admin, "kind=centers", wide).await;
    assert_eq!(answer.status, 202);
}

#[tokio::test]
async fn an_import_is_given_up() {
    let site = Site::open().await;
    let admin = site.admin().await;
    let done = import(&admin, "kind=centers", CENTERS).await;
    let now = site.clock.now();
    let id = site.app.new_id(now).to_string();
    let order = ImportJobOrder {
        kind: ImportKind::Centers,
        is_partial: false,
        dry_run: false,
        origin: "upload",
        file_name: "c.csv".to_owned(),
        path: site.app.imports.upload(&id),
        actor: "tester".to_owned(),
    };
    site.app.queue_import(&id, &order, now).await.expect("queued");
    let cancel = format!("/api/v1/imports/{id}/cancel");
    let cancelled = admin.ask("POST", &cancel, None).await;
    assert_eq!(cancelled.status, 200);
    let cancelled = cancelled.json();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(cancelled["outcome"]["code"], "import.cancelled");
    assert_eq!(site.audited("import_cancel_requested").await, 1);
    let of_done = format!("/api/v1/imports/{}/cancel", done["id"].as_str().expect("an id"));
    for path in [cancel, of_done] {
        let answer = admin.ask("POST", &path, None).await;
        assert_eq!(answer.problem(), (409, "import.is_over".to_owned()));
    }
}

#[tokio::test]
async fn imports_are_for_those_whose_work_they_are() {
    let site = Site::open().await;
    // role, may it
    for (role, may) in [
        ("quality_manager", true),
        ("quality_supervisor", true),
        ("reception_clerk", true),
        ("agent", false),
    ] {
        site.person(role, role).await;
        let who = site.visitor(role).await;
        for (method, path) in [
            ("POST", "/api/v1/imports?kind=bills"),
            ("GET", "/api/v1/imports"),
            ("GET", "/api/v1/imports/none"),
            ("POST", "/api/v1/imports/none/cancel"),
            ("GET", "/api/v1/imports/none/rejects"),
        ] {
            let status = who.ask(method, path, None).await.status;
            assert_eq!(status != 403, may, "{role} {method} {path}: {status}");
        }
    }
    let stranger = Visitor { site: &site, cookie: String::new() };
    let answer = upload(&stranger, "kind=centers", CENTERS).await;
    assert_eq!(answer.problem(), (401, "session.required".to_owned()));
}
