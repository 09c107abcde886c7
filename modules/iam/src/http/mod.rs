//! `/v1/authmanager` and the portals' login addresses: endpoint to use case.

mod directory;
mod login;
mod sign_in;
mod token;

pub(crate) use sign_in::token_response;

use crate::IamModule;
use edge::{Routes, Rules};
use iam_api::IamError;
use types::Failure;

/// A handler over a clone of the module.
macro_rules! to {
    ($m:ident, |$call:ident: $request:ty| $body:expr) => {{
        let module = $m.clone();
        move |$call: $request| {
            let $m = module.clone();
            async move { $body }
        }
    }};
}
pub(crate) use to;

pub(crate) fn routes(m: &IamModule) -> Routes {
    sign_in::routes(m).merge(token::routes(m)).merge(directory::routes(m)).merge(login::routes(m))
}

fn rules() -> Rules {
    Rules::kernel().bad_body(|bad| match bad {
        edge::BadBody::Member { path, .. } => Failure::with(IamError::Empty, [path.clone()]),
        other => edge::rules::plain_bad_body(other),
    })
}

/// A member that must not be blank.
fn demand<'a>(name: &str, value: Option<&'a str>) -> Result<&'a str, Failure> {
    value.filter(|v| !v.trim().is_empty()).ok_or_else(|| Failure::with(IamError::Empty, [format!("request.{name}")]))
}
