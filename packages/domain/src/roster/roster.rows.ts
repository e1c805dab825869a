/** Which rows below the header are people, and which are totals, signatures, notes, repeated headers or blank. */
import { removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';
import { normalizeLabel } from './roster.columns.ts';
import { columnOf, isBlankRow, type RosterLayout } from './roster.header.ts';
import { cellText, type RosterCell, type RosterSheet } from './roster.sheet.ts';

export type RosterRowKind = 'data' | 'blank' | 'total' | 'signature' | 'note' | 'header';

const total =
  /^[（(]?(本页|本表|本组|全社区|社区|全村)?(人数|户数)?(合计|小计|总计|共计|累计|总人数|总户数)(人数|户数)?[)）]?([:：\d（(人户名共].*)?$|^共\d*[人户名条]|^以上共|^总共\d/;
const signature =
  /^[（(]?(联系|咨询|监督|填表|制表|填报|审核|复核|审批|负责|经办|统计|登记|调查|录入|上报|报送|核对|校对|复查|社区|村委会|村|街道|单位|分管|主管|主要)?(工作)?(人员|人|员|单位|日期|时间|电话|方式|负责人|领导|主任|书记|机构)?[（(]?(签字|签名|签章|盖章|公章|意见)?[)）]?[:：]/;
const signatureWhole =
  /^[（(]?((填表|制表|填报|审核|复核|负责|经办|统计|报送|上报|制单)(人员|人|员|单位|日期|时间)|(单位|社区|村)?(负责人|主任|书记)|(社区|单位|村委会|居委会)?(盖章|公章|签字|签章|签名))[)）]?$/;
const note =
  /^(注|备注|说明|填表说明|填报说明|填写说明|附注|注意|提示|温馨提示|注释)[:：0-9一二三]|^[※*＊★]|^(例|示例|样例|范例|举例|例如|填写示例)[:：一0-9]?/;
const groupTitle =
  /[组网格区楼幢栋号户街路苑村人员]$|[:：\d]|^[一二三四五六七八九十]+[、.．]|^[（(][一二三四五六七八九十\d]+[）)]/;
const instruction =
  /^(必填|选填|必填项|选填项|必输|可选|非必填|文本|文本格式|下拉选择|18位|格式.*|示例.*|请.*|.*位数字.*)$/;

/** True for anything that was meant as an identity number. */
export function looksLikeCitizenId(cell: RosterCell | undefined): boolean {
  if (cell === undefined) return false;
  const text = removeBlanks(toHalfWidth(cellText(cell)));
  return /\d{12}/.test(text) || /^\d(\.\d+)?E\+?\d+$/i.test(text);
}

/** A function that tells the kind of a row of the sheet by its index. */
export function rosterRowClassifier(sheet: RosterSheet, layout: RosterLayout): (row: number) => RosterRowKind {
  const nameColumn = columnOf(layout, 'name');
  const idColumn = columnOf(layout, 'citizenId');
  const carried = new Set([
    columnOf(layout, 'sequence'),
    columnOf(layout, 'householdNumber'),
    columnOf(layout, 'headName'),
  ]);
  const labels = layout.columns.map((column) => new Set(column.label.split('/').map(normalizeLabel)));
  const titles = new Set(layout.titles.map(normalizeLabel));
  const continued = continuedRows(sheet, nameColumn);
  const wide = new Set<number>();
  for (const merge of sheet.merges) {
    if (merge.startRow >= layout.firstDataRow && merge.endColumn > merge.startColumn) wide.add(merge.startRow);
  }

  return (row) => {
    const cells = sheet.rows[row] ?? [];
    if (isBlankRow(cells)) return 'blank';
    if (looksLikeCitizenId(cells[idColumn])) return isExample(cells) ? 'note' : 'data';
    const texts: string[] = [];
    let known = 0;
    let titled = 0;
    let own = 0;
    for (const [column, cell] of cells.entries()) {
      const text = removeBlanks(cellText(cell));
      if (text === '') continue;
      texts.push(text);
      if (labels[column]?.has(normalizeLabel(text)) === true) known++;
      if (titles.has(normalizeLabel(text))) titled++;
      if (!carried.has(column)) own++;
    }
    if (texts.length === 0) return 'blank';
    if (known >= 2 && known / texts.length >= 0.6) return 'header';
    if (titled === texts.length && titled > 0 && texts.some((text) => text.length > 4)) return 'header';
    const name = nameColumn < 0 ? '' : removeBlanks(cellText(cells[nameColumn]));
    const id = idColumn < 0 ? '' : removeBlanks(cellText(cells[idColumn]));
    const isJunk = total.test(name) || signature.test(name) || signatureWhole.test(name) || note.test(name);
    if (name !== '' && own >= 4 && !isJunk && !/\d/.test(name) && !isColumnNumbers(texts) && !instruction.test(name)) {
      return instruction.test(id) ? 'note' : 'data';
    }
    if (texts.slice(0, 3).some((text) => total.test(text))) return 'total';
    const looked = name === '' && id === '' ? texts : [texts[0] ?? '', name];
    if (looked.some((text) => signature.test(text) || signatureWhole.test(text))) return 'signature';
    if (note.test(texts[0] ?? '') || note.test(name) || isColumnNumbers(texts)) return 'note';
    if (instruction.test(id) || (instruction.test(name) && id === '')) return 'note';
    if (own === 0 || (continued.has(row) && id === '')) return 'blank';
    if (name === '' && id === '') return own >= 2 ? 'data' : 'note';
    if (texts.length === 1) {
      if (wide.has(row) || !looksLikeName(name) || groupTitle.test(name)) return 'note';
    }
    return 'data';
  };

  function isExample(cells: readonly RosterCell[]): boolean {
    const first = cells.map((cell) => removeBlanks(cellText(cell))).find((text) => text !== '') ?? '';
    return /^(例|示例|样例|范例|举例|例如|填写示例)[:：一1]?$/.test(first);
  }
}

/** At most four Chinese characters, or a name with a dot or in other letters. */
function looksLikeName(text: string): boolean {
  return (
    /^[\p{Script=Han}?？〇]{1,4}$/u.test(text) ||
    (text.length <= 40 && /[·•.A-Za-z]/.test(text) && !/[,，。；]/.test(text))
  );
}

/** 甲 乙 丙 1 2 3 under a header. */
function isColumnNumbers(texts: readonly string[]): boolean {
  return texts.length >= 3 && texts.every((text) => /^([甲乙丙丁戊己]|[（(]?\d{1,2}[）)]?|[A-Z])$/.test(text));
}

/** Rows where the name above is merged down: one person on several lines. */
function continuedRows(sheet: RosterSheet, nameColumn: number): Set<number> {
  const rows = new Set<number>();
  for (const merge of sheet.merges) {
    if (merge.startColumn > nameColumn || merge.endColumn < nameColumn) continue;
    for (let row = merge.startRow + 1; row <= merge.endRow; row++) rows.add(row);
  }
  return rows;
}
