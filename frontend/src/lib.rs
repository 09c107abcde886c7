//! The WASM entry: the panic hook and hydration, nothing else, ever.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the module script of the shell; hydrates the server's page after the portal's chunk has arrived.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
