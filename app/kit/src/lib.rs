//! The design as components: one part per class of `style/kit.css`, state by attribute.
//!
//! Pages never write `id`, `aria-describedby`, `aria-invalid`, `lang` or `dir` of a field by hand: `Field` owns them.
//! Everything works before and without WASM: links are links, forms post.

mod blank;
mod choices;
mod copy;
mod dialog;
mod error;
mod facts;
mod field;
mod frame;
mod icon;
mod inputs;
mod menu;
mod messages;
mod pictures;
mod preferences;
mod print;
mod progress;
mod query;
mod response;
mod row_keys;
#[cfg(feature = "ssr")]
pub mod server;
mod table;

pub use blank::{Denied, Empty, Failed, NotFound, SignedOut, Skeleton};
pub use choices::{Choice, Choices};
pub use copy::CopyId;
pub use dialog::Dialog;
pub use error::{Packed, Refusal, UiError, error_text, loaded};
pub use facts::{Fact, Facts};
pub use field::{Field, Group, MaybeText, Problem};
pub use frame::{BackLink, CitizenFrame, ConsoleFrame, ConsolePage, Course, NavLink, NavLinks, Page};
pub use icon::Icon;
pub use inputs::{CodeInput, DateParts, FileInput, Input, Select, TextArea};
pub use menu::{AppearanceForm, LangSwitch, ThemeToggle};
pub use messages::{DonePanel, ErrorSummary, Notice};
pub use pictures::{Photo, Qr};
pub use preferences::{Preferences, Theme, use_locale, use_preferences};
pub use print::PrintButton;
pub use progress::{Pipe, PipeStage, PipeStages, Steps, Tag, Tile, Timeline, TimelineEntry};
pub use query::{use_path, use_problem, use_query_value};
pub use response::set_status;
pub use row_keys::RowKeys;
pub use table::{FilterLink, Pager, SortHead, SortTable, Table};
