//! Credential requests, QR, card and print.

pub mod card;
