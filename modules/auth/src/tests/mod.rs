//! The copy of identities and its counters over a real database. What needs keys, partners and devices is tested over the whole
//! system, in `compose`.

mod doubles;

use std::sync::Arc;

use biometrics::TesseraSdk;
use chrono::TimeDelta;
use edge::Edge;
use idrepo_api::{IdentityEvent, IdentityListener as _, IdentityStatus, VidInfo};
use testkit::db::TestDb;
use types::checksum::verhoeff_digit;
use types::{Caller, Cx, Seal, Vid};

use crate::domain::individual;
use crate::entity::otp;
use crate::error::Refusal;
use crate::service::person::{self, Person};
use crate::{AuthModule, AuthSettings, Parts, repo};
use doubles::{Doubles, Pause, UIN_HASH};

struct Desk {
    module: Arc<AuthModule>,
    doubles: Arc<Doubles>,
    ground: TestDb,
}

fn caller() -> Caller {
    Caller::system(&Seal::of_edge(), Cx::new("test", "test", "auth"))
}

impl Desk {
    async fn open() -> Self {
        let ground =
            testkit::db::open_at("2026-11-28T10:00:00Z", async |databases| migrations::migrate(databases).await).await;
        let doubles = Arc::new(Doubles::new());
        let (clock, random) = (ground.operations().clone(), ground.operations().clone());
        let edge = Edge::new(move || clock.now(), move || random.random().uuid_at(random.now()), Vec::new());
        let module = AuthModule::new(Parts {
            db: ground.databases.authentication().clone(),
            edge: Arc::new(edge),
            at_rest: doubles.clone(),
            keys: doubles.clone(),
            partners: doubles.clone(),
            identities: doubles.clone(),
            codes: doubles.clone(),
            notices: doubles.clone(),
            master: doubles.clone(),
            sdk: Arc::new(TesseraSdk::default()),
            settings: AuthSettings::default(),
        });
        Self { module, doubles, ground }
    }

    async fn hear(&self, event: IdentityEvent) {
        self.module.identity_event(&caller(), &event).await.unwrap();
    }

    async fn changed(&self) {
        self.hear(IdentityEvent::Changed { uin_hash: UIN_HASH.into(), revision: 1 }).await;
    }

    async fn find(&self, id: &str) -> Result<Person, &'static str> {
        let individual = individual::read(Some(id), None, true).unwrap();
        person::find(&self.module, &individual).await.map_err(|refusal: Refusal| refusal.code())
    }
}

fn vid(start: &str, uses: Option<u32>) -> VidInfo {
    let digits = format!("{start}{}", verhoeff_digit(start).unwrap());
    VidInfo {
        vid: Vid::parse(&digits).unwrap(),
        vid_type: "x".into(),
        status: "ACTIVE".into(),
        expiry: None,
        transactions_left: uses,
    }
}

// Invariant I7: whoever read an older state starts over instead of writing it
#[tokio::test]
async fn an_older_state_never_overwrites_a_newer_one() {
    let desk = Desk::open().await;
    desk.changed().await;
    let uin = Doubles::uin();
    assert!(desk.find(uin.reveal()).await.is_ok());

    let pause = Arc::new(Pause { reached: tokio::sync::Notify::new(), go: tokio::sync::Notify::new() });
    *desk.doubles.pause.lock().unwrap() = Some(pause.clone());
    let module = desk.module.clone();
    let slow = tokio::spawn(async move {
        let event = IdentityEvent::StatusChanged { uin_hash: UIN_HASH.into() };
        module.identity_event(&caller(), &event).await.unwrap();
    });
    pause.reached.notified().await; // it has read ACTIVATED and is about to write it
    *desk.doubles.status.lock().unwrap() = IdentityStatus::Deactivated;
    desk.hear(IdentityEvent::StatusChanged { uin_hash: UIN_HASH.into() }).await;
    assert_eq!(desk.find(uin.reveal()).await.err(), Some("IDA-MLC-022"));
    pause.go.notify_one();
    slow.await.unwrap();
    assert_eq!(desk.find(uin.reveal()).await.err(), Some("IDA-MLC-022"));
}

// IDA-17: uses are counted here alone; the repository's limit does not give them back
#[tokio::test]
async fn uses_of_a_vid_only_go_down() {
    let desk = Desk::open().await;
    let limited = vid("581294507318294", Some(1));
    *desk.doubles.vids.lock().unwrap() = vec![limited.clone()];
    desk.changed().await;
    let person = desk.find(limited.vid.reveal()).await.unwrap();
    let cx = Cx::new("test", "bank", "auth");
    person::use_number(&desk.module, &cx, &person).await.unwrap();
    let late = person::use_number(&desk.module, &cx, &person).await.unwrap_err();
    assert_eq!(late.code(), "IDA-MLC-018");
    *desk.doubles.vids.lock().unwrap() = vec![limited.clone(), vid("693405618429305", None)];
    desk.changed().await;
    assert_eq!(desk.find(limited.vid.reveal()).await.err(), Some("IDA-MLC-018"));
    assert!(desk.find(vid("693405618429305", None).vid.reveal()).await.is_ok());
    // what the repository no longer lists is out of use
    desk.doubles.vids.lock().unwrap().clear();
    desk.hear(IdentityEvent::VidChanged { uin_hash: UIN_HASH.into(), vid_hash: "x".into() }).await;
    assert_eq!(desk.find(vid("693405618429305", None).vid.reveal()).await.err(), Some("IDA-MLC-023"));
}

#[tokio::test]
async fn an_event_about_nobody_changes_nothing() {
    let desk = Desk::open().await;
    desk.hear(IdentityEvent::Changed { uin_hash: "nobody".into(), revision: 1 }).await;
    assert_eq!(desk.find(Doubles::uin().reveal()).await.err(), Some("IDA-MLC-018"));
}

// IDA-24: biometrics that cannot be read cost nobody the rest; the same document is not read twice
#[tokio::test]
async fn unreadable_biometrics_leave_the_rest() {
    let desk = Desk::open().await;
    *desk.doubles.biometrics.lock().unwrap() = Some(b"no document".to_vec());
    desk.changed().await;
    let person = desk.find(Doubles::uin().reveal()).await.unwrap();
    assert!(person.row.biometrics.is_some() && person.row.biometrics_mark.is_some());
    let sealed = person.row.biometrics.clone();
    desk.changed().await;
    let again = desk.find(Doubles::uin().reveal()).await.unwrap();
    assert_eq!((again.row.biometrics, again.row.revision), (sealed, person.row.revision + 2));
}

// IDA-10
#[tokio::test]
async fn wrong_codes_are_counted_until_they_freeze() {
    let desk = Desk::open().await;
    let db = desk.ground.databases.authentication();
    let cx = Cx::new("test", "bank", "auth");
    let row = |transaction: &str| otp::Model {
        uin_hash: UIN_HASH.into(),
        transaction_id: transaction.into(),
        partner_id: "bank".into(),
        id_type: "UIN".into(),
        sent: true,
        wrong: 0,
        frozen_until: None,
        requested_at: db.now(),
    };
    let until = db.now() + TimeDelta::minutes(30);
    for round in 0..4 {
        let mut tx = db.begin(&cx).await.unwrap();
        repo::otp::put(&mut tx, row(&format!("{round}"))).await.unwrap();
        repo::otp::count_wrong(&mut tx, UIN_HASH, 5, until).await.unwrap();
        tx.commit().await.unwrap();
    }
    let found = repo::otp::find(db.read(), UIN_HASH).await.unwrap().unwrap();
    assert_eq!((found.wrong, found.frozen_until, found.transaction_id.as_str()), (4, None, "3"), "over several codes");
    let mut tx = db.begin(&cx).await.unwrap();
    repo::otp::count_wrong(&mut tx, UIN_HASH, 5, until).await.unwrap();
    tx.commit().await.unwrap();
    let found = repo::otp::find(db.read(), UIN_HASH).await.unwrap().unwrap();
    assert_eq!((found.wrong, found.frozen_until), (0, Some(until)));
    let mut tx = db.begin(&cx).await.unwrap();
    repo::otp::forgive(&mut tx, UIN_HASH).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(repo::otp::find(db.read(), UIN_HASH).await.unwrap().unwrap().frozen_until, None);
}
