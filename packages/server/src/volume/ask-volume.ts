import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import { minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { VolumeTable } from '@renshe/domain/volume/volume.contract.ts';
import { isVolumeLevel, ledgerPeriodIn, type VolumeLevel, volumePeriod } from '@renshe/domain/volume/volume.rules.ts';
import { ledgerCatalogue } from '../ledger/ledger-catalogue.ts';
import { listLedgers } from '../ledger/own-ledger.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import { narrowScope, type Scope } from '../platform/scope.ts';
import { countVolumeLine, type VolumeLine } from './volume.queries.ts';
import { type VolumeParts, volumeParts } from './volume-parts.ts';

export interface AskedVolume {
  area?: string | undefined;
  period?: string | undefined;
  /** Keys with commas between them. */
  ledgers?: string | undefined;
}

interface Asking {
  host: Pick<Host, 'db'>;
  r: Reader;
  scope: Scope;
  tree: AreaTree;
  today: PlainDate;
}

export interface VolumeQuestion {
  scope: Scope;
  area: AreaRef;
  level: VolumeLevel;
  period: Period;
  parts: VolumeParts;
  lines: VolumeLine[];
}

/**
 * The volume of a request: of the actor's own area and the present month where it says nothing else.
 * @throws AppError `volume.level`, `volume.period`, `volume.ledgers`, and those of an area outside the scope
 */
export async function askVolume(c: Asking, asked: AskedVolume): Promise<VolumeQuestion> {
  const [root] = c.scope.roots;
  if (root === undefined) throw new AppError('volume.level', 'invalid');
  const { areaId, scope } =
    asked.area === undefined
      ? { areaId: root, scope: narrowScope(c.scope, c.tree, root, c.today) }
      : areaInScope(c.scope, c.tree, asked.area, c.today);
  const { kind } = getArea(c.tree, areaId);
  if (!isVolumeLevel(kind)) throw new AppError('volume.level', 'invalid');
  const period = volumePeriod(asked.period, c.today);
  if (!period) throw new AppError('volume.period', 'invalid', { period: asked.period ?? '' });
  const { ledgers } = await listLedgers(c.r, await ledgerCatalogue(c.host.db));
  const offered = [...ledgers.values()]
    .map(({ ledger }) => ledger)
    .sort((a, b) => groupOf(a.rows.kind) - groupOf(b.rows.kind) || a.order - b.order)
    .flatMap((ledger) => {
      const of = ledgerPeriodIn(period, ledger.rows.kind, c.today);
      return of ? [{ ledger, period: of }] : [];
    });
  const keys = asked.ledgers?.split(',');
  const unknown = keys?.find((key) => !offered.some(({ ledger }) => ledger.key === key));
  if (unknown !== undefined) throw new AppError('volume.ledgers', 'invalid', { ledger: unknown });
  const lines = keys ? offered.filter(({ ledger }) => keys.includes(ledger.key)) : offered;
  return {
    scope,
    area: areaRef(c.tree, areaId, c.today),
    level: kind,
    period,
    parts: volumeParts(c.tree, areaId, c.today),
    lines,
  };
}

/** Who stands there first, then what happened, then the records. */
const groupOf = (kind: 'stock' | 'flow' | 'records') => ['stock', 'flow', 'records'].indexOf(kind);

/** The summary of a volume. */
export async function readVolume(
  r: Reader,
  reference: Reference,
  today: PlainDate,
  { scope, area, level, period, parts, lines }: VolumeQuestion,
): Promise<VolumeTable> {
  const ledgers: VolumeTable['ledgers'] = [];
  for (const line of lines) ledgers.push(await countVolumeLine(r, scope, reference, today, line, parts));
  return {
    area,
    level,
    period: period.text,
    from: period.from,
    last: minDate(period.last, today),
    parts: parts.areas.map(({ code, name, absorbed }) => ({ code, name, absorbed })),
    ledgers,
  };
}
