//! A large country for `cargo xtask bench --only admin`, through the portal's and MOSIP's own ways, and questions to it:
//! `admin_load fill URL` uploads files and prints how long each took; `admin_load ask URL TIMES` prints for each question how long
//! its answers took, the median and the 99th of a hundred.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use journey::http::{Call, Http};
use journey::{Error, Result};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, header};
use serde_json::{Value, json};

/// Languages of the demo country, with the name of its third level.
const LANGUAGES: [(&str, &str); 3] = [("eng", "Postal Code"), ("fra", "Code postal"), ("ara", "الرمز البريدي")];
/// Places; each is a row in every language.
const PLACES: u32 = 33_334;
/// Registration centres; each is a row in every language.
const CENTERS: u32 = 10_000;
const DEVICES: u32 = 20_000;

struct Admin {
    http: Http,
    /// A machine client's token, for MOSIP's endpoints.
    client: String,
    /// The session of a member of staff, for pages.
    staff: String,
}

impl Admin {
    async fn sign_in(url: &str) -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "a program's edge takes the time from the system")]
        let http = Http::new(url, Duration::from_secs(5), Arc::new(chrono::Utc::now))?;
        let request = json!({"clientId": "mosip-admin-client", "secretKey": "demo-admin-client", "appId": "admin"});
        let call = Call::post("/v1/authmanager/authenticate/clientidsecretkey", "load", request);
        let client = http.call("token", &call, None).await?.token;
        let build = || {
            let request = http.request(Method::POST, "/_ui/admin/sign-in").header("origin", http.base());
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            Ok(request.body("user=admin&password=demo-admin-2026&next=%2Fadmin"))
        };
        let staff = http.send("sign in", build).await?.token;
        let missing = || Error::new("no token came");
        Ok(Self { client: client.ok_or_else(missing)?, staff: staff.ok_or_else(missing)?, http })
    }

    /// Answers where the portal leads to after a form.
    async fn post(&self, path: &str, form: impl Fn() -> Form) -> Result<String> {
        let request = self.http.request(Method::POST, path).header("origin", self.http.base());
        let request = request.header(header::COOKIE, format!("Authorization={}", self.staff));
        let response = request.timeout(Duration::from_secs(120)).multipart(form()).send().await?;
        let status = response.status();
        let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok()).map(str::to_owned);
        place
            .filter(|place| !place.contains("problem"))
            .ok_or_else(|| Error::new(format!("{path}: {status}, {response:?}")))
    }

    /// Waits until an upload is over; answers how many rows it stored.
    async fn over(&self, id: &str) -> Result<u64> {
        let path = format!("/v1/admin/bulkupload/transcation/{id}");
        loop {
            let seen = self.http.call("upload", &Call::get(&path), Some(&self.client)).await?.response("upload")?;
            match seen["status"].as_str().unwrap_or_default() {
                "PROCESSING" => tokio::time::sleep(Duration::from_millis(50)).await,
                "COMPLETED" => return Ok(seen["count"].as_u64().unwrap_or(0)),
                other => return Err(Error::new(format!("{other}: {}", seen["logs"]))),
            }
        }
    }

    /// Uploads a file as an administrator does: looked at first, then stored.
    async fn previewed(&self, table: &str, rows: u32, csv: String) -> Result<()> {
        let begun = Instant::now();
        let form = || {
            let file = Part::text(csv.clone()).file_name(format!("{table}.csv"));
            Form::new().text("table", table.to_owned()).text("operation", "insert").part("file", file)
        };
        let page = self.post("/_ui/admin/uploads/add", form).await?;
        let id = page.rsplit('/').next().unwrap_or_default().to_owned();
        loop {
            let text = self.page(&page).await?;
            if text.contains(&format!("/_ui/admin/uploads/{id}/store")) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let looked_at = begun.elapsed();
        self.post(&format!("/_ui/admin/uploads/{id}/store"), Form::new).await?;
        let stored = self.over(&id).await?;
        println!(
            "{table}: {stored} of {rows} rows, looked at after {:.1} s, stored after {:.1} s in all",
            looked_at.as_secs_f64(),
            begun.elapsed().as_secs_f64()
        );
        if stored == u64::from(rows) { Ok(()) } else { Err(Error::new(format!("{stored} of {rows} rows were stored"))) }
    }

    async fn page(&self, path: &str) -> Result<String> {
        let build = || {
            let request = self.http.request(Method::GET, path);
            Ok(request.header(header::COOKIE, format!("Authorization={}", self.staff)))
        };
        let answer = self.http.send(path, build).await?;
        match answer.status {
            200 => Ok(String::from_utf8_lossy(&answer.body).into_owned()),
            status => Err(Error::new(format!("{path}: {status}"))),
        }
    }

    async fn search(&self, path: &str, filters: &Value, sort: &Value, page: u32) -> Result<Value> {
        let translated = matches!(path, "registrationcenters" | "locations");
        let request = json!({
            "filters": filters, "sort": sort, "pagination": {"pageStart": page, "pageFetch": 20},
            "languageCode": if translated { "eng" } else { "all" },
        });
        let path = format!("/v1/masterdata/{path}/search");
        self.http.call(&path, &Call::post(&path, "load", request), Some(&self.client)).await?.response(&path)
    }
}

fn places() -> String {
    let mut csv = "lang_code,code,name,hierarchy_level,hierarchy_level_name,parent_loc_code,is_active\n".to_owned();
    for n in 0..PLACES {
        for (language, level) in LANGUAGES {
            let _ = writeln!(csv, "{language},V{n:05},Village {n:05} {language},3,{level},WIF,TRUE");
        }
    }
    csv
}

fn centers() -> String {
    let mut csv =
        "lang_code,id,name,cntrtyp_code,addr_line1,latitude,longitude,location_code,number_of_kiosks,working_hours,\
         per_kiosk_process_time,center_start_time,center_end_time,lunch_start_time,lunch_end_time,time_zone,\
         holiday_loc_code,zone_code,is_active\n"
            .to_owned();
    for n in 0..CENTERS {
        let (id, latitude, longitude) = (20_000 + n, 10 + n / 1_000, n % 90);
        for (language, _) in LANGUAGES {
            let _ = writeln!(
                csv,
                "{language},{id},Centre {n:05} {language},REG,Main Street,{latitude}.{n:04},{longitude}.{n:04},V{n:05},3,8:00:00,\
                 0:20:00,8:00:00,16:00:00,12:00:00,13:00:00,UTC,SAH,CST,TRUE"
            );
        }
    }
    csv
}

fn devices() -> String {
    let mut csv = "lang_code,id,name,mac_address,serial_num,dspec_id,zone_code,regcntr_id,is_active\n".to_owned();
    for n in 0..DEVICES {
        let center = 20_000 + n / 2;
        let _ = writeln!(
            csv,
            "eng,D{n:05},Scanner {n:05},02-00-00-00-{:02x}-{:02x},SN{n:05},DSPEC,CST,{center},TRUE",
            n / 256,
            n % 256
        );
    }
    csv
}

async fn fill(url: &str) -> Result<()> {
    let admin = Admin::sign_in(url).await?;
    admin.previewed("location", PLACES * 3, places()).await?;
    admin.previewed("registration_center", CENTERS * 3, centers()).await?;
    let models = admin.search("devicespecifications", &json!([]), &json!([]), 0).await?;
    let model = models["data"][0]["id"].as_str().ok_or_else(|| Error::new("no model of devices"))?.to_owned();
    admin.previewed("device_master", DEVICES, devices().replace("DSPEC", &model)).await
}

/// A question: its name, the endpoint, the filters, the field to sort by and the page.
fn questions() -> Vec<(&'static str, &'static str, Value, &'static str, u32)> {
    let filter = |column: &str, kind: &str, value: &str| json!([{"columnName": column, "type": kind, "value": value}]);
    vec![
        ("centres, first page by name", "registrationcenters", json!([]), "name", 0),
        ("centres, page 400 by name", "registrationcenters", json!([]), "name", 400),
        ("centres, the newest", "registrationcenters", json!([]), "createdDateTime", 0),
        ("centres, name is", "registrationcenters", filter("name", "equals", "centre 04711 eng"), "name", 0),
        ("centres, name begins with", "registrationcenters", filter("name", "startsWith", "centre 09"), "name", 0),
        ("centres, name contains", "registrationcenters", filter("name", "contains", "471"), "name", 0),
        ("centres, of a province", "registrationcenters", filter("province", "contains", "a"), "name", 0),
        ("centres, of a zone", "registrationcenters", filter("zoneCode", "equals", "CST"), "name", 0),
        ("places, first page by name", "locations", json!([]), "name", 0),
        ("places, name contains", "locations", filter("name", "contains", "3371"), "name", 0),
        ("devices, first page by name", "devices", json!([]), "name", 0),
        ("devices, serial number contains", "devices", filter("serialNum", "contains", "1234"), "name", 0),
        ("devices, of a centre's name", "devices", filter("regCenterName", "startsWith", "centre 0471"), "name", 0),
    ]
}

/// Pages of the portal, as a browser without JavaScript asks for them.
const PAGES: [(&str, &str); 5] = [
    ("page of centres", "/admin/data/registrationcenters"),
    ("page of devices", "/admin/data/devices"),
    ("page of the audit trail", "/admin/audit"),
    ("audit trail, of an event", "/admin/audit?event=IAM_101"),
    ("audit trail, of a reference", "/admin/audit?ref=0000001234"),
];

fn report(name: &str, mut times: Vec<Duration>, reference: &mut Option<f64>) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    let (median, most) = (at(50), at(99));
    let ratio = median / *reference.get_or_insert(median);
    println!("{name}\t{median:.2}\t{most:.2}\t{ratio:.1}");
}

async fn ask(url: &str, times: usize) -> Result<()> {
    let admin = Admin::sign_in(url).await?;
    let mut reference = None;
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let begun = Instant::now();
        admin.page("/health/live").await?;
        taken.push(begun.elapsed());
    }
    report("a bare answer", taken, &mut reference);
    for (name, path, filters, sort, page) in questions() {
        let direction = if sort == "createdDateTime" { "DESC" } else { "ASC" };
        let sort = json!([{"sortField": sort, "sortType": direction}]);
        let mut taken = Vec::with_capacity(times);
        for _ in 0..times {
            let begun = Instant::now();
            let found = admin.search(path, &filters, &sort, page).await?;
            taken.push(begun.elapsed());
            if found["data"].as_array().is_none_or(Vec::is_empty) {
                return Err(Error::new(format!("{name}: nothing was found: {found}")));
            }
        }
        report(name, taken, &mut reference);
    }
    for (name, path) in PAGES {
        let mut taken = Vec::with_capacity(times);
        for _ in 0..times {
            let begun = Instant::now();
            admin.page(path).await?;
            taken.push(begun.elapsed());
        }
        report(name, taken, &mut reference);
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["fill", url] => fill(url).await,
        ["ask", url, times] => ask(url, times.parse().unwrap_or(200)).await,
        _ => Err(Error::new("usage: admin_load fill URL, or admin_load ask URL TIMES")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("admin_load: {error}");
            ExitCode::FAILURE
        }
    }
}
