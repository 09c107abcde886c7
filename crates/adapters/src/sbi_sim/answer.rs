//! What devices say of themselves: digital id, discovery, information.

use crypto::encoding::b64url;
use serde_json::{Value, json};

use super::{Code, Device, Simulator, Status};

pub(crate) const SPEC_VERSION: &str = "0.9.5";
pub(crate) const SERVICE_VERSION: &str = "0.9.5";

impl Simulator {
    /// The time as SBI writes it, without fractions.
    pub(super) fn timestamp(&self) -> String {
        (self.now)().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn digital_id(&self, device: Device) -> Value {
        json!({
            "serialNo": device.code(),
            "make": "Tessera Simulated",
            "model": device.model(),
            "type": "Finger",
            "deviceSubType": device.sub_type(),
            "deviceProvider": "Tessera Simulated",
            "deviceProviderId": "TESSERA-SIMULATED",
            "dateTime": self.timestamp(),
        })
    }

    /// Signed by the device key (L0) or by the chip (L1).
    pub(super) fn signed_digital_id(&self, device: Device) -> Result<String, crypto::Error> {
        let payload = self.digital_id(device).to_string();
        match device {
            Device::Slap => self.trust.sign(payload.as_bytes()),
            Device::Single => self.trust.sign_in_chip(payload.as_bytes()),
        }
    }

    /// Answer to MOSIPDISC: the devices of a type.
    pub(super) fn discover(&self, kind: Option<&str>, port: u16) -> Value {
        let failed = |code: Code| {
            json!([{
                "deviceId": null, "deviceStatus": null, "certification": null, "serviceVersion": null,
                "deviceSubId": null, "callbackId": null, "digitalId": null, "deviceCode": null,
                "specVersion": null, "purpose": null, "error": code.json(),
            }])
        };
        match kind {
            Some("Biometric Device" | "Finger") => {}
            Some("Face" | "Iris") => return failed(Code::NOT_CONNECTED),
            Some(_) => return failed(Code::DISCOVERY_TYPE),
            None => return failed(Code::DISCOVERY),
        }
        let entry = |device: Device| {
            let status = self.status(device);
            json!({
                "deviceId": device.id(),
                "deviceStatus": status.name(),
                "certification": device.certification(),
                "serviceVersion": SERVICE_VERSION,
                "deviceSubId": device.sub_ids(),
                "callbackId": callback(port),
                "digitalId": b64url(self.digital_id(device).to_string()),
                "deviceCode": device.code(),
                "specVersion": [SPEC_VERSION],
                "purpose": device.purpose(),
                // Being found is a success even for a device that cannot capture now; its status says so.
                "error": Code::SUCCESS.json(),
            })
        };
        Value::Array(Device::ALL.map(entry).to_vec())
    }

    /// Answer to MOSIPDINFO.
    pub(super) fn info(&self, port: u16) -> Result<Value, crypto::Error> {
        let entry = |device: Device| -> Result<Value, crypto::Error> {
            let status = self.status(device);
            let payload = json!({
                "deviceStatus": status.name(),
                "deviceId": device.id(),
                "firmware": "TESSERA.SIM.1.0",
                "certification": device.certification(),
                "serviceVersion": SERVICE_VERSION,
                "deviceSubId": device.sub_ids(),
                "callbackId": callback(port),
                "digitalId": self.signed_digital_id(device)?,
                "deviceCode": device.code(),
                "env": self.env,
                "purpose": device.purpose(),
                "specVersion": [SPEC_VERSION],
            })
            .to_string();
            // A device that is not registered has no trusted key to sign with.
            let info = match status {
                Status::NotRegistered => b64url(payload),
                _ => self.trust.sign(payload.as_bytes())?,
            };
            Ok(json!({ "deviceInfo": info, "error": status.code().json() }))
        };
        Ok(Value::Array(Device::ALL.into_iter().map(entry).collect::<Result<_, _>>()?))
    }
}

pub(super) fn callback(port: u16) -> String {
    format!("http://127.0.0.1:{port}/")
}
