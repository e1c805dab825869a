import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DeliveryFormat, deliveryFormats } from '@renshe/domain/exchange/exchange.contract.ts';
import { findingKinds } from '@renshe/domain/exchange/exchange.findings.ts';
import { AppError, fillSentence } from '@renshe/domain/kernel/app-error.ts';
import { actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import { runCommand } from '../platform/command.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { findInstallation } from '../platform/installation.ts';
import { scopeFor } from '../platform/scope.ts';
import { checkExchangeFile } from './check-file.ts';
import { getEdition } from './editions.ts';
import { getDelivery } from './exchange.queries.ts';
import { makeDelivery } from './make-delivery.ts';
import { insertDelivery, startMaking } from './prepare-delivery.ts';
import { readSealed } from './sealed-file.ts';

const defaultEdition = 'national-2016';
const editionOption = { value: 'EDITION', help: `mapping file (default ${defaultEdition})` };

export const exportExchangeCommand: CliCommand = {
  name: 'exchange export',
  usage: 'FILE.zip --purpose TEXT',
  summary: 'write the tables of the national data exchange, checked, with full identity numbers',
  options: {
    edition: editionOption,
    area: { value: 'CODE', help: '12-digit code (default: the whole city)' },
    tables: { value: 'DY11,DY13', help: 'tables of the mapping (default: all)' },
    format: { value: 'FORMAT', help: `${deliveryFormats.join(', ')} (default csv-gb18030)` },
    'as-of': { value: 'YYYY-MM-DD', help: 'day of the data (default: today)' },
    changes: { value: '', help: 'only what is new, changed or void since the last delivery' },
    'stop-on-error': { value: '', help: 'make no file when a row is faulty (default: leave faulty rows out)' },
    purpose: { value: 'TEXT', help: 'why; written into the audit trail' },
  },
  async run(call) {
    const [path] = call.words;
    const purpose = String(call.options.purpose ?? '').trim();
    const format = (call.options.format ?? 'csv-gb18030') as DeliveryFormat;
    if (!path || purpose.length < 2 || !deliveryFormats.includes(format))
      throw new UsageError(
        '用法：renshe exchange export 文件.zip --purpose 用途 [--changes]。 Usage: renshe exchange export FILE.zip --purpose TEXT',
      );
    const system = await call.open();
    try {
      const actor = await call.actor(system);
      if (!actorMay(actor, 'exchange.export')) throw new AppError('request.forbidden', 'forbidden');
      const reference = await system.reference.current();
      const today = system.clock.today();
      const scope = scopeFor(actor, 'exchange.export', reference.tree, today);
      const edition = await getEdition(system, String(call.options.edition ?? defaultEdition));
      const city = (await findInstallation(system.db.kysely))?.city_area_id;
      if (city == null) throw new AppError('setup.no-city', 'conflict');
      const wanted = {
        areaCode: String(call.options.area ?? areaRef(reference.tree, city, today).code),
        edition: edition.edition,
        tables: call.options.tables
          ? String(call.options.tables).split(',')
          : edition.tables.map((table) => table.code),
        mode: call.options.changes === true ? ('changes' as const) : ('all' as const),
        asOf: String(call.options['as-of'] ?? today),
        format,
        purpose,
      };
      const deliveryId = await runCommand(
        system,
        { actor, action: 'exchange.prepared', permission: 'exchange.export' },
        async ({ w, at, audit }) => {
          const made = await insertDelivery(w, { wanted, edition, scope, reference, today, at, actor });
          await w
            .updateTable('exchange_delivery')
            .set({ state: 'checked' })
            .where('district_id', '=', made.districtId)
            .where('delivery_id', '=', made.deliveryId)
            .execute();
          const row = await getDelivery(w, scope, made.deliveryId);
          await startMaking(w, row, call.options['stop-on-error'] === true ? 'stop' : 'leave-out', row.version);
          audit({
            districtId: made.districtId,
            areaId: made.areaId,
            subjectKind: 'exchange-delivery',
            subjectId: made.deliveryId,
            purpose,
            details: { edition: edition.edition, tables: made.tables, mode: wanted.mode, asOf: wanted.asOf },
          });
          return made.deliveryId;
        },
      );
      let shown = 0;
      const run = await makeDelivery(system, actor, deliveryId, {
        report: async (done, total) => {
          if (done < total && done - shown < 5000) return;
          shown = done;
          process.stderr.write(`${done}/${total}\n`);
        },
        cancelled: async () => false,
      });
      const row = await getDelivery(system.db.kysely, scope, deliveryId);
      if (row.state !== 'ready') throw new AppError('exchange.has-errors', 'conflict', { errors: run?.errors });
      await pipeline(Readable.from(readSealed(system, row.file_path!)), createWriteStream(path, { mode: 0o600 }));
      await runCommand(
        system,
        { actor, action: 'exchange.downloaded', permission: 'exchange.export' },
        async ({ audit }) =>
          audit({
            districtId: row.district_id,
            areaId: row.area_id,
            subjectKind: 'exchange-delivery',
            subjectId: deliveryId,
            purpose,
            details: { edition: row.edition, number: row.number, sha256: row.file_sha256 },
          }),
      );
      const result = {
        file: path,
        edition: row.edition,
        number: row.number,
        sha256: row.file_sha256,
        bytes: Number(row.file_bytes),
        errors: row.errors,
        warnings: row.warnings,
        tables: run?.counts ?? [],
      };
      call.print(result, [
        `第 ${row.number} 次交付，${path}，SHA-256 ${row.file_sha256}`,
        ...result.tables.map(
          (table) =>
            `${table.table}  ${table.rows} 行，未报 ${table.leftOut} 行  ${table.rows} rows, ${table.leftOut} left out`,
        ),
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};

export const validateExchangeCommand: CliCommand = {
  name: 'exchange validate',
  usage: 'FILE',
  summary: 'check an exchange file (.zip, .csv, .txt, .xlsx) row by row; nothing is imported',
  options: {
    edition: editionOption,
    table: { value: 'DY13', help: 'the table, where the name of the file does not say it' },
  },
  async run(call) {
    const [path] = call.words;
    if (!path) throw new UsageError('请给出文件名。 Name the file.');
    const bytes = await readFile(path).catch(() => {
      throw new UsageError(`没有这个文件：${path}。 There is no file ${path}.`);
    });
    const system = await call.open();
    try {
      const edition = await getEdition(system, String(call.options.edition ?? defaultEdition));
      const table = call.options.table === undefined ? undefined : String(call.options.table);
      const today = system.clock.today();
      const report = await checkExchangeFile(edition, { name: basename(path), bytes }, { table, today });
      call.print(report, [
        ...report.tables.map(
          (one) =>
            `${one.table}  ${one.rows} 行，有错 ${one.faultyRows} 行  ${one.rows} rows, ${one.faultyRows} faulty`,
        ),
        ...report.groups.map((group) => {
          const kind = findingKinds[group.code];
          const place = [group.table, group.field].filter(Boolean).join(' ');
          return `${place} × ${group.count}: ${fillSentence(kind.what, 'zh', group.details)} ${fillSentence(kind.what, 'en', group.details)}`;
        }),
      ]);
      return report.errors === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};
