//! UI-ADM-23, UI-ADM-24: one upload: what its check found, and whether its rows are stored.

use app_i18n::tr;
use app_kit::{
    ConsolePage, ErrorSummary, Fact, Facts, Notice, Table, Tag, loaded, use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use masterdata_api::bulk::{Category, RowFault, Status, Upload as Uploaded};

use crate::parts::Breadcrumb;
use crate::{api, place::Place, policy_words as words};

#[component]
pub fn Upload(id: String) -> impl IntoView {
    let back = super::sign_in_for(&Place::Upload(id.clone()).path());
    let upload = Resource::new_blocking(|| (), move |()| api::upload(id.clone()));
    loaded(upload, back, |upload| view! { <Whole upload=upload/> }.into_any())
}

#[component]
fn Whole(upload: Uploaded) -> impl IntoView {
    let locale = use_locale();
    let problems = use_problem("store");
    let (tile, state) = words::status(locale, upload.status);
    let title = upload.file_name.clone();
    let here = view! { <bdi>{title.clone()}</bdi> }.into_any();
    let works = matches!(upload.status, Status::Checking | Status::Processing);
    let asked = use_query_value("stored").get_untracked().is_some();
    let (of, how, rows) = match upload.category {
        Category::Masterdata => {
            let operation = words::operation(locale, upload.operation);
            (tr::upload::table(locale), (tr::upload::operation(locale), operation), tr::upload::rows(locale))
        }
        Category::Packet => {
            let kind = (tr::upload::kind(locale), tr::upload::kind_packets(locale));
            (tr::upload::process(locale), kind, tr::upload::packets(locale))
        }
    };
    let list = format!("{}?category={}", Place::Uploads.path(), upload.category.as_str());
    let facts = vec![
        Fact::view(of, view! { <span class="id">{upload.table.clone()}</span> }),
        Fact::new(how.0, how.1),
        Fact::new(rows, upload.rows.to_string()),
        Fact::new(tr::upload::refused(locale), upload.bad.to_string()),
        Fact::new(tr::upload::stored(locale), upload.stored.to_string()),
        Fact::view(
            tr::upload::by(locale),
            view! { <bdi>{upload.uploaded_by.clone()}</bdi>" · "{crate::words::moment(locale, upload.uploaded_at)} },
        ),
    ];
    let failed = (upload.status == Status::Failed).then(|| upload.message.clone());
    view! {
        <ConsolePage title=format!("{title} · {}", tr::upload::title(locale))>
            <Breadcrumb href=list above=tr::upload::title(locale) here=here/>
            <ErrorSummary problems=problems/>
            <div class="mt-1 flex flex-wrap items-center gap-x-4 gap-y-2">
                <h1 class="page-title wrap-anywhere"><bdi>{title}</bdi></h1>
                <Tag tile=tile text=state/>
            </div>
            {works.then(|| view! {
                <div class="mt-4">
                    <Notice kind="info" live=true title=tr::upload::working(locale) text=tr::upload::working_text(locale)/>
                    <p class="mt-2"><a class="link" href=Place::Upload(upload.id.clone()).path() rel="external">{tr::upload::look_again(locale)}</a></p>
                </div>
            })}
            {(asked && upload.status == Status::Completed).then(|| view! {
                <div class="mt-4"><Notice kind="ok" live=true title=tr::upload::completed(locale)/></div>
            })}
            {failed.map(|text| view! {
                <div class="mt-4"><Notice kind="bad" title=tr::upload::failed_title(locale)/><p class="mt-2 text-ink-2" lang="en" dir="ltr">{text}</p></div>
            })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                <div class="grid min-w-0 gap-4">
                    <section class="card card-pad min-w-0"><Facts facts=facts class="dl"/></section>
                    {(!upload.faults.is_empty()).then(|| view! { <Faults faults=upload.faults.clone() all=upload.bad/> })}
                </div>
                {(upload.status == Status::Checked).then(|| view! { <Decide upload=upload/> })}
            </div>
        </ConsolePage>
    }
}

#[component]
fn Faults(faults: Vec<RowFault>, all: u64) -> impl IntoView {
    let locale = use_locale();
    let heads = vec![(tr::upload::line(locale).to_owned(), true), (tr::upload::wrong(locale).to_owned(), false)];
    let named = faults.len() as u64;
    view! {
        <div class="card min-w-0">
            <div class="card-head"><h2 class="section-title" id="faults">{tr::upload::faults(locale)}</h2></div>
            <Table caption=tr::upload::faults(locale) heads=heads>
                {faults
                    .into_iter()
                    .map(|fault| view! {
                        <tr>
                            <td class="num">{fault.line}</td>
                            <td class="min-w-64">
                                <span lang="en" dir="ltr" class="wrap-anywhere">{fault.text}</span>
                                <span class="id mt-0.5 block text-2xs text-ink-3">{fault.code}</span>
                            </td>
                        </tr>
                    })
                    .collect_view()}
            </Table>
            {(all > named).then(|| view! { <p class="p-4 text-ink-2">{tr::upload::more_faults(locale, all - named)}</p> })}
        </div>
    }
}

#[component]
fn Decide(upload: Uploaded) -> impl IntoView {
    let locale = use_locale();
    let good = upload.rows.saturating_sub(upload.bad);
    let text = if upload.bad == 0 {
        tr::upload::store_all_text(locale, good)
    } else {
        tr::upload::store_good_text(locale, &good, &upload.bad)
    };
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="store">
            <h2 class="section-title" id="store">{tr::upload::store(locale)}</h2>
            <p class="mt-1 text-ink-2">{text}</p>
            {(good > 0).then(|| view! {
                <form class="mt-3" method="post" action=format!("/_ui/admin/uploads/{}/store", upload.id)>
                    <button class="btn">{tr::upload::store_now(locale, good)}</button>
                </form>
            })}
            <p class="mt-3"><a class="link" href=Place::Uploads.path()>{tr::upload::leave(locale)}</a></p>
        </section>
    }
}
