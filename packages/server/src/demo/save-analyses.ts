import { type AnalysisState, analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import { findActor } from '../account/account.queries.ts';
import { saveAnalysis } from '../analysis/saved-analysis.ts';
import { runCommand } from '../platform/command.ts';
import type { System } from '../platform/open-system.ts';

const district = '321102000000';
const city = '321100000000';

const usual = { month: null, months: 24, basis: 'booked', level: 'below' } as const;

/** Analyses that a district and a city office look at every month, saved by their people. */
const analyses: readonly { login: string; name: string; shared: boolean; state: AnalysisState }[] = [
  {
    login: 'chenjun',
    name: '京口区登记失业两年趋势',
    shared: true,
    state: {
      ...usual,
      area: district,
      tab: 'trend',
      indicators: ['registered-unemployed', 'registered-unemployment-rate', 'long-term-share'],
    },
  },
  {
    login: 'chenjun',
    name: '各街道失业率地图',
    shared: true,
    state: { ...usual, area: district, tab: 'map', indicators: ['registered-unemployment-rate'] },
  },
  {
    login: 'wangjing',
    name: '全市新增就业异常社区',
    shared: false,
    state: { ...usual, area: city, tab: 'outliers', indicators: ['new-urban-employment'] },
  },
  {
    login: 'limin',
    name: '贺家弄本月对比',
    shared: false,
    state: {
      ...usual,
      area: '321102001001',
      tab: 'comparison',
      indicators: ['registered-unemployed', 'newly-registered-unemployed', 're-employment'],
    },
  },
];

/** Saves them through the real command, each by its owner. */
export async function saveAnalyses(system: System): Promise<void> {
  const today = system.clock.today();
  const reference = await system.reference.current();
  for (const { login, ...entry } of analyses) {
    const actor = await findActor(system.db.kysely, { login }, today);
    if (!actor) continue;
    const { audit } = analysisContracts.save;
    await runCommand(system, { actor, action: audit!, permission: 'report.read' }, async (command) => {
      const { analysisId, districtId } = await saveAnalysis(command.w, actor, reference, entry, command.at);
      const { name, shared } = entry;
      command.audit({ districtId, subjectKind: 'analysis', subjectId: analysisId, details: { name, shared } });
    });
  }
}
