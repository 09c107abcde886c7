//! The envelope of pre-registration: what is checked, in MOSIP's order, with MOSIP's codes (spec A1).

use edge::{
    BadBody, EnvelopeHead, Rules,
    rules::{ReplyId, ReplyVersion},
};
use prereg_api::PreregError;
use types::{EndpointInfo, Failure, Timestamp, time};

/// The application and booking services.
pub(super) const PREREG: Rules = rules(check_prereg);
/// The data sync service, whose codes differ.
pub(super) const SYNC: Rules = rules(check_sync);

pub(super) const VERSION: &str = "1.0";

const fn rules(check: fn(&EnvelopeHead, &EndpointInfo, Timestamp) -> Result<(), Failure>) -> Rules {
    Rules {
        reply_id: ReplyId::Endpoint,
        reply_version: ReplyVersion::Fixed(VERSION),
        error_text_key: "message",
        time_key: "responsetime",
        empty_errors: false,
        check,
        bad_body,
        max_body: 1 << 20,
        bare: false,
    }
}

fn bad_body(_: &BadBody) -> Failure {
    PreregError::Input.into()
}

fn check_prereg(head: &EnvelopeHead, info: &EndpointInfo, now: Timestamp) -> Result<(), Failure> {
    check(head, info, now, [PreregError::RequestTime, PreregError::Version, PreregError::RequestBody])
}

fn check_sync(head: &EnvelopeHead, info: &EndpointInfo, now: Timestamp) -> Result<(), Failure> {
    check(head, info, now, [PreregError::SyncTime, PreregError::SyncVersion, PreregError::SyncBody])
}

/// Time, version, request, then id: the order in which MOSIP's validators run.
pub(super) fn check(
    head: &EnvelopeHead,
    info: &EndpointInfo,
    now: Timestamp,
    [time_code, version_code, body_code]: [PreregError; 3],
) -> Result<(), Failure> {
    let said = head.requesttime.as_deref().filter(|text| !text.is_empty()).ok_or(time_code)?;
    // a text that is no time fails while the JSON is read, before anything is checked
    let said = time::parse_lenient(said).ok_or(PreregError::Input)?;
    if said.date_naive() != now.date_naive() {
        return Err(PreregError::RequestDate.into());
    }
    if head.version.as_deref() != Some(VERSION) {
        return Err(version_code.into());
    }
    if !head.has_request {
        return Err(body_code.into());
    }
    if head.id.as_deref() != Some(info.id) {
        return Err(PreregError::RequestId.into());
    }
    Ok(())
}

/// The check of multipart requests, whose envelope is a part.
pub(super) fn check_part(head: &EnvelopeHead, info: &EndpointInfo, now: Timestamp) -> Result<(), Failure> {
    check_prereg(head, info, now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::Endpoint;

    fn head(id: &str, version: &str, at: &str) -> EnvelopeHead {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        EnvelopeHead { id: some(id), version: some(version), requesttime: some(at), present: true, has_request: true }
    }

    // PRE-57: the codes the published cases assert
    #[test]
    fn the_wrapper_is_checked_in_mosips_order() {
        let now = time::parse("2026-11-23T10:00:00.000Z").unwrap();
        let book = prereg_api::appointment::Book::INFO;
        let sync = prereg_api::datasync::SyncIds::INFO;
        let code = |head: &EnvelopeHead| check_prereg(head, &book, now).map_or_else(|f| f.code(), |()| "ok");
        let of_sync = |head: &EnvelopeHead| check_sync(head, &sync, now).map_or_else(|f| f.code(), |()| "ok");
        let today = "2026-11-23T00:00:00.000Z";
        assert_eq!(code(&head(book.id, "1.0", today)), "ok");
        assert_eq!(code(&head("", "", "")), "PRG_CORE_REQ_003");
        assert_eq!(code(&head("", "", today)), "PRG_CORE_REQ_002");
        assert_eq!(code(&head("x", "1.0", today)), "PRG_PAM_CORE_001");
        assert_eq!(code(&head("", "1.0", today)), "PRG_PAM_CORE_001");
        assert_eq!(code(&head(book.id, "1.0", "2018-02-10T07:28:57.314Z")), "PRG_CORE_REQ_013");
        assert_eq!(code(&head(book.id, "1.0", "2026-11-24T00:00:00.000Z")), "PRG_CORE_REQ_013");
        assert_eq!(code(&head(book.id, "1.0", "OVEdgeu37373")), "PRG_CORE_REQ_015");
        assert_eq!(code(&EnvelopeHead { has_request: false, ..head(book.id, "1.0", today) }), "PRG_CORE_REQ_004");
        assert_eq!(of_sync(&head(sync.id, "1djhsnb@@@0", today)), "PRG_PAM_CORE_002");
        assert_eq!(of_sync(&head(sync.id, "1.0", "")), "PRG_PAM_CORE_003");
        assert_eq!(of_sync(&EnvelopeHead { has_request: false, ..head(sync.id, "1.0", today) }), "PRG_PAM_CORE_004");
        assert_eq!(of_sync(&head("mop", "1.0", today)), "PRG_PAM_CORE_001");
    }
}
