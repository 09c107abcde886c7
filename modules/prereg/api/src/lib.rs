//! Contract of the prereg module. Pre-registration applications, documents, slots and bookings.
