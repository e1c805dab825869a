import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import {
  createPasswordHasher,
  hashPassword,
  PasswordBusyError,
  passwordNeedsRehash,
  verifyNothing,
  verifyPassword,
} from './password.ts';

describe('password', () => {
  it('verifies what it hashed, in either width of letters, and nothing else', async () => {
    const passwordHash = await hashPassword('tulip-harbour-anvil 灯');
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('tulip-harbour-anvil 灯')).not.toBe(passwordHash);
    expect(await verifyPassword('tulip-harbour-anvil 灯', passwordHash)).toBe(true);
    expect(await verifyPassword('ｔｕｌｉｐ-harbour-anvil 灯', passwordHash)).toBe(true);
    expect(await verifyPassword('tulip-harbour-anvil', passwordHash)).toBe(false);
  });

  it('works as long for nobody as for somebody', async () => {
    const passwordHash = await hashPassword('tulip-harbour-anvil');
    const median = async (work: () => Promise<unknown>) => {
      const times: number[] = [];
      for (let i = 0; i < 7; i++) {
        const started = performance.now();
        await work();
        times.push(performance.now() - started);
      }
      return times.sort((a, b) => a - b)[3]!;
    };
    const known = await median(() => verifyPassword('wrong', passwordHash));
    const unknown = await median(() => verifyNothing('wrong'));
    expect(await verifyNothing('wrong')).toBe(false);
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  it('works on two at a time, lets some wait and refuses the rest at once', async () => {
    const hasher = createPasswordHasher({ atATime: 2, waiting: 3 });
    const started = performance.now();
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, async () => {
        try {
          await hasher.hashPassword('tulip-harbour-anvil');
          return performance.now() - started;
        } catch (error) {
          expect(performance.now() - started).toBeLessThan(1000);
          throw error;
        }
      }),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused[0]!.reason).toBeInstanceOf(PasswordBusyError);
    expect(refused[0]!.reason).toMatchObject({ code: 'request.busy', kind: 'unavailable' });
    // the places are free again afterwards, and after an error too
    await expect(hasher.verifyPassword('x', 'no hash')).rejects.toThrow();
    await expect(hasher.verifyPassword('x', 'no hash')).rejects.toThrow();
    await expect(hasher.verifyPassword('x', 'no hash')).rejects.toThrow();
    expect(await hasher.verifyNothing('x')).toBe(false);
  });

  it('asks for a new hash when the old one cost less', async () => {
    expect(passwordNeedsRehash(await hash('x', { memoryCost: 8192, timeCost: 2 }))).toBe(true);
    expect(passwordNeedsRehash(await hashPassword('x'))).toBe(false);
  });
});
