//! What an administrator does with registrations that wait.

use std::sync::atomic::Ordering;

use registration_api::{PipelineState, Registrations as _, WorkflowAction};
use types::Rid;

use super::Desk;
use super::packets::{Made, make, person};

/// A registration that was tried too often.
async fn stuck(desk: &Desk, sequence: u32) -> (Made, Rid) {
    desk.doubles.failing.store(1000, Ordering::SeqCst);
    let made = make(&desk.doubles, sequence, &person(u64::from(sequence), 1, "Ada Lovelace"));
    desk.register(&made).await;
    for _ in 0..30 {
        desk.later(1000).await;
    }
    assert_eq!(desk.status(&made).await.0, "REPROCESS_FAILED");
    desk.doubles.failing.store(0, Ordering::SeqCst);
    let rid = Rid::parse(&made.rid).unwrap();
    (made, rid)
}

// ADM-19, RPR-26
#[tokio::test]
async fn a_registration_that_begins_again_is_uploaded_again_and_gets_one_number() {
    let desk = Desk::open().await;
    let (made, rid) = stuck(&desk, 1).await;
    let uploads = |steps: &[registration_api::PipelineStep]| {
        steps.iter().filter(|step| step.stage == "PacketUploaderStage" && step.status == "SUCCESS").count()
    };
    assert_eq!(uploads(&desk.look(&made).await.1), 1);
    desk.module.act(&desk.caller(), &rid, WorkflowAction::ResumeFromBeginning).await.unwrap();
    let (entry, steps) = desk.look(&made).await;
    assert_eq!((entry.status.as_str(), entry.stage.as_str()), ("PROCESSING", "PacketUploaderStage"));
    assert_eq!(steps.last().unwrap().sub_status, "RPR-WAS-001");
    desk.run_jobs().await;
    let (entry, steps) = desk.look(&made).await;
    assert_eq!((entry.status.as_str(), uploads(&steps)), ("PROCESSED", 2));
    assert_eq!(desk.doubles.people.lock().unwrap().len(), 1);
}

// ADM-19, RPR-38, I5
#[tokio::test]
async fn a_registration_that_is_stopped_is_rejected_for_good() {
    let desk = Desk::open().await;
    let (made, rid) = stuck(&desk, 1).await;
    desk.module.act(&desk.caller(), &rid, WorkflowAction::StopProcessing).await.unwrap();
    assert_eq!(desk.status(&made).await, ("REJECTED".into(), "RPR-WAS-002".into()));
    assert_eq!(desk.look(&made).await.0.state, PipelineState::Rejected);
    desk.later(1000).await;
    desk.run_jobs().await;
    assert_eq!(desk.status(&made).await.0, "REJECTED");
    for action in WorkflowAction::ALL {
        assert_eq!(desk.module.act(&desk.caller(), &rid, action).await.unwrap_err().code(), "RPR-WAA-004");
    }
}

// ADM-19
#[tokio::test]
async fn what_does_not_wait_is_left_alone() {
    let desk = Desk::open().await;
    let made = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    assert_eq!(desk.register(&made).await.0.status, "PROCESSED");
    let rid = Rid::parse(&made.rid).unwrap();
    let unknown = Rid::parse(&super::packets::rid(9)).unwrap();
    for action in WorkflowAction::ALL {
        assert_eq!(desk.module.act(&desk.caller(), &rid, action).await.unwrap_err().code(), "RPR-WAA-004");
        assert_eq!(desk.module.act(&desk.caller(), &unknown, action).await.unwrap_err().code(), "RPR-WAA-003");
    }
    assert_eq!(desk.status(&made).await.0, "PROCESSED");
}
