/** Where the demo city monitors employers, and who signs for it: the district in depth, and two others with a smaller panel. */
import type { DemoPlaces } from './demo-districts.ts';

/** Name, industry, staff, key employer, and how it fares in the last months. */
export type DemoEmployer = readonly [
  name: string,
  industry: string,
  staff: number,
  keyEmployer: boolean,
  fate: 'growing' | 'steady' | 'falling' | 'layoff',
];

export interface DemoSigner {
  login: string;
  name: string;
}
type Signers = readonly [worker: DemoSigner, clerk: DemoSigner, officer: DemoSigner, city: DemoSigner];

export interface MonitoringSite extends DemoPlaces {
  employers: readonly DemoEmployer[];
  /** First digits of the made credit codes, so that no two are the same. */
  serial: number;
  /** Of the community, the street and the district, and of the city above them. */
  signers: Signers;
  helpRequests: number;
  /** Months back whose analysis sheets are signed, by level: community, street, district. */
  signedMonths: readonly [community: readonly number[], street: readonly number[], district: readonly number[]];
}

const inDepth: readonly DemoEmployer[] = [
  ['镇江润东机械制造有限公司', 'C', 420, true, 'falling'],
  ['镇江江畔食品有限公司', 'C', 260, false, 'steady'],
  ['京口纺织服装有限公司', 'C', 310, true, 'layoff'],
  ['镇江金山物流有限公司', 'G', 180, false, 'growing'],
  ['镇江梦溪百货商场有限公司', 'F', 145, false, 'falling'],
  ['镇江西津酒店管理有限公司', 'H', 96, false, 'steady'],
  ['镇江运河软件有限公司', 'I', 130, false, 'growing'],
  ['京口建筑安装工程有限公司', 'E', 350, true, 'layoff'],
  ['镇江象山电子有限公司', 'C', 520, true, 'steady'],
  ['镇江丁卯光学仪器有限公司', 'C', 210, false, 'falling'],
  ['镇江焦山旅游服务有限公司', 'R', 75, false, 'steady'],
  ['镇江北固家政服务有限公司', 'O', 60, false, 'growing'],
];

/** Where a plant closed two months ago. */
const runzhou: readonly DemoEmployer[] = [
  ['润州七里甸铸造有限公司', 'C', 240, true, 'layoff'],
  ['镇江南山旅游发展有限公司', 'R', 110, false, 'steady'],
  ['润州宝塔商贸有限公司', 'F', 85, false, 'falling'],
  ['镇江官塘物流有限公司', 'G', 160, false, 'growing'],
];

/** Whose factories have had fewer orders for eight months. */
const danyang: readonly DemoEmployer[] = [
  ['丹阳云阳眼镜有限公司', 'C', 460, true, 'falling'],
  ['丹阳练湖五金工具有限公司', 'C', 330, true, 'layoff'],
  ['丹阳凤凰汽车零部件有限公司', 'C', 580, true, 'falling'],
  ['丹阳延陵酒业有限公司', 'C', 140, false, 'steady'],
  ['丹阳华阳木业有限公司', 'C', 220, false, 'falling'],
];

const elsewhere = {
  runzhou: { district: '321111000000', street: '321111004000', community: '321111004003' },
  danyang: { district: '321181000000', street: '321181001000', community: '321181001001' },
} as const;

/** People who sign papers in the other districts. Nobody signs in as one of them: their password is known to nobody. */
export const siteStaff = [
  { login: 'gaojie', name: '高洁', role: 'community-worker', area: elsewhere.runzhou.community },
  { login: 'luoyan', name: '罗燕', role: 'street-clerk', area: elsewhere.runzhou.street },
  { login: 'zhengkai', name: '郑凯', role: 'district-officer', area: elsewhere.runzhou.district },
  { login: 'xiejun', name: '谢军', role: 'community-worker', area: elsewhere.danyang.community },
  { login: 'xuna', name: '许娜', role: 'street-clerk', area: elsewhere.danyang.street },
  { login: 'tangping', name: '唐平', role: 'district-officer', area: elsewhere.danyang.district },
] as const;

/** The panels of the demo; `logins` are those of the district in depth and of the city. */
export function monitoringSites(places: DemoPlaces, logins: Signers): MonitoringSite[] {
  const city = logins[3];
  return [
    {
      ...places,
      employers: inDepth,
      serial: 20_260_100,
      signers: logins,
      helpRequests: 20,
      signedMonths: [
        [4, 3, 2],
        [4, 3, 2],
        [3, 2],
      ],
    },
    {
      ...elsewhere.runzhou,
      employers: runzhou,
      serial: 20_261_100,
      signers: [siteStaff[0], siteStaff[1], siteStaff[2], city],
      helpRequests: 8,
      signedMonths: [[2], [2], [2]],
    },
    {
      ...elsewhere.danyang,
      employers: danyang,
      serial: 20_262_100,
      signers: [siteStaff[3], siteStaff[4], siteStaff[5], city],
      helpRequests: 8,
      signedMonths: [[2], [2], [2]],
    },
  ];
}
