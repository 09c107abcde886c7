//! Who may use the key manager over HTTP (spec ida-crypto A.11). Modules inside this process are authorised by their own use cases.

use types::{Permission, role};

const COMMON: &[&str] = &[
    role::ZONAL_ADMIN,
    role::GLOBAL_ADMIN,
    role::INDIVIDUAL,
    role::ID_AUTHENTICATION,
    role::TEST,
    role::REGISTRATION_ADMIN,
    role::REGISTRATION_SUPERVISOR,
    role::REGISTRATION_OFFICER,
    role::REGISTRATION_PROCESSOR,
    role::PRE_REGISTRATION_ADMIN,
    role::RESIDENT,
];

/// The common roles and more.
macro_rules! common_and {
    ($($more:ident),+) => {
        &[
            role::ZONAL_ADMIN,
            role::GLOBAL_ADMIN,
            role::INDIVIDUAL,
            role::ID_AUTHENTICATION,
            role::TEST,
            role::REGISTRATION_ADMIN,
            role::REGISTRATION_SUPERVISOR,
            role::REGISTRATION_OFFICER,
            role::REGISTRATION_PROCESSOR,
            role::PRE_REGISTRATION_ADMIN,
            role::RESIDENT,
            $(role::$more),+
        ]
    };
}

/// Encrypting and decrypting.
pub const ENCRYPT: Permission =
    Permission::roles("keymgr.data.encrypt", common_and!(ID_REPOSITORY, CREDENTIAL_REQUEST, HOTLIST_ADMIN));
/// Decrypting.
pub const DECRYPT: Permission =
    Permission::roles("keymgr.data.decrypt", common_and!(ID_REPOSITORY, CREDENTIAL_REQUEST, HOTLIST_ADMIN));
/// Reading certificates.
pub const READ_CERTIFICATE: Permission = Permission::roles("keymgr.certificate.read", common_and!(KEY_MAKER));
/// Making keys and replacing their certificates.
pub const MAKE_KEYS: Permission = Permission::roles("keymgr.key.make", COMMON);
/// Storing certificates of other deployments and partners under a key's name.
pub const UPLOAD_OTHER_DOMAIN: Permission =
    Permission::roles("keymgr.certificate.upload_other_domain", common_and!(PARTNER_ADMIN));
/// Signing.
pub const SIGN: Permission = Permission::roles("keymgr.data.sign", COMMON);
/// Signing with a choice of algorithm.
pub const SIGN_JWS: Permission = Permission::roles("keymgr.data.sign_jws", common_and!(CREDENTIAL_ISSUANCE));
/// Verifying signatures.
pub const VERIFY: Permission = Permission::roles("keymgr.data.verify", COMMON);
/// Adding authorities to a trust store.
pub const UPLOAD_AUTHORITY: Permission =
    Permission::roles("keymgr.trust.upload_authority", &[role::ZONAL_ADMIN, role::GLOBAL_ADMIN, role::PARTNER_ADMIN]);
/// Uploading, reading and checking partners' certificates.
pub const PARTNER_CERTIFICATE: Permission = Permission::roles(
    "keymgr.trust.partner_certificate",
    &[role::ZONAL_ADMIN, role::GLOBAL_ADMIN, role::PARTNER_ADMIN, role::PARTNER],
);
/// Reading the public keys.
pub const READ_KEY_SET: Permission = Permission::public("keymgr.key_set.read");
/// Administering keys and trust in the portal and the command line: for the whole country, so for no zone's administrator.
pub const ADMINISTER: Permission = Permission::roles("keymgr.key.administer", &[role::GLOBAL_ADMIN, role::KEY_MAKER]);
/// Hashing data.
pub const HASH: Permission =
    Permission::roles("keymgr.data.hash", common_and!(ID_REPOSITORY, CREDENTIAL_REQUEST, HOTLIST_ADMIN));
/// Signing PDFs.
pub const SIGN_PDF: Permission =
    Permission::roles("keymgr.data.sign_pdf", common_and!(PRINT_PARTNER, CREDENTIAL_REQUEST));
/// Who signs and verifies CWTs.
const CWT: &[&str] =
    &[role::ZONAL_ADMIN, role::GLOBAL_ADMIN, role::RESIDENT, role::PRINT_PARTNER, role::CREDENTIAL_ISSUANCE];
/// Signing CWTs.
pub const SIGN_CWT: Permission = Permission::roles("keymgr.data.sign_cwt", CWT);
/// Verifying CWTs.
pub const VERIFY_CWT: Permission = Permission::roles("keymgr.data.verify_cwt", CWT);
/// Signing, verifying, encrypting and decrypting as registration machines do.
pub const CLIENT_CRYPTO: Permission = Permission::roles("keymgr.client_crypto.use", COMMON);
/// Encrypting and decrypting with keys bound to identities.
pub const ZERO_KNOWLEDGE: Permission = Permission::roles("keymgr.zero_knowledge.use", COMMON);
/// Computing the token of a person for a partner.
pub const TOKEN_ID: Permission = Permission::roles(
    "keymgr.token_id.read",
    &[role::ZONAL_ADMIN, role::GLOBAL_ADMIN, role::ID_AUTHENTICATION, role::RESIDENT],
);
/// Taking keys over from another key manager.
pub const MIGRATE_KEYS: Permission = Permission::roles("keymgr.key.migrate", &[role::KEY_MIGRATION_ADMIN]);
/// Making licence keys and giving them permissions.
pub const LICENSE: Permission = Permission::roles("keymgr.license.manage", COMMON);
