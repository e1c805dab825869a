/** The commands that the clients of the fault lane send; each carries its key where its effect can be found again. */
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { citizenIdOf, type Desk, faultToday } from './fault-city.ts';
import type { EffectKind, Intent } from './fault-journal.ts';
import { getContract, unsaidFields } from './prove-records.ts';
import { type RawRequest, requestOf } from './prove-request.ts';

export interface Call extends Intent {
  request: RawRequest;
}

export interface Person {
  residentId: string;
  version: number;
  registration?: { id: string; version: number };
  past: boolean;
}

function call(
  desk: Desk,
  kind: EffectKind,
  contract: string,
  key: string,
  parts: Parameters<typeof requestOf>[2],
): Call {
  return { key, kind, login: desk.login, request: requestOf(getContract(contract), desk.token, { ...parts, key }) };
}

export function registerPerson(desk: Desk, key: string, serial: number): Call {
  return call(desk, 'resident', 'resident.register', key, {
    body: {
      name: '故障演练',
      phone: null,
      address: key,
      ...unsaidFields,
      citizenId: citizenIdOf(serial),
      areaCode: desk.area,
      livesHereSince: '2019-06-01',
      household: { how: serial % 2 === 0 ? 'new' : 'none' },
    },
  });
}

export function registerUnemployed(desk: Desk, key: string, person: Person, on = faultToday): Call {
  return call(desk, 'unemployment', 'unemployment.register', key, {
    params: { residentId: person.residentId },
    body: {
      registeredOn: on,
      unemployedSince: addDays(on, -10),
      reason: '02',
      nature: '1',
      jobWish: key,
      trainingWish: '',
      promiseSigned: true,
    },
  });
}

export function recordContact(desk: Desk, key: string, person: Person, on = faultToday): Call {
  return call(desk, 'contact', 'contact.record', key, {
    params: { residentId: person.residentId },
    body: { contactedOn: on, way: 'phone', outcome: '01', service: null, note: key, nextOn: null },
  });
}

export function deregister(desk: Desk, key: string, person: Person, version = person.registration!.version): Call {
  return call(desk, 'deregister', 'unemployment.deregister', key, {
    params: { residentId: person.residentId, registrationId: person.registration!.id },
    body: { version, endedOn: faultToday, reason: '081', evidence: 'signed-statement', note: key },
  });
}

export function changeNote(
  desk: Desk,
  key: string,
  person: Person,
  version = person.version,
  others: Readonly<Record<string, string>> = {},
): Call {
  return call(desk, 'change', 'resident.change', key, {
    params: { residentId: person.residentId },
    body: { version, fields: { note: key, ...others } },
  });
}

/** A roster of `rows` people; each has the key and the row in the address. */
export function rosterBytes(key: string, firstSerial: number, rows: number): Buffer {
  const lines = Array.from(
    { length: rows },
    (_, row) =>
      `名册故障,${citizenIdOf(firstSerial + row)},1390000${String(1000 + row).padStart(4, '0')},${key}/${row}`,
  );
  return Buffer.from(`姓名,身份证号,联系电话,家庭住址\n${lines.join('\n')}\n`);
}

export function uploadRoster(desk: Desk, key: string, firstSerial: number, rows: number): Call {
  return call(desk, 'upload', 'roster.upload', key, {
    body: { areaCode: desk.area, kind: 'unemployed' },
    file: { name: `${key}.csv`, bytes: rosterBytes(key, firstSerial, rows) },
  });
}

export function closeMonth(desk: Desk, key: string, month: number): Call {
  return call(desk, 'close', 'report.close', key, {
    body: {
      area: desk.area,
      month: `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`,
      force: true,
      reason: key,
    },
  });
}
