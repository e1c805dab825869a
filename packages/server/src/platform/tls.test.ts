/** Handshakes with the server's own HTTPS, by clients that want something else than it gives. */
import type { AddressInfo } from 'node:net';
import { type ConnectionOptions, connect, createServer, type Server, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../test/make-certificate.ts';
import type { Host } from './host.ts';
import { buildHttp } from './http.ts';
import { createLog } from './log.ts';

const certificate = makeCertificate('localhost');
let http: FastifyInstance;
/** A server that takes anything: it shows that the client would have spoken. */
let careless: Server;
beforeAll(async () => {
  const host = { log: createLog('silent') } as Host;
  const tls = { cert: Buffer.from(certificate.cert), key: Buffer.from(certificate.key) };
  http = await buildHttp(host, [], { tls });
  await http.listen({ port: 0, host: 'localhost' });
  careless = createServer({
    ...certificate,
    minVersion: 'TLSv1',
    ciphers: 'ALL:eNULL:aNULL:@SECLEVEL=0',
    ecdhCurve: 'auto',
  });
  await new Promise<void>((resolve) => careless.listen(0, 'localhost', resolve));
});
afterAll(async () => {
  await http.close();
  await new Promise((resolve) => careless.close(resolve));
});

interface Agreed {
  protocol: string | null;
  cipher: string;
  key: string;
}

async function shake(server: Pick<Server, 'address'>, wanted: ConnectionOptions): Promise<Agreed | 'refused'> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({ port, host: 'localhost', ca: certificate.cert, ...wanted }, () => {
      const { name = '', size = 0 } = socket.getEphemeralKeyInfo() as { name?: string; size?: number };
      resolve({ protocol: socket.getProtocol(), cipher: socket.getCipher().name, key: `${name} ${size}`.trim() });
      socket.destroy();
    });
    socket.on('error', () => resolve('refused'));
  });
}

const old = (version: 'TLSv1' | 'TLSv1.1'): ConnectionOptions => ({
  minVersion: version,
  maxVersion: version,
  ciphers: 'ALL:@SECLEVEL=0',
});
const second = (ciphers: string): ConnectionOptions => ({
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ciphers: `${ciphers}:@SECLEVEL=0`,
});

describe('a handshake', () => {
  it('ends in TLS 1.3 with the strongest cipher, whatever the order of the client, and in 1.2 where it must', async () => {
    const best = await shake(http.server, { ciphers: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384' });
    expect(best).toMatchObject({ protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' });
    const older = await shake(http.server, second('ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'));
    expect(older).toMatchObject({ protocol: 'TLSv1.2', cipher: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
  });

  it.each<[string, ConnectionOptions]>([
    ['TLS 1.0', old('TLSv1')],
    ['TLS 1.1', old('TLSv1.1')],
    ['a cipher without forward secrecy is not there, CBC', second('ECDHE-ECDSA-AES256-SHA')],
    ['CBC with SHA-256', second('ECDHE-ECDSA-AES128-SHA256')],
    ['no encryption', second('ECDHE-ECDSA-NULL-SHA')],
    ['no certificate', { ...second('AECDH-AES256-SHA'), rejectUnauthorized: false }],
  ])('is refused with %s', async (_, wanted) => {
    expect(await shake(http.server, wanted)).toBe('refused');
    expect(await shake(careless, wanted)).not.toBe('refused');
  });

  it.each([
    ['X25519', 'X25519 253'],
    ['P-256', 'prime256v1 256'],
    ['P-384', 'secp384r1 384'],
  ])('makes its key of the moment over %s', async (ecdhCurve, key) => {
    expect(await shake(http.server, { ecdhCurve })).toMatchObject({ protocol: 'TLSv1.3', key });
  });

  it('takes the hybrid with ML-KEM where the client has it', async () => {
    const agreed = await shake(http.server, { ecdhCurve: 'X25519MLKEM768' });
    expect(agreed).toMatchObject({ protocol: 'TLSv1.3' });
  });

  it.each(['X448', 'secp521r1', 'ffdhe2048'])('does not take the curve %s', async (ecdhCurve) => {
    expect(await shake(http.server, { ecdhCurve })).toBe('refused');
    expect(await shake(careless, { ecdhCurve })).not.toBe('refused');
  });
});
