//! Backups: made while others write, verified, restored into nothing.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use huifang::app::App;
use huifang::app::backup::{
    BackupPlaces, FileFault, Manifest, create_backup, restore_backup, verify_backup,
};
use huifang::config::DatabaseLocation;
use huifang::domain::timestamp::Timestamp;
use huifang::store::{self, Audit, Database, Value};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

use crate::support::both_databases;
use crate::support::database::{empty_location, location, open};
use crate::support::rows::{count, texts};
use crate::workplace::Workplace;

both_databases!(Workplace::on_friday:
    a_backup_made_while_others_write_is_restored_whole,
    a_flipped_byte_and_a_missing_file_are_found,
    an_interrupted_backup_is_none,
    only_an_empty_place_of_the_same_kind_is_restored_to,
    a_recording_that_the_vault_lost_is_told_and_the_others_are_kept,
    a_changed_audit_log_is_noticed_after_restoring,
);

/// The places of a service at work.
async fn places(place: &Workplace) -> BackupPlaces {
    let simulator = place.recordings().with_file_name("simulator");
    std::fs::create_dir_all(&simulator).expect("a folder");
    std::fs::write(simulator.join("exchange-id"), "simulator-1").expect("written");
    BackupPlaces {
        database: location(place.database()).await,
        recordings: place.recordings(),
        simulator,
    }
}

/// Empty places to restore to.
async fn empty_places(place: &Workplace, folder: &Path) -> BackupPlaces {
    BackupPlaces {
        database: empty_location(place.database(), folder).await,
        recordings: folder.join("recordings"),
        simulator: folder.join("simulator"),
    }
}

/// Stores a recording as the service does: in the vault first, then in the database with the record
/// of it.
async fn record(app: &App, agent: &str, number: u64) {
    let (id, now) = (Uuid::from_u128(number.into()).to_string(), Timestamp(1));
    let bytes = format!("audio {number} ").repeat(1_000);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    let kept = app.vault.put(day, &id, bytes.as_bytes()).await.expect("in the vault");
    let mut transaction = app.database.begin().await.expect("a transaction");
    let call = "insert into call (id, household_key, number_key, agent_id, exchange, \
                snapshot_version, snapshot, state, ordered_at, ended_at, is_reconciled, revision) \
                values ($1, $1, $1, $2, 'simulator', 1, '{}', 'ended', 1, 2, $3, 1)";
    let values = vec![Value::from(&id), Value::from(agent), Value::from(false)];
    transaction.execute(call, values).await.expect("a call");
    store::recording::expect(&mut transaction, &id, &id, 1, now).await.expect("expected");
    let row = store::recording::load_of_call(&mut transaction, &id).await.expect("readable");
    let mut row = row.expect("expected");
    (row.state, row.path, row.sha256) = ("stored".into(), Some(kept.key), Some(kept.sha256));
    store::recording::update(&mut transaction, &row).await.expect("kept");
    transaction.audit(Audit {
        at: now,
        actor: "tester".to_owned(),
        action: "recorded",
        subject_kind: "recording",
        subject_id: id,
        body: serde_json::json!({}),
    });
    transaction.commit().await.expect("kept");
}

async fn record_some(place: &Workplace, count: u64) {
    let agent = place.user("agent").await;
    for number in 1..=count {
        record(&place.app, &agent, number).await;
    }
}

async fn make(places: &BackupPlaces, folder: &Path) -> Manifest {
    let unexpected = |fault| panic!("{fault:?}");
    create_backup(places, folder, Timestamp(5), unexpected).await.expect("a backup")
}

fn backup_folder() -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let backup = folder.path().join("backup");
    (folder, backup)
}

async fn a_backup_made_while_others_write_is_restored_whole(place: Workplace) {
    const BEFORE: u64 = 20;
    record_some(&place, BEFORE).await;
    let stop = Arc::new(AtomicBool::new(false));
    let (app, agent, stopped) = (place.app.clone(), place.user("agent").await, Arc::clone(&stop));
    let writing = tokio::spawn(async move {
        let mut number = BEFORE;
        while !stopped.load(Ordering::Relaxed) {
            number += 1;
            record(&app, &agent, number).await;
        }
        number
    });
    let (folder, backup) = backup_folder();
    let manifest = make(&places(&place).await, &backup).await;
    stop.store(true, Ordering::Relaxed);
    let written = writing.await.expect("the writer ends");
    assert!(written > BEFORE, "others wrote meanwhile");

    let target = empty_places(&place, folder.path()).await;
    let restored = restore_backup(&target, &backup, |fault| panic!("{fault:?}")).await;
    let restored = restored.expect("restored");
    assert_eq!(restored.recordings, manifest.recordings);
    assert!((BEFORE..=written).contains(&restored.recordings), "{}", restored.recordings);
    let database = open(&target.database).await;
    let recorded = "audit_log where action = 'recorded'";
    assert_eq!(count(&database, recorded).await.unsigned_abs(), restored.recordings);
    assert_eq!(count(&database, "audit_log").await.unsigned_abs(), restored.audit.records);
    let requests = "select request_no from service_request order by request_no";
    assert_eq!(texts(&database, requests).await, texts(place.database(), requests).await);
    each_recording_is_what_was_stored(&database, &target.recordings).await;
    let exchange = std::fs::read_to_string(target.simulator.join("exchange-id"));
    assert_eq!(exchange.expect("restored"), "simulator-1");
    database.close().await;
}

async fn each_recording_is_what_was_stored(database: &Database, vault: &Path) {
    let kept = store::dump::recordings_after(database, "", 10_000).await.expect("readable");
    assert!(!kept.is_empty());
    for recording in kept {
        let bytes = std::fs::read(vault.join(&recording.path)).expect("in the vault");
        assert_eq!(hex::encode(Sha256::digest(bytes)), recording.sha256, "{}", recording.path);
    }
}

async fn a_flipped_byte_and_a_missing_file_are_found(place: Workplace) {
    record_some(&place, 3).await;
    let (folder, backup) = backup_folder();
    let manifest = make(&places(&place).await, &backup).await;
    let (same, faults) = verify_backup(&backup, |fault| panic!("{fault:?}")).await.expect("whole");
    assert_eq!((same.files, faults), (manifest.files, 0));
    let day = backup.join("recordings/2026/11/20");
    let name = |number| format!("{}.wav", Uuid::from_u128(number));
    let flipped =
        [manifest.database.file().to_owned(), format!("recordings/2026/11/20/{}", name(2))];
    for file in &flipped {
        let mut bytes = std::fs::read(backup.join(file)).expect("readable");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(backup.join(file), bytes).expect("written");
    }
    std::fs::remove_file(day.join(name(3))).expect("removed");
    let mut found = Vec::new();
    let (_, faults) = verify_backup(&backup, |fault| found.push(fault)).await.expect("listed");
    let changed = |path: &String| FileFault {
        path: path.clone(),
        problem: "its content has changed (SHA-256)".to_owned(),
    };
    let missing = FileFault {
        path: format!("recordings/2026/11/20/{}", name(3)),
        problem: "missing".to_owned(),
    };
    assert_eq!(found, [changed(&flipped[0]), changed(&flipped[1]), missing]);
    assert_eq!(faults, 3);

    let target = empty_places(&place, folder.path()).await;
    let refused = restore_backup(&target, &backup, |_| {}).await.expect_err("damaged");
    assert_eq!(refused.code, "backup.damaged");
    assert!(!target.recordings.exists(), "nothing was restored");

    let list = std::fs::read_to_string(backup.join("files.jsonl")).expect("readable");
    let shorter: Vec<&str> = list.lines().skip(1).collect();
    std::fs::write(backup.join("files.jsonl"), shorter.join("\n") + "\n").expect("written");
    let refused = verify_backup(&backup, |_| {}).await.expect_err("another list");
    assert_eq!(refused.code, "backup.damaged");
}

async fn an_interrupted_backup_is_none(place: Workplace) {
    record_some(&place, 3).await;
    let (_folder, backup) = backup_folder();
    let places = places(&place).await;
    {
        let mut making = pin!(create_backup(&places, &backup, Timestamp(5), |_| {}));
        while !backup.join("INCOMPLETE").exists() {
            tokio::select! {
                biased;
                done = &mut making => panic!("it was to be interrupted: {done:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
    }
    let refused = verify_backup(&backup, |_| {}).await.expect_err("interrupted");
    assert_eq!(refused.code, "backup.incomplete");
    let again = create_backup(&places, &backup, Timestamp(6), |_| {}).await;
    assert_eq!(again.expect_err("not empty").code, "backup.not_empty");
}

async fn only_an_empty_place_of_the_same_kind_is_restored_to(place: Workplace) {
    record_some(&place, 1).await;
    let (folder, backup) = backup_folder();
    let used = places(&place).await;
    make(&used, &backup).await;
    assert!(!backup.join("INCOMPLETE").exists());
    let refusal = async |places: &BackupPlaces| {
        restore_backup(places, &backup, |_| {}).await.expect_err("refused").code
    };
    assert_eq!(refusal(&used).await, "backup.target_not_empty");
    let mut target = empty_places(&place, folder.path()).await;
    std::fs::create_dir_all(&target.recordings).expect("a folder");
    std::fs::write(target.recordings.join("other.wav"), "x").expect("written");
    assert_eq!(refusal(&target).await, "backup.target_not_empty");
    std::fs::rename(target.recordings.join("other.wav"), target.recordings.join("README.md"))
        .expect("renamed");
    let database = target.database.clone();
    target.database = match &database {
        // What is not there is another kind, whatever it is.
        DatabaseLocation::Sqlite(_) => nowhere_on_postgres(),
        DatabaseLocation::Postgres(_) => DatabaseLocation::Sqlite(folder.path().join("x.db")),
    };
    assert_eq!(refusal(&target).await, "backup.other_database");
    target.database = database;
    restore_backup(&target, &backup, |_| {}).await.expect("a description is no recording");
}

fn nowhere_on_postgres() -> DatabaseLocation {
    let variable = ("HUIFANG_DATABASE__URL".to_owned(), "postgres://127.0.0.1:1/x".to_owned());
    let options = huifang::config::Options::default();
    let config = huifang::config::Config::load(&options, std::iter::once(variable));
    config.expect("valid").database_location()
}

async fn a_recording_that_the_vault_lost_is_told_and_the_others_are_kept(place: Workplace) {
    record_some(&place, 3).await;
    let day = place.recordings().join("2026/11/20");
    let file = |number| day.join(format!("{}.wav", Uuid::from_u128(number)));
    std::fs::remove_file(file(1)).expect("removed");
    std::fs::write(file(2), "something else").expect("written");
    let (folder, backup) = backup_folder();
    let mut faults = Vec::new();
    let manifest =
        create_backup(&places(&place).await, &backup, Timestamp(5), |fault| faults.push(fault))
            .await
            .expect("a backup all the same");
    assert_eq!((manifest.recordings, manifest.faulty_recordings), (1, 2));
    assert_eq!(faults.len(), 2);
    assert_eq!(faults[1].problem, "its content is not what was stored");
    let target = empty_places(&place, folder.path()).await;
    let restored = restore_backup(&target, &backup, |_| {}).await.expect("restored");
    assert_eq!((restored.recordings, restored.missing_recordings), (1, 2));
}

async fn a_changed_audit_log_is_noticed_after_restoring(place: Workplace) {
    record_some(&place, 3).await;
    let mut transaction = place.database().begin().await.expect("a transaction");
    let change = "update audit_log set actor = 'somebody else' where sequence = 2";
    transaction.execute(change, vec![]).await.expect("changed");
    transaction.commit().await.expect("kept");
    let (folder, backup) = backup_folder();
    make(&places(&place).await, &backup).await;
    let target = empty_places(&place, folder.path()).await;
    let noticed = restore_backup(&target, &backup, |_| {}).await.expect_err("noticed");
    assert_eq!(noticed.sentence, "the audit log was changed at record 2");
}
