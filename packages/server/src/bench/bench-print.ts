/**
 * A long ledger on paper: from its rows to the PDF as the ledgers do it (widths fitted to the letters, heads on every page, places to sign), against Typst
 * alone with the same cells in a bare table.
 */
import { existsSync, readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fitColumns } from '../ledger/fit-columns.ts';
import { createPdfRenderer, documentPaths } from '../platform/pdf.ts';
import { type BenchResult, benchResult, figure, median } from './bench-result.ts';

export interface PrintOptions {
  rows: number;
  rounds: number;
  say(line: string): void;
}

const headers = [
  '序号',
  '姓名',
  '性别',
  '出生日期',
  '公民身份号码',
  '联系电话',
  '社区',
  '住址',
  '登记日期',
  '失业原因',
  '失业时间',
  '备注',
];
const blank = [0, 6, 3, 8, 14, 10, 9, 18, 8, 8, 8, 8];
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];
const given = ['国强', '秀英', '建军', '丽', '晓燕', '志刚', '玉兰', '海波'];
const reasons = ['合同到期', '企业裁员', '个人原因', '毕业未就业'];

/** People who do not exist, a different line each. */
function rowsOf(count: number): string[][] {
  const two = (n: number) => String(n).padStart(2, '0');
  return Array.from({ length: count }, (_, i) => {
    const birth = `19${60 + (i % 40)}-${two(1 + (i % 12))}-${two(1 + (i % 28))}`;
    return [
      String(i + 1),
      `${surnames[i % surnames.length]}${given[(i >> 2) % given.length]}`,
      i % 2 === 0 ? '男' : '女',
      birth,
      `321102********${String(1000 + (i % 9000))}`,
      `138****${String(1000 + ((i * 7) % 9000))}`,
      `第${1 + (i % 19)}社区`,
      `正东路 ${1 + (i % 320)} 号 ${1 + (i % 12)} 幢 ${101 + (i % 6) * 100} 室`,
      `2026-${two(1 + (i % 10))}-${two(1 + ((i * 3) % 28))}`,
      reasons[i % reasons.length]!,
      `2026-${two(1 + (i % 9))}-01`,
      i % 5 === 0 ? '需要上门' : '',
    ];
  });
}

const bareTable = `#set page(paper: "a4", flipped: true, margin: 12mm)
#set text(font: ("Noto Sans SC",), size: 8.8pt)
#let data = json(bytes(sys.inputs.data))
#table(columns: data.headers.len(), table.header(..data.headers), ..data.rows.flatten())`;

export async function benchPrint({ rows: count, rounds, say }: PrintOptions): Promise<BenchResult> {
  const rows = rowsOf(count);
  const renderer = createPdfRenderer();
  const [templates, ...fonts] = documentPaths();
  const compiler = NodeCompiler.create({
    workspace: templates!,
    fontArgs: [{ fontBlobs: fonts.filter((path) => existsSync(path)).map((path) => readFileSync(path)) }],
  });
  const alone = (some: string[][]) => {
    const { result } = compiler.compile({
      mainFileContent: bareTable,
      inputs: { data: JSON.stringify({ headers, rows: some }) },
    });
    if (!result) throw new Error('the bare table does not compile');
    const { length } = compiler.pdf(result, { pdfTags: false });
    compiler.evictCache(0);
    return length;
  };
  const ours = async (some: string[][]) => {
    const fit = fitColumns({ headers, rows: some, blank }, 'landscape');
    if (!fit) throw new Error('the columns do not fit on the paper');
    const columns = headers.map((header, i) => ({ header, width: fit.widths[i]!, align: 'left' as const }));
    const data = {
      title: '登记失业人员台账',
      reporter: '某市某区某街道',
      period: '截至 2026-11-21',
      filter: '',
      orientation: 'landscape' as const,
      paper: fit.paper,
      size: fit.size,
      columns,
      rows: some,
      language: 'zh' as const,
      printedOn: '2026-11-21',
      printedBy: '某人',
      office: '某街道人社服务中心',
      demo: false,
    };
    return (await renderer.renderPdf('ledger', data, { createdAt: new Date(0), tagged: false, timeLimit: 120_000 }))
      .length;
  };
  const timed = async (work: () => number | Promise<number>) => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  try {
    // Both have their fonts in memory before anything is measured.
    alone(rows.slice(0, 10));
    await ours(rows.slice(0, 10));
    const times = { ours: [] as number[], alone: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      // Nothing of the round before may be remembered: every round has rows of its own.
      const some = rows.map((row) => [...row.slice(0, -1), `${row.at(-1)} ${round}`]);
      times.alone.push(await timed(() => alone(some)));
      times.ours.push(await timed(() => ours(some)));
      say(`  round ${round}: ${Math.round(times.ours.at(-1)!)} ms, Typst alone ${Math.round(times.alone.at(-1)!)} ms`);
    }
    return benchResult('bench print', [
      figure(`a ledger of ${count} rows on paper, Typst alone`, median(times.ours), median(times.alone), 'ms'),
    ]);
  } finally {
    renderer.close();
  }
}
