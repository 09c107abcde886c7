//! JWS, JWE, COSE, MOSIP envelopes, X.509 and canonical JSON: keys come in, nothing is kept.
