//! The slip of a booked application: what a person prints and brings (PRE-45).

use crate::{
    Inner,
    domain::day_time,
    error::{Error, Result},
    repo, rules,
    service::{
        form, needs,
        record::{self, Family},
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use prereg_api::{
    PreregError, Slip, SlipCenter, SlipText, Status,
    other::QrCode,
    permission::{APPOINTMENT_READ, QR_CODE},
};
use qrcode::{Color, EcLevel, QrCode as Symbol, render::svg};
use types::{Caller, CenterId, Failure, LangCode, Prid};

fn symbol(text: &str) -> Result<Symbol> {
    Symbol::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|error| Error::Coded(Failure::of(PreregError::QrCode).because(error)))
}

/// An SVG of a QR symbol: black on white in every theme, because scanners need it.
fn qr_svg(text: &str) -> Result<String> {
    let svg = symbol(text)?
        .render::<svg::Color>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // it goes into a page: without the XML declaration
    Ok(svg.split_once("?>").map_or(svg.clone(), |(_, rest)| rest.trim_start().to_owned()))
}

/// Pixels per module, and modules of white around the symbol (ISO/IEC 18004 asks for four).
const MODULE: usize = 8;
const QUIET: usize = 4;

/// Grey pixels of a symbol and the length of its sides.
fn picture(symbol: &Symbol) -> (Vec<u8>, u32) {
    let width = symbol.width();
    let side = (width + 2 * QUIET) * MODULE;
    let colors = symbol.to_colors();
    let mut pixels = vec![255u8; side * side];
    for (at, _) in colors.iter().enumerate().filter(|(_, color)| **color == Color::Dark) {
        let (top, left) = ((at / width + QUIET) * MODULE, (at % width + QUIET) * MODULE);
        for y in top..top + MODULE {
            pixels[y * side + left..y * side + left + MODULE].fill(0);
        }
    }
    (pixels, u32::try_from(side).unwrap_or(0))
}

/// POST /qrCode/generate: base64 of a PNG.
pub(crate) fn qr_png(caller: &Caller, text: &str) -> Result<QrCode> {
    caller.require(QR_CODE)?;
    let (pixels, side) = picture(&symbol(text)?);
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&pixels, side, side, ExtendedColorType::L8)
        .map_err(|error| Error::Coded(Failure::of(PreregError::QrCode).because(error)))?;
    Ok(QrCode { qrcode: STANDARD.encode(png) })
}

/// The slip of a booked application.
pub(crate) async fn slip(m: &Inner, caller: &Caller, prid: &Prid) -> Result<Slip> {
    caller.require(APPOINTMENT_READ)?;
    let record = record::load(m, caller, prid.reveal(), Family::Application).await?;
    let booking = repo::booking::find(m.db.read(), &record.row.prid).await?;
    let booking = booking.filter(|_| record.status() == Status::Booked);
    let booking = booking.ok_or(Error::of(PreregError::BookingNotFound))?;
    let unreadable = || Error::internal(std::io::Error::other("a booking row cannot be read"));
    let date = day_time::parse_day(&booking.day).ok_or_else(unreadable)?;
    let from = day_time::parse_time(&booking.from_time).ok_or_else(unreadable)?;
    let to = day_time::parse_time(&booking.to_time).ok_or_else(unreadable)?;
    let center_id = CenterId::parse(&booking.center_id).map_err(Error::internal)?;
    let time = rules::time(m).await?;
    let names = record.by_language(&rules::attributes(m).await?.name);

    let mut texts = Vec::new();
    for language in record.languages() {
        let center = m.master.center(&center_id, language).await?.ok_or(Error::of(PreregError::CenterUnknown))?;
        let name = names.get(language.as_str()).or_else(|| names.values().next()).cloned().unwrap_or_default();
        let center = SlipCenter { name: center.name, address: center.address, phone: center.contact_phone };
        texts.push(SlipText { language, name, center });
    }
    Ok(Slip {
        qr_svg: qr_svg(&record.row.prid)?,
        bring: documents_to_bring(m, &record).await?,
        languages: record.languages(),
        change_until: day_time::change_until(date, from, time.cancel_hours.max(time.rebook_hours)),
        prid: record.row.prid,
        texts,
        date,
        from,
        to,
    })
}

async fn documents_to_bring(m: &Inner, record: &record::Record) -> Result<Vec<String>> {
    if record.content.details.is_null() {
        return Ok(Vec::new());
    }
    let languages = record.languages();
    let lang = languages.first().copied().unwrap_or(LangCode::ENG);
    let documents = form::documents(m).await?;
    let filled = form::build(m, &documents, &record.content, &languages).await?;
    let needs = needs::of(m, record, &filled, lang).await?;
    Ok(needs
        .into_iter()
        .filter(|need| need.required || need.uploaded.is_some())
        .map(|need| {
            // the uploaded type names the paper better than its category
            let uploaded = need.uploaded.as_ref().map(|document| document.type_code.as_str());
            let named = need.types.iter().find(|(code, _)| Some(code.as_str()) == uploaded);
            named.map_or(need.name.clone(), |(_, name)| name.clone())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    // PRE-45, PRE-57
    #[test]
    fn the_symbol_is_an_svg_without_declaration() {
        let svg = qr_svg("47193026583014").unwrap();
        assert!(svg.starts_with("<svg"), "{}", &svg[..40]);
        assert!(svg.contains("#fff") && svg.contains("#000"));
        assert!(matches!(symbol(&"x".repeat(3_000)), Err(Error::Coded(failure)) if failure.is(PreregError::QrCode)));
    }
}
