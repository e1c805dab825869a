import { UsageError } from '../platform/command-line.ts';
import { type FaultPart, faultParts, proveFaults } from './fault-lane.ts';
import { allFaultBugs } from './fault-planted.ts';
import { proveCommand } from './prove.cli.ts';

export const proveFaultsCommand = proveCommand(
  'faults',
  'server and database killed, stopped, cut off and filled up at work; nothing is lost, done twice or done by half; planted bugs have to be found',
  async (call, options) => {
    const minutes = Number(call.options.minutes ?? 60);
    if (!(minutes > 0)) throw new UsageError('--minutes 应为正数。 --minutes must be a positive number.');
    const only = call.options.only as FaultPart | undefined;
    if (only !== undefined && !faultParts.includes(only))
      throw new UsageError(
        `--only 应为 ${faultParts.join('、')} 之一。 --only must be one of ${faultParts.join(', ')}.`,
      );
    const bugs = call.options.bugs === undefined ? undefined : String(call.options.bugs).split(',');
    const unknown = bugs?.find((id) => !allFaultBugs.some((bug) => bug.id === id));
    if (unknown !== undefined) throw new UsageError(`没有植入错误 ${unknown}。 There is no planted bug ${unknown}.`);
    return proveFaults({ ...options, minutes, only, bugs });
  },
  {
    minutes: { value: 'N', help: 'kill for so many minutes at most (default 60)' },
    only: { value: 'PART', help: `one part alone: ${faultParts.join(', ')}` },
    bugs: { value: 'IDS', help: 'these planted bugs alone, separated by commas' },
  },
);
