import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from './log.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'renshe-log-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(name: string, write: (log: ReturnType<typeof createLog>) => void): Promise<string[]> {
  const path = join(folder, name);
  const log = createLog('info', path);
  write(log);
  log.info('the end');
  // Lines are written behind the back of whoever logs.
  const text = await vi.waitFor(() => {
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('"the end"');
    return text;
  }, 20_000);
  return text.trimEnd().split('\n').slice(0, -1);
}

describe('the log of the server', () => {
  it('is one object a line, with its instant in UTC', async () => {
    const [line, ...others] = await written('line', (log) => log.info({ route: '/api/residents', status: 200 }));
    expect(others).toEqual([]);
    const { time, ...rest } = JSON.parse(line!);
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(rest).toEqual({ level: 30, route: '/api/residents', status: 200 });
  });
  it('takes a text of several lines for one text', async () => {
    const forged = 'x\n{"level":50,"msg":"forged"}\r\n\u2028\u001b[31m';
    const lines = await written('forged', (log) => log.warn({ requestId: forged }, forged));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40, requestId: forged, msg: forged });
    expect(lines[0]).not.toContain('\u001b');
  });
  it('leaves out bodies, numbers and passwords', async () => {
    const secret = { citizenId: '321102197403150018', phone: '13912345678', password: 'tulip-harbour-anvil' };
    const lines = await written('secret', (log) => {
      log.info({ req: { body: secret }, res: secret, body: secret, resident: secret });
      log.error({
        err: Object.assign(new Error('duplicate key'), { detail: 'Key (citizen_id)=(321102197403150018)' }),
      });
    });
    expect(lines).toHaveLength(2);
    for (const text of ['321102197403150018', '13912345678', 'tulip-harbour-anvil'])
      expect(lines.join()).not.toContain(text);
  });
});
