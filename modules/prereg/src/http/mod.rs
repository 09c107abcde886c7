//! The table of endpoints: each leads to one use case.

mod customs;
mod multipart;

use crate::{
    Inner, Prereg,
    domain::{BookingType, day_time},
    error::{Error, Result},
    rules,
    service::{
        self, applications, audit, book, cancel, create, data_sync, delete, documents, form, sign_in, slip, submit,
        update,
    },
    token,
};
use customs::{PREREG, SYNC};
use edge::{Call, Reply, Routes};
use prereg_api::{
    DayAvailability, PreregError,
    application::{
        AllApplications, ApplicationStatus, CenterBookings, CreateApplication, CreateLostUin, CreateMiscellaneous,
        CreateUpdateRegistration, DeleteApplication, DeleteLostUin, DeleteMiscellaneous, DeleteUpdateRegistration,
        GetApplication, GetApplicationInfo, GetStatus, ListApplications, OneApplication, SetStatus, UpdateApplication,
        UpdatedTimes,
    },
    appointment::{
        Availability, Book, Book2, BookMany, BookMany2, BookedIdsOfCenter, BookingRequest, BookingStatus,
        BookingsOfCenter, CancelAppointment, CancelAppointment2, CancelAppointmentBatch, CancelAppointmentInternal,
        DayDto, DeleteBooking, DeleteBooking2, GetAppointment, GetAppointment2, GetAvailability, GetAvailability2,
        MultiBookingRequest, MultiBookingStatus, SlotDto,
    },
    datasync::{SyncConsumed, SyncIds, SyncOne, SyncOneForMachine},
    document::{
        CopyDocument, DeleteDocument, DeleteDocuments, DocumentContent, DocumentStored, DocumentsMetaData, GetDocument,
        ListDocuments, SetDocumentReference,
    },
    login::{AuthResponse, InvalidateToken, LoginConfig, SendOtp, SendOtpInLanguage, ValidateOtp},
    other::{GenerateQrCode, LatestUiSpec, LogAudit, UiAuditRequest, UiSpecMetaData},
    permission::{LOG_AUDIT, UI_SPEC},
};
use serde_json::Value;
use types::{Caller, Failure};

/// Calls a use case with the module, turning inner errors into codes.
macro_rules! to {
    ($m:ident, |$call:ident: $request:ty| $body:expr) => {{
        let module = $m.clone();
        move |$call: $request| {
            let $m = module.clone();
            async move { ($body).map_err(Failure::from) }
        }
    }};
}

pub(crate) fn routes(m: &Prereg) -> Routes {
    login(m).merge(demographic(m)).merge(other_applications(m)).merge(document(m)).merge(appointment(m)).merge(rest(m))
}

fn login(m: &Prereg) -> Routes {
    Routes::new()
        .on(
            SendOtp,
            PREREG,
            to!(m, |call: Call<SendOtp>| send_otp(&m, &call.caller, call.body.user_id.as_deref()).await),
        )
        .on(
            SendOtpInLanguage,
            PREREG,
            to!(m, |call: Call<SendOtpInLanguage>| {
                match service::language(&m, call.body.lang_code.as_deref()).await {
                    Ok(lang) => sign_in::send_by_rest(&m, &call.caller, call.body.user_id.as_deref(), lang).await,
                    Err(error) => Err(error),
                }
            }),
        )
        .on(
            ValidateOtp,
            PREREG,
            to!(m, |call: Call<ValidateOtp>| {
                let (user, code) = (call.body.user_id.as_deref(), call.body.otp.as_deref());
                sign_in::validate_by_rest(&m, &call.caller, user, code).await.map(|(answer, issued)| {
                    Reply::<AuthResponse>::from(answer).token_cookie(
                        &issued.token,
                        issued.max_age_secs,
                        m.secure_cookies,
                    )
                })
            }),
        )
        .on(
            InvalidateToken,
            PREREG,
            to!(m, |call: Call<InvalidateToken>| {
                let token = edge::auth::credentials(&call.headers).token.unwrap_or_default();
                token::revoke(&m, &call.caller, &token)
                    .await
                    .map(|()| Reply::from("Loggedout successfully".to_owned()).token_cookie("", 0, m.secure_cookies))
            }),
        )
        .on(LoginConfig, PREREG, to!(m, |_call: Call<LoginConfig>| sign_in::config(&m).await))
}

async fn send_otp(m: &Inner, caller: &Caller, user_id: Option<&str>) -> Result<AuthResponse> {
    if rules::captcha_is_on(m).await? {
        return Err(Error::of(PreregError::Deprecated));
    }
    let lang = service::default_language(m).await?;
    sign_in::send_by_rest(m, caller, user_id, lang).await
}

fn demographic(m: &Prereg) -> Routes {
    const ID: &str = "preRegistrationId";
    Routes::new()
        .on(
            CreateApplication,
            PREREG,
            to!(m, |call: Call<CreateApplication>| { create::with_demographics(&m, &call.caller, call.body).await }),
        )
        .on(
            UpdateApplication,
            PREREG,
            to!(m, |call: Call<UpdateApplication>| {
                db::retry(|| update::demographics(&m, &call.caller, call.path(ID), &call.body)).await
            }),
        )
        .on(
            GetApplication,
            PREREG,
            to!(m, |call: Call<GetApplication>| { applications::demographics(&m, &call.caller, call.path(ID)).await }),
        )
        .on(
            GetApplicationInfo,
            PREREG,
            to!(m, |call: Call<GetApplicationInfo>| { applications::info(&m, &call.caller, call.path(ID)).await }),
        )
        .on(
            ListApplications,
            PREREG,
            to!(m, |call: Call<ListApplications>| {
                applications::page(&m, &call.caller, call.query("pageIndex")).await
            }),
        )
        .on(
            SetStatus,
            PREREG,
            to!(m, |call: Call<SetStatus>| {
                db::retry(|| submit::set_status(&m, &call.caller, call.path(ID), call.query("statusCode")))
                    .await
                    .map(str::to_owned)
            }),
        )
        .on(
            GetStatus,
            PREREG,
            to!(m, |call: Call<GetStatus>| { applications::status(&m, &call.caller, call.path(ID)).await }),
        )
        .on(
            DeleteApplication,
            PREREG,
            to!(m, |call: Call<DeleteApplication>| {
                db::retry(|| delete::application(&m, &call.caller, call.path(ID))).await
            }),
        )
        .on(
            UpdatedTimes,
            PREREG,
            to!(m, |call: Call<UpdatedTimes>| { applications::updated_times(&m, &call.caller, call.body).await }),
        )
}

fn other_applications(m: &Prereg) -> Routes {
    const ID: &str = "applicationId";
    Routes::new()
        .on(
            CreateLostUin,
            PREREG,
            to!(m, |call: Call<CreateLostUin>| {
                create::without_demographics(&m, &call.caller, BookingType::LostUin, call.body).await
            }),
        )
        .on(
            DeleteLostUin,
            PREREG,
            to!(m, |call: Call<DeleteLostUin>| {
                db::retry(|| delete::of_kind(&m, &call.caller, call.path(ID), BookingType::LostUin)).await
            }),
        )
        .on(
            CreateUpdateRegistration,
            PREREG,
            to!(m, |call: Call<CreateUpdateRegistration>| {
                create::without_demographics(&m, &call.caller, BookingType::Update, call.body).await
            }),
        )
        .on(
            DeleteUpdateRegistration,
            PREREG,
            to!(m, |call: Call<DeleteUpdateRegistration>| {
                db::retry(|| delete::of_kind(&m, &call.caller, call.path(ID), BookingType::Update)).await
            }),
        )
        .on(
            CreateMiscellaneous,
            PREREG,
            to!(m, |call: Call<CreateMiscellaneous>| {
                create::without_demographics(&m, &call.caller, BookingType::Miscellaneous, call.body).await
            }),
        )
        .on(
            DeleteMiscellaneous,
            PREREG,
            to!(m, |call: Call<DeleteMiscellaneous>| {
                db::retry(|| delete::of_kind(&m, &call.caller, call.path(ID), BookingType::Miscellaneous)).await
            }),
        )
        .on(
            AllApplications,
            PREREG,
            to!(m, |call: Call<AllApplications>| { applications::all(&m, &call.caller, call.query("type")).await }),
        )
        .on(
            OneApplication,
            PREREG,
            to!(m, |call: Call<OneApplication>| { applications::one(&m, &call.caller, call.path(ID)).await }),
        )
        .on(
            ApplicationStatus,
            PREREG,
            to!(m, |call: Call<ApplicationStatus>| {
                applications::booking_status(&m, &call.caller, call.path(ID)).await
            }),
        )
        .on(
            CenterBookings,
            PREREG,
            to!(m, |call: Call<CenterBookings>| {
                let (day, to) = (call.query("appointmentDate"), call.query("appointmentToDate"));
                applications::center_bookings(&m, &call.caller, call.path("regCenterId"), day, to).await
            }),
        )
}

fn document(m: &Prereg) -> Routes {
    multipart::upload_route(m)
        .on(
            CopyDocument,
            PREREG,
            to!(m, |call: Call<CopyDocument>| {
                let (category, from) =
                    (call.query("catCode").unwrap_or_default(), call.query("sourcePreId").unwrap_or_default());
                db::retry(|| documents::copy(&m, &call.caller, from, call.path("id"), category))
                    .await
                    .map(|summary| stored(call.path("id"), summary))
            }),
        )
        .on(
            ListDocuments,
            PREREG,
            to!(m, |call: Call<ListDocuments>| {
                documents::list(&m, &call.caller, call.path("preRegistrationId"))
                    .await
                    .map(|documents_meta_data| DocumentsMetaData { documents_meta_data })
            }),
        )
        .on(
            GetDocument,
            PREREG,
            to!(m, |call: Call<GetDocument>| {
                let prid = call.query("preRegistrationId").unwrap_or_default();
                documents::read(&m, &call.caller, prid, call.path("id"))
                    .await
                    .map(|found| DocumentContent { document: data_sync::base64(&found.content) })
            }),
        )
        .on(
            DeleteDocument,
            PREREG,
            to!(m, |call: Call<DeleteDocument>| {
                let prid = call.query("preRegistrationId").unwrap_or_default();
                db::retry(|| documents::remove(&m, &call.caller, prid, call.path("id"))).await
            }),
        )
        .on(
            DeleteDocuments,
            PREREG,
            to!(m, |call: Call<DeleteDocuments>| {
                db::retry(|| documents::remove_all(&m, &call.caller, call.path("preRegistrationId"))).await
            }),
        )
        .on(
            SetDocumentReference,
            PREREG,
            to!(m, |call: Call<SetDocumentReference>| {
                let prid = call.query("preRegistrationId").unwrap_or_default();
                let reference = call.query("refNumber").unwrap_or_default();
                documents::set_reference(&m, &call.caller, prid, call.path("documentId"), reference)
                    .await
                    .map(str::to_owned)
            }),
        )
}

pub(super) fn stored(prid: &str, summary: prereg_api::DocumentSummary) -> DocumentStored {
    DocumentStored {
        pre_registration_id: prid.to_owned(),
        doc_id: summary.id,
        doc_name: summary.file_name,
        doc_cat_code: summary.category,
        doc_typ_code: summary.type_code,
        doc_file_format: summary.format,
    }
}

fn appointment(m: &Prereg) -> Routes {
    const ID: &str = "preRegistrationId";
    const CENTER: &str = "registrationCenterId";
    Routes::new()
        .on(
            GetAvailability,
            PREREG,
            to!(m, |call: Call<GetAvailability>| availability(&m, &call.caller, call.path(CENTER)).await),
        )
        .on(
            GetAvailability2,
            PREREG,
            to!(m, |call: Call<GetAvailability2>| availability(&m, &call.caller, call.path(CENTER)).await),
        )
        .on(Book, PREREG, to!(m, |call: Call<Book>| book_one(&m, &call.caller, call.path(ID), &call.body).await))
        .on(Book2, PREREG, to!(m, |call: Call<Book2>| book_one(&m, &call.caller, call.path(ID), &call.body).await))
        .on(BookMany, PREREG, to!(m, |call: Call<BookMany>| book_many(&m, &call.caller, &call.body).await))
        .on(BookMany2, PREREG, to!(m, |call: Call<BookMany2>| book_many(&m, &call.caller, &call.body).await))
        .on(
            GetAppointment,
            PREREG,
            to!(m, |call: Call<GetAppointment>| {
                applications::appointment_of(&m, &call.caller, call.path(ID)).await
            }),
        )
        .on(
            GetAppointment2,
            PREREG,
            to!(m, |call: Call<GetAppointment2>| {
                applications::appointment_of(&m, &call.caller, call.path(ID)).await
            }),
        )
        .on(
            CancelAppointment,
            PREREG,
            to!(m, |call: Call<CancelAppointment>| {
                db::retry(|| cancel::cancel(&m, &call.caller, call.path(ID), cancel::Path::Application)).await
            }),
        )
        .on(
            CancelAppointmentInternal,
            PREREG,
            to!(m, |call: Call<CancelAppointmentInternal>| {
                db::retry(|| cancel::cancel(&m, &call.caller, call.path(ID), cancel::Path::Application)).await
            }),
        )
        .on(
            CancelAppointment2,
            PREREG,
            to!(m, |call: Call<CancelAppointment2>| {
                db::retry(|| cancel::cancel(&m, &call.caller, call.path(ID), cancel::Path::Booking)).await
            }),
        )
        .on(
            CancelAppointmentBatch,
            PREREG,
            to!(m, |call: Call<CancelAppointmentBatch>| {
                db::retry(|| cancel::cancel(&m, &call.caller, call.path(ID), cancel::Path::Batch)).await
            }),
        )
        .on(
            DeleteBooking,
            PREREG,
            to!(m, |call: Call<DeleteBooking>| {
                db::retry(|| cancel::delete_booking(&m, &call.caller, call.query(ID).unwrap_or_default())).await
            }),
        )
        .on(
            DeleteBooking2,
            PREREG,
            to!(m, |call: Call<DeleteBooking2>| {
                db::retry(|| cancel::delete_booking(&m, &call.caller, call.query(ID).unwrap_or_default())).await
            }),
        )
        .on(
            BookedIdsOfCenter,
            PREREG,
            to!(m, |call: Call<BookedIdsOfCenter>| {
                let (from, to) = (call.query("from_date"), call.query("to_date"));
                applications::booked_ids(&m, &call.caller, call.path(CENTER), from, to).await
            }),
        )
        .on(
            BookingsOfCenter,
            PREREG,
            to!(m, |call: Call<BookingsOfCenter>| {
                let (from, to) = (call.query("from_date"), call.query("to_date"));
                applications::bookings(&m, &call.caller, call.path(CENTER), from, to).await
            }),
        )
}

async fn availability(m: &Inner, caller: &Caller, center: &str) -> Result<Availability> {
    let days = book::availability(m, caller, center).await?;
    Ok(Availability { reg_center_id: center.to_owned(), center_details: days.iter().map(day).collect() })
}

fn day(day: &DayAvailability) -> DayDto {
    DayDto {
        date: day_time::day(day.date),
        holiday: day.closed,
        time_slots: day
            .slots
            .iter()
            // MOSIP lists only slots with free places
            .filter(|slot| slot.free > 0)
            .map(|slot| SlotDto {
                from_time: day_time::time(slot.from),
                to_time: day_time::time(slot.to),
                availability: slot.free,
            })
            .collect(),
    }
}

async fn book_one(m: &Inner, caller: &Caller, prid: &str, request: &BookingRequest) -> Result<BookingStatus> {
    let (slot, to) = book::choice(request)?;
    let seats = [(prid.to_owned(), slot, to)];
    db::retry(|| book::book(m, caller, &seats)).await?;
    Ok(BookingStatus { booking_message: book::BOOKED.into() })
}

async fn book_many(m: &Inner, caller: &Caller, request: &MultiBookingRequest) -> Result<MultiBookingStatus> {
    if request.booking_request.is_empty() {
        return Err(Error::of(PreregError::RequestBody));
    }
    let mut seats = Vec::with_capacity(request.booking_request.len());
    for item in &request.booking_request {
        let (slot, to) = book::choice(&item.place)?;
        seats.push((item.pre_registration_id.clone().unwrap_or_default(), slot, to));
    }
    db::retry(|| book::book(m, caller, &seats)).await?;
    let one = BookingStatus { booking_message: book::BOOKED.into() };
    Ok(MultiBookingStatus { booking_status_response: vec![one; seats.len()] })
}

fn rest(m: &Prereg) -> Routes {
    multipart::notification_routes(m)
        .on(
            GenerateQrCode,
            PREREG,
            to!(m, |call: Call<GenerateQrCode>| {
                let text = match call.body {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                let _ = &m;
                slip::qr_png(&call.caller, &text)
            }),
        )
        .on(
            LatestUiSpec,
            PREREG,
            to!(m, |call: Call<LatestUiSpec>| { ui_spec(&m, &call.caller, call.query("version")).await }),
        )
        .on(LogAudit, PREREG, to!(m, |call: Call<LogAudit>| log_audit(&m, &call.caller, call.body).await))
        .on(SyncIds, SYNC, to!(m, |call: Call<SyncIds>| data_sync::list(&m, &call.caller, &call.body).await))
        .on(
            SyncOne,
            SYNC,
            to!(m, |call: Call<SyncOne>| {
                db::retry(|| data_sync::fetch(&m, &call.caller, call.path("preRegistrationId"), None)).await
            }),
        )
        .on(
            SyncOneForMachine,
            SYNC,
            to!(m, |call: Call<SyncOneForMachine>| {
                let (prid, machine) = (call.path("preRegistrationId"), call.path("machineId"));
                db::retry(|| data_sync::fetch(&m, &call.caller, prid, Some(machine))).await
            }),
        )
        .on(
            SyncConsumed,
            SYNC,
            to!(m, |call: Call<SyncConsumed>| data_sync::consumed(&m, &call.caller, call.body).await),
        )
}

/// GET /uispec/latest
async fn ui_spec(m: &Inner, caller: &Caller, version: Option<&str>) -> Result<UiSpecMetaData> {
    caller.require(UI_SPEC)?;
    let version = version.and_then(|text| text.parse::<f64>().ok()).filter(|version| *version > 0.0);
    let found = m.master.ui_spec(form::DOMAIN, form::SPEC_TYPE, version).await;
    let found = found.map_err(|failure| Error::Coded(Failure::of(PreregError::UiSpec).because(failure)))?;
    let schema = m.master.identity_schema(Some(found.identity_schema_version)).await;
    Ok(UiSpecMetaData {
        id: found.id.clone(),
        version: found.version,
        title: None,
        description: None,
        identity_schema_id: schema.ok().map(|schema| schema.id.clone()),
        id_schema_version: found.identity_schema_version,
        json_spec: found.json.clone(),
        status: "PUBLISHED".into(),
        effective_from: None,
        created_on: None,
        updated_on: None,
    })
}

/// POST /logAudit
async fn log_audit(m: &Inner, caller: &Caller, request: UiAuditRequest) -> Result<String> {
    caller.require(LOG_AUDIT)?;
    let fields = [
        &request.event_name,
        &request.description,
        &request.action_time_stamp,
        &request.action_user_id,
        &request.module_name,
        &request.module_id,
    ];
    let complete = fields.iter().all(|field| field.as_deref().is_some_and(|text| !text.trim().is_empty()));
    let short = fields.iter().all(|field| field.as_deref().is_none_or(|text| text.chars().count() <= 2_048));
    if !complete || !short {
        return Err(Error::of(PreregError::Audit));
    }
    // free text of a browser may hold anything: the audit row says that there was an event, by its name, and no more
    let name: String =
        request.event_name.unwrap_or_default().chars().filter(|c| c.is_alphanumeric() || *c == '_').take(64).collect();
    let mut tx = m.db.begin(&service::cx(caller)).await?;
    tx.audit(audit::event("PRE_UI_001", "PORTAL_EVENT", "").describe(format!("The portal reports {name}"))).await?;
    tx.commit().await?;
    Ok("Audit Logged Successfully".into())
}
