//! The service behind the portal.

use async_trait::async_trait;
use iam_api::PortalSession;
use resident_api::{
    CodeSent, History, Home, PendingSignIn, RegistrationStatus, Residents, VirtualNumber, VirtualNumbers,
};
use types::{Caller, Failure, LangCode};

use crate::{
    Resident,
    service::{card, history, home, request_code, sign_in, status, virtual_numbers},
};

type Answer<T> = Result<T, Failure>;

#[async_trait]
impl Residents for Resident {
    async fn registration_status(&self, caller: &Caller, number: &str) -> Answer<Option<RegistrationStatus>> {
        Ok(status::of_registration(self, caller, number).await?)
    }

    async fn request_code(&self, caller: &Caller, number: &str, language: LangCode) -> Answer<CodeSent> {
        Ok(request_code::by_number(self, caller, number, language).await?)
    }

    async fn request_again(&self, caller: &Caller, ticket: &str, language: LangCode) -> Answer<CodeSent> {
        Ok(request_code::again(self, caller, ticket, language).await?)
    }

    async fn pending(&self, caller: &Caller, ticket: &str) -> Answer<Option<PendingSignIn>> {
        Ok(request_code::pending(self, caller, ticket).await?)
    }

    async fn sign_in(&self, caller: &Caller, ticket: &str, code: &str) -> Answer<PortalSession> {
        Ok(sign_in::sign_in(self, caller, ticket, code).await?)
    }

    async fn home(&self, caller: &Caller) -> Answer<Home> {
        Ok(home::read(self, caller).await?)
    }

    async fn photo(&self, caller: &Caller) -> Answer<Option<Vec<u8>>> {
        Ok(card::photo(self, caller).await?)
    }

    async fn card(&self, caller: &Caller) -> Answer<Vec<u8>> {
        Ok(card::pdf(self, caller).await?)
    }

    async fn history(&self, caller: &Caller, limit: u32) -> Answer<History> {
        Ok(history::read(self, caller, limit).await?)
    }

    async fn virtual_numbers(&self, caller: &Caller) -> Answer<VirtualNumbers> {
        Ok(virtual_numbers::list(self, caller).await?)
    }

    async fn issue_virtual_number(&self, caller: &Caller, kind: &str) -> Answer<VirtualNumber> {
        Ok(virtual_numbers::issue(self, caller, kind).await?)
    }
}
