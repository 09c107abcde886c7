//! Find the person a request is about (spec ida-crypto B.5, 14, and B.7): look-up, state, use of a limited VID.

use auth_api::AuthError as E;
use chrono::NaiveDate;
use idrepo_api::AuthTypeLock;
use types::Fault;

use super::copy::ACTIVE;
use crate::domain::demographic::{age, date};
use crate::domain::factor::Factor;
use crate::domain::individual::{IdType, Individual};
use crate::domain::{attributes, lock};
use crate::entity::{identity, number};
use crate::error::{Outcome, Refusal, checked, integrity};
use crate::sealed::{self, Content};
use crate::service::event;
use crate::{AuthModule, repo};
use types::Cx;

/// A person who may be authenticated.
pub(crate) struct Person {
    pub row: identity::Model,
    pub number: number::Model,
    pub content: Content,
    pub locks: Vec<AuthTypeLock>,
}

/// Finds a person by a number or handle.
pub(crate) async fn find(m: &AuthModule, individual: &Individual) -> Outcome<Person> {
    let kind = individual.kind;
    let unknown = || Refusal::Checks(vec![Fault::new(E::NotAvailable, [kind.name()])]);
    let hash = sealed::number_hash(&*m.at_rest, &individual.text).await?;
    let number = repo::number::find(m.db.read(), &hash).await?.filter(|row| row.kind == kind.name());
    let number = number.ok_or_else(unknown)?;
    let inactive = || checked(if kind == IdType::Uin { E::UinDeactivated } else { E::VidInactive });
    if number.uses_left == Some(0) {
        return Err(unknown());
    }
    let now = m.db.now();
    if !number.active || number.expires_at.is_some_and(|at| at <= now) {
        return Err(inactive());
    }
    let row = repo::identity::find(m.db.read(), &number.uin_hash).await?.ok_or_else(unknown)?;
    if row.status != ACTIVE {
        return Err(inactive());
    }
    let content = sealed::open_content(&*m.at_rest, &row.uin_hash, &row.data).await?;
    let locks = serde_json::from_str(&row.locks).map_err(integrity)?;
    Ok(Person { row, number, content, locks })
}

/// Takes one use of a VID that has a limit, before anything is compared: a failed authentication uses it too. Two requests for
/// the last use cannot both get it (invariant I8).
pub(crate) async fn use_number(m: &AuthModule, cx: &Cx, person: &Person) -> Outcome<()> {
    if person.number.uses_left.is_none() {
        return Ok(());
    }
    let mut tx = m.db.begin(cx).await?;
    if !repo::number::take_use(&mut tx, &person.number.number_hash).await? {
        return Err(Refusal::Checks(vec![Fault::new(E::NotAvailable, [person.number.kind.as_str()])]));
    }
    tx.audit(event("IDA-VID-001", "VID_USED", &person.row.uin_hash)).await?;
    tx.commit().await?;
    Ok(())
}

/// The filters of B.11 that look at the person: child, locks.
pub(crate) fn filters(m: &AuthModule, person: &Person, factors: &[Factor]) -> Outcome<()> {
    let now = m.db.now();
    let guarded: Vec<&Factor> = factors.iter().filter(|one| matches!(one, Factor::Otp | Factor::Bio(_))).collect();
    if let Some(first) = guarded.first() {
        let born = attributes::first(&person.content.identity, attributes::BORN);
        let Some(born) = born.and_then(|text| date(&text)) else {
            return Err(Refusal::Checks(vec![Fault::new(E::NotAvailable, [attributes::BORN])]));
        };
        if is_child(born, now.date_naive(), m.settings.child_age) {
            let name = first.policy_name().0;
            let text = format!("Unsupported Authentication Type for child - {name}");
            return Err(Refusal::Checks(vec![Fault::worded(E::UnsupportedType, text)]));
        }
    }
    match factors.iter().find_map(|factor| lock::of_factor(&person.locks, *factor, now)) {
        Some(name) => Err(Refusal::Checks(vec![Fault::new(E::Locked, [name])])),
        None => Ok(()),
    }
}

/// Whether a person has not passed the age yet at which codes and biometrics begin.
fn is_child(born: NaiveDate, today: NaiveDate, until: i32) -> bool {
    age(born, today) < until
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-15
    #[test]
    fn childhood_ends_on_a_birthday() {
        let day = |text: &str| date(text).unwrap();
        assert!(is_child(day("2021/11/29"), day("2026/11/28"), 5));
        assert!(!is_child(day("2021/11/28"), day("2026/11/28"), 5));
    }
}
