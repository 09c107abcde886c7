//! Sealing rows, and looking them up by keyed hashes.

use keymgr_api::AtRest;

use crate::support::{code, open, reopen, system};

// ID: identities are encrypted at rest
#[tokio::test]
async fn sealed_values_stay_in_their_place_and_survive_rotation_and_restart() {
    let setting = open().await;
    let m = &setting.keymgr;
    let first = m.seal("idrepo.identity", b"identity/1", b"Jane").await.unwrap();
    assert!(!first.windows(4).any(|window| window == b"Jane"));
    assert_eq!(m.open("idrepo.identity", b"identity/1", &first).await.unwrap().as_slice(), b"Jane");
    assert_ne!(m.seal("idrepo.identity", b"identity/1", b"Jane").await.unwrap(), first, "a fresh nonce each time");
    assert_eq!(code(m.open("idrepo.identity", b"identity/2", &first).await), "KER-FSE-004");
    assert_eq!(code(m.open("idrepo.document", b"identity/1", &first).await), "KER-FSE-004");
    for len in 0..first.len() {
        assert_eq!(code(m.open("idrepo.identity", b"identity/1", &first[..len]).await), "KER-FSE-004");
    }

    assert_eq!(m.rotate_data_key(&system(), "idrepo.identity").await.unwrap(), 2);
    let second = m.seal("idrepo.identity", b"identity/1", b"Jane").await.unwrap();
    assert_eq!((first[4], second[4]), (1, 2), "the version stands in the sealed bytes");
    let again = reopen(&setting.db, 7).await.unwrap();
    for sealed in [&first, &second] {
        assert_eq!(again.open("idrepo.identity", b"identity/1", sealed).await.unwrap().as_slice(), b"Jane");
    }
    let index = m.blind_index("idrepo.uin", b"1234").await.unwrap();
    assert_eq!(again.blind_index("idrepo.uin", b"1234").await.unwrap(), index);
    assert_ne!(m.blind_index("idrepo.uin", b"1235").await.unwrap(), index);
    assert_ne!(m.blind_index("auth.uin", b"1234").await.unwrap(), index);
}

// another process rotated
#[tokio::test]
async fn a_version_made_by_another_process_is_found() {
    let setting = open().await;
    let other = reopen(&setting.db, 7).await.unwrap();
    setting.keymgr.seal("p", b"", b"one").await.unwrap();
    other.open("p", b"", &setting.keymgr.seal("p", b"", b"one").await.unwrap()).await.unwrap();
    setting.keymgr.rotate_data_key(&system(), "p").await.unwrap();
    let sealed = setting.keymgr.seal("p", b"", b"two").await.unwrap();
    assert_eq!(other.open("p", b"", &sealed).await.unwrap().as_slice(), b"two");
}
