//! Build, test and measure the workspace.
fn main() {}
