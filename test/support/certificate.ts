// A self-signed certificate and its key as PEM, made in memory: no test keeps a private key in a file of the project.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export type Pem = { readonly certificate: string; readonly key: string };

/** `from`, `until`: when it is valid. Nobody may take it for more than a shape: it names no extension. */
export function makeCertificate(
  {
    from = new Date('2020-01-01'),
    until = new Date('2049-12-31'),
  }: { readonly from?: Date; readonly until?: Date } = {},
  kind: 'rsa' | 'ec' = 'rsa',
): Pem {
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const how = kind === 'rsa' ? sequence(SHA256_RSA, der(5)) : sequence(SHA256_EC);
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from('aval')))));
  const about = sequence(
    der(0xa0, der(2, Buffer.from([2]))),
    der(2, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    how,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', about, privateKey);
  const whole = sequence(about, how, der(3, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** As Entra shows it. */
export function thumbprintOf({ certificate }: Pem): string {
  const raw = Buffer.from(certificate.replace(/-----.*-----/g, ''), 'base64');
  return createHash('sha256').update(raw).digest('base64url');
}

const SHA256_RSA = Buffer.from('06092a864886f70d01010b', 'hex');
const SHA256_EC = Buffer.from('06082a8648ce3d040302', 'hex');
const COMMON_NAME = Buffer.from('0603550403', 'hex');

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** UTCTime, good until 2049. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}
