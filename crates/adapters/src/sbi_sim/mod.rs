//! Simulated biometric devices behind MOSIP's SBI 0.9.5: a slap scanner for registration (L0) and a single-finger
//! scanner for authentication (L1), capturing synthetic fingers of a person given by a number.
//!
//! | verb, path | does |
//! |---|---|
//! | MOSIPDISC /device | lists the devices |
//! | MOSIPDINFO /info | describes them, signed |
//! | RCAPTURE /capture | captures for registration: signed, not encrypted |
//! | CAPTURE /capture | captures for authentication: signed, and encrypted to the certificate given by [`Simulator::encrypt_to`] |
//! | STREAM /stream | live images as multipart JPEG |
//! | POST /admin/status, score, delay, profile | what the next replies are like, as MOSIP's own mock takes it |
//!
//! Beyond MOSIP: query parameters steer a single capture (`/capture?person=42&capture=7&condition=poor&score=25&delay=500&failure=101`).
//! Whose finger it is: `person`, a number, or any other text, which stands for a number of its own.

mod answer;
mod capture;
mod error;
mod http;
mod stream;
mod trust;
mod wire;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crypto::digest::sha256;
use crypto::x509::Certificate;
use crypto::{Random, SystemRandom};
use testkit::fingers::{Cache, Condition};
use types::time::Timestamp;

pub use error::{Code, SetupError};
pub use http::{bind, router};
pub use trust::Trust;

/// Where the simulator takes the hour from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The two devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Device {
    /// Four-finger scanner, purpose Registration, L0.
    Slap,
    /// One-finger scanner, purpose Auth, L1.
    Single,
}

impl Device {
    const ALL: [Self; 2] = [Self::Slap, Self::Single];

    fn id(self) -> &'static str {
        match self {
            Self::Slap => "1",
            Self::Single => "2",
        }
    }

    fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.id() == id)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Slap => "tessera-simulated-slap-0001",
            Self::Single => "tessera-simulated-single-0001",
        }
    }

    fn model(self) -> &'static str {
        match self {
            Self::Slap => "SIM-SLAP",
            Self::Single => "SIM-SINGLE",
        }
    }

    fn sub_type(self) -> &'static str {
        match self {
            Self::Slap => "Slap",
            Self::Single => "Single",
        }
    }

    fn sub_ids(self) -> &'static [&'static str] {
        match self {
            Self::Slap => &["1", "2", "3"],
            Self::Single => &["0"],
        }
    }

    fn purpose(self) -> &'static str {
        match self {
            Self::Slap => "Registration",
            Self::Single => "Auth",
        }
    }

    fn certification(self) -> &'static str {
        match self {
            Self::Slap => "L0",
            Self::Single => "L1",
        }
    }
}

/// What a device says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Ready,
    Busy,
    NotReady,
    NotRegistered,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::Busy => "Busy",
            Self::NotReady => "Not Ready",
            Self::NotRegistered => "Not Registered",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Ready, Self::Busy, Self::NotReady, Self::NotRegistered].into_iter().find(|s| s.name() == name)
    }

    fn code(self) -> Code {
        match self {
            Self::Ready => Code::SUCCESS,
            Self::Busy => Code::BUSY,
            Self::NotReady => Code::NOT_READY,
            Self::NotRegistered => Code::NOT_REGISTERED,
        }
    }
}

/// How the next captures are; the admin requests change it.
#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    person: u64,
    condition: Condition,
    score: Option<u8>,
    delays: HashMap<String, u64>,
    status: HashMap<Device, Status>,
}

/// Simulated devices with their keys.
pub struct Simulator {
    env: String,
    trust: Trust,
    now: Now,
    random: Arc<dyn Random>,
    fingers: Cache,
    behaviour: Mutex<Behaviour>,
    captures: Mutex<Progress>,
    recipient: Mutex<Option<Certificate>>,
}

#[derive(Default)]
struct Progress {
    /// Captures so far, so that no two of them are the same image.
    count: u64,
    running: Vec<Device>,
}

impl Simulator {
    /// Devices of an environment (`Developer`, `Staging`, `Pre-Production`; production has no simulated devices).
    pub fn new(env: &str, trust: Trust, now: Now) -> Result<Self, SetupError> {
        if !["Developer", "Staging", "Pre-Production"].contains(&env) {
            return Err(SetupError::Environment(env.to_owned()));
        }
        let behaviour = Behaviour {
            person: 1,
            condition: Condition::Usual,
            score: None,
            delays: HashMap::new(),
            status: HashMap::new(),
        };
        Ok(Self {
            env: env.to_owned(),
            trust,
            now,
            random: Arc::new(SystemRandom),
            fingers: Cache::new(64),
            behaviour: Mutex::new(behaviour),
            captures: Mutex::default(),
            recipient: Mutex::default(),
        })
    }

    /// The certificates that a platform must trust for these devices.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Encrypts captures for authentication to this certificate (IDA:IDA-FIR); without one they fail with code 108.
    pub fn encrypt_to(&self, certificate: Certificate) {
        *self.recipient.lock().unwrap_or_else(PoisonError::into_inner) = Some(certificate);
    }

    /// Whose fingers are captured when a request does not say.
    pub fn set_person(&self, person: &str) {
        self.behaviour().person = person_number(person);
    }

    fn recipient(&self) -> Option<Certificate> {
        self.recipient.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn behaviour(&self) -> MutexGuard<'_, Behaviour> {
        self.behaviour.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn status(&self, device: Device) -> Status {
        let busy = self.captures.lock().unwrap_or_else(PoisonError::into_inner).running.contains(&device);
        let set = self.behaviour().status.get(&device).copied().unwrap_or(Status::Ready);
        if busy && set == Status::Ready { Status::Busy } else { set }
    }

    /// Marks the device busy until the guard goes; `None` when it is busy already.
    fn occupy(&self, device: Device) -> Option<Occupied<'_>> {
        let mut progress = self.captures.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.running.contains(&device) {
            return None;
        }
        progress.running.push(device);
        progress.count += 1;
        Some(Occupied { simulator: self, device, number: progress.count })
    }
}

struct Occupied<'a> {
    simulator: &'a Simulator,
    device: Device,
    number: u64,
}

impl Drop for Occupied<'_> {
    fn drop(&mut self) {
        let mut progress = self.simulator.captures.lock().unwrap_or_else(PoisonError::into_inner);
        progress.running.retain(|d| *d != self.device);
    }
}

/// The number of a simulated person: the text as a number, or else a number that follows from the text.
pub fn person_number(person: &str) -> u64 {
    person.parse().unwrap_or_else(|_| {
        let hash = sha256(person.as_bytes());
        hash[..8].iter().fold(0, |sum, &b| sum << 8 | u64::from(b))
    })
}

#[cfg(test)]
mod tests;
