//! Cancel a booked appointment and give its place back.

use crate::{
    Inner,
    entity::{application, booking},
    error::{Error, Result},
    jobs::send_notice::{Occasion, SendNotice},
    repo, rules,
    service::{
        self, audit, book,
        record::{self, Family},
    },
};
use db::Tx;
use prereg_api::{
    PreregError, Status,
    application::PreRegistrationDeleted,
    appointment::BookingCancelled,
    permission::{APPOINTMENT_CANCEL, APPOINTMENT_CANCEL_BATCH},
};
use types::{Caller, time::format};

const CANCELLED: &str = "Appointment for the selected application has been successfully cancelled";

/// Who cancels, which decides on the checks and what becomes of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// `/applications/appointment`: the application becomes Cancelled.
    Application,
    /// `/appointment` and the portal: the application waits for an appointment again and can be changed.
    Booking,
    /// `/batch/appointment`: as Booking, without looking at the time left.
    Batch,
}

impl Path {
    fn leaves(self) -> Status {
        match self {
            Self::Application => Status::Cancelled,
            Self::Booking | Self::Batch => Status::PendingAppointment,
        }
    }
}

/// Takes the appointment away inside a transaction.
pub(crate) async fn take_away(
    tx: &mut Tx,
    application: &application::Model,
    booking: &booking::Model,
    leaves: Status,
) -> Result<()> {
    if !repo::booking::close(tx, booking).await? {
        return Err(Error::Changed);
    }
    repo::slot::release_place(tx, booking).await?;
    repo::application::set_status(tx, application, leaves, &application.application_status).await?;
    tx.enqueue(&SendNotice {
        key: application.key.clone(),
        occasion: Occasion::Cancelled,
        center: booking.center_id.clone(),
        day: booking.day.clone(),
        from: booking.from_time.clone(),
    })
    .await?;
    let text = "An appointment was cancelled and its place given back";
    tx.audit(audit::about("PRE_BOK_002", "APPOINTMENT_CANCELLED", text, &application.key)).await?;
    Ok(())
}

/// PUT …/appointment/{id}
pub(crate) async fn cancel(m: &Inner, caller: &Caller, prid: &str, path: Path) -> Result<BookingCancelled> {
    caller.require(if path == Path::Batch { APPOINTMENT_CANCEL_BATCH } else { APPOINTMENT_CANCEL })?;
    let application = record::load_row(m, caller, prid, Family::Application).await?;
    let booking = match record::status_of(&application) {
        Status::Booked => repo::booking::find(m.db.read(), &application.prid).await?,
        Status::Expired | Status::Prefetched | Status::Consumed => return Err(Error::of(PreregError::NotCancellable)),
        _ => None,
    };
    let booking = booking.ok_or(Error::of(PreregError::BookingNotFound))?;
    let time = rules::time(m).await?;
    if path != Path::Batch {
        book::may_change(&booking, &time, time.local(m.db.now()), time.cancel_hours, "cancelling")?;
    }
    let transaction_id = m.db.random().uuid_at(m.db.now()).to_string();

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    take_away(&mut tx, &application, &booking, path.leaves()).await?;
    tx.commit().await?;
    Ok(BookingCancelled { transaction_id, message: CANCELLED.into() })
}

/// DELETE …/appointment?preRegistrationId=
pub(crate) async fn delete_booking(m: &Inner, caller: &Caller, prid: &str) -> Result<PreRegistrationDeleted> {
    caller.require(APPOINTMENT_CANCEL)?;
    let application = record::load_row(m, caller, prid, Family::Application).await?;
    let booking = repo::booking::find(m.db.read(), &application.prid).await?;
    let booking = booking.filter(|_| record::status_of(&application) == Status::Booked);
    let booking = booking.ok_or(Error::of(PreregError::BookingNotFound))?;

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    take_away(&mut tx, &application, &booking, Status::Cancelled).await?;
    let at = tx.now();
    tx.commit().await?;
    Ok(PreRegistrationDeleted {
        pre_registration_id: application.prid,
        deleted_by: caller.user_id().to_owned(),
        deleted_date_time: format(at),
    })
}
