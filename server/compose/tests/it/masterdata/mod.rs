//! Master data: sync data of registration desks, administration services.

mod admin;
mod desk;
mod sync;
