//! The stages. Each looks at one registration and answers a verdict, or that it could not look now; none writes.

mod adjudicate;
mod bio_dedupe;
mod center;
mod classify;
mod demo_dedupe;
mod introducer;
mod issue;
mod operator;
mod quality;
mod upload;
mod validate;

use codec::packet::Packet;
use types::Failure;

use crate::RegistrationModule;
use crate::domain::flow::Stage;
use crate::domain::sub_status;
use crate::domain::verdict::{Trouble, Verdict};
use crate::jobs::run_stage::Work;
use crate::service::packet;

/// Runs the stage a registration stands at.
pub(crate) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    match work.stage {
        Stage::PacketReceiver | Stage::SecurezoneNotification => upload::announced(m, work).await,
        Stage::PacketUploader => upload::store(m, work).await,
        Stage::PacketValidator => validate::run(m, work).await,
        Stage::PacketClassifier => classify::run(m, work).await,
        Stage::CmdValidator => center::run(m, work).await,
        Stage::OperatorValidator => operator::officer(m, work).await,
        Stage::SupervisorValidator => operator::supervisor(m, work).await,
        Stage::IntroducerValidator => introducer::run(m, work).await,
        Stage::QualityClassifier => quality::run(m, work).await,
        Stage::DemoDedupe => demo_dedupe::run(m, work).await,
        Stage::AbisHandler => bio_dedupe::enrol(m, work).await,
        Stage::BioDedupe => bio_dedupe::identify(m, work).await,
        Stage::ManualAdjudication | Stage::Verification => adjudicate::wait(m, work).await,
        Stage::UinGenerator => issue::number(m, work).await,
        Stage::CredentialRequestor => issue::card(m, work).await,
    }
}

/// The packet, or the verdict that it cannot be read any more.
async fn packet_of(m: &RegistrationModule, work: &Work) -> Result<Result<Packet, Verdict>, Trouble> {
    match packet::load(m, &work.caller, &work.row).await {
        Ok(packet) => Ok(Ok(packet)),
        Err(failure) => Ok(Err(unreadable(failure)?)),
    }
}

/// A failure that no second try heals, as a verdict; any other as trouble.
fn unreadable(failure: Failure) -> Result<Verdict, Trouble> {
    if crate::error::may_pass(&failure) {
        return Err(failure.into());
    }
    Ok(Verdict::invalid(sub_status::PACKET_MANAGER_VALIDATION).particulars(failure.code()))
}
