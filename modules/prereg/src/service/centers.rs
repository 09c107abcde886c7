//! Centres to choose from.

use crate::{
    Inner,
    domain::{day_time, nearness},
    error::{Error, Result},
    repo, rules,
    service::{
        form,
        record::{self, Family},
    },
};
use chrono::TimeDelta;
use masterdata_api::Center;
use prereg_api::{CenterChoice, CenterQuery, PreregError, permission::APPOINTMENT_BOOK};
use schema::{OptionSource, ValueKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use types::{Caller, LangCode};

/// How many centres a page shows at most.
const LIMIT: usize = 50;
/// How many locations are walked below a chosen one at most.
const WALK: usize = 2_000;

/// Centres by place, nearness or words; nearest or by name first.
pub(crate) async fn find(m: &Inner, caller: &Caller, query: &CenterQuery, lang: LangCode) -> Result<Vec<CenterChoice>> {
    caller.require(APPOINTMENT_BOOK)?;
    let mut centers = m.master.centers(lang).await?;
    centers.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    let mut chosen: Vec<(Center, Option<f64>)> = match query {
        CenterQuery::All => centers.into_iter().map(|center| (center, None)).collect(),
        CenterQuery::Text { text } => {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            let fits = |center: &Center| {
                let all = format!("{} {}", center.name, center.address.join(" ")).to_lowercase();
                words.iter().all(|word| all.contains(word.as_str()))
            };
            centers.into_iter().filter(fits).map(|center| (center, None)).collect()
        }
        CenterQuery::Location { code } => below(m, centers, code, lang).await?,
        CenterQuery::Near { latitude, longitude, metres } => {
            let here = (*latitude, *longitude);
            if !(latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && *metres > 0.0) {
                return Err(Error::of(PreregError::Input));
            }
            let mut near: Vec<(Center, Option<f64>)> = centers
                .into_iter()
                .filter_map(|center| {
                    let away = nearness::metres(here, (center.latitude?, center.longitude?));
                    (away <= *metres).then_some((center, Some(away)))
                })
                .collect();
            near.sort_by(|a, b| a.1.unwrap_or(f64::MAX).total_cmp(&b.1.unwrap_or(f64::MAX)));
            near
        }
        CenterQuery::Recommended { prid } => recommended(m, caller, centers, prid, lang).await?,
    };
    chosen.truncate(LIMIT);
    with_next_free(m, chosen).await
}

/// Centres at a location or anywhere below it.
async fn below(m: &Inner, centers: Vec<Center>, code: &str, lang: LangCode) -> Result<Vec<(Center, Option<f64>)>> {
    let places: BTreeSet<String> = centers.iter().map(|center| center.location_code.clone()).collect();
    let mut within: BTreeSet<String> = BTreeSet::from([code.to_owned()]);
    let mut waiting: VecDeque<String> = VecDeque::from([code.to_owned()]);
    while let Some(parent) = waiting.pop_front() {
        if within.len() > WALK || places.is_subset(&within) {
            break;
        }
        for node in m.master.locations(Some(&parent), lang).await? {
            if within.insert(node.code.clone()) {
                waiting.push_back(node.code);
            }
        }
    }
    Ok(centers.into_iter().filter(|c| within.contains(&c.location_code)).map(|center| (center, None)).collect())
}

/// Centres of the applicant's own place: the lowest location of the form that has any (PRE-35).
async fn recommended(
    m: &Inner,
    caller: &Caller,
    centers: Vec<Center>,
    prid: &str,
    lang: LangCode,
) -> Result<Vec<(Center, Option<f64>)>> {
    let record = record::load(m, caller, prid, Family::Demographic).await?;
    let documents = form::documents(m).await?;
    let filled = form::build(m, &documents, &record.content, &record.languages()).await?;
    let places: Vec<String> = filled
        .fields()
        .iter()
        .filter(|field| {
            matches!(field.source, Some(OptionSource::Locations { .. })) && field.kind != ValueKind::Document
        })
        .filter_map(|field| {
            let value = record.identity()?.get(field.id())?;
            match value {
                Value::String(code) => Some(code.clone()),
                Value::Array(items) => Some(items.first()?.get("value")?.as_str()?.to_owned()),
                _ => None,
            }
        })
        .collect();
    for place in places.iter().rev() {
        let found = below(m, centers.clone(), place, lang).await?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

async fn with_next_free(m: &Inner, chosen: Vec<(Center, Option<f64>)>) -> Result<Vec<CenterChoice>> {
    let time = rules::time(m).await?;
    let first = time.today(m.db.now()) + TimeDelta::days(time.booking_offset_days);
    let last = first + TimeDelta::days(time.window_days);
    let ids = chosen.iter().map(|(center, _)| center.id.as_str().to_owned()).collect();
    let free = repo::slot::next_free(m.db.read(), ids, &day_time::day(first), &day_time::day(last)).await?;
    let free: BTreeMap<String, String> = free.into_iter().collect();
    Ok(chosen
        .into_iter()
        .map(|(center, distance_metres)| CenterChoice {
            next_free: free.get(center.id.as_str()).and_then(|day| day_time::parse_day(day)),
            lunch: center.lunch_from.zip(center.lunch_to).filter(|(from, to)| from < to),
            id: center.id,
            name: center.name,
            address: center.address,
            phone: center.contact_phone,
            opens: center.opens,
            closes: center.closes,
            minutes_per_person: center.minutes_per_person,
            distance_metres,
        })
        .collect())
}
