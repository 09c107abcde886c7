use serde_json::{Value, json};

use super::Applicant;
use crate::support::{Answer, TestApp};

const CENTER: &str = "10001";
/// Places of one slot at that centre, as the demo country has it.
const PLACES: usize = 3;

/// A day and a time with places left.
#[derive(Debug, Clone, PartialEq)]
struct Slot {
    day: String,
    from: String,
    to: String,
    free: u64,
}

async fn slots(one: &Applicant<'_>) -> Vec<Slot> {
    let answer = one.ask("GET", &format!("/applications/appointment/slots/availability/{CENTER}")).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let days = answer.body["response"]["centerDetails"].as_array().unwrap_or_else(|| panic!("{answer:?}")).clone();
    let open = days.iter().filter(|day| day["holiday"] == false);
    open.flat_map(|day| {
        let slots = day["timeSlots"].as_array().into_iter().flatten();
        slots.map(|slot| Slot {
            day: text(&day["date"]),
            from: text(&slot["fromTime"]),
            to: text(&slot["toTime"]),
            free: slot["availability"].as_u64().unwrap_or_default(),
        })
    })
    .collect()
}

async fn free(one: &Applicant<'_>, slot: &Slot) -> u64 {
    let all = slots(one).await;
    all.iter().find(|found| (&found.day, &found.from) == (&slot.day, &slot.from)).map_or(0, |found| found.free)
}

fn request(slot: &Slot) -> Value {
    json!({
        "registration_center_id": CENTER, "appointment_date": slot.day, "time_slot_from": slot.from,
        "time_slot_to": slot.to,
    })
}

async fn book(one: &Applicant<'_>, prid: &str, request: Value) -> Answer {
    let path = format!("/applications/appointment/{prid}");
    one.call("POST", &path, "mosip.pre-registration.booking.book", request).await
}

// PRE-41: booking hands in what is complete, and refuses what is not
#[tokio::test]
async fn a_complete_application_can_be_booked_and_an_incomplete_one_cannot() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let slot = slots(&dana).await.swap_remove(0);
    let (bare, complete) = (dana.saved().await, dana.complete().await);
    assert_eq!(book(&dana, &bare, request(&slot)).await.code(), "PRG_BOOK_RCI_036");
    assert_eq!(dana.status(&bare).await, "Application_Incomplete");
    let booked = book(&dana, &complete, request(&slot)).await;
    assert_eq!(booked.code(), "", "{booked:?}");
    assert_eq!(dana.status(&complete).await, "Booked");
    let shown = dana.ask("GET", &format!("/applications/appointment/{complete}")).await;
    assert_eq!(shown.body["response"]["time_slot_from"], json!(slot.from), "{shown:?}");
    // PRE-34: what is booked is locked
    assert_eq!(dana.upload(&complete, "POI", "PAS", "scan.pdf", &super::pdf("POI")).await.code(), "PRG_PAM_DOC_024");
}

// PRE-41: as many people as places, however many ask at once
#[tokio::test]
async fn the_last_place_is_given_once() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let slot = slots(&dana).await.swap_remove(3);
    assert_eq!(slot.free, PLACES as u64);
    let mut requests = Vec::new();
    for _ in 0..PLACES + 2 {
        let prid = dana.complete().await;
        let body = app.envelope("mosip.pre-registration.booking.book", "1.0", request(&slot));
        let one = axum::http::Request::post(format!("/preregistration/v1/applications/appointment/{prid}"))
            .header("content-type", "application/json")
            .header("cookie", format!("Authorization={}", dana.token));
        requests.push(one.body(axum::body::Body::from(body.to_string())).unwrap());
    }
    let answers = app.raw_at_once(requests).await;
    let codes: Vec<&str> = answers.iter().map(Answer::code).collect();
    assert_eq!(codes.iter().filter(|code| code.is_empty()).count(), PLACES, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "PRG_BOOK_RCI_002").count(), 2, "{codes:?}");
    assert_eq!(free(&dana, &slot).await, 0);
}

// PRE-42, PRE-43: another time gives the first place back, a cancellation both; then it can be booked again
#[tokio::test]
async fn changing_and_cancelling_give_places_back() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let all = slots(&dana).await;
    let (first, second) = (&all[0], &all[5]);
    let prid = dana.complete().await;
    for slot in [first, second] {
        assert_eq!(book(&dana, &prid, request(slot)).await.code(), "");
        assert_eq!(free(&dana, slot).await, slot.free - 1);
    }
    assert_eq!(free(&dana, first).await, first.free);
    let cancelled = dana.ask("PUT", &format!("/applications/appointment/{prid}")).await;
    assert_eq!(cancelled.code(), "", "{cancelled:?}");
    assert_eq!((free(&dana, second).await, dana.status(&prid).await), (second.free, "Cancelled".to_owned()));
    assert_eq!(dana.ask("PUT", &format!("/applications/appointment/{prid}")).await.code(), "PRG_BOOK_RCI_013");
    assert_eq!(book(&dana, &prid, request(first)).await.code(), "");
    // PRE-44: discarding gives the place back too
    let gone = dana.ask("DELETE", &format!("/applications/prereg/{prid}")).await;
    assert_eq!(gone.code(), "", "{gone:?}");
    assert_eq!(free(&dana, first).await, first.free);
}

// PRE-41: each thing that is missing or wrong has its code, in MOSIP's order
#[tokio::test]
async fn wrong_bookings_say_what_is_wrong() {
    let app = TestApp::new().await;
    let dana = Applicant::new(&app, "dana@sahlara.example").await;
    let slot = slots(&dana).await.swap_remove(0);
    let prid = dana.complete().await;
    let with = |key: &str, value: Value| {
        let mut request = request(&slot);
        request[key] = value;
        request
    };
    for (wrong, code) in [
        (with("registration_center_id", json!("")), "PRG_BOOK_RCI_007"),
        (with("appointment_date", json!(null)), "PRG_BOOK_RCI_008"),
        (with("time_slot_from", json!("")), "PRG_BOOK_RCI_003"),
        (with("appointment_date", json!("2001-01-01")), "PRG_BOOK_RCI_031"),
        (with("registration_center_id", json!("99999")), "KER-MSD-215"),
        (with("time_slot_from", json!("03:07")), "PRG_BOOK_RCI_002"),
    ] {
        assert_eq!(book(&dana, &prid, wrong.clone()).await.code(), code, "{wrong}");
    }
    assert_ne!(book(&dana, "12345678901234", request(&slot)).await.code(), "");
    assert_eq!(dana.status(&prid).await, "Application_Incomplete");
}
