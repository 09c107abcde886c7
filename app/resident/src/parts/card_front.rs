//! The front of the card, drawn as on the printed one. It keeps its light ground in every theme.

use app_i18n::{Direction, Locale, data_language, date_short, tr};
use app_kit::use_locale;
use chrono::Datelike;
use leptos::prelude::*;
use resident_api::Home;

/// Where the photograph comes from.
const PHOTO: &str = "/_ui/resident/photo";

/// The languages a card stands in: the page's where the person has a name in it, then one of the other direction, else any other.
pub fn languages(home: &Home, page: Locale) -> Vec<String> {
    let known = |code: &&String| !code.is_empty();
    let all: Vec<&String> = home.names.keys().filter(known).collect();
    let Some(first) = all.iter().find(|code| code.as_str() == page.code()).or(all.first()).copied() else {
        return Vec::new();
    };
    let direction = data_language(first).1;
    let others = || all.iter().copied().filter(|code| *code != first);
    let second = others().find(|code| data_language(code).1 != direction).or_else(|| others().next());
    std::iter::once(first).chain(second).cloned().collect()
}

/// The name to greet by.
pub fn name(home: &Home, page: Locale) -> String {
    let first = languages(home, page).into_iter().next().unwrap_or_default();
    home.names.get(&first).or_else(|| home.names.values().next()).cloned().unwrap_or_default()
}

#[component]
pub fn CardFront(home: Home, hidden: ReadSignal<bool>) -> impl IntoView {
    let page = use_locale();
    let mut languages = languages(&home, page);
    // as on the printed card, whatever the page's direction: left to right first
    languages.sort_by_key(|code| data_language(code).1 == Direction::Rtl);
    let locales: Vec<Locale> = languages.iter().filter_map(|code| Locale::parse(code)).collect();
    let head: Vec<_> = if locales.is_empty() { vec![page] } else { locales.clone() };
    let issuers = head
        .iter()
        .map(|locale| view! { <span lang=locale.tag()>{tr::landing::country(*locale)}</span> })
        .collect_view();
    let names =
        languages.iter().map(|code| field(code, tr::resident::card_name, home.names.get(code).cloned())).collect_view();
    let born = home.born.map(|born| {
        let in_language = |code: &String| {
            let locale = Locale::parse(code).unwrap_or(page);
            field(code, tr::resident::card_born, Some(date_short(locale, born.year(), born.month(), born.day())))
        };
        languages.iter().map(in_language).collect_view()
    });
    let label = tr::resident::card_label(page, &name(&home, page));
    let photo = if home.has_photo { PHOTO } else { "/mosaic-print.svg" };
    let number = home.number.clone();
    let shown = move || if hidden.get() { "•••• •••• ••".to_owned() } else { grouped(&number) };
    view! {
        <div class="idcard" dir="ltr" role="group" aria-label=label>
            <div class="in">
                <img class="wm" src="/mosaic-print-pale.svg" alt=""/>
                <div class="hd"><img src="/logo-on-dark.svg" alt=""/>{issuers}</div>
                <div class="cs"></div>
                <img class="ph" src=photo alt=tr::resident::card_photo(page)/>
                <div class="facts">
                    {names}
                    {born}
                    <div class="wide">
                        <span class="k" lang=page.tag()>{tr::resident::card_number(page)}</span>
                        <bdi class="v no big">{shown}</bdi>
                    </div>
                </div>
            </div>
        </div>
    }
}

fn field(code: &str, label: fn(Locale) -> &'static str, value: Option<String>) -> impl IntoView + use<> {
    let (tag, direction) = data_language(code);
    let locale = Locale::parse(code).unwrap_or_default();
    view! {
        <div lang=tag.to_owned() dir=direction.as_str()>
            <span class="k">{label(locale)}</span>
            <span class="v">{value.unwrap_or_default()}</span>
        </div>
    }
}

/// 4-4-2.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use resident_api::CardState;

    fn home(names: &[(&str, &str)]) -> Home {
        Home {
            names: names.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect(),
            born: None,
            number: "5619403827".to_owned(),
            has_photo: false,
            card: CardState::Ready,
            virtual_numbers: 0,
            last_uses: Vec::new(),
            uses: 0,
            refused: None,
            hour: 9,
            today: chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap(),
        }
    }

    #[test]
    fn the_card_stands_in_two_scripts_where_it_can() {
        let layla = home(&[("ara", "ليلى"), ("eng", "Layla"), ("fra", "Leïla")]);
        assert_eq!(languages(&layla, Locale::Eng), ["eng", "ara"]);
        assert_eq!(languages(&layla, Locale::Ara), ["ara", "eng"]);
        assert_eq!(name(&layla, Locale::Fra), "Leïla");
        assert_eq!(languages(&home(&[("eng", "A"), ("fra", "B")]), Locale::Ara), ["eng", "fra"]);
        assert_eq!(name(&home(&[("", "Solo")]), Locale::Eng), "Solo");
        assert_eq!(name(&home(&[]), Locale::Eng), "");
    }

    #[test]
    fn the_number_is_grouped() {
        assert_eq!(grouped("5619403827"), "5619 4038 27");
    }
}
