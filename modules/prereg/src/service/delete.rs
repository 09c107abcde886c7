//! Remove an application with its documents and its booking.

use crate::{
    Inner,
    domain::{BookingType, status},
    error::{Error, Result},
    jobs::sweep_document::SweepDocument,
    repo,
    service::{
        self, audit,
        record::{self, Family},
    },
};
use prereg_api::{
    PreregError, Status,
    application::{ApplicationDeleted, PreRegistrationDeleted},
    permission::APPLICATION_WRITE,
};
use types::{Caller, Timestamp, time::format};

async fn delete(
    m: &Inner,
    caller: &Caller,
    prid: &str,
    family: Family,
    kind: Option<BookingType>,
) -> Result<(String, Timestamp)> {
    caller.require(APPLICATION_WRITE)?;
    let application = record::load_row(m, caller, prid, family).await?;
    if kind.is_some_and(|kind| application.booking_type != kind.code()) {
        return Err(family.not_found());
    }
    let state = record::status_of(&application);
    if !status::deletable(state) {
        return Err(Error::of(PreregError::DeleteNotAllowed));
    }
    let documents = repo::document::of(m.db.read(), &application.prid).await?;
    let booking = repo::booking::find(m.db.read(), &application.prid).await?;

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    repo::application::delete(&mut tx, &application).await?;
    if let Some(booking) = &booking {
        if !repo::booking::close(&mut tx, booking).await? {
            return Err(Error::Changed);
        }
        if state == Status::Booked {
            repo::slot::release_place(&mut tx, booking).await?;
        }
    }
    for row in documents {
        tx.enqueue(&SweepDocument { blob_key: row.blob_key }).await?;
    }
    let text = "An application was removed with its documents and booking";
    tx.audit(audit::about("PRE_APP_009", "APPLICATION_DELETED", text, &application.key)).await?;
    let at = tx.now();
    tx.commit().await?;
    Ok((application.prid, at))
}

/// DELETE /applications/prereg/{id}
pub(crate) async fn application(m: &Inner, caller: &Caller, prid: &str) -> Result<PreRegistrationDeleted> {
    let (pre_registration_id, at) = delete(m, caller, prid, Family::Demographic, None).await?;
    Ok(PreRegistrationDeleted {
        pre_registration_id,
        deleted_by: caller.user_id().to_owned(),
        deleted_date_time: format(at),
    })
}

/// DELETE /applications/{lostuin, updateregistration, miscellaneous}/{id}
pub(crate) async fn of_kind(m: &Inner, caller: &Caller, prid: &str, kind: BookingType) -> Result<ApplicationDeleted> {
    let (application_id, at) = delete(m, caller, prid, Family::Application, Some(kind)).await?;
    Ok(ApplicationDeleted { application_id, deleted_by: caller.user_id().to_owned(), deleted_date_time: format(at) })
}
