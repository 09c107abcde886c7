//! Rules of pre-registration: no database, no network, no clock.

pub(crate) mod applicant_type;
pub(crate) mod booking_type;
pub(crate) mod contact;
pub(crate) mod day_time;
pub(crate) mod file;
pub(crate) mod nearness;
pub(crate) mod slots;
pub(crate) mod status;

pub(crate) use booking_type::BookingType;
