#!/usr/bin/env python3
"""Checks printed identity cards with nothing but the issuer's published key.

    verify_cards.py DIR --key FILE|URL [--names] [--dpi 300] [--at SECONDS]

Shares no code with Tessera: every DIR/*.pdf is drawn by pdftoppm, its QR read by zbarimg, and the text decoded here
(Base45, zlib, COSE_Sign1, CWT, claim 169) and verified with `cryptography`. Each card is then damaged, one byte of the
signed message at a time, and must be refused. KEY is a JWKS (the issuer's /.well-known/jwks.json, file or address) or PEM
public keys or certificates. Needs: poppler-utils, zbar-tools; pip install -r requirements.txt.
Exit status 0 only when every card passes. With --names, names of claim 169 must also be found by pdftotext, and where a
file of facts lies beside the card (`person-0001.json`, as `tessera journey --out` writes it), every name in it.
"""

import argparse
import base64
import collections.abc
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.request
import zlib

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LARGEST = 65536  # bytes a QR may unpack to


class Refused(Exception):
    """The card does not prove what it says."""


def base45(text):
    digits = []
    for c in text:
        if c not in BASE45:
            raise Refused(f"{c!r} is not Base45")
        digits.append(BASE45.index(c))
    out = bytearray()
    for i in range(0, len(digits), 3):
        group = digits[i : i + 3]
        if len(group) == 1:
            raise Refused("Base45 ends in the middle")
        value = sum(d * 45**p for p, d in enumerate(group))
        width = len(group) - 1
        if value >= 256**width:
            raise Refused("Base45 group is too large")
        out += value.to_bytes(width, "big")
    return bytes(out)


def unpack(text):
    packed = base45(text)
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(packed, LARGEST)
    except zlib.error as error:
        raise Refused(f"zlib: {error}") from error
    if not inflater.eof:
        raise Refused("compressed data is cut or unpacks to more than 64 KiB")
    return data


def b64u(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def load_keys(source):
    """Published keys as (kid or None, key); every Ed25519 and P-256 key is taken, others are passed over."""
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=20) as reply:
            raw = reply.read()
    else:
        raw = pathlib.Path(source).read_bytes()
    keys = []
    if raw.lstrip().startswith(b"{"):
        document = json.loads(raw)
        for jwk in document.get("keys", [document]):
            kid = jwk.get("kid")
            if jwk.get("kty") == "OKP" and jwk.get("crv") == "Ed25519":
                keys.append((kid, ed25519.Ed25519PublicKey.from_public_bytes(b64u(jwk["x"]))))
            elif jwk.get("kty") == "EC" and jwk.get("crv") == "P-256":
                point = (int.from_bytes(b64u(jwk[c]), "big") for c in ("x", "y"))
                keys.append((kid, ec.EllipticCurvePublicNumbers(*point, ec.SECP256R1()).public_key()))
    else:
        for block in raw.split(b"-----BEGIN ")[1:]:
            pem = b"-----BEGIN " + block
            if block.startswith(b"CERTIFICATE"):
                key = x509.load_pem_x509_certificate(pem).public_key()
            else:
                key = load_pem_public_key(pem)
            if isinstance(key, (ed25519.Ed25519PublicKey, ec.EllipticCurvePublicKey)):
                keys.append((None, key))
    if not keys:
        raise SystemExit(f"{source} holds no Ed25519 or P-256 public key")
    return keys


def check(message, keys, at):
    """Verifies a COSE_Sign1 with a CWT and returns (claim 169, other claims)."""
    try:
        item = cbor2.loads(message)
    except Exception as error:  # cbor2 has many
        raise Refused(f"CBOR: {error}") from error
    if isinstance(item, cbor2.CBORTag) and item.tag == 61:
        item = item.value
    if not isinstance(item, cbor2.CBORTag) or item.tag != 18:
        raise Refused("not a tagged COSE_Sign1")
    if not isinstance(item.value, (list, tuple)) or len(item.value) != 4:
        raise Refused("COSE_Sign1 has four parts")
    protected, unprotected, payload, signature = item.value
    if not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise Refused("COSE_Sign1 parts are byte strings")
    try:
        header = cbor2.loads(protected) if protected else {}
        claims = cbor2.loads(payload)
    except Exception as error:
        raise Refused(f"CBOR: {error}") from error
    if not all(isinstance(part, collections.abc.Mapping) for part in (header, unprotected, claims)):
        raise Refused("headers and claims are maps")
    kid = header.get(4, unprotected.get(4))
    kid = kid.decode("ascii", "replace") if isinstance(kid, bytes) else kid
    candidates = [key for name, key in keys if name is None or kid is None or name == kid]
    if not candidates:
        raise Refused(f"no published key is called {kid}")
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    if not any(verifies(key, header.get(1), signature, signed) for key in candidates):
        raise Refused("the signature is not the issuer's")
    if isinstance(claims.get(4), int) and at > claims[4] + 60:
        raise Refused("expired")
    if isinstance(claims.get(5), int) and at + 60 < claims[5]:
        raise Refused("not valid yet")
    identity = claims.get(169)
    if isinstance(identity, bytes):
        identity = cbor2.loads(identity)
    if not isinstance(identity, collections.abc.Mapping):
        raise Refused("claim 169 is missing")
    return identity, claims


def verifies(key, algorithm, signature, signed):
    try:
        if isinstance(key, ed25519.Ed25519PublicKey) and algorithm == -8:
            key.verify(signature, signed)
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm == -7 and len(signature) == 64:
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
            return True
    except InvalidSignature:
        pass
    return False


def read_qr(pdf, dpi):
    """Texts of all QR codes on all pages, as a scanner sees the printed sheet."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), f"{directory}/page"], check=True)
        texts = []
        for page in sorted(pathlib.Path(directory).glob("*.png")):
            command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqr.enable", str(page)]
            found = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
            if found.returncode == 0:
                # One line per code; Base45 itself may begin or end with a space, so only the newline goes.
                texts += [line for line in found.stdout.decode("utf-8").split("\n") if line]
        return texts


def same_text(text):
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Mn"))
    return " ".join("".join(kept).split())


def covered(message):
    """About a hundred positions of bytes the signature answers for: protected header, payload, signature."""
    item = cbor2.loads(message)
    protected, _, payload, signature = (item.value.value if item.tag == 61 else item.value)
    for part in (protected, payload, signature):
        start = message.index(part)
        yield from range(start, start + len(part), max(1, len(part) // 33))


def verify_card(pdf, keys, options):
    texts = read_qr(pdf, options.dpi)
    if len(texts) != 1:
        raise Refused(f"{len(texts)} QR codes found")
    message = unpack(texts[0])
    identity, claims = check(message, keys, options.at)
    for position in covered(message):
        damaged = bytearray(message)
        damaged[position] ^= 0x01
        try:
            check(bytes(damaged), keys, options.at)
        except Refused:
            continue
        raise Refused(f"byte {position} was flipped and nothing noticed")
    if options.names:
        printed = subprocess.run(["pdftotext", str(pdf), "-"], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
        printed = same_text(printed)
        for key in (4, 19):
            name = identity.get(key)
            if isinstance(name, str) and same_text(name) not in printed:
                raise Refused(f"the name of attribute {key} is not printed")
        if not isinstance(identity.get(4), str):
            raise Refused("claim 169 holds no name")
        facts = pdf.with_suffix(".json")
        if facts.exists():
            for language, name in json.loads(facts.read_text("utf-8")).get("name", {}).items():
                if same_text(name) not in printed:
                    raise Refused(f"the name in {language} is not printed")
    return identity, claims, len(texts[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--key", required=True, help="JWKS or PEM, file or address")
    parser.add_argument("--dpi", type=int, default=300)
    parser.add_argument("--names", action="store_true", help="names must be found by pdftotext as well")
    parser.add_argument("--at", type=int, default=int(time.time()), help="moment of checking, seconds since 1970")
    options = parser.parse_args()
    keys = load_keys(options.key)
    cards = sorted(options.directory.glob("*.pdf"))
    failed = 0
    for pdf in cards:
        try:
            identity, claims, length = verify_card(pdf, keys, options)
            attributes = ",".join(str(key) for key in sorted(identity))
            print(f"{pdf.name}: verified, issuer {claims.get(1)}, attributes {attributes}, {length} characters")
        except Refused as reason:
            failed += 1
            print(f"{pdf.name}: REFUSED: {reason}")
    print(json.dumps({"cards": len(cards), "verified": len(cards) - failed, "refused": failed}))
    sys.exit(0 if cards and not failed else 1)


if __name__ == "__main__":
    main()
