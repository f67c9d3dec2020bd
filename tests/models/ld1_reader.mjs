// Reads the known answers of LD1 from the format's description alone, with WebCrypto, and says what it found.
// The format: frame(parts) = count and lengths as 64-bit big-endian numbers, text as UTF-8 in form NFC,
// numbers as decimal digits. Keys come from HKDF-Expand (RFC 5869, section 2.3) with one 32-byte block.
import { readFileSync } from "node:fs";

const { subtle } = globalThis.crypto;
const answers = JSON.parse(readFileSync(process.argv[2], "utf8"));

const fromHex = (text) => Uint8Array.from(Buffer.from(text, "hex"));
const toHex = (bytes) => Buffer.from(bytes).toString("hex");

function frame(parts) {
  const number = (value) => {
    const eight = Buffer.alloc(8);
    eight.writeBigUInt64BE(BigInt(value));
    return eight;
  };
  const chunks = [number(parts.length)];
  for (const part of parts) {
    const bytes = part instanceof Uint8Array ? Buffer.from(part) : Buffer.from(String(part).normalize("NFC"), "utf8");
    chunks.push(number(bytes.length), bytes);
  }
  return Buffer.concat(chunks);
}

async function hmac(secret, message) {
  const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, message));
}

// One block is enough for 32 bytes: T(1) = HMAC(key, label || 0x01).
const expand = (secret, label) => hmac(secret, Buffer.concat([Buffer.from(label), Buffer.of(1)]));

async function unlock(secret, iv, ciphertext, additionalData) {
  const key = await subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv, additionalData, tagLength: 128 }, key, ciphertext));
}

async function unwrap(row, parts) {
  const key = await expand(fromHex(row.key), "lead/kek/wrap/v1");
  return unlock(key, fromHex(row.nonce), fromHex(row.wrapped), frame([...parts, row.key_id]));
}

async function openBody(body, dataKey) {
  const { header } = body;
  const commitment = await expand(dataKey, "lead/detail/commit/v1");
  const order = ["version", "suite", "envelope_id", "site", "sender", "custodian", "subject", "category", "purpose"];
  const fields = [...order, "created", "policy_version"].map((name) => header[name]);
  const bound = frame(["lead/detail/v1", ...fields, commitment]);
  const key = await expand(dataKey, "lead/detail/enc/v1");
  const padded = Buffer.from(await unlock(key, fromHex(body.nonce), fromHex(body.ciphertext), bound));
  const end = padded.lastIndexOf(0x80);
  if (padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error("padding");
  return { commitment: toHex(commitment), plaintext: padded.subarray(0, end).toString("utf8"), size: padded.length };
}

async function chain(events) {
  const digests = [];
  let before = new Uint8Array(32);
  for (const [index, row] of events.entries()) {
    const fields = [row.at, row.actor, row.verb, row.objects, row.decision, row.policy_version, row.request_id];
    const framed = frame(["lead/audit/v1", index + 1, before, ...fields]);
    before = new Uint8Array(await subtle.digest("SHA-256", Buffer.concat([Buffer.of(0), framed])));
    digests.push(toHex(before));
  }
  return digests;
}

async function headHolds(head, count, digest) {
  const key = await subtle.importKey("raw", fromHex(head.public), "Ed25519", false, ["verify"]);
  const message = frame(["lead/audit/head/v1", count, fromHex(digest), head.at]);
  return subtle.verify("Ed25519", key, fromHex(head.signature), message);
}

const { body, grant, custody, row, audit, head } = answers;
const id = body.header.envelope_id;
const { terms } = grant;
const byGrant = await unwrap(grant, [
  "lead/wrap/v1", id, terms.recipient, terms.role, terms.purpose, terms.basis_id, terms.not_after,
]);
const byCustody = await unwrap(custody, ["lead/custody/v1", id]);
const mac = await hmac(fromHex(row.key), frame([row.key_id, row.table, row.row_id, row.version, ...row.fields]));
const name = Buffer.from(row.key_id, "ascii");
const digests = await chain(audit.events);

process.stdout.write(JSON.stringify({
  data_key_by_grant: toHex(byGrant),
  data_key_by_custody: toHex(byCustody),
  body: await openBody(body, byGrant),
  row: toHex(Buffer.concat([Buffer.of(name.length), name, mac])),
  digests,
  head: await headHolds(head, digests.length, digests.at(-1)),
}));
