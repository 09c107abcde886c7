//! The journey as a whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use codec::iso19794::FingerPosition;
use crypto::{Random as _, SystemRandom};
use futures::StreamExt as _;
use serde::Serialize;
use serde_json::json;
use tokio::time::Instant;

use crate::accounts::Accounts;
use crate::applicant::Applicant;
use crate::check::Witnesses;
use crate::counter::Counter;
use crate::country::{Country, Desk};
use crate::device::Devices;
use crate::fingers::{self, Print};
use crate::http::{Call, Http, Session};
use crate::ledger::{Entry, Ledger};
use crate::partner::Party;
use crate::person::Person;
use crate::pipeline::{self, Outcome};
use crate::relying::{Relying, Subject};
use crate::steps::{Steps, Times};
use crate::{Arguments, Error, Now, Result, Say, mail};

/// The finger that people authenticate with.
const FINGER: FingerPosition = FingerPosition::RightIndex;
/// Captures from here on are of another day: registration, authentication, a second registration.
const ENROLMENT: u64 = 1;
const AUTHENTICATION: u64 = 101;
const SECOND_ENROLMENT: u64 = 201;

/// The outcome, as `--json` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// People who set out; with `--check`: entries asked for.
    pub people: usize,
    /// People who did not arrive, or entries that are missing.
    pub failures: usize,
    pub seconds: f64,
    /// The numbers that were issued.
    pub uins: Vec<String>,
    /// Registrations that wait for a decision about a duplicate.
    pub adjudicated: usize,
    pub steps: BTreeMap<String, Times>,
}

/// Everything people need on their way.
struct World<'a> {
    http: &'a Http,
    country: &'a Country,
    counter: &'a Counter<'a>,
    relying: Relying<'a>,
    operator: &'a Session,
    resident: &'a Session,
    ledger: &'a Ledger,
    steps: &'a Steps,
    say: &'a Say,
    out: Option<&'a Path>,
    fingers: &'a Fingers,
}

/// Whose fingers are used.
enum Fingers {
    Synthetic,
    /// Of one person: enrolled ones, and another capture where there is one.
    Given {
        enrolled: Vec<Print>,
        other: Option<Vec<Print>>,
    },
}

/// Where one person arrived.
enum Arrival {
    Number(String),
    Adjudication,
}

/// Does what the arguments say.
///
/// # Errors
/// When the server cannot be asked at all, or the set-up fails; what happens to single people is counted in the summary.
pub async fn run(arguments: &Arguments, now: Now, say: Say) -> Result<Summary> {
    let begun = Instant::now();
    let http = Arc::new(Http::new(&arguments.url, arguments.patience(), now)?);
    let accounts = match &arguments.accounts {
        Some(path) => Accounts::from_file(path)?,
        None => Accounts::demo(),
    };
    let session = |sign_in| Session::new(http.clone(), sign_in);
    let admin = session(accounts.admin);
    let (operator, supervisor) = (session(accounts.operator), session(accounts.supervisor));
    let (resident, partner) = (session(accounts.resident), session(accounts.partner));
    let ready = http.call("readiness", &Call::get("/health/ready"), None).await?;
    if ready.status != 200 {
        return Err(Error::new(format!("the server is not ready (HTTP {})", ready.status)));
    }
    if let Some(path) = &arguments.check {
        let witnesses = Witnesses { admin: &admin, operator: &operator, resident: &resident, partner: &partner };
        return check(&witnesses, path, &say, begun).await;
    }

    let steps = Steps::default();
    let ledger = arguments.ledger.as_deref().map_or_else(|| Ok(Ledger::none()), Ledger::open)?;
    if let Some(out) = &arguments.out {
        std::fs::create_dir_all(out)?;
    }
    let fingers = given_fingers(arguments, &say).await?;
    let run = arguments.seed.unwrap_or_else(random);
    let center = arguments.center.as_deref().or(accounts.center.as_deref());
    say("reading the country: languages, identity schema, places, documents, centre");
    let country = steps.time(&http, "set-up country", async || Country::read(&http, &admin, &operator, center).await);
    let country = country.await?;
    say(&format!("setting up a desk at {} ({})", country.center.name, country.center.id));
    let desk =
        steps.time(&http, "set-up desk", async || Desk::set_up(&admin, &country, &[&operator, &supervisor]).await);
    let desk = desk.await?;
    ledger.add(&Entry::Machine { id: desk.machine.clone(), center: country.center.id.clone() })?;
    let devices = Devices::make(&format!("{run:016x}"), http.now()).await?;
    let counter = Counter::open(&http, &country, &desk, (&operator, &supervisor), &devices).await?;
    say("registering a relying party: certificates, policy, API key, licence");
    let party = steps
        .time(&http, "set-up partner", async || {
            // a fresh name each time: after an interruption nobody knows how far the last one came
            let tag = format!("{:010x}", random() >> 24);
            Party::set_up(&http, (&partner, &resident), &devices, &tag, &ledger).await
        })
        .await?;
    let relying = Relying { http: &http, party: &party, devices: &devices, ledger: &ledger };
    let world = World {
        http: &http,
        country: &country,
        counter: &counter,
        relying,
        operator: &operator,
        resident: &resident,
        ledger: &ledger,
        steps: &steps,
        say: &say,
        out: arguments.out.as_deref(),
        fingers: &fingers,
    };
    let people: Vec<Person> = (1..=arguments.people).map(|number| Person::new(run, number)).collect();
    let arrivals: Vec<(usize, Result<Arrival>)> = futures::stream::iter(&people)
        .map(|person| {
            let world = &world;
            async move { (person.number, world.whole_way(person).await) }
        })
        .buffer_unordered(usize::from(arguments.concurrency.max(1)))
        .collect()
        .await;
    let mut summary = Summary {
        people: arguments.people,
        failures: 0,
        seconds: 0.0,
        uins: Vec::new(),
        adjudicated: 0,
        steps: BTreeMap::new(),
    };
    let arrived: Vec<usize> =
        arrivals.iter().filter(|(_, arrival)| arrival.is_ok()).map(|(number, _)| *number).collect();
    for (number, arrival) in arrivals {
        match arrival {
            Ok(Arrival::Number(uin)) if summary.uins.contains(&uin) => {
                summary.failures += 1;
                say(&format!("person {number}: FAILED: the number is somebody else's"));
            }
            Ok(Arrival::Number(uin)) => summary.uins.push(uin),
            Ok(Arrival::Adjudication) => {
                summary.adjudicated += 1;
                // given fingers may be known already; synthetic ones are not
                if matches!(fingers, Fingers::Synthetic) {
                    summary.failures += 1;
                    say(&format!("person {number}: FAILED: taken for somebody else"));
                }
            }
            Err(error) => {
                summary.failures += 1;
                say(&format!("person {number}: FAILED: {error}"));
            }
        }
    }
    // somebody who did not arrive the first time cannot come twice; that failure is counted already
    if let (true, Some(person)) = (arguments.repeat_person && arrived.contains(&1), people.first()) {
        match world.second_time(person, run).await {
            Ok(()) => summary.adjudicated += 1,
            Err(error) => {
                summary.failures += 1;
                say(&format!("the first person again: FAILED: {error}"));
            }
        }
    }
    summary.seconds = seconds(begun);
    summary.steps = steps.times();
    Ok(summary)
}

fn seconds(begun: Instant) -> f64 {
    (begun.elapsed().as_secs_f64() * 10.0).round() / 10.0
}

fn random() -> u64 {
    let mut bytes = [0; 8];
    SystemRandom.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

async fn given_fingers(arguments: &Arguments, say: &Say) -> Result<Fingers> {
    let Some(directory) = &arguments.biometrics else { return Ok(Fingers::Synthetic) };
    if arguments.people > 1 {
        return Err(Error::new("--biometrics holds the fingers of one person: leave out --people"));
    }
    let enrolled = fingers::from_directory(directory).await?;
    say(&format!("{} fingers in {}", enrolled.len(), directory.display()));
    let other = match &arguments.auth_biometrics {
        Some(directory) => Some(fingers::from_directory(directory).await?),
        None => {
            say("no --auth-biometrics: the same capture is used to authenticate");
            None
        }
    };
    Ok(Fingers::Given { enrolled, other })
}

async fn check(witnesses: &Witnesses<'_>, path: &Path, say: &Say, begun: Instant) -> Result<Summary> {
    let entries = Ledger::read(path)?;
    say(&format!("asking for {} acknowledged facts", entries.len()));
    let mut histories = BTreeMap::new();
    let mut failures = 0;
    for (at, entry) in entries.iter().enumerate() {
        if let Err(error) = witnesses.ask(entry, &mut histories).await {
            failures += 1;
            let kind = serde_json::to_value(entry)?["kind"].clone();
            say(&format!("entry {} ({kind}): MISSING: {error}", at + 1));
        }
    }
    let mut uins: Vec<String> = Vec::new();
    for entry in &entries {
        if let Entry::Number { uin, .. } = entry
            && !uins.contains(uin)
        {
            uins.push(uin.clone());
        }
    }
    let adjudicated = entries.iter().filter(|entry| matches!(entry, Entry::Adjudication { .. })).count();
    Ok(Summary { people: entries.len(), failures, seconds: seconds(begun), uins, adjudicated, steps: BTreeMap::new() })
}

impl World<'_> {
    fn tell(&self, person: &Person, what: &str) {
        (self.say)(&format!("person {}: {what}", person.number));
    }

    /// The captures of a person for registration.
    async fn enrolment(&self, person: &Person, series: u64) -> Result<Vec<Print>> {
        match self.fingers {
            Fingers::Synthetic => fingers::synthetic(person.fingers, FingerPosition::TEN.to_vec(), series).await,
            Fingers::Given { enrolled, .. } if series == ENROLMENT => Ok(enrolled.clone()),
            Fingers::Given { enrolled, other } => Ok(other.as_ref().unwrap_or(enrolled).clone()),
        }
    }

    /// Another capture of an enrolled finger, and what the relying party calls it.
    async fn other_capture(&self, person: &Person) -> Result<(Print, &'static str)> {
        match self.fingers {
            Fingers::Synthetic => {
                let print = fingers::synthetic(person.fingers, vec![FINGER], AUTHENTICATION).await?.remove(0);
                let name = print.name();
                Ok((print, name))
            }
            Fingers::Given { enrolled, other } => {
                let print = fingers::most_alike(enrolled, other.as_ref().unwrap_or(enrolled)).await?;
                Ok((print, "UNKNOWN"))
            }
        }
    }

    /// A registration from the desk on.
    async fn register(&self, person: &Person, prid: Option<&str>, series: u64) -> Result<(String, Outcome)> {
        let (http, steps, counter) = (self.http, self.steps, self.counter);
        let fetched = match prid {
            Some(prid) => steps.time(http, "desk fetch", async || counter.fetch(prid).await).await?,
            None => counter.walk_in(person)?,
        };
        let prints = steps.time(http, "desk capture", async || self.enrolment(person, series).await).await?;
        for print in prints.iter().filter(|print| !print.is_usable()) {
            self.tell(person, &format!("{} is too poor ({}): a temporary exception", print.name(), print.quality));
        }
        let made = steps.time(http, "desk packet", async || counter.pack(&fetched, &prints)).await?;
        steps.time(http, "desk announce", async || counter.announce(&made, self.ledger).await).await?;
        steps.time(http, "desk upload", async || counter.upload(&made, self.ledger).await).await?;
        self.tell(person, "packet received");
        let wait = async || pipeline::wait(self.operator, self.resident, &made.rid).await;
        let outcome = steps.time(http, "pipeline", wait).await?;
        if outcome == Outcome::Adjudication {
            self.ledger.add(&Entry::Adjudication { rid: made.rid.clone() })?;
            self.tell(person, "waits for a decision: resembles an earlier registration");
        }
        Ok((made.rid, outcome))
    }

    /// From the application to the last authentication.
    async fn whole_way(&self, person: &Person) -> Result<Arrival> {
        let (http, steps, ledger) = (self.http, self.steps, self.ledger);
        let sign_in = async || Applicant::sign_in(http, self.country, person).await;
        let applicant = steps.time(http, "prereg sign-in", sign_in).await?;
        let prid = steps.time(http, "prereg application", async || applicant.apply(ledger).await).await?;
        steps.time(http, "prereg documents", async || applicant.add_documents(&prid, ledger).await).await?;
        steps.time(http, "prereg centre", async || applicant.find_center().await).await?;
        steps.time(http, "prereg booking", async || applicant.book(&prid, ledger).await).await?;
        self.tell(person, "appointment booked");
        let (rid, outcome) = self.register(person, Some(&prid), ENROLMENT).await?;
        if outcome == Outcome::Adjudication {
            return Ok(Arrival::Adjudication);
        }
        let uin = steps.time(http, "number", async || pipeline::number(self.resident, &rid, ledger).await).await?;
        steps.time(http, "notice", async || self.notice(person, &rid).await).await?;
        let card = steps.time(http, "card", async || pipeline::card(self.resident, &rid, ledger).await).await?;
        let vid = steps.time(http, "vid", async || pipeline::virtual_id(self.resident, &uin, ledger).await).await?;
        self.keep(person, &rid, &uin, &vid, &card)?;
        self.tell(person, "number, card and virtual id issued");
        self.authenticate(person, &uin, &vid).await?;
        self.tell(person, "authenticated in every way, and the stranger refused");
        Ok(Arrival::Number(uin))
    }

    /// The person is told of their registration.
    async fn notice(&self, person: &Person, rid: &str) -> Result<()> {
        let begun = Instant::now();
        while !mail::mentions(self.http, &person.email, rid).await? {
            if begun.elapsed() > pipeline::PATIENCE {
                return Err(Error::new("the person was not told of their registration"));
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        Ok(())
    }

    async fn authenticate(&self, person: &Person, uin: &str, vid: &str) -> Result<()> {
        let (http, steps, relying, language) = (self.http, self.steps, &self.relying, &self.country.languages[0]);
        let by_uin = Subject { id: uin, kind: "UIN", uin };
        let by_vid = Subject { id: vid, kind: "VID", uin };
        // the code is used up by the attempt, so both are one step to try again
        steps
            .time(http, "auth otp", async || {
                let (transaction, code) = relying.send_code(by_uin, person).await?;
                relying.by_code(by_uin, &transaction, &code).await
            })
            .await?;
        let demographics = async || relying.by_demographics(by_uin, person, language).await;
        steps.time(http, "auth demographic", demographics).await?;
        let virtual_id = async || relying.by_demographics(by_vid, person, language).await;
        steps.time(http, "auth vid", virtual_id).await?;
        let (print, finger) = self.other_capture(person).await?;
        steps.time(http, "auth fingerprint", async || relying.by_finger(by_uin, &print, finger).await).await?;
        let languages = &self.country.languages;
        let know = async || relying.know(by_uin, &print, finger, person, languages).await;
        steps.time(http, "auth e-kyc", know).await?;
        let stranger = fingers::synthetic(!person.fingers, vec![FINGER], AUTHENTICATION).await?.remove(0);
        steps.time(http, "auth stranger", async || relying.stranger(by_uin, &stranger, finger).await).await
    }

    fn keep(&self, person: &Person, rid: &str, uin: &str, vid: &str, card: &[u8]) -> Result<()> {
        let Some(out) = self.out else { return Ok(()) };
        let stem = format!("person-{:04}", person.number);
        std::fs::write(out.join(format!("{stem}.pdf")), card)?;
        let names: BTreeMap<&str, String> =
            self.country.languages.iter().map(|language| (language.as_str(), person.name(language))).collect();
        let facts = json!({ "uin": uin, "rid": rid, "vid": vid, "name": names, "dateOfBirth": person.birth });
        std::fs::write(out.join(format!("{stem}.json")), serde_json::to_vec_pretty(&facts)?)?;
        Ok(())
    }

    /// The first person comes again under another name, without an appointment.
    async fn second_time(&self, person: &Person, run: u64) -> Result<()> {
        let other = person.under_another_name(run);
        (self.say)("the first person again, under another name");
        match self.register(&other, None, SECOND_ENROLMENT).await? {
            (_, Outcome::Adjudication) => Ok(()),
            (_, Outcome::Issued) => Err(Error::new("a second number was issued")),
        }
    }
}
