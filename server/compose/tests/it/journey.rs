//! The whole journey: a server on a port of its own in real time, and a client that knows nothing but its address.

use std::{collections::BTreeSet, net::SocketAddr, path::Path, sync::Arc};

use compose::{Ports, System};
use edge::Settings;
use journey::{Arguments, Entry, Ledger};
use tokio_util::sync::CancellationToken;

use crate::support::key_maker;

/// A served system with the demo country.
struct Live {
    address: SocketAddr,
    stop: CancellationToken,
    dir: tempfile::TempDir,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Live {
    async fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let settings = Settings { data_dir: dir.path().join("data"), listen: address, ..Settings::default() };
        std::fs::create_dir_all(&settings.data_dir).expect("a data directory");
        let ports = Ports::open(&settings).await.expect("the ports open");
        let ports = Ports {
            make_key: key_maker(),
            password_cost: crypto::password::Cost { memory_kib: 64, passes: 1, lanes: 1 },
            ..ports
        };
        let system = System::over(settings, ports).await.expect("the system composes");
        system.load_demo(&system.caller("demo")).await.expect("the demo country loads");
        let stop = CancellationToken::new();
        let (worker, told) = (system.worker().clone(), stop.clone());
        tokio::spawn(async move { worker.run(told).await });
        let (router, told) = (system.api(), stop.clone());
        tokio::spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(async move { told.cancelled().await });
            served.await.expect("the server runs");
            drop(system);
        });
        Self { address, stop, dir }
    }

    async fn run(&self, arguments: Arguments) -> journey::Summary {
        let now = Arc::new(|| db::Clock::now(&db::SystemClock));
        let say = Arc::new(|line: &str| eprintln!("journey: {line}"));
        Box::pin(journey::run(&arguments, now, say)).await.expect("the journey begins")
    }

    fn arguments(&self) -> Arguments {
        Arguments {
            url: format!("http://{}", self.address),
            people: 2,
            concurrency: 2,
            biometrics: None,
            auth_biometrics: None,
            repeat_person: false,
            out: None,
            ledger: None,
            check: None,
            json: true,
            accounts: None,
            center: None,
            patience: 60,
            seed: Some(41),
        }
    }
}

fn facts(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).expect("the file")).expect("JSON")
}

// PRE-01, PRE-11, PRE-23, PRE-28, PRE-35, REG-01, REG-19, REG-45, REG-53, RPR-01, RPR-11, IDR-01, IDA-01, IDA-02: one
// person's way through every module, on MOSIP's formats
#[tokio::test(flavor = "multi_thread")]
async fn two_people_go_the_whole_way_and_one_who_comes_twice_waits_for_a_decision() {
    let live = Live::start().await;
    let (out, ledger) = (live.dir.path().join("out"), live.dir.path().join("ledger"));
    let arguments =
        Arguments { repeat_person: true, out: Some(out.clone()), ledger: Some(ledger.clone()), ..live.arguments() };
    let summary = live.run(arguments).await;
    assert_eq!((summary.people, summary.failures, summary.adjudicated), (2, 0, 1), "{summary:?}");
    let numbers: BTreeSet<&String> = summary.uins.iter().collect();
    assert_eq!(numbers.len(), 2, "{:?}", summary.uins);
    for step in ["prereg booking", "pipeline", "card", "auth otp", "auth fingerprint", "auth e-kyc", "auth stranger"] {
        let expected = if step == "pipeline" { 3 } else { 2 };
        assert_eq!(summary.steps.get(step).map(|times| times.n), Some(expected), "{step}");
    }
    for number in 1..=2 {
        let card = std::fs::read(out.join(format!("person-{number:04}.pdf"))).expect("a card");
        assert!(card.starts_with(b"%PDF-"));
        let uin = facts(&out.join(format!("person-{number:04}.json")))["uin"].clone();
        assert!(summary.uins.iter().any(|known| uin == **known));
    }

    // everything that was acknowledged is there, and what never was is missed
    let check = Arguments { check: Some(ledger.clone()), ..live.arguments() };
    let found = live.run(check.clone()).await;
    let entries = Ledger::read(&ledger).expect("the ledger");
    assert_eq!((found.people, found.failures), (entries.len(), 0));
    assert_eq!((found.uins.len(), found.adjudicated), (2, 1));
    let more = Ledger::open(&ledger).expect("the ledger");
    more.add(&Entry::Application { prid: "11111111111111".into() }).expect("a line");
    more.add(&Entry::Authentication { uin: summary.uins[0].clone(), transaction: "0000000000".into(), granted: true })
        .expect("a line");
    assert_eq!(live.run(check).await.failures, 2);
}
