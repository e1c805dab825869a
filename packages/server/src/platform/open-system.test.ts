import { expect, inject, it } from 'vitest';
import { createLog } from './log.ts';
import { requireDurability } from './open-system.ts';

it('a database that would forget what was acknowledged is refused, with the names of the settings', async () => {
  // The database of the tests is of that kind.
  await expect(requireDurability(inject('testServerUrl'), createLog('silent'))).rejects.toMatchObject({
    code: 'setup.not-durable',
    details: { settings: 'fsync, full_page_writes, synchronous_commit' },
  });
  const durable = new URL(inject('testServerUrl'));
  durable.searchParams.set('options', '-c synchronous_commit=on');
  await expect(requireDurability(durable.href, createLog('silent'))).rejects.toMatchObject({
    details: { settings: 'fsync, full_page_writes' },
  });
});
