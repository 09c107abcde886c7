//! UI-ADM-08: every entity in groups, with how many entries it has.

use app_i18n::tr;
use app_kit::UiError;
use types::Failure;

use super::kinds::{Group, KINDS, Kind};
use super::{Ask, words};
use crate::data::DataPlace;
use crate::data::shape::{Group as Shown, Tile};

pub async fn page(ask: &Ask) -> Result<Vec<Shown>, UiError> {
    ask.caller.require(masterdata_api::registry::READ)?;
    let language = ask.language().await?;
    let mut groups = Vec::new();
    for group in Group::ALL {
        let mut tiles = Vec::new();
        for kind in KINDS.iter().filter(|kind| kind.group == group) {
            tiles.push(Tile {
                href: DataPlace::List(kind.slug.to_owned()).path(),
                title: words::entity(ask.locale, kind.slug),
                count: count(ask, kind, &language).await,
            });
        }
        match group {
            Group::Places => tiles.push(own(DataPlace::Map, tr::data::map(ask.locale))),
            Group::Documents => tiles.push(own(DataPlace::Documents, tr::data::documents(ask.locale))),
            Group::Equipment | Group::Texts | Group::Lists => {}
        }
        groups.push(Shown { title: words::group(ask.locale, group).to_owned(), tiles });
    }
    Ok(groups)
}

fn own(place: DataPlace, title: &str) -> Tile {
    Tile { href: place.path(), title: title.to_owned(), count: None }
}

/// How many entries the reader would see; nothing where the entity cannot be read now: the page of tiles stands anyway.
async fn count(ask: &Ask, kind: &Kind, language: &str) -> Option<u64> {
    let language = (!kind.has_own_language()).then(|| language.to_owned());
    let found: Result<_, Failure> = ask.registry.list(&ask.caller, kind.path, &Ask::everything(language, 0, 1)).await;
    found.ok().map(|page| page.total)
}
