//! `doctor --deep` over a whole system: sound data hold, and every planted violation is found by the check it belongs to and
//! by no other. Invariants I1-I8 and I11.

use std::collections::BTreeSet;
use std::time::Duration;

use biometrics::{GreyImage, encode};
use compose::{Check, Inspection, LISTENERS, Ports};
use crypto::encoding;
use db::{AuditEvent, Db, EventType, Reference};
use edge::{BlobKey, Blobs, Settings};
use keymgr::{Keymgr, MasterKeySource};
use keymgr_api::AtRest;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use serde_json::json;
use testkit::fingers::{Finger, seed_of};

use crate::idrepo::{enrolled, platform, rid};
use crate::support::{TestApp, key_maker};

/// A system with two persons who went the whole way, one registration under way and one that waits for a decision.
struct World {
    app: TestApp,
    keys: std::sync::Arc<Keymgr>,
    blobs: Blobs,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let config = keymgr::Config {
            make_key: key_maker(),
            ..keymgr::Config::new(app.ground.dir.path(), MasterKeySource::GivenOrGenerated)
        };
        let keys = Keymgr::open(app.system.databases.keys().clone(), config).await.expect("the key store opens");
        let blobs = Blobs::directory(&app.ground.dir.path().join("blobs")).expect("a directory");
        let world = Self { app, keys, blobs };
        for n in [1, 2] {
            let uin = enrolled(&world.app, n).await;
            let services = &world.app.system.services;
            services.credentials.request_card(&platform(&world.app), &rid(n), &uin).await.expect("a request");
        }
        world.app.run_jobs().await;
        for n in [1, 2] {
            world.registration(n, "PROCESSED", None).await;
            world.step(n, 5, "CredentialRequestorStage", "PROCESSED").await;
            world.enrol(n, u64::from(n), 0).await;
        }
        world.registration(3, "PROCESSING", None).await;
        world.job(3).await;
        world.registration(4, "PROCESSING", Some("decision")).await;
        world.case("c4", 4, "PENDING", &json!([])).await;
        world.appointment().await;
        world.app.run_jobs().await;
        world.seal_audit().await;
        world
    }

    fn operations(&self) -> &Db {
        self.app.system.databases.operations()
    }

    fn identity(&self) -> &Db {
        self.app.system.databases.identity()
    }

    /// Runs a statement past every module.
    async fn run(&self, db: &Db, sql: &str, values: Vec<Value>) {
        let statement = Statement::from_sql_and_values(db.backend(), sql, values);
        let done = db.write_connection().expect("a writer").execute_raw(statement).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn now(&self) -> Value {
        self.operations().now().into()
    }

    async fn registration(&self, n: u32, status: &str, waits_for: Option<&str>) {
        let key = BlobKey::stored(&format!("packet/00/planted{n}"));
        let content = format!("the packet of registration {n}");
        self.blobs.put(&key, content.clone()).await.expect("a blob");
        let hash = hex::encode_upper(crypto::digest::sha256(content.as_bytes()));
        let version: i64 = if status == "PROCESSED" { 5 } else { 2 };
        let sql = "INSERT INTO registration (workflow_instance_id, rid, process, source, ref_id, packet_id, packet_blob, packet_hash, \
                   lang_code, status, stage, latest_type, sub_status, comment, attempts, waits_for, tags, version, created_at, updated_at) \
                   VALUES ($1, $2, 'NEW', 'REGISTRATION_CLIENT', '10001_10077', $1, $3, $4, 'eng', $5, 'BioDedupeStage', 'T', 'S', '', 0, $6, $7, $8, $9, $9)";
        let values = vec![
            format!("w{n}").into(),
            rid(n).reveal().into(),
            key.as_str().into(),
            hash.into(),
            status.into(),
            waits_for.into(),
            json!({}).into(),
            version.into(),
            self.now(),
        ];
        self.run(self.operations(), sql, values).await;
        self.step(n, 1, "PacketReceiverStage", "SUCCESS").await;
        let mut tx = self.operations().begin(&self.app.ground.cx()).await.expect("a transaction");
        let about = Reference::new("REGISTRATION", format!("w{n}"));
        tx.audit(AuditEvent::new("RPR_401", "ADD", EventType::Business).about(about)).await.expect("an audit row");
        tx.commit().await.expect("a commit");
    }

    async fn step(&self, n: u32, version: i64, stage: &str, status: &str) {
        let sql = "INSERT INTO registration_transaction (id, workflow_instance_id, rid, stage, kind, status, sub_status, comment, version, created_at) \
                   VALUES ($1, $2, $3, $4, 'T', $5, 'S', '', $6, $7)";
        let values = vec![
            format!("w{n}:{version}").into(),
            format!("w{n}").into(),
            rid(n).reveal().into(),
            stage.into(),
            status.into(),
            version.into(),
            self.now(),
        ];
        self.run(self.operations(), sql, values).await;
    }

    async fn job(&self, n: u32) {
        let sql = "INSERT INTO operations_job (id, kind, unique_key, unique_while, payload, version, state, run_at, attempts, max_attempts, request_id, actor, created_at) \
                   VALUES ($1, 'registration.run_stage', $2, 'open', '{}', 1, 'ready', $3, 0, 12, 'r', 'a', $4)";
        let later = self.operations().now() + chrono::TimeDelta::days(1000);
        self.run(
            self.operations(),
            sql,
            vec![format!("job{n}").into(), format!("w{n}:2").into(), later.into(), self.now()],
        )
        .await;
    }

    async fn case(&self, id: &str, n: u32, status: &str, candidates: &serde_json::Value) {
        let sql = "INSERT INTO registration_case (id, workflow_instance_id, rid, kind, status, candidates, opened_at) VALUES ($1, $2, $3, 'BIO', $4, $5, $6)";
        let values = vec![
            id.into(),
            format!("w{n}").into(),
            rid(n).reveal().into(),
            status.into(),
            candidates.clone().into(),
            self.now(),
        ];
        self.run(self.operations(), sql, values).await;
    }

    /// The sealed templates of a simulated person's finger, for the reference of registration `n`.
    async fn templates(&self, n: u32, person: u64, capture: u64) -> Vec<u8> {
        let pressed = Finger::grow(seed_of(person, 2)).capture(capture);
        let image = GreyImage::new(pressed.width, pressed.height, 500, pressed.pixels).expect("an image");
        let png = encode::png(&image).expect("a picture");
        let template = biometrics::sdk::template_of_image(&png).expect("ridges").to_bytes();
        let stored =
            json!([{"modality": "Finger", "sub_type": "Right IndexFinger", "data": encoding::b64url(&template)}]);
        let context = format!("r{n}");
        self.keys
            .seal("registration.templates", context.as_bytes(), stored.to_string().as_bytes())
            .await
            .expect("sealed templates")
    }

    async fn enrol(&self, n: u32, person: u64, capture: u64) {
        let sealed = self.templates(n, person, capture).await;
        let sql = "INSERT INTO registration_reference (reference_id, sequence, workflow_instance_id, rid, templates_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let values = vec![
            format!("r{n}").into(),
            i64::from(n).into(),
            format!("w{n}").into(),
            rid(n).reveal().into(),
            sealed.into(),
            self.now(),
        ];
        self.run(self.operations(), sql, values).await;
    }

    /// A slot with one place, taken.
    async fn appointment(&self) {
        let (now, db) = (self.now(), self.operations());
        let application = "INSERT INTO prereg_application (prid, key, owner_index, booking_type, status, application_status, lang, languages, version, created_at, updated_at) \
                           VALUES ('27841457360002', 'a1', 'o', 'NEW_PREREGISTRATION', 'Booked', 'SUBMITTED', 'eng', 'eng', 1, $1, $1)";
        self.run(db, application, vec![now.clone()]).await;
        let slot = "INSERT INTO prereg_slot (center_id, day, from_time, to_time, capacity, remaining) VALUES ('99999', '2026-01-06', '09:00', '09:15', 1, 0)";
        self.run(db, slot, Vec::new()).await;
        let booking = "INSERT INTO prereg_booking (prid, center_id, day, from_time, to_time, booked_at) VALUES ('27841457360002', '99999', '2026-01-06', '09:00', '09:15', $1)";
        self.run(db, booking, vec![now]).await;
    }

    async fn seal_audit(&self) {
        let databases = &self.app.system.databases;
        for db in databases.all() {
            db::audit::seal_pending(db, databases.archive()).await.expect("sealed");
        }
    }

    async fn inspect(&self) -> Vec<Check> {
        let settings = Settings { data_dir: self.app.ground.dir.path().to_owned(), ..Settings::default() };
        let ports = Ports {
            databases: self.app.system.databases.clone(),
            blobs: self.blobs.clone(),
            make_key: key_maker(),
            password_cost: crypto::password::Cost { memory_kib: 64, passes: 1, lanes: 1 },
        };
        let mut inspection = Inspection::open(&settings, ports).await.expect("the key store opens");
        inspection.settle = Duration::ZERO;
        inspection.run(|_| {}).await
    }

    /// The names of the checks that do not hold.
    async fn violated(&self) -> BTreeSet<&'static str> {
        self.inspect().await.into_iter().filter(|check| !check.holds()).map(|check| check.name).collect()
    }

    /// Expects exactly these checks to find something, does `undo`, and expects all to hold again.
    async fn finds(&self, expected: &[&'static str], db: &Db, undo: &str, values: Vec<Value>) {
        let found = self.inspect().await;
        let violated: BTreeSet<&str> = found.iter().filter(|check| !check.holds()).map(|check| check.name).collect();
        assert_eq!(violated, expected.iter().copied().collect(), "{found:#?}");
        self.run(db, undo, values).await;
        assert_eq!(self.violated().await, BTreeSet::new(), "after undoing {expected:?}");
    }
}

#[tokio::test]
async fn sound_data_hold_and_everything_was_looked_at() {
    let world = World::new().await;
    let checks = world.inspect().await;
    let wrong: Vec<&Check> = checks.iter().filter(|check| !check.holds()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let names: Vec<&str> = checks.iter().map(|check| check.name).collect();
    for expected in ["I0", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I11"] {
        assert!(
            names.iter().any(|name| name.split(' ').next() == Some(expected)),
            "{expected} is not checked: {names:?}"
        );
    }
    let idle = ["I0 files", "I3 decisions", "I7 cards", "I8 uses"];
    for check in checks.iter().filter(|check| !idle.contains(&check.name)) {
        assert!(check.looked_at > 0, "{} looked at nothing", check.name);
    }
    assert_eq!(checks.iter().find(|check| check.name == "I2 persons").map(|check| check.looked_at), Some(2));
}

// I6: the checks know everybody who is told
#[tokio::test]
async fn the_listeners_of_the_checks_are_those_of_the_system() {
    let app = TestApp::empty().await;
    let told: BTreeSet<&str> = app.system.listeners().into_iter().collect();
    assert_eq!(told, LISTENERS.iter().copied().collect());
}

// I1
#[tokio::test]
async fn numbers_that_could_be_issued_again_and_overbooked_slots_are_found() {
    let world = World::new().await;
    let (operations, identity) = (world.operations(), world.identity());
    let (caller, id) = (platform(&world.app), idrepo_api::IdRef::Rid(rid(1)));
    let record = world.app.system.services.idrepo.find(&caller, &id, false).await.expect("an answer");
    let uin = record.expect("an identity").uin;
    let vids = world.app.system.services.idrepo.vids(&platform(&world.app), &uin).await.expect("VIDs");
    let plant = "INSERT INTO kernel_number (kind, fingerprint, number, status, changed_at) VALUES ($1, 'planted', $2, 'UNUSED', $3)";
    let undo = "DELETE FROM kernel_number WHERE fingerprint = 'planted'";
    for (check, kind, number) in [
        ("I1 UIN", "uin", uin.reveal()),
        ("I1 VID", "vid", vids[0].vid.reveal()),
        ("I1 PRID", "prid", "27841457360002"),
    ] {
        world.run(operations, plant, vec![kind.into(), number.into(), world.now()]).await;
        world.finds(&[check], operations, undo, Vec::new()).await;
    }
    let other = rid(77);
    let rename = "UPDATE idr_registration SET reg_id = $2 WHERE reg_id = $1";
    let (from, to): (Value, Value) = (rid(2).reveal().into(), other.reveal().into());
    world.run(identity, rename, vec![from.clone(), to.clone()]).await;
    world.finds(&["I1 RID"], identity, rename, vec![to, from]).await;
    world.run(operations, "UPDATE prereg_slot SET capacity = 0 WHERE center_id = '99999'", Vec::new()).await;
    let undo = "UPDATE prereg_slot SET capacity = 1 WHERE center_id = '99999'";
    world.finds(&["I1 slots"], operations, undo, Vec::new()).await;
}

// I2
#[tokio::test]
async fn two_active_identities_with_one_finger_are_found_unless_a_person_decided() {
    let world = World::new().await;
    let operations = world.operations();
    let plant = "UPDATE registration_reference SET templates_sealed = $1 WHERE reference_id = 'r2'";
    let same = world.templates(2, 1, 7).await;
    let own = world.templates(2, 2, 0).await;
    world.run(operations, plant, vec![same.clone().into()]).await;
    world.finds(&["I2 persons"], operations, plant, vec![own.into()]).await;
    world.run(operations, plant, vec![same.into()]).await;
    assert_eq!(world.violated().await, BTreeSet::from(["I2 persons"]));
    world.case("c2", 2, "APPROVED", &json!([{"rid": rid(1).reveal(), "score": 60.0, "parts": []}])).await;
    assert_eq!(world.violated().await, BTreeSet::new());
    // an identity that was ended is nobody's second one
    world.run(operations, "DELETE FROM registration_case WHERE id = 'c2'", Vec::new()).await;
    world
        .run(
            world.identity(),
            "UPDATE idr_identity SET status = 'BLOCKED' WHERE reg_id = $1",
            vec![rid(1).reveal().into()],
        )
        .await;
    // I7: ended behind authentication's back, it could still be authenticated
    assert_eq!(world.violated().await, BTreeSet::from(["I7 copies"]));
}

// I3
#[tokio::test]
async fn changed_missing_and_doubled_audit_rows_are_found() {
    let world = World::new().await;
    let (operations, identity) = (world.operations(), world.identity());
    let archive = world.app.system.databases.archive();
    for statement in match operations.backend() {
        DbBackend::Sqlite => ["DROP TRIGGER operations_audit_fixed", "DROP TRIGGER operations_audit_kept"],
        _ => ["ALTER TABLE operations_audit DISABLE TRIGGER operations_audit_kept", "SELECT 1"],
    } {
        world.run(operations, statement, Vec::new()).await;
    }
    let change = "UPDATE operations_audit SET host_name = host_name || $1 WHERE seq = 2";
    let restore = "UPDATE operations_audit SET host_name = substr(host_name, 1, length(host_name) - 1) WHERE seq = 2";
    world.run(operations, change, vec!["x".into()]).await;
    world.finds(&["I3 chain"], operations, restore, Vec::new()).await;
    let change = "UPDATE archive_record SET host_name = host_name || 'x' WHERE seq = 2 AND source = 'operations'";
    let restore = "UPDATE archive_record SET host_name = substr(host_name, 1, length(host_name) - 1) WHERE seq = 2 AND source = 'operations'";
    world.run(archive, change, Vec::new()).await;
    world.finds(&["I3 archive"], archive, restore, Vec::new()).await;

    world.step(1, 2, "PacketReceiverStage", "SUCCESS").await;
    world
        .finds(&["I3 packets"], operations, "DELETE FROM registration_transaction WHERE id = 'w1:2'", Vec::new())
        .await;
    world.run(operations, "UPDATE registration_case SET decided_at = $1 WHERE id = 'c4'", vec![world.now()]).await;
    let undo = "UPDATE registration_case SET decided_at = NULL WHERE id = 'c4'";
    world.finds(&["I3 decisions"], operations, undo, Vec::new()).await;
    let copy = "INSERT INTO crd_request (id, sealed, credential_type, partner, status, retries, created_at, updated_at) \
                SELECT 'planted', sealed, credential_type, partner, status, retries, created_at, updated_at FROM crd_request LIMIT 1";
    world.run(identity, copy, Vec::new()).await;
    world.finds(&["I3 credentials"], identity, "DELETE FROM crd_request WHERE id = 'planted'", Vec::new()).await;

    // an audit row cannot be taken back: this is the last one
    let hash = "SELECT uin_hash FROM idr_identity LIMIT 1";
    let row = identity.read().query_one_raw(Statement::from_string(identity.backend(), hash)).await.unwrap().unwrap();
    let hash: String = row.try_get_by_index(0).unwrap();
    let mut tx = identity.begin(&world.app.ground.cx()).await.unwrap();
    let about = Reference::new("UIN_HASH", hash);
    tx.audit(AuditEvent::new("IDR-CRT-001", "IDENTITY_CREATED", EventType::System).about(about)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.violated().await, BTreeSet::from(["I3 identities"]));
}

// I4, I5
#[tokio::test]
async fn lost_packets_and_stuck_registrations_are_found() {
    let world = World::new().await;
    let db = world.operations();
    let nothing = "SELECT 1";
    let key = BlobKey::stored("packet/00/planted1");
    let packet = world.blobs.get(&key).await.unwrap();
    world.blobs.put(&key, "another").await.unwrap();
    assert_eq!(world.violated().await, BTreeSet::from(["I4 packets"]));
    world.blobs.delete(&key).await.unwrap();
    assert_eq!(world.violated().await, BTreeSet::from(["I4 packets"]));
    world.blobs.put(&key, packet).await.unwrap();
    world.run(db, nothing, Vec::new()).await;
    let part = "INSERT INTO registration_part (workflow_instance_id, kind, blob, info) VALUES ('w1', 'id', 'packet-part/w1/id', $1)";
    world.run(db, part, vec![json!({}).into()]).await;
    world.finds(&["I4 files"], db, "DELETE FROM registration_part", Vec::new()).await;

    for (plant, undo, check) in [
        (
            "UPDATE registration SET waits_for = 'decision' WHERE workflow_instance_id = 'w1'",
            "UPDATE registration SET waits_for = NULL WHERE workflow_instance_id = 'w1'",
            "I5 final",
        ),
        (
            "UPDATE registration SET status = 'DONE' WHERE workflow_instance_id = 'w3'",
            "UPDATE registration SET status = 'PROCESSING' WHERE workflow_instance_id = 'w3'",
            "I5 final",
        ),
        (
            "UPDATE registration SET version = 6 WHERE workflow_instance_id = 'w2'",
            "UPDATE registration SET version = 5 WHERE workflow_instance_id = 'w2'",
            "I5 final",
        ),
        (
            "UPDATE registration_transaction SET status = 'SUCCESS' WHERE id = 'w2:5'",
            "UPDATE registration_transaction SET status = 'PROCESSED' WHERE id = 'w2:5'",
            "I5 final",
        ),
        (
            "UPDATE operations_job SET state = 'dead' WHERE id = 'job3'",
            "UPDATE operations_job SET state = 'ready' WHERE id = 'job3'",
            "I5 owned",
        ),
        (
            "UPDATE registration_case SET status = 'REJECTED' WHERE id = 'c4'",
            "UPDATE registration_case SET status = 'PENDING' WHERE id = 'c4'",
            "I5 owned",
        ),
    ] {
        world.run(db, plant, Vec::new()).await;
        world.finds(&[check], db, undo, Vec::new()).await;
    }
}

// I6, I7, I8, I11
#[tokio::test]
async fn untold_events_late_cards_too_many_vids_and_forged_cards_are_found() {
    let world = World::new().await;
    let (operations, identity) = (world.operations(), world.identity());
    let event = "INSERT INTO idr_event (uin_hash, payload, created_at) SELECT uin_hash, 'planted', $1 FROM idr_identity LIMIT 1";
    world.run(identity, event, vec![world.now()]).await;
    world.finds(&["I6 events"], identity, "DELETE FROM idr_event WHERE payload = 'planted'", Vec::new()).await;

    let history = "INSERT INTO idr_identity_history (identity_id, revision, reg_id, data, status, replaced_at, replaced_by) \
                   SELECT id, 99, reg_id, data, 'ACTIVATED', $1, 'test' FROM idr_identity WHERE reg_id = $2";
    let before = world.operations().now() - chrono::TimeDelta::days(1);
    let own: Value = rid(1).reveal().into();
    world.run(identity, history, vec![before.into(), own.clone()]).await;
    world.run(identity, "UPDATE idr_identity SET status = 'DEACTIVATED' WHERE reg_id = $1", vec![own.clone()]).await;
    let found = world.violated().await;
    assert!(found.contains("I7 cards"), "{found:?}");
    world.run(identity, "UPDATE idr_identity SET status = 'ACTIVATED' WHERE reg_id = $1", vec![own]).await;
    assert_eq!(world.violated().await, BTreeSet::new());

    let policy = json!({"vidPolicies": [{"vidType": "Temporary", "vidPolicy": {"validForInMinutes": 30, "transactionsAllowed": 1,
        "instancesAllowed": 1, "autoRestoreAllowed": false, "restoreOnAction": "REVOKED"}}]});
    let setting = "INSERT INTO md_setting (name, value, version, changed_by, changed_at) VALUES ('mosip.idrepo.vid.policy', $1, 1, 'test', '')";
    world.run(operations, setting, vec![policy.to_string().into()]).await;
    world
        .finds(&["I8 VIDs"], operations, "DELETE FROM md_setting WHERE name = 'mosip.idrepo.vid.policy'", Vec::new())
        .await;

    let sql = "SELECT credential_id, qr_sealed FROM crd_card LIMIT 1";
    let row = identity.read().query_one_raw(Statement::from_string(identity.backend(), sql)).await.unwrap().unwrap();
    let (id, sealed): (String, Vec<u8>) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
    let forged = {
        let text = world.keys.open("credential.qr", id.as_bytes(), &sealed).await.unwrap();
        let mut message = codec::claim169::from_qr_text(std::str::from_utf8(&text).unwrap()).unwrap();
        *message.last_mut().unwrap() ^= 1;
        codec::claim169::to_qr_text(&message)
    };
    let forged = world.keys.seal("credential.qr", id.as_bytes(), forged.as_bytes()).await.unwrap();
    let plant = "UPDATE crd_card SET qr_sealed = $1 WHERE credential_id = $2";
    world.run(identity, plant, vec![forged.into(), id.clone().into()]).await;
    world.finds(&["I11 cards"], identity, plant, vec![sealed.into(), id.into()]).await;
}
