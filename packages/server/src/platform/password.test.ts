import { hash, parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import {
  createPasswordHasher,
  hashPassword,
  PasswordBusyError,
  passwordNeedsRehash,
  verifyPassword,
} from './password.ts';

describe('password', () => {
  it('verifies exactly what it hashed: every sign counts, to the last', async () => {
    const passwordHash = await hashPassword('tulip-harbour-anvil 灯');
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('tulip-harbour-anvil 灯')).not.toBe(passwordHash);
    expect(await verifyPassword('tulip-harbour-anvil 灯', passwordHash)).toBe(true);
    for (const other of [
      'tulip-harbour-anvil',
      'Tulip-harbour-anvil 灯',
      ' tulip-harbour-anvil 灯',
      'tulip-harbour-anvil 灯 ',
      'ｔulip-harbour-anvil 灯',
    ])
      expect([other, await verifyPassword(other, passwordHash)]).toEqual([other, false]);
    const long = 'tulip-harbour-anvil-'.repeat(10);
    const longHash = await hashPassword(`${long}a`);
    expect(await verifyPassword(`${long}b`, longHash)).toBe(false);
    expect(await verifyPassword(`${long}a`, longHash)).toBe(true);
  });

  it.each(['!', '', 'no hash', '$argon2id$v=19$m=19456,t=2,p=1$', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA'])(
    'refuses any password where %j is stored',
    async (stored) => {
      for (const password of ['tulip-harbour-anvil', '!', ''])
        expect(await verifyPassword(password, stored)).toBe(false);
    },
  );

  it('does the same work for nobody as for somebody, also for an account without a password', async () => {
    const asked: string[] = [];
    const { hashPassword, verifyPassword, verifyNothing } = createPasswordHasher({
      async compare(passwordHash) {
        asked.push(passwordHash);
        return true;
      },
    });
    const passwordHash = await hashPassword('tulip-harbour-anvil');
    expect(await verifyPassword('wrong', passwordHash)).toBe(true);
    expect(await verifyPassword('wrong', '!')).toBe(false);
    expect(await verifyNothing('wrong')).toBe(false);
    expect(asked.map((one) => [parseOptions(one), one.length])).toEqual(
      asked.map(() => [parseOptions(passwordHash), passwordHash.length]),
    );
    expect(asked).toHaveLength(3);
  });

  it('works on two at a time, lets some wait and refuses the rest at once', async () => {
    const hasher = createPasswordHasher({ atATime: 2, waiting: 3 });
    const order: string[] = [];
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, () =>
        hasher.hashPassword('tulip-harbour-anvil').then(
          () => order.push('done'),
          (error: unknown) => {
            order.push('refused');
            throw error;
          },
        ),
      ),
    );
    expect(order).toEqual([...Array(4).fill('refused'), ...Array(5).fill('done')]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused[0]!.reason).toBeInstanceOf(PasswordBusyError);
    expect(refused[0]!.reason).toMatchObject({ code: 'request.busy', kind: 'unavailable' });
    // the places are free again afterwards, and after an error too
    for (let i = 0; i < 3; i++) await expect(hasher.hashPassword(undefined as unknown as string)).rejects.toThrow();
    expect(await hasher.verifyNothing('x')).toBe(false);
  });

  it('asks for a new hash when the old one cost less', async () => {
    expect(passwordNeedsRehash(await hash('x', { memoryCost: 8192, timeCost: 2 }))).toBe(true);
    expect(passwordNeedsRehash(await hashPassword('x'))).toBe(false);
  });
});
