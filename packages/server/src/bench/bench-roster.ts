/** A roster of any length, made from a seed: a labour-force list as a community keeps it. Nobody in it exists. */
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { type WrittenRow, writeStyledXlsx } from '../roster/roster-xlsx-writer.ts';

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜';
const given = '伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉梅建国文斌红宁波';
const educations = ['初中', '高中', '大专', '大学本科', '小学', '中专'];
const hukou = ['本地城镇', '居民户口', '本地农村', '外地农村'];
const statuses = [
  '单位就业',
  '单位就业',
  '单位就业',
  '灵活就业',
  '个体经营',
  '无业',
  '退休',
  '在校',
  '无就业愿望',
  '登记失业',
];
const employers = ['镇江机床厂', '丹徒纺织有限公司', '京口商贸中心', '润州物业公司', '宝塔路餐饮店'];
const header = [
  '序号',
  '姓名',
  '性别',
  '身份证号',
  '出生日期',
  '联系电话',
  '家庭住址',
  '文化程度',
  '户口性质',
  '就业状态',
  '工作单位',
  '备注',
];

/** Marsaglia's xorshift. */
function randomOf(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

export async function makeBenchRoster(rows: number, seed = 7): Promise<Buffer> {
  const widths = [6, 10, 6, 22, 12, 14, 30, 10, 10, 12, 20, 10];
  return writeStyledXlsx([{ name: '名册', hidden: false, rows: rosterRows(rows, seed), merges: [], widths }]);
}

function* rosterRows(count: number, seed: number): Generator<WrittenRow> {
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: ArrayLike<T>): T => list[below(list.length)]!;
  const serials = new Map<string, number>();
  const row = (cells: (string | number)[]): WrittenRow => ({ cells, styles: null });
  yield row(['社区劳动力资源调查登记表']);
  yield row(header);
  for (let i = 1; i <= count; i++) {
    const birth = new Date(Date.UTC(1950 + below(58), below(12), 1 + below(28))).toISOString().slice(0, 10);
    const day = birth.replaceAll('-', '');
    const serial = (serials.get(day) ?? 0) + 1;
    serials.set(day, serial);
    // Six districts of the province take turns, so that a day's numbers suffice.
    const first17 = `32110${1 + (Math.floor(serial / 1000) % 2)}${day}${String(serial % 1000).padStart(3, '0')}`;
    const man = serial % 2 === 1;
    const status = pick(statuses);
    yield row([
      i,
      `${pick(surnames)}${pick(given)}${below(3) === 0 ? '' : pick(given)}`,
      man ? '男' : '女',
      first17 + checkDigit(first17),
      birth,
      `13${String(100000000 + below(899999999))}`,
      `花山湾${1 + below(30)}区${1 + below(80)}幢${1 + below(6)}0${1 + below(4)}室`,
      pick(educations),
      pick(hukou),
      status,
      status === '单位就业' ? pick(employers) : '',
      '',
    ]);
  }
}
