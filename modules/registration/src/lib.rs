//! Packets, sync, receiver, pipeline, adjudication and duplicate search.
