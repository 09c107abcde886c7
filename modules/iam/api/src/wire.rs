//! Wire structures and endpoints of `/v1/authmanager`, in MOSIP's names.

use serde::{Deserialize, Serialize};

/// `{status, message}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuthNResponse {
    pub status: String,
    pub message: String,
}

impl AuthNResponse {
    /// A status and its message.
    #[must_use]
    pub fn new(status: &str, message: &str) -> Self {
        Self { status: status.to_owned(), message: message.to_owned() }
    }
}

/// Body of `clientidsecretkey`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientSecret {
    pub client_id: Option<String>,
    pub secret_key: Option<String>,
    pub app_id: Option<String>,
}

/// Body of the password sign-ins.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InternalPassword {
    pub user_name: Option<String>,
    pub password: Option<String>,
    pub app_id: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
}

/// Body of `sendotp`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OtpUser {
    pub user_id: Option<String>,
    /// `email` and `phone`.
    pub otp_channel: Option<Vec<String>>,
    pub app_id: Option<String>,
    #[serde(rename = "useridtype")]
    pub useridtype: Option<String>,
    #[serde(default)]
    pub template_variables: Option<serde_json::Value>,
    pub context: Option<String>,
}

/// Body of `useridOTP`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserOtp {
    pub user_id: Option<String>,
    pub otp: Option<String>,
    pub app_id: Option<String>,
}

/// Tokens in the body; times in seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenResponse {
    pub token: String,
    pub message: String,
    pub refresh_token: String,
    pub expiry_time: String,
    pub user_id: String,
    pub status: Option<String>,
    pub refresh_expiry_time: String,
}

/// MOSIP's `MosipUserDto`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDto {
    pub user_id: String,
    pub mobile: Option<String>,
    pub mail: Option<String>,
    pub lang_code: Option<String>,
    pub user_password: Option<String>,
    pub name: Option<String>,
    /// Comma list.
    pub role: String,
    pub r_id: Option<String>,
    pub token: Option<String>,
}

/// One role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub role_id: String,
    pub role_name: String,
    pub role_description: String,
}

/// `{roles}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RoleList {
    pub roles: Vec<Role>,
}

/// Body of `userdetails`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDetailsRequest {
    pub user_details: Vec<String>,
}

/// `{mosipUserDtoList}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDetails {
    pub mosip_user_dto_list: Vec<UserDto>,
}

/// Body of the refreshes, which stands alone without the wrapper.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefreshTokenRequest {
    #[serde(rename = "clientID")]
    pub client_id: Option<String>,
    #[serde(rename = "clientSecret")]
    pub client_secret: Option<String>,
}

/// A member of staff and the salt of their password's hash.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserSalt {
    pub user_id: String,
    pub salt: String,
}

/// `{mosipUserSaltList}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserSalts {
    pub mosip_user_salt_list: Vec<UserSalt>,
}

/// `{rId}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RidAnswer {
    #[serde(rename = "rId")]
    pub rid: Option<String>,
}

/// `{individualId}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IndividualIdAnswer {
    pub individual_id: String,
}

/// Descriptors.
pub mod endpoints {
    use super::{
        AuthNResponse, ClientSecret, IndividualIdAnswer, InternalPassword, OtpUser, RefreshTokenRequest, RidAnswer,
        RoleList, TokenResponse, UserDetails, UserDetailsRequest, UserDto, UserOtp, UserSalts,
    };
    use types::{Permission, role};

    const SIGN_IN: Permission = Permission::public("iam.token.sign-in");
    const OWN: Permission = Permission::public("iam.token.own");
    const ROLES: Permission = Permission::any_token("iam.role.read");
    /// Names and addresses of staff: for services and staff, not for whoever has a token, such as an applicant.
    const READ: Permission = Permission::roles("iam.user.read", STAFF_READERS);
    const STAFF_READERS: &[&str] = &[
        role::GLOBAL_ADMIN,
        role::ZONAL_ADMIN,
        role::MASTERDATA_ADMIN,
        role::REGISTRATION_ADMIN,
        role::REGISTRATION_OFFICER,
        role::REGISTRATION_SUPERVISOR,
        role::REGISTRATION_PROCESSOR,
        role::REGISTRATION_CLIENT,
        role::REGISTRATION_OPERATOR,
        role::PRE_REGISTRATION_ADMIN,
        role::PARTNER_ADMIN,
        role::PMS_ADMIN,
        role::RESIDENT,
        role::ID_REPOSITORY,
        role::AUTH,
    ];
    /// By the salt a desk checks passwords offline: for desks and what synchronises them.
    const SALTS: Permission = Permission::roles(
        "iam.user.salt",
        &[
            role::GLOBAL_ADMIN,
            role::ZONAL_ADMIN,
            role::MASTERDATA_ADMIN,
            role::REGISTRATION_ADMIN,
            role::REGISTRATION_OFFICER,
            role::REGISTRATION_SUPERVISOR,
            role::REGISTRATION_PROCESSOR,
            role::REGISTRATION_CLIENT,
            role::REGISTRATION_OPERATOR,
        ],
    );
    /// Whom a member of staff is as a resident.
    const PERSON: Permission = Permission::roles(
        "iam.user.person",
        &[
            role::GLOBAL_ADMIN,
            role::ZONAL_ADMIN,
            role::REGISTRATION_ADMIN,
            role::REGISTRATION_PROCESSOR,
            role::RESIDENT,
            role::ID_REPOSITORY,
        ],
    );

    types::endpoint! {
        /// A machine client's token.
        ClientIdSecretKey: POST "/v1/authmanager/authenticate/clientidsecretkey", id "mosip.io.clientId.pwd", permission SIGN_IN, durable, ClientSecret => AuthNResponse;
        /// A staff token by password, in the cookie (older rigs).
        UserIdPassword: POST "/v1/authmanager/authenticate/useridPwd", id "mosip.io.userId.pwd", permission SIGN_IN, durable, InternalPassword => AuthNResponse;
        /// A staff token by password, in the body.
        InternalUserIdPassword: POST "/v1/authmanager/authenticate/internal/useridPwd", id "mosip.io.userId.pwd", permission SIGN_IN, durable, InternalPassword => TokenResponse;
        /// Sends a one-time code to a member of staff.
        SendOtp: POST "/v1/authmanager/authenticate/sendotp", id "mosip.io.sendotp", permission SIGN_IN, durable, OtpUser => AuthNResponse;
        /// A staff token by one-time code.
        UserIdOtp: POST "/v1/authmanager/authenticate/useridOTP", id "mosip.io.useridOTP", permission SIGN_IN, durable, UserOtp => AuthNResponse;
        /// A staff token by one-time code, in the body.
        InternalUserOtp: POST "/v1/authmanager/authenticate/internal/userotp", id "mosip.io.useridOTP", permission SIGN_IN, durable, UserOtp => TokenResponse;
        /// New tokens for a refresh token, in cookies.
        RefreshToken: POST "/v1/authmanager/authorize/refreshToken/{appid}", id "", permission SIGN_IN, durable, RefreshTokenRequest => AuthNResponse;
        /// New tokens for a refresh token, in the body.
        InternalRefreshToken: POST "/v1/authmanager/authorize/internal/refreshToken/{appid}", id "", permission SIGN_IN, durable, RefreshTokenRequest => TokenResponse;
        /// Sends a browser to sign in; answers with a redirect.
        Login: GET "/v1/authmanager/login/{redirectURI}", id "", permission SIGN_IN, durable, () => ();
        /// The same, where MOSIP's admin portal looks for it.
        AdminLogin: GET "/v1/admin/login/{redirectURI}", id "", permission SIGN_IN, durable, () => ();
        /// Takes a browser back from the outside provider, with a token.
        LoginRedirect: GET "/v1/authmanager/login-redirect/{redirectURI}", id "", permission SIGN_IN, durable, () => ();
        /// The same, where MOSIP's admin portal looks for it.
        AdminLoginRedirect: GET "/v1/admin/login-redirect/{redirectURI}", id "", permission SIGN_IN, durable, () => ();
        /// Whether the presented token holds.
        ValidateToken: POST "/v1/authmanager/authorize/validateToken", id "", permission OWN, read, () => UserDto;
        /// Whether the presented token holds.
        ValidateAdmin: GET "/v1/authmanager/authorize/admin/validateToken", id "", permission OWN, read, () => UserDto;
        /// Signs the presented token out.
        InvalidateToken: POST "/v1/authmanager/authorize/invalidateToken", id "", permission OWN, durable, () => AuthNResponse;
        /// Signs the presented token out.
        LogoutUser: DELETE "/v1/authmanager/logout/user", id "", permission OWN, durable, () => AuthNResponse;
        /// The roles of a realm.
        Roles: GET "/v1/authmanager/roles/{appid}", id "", permission ROLES, read, () => RoleList;
        /// Members of staff by name.
        UserDetailsList: POST "/v1/authmanager/userdetails/{appid}", id "", permission READ, read, UserDetailsRequest => UserDetails;
        /// Members of staff by role, name or address.
        UserDetailsSearch: GET "/v1/authmanager/userdetails/{appid}", id "", permission READ, read, () => UserDetails;
        /// Salts of password hashes.
        UserSaltDetails: POST "/v1/authmanager/usersaltdetails/{appid}", id "", permission SALTS, read, UserDetailsRequest => UserSalts;
        /// The registration id of a member of staff.
        RidOfUser: GET "/v1/authmanager/rid/{appid}/{userid}", id "", permission PERSON, read, () => RidAnswer;
        /// UIN or VID of a member of staff.
        IndividualIdOfUser: GET "/v1/authmanager/individualId/{appid}/{userid}", id "", permission PERSON, read, () => IndividualIdAnswer;
    }
}
