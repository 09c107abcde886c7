//! The use cases over a real database; the other modules are stood in for by what keeps their promises in memory.

mod doubles;

use std::sync::Arc;

use auth_api::AuthUse;
use chrono::TimeDelta;
use db::JobRegistry;
use kernel_api::Channel;
use resident_api::{
    CardState, CodeSent, Offer, Progress, Residents,
    permission::{CARD_READ, HISTORY_READ, HOLDER, IDENTITY_READ, NUMBER_CREATE, NUMBER_READ},
};
use sea_orm::{ConnectionTrait, Statement};
use testkit::db::TestDb;
use types::{Caller, CallerKind, Cx, Failure, Identity, LangCode, Seal, role};

use crate::{Parts, Resident};
use doubles::{CODE, Doubles, HASH, TRIES};

struct World {
    module: Resident,
    doubles: Arc<Doubles>,
    ground: TestDb,
}

impl World {
    async fn open() -> Self {
        let ground = testkit::db::open(async |databases| migrations::migrate(databases).await).await;
        let doubles = Doubles::new();
        let module = Resident::new(Parts {
            db: ground.operations().clone(),
            at_rest: doubles.clone(),
            codes: doubles.clone(),
            notices: doubles.clone(),
            master: doubles.clone(),
            iam: doubles.clone(),
            idrepo: doubles.clone(),
            credentials: doubles.clone(),
            registrations: doubles.clone(),
            history: doubles.clone(),
        });
        Self { module, doubles, ground }
    }

    async fn run_jobs(&self) {
        let mut registry = JobRegistry::new();
        self.module.jobs(&mut registry);
        self.ground.worker(registry).run_until_idle().await.unwrap();
    }

    async fn ask(&self, number: &str) -> Result<CodeSent, Failure> {
        let sent = self.module.request_code(&nobody(), number, LangCode::ENG).await?;
        self.run_jobs().await;
        Ok(sent)
    }

    async fn audited(&self, name: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS n FROM operations_audit WHERE event_name = '{name}'");
        let db = self.ground.operations().read();
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }
}

fn caller(kind: CallerKind, user_id: &str, roles: &[&str]) -> Caller {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    let identity = Identity { roles, ..Identity::nobody(kind, user_id) };
    Caller::new(&Seal::of_edge(), identity, Cx::new("request", "actor", "test"))
}

fn nobody() -> Caller {
    Caller::anonymous(&Seal::of_edge(), Cx::new("request", "anonymous", "test"))
}

fn holder() -> Caller {
    caller(CallerKind::Resident, HASH, &[HOLDER])
}

// RES-01 (by code), RES-27
#[tokio::test]
async fn a_person_signs_in_with_a_number_and_the_code_that_was_sent() {
    let world = World::open().await;
    for number in [doubles::uin().reveal().to_owned(), format!(" {} ", doubles::rid().reveal())] {
        let sent = world.ask(&number).await.unwrap();
        assert!(sent.fresh);
        assert_eq!((sent.valid_secs, sent.resend_after_secs), (180, 180));
        let notice = world.doubles.sent.lock().unwrap().pop().expect("a message");
        assert_eq!(notice.email.as_deref(), Some("layla@sahlara.example"));
        assert!(notice.templates.contains_key(&Channel::Sms) && notice.templates.contains_key(&Channel::Email));
        assert_eq!((doubles::value(&notice, "otp"), doubles::value(&notice, "validTime")), (CODE.into(), "3".into()));

        let waiting = world.module.pending(&nobody(), &sent.ticket).await.unwrap().expect("under way");
        assert_eq!(waiting.ending, number.trim()[number.trim().len() - 3..]);
        world.module.sign_in(&nobody(), &sent.ticket, " 483 916 ").await.unwrap();
        let session = world.doubles.sessions.lock().unwrap().pop().expect("a session");
        assert_eq!(session, (HASH.to_owned(), vec![HOLDER.to_owned()]), "the session holds no number");
        let again = world.module.sign_in(&nobody(), &sent.ticket, CODE).await.unwrap_err();
        assert_eq!(again.code(), "RES-SER-422", "a code works once");
    }
    assert_eq!((world.audited("CODE_REQUESTED").await, world.audited("SIGNED_IN").await), (2, 2));
}

// RES-38: requests are no oracle
#[tokio::test]
async fn numbers_of_nobody_are_answered_like_numbers_of_somebody() {
    let world = World::open().await;
    let (own, foreign) = (doubles::uin(), doubles::stranger());
    let known = world.ask(own.reveal()).await.unwrap();
    let unknown = world.ask(foreign.reveal()).await.unwrap();
    let shape = |sent: &CodeSent| (sent.fresh, sent.valid_secs, sent.resend_after_secs, sent.ticket.len());
    assert_eq!(shape(&known), shape(&unknown));
    assert_eq!(world.doubles.sent.lock().unwrap().len(), 1, "only one of them got a message");
    assert_eq!(world.audited("CODE_NOT_SENT").await, 1);
    // asking again, waiting, wrong codes and the freeze: all the same
    assert_eq!(shape(&world.ask(own.reveal()).await.unwrap()), shape(&world.ask(foreign.reveal()).await.unwrap()));
    for ticket in [&known.ticket, &unknown.ticket] {
        let mut codes = Vec::new();
        for _ in 0..=TRIES {
            codes.push(world.module.sign_in(&nobody(), ticket, "000000").await.unwrap_err().code());
        }
        assert_eq!(codes, ["RES-SER-422", "RES-SER-422", "RES-SER-465", "RES-SER-465"]);
    }
    for number in [own.reveal(), foreign.reveal()] {
        let refused = world.ask(number).await.unwrap_err();
        assert_eq!((refused.code(), refused.faults[0].args[0].as_str()), ("RES-SER-465", "30"));
    }
}

#[tokio::test]
async fn a_guessed_code_of_nobodys_number_is_a_wrong_one() {
    let world = World::open().await;
    let sent = world.ask(doubles::stranger().reveal()).await.unwrap();
    assert_eq!(world.module.sign_in(&nobody(), &sent.ticket, CODE).await.unwrap_err().code(), "RES-SER-422");
    // a VID that is over, and an identity that is blocked, are nobody's
    let sent = world.ask(doubles::vid().reveal()).await.unwrap();
    assert_eq!(world.module.sign_in(&nobody(), &sent.ticket, CODE).await.unwrap_err().code(), "RES-SER-422");
    *world.doubles.active.lock().unwrap() = false;
    let sent = world.ask(doubles::uin().reveal()).await.unwrap();
    assert_eq!(world.module.sign_in(&nobody(), &sent.ticket, CODE).await.unwrap_err().code(), "RES-SER-422");
    assert!(world.doubles.sent.lock().unwrap().is_empty() && world.doubles.sessions.lock().unwrap().is_empty());
}

// RES-38
#[tokio::test]
async fn a_number_gets_one_code_in_its_life_and_five_in_an_hour() {
    let world = World::open().await;
    let number = doubles::uin();
    let first = world.ask(number.reveal()).await.unwrap();
    let second = world.ask(number.reveal()).await.unwrap();
    assert!(!second.fresh);
    assert_eq!((&second.ticket, world.doubles.sent.lock().unwrap().len()), (&first.ticket, 1));
    for n in 2..=5 {
        world.ground.clock.advance(TimeDelta::seconds(180));
        let next = world.module.request_again(&nobody(), &first.ticket, LangCode::ENG).await;
        // a ticket is void once a newer one was given
        if n > 2 {
            assert_eq!(next.unwrap_err().code(), "RES-SER-422");
            assert!(world.ask(number.reveal()).await.unwrap().fresh);
        } else {
            assert!(next.unwrap().fresh);
            world.run_jobs().await;
        }
        assert_eq!(world.doubles.sent.lock().unwrap().len(), n);
    }
    world.ground.clock.advance(TimeDelta::seconds(180));
    assert_eq!(world.ask(number.reveal()).await.unwrap_err().code(), "RES-SER-510");
    world.ground.clock.advance(TimeDelta::hours(1));
    assert!(world.ask(number.reveal()).await.unwrap().fresh);
}

#[tokio::test]
async fn what_is_no_number_is_refused_and_what_is_kept_is_sealed_and_forgotten() {
    let world = World::open().await;
    for wrong in ["", "12345", "1234567890", "layla"] {
        assert_eq!(world.ask(wrong).await.unwrap_err().code(), "RES-SER-018", "{wrong}");
    }
    let sent = world.ask(doubles::stranger().reveal()).await.unwrap();
    let db = world.ground.operations().read();
    let row = crate::repo::of_ticket(db, &sent.ticket).await.unwrap().expect("a row");
    let digits = doubles::stranger().reveal().to_owned();
    assert!(!row.number_sealed.windows(10).any(|window| window == digits.as_bytes()));
    assert!(!row.number_index.contains(&digits));
    world.ground.clock.advance(TimeDelta::minutes(15));
    assert!(world.module.pending(&nobody(), &sent.ticket).await.unwrap().is_none(), "a ticket ends");
    world.ground.clock.advance(TimeDelta::days(2));
    world.run_jobs().await;
    assert!(crate::repo::of_ticket(db, &sent.ticket).await.unwrap().is_none(), "swept");
}

#[tokio::test]
async fn a_message_that_is_not_accepted_is_tried_again_with_a_code_of_its_own() {
    let world = World::open().await;
    *world.doubles.refuse_notices.lock().unwrap() = true;
    let sent = world.ask(doubles::uin().reveal()).await.unwrap();
    assert!(world.doubles.sent.lock().unwrap().is_empty());
    *world.doubles.refuse_notices.lock().unwrap() = false;
    world.ground.clock.advance(TimeDelta::seconds(10));
    world.run_jobs().await;
    assert_eq!(world.doubles.sent.lock().unwrap().len(), 1);
    world.module.sign_in(&nobody(), &sent.ticket, CODE).await.unwrap();
}

// RES-27
#[tokio::test]
async fn anybody_sees_where_a_registration_is_and_nothing_else() {
    let world = World::open().await;
    let status = world.module.registration_status(&nobody(), doubles::rid().reveal()).await.unwrap().expect("known");
    assert_eq!(status.progress, Progress::Issuing);
    assert_eq!(status.since.to_string(), "1970-01-01 01:00:00", "the country's clock");
    let other = "10001100010000220260105090000";
    assert!(world.module.registration_status(&nobody(), other).await.unwrap().is_none());
    for wrong in ["", "123", doubles::uin().reveal()] {
        let refused = world.module.registration_status(&nobody(), wrong).await.unwrap_err();
        assert_eq!(refused.code(), "RES-SER-413");
    }
}

// RES-05, RES-09, RES-10, RES-34
#[tokio::test]
async fn the_holder_sees_their_own_identity() {
    let world = World::open().await;
    let m = &world.module;
    let home = m.home(&holder()).await.unwrap();
    assert_eq!((home.names["eng"].as_str(), home.number.as_str()), ("Layla Benhadi", doubles::uin().reveal()));
    assert_eq!((home.card, home.hour, home.uses, home.refused), (CardState::Preparing, 10, 0, None));
    assert_eq!(m.card(&holder()).await.unwrap_err().code(), "RES-SER-509");

    *world.doubles.card.lock().unwrap() = Some("ISSUED".to_owned());
    let now = world.ground.operations().now();
    let one = |days: i64, succeeded| AuthUse {
        at: now - TimeDelta::days(days),
        partner: "Bank".to_owned(),
        kind: "OTP-AUTH".to_owned(),
        succeeded,
        transaction_id: days.to_string(),
        disclosed: Vec::new(),
    };
    *world.doubles.uses.lock().unwrap() = vec![one(0, true), one(1, false), one(2, true), one(3, true), one(60, false)];
    let home = m.home(&holder()).await.unwrap();
    assert_eq!((home.card, home.uses, home.last_uses.len()), (CardState::Ready, 4, 3));
    assert_eq!(home.refused.expect("a refused one").reference, "1");
    assert!(m.card(&holder()).await.unwrap().starts_with(b"%PDF"));
    let history = m.history(&holder(), 4).await.unwrap();
    assert_eq!((history.uses.len(), history.more), (4, true));
    assert!(!m.history(&holder(), 5).await.unwrap().more);
    for (name, times) in [("IDENTITY_READ", 2), ("CARD_DOWNLOADED", 1), ("HISTORY_READ", 2)] {
        assert_eq!(world.audited(name).await, times, "{name}");
    }
}

// RES-10
#[tokio::test]
async fn a_full_kind_of_virtual_number_is_refused_before_the_oldest_gives_way() {
    let world = World::open().await;
    let m = &world.module;
    assert_eq!(m.issue_virtual_number(&holder(), "Perpetual").await.unwrap().uses, Some(1));
    assert_eq!(m.issue_virtual_number(&holder(), "Perpetual").await.unwrap_err().code(), "RES-SER-405");
    assert_eq!(m.issue_virtual_number(&holder(), "Weekly").await.unwrap_err().code(), "RES-SER-427");
    let numbers = m.virtual_numbers(&holder()).await.unwrap();
    let offers: Vec<_> = numbers.kinds.iter().map(|kind| (kind.kind.as_str(), kind.offer)).collect();
    assert_eq!(offers, [("Perpetual", Offer::Full), ("Temporary", Offer::Free)]);
    assert_eq!((numbers.numbers.len(), world.audited("NUMBER_MADE").await), (1, 1));
}

#[tokio::test]
async fn nobody_else_sees_it_and_a_blocked_identity_ends_the_session() {
    let world = World::open().await;
    let m = &world.module;
    let applicant = caller(CallerKind::Resident, "layla@sahlara.example", &[role::INDIVIDUAL]);
    let staff = caller(CallerKind::Staff, "ann", role::ALL);
    for permission in [IDENTITY_READ, CARD_READ, HISTORY_READ, NUMBER_READ, NUMBER_CREATE] {
        assert_eq!(nobody().require(permission).unwrap_err().status(), 401);
        assert_eq!(applicant.require(permission).unwrap_err().status(), 403);
        assert_eq!(staff.require(permission).unwrap_err().status(), 403, "no role of MOSIP's is a holder");
    }
    for who in [&nobody(), &applicant, &staff] {
        assert!(m.home(who).await.is_err() && m.card(who).await.is_err() && m.photo(who).await.is_err());
        assert!(m.history(who, 1).await.is_err() && m.virtual_numbers(who).await.is_err());
        assert!(m.issue_virtual_number(who, "Temporary").await.is_err());
    }
    assert!(holder().require(types::Permission::roles("x", &[role::RESIDENT])).is_err(), "no right over others");
    *world.doubles.active.lock().unwrap() = false;
    assert_eq!(m.home(&holder()).await.unwrap_err().status(), 401);
    let other = caller(CallerKind::Resident, "115_OTHER", &[HOLDER]);
    *world.doubles.active.lock().unwrap() = true;
    assert_eq!(m.home(&other).await.unwrap_err().status(), 401);
}
