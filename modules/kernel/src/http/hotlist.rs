//! `/v1/hotlist`.

use edge::{Call, Routes, Rules};
use kernel_api::HotlistError;
use kernel_api::hotlist::{BlockId, HotlistEntry, HotlistStatus, HotlistStatusOf, UnblockId};
use types::Failure;

use super::with;
use crate::Kernel;

pub(super) fn routes(kernel: &Kernel) -> Routes {
    let rules = || Rules::kernel().bad_body(|_| HotlistError::Request.into());
    Routes::new().on(BlockId, rules(), with(kernel, block)).on(UnblockId, rules(), with(kernel, unblock)).on(
        HotlistStatusOf,
        rules(),
        with(kernel, status),
    )
}

async fn block(kernel: Kernel, call: Call<BlockId>) -> Result<HotlistEntry, Failure> {
    kernel.set_hotlist(&call.caller, &call.body, HotlistStatus::Blocked).await
}

async fn unblock(kernel: Kernel, call: Call<UnblockId>) -> Result<HotlistEntry, Failure> {
    kernel.set_hotlist(&call.caller, &call.body, HotlistStatus::Unblocked).await
}

async fn status(kernel: Kernel, call: Call<HotlistStatusOf>) -> Result<HotlistEntry, Failure> {
    kernel.hotlist_status(call.path("idType"), call.path("id")).await
}
