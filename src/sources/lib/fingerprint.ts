const OFFSET = 14_695_981_039_346_656_037n;
const PRIME = 1_099_511_628_211n;
const SEPARATOR = 0xff;

/**
 * The fingerprint that Prometheus gives a set of labels: 64-bit FNV-1a over the names in byte order and their values, each ended
 * by 0xff; 16 hex digits. For senders too old to send it, so that both name the same alert.
 */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  let hash = OFFSET;
  for (const name of names) {
    for (const part of [name, labels[name] ?? ""]) {
      for (const byte of [...Buffer.from(part), SEPARATOR]) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
    }
  }
  return hash.toString(16).padStart(16, "0");
}
