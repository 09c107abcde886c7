//! The development message sink, as a person reads their mail.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::http::{Call, Http};
use crate::{Error, Result};

/// How long a message may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The code in a text: six digits that stand by themselves.
fn code_in(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
}

/// The codes a person was sent, newest first.
///
/// # Errors
/// When the sink is not served (production), or as [`Http::send`].
pub async fn codes(http: &Http, recipient: &str) -> Result<Vec<String>> {
    let path = format!("/mocksmtp/messages?recipient={}", encode(recipient));
    let answer = http.call("messages", &Call::get(&path), None).await?;
    let messages = answer.json();
    let messages = messages.as_array().ok_or_else(|| {
        Error::new("the server has no message sink: the journey needs the development profile to read one-time codes")
    })?;
    Ok(messages.iter().filter_map(|message| code_in(message["text"].as_str().unwrap_or_default())).collect())
}

/// Waits for a code beyond the `known` ones and gives the newest.
///
/// # Errors
/// When none comes in time.
pub async fn wait_for_code(http: &Http, recipient: &str, known: usize) -> Result<String> {
    let begun = Instant::now();
    loop {
        let codes = codes(http, recipient).await?;
        if codes.len() > known {
            return Ok(codes[0].clone());
        }
        if begun.elapsed() > PATIENCE {
            return Err(Error::new("no one-time code arrived"));
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}

/// Whether any message holds a text.
///
/// # Errors
/// As [`codes`].
pub async fn mentions(http: &Http, recipient: &str, wanted: &str) -> Result<bool> {
    let path = format!("/mocksmtp/messages?recipient={}", encode(recipient));
    let messages = http.call("messages", &Call::get(&path), None).await?.json();
    let holds = |message: &Value| message["text"].as_str().is_some_and(|text| text.contains(wanted));
    Ok(messages.as_array().is_some_and(|messages| messages.iter().any(holds)))
}

/// A value in a query: everything that is not unreserved is percent-encoded.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_by_themselves() {
        assert_eq!(code_in("Your code is 123456. Valid for 3 minutes"), Some("123456".into()));
        // an address may hold digits
        assert_eq!(code_in("Dear j-798a749163c5-1@people.example, OTP is 725659 (28-11-2026)"), Some("725659".into()));
        assert_eq!(code_in("registration 10001100770000120261123093000, 20410"), None);
        assert_eq!(encode("a+b@c.d"), "a%2Bb%40c.d");
    }
}
