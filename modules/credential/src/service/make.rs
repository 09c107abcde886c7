//! Make a card: gather what it says, sign the QR, draw the pages.

use codec::cbeff::{self, Modality};
use codec::claim169::to_qr_text;
use codec::iso19794::{self, Record};
use credential_api::CredentialError;
use idrepo_api::IdentityRecord;
use serde_json::Map;
use types::{Caller, Failure, LangCode};

use crate::Credential;
use crate::card::{self, Card, CardError, Person, Portrait, Sheet};
use crate::domain::claims::{self, Claims};
use crate::domain::subject::{self, PLACES, Subject};
use crate::error::formatting;

/// Bytes the face may take in the QR; where the symbol would become too dense, it is left out.
const FACE_BUDGET: usize = 640;
/// The type of VID that stands in the QR in place of the UIN.
const VID_TYPE: &str = "Perpetual";

/// A finished card.
pub(crate) struct Made {
    pub pdf: Vec<u8>,
    pub qr: String,
}

/// Makes the card of an identity as it is now.
pub(crate) async fn card(m: &Credential, caller: &Caller, record: &IdentityRecord) -> Result<Made, Failure> {
    let empty = Map::new();
    let subject = Subject::read(record.identity.as_object().unwrap_or(&empty));
    let order: Vec<(String, bool)> =
        m.master.languages().await?.all().map(|lang| (lang.as_str().to_owned(), lang.is_rtl())).collect();
    let languages = subject::languages(&subject.names, &order);
    let mut people = Vec::new();
    for language in &languages {
        people.push(person(m, &subject, language).await?);
    }
    let mut people = people.into_iter();
    let first = people.next().ok_or_else(|| Failure::of(CredentialError::Formatting))?;
    let second = people.next();

    let portrait = match &record.biometrics {
        Some(cbeff) => portrait(cbeff.to_vec()).await,
        None => None,
    };
    let vid = perpetual_vid(m, caller, record).await?;
    let gender = Subject::in_language(&subject.gender, &languages[0]).map(str::to_owned);
    let sign = async |face: Option<Vec<u8>>| {
        let claims = Claims {
            vid: vid.as_deref(),
            language: &first.lang,
            name: &first.name,
            second: second.as_ref().map(|second| (second.lang.as_str(), second.name.as_str())),
            born: subject.born,
            gender: gender.as_deref(),
            face,
        };
        let token = claims::token(&claims, &m.settings.issuer, m.db.now(), m.settings.valid_for);
        let signed = m.keys.sign_cose(caller, &m.settings.key, &token.encode()).await;
        let signed = signed.map_err(|failure| Failure::of(CredentialError::Signature).because(failure))?;
        Ok::<_, Failure>(to_qr_text(&signed))
    };
    let face = portrait.as_ref().and_then(|portrait| portrait.thumbnail(FACE_BUDGET));
    let with_face = face.is_some();
    let qr = sign(face).await?;

    let now = m.db.now();
    let address = address(m, &subject, &languages[0]).await?;
    let plain = if with_face { Some(sign(None).await?) } else { None };
    let card = Card {
        first,
        second,
        born: subject.born,
        number: record.uin.reveal().to_owned(),
        address,
        issued: now.date_naive(),
        portrait,
        qr,
        check_at: m.settings.check_at.clone(),
        help_line: m.settings.help_line.clone(),
        made: now,
    };
    draw(card, plain).await
}

/// Draws off the async workers. A QR too dense to print gives way to the one without a face.
async fn draw(mut card: Card, plain: Option<String>) -> Result<Made, Failure> {
    let drawn = tokio::task::spawn_blocking(move || {
        let pdf = match (card::render(&card, Sheet::Card), plain) {
            (Err(CardError::QrTooLong { .. }), Some(plain)) => {
                card.qr = plain;
                card::render(&card, Sheet::Card)
            }
            (drawn, _) => drawn,
        }?;
        Ok(Made { pdf, qr: card.qr })
    });
    drawn.await.map_err(|error| Failure::of(CredentialError::Formatting).because(error))?.map_err(formatting)
}

async fn perpetual_vid(m: &Credential, caller: &Caller, record: &IdentityRecord) -> Result<Option<String>, Failure> {
    let vids = m.idrepo.vids(caller, &record.uin).await?;
    let perpetual = vids.into_iter().rfind(|vid| vid.vid_type.eq_ignore_ascii_case(VID_TYPE));
    let vid = match perpetual {
        Some(vid) => vid,
        None => m.idrepo.issue_vid(caller, &record.uin, VID_TYPE).await?,
    };
    Ok(Some(vid.vid.reveal().to_owned()))
}

/// What a card says of a person in one language.
async fn person(m: &Credential, subject: &Subject, language: &str) -> Result<Person, Failure> {
    let lang = LangCode::parse(language).unwrap_or(LangCode::ENG);
    let name = Subject::in_language(&subject.names, language).unwrap_or_default().to_owned();
    let gender = match Subject::in_language(&subject.gender, language) {
        Some(code) => {
            let values = m.master.dynamic_field("gender", lang).await.unwrap_or_default();
            let known = values.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
            Some(known.map_or_else(|| code.to_owned(), |(_, name)| name))
        }
        None => None,
    };
    Ok(Person { lang: language.to_owned(), issuer: issuer(m, lang).await?, name, sex: gender })
}

/// The issuing country in a language: the setting, else the root of the location hierarchy.
async fn issuer(m: &Credential, lang: LangCode) -> Result<String, Failure> {
    let key = format!("mosip.credential.card.issuer.{lang}");
    if let Some(name) = m.master.setting(&key).await?.filter(|name| !name.trim().is_empty()) {
        return Ok(name);
    }
    let roots = m.master.locations(None, lang).await?;
    Ok(roots.into_iter().next().map_or_else(|| "Tessera".to_owned(), |root| root.name))
}

/// Address lines in a language: what the person wrote, then the places from small to large, location codes spelt out.
async fn address(m: &Credential, subject: &Subject, language: &str) -> Result<Vec<String>, Failure> {
    let lang = LangCode::parse(language).unwrap_or(LangCode::ENG);
    let mut places: Vec<String> = Vec::new();
    let roots = m.master.locations(None, lang).await?;
    let mut parent = roots.into_iter().next().map(|root| root.code);
    for name in PLACES {
        let Some((_, values)) = subject.address.iter().find(|(known, _)| *known == name) else { continue };
        let Some(value) = Subject::in_language(values, language) else { continue };
        let children = m.master.locations(parent.as_deref(), lang).await?;
        match children.into_iter().find(|node| node.code == value || node.name == value) {
            Some(node) => {
                parent = Some(node.code);
                places.push(node.name);
            }
            None => places.push(value.to_owned()),
        }
    }
    let mut lines: Vec<String> = subject
        .address
        .iter()
        .filter(|(name, _)| !PLACES.contains(name))
        .filter_map(|(_, values)| Subject::in_language(values, language).map(str::to_owned))
        .collect();
    places.reverse();
    places.dedup();
    if let (Some(code), Some(smallest)) = (&subject.postal_code, places.first_mut()) {
        *smallest = format!("{smallest} {code}");
    } else if let Some(code) = &subject.postal_code {
        lines.push(code.clone());
    }
    lines.extend(places);
    Ok(lines)
}

/// The photograph of a person's biometrics, unpacked off the async workers; a record that cannot be read leaves the card without.
pub(crate) async fn portrait(document: Vec<u8>) -> Option<Portrait> {
    let opened = tokio::task::spawn_blocking(move || {
        let document = cbeff::read(&document).ok()?;
        let face = document.segments.iter().find(|segment| {
            segment.bdb_info.as_ref().and_then(|info| info.modality.as_ref()) == Some(&Modality::Face)
                && !segment.is_exception()
        })?;
        let bdb = face.bdb.as_deref()?;
        let bytes = match iso19794::read_lenient(bdb) {
            Ok((Record::Face(record), _)) => record.images.into_iter().next()?.data,
            _ => bdb.to_vec(), // some clients file the bare image
        };
        Portrait::from_encoded(&bytes).ok()
    });
    opened.await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn unreadable_biometrics_leave_the_card_without_photograph() {
        assert!(portrait(b"<BIR/>".to_vec()).await.is_none());
        assert!(portrait(Vec::new()).await.is_none());
    }
}
