//! Whole registrations: issued, refused, found twice, tried again, cut off.

use std::sync::atomic::Ordering;

use codec::packet::{Kind, Limits, read_archive, write_archive};
use registration_api::{Decision, Registrations as _, WorkflowAction};
use types::Rid;

use super::Desk;
use super::packets::{builder, make, make_of, make_signed, person, rid};
use crate::domain::flow::Stage;
use crate::jobs::run_stage::Work;
use crate::{repo, stages};

// RPR-01, RPR-02, RPR-04, RPR-05 to RPR-09, RPR-11 to RPR-14, RPR-18, RPR-21, RPR-31, RPR-33
#[tokio::test]
async fn one_person_goes_from_packet_to_number() {
    let desk = Desk::open().await;
    let made = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    let (entry, steps) = desk.register(&made).await;
    assert_eq!(entry.status, "PROCESSED", "{entry:?}");
    let walked: Vec<(&str, &str)> = steps.iter().map(|step| (step.stage.as_str(), step.sub_status.as_str())).collect();
    assert_eq!(
        walked,
        [
            ("PacketReceiverStage", "RPR-PKR-SUCCESS-001"),
            ("SecurezoneNotificationStage", "RPR-SEN-SUCCESS-001"),
            ("PacketUploaderStage", "RPR-PKU-SUCCESS-001"),
            ("PacketValidatorStage", "RPR-PKV-SUCCESS-001"),
            ("PacketClassifierStage", "RPR-PKCSUCCESS-001"),
            ("CMDValidatorStage", "RPR-CMD-SUCCESS-001"),
            ("OperatorValidatorStage", "RPR-OVM-SUCCESS-001"),
            ("SupervisorValidatorStage", "RPR-SVM-SUCCESS-001"),
            ("QualityClassifierStage", "RPR-QCK-SUCCESS-002"),
            ("DemoDedupeStage", "RPR-DDP-SUCCESS-001"),
            ("AbisHandlerStage", "RPR-AMW-SUCCESS-001"),
            ("BioDedupeStage", "RPR-BDP-SUCCESS-002"),
            ("UinGeneratorStage", "RPR-UIN-SUCCESS-001"),
            ("CredentialRequestorStage", "RPR-PPS-SUCCESS-001"),
        ]
    );
    let people = desk.doubles.people.lock().unwrap().clone();
    let (_, identity, documents) = &people[&made.rid];
    assert_eq!(identity["fullName"][0]["value"], "Ada Lovelace");
    assert!(identity.get("consent").is_none(), "evidence stays in the packet");
    assert_eq!(*documents, 1);
    assert_eq!(*desk.doubles.cards.lock().unwrap(), std::slice::from_ref(&made.rid));
    let notices = desk.doubles.notices.lock().unwrap().clone();
    let subjects: Vec<_> = notices.iter().map(|notice| notice.subject_template.clone().unwrap()).collect();
    assert_eq!(subjects, ["RPR_RPV_SUC_EMAIL_SUB", "RPR_UIN_GEN_EMAIL_SUB"]);
    assert_eq!(notices[1].email.as_deref(), Some("ada@example.com"));
    let announced = repo::announced::find(desk.module.db.read(), &made.packet_id).await.unwrap().unwrap();
    assert_eq!(announced.contact_sealed, None, "contact data is erased once the packet is accepted");
    let shown = desk.module.public_status(&desk.caller(), &Rid::parse(&made.rid).unwrap()).await.unwrap();
    assert_eq!(shown.unwrap().0, "issued");
}

#[tokio::test]
async fn the_same_upload_again_gets_the_same_answer_and_another_one_is_refused() {
    let desk = Desk::open().await;
    let made = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    assert_eq!(desk.upload(&made).await.unwrap_err().code(), "RPR-PKR-001");
    desk.announce(&made, |_| {}).await.unwrap();
    let first = desk.upload(&made).await.unwrap();
    assert_eq!(desk.upload(&made).await.unwrap(), first);
    desk.run_jobs().await;
    assert_eq!(desk.upload(&made).await.unwrap(), first);
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 1);
    assert_eq!(desk.module.blobs.list("packet/").await.unwrap().len(), 1, "repeated uploads leave nothing behind");
    // another packet of the same registration
    let mut other = make(&desk.doubles, 1, &person(1, 2, "Ada Lovelace"));
    other.packet_id.push('9');
    desk.announce(&other, |_| {}).await.unwrap();
    assert_eq!(desk.upload(&other).await.unwrap_err().code(), "RPR-PKR-005");
}

#[tokio::test]
async fn uploads_that_are_not_what_was_announced_are_refused() {
    let desk = Desk::open().await;
    let made = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    desk.announce(&made, |_| {}).await.unwrap();
    let mut longer = made.clone();
    longer.sealed.push(0);
    assert_eq!(desk.upload(&longer).await.unwrap_err().code(), "RPR-PKR-013");
    let mut changed = made.clone();
    *changed.sealed.last_mut().unwrap() ^= 1;
    assert_eq!(desk.upload(&changed).await.unwrap_err().code(), "RPR-PKR-009");
    let mut huge = made.clone();
    huge.sealed = vec![0; (5 << 20) + 1];
    assert_eq!(desk.upload(&huge).await.unwrap_err().code(), "RPR-PKR-002");
    desk.announce(&made, |record| record.registration_type = Some("LOST".into())).await.unwrap();
    assert!(desk.module.blobs.list("packet/").await.unwrap().is_empty());
    assert!(desk.upload(&made).await.is_ok(), "nothing of this spoils the right upload");
}

// PKT-06
#[tokio::test]
async fn packets_that_were_tampered_with_fail_with_the_reason() {
    let desk = Desk::open().await;
    let ada = person(1, 1, "Ada Lovelace");
    let parts = builder(&rid(1), &ada).build().unwrap();
    let stranger = crypto::PrivateKey::generate(crypto::KeyKind::Rsa2048).unwrap();
    let forged = make_signed(&desk.doubles, &stranger, &rid(1), &parts);
    let (entry, _) = desk.register(&forged).await;
    assert_eq!((entry.status.as_str(), entry.sub_status.as_str()), ("FAILED", "RPR-PKV-FAILED-012"));
    assert!(entry.reason.contains("signature of the id sub-packet"), "{}", entry.reason);

    // rightly signed by the machine, but the content does not have the hash it states
    let mut parts = builder(&rid(2), &ada).build().unwrap();
    let mut files = read_archive(&parts[0].1, &Limits::SUB_PACKET).unwrap();
    files.iter_mut().find(|file| file.name == "proofOfIdentity.pdf").unwrap().data.push(b'!');
    parts[0].1 = write_archive(&files, &Limits::SUB_PACKET).unwrap();
    assert_eq!(parts[0].0, Kind::Id);
    let (entry, _) = desk.register(&make_of(&desk.doubles, &rid(2), &parts)).await;
    assert_eq!((entry.status.as_str(), entry.sub_status.as_str()), ("FAILED", "RPR-PKV-FAILED-012"));
    assert!(entry.reason.contains("KER-PUT-020"), "{}", entry.reason);

    // not a packet at all
    let mut garbage = make(&desk.doubles, 3, &ada);
    garbage.sealed = desk.doubles.seal(b"PK\x03\x04 nothing");
    let (entry, _) = desk.register(&garbage).await;
    assert_eq!((entry.status.as_str(), entry.sub_status.as_str()), ("FAILED", "RPR-PKU-FAILED-003"));
    let mut sealed_for_others = make(&desk.doubles, 4, &ada);
    sealed_for_others.sealed = vec![5; 2000];
    assert_eq!(desk.register(&sealed_for_others).await.0.sub_status, "RPR-PKU-FAILED-007");
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn packets_the_rules_do_not_allow_end_at_their_stage() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[];
    let no_consent = super::packets::Person { consent: "N", ..ada.clone() };
    assert_eq!(desk.register(&make(&desk.doubles, 1, &no_consent)).await.0.sub_status, "RPR-PKV-FAILED-017");
    let no_password = super::packets::Person { officer_password: "false", ..ada.clone() };
    assert_eq!(desk.register(&make(&desk.doubles, 2, &no_password)).await.0.sub_status, "RPR-OVM-FAILED-003");
    *desk.doubles.operator_active.lock().unwrap() = false;
    assert_eq!(desk.register(&make(&desk.doubles, 3, &ada)).await.0.sub_status, "RPR-OVM-FAILED-004");
    *desk.doubles.operator_active.lock().unwrap() = true;
    // the supervisor did not approve
    let refused = make(&desk.doubles, 4, &ada);
    desk.announce(&refused, |record| record.supervisor_status = Some("REJECTED".into())).await.unwrap();
    desk.upload(&refused).await.unwrap();
    desk.run_jobs().await;
    assert_eq!(desk.status(&refused).await, ("REJECTED".into(), "RPR-PKV-FAILED-011".into()));
    // a child without anybody who introduces it
    let child = super::packets::Person { born: "2020/01/01", ..ada };
    let made = make(&desk.doubles, 5, &child);
    assert_eq!(desk.register(&made).await.0.sub_status, "RPR-IVM-FAILED-002");
    assert_eq!(desk.status(&made).await.0, "REJECTED");
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 0);
}

// RPR-14, RPR-15, I2
#[tokio::test]
async fn a_person_found_twice_waits_for_a_decision_and_gets_no_second_number() {
    let desk = Desk::open().await;
    let first = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    assert_eq!(desk.register(&first).await.0.status, "PROCESSED");
    let again = make(&desk.doubles, 2, &person(1, 2, "Augusta King"));
    let (entry, _) = desk.register(&again).await;
    assert_eq!((entry.stage.as_str(), entry.sub_status.as_str()), ("ManualAdjudicationStage", "RPR-BDP-FAILED-001"));
    desk.later(100_000).await;
    assert_eq!(desk.status(&again).await.0, "PROCESSING", "time decides nothing");
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 1);

    let caller = desk.caller();
    let cases = desk.module.cases(&caller, 10).await.unwrap().cases;
    assert_eq!((cases.len(), cases[0].rid.as_str()), (1, again.rid.as_str()));
    let candidate = &cases[0].candidates[0];
    assert_eq!(candidate.rid, first.rid);
    assert!(candidate.score > 30.0 && candidate.parts.len() == 2, "{candidate:?}");
    let refused = desk.module.decide(&caller, &cases[0].id, Decision::Reject, " ").await.unwrap_err();
    assert_eq!(refused.code(), "RPR-MVS-005");
    desk.module.decide(&caller, &cases[0].id, Decision::Reject, "same person").await.unwrap();
    let twice = desk.module.decide(&caller, &cases[0].id, Decision::Approve, "changed my mind").await.unwrap_err();
    assert_eq!(twice.code(), "RPR-MVS-003");
    desk.run_jobs().await;
    assert_eq!(desk.status(&again).await, ("REJECTED".into(), "RPR-MNV-FAILED-002".into()));
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 1);
    let last = desk.doubles.notices.lock().unwrap().last().unwrap().subject_template.clone();
    assert_eq!(last.as_deref(), Some("RPR_DUP_UIN_EMAIL_SUB"));

    // a stranger goes through; a decision for two persons leads to a number
    assert_eq!(desk.register(&make(&desk.doubles, 3, &person(2, 1, "Mary Somerville"))).await.0.status, "PROCESSED");
    let third = make(&desk.doubles, 4, &person(1, 3, "Ada Byron"));
    desk.register(&third).await;
    let case = desk.module.cases(&caller, 10).await.unwrap().cases.remove(0);
    assert_eq!(case.candidates.len(), 1, "the rejected registration is no candidate");
    desk.module.decide(&caller, &case.id, Decision::Approve, "twins").await.unwrap();
    desk.run_jobs().await;
    assert_eq!(desk.status(&third).await.0, "PROCESSED");
}

#[tokio::test]
async fn of_two_registrations_of_one_person_at_the_same_time_one_waits() {
    let desk = Desk::open().await;
    let made: Vec<_> = (1..=2).map(|n| make(&desk.doubles, n, &person(1, u64::from(n), "Ada Lovelace"))).collect();
    for one in &made {
        desk.announce(one, |_| {}).await.unwrap();
        desk.upload(one).await.unwrap();
    }
    desk.run_jobs().await;
    let mut states = Vec::new();
    for one in &made {
        let (entry, _) = desk.look(one).await;
        states.push((entry.status, entry.stage));
    }
    states.sort();
    assert_eq!(states[0].0, "PROCESSED");
    assert_eq!(states[1], ("PROCESSING".to_owned(), "ManualAdjudicationStage".to_owned()));
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 1);
}

// RPR-16
#[tokio::test]
async fn who_cannot_be_searched_by_biometrics_is_verified_by_a_person() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[];
    let made = make(&desk.doubles, 1, &ada);
    let (entry, _) = desk.register(&made).await;
    assert_eq!((entry.stage.as_str(), entry.sub_status.as_str()), ("VerificationStage", "RPR-VER-003"));
    let case = desk.module.cases(&desk.caller(), 10).await.unwrap().cases.remove(0);
    assert!(case.candidates.is_empty());
    desk.module.decide(&desk.caller(), &case.id, Decision::Approve, "seen in person").await.unwrap();
    desk.run_jobs().await;
    assert_eq!(desk.status(&made).await.0, "PROCESSED");
    // the next one of this name is shown the first
    let made = make(&desk.doubles, 2, &ada);
    desk.register(&made).await;
    let case = desk.module.cases(&desk.caller(), 10).await.unwrap().cases.remove(0);
    assert_eq!(case.candidates[0].rid, rid(1));
    desk.module.decide(&desk.caller(), &case.id, Decision::Reject, "the same").await.unwrap();
    assert_eq!(desk.status(&made).await.0, "REJECTED");
}

// RPR-27, I5
#[tokio::test]
async fn trouble_that_passes_is_waited_for_and_trouble_that_stays_is_left_to_people() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[2];
    desk.doubles.failing.store(2, Ordering::SeqCst);
    let made = make(&desk.doubles, 1, &ada);
    let (entry, _) = desk.register(&made).await;
    assert_eq!((entry.status.as_str(), entry.attempts), ("REPROCESS", 1));
    assert!(entry.next_try.is_some());
    desk.later(60).await;
    desk.later(60).await;
    let (entry, steps) = desk.look(&made).await;
    assert_eq!(entry.status, "PROCESSED");
    let tries = steps.iter().filter(|step| step.status == "REPROCESS").count();
    assert_eq!(tries, 1, "waiting for the same thing again is not a new step");

    desk.doubles.failing.store(1000, Ordering::SeqCst);
    let made = make(&desk.doubles, 2, &person(3, 1, "Mary Somerville"));
    desk.register(&made).await;
    for _ in 0..30 {
        desk.later(1000).await;
    }
    assert_eq!(desk.status(&made).await, ("REPROCESS_FAILED".into(), "RPR-RPS-FAILED-001".into()));
    desk.doubles.failing.store(0, Ordering::SeqCst);
    let rid = Rid::parse(&made.rid).unwrap();
    desk.module.act(&desk.caller(), &rid, WorkflowAction::ResumeProcessing).await.unwrap();
    desk.run_jobs().await;
    assert_eq!(desk.status(&made).await.0, "PROCESSED");
    assert_eq!(
        desk.module.act(&desk.caller(), &rid, WorkflowAction::ResumeProcessing).await.unwrap_err().code(),
        "RPR-WAA-004"
    );
}

#[tokio::test]
async fn a_stage_cut_off_before_it_could_write_runs_again_without_doing_twice() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[2];
    let made = make(&desk.doubles, 1, &ada);
    desk.announce(&made, |_| {}).await.unwrap();
    desk.upload(&made).await.unwrap();
    // every stage is run twice before its verdict is written once
    let instance =
        repo::registrations::of_rid(desk.module.db.read(), &made.rid).await.unwrap().unwrap().workflow_instance_id;
    let mut walked = Vec::new();
    loop {
        let row = repo::registrations::find(desk.module.db.read(), &instance).await.unwrap().unwrap();
        if row.status != "PROCESSING" {
            break;
        }
        let stage = Stage::parse(&row.stage).unwrap();
        assert!(!walked.contains(&stage), "{walked:?}");
        walked.push(stage);
        let work = Work { row, stage, caller: desk.caller(), now: desk.ground.operations().now() };
        stages::run(&desk.module, &work).await.unwrap();
        let verdict = stages::run(&desk.module, &work).await.unwrap();
        let mut tx = desk.module.db.begin(desk.caller().cx()).await.unwrap();
        let flow = crate::domain::flow::Flow::New;
        assert!(crate::jobs::run_stage::write(&mut tx, &desk.module, flow, work, verdict).await.unwrap());
        tx.commit().await.unwrap();
    }
    assert_eq!(walked.len(), 13);
    assert_eq!(desk.doubles.people.lock().unwrap().len(), 1);
    assert_eq!(desk.doubles.cards.lock().unwrap().len(), 1);
    // the jobs left behind find the registration moved on and do nothing
    let before = repo::registrations::steps(desk.module.db.read(), &instance).await.unwrap().len();
    desk.run_jobs().await;
    assert_eq!(repo::registrations::steps(desk.module.db.read(), &instance).await.unwrap().len(), before);
}

/// Segments of real fingers, where they are at hand.
fn real_fingers(session: &str) -> Option<Vec<codec::cbeff::Bir>> {
    use codec::cbeff::{BdbInfo, Bir, Modality};
    let root = std::env::var_os("TESSERA_SHARED").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let folder = root.join("data/biometrics/person-b").join(session);
    if !folder.exists() {
        println!("SKIPPED: no real fingers at {}", folder.display());
        return None;
    }
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let segment = |path: &std::path::PathBuf| {
        let bdb = std::fs::read(path).unwrap();
        let (codec::iso19794::Record::Finger(record), _) = codec::iso19794::read_lenient(&bdb).unwrap() else {
            panic!("{} is no finger record", path.display())
        };
        let name = biometrics::SubType::Finger(record.images[0].position).name();
        let subtype = name.split(' ').map(str::to_owned).collect();
        let info = BdbInfo { modality: Some(Modality::Finger), subtype, ..BdbInfo::default() };
        Bir { bdb_info: Some(info), bdb: Some(bdb), ..Bir::default() }
    };
    Some(files.iter().map(segment).collect())
}

#[tokio::test]
async fn real_fingers_give_a_number_and_a_second_session_under_another_name_waits() {
    let (Some(first), Some(second)) = (real_fingers("session-1"), real_fingers("session-2")) else { return };
    let desk = Desk::open().await;
    // as a desk does: a finger that stays below the threshold is a temporary exception and not sent
    let fit = async |segments: Vec<codec::cbeff::Bir>| {
        let mut kept = Vec::new();
        for segment in segments {
            let document = codec::cbeff::Bir { segments: vec![segment.clone()], ..codec::cbeff::Bir::default() };
            let scores =
                desk.module.sdk.check_quality(&crate::service::gallery::samples(&document), &[]).await.unwrap();
            if scores.iter().all(|one| one.score >= 30) {
                kept.push(segment);
            }
        }
        assert!(kept.len() >= 8, "only {} fingers are good enough", kept.len());
        kept
    };
    let (first, second) = (fit(first).await, fit(second).await);
    let register = async |sequence: u32, name: &'static str, segments: Vec<codec::cbeff::Bir>| {
        let mut whoever = person(1, 1, name);
        whoever.fingers = &[];
        let record = codec::cbeff::Bir { segments, ..codec::cbeff::Bir::default() };
        let biometrics = codec::packet::Value::Biometrics(Box::new(record));
        let parts = builder(&rid(sequence), &whoever)
            .field("individualBiometrics", codec::packet::Category::Pvt, biometrics)
            .build()
            .unwrap();
        desk.register(&make_of(&desk.doubles, &rid(sequence), &parts)).await.0
    };
    let entry = register(1, "Ada Lovelace", first).await;
    assert_eq!(entry.status, "PROCESSED", "{entry:?}");
    let entry = register(2, "Augusta King", second).await;
    assert_eq!(entry.stage, "ManualAdjudicationStage", "{entry:?}");
    let case = desk.module.cases(&desk.caller(), 10).await.unwrap().cases.remove(0);
    assert_eq!((case.candidates.len(), case.candidates[0].rid.as_str()), (1, rid(1).as_str()));
    assert_eq!(desk.doubles.created.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_gallery_is_filled_again_from_its_rows() {
    let desk = Desk::open().await;
    desk.register(&make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"))).await;
    // another process: same rows, empty ABIS
    let parts = crate::Parts {
        db: desk.module.db.clone(),
        blobs: desk.module.blobs.clone(),
        edge: desk.edge.clone(),
        keys: desk.doubles.clone(),
        at_rest: desk.doubles.clone(),
        master: desk.doubles.clone(),
        identities: desk.doubles.clone(),
        credentials: desk.doubles.clone(),
        notices: desk.doubles.clone(),
        abis: std::sync::Arc::new(biometrics::InProcessAbis::new()),
        sdk: desk.module.sdk.clone(),
    };
    let desk = Desk { module: crate::RegistrationModule::new(parts), ..desk };
    assert_eq!(desk.module.load_gallery().await.unwrap(), 1);
    let again = make(&desk.doubles, 2, &person(1, 2, "Augusta King"));
    assert_eq!(desk.register(&again).await.0.stage, "ManualAdjudicationStage");
}
