//! UI-ADM-25 to UI-ADM-28: one key: what it is, its certificates, and what can be done with it.

use app_i18n::tr;
use app_kit::{
    ConsolePage, CopyId, Dialog, ErrorSummary, Fact, Facts, Notice, Table, Tag, Tile, loaded, use_locale, use_problem,
    use_query_value,
};
use keymgr_api::admin::{KeyDetail, KeyPurpose, KeySummary, KeyVersion};
use leptos::prelude::*;

use crate::parts::{Breadcrumb, CERTIFICATE, CertificateFields};
use crate::{api, key_words as words, place::Place};

/// Thumbprints and key ids are read out in fours.
const GROUPS: &[usize] = &[4];

#[component]
pub fn Key(application: String, reference: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Key(application.clone(), reference.clone()).path());
    let detail = Resource::new_blocking(|| (), move |()| api::key(application.clone(), reference.clone()));
    loaded(detail, back, |detail| view! { <Whole detail=detail/> }.into_any())
}

fn name(key: &KeySummary) -> String {
    if key.reference_id.is_empty() {
        key.application_id.clone()
    } else {
        format!("{} / {}", key.application_id, key.reference_id)
    }
}

#[component]
fn Whole(detail: KeyDetail) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem(CERTIFICATE);
    let done = |name: &'static str| use_query_value(name).get_untracked().is_some();
    let KeyDetail { summary, versions, own, now } = detail;
    let title = name(&summary);
    let (tile, state) = words::state(locale, &summary, now);
    let here = view! { <span class="id">{title.clone()}</span> }.into_any();
    let newest = versions.first().cloned();
    view! {
        <ConsolePage title=format!("{title} · {}", tr::keys::title(locale))>
            <Breadcrumb href=Place::Keys.path() above=tr::keys::title(locale) here=here/>
            <ErrorSummary problems=problems.clone()/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title"><span class="id">{title}</span></h1>
                <Tag tile=tile text=state/>
            </div>
            <p class="mt-1 text-ink-2">{words::purpose(locale, summary.purpose)}</p>
            {done("rotated").then(|| view! {
                <div class="mt-4"><Notice kind="ok" live=true title=tr::keys::rotated(locale) text=tr::keys::rotated_text(locale)/></div>
            })}
            {done("replaced").then(|| view! {
                <div class="mt-4"><Notice kind="ok" live=true title=tr::keys::replaced(locale) text=tr::keys::replaced_text(locale)/></div>
            })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <div class="grid min-w-0 gap-4">
                    {newest.map(|newest| view! { <Newest key=newest summary=summary.clone() now=now/> })}
                    <Versions versions=versions/>
                </div>
                <div class="grid min-w-0 gap-4">
                    {own.then(|| view! { <Rotate key=summary.clone()/> })}
                    <Upload key=summary.clone() own=own problems=problems/>
                </div>
            </div>
        </ConsolePage>
    }
}

#[component]
fn Newest(key: KeyVersion, summary: KeySummary, now: types::Timestamp) -> impl IntoView {
    let locale = use_locale();
    let range = format!("{} – {}", words::day(locale, key.valid_from), words::day(locale, key.valid_until));
    let facts = vec![
        Fact::new(tr::keys::valid(locale), range),
        Fact::new(tr::keys::next_key(locale), words::renewal(locale, &summary, now)),
        Fact::new(tr::keys::algorithm(locale), words::algorithm(&summary.algorithm)),
        Fact::view(tr::keys::subject(locale), view! { <bdi class="wrap-anywhere">{key.subject}</bdi> }),
        Fact::view(tr::keys::issuer(locale), view! { <bdi class="wrap-anywhere">{key.issuer}</bdi> }),
        Fact::view(tr::keys::kid(locale), view! { <CopyId id=key.kid groups=&[64]/> }),
        Fact::view(tr::keys::thumbprint(locale), view! { <CopyId id=key.thumbprint groups=GROUPS/> }),
    ];
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="certificate-title">
            <h2 class="section-title mb-2" id="certificate-title">{tr::keys::certificate(locale)}</h2>
            <Facts facts=facts class="dl"/>
            <details class="mt-3">
                <summary class="link">{tr::keys::show_certificate(locale)}</summary>
                <pre class="mt-2 overflow-x-auto rounded bg-sunken p-3 text-xs" dir="ltr" tabindex="0">{key.certificate}</pre>
            </details>
        </section>
    }
}

#[component]
fn Versions(versions: Vec<KeyVersion>) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![(tr::keys::valid(locale).to_owned(), false), (tr::keys::kid(locale).to_owned(), false)];
    view! {
        <div class="card min-w-0">
            <div class="card-head"><h2 class="section-title" id="versions">{tr::keys::all_keys(locale)}</h2></div>
            <Table caption=tr::keys::all_keys(locale) heads=heads>
                {versions
                    .into_iter()
                    .map(|key| {
                        let (tile, text) = if key.current {
                            (Tile::Done, tr::keys::current(locale))
                        } else {
                            (Tile::None, tr::keys::old(locale))
                        };
                        let from = words::day(locale, key.valid_from);
                        view! {
                            <tr>
                                <td class="min-w-56">
                                    <Tag tile=tile text=text/>
                                    <span class="mt-0.5 block text-xs text-ink-2">{from}" – "{words::day(locale, key.valid_until)}</span>
                                </td>
                                <td><span class="id text-xs wrap-anywhere whitespace-normal!">{key.kid}</span></td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </Table>
        </div>
    }
}

/// The name a form sends.
#[component]
fn Named(key: KeySummary) -> impl IntoView {
    view! {
        <input type="hidden" name="application" value=key.application_id/>
        <input type="hidden" name="reference" value=key.reference_id/>
    }
}

#[component]
fn Rotate(key: KeySummary) -> impl IntoView {
    let locale = use_locale();
    let root = key.purpose == KeyPurpose::Root;
    let text = if root { tr::keys::rotate_root_text(locale) } else { tr::keys::rotate_text(locale) };
    // without scripts the same page asks below
    let ask = use_query_value("ask").get_untracked().is_some();
    let fallback = format!("{}?ask=1#rotate", Place::Key(key.application_id.clone(), key.reference_id.clone()).path());
    let (named, again) = (key.clone(), key.clone());
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="rotate">
            <h2 class="section-title" id="rotate">{tr::keys::rotate(locale)}</h2>
            <p class="mt-1 text-ink-2">{text}</p>
            <div class="btn-row mt-3">
                {if ask {
                    view! {
                        <form method="post" action="/_ui/admin/keys/rotate">
                            <Named key=again/>
                            <button class="btn">{tr::keys::rotate(locale)}</button>
                        </form>
                    }
                    .into_any()
                } else {
                    view! {
                        <Dialog
                            id="rotate-dialog"
                            open_text=tr::keys::rotate(locale)
                            open_kind="quiet"
                            title=tr::keys::rotate_question(locale)
                            text=text
                            fallback=fallback
                        >
                            <form method="post" action="/_ui/admin/keys/rotate">
                                <Named key=named/>
                                <button class="btn">{tr::keys::rotate(locale)}</button>
                            </form>
                            <form method="dialog">
                                <button class="btn" data-kind="quiet">{tr::admin::close(locale)}</button>
                            </form>
                        </Dialog>
                    }
                    .into_any()
                }}
            </div>
            <h2 class="section-title mt-5">{tr::keys::csr(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::keys::csr_text(locale)}</p>
            <form class="mt-3" method="post" action="/_ui/admin/keys/request">
                <Named key=key/>
                <button class="btn" data-kind="quiet">{tr::keys::csr(locale)}</button>
            </form>
        </section>
    }
}

#[component]
fn Upload(key: KeySummary, own: bool, problems: Vec<app_kit::Problem>) -> impl IntoView {
    let locale = use_locale();
    let text = if own { tr::keys::upload_own_text(locale) } else { tr::keys::upload_foreign_text(locale) };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="upload">
            <h2 class="section-title" id="upload">{tr::keys::upload(locale)}</h2>
            <p class="mt-1 text-ink-2">{text}</p>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/keys/certificate" enctype="multipart/form-data">
                <Named key=key/>
                <CertificateFields
                    label=tr::keys::pem(locale)
                    hint=tr::keys::pem_hint(locale)
                    accept=".pem,.crt,.cer"
                    problems=problems
                />
                <button class="btn" data-kind="quiet">{tr::keys::send(locale)}</button>
            </form>
        </section>
    }
}
