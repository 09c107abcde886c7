//! Note the facts that routes ask for.

use codec::packet::Packet;
use schema::{AgeGroups, CivilDate};
use serde_json::Value;

use super::packet_of;
use crate::RegistrationModule;
use crate::domain::flow::{AGE_GROUP, INTRODUCER, NOT_AVAILABLE, OFFICER, SUPERVISOR};
use crate::domain::mapping::DEFAULT;
use crate::domain::sub_status;
use crate::domain::verdict::{Effect, Trouble, Verdict};
use crate::jobs::run_stage::Work;

pub(super) async fn run(m: &RegistrationModule, work: &Work) -> Result<Verdict, Trouble> {
    let packet = match packet_of(m, work).await? {
        Ok(packet) => packet,
        Err(verdict) => return Ok(verdict),
    };
    let meta = packet.meta();
    let today = CivilDate::parse(&work.now.format("%Y-%m-%d").to_string());
    let introducer = [DEFAULT.introducer_uin, DEFAULT.introducer_rid, "introducerVID"]
        .iter()
        .any(|field| packet.text(field, None).is_some_and(|text| !text.trim().is_empty()));
    let tags = [
        (OFFICER, meta.operations_data("officerId").map(str::to_owned)),
        (SUPERVISOR, meta.operations_data("supervisorId").map(str::to_owned)),
        ("META_INFO-META_DATA-centerId", meta.meta_data("centerId").map(str::to_owned)),
        (AGE_GROUP, today.and_then(|today| age_group(&packet, today))),
        (INTRODUCER, Some(introducer.to_string())),
        ("EXCEPTION_BIOMETRICS", Some(meta.exceptions().join(","))),
    ];
    let verdict = Verdict::forward(sub_status::CLASSIFIED);
    Ok(tags.into_iter().fold(verdict, |verdict, (name, value)| {
        let value = value.unwrap_or_else(|| NOT_AVAILABLE.to_owned());
        verdict.effect(Effect::Tag(name.to_owned(), value))
    }))
}

/// The age group by date of birth, else by the stated age.
fn age_group(packet: &Packet, today: CivilDate) -> Option<String> {
    let born = packet.text(DEFAULT.birth_date, None).and_then(|text| CivilDate::parse(&text));
    let stated = || packet.field(DEFAULT.age).and_then(Value::as_u64).and_then(|age| u16::try_from(age).ok());
    let age = born.and_then(|born| born.age_on(today)).or_else(stated)?;
    AgeGroups::default().of(age).map(str::to_owned)
}
