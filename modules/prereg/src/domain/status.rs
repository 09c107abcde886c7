//! MOSIP's state machine of applications (spec A5).

use prereg_api::Status;

/// `applications.application_status_code`.
pub(crate) const DRAFT: &str = "DRAFT";
/// Handed in.
pub(crate) const SUBMITTED: &str = "SUBMITTED";
/// Became a registration.
pub(crate) const CLOSED: &str = "CLOSED";

/// Whether data and documents may be changed.
pub(crate) fn editable(status: Status) -> bool {
    matches!(status, Status::Incomplete | Status::PendingAppointment)
}

/// Whether a first or new appointment may be booked; `Booked` means a change of the appointment.
pub(crate) fn bookable(status: Status) -> bool {
    matches!(status, Status::PendingAppointment | Status::Expired | Status::Cancelled | Status::Booked)
}

/// Whether the whole application may be removed.
pub(crate) fn deletable(status: Status) -> bool {
    !matches!(status, Status::Expired | Status::Prefetched | Status::Consumed)
}

/// What a desk's fetch turns the status into; `None` leaves it.
pub(crate) fn after_fetch(status: Status) -> Option<Status> {
    matches!(status, Status::Incomplete | Status::PendingAppointment).then_some(Status::Prefetched)
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRE-33, PRE-34: once booked an application is locked; only rebooking, cancelling and discarding are left.
    #[test]
    fn what_each_status_allows() {
        let table: Vec<String> = Status::ALL
            .into_iter()
            .map(|s| {
                let fetched = after_fetch(s).map_or("-", Status::code);
                format!(
                    "{} edit={} book={} delete={} fetch={fetched}",
                    s.code(),
                    editable(s),
                    bookable(s),
                    deletable(s)
                )
            })
            .collect();
        assert_eq!(
            table,
            [
                "Application_Incomplete edit=true book=false delete=true fetch=Prefetched",
                "Pending_Appointment edit=true book=true delete=true fetch=Prefetched",
                "Booked edit=false book=true delete=true fetch=-",
                "Expired edit=false book=true delete=false fetch=-",
                "Cancelled edit=false book=true delete=true fetch=-",
                "Prefetched edit=false book=false delete=false fetch=-",
                "Consumed edit=false book=false delete=false fetch=-",
            ]
        );
        assert_eq!(Status::parse("pending_appointment"), Some(Status::PendingAppointment));
        assert_eq!(Status::parse("Closed"), None);
    }
}
