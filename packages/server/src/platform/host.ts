import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Keyring } from './crypto.ts';
import type { Database } from './db.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { ReferenceCache } from './reference.ts';
import type { Scanner } from './scan-upload.ts';
import type { TaskQueue } from './tasks.ts';

/** Everything that lives as long as the process; handed to handlers, never imported. */
export interface Host {
  db: Database;
  clock: Clock;
  keyring: Keyring;
  reference: ReferenceCache;
  tasks: TaskQueue;
  log: Logger;
  /** The city's, when one is configured. */
  identityProvider?: IdentityProvider | undefined;
  /** The operator's, when one is configured. */
  scanner?: Scanner | undefined;
  dataDir: string;
  /** Set-up code of a system without accounts. */
  setupCode: string;
}
