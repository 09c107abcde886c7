"""MOSIP's formats once more, over other libraries than ours, to check ours in both directions (spec ida-crypto A.4, A.7, A.8).

Reads a list of cases as JSON, writes the list of their results. Binary members are standard base64.
Needs `cryptography`; `jwcrypto` and `cbor2` for the cases that name them.
"""

import base64
import hashlib
import json
import os
import struct
import sys
import warnings
import zlib

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import pkcs7
except ImportError:
    print(json.dumps({"absent": "cryptography"}))
    sys.exit(0)

SPLITTER = b"#KEY_SPLITTER#"
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
OAEP_SHA1 = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA256(), None)
MASKS = {"sha256": OAEP, "sha1": OAEP_SHA1}


class Absent(Exception):
    pass


def b(text):
    return base64.b64decode(text)


def s(data):
    return base64.b64encode(data).decode()


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unurl(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(case):
    return serialization.load_der_private_key(b(case["private"]), None)


def certificate(case):
    return x509.load_pem_x509_certificate(case["certificate"].encode())


def der(cert):
    return cert.public_bytes(serialization.Encoding.DER)


def gcm_seal(key, nonce, aad, plain):
    encryptor = Cipher(algorithms.AES(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(aad)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def gcm_open(key, nonce, aad, sealed):
    decryptor = Cipher(algorithms.AES(key), modes.GCM(nonce, sealed[-16:])).decryptor()
    decryptor.authenticate_additional_data(aad)
    return decryptor.update(sealed[:-16]) + decryptor.finalize()


def ecb(key, data, encrypt):
    cipher = Cipher(algorithms.AES(key), modes.ECB())
    step = cipher.encryptor() if encrypt else cipher.decryptor()
    return step.update(data) + step.finalize()


def optional(case, name):
    return b(case[name]) if case.get(name) else b""


def envelope_seal(case):
    cert, key = certificate(case), os.urandom(32)
    salt, aad, plain = optional(case, "salt"), optional(case, "aad"), b(case["plain"])
    head = cert.fingerprint(hashes.SHA256()) if case["thumbprint"] else b""
    wrapped = cert.public_key().encrypt(key, OAEP)
    if case["version2"]:
        own = os.urandom(32)
        return s(b"VER_R2" + head + wrapped + SPLITTER + own + gcm_seal(key, own[:12], own, plain))
    if salt:
        return s(head + wrapped + SPLITTER + gcm_seal(key, salt, aad, plain))
    iv = os.urandom(16)
    return s(head + wrapped + SPLITTER + gcm_seal(key, iv, aad, plain) + iv)


def envelope_open(case):
    data, salt, aad = b(case["data"]), optional(case, "salt"), optional(case, "aad")
    head, body = data.split(SPLITTER, 1)
    version2 = head.startswith(b"VER_R2")
    head = head[6:] if version2 else head
    key = private(case).decrypt(head[-256:], OAEP)
    if version2:
        return {"plain": s(gcm_open(key, body[:12], body[:32], body[32:])), "thumbprint": s(head[:-256])}
    if salt:
        return {"plain": s(gcm_open(key, salt, aad, body)), "thumbprint": s(head[:-256])}
    return {"plain": s(gcm_open(key, body[-16:], aad, body[:-16])), "thumbprint": s(head[:-256])}


def pin_key(pin, salt):
    return hashlib.pbkdf2_hmac("sha512", pin.encode(), salt, 100_000, 32)


def pin_seal(case):
    salt, nonce = os.urandom(32), os.urandom(12)
    return s(salt + nonce + gcm_seal(pin_key(case["pin"], salt), nonce, salt, case["text"].encode()))


def pin_open(case):
    data = b(case["data"])
    return gcm_open(pin_key(case["pin"], data[:32]), data[32:44], data[:32], data[44:]).decode()


def zk_key(case):
    return ecb(b(case["key"]), hashlib.sha256(case["id"].encode()).digest(), True)


def zk_seal(case):
    nonce, aad = os.urandom(12), os.urandom(32)
    return s(struct.pack(">i", case["index"]) + nonce + aad + gcm_seal(zk_key(case), nonce, aad, case["text"].encode()))


def zk_open(case):
    data = b(case["data"])
    plain = gcm_open(zk_key(case), data[4:16], data[16:48], data[48:])
    return {"index": struct.unpack(">i", data[:4])[0], "text": plain.decode()}


def client_seal(case):
    key, plain = os.urandom(32), b(case["plain"])
    public = serialization.load_der_public_key(b(case["public"]))
    iv, aad = (os.urandom(16), os.urandom(12)) if case["old"] else (os.urandom(12), os.urandom(32))
    return s(public.encrypt(key, MASKS[case["mask"]]) + iv + aad + gcm_seal(key, iv, aad, plain))


def client_open(case):
    data = b(case["data"])
    key = private(case).decrypt(data[:256], MASKS[case["mask"]])
    return s(gcm_open(key, data[256:268], data[268:300], data[300:]))


def wrap_private_key(case):
    key, iv = os.urandom(32), os.urandom(16)
    wrapped = certificate(case).public_key().encrypt(key, OAEP)
    return s(wrapped + SPLITTER + gcm_seal(key, iv, b"", b(case["pkcs8"])) + iv)


def jwe_seal(case):
    cert, key, iv, plain = certificate(case), os.urandom(32), os.urandom(12), b(case["plain"])
    header = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": url(cert.fingerprint(hashes.SHA256()))}
    if case["compress"]:
        header["zip"] = "DEF"
        squeeze = zlib.compressobj(wbits=-15)
        plain = squeeze.compress(plain) + squeeze.flush()
    protected = url(json.dumps(header).encode())
    sealed = AESGCM(key).encrypt(iv, plain, protected.encode())
    parts = [cert.public_key().encrypt(key, OAEP), iv, sealed[:-16], sealed[-16:]]
    return ".".join([protected, *map(url, parts)])


def jwe_open(case):
    protected, wrapped, iv, body, tag = case["token"].split(".")
    header = json.loads(unurl(protected))
    key = private(case).decrypt(unurl(wrapped), OAEP)
    plain = AESGCM(key).decrypt(unurl(iv), unurl(body) + unurl(tag), protected.encode())
    if header.get("zip") == "DEF":
        plain = zlib.decompress(plain, wbits=-15)
    return {"plain": s(plain), "header": header}


def library(name):
    try:
        return __import__(name, fromlist=["x"])
    except ImportError as error:
        raise Absent(name.split(".")[0]) from error


def jwcrypto_key(case):
    jwk = library("jwcrypto.jwk")
    if "private" in case:
        pem = private(case).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return jwk.JWK.from_pem(pem)
    pem = certificate(case).public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return jwk.JWK.from_pem(pem)


def jwcrypto_jwe_open(case):
    token = library("jwcrypto.jwe").JWE()
    token.deserialize(case["token"], jwcrypto_key(case))
    return s(token.payload)


def jwcrypto_jwe_seal(case):
    header = {"alg": "RSA-OAEP-256", "enc": "A256GCM"}
    if case["compress"]:
        header["zip"] = "DEF"
    token = library("jwcrypto.jwe").JWE(b(case["plain"]), json.dumps(header))
    token.add_recipient(jwcrypto_key(case))
    return token.serialize(compact=True)


def jwcrypto_jws_verify(case):
    jws = library("jwcrypto.jws")
    token = jws.JWS()
    token.allowed_algs = [case["alg"]]
    token.deserialize(case["token"])
    detached = b(case["detached"]) if "detached" in case else None
    try:
        token.verify(jwcrypto_key(case), detached_payload=detached)
    except jws.InvalidJWSSignature:
        return False
    return True


def check(key, alg, signature, message):
    try:
        if alg in ("RS256", -257):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        elif alg in ("PS256", -37):
            key.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        elif alg in ("ES256", -7):
            halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
            key.verify(utils.encode_dss_signature(*halves), message, ec.ECDSA(hashes.SHA256()))
        elif alg in ("EdDSA", -8):
            key.verify(signature, message)
        else:
            raise ValueError(alg)
    except InvalidSignature:
        return False
    return True


def jws_verify(case):
    protected, payload, signature = case["token"].split(".")
    header = json.loads(unurl(protected))
    message = protected.encode() + b"."
    if header.get("b64", True):
        message += url(b(case["detached"])).encode() if "detached" in case else payload.encode()
    else:
        message += b(case["detached"])
    return check(certificate(case).public_key(), header["alg"], unurl(signature), message)


def cose_verify(case):
    cbor2 = library("cbor2")
    message = cbor2.loads(b(case["message"]))
    tags = []
    while isinstance(message, cbor2.CBORTag):
        tags.append(message.tag)
        message = message.value
    protected, unprotected, payload, signature = message
    structure = cbor2.dumps(["Signature1", protected, b"", payload])
    alg = cbor2.loads(protected)[1]
    plain = {str(label): (s(value) if isinstance(value, bytes) else value) for label, value in unprotected.items()}
    claims = {}
    if case.get("cwt"):
        claims = {str(k): (s(v) if isinstance(v, bytes) else v) for k, v in cbor2.loads(payload).items()}
    valid = check(certificate(case).public_key(), alg, signature, structure)
    return {"tags": tags, "valid": valid, "payload": s(payload), "unprotected": plain, "claims": claims}


def argon2(case):
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
    except ImportError as error:
        raise Absent("cryptography with Argon2") from error
    kdf = Argon2id(salt=b(case["salt"]), length=32, iterations=10, lanes=2, memory_cost=64 * 1024)
    return s(kdf.derive(case["text"].encode()))


def chain_verify(case):
    """Checks each certificate of a chain against the next, as `getCertificateChain` hands them out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the set is in the chain's order, which DER does not sort
        certs = pkcs7.load_der_pkcs7_certificates(b(case["bundle"]))
    for below, above in zip(certs, certs[1:]):
        below.verify_directly_issued_by(above)
    return [cert.subject.rfc4514_string() for cert in certs]


def issue_weak(case):
    issuer = certificate(case)
    names = [x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, case["organization"]),
             x509.NameAttribute(x509.NameOID.COMMON_NAME, "weak")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weak = rsa.generate_private_key(65537, 1024).public_key()
    builder = x509.CertificateBuilder(issuer.subject, x509.Name(names), weak, x509.random_serial_number())
    builder = builder.not_valid_before(issuer.not_valid_before_utc).not_valid_after(issuer.not_valid_after_utc)
    made = builder.sign(private(case), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM).decode()


def main():
    results = []
    for case in json.load(sys.stdin):
        try:
            results.append({"ok": globals()[case["op"]](case)})
        except Absent as absent:
            results.append({"absent": str(absent)})
        except Exception as error:  # the caller's test shows it
            results.append({"error": f"{case['op']}: {type(error).__name__} {error}"})
    print(json.dumps(results))


main()
