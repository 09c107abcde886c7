//! The pages.

mod about;
mod applications;
mod cancel;
mod centre;
mod check;
mod code;
mod documents;
mod new;
mod sign_in;
mod slip;
mod tasks;
mod time;

pub use about::About;
pub use applications::Applications;
pub use cancel::Cancel;
pub use centre::Centre;
pub use check::Check;
pub use code::Code;
pub use documents::Documents;
pub use new::New;
pub use sign_in::SignIn;
pub use slip::SlipPage;
pub use tasks::Tasks;
pub use time::Time;

use app_i18n::Locale;
use prereg_api::ApplicationSummary;

/// The applicant's name: in the page's language, else in the first language of the form; words before it was given.
fn name_of(application: &ApplicationSummary, locale: Locale) -> String {
    let in_own = application.names.get(locale.code());
    let in_first = || application.languages.iter().find_map(|language| application.names.get(language.as_str()));
    in_own.or_else(in_first).cloned().unwrap_or_else(|| app_i18n::tr::prereg::no_name(locale).to_owned())
}

/// `HH:MM`.
fn hour(time: chrono::NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Year, month and day for the date texts.
fn ymd(date: chrono::NaiveDate) -> (i32, u32, u32) {
    use chrono::Datelike;
    (date.year(), date.month(), date.day())
}

/// `Tuesday 1 December 2026`.
fn long_date(locale: Locale, date: chrono::NaiveDate) -> String {
    let (year, month, day) = ymd(date);
    app_i18n::date_long(locale, year, month, day)
}
