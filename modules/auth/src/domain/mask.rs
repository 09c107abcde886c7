//! Addresses as the partner may see them (spec ida-crypto B.10).

/// In the part before `@`, every character but each third.
pub(crate) fn email(address: &str) -> String {
    let (local, domain) = address.split_once('@').map_or((address, None), |(local, domain)| (local, Some(domain)));
    let masked: String = local.chars().enumerate().map(|(i, c)| if (i + 1) % 3 == 0 { c } else { 'X' }).collect();
    domain.map_or(masked.clone(), |domain| format!("{masked}@{domain}"))
}

/// The first half and one more.
pub(crate) fn phone(number: &str) -> String {
    let hidden = number.chars().count() / 2 + 1;
    number.chars().enumerate().map(|(i, c)| if i < hidden { 'X' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // IDA-10, ida-crypto E.1
    #[test]
    fn masks_are_the_published_ones() {
        assert_eq!(email("umamahesh@mail.com"), "XXaXXhXXh@mail.com");
        assert_eq!(phone("1234567890"), "XXXXXX7890");
        assert_eq!((email(""), phone("")), (String::new(), String::new()));
    }
}
