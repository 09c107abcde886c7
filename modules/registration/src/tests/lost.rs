//! Lost registrations are found by what was announced, which lies nowhere in the clear.

use registration_api::RegistrationError as E;
use registration_api::history::{LostQuestion, LostRegistrations as _};
use sea_orm::{ConnectionTrait, Statement};

use super::Desk;
use super::packets::{make, person};

fn said(text: &str) -> Option<String> {
    Some(text.to_owned())
}

// ADM-20
#[tokio::test]
async fn a_registration_is_found_by_everything_that_is_known() {
    let desk = Desk::open().await;
    let mut rids = Vec::new();
    for number in 1..=6 {
        let made = make(&desk.doubles, number, &person(1, 1, "Ada Lovelace"));
        let announced = desk.announce(&made, |record| {
            record.name = said("Ada Lovelace");
            record.phone = said(&format!("07000000{number}"));
        });
        assert!(announced.await.unwrap().refused.is_empty());
        rids.push(made.rid);
    }
    let admin = desk.staff(&["REGISTRATION_ADMIN"]);
    let find = async |question: LostQuestion| desk.module.find_lost(&admin, &question).await;
    // letters' case and blanks do not matter; one word that is wrong does
    let both = LostQuestion { name: said(" ADA lovelace "), phone: said("0700 0000 3"), ..LostQuestion::default() };
    let found = find(both.clone()).await.unwrap();
    assert_eq!((found.len(), found[0].rid.as_str(), found[0].center.as_str()), (1, rids[2].as_str(), "10001"));
    assert!(find(LostQuestion { email: said("eve@example.com"), ..both.clone() }).await.unwrap().is_empty());
    assert!(find(LostQuestion { centers: Some(vec!["10002".into()]), ..both.clone() }).await.unwrap().is_empty());
    let day = found[0].registered_at.date_naive();
    let on = |from, to| LostQuestion { from: Some(from), to: Some(to), ..both.clone() };
    assert_eq!(find(on(day, day)).await.unwrap().len(), 1);
    let before = day - chrono::TimeDelta::days(1);
    assert!(find(on(before, before)).await.unwrap().is_empty());
    assert!(find(on(day, before)).await.unwrap_err().is(E::LostRange));
    // six of one name are a list, not a person
    let name = LostQuestion { name: said("Ada Lovelace"), ..LostQuestion::default() };
    assert!(find(name).await.unwrap_err().is(E::LostTooMany));
    assert_eq!(desk.module.find_lost(&desk.staff(&["RESIDENT"]), &both).await.unwrap_err().status(), 403);

    let db = desk.ground.operations();
    let sql = "SELECT COALESCE(name_hash, '') || COALESCE(phone_hash, '') FROM registration_lost";
    for row in db.read().query_all_raw(Statement::from_string(db.backend(), sql)).await.unwrap() {
        let text: String = row.try_get_by_index(0).unwrap();
        assert!(text.len() == 128 && !text.contains("07000000"), "{text}");
    }
}
