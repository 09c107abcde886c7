//! MOSIP's public endpoints over HTTP, on the demo country and on MOSIP's own data.

#![expect(clippy::unwrap_used, reason = "test")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use edge::{AuthRefusal, Authenticator, Credentials, Edge};
use masterdata::Masterdata;
use masterdata_api::MasterData;
use serde_json::{Value, json};
use testkit::db::TestDb;
use tower::ServiceExt;
use types::{Caller, CallerKind, CenterId, Cx, Identity, LangCode, MachineId, Seal, Timestamp};

/// Knows one token: an administrator of everything.
struct Admin;

#[async_trait::async_trait]
impl Authenticator for Admin {
    async fn authenticate(&self, credentials: &Credentials, _: Timestamp) -> Result<Option<Identity>, AuthRefusal> {
        Ok(credentials.token.as_deref().map(|name| {
            let mut identity = Identity::nobody(CallerKind::Staff, name);
            identity.roles = vec!["GLOBAL_ADMIN".into()];
            identity
        }))
    }
}

struct App {
    router: axum::Router,
    masterdata: Masterdata,
    db: TestDb,
}

fn folder(demo: bool) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    if demo {
        return Some(here.join("../../server/compose/demo/masterdata"));
    }
    let root = std::env::var_os("TESSERA_SHARED").map_or_else(|| here.join("../../../shared"), PathBuf::from);
    let path = root.join("data/master");
    if path.is_dir() {
        return Some(path);
    }
    println!("SKIPPED: {} is absent", path.display());
    None
}

impl App {
    async fn over(folder: &Path) -> Self {
        let db =
            testkit::db::open_at("2026-11-23T09:00:00Z", async |databases| migrations::migrate(databases).await).await;
        let masterdata = Masterdata::new(&db.databases);
        let caller = Caller::system(&Seal::of_edge(), Cx::new("test", "system", "masterdata"));
        masterdata.import(&caller, folder).await.unwrap();
        let clock = db.clock.clone();
        let edge = Edge::new(move || db::Clock::now(&*clock), Default::default, vec![Arc::new(Admin)]);
        Self { router: masterdata::routes(&masterdata).into_router(Arc::new(edge)), masterdata, db }
    }

    async fn demo() -> Self {
        Self::over(&folder(true).unwrap()).await
    }

    async fn send(&self, method: &str, path: &str, token: Option<&str>, body: Option<Value>) -> (u16, Value) {
        let mut request = Request::builder().method(method).uri(format!("/v1/masterdata/{path}"));
        if let Some(token) = token {
            request = request.header("Cookie", format!("Authorization={token}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(json!({ "request": body }).to_string()));
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// The content of `response`; fails on errors.
    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send("GET", path, Some("admin"), None).await;
        assert_eq!((status, &body["errors"]), (200, &Value::Null), "{path}: {body}");
        body["response"].clone()
    }

    async fn error(&self, path: &str) -> String {
        let (_, body) = self.send("GET", path, Some("admin"), None).await;
        assert_eq!(body["response"], Value::Null, "{path}");
        body["errors"][0]["errorCode"].as_str().unwrap_or_default().to_owned()
    }

    async fn post(&self, path: &str, request: Value) -> Value {
        self.send("POST", path, Some("admin"), Some(request)).await.1
    }
}

fn names<'a>(list: &'a Value, member: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|row| row[member].as_str().unwrap()).collect()
}

#[tokio::test] // MST: who may read what
async fn rights() {
    let app = App::demo().await;
    assert_eq!(app.send("GET", "gendertypes", None, None).await.0, 200, "public lists need no token");
    let (status, body) = app.send("GET", "machines", None, None).await;
    assert_eq!((status, &body["errors"][0]["errorCode"]), (401, &json!("KER-ATH-401")));
}

#[tokio::test] // MST: code lists, templates, documents
async fn lists() {
    let app = App::demo().await;
    let genders = app.get("gendertypes/fra").await;
    assert_eq!(names(&genders["genderType"], "genderName"), ["Homme", "Femme", "Autre"]);
    assert_eq!(
        genders["genderType"][0],
        json!({"code": "MLE", "genderName": "Homme", "langCode": "fra", "isActive": true})
    );
    assert_eq!(app.get("gendertypes").await["genderType"].as_array().unwrap().len(), 9);
    assert_eq!(app.error("gendertypes/spa").await, "KER-MSD-018");
    assert_eq!(app.get("gendertypes/validate/femme").await, json!({"status": "Valid"}));
    assert_eq!(names(&app.get("languages").await["languages"], "code"), ["eng", "fra", "ara"]);
    assert_eq!(app.get("title/ara").await["titleList"][2]["titleName"], "الآنسة");
    assert_eq!(app.error("documentcategories/xyz").await, "KER-MSD-023");
    assert_eq!(app.error("documentcategories/XXX/eng").await, "KER-MSD-014");
    let template = app.get("templates/eng/otp-sms-template").await;
    assert!(template["templates"][0]["fileText"].as_str().unwrap().contains("$otp"));
    assert_eq!(app.error("templates/eng/no-such-template").await, "KER-MSD-046");
    let page = app.get("templates/all?pageNumber=1&pageSize=7&sortBy=name&orderBy=asc").await;
    assert_eq!((page["pageNo"].as_u64(), page["data"].as_array().unwrap().len()), (Some(1), 7));
    assert_eq!(page["data"][0]["createdBy"], "demo");

    let documents = app.get("validdocuments/eng").await;
    let identity = &documents["documentcategories"][0];
    assert_eq!(
        (identity["code"].as_str(), names(&identity["documenttypes"], "code")),
        (Some("POI"), vec!["PAS", "BRC", "DRL", "RES"])
    );
    assert_eq!(app.get("validdocuments/POA/fra").await[0]["docTypeName"], "Facture d’électricité");
    assert_eq!(names(&app.get("documenttypes/POE/eng").await["documents"], "code"), ["MDC"]);
    let adult = app.get("applicanttype/004/languages?languages=eng").await;
    assert_eq!(names(&adult["documentCategories"], "code"), ["POI", "POA", "POB"]);
    assert_eq!(app.error("applicanttype/999/languages?languages=eng").await, "KER-MSD-150");
    assert_eq!(app.get("configs").await["mandatoryLanguages"], "eng");
    assert_eq!(app.get("packetrejectionreasons/MNA/eng").await["reasonCategories"][0]["reasonList"][0]["code"], "DPG");
    assert_eq!(app.get("blocklistedwords/ara").await["blocklistedwords"][0]["word"], "مجهول");
}

#[tokio::test] // MST: locations and centres
async fn places() {
    let app = App::demo().await;
    let levels = app.get("locations/fra").await;
    assert_eq!(names(&levels["locations"], "locationHierarchyName"), ["Pays", "Région", "Ville", "Code postal"]);
    let family = app.get("locations/PAM/eng").await;
    assert_eq!(names(&family["locations"], "code"), ["PAM", "CST", "SAH", "20410", "20420", "20430"]);
    let children = app.get("locations/immediatechildren/SAH/ara").await;
    assert_eq!(names(&children["locations"], "name"), ["الساحل", "المرتفعات"]);
    assert_eq!(app.error("locations/immediatechildren/20410/eng").await, "KER-MSD-026");
    assert_eq!(app.get("locations/validate/port%20amel").await["status"], "Valid");
    assert_eq!(
        app.get("locationHierarchyLevels/2/eng").await["locationHierarchyLevels"][0]["hierarchyLevelName"],
        "City"
    );
    assert_eq!(app.error("locationHierarchyLevels/9/eng").await, "KER-MSD-398");
    assert_eq!(app.error("locationHierarchyLevels?lastUpdated=yesterday").await, "KER-MSD-261");

    let centers = |list: &Value| names(&list["registrationCenters"], "id").join(" ");
    assert_eq!(centers(&app.get("getlocspecificregistrationcenters/eng/20410").await), "10001");
    assert_eq!(centers(&app.get("registrationcenters/eng/1/Coast").await), "10001 10002 10003");
    assert_eq!(
        centers(&app.get("registrationcenters/eng/2/names?name=Dar%20Sennim,Wadi%20Irfal").await),
        "10004 10005 10006"
    );
    assert_eq!(centers(&app.get("getzonespecificregistrationcenters/fra/HGL").await), "10004 10005 10006");
    let near = "getcoordinatespecificregistrationcenters/eng/-17.3800/31.2100/3000";
    assert_eq!(centers(&app.get(near).await), "10003 10002 10001", "nearest first");
    assert_eq!(app.error("getcoordinatespecificregistrationcenters/eng/0/0/10").await, "KER-MSD-215");
    let center = app.get("registrationcenters/10004/ara").await;
    assert_eq!(center["registrationCenters"][0]["perKioskProcessTime"], "00:20:00");
    assert_eq!(
        app.get("registrationcenters/page/eng/0/Sahlara?pageSize=4&pageNumber=1").await["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let holidays = app.get("getregistrationcenterholidays/eng/10001/2026").await;
    assert_eq!(holidays["holidays"].as_array().unwrap().len(), 5);
    assert_eq!(app.error("getregistrationcenterholidays/eng/10001/soon").await, "KER-MSD-443");
    let open = |at: &str| format!("registrationcenters/validate/10001/eng/{at}");
    assert_eq!(app.get(&open("2026-11-23T10:00:00.000Z")).await["status"], "Accepted", "a Monday");
    assert_eq!(app.get(&open("2026-11-23T12:30:00.000Z")).await["status"], "Rejected", "lunch");
    assert_eq!(app.get(&open("2026-11-27T10:00:00.000Z")).await["status"], "Rejected", "a Friday");
    assert_eq!(app.get(&open("2026-12-30T10:00:00.000Z")).await["status"], "Rejected", "a holiday");
    assert_eq!(app.error(&open("tomorrow")).await, "KER-MSD-033");

    let mobile = app.get("workingdays/10006/eng").await;
    assert_eq!(names(&mobile["workingdays"], "name"), ["Tuesday", "Thursday"]);
    assert_eq!(app.error("workingdays/99999/eng").await, "KER-MSD-802");
    assert_eq!(app.error("workingdays/10006/spa").await, "KER-MSD-999");
    assert_eq!(app.get("weekdays/10001/fra").await["weekdays"][5]["isWorking"], false);
    assert_eq!(
        app.get("exceptionalholidays/10005/eng").await["exceptionalHolidayList"][0]["holidayDate"],
        "2027-01-19"
    );
    let zones = app.get("zones/leafs/eng").await;
    assert_eq!(names(&zones, "code"), ["CST", "HGL"]);
    assert_eq!(
        app.get("zones/zonename?userID=admin.coast&langCode=fra").await,
        json!({"zoneName": "Littoral", "zoneCode": "CST"})
    );
}

#[tokio::test] // MST: dynamic fields, schema, specification, applicant type
async fn definitions() {
    let app = App::demo().await;
    let status = app.get("dynamicfields/residenceStatus/fra?withValue=true").await;
    assert_eq!(status["values"][1], json!({"code": "FR", "value": "Étranger"}));
    assert_eq!(app.error("dynamicfields/nothing/fra").await, "KER-SCH-003");
    assert_eq!(
        app.get("dynamicfields/distinct").await,
        json!(["bloodType", "gender", "maritalStatus", "preferredLang", "residenceStatus"])
    );
    let page = app.get("dynamicfields?langCode=eng&pageSize=2").await;
    assert_eq!((page["totalItems"].as_u64(), page["data"][0]["fieldVal"].as_array().unwrap().len()), (Some(5), 3));
    assert_eq!(app.get("possiblevalues/gender?langCode=eng,ara").await["ara"][1]["value"], "أنثى");

    let latest = app.get("idschema/latest").await;
    assert_eq!((latest["idVersion"].as_f64(), latest["newProcess"]["id"].as_str()), (Some(0.1), Some("NEW")));
    assert!(latest["schemaJson"].as_str().unwrap().contains("Sahlara identity"));
    assert_eq!(app.error("idschema/latest?schemaVersion=7").await, "KER-SCH-008");
    let spec = app.get("uispec/pre-registration/latest?type=schema").await;
    assert_eq!(spec[0]["jsonSpec"][0]["spec"]["identity"]["identity"][1]["id"], "fullName");
    assert_eq!(app.error("uispec/nowhere/latest").await, "KER-UIS-005");

    let ask = |born: &str| {
        json!({"attributes": [
        {"attribute": "residenceStatusCode", "value": "NFR"}, {"attribute": "genderCode", "value": "FLE"},
        {"attribute": "dateOfBirth", "value": born}, {"attribute": "isBioException", "value": "false"}]})
    };
    let answer = app.post("getApplicantType", ask("1990/01/01")).await;
    assert_eq!(answer["response"]["applicantType"]["applicantTypeCode"], "008");
    let answer = app.post("getApplicantType", ask("2030/01/01")).await;
    assert_eq!(answer["errors"][0]["errorCode"], "KER-MSD-151");
}

// MST, ADM-14: entries are found without regard to case in every script, and again after an update of the program
#[tokio::test]
async fn words_of_every_script_are_found() {
    let app = App::demo().await;
    let word = |word: &str| json!({"word": word, "langCode": "eng", "description": "École", "isActive": true});
    let found = async |column: &str, kind: &str, value: &str| {
        let filters = json!([{"columnName": column, "type": kind, "value": value}]);
        let request = json!({"filters": filters, "sort": [], "pagination": {"pageStart": 0, "pageFetch": 10}});
        let answer = app.post("blocklistedwords/search", request).await;
        names(&answer["response"]["data"], "word").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    app.post("blocklistedwords", word("ЖУРНАЛ")).await;
    assert_eq!(found("word", "equals", "журнал").await, ["ЖУРНАЛ"]);
    assert_eq!(found("word", "startsWith", "жур").await, ["ЖУРНАЛ"]);
    assert_eq!(found("word", "contains", "урна").await, ["ЖУРНАЛ"]);
    assert_eq!(found("description", "contains", "éCOL").await, ["ЖУРНАЛ"]);
    assert!(found("word", "startsWith", "урна").await.is_empty());
    assert!(found("word", "contains", "ж%л").await.is_empty(), "wildcards are letters");

    let caller = Caller::system(&Seal::of_edge(), Cx::new("test", "system", "masterdata"));
    let db = app.db.operations();
    let tx = db.begin(caller.cx()).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(tx.conn(), "DELETE FROM md_word").await.unwrap();
    tx.commit().await.unwrap();
    assert!(found("word", "equals", "журнал").await.is_empty());
    app.masterdata.make_words(&caller).await.unwrap();
    assert_eq!(found("word", "equals", "журнал").await, ["ЖУРНАЛ"]);
}

#[tokio::test] // ADM: searches and value filters
async fn searches() {
    let app = App::demo().await;
    let search = async |path: &str, filters: Value, sort: Value, page: Value| {
        let request = json!({"filters": filters, "sort": sort, "pagination": page, "languageCode": "eng"});
        app.post(&format!("{path}/search"), request).await
    };
    let filter = |column: &str, kind: &str, value: &str| json!([{"columnName": column, "type": kind, "value": value}]);
    let page = json!({"pageStart": 0, "pageFetch": 10});
    let found = search(
        "title",
        filter("titleName", "contains", "*R*"),
        json!([{"sortField": "code", "sortType": "DESC"}]),
        page.clone(),
    )
    .await;
    assert_eq!(names(&found["response"]["data"], "code"), ["MRS", "MIR"]);
    assert_eq!(
        (&found["response"]["fromRecord"], &found["response"]["toRecord"], &found["response"]["totalRecord"]),
        (&json!(1), &json!(2), &json!(2))
    );
    let found = search("registrationcenters", filter("name", "startsWith", "old*"), json!([]), page.clone()).await;
    assert_eq!(names(&found["response"]["data"], "id"), ["10001"]);
    let found = search(
        "registrationcenters",
        filter("isActive", "equals", "true"),
        json!([]),
        json!({"pageStart": 1, "pageFetch": 4}),
    )
    .await;
    assert_eq!((names(&found["response"]["data"], "id").len(), &found["response"]["fromRecord"]), (2, &json!(5)));
    let holidays =
        json!([{"columnName": "holidayDate", "type": "between", "fromValue": "2027-01-01", "toValue": "2027-06-30"}]);
    assert_eq!(search("holidays", holidays, json!([]), page.clone()).await["response"]["totalRecord"], 3);

    for (filters, sort, pagination, code) in [
        (filter("nothing", "equals", "x"), json!([]), page.clone(), "KER-MSD-317"),
        (filter("", "equals", "x"), json!([]), page.clone(), "KER-MSD-311"),
        (filter("titleName", "", "x"), json!([]), page.clone(), "KER-MSD-312"),
        (filter("titleName", "between", "x"), json!([]), page.clone(), "KER-MSD-318"),
        (filter("isActive", "equals", "perhaps"), json!([]), page.clone(), "KER-MSD-390"),
        (json!([]), json!([{"sortField": "nothing", "sortType": "ASC"}]), page.clone(), "KER-MSD-357"),
        (json!([]), json!([{"sortField": "code", "sortType": "UP"}]), page.clone(), "KER-MSD-358"),
        (json!([]), json!([{"sortField": "", "sortType": "ASC"}]), page.clone(), "KER-MSD-314"),
        (json!([]), json!([]), json!({"pageStart": 0, "pageFetch": 0}), "KER-MSD-999"),
        (Value::Null, json!([]), page.clone(), "KER-MSD-999"),
    ] {
        let body = search("title", filters.clone(), sort.clone(), pagination).await;
        assert_eq!(body["errors"][0]["errorCode"], code, "{filters} {sort}");
    }
    // wildcards of the database are characters like any others
    assert_eq!(
        search("title", filter("titleName", "contains", "%"), json!([]), page).await["response"]["totalRecord"],
        0
    );

    let values = async |path: &str, column: &str, kind: &str, text: &str| {
        let filters = json!([{"columnName": column, "type": kind, "text": text}]);
        app.post(&format!("{path}/filtervalues"), json!({"filters": filters, "languageCode": "eng"})).await
    };
    let found = values("locations", "hierarchyName", "unique", "").await;
    assert_eq!(names(&found["response"]["filters"], "fieldValue"), ["City", "Country", "Postal Code", "Region"]);
    let found = values("validdocuments", "isActive", "unique", "").await;
    assert_eq!(names(&found["response"]["filters"], "fieldValue"), ["true", "false"]);
    for (column, kind, code) in [
        ("nothing", "all", "KER-MSD-317"),
        ("code", "", "KER-MSD-322"),
        ("code", "some", "KER-MSD-324"),
        ("", "all", "KER-MSD-999"),
    ] {
        assert_eq!(values("title", column, kind, "").await["errors"][0]["errorCode"], code, "{column} {kind}");
    }
}

#[tokio::test] // MST: what other modules ask
async fn the_service() {
    let app = App::demo().await;
    let service: &dyn MasterData = &app.masterdata;
    let (eng, ara) = (LangCode::ENG, LangCode::parse("ara").unwrap());
    assert_eq!(service.languages().await.unwrap().all().count(), 3);
    assert_eq!(service.identity_schema(None).await.unwrap().version, 0.1);
    assert_eq!(service.ui_spec("pre-registration", "schema", None).await.unwrap().identity_schema_version, 0.1);
    let id = CenterId::parse("10006").unwrap();
    let center = service.center(&id, ara).await.unwrap().unwrap();
    assert_eq!((center.kiosks, center.minutes_per_person, center.zone.as_str()), (1, 20, "HGL"));
    assert_eq!(service.centers(eng).await.unwrap().len(), 6);
    let day = |d| chrono::NaiveDate::from_ymd_opt(2027, 3, d).unwrap();
    let days = service.center_days(&id, day(1), day(11)).await.unwrap();
    let open: Vec<String> = days.iter().filter(|day| !day.closed).map(|day| day.date.to_string()).collect();
    assert_eq!(open, ["2027-03-02", "2027-03-04", "2027-03-11"], "the 9th is an exceptional holiday");
    let machine = MachineId::parse("10001").unwrap();
    let now = types::time::parse("2026-11-24T00:00:00.000Z").unwrap();
    let before = types::time::parse("2020-01-01T00:00:00.000Z").unwrap();
    assert_eq!(service.machine(&machine, None).await.unwrap().unwrap().center.unwrap().as_str(), "10001");
    assert!(service.machine(&machine, Some(now)).await.unwrap().is_some());
    assert_eq!(service.machine(&machine, Some(before)).await.unwrap(), None);
    assert!(service.template("RPR_UIN_GEN_SMS", ara).await.unwrap().unwrap().contains("$!RID"));
    assert_eq!(service.locations(None, eng).await.unwrap()[0].code, "SAH");
    assert_eq!(service.locations(Some("CST"), eng).await.unwrap().len(), 2);
    assert_eq!(service.dynamic_field("gender", eng).await.unwrap()[1], ("FLE".into(), "Female".into()));
    let rules = service.document_rules(Some("003"), eng).await.unwrap();
    assert!(rules.iter().any(|rule| rule.category_code == "POR"), "a child brings proof of relationship");
    assert!(service.is_blocklisted("Mr Nobody", eng).await.unwrap());
    assert!(!service.is_blocklisted("Mr Nobody", ara).await.unwrap());
    assert_eq!(service.setting("preregistration.booking.offset").await.unwrap().as_deref(), Some("2"));
    assert_eq!(service.setting("no.such.setting").await.unwrap(), None);
}

#[tokio::test] // CFG: settings change without a restart, with history and types
async fn settings() {
    let app = App::demo().await;
    let caller = Caller::system(&Seal::of_edge(), Cx::new("test", "system", "masterdata"));
    let m = &app.masterdata;
    m.change_setting(&caller, "mosip.mandatory-languages", Some("fra")).await.unwrap();
    assert_eq!(app.get("applicationconfigs").await["mandatoryLanguages"], "fra");
    m.change_setting(&caller, "mosip.mandatory-languages", Some("fra,eng")).await.unwrap();
    m.change_setting(&caller, "mosip.mandatory-languages", None).await.unwrap();
    assert_eq!(app.get("applicationconfigs").await["mandatoryLanguages"], "eng", "back to the default");
    let refused = m.change_setting(&caller, "mosip.mandatory-languages", Some("english")).await.unwrap_err();
    assert_eq!(refused.code(), "TES-MSD-002");
    assert_eq!(m.change_setting(&caller, "no.such.setting", Some("1")).await.unwrap_err().code(), "TES-MSD-001");
}

#[tokio::test] // MST: public endpoints return the files' counts per language
async fn published_counts() {
    let Some(folder) = folder(false) else { return };
    let app = App::over(&folder).await;
    let count = |file: &str, column: &str, value: &str| {
        let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|other| other == name).unwrap();
        let (at, active) = (at(column), at("is_active"));
        let rows = reader.records().map(|row| row.unwrap());
        rows.filter(|row| row[at] == *value && row[active].eq_ignore_ascii_case("true")).count()
    };
    for (path, list, file) in [
        ("gendertypes", "genderType", "gender.csv"),
        ("title", "titleList", "title.csv"),
        ("documentcategories", "documentcategories", "doc_category.csv"),
        ("documenttypes", "documenttypes", "doc_type.csv"),
        ("templates", "templates", "template.csv"),
        ("templatetypes", "templateTypes", "template_type.csv"),
        ("blocklistedwords", "blocklistedwords", "blocklisted_words.csv"),
        ("idtypes", "idtypes", "id_type.csv"),
        ("modules", "modules", "module_detail.csv"),
    ] {
        for language in ["eng", "fra", "ara"] {
            let expected = count(file, "lang_code", language);
            let (_, body) = app.send("GET", &format!("{path}/{language}"), Some("admin"), None).await;
            let got = body["response"][list].as_array().map_or(0, Vec::len);
            assert_eq!(got, expected, "{path}/{language}");
        }
    }
    let latest = app.get("idschema/latest").await;
    for member in ["newProcess", "updateProcess", "schema", "settings"] {
        assert!(!latest[member].is_null(), "{member}");
    }
    assert!(app.get("dynamicfields/bloodType/eng?withValue=true").await["values"].as_array().unwrap().len() > 10);
    let children = count("location.csv", "parent_loc_code", "BNMR") / 3;
    let family = app.get("locations/BNMR/eng").await;
    assert_eq!(family["locations"].as_array().unwrap().len(), 5 + children, "itself, four above it, its children");
}

// SCH-02, SCH-07: drafts are read whole before they are kept, published once, and in effect only from their day on
#[tokio::test]
async fn schemas_and_forms_are_drafted_and_published() {
    let app = App::demo().await;
    let put = async |path: &str, body: Value| app.send("PUT", path, Some("admin"), Some(body)).await.1;
    let post = async |path: &str, body: Value| app.send("POST", path, Some("admin"), Some(body)).await.1;
    let code = |answer: &Value| answer["errors"][0]["errorCode"].as_str().unwrap_or_default().to_owned();
    let text = app.get("idschema/latest").await["schemaJson"].as_str().unwrap().to_owned();

    let draft = |schema: &str| json!({"title": "Next", "description": "With more", "schema": schema});
    assert_eq!(code(&post("idschema", draft("{")).await), "KER-SCH-014");
    assert_eq!(code(&post("idschema", draft(" ")).await), "KER-MSD-999");
    let first = post("idschema", draft(&text)).await["response"].clone();
    assert_eq!((first["status"].as_str(), first["idVersion"].as_f64()), (Some("DRAFT"), Some(0.0)), "{first}");
    let id = first["id"].as_str().unwrap();
    let changed =
        put(&format!("idschema?id={id}"), json!({"title": "Other", "description": "d", "schema": text})).await;
    assert_eq!(changed["response"]["title"], "Other");
    assert_eq!(code(&put("idschema?id=none", draft(&text)).await), "KER-SCH-007");

    let publish = |id: &str, at: &str| json!({"id": id, "effectiveFrom": at});
    assert_eq!(code(&put("idschema/publish", publish(id, "2026-11-22T00:00:00.000Z")).await), "KER-SCH-010");
    assert_eq!(put("idschema/publish", publish(id, "2026-12-01T00:00:00.000Z")).await["response"], json!(id));
    assert_eq!(code(&put("idschema/publish", publish(id, "2026-12-01T00:00:00.000Z")).await), "KER-SCH-009");
    assert_eq!(code(&put(&format!("idschema?id={id}"), draft(&text)).await), "KER-SCH-009");
    assert_eq!(app.get("idschema/latest").await["idVersion"], 0.1, "not before its day");

    let spec = app.get("uispec/pre-registration/latest?type=schema").await[0]["jsonSpec"][0]["spec"].clone();
    let form = |schema: &str, spec: &Value| {
        json!({"identitySchemaId": schema, "domain": "pre-registration", "type": "schema", "title": "Form",
            "description": "Next form", "jsonspec": spec})
    };
    assert_eq!(code(&post("uispec", form("none", &spec)).await), "KER-UIS-009");
    assert_eq!(code(&post("uispec", form(id, &json!({"identity": 7}))).await), "KER-UIS-008");
    let drafted = post("uispec", form(id, &spec)).await["response"].clone();
    let spec_id = drafted["id"].as_str().unwrap_or_else(|| panic!("{drafted}"));
    assert_eq!(put("uispec/publish", publish(spec_id, "2026-12-01T00:00:00.000Z")).await["response"], json!(spec_id));
    assert_eq!(code(&put("uispec/publish", publish(spec_id, "2026-12-01T00:00:00.000Z")).await), "KER-UIS-006");
    app.db.clock.advance(chrono::TimeDelta::days(30));
    assert_eq!(app.get("idschema/latest").await["idVersion"], 0.2);
    assert_eq!(app.get("uispec/pre-registration/latest?type=schema").await[0]["id"], *spec_id);
}

#[tokio::test] // ADM, REG-01: a machine with keys of its own at a centre, and what it was before
async fn machines_are_registered_and_changed() {
    let app = App::demo().await;
    let key = || {
        let key = crypto::PrivateKey::generate(crypto::KeyKind::Rsa2048).unwrap();
        crypto::encoding::b64url(key.public().to_spki())
    };
    let (own, signing) = (key(), key());
    let machine = |change: Value| {
        let mut body = json!({
            "name": "desk-7", "machineSpecId": "1001", "zoneCode": "CST", "regCenterId": "10001", "ipAddress": "192.0.2.7",
            "publicKey": own, "signPublicKey": signing, "isActive": true,
        });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };
    let code = |answer: &Value| answer["errors"][0]["errorCode"].as_str().unwrap_or_default().to_owned();
    for (change, expected) in [
        (json!({"name": " "}), "KER-MSD-999"),
        (json!({"publicKey": "AAAA"}), "KER-MSD-257"),
        (json!({"signPublicKey": "!"}), "KER-MSD-410"),
        (json!({"machineSpecId": "9"}), "KER-MSD-117"),
        (json!({"zoneCode": "XXX"}), "KER-MSD-255"),
        (json!({"regCenterId": "99999"}), "KER-MSD-222"),
        (json!({"zoneCode": "HGL"}), "KER-MSD-219"),
        (json!({"name": "DESK-10001"}), "KER-MSD-413"),
        (json!({"validityDateTime": "tomorrow"}), "KER-MSD-999"),
    ] {
        assert_eq!(code(&app.post("machines", machine(change.clone())).await), expected, "{change}");
    }
    let stranger = app.send("POST", "machines", Some("nobody"), Some(machine(json!({})))).await.1;
    assert_eq!(code(&stranger), "KER-MSD-339", "an administrator without a zone");
    let made = app.post("machines", machine(json!({}))).await["response"].clone();
    assert_eq!((made["id"].as_str(), made["regCenterId"].as_str()), (Some("10007"), Some("10001")), "{made}");
    assert_eq!(made["signKeyIndex"].as_str().map(str::len), Some(95));
    // clients send what has no language once for each: the first makes it, the others say nothing new
    let again = app.post("machines", machine(json!({"langCode": "fra"}))).await;
    assert_eq!(again["response"]["id"], made["id"], "{again}");
    assert_ne!(code(&app.post("machines", machine(json!({"langCode": "fra"}))).await), "", "twice in one language");
    assert_eq!(code(&app.post("machines", machine(json!({"name": "desk-8"}))).await), "KER-MSD-414");

    let id = MachineId::parse("10007").unwrap();
    let now = app.masterdata.machine(&id, None).await.unwrap().unwrap();
    assert_eq!((now.sign_public_key.as_deref(), now.active), (Some(&*signing), true));
    let before = db::Clock::now(&*app.db.clock);
    app.db.clock.advance(chrono::TimeDelta::hours(1));
    let change =
        json!({"id": "10007", "name": "desk-7", "machineSpecId": "1001", "zoneCode": "CST", "regCenterId": "10002"});
    let changed = app.send("PUT", "machines", Some("admin"), Some(change.clone())).await.1;
    assert_eq!(changed["response"]["publicKey"], json!(own), "keys that are not given stay");
    let center = async |at| app.masterdata.machine(&id, at).await.unwrap().unwrap().center.unwrap().to_string();
    assert_eq!((center(None).await, center(Some(before)).await), ("10002".to_owned(), "10001".to_owned()));
    let unknown = json!({"id": "1", "name": "x", "machineSpecId": "1001", "zoneCode": "CST"});
    assert_eq!(code(&app.send("PUT", "machines", Some("admin"), Some(unknown)).await.1), "KER-MSD-214");
    assert_eq!(code(&app.send("PUT", "machines", Some("admin.highlands"), Some(change)).await.1), "KER-MSD-255");
}

#[tokio::test] // ADM, REG-10: staff get a zone, then a centre inside it
async fn staff_are_mapped_to_a_centre() {
    let app = App::demo().await;
    let code = |answer: &Value| answer["errors"][0]["errorCode"].as_str().unwrap_or_default().to_owned();
    let zone = |zone: &str| json!({"zoneCode": zone, "userId": "mira", "isActive": true});
    let center = |center: &str| json!({"id": "mira", "regCenterId": center, "isActive": true});
    assert_eq!(code(&app.post("usercentermapping", center("10001")).await), "KER-USR-008");
    assert_eq!(code(&app.post("zoneuser", zone("XXX")).await), "KER-USR-014");
    assert_eq!(app.post("zoneuser", zone("CST")).await["response"]["zoneCode"], "CST");
    assert_eq!(code(&app.post("zoneuser", zone("CST")).await), "KER-USR-018");
    assert_eq!(code(&app.post("zoneuser", zone("HGL")).await), "KER-USR-021");
    assert_eq!(code(&app.post("usercentermapping", center("99999")).await), "KER-USR-012");
    assert_eq!(code(&app.post("usercentermapping", center("10004")).await), "KER-USR-015");
    let put = async |body: Value| app.send("PUT", "usercentermapping", Some("admin"), Some(body)).await.1;
    assert_eq!(code(&put(center("10001")).await), "KER-USR-007");
    let mapped = app.post("usercentermapping", center("10001")).await["response"].clone();
    assert_eq!((mapped["zoneCode"].as_str(), mapped["isActive"].as_bool()), (Some("CST"), Some(true)), "{mapped}");
    assert_eq!(code(&app.post("usercentermapping", center("10001")).await), "KER-USR-013");

    let before = db::Clock::now(&*app.db.clock);
    app.db.clock.advance(chrono::TimeDelta::hours(1));
    assert_eq!(put(center("10002")).await["response"]["regCenterId"], "10002");
    assert_eq!(put(center("10002")).await["response"]["regCenterId"], "10002", "again changes nothing");
    let at = async |at| app.masterdata.operator("MIRA", at).await.unwrap().unwrap().center.to_string();
    assert_eq!(at(None).await, "10002");
    let then = app.masterdata.operator("mira", Some(before)).await.unwrap().unwrap();
    assert_eq!(then.center.to_string(), "10001");
    assert!(app.masterdata.operator("mira", Some(before - chrono::TimeDelta::days(1))).await.unwrap().is_none());
}
