//! A case side by side: what is shown, to whom, and what is recorded of it.

use registration_api::adjudication::{FACE, Likeness, PictureRef};
use registration_api::{CaseKind, Decision, Registrations as _};
use sea_orm::{ConnectionTrait, Statement};

use super::Desk;
use super::packets::{make, person, rid};

/// One person twice; answers the id of the case.
async fn twice(desk: &Desk) -> String {
    desk.register(&make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"))).await;
    desk.register(&make(&desk.doubles, 2, &person(1, 2, "Augusta King"))).await;
    desk.module.cases(&desk.caller(), 9).await.unwrap().cases.remove(0).id
}

/// Descriptions of the disclosures recorded so far.
async fn disclosed(desk: &Desk) -> Vec<String> {
    let db = desk.ground.operations();
    let sql =
        "SELECT description FROM operations_audit WHERE event_id = 'RPR_401' AND module_id = 'RPR-MVS' ORDER BY id";
    let conn = db.read();
    let rows = conn.query_all_raw(Statement::from_string(conn.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()).collect()
}

// RPR-15
#[tokio::test]
async fn a_case_shows_both_packets_side_by_side_and_says_so_to_the_audit() {
    let desk = Desk::open().await;
    let case_id = twice(&desk).await;
    let view = desk.module.case(&desk.staff(&["MANUAL_ADJUDICATION"]), &case_id).await.unwrap().unwrap();
    assert_eq!(
        (view.case.kind, view.case.rid.as_str(), &view.case.outcome),
        (CaseKind::Biometric, rid(2).as_str(), &None)
    );
    let new = view.new.unwrap();
    assert_eq!(new.fingers, ["Right IndexFinger", "Left IndexFinger"]);
    assert!(new.fields.iter().any(|field| field.id == "fullName" && field.values[0].text == "Augusta King"));
    assert!(
        new.fields
            .iter()
            .all(|field| !["IDSchemaVersion", "individualBiometrics", "proofOfIdentity"].contains(&field.id.as_str()))
    );
    let [earlier] = &view.candidates[..] else { panic!("one candidate") };
    assert_eq!((earlier.packet.rid.as_str(), earlier.side), (rid(1).as_str(), 1));
    let likeness = |id: &str| earlier.fields.iter().find(|field| field.id == id).unwrap().likeness;
    assert_eq!((likeness("fullName"), likeness("dateOfBirth")), (Likeness::Different, Likeness::Same));
    assert_eq!(earlier.fingers.len(), 2);
    for finger in &earlier.fingers {
        assert_eq!(finger.new, finger.earlier);
        assert!(finger.score.unwrap() > 10.0, "{finger:?}");
    }
    assert!(earlier.fingers[0].score >= earlier.fingers[1].score);
    assert_eq!(disclosed(&desk).await.len(), 2, "one record for each packet that was shown");
}

// RPR-15
#[tokio::test]
async fn pictures_of_a_case_are_drawn_from_the_packets_and_recorded() {
    let desk = Desk::open().await;
    let case_id = twice(&desk).await;
    let ann = desk.staff(&["MANUAL_ADJUDICATION"]);
    let picture =
        async |side: u32, part: &str| desk.module.picture(&ann, &case_id, PictureRef { side, part }).await.unwrap();
    let (new, earlier) =
        (picture(0, "Right IndexFinger").await.unwrap(), picture(1, "Right IndexFinger").await.unwrap());
    assert!(new.starts_with(b"\x89PNG") && earlier.starts_with(b"\x89PNG"));
    assert_ne!(new, earlier, "two captures");
    // the pixels are those of the capture
    let drawn = biometrics::decode::decode(&new, &biometrics::decode::Limits::default()).unwrap();
    let captured = testkit::fingers::Finger::grow(testkit::fingers::seed_of(1, 2)).capture(2);
    assert_eq!(
        (drawn.width(), drawn.height(), drawn.pixels()),
        (captured.width, captured.height, &captured.pixels[..])
    );
    assert_eq!(disclosed(&desk).await.len(), 2);
    for (side, part) in [(0, FACE), (0, "Left Thumb"), (0, "../x"), (2, "Right IndexFinger"), (u32::MAX, "")] {
        assert!(picture(side, part).await.is_none(), "{side} {part}");
    }
    assert_eq!(disclosed(&desk).await.len(), 2, "nothing was shown");
}

// RPR-15
#[tokio::test]
async fn a_decided_case_shows_the_decision_and_no_more_of_the_persons() {
    let desk = Desk::open().await;
    let case_id = twice(&desk).await;
    desk.register(&make(&desk.doubles, 3, &person(1, 3, "Ada Byron"))).await;
    let ann = desk.staff(&["MANUAL_ADJUDICATION"]);
    let list = desk.module.cases(&ann, 1).await.unwrap();
    assert_eq!((list.cases.len(), list.open), (1, 2));
    let long = "x".repeat(1001);
    assert_eq!(desk.module.decide(&ann, &case_id, Decision::Reject, &long).await.unwrap_err().code(), "RPR-RGS-014");
    desk.module.decide(&ann, &case_id, Decision::Reject, "the same scar on the thumb").await.unwrap();
    let view = desk.module.case(&ann, &case_id).await.unwrap().unwrap();
    let outcome = view.case.outcome.unwrap();
    assert_eq!((outcome.decision, outcome.by.as_str()), (Decision::Reject, "ann"));
    assert_eq!(outcome.reason, "the same scar on the thumb");
    assert!(view.new.is_none() && view.candidates.is_empty());
    assert_eq!((view.others, view.next.is_some()), (1, true));
    let picture = PictureRef { side: 0, part: "Right IndexFinger" };
    assert_eq!(desk.module.picture(&ann, &case_id, picture).await.unwrap_err().code(), "RPR-MVS-003");
    assert!(disclosed(&desk).await.is_empty());
    assert!(desk.module.case(&ann, "no such case").await.unwrap().is_none());
}

#[tokio::test]
async fn a_packet_that_is_gone_says_so_and_the_case_can_still_be_decided() {
    let desk = Desk::open().await;
    let case_id = twice(&desk).await;
    for key in desk.module.blobs.list("packet-part/").await.unwrap() {
        if key.as_str().contains(&desk_instance(&desk, &rid(1)).await) {
            desk.module.blobs.delete(&key).await.unwrap();
        }
    }
    let ann = desk.staff(&["MANUAL_ADJUDICATION"]);
    let view = desk.module.case(&ann, &case_id).await.unwrap().unwrap();
    assert_eq!(view.candidates[0].packet.unreadable.as_deref(), Some("KER-PUT-027"));
    assert!(view.new.unwrap().unreadable.is_none());
    desk.module.decide(&ann, &case_id, Decision::Approve, "another face").await.unwrap();
}

async fn desk_instance(desk: &Desk, rid: &str) -> String {
    crate::repo::registrations::of_rid(desk.module.db.read(), rid).await.unwrap().unwrap().workflow_instance_id
}

#[tokio::test]
async fn nobody_without_the_right_sees_a_case() {
    let desk = Desk::open().await;
    let case_id = twice(&desk).await;
    let clerk = desk.staff(&["REGISTRATION_ADMIN"]);
    let picture = PictureRef { side: 0, part: "Right IndexFinger" };
    assert_eq!(desk.module.case(&clerk, &case_id).await.err().unwrap().code(), "KER-ATH-403");
    assert_eq!(desk.module.picture(&clerk, &case_id, picture).await.unwrap_err().code(), "KER-ATH-403");
    let refused = desk.module.decide(&clerk, &case_id, Decision::Approve, "x").await.unwrap_err();
    assert_eq!(refused.code(), "KER-ATH-403");
    assert!(disclosed(&desk).await.is_empty());
}
