//! The officer and the supervisor: active, of this centre, and known to be themselves when they signed.

use super::packet_of;
use crate::RegistrationModule;
use crate::domain::sub_status::{self, SubStatus};
use crate::domain::verdict::{Trouble, Verdict};
use crate::jobs::run_stage::Work;

/// One of the two, with the labels and codes that differ.
struct Role {
    id: &'static str,
    password: &'static str,
    otp: &'static str,
    biometrics: &'static str,
    valid: SubStatus,
    not_mapped: SubStatus,
    no_date: SubStatus,
    not_authenticated: SubStatus,
    inactive: SubStatus,
}

const OFFICER: Role = Role {
    id: "officerId",
    password: "officerPassword",
    otp: "officerOTPAuthentication",
    biometrics: "officerBiometricFileName",
    valid: sub_status::OPERATOR_VALID,
    not_mapped: sub_status::OPERATOR_NOT_MAPPED,
    no_date: sub_status::OPERATOR_NO_DATE,
    not_authenticated: sub_status::OPERATOR_NOT_AUTHENTICATED,
    inactive: sub_status::OPERATOR_INACTIVE,
};

const SUPERVISOR: Role = Role {
    id: "supervisorId",
    password: "supervisorPassword",
    otp: "supervisorOTPAuthentication",
    biometrics: "supervisorBiometricFileName",
    valid: sub_status::SUPERVISOR_VALID,
    not_mapped: sub_status::SUPERVISOR_NOT_MAPPED,
    no_date: sub_status::SUPERVISOR_NO_DATE,
    not_authenticated: sub_status::SUPERVISOR_NOT_AUTHENTICATED,
    inactive: sub_status::SUPERVISOR_INACTIVE,
};

pub(super) async fn officer(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    check(m, work, &OFFICER).await
}

pub(super) async fn supervisor(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    check(m, work, &SUPERVISOR).await
}

async fn check(m: &RegistrationModule, work: &Work, role: &Role) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let meta = packet.meta();
    let Some(user) = meta.operations_data(role.id) else { return Ok(Verdict::invalid(sub_status::NO_OPERATOR)) };
    let Some(created) = work.row.packet_created_at else { return Ok(Verdict::invalid(role.no_date)) };
    let Some(operator) = m.master.operator(user, Some(created)).await? else {
        return Ok(Verdict::invalid(role.not_mapped).particulars(user));
    };
    if !operator.active {
        return Ok(Verdict::invalid(role.inactive).particulars(user));
    }
    if operator.center.as_str() != &work.row.rid[..5] {
        return Ok(Verdict::invalid(role.not_mapped).particulars(user));
    }
    let said = |label: &str| meta.operations_data(label).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    // staff have no enrolled biometrics here to compare with: a packet signed off by biometrics alone is not accepted
    let by_biometrics = meta.operations_data(role.biometrics).is_some();
    if !said(role.password) && !said(role.otp) {
        let why = if by_biometrics { format!("{user}: biometric sign-off is not offered") } else { user.to_owned() };
        return Ok(Verdict::invalid(role.not_authenticated).particulars(why));
    }
    Ok(Verdict::forward(role.valid))
}
