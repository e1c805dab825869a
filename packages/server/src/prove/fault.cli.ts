import { UsageError } from '../platform/command-line.ts';
import { proveFaults } from './fault-lane.ts';
import { proveCommand } from './prove.cli.ts';

export const proveFaultsCommand = proveCommand(
  'faults',
  'server and database killed, stopped, cut off and filled up at work; nothing is lost, done twice or done by half; planted bugs have to be found',
  async (call, options) => {
    const minutes = Number(call.options.minutes ?? 60);
    if (!(minutes > 0)) throw new UsageError('--minutes 应为正数。 --minutes must be a positive number.');
    return proveFaults({ ...options, minutes });
  },
  { minutes: { value: 'N', help: 'kill for so many minutes at most (default 60)' } },
);
