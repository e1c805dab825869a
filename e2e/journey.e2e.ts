/**
 * The main job from end to end: from a community's roster to the city's monthly report, on a real server with a real
 * database, day by day in the autumn of 2026. The steps build on each other.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeName } from '../packages/domain/src/code/code-set.ts';
import { contactOutcomes } from '../packages/domain/src/code/contact-outcome.ts';
import { unemploymentReasons } from '../packages/domain/src/code/unemployment-reason.ts';
import { checkOf } from '../packages/server/test/make-person.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import {
  atDesk,
  cellOf,
  Desk,
  expectPdf,
  figureOf,
  groupedNumber,
  type Language,
  type Login,
  outcomeOf,
} from './journey-page.ts';

const rosters = join(import.meta.dirname, '..', 'packages', 'server', 'test', 'rosters');
const roster = '贺家弄社区失业人员登记台账.xlsx';
const truth = JSON.parse(readFileSync(join(rosters, `${roster}.truth.json`), 'utf8')) as {
  dataRows: number;
  accepted: number;
  rejected: Record<string, number>;
};
const community = '321102001001';
const district = '321102000000';
const rejected = Object.values(truth.rejected).reduce((sum, count) => sum + count, 0);

/** What the two people change in the city's report of September; one of them finds a job. */
const change = {
  'registered-unemployed': 1,
  'newly-registered-unemployed': 2,
  'deregistered-unemployed': 1,
  'deregistered-01': 1,
  'new-urban-employment': 1,
  're-employment': 1,
};

interface Person {
  name: string;
  citizenId: string;
  birthOn: string;
  age: number;
}

const people: Record<Language, Person> = {
  zh: { name: '顾晓燕', citizenId: withCheck('32110219800515024'), birthOn: '1980-05-15', age: 46 },
  en: { name: '沈玉兰', citizenId: withCheck('32110219910308046'), birthOn: '1991-03-08', age: 35 },
};

function withCheck(first17: string): string {
  return first17 + checkOf(first17);
}

let browser: Browser;
let journeyCity: JourneyCity;
/** The city's figures of September before the two people came, by line; the addresses of their files. */
const before: Record<string, number> = {};
const files: Partial<Record<Language, string>> = {};

beforeAll(async () => {
  [browser, journeyCity] = await Promise.all([openBrowser(), startJourneyCity('2026-09-10')]);
});
afterAll(async () => {
  await browser?.close();
  await journeyCity?.stop();
});

/** Signs in, does the work, and expects that nothing went wrong in the browser. */
async function at(
  login: Login | null,
  language: Language,
  work: (desk: Desk) => Promise<void>,
  screen: 'office' | 'phone' = 'office',
): Promise<void> {
  await atDesk(browser, journeyCity.address, { login, language, screen }, work);
}

test('a worker signs in and finds her work list', async () => {
  await at(null, 'zh', async (desk) => {
    await desk.go('/');
    await desk.look('sign-in');
    await desk.signIn('limin');
    await desk.page.getByRole('heading', { level: 1, name: desk.t('worklist.title') }).waitFor();
    await desk.sees(desk.t('worklist.empty'));
    await desk.look('work-list-empty');
  });
});

test('the roster that the community has goes in, and a second time changes nothing', async () => {
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    const upload = async () => {
      await desk.go('/rosters');
      await desk.look('roster-list');
      await page.locator('input[type=file]:enabled').setInputFiles(join(rosters, roster));
      await page.waitForURL(/\/rosters\/[0-9a-f-]{36}/);
      await desk.sees(desk.t('roster.balance', { dataRows: truth.dataRows, accepted: truth.accepted, rejected }));
    };
    await upload();
    await page.getByText(desk.t('roster.steps.mapping'), { exact: true }).click();
    await page.getByLabel(desk.t('roster.mapping.fieldFor', { header: '身份证号码' })).waitFor({ state: 'attached' });
    await desk.look('roster-mapping');

    await page.getByText(desk.t('roster.steps.rows'), { exact: true }).click();
    const reasons = page.getByRole('list', { name: desk.t('roster.reasonsLabel') });
    for (const [code, count] of Object.entries(truth.rejected)) {
      const reason = reasons.getByRole('button').filter({ hasText: desk.t(`roster.reasons.${code}`) });
      expect(await reason.locator('.figures').textContent(), code).toBe(String(count));
    }
    await desk.look('roster-rows');

    await desk.button('roster.apply', { count: truth.accepted }).click();
    await page.getByText(desk.t('roster.outcome.create')).waitFor({ timeout: 60_000 });
    expect(await outcomeOf(desk)).toEqual({ create: truth.accepted, update: 0, skip: 0, rejected });
    await desk.look('roster-done');
    const marked = await desk.file(desk.button('roster.download'), '核对并改正名册');
    expect(marked.subarray(0, 2).toString()).toBe('PK');

    await upload();
    await desk.sees(desk.t('roster.willDo', { create: 0, update: 0, skip: truth.accepted, rejected }));
    await page.getByText(desk.t('roster.steps.done'), { exact: true }).click();
    await desk.sees(desk.t('roster.nothingNew'));
    await desk.look('roster-again');
  });
}, 180_000);

test('the city opens its report before', async () => {
  await at('wangjing', 'zh', async (desk) => {
    await desk.go('/reports?month=2026-09');
    for (const line of Object.keys(change)) before[line] = Number(await figureOf(desk, line));
  });
});

for (const language of ['zh', 'en'] as const) {
  const person = people[language];

  test(`${language}: a resident is registered by her identity number, once`, async () => {
    await at('limin', language, async (desk) => {
      const { page } = desk;
      await desk.go('/residents/new');
      await page.locator('#citizenId').fill(person.citizenId.toLowerCase());
      const sex = desk.t('resident.sex.2');
      await desk.sees(desk.t('resident.register.sexAndAge', { sex, birthOn: person.birthOn, age: person.age }));
      await page.locator('#name').fill(person.name);
      await page.locator('#phone').fill('13905110001');
      await page.locator('#livesHereSince').fill('2020-05-01');
      await page.locator('#address').fill('正东路 12 号');
      await desk.look('register-resident');
      await desk.button('resident.register.submit', { name: person.name }).click();
      await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
      files[language] = new URL(page.url()).pathname;
      await desk.look('file-new');

      await desk.go('/residents/new');
      await page.locator('#citizenId').fill(person.citizenId);
      await desk.button('resident.register.openExisting', { name: person.name }).click();
      await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
      expect(new URL(page.url()).pathname).toBe(files[language]);
    });
  });

  test(`${language}: she is registered as unemployed; the work list asks for a contact, which is recorded`, async () => {
    await at('limin', language, async (desk) => {
      const { page } = desk;
      await desk.go(files[language]!);
      await desk.button('resident.action.unemployment.register').click();
      await desk.choose('#reason', codeName(unemploymentReasons, '02', language));
      await page.locator('#unemployedSince').fill('2026-09-01');
      await page.locator('#registeredOn').fill('2026-09-08');
      await page.getByLabel(desk.t('unemployment.register.promise', { name: person.name })).check();
      await desk.look('register-unemployment');
      await desk.submit('unemployment.register.submit', { name: person.name }).click();
      await desk.sees(desk.t('unemployment.register.done', { name: person.name }));
      await desk.sees(desk.t('resident.status.registered-unemployed'));
      await desk.look('file-unemployed');
    });
    if (language === 'zh') await recordContact(person, language, 'office');
  });
}

async function recordContact(person: Person, language: Language, screen: 'office' | 'phone'): Promise<void> {
  await at(
    'limin',
    language,
    async (desk) => {
      const { page } = desk;
      await desk.go('/');
      await desk.look('work-list');
      // The whole roster has to be contacted within a month of its import; she signed two days before.
      await desk.go('/?kind=unemployment-contact');
      const row = page.locator('.duty-row').filter({
        hasText: desk.t('worklist.kind.unemployment-contact.do', { name: person.name }),
      });
      await page.locator('.group-later .duty-more').click();
      await row.waitFor();
      await desk.look('work-list-later');
      await row.getByRole('button').click();
      await page.getByText(codeName(contactOutcomes, '01', language), { exact: true }).click();
      await desk.look('record-contact');
      await desk.submit('contact.record.submit').click();
      await desk.sees(desk.t('contact.record.done', { name: person.name }));
    },
    screen,
  );
}

test('on a phone: sign in, see the work list, record a contact', async () => {
  await at(
    null,
    'en',
    async (desk) => {
      await desk.go('/');
      await desk.look('sign-in');
    },
    'phone',
  );
  await recordContact(people.en, 'en', 'phone');
  await at(
    'limin',
    'zh',
    async (desk) => {
      await desk.go('/');
      await desk.look('work-list');
    },
    'phone',
  );
});

test('the certificate is issued and printed, and its code tells strangers nothing but that it is valid', async () => {
  let code = '';
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go(files.zh!);
    await desk.button('resident.action.certificate.issue').first().click();
    await desk.look('issue-certificate');
    await desk.submit('issuing.issue.submit').click();
    await desk.sees(desk.t('issuing.status.valid'));
    await desk.look('file-certified');
    expectPdf(await desk.file(desk.button('issuing.print'), '本人到窗口办理'));
    expectPdf(
      await desk.file(await desk.entry('resident.file.more', 'resident.action.resident.print-card'), '本人到窗口办理'),
    );
    code = await journeyCity.codeOnCertificate(files.zh!.split('/').at(-1)!);
    await desk.button('kit.masked.showFor', { what: desk.t('kit.masked.citizenId') }).click();
    await page.locator('#purpose').fill('核对本人身份');
    await desk.button('kit.purpose.reveal').click();
    await desk.sees(groupedNumber(people.zh.citizenId));
  });
  for (const language of ['zh', 'en'] as const) {
    await at(null, language, async (desk) => {
      await desk.go(`/verify/${code}`);
      await desk.sees(desk.t('verify.result.valid'));
      const html = await desk.page.content();
      expect(html).not.toContain(people.zh.name);
      expect(html).not.toContain(people.zh.citizenId);
      expect(html).not.toContain(people.zh.citizenId.slice(6, 14));
      await desk.look('verify');
    });
  }
});

test('she finds a job: the registration of her employment ends that of her unemployment', async () => {
  journeyCity.goTo('2026-09-25');
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go(files.zh!);
    await (await desk.entry('resident.file.more', 'resident.action.employment.register')).click();
    await page.locator('#employerName').fill('镇江市京口区顺心家政服务有限公司');
    await page.locator('#occupation').fill('家政服务员');
    await desk.look('register-employment');
    await desk.submit('employment.register.submit', { name: people.zh.name }).click();
    await desk.sees(desk.t('employment.register.doneDeregistered', { name: people.zh.name }));
    await desk.look('file-employed');
  });
  await at('limin', 'en', async (desk) => {
    await desk.go(files.en!);
    await desk.look('file-unemployed');
  });
});

test('the city sees the change in its monthly report, and who is behind it', async () => {
  for (const language of ['zh', 'en'] as const) {
    await at('wangjing', language, async (desk) => {
      const { page } = desk;
      await desk.go('/reports?month=2026-09');
      await desk.look('report-city');
      for (const [line, figure] of Object.entries(change)) {
        expect(Number(await figureOf(desk, line)), line).toBe(before[line]! + figure);
      }
      await cellOf(desk, 're-employment').click();
      const link = page.getByRole('link', { name: desk.t('report.cell.openFile', { name: people.zh.name }) });
      await link.waitFor();
      await desk.look('report-people');
      await link.click();
      await page.getByRole('heading', { level: 1, name: people.zh.name }).waitFor();
      expect(new URL(page.url()).pathname).toBe(files.zh);
      await desk.look('file-for-the-city');
    });
  }
});

test('the month is handed in, accepted and closed; what comes late is an adjustment', async () => {
  journeyCity.goTo('2026-10-09');
  const september = `/reports?area=${community}&month=2026-09`;
  const act = async (login: Login, area: string, action: 'submit' | 'accept' | 'close', done: string) => {
    await at(login, 'zh', async (desk) => {
      await desk.go(`/reports?area=${area}&month=2026-09`);
      await desk.button(`report.actions.${action}`).click();
      await desk.look(`report-${action}`);
      await desk.submit(`report.actions.${action}`).click();
      await desk.page.getByText(done).waitFor({ timeout: 90_000 });
    });
  };
  const figures = async () => {
    let text = '';
    await at('limin', 'zh', async (desk) => {
      await desk.go(september);
      await desk.sees(desk.t('report.sealed'));
      text = (await desk.page.locator('.report-grid tbody').textContent()) ?? '';
      await desk.look('report-closed');
    });
    return text;
  };
  await act('limin', community, 'submit', '已上报 贺家弄社区 2026-09 月报');
  await act('zhoufang', community, 'accept', '已接收 贺家弄社区 2026-09 月报');
  await act('chenjun', district, 'close', '2026-09 锁定了 1 个社区（村）');
  const closed = await figures();

  await at('limin', 'en', async (desk) => {
    const { page } = desk;
    await desk.go(files.en!);
    await (await desk.entry('resident.file.more', 'resident.action.employment.register')).click();
    await page.locator('#startedOn').fill('2026-09-15');
    await page.locator('#employerName').fill('镇江市大市口百货有限公司');
    await desk.look('register-employment');
    await desk.submit('employment.register.submit', { name: people.en.name }).click();
    await desk.sees(desk.t('employment.register.doneDeregistered', { name: people.en.name }));
  });
  expect(await figures()).toBe(closed);
  for (const language of ['zh', 'en'] as const) {
    await at('chenjun', language, async (desk) => {
      await desk.go(`/reports?area=${community}&month=2026-10`);
      const sheet = await desk.file(desk.button('report.actions.export'), '月报存档');
      expect(sheet.subarray(0, 2).toString()).toBe('PK');
      expectPdf(await desk.file(desk.button('report.actions.print'), '月报签字上报'));
      await cellOf(desk, 're-employment').getByRole('button').click();
      await desk.sees(desk.t('report.cell.marks.adjustment'));
      await desk.page.getByRole('link', { name: desk.t('report.cell.openFile', { name: people.en.name }) }).waitFor();
      await desk.look('report-adjustment');
    });
  }
});

test('the auditor finds who looked at whose number and why', async () => {
  for (const language of ['zh', 'en'] as const) {
    await at('auditor', language, async (desk) => {
      const { page } = desk;
      const purposes = { 'resident.revealed': '核对本人身份', 'certificate.printed': '本人到窗口办理' };
      for (const [action, purpose] of Object.entries(purposes)) {
        await desk.go(`/admin/audit?from=2026-09-01&to=2026-09-30&action=${action}`);
        await desk.look('audit');
        await page.locator('tbody tr.ant-table-row').first().click();
        await desk.sees(purpose);
        await desk.look('audit-event');
      }
    });
  }
});

test('an account that is suspended is refused at its next request', async () => {
  const clerk = await Desk.open(browser, journeyCity.address, 'zh');
  await clerk.signIn('zhoufang');
  // Her page asks for tasks every minute, maybe in the moment in which she is suspended.
  for (let answers = 0; answers < 4; answers++) clerk.expectFailure();
  await at('secadmin', 'zh', async (desk) => {
    await desk.go('/admin/accounts');
    await desk.look('accounts');
    await desk.page.getByText('周芳').click();
    await desk.look('account');
    await desk.button('accountAdmin.suspend').click();
    await desk.page.getByLabel(desk.t('accountAdmin.reason')).fill('岗位调整');
    await desk.look('account-suspension');
    await desk.submit('accountAdmin.suspend').click();
    await desk.sees(desk.t('accountAdmin.suspended', { name: '周芳' }));
  });
  await clerk.page.reload();
  await clerk.page.locator('input[autocomplete=current-password]').waitFor();
  await clerk.leave();
});
