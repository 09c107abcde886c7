//! The token's objects: RSA pairs with a label of ours.

use crypto::{PublicKey, RsaSecret};
use cryptoki::context::Function;
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;

use super::token::Token;
use crate::store::KeyStoreError;

const PREFIX: &str = "tessera ";

/// The label of a key.
pub(super) fn label(id: &str) -> String {
    format!("{PREFIX}{id}")
}

/// The label of a key store's wrapping pair.
pub(super) fn wrapping_label(id: &str) -> String {
    format!("tessera-wrapping {id}")
}

/// What every pair of ours is: private, not extractable, for signing and decrypting.
fn common(label: &str) -> Vec<Attribute> {
    vec![Attribute::Token(true), Attribute::Label(label.into()), Attribute::Id(label.into())]
}

fn private(label: &str) -> Vec<Attribute> {
    let mut template = common(label);
    template.extend([
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Decrypt(true),
    ]);
    template
}

/// Makes an RSA-2048 pair in the token.
pub(super) fn generate(token: &Token, label: &str) -> Result<(), KeyStoreError> {
    let mut public = common(label);
    public.extend([
        Attribute::Verify(true),
        Attribute::Encrypt(true),
        Attribute::ModulusBits(2048.into()),
        Attribute::PublicExponent(vec![1, 0, 1]),
    ]);
    token.call("make a key", |call| {
        if find_in(call.session, label)?.is_some() {
            return Ok(()); // a try that seemed to fail made it
        }
        call.session.generate_key_pair(&Mechanism::RsaPkcsKeyPairGen, &public, &private(label)).map(|_| ())
    })
}

/// Puts an RSA private key that was made outside into the token.
pub(super) fn import(token: &Token, label: &str, pkcs8: &[u8]) -> Result<(), KeyStoreError> {
    let secret = RsaSecret::from_pkcs8(pkcs8)
        .map_err(|error| KeyStoreError::Token { what: "take the key", why: error.to_string() })?;
    token.call("take the key", |call| {
        if find_in(call.session, label)?.is_some() {
            return Ok(()); // who was first wins, as with files
        }
        let [p, q] = &secret.primes;
        let [dp, dq] = &secret.exponents;
        let mut template = private(label);
        template.extend([
            Attribute::Class(ObjectClass::PRIVATE_KEY),
            Attribute::KeyType(KeyType::RSA),
            Attribute::Modulus(secret.modulus.clone()),
            Attribute::PublicExponent(secret.public_exponent.clone()),
            Attribute::PrivateExponent(secret.private_exponent.to_vec()),
            Attribute::Prime1(p.to_vec()),
            Attribute::Prime2(q.to_vec()),
            Attribute::Exponent1(dp.to_vec()),
            Attribute::Exponent2(dq.to_vec()),
            Attribute::Coefficient(secret.coefficient.to_vec()),
        ]);
        let made = call.session.create_object(&template);
        template.into_iter().for_each(wipe);
        made.map(|_| ())
    })
}

/// The attributes of an imported key hold copies of its secrets.
fn wipe(attribute: Attribute) {
    use zeroize::Zeroize;
    match attribute {
        Attribute::PrivateExponent(mut bytes)
        | Attribute::Prime1(mut bytes)
        | Attribute::Prime2(mut bytes)
        | Attribute::Exponent1(mut bytes)
        | Attribute::Exponent2(mut bytes)
        | Attribute::Coefficient(mut bytes) => bytes.zeroize(),
        _ => {}
    }
}

/// The private key with a label.
pub(super) fn find_in(session: &Session, label: &str) -> Result<Option<ObjectHandle>, Error> {
    let template = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Label(label.into())];
    Ok(session.find_objects(&template)?.into_iter().next())
}

/// A key that must be there is not: the token is not what it was.
pub(super) fn gone() -> Error {
    Error::Pkcs11(RvError::TokenNotPresent, Function::FindObjects)
}

/// The public half of the private key with a label.
pub(super) fn find(token: &Token, label: &str) -> Result<PublicKey, KeyStoreError> {
    let numbers = token.call("find a key", |call| {
        let Some(handle) = find_in(call.session, label)? else {
            return match token.anchor() {
                Some(anchor) if find_in(call.session, anchor)?.is_none() => Err(gone()),
                _ => Ok(None),
            };
        };
        call.session.get_attributes(handle, &[AttributeType::Modulus, AttributeType::PublicExponent]).map(Some)
    })?;
    let (mut n, mut e) = (Vec::new(), Vec::new());
    for attribute in numbers.ok_or_else(|| KeyStoreError::Missing(label.to_owned()))? {
        match attribute {
            Attribute::Modulus(number) => n = number,
            Attribute::PublicExponent(number) => e = number,
            _ => {}
        }
    }
    PublicKey::from_rsa_components(&n, &e)
        .map_err(|error| KeyStoreError::Token { what: "name the public half of a key", why: error.to_string() })
}

/// Ids of all keys with a label of ours, in whatever order.
pub(super) fn ids(token: &Token) -> Result<Vec<String>, KeyStoreError> {
    token.call("list its keys", |call| {
        let mut ids = Vec::new();
        for handle in call.session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])? {
            for attribute in call.session.get_attributes(handle, &[AttributeType::Label])? {
                if let Attribute::Label(label) = attribute
                    && let Some(id) = std::str::from_utf8(&label).ok().and_then(|label| label.strip_prefix(PREFIX))
                {
                    ids.push(id.to_owned());
                }
            }
        }
        Ok(ids)
    })
}

/// Gives a key another label, so that it is no longer ours.
pub(super) fn set_aside(token: &Token, id: &str) -> Result<(), KeyStoreError> {
    let aside = [Attribute::Label(format!("unreferenced {PREFIX}{id}").into())];
    token.call("set a key aside", |call| {
        for object in call.session.find_objects(&[Attribute::Label(label(id).into())])? {
            call.session.update_attributes(object, &aside)?;
        }
        Ok(())
    })
}
