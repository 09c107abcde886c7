//! COM-03: one-time codes with attempts, freeze and expiry.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{Delivery, KernelSettings, OtpRules};
use kernel_api::{KernelError, OneTimeCodes, OtpIssue, OtpVerdict};

use crate::world::{World, caller, world, world_with};

const KEY: &str = "9876543210";

async fn issue(world: &World) -> String {
    match world.kernel.generate(&caller(), KEY).await.expect("generates") {
        OtpIssue::Issued(code) => code.to_string(),
        OtpIssue::Blocked => panic!("the key is not frozen"),
    }
}

async fn answer(world: &World, code: &str) -> OtpVerdict {
    world.kernel.validate(&caller(), KEY, code).await.expect("a verdict")
}

fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

#[tokio::test]
async fn a_right_code_is_consumed_once() {
    let world = world().await;
    let code = issue(&world).await;
    assert_eq!(code.len(), 6);
    assert!(code.bytes().all(|b| b.is_ascii_digit()));
    assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Wrong);
    assert_eq!(answer(&world, &code).await, OtpVerdict::Valid);
    let again = world.kernel.validate(&caller(), KEY, &code).await.expect_err("nothing left");
    assert!(again.is(KernelError::OtpMissing));
}

#[tokio::test]
async fn a_new_code_voids_the_earlier_one() {
    let world = world().await;
    let (first, second) = (issue(&world).await, issue(&world).await);
    assert_ne!(first, second);
    assert_eq!(answer(&world, &first).await, OtpVerdict::Wrong);
    assert_eq!(answer(&world, &second).await, OtpVerdict::Valid);
}

#[tokio::test]
async fn a_code_expires_after_180_seconds() {
    let world = world().await;
    let code = issue(&world).await;
    world.test.clock.advance(TimeDelta::seconds(181));
    assert_eq!(answer(&world, &code).await, OtpVerdict::Expired);
    assert_eq!(answer(&world, &code).await, OtpVerdict::Expired, "not consumed, not counted");
}

#[tokio::test]
async fn ten_wrong_answers_freeze_the_key_for_half_an_hour() {
    let world = world().await;
    let code = issue(&world).await;
    for _ in 0..9 {
        assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Wrong);
    }
    assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Blocked);
    assert_eq!(answer(&world, &code).await, OtpVerdict::Blocked, "also the right one");
    let generate = async || world.kernel.generate(&caller(), KEY).await.expect("answers");
    assert!(matches!(generate().await, OtpIssue::Blocked));
    world.test.clock.advance(TimeDelta::seconds(1_800));
    assert!(matches!(generate().await, OtpIssue::Blocked));
    world.test.clock.advance(TimeDelta::seconds(1));
    assert!(matches!(generate().await, OtpIssue::Issued(_)));
}

#[tokio::test]
async fn after_a_freeze_the_right_code_still_counts_and_a_wrong_one_starts_anew() {
    let otp = OtpRules { freeze_secs: 10, attempts: 2, ..OtpRules::default() };
    let world = world_with(KernelSettings { otp, ..KernelSettings::default() }, Delivery::DevelopmentSink, &[]).await;
    let code = issue(&world).await;
    answer(&world, &wrong(&code)).await;
    assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Blocked);
    world.test.clock.advance(TimeDelta::seconds(11));
    assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Wrong);
    assert_eq!(answer(&world, &wrong(&code)).await, OtpVerdict::Wrong, "counting began anew");
    assert_eq!(answer(&world, &code).await, OtpVerdict::Valid);
}

// list 16: the same code at the same time from many sides
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_parallel_right_answers_one_wins() {
    let world = Arc::new(world().await);
    let code = issue(&world).await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (world, code) = (Arc::clone(&world), code.clone());
            tokio::spawn(async move { world.kernel.validate(&caller(), KEY, &code).await })
        })
        .collect();
    let mut valid = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(verdict) => {
                assert_eq!(verdict, OtpVerdict::Valid);
                valid += 1;
            }
            Err(failure) => assert!(failure.is(KernelError::OtpMissing), "{failure}"),
        }
    }
    assert_eq!(valid, 1);
}

// list 27: guesses in parallel are all counted
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_guesses_are_all_counted() {
    let world = Arc::new(world().await);
    let code = issue(&world).await;
    let tasks: Vec<_> = (0..30)
        .map(|_| {
            let (world, guess) = (Arc::clone(&world), wrong(&code));
            tokio::spawn(async move { world.kernel.validate(&caller(), KEY, &guess).await.expect("a verdict") })
        })
        .collect();
    let mut wrong_answers = 0;
    for task in tasks {
        wrong_answers += u32::from(task.await.expect("no panic") == OtpVerdict::Wrong);
    }
    assert_eq!(wrong_answers, 9);
    assert_eq!(answer(&world, &code).await, OtpVerdict::Blocked);
}

// I9
#[tokio::test]
async fn neither_key_nor_code_is_stored() {
    let world = world().await;
    let code = issue(&world).await;
    let stored = world.texts("SELECT key_hash || ' ' || code_hash FROM kernel_otp").await.join(" ");
    assert!(!stored.contains(KEY) && !stored.contains(&code));
    assert_eq!(stored.len(), 64 + 1 + 64);
}

#[tokio::test]
async fn keys_have_3_to_64_characters() {
    let world = world().await;
    for key in ["", "ab", &"x".repeat(65)] {
        assert!(world.kernel.generate(&caller(), key).await.expect_err("refused").is(KernelError::OtpKey), "{key}");
    }
    for key in ["abc", &"x".repeat(64)] {
        assert!(world.kernel.generate(&caller(), key).await.is_ok());
    }
}

// PRE-06
#[tokio::test]
async fn a_test_environment_may_fix_the_code_and_says_so() {
    let settings = KernelSettings { proxy_otp: Some("111111".into()), ..KernelSettings::default() };
    let world = world_with(settings, Delivery::DevelopmentSink, &[]).await;
    assert_eq!(issue(&world).await, "111111");
    assert_eq!(answer(&world, "111111").await, OtpVerdict::Valid);
    assert_eq!(world.kernel.simulated().len(), 2);
}
