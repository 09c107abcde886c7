//! Endpoint descriptors: one type per operation, from which the server's routes, the typed client, the
//! permission matrix and the metrics names come. Made by [`endpoint!`](crate::endpoint).

use crate::caller::Permission;
use serde::{Serialize, de::DeserializeOwned};

/// Whether a success reply promises that the change is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is changed.
    Read,
    /// The reply leaves after the commit is durable.
    Durable,
}

/// The untyped part of an endpoint, for lists and snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndpointInfo {
    pub name: &'static str,
    pub method: &'static str,
    /// Axum's path syntax: `/v1/x/{id}`.
    pub path: &'static str,
    /// MOSIP's operation id, or empty.
    pub id: &'static str,
    pub permission: Permission,
    pub durability: Durability,
}

/// One operation of the public API in MOSIP's envelope.
pub trait Endpoint: Send + Sync + 'static {
    /// Content of `request`; `()` where there is no body.
    type Request: Serialize + DeserializeOwned + Send + 'static;
    /// Content of `response`.
    type Response: Serialize + DeserializeOwned + Send + 'static;
    /// Method, path, permission and so on.
    const INFO: EndpointInfo;
}

/// Declares endpoints.
///
/// ```ignore
/// endpoint! {
///     /// Books an appointment.
///     BookAppointment: POST "/preregistration/v1/applications/appointment/{preRegistrationId}",
///         id "mosip.pre-registration.booking.book", permission BOOK, durable,
///         BookingRequest => BookingStatus;
/// }
/// ```
/// `read` or `durable`; `id` may be `""`.
#[macro_export]
macro_rules! endpoint {
    (@durability read) => { $crate::Durability::Read };
    (@durability durable) => { $crate::Durability::Durable };
    ($($(#[$meta:meta])* $name:ident : $method:ident $path:literal, id $id:literal, permission $permission:expr, $durability:ident, $request:ty => $response:ty ;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl $crate::Endpoint for $name {
                type Request = $request;
                type Response = $response;
                const INFO: $crate::EndpointInfo = $crate::EndpointInfo {
                    name: stringify!($name),
                    method: stringify!($method),
                    path: $path,
                    id: $id,
                    permission: $permission,
                    durability: $crate::endpoint!(@durability $durability),
                };
            }
        )+
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    endpoint! {
        /// A sample.
        Sample: GET "/v1/sample/{id}", id "", permission Permission::public("sample.read"), read, () => String;
    }

    #[test]
    fn a_descriptor_knows_its_parts() {
        assert_eq!((Sample::INFO.method, Sample::INFO.path, Sample::INFO.name), ("GET", "/v1/sample/{id}", "Sample"));
        assert_eq!(Sample::INFO.durability, Durability::Read);
    }
}
