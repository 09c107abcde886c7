//! SeaORM migrations, one folder per module, one file per change.
