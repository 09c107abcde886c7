//! Canonical JSON (RFC 8785): one byte sequence per value, so that it can be signed and hashed.

use serde::Serialize;

use crate::{Error, Result};

/// Writes a value canonically: members sorted by UTF-16 units, shortest numbers, no white space.
pub fn to_vec<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|_| Error::NotCanonical)
}

/// SHA-256 of the canonical form.
pub fn digest<T: Serialize>(value: &T) -> Result<[u8; 32]> {
    Ok(crate::digest::sha256(&to_vec(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_8785() {
        let value: serde_json::Value = serde_json::from_str(
            r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
        )
        .unwrap();
        let expected = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(String::from_utf8(to_vec(&value).unwrap()).unwrap(), expected);

        let sorted: serde_json::Value =
            serde_json::from_str(r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#)
                .unwrap();
        let text = String::from_utf8(to_vec(&sorted).unwrap()).unwrap();
        let order: Vec<u64> = text.split(':').skip(1).map(|part| part[..1].parse().unwrap()).collect();
        assert_eq!(order, [2, 4, 6, 7, 1, 5, 3], "surrogates sort before U+FB33");
    }

    #[test]
    fn equal_values_have_equal_digests() {
        let left: serde_json::Value = serde_json::from_str(r#"{"a": 1.0, "b": [1, 2]}"#).unwrap();
        let right: serde_json::Value = serde_json::from_str(r#"{"b":[1,2],"a":1}"#).unwrap();
        assert_eq!(digest(&left).unwrap(), digest(&right).unwrap());
        let other: serde_json::Value = serde_json::from_str(r#"{"b":[2,1],"a":1}"#).unwrap();
        assert_ne!(digest(&left).unwrap(), digest(&other).unwrap());
    }
}
