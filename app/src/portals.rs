//! One split point per portal: its code is a WASM chunk of its own, loaded when the first of its pages is opened.

use leptos::prelude::*;
use leptos_router::LazyRoute;

macro_rules! portal {
    ($(#[$doc:meta])* $route:ident, $lazy:ident, $preload:ident, $view:path) => {
        #[lazy]
        async fn $lazy() -> AnyView {
            $view()
        }

        $(#[$doc])*
        pub struct $route;

        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                $lazy().await
            }

            // `#[lazy]` writes this function beside its own. Hydration waits for it: a chunk that came later would find the
            // page half taken over.
            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                $preload().await;
            }
        }
    };
}

portal!(
    /// Pre-registration, `/prereg`.
    Prereg, prereg_portal, __preload_prereg_portal, app_prereg::portal
);
portal!(
    /// The resident's own pages, `/resident`.
    Resident, resident_portal, __preload_resident_portal, app_resident::portal
);
portal!(
    /// Help, `/help`.
    Help, help_portal, __preload_help_portal, app_help::portal
);
portal!(
    /// Staff: pipeline and adjudication, `/admin`.
    Admin, admin_portal, __preload_admin_portal, app_admin::portal
);
portal!(
    /// Staff: identity schemas and forms, which bring the controls of pre-registration with them.
    Definitions, definitions_portal, __preload_definitions_portal, app_admin::definitions
);
portal!(
    /// Staff: people, keys, audit rows, jobs and one's own account, in a chunk of their own: few open them in their daily work.
    Office, office_portal, __preload_office_portal, app_admin::office
);
