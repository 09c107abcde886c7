//! UI-ADM-23, UI-ADM-24, ADM-21: files of master data and packets: hand some in, see what became of the others.

use app_i18n::tr;
use app_kit::{
    ConsolePage, Empty, ErrorSummary, Field, FileInput, FilterLink, Pager, Problem, Select, Table, Tag, loaded,
    use_locale, use_problem, use_query_value,
};
use leptos::prelude::*;
use masterdata_api::bulk::{Category, Operation, TABLES, Upload};

use crate::api::{self, UploadList};
use crate::parts::{BringPackets, bring_packets};
use crate::{place::Place, policy_words as words};

/// The controls' ids: problems lead here.
const TABLE: &str = "table";
const FILE: &str = "file";

#[component]
pub fn Uploads() -> impl IntoView {
    let (category, page) = (use_query_value("category"), use_query_value("page"));
    let uploads =
        Resource::new_blocking(move || (category.get(), page.get()), |(category, page)| api::uploads(category, page));
    loaded(uploads, super::sign_in_for(&Place::Uploads.path()), |list| view! { <Whole list=list/> }.into_any())
}

#[component]
fn Whole(list: UploadList) -> impl IntoView {
    let locale = use_locale();
    // a wrong table belongs to its own control, everything else to the file
    let wrong_table = use_query_value("problem").get_untracked().as_deref() == Some("KER-MSD-999");
    let category = list.category;
    let problems = use_problem(match category {
        Category::Masterdata if wrong_table => TABLE,
        Category::Masterdata => FILE,
        Category::Packet => bring_packets::FILES,
    });
    view! {
        <ConsolePage title=tr::upload::title(locale)>
            <ErrorSummary problems=problems.clone()/>
            <h1 class="page-title">{tr::upload::title(locale)}</h1>
            <p class="mt-1 text-ink-2">{tr::upload::text(locale)}</p>
            {list.rows.then(|| view! { <Categories current=list.category/> })}
            <div class="mt-4 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
                {if list.uploads.is_empty() {
                    view! { <Empty title=tr::upload::none(locale) text=tr::upload::none_text(locale)/> }.into_any()
                } else {
                    view! { <List list=list/> }.into_any()
                }}
                {match category {
                    Category::Masterdata => view! { <Add problems=problems/> }.into_any(),
                    Category::Packet => view! { <BringPackets problems=problems/> }.into_any(),
                }}
            </div>
        </ConsolePage>
    }
}

/// Rows of master data, or packets.
#[component]
fn Categories(current: Category) -> impl IntoView {
    let locale = use_locale();
    let link = |category: Category, text: &'static str| {
        let href = format!("{}?category={}", Place::Uploads.path(), category.as_str());
        view! { <FilterLink href=href text=text current=current == category/> }
    };
    view! {
        <div class="mt-3 flex flex-wrap gap-2" role="group" aria-label=tr::upload::kind(locale)>
            {link(Category::Masterdata, tr::upload::kind_rows(locale))}
            {link(Category::Packet, tr::upload::kind_packets(locale))}
        </div>
    }
}

#[component]
fn List(list: UploadList) -> impl IntoView {
    let locale = use_locale();
    let category = list.category.as_str();
    let at = |number: u64| format!("{}?category={category}&page={number}", Place::Uploads.path());
    let previous = list.page.checked_sub(1).map(at);
    let next = ((list.page + 1) * list.size < list.total).then(|| at(list.page + 1));
    let heads = vec![
        (tr::upload::file(locale).to_owned(), false),
        (tr::upload::state(locale).to_owned(), false),
        (tr::upload::stored(locale).to_owned(), true),
        (tr::upload::refused(locale).to_owned(), true),
        (tr::upload::by(locale).to_owned(), false),
    ];
    view! {
        <div class="card min-w-0">
            <Table caption=tr::upload::title(locale) heads=heads>
                {list.uploads.into_iter().map(|upload| view! { <Row upload=upload/> }).collect_view()}
            </Table>
            <Pager previous=previous next=next/>
        </div>
    }
}

#[component]
fn Row(upload: Upload) -> impl IntoView {
    let locale = use_locale();
    let (tile, state) = words::status(locale, upload.status);
    view! {
        <tr>
            <td class="min-w-48">
                <a class="link font-medium wrap-anywhere" href=Place::Upload(upload.id.clone()).path()><bdi>{upload.file_name}</bdi></a>
                <span class="mt-0.5 block text-2xs text-ink-3">
                    {match upload.category {
                        Category::Masterdata => words::operation(locale, upload.operation).to_owned(),
                        Category::Packet => tr::upload::packets_count(locale, upload.rows),
                    }}
                    " · "<span class="id">{upload.table}</span>
                </span>
            </td>
            <td class="min-w-32"><Tag tile=tile text=state/></td>
            <td class="num">{upload.stored}</td>
            <td class="num">{upload.bad}</td>
            <td class="min-w-32 text-ink-2">
                <bdi>{upload.uploaded_by}</bdi>
                <span class="mt-0.5 block text-2xs text-ink-3">{crate::words::moment(locale, upload.uploaded_at)}</span>
            </td>
        </tr>
    }
}

#[component]
fn Add(problems: Vec<Problem>) -> impl IntoView {
    let locale = use_locale();
    let tables = TABLES.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
    let operations = [Operation::Insert, Operation::Update, Operation::Delete]
        .map(|operation| (operation.as_str().to_owned(), words::operation(locale, operation).to_owned()))
        .to_vec();
    view! {
        <section class="card card-pad min-w-0" aria-labelledby="add">
            <h2 class="section-title" id="add">{tr::upload::add(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::upload::add_text(locale)}</p>
            <form class="mt-3 grid gap-4" method="post" action="/_ui/admin/uploads/add" enctype="multipart/form-data">
                <Field id=TABLE label=tr::upload::table(locale) error=Problem::of(&problems, TABLE)>
                    <Select name="table" options=tables/>
                </Field>
                <Field id="operation" label=tr::upload::operation(locale)>
                    <Select name="operation" options=operations value="insert"/>
                </Field>
                <Field id=FILE label=tr::upload::file(locale) hint=tr::upload::file_hint(locale) error=Problem::of(&problems, FILE)>
                    <FileInput name="file" accept=".csv,.xlsx,.xls"/>
                </Field>
                <button class="btn">{tr::upload::check(locale)}</button>
            </form>
            <h2 class="section-title mt-5">{tr::upload::form(locale)}</h2>
            <p class="mt-1 text-ink-2">{tr::upload::form_text(locale)}</p>
            <form class="mt-3 grid gap-3" method="get" action="/_ui/admin/uploads/form">
                <Field id="form-table" label=tr::upload::table(locale)>
                    <Select name="table" options=TABLES.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect()/>
                </Field>
                <div class="btn-row">
                    <button class="btn" data-kind="quiet">{tr::upload::form_empty(locale)}</button>
                    <button class="btn" data-kind="quiet" name="rows" value="1">{tr::upload::form_rows(locale)}</button>
                </div>
            </form>
        </section>
    }
}
