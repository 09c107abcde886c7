//! A key manager of its own for every test. Key pairs are drawn from a stock, because RSA pairs are slow to make; one key
//! manager never draws the same pair twice.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use crypto::x509::{Certificate, Issuer, Profile, Request, Subject, SubjectFields, issue, self_signed};
use crypto::{KeyKind, PrivateKey, SystemRandom, Zeroizing};
use keymgr::{Config, Keymgr, MasterKey, MasterKeySource, StartError};
use testkit::db::TestDb;
use types::{Caller, CallerKind, Cx, Failure, Identity, Seal};

static STOCK: LazyLock<Vec<Zeroizing<Vec<u8>>>> = LazyLock::new(|| {
    let make = || PrivateKey::generate(KeyKind::Rsa2048).unwrap().to_pkcs8().unwrap();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(|| (0..12).map(|_| make()).collect::<Vec<_>>())).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
});

/// Parts of every private RSA key that is drawn: from the private exponent and both primes.
pub fn private_parts() -> Vec<Vec<u8>> {
    // after modulus and public exponent (about 300 bytes) all of a PKCS#8 RSA key is private
    STOCK.iter().flat_map(|pkcs8| [350, 600, 750].map(|at| pkcs8[at..at + 36].to_vec())).collect()
}

fn draw(next: &AtomicUsize, kind: KeyKind) -> crypto::Result<PrivateKey> {
    match kind {
        KeyKind::Rsa2048 => PrivateKey::from_pkcs8(&STOCK[next.fetch_add(1, Ordering::Relaxed) % STOCK.len()]),
        other => PrivateKey::generate(other),
    }
}

/// RSA pairs of others, from the stock in turn; other kinds are made.
pub fn stock(kind: KeyKind) -> crypto::Result<PrivateKey> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    draw(&NEXT, kind)
}

pub struct Setting {
    pub db: TestDb,
    pub keymgr: Arc<Keymgr>,
}

pub fn config(dir: &Path, master: u8) -> Config {
    let master = MasterKey::from_hex(&hex::encode([master; 32]), "test").unwrap();
    let mut config = Config::new(dir, MasterKeySource::Key(master));
    let next = AtomicUsize::new(0);
    config.make_key = Arc::new(move |kind| draw(&next, kind));
    config
}

pub async fn open() -> Setting {
    let db = fresh_db().await;
    let keymgr = reopen(&db, 7).await.unwrap();
    Setting { db, keymgr }
}

pub async fn fresh_db() -> TestDb {
    testkit::db::open(async |databases| migrations::migrate(databases).await).await
}

pub async fn reopen(db: &TestDb, master: u8) -> Result<Arc<Keymgr>, StartError> {
    Keymgr::open(db.databases.keys().clone(), config(db.dir.path(), master)).await
}

/// Key pairs and certificates of somebody else.
pub struct Party {
    pub key: PrivateKey,
    pub certificate: Certificate,
}

pub fn fields(common_name: &str, organization: &str) -> SubjectFields {
    SubjectFields {
        common_name: common_name.to_owned(),
        organization: organization.to_owned(),
        country: "IN".to_owned(),
        ..SubjectFields::default()
    }
}

/// A certificate for a new key of the given kind, valid from a day ago for so many days.
pub fn party(db: &TestDb, name: &str, kind: KeyKind, profile: Profile, days: i64, issuer: Option<&Party>) -> Party {
    let key = stock(kind).unwrap();
    let now = db.clock_now();
    let request = Request {
        subject: Subject::Fields(&fields(name, "Bank")),
        profile,
        not_before: now - chrono::TimeDelta::days(1),
        not_after: now + chrono::TimeDelta::days(days),
    };
    let certificate = match issuer {
        None => self_signed(&request, &key, &SystemRandom).unwrap(),
        Some(issuer) => {
            let signer = Issuer { certificate: &issuer.certificate, key: &issuer.key };
            issue(&request, key.public(), signer, &SystemRandom).unwrap()
        }
    };
    Party { key, certificate }
}

pub trait ClockNow {
    fn clock_now(&self) -> db::Timestamp;
}

impl ClockNow for TestDb {
    fn clock_now(&self) -> db::Timestamp {
        db::Clock::now(&*self.clock)
    }
}

pub fn system() -> Caller {
    Caller::system(&Seal::of_edge(), Cx::system("test"))
}

pub fn nobody() -> Caller {
    Caller::anonymous(&Seal::of_edge(), Cx::system("test"))
}

pub fn staff(role: &str) -> Caller {
    let mut identity = Identity::nobody(CallerKind::Staff, "somebody");
    identity.roles.push(role.to_owned());
    Caller::new(&Seal::of_edge(), identity, Cx::new("r", "somebody", "test"))
}

/// The code of a refusal.
pub fn code<T>(result: Result<T, Failure>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(failure) => failure.code().to_owned(),
    }
}
