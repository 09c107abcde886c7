//! Master data: sync data of registration desks, administration services.

mod desk;
mod sync;
