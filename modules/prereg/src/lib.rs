//! Pre-registration applications, documents, slots and bookings.
