//! Roles, and what services ask about members of staff.

use super::{rules, to};
use crate::{IamModule, domain::realm, service::directory::Search};
use edge::{Call, Routes};
use iam_api::wire::{
    IndividualIdAnswer, RidAnswer, Role, RoleList, UserDetails, UserDetailsRequest, UserSalts, endpoints as e,
};
use types::Failure;

pub(super) fn routes(m: &IamModule) -> Routes {
    Routes::new()
        .on(e::Roles, rules(), |call: Call<e::Roles>| async move { roles(call.path("appid")) })
        .on(e::UserDetailsList, rules(), to!(m, |call: Call<e::UserDetailsList>| details(&m, call).await))
        .on(e::UserDetailsSearch, rules(), to!(m, |call: Call<e::UserDetailsSearch>| search(&m, call).await))
        .on(e::UserSaltDetails, rules(), to!(m, |call: Call<e::UserSaltDetails>| salts(&m, call).await))
        .on(e::RidOfUser, rules(), to!(m, |call: Call<e::RidOfUser>| rid(&m, call).await))
        .on(e::IndividualIdOfUser, rules(), to!(m, |call: Call<e::IndividualIdOfUser>| individual_id(&m, call).await))
}

fn roles(app_id: &str) -> Result<RoleList, Failure> {
    realm(app_id)?;
    let role = |name: &&str| Role {
        role_id: (*name).to_owned(),
        role_name: (*name).to_owned(),
        role_description: name.replace('_', " "),
    };
    Ok(RoleList { roles: types::role::ALL.iter().map(role).collect() })
}

async fn details(m: &IamModule, call: Call<e::UserDetailsList>) -> Result<UserDetails, Failure> {
    realm(call.path("appid"))?;
    let UserDetailsRequest { user_details } = &call.body;
    Ok(UserDetails { mosip_user_dto_list: m.details_of(user_details).await? })
}

async fn search(m: &IamModule, call: Call<e::UserDetailsSearch>) -> Result<UserDetails, Failure> {
    realm(call.path("appid"))?;
    let text = |name: &str| call.query(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let search = Search {
        role: text("roleName"),
        email: text("email"),
        first_name: text("firstName"),
        last_name: text("lastName"),
        user_name: text("userName"),
        search: text("search"),
        start: call.query_number("pageStart", 0),
        fetch: call.query_number("pageFetch", 0),
    };
    Ok(UserDetails { mosip_user_dto_list: m.search_details(search).await? })
}

async fn salts(m: &IamModule, call: Call<e::UserSaltDetails>) -> Result<UserSalts, Failure> {
    realm(call.path("appid"))?;
    Ok(UserSalts { mosip_user_salt_list: m.salts_of(&call.body.user_details).await? })
}

async fn rid(m: &IamModule, call: Call<e::RidOfUser>) -> Result<RidAnswer, Failure> {
    realm(call.path("appid"))?;
    Ok(RidAnswer { rid: m.rid_of(call.path("userid")).await? })
}

async fn individual_id(m: &IamModule, call: Call<e::IndividualIdOfUser>) -> Result<IndividualIdAnswer, Failure> {
    realm(call.path("appid"))?;
    Ok(IndividualIdAnswer { individual_id: m.individual_id_of(call.path("userid")).await? })
}
