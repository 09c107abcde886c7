//! SCH-01, SCH-02, SCH-07: identity schemas and forms: versions, drafts, the editor of their fields, and how a form will look.

mod api;
mod detail;
mod field;
mod list;
#[cfg(feature = "ssr")]
mod post;
mod preview;
mod publish;
mod words;

pub use detail::Detail;
pub use field::FieldPage;
pub use list::List;
#[cfg(feature = "ssr")]
pub use post::routes;
pub use publish::Publish;

use schema::edit::Family;

/// The family's word in addresses.
pub fn slug(family: Family) -> &'static str {
    match family {
        Family::Schema => "schema",
        Family::Form => "form",
    }
}

/// The family of an address.
pub fn family(slug: &str) -> Option<Family> {
    [Family::Schema, Family::Form].into_iter().find(|family| self::slug(*family) == slug)
}
