//! Database handles, transactions, jobs, audit rows, migrations support, clock and randomness.
