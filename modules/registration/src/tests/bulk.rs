//! Packets that an administrator brings as files.

use registration_api::bulk::{BroughtPacket, BroughtPackets as _};

use super::Desk;
use super::packets::{Made, make, person};

fn brought<'a>(made: &Made, file_name: &'a str, announce: bool) -> BroughtPacket<'a> {
    BroughtPacket {
        file_name,
        content: made.sealed.clone(),
        announce,
        center: "10001",
        source: "REGISTRATION_CLIENT",
        process: "NEW",
        supervisor_status: "APPROVED",
        language: "eng",
    }
}

// UI-ADM-24, ADM-22
#[tokio::test]
async fn a_packet_from_a_file_gets_a_number_as_any_other() {
    let desk = Desk::open().await;
    let mut ada = person(1, 1, "Ada Lovelace");
    ada.fingers = &[2];
    let made = make(&desk.doubles, 1, &ada);
    let name = format!("{}.zip", made.packet_id);
    let take = async |packet: BroughtPacket<'_>| desk.module.take(&desk.caller(), packet).await;
    // nobody announced it, and whoever brings it may not
    assert_eq!(take(brought(&made, &name, false)).await.unwrap_err().code(), "RPR-PKR-001");
    take(brought(&made, &name, true)).await.unwrap();
    desk.run_jobs().await;
    assert_eq!(desk.status(&made).await.0, "PROCESSED");
    // brought again it is the same packet
    take(brought(&made, &name, true)).await.unwrap();
    assert_eq!(desk.look(&made).await.1.iter().filter(|step| step.stage == "PacketReceiverStage").count(), 1);
}

// UI-ADM-24
#[tokio::test]
async fn what_is_not_as_it_says_is_refused_with_its_code() {
    let desk = Desk::open().await;
    let made = make(&desk.doubles, 1, &person(1, 1, "Ada Lovelace"));
    let name = format!("{}.zip", made.packet_id);
    let code = async |packet: BroughtPacket<'_>| desk.module.take(&desk.caller(), packet).await.unwrap_err().code();
    assert_eq!(code(brought(&made, "packet.txt", true)).await, "RPR-PKR-003");
    assert_eq!(code(BroughtPacket { center: "10002", ..brought(&made, &name, true) }).await, "RPR-RGS-014");
    assert_eq!(code(BroughtPacket { process: "OLD", ..brought(&made, &name, true) }).await, "RPR-RGS-003");
    // a machine's announcement stands: other bytes are not its packet
    desk.announce(&made, |_| {}).await.unwrap();
    let mut other = made.sealed.clone();
    other[40] ^= 1;
    assert_eq!(code(BroughtPacket { content: other, ..brought(&made, &name, true) }).await, "RPR-PKR-009");
    assert_eq!(code(BroughtPacket { content: vec![1], ..brought(&made, &name, true) }).await, "RPR-PKR-013");
}
