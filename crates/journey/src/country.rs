//! What the country asks for, read from the server: languages, identity schema, places, documents, registration centre.

use std::collections::BTreeMap;

use codec::packet::Category;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::http::{Call, Http, Session};
use crate::person::Person;
use crate::{Error, Result};

/// How a field's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[{language, value}]`.
    PerLanguage,
    Text,
    Number,
    Document,
    Biometrics,
}

/// A field of the identity schema.
#[derive(Debug, Clone)]
pub struct Field {
    pub form: Form,
    pub category: Category,
    pub required: bool,
}

/// The registration centre of the desk.
#[derive(Debug, Clone)]
pub struct Center {
    pub id: String,
    pub zone: String,
    pub location: String,
    pub name: String,
}

/// What the journey knows of the country.
#[derive(Debug, Clone)]
pub struct Country {
    /// Languages of applications, the first one is the application's own.
    pub languages: Vec<String>,
    pub schema_version: f64,
    pub fields: BTreeMap<String, Field>,
    /// Codes of the places people live at, by field.
    places: BTreeMap<String, String>,
    /// Categories of documents that are asked for, each with a type that is accepted.
    pub documents: Vec<(String, String)>,
    pub center: Center,
}

/// What is written in a field, by language.
type Written<'a> = Box<dyn Fn(&str) -> String + 'a>;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Country {
    /// Reads it as the operator of a desk, and the centres as an administrator.
    ///
    /// # Errors
    /// When something is not served, or no centre is open.
    pub async fn read(http: &Http, admin: &Session, operator: &Session, center: Option<&str>) -> Result<Self> {
        let languages = languages(http).await?;
        let language = languages.first().map_or("eng", String::as_str);
        let center = find_center(admin, language, center).await?;
        let schema = operator.call("identity schema", &Call::get("/v1/masterdata/idschema/latest")).await?;
        let version = schema["idVersion"].as_f64().ok_or_else(|| Error::new("the identity schema has no version"))?;
        let fields = fields(text(&schema, "schemaJson"))?;
        let path = "/v1/masterdata/uispec/pre-registration/latest?type=schema";
        let specs = operator.call("form of pre-registration", &Call::get(path)).await?;
        let spec = list(&specs).first().and_then(|spec| list(&spec["jsonSpec"]).first()).map(|spec| &spec["spec"]);
        let spec = spec.map_or(&Value::Null, |spec| &spec["identity"]);
        let places = places(http, spec, &center, language).await?;
        let documents = documents(http, spec, language).await?;
        Ok(Self { languages, schema_version: version, fields, places, documents, center })
    }

    /// The value of a field for a person; `None` where people leave it out.
    fn value(&self, name: &str, field: &Field, person: &Person) -> Option<Value> {
        let per_language = |value: &dyn Fn(&str) -> String| {
            self.languages.iter().map(|l| json!({ "language": l, "value": value(l) })).collect::<Value>()
        };
        let known: Option<Written<'_>> = match name {
            "fullName" => Some(Box::new(|l| person.name(l))),
            "firstName" => Some(Box::new(|l| person.first_name(l).to_owned())),
            "lastName" => Some(Box::new(|l| person.last_name(l).to_owned())),
            "gender" => Some(Box::new(|_| person.gender.to_owned())),
            "residenceStatus" => Some(Box::new(|_| "NFR".to_owned())),
            "dateOfBirth" => Some(Box::new(|_| person.birth.clone())),
            "email" => Some(Box::new(|_| person.email.clone())),
            "phone" => Some(Box::new(|_| person.phone.clone())),
            "preferredLang" => Some(Box::new(|_| self.languages[0].clone())),
            "addressLine1" => Some(Box::new(|l| person.address(l))),
            "referenceIdentityNumber" if field.required => {
                Some(Box::new(|_| format!("JR{}", person.phone.trim_start_matches('9'))))
            }
            place if self.places.contains_key(place) => {
                let code = self.places[place].clone();
                Some(Box::new(move |_| code.clone()))
            }
            "IDSchemaVersion" => return Some(json!(self.schema_version)),
            _ if field.required => Some(Box::new(|_| "Journey".to_owned())),
            _ => None,
        };
        let known = known?;
        match field.form {
            Form::PerLanguage => Some(per_language(&*known)),
            Form::Text => Some(json!(known(&self.languages[0]))),
            Form::Number | Form::Document | Form::Biometrics => None,
        }
    }

    /// The identity object of an application.
    pub fn application(&self, person: &Person) -> Value {
        let values = self.fields.iter().filter(|(name, _)| name.as_str() != "UIN");
        let identity: Map<String, Value> =
            values.filter_map(|(name, field)| Some((name.clone(), self.value(name, field, person)?))).collect();
        json!({ "identity": identity })
    }

    /// The category of a field in packets.
    pub fn category(&self, field: &str) -> Category {
        self.fields.get(field).map_or(Category::None, |field| field.category)
    }
}

/// The country's languages: the mandatory ones, then Arabic and others as far as applications may have them.
async fn languages(http: &Http) -> Result<Vec<String>> {
    let what = "settings of pre-registration";
    let config = http.call(what, &Call::get("/preregistration/v1/login/config"), None).await?.response(what)?;
    let codes = |key: &str| -> Vec<String> {
        text(&config, key).split(',').map(|code| code.trim().to_owned()).filter(|code| code.len() == 3).collect()
    };
    let (mut found, mut optional) = (codes("mosip.mandatory-languages"), codes("mosip.optional-languages"));
    // a name in two scripts says more than one in two languages of the same script
    optional.sort_by_key(|code| code != "ara");
    let most = text(&config, "mosip.max-languages.count").parse().unwrap_or(found.len().max(1));
    found.extend(optional);
    found.dedup();
    found.truncate(most.max(1));
    if found.is_empty() { Err(Error::new("the country has no languages")) } else { Ok(found) }
}

async fn find_center(admin: &Session, language: &str, wanted: Option<&str>) -> Result<Center> {
    let found = admin.call("registration centres", &Call::get("/v1/masterdata/registrationcenters")).await?;
    let open = |center: &&Value| center["isActive"] != json!(false) && wanted.is_none_or(|id| text(center, "id") == id);
    let centers: Vec<&Value> = list(&found["registrationCenters"]).iter().filter(open).collect();
    let center = centers.iter().find(|center| text(center, "langCode") == language).or(centers.first());
    let center = center.ok_or_else(|| Error::new("no such registration centre is open"))?;
    let own = |key: &str| text(center, key).to_owned();
    Ok(Center { id: own("id"), zone: own("zoneCode"), location: own("locationCode"), name: own("name") })
}

fn fields(schema: &str) -> Result<BTreeMap<String, Field>> {
    let schema: Value = serde_json::from_str(schema)?;
    let identity = &schema["properties"]["identity"];
    let required: Vec<&str> = list(&identity["required"]).iter().filter_map(Value::as_str).collect();
    let properties =
        identity["properties"].as_object().ok_or_else(|| Error::new("the identity schema has no fields"))?;
    let field = |(name, field): (&String, &Value)| {
        let form = match (text(field, "$ref"), text(field, "type")) {
            (reference, _) if reference.ends_with("simpleType") => Form::PerLanguage,
            (reference, _) if reference.ends_with("documentType") => Form::Document,
            (reference, _) if reference.ends_with("biometricsType") => Form::Biometrics,
            (_, "number" | "integer") => Form::Number,
            _ => Form::Text,
        };
        let category = Category::from_name(text(field, "fieldCategory"));
        (name.clone(), Field { form, category, required: required.contains(&name.as_str()) })
    };
    Ok(properties.iter().map(field).collect())
}

/// Where people live: at the centre's own place, so that they find it.
async fn places(http: &Http, spec: &Value, center: &Center, language: &str) -> Result<BTreeMap<String, String>> {
    let chain = list(&spec["locationHierarchy"]);
    // a form may have several chains of places
    let chains: Vec<&[Value]> =
        if chain.iter().all(Value::is_string) { vec![chain] } else { chain.iter().map(list).collect() };
    let what = "places";
    let path = format!("/v1/masterdata/locations/{}/{language}", center.location);
    let found = http.call(what, &Call::get(&path), None).await?.response(what)?;
    let locations = list(&found["locations"]);
    let by_code = |code: &str| locations.iter().find(|one| text(one, "code") == code);
    let level = |one: &Value| one["hierarchyLevel"].as_i64().unwrap_or(0);
    let mut line = Vec::new();
    let mut at = by_code(&center.location);
    while let Some(one) = at.filter(|one| level(one) > 0) {
        line.insert(0, one);
        at = by_code(text(one, "parentLocCode"));
    }
    // and down to the lowest level, where the centre lies above it
    while let Some(child) =
        line.last().and_then(|last| locations.iter().find(|one| text(one, "parentLocCode") == text(last, "code")))
    {
        line.push(child);
    }
    let mut places = BTreeMap::new();
    for fields in chains {
        for (field, location) in fields.iter().filter_map(Value::as_str).zip(&line) {
            places.insert(field.to_owned(), text(location, "code").to_owned());
        }
    }
    Ok(places)
}

async fn documents(http: &Http, spec: &Value, language: &str) -> Result<Vec<(String, String)>> {
    let uploads = list(&spec["identity"]).iter().filter(|field| text(field, "controlType") == "fileupload");
    let asked: Vec<&str> =
        uploads.filter(|field| field["required"] == json!(true)).map(|field| text(field, "subType")).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let what = "accepted documents";
    let path = format!("/v1/masterdata/validdocuments/{language}");
    let found = http.call(what, &Call::get(&path), None).await?.response(what)?;
    let mut documents: Vec<(String, String)> = Vec::new();
    for category in list(&found["documentcategories"]) {
        let code = text(category, "code");
        let kind = list(&category["documenttypes"]).first().map(|kind| text(kind, "code").to_owned());
        if let (true, Some(kind)) = (asked.contains(&code), kind) {
            documents.push((code.to_owned(), kind));
        }
    }
    Ok(documents)
}

/// A desk of the centre: a machine with keys of its own, and staff that may register people there.
pub struct Desk {
    pub machine: String,
    /// The machine decrypts what was meant for it.
    pub encryption: crypto::PrivateKey,
    /// The machine signs packets.
    pub signing: crypto::PrivateKey,
}

impl Desk {
    /// Registers a new machine at the centre and maps the staff to it.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn set_up(admin: &Session, country: &Country, staff: &[&Session]) -> Result<Self> {
        let make = || crypto::PrivateKey::generate(crypto::KeyKind::Rsa2048);
        let (encryption, signing) =
            tokio::task::spawn_blocking(move || Ok::<_, crypto::Error>((make()?, make()?))).await??;
        let path = "/v1/masterdata/machinespecifications/all?pageNumber=0&pageSize=50";
        let specs = admin.call("models of machines", &Call::get(path)).await?;
        let mut models: Vec<&Value> =
            list(&specs["data"]).iter().filter(|spec| spec["isActive"] != json!(false)).collect();
        // the model that stands for online requests only when there is no other
        models.sort_by_key(|spec| text(spec, "id").contains("RESIDENT"));
        let spec = models.first();
        let spec = spec.ok_or_else(|| Error::new("master data has no model of machines"))?;
        let public = |key: &crypto::PrivateKey| crypto::encoding::b64url(key.public().to_spki());
        let tag = &crypto::digest::sha256_hex(public(&signing).as_bytes())[..12];
        let request = json!({
            "name": format!("journey-{tag}"), "serialNum": format!("JOURNEY-{tag}"), "macAddress": "02-00-00-00-00-00",
            "ipAddress": "192.0.2.1", "machineSpecId": text(spec, "id"), "zoneCode": country.center.zone,
            "regCenterId": country.center.id, "publicKey": public(&encryption), "signPublicKey": public(&signing),
            "isActive": true, "validityDateTime": null, "langCode": country.languages[0],
        });
        let made = admin.call("machine", &Call::post("/v1/masterdata/machines", "", request)).await?;
        for member in staff {
            map_to_center(admin, country, member.name()).await?;
        }
        Ok(Self { machine: text(&made, "id").to_owned(), encryption, signing })
    }

    /// `<centre>_<machine>`.
    pub fn reference(&self, country: &Country) -> String {
        format!("{}_{}", country.center.id, self.machine)
    }
}

/// Gives a member of staff the centre's zone, if they have none, and the centre.
async fn map_to_center(admin: &Session, country: &Country, user: &str) -> Result<()> {
    let zone = json!({ "zoneCode": country.center.zone, "userId": user, "isActive": true });
    match admin.call("zone of staff", &Call::post("/v1/masterdata/zoneuser", "", zone)).await {
        Err(error) if error.is("KER-USR-018") || error.is("KER-USR-021") => {}
        other => drop(other?),
    }
    let center = json!({ "id": user, "regCenterId": country.center.id, "isActive": true });
    let path = "/v1/masterdata/usercentermapping";
    match admin.call("centre of staff", &Call::post(path, "", center.clone())).await {
        Err(error) if error.is("KER-USR-013") => {
            admin.call("centre of staff", &Call::post(path, "", center).by(Method::PUT)).await?;
        }
        other => drop(other?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_countrys_schema_is_filled_in() {
        let schema = include_str!("../../../server/compose/demo/identity-schema.json");
        let fields = fields(schema).unwrap();
        assert_eq!(fields["fullName"].form, Form::PerLanguage);
        assert_eq!(
            (fields["proofOfIdentity"].form, fields["individualBiometrics"].form),
            (Form::Document, Form::Biometrics)
        );
        let country = Country {
            languages: vec!["eng".into(), "ara".into()],
            schema_version: 0.1,
            places: [("region", "CST"), ("city", "PAM"), ("postalCode", "20410")]
                .map(|(field, code)| (field.to_owned(), code.to_owned()))
                .into(),
            documents: Vec::new(),
            center: Center { id: "10001".into(), zone: "CST".into(), location: "20410".into(), name: "x".into() },
            fields,
        };
        let application = country.application(&Person::new(3, 1));
        let identity = application["identity"].as_object().unwrap();
        for (name, field) in &country.fields {
            if field.required && !matches!(field.form, Form::Biometrics | Form::Document) {
                assert!(identity.contains_key(name), "{name} is missing");
            }
        }
        assert_eq!(identity["postalCode"], "20410");
        assert_eq!(identity["fullName"][1]["language"], "ara");
        assert!(!identity.contains_key("introducerName") && !identity.contains_key("UIN"));
    }
}
