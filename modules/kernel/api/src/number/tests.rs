//! COM: number rules, each by itself and against an independent reading of the rule.

use super::*;
use proptest::prelude::*;
use types::checksum::verhoeff_digit;

fn only(rules: impl FnOnce(&mut NumberRules)) -> NumberRules {
    let mut off = NumberRules {
        length: 10,
        sequence_limit: 0,
        sequence_wraps: false,
        repeating_limit: 0,
        repeating_block_limit: 0,
        even_run_limit: 0,
        halves_limit: 0,
        mirror_limit: 0,
        restricted: &[],
        not_start_with: b"",
        no_cyclic: false,
    };
    rules(&mut off);
    off
}

#[test]
fn sequences_of_three_are_refused_and_of_two_are_not() {
    let rules = only(|r| (r.sequence_limit, r.sequence_wraps) = (3, true));
    for bad in ["1230000000", "0000000890", "0003210000", "0980000000", "9010000000", "0000000109"] {
        assert_eq!(rules.broken(bad), Some(Broken::Sequence), "{bad}");
    }
    for good in ["1200000000", "1350000000", "1324000000"] {
        assert_eq!(rules.broken(good), None, "{good}");
    }
    // validators, VID and PRID: 890 and 098 go round and are allowed
    let straight = only(|r| r.sequence_limit = 3);
    assert_eq!(straight.broken("8905050505"), None);
    assert_eq!(straight.broken("0985050505"), None);
    assert_eq!(straight.broken("7895050505"), Some(Broken::Sequence));
}

#[test]
fn a_digit_does_not_come_again_next_to_itself_or_one_apart() {
    let rules = only(|r| r.repeating_limit = 2);
    assert_eq!(rules.broken("1123456789"), Some(Broken::RepeatingDigit));
    assert_eq!(rules.broken("1213456789"), Some(Broken::RepeatingDigit));
    assert_eq!(rules.broken("1231456789"), None);
    assert_eq!(only(|r| r.repeating_limit = 1).broken("1213456789"), None);
}

#[test]
fn a_block_does_not_come_twice() {
    let rules = only(|r| r.repeating_block_limit = 2);
    assert_eq!(rules.broken("4829174836"), Some(Broken::RepeatingBlock), "48 twice");
    assert_eq!(rules.broken("4829175836"), None);
    assert_eq!(rules.broken("1112345678"), None, "11 overlaps itself, twice it is not");
    let three = only(|r| r.repeating_block_limit = 3);
    assert_eq!(three.broken("4829174836"), None);
    assert_eq!(three.broken("4829148296"), Some(Broken::RepeatingBlock));
}

#[test]
fn three_even_digits_in_a_row_are_refused_but_zero_does_not_count() {
    let rules = only(|r| r.even_run_limit = 3);
    assert_eq!(rules.broken("1248357913"), Some(Broken::EvenRun));
    assert_eq!(rules.broken("1204357913"), None);
    assert_eq!(rules.broken("1243857913"), None);
}

#[test]
fn halves_must_differ_straight_and_mirrored() {
    assert_eq!(only(|r| r.halves_limit = 5).broken("4825748257"), Some(Broken::Halves));
    assert_eq!(only(|r| r.halves_limit = 5).broken("4825775284"), None);
    assert_eq!(only(|r| r.mirror_limit = 5).broken("4825775284"), Some(Broken::Mirror));
    assert_eq!(only(|r| r.mirror_limit = 5).broken("4825748257"), None);
}

#[test]
fn restricted_and_cyclic_numbers_and_starts_are_refused() {
    assert_eq!(UIN.broken("9786152735"), Some(Broken::Restricted));
    assert_eq!(only(|r| r.no_cyclic = true).broken("9142857936"), Some(Broken::Cyclic));
    assert_eq!(UIN.broken("0582639174"), Some(Broken::Start));
    assert_eq!(UIN.broken("1582639174"), Some(Broken::Start));
    assert_eq!(UIN.broken("582639174"), Some(Broken::Form));
    assert_eq!(UIN.broken("58263917a4"), Some(Broken::Form));
}

#[test]
fn a_filter_with_limit_zero_is_off() {
    let off = only(|_| ());
    for number in ["1111111111", "1234567890", "2468246824", "1428571428", "0000000000"] {
        assert_eq!(off.broken(number), None, "{number}");
    }
}

// --- an independent reading: the regular expressions of MOSIP's filters, tried by brute force ---

/// `(\d)\d{0,limit-1}\1`
fn regex_repeating(digits: &[u8], limit: usize) -> bool {
    (0..digits.len()).any(|i| (0..limit).any(|gap| digits.get(i + gap + 1) == Some(&digits[i])))
}

/// `(\d{limit,}).*?\1`
fn regex_block(number: &str, limit: usize) -> bool {
    (0..number.len()).any(|from| (from + limit..=number.len()).any(|to| number[to..].contains(&number[from..to])))
}

fn substring_sequence(number: &str, limit: usize, strings: [&str; 2]) -> bool {
    (0..=number.len() - limit).any(|at| strings.iter().any(|s| s.contains(&number[at..at + limit])))
}

fn refused_by_reading(number: &str, rules: &NumberRules) -> bool {
    let strings = if rules.sequence_wraps {
        ["01234567890123456789", "98765432109876543210"]
    } else {
        ["0123456789", "9876543210"]
    };
    let digits = number.as_bytes();
    let even = |d: &u8| b"2468".contains(d);
    let mirrored: String = number.chars().rev().collect();
    substring_sequence(number, 3, strings)
        || regex_repeating(digits, 2)
        || regex_block(number, rules.repeating_block_limit)
        || (rules.even_run_limit > 0 && digits.windows(3).any(|w| w.iter().all(even)))
        || (rules.halves_limit > 0 && (number[..5] == number[5..] || number[..5] == mirrored[..5]))
        || number.contains("786")
        || number.contains("666")
        || number.starts_with(['0', '1'])
        || (rules.no_cyclic && number.contains("142857"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn uin_rules_read_twice_agree(number in "[0-9]{10}") {
        prop_assert_eq!(UIN.broken(&number).is_some(), refused_by_reading(&number, &UIN));
    }

    /// Every digit once: what is refused here is refused for its order.
    #[test]
    fn uin_rules_read_twice_agree_on_orders(digits in Just(b"0123456789".to_vec()).prop_shuffle()) {
        let number = String::from_utf8(digits).expect("digits");
        prop_assert_eq!(UIN.broken(&number).is_some(), refused_by_reading(&number, &UIN));
    }

    #[test]
    fn vid_rules_read_twice_agree(number in "[0-9]{16}") {
        prop_assert_eq!(VID.broken(&number).is_some(), refused_by_reading(&number, &VID));
    }

    #[test]
    fn prid_rules_read_twice_agree(number in "[0-9]{14}") {
        prop_assert_eq!(PRID.broken(&number).is_some(), refused_by_reading(&number, &PRID));
    }

    /// Numbers that are likely to be fine: digits drawn without near repetition.
    #[test]
    fn what_is_issued_is_accepted_as_input(number in "[2-9][0-9]{8}") {
        let whole = format!("{number}{}", verhoeff_digit(&number).expect("digits"));
        if UIN.broken(&whole).is_none() {
            prop_assert!(validate_uin(&whole).is_ok());
        }
    }
}

#[test]
fn inputs_are_refused_with_mosips_codes() {
    let code = |result: Result<(), Failure>| result.map_or_else(|failure| failure.code().to_owned(), |()| "ok".into());
    let good = {
        // the smallest number above 582639100 that passes all rules
        let mut n = 582_639_100u64;
        loop {
            let text = n.to_string();
            let whole = format!("{text}{}", verhoeff_digit(&text).expect("digits"));
            if UIN.broken(&whole).is_none() {
                break whole;
            }
            n += 1;
        }
    };
    assert_eq!(code(validate_uin(&good)), "ok");
    assert_eq!(code(validate_uin("")), "KER-IDV-201");
    assert_eq!(code(validate_uin("58263")), "KER-IDV-203");
    assert_eq!(code(validate_uin("58263917a4")), "KER-IDV-204");
    assert_eq!(code(validate_uin("0582639174")), "KER-IDV-206");
    assert_eq!(code(validate_uin("5234567890")), "KER-IDV-202");
    let last = good.as_bytes()[9];
    let wrong = format!("{}{}", &good[..9], char::from(b'0' + (last - b'0' + 5) % 10));
    assert!(["KER-IDV-205", "KER-IDV-202"].contains(&code(validate_uin(&wrong)).as_str()), "{wrong}");
    assert_eq!(code(validate_vid("")), "KER-IDV-001");
    assert_eq!(code(validate_vid("123")), "KER-IDV-003");
    assert_eq!(code(validate_vid("58263917405826a9")), "KER-IDV-004");
    assert_eq!(code(validate_vid("0582639174058263")), "KER-IDV-002");
    assert_eq!(code(validate_prid("")), "KER-IDV-101");
    assert_eq!(code(validate_prid("05826391740582")), "KER-IDV-102");
    assert_eq!(code(validate_prid("5826")), "KER-IDV-103");
    assert_eq!(code(validate_rid("10001100010000120261123101502", Some("10001"), Some("10001"))), "ok");
    assert_eq!(code(validate_rid("10001100010000120261123101502", Some("10002"), None)), "KER-IDV-302");
    assert_eq!(code(validate_rid("10001100010000120261123101502", None, Some("10002"))), "KER-IDV-303");
    assert_eq!(code(validate_rid("10001100010000120261323101502", None, None)), "KER-IDV-305");
    assert_eq!(code(validate_rid("1000110001", None, None)), "KER-IDV-304");
    assert_eq!(code(validate_rid("1000110001x", None, None)), "KER-IDV-301");
    assert_eq!(code(validate_static_pin("12345")), "KER-IDV-501");
    assert_eq!(code(validate_static_pin("12345x")), "KER-IDV-502");
    assert_eq!(code(validate_static_pin("123456")), "ok");
}
