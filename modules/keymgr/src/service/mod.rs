//! Use cases.

mod admin;
pub(crate) mod at_rest;
pub(crate) mod audit;
pub(crate) mod certificates;
pub(crate) mod current;
pub(crate) mod door;
pub(crate) mod encrypt;
pub(crate) mod key_set;
pub(crate) mod make;
pub(crate) mod partner;
pub(crate) mod sign;
pub(crate) mod start;
pub(crate) mod trust;
pub(crate) mod verify;
