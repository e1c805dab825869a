import { randomUUID } from 'node:crypto';
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { helpRequestContracts } from '@renshe/domain/help-request/help-request.contract.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { allRoutes } from '../app.ts';
import { requestOf } from '../prove/prove-request.ts';
import { Admission, admissionLimits, connectionsFor, Lane } from './admission.ts';
import { readConfig } from './config.ts';
import { buildHttp } from './http.ts';
import { createSession } from './session.ts';

const later = () => {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
};

describe('a lane', () => {
  it('works on so many at once, lets so many wait, and sends the rest away before anything is begun', async () => {
    const lane = new Lane({ atOnce: 2, waiting: 3, longestWait: 60_000 });
    const gate = later();
    const begun: number[] = [];
    const answers = Array.from({ length: 8 }, (_, i) =>
      lane
        .run(async () => {
          begun.push(i);
          await gate.done;
          return 'done';
        })
        .catch((error: { code: string }) => error.code),
    );
    expect(await Promise.all(answers.slice(5))).toEqual(Array(3).fill('request.overloaded'));
    expect(() => lane.requireRoom()).toThrow();
    expect(begun).toEqual([0, 1]);
    gate.end();
    expect(await Promise.all(answers.slice(0, 5))).toEqual(Array(5).fill('done'));
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect(await lane.run(async () => 'again')).toBe('again');
  });

  it('sends away who has waited too long, and gives no place to who has gone', async () => {
    const lane = new Lane({ atOnce: 1, waiting: 5, longestWait: 30 });
    const gate = later();
    const first = lane.run(() => gate.done);
    let begun = 0;
    await expect(lane.run(async () => void begun++)).rejects.toMatchObject({ code: 'request.overloaded' });
    const gone = lane.run(
      async () => void begun++,
      () => true,
    );
    const here = lane.run(async () => 'here');
    gate.end();
    await first;
    await expect(gone).rejects.toMatchObject({ code: 'request.overloaded' });
    expect(await here).toBe('here');
    expect(begun).toBe(0);
  });

  it('lets only so many wait as can be served soon', async () => {
    const lane = new Lane({ atOnce: 1, waiting: 1000, longestWait: 600 });
    const work = () => new Promise<void>((done) => setTimeout(done, 20));
    const burst = (count: number) => Promise.allSettled(Array.from({ length: count }, () => lane.run(work)));
    // Nothing is known of its pace before: all that fits waits.
    await burst(20);
    const refused = (await burst(60)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(30);
    expect(refused.length).toBeLessThan(60);
  });

  it('gives its place back after a failure', async () => {
    const lane = new Lane({ atOnce: 1, waiting: 0, longestWait: 30 });
    await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await lane.run(async () => 'next')).toBe('next');
  });
});

describe('routes', () => {
  it('that make or take files have places of their own; signing in and out is never sent away', () => {
    const admission = new Admission(admissionLimits());
    const lanes = new Map(allRoutes.map(({ contract }) => [contract.id, admission.laneOf(contract)]));
    const without = [...lanes].filter(([, lane]) => !lane).map(([id]) => id);
    expect(without.sort()).toEqual([accountContracts.signIn.id, accountContracts.signOut.id].sort());
    expect(lanes.get('resident.export')).not.toBe(lanes.get('resident.file'));
    expect(lanes.get('roster.upload')).not.toBe(lanes.get('resident.export'));
    expect(new Set(lanes.values()).size).toBe(4);
  });

  it('have limits that the environment sets, and connections for all of them', () => {
    const limits = (environment: NodeJS.ProcessEnv) => {
      const { atOnce, waiting } = readConfig({}, environment);
      return admissionLimits(atOnce, waiting);
    };
    expect(limits({}).ordinary).toMatchObject({ atOnce: 10, waiting: 100 });
    expect(limits({ RENSHE_AT_ONCE: '20', RENSHE_WAITING: '0' })).toMatchObject({
      ordinary: { atOnce: 20, waiting: 0 },
      documents: { atOnce: 6, waiting: 0 },
      uploads: { atOnce: 8, waiting: 0 },
    });
    // The embedded database has 60, the tasks in the background take 6 of them and commands of the CLI some.
    expect(connectionsFor(limits({}))).toBeLessThan(45);
    for (const wrong of ['0', 'many', '1.5', '-3'])
      expect(() => readConfig({}, { RENSHE_AT_ONCE: wrong })).toThrow('RENSHE_AT_ONCE');
  });
});

describe('a server that has more to do than it can', () => {
  let app: TestApp;
  let http: FastifyInstance;
  let token: string;
  beforeAll(async () => {
    app = await openTestApp();
    const tight = { atOnce: 2, waiting: 2, longestWait: 60_000 };
    http = await buildHttp(app.system, allRoutes, {
      admission: { ordinary: tight, documents: tight, uploads: tight },
    });
    token = await app.system.db.kysely
      .transaction()
      .execute((w) => createSession(w, app.accountIds.worker, app.clock.now()));
  });
  afterAll(async () => {
    await http.close();
    await app.close();
  });

  // Sent at once, not when somebody waits for the answer.
  const ask = async (key: string, name: string, language: 'zh' | 'en' = 'zh') =>
    await http.inject(
      requestOf(helpRequestContracts.receive, token, {
        key,
        language,
        body: { area: '321102001001', need: 'job', name, phone: '13900001111', detail: '想找工作', channel: 'phone' },
      }),
    );

  it('answers 503 with a time and a sentence, has begun nothing of it, and takes the same request later', async () => {
    const holder = await app.system.db.pool.connect();
    const keys = Array.from({ length: 10 }, () => randomUUID());
    await holder.query('begin');
    // Whoever is at work waits here, at the last step of every command.
    await holder.query('lock table audit_event in exclusive mode');
    const answers = keys.map((key, i) => ask(key, `求助者${i}`, i % 2 === 0 ? 'zh' : 'en'));
    const away = await Promise.all(answers.slice(4));
    for (const [i, answer] of away.entries()) {
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['retry-after']).toBe('2');
      expect(answer.json().error).toMatchObject({ code: 'request.overloaded', kind: 'unavailable' });
      expect(answer.json().error.message).toMatch(i % 2 === 0 ? /什么也没有保存/ : /nothing was saved/);
    }
    // A read is sent away as well while all places are taken, one that needs no place is not.
    expect((await http.inject(requestOf(areaContracts.tree, token))).statusCode).toBe(503);
    await holder.query('rollback');
    holder.release();
    expect((await Promise.all(answers.slice(0, 4))).map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200]);

    const written = async () => ({
      requests: await app.system.db.kysely.selectFrom('help_request').select('request_id').execute(),
      keys: await app.system.db.kysely.selectFrom('idempotency').select('key').execute(),
      events: await app.system.db.kysely
        .selectFrom('audit_event')
        .select('event_id')
        .where('action', '=', 'help-request.received')
        .execute(),
    });
    const first = await written();
    expect([first.requests.length, first.keys.length, first.events.length]).toEqual([4, 4, 4]);
    // The person presses the button again: the same key.
    for (const key of keys) {
      const i = keys.indexOf(key);
      expect((await ask(key, `求助者${i}`, i % 2 === 0 ? 'zh' : 'en')).statusCode).toBe(200);
    }
    const second = await written();
    expect([second.requests.length, second.keys.length, second.events.length]).toEqual([10, 10, 10]);
  });

  it('lets people sign out all the same', async () => {
    const holder = await app.system.db.pool.connect();
    await holder.query('begin');
    await holder.query('lock table help_request in access exclusive mode');
    let refused = 0;
    const crowd = Array.from({ length: 8 }, async (_, i) => {
      const { statusCode } = await ask(randomUUID(), `又一位${i}`);
      if (statusCode === 503) refused++;
      return statusCode;
    });
    while (refused < 4) await new Promise((soon) => setTimeout(soon, 10));
    expect((await http.inject(requestOf(areaContracts.tree, token))).statusCode).toBe(503);
    const leaving = await app.system.db.kysely
      .transaction()
      .execute((w) => createSession(w, app.accountIds.clerk, app.clock.now()));
    expect((await http.inject(requestOf(accountContracts.signOut, leaving, { body: {} }))).statusCode).toBe(200);
    await holder.query('rollback');
    holder.release();
    expect((await Promise.all(crowd)).sort()).toEqual([200, 200, 200, 200, 503, 503, 503, 503]);
  });
});
