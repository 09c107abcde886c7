//! Centre and machine: known, active and belonging together when the packet was made.

use types::{CenterId, LangCode, MachineId};

use super::packet_of;
use crate::RegistrationModule;
use crate::domain::sub_status;
use crate::domain::verdict::{Trouble, Verdict};
use crate::jobs::run_stage::Work;

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let (center, machine) = (&work.row.rid[..5], &work.row.rid[5..10]);
    let stated = |label: &str, expected: &str| packet.meta().meta_data(label).is_none_or(|value| value == expected);
    if !stated("centerId", center) || !stated("machineId", machine) {
        return Ok(
            Verdict::invalid(sub_status::CMD_INVALID).particulars("centre or machine of another registration id")
        );
    }
    let (Ok(center_id), Ok(machine_id)) = (CenterId::parse(center), MachineId::parse(machine)) else {
        return Ok(Verdict::invalid(sub_status::CENTER_NOT_FOUND).particulars(center));
    };
    let language = LangCode::parse(&work.row.lang_code).unwrap_or(LangCode::ENG);
    let Some(known) = m.master.center(&center_id, language).await? else {
        return Ok(Verdict::invalid(sub_status::CENTER_NOT_FOUND).particulars(center));
    };
    if !known.active {
        return Ok(Verdict::invalid(sub_status::CENTER_INACTIVE).particulars(center));
    }
    let created = work.row.packet_created_at;
    let Some(registered) = m.master.machine(&machine_id, created).await? else {
        return Ok(Verdict::invalid(sub_status::MACHINE_NOT_FOUND).particulars(machine));
    };
    if !registered.active {
        return Ok(Verdict::invalid(sub_status::MACHINE_INACTIVE).particulars(machine));
    }
    if registered.center.as_ref().is_some_and(|mapped| *mapped != center_id) {
        return Ok(Verdict::invalid(sub_status::CMD_INVALID).particulars("the machine belongs to another centre"));
    }
    if m.flag("mosip.registration.processor.working-hour-validation-required", false).await?
        && let Some(created) = created
    {
        let day = created.date_naive();
        let closed = m.master.center_days(&center_id, day, day).await?.iter().any(|one| one.closed);
        let time = created.time();
        if closed || time < known.opens || time > known.closes {
            return Ok(Verdict::invalid(sub_status::WORKING_HOURS).particulars(center));
        }
    }
    Ok(Verdict::forward(sub_status::CMD_VALID))
}
