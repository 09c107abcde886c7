//! The service behind the portal: use cases put together for pages.

use crate::{
    Inner, Prereg,
    domain::{contact::Way, day_time, status},
    entity::booking,
    error::{Error, Result},
    repo, rules,
    service::{
        book, cancel, centers, create, delete, documents, draft, form, needs, notify,
        record::{self, Family, Record},
        sign_in, slip, submit,
    },
};
use async_trait::async_trait;
use iam_api::PortalSession;
use masterdata_api::Languages;
use prereg_api::{
    ApplicationSummary, ApplicationView, Booking, CenterChoice, CenterQuery, CodeSent, ConsentGiven, DayAvailability,
    DocumentSummary, NewDocument, PreregError, Seat, Slip, Status, StoredDocument, Submission,
    permission::{APPLICATION_LIST, APPLICATION_READ},
};
use schema::{Change, Choice, FormModel, OptionSource};
use std::collections::BTreeMap;
use types::{Caller, CallerKind, CenterId, Failure, LangCode, Prid, Seal, role};

type Answer<T> = std::result::Result<T, Failure>;

/// How many applications a page shows at most.
const MOST_APPLICATIONS: u64 = 200;

#[async_trait]
impl prereg_api::Prereg for Prereg {
    async fn send_code(&self, caller: &Caller, user_id: &str, language: LangCode) -> Answer<CodeSent> {
        Ok(sign_in::send(self, caller, user_id, language).await?)
    }

    async fn sign_in(&self, caller: &Caller, user_id: &str, code: &str) -> Answer<PortalSession> {
        let user = sign_in::check(self, caller, user_id, code).await?;
        // nobody is signed in yet: the session is opened in the name of the platform, for whom the code has just proved
        let platform = Caller::system(&Seal::of_edge(), caller.cx().clone());
        self.iam.open_session(&platform, CallerKind::Resident, &user, &[role::INDIVIDUAL]).await
    }

    async fn languages(&self, _: &Caller) -> Answer<Languages> {
        self.master.languages().await
    }

    async fn my_applications(&self, caller: &Caller, language: LangCode) -> Answer<Vec<ApplicationSummary>> {
        caller.require(APPLICATION_LIST)?;
        Ok(my_applications(self, caller, language).await?)
    }

    async fn start(&self, caller: &Caller, languages: &[LangCode], consent: ConsentGiven) -> Answer<ApplicationView> {
        let record = create::empty(self, caller, languages, consent).await?;
        Ok(view(self, record, consent.language).await?)
    }

    async fn load(&self, caller: &Caller, prid: &Prid, language: LangCode) -> Answer<ApplicationView> {
        caller.require(APPLICATION_READ)?;
        let record = record::load(self, caller, prid.reveal(), Family::Demographic).await?;
        Ok(view(self, record, language).await?)
    }

    async fn save_draft(
        &self,
        caller: &Caller,
        prid: &Prid,
        changes: Vec<Change>,
        language: LangCode,
    ) -> Answer<ApplicationView> {
        let record = db::retry(|| draft::save(self, caller, prid, &changes)).await?;
        Ok(view(self, record, language).await?)
    }

    async fn choices(
        &self,
        _: &Caller,
        source: &OptionSource,
        parent: Option<&str>,
        languages: &[LangCode],
    ) -> Answer<Vec<Choice>> {
        Ok(form::choices(self, source, parent, languages).await?)
    }

    async fn add_document(&self, caller: &Caller, prid: &Prid, document: NewDocument) -> Answer<DocumentSummary> {
        Ok(db::retry(|| documents::add(self, caller, prid.reveal(), document.clone())).await?)
    }

    async fn remove_document(&self, caller: &Caller, prid: &Prid, document: &str) -> Answer<()> {
        db::retry(|| documents::remove(self, caller, prid.reveal(), document)).await?;
        Ok(())
    }

    async fn read_document(&self, caller: &Caller, prid: &Prid, document: &str) -> Answer<StoredDocument> {
        Ok(documents::read(self, caller, prid.reveal(), document).await?)
    }

    async fn copy_document(&self, caller: &Caller, from: &Prid, to: &Prid, category: &str) -> Answer<DocumentSummary> {
        Ok(db::retry(|| documents::copy(self, caller, from.reveal(), to.reveal(), category)).await?)
    }

    async fn submit(&self, caller: &Caller, prid: &Prid) -> Answer<Submission> {
        Ok(db::retry(|| submit::submit(self, caller, prid)).await?)
    }

    async fn centers(&self, caller: &Caller, query: &CenterQuery, language: LangCode) -> Answer<Vec<CenterChoice>> {
        Ok(centers::find(self, caller, query, language).await?)
    }

    async fn availability(&self, caller: &Caller, center: &CenterId) -> Answer<Vec<DayAvailability>> {
        Ok(book::availability(self, caller, center.as_str()).await?)
    }

    async fn book(&self, caller: &Caller, seats: &[Seat]) -> Answer<()> {
        Ok(db::retry(|| book::book_seats(self, caller, seats)).await?)
    }

    async fn cancel(&self, caller: &Caller, prid: &Prid) -> Answer<()> {
        db::retry(|| cancel::cancel(self, caller, prid.reveal(), cancel::Path::Booking)).await?;
        Ok(())
    }

    async fn discard(&self, caller: &Caller, prid: &Prid) -> Answer<()> {
        db::retry(|| delete::application(self, caller, prid.reveal())).await?;
        Ok(())
    }

    async fn slip(&self, caller: &Caller, prid: &Prid) -> Answer<Slip> {
        Ok(slip::slip(self, caller, prid).await?)
    }

    async fn send_slip(&self, caller: &Caller, prid: &Prid, to: &str, language: LangCode) -> Answer<()> {
        let to = to.trim().to_owned();
        let forms = rules::contact_forms(self).await?;
        let recipients = match forms.way(&to) {
            Some(Way::Email) => notify::Recipients { email: Some(to), phone: None },
            Some(Way::Phone) => notify::Recipients { email: None, phone: Some(to) },
            None => return Err(PreregError::UserId.into()),
        };
        Ok(notify::send_to(self, caller, prid.reveal(), recipients, language).await?)
    }
}

async fn my_applications(m: &Inner, caller: &Caller, lang: LangCode) -> Result<Vec<ApplicationSummary>> {
    let owner = record::owner_index(m, caller.user_id()).await?;
    let rows = repo::application::of_owner(m.db.read(), &owner, None, 0, MOST_APPLICATIONS).await?;
    let records = record::open_many(m, rows).await?;
    let prids = records.iter().map(|record| record.row.prid.clone()).collect();
    let bookings = crate::service::applications::bookings_by_prid(m, prids).await?;
    let parts = form::documents(m).await?;
    let mut list = Vec::with_capacity(records.len());
    for record in records {
        let filled = form::build(m, &parts, &record.content, &record.languages()).await?;
        list.push(summary(m, &record, bookings.get(&record.row.prid), &filled, lang).await?);
    }
    Ok(list)
}

async fn view(m: &Inner, record: Record, lang: LangCode) -> Result<ApplicationView> {
    let parts = form::documents(m).await?;
    let mut filled = form::build(m, &parts, &record.content, &record.languages()).await?;
    form::offer(m, &mut filled).await?;
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    let summary = summary(m, &record, booking.as_ref(), &filled, lang).await?;
    let documents = needs::of(m, &record, &filled, lang).await?;
    Ok(ApplicationView { summary, form: filled, documents })
}

async fn summary(
    m: &Inner,
    record: &Record,
    booking: Option<&booking::Model>,
    filled: &FormModel,
    lang: LangCode,
) -> Result<ApplicationSummary> {
    let status = record.status();
    let booking = match booking.filter(|_| status == Status::Booked) {
        Some(row) => Some(shown(m, row, lang).await?),
        None => None,
    };
    let mut checked = filled.clone();
    checked.check_all();
    let sections: Vec<bool> = checked
        .sections()
        .iter()
        .map(|section| {
            section
                .fields
                .iter()
                .filter_map(|id| checked.field(id))
                .filter(|field| field.visible && !form::is_document(field))
                .collect::<Vec<_>>()
        })
        .filter(|fields| !fields.is_empty())
        .map(|fields| fields.iter().all(|field| field.issues.is_empty()))
        .collect();
    let names = if record.content.details.is_null() {
        BTreeMap::new()
    } else {
        record.by_language(&rules::attributes(m).await?.name)
    };
    Ok(ApplicationSummary {
        prid: record.row.prid.clone(),
        status,
        names,
        age: form::age(m, record).await?,
        languages: record.languages(),
        booking,
        created_at: record.row.created_at,
        updated_at: record.row.updated_at,
        sections_done: u32::try_from(sections.iter().filter(|done| **done).count()).unwrap_or(0),
        sections: u32::try_from(sections.len()).unwrap_or(0),
        editable: status::editable(status),
        bookable: status::bookable(status),
    })
}

async fn shown(m: &Inner, row: &booking::Model, lang: LangCode) -> Result<Booking> {
    let unreadable = || Error::internal(std::io::Error::other("a booking row cannot be read"));
    let center = CenterId::parse(&row.center_id).map_err(Error::internal)?;
    let date = day_time::parse_day(&row.day).ok_or_else(unreadable)?;
    let from = day_time::parse_time(&row.from_time).ok_or_else(unreadable)?;
    let to = day_time::parse_time(&row.to_time).ok_or_else(unreadable)?;
    let time = rules::time(m).await?;
    let center_name = m.master.center(&center, lang).await?.map_or_else(|| center.to_string(), |found| found.name);
    let change_until = day_time::change_until(date, from, time.cancel_hours.max(time.rebook_hours));
    Ok(Booking { center, center_name, date, from, to, change_until })
}
