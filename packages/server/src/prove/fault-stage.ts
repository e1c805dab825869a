/** One run of the fault lane: a cluster, a city in a database of its own, a server over it, clients, and the checker. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultChecker } from './fault-checker.ts';
import { type FaultCity, faultNow } from './fault-city.ts';
import { FaultClients } from './fault-clients.ts';
import type { FaultCluster } from './fault-cluster.ts';
import { FaultJournal } from './fault-journal.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FaultServer } from './fault-server.ts';
import type { PlantedBug } from './planted-bug.ts';
import type { ProofTally } from './prove-result.ts';

export interface StageOptions {
  database: string;
  /** The server's own data folder runs the database; otherwise it has a folder of its own and reaches the database over the faulty wire. */
  own: boolean;
  planted: PlantedBug | null;
  seed: number;
  tally: ProofTally;
}

export class FaultStage {
  readonly cluster: FaultCluster;
  readonly database: string;
  readonly proxy: FaultProxy;
  readonly server: FaultServer;
  readonly clients: FaultClients;
  readonly checker: FaultChecker;
  readonly tally: ProofTally;
  /** Milliseconds from our clock to the stage's, which stood at the lane's instant when it was set up and goes on from there. */
  readonly ahead = Date.parse(faultNow) - Date.now();
  readonly #folder: string;
  readonly #journal: FaultJournal;

  private constructor(cluster: FaultCluster, city: FaultCity, proxy: FaultProxy, options: StageOptions) {
    this.cluster = cluster;
    this.database = options.database;
    this.proxy = proxy;
    this.tally = options.tally;
    this.#folder = mkdtempSync(join(tmpdir(), 'renshe-fault-'));
    this.#journal = new FaultJournal(join(this.#folder, 'journal.jsonl'));
    const dataDir = options.own ? cluster.dataDir : join(this.#folder, 'data');
    if (!options.own) {
      mkdirSync(dataDir);
      cpSync(join(cluster.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
    }
    this.server = new FaultServer({ dataDir, planted: options.planted, ahead: this.ahead });
    if (!options.own) this.throughProxy();
    this.clients = new FaultClients(this.server, city, this.#journal, options.seed);
    this.checker = new FaultChecker(cluster, { name: options.database, dataDir }, this.#journal, options.tally);
  }

  static async open(cluster: FaultCluster, city: FaultCity, options: StageOptions): Promise<FaultStage> {
    const stage = new FaultStage(cluster, city, await FaultProxy.open(cluster.port), options);
    try {
      await stage.server.start();
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  /** From its next start on the server reaches the database over the faulty wire. */
  throughProxy(): void {
    this.server.home.databaseUrl = this.proxy.url(this.cluster.databaseUrl(this.database));
  }

  /** A second program on the same database. */
  async secondServer(): Promise<FaultServer> {
    const second = new FaultServer({ ...this.server.home });
    await second.start();
    return second;
  }

  /** One row of the database, asked as nobody of the product would. */
  async row<T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.cluster.asSuperuser<T>(text, values, this.database))[0];
  }

  async close(): Promise<void> {
    this.clients.abandon();
    await this.server.kill();
    await this.proxy.close();
    this.#journal.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
