/**
 * Where the invented people live, and how the districts differ: 京口区 is the worked example in depth, with people in every community; 润州区 is
 * as whole but smaller; of the others some communities of every street have people. None of it says anything about the real places.
 */
import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  childrenAt,
  findAreaByCode,
} from '@renshe/domain/area/area-tree.ts';
import { addToMonth, type Month, monthOf, monthsBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type DemoClimate, usualLoss } from './demo-history.ts';
import type { DemoHome } from './demo-people.ts';
import { redrawnCodes } from './redraw-areas.ts';

export interface DemoPlaces {
  /** Of the district in depth, its street and its community, where the demo logins work. */
  district: string;
  street: string;
  community: string;
}

export interface PopulatedDistrict {
  code: string;
  areaId: AreaId;
  home: DemoHome | undefined;
  communities: { areaId: AreaId; residents: number; climate: DemoClimate | undefined }[];
}

interface OtherDistrict {
  code: string;
  /** Share of a street's communities where people live, and how many of them in one. */
  share: number;
  residents: number;
  /** How often a community is late with its report; usually one in twenty. */
  late?: number;
  climate?: (back: number) => { loss: number; hire: number };
  roads: readonly string[];
  /** County of their identity numbers, where the district is a development zone and has none. */
  county?: string;
}

/** Residents of a community of the district in depth, of the demo street's and of those that changed; of its others. */
const usual = 312.5;
const small = 125;
/** The community of the demo worker is larger, so that her desk has something to do. */
const workerWeight = 4;

const others: readonly OtherDistrict[] = [
  {
    code: '321111',
    share: 1,
    residents: 50,
    climate: () => ({ loss: 0.95, hire: 1.15 }),
    roads: ['运河路', '中山西路', '黄山路', '朱方路', '南徐大道'],
  },
  {
    code: '321112',
    share: 0.2,
    residents: 60,
    late: 0.3,
    // Many work in the neighbouring districts and change jobs less often.
    climate: () => ({ loss: 0.75, hire: 1.25 }),
    roads: ['谷阳大道', '长香路', '宜城大街', '盛园路'],
  },
  {
    code: '321171',
    share: 0.25,
    residents: 70,
    county: '321112',
    // New plants are taking people on.
    climate: (back) => ({ loss: 0.9, hire: back < 10 ? 1.7 : 1.1 }),
    roads: ['港中路', '银山路', '丁卯桥路', '圌山路'],
  },
  {
    code: '321181',
    share: 0.13,
    residents: 90,
    // Orders of its factories have been falling off for eight months.
    climate: (back) => (back <= 8 ? { loss: 1.5 + 0.15 * (8 - back), hire: 0.7 } : { loss: 1, hire: 1 }),
    roads: ['云阳路', '东方路', '凤凰路', '华阳路', '练湖路'],
  },
  { code: '321182', share: 0.17, residents: 70, roads: ['扬子中路', '江洲路', '环城路', '新扬路'] },
  { code: '321183', share: 0.13, residents: 65, roads: ['华阳西路', '人民路', '崇明路', '宝塔路'] },
];

/** A plant that employed half a neighbourhood closed two months ago: one community stands out. */
const outlier = { code: '321111004003', monthsBack: 2, residents: 160, loss: 0.45 };

/** How often a community of a district is late with its monthly report. */
export function lateShareOf(districtCode: string): number {
  return others.find(({ code }) => districtCode.startsWith(code))?.late ?? 0.05;
}

/** The communities where people live, and how many; the district in depth first, in the order of the tree. */
export function populatedDistricts(
  tree: AreaTree,
  places: DemoPlaces,
  anchorMonth: Month,
  today: PlainDate,
): PopulatedDistrict[] {
  const at = (code: string) => findAreaByCode(tree, code, today)!;
  const codeOf = (areaId: AreaId) => areaVersionAt(tree, areaId, today).code;
  const communitiesOf = (street: AreaId) => childrenAt(tree, street, today);
  const inDepth = at(places.district);
  const first: PopulatedDistrict = {
    code: places.district,
    areaId: inDepth,
    home: undefined,
    communities: childrenAt(tree, inDepth, today)
      .flatMap(communitiesOf)
      .map((areaId) => {
        const code = codeOf(areaId);
        const isUsual = code.startsWith(places.street.slice(0, 9)) || redrawnCodes.has(code);
        const residents = code === places.community ? usual * workerWeight : isUsual ? usual : small;
        return { areaId, residents, climate: undefined };
      }),
  };
  const rest = others.map((other): PopulatedDistrict => {
    const areaId = at(`${other.code}000000`);
    const general = other.climate && climateOf(anchorMonth, other.climate);
    const communities = childrenAt(tree, areaId, today)
      .flatMap((street) => {
        const below = communitiesOf(street);
        return below.slice(0, Math.max(1, Math.round(below.length * other.share)));
      })
      .map((id, index) => {
        if (codeOf(id) === outlier.code)
          return { areaId: id, residents: outlier.residents, climate: closingPlant(anchorMonth) };
        // Some are twice as large as others.
        return { areaId: id, residents: other.residents * (0.7 + ((index * 5) % 7) * 0.1), climate: general };
      });
    return {
      code: `${other.code}000000`,
      areaId,
      home: { countyCode: other.county ?? other.code, roads: other.roads },
      communities,
    };
  });
  return [first, ...rest];
}

function climateOf(anchorMonth: Month, of: (back: number) => { loss: number; hire: number }): DemoClimate {
  return (on) => of(monthsBetween(monthOf(on), anchorMonth));
}

function closingPlant(anchorMonth: Month): DemoClimate {
  const month = addToMonth(anchorMonth, -outlier.monthsBack);
  return (on) => ({ loss: monthOf(on) === month ? outlier.loss / usualLoss : 1, hire: 1 });
}
