//! PRE-22: the rules that find the applicant type are data.

use serde_json::json;

use super::{Admin, fine};
use crate::support::TestApp;

const RULES: &str = "mosip.kernel.applicanttype.rules";

#[tokio::test]
async fn rules_that_an_administrator_writes_hold_from_the_next_request_on() {
    let app = TestApp::new().await;
    let admin = Admin::of_country(&app).await;
    let policy = &app.system.services.policy;
    let caller = app.system.caller("test");
    let ask = async || {
        let attributes =
            [("residenceStatus", "NFR"), ("gender", "FLE"), ("dateOfBirth", "1990/01/01"), ("district", "7")];
        let attributes: Vec<_> =
            attributes.iter().map(|(name, value)| json!({"attribute": name, "value": value})).collect();
        let answer = admin.tell("POST", "getApplicantType", json!({ "attributes": attributes })).await;
        fine(&answer)["applicantType"]["applicantTypeCode"].clone()
    };
    assert_eq!(ask().await, "008");
    policy
        .change(&caller, RULES, Some("SEN: age=65-200\nDST: district=7|8 gender=FLE\nALL:"))
        .await
        .expect("sound rules");
    assert_eq!(ask().await, "DST");
    // what is wrong is said, and the rules before stay
    let wrong = policy.change(&caller, RULES, Some("DST: district=7\nnonsense")).await.expect_err("refused");
    assert_eq!(wrong.code(), "TES-MSD-002");
    assert!(wrong.to_string().contains("line 2"), "{wrong}");
    assert_eq!(ask().await, "DST");
    // the way back
    policy.roll_back(&caller, RULES, 1).await.expect("the first version");
    policy.change(&caller, RULES, None).await.expect("the default");
    assert_eq!(ask().await, "008");
}
