import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type IdentityProviderConfig, isLocal } from './identity-provider.ts';

/** Options of the command line over environment over defaults. */
export interface Config {
  dataDir: string;
  /** An external PostgreSQL; undefined starts the embedded one in the data folder. */
  databaseUrl: string | undefined;
  port: number;
  host: string;
  tls: { certPath: string; keyPath: string } | undefined;
  /** Set when a proxy on this machine ends TLS. */
  publicOrigin: string | undefined;
  cryptoProfile: 'aes' | 'sm' | undefined;
  /** The identity provider of the city, when people may sign in by it. */
  identityProvider?: IdentityProviderConfig | undefined;
  /** A program that looks at uploads, with its words. */
  scanner?: string | undefined;
  /** Files on other machines or sticks that published heads of the audit chains are added to as well. */
  headsCopies?: readonly string[];
  /** Ordinary requests worked on at once and waiting; the defaults of the admission when left out. */
  atOnce?: number;
  waiting?: number;
}

export type Options = Readonly<Record<string, string | boolean | undefined>>;

const text = (value: string | boolean | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

/** @throws Error with a sentence when it is no whole number of at least `least` */
function count(environment: NodeJS.ProcessEnv, name: string, least: number): number | undefined {
  const given = environment[name];
  if (given === undefined || given === '') return undefined;
  const value = Number(given);
  if (!Number.isInteger(value) || value < least || value > 10_000)
    throw new Error(`${name} 应为 ${least}–10000 的整数。 ${name} must be a whole number from ${least} to 10000.`);
  return value;
}

/** On this machine, or by TLS with its certificate checked. */
function isSafeDatabase(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { hostname, searchParams } = new URL(address);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  const here = host === '' || host.startsWith('/') || ['localhost', '127.0.0.1', '[::1]', '::1'].includes(host);
  return here || searchParams.get('sslmode') === 'verify-full';
}

/** Throws a sentence, not a stack, when a value makes no sense. */
export function readConfig(options: Options, environment: NodeJS.ProcessEnv): Config {
  const port = Number(text(options.port) ?? environment.PORT ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`端口应为 0–65535 的整数。 The port must be a number from 0 to 65535.`);
  const certPath = text(options['tls-cert']) ?? environment.RENSHE_TLS_CERT;
  const keyPath = text(options['tls-key']) ?? environment.RENSHE_TLS_KEY;
  if ((certPath === undefined) !== (keyPath === undefined))
    throw new Error('--tls-cert 和 --tls-key 须同时给出。 Give --tls-cert and --tls-key together.');
  const publicOrigin = text(options['public-origin']) ?? environment.RENSHE_PUBLIC_ORIGIN;
  if (publicOrigin !== undefined && (certPath !== undefined || !/^https:\/\/[^/\s]+$/.test(publicOrigin)))
    throw new Error(
      '--public-origin 应写成 https://renshe.example.cn（无路径），且不与 --tls-cert 同用。 --public-origin is like https://renshe.example.cn, without a path, and not together with --tls-cert.',
    );
  const databaseUrl = text(options['database-url']) ?? environment.DATABASE_URL;
  if (databaseUrl !== undefined && !isSafeDatabase(databaseUrl))
    throw new Error(
      '另一台机器上的数据库须用 TLS 连接并核对证书：在 DATABASE_URL 末尾加 ?sslmode=verify-full 。 A database on another machine is spoken to by TLS with its certificate checked: end DATABASE_URL with ?sslmode=verify-full.',
    );
  const profile = text(options.crypto) ?? environment.RENSHE_CRYPTO;
  if (profile !== undefined && profile !== 'aes' && profile !== 'sm')
    throw new Error('--crypto 只能是 aes 或 sm。 --crypto is aes or sm.');
  const dataDir = resolve(text(options.data) ?? environment.RENSHE_DATA ?? join(homedir(), '.renshe'));
  const atOnce = count(environment, 'RENSHE_AT_ONCE', 1);
  const waiting = count(environment, 'RENSHE_WAITING', 0);
  return {
    dataDir,
    identityProvider: readIdentityProvider(dataDir, environment),
    databaseUrl,
    port,
    // Plain HTTP never leaves this machine (design §6): another address needs TLS.
    host: certPath ? (text(options.host) ?? environment.HOST ?? '0.0.0.0') : 'localhost',
    tls: certPath && keyPath ? { certPath, keyPath } : undefined,
    publicOrigin,
    cryptoProfile: profile,
    scanner: environment.RENSHE_SCANNER || undefined,
    headsCopies: (environment.RENSHE_AUDIT_HEADS ?? '').split(',').filter((path) => path.trim() !== ''),
    ...(atOnce !== undefined && { atOnce }),
    ...(waiting !== undefined && { waiting }),
  };
}

/**
 * `<data>/identity-provider.json` with issuer, clientId, clientSecret and name, or RENSHE_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET (or
 * _CLIENT_SECRET_FILE) and _NAME. The environment wins.
 */
function readIdentityProvider(dataDir: string, environment: NodeJS.ProcessEnv): IdentityProviderConfig | undefined {
  const path = join(dataDir, 'identity-provider.json');
  const file = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<IdentityProviderConfig>) : {};
  const secretFile = environment.RENSHE_OIDC_CLIENT_SECRET_FILE;
  const issuer = environment.RENSHE_OIDC_ISSUER ?? file.issuer;
  if (issuer === undefined) return undefined;
  const clientId = environment.RENSHE_OIDC_CLIENT_ID ?? file.clientId;
  const clientSecret =
    environment.RENSHE_OIDC_CLIENT_SECRET ??
    (secretFile === undefined ? undefined : readFileSync(secretFile, 'utf8').trim()) ??
    file.clientSecret;
  if (!clientId || !clientSecret || !URL.canParse(issuer) || !(issuer.startsWith('https://') || isLocal(issuer)))
    throw new Error(
      '统一身份认证须给出 https 的 issuer、clientId 和 clientSecret。 The identity provider needs an https issuer, clientId and clientSecret.',
    );
  return { issuer, clientId, clientSecret, name: environment.RENSHE_OIDC_NAME ?? file.name ?? '统一身份认证' };
}
