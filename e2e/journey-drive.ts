/** A survey drive that a journey finds when it begins. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { campaignContracts } from '../packages/domain/src/campaign/campaign.contract.ts';
import { addDays } from '../packages/domain/src/kernel/plain-date.ts';
import { type SurveyRow, surveyContracts } from '../packages/domain/src/survey/survey.contract.ts';
import { shareHouseholds } from '../packages/server/src/campaign/assign-households.ts';
import { createCampaign, startCampaign } from '../packages/server/src/campaign/manage-campaign.ts';
import { saveSurvey } from '../packages/server/src/survey/save-survey.ts';
import { idOf } from '../packages/server/test/roster-fixture.ts';
import type { JourneyCity } from './journey-city.ts';
import { perform } from './journey-people.ts';

/** A drive over three households of a community, all of them given to its worker. */
export async function startDrive(city: JourneyCity): Promise<void> {
  const community = '321102001001';
  const rows = [['赵强', '钱红'], ['孙敏'], ['李伟']].flatMap((family, group) =>
    family.map(
      (name, i): SurveyRow => ({
        rowKey: randomUUID(),
        confirmed: false,
        household: { how: 'together', group },
        relation: i === 0 ? '02' : '12',
        name,
        citizenId: idOf(),
        phone: '',
        address: `贺家弄${group + 1}号`,
        hukouType: '51',
        education: '71',
        employmentStatus: '70',
        employer: '',
        note: '',
      }),
    ),
  );
  await perform(city, 'limin', surveyContracts.save, saveSurvey, {}, { areaCode: community, rows });
  const today = city.system.clock.today();
  const street = '321102001000';
  const drive = {
    name: '冬季入户调查',
    purpose: '',
    kind: 'full',
    startsOn: today,
    endsOn: addDays(today, 20),
    recheckPercent: 10,
    communities: [community],
    areaCode: street,
  };
  const params = await perform(city, 'zhoufang', campaignContracts.create, createCampaign, {}, drive);
  await perform(city, 'zhoufang', campaignContracts.start, startCampaign, params, { version: 1, confirmed: false });
  const { rows: workers } = await sql<{
    account_id: string;
  }>`select account_id from account where login = 'limin'`.execute(city.system.db.kysely);
  const share = {
    area: street,
    which: 'unassigned',
    accounts: workers.map((one) => one.account_id),
    wholeBuildings: false,
  };
  await perform(city, 'zhoufang', campaignContracts.share, shareHouseholds, params, share);
}
