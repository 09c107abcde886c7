//! Numbers: every rule, never twice, also across restarts and in parallel (I1).

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;
use db::JobRegistry;
use kernel::{Delivery, KernelSettings, Kind, Pool};
use kernel_api::{KernelError, Numbers, Sequences, number};

use crate::world::{World, caller, kernel_over, world, world_with};

fn small(pool: Pool) -> KernelSettings {
    KernelSettings { pools: [pool; Kind::COUNT], ..KernelSettings::default() }
}

#[tokio::test]
async fn each_kind_is_issued_by_its_rules() {
    let world = world().await;
    for _ in 0..50 {
        let uin = world.kernel.reserve_uin(&caller()).await.expect("a number");
        number::validate_uin(uin.reveal()).expect("acceptable");
        assert_eq!(number::UIN.broken(uin.reveal()), None);
        let vid = world.kernel.issue_vid(&caller(), None).await.expect("a number");
        assert_eq!(number::VID.broken(vid.reveal()), None);
        let prid = world.kernel.issue_prid(&caller()).await.expect("a number");
        assert_eq!(number::PRID.broken(prid.reveal()), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_issuers_and_two_processes_never_give_a_number_twice() {
    // a pool so small that it is filled on the spot again and again, and two kernels over one database
    let world = world_with(small(Pool { full: 40, refill_below: 0, block: 7 }), Delivery::DevelopmentSink, &[]).await;
    let other =
        kernel_over(&world.test, small(Pool { full: 40, refill_below: 0, block: 3 }), Delivery::DevelopmentSink, &[]);
    let world = Arc::new(world);
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let kernel = if n % 2 == 0 { world.kernel.clone() } else { other.clone() };
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..60 {
                    numbers.push(kernel.reserve_uin(&caller()).await.expect("a number").reveal().to_owned());
                }
                numbers
            })
        })
        .collect();
    let mut all = HashSet::new();
    for task in tasks {
        for number in task.await.expect("no panic") {
            assert!(all.insert(number), "issued twice");
        }
    }
    assert_eq!(all.len(), 480);
    assert_eq!(world.count("kernel_number WHERE status = 'ISSUED' AND number IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_restart_forfeits_the_block_and_repeats_nothing() {
    let world = world().await;
    let mut seen = HashSet::new();
    for _ in 0..5 {
        let kernel = kernel_over(&world.test, KernelSettings::default(), Delivery::DevelopmentSink, &[]);
        for _ in 0..5 {
            assert!(seen.insert(kernel.reserve_uin(&caller()).await.expect("a number").reveal().to_owned()));
        }
    }
    assert_eq!(
        world.count("kernel_number WHERE status = 'ISSUED'").await,
        5 * i64::try_from(Pool::UIN.block).expect("small")
    );
}

#[tokio::test]
async fn a_reserved_uin_is_confirmed_or_given_back() {
    let world = world_with(small(Pool { full: 1, refill_below: 0, block: 1 }), Delivery::DevelopmentSink, &[]).await;
    let kernel = &world.kernel;
    let first = kernel.reserve_uin(&caller()).await.expect("a number");
    kernel.release_uin(&caller(), &first).await.expect("given back");
    let again = kernel.reserve_uin(&caller()).await.expect("a number");
    assert_eq!(first, again, "the only unused number");
    kernel.confirm_uin(&caller(), &again).await.expect("final");
    kernel.confirm_uin(&caller(), &again).await.expect("said twice is said once");
    assert!(kernel.release_uin(&caller(), &again).await.expect_err("final").is(KernelError::UinNotIssued));
    let next = kernel.reserve_uin(&caller()).await.expect("a number");
    assert_ne!(first, next);
    let foreign = kernel_over(&world.test, KernelSettings::default(), Delivery::DevelopmentSink, &[]);
    let unknown = types::Uin::parse(&unknown_uin(&world).await).expect("well formed");
    assert!(foreign.confirm_uin(&caller(), &unknown).await.expect_err("unknown").is(KernelError::UinExhausted));
}

/// A UIN that no pool holds: of another database.
async fn unknown_uin(_: &World) -> String {
    "2358417960".chars().take(9).collect::<String>()
        + &types::checksum::verhoeff_digit("235841796").expect("digits").to_string()
}

// I9: what was issued is no longer there in digits
#[tokio::test]
async fn issued_numbers_are_stored_as_keyed_hashes_only() {
    let world = world().await;
    let uin = world.kernel.reserve_uin(&caller()).await.expect("a number");
    world.kernel.confirm_uin(&caller(), &uin).await.expect("final");
    let unused = world.texts("SELECT number FROM kernel_number WHERE number IS NOT NULL").await;
    assert!(!unused.contains(&uin.reveal().to_owned()));
    assert_eq!(
        world.count("kernel_number WHERE status = 'ASSIGNED' AND number IS NULL AND LENGTH(fingerprint) = 64").await,
        1
    );
}

#[tokio::test]
async fn the_pools_are_filled_in_the_background() {
    let settings = small(Pool { full: 1_200, refill_below: 600, block: 50 });
    let world = world_with(settings, Delivery::DevelopmentSink, &[]).await;
    let mut registry = JobRegistry::new();
    world.kernel.jobs(&mut registry);
    let worker = world.test.worker(registry);
    worker.run_until_idle().await.expect("run");
    world.test.clock.advance(TimeDelta::seconds(10));
    worker.run_until_idle().await.expect("run");
    for kind in ["uin", "vid", "prid"] {
        assert_eq!(world.count(&format!("kernel_number WHERE kind = '{kind}' AND status = 'UNUSED'")).await, 1_200);
    }
    for _ in 0..650 {
        world.kernel.issue_vid(&caller(), None).await.expect("a number");
    }
    assert_eq!(world.count("kernel_number WHERE kind = 'vid' AND status = 'UNUSED'").await, 550);
    world.test.clock.advance(TimeDelta::seconds(10));
    worker.run_until_idle().await.expect("run");
    assert_eq!(world.count("kernel_number WHERE kind = 'vid' AND status = 'UNUSED'").await, 1_200);
}

#[tokio::test]
async fn a_vid_is_not_issued_for_the_past() {
    let world = world().await;
    let now = world.test.operations().now();
    let past = world.kernel.issue_vid(&caller(), Some(now - TimeDelta::seconds(1))).await;
    assert!(past.expect_err("refused").is(KernelError::VidExpiryPast));
    world.kernel.issue_vid(&caller(), Some(now + TimeDelta::days(1))).await.expect("a number");
}

#[tokio::test]
async fn a_rid_names_centre_machine_sequence_and_time() {
    let world = world().await;
    let rid = world.kernel.issue_rid(&caller(), "10003", "10072").await.expect("a number");
    assert_eq!(rid.reveal(), "10003100720000120260105090000");
    world.test.clock.advance(TimeDelta::seconds(61));
    let rid = world.kernel.issue_rid(&caller(), "10003", "10072").await.expect("a number");
    assert_eq!(rid.reveal(), "10003100720000220260105090101");
    let other = world.kernel.issue_rid(&caller(), "10003", "10073").await.expect("a number");
    assert_eq!(&other.reveal()[10..15], "00001", "each machine counts for itself");
    number::validate_rid(rid.reveal(), Some("10003"), Some("10072")).expect("acceptable");
    for (center, machine, code) in [
        ("", "10072", "KER-RIG-002"),
        ("10003", " ", "KER-RIG-002"),
        ("1", "10072", "KER-RIG-003"),
        ("10003", "1007x", "KER-RIG-003"),
    ] {
        assert_eq!(world.kernel.issue_rid(&caller(), center, machine).await.expect_err("refused").code(), code);
    }
}

#[tokio::test]
async fn a_machines_sequence_wraps_after_99999() {
    let world = world().await;
    world.kernel.issue_rid(&caller(), "10003", "10072").await.expect("a number");
    let db = world.test.operations();
    let near = "UPDATE kernel_sequence SET last = 99998 WHERE name = 'rid/10003/10072'";
    sea_orm::ConnectionTrait::execute_unprepared(db.write_connection().expect("writable"), near).await.expect("update");
    let mut sequences = Vec::new();
    for _ in 0..3 {
        let rid = world.kernel.issue_rid(&caller(), "10003", "10072").await.expect("a number");
        sequences.push(rid.reveal()[10..15].to_owned());
    }
    assert_eq!(sequences, ["99999", "00001", "00002"]);
}

#[tokio::test]
async fn centre_and_machine_ids_count_from_10000_and_end_at_99999() {
    let world = world().await;
    for expected in ["10000", "10001", "10002"] {
        assert_eq!(world.kernel.next_center_id(&caller()).await.expect("an id").as_str(), expected);
    }
    assert_eq!(world.kernel.next_machine_id(&caller()).await.expect("an id").as_str(), "10000");
    let db = world.test.operations();
    let end = "UPDATE kernel_sequence SET last = 99998 WHERE name = 'center'";
    sea_orm::ConnectionTrait::execute_unprepared(db.write_connection().expect("writable"), end).await.expect("update");
    assert_eq!(world.kernel.next_center_id(&caller()).await.expect("an id").as_str(), "99999");
    for _ in 0..2 {
        assert!(world.kernel.next_center_id(&caller()).await.expect_err("used up").is(KernelError::CenterIdsExhausted));
    }
}
