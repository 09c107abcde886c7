//! At home: sign in with a one-time code, fill in an application, add documents, book an appointment.

use reqwest::{Method, header, multipart};
use serde_json::{Value, json};

use crate::country::Country;
use crate::http::{Call, Http};
use crate::ledger::{Entry, Ledger};
use crate::person::Person;
use crate::{Error, Result, mail};

/// The earlier code still works.
const CODE_ACTIVE: &str = "PRE-REG-OTP-408";

/// A signed-in applicant.
pub struct Applicant<'a> {
    http: &'a Http,
    country: &'a Country,
    person: &'a Person,
    token: String,
}

/// A PDF of one page that names what it stands for.
pub fn pdf(title: &str) -> Vec<u8> {
    let text = format!("BT /F1 18 Tf 60 760 Td ({title}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        out.push_str(&format!("{place:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    out.into_bytes()
}

impl<'a> Applicant<'a> {
    /// Signs in with a code that comes by mail.
    ///
    /// # Errors
    /// What the server refuses, or when no code comes.
    pub async fn sign_in(http: &'a Http, country: &'a Country, person: &'a Person) -> Result<Self> {
        let known = mail::codes(http, &person.email).await?.len();
        let what = "one-time code";
        let request = json!({ "userId": person.email, "langCode": country.languages[0] });
        let path = "/preregistration/v1/login/sendOtp/langcode";
        let asked = http.call(what, &Call::post(path, "mosip.pre-registration.login.sendotp", request), None).await?;
        let known = match asked.response(what) {
            Ok(_) => known,
            // an answer was lost on its way: the code that came is the one
            Err(error) if error.is(CODE_ACTIVE) && known > 0 => 0,
            Err(error) => return Err(error),
        };
        let code = mail::wait_for_code(http, &person.email, known).await?;
        let what = "sign-in with a code";
        let request = json!({ "userId": person.email, "otp": code });
        let path = "/preregistration/v1/login/validateOtp";
        let answer =
            http.call(what, &Call::post(path, "mosip.pre-registration.login.useridotp", request), None).await?;
        answer.response(what)?;
        let token = answer.token.ok_or_else(|| Error::new("sign-in with a code: no token came"))?;
        Ok(Self { http, country, person, token })
    }

    async fn call(&self, what: &str, call: &Call<'_>) -> Result<Value> {
        self.http.call(what, call, Some(&self.token)).await?.response(what)
    }

    /// Agrees to the terms and saves the application; gives its number.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn apply(&self, ledger: &Ledger) -> Result<String> {
        let consent = json!({
            "eventName": "CONSENT", "description": "The applicant read and accepted the terms",
            "actionTimeStamp": self.http.stamp(), "actionUserId": self.person.email, "moduleName": "consent",
            "moduleId": "PRE_REG_CONSENT",
        });
        let path = "/preregistration/v1/logAudit";
        self.call("consent", &Call::post(path, "mosip.pre-registration.audit.log", consent)).await?;
        let request = json!({
            "langCode": self.country.languages[0], "demographicDetails": self.country.application(self.person),
        });
        let path = "/preregistration/v1/applications/prereg";
        let made =
            self.call("application", &Call::post(path, "mosip.pre-registration.demographic.create", request)).await?;
        let prid = made["preRegistrationId"].as_str().unwrap_or_default().to_owned();
        if prid.is_empty() {
            return Err(Error::new("application: no number came"));
        }
        ledger.add(&Entry::Application { prid: prid.clone() })?;
        Ok(prid)
    }

    /// Uploads every document that is asked for and hands the application in.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn add_documents(&self, prid: &str, ledger: &Ledger) -> Result<()> {
        for (category, kind) in &self.country.documents {
            let what = format!("document {category}");
            let path = format!("/preregistration/v1/documents/{prid}");
            let content = pdf(&format!("{category} of application {prid}"));
            let answer = self
                .http
                .send(&what, || {
                    let details =
                        json!({ "docCatCode": category, "docTypCode": kind, "langCode": self.country.languages[0] });
                    let envelope = self.http.envelope("mosip.pre-registration.document.upload", "1.0", &details);
                    let file = multipart::Part::bytes(content.clone());
                    let file = file.file_name(format!("{category}.pdf")).mime_str("application/pdf")?;
                    // the part's name has a space, which MOSIP's clients send as it is
                    let form = multipart::Form::new().percent_encode_noop();
                    let form = form.text("Document request", envelope.to_string()).part("file", file);
                    let request = self.http.request(Method::POST, &path);
                    Ok(request.header(header::COOKIE, format!("Authorization={}", self.token)).multipart(form))
                })
                .await?;
            let stored = answer.response(&what)?;
            let document = stored["docId"].as_str().unwrap_or_default().to_owned();
            ledger.add(&Entry::Document { prid: prid.to_owned(), document })?;
        }
        let path = format!("/preregistration/v1/applications/prereg/status/{prid}?statusCode=Pending_Appointment");
        let id = "mosip.pre-registration.demographic.status.update";
        self.call("handing in", &Call::post(&path, id, json!({})).by(Method::PUT)).await?;
        Ok(())
    }

    /// Looks for the registration centre where the person lives.
    ///
    /// # Errors
    /// When it is not found there.
    pub async fn find_center(&self) -> Result<()> {
        let (center, language) = (&self.country.center, &self.country.languages[0]);
        let path =
            format!("/v1/masterdata/getlocspecificregistrationcenters/{language}/{}", mail::encode(&center.location));
        let found = self.call("centres nearby", &Call::get(&path)).await?;
        let mut ids = found["registrationCenters"].as_array().into_iter().flatten().map(|one| &one["id"]);
        if ids.any(|id| *id == json!(center.id)) {
            Ok(())
        } else {
            Err(Error::new(format!("{} is not among the centres nearby", center.name)))
        }
    }

    /// The appointment that is booked already, as (day, from).
    async fn appointment(&self, prid: &str) -> Result<Option<(String, String)>> {
        let path = format!("/preregistration/v1/applications/appointment/{prid}");
        match self.call("appointment", &Call::get(&path)).await {
            Ok(found) => {
                let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
                Ok(Some((text("appointment_date"), text("time_slot_from"))))
            }
            Err(Error::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Books a free place; people take different ones.
    ///
    /// # Errors
    /// When there is none, or the server refuses.
    pub async fn book(&self, prid: &str, ledger: &Ledger) -> Result<()> {
        let center = &self.country.center.id;
        let mut refusal = Error::new("no place is free");
        for attempt in 0..5 {
            // after an interruption the place may be booked already
            let booked = match self.appointment(prid).await? {
                Some(booked) => booked,
                None => match self.take_place(prid, attempt).await {
                    Ok(booked) => booked,
                    Err(error @ Error::Refused { .. }) => {
                        refusal = error;
                        continue;
                    }
                    Err(error) => return Err(error),
                },
            };
            let (date, from) = booked;
            return ledger.add(&Entry::Booked { prid: prid.to_owned(), center: center.clone(), date, from });
        }
        Err(refusal)
    }

    async fn take_place(&self, prid: &str, attempt: usize) -> Result<(String, String)> {
        let center = &self.country.center.id;
        let path = format!("/preregistration/v1/applications/appointment/slots/availability/{center}");
        let found = self.call("free places", &Call::get(&path)).await?;
        let days = found["centerDetails"].as_array().into_iter().flatten().filter(|day| day["holiday"] != json!(true));
        let free: Vec<(&str, &Value)> = days
            .flat_map(|day| {
                let slots = day["timeSlots"].as_array().into_iter().flatten();
                slots
                    .filter(|slot| slot["availability"].as_u64() > Some(0))
                    .map(|slot| (day["date"].as_str().unwrap_or_default(), slot))
            })
            .take(400)
            .collect();
        if free.is_empty() {
            return Err(Error::new("no place is free"));
        }
        let (date, slot) = free[(self.person.number * 7 + attempt) % free.len()];
        let request = json!({
            "registration_center_id": center, "appointment_date": date, "time_slot_from": slot["fromTime"],
            "time_slot_to": slot["toTime"],
        });
        let path = format!("/preregistration/v1/applications/appointment/{prid}");
        self.call("booking", &Call::post(&path, "mosip.pre-registration.booking.book", request)).await?;
        Ok((date.to_owned(), slot["fromTime"].as_str().unwrap_or_default().to_owned()))
    }
}
