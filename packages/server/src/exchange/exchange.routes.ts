import { Readable } from 'node:stream';
import { exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import { recordFieldsOf, rowKinds } from '@renshe/domain/exchange/exchange.records.ts';
import type { Sentence } from '@renshe/domain/kernel/app-error.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { areaRef } from '../platform/area-ref.ts';
import { digestBytes } from '../platform/digest-bytes.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { checkUploadedFile } from './check-upload.ts';
import { getEdition, loadEditions } from './editions.ts';
import {
  deliveryAreas,
  getDelivery,
  groupsOf,
  listDeliveries,
  listDownloads,
  viewDeliveries,
} from './exchange.queries.ts';
import { readFindings } from './make-delivery.ts';
import { prepareDelivery, prepareEdition, startDelivery } from './prepare-delivery.ts';
import { readSealed } from './sealed-file.ts';

const fieldWords: Record<string, Sentence> = Object.fromEntries(
  rowKinds.flatMap((kind) => recordFieldsOf(kind.code).map((field) => [field.name, { zh: field.zh, en: field.en }])),
);

/** A wrong edition or an unreadable file is told before anything is written. */
async function checkUpload(c: PreparationContext<typeof exchangeContracts.validate>) {
  const file = c.upload;
  if (!file) throw new AppError('request.malformed', 'invalid');
  const edition = await getEdition(c.host, c.body.edition);
  return checkUploadedFile({ edition, upload: file, of: { table: c.body.table, today: c.today } });
}

export const exchangeRoutes: readonly RouteDefinition[] = [
  readRoute(exchangeContracts.editions, async (c) => ({ ...(await loadEditions(c.host)), fields: fieldWords })),
  readRoute(exchangeContracts.list, async (c) => {
    const { count, rows } = await listDeliveries(c.r, deliveryAreas(c.scope, c.reference), c.query);
    return { count, deliveries: await viewDeliveries(c.r, c.reference, rows, c.today, c.language) };
  }),
  readRoute(exchangeContracts.delivery, async (c) => {
    const row = await getDelivery(c.r, c.scope, c.params.deliveryId);
    const [view] = await viewDeliveries(c.r, c.reference, [row], c.today, c.language);
    return {
      ...view!,
      groups: groupsOf(row),
      downloadedBy: (await listDownloads(c.r, [row])).map((one) => ({
        at: one.at.toISOString(),
        name: one.name ?? '',
        purpose: one.purpose ?? '',
      })),
    };
  }),
  readRoute(exchangeContracts.findings, async (c) => {
    const row = await getDelivery(c.r, c.scope, c.params.deliveryId);
    return { total: row.errors + row.warnings, findings: await readFindings(c.host, row.delivery_id) };
  }),
  commandRoute(exchangeContracts.prepare, prepareDelivery, prepareEdition),
  commandRoute(exchangeContracts.make, startDelivery),
  readRoute(exchangeContracts.download, async (c) => {
    const row = await getDelivery(c.r, c.scope, c.params.deliveryId);
    if (row.file_path === null || row.state !== 'ready') throw new AppError('exchange.file-gone', 'notFound');
    const pieces = readSealed(c.host, row.file_path);
    // The first piece is opened before the answer begins: a file that is gone or was changed is told as such.
    const first = await pieces.next();
    c.audit({
      districtId: row.district_id,
      areaId: row.area_id,
      subjectKind: 'exchange-delivery',
      subjectId: row.delivery_id,
      purpose: c.body.purpose,
      details: { edition: row.edition, number: row.number, sha256: row.file_sha256, bytes: Number(row.file_bytes) },
    });
    const whole = async function* () {
      if (!first.done) yield first.value;
      yield* pieces;
    };
    const { code } = areaRef(c.tree, row.area_id, c.today);
    return {
      file: Readable.from(whole()),
      fileName: `${row.edition}_${code}_${row.as_of_on.replaceAll('-', '')}_${String(row.number).padStart(4, '0')}.zip`,
    };
  }),
  commandRoute(
    exchangeContracts.validate,
    async (c) => {
      const report = c.prepared;
      c.audit({
        districtId: 0,
        subjectKind: 'exchange-file',
        details: {
          edition: report.edition,
          digest: (await digestBytes(c.upload!.bytes)).toString('hex'),
          rows: report.tables.reduce((sum, table) => sum + table.rows, 0),
          errors: report.errors,
        },
      });
      return report;
    },
    checkUpload,
  ),
];
