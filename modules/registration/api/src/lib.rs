//! Contract of the registration module. Packets, sync, receiver, pipeline, adjudication and duplicate search.
