//! Start an application: with demographic data, without (lost number, update, other purposes), or empty in the portal.

use crate::{
    Inner,
    domain::{BookingType, status},
    entity::application,
    error::{Error, Result},
    repo,
    service::{
        self, audit, form,
        record::{self, Content, Record},
    },
};
use prereg_api::{
    ConsentGiven, PreregError, Status,
    application::{ApplicationCreated, ApplicationRequest, DemographicCreated, DemographicRequest},
    permission::APPLICATION_WRITE,
};
use types::{Caller, LangCode, time::format};

/// What a new application starts with.
struct Start {
    kind: BookingType,
    status: Status,
    application_status: &'static str,
    lang: LangCode,
    languages: Vec<LangCode>,
    content: Content,
}

async fn insert(m: &Inner, caller: &Caller, start: Start) -> Result<Record> {
    let prid = m.numbers.issue_prid(caller).await?;
    let owner_index = record::owner_index(m, caller.user_id()).await?;
    let sealed = record::seal(m, prid.reveal(), &start.content).await?;
    let key = m.db.random().uuid_at(m.db.now()).simple().to_string();

    let mut tx = m.db.begin(&service::cx(caller)).await?;
    let row = application::Model {
        prid: prid.reveal().to_owned(),
        key,
        owner_index,
        booking_type: start.kind.code().to_owned(),
        status: start.status.code().to_owned(),
        application_status: start.application_status.to_owned(),
        lang: start.lang.as_str().to_owned(),
        languages: record::join(&start.languages),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    repo::application::insert(&mut tx, row.clone(), sealed).await?;
    let text = if start.content.consent.is_some() {
        "An application was started; the terms were accepted"
    } else {
        "An application was started"
    };
    tx.audit(audit::about("PRE_APP_001", "APPLICATION_CREATED", text, &row.key)).await?;
    tx.commit().await?;
    Ok(Record { row, content: start.content })
}

/// The languages that occur in an identity object, the application's own first.
pub(crate) fn languages_in(details: &serde_json::Value, lang: LangCode) -> Vec<LangCode> {
    let mut found = vec![lang];
    let values = details.get("identity").and_then(|identity| identity.as_object()).into_iter().flatten();
    for item in values.filter_map(|(_, value)| value.as_array()).flatten() {
        if let Some(own) = item.get("language").and_then(|l| l.as_str()).and_then(|l| LangCode::parse(l).ok())
            && !found.contains(&own)
        {
            found.push(own);
        }
    }
    found
}

/// POST /applications/prereg
pub(crate) async fn with_demographics(
    m: &Inner,
    caller: &Caller,
    request: DemographicRequest,
) -> Result<DemographicCreated> {
    caller.require(APPLICATION_WRITE)?;
    let lang = service::language(m, request.lang_code.as_deref()).await?;
    let details = request.demographic_details.ok_or(Error::of(PreregError::RequestBody))?;
    form::validate(m, &details, request.required_fields.as_deref().unwrap_or_default()).await?;
    let user = caller.user_id().to_owned();
    let start = Start {
        kind: BookingType::New,
        status: Status::Incomplete,
        application_status: status::DRAFT,
        lang,
        languages: languages_in(&details, lang),
        content: Content { owner: user.clone(), updated_by: user, details, ..Content::default() },
    };
    let made = insert(m, caller, start).await?;
    Ok(DemographicCreated {
        pre_registration_id: made.row.prid,
        created_date_time: format(made.row.created_at),
        status_code: made.row.status,
        lang_code: made.row.lang,
        demographic_details: made.content.details,
    })
}

/// POST /applications/{lostuin, updateregistration, miscellaneous}
pub(crate) async fn without_demographics(
    m: &Inner,
    caller: &Caller,
    kind: BookingType,
    request: ApplicationRequest,
) -> Result<ApplicationCreated> {
    caller.require(APPLICATION_WRITE)?;
    let lang = service::language(m, request.lang_code.as_deref()).await?;
    let user = caller.user_id().to_owned();
    let start = Start {
        kind,
        status: Status::PendingAppointment,
        application_status: status::SUBMITTED,
        lang,
        languages: vec![lang],
        content: Content { owner: user.clone(), updated_by: user.clone(), ..Content::default() },
    };
    let made = insert(m, caller, start).await?;
    Ok(ApplicationCreated {
        application_id: made.row.prid,
        created_by: user.clone(),
        created_date_time: format(made.row.created_at),
        updated_by: user,
        updated_date_time: format(made.row.updated_at),
        application_status_code: made.row.application_status,
        booking_status_code: made.row.status,
        lang_code: made.row.lang,
        booking_type: made.row.booking_type,
    })
}

/// An empty application in the portal.
pub(crate) async fn empty(m: &Inner, caller: &Caller, languages: &[LangCode], consent: ConsentGiven) -> Result<Record> {
    caller.require(APPLICATION_WRITE)?;
    check_languages(m, languages).await?;
    let user = caller.user_id().to_owned();
    let lang = languages.first().copied().unwrap_or(LangCode::ENG);
    let start = Start {
        kind: BookingType::New,
        status: Status::Incomplete,
        application_status: status::DRAFT,
        lang,
        languages: languages.to_vec(),
        content: Content {
            owner: user.clone(),
            updated_by: user,
            details: record::empty_details(),
            consent: Some(consent.language),
            ..Content::default()
        },
    };
    insert(m, caller, start).await
}

/// PRE-09: between the smallest and largest number of languages, with all mandatory ones, each once.
pub(crate) async fn check_languages(m: &Inner, languages: &[LangCode]) -> Result<()> {
    let known = m.master.languages().await?;
    let offered = known.all().count();
    let min = usize::from(known.min_count).min(offered);
    let max = usize::from(known.max_count).max(min);
    let distinct: std::collections::BTreeSet<_> = languages.iter().collect();
    let fits = distinct.len() == languages.len()
        && (min..=max).contains(&languages.len())
        && languages.iter().all(|lang| known.all().any(|own| own == *lang))
        && known.mandatory.iter().all(|lang| languages.contains(lang));
    if fits {
        return Ok(());
    }
    let args = [min.to_string(), max.to_string(), record::join(&known.mandatory)];
    Err(Error::Coded(types::Failure::with(PreregError::DataLanguages, args)))
}
