//! The pipeline's pages: lists, counts, one registration.

use std::sync::atomic::Ordering;

use registration_api::pipeline::{Cursor, PipelinePage, TrackTile};
use registration_api::{PipelineQuery, PipelineState, Registrations as _, WorkflowAction};
use types::Rid;

use super::Desk;
use super::packets::{Person, make, person, rid};

fn query(state: Option<PipelineState>, limit: u32) -> PipelineQuery {
    PipelineQuery { state, limit, ..PipelineQuery::default() }
}

fn rids(page: &PipelinePage) -> Vec<String> {
    page.entries.iter().map(|one| one.rid.clone()).collect()
}

/// Three registrations without fingers: the second without consent fails, the others wait for a person.
async fn three(desk: &Desk) {
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[];
    let no_consent = Person { consent: "N", ..ada.clone() };
    for sequence in 1..=3 {
        desk.register(&make(&desk.doubles, sequence, if sequence == 2 { &no_consent } else { &ada })).await;
        desk.later(10).await;
    }
}

// RPR-31, UI-ADM-20
#[tokio::test]
async fn the_pipeline_is_listed_by_what_moved_last_in_pages_and_by_filter() {
    let desk = Desk::open().await;
    three(&desk).await;
    let caller = desk.caller();
    let first = desk.module.list(&caller, &query(None, 2)).await.unwrap();
    assert_eq!(rids(&first), [rid(3), rid(2)]);
    let after = Cursor::parse(first.next.as_deref().unwrap());
    assert!(after.is_some());
    let second = desk.module.list(&caller, &PipelineQuery { after, ..query(None, 2) }).await.unwrap();
    assert_eq!((rids(&second), &second.next), (vec![rid(1)], &None));
    let failed = desk.module.list(&caller, &query(Some(PipelineState::Failed), 9)).await.unwrap();
    assert_eq!(rids(&failed), [rid(2)]);
    assert_eq!(failed.entries[0].sub_status, "RPR-PKV-FAILED-017");
    assert_eq!(failed.entries[0].track[3], TrackTile::Bad);
    let waiting = desk.module.list(&caller, &query(Some(PipelineState::Decision), 9)).await.unwrap();
    assert_eq!(rids(&waiting), [rid(3), rid(1)]);
    assert!(waiting.entries[0].reason.contains("open the case"), "{}", waiting.entries[0].reason);
    assert_eq!(waiting.entries[0].track[14], TrackTile::Here);
    let stage = Some("VerificationStage".to_owned());
    let at_stage = desk.module.list(&caller, &PipelineQuery { stage, ..query(None, 9) }).await.unwrap();
    assert_eq!(rids(&at_stage), [rid(3), rid(1)]);
    let rid_prefix = rid(1)[..15].to_owned();
    let begun = desk.module.list(&caller, &PipelineQuery { rid_prefix, ..query(None, 9) }).await.unwrap();
    assert_eq!(rids(&begun), [rid(1)]);
    let none = PipelineQuery { rid_prefix: "9".into(), ..query(None, 9) };
    assert!(desk.module.list(&caller, &none).await.unwrap().entries.is_empty());
}

#[tokio::test]
async fn registrations_of_one_moment_are_neither_lost_nor_shown_twice() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[];
    ada.consent = "N";
    for sequence in 1..=5 {
        desk.register(&make(&desk.doubles, sequence, &ada)).await;
    }
    let caller = desk.caller();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = desk.module.list(&caller, &PipelineQuery { after, ..query(None, 2) }).await.unwrap();
        seen.extend(rids(&page));
        match page.next {
            Some(next) => after = Cursor::parse(&next),
            None => break,
        }
    }
    assert_eq!(seen, [rid(5), rid(4), rid(3), rid(2), rid(1)]);
}

// UI-ADM-20
#[tokio::test]
async fn states_are_counted_and_the_usual_time_is_known() {
    let desk = Desk::open().await;
    let empty = desk.module.counts(&desk.caller()).await.unwrap();
    assert_eq!((empty.total(), empty.half_within_secs), (0, None));
    three(&desk).await;
    let mut mary = person(2, 1, "Mary Somerville");
    mary.fingers = &[2];
    desk.register(&make(&desk.doubles, 4, &mary)).await;
    let counts = desk.module.counts(&desk.caller()).await.unwrap();
    assert_eq!(
        counts.by_state,
        [(PipelineState::Decision, 2), (PipelineState::Processed, 1), (PipelineState::Failed, 1)]
    );
    assert_eq!((counts.received_today, counts.processed_today, counts.half_within_secs), (4, 1, Some(0)));
    desk.later(86_400).await;
    let tomorrow = desk.module.counts(&desk.caller()).await.unwrap();
    assert_eq!((tomorrow.received_today, tomorrow.processed_today), (0, 0));
}

// RPR-26, RPR-38
#[tokio::test]
async fn one_registration_says_where_why_and_what_may_be_done() {
    let desk = Desk::open().await;
    three(&desk).await;
    let admin = desk.staff(&["REGISTRATION_ADMIN"]);
    let look = async |sequence: u32, caller: &types::Caller| {
        desk.module.detail(caller, &Rid::parse(&rid(sequence)).unwrap()).await.unwrap().unwrap()
    };
    let waiting = look(1, &admin).await;
    let case = desk.module.cases(&desk.caller(), 9).await.unwrap().cases.remove(0);
    assert_eq!(waiting.case_id, Some(case.id));
    assert_eq!((waiting.center.as_str(), waiting.machine.as_str()), ("10001", "10077"));
    assert_eq!(waiting.steps.last().unwrap().sub_status, "RPR-VER-003");
    assert!(!waiting.may_act);
    let failed = look(2, &admin).await;
    assert_eq!((failed.person_sees.as_str(), &failed.case_id, failed.may_act), ("register-again", &None, false));

    desk.doubles.failing.store(1, Ordering::SeqCst);
    let mut mary = person(2, 1, "Mary Somerville");
    mary.fingers = &[2];
    desk.register(&make(&desk.doubles, 4, &mary)).await;
    let retrying = look(4, &admin).await;
    assert_eq!((retrying.entry.state, retrying.may_act), (PipelineState::Retrying, true));
    assert!(retrying.entry.next_try.is_some() && retrying.entry.attempts == 1);
    // who may look may not always start it again
    let adjudicator = desk.staff(&["MANUAL_ADJUDICATION"]);
    assert!(!look(4, &adjudicator).await.may_act);
    let rid = Rid::parse(&rid(4)).unwrap();
    assert_eq!(
        desk.module.act(&adjudicator, &rid, WorkflowAction::ResumeProcessing).await.unwrap_err().code(),
        "KER-ATH-403"
    );
    desk.module.act(&admin, &rid, WorkflowAction::ResumeProcessing).await.unwrap();
    desk.run_jobs().await;
    assert_eq!(look(4, &admin).await.entry.state, PipelineState::Processed);
    assert!(desk.module.detail(&admin, &Rid::parse(&super::packets::rid(9)).unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_without_the_right_sees_the_pipeline() {
    let desk = Desk::open().await;
    let nobody = types::Caller::anonymous(&types::Seal::of_edge(), types::Cx::new("r", "a", "test"));
    let rid = Rid::parse(&rid(1)).unwrap();
    for (caller, code) in
        [(nobody, "KER-ATH-401"), (desk.staff(&["REGISTRATION_OFFICER", "ZONAL_ADMIN"]), "KER-ATH-403")]
    {
        let m = &desk.module;
        assert_eq!(m.list(&caller, &query(None, 2)).await.unwrap_err().code(), code);
        assert_eq!(m.counts(&caller).await.unwrap_err().code(), code);
        assert_eq!(m.detail(&caller, &rid).await.unwrap_err().code(), code);
        assert_eq!(m.act(&caller, &rid, WorkflowAction::ResumeProcessing).await.unwrap_err().code(), code);
        assert_eq!(m.cases(&caller, 2).await.unwrap_err().code(), code);
    }
}
