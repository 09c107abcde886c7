//! KEY-10: the authorities that certificates of partners and devices must lead to.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, ErrorSummary, Field, Notice, Pager, Problem, Select, Table, Tag, Tile, loaded, use_locale,
    use_problem, use_query_value,
};
use keymgr_api::trust::{Authority, AuthorityPage};
use leptos::prelude::*;

use crate::parts::{Breadcrumb, CERTIFICATE, CertificateFields};
use crate::{api, key_words as words, place::Place};

/// The domain's control.
const DOMAIN: &str = "domain";
const DOMAINS: [&str; 4] = ["AUTH", "DEVICE", "FTM", "MISP"];

#[component]
pub fn Trust() -> impl IntoView {
    let page = use_query_value("page");
    let trust = Resource::new_blocking(move || page.get(), api::trust);
    loaded(trust, super::sign_in_for(&Place::Trust.path()), |page| view! { <Whole page=page/> }.into_any())
}

#[component]
fn Whole(page: AuthorityPage) -> impl IntoView {
    let locale = use_locale();
    // a wrong domain belongs to its own control, everything else to the certificate
    let wrong_domain = use_query_value("problem").get_untracked().as_deref() == Some("KER-PCM-011");
    let problems = use_problem(if wrong_domain { DOMAIN } else { CERTIFICATE });
    let here = view! { {tr::keys::trust(locale)} }.into_any();
    view! {
        <ConsolePage title=tr::keys::trust(locale)>
            <Breadcrumb href=Place::Keys.path() above=tr::keys::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title mt-1">{tr::keys::trust(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::keys::trust_text(locale)}</p>
            <Outcome/>
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                {if page.all_partner_certificates.is_empty() {
                    view! { <Empty title=tr::keys::no_authorities(locale) text=tr::keys::no_authorities_text(locale)/> }.into_any()
                } else {
                    view! { <Authorities page=page/> }.into_any()
                }}
                <Add problems=problems/>
            </div>
        </ConsolePage>
    }
}

/// How the upload before went: how many of a bundle were taken.
#[component]
fn Outcome() -> impl IntoView {
    let locale = use_locale();
    let number = |name: &'static str| use_query_value(name).get_untracked()?.parse::<usize>().ok();
    let (taken, of) = (number("taken")?, number("of")?);
    let notice = match taken {
        0 => view! { <Notice kind="bad" live=true title=tr::keys::added_none(locale, &of)/> }.into_any(),
        _ => {
            let kind = if taken == of { "ok" } else { "warn" };
            view! { <Notice kind=kind live=true title=tr::keys::added_some(locale, &taken, &of)/> }.into_any()
        }
    };
    Some(view! { <div class="mt-4">{notice}</div> })
}

#[component]
fn Authorities(page: AuthorityPage) -> impl IntoView {
    let locale = use_locale();
    let at = |number: u32| format!("{}?page={number}", Place::Trust.path());
    let previous = page.page_number.checked_sub(1).map(at);
    let next = (u64::from(page.page_number) + 1 < page.total_pages).then(|| at(page.page_number + 1));
    let heads = vec![
        (tr::keys::domain(locale).to_owned(), false),
        (tr::keys::subject(locale).to_owned(), false),
        (tr::keys::state(locale).to_owned(), false),
        (tr::keys::added(locale).to_owned(), false),
    ];
    view! {
        <section class="card min-w-0" aria-label=tr::keys::trust(locale)>
            <Table caption=tr::keys::authorities_caption(locale) heads=heads>
                {page.all_partner_certificates.into_iter().map(|one| view! { <Row authority=one/> }).collect_view()}
            </Table>
            <Pager previous=previous next=next/>
        </section>
    }
}

#[component]
fn Row(authority: Authority) -> impl IntoView {
    let locale = use_locale();
    let (tile, state) = if authority.status {
        (Tile::Done, tr::keys::state_valid(locale))
    } else {
        (Tile::Failed, tr::keys::state_ended(locale))
    };
    let kind = if authority.ca_certificate_type == "ROOT" {
        tr::keys::root_authority(locale)
    } else {
        tr::keys::intermediate(locale)
    };
    let domain = words::domain(locale, &authority.partner_domain).to_owned();
    view! {
        <tr>
            <td class="min-w-32"><b class="font-medium">{domain}</b><br/><span class="text-2xs text-ink-3">{kind}</span></td>
            <td class="min-w-64">
                <bdi class="wrap-anywhere">{authority.issued_to}</bdi>
                <span class="mt-0.5 block text-2xs text-ink-3">
                    {tr::keys::thumbprint_sha1(locale)}" "<span class="id wrap-anywhere whitespace-normal!">{authority.cert_thumbprint}</span>
                </span>
            </td>
            <td class="min-w-40">
                <Tag tile=tile text=state/>
                <span class="mt-0.5 block text-xs text-ink-2">
                    {tr::keys::valid_until(locale)}" "{words::day(locale, authority.valid_till_date)}
                </span>
            </td>
            <td class="min-w-32 text-ink-2">{words::day(locale, authority.upload_time)}</td>
        </tr>
    }
}

#[component]
fn Add(problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let options = DOMAINS.into_iter().map(|name| (name.to_owned(), words::domain(locale, name).to_owned())).collect();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="add">
            <h2 class="section-title" id="add">{tr::keys::add(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::keys::add_text(locale)}</p>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/trust/add" enctype="multipart/form-data">
                <Field id=DOMAIN label=tr::keys::domain(locale) error=Problem::of(&problems, DOMAIN)>
                    <Select name="domain" options=options/>
                </Field>
                <CertificateFields
                    label=tr::keys::bundle(locale)
                    hint=tr::keys::bundle_hint(locale)
                    accept=".pem,.crt,.cer,.p7b,.p7c"
                    problems=problems
                />
                <button class="btn">{tr::keys::add(locale)}</button>
            </form>
        </section>
    }
}
